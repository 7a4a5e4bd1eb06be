"""What must hold of every network: under new names, side by side with another, and with one more paper."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_graph import paper, snapshot

from coterie.graph.measures import centrality
from coterie.graph.measures.communities import communities, modularity
from coterie.graph.measures.summary import summarise
from coterie.graph.network import CollaborationNetwork, from_pairs, project

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] != p[1]), max_size=30)
MEASURES = {
    "degree": centrality.degree, "strength": centrality.strength, "pagerank": centrality.pagerank,
    "betweenness": centrality.betweenness, "core": centrality.core_numbers,
    "clustering": centrality.local_clustering, "harmonic": centrality.harmonic,
}  # fmt: skip


def network_of(pairs: list[tuple[int, int]], ids: list[int]) -> CollaborationNetwork:
    return from_pairs([a for a, _ in pairs], [b for _, b in pairs], ids=ids)


@pytest.mark.parametrize("name", MEASURES)
@settings(max_examples=30, deadline=None)
@given(PAIRS, st.randoms())
def test_new_names_change_nothing(name: str, pairs: list[tuple[int, int]], draw: random.Random) -> None:
    ids = list(range(12))
    shuffled = ids.copy()
    draw.shuffle(shuffled)
    one = MEASURES[name](network_of(pairs, ids))
    two = MEASURES[name](network_of([(shuffled[a], shuffled[b]) for a, b in pairs], ids))
    assert two[shuffled] == pytest.approx(one, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(PAIRS, PAIRS)
def test_side_by_side(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    ids = list(range(12))
    one, two = network_of(first, ids), network_of(second, ids)
    both = network_of([*first, *((a + 12, b + 12) for a, b in second)], list(range(24)))
    for name in ("degree", "strength", "core", "clustering"):
        parts = np.concatenate([MEASURES[name](one), MEASURES[name](two)])
        assert MEASURES[name](both) == pytest.approx(parts, abs=1e-12)
    apart = [centrality.betweenness(n, normalised=False) for n in (one, two)]
    assert centrality.betweenness(both, normalised=False) == pytest.approx(np.concatenate(apart), abs=1e-9)
    assert summarise(both).components == summarise(one).components + summarise(two).components
    assert summarise(both).links == summarise(one).links + summarise(two).links


@settings(max_examples=30, deadline=None)
@given(PAIRS, PAIRS)
def test_pagerank_side_by_side(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    """Each part keeps its share of the people; nobody is without links, whose rank would go to both."""
    parts = [from_pairs([a for a, _ in pairs], [b for _, b in pairs]) for pairs in (first, second)]
    apart = [(a + 12, b + 12) for a, b in second]
    both = from_pairs([a for a, _ in [*first, *apart]], [b for _, b in [*first, *apart]])
    shares = [centrality.pagerank(part) * part.size / max(both.size, 1) for part in parts]
    assert centrality.pagerank(both) == pytest.approx(np.concatenate(shares), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True), max_size=8),
       st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True))  # fmt: skip
def test_one_more_paper(before: list[list[int]], added: list[int]) -> None:
    def made(teams: list[list[int]]) -> CollaborationNetwork:
        return project(
            snapshot([paper(str(i), [f"Person {'ABCDEFGH'[a]}" for a in t]) for i, t in enumerate(teams)], cap=9)
        )

    def by_name(network: CollaborationNetwork, values: Any) -> dict[str, float]:
        return dict(zip(network.names, values.tolist(), strict=True))

    one, two = made(before), made([*before, added])
    team = {f"Person {'ABCDEFGH'[a]}" for a in added}
    for name, step in (("degree", None), ("strength", len(added) - 1), ("core", None)):
        old, new = by_name(one, MEASURES[name](one)), by_name(two, MEASURES[name](two))
        assert all(new[who] >= value for who, value in old.items())
        if step is not None:
            assert all(new[who] == old.get(who, 0) + step * (who in team) for who in new)
    newman = by_name(two, centrality.strength(two, "newman"))
    old = by_name(one, centrality.strength(one, "newman"))
    for who in team:
        assert newman[who] == pytest.approx(old.get(who, 0) + (1 if len(added) > 1 else 0))
    assert len(set(centrality.components(two)[[two.names.index(who) for who in team]].tolist())) == 1


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.integers(0, 99))
def test_communities_are_a_partition_within_components(pairs: list[tuple[int, int]], seed: int) -> None:
    network = network_of(pairs, list(range(12)))
    found = communities(network, seed=seed)
    sizes = np.bincount(found.of)[1:]
    assert sizes.sum() == 12
    assert (np.diff(sizes) <= 0).all()
    assert found.of.tolist() == communities(network, seed=seed).of.tolist()
    parts = centrality.components(network)
    assert all(len(set(parts[found.of == number].tolist())) == 1 for number in range(1, found.count + 1))
    alone = modularity(network, np.arange(12))
    assert (found.modularity is None) == (not pairs)
    if found.modularity is not None and alone is not None:
        assert found.modularity >= alone - 1e-12


@settings(max_examples=40, deadline=None)
@given(PAIRS, st.integers(0, 99))
def test_every_pivot_is_exact(pairs: list[tuple[int, int]], seed: int) -> None:
    network = network_of(pairs, list(range(12)))
    exact = centrality.betweenness(network)
    assert np.array_equal(centrality.betweenness(network, pivots=12, seed=seed), exact)
    assert not np.isnan(centrality.betweenness(network, pivots=2, seed=seed)).any()


def test_estimates_are_right_on_average() -> None:
    draw = random.Random(1)
    network = network_of([tuple(draw.sample(range(40), 2)) for _ in range(60)], list(range(40)))  # type: ignore[misc]
    exact = centrality.betweenness(network)
    mean = np.mean([centrality.betweenness(network, pivots=10, seed=s) for s in range(1500)], axis=0)
    assert mean == pytest.approx(exact, abs=0.01)
