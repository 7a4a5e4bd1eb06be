"""Bridges, cuts, cores, cliques, rich club and structural holes against networkx, and by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from benchmarks.graphs import read_graph
from coterie.graph.measures.cohesion import (
    clique_sizes,
    cohesion,
    component_rows,
    core_rows,
    maximal_cliques,
    rich_club,
    rich_club_rows,
)
from coterie.graph.measures.structural_holes import structural_holes
from coterie.graph.network import CollaborationNetwork, from_networkx, from_pairs
from coterie.graph.network.cutting import cuts
from coterie.graph.network.swapping import swapped

quick = settings(max_examples=60, deadline=None)
slow = pytest.mark.slow
FILES = ["netscience.gml", pytest.param("ca-GrQc.txt", marks=slow), pytest.param("ca-HepTh.txt", marks=slow)]


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    size, seed = draw(st.integers(0, 25)), draw(st.integers(0, 10_000))
    graph = nx.gnp_random_graph(size, draw(st.floats(0, 0.6)), seed=seed)
    rng = np.random.default_rng(seed)
    for a, b in graph.edges:
        graph[a][b]["papers"] = int(rng.integers(1, 9))
        graph[a][b]["weight"] = graph[a][b]["papers"]
    return graph


def real(name: str) -> tuple[CollaborationNetwork, nx.Graph]:
    network = read_graph(shared_data("data", "graphs", *name.split("/")))
    return network, network.to_networkx()


def by_node(network: CollaborationNetwork, theirs: dict[object, float]) -> np.ndarray:
    return np.array([theirs[ident] for ident in network.ids], float)


def assert_cuts(network: CollaborationNetwork, graph: nx.Graph) -> None:
    found = cuts(network.indptr, network.indices)
    ours = {frozenset((network.ids[a], network.ids[b])) for a, b in found.bridges.tolist()}
    assert ours == {frozenset(pair) for pair in nx.bridges(graph)}
    points = {network.ids[i] for i in np.flatnonzero(found.pieces > 1).tolist()}
    assert points == set(nx.articulation_points(graph))


@given(graphs())
@quick
def test_cuts(graph: nx.Graph) -> None:
    network = from_networkx(graph)
    assert_cuts(network, graph)
    found = cuts(network.indptr, network.indices)
    for node in graph:
        part = nx.node_connected_component(graph, node)
        without = graph.subgraph(part - {node})
        sizes = [len(piece) for piece in nx.connected_components(without)]
        i = network.index(node)
        assert (found.pieces[i], found.cut_off[i]) == (len(sizes), sum(sizes) - max(sizes, default=0))


@given(graphs())
@quick
def test_cliques_rich_club_and_cores(graph: nx.Graph) -> None:
    network = from_networkx(graph)
    ours = {tuple(network.ids[i] for i in clique) for clique in maximal_cliques(network)}
    theirs = {tuple(sorted(clique)) for clique in nx.find_cliques(graph) if len(clique) > 1}
    assert ours == theirs
    assert sum(clique_sizes(network)[0].values()) == len(theirs)
    for row in core_rows(network):
        assert row["people"] == len(nx.k_core(graph, row["k"]))
    if graph.number_of_edges() > 1:
        club = nx.rich_club_coefficient(graph, normalized=False)
        mine = rich_club(network.indptr, network.indices)
        assert {k: pytest.approx(value, abs=1e-12) for k, value in club.items()} == {k: mine[k] for k in club}


@given(graphs(), st.booleans())
@quick
def test_structural_holes(graph: nx.Graph, weighted: bool) -> None:
    if graph:
        assert_holes(from_networkx(graph), graph, weighted)


def assert_holes(network: CollaborationNetwork, graph: nx.Graph, weighted: bool) -> None:
    weight = "weight" if weighted else None
    found = structural_holes(network, weighted=weighted)
    theirs = nx.constraint(graph, weight=weight)
    np.testing.assert_allclose(found.constraint, by_node(network, theirs), rtol=0, atol=1e-9)
    some = list(graph)[:300]
    size = nx.effective_size(graph, nodes=some, weight="weight") if weighted else nx.effective_size(graph, nodes=some)
    for node in some:
        ours = found.effective_size[network.index(node)]
        assert ours == pytest.approx(size[node], abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", FILES)
def test_on_published_networks(name: str) -> None:
    network, graph = real(name)
    assert_cuts(network, graph)
    assert_holes(network, graph, weighted=True)
    sizes, stopped = clique_sizes(network)
    assert not stopped
    assert sum(sizes.values()) == sum(1 for clique in nx.find_cliques(graph) if len(clique) > 1)


def test_constraint_as_igraph_has_it() -> None:
    igraph = pytest.importorskip("igraph")
    network, _ = real("netscience.gml")
    graph = igraph.Graph(network.size, np.column_stack(network.links()[:2]).tolist())
    theirs = np.array(graph.constraint(weights=network.weight()[network.links().at].tolist()), float)
    ours = structural_holes(network).constraint
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_hierarchy_by_hand() -> None:
    """One whose co-authors all constrain alike has 0; where one of two constrains four times as much as the other
    r = 1.6 and 0.4."""
    star = from_pairs(["a", "a", "a"], ["b", "c", "d"])
    assert structural_holes(star).hierarchy[0] == pytest.approx(0, abs=1e-12)
    uneven = from_pairs(["a", "a"], ["b", "c"], papers=[2, 1])
    r = np.array([1.6, 0.4])
    assert structural_holes(uneven).hierarchy[0] == pytest.approx(float((r * np.log(r)).sum() / (2 * np.log(2))))
    assert np.isnan(structural_holes(uneven).hierarchy[1])


@given(graphs(), st.integers(0, 5))
@quick
def test_swapped_networks_keep_degrees(graph: nx.Graph, seed: int) -> None:
    network = from_networkx(graph)
    indptr, indices = swapped(network.indptr, network.indices, seed)
    assert np.array_equal(indptr, network.indptr)
    made = nx.Graph((i, int(j)) for i in range(network.size) for j in indices[indptr[i] : indptr[i + 1]])
    assert made.number_of_edges() == network.link_count
    assert nx.number_of_selfloops(made) == 0
    again = swapped(network.indptr, network.indices, seed)
    assert np.array_equal(again[1], indices)


def test_swapping_takes_the_clustering_away() -> None:
    network, graph = real("netscience.gml")
    indptr, indices = swapped(network.indptr, network.indices, 1)
    made = nx.Graph((i, int(j)) for i in range(network.size) for j in indices[indptr[i] : indptr[i + 1]])
    assert nx.transitivity(made) < nx.transitivity(graph) / 10


def test_two_triangles_and_a_bridge() -> None:
    network = from_pairs(list("abcdefc"), list("bcaefdd"), ids=[*"abcdefz"])
    found = cohesion(network)
    assert (found.people, found.links, found.components, found.giant, found.without_links) == (7, 7, 2, 6, 1)
    assert (found.bridges, found.articulation_points) == (1, 2)
    assert (found.innermost_core, found.innermost_core_people) == (2, 6)
    assert (found.cliques, found.clique_largest, found.cliques_cut) == (3, 3, False)
    assert cohesion(network, cliques=2).cliques_cut
    assert cohesion(network, cliques=0).cliques is None
    assert component_rows(network) == [{"component": 1, "people": 6, "links": 7, "density": 14 / 30, "bridges": 1}]
    assert core_rows(network) == [{"k": 1, "people": 6, "parts": 1, "core_exactly": 0},
                                  {"k": 2, "people": 6, "parts": 1, "core_exactly": 6}]  # fmt: skip
    first = rich_club_rows(network)[0]
    assert (first["people"], first["phi"]) == (6, pytest.approx(14 / 30))


def test_nobody_and_nobody_linked() -> None:
    for network in (from_pairs([], []), from_pairs([], [], ids=["a", "b"])):
        found = cohesion(network)
        assert (found.links, found.bridges, found.cliques, found.clique_largest) == (0, 0, 0, 0)
        assert np.isnan(structural_holes(network).constraint).all()
        assert component_rows(network) == core_rows(network) == []
        assert all(row["ratio"] is None for row in rich_club_rows(network))
