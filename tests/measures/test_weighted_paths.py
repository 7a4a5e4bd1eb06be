"""Distances as sums of 1/strength: exact, with every tie kept; as networkx has them where lengths are fractions."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data
from toy_graph import ANA, BOB, CEM, DEE, EVA, FAY, paper, snapshot, toy

from benchmarks.graphs import read_graph
from coterie.graph.measures import lengths as module
from coterie.graph.measures.centrality import centralities
from coterie.graph.measures.costly import Costly, drawn_from_each
from coterie.graph.measures.lengths import lengths
from coterie.graph.measures.weighted_paths import distances, gather
from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.snapshot import Selection

TEN = range(10)
LINKS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 12)).filter(lambda link: link[0] < link[1]),
    max_size=25, unique_by=lambda link: link[:2],
)  # fmt: skip
NEAR = ("betweenness", "closeness", "harmonic")


def linked(links: list[tuple[int, int, int]], ids: Any = TEN) -> CollaborationNetwork:
    left, right, papers = [list(column) for column in zip(*links, strict=True)] or [[], [], []]
    return from_pairs(left, right, papers, ids=list(ids))


def graph_of(network: CollaborationNetwork) -> nx.Graph:
    """The same network for networkx, each link with its length as a fraction."""
    graph, found = nx.Graph(), lengths(network)
    graph.add_nodes_from(range(network.size))
    for a, b, at in zip(*(part.tolist() for part in network.links()), strict=True):
        graph.add_edge(a, b, distance=found.fractions[found.of[at]])
    return graph


def assert_as_networkx(network: CollaborationNetwork, within: float = 1e-9) -> None:
    graph = graph_of(network)
    found = centralities(network, NEAR, exact=True, weighted=True).columns
    theirs = {
        "betweenness": nx.betweenness_centrality(graph, weight="distance"),
        "closeness": nx.closeness_centrality(graph, distance="distance"),
        "harmonic": nx.harmonic_centrality(graph, distance="distance"),
    }
    for name, values in theirs.items():
        ours = found[name] * (max(network.size - 1, 1) if name == "harmonic" else 1)
        assert ours == pytest.approx([float(values[i]) for i in range(network.size)], abs=within)


@settings(max_examples=60, deadline=None)
@given(LINKS)
def test_as_networkx_with_fractions(links: list[tuple[int, int, int]]) -> None:
    assert_as_networkx(linked(links))


@settings(max_examples=25, deadline=None)
@given(LINKS, st.sampled_from(["rounded", "fractions"]))
def test_rounded_lengths_are_decided_by_their_fractions(links: list[tuple[int, int, int]], way: str) -> None:
    """The same where no common unit is small enough for floating numbers, or for whole numbers at all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "EXACT_FLOAT", 0)
        patch.setattr(module, "_LARGEST_UNIT", 0 if way == "fractions" else module._LARGEST_UNIT)
        network = linked(links)
        assert not lengths(network).whole
        assert_as_networkx(network)


@pytest.mark.parametrize("counting", ["full", "newman", "pair-share"])
def test_networks_of_papers(counting: str) -> None:
    for cap in (3, 5, 100):
        network = project(toy(cap), Selection(counting=counting))
        found = lengths(network)
        weights = np.array([float(1 / found.fractions[kind]) for kind in found.of])
        assert weights == pytest.approx(network.weight(), rel=1e-12)
        assert_as_networkx(network)


def test_newmans_weights_are_exact_fractions() -> None:
    """Papers of 4, 6 and 7 authors: 1/3 + 1/5 + 1/6 = 7/10; and 2/12 + 2/30 + 2/42 = 59/210 of a pair."""
    people = [ANA, BOB, CEM, DEE, EVA, FAY, "Gus Ito"]
    papers = [paper(str(n), people[:n], "2020") for n in (4, 6, 7)]
    for counting, length in (("newman", Fraction(10, 7)), ("pair-share", Fraction(210, 59))):
        network = project(snapshot(papers, cap=7), Selection(counting=counting))
        found = lengths(network)
        ana, bob = network.names.index(ANA), network.names.index(BOB)
        at = int(network.indptr[ana]) + network.neighbours(ana).tolist().index(bob)
        assert found.fractions[found.of[at]] == length
        assert_as_networkx(network)


def test_weights_of_pairs_are_the_fractions_that_they_read_as() -> None:
    network = from_pairs("ab", "bc", newman=[1 / 3, 0.1 + 0.2], counting="newman", ids="abc")
    assert lengths(network).fractions == (Fraction(3), Fraction(10, 3))
    odd = from_pairs("a", "b", newman=[0.123456789], counting="newman")
    assert lengths(odd).fractions == (1 / Fraction(0.123456789),)


def test_ties_that_floating_numbers_break() -> None:
    """From 0 to 6 by six links of six papers, or by 7 with two links of two papers: both are 1 long, and 7 lies between
    them by half. In floating numbers six sixths are less than one, and 7 lies between nobody."""
    assert sum([1 / 6] * 6) < 1
    network = linked([(i, i + 1, 6) for i in range(6)] + [(0, 7, 2), (6, 7, 2)], range(8))
    assert Costly(network, exact=True, weighted=True).betweenness[7] * 21 == pytest.approx(0.5, abs=1e-12)
    graph = graph_of(network)
    floats = nx.Graph((a, b, {"distance": float(d)}) for a, b, d in graph.edges(data="distance"))
    assert nx.betweenness_centrality(floats, weight="distance")[7] == 0


def test_many_different_weights_need_no_common_unit() -> None:
    """Joint papers of 1 to 60 have a common unit of 85 bits; no floating number holds it."""
    draw = random.Random(5)
    pairs = sorted({tuple(sorted(draw.sample(range(120), 2))) for _ in range(300)})
    network = linked([(a, b, draw.randint(1, 60)) for a, b in pairs], range(120))
    assert not lengths(network).whole
    assert_as_networkx(network)


def test_one_and_nobody_and_no_links() -> None:
    for ids in ([], [1], [1, 2], [1, 2, 3]):
        network = from_pairs([], [], ids=ids)
        found = centralities(network, NEAR, weighted=True)
        assert all(values.tolist() == [0] * len(ids) for values in found.columns.values())
    assert distances(lengths(from_pairs([], [], ids=[1, 2])), 0).tolist() == [0, np.inf]


def test_a_link_without_strength_has_no_length() -> None:
    with pytest.raises(ValueError, match="above 0"):
        lengths(from_pairs([1], [2], [0]))
    network = from_pairs([1], [2], [3])
    assert lengths(network) is lengths(network)
    with pytest.raises(ValueError, match="does not know the weight"):
        lengths(from_pairs([1], [2], counting="newman"))


@settings(max_examples=30, deadline=None)
@given(LINKS, st.permutations(list(TEN)))
def test_new_names_change_nothing(links: list[tuple[int, int, int]], order: list[int]) -> None:
    one = centralities(linked(links), NEAR, weighted=True).columns
    renamed = [(min(order[a], order[b]), max(order[a], order[b]), w) for a, b, w in links]
    two = centralities(linked(renamed), NEAR, weighted=True).columns
    for name in NEAR:
        assert two[name][order] == pytest.approx(one[name], abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(LINKS, LINKS)
def test_side_by_side(first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]) -> None:
    apart = [(a + 10, b + 10, w) for a, b, w in second]
    one, two = (gather(lengths(linked(links)), np.arange(10)) for links in (first, second))
    both = gather(lengths(linked([*first, *apart], range(20))), np.arange(20))
    for name in ("dependency", "distance", "inverse", "met"):
        assert getattr(both, name) == pytest.approx(np.concatenate([getattr(one, name), getattr(two, name)]), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(LINKS, st.sets(st.integers(0, 9), min_size=2, max_size=4))
def test_a_further_paper_brings_nobody_apart(links: list[tuple[int, int, int]], team: set[int]) -> None:
    held = {(a, b): w for a, b, w in links}
    for a in team:
        for b in team:
            if a < b:
                held[a, b] = held.get((a, b), 0) + 1
    before, after = linked(links), linked([(a, b, w) for (a, b), w in sorted(held.items())])
    one, two = lengths(before), lengths(after)
    for i in TEN:
        assert (distances(two, i) / two.scale <= distances(one, i) / one.scale + 1e-12).all()


def test_estimates_are_exact_where_all_are_drawn_and_near_where_not() -> None:
    draw = random.Random(2)
    links = [(i, i + 1, draw.randint(1, 4)) for i in range(299)]
    links += [(a, a + draw.randint(2, 60), draw.randint(1, 4)) for a in range(0, 230, 2)]
    network = linked([*links, (300, 301, 1)], range(303))
    exact = Costly(network, exact=True, weighted=True)
    drawn = drawn_from_each(network, 100, 3)
    assert len(drawn) == 103
    assert {300, 301, 302} <= set(drawn.tolist())
    part = Costly(network, pivots=100, seed=3, weighted=True)
    assert np.abs(part.betweenness - exact.betweenness).max() < 0.1
    assert part.nearness.closeness() == pytest.approx(exact.nearness.closeness(), rel=0.1)
    assert part.nearness.closeness()[300:].tolist() == exact.nearness.closeness()[300:].tolist()
    assert "estimated from 100 of the 300 authors" in part.describe_nearness()
    assert "estimated from 100 pivots (seed 3)" in part.describe_betweenness()
    assert Costly(network, pivots=301, weighted=True).pivots is None
    with pytest.raises(ValueError, match="at least 2 pivots"):
        drawn_from_each(network, 1, 1)


def test_distances_from_one() -> None:
    found = lengths(from_pairs("ab", "bc", [2, 3], ids="abcd"))
    assert (distances(found, 0) / found.scale).tolist() == pytest.approx([0, 1 / 2, 5 / 6, np.inf])


def with_weights(name: str) -> CollaborationNetwork:
    """A graph of the shared data, which have no weights: the product of both degrees, modulo 7, and 1 stand in."""
    plain = read_graph(shared_data("data", "graphs", name))
    left, right, _ = plain.links()
    weights = (plain.degree[left] * plain.degree[right] % 7 + 1).tolist()
    return from_pairs(left.tolist(), right.tolist(), weights, ids=list(range(plain.size)))


@pytest.mark.slow
def test_a_whole_real_network() -> None:
    assert_as_networkx(with_weights("netscience.gml"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ca-GrQc.txt", "newman_hep-th.gml", "ca-HepTh.txt"])
def test_real_networks_from_some_sources(name: str) -> None:
    """networkx needs minutes for all: both search from the same 30 people, drawn and scaled as networkx does."""
    network = with_weights(name)
    theirs = nx.betweenness_centrality(graph_of(network), k=30, seed=7, weight="distance", normalized=False)
    sources = np.array(sorted(random.Random(7).sample(range(network.size), 30)))
    scale = np.full(network.size, (network.size - 1) / 30)
    scale[sources] = (network.size - 1) / 29
    found = gather(lengths(network), sources)
    expected = np.array([theirs[i] for i in range(network.size)])
    assert found.dependency * scale / 2 == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_progress_is_told() -> None:
    network = linked([(0, 1, 2), (1, 2, 1), (4, 5, 1)])
    told: list[tuple[str, int, int | None]] = []
    centralities(network, NEAR, weighted=True, progress=lambda *said: told.append(said))
    assert told == [("distances", 3, 3)]
