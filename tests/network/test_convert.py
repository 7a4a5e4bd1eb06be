"""The network for other libraries, and from them."""

from __future__ import annotations

import sys

import networkx as nx
import numpy as np
import pytest
from toy_graph import ANA, BOB, toy

from coterie.graph.model.errors import CoterieError, NotFound
from coterie.graph.network import convert, from_networkx, from_pairs, project
from coterie.graph.network.network import CollaborationNetwork
from coterie.graph.snapshot import Selection

NETWORK = project(toy(), Selection(counting="newman"))


def test_to_networkx_and_back() -> None:
    graph = NETWORK.to_networkx()
    assert (len(graph), graph.number_of_edges()) == (NETWORK.size, NETWORK.link_count)
    ana, bob = (NETWORK.ids[NETWORK.names.index(name)] for name in (ANA, BOB))
    assert graph.edges[ana, bob] == {
        "weight": 1.5, "papers": 2, "newman": 1.5, "pair_share": 1 + 1 / 3, "first_year": 2019, "last_year": 2020
    }  # fmt: skip
    assert graph.nodes[ana] == {"name": ANA, "papers": 3, "first_year": 2019, "last_year": 2020}
    assert "generation" not in graph.graph
    back = from_networkx(graph, counting="newman")
    assert (back.ids, back.names) == (NETWORK.ids, NETWORK.names)
    assert np.array_equal(back.indices, NETWORK.indices)
    assert np.array_equal(back.newman, NETWORK.newman)
    assert np.array_equal(back.last_year, NETWORK.last_year)


def test_to_scipy() -> None:
    matrix = NETWORK.to_scipy("papers")
    assert (matrix != matrix.T).nnz == 0
    assert matrix.sum() == 2 * NETWORK.papers.sum() / 2
    assert NETWORK.to_scipy(None).sum() == 2 * NETWORK.link_count


def test_from_networkx_with_lists_of_papers() -> None:
    graph = nx.Graph([("a", "b", {"papers": ["p", "q"]}), ("b", "c", {}), ("c", "c", {"papers": 3})])
    made = from_networkx(graph)
    assert made.papers.tolist() == [2, 2, 1, 1]
    assert made.choices["self_pairs_left_out"] == 1
    assert from_networkx(graph, papers=None).papers.tolist() == [1, 1, 1, 1]
    with pytest.raises(ValueError, match="undirected"):
        from_networkx(nx.DiGraph())


def test_from_pairs() -> None:
    made = from_pairs([3, 1, 2, 2], [1, 3, 1, 2], [1, 2, 5, 7], first_year=[2001, 2000, 2002, 2003])
    assert made.ids == [1, 2, 3]
    assert made.papers.tolist() == [5, 3, 5, 3]
    assert made.first_year.tolist() == [2002, 2000, 2002, 2000]
    assert made.choices["self_pairs_left_out"] == 1
    assert made.weight().tolist() == [5, 3, 5, 3]
    with pytest.raises(ValueError, match="does not know the weight 'newman'"):
        made.weight("newman")
    with pytest.raises(ValueError, match="no weight 'love'"):
        made.weight("love")
    with pytest.raises(ValueError, match="made of pairs"):
        made.link_papers(0, 1)
    with pytest.raises(ValueError, match="not among the ids"):
        from_pairs(["a"], ["b"], ids=["a"])
    with pytest.raises(ValueError, match="twice"):
        from_pairs([], [], ids=["a", "a"])
    with pytest.raises(ValueError, match="equally long"):
        from_pairs(["a"], ["b"], [1, 2])
    with pytest.raises(TypeError, match="love"):
        from_pairs(["a"], ["b"], love=[1])
    assert from_pairs(["b", 1], [1, "c"]).size == 3
    assert from_pairs([], []).size == 0


def test_as_a_collection() -> None:
    assert list(NETWORK) == NETWORK.ids
    assert NETWORK.ids[0] in NETWORK
    assert "nobody" not in NETWORK
    assert [] not in NETWORK
    with pytest.raises(NotFound, match="author in this network"):
        NETWORK.index("nobody")
    assert NETWORK  # a network without nodes is true as well, as in networkx
    assert from_pairs([], [])
    assert repr(NETWORK) == "<CollaborationNetwork of 11 authors, 6 links>"


@pytest.mark.parametrize("module", ["pandas", "igraph"])
def test_a_library_that_is_absent(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CoterieError, match=f"{module} is not installed") as error:
        getattr(NETWORK, f"to_{module}")()
    assert error.value.hint.startswith("pip install")


def test_pandas() -> None:
    pytest.importorskip("pandas")
    nodes, links = NETWORK.to_pandas()
    assert nodes["id"].tolist() == NETWORK.ids
    assert links["weight"].sum() == NETWORK.weight().sum() / 2


def test_igraph() -> None:
    pytest.importorskip("igraph")
    graph = NETWORK.to_igraph()
    assert graph.vs["name"] == NETWORK.ids
    assert graph.es["papers"] == NETWORK.papers[NETWORK.links().at].tolist()


def test_a_large_networkx_graph_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "MANY", 3)
    with pytest.warns(UserWarning, match="GB as a networkx.Graph"):
        NETWORK.to_networkx()


def test_first_and_last_entries() -> None:
    made: CollaborationNetwork = from_pairs(["a", "a"], ["b", "c"])
    assert made.links().left.tolist() == [0, 0]
    assert made.neighbours(0).tolist() == [1, 2]
