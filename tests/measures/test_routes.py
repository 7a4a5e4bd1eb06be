"""Ways between two people: shortest, strongest, recent, each step with its papers; distances from one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_graph import ANA, BOB, CEM, DEE, EVA, FAY, paper, snapshot, toy

from coterie.graph.measures.lengths import lengths
from coterie.graph.measures.routes import KINDS, MOST, Routes, distances_from, entry, person, routes
from coterie.graph.model.errors import AmbiguousName, NotFound
from coterie.graph.model.tables import ABSENT
from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.snapshot import Selection

NETWORK = project(toy())
LINKS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 6), st.integers(2000, 2004)).filter(
        lambda link: link[0] < link[1]
    ),
    max_size=20, unique_by=lambda link: link[:2],
)  # fmt: skip


def between(one: str, other: str, kind: str = "shortest", network: CollaborationNetwork = NETWORK) -> Routes:
    return routes(network, person(network, one), person(network, other), kind)


def named(found: Routes) -> list[list[str]]:
    return [[found.network.names[node] for node in way] for way in found.ways]


def linked(links: list[tuple[int, int, int, int]]) -> CollaborationNetwork:
    left, right, papers, years = [list(column) for column in zip(*links, strict=True)] or [[], [], [], []]
    return from_pairs(left, right, papers, ids=list(range(9)), first_year=years, last_year=years)


def test_the_shortest_way_has_its_papers() -> None:
    found = between(ANA, DEE)
    assert (found.steps, found.count) == (2, 2)
    assert named(found) == [[ANA, BOB, DEE], [ANA, CEM, DEE]]
    first = [(row["step"], row["to"], row["joint"], row["year"], row["paper_id"])
             for row in found.rows() if row["way"] == 1]  # fmt: skip
    assert first == [(1, BOB, 2, 2020, "t:p2"), (1, BOB, 2, 2019, "doi:10.1000/one"), (2, DEE, 1, 2021, "t:p3")]
    assert found.rows()[0]["title"] == "Deeper Nets"


def test_a_paper_without_a_year_is_named_last() -> None:
    rows = between(ANA, CEM).rows()
    assert [(row["year"], row["paper_id"]) for row in rows] == [(2020, "t:p2"), (None, "t:p6")]


def test_the_strongest_way_may_be_longer_and_ties_stay_ties() -> None:
    """Six links of six papers each are as long as one link of one paper; in floating numbers they are shorter."""
    assert sum([1 / 6] * 6) < 1
    network = from_pairs([0, 1, 2, 3, 4, 5, 0], [1, 2, 3, 4, 5, 6, 6], [6] * 6 + [1])
    found = routes(network, 0, 6, "strongest")
    assert (found.count, found.length) == (2, Fraction(1))
    assert found.ways == ((0, 1, 2, 3, 4, 5, 6), (0, 6))
    longer = from_pairs("abca", "bcdd", [7, 3, 2, 1])
    assert routes(longer, 0, 3, "strongest").ways == ((0, 1, 2, 3),)
    shorter = from_pairs("abca", "bcdd", [5, 3, 2, 1])
    assert routes(shorter, 0, 3, "strongest").ways == ((0, 3),)


def test_the_recent_way_avoids_old_links() -> None:
    years = [1990, 2010, 2012, 2011]
    network = from_pairs("aabc", "dbcd", ids="abcd", first_year=years, last_year=years)
    found = routes(network, 0, 3, "recent")
    assert (found.ways, found.since, found.steps) == (((0, 1, 2, 3),), 2010, 3)
    assert "every link of 2010 or later" in found.describe()
    unknown = from_pairs("ab", "bc", first_year=[ABSENT, 2000], last_year=[ABSENT, 2000])
    assert (routes(unknown, 0, 2, "recent").since, routes(unknown, 1, 2, "recent").since) == (None, 2000)


@pytest.mark.parametrize("kind", KINDS)
def test_not_connected_alone_and_oneself(kind: str) -> None:
    apart = between(ANA, FAY, kind)
    assert (apart.count, apart.ways, apart.steps, apart.rows(), apart.describe()) == (0, (), None, [], "not connected")
    self = between(ANA, ANA, kind)
    assert (self.count, self.steps, len(self.ways), self.rows()) == (1, 0, 1, [])
    nobody = from_pairs([], [], ids=["a", "b"])
    assert routes(nobody, 0, 1, kind).steps is None


def test_papers_above_the_cap_are_no_way() -> None:
    assert between("Crowd Membera", "Crowd Memberb").steps is None
    assert between("Crowd Membera", "Crowd Memberb", network=project(toy(cap=6))).steps == 1


def test_a_name_twice_on_a_paper_is_one_person() -> None:
    network = project(snapshot([paper("q", [ANA, ANA, BOB])]))
    found = between(ANA, BOB, "strongest", network)
    assert (found.steps, len(found.rows()), distances_from(network, person(network, ANA)).histogram()) == (
        1, 1, [{"distance": 0, "people": 1}, {"distance": 1, "people": 1}],
    )  # fmt: skip


def test_names_are_understood_as_profiles_do() -> None:
    assert person(NETWORK, "0000-0002-1825-0097") == person(NETWORK, "nunez, ana") == person(NETWORK, ANA)
    with pytest.raises(AmbiguousName):
        person(NETWORK, "Crowd")
    with pytest.raises(NotFound):
        person(NETWORK, "Nobody At All")
    with pytest.raises(NotFound) as error:
        person(project(toy(), Selection(years=(2022, None))), ANA)
    assert "none of the selected papers" in error.value.hint
    assert person(from_pairs([1], [2]), 2) == 1  # type: ignore[arg-type]


def test_other_nodes_have_ways_too() -> None:
    places = project(toy(), nodes="affiliations")
    assert routes(places, person(places, "Acme"), person(places, "köln")).steps == 1
    lands = project(toy(), nodes="countries")
    assert routes(lands, person(lands, "US"), person(lands, "DE")).steps == 1


def test_distances_from_a_person() -> None:
    found = distances_from(NETWORK, person(NETWORK, ANA))
    assert found.histogram() == [
        {"distance": 0, "people": 1}, {"distance": 1, "people": 2}, {"distance": 2, "people": 1},
        {"distance": 3, "people": 1}, {"distance": None, "people": 6},
    ]  # fmt: skip
    assert [(row["name"], row["distance"]) for row in found.rows()] == [(BOB, 1), (CEM, 1), (DEE, 2), (EVA, 3)]
    assert found.mean() == pytest.approx(7 / 4)
    assert len(found.rows(2)) == 2
    alone = distances_from(NETWORK, person(NETWORK, FAY))
    assert (alone.mean(), alone.rows()) == (None, [])
    assert "nobody is connected" in alone.notes()[0]


def test_limits_and_wrong_kinds() -> None:
    grid = from_pairs([0, 0, 1, 2], [1, 2, 3, 3])
    assert len(routes(grid, 0, 3, limit=1).ways) == 1
    assert "2 ways, 1 of them listed" in routes(grid, 0, 3, limit=1).describe()
    assert len(routes(grid, 0, 3, limit=0).ways) == 2
    with pytest.raises(ValueError, match="'fastest'"):
        routes(grid, 0, 3, "fastest")


def test_ways_are_counted_however_many() -> None:
    """A chain of 80 diamonds: 2 to the 80th ways, counted and the first of them listed at once."""
    pairs = [(3 * i + a, 3 * i + b) for i in range(80) for a, b in ((0, 1), (0, 2), (1, 3), (2, 3))]
    chain = from_pairs([a for a, _ in pairs], [b for _, b in pairs])
    found = routes(chain, 0, 240, limit=3)
    assert (found.count, found.steps, len(found.ways)) == (2**80, 160, 3)
    assert len(routes(chain, 0, 240, limit=0).ways) == MOST


def every_way(graph: nx.Graph, key: Callable[[list[int]], Any]) -> list[tuple[int, ...]]:
    """The best of all simple ways from 0 to 1, by brute force."""
    ways = list(nx.all_simple_paths(graph, 0, 1))
    best = min((key(way) for way in ways), default=None)
    return sorted(tuple(way) for way in ways if key(way) == best)


@settings(max_examples=80, deadline=None)
@given(LINKS)
def test_all_kinds_as_by_brute_force(links: list[tuple[int, int, int, int]]) -> None:
    network = linked(links)
    graph = nx.Graph()
    graph.add_nodes_from(range(9))
    for a, b, papers, year in links:
        graph.add_edge(a, b, length=Fraction(1, papers), year=year)
    keys: dict[str, Callable[[list[int]], Any]] = {
        "shortest": len,
        "strongest": lambda way: sum(graph[a][b]["length"] for a, b in pairwise(way)),
        "recent": lambda way: (-min(graph[a][b]["year"] for a, b in pairwise(way)), len(way)),
    }
    for kind, key in keys.items():
        expected = every_way(graph, key)
        found = routes(network, 0, 1, kind, limit=0)
        assert list(found.ways) == expected
        assert found.count == len(expected)
        back = routes(network, 1, 0, kind, limit=0)
        assert sorted(way[::-1] for way in back.ways) == expected
    steps = distances_from(network, 0).steps
    assert {i: int(d) for i, d in enumerate(steps) if d >= 0} == nx.single_source_shortest_path_length(graph, 0)


def test_a_link_stands_where_it_is_said_to() -> None:
    found = lengths(NETWORK)
    ana, bob = person(NETWORK, ANA), person(NETWORK, BOB)
    assert found.fractions[found.of[entry(NETWORK, ana, bob)]] == Fraction(1, 2)
