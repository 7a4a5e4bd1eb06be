"""Against networkx and published figures, on the graphs of the shared data up to 25,000 people."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from support import shared_data

from benchmarks.graphs import read_graph
from coterie.graph.measures import centrality, communities, summary
from coterie.graph.measures.distances import distances
from coterie.graph.network import CollaborationNetwork

slow = pytest.mark.slow
FILES = {
    "netscience": "netscience.gml", "ca-GrQc": "ca-GrQc.txt", "Erdos02": "pajek/Erdos02.net",
    "geom": "pajek/geom.net", "newman hep-th 95-99": "newman_hep-th.gml", "ca-HepTh": "ca-HepTh.txt",
    "ca-HepPh": "ca-HepPh.txt", "newman astro-ph 95-99": "newman_astro-ph.net",
    "newman cond-mat 95-99": "newman_cond-mat.net", "ca-AstroPh": "ca-AstroPh.txt", "ca-CondMat": "ca-CondMat.txt",
}  # fmt: skip
QUICK = ("netscience", "ca-GrQc")
EVERY = [pytest.param(name, marks=[] if name in QUICK else [slow]) for name in FILES]


@lru_cache(maxsize=2)
def load(name: str) -> tuple[CollaborationNetwork, nx.Graph]:
    network = read_graph(shared_data("data", "graphs", *FILES[name].split("/")))
    return network, network.to_networkx()


def assert_equal(network: CollaborationNetwork, ours: Any, theirs: dict[Any, float], within: float) -> None:
    expected = np.array([theirs[ident] for ident in network.ids], float)
    assert float(np.abs(np.asarray(ours, float) - expected).max()) <= within


@pytest.mark.parametrize("name", EVERY)
def test_degree_core_and_components(name: str) -> None:
    network, graph = load(name)
    assert_equal(network, centrality.degree(network), dict(graph.degree()), 0)
    assert_equal(network, centrality.core_numbers(network), nx.core_number(graph), 0)
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    ours = centrality.components(network)
    assert np.bincount(ours)[1:].tolist() == [len(part) for part in parts]
    for part in parts[:50]:
        assert len({int(ours[network.index(ident)]) for ident in part}) == 1


@pytest.mark.parametrize("name", EVERY)
def test_pagerank(name: str) -> None:
    """networkx stops at n times its tolerance, where it is still up to 1e-8 away: it is made to go on to 1e-12."""
    network, graph = load(name)
    theirs = nx.pagerank(graph, tol=1e-12 / len(graph), max_iter=2000, weight=None)
    assert_equal(network, centrality.pagerank(network), theirs, 1e-9)
    assert centrality.pagerank(network).sum() == pytest.approx(1, abs=1e-12)


def test_exact_betweenness() -> None:
    network, graph = load("netscience")
    assert_equal(network, centrality.betweenness(network), nx.betweenness_centrality(graph), 1e-9)


def test_exact_betweenness_of_thousands() -> None:
    """What networkx 3.6.1 says takes it two minutes: ``nx.betweenness_centrality(network.to_networkx())``, all nodes
    whose value is not 0."""
    network, _ = load("ca-GrQc")
    theirs = dict.fromkeys(network.ids, 0.0)
    with (Path(__file__).parent / "ca-GrQc_betweenness.tsv").open(encoding="utf-8") as lines:
        theirs |= {type(network.ids[0])(node): float(value) for node, value in (line.split() for line in lines)}
    assert_equal(network, centrality.betweenness(network), theirs, 1e-9)


@pytest.mark.parametrize("name", ["netscience", pytest.param("ca-GrQc", marks=slow)])
def test_every_pivot_is_exact_and_some_are_as_networkx_estimates(name: str) -> None:
    network, graph = load(name)
    every = centrality.betweenness(network, pivots=network.size)
    assert float(np.abs(every - centrality.betweenness(network)).max()) <= 1e-12
    theirs = nx.betweenness_centrality(graph, k=100, seed=7)
    assert_equal(network, centrality.betweenness(network, pivots=100, seed=7), theirs, 1e-9)


@pytest.mark.parametrize("name", EVERY)
def test_modularity(name: str) -> None:
    network, graph = load(name)
    found = communities.communities(network, seed=3)
    groups = [
        {network.ids[i] for i in np.flatnonzero(found.of == number).tolist()} for number in range(1, found.count + 1)
    ]
    theirs = nx.community.modularity(graph, groups, weight=None)
    assert found.modularity == pytest.approx(theirs, abs=1e-9)
    assert found.modularity > 0.5
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


@pytest.mark.parametrize("name", ["netscience", "ca-GrQc"])
def test_clustering_and_harmonic(name: str) -> None:
    network, graph = load(name)
    assert_equal(network, centrality.local_clustering(network), nx.clustering(graph), 1e-12)
    if name == "netscience":
        theirs = nx.harmonic_centrality(graph)
        assert_equal(network, centrality.harmonic(network) * (network.size - 1), theirs, 1e-9)


@pytest.mark.parametrize("name", [p for p in EVERY if p.values[0] not in ("Erdos02", "geom")])
def test_the_computed_statistics_come_out(name: str) -> None:
    line = next(row for row in shared_data("data", "graphs", "STATS_computed.tsv").read_text().splitlines()
                if row.startswith(name + "\t"))  # fmt: skip
    known = {key: float(value) for key, value in re.findall(r"(\S+)=([\d.]+)", line)}
    network, _ = load(name)
    found = summary.summarise(network, exact=True)
    assert (found.people, found.links) == (known["n"], known["m"])
    assert (found.giant, found.second, found.components) == (known["giant"], known["2nd"], known["components"])
    assert found.collaborators_per_person == pytest.approx(known["mean_k"], abs=1e-3)
    assert found.clustering == pytest.approx(known["transitivity"], abs=1e-4)
    assert found.clustering_local == pytest.approx(known["avg_local_C"], abs=1e-4)
    assert found.mean_distance == pytest.approx(known["mean_dist_giant"], abs=1e-4)
    assert found.longest_distance == known["diameter_giant"]
    sampled = distances(network, sources=1000)
    assert sampled.longest == sampled.longest_high == known["diameter_giant"]
    assert sampled.mean == pytest.approx(known["mean_dist_giant"], rel=0.02)
    if sampled.low is not None and sampled.high is not None:
        assert sampled.low - 0.05 < known["mean_dist_giant"] < sampled.high + 0.05
