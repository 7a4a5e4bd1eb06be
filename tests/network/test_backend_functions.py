"""Every function of the backend, with each of its arguments, gives what networkx gives, and fails where it fails: on
small graphs of every kind, on larger ones, and on real networks."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from benchmarks.graphs import read_graph
from coterie.graph.network import CollaborationNetwork, from_pairs
from coterie.graph.network.backend import FUNCTIONS

Arguments = dict[str, Any]
Builder = Callable[[Any, list[Any]], Arguments]
"""Arguments from a node and some nodes, one of which is not there."""
STEEP = {"tol": 1e-12, "max_iter": 2000}
CALLS: dict[str, list[Builder]] = {name: [lambda a, some: {}] for name in FUNCTIONS}


def _also(name: str, *builders: Builder) -> None:
    CALLS[name] += builders


CALLS["pagerank"] = [
    lambda a, some: STEEP,
    lambda a, some: {**STEEP, "weight": None, "alpha": 0.5},
    lambda a, some: {**STEEP, "personalization": {a: 2.0, **dict.fromkeys(some, 1)}},
    lambda a, some: {**STEEP, "personalization": dict.fromkeys(some, 1)},
    lambda a, some: {**STEEP, "personalization": {}},
    lambda a, some: {**STEEP, "dangling": {a: 1}},
    lambda a, some: {**STEEP, "nstart": {a: 1}, "personalization": {a: 1}, "weight": None},
]
CALLS["shortest_path_length"] = [
    lambda a, some: {"source": a}, lambda a, some: {"target": a}, lambda a, some: {"source": a, "target": some[0]},
    lambda a, some: {"source": a, "target": a, "method": "bellman-ford"},
    lambda a, some: {"source": a, "method": "no such"},
]  # fmt: skip
CALLS["single_source_shortest_path_length"] = [
    lambda a, some: {"source": a}, lambda a, some: {"source": a, "cutoff": 1}, lambda a, some: {"source": some[-1]},
]  # fmt: skip
CALLS["has_path"] = [
    lambda a, some: {"source": a, "target": some[0]},
    lambda a, some: {"source": some[-1], "target": a},
]
CALLS["node_connected_component"] = [lambda a, some: {"n": a}, lambda a, some: {"n": some[-1]}]
CALLS["rich_club_coefficient"] = [lambda a, some: {"normalized": False}]
_also("betweenness_centrality", lambda a, some: {"normalized": False}, lambda a, some: {"endpoints": True},
      lambda a, some: {"endpoints": True, "normalized": False}, lambda a, some: {"k": 3, "seed": 5},
      lambda a, some: {"k": 2, "seed": 5, "normalized": False}, lambda a, some: {"k": 1, "seed": 5},
      lambda a, some: {"k": 0, "seed": 5}, lambda a, some: {"k": 3, "seed": 5, "endpoints": True},
      lambda a, some: {"k": 3, "seed": 5, "endpoints": True, "normalized": False},
      lambda a, some: {"k": 0, "seed": 5, "endpoints": True})  # fmt: skip
_also("closeness_centrality", lambda a, some: {"wf_improved": False}, lambda a, some: {"u": a},
      lambda a, some: {"u": a, "wf_improved": False}, lambda a, some: {"u": some[-1]})  # fmt: skip
_also("harmonic_centrality", lambda a, some: {"nbunch": a}, lambda a, some: {"nbunch": some},
      lambda a, some: {"sources": some}, lambda a, some: {"nbunch": [a], "sources": some},
      lambda a, some: {"nbunch": some, "sources": a}, lambda a, some: {"nbunch": some[-1]})  # fmt: skip
for _name in ("clustering", "triangles"):
    _also(_name, lambda a, some: {"nodes": a}, lambda a, some: {"nodes": some}, lambda a, some: {"nodes": iter(some)},
          lambda a, some: {"nodes": []}, lambda a, some: {"nodes": [[]]}, lambda a, some: {"nodes": -7})  # fmt: skip
_also("clustering", lambda a, some: {"weight": "weight"}, lambda a, some: {"weight": "weight", "nodes": a},
      lambda a, some: {"weight": "newman", "nodes": some})  # fmt: skip
_also("average_clustering", lambda a, some: {"nodes": some}, lambda a, some: {"weight": "weight"},
      lambda a, some: {"count_zeros": False})  # fmt: skip
_also("eigenvector_centrality", lambda a, some: {"weight": "weight", "max_iter": 3000}, lambda a, some: {"max_iter": 2},
      lambda a, some: {"nstart": dict.fromkeys(range(20), 0)}, lambda a, some: {"nstart": {}})  # fmt: skip
_also("eccentricity", lambda a, some: {"v": a}, lambda a, some: {"v": some})
for _name in ("diameter", "radius", "center", "periphery"):
    _also(_name, lambda a, some: {"usebounds": False}, lambda a, some: {"e": {1: 3, 5: 2, "a": 3}},
          lambda a, some: {"e": {}})  # fmt: skip
for _name in ("bridges", "has_bridges"):
    _also(_name, lambda a, some: {"root": a}, lambda a, some: {"root": some[-1]})
_also("average_shortest_path_length", lambda a, some: {"method": "unweighted"})
_also("average_neighbor_degree", lambda a, some: {"nodes": some}, lambda a, some: {"weight": "weight"},
      lambda a, some: {"source": "in"})  # fmt: skip
_also("average_degree_connectivity", lambda a, some: {"nodes": some}, lambda a, some: {"weight": "weight"},
      lambda a, some: {"nodes": a}, lambda a, some: {"target": "in"})  # fmt: skip
_also("degree_assortativity_coefficient", lambda a, some: {"weight": "weight"}, lambda a, some: {"nodes": some})


@st.composite
def networks(draw: st.DrawFn) -> CollaborationNetwork:
    size = draw(st.integers(0, 9))
    pairs = list(combinations(range(size), 2))
    chosen = [pair for pair in pairs if draw(st.booleans())] if draw(st.booleans()) else []
    few = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=size)) if pairs else []
    ends = sorted({*chosen, *few})
    papers = [draw(st.integers(1, 4)) for _ in ends]
    return from_pairs([a for a, _ in ends], [b for _, b in ends], papers, ids=list(range(size)),
                      newman=[n / 3 for n in papers])  # fmt: skip


def plain(found: Any) -> Any:
    """A result without the order that sets and iterators have."""
    if isinstance(found, Iterator):
        listed = list(found)
        return Counter(frozenset(one) if isinstance(one, set | tuple) else one for one in listed)
    return Counter(found) if isinstance(found, list) else found


def comparable(name: str) -> list[Builder]:
    """The calls that networkx answers alike in every minor: before 3.5 it scales estimates of betweenness otherwise."""
    old = tuple(map(int, nx.__version__.split(".")[:2])) < (3, 5)
    return [build for build in CALLS[name] if not (old and "k" in build(0, [0]))]


def outcome(name: str, graph: Any, arguments: Arguments) -> Any:
    """What the function gives, or the kind of its error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return plain(getattr(nx, name)(graph, **arguments))
        except (nx.NetworkXException, ArithmeticError, LookupError, TypeError, ValueError) as error:
            return type(error)


def assert_same(name: str, network: CollaborationNetwork, theirs: nx.Graph, build: Builder, a: Any, some: Any) -> None:
    ours, expected = (outcome(name, graph, build(a, some)) for graph in (network, theirs))
    told = f"{name} {build(a, some)}: ours {ours}, networkx {expected}"
    if isinstance(ours, type) or isinstance(expected, type):
        assert ours is expected, told
    elif isinstance(ours, set | Counter | bool):
        assert ours == expected, told
    else:
        assert type(ours) is type(expected) or not isinstance(expected, dict), told
        assert ours == pytest.approx(expected, abs=1e-9, nan_ok=True), told


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"degree_assortativity_coefficient"}))
@given(network=networks(), data=st.data())
@settings(max_examples=15, deadline=None)
def test_equals_networkx_on_small_graphs(name: str, network: CollaborationNetwork, data: st.DataObject) -> None:
    there = st.sampled_from(range(network.size)) if network.size else st.just(0)
    a, some = data.draw(there), [*data.draw(st.lists(there, min_size=1, max_size=4)), 99]
    theirs = network.to_networkx()
    for build in comparable(name):
        assert_same(name, network, theirs, build, a, some)


@given(network=networks(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_assortativity_equals_networkx_where_it_is_defined(network: CollaborationNetwork, data: st.DataObject) -> None:
    some = (
        data.draw(st.lists(st.integers(0, max(network.size - 1, 0)), max_size=6, unique=True)) if network.size else []
    )
    theirs = network.to_networkx()
    for arguments in ({}, {"weight": "weight"}, {"nodes": some}):
        ours = nx.degree_assortativity_coefficient(network, **arguments)
        pairs = list(nx.node_degree_xy(theirs, **arguments))
        if len({x for x, _ in pairs}) < 2:
            assert math.isnan(ours)
        else:
            assert ours == pytest.approx(nx.degree_assortativity_coefficient(theirs, **arguments), abs=1e-9)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_equals_networkx_on_larger_graphs(name: str) -> None:
    for graph in (nx.connected_watts_strogatz_graph(150, 4, 0.2, seed=1), nx.gnm_random_graph(120, 150, seed=2),
                  nx.path_graph(70), nx.barbell_graph(12, 9)):  # fmt: skip
        network = _network_of(_weighted(graph))
        for build in comparable(name):
            assert_same(name, network, graph, build, 5, [9, 33, 2, 999])


def _weighted(graph: nx.Graph) -> nx.Graph:
    draw = np.random.default_rng(3)
    for _, _, data in graph.edges(data=True):
        data["weight"] = data["newman"] = float(draw.integers(1, 9))
    return graph


def _network_of(graph: nx.Graph) -> CollaborationNetwork:
    weights = [data["weight"] for _, _, data in graph.edges(data=True)]
    return from_pairs([a for a, _ in graph.edges], [b for _, b in graph.edges], [int(w) for w in weights],
                      ids=sorted(graph), newman=weights)  # fmt: skip


ALL_PAIRS = {"betweenness_centrality", "closeness_centrality", "harmonic_centrality", "global_efficiency"}
"""Functions that take networkx long on real networks."""


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"betweenness_centrality"}))
def test_equals_networkx_on_a_real_network(name: str) -> None:
    compare_on("netscience.gml", name, comparable(name)[: 1 if name in ALL_PAIRS else None])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - ALL_PAIRS))
def test_equals_networkx_on_a_larger_real_network(name: str) -> None:
    compare_on("ca-GrQc.txt", name, CALLS[name])


@pytest.mark.slow
def test_betweenness_equals_networkx_on_a_real_network() -> None:
    compare_on("netscience.gml", "betweenness_centrality", comparable("betweenness_centrality"))


def compare_on(file: str, name: str, builders: list[Builder]) -> None:
    network = read_graph(shared_data("data", "graphs", file))
    graph = network.to_networkx()
    a, *some = (network.ids[i] for i in (5, 9, 33, 2))
    for build in builders:
        if "newman" not in build(a, some).values():
            assert_same(name, network, graph, build, a, [*some, object()])


def test_eigenvector_centrality_from_a_given_start() -> None:
    network = _network_of(_weighted(nx.barbell_graph(12, 9)))
    start = {node: node % 3 + 1 for node in network.ids}
    ours, theirs = (nx.eigenvector_centrality(graph, nstart=start, max_iter=900, tol=1e-9)
                    for graph in (network, network.to_networkx()))  # fmt: skip
    assert ours == pytest.approx(theirs, abs=1e-12)
    with pytest.raises(NotImplementedError):
        nx.eigenvector_centrality(network, nstart={0: 1})


def test_what_needs_no_function_of_ours_works_too() -> None:
    network = _network_of(_weighted(nx.barbell_graph(5, 2)))
    assert nx.density(network) == nx.density(network.to_networkx())
    assert nx.number_of_nodes(network) == 12
    assert nx.number_of_edges(network) == 23
