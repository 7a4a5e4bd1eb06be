"""networkx runs our code on a network, and says so where it cannot."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import networkx as nx
import pytest
from toy_graph import toy

from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.network.backend import FUNCTIONS, dispatch, get_info

NETWORK = project(toy())
GRAPH = NETWORK.to_networkx()


def random_network(seed: int, size: int = 60, links: int = 90) -> CollaborationNetwork:
    draw = random.Random(seed)
    ends = [draw.sample(range(size), 2) for _ in range(links)]
    return from_pairs([a for a, _ in ends], [b for _, b in ends], ids=list(range(size)))


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("pagerank", {"tol": 1e-12, "max_iter": 500}), ("pagerank", {"tol": 1e-12, "max_iter": 500, "weight": None}),
    ("pagerank", {"tol": 1e-12, "max_iter": 500, "alpha": 0.5}), ("core_number", {}), ("degree_centrality", {}),
    ("betweenness_centrality", {}), ("betweenness_centrality", {"normalized": False}),
    ("betweenness_centrality", {"k": 9, "seed": 5}),
    ("betweenness_centrality", {"k": 9, "seed": 5, "normalized": False}),
    ("clustering", {}), ("triangles", {}), ("transitivity", {}), ("harmonic_centrality", {}),
    ("closeness_centrality", {}), ("closeness_centrality", {"wf_improved": False}), ("number_connected_components", {}),
]  # fmt: skip


@pytest.mark.parametrize(("function", "arguments"), CALLS)
@pytest.mark.parametrize("network", [NETWORK, random_network(1), random_network(2, 50, 200), random_network(3, 40, 12)])
def test_equals_networkx(function: str, arguments: dict[str, Any], network: CollaborationNetwork) -> None:
    if "k" in arguments and tuple(map(int, nx.__version__.split(".")[:2])) < (3, 5):
        pytest.skip("networkx scales estimates otherwise before 3.5")
    ours = getattr(nx, function)(network, **arguments)
    theirs = getattr(nx, function)(network.to_networkx(), **arguments)
    assert ours == pytest.approx(theirs, abs=1e-9, nan_ok=True)


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
    lambda: nx.pagerank(NETWORK, personalization={NETWORK.ids[0]: 1}),
    lambda: nx.betweenness_centrality(NETWORK, weight="papers"),
    lambda: nx.betweenness_centrality(NETWORK, endpoints=True),
    lambda: nx.clustering(NETWORK, nodes=[NETWORK.ids[0]]),
    lambda: nx.closeness_centrality(NETWORK, u=NETWORK.ids[0]),
    lambda: nx.harmonic_centrality(NETWORK, distance="papers"),
    lambda: nx.minimum_spanning_tree(NETWORK),
    lambda: nx.core_number(nx.Graph([(1, 1)]), backend="coterie"),
    lambda: nx.pagerank(nx.DiGraph([(1, 2)]), backend="coterie"),
])  # fmt: skip
def test_what_it_cannot_do_is_said(call: Any) -> None:
    with pytest.raises(NotImplementedError):
        call()


def test_falling_back_to_networkx() -> None:
    with nx.config(fallback_to_nx=True):
        personal = {NETWORK.ids[0]: 1}
        assert nx.pagerank(NETWORK, personalization=personal) == nx.pagerank(GRAPH, personalization=personal)


def test_too_few_steps() -> None:
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(random_network(1), tol=1e-15, max_iter=2)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("size", [0, 1, 2])
def test_without_links(function: str, size: int) -> None:
    network = from_pairs([], [], ids=list(range(size)))
    ours, theirs = (getattr(nx, function)(g) for g in (network, network.to_networkx()))
    if function == "connected_components":
        ours, theirs = list(ours), list(theirs)
    assert ours == theirs


def test_info_names_what_there_is() -> None:
    info = get_info()
    assert info["backend_name"] == "coterie"
    assert all(callable(getattr(dispatch, name)) and hasattr(nx, name) for name in info["functions"])
    assert "coterie" in nx.utils.backends.backends


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
