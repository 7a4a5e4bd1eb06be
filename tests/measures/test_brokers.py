"""Roles among groups and brokers, by hand and by brute force."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.measures.brokers import RANKINGS, brokers
from coterie.graph.measures.communities import communities
from coterie.graph.measures.roles import BROKERAGE, ROLES, brokerage, standing
from coterie.graph.network import from_networkx, from_pairs

quick = settings(max_examples=60, deadline=None)


@st.composite
def grouped(draw: st.DrawFn) -> tuple[nx.Graph, np.ndarray]:
    size, seed = draw(st.integers(0, 18)), draw(st.integers(0, 10_000))
    graph = nx.gnp_random_graph(size, draw(st.floats(0, 0.6)), seed=seed)
    return graph, np.random.default_rng(seed).integers(0, draw(st.integers(1, 5)), size)


@given(grouped())
@quick
def test_brokerage_is_what_its_definition_counts(made: tuple[nx.Graph, np.ndarray]) -> None:
    graph, groups = made
    wanted = np.zeros((len(graph), 4), int)
    for node in graph:
        for a, b in combinations(graph[node], 2):
            if graph.has_edge(a, b):
                continue
            mine, one, two = groups[node], groups[a], groups[b]
            if one == two:
                kind = "coordinator" if one == mine else "consultant"
            else:
                kind = "gatekeeper" if mine in (one, two) else "liaison"
            wanted[node, BROKERAGE.index(kind)] += 1
    assert np.array_equal(brokerage(from_networkx(graph), groups), wanted)


@given(grouped())
@quick
def test_participation_is_what_its_definition_says(made: tuple[nx.Graph, np.ndarray]) -> None:
    graph, groups = made
    found = standing(from_networkx(graph), groups)
    for node in graph:
        near = [groups[other] for other in graph[node]]
        shares = [near.count(group) / len(near) for group in set(near)]
        assert found.participation[node] == pytest.approx(1 - sum(s**2 for s in shares) if near else 0, abs=1e-12)
        assert found.groups[node] == len(set(near))
        own = [sum(groups[o] == groups[n] for o in graph[n]) for n in graph if groups[n] == groups[node]]
        spread = np.std(own)
        mine = sum(groups[o] == groups[node] for o in graph[node])
        wanted = (mine - np.mean(own)) / spread if spread > 1e-9 else 0
        assert found.within[node] == pytest.approx(wanted, abs=1e-9)


def test_roles_by_the_limits_of_guimera_and_amaral() -> None:
    """A star of 20 and its hub: z of the hub (20 − 40/21)/s is far above 2.5 and all links are in one group."""
    star = from_pairs(["hub"] * 20, [f"p{i:02d}" for i in range(20)], ids=["hub", *(f"p{i:02d}" for i in range(20))])
    found = standing(star, np.ones(21, int))
    assert ROLES[found.role[0]] == "provincial hub"
    assert {ROLES[role] for role in found.role[1:]} == {"ultra-peripheral"}
    split = standing(from_pairs(["m"] * 4, list("abcd"), ids=[*"mabcd"]), np.array([0, 1, 2, 3, 4]))
    assert split.participation[0] == pytest.approx(0.75)
    assert ROLES[split.role[0]] == "connector"
    assert ROLES[standing(from_pairs(["m"] * 6, list("abcdef"), ids=[*"mabcdef"]), np.arange(7)).role[0]] == "kinless"


def bridge() -> list[list[str]]:
    """Two cliques of five, and m, who wrote with two of each."""
    one, two = [f"a{i}" for i in range(5)], [f"b{i}" for i in range(5)]
    pairs = [*combinations(one, 2), *combinations(two, 2), *(("m", x) for x in ("a0", "a1", "b0", "b1"))]
    return [list(side) for side in zip(*pairs, strict=True)]


def test_the_one_who_connects_two_groups() -> None:
    network = from_pairs(*bridge())
    found = brokers(network, communities(network))
    [first] = found.rows(1)
    assert (first["name"], first["participation"], first["reach"]) == ("m", pytest.approx(0.5), pytest.approx(2.0))
    assert (first["pieces"], first["cut_off"]) == (2, 5)
    assert first["who"] in ("a0, a1, a2 and 2 more", "b0, b1, b2 and 2 more")
    assert first["gatekeeper"] == 4 or first["liaison"] == 4
    steps = found.removal(1)
    assert [step["largest_component"] for step in steps] == [11, 5]
    assert [step["components"] for step in steps] == [1, 2]
    lowest = found.rows(1, by="constraint")[0]
    assert lowest["constraint"] == min(row["constraint"] for row in found.rows())
    for by in RANKINGS:
        assert len(found.rows(by=by)) == 11
    with pytest.raises(ValueError, match="no ranking 'fame'"):
        found.rows(by="fame")


def test_nobody_and_nobody_linked() -> None:
    for ids in ([], ["a", "b"]):
        network = from_pairs([], [], ids=ids)
        found = brokers(network, communities(network))
        rows = found.rows()
        assert [row["constraint"] for row in rows] == [None] * len(ids)
        assert [row["reach"] for row in rows] == [0.0] * len(ids)
        assert found.removal(3)[0]["largest_component"] == min(len(ids), 1)


@given(grouped(), st.randoms(use_true_random=False))
@quick
def test_names_do_not_matter(made: tuple[nx.Graph, np.ndarray], random: object) -> None:
    graph, groups = made
    order = list(graph)
    random.shuffle(order)  # type: ignore[attr-defined]
    turned = nx.Graph()
    turned.add_nodes_from(order)
    turned.add_edges_from(graph.edges)
    one, two = standing(from_networkx(graph), groups), standing(from_networkx(turned), groups[order])
    np.testing.assert_allclose(two.participation, one.participation[order], atol=1e-12)
    assert np.array_equal(
        brokerage(from_networkx(turned), groups[order]), brokerage(from_networkx(graph), groups)[order]
    )
