"""The most doubtful decisions: which they are, what hangs on them, and what answers do."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pytest
from assembly_inputs import paper
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import world
from scipy.special import expit

from coterie.evaluation import shuffled
from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity import World, fit, resolve
from coterie.graph.identity.overridefile import dump, parse_overrides
from coterie.graph.identity.overrides import constraints
from coterie.graph.identity.reviewing import MARGIN, Doubt, Review, logistic, review
from coterie.graph.identity.stakes import Stakes
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.records import PaperRecord


@pytest.fixture(scope="module")
def made() -> tuple[World, dict[str, str], str]:
    found, truth = world()
    return found, dict(zip(found.mentions["mention"].tolist(), truth, strict=True)), fit(found, key="default")


@pytest.fixture(scope="module")
def by_name(made: tuple[World, dict[str, str], str]) -> Review:
    """What is doubtful where everybody of one name is one person."""
    found, _, weights = made
    return review(found, resolve(found, key="names").person, key="names", weights=weights, limit=1000)


def same_person(doubt: Doubt, truth: dict[str, str]) -> bool:
    """Whether most of one side and most of the other are one person in truth."""
    sides = [Counter(truth[key] for key in side.keys).most_common(1)[0][0] for side in (doubt.one, doubt.two)]
    return sides[0] == sides[1]


def test_what_is_held_for_wrong_is_wrong(made: tuple[World, dict[str, str], str], by_name: Review) -> None:
    _, truth, _ = made
    wrong = [doubt for doubt in by_name.doubts if doubt.wrong > 0.5]
    assert len(wrong) > 30
    right = sum(same_person(doubt, truth) != (doubt.decided == "same") for doubt in wrong)
    assert right > 0.75 * len(wrong)
    assert {doubt.decided for doubt in by_name.doubts} == {"same", "different"}


def test_order_bounds_and_terms(by_name: Review) -> None:
    doubts = by_name.doubts
    assert by_name.found == len(doubts)
    expected = [doubt.expected for doubt in doubts]
    assert expected == sorted(expected, reverse=True)
    for doubt in doubts:
        assert doubt.expected == pytest.approx(doubt.wrong * (doubt.papers + doubt.links))
        assert doubt.probability == pytest.approx(float(expit(doubt.log_odds)))
        assert math.fsum(value for _, value in doubt.terms) == pytest.approx(doubt.log_odds, abs=1e-8)
        assert doubt.log_odds < MARGIN if doubt.decided == "same" else doubt.log_odds > -MARGIN
        assert set(doubt.one.keys).isdisjoint(doubt.two.keys)
        assert doubt.one.keys == tuple(sorted(doubt.one.keys)) < doubt.two.keys
        assert 0 < doubt.papers <= min(doubt.one.paper_count, doubt.two.paper_count)
    assert len({doubt.id for doubt in doubts}) == len(doubts)


def test_the_limit_takes_the_first(made: tuple[World, dict[str, str], str], by_name: Review) -> None:
    found, _, weights = made
    few = review(found, resolve(found, key="names").person, key="names", weights=weights, limit=7)
    assert few.doubts == by_name.doubts[:7]
    assert few.found == by_name.found


def test_the_order_of_input_changes_nothing(made: tuple[World, dict[str, str], str], by_name: Review) -> None:
    found, _, weights = made
    other, _ = shuffled(found, 3)
    again = review(other, resolve(other, key="names").person, key="names", weights=weights, limit=1000)
    assert [d.id for d in again.doubts] == [d.id for d in by_name.doubts]
    assert again.doubts[:20] == by_name.doubts[:20]


def test_the_method_leaves_less_in_doubt_than_names(made: tuple[World, dict[str, str], str], by_name: Review) -> None:
    found, _, weights = made
    rest = review(found, resolve(found, weights=weights, key="default").person, weights=weights, limit=1000)
    near = [doubt for doubt in rest.doubts if doubt.decided == "different"]
    assert all(-MARGIN < doubt.log_odds < 0 for doubt in near)
    assert sum(d.expected for d in rest.doubts) < 0.5 * sum(d.expected for d in by_name.doubts)


def test_answers_are_obeyed_and_not_asked_again(made: tuple[World, dict[str, str], str], by_name: Review) -> None:
    found, _, weights = made
    for answer in ("same", "different"):
        said = [doubt.answered(answer, "seen") for doubt in by_name.doubts[:6]]
        read = parse_overrides(dump(said), "ours.yaml")
        assert {o.content for o in read} == {o.content for o in said}
        assert {o.note for o in read} == {"seen"}
        obeyed = constraints(read, found.mentions)
        person = resolve(found, key="names", overrides=obeyed).person
        number = dict(zip(found.mentions["mention"].tolist(), person.tolist(), strict=True))
        for doubt in by_name.doubts[:6]:
            assert (number[doubt.one.keys[0]] == number[doubt.two.keys[0]]) == (answer == "same")
        after = review(found, person, key="names", weights=weights, overrides=read, limit=1000)
        assert {d.id for d in by_name.doubts[:6]}.isdisjoint(d.id for d in after.doubts)
        pairs = {frozenset((d.one.keys[0], d.two.keys[0])) for d in by_name.doubts[:6]}
        assert pairs.isdisjoint(frozenset((d.one.keys[0], d.two.keys[0])) for d in after.doubts)


def test_other_answers(by_name: Review) -> None:
    with pytest.raises(IdentityError, match="no answer is called 'maybe'"):
        by_name.doubts[0].answered("maybe")


TWO = [
    *(paper(i, "Jo Wang", "Ann Bo", "Cy Do", title=f"Parsing trees with grammars {i}") for i in range(3)),
    *(paper(i, "Jo Wang", "Eva Fu", title=f"Galaxies in dust {i}", venue="Stars") for i in range(3, 5)),
    paper(9, "J. Wang", "Gil Ho", title="Wages and taxes"),
]


def test_a_person_who_falls_into_two() -> None:
    found = world_of_records(TWO)
    lumped = resolve(found, key="initial").person
    [doubt] = review(found, lumped, authors=[f"a{i}" for i in range(9)], key="initial").doubts
    assert (doubt.decided, doubt.papers, doubt.links) == ("same", 1, 2)
    assert doubt.two.said == {"src:p0009#1": "J. Wang"}
    assert doubt.one.names == ("Jo Wang",)
    assert doubt.one.author == doubt.two.author == f"a{lumped[0]}"
    assert (doubt.one.paper_count, doubt.one.years, doubt.one.coauthor_count) == (5, (2000, 2004), 3)
    assert [work.year for work in doubt.one.papers] == [2004, 2003, 2002, 2001, 2000]
    assert doubt.one.papers[0].venue == "Stars"
    assert [tuple(other) for other in doubt.one.coauthors] == [
        ("Ann Bo", 3, False), ("Cy Do", 3, False), ("Eva Fu", 2, False)]  # fmt: skip
    said = doubt.answered("different")
    assert said.apart == (("src:p0009#1",), doubt.one.keys)


def test_the_same_identifier_is_never_in_doubt() -> None:
    def mine(record: PaperRecord) -> PaperRecord:
        first, *rest = record.mentions
        first = type(first)(written=first.written, position=1, orcid="0000-0002-1825-0097")
        return PaperRecord(**{f: getattr(record, f) for f in record.__struct_fields__} | {"mentions": (first, *rest)})

    found = world_of_records([mine(record) for record in TWO])
    assert review(found, resolve(found, key="initial").person, key="initial").found == 0


def test_nobody_and_collectives_alone() -> None:
    for records in ([], [paper(1, "The ATLAS Collaboration")]):
        found = world_of_records(records)
        assert review(found, resolve(found, key="names").person) == Review((), 0)


def test_hostile_names() -> None:
    names = ["", "X", "\u202egnp\u202c", "Wang, Y." * 60, "\x00\x1b[31m", "Y. Wang", "Yu Wang"]
    records = [paper(i, name, f"Bo {chr(65 + i)}nders", title=f"On {i}") for i, name in enumerate(names * 2) if name]
    found = world_of_records(records)
    doubts = review(found, resolve(found, key="initial").person, key="initial").doubts
    assert {name for d in doubts for side in (d.one, d.two) for name in side.names} & {"Y. Wang", "Yu Wang"}
    assert parse_overrides(dump([d.answered("different") for d in doubts]), "x.yaml")


@pytest.mark.parametrize("log_odds", [-800.0, -30.0, -1.0, 0.0, 2.5, 800.0])
def test_logistic(log_odds: float) -> None:
    assert logistic(log_odds) == pytest.approx(float(expit(log_odds)), rel=1e-12)


Teams = list[list[int]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=5, unique=True), min_size=2, max_size=8), st.data())
def test_stakes_are_the_links_that_differ(teams: Teams, data: st.DataObject) -> None:
    """Against a count of the co-author pairs, with their papers, before and after."""
    cap = 4
    found = world_of_records([paper(i, *(f"Person {chr(65 + n)}" for n in team)) for i, team in enumerate(teams)])
    person = np.array([ord(name[-1]) - 65 for name in found.mentions["written"].tolist()])
    whole = data.draw(st.sampled_from(sorted(set(person.tolist()))))
    rows = np.flatnonzero(person == whole)
    if len(rows) < 2:
        return
    at = data.draw(st.integers(1, len(rows) - 1))
    one, two = rows[:at], rows[at:]
    papers, links = Stakes(found, person, cap).of([(one, two)])
    counts = []
    for off in (one, two):
        other = person.copy()
        other[off] = 99
        before, after = pairs(found, person, cap), pairs(found, other, cap)
        counts.append((len(off), sum(before.get(k) != after.get(k) for k in {*before, *after})))
    assert (int(papers[0]), int(links[0])) == min(counts)
    other = person.copy()
    other[one] = 99
    merged_papers, merged_links = Stakes(found, other, cap).of([(one, two)])
    assert (merged_papers[0], merged_links[0]) == (papers[0], links[0])


def pairs(found: World, person: np.ndarray, cap: int) -> dict[frozenset[int], list[int]]:
    """The papers of each pair of co-authors."""
    out: dict[frozenset[int], list[int]] = {}
    paper_of = found.mentions["paper"]
    for number in range(found.papers.length):
        team = sorted(person[paper_of == number].tolist())
        if len(team) <= cap:
            for pair in combinations(team, 2):
                out.setdefault(frozenset(pair), []).append(number)
    return out


def test_stakes_do_not_depend_on_the_order_of_pairs() -> None:
    found = world_of_records(TWO)
    person = resolve(found, key="initial").person
    rows = [np.array([i]) for i in range(4)]
    sides = [(a, b) for a, b in permutations(rows, 2)]
    papers, links = Stakes(found, person, 100).of(sides)
    back = Stakes(found, person, 100).of([(b, a) for a, b in sides])
    assert papers.tolist() == back[0].tolist()
    assert links.tolist() == back[1].tolist()
