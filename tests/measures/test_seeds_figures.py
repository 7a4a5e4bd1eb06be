"""The seeds' network against networkx: projected by hand from the records' own lists of names, then measured."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from coterie import seeds
from coterie.graph.assembly.derive import derive
from coterie.graph.assembly.merging import merge
from coterie.graph.measures import centrality, communities
from coterie.graph.model.records import PaperRecord, PersonRecord, identified, record_key
from coterie.graph.network import CollaborationNetwork, project
from coterie.graph.snapshot import Snapshot


@pytest.fixture(scope="module")
def network() -> CollaborationNetwork:
    records = {record_key(record): record for record in map(identified, seeds.records())}.values()
    papers = merge([record for record in records if isinstance(record, PaperRecord)])
    persons = [record for record in records if isinstance(record, PersonRecord)]
    return project(Snapshot(derive(papers, persons)))


@pytest.fixture(scope="module")
def graph() -> nx.Graph:
    """Authors by their names, which are unique in the seeds; a paper by its title and year."""
    teams: dict[tuple[str, str], set[str]] = {}
    for record in seeds.records():
        if isinstance(record, PaperRecord) and record.mentions:
            team = teams.setdefault((record.title.casefold(), (record.date or "")[:4]), set())
            team |= {mention.written for mention in record.mentions}
    found = nx.Graph()
    for team in teams.values():
        found.add_nodes_from(team)
        for a, b in combinations(sorted(team), 2):
            papers = found.edges[a, b]["papers"] if found.has_edge(a, b) else 0
            found.add_edge(a, b, papers=papers + 1)
    return found


def test_links_and_joint_papers(network: CollaborationNetwork, graph: nx.Graph) -> None:
    first, second, papers = network.names, network.indices, network.papers
    ours = {
        (min(first[i], first[j]), max(first[i], first[j])): int(papers[at])
        for i in range(network.size)
        for at, j in zip(range(network.indptr[i], network.indptr[i + 1]), second[network.indptr[i] :], strict=False)
    }
    assert ours == {(min(a, b), max(a, b)): count for a, b, count in graph.edges(data="papers")}
    assert len(ours) == 313


def test_measures(network: CollaborationNetwork, graph: nx.Graph) -> None:
    def agree(ours: np.ndarray, theirs: dict[str, float]) -> None:
        assert np.abs(np.asarray(ours, float) - [theirs[name] for name in network.names]).max() <= 1e-9

    agree(centrality.degree(network), dict(graph.degree()))
    agree(centrality.core_numbers(network), nx.core_number(graph))
    agree(centrality.betweenness(network), nx.betweenness_centrality(graph))
    agree(centrality.betweenness(network, pivots=network.size), nx.betweenness_centrality(graph))
    exact = nx.pagerank(graph, tol=1e-12 / len(graph), max_iter=2000, weight="papers")
    agree(centrality.pagerank(network), exact)
    parts = sorted((len(part) for part in nx.connected_components(graph)), reverse=True)
    assert np.bincount(centrality.components(network))[1:].tolist() == parts


def test_modularity_of_our_partition(network: CollaborationNetwork, graph: nx.Graph) -> None:
    found = communities.communities(network, seed=1)
    groups = [{network.names[i] for i in np.flatnonzero(found.of == group)} for group in np.unique(found.of)]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, groups, weight="papers"), abs=1e-9)
