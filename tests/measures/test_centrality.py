"""Eigenvector, closeness, harmonic: against networkx, by hand, and where the network falls apart."""

from __future__ import annotations

import math
import re
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data
from toy_graph import ANA, BOB, CEM, paper, snapshot, toy

from benchmarks.graphs import read_graph
from coterie.graph.measures import costly
from coterie.graph.measures import nearness as module
from coterie.graph.measures.centrality import MEASURES, centralities, closeness, eigenvector, harmonic
from coterie.graph.measures.costly import pivots_for
from coterie.graph.measures.nearness import nearness
from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.snapshot import Selection

TEN = list(range(10))
LINKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda link: link[0] < link[1]), max_size=25)
SMALL = ("netscience.gml", "ca-GrQc.txt")
FURTHER = ("pajek/Erdos02.net", "pajek/geom.net", "newman_hep-th.gml", "ca-HepTh.txt")


def linked(links: list[tuple[int, int]], ids: list[int] = TEN) -> CollaborationNetwork:
    return from_pairs([a for a, _ in links], [b for _, b in links], ids=ids)


def values_of(network: CollaborationNetwork, theirs: dict[Any, float]) -> list[float]:
    return [float(theirs[ident]) for ident in network.ids]


def load(name: str) -> CollaborationNetwork:
    return read_graph(shared_data("data", "graphs", *name.split("/")))


@pytest.mark.parametrize("name", [*SMALL, *(pytest.param(name, marks=pytest.mark.slow) for name in FURTHER)])
def test_eigenvector_as_networkx_and_by_its_equation(name: str) -> None:
    network = load(name)
    theirs = nx.eigenvector_centrality(network.to_networkx(), max_iter=20_000, tol=1e-15)
    ours = eigenvector(network)
    assert ours == pytest.approx(values_of(network, theirs), abs=1e-9)
    assert float((ours * ours).sum()) == pytest.approx(1, abs=1e-12)
    links = network.to_scipy()
    largest = float(ours @ (links @ ours))
    assert np.abs(links @ ours - largest * ours).max() < 1e-10 * largest


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Some eigenvector centralities are nearly zero")
@pytest.mark.parametrize("name", ["netscience.gml", "ca-GrQc.txt", "newman_astro-ph.net", "ca-CondMat.txt"])
def test_as_igraph(name: str) -> None:
    """igraph scales eigenvectors to a maximum of 1, and takes harmonic centrality as the mean."""
    pytest.importorskip("igraph")
    network = load(name)
    graph = network.to_igraph()
    ours = eigenvector(network, weighted=False)
    assert ours / ours.max() == pytest.approx(graph.eigenvector_centrality(), abs=1e-6)
    if network.size < 10_000:
        assert nearness(network, exact=True).harmonic() == pytest.approx(graph.harmonic_centrality(), abs=1e-9)


@pytest.mark.parametrize("name", [*SMALL, *(pytest.param(name, marks=pytest.mark.slow) for name in FURTHER)])
def test_closeness_and_harmonic_as_networkx(name: str) -> None:
    network = load(name)
    found = nearness(network, exact=True)
    if name not in SMALL or name == "ca-GrQc.txt":  # networkx takes minutes for all
        picked = list(range(0, network.size, 100))
        graph = network.to_networkx()
        theirs = [nx.closeness_centrality(graph, u=network.ids[i]) for i in picked]
        assert found.closeness()[picked] == pytest.approx(theirs, abs=1e-12)
        return
    assert found.closeness() == pytest.approx(values_of(network, nx.closeness_centrality(network.to_networkx())))
    theirs = nx.harmonic_centrality(network.to_networkx())
    assert found.harmonic() * (network.size - 1) == pytest.approx(values_of(network, theirs), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(LINKS)
def test_small_networks_as_networkx(links: list[tuple[int, int]]) -> None:
    network = linked(links)
    graph = network.to_networkx()
    assert closeness(network) == pytest.approx(values_of(network, nx.closeness_centrality(graph)), abs=1e-12)
    theirs = values_of(network, nx.harmonic_centrality(graph))
    assert harmonic(network) * 9 == pytest.approx(theirs, abs=1e-12)
    values, vectors = np.linalg.eigh(network.to_scipy().todense())
    top = vectors[:, np.abs(values - values[-1]) < 1e-9]
    limit = top @ (top.T @ np.ones(10))
    assert eigenvector(network) == pytest.approx(limit / np.linalg.norm(limit), abs=1e-9)


def test_eigenvector_by_hand() -> None:
    star = linked([(0, 1), (0, 2), (0, 3)], [0, 1, 2, 3])
    assert eigenvector(star) == pytest.approx([math.sqrt(1 / 2), *[math.sqrt(1 / 6)] * 3])
    square = linked([(0, 1), (1, 2), (2, 3), (0, 3)], [0, 1, 2, 3, 4])
    assert eigenvector(square) == pytest.approx([0.5] * 4 + [0])
    twins = linked([(0, 1), (2, 3), (3, 4), (2, 4), (5, 6), (6, 7), (5, 7)], list(range(8)))
    assert eigenvector(twins) == pytest.approx([0, 0, *[math.sqrt(1 / 6)] * 6])
    heavy = from_pairs([0, 2, 3, 2], [1, 3, 4, 4], [9, 1, 1, 1])
    assert eigenvector(heavy) == pytest.approx([math.sqrt(0.5), math.sqrt(0.5), 0, 0, 0])
    assert eigenvector(heavy, weighted=False) == pytest.approx([0, 0, *[math.sqrt(1 / 3)] * 3])


def test_a_long_chain_converges() -> None:
    """The gap to the second eigenvalue is 3e-6: power iteration would take millions of steps."""
    size = 1200
    chain = linked([(i, i + 1) for i in range(size - 1)], list(range(size)))
    exact = np.sin(np.pi * np.arange(1, size + 1) / (size + 1))
    assert eigenvector(chain) == pytest.approx(exact / np.linalg.norm(exact), abs=1e-6)


def test_nobody_one_and_no_links() -> None:
    for count in (0, 1, 2, 3):
        network = from_pairs([], [], ids=list(range(count)))
        assert eigenvector(network) == pytest.approx([count**-0.5] * count if count else [])
        found = centralities(network, MEASURES)
        assert all(len(values) == count and np.isfinite(values).all() for values in found.columns.values())
        assert closeness(network).tolist() == harmonic(network).tolist() == [0] * count


@settings(max_examples=40, deadline=None)
@given(LINKS, st.permutations(TEN))
def test_new_names_change_nothing(links: list[tuple[int, int]], order: list[int]) -> None:
    one, two = linked(links), linked([(order[a], order[b]) for a, b in links])
    for measure in (eigenvector, closeness, harmonic):
        assert measure(two)[order] == pytest.approx(measure(one), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(LINKS, LINKS)
def test_side_by_side(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    both = linked([*first, *((a + 10, b + 10) for a, b in second)], list(range(20)))
    parts = [nearness(linked(links)) for links in (first, second)]
    found = nearness(both)
    for name in ("met", "total", "inverse"):
        apart = np.concatenate([getattr(part, name) for part in parts])
        assert getattr(found, name) == pytest.approx(apart, abs=1e-12)
    assert found.closeness() == pytest.approx(np.concatenate([part.closeness() for part in parts]) * 9 / 19, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(LINKS, st.sets(st.integers(0, 9), min_size=2, max_size=4))
def test_a_further_paper_brings_nobody_apart(links: list[tuple[int, int]], team: set[int]) -> None:
    more = [(a, b) for a in team for b in team if a < b]
    assert (harmonic(linked([*links, *more])) >= harmonic(linked(links)) - 1e-12).all()


def test_single_authors_names_twice_and_papers_above_the_cap() -> None:
    network = project(toy())
    fay = network.names.index("Fay Wu")
    row = centralities(network, MEASURES).rows(by="papers")
    alone = next(r for r in row if r["id"] == network.ids[fay])
    assert [alone[name] for name in ("degree", "eigenvector", "closeness", "harmonic", "betweenness")] == [0] * 5
    wide = centralities(project(toy(cap=6)), ("degree", "closeness")).rows(by="degree")
    assert next(r for r in wide if r["name"] == "Fay Wu")["degree"] == 5
    twice = project(snapshot([paper("a", [ANA, BOB, ANA], "2020"), paper("b", [BOB, CEM], "2021")]))
    assert closeness(twice) == pytest.approx([2 / 3, 1, 2 / 3])
    newman = project(snapshot([paper("a", [ANA, BOB], "2020"), paper("b", [ANA, BOB, CEM], "2021")]),
                     Selection(counting="newman"))  # fmt: skip
    theirs = nx.eigenvector_centrality_numpy(newman.to_networkx(), weight="newman")
    assert eigenvector(newman) == pytest.approx(values_of(newman, theirs), abs=1e-9)


def test_estimates_say_so_and_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    network = load("ca-GrQc.txt")
    told: list[tuple[str, int, int | None]] = []
    exact = nearness(network, progress=lambda *said: told.append(said))
    assert told == [("distances", done, 4158) for done in (2048, 4096, 4158)]
    assert exact.describe() == "exact"
    found = nearness(network, sources=400, seed=3)
    assert found.describe().startswith("estimated from 400 of the 4,158 authors")
    linked_ = network.degree > 0
    off = (found.total - exact.total)[linked_] / exact.met[linked_]
    assert 0 < float(np.sqrt((off**2).mean())) < (found.error or 0)
    assert found.total[exact.met < 100].tolist() == exact.total[exact.met < 100].tolist()
    assert nearness(network, sources=400, seed=3).total.tolist() == found.total.tolist()
    monkeypatch.setattr(module, "EXACT_WORK", 1)
    assert nearness(network).sources == module.SOURCES
    assert nearness(network, exact=True).sources is None
    with pytest.raises(ValueError, match="at least 2 sources"):
        nearness(network, sources=1)


def test_components_larger_than_a_batch_of_bits() -> None:
    """A chain of 700: more people than 256 bits hold, fewer than are cut out for themselves."""
    size = 700
    chain = linked([(i, i + 1) for i in range(size - 1)], list(range(size)))
    ends = np.arange(size)
    assert nearness(chain).total == pytest.approx((ends * (ends + 1) + (size - 1 - ends) * (size - ends)) / 2)


def test_the_table_holds_what_is_asked_for() -> None:
    found = centralities(project(toy()), ("harmonic", "degree"))
    assert list(found.columns) == ["degree", "harmonic"]
    assert list(found.rows(1, "degree")[0]) == ["name", "papers", "degree", "harmonic", "id"]
    assert found.notes() == ["closeness and harmonic: distances in steps, exact"]
    with pytest.raises(ValueError, match="no measure 'fame'"):
        centralities(project(toy()), ("fame",))
    with pytest.raises(ValueError, match="no column 'pagerank'"):
        found.rows()


def test_to_within_the_error_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    network = load("netscience.gml")
    exact = centralities(network, ("betweenness",), exact=True)
    cheap = centralities(network, ("betweenness",), epsilon=0.01)
    assert (cheap.said, cheap.pivots) == (exact.said, None)
    monkeypatch.setattr(costly, "EXACT_WORK", 0)
    found = centralities(network, ("betweenness", "closeness"), epsilon=0.02, delta=0.05)
    said = re.search(
        r"from ([\d,]+) random shortest paths \(seed 1\), with probability 0.95 at most ([\d.]+) off",
        found.said["betweenness"],
    )
    assert said is not None
    assert 0 < float(said[2]) <= 0.02
    assert np.abs(found.columns["betweenness"] - exact.columns["betweenness"]).max() < 0.02
    assert found.said["closeness"].endswith("exact")
    assert centralities(network, ("betweenness",), epsilon=0.02, exact=True).said == exact.said
    by_strength = centralities(network, ("betweenness",), epsilon=0.1, delta=0.05, weighted=True)
    assert pivots_for(network.size, 0.1, 0.05) == 1 + math.ceil(math.log(2 * 1589 / 0.05) / 0.02) == 554
    assert by_strength.pivots is None  # every component is smaller
    for epsilon, delta in ((0.0, 0.1), (0.1, 1.0), (2.0, 0.1)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            centralities(network, ("betweenness",), epsilon=epsilon, delta=delta)
