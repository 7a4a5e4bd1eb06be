"""Against igraph, on every graph of the shared data: what it defines as we do."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from support import shared_data

from benchmarks.graphs import read_graph
from coterie.graph.measures import centrality, communities, summary
from coterie.graph.network import CollaborationNetwork, cutting, paths

pytest.importorskip("igraph", reason="igraph is not installed")
NAMES = (
    "netscience.gml", "ca-GrQc.txt", "pajek/Erdos02.net", "pajek/geom.net", "newman_hep-th.gml", "ca-HepTh.txt",
    "ca-HepPh.txt", "newman_astro-ph.net", "newman_cond-mat.net", "ca-AstroPh.txt", "ca-CondMat.txt",
)  # fmt: skip
EVERY = [pytest.param(name, marks=[] if i < 2 else [pytest.mark.slow]) for i, name in enumerate(NAMES)]


@lru_cache(maxsize=1)
def load(name: str) -> tuple[CollaborationNetwork, Any]:
    network = read_graph(shared_data("data", "graphs", *name.split("/")))
    return network, network.to_igraph()


@pytest.mark.parametrize("name", EVERY)
def test_counts_are_equal(name: str) -> None:
    network, graph = load(name)
    assert centrality.degree(network).tolist() == graph.degree()
    assert centrality.core_numbers(network).tolist() == graph.coreness()
    parts = sorted((len(part) for part in graph.connected_components()), reverse=True)
    assert np.bincount(centrality.components(network))[1:].tolist() == parts
    cuts = cutting.cuts(network.indptr, network.indices)
    assert np.flatnonzero(cuts.pieces > 1).tolist() == sorted(graph.articulation_points())
    bridges = [graph.es[i].tuple for i in graph.bridges()]
    assert cuts.bridges.tolist() == sorted([min(pair), max(pair)] for pair in bridges)


@pytest.mark.parametrize("name", EVERY)
def test_shares_are_near(name: str) -> None:
    network, graph = load(name)
    assert np.abs(centrality.pagerank(network) - graph.pagerank(weights="papers")).max() < 1e-9
    local = graph.transitivity_local_undirected(mode="zero")
    assert np.abs(centrality.local_clustering(network) - local).max() < 1e-12
    found = summary.summarise(network)
    assert found.clustering == pytest.approx(graph.transitivity_undirected(), abs=1e-12)
    assert found.assortativity == pytest.approx(graph.assortativity_degree(directed=False), abs=1e-9)


@pytest.mark.parametrize("name", EVERY)
def test_dependencies_of_sources(name: str) -> None:
    network, graph = load(name)
    sources = np.sort(np.random.default_rng(5).choice(network.size, 60, replace=False))
    theirs = 2 * np.array(graph.betweenness(directed=False, sources=sources.tolist()))
    ours = paths.dependencies(network.indptr, network.indices, sources)
    assert np.abs(ours - theirs).max() <= 1e-9 * max(theirs.max(), 1)


@pytest.mark.parametrize("name", EVERY)
def test_modularity_of_our_partition_and_as_good_as_theirs(name: str) -> None:
    """Within .001 of what igraph finds with its own settings."""
    import random

    network, graph = load(name)
    found = communities.communities(network, seed=3)
    assert found.modularity == pytest.approx(graph.modularity((found.of - 1).tolist(), weights="papers"), abs=1e-9)
    random.seed(3)
    theirs = graph.community_leiden(objective_function="modularity", weights="papers")
    assert found.modularity is not None
    assert found.modularity >= theirs.modularity - 0.001
