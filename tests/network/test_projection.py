"""The network is what the authorships of the selected papers say, and COAUTHORED where nothing is selected."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_graph import ANA, BOB, CEM, DEE, EVA, TOY, Mention, named, paper, snapshot, toy

from coterie.graph.model.tables import ABSENT
from coterie.graph.network import CollaborationNetwork, project
from coterie.graph.network.network import LINK_ARRAYS
from coterie.graph.snapshot import Selection, Snapshot

KINDS = ("article", "preprint", "retraction", "erratum", None)
MENTIONS = st.builds(
    Mention, written=st.sampled_from([f"Person {c}" for c in "ABCDEFGH"]), position=st.none(),
    role=st.sampled_from(["author"] * 9 + ["editor"]), collective=st.sampled_from([False] * 9 + [True]),
)  # fmt: skip
PAPERS = st.lists(
    st.tuples(
        st.lists(MENTIONS, max_size=6),
        st.sampled_from(["2019", "2020-02", "2021-03-04", None]),
        st.sampled_from(KINDS),
        st.none() | st.integers(1, 9),
    ),
    max_size=12,
)  # fmt: skip


def graph(made: list[Any], cap: int = 5) -> Snapshot:
    return snapshot(
        [paper(str(i), m, d, kind=k, author_count=n) for i, (m, d, k, n) in enumerate(made)], cap=cap
    )  # fmt: skip


def assert_equals_coauthored(network: CollaborationNetwork, of: Snapshot) -> None:
    assert network.rows is not None
    left, right, at = network.links()
    table = of.rel("COAUTHORED")
    assert network.rows[left].tolist() == table["start"].tolist()
    assert network.rows[right].tolist() == table["end"].tolist()
    for name in LINK_ARRAYS:
        assert getattr(network, name)[at].tolist() == table[name].tolist(), name


@settings(max_examples=60, deadline=None)
@given(PAPERS, st.integers(1, 9))
def test_with_every_kind_it_is_coauthored_bit_for_bit(made: list[Any], cap: int) -> None:
    of = graph([(m, d, k if k not in ("retraction", "erratum") else None, n) for m, d, k, n in made], cap)
    assert_equals_coauthored(project(of), of)


@settings(max_examples=60, deadline=None)
@given(PAPERS, st.integers(1, 9))
def test_a_selection_is_the_graph_of_its_papers_alone(made: list[Any], cap: int) -> None:
    part = [(m, d, k, n) for m, d, k, n in made if d is not None and d >= "2020" and k not in ("retraction", "erratum")]
    chosen, alone = project(graph(made), Selection(years=(2020, None), cap=cap)), project(graph(part, cap))
    assert set(chosen.names) == set(alone.names)
    assert by_name(chosen) == by_name(alone)


def by_name(network: CollaborationNetwork) -> dict[tuple[str, ...], list[Any]]:
    left, right, at = network.links()
    ends = [
        tuple(sorted((network.names[a], network.names[b]))) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    return {
        pair: [getattr(network, name)[i] for name in LINK_ARRAYS] for pair, i in zip(ends, at.tolist(), strict=True)
    }


@settings(max_examples=60, deadline=None)
@given(PAPERS, st.integers(1, 9), st.integers(1, 3))
def test_by_the_definition_in_fractions(made: list[Any], cap: int, min_joint: int) -> None:
    joint: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for mentions, _, kind, stated in made:
        counted = [m.written for m in mentions if m.role == "author" and not m.collective]
        n = max(len(counted), stated or 0)
        if n <= cap and kind not in ("retraction", "erratum"):
            for pair in combinations(sorted(set(counted)), 2):
                joint[pair].append(n)
    network = project(graph(made), Selection(cap=cap, min_joint=min_joint))
    expected = {pair: teams for pair, teams in joint.items() if len(teams) >= min_joint}
    found = by_name(network)
    assert set(found) == set(expected)
    for pair, teams in expected.items():
        papers, newman, share, *_ = found[pair]
        assert papers == len(teams)
        assert newman == pytest.approx(float(sum(Fraction(1, n - 1) for n in teams)), abs=1e-12)
        assert share == pytest.approx(float(sum(Fraction(2, n * (n - 1)) for n in teams)), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(PAPERS)
def test_every_link_lists_its_papers(made: list[Any]) -> None:
    network = project(graph(made))
    left, right, at = network.links()
    for a, b, joint in zip(left.tolist(), right.tolist(), network.papers[at].tolist(), strict=True):
        assert len(network.link_papers(a, b)) == joint
        assert network.link_papers(a, b).tolist() == network.link_papers(b, a).tolist()
        assert set(network.link_papers(a, b)) <= set(network.papers_of(a)) & set(network.papers_of(b))
    assert [len(network.papers_of(i)) for i in range(network.size)] == network.attributes["papers"].tolist()


def test_the_toy() -> None:
    network = project(toy())
    assert named(network) == {
        (ANA, BOB): 2, (ANA, CEM): 2, (BOB, CEM): 2, (BOB, DEE): 1, (CEM, DEE): 1, (DEE, EVA): 1
    }  # fmt: skip
    assert network.size == 11
    assert "Zoë Nopaper" not in network.names
    assert "Big Collaboration" not in network.names
    dee, eva = network.names.index(DEE), network.names.index(EVA)
    (entry,) = np.flatnonzero(network.neighbours(dee) == eva) + network.indptr[dee]
    assert network.newman[entry] == 1 / 4
    assert network.pair_share[entry] == 2 / 20
    assert network.index(network.ids[3]) == 3


def test_choices_state_what_was_left_out() -> None:
    choices = project(toy()).choices
    assert {k: choices[k] for k in ("papers", "papers_over_cap", "pairs_over_cap", "papers_single", "papers_with_team",
                                    "team_total", "papers_incomplete", "papers_without_people", "cap", "counting",
                                    "generation", "first_year", "last_year")} == {
        "papers": 8, "papers_over_cap": 1, "pairs_over_cap": 15, "papers_single": 1, "papers_with_team": 8,
        "team_total": 2 + 3 + 3 + 5 + 1 + 2 + 6 + 3, "papers_incomplete": 2, "papers_without_people": 1, "cap": 5,
        "counting": "full", "generation": 7, "first_year": 2019, "last_year": 2024,
    }  # fmt: skip
    assert choices["description"] == Selection().describe()


def test_choices_give_names_in_full() -> None:
    chosen = Selection(authors=("nunez",), topics=("CL",), affiliations=("koln",))
    assert project(toy(), chosen).choices["description"] == (
        "topic Computation and Language; affiliation Universität Köln; people within 1 step of Ana Ñuñez; without "
        "retractions and errata; full counting: a joint paper counts 1"
    )


def test_people_are_left_out_with_their_links_but_n_stays() -> None:
    network = project(toy(), Selection(people=(ANA, CEM), counting="newman"))
    assert named(network) == {(ANA, CEM): 2}
    assert network.weight()[0] == 1 / 2 + 1  # p2 of three authors, p6 of two


@pytest.mark.parametrize(("nodes", "expected"), [
    ("affiliations", {("Acme Research", "Universität Köln"): 1}),
    ("countries", {("DE", "US"): 1}),
    ("topics", {("Computation and Language", "Machine Learning"): 1}),
])  # fmt: skip
def test_other_nodes(nodes: str, expected: dict[tuple[str, str], int]) -> None:
    network = project(toy(), nodes=nodes)
    assert named(network) == expected
    assert network.weight("newman").tolist() == [1.0, 1.0]
    assert len(network.link_papers(0, 1)) + len(network.link_papers(0, network.size - 1)) >= 1
    assert project(toy(), Selection(min_papers=9), nodes).size == 0


def test_unknown_nodes() -> None:
    with pytest.raises(ValueError, match="nodes must be one of"):
        project(toy(), nodes="venues")


@pytest.mark.parametrize("nodes", ["authors", "affiliations", "countries", "topics"])
def test_nothing_selected(nodes: str) -> None:
    for network in (project(toy(), Selection(years=(1900, 1901)), nodes), project(snapshot([]), None, nodes)):
        assert (network.size, network.link_count, network.ids, network.names) == (0, 0, [], [])
        assert network.choices["papers"] == 0


def test_years_of_links_and_nodes() -> None:
    network = project(snapshot([paper("1", [ANA, BOB]), paper("2", [ANA, BOB], "2020"), paper("3", [CEM])]))
    assert network.first_year.tolist() == network.last_year.tolist() == [2020, 2020]
    assert network.attributes["first_year"][network.names.index(CEM)] == ABSENT


def test_order_of_papers_changes_nothing() -> None:
    one, two = project(snapshot(TOY)), project(snapshot(TOY[::-1]))
    assert one.ids == two.ids
    assert by_name(one) == by_name(two)
