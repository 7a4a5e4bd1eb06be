"""networkx runs our code on a network, and says so where it cannot."""

from __future__ import annotations

import inspect
import random
import subprocess
import sys
from typing import Any

import networkx as nx
import pytest
from toy_graph import toy

from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.network.backend import FUNCTIONS, dispatch, function, get_info

NETWORK = project(toy())
GRAPH = NETWORK.to_networkx()


def random_network(seed: int, size: int = 60, links: int = 90) -> CollaborationNetwork:
    draw = random.Random(seed)
    ends = [draw.sample(range(size), 2) for _ in range(links)]
    return from_pairs([a for a, _ in ends], [b for _, b in ends], ids=list(range(size)))


def test_components_come_in_the_same_order() -> None:
    for network in (NETWORK, random_network(3, 40, 12)):
        assert list(nx.connected_components(network)) == list(nx.connected_components(network.to_networkx()))


def test_a_networkx_graph_is_converted_on_request() -> None:
    assert nx.pagerank(GRAPH, backend="coterie", tol=1e-12, max_iter=500) == pytest.approx(
        nx.pagerank(GRAPH, tol=1e-12, max_iter=500), abs=1e-9
    )
    weighted = nx.Graph([("a", "b", {"w": 2.5}), ("b", "c", {})])
    assert nx.pagerank(weighted, weight="w", backend="coterie") == pytest.approx(
        nx.pagerank(weighted, weight="w"), abs=1e-5
    )


@pytest.mark.parametrize("call", [
    lambda: nx.betweenness_centrality(NETWORK, weight="papers"),
    lambda: nx.betweenness_centrality(NETWORK, None, True, "papers"),
    lambda: nx.closeness_centrality(NETWORK, distance="papers"),
    lambda: nx.harmonic_centrality(NETWORK, distance="papers"),
    lambda: nx.diameter(NETWORK, weight="papers"),
    lambda: nx.eccentricity(NETWORK, sp={}),
    lambda: nx.average_shortest_path_length(NETWORK, method="dijkstra"),
    lambda: nx.shortest_path_length(NETWORK),
    lambda: nx.rich_club_coefficient(NETWORK),
    lambda: nx.average_neighbor_degree(NETWORK, nodes=NETWORK.ids[0]),
    lambda: nx.minimum_spanning_tree(NETWORK),
    lambda: nx.square_clustering(NETWORK),
    lambda: nx.pagerank(nx.Graph([(1, 2, {"weight": "heavy"})]), backend="coterie"),
    lambda: nx.core_number(nx.Graph([(1, 1)]), backend="coterie"),
    lambda: nx.pagerank(nx.DiGraph([(1, 2)]), backend="coterie"),
])  # fmt: skip
def test_what_it_cannot_do_is_said(call: Any) -> None:
    with pytest.raises(NotImplementedError):
        call()


@pytest.mark.parametrize("call", [
    lambda graph: nx.betweenness_centrality(graph, weight="papers"),
    lambda graph: nx.closeness_centrality(graph, distance="papers"),
    lambda graph: nx.minimum_spanning_tree(graph).edges,
    lambda graph: nx.square_clustering(graph),
    lambda graph: dict(nx.shortest_path_length(graph)),
])  # fmt: skip
def test_falling_back_to_networkx(call: Any) -> None:
    with pytest.raises(NotImplementedError):
        call(NETWORK)
    with nx.config(fallback_to_nx=True, warnings_to_ignore={"cache"}):
        assert call(NETWORK) == call(GRAPH)


def test_an_argument_of_a_newer_networkx_is_refused_unless_it_is_none() -> None:
    assert dispatch.closeness_centrality(NETWORK, later=None) == nx.closeness_centrality(NETWORK)
    with pytest.raises(NotImplementedError, match="later"):
        dispatch.closeness_centrality(NETWORK, later=1)
    with pytest.raises(AttributeError, match="minimum_spanning_tree"):
        dispatch.minimum_spanning_tree(NETWORK)


@pytest.mark.parametrize("network", [NETWORK, from_pairs([], []), from_pairs([], [], ids=["alone"]),
                                     from_pairs([(1, 2)], ["b"], papers=[3]), random_network(3, 40, 12)])  # fmt: skip
def test_it_becomes_a_graph_of_networkx_always(network: CollaborationNetwork) -> None:
    for graph in (network.to_networkx(), dispatch.convert_to_nx(network)):
        assert type(graph) is nx.Graph
        assert list(graph) == list(network)
        assert graph.number_of_edges() == network.number_of_edges()
        assert [graph.edges[network.ids[a], network.ids[b]]["papers"] for a, b, _ in zip(*network.links(), strict=True)
                ] == network.papers[network.links().at].tolist()  # fmt: skip
    assert dispatch.convert_to_nx(5) == 5
    assert dispatch.convert_from_nx(network) is network


def test_too_few_steps() -> None:
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(random_network(1), tol=1e-15, max_iter=2)


def test_info_names_what_there_is() -> None:
    info = get_info()
    assert info["backend_name"] == "coterie"
    assert info["functions"]["wiener_index"] == {"additional_docs": "`weight` only None"}
    assert set(info["functions"]) == set(FUNCTIONS)
    assert all(callable(getattr(dispatch, name)) and hasattr(nx, name) for name in info["functions"])
    assert "coterie" in nx.utils.backends.backends


LATER = {"rich_club_coefficient": "n_samples"}
"""Arguments that networkx has from 3.7 on."""


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_argument_of_networkx_is_known_in_its_place_with_its_default(name: str) -> None:
    ours, theirs = (
        list(inspect.signature(f).parameters.values()) for f in (function(name), getattr(nx, name).orig_func)
    )
    if LATER.get(name) not in {p.name for p in theirs}:
        ours = [p for p in ours if p.name != LATER.get(name)]
    assert [(p.name, p.default) for p in ours] == [(p.name, p.default) for p in theirs[: len(ours)]]
    assert set(FUNCTIONS[name].only) <= {p.name for p in ours}
    assert function(name).__doc__


def test_networkx_imports_nothing_heavy_of_ours() -> None:
    code = (
        "import sys, warnings; warnings.simplefilter('error'); import networkx; "
        "print([m for m in sys.modules if m.startswith('coterie.') or m in ('numpy', 'scipy', 'neo4j')])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(eval(loaded)) <= {"coterie.graph", "coterie.graph.network", "coterie.graph.network.backend"}


def test_an_estimate_from_nobody_is_refused_as_networkx_refuses_it() -> None:
    from coterie.graph.network import from_networkx

    network = from_networkx(nx.cycle_graph(4))
    for graph in (nx.cycle_graph(4), network):
        with pytest.raises(ZeroDivisionError):
            nx.betweenness_centrality(graph, k=0)
        with pytest.raises(ValueError, match="larger"):
            nx.betweenness_centrality(graph, k=5)
