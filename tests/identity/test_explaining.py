"""Explanations of people whom corrections, identifiers and variants of names made, in worlds that are cut down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from invented import world
from numpy.typing import NDArray

from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity import Constraints, World, resolve
from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.deciding import VETO, Decisions
from coterie.graph.identity.evidence.features import Material
from coterie.graph.identity.evidence.weights import SHIPPED
from coterie.graph.identity.explaining import CORRECTION, Explainer, Explanation, Reason
from coterie.graph.model.records import Mention, PaperRecord, PersonRecord

Ints = NDArray[np.int64]
ONE = "0000-0002-1825-0097"


def held(written: str, orcid: str | None = None, *ids: str, collective: bool = False) -> Mention:
    return Mention(written=written, position=1, orcid=orcid, source_ids=ids, collective=collective)


def papers(*teams: list[str | Mention], people: tuple[PersonRecord, ...] = ()) -> World:
    """A paper for each of ``teams``."""
    return world_of_records([
        PaperRecord(source="t", record_id=str(number), title="Quantum lattices of rare earth", mentions=tuple(
            Mention(written=m, position=at) if isinstance(m, str) else m for at, m in enumerate(team, 1)))
        for number, team in enumerate(teams)
    ], people)  # fmt: skip


def frozen(found: World) -> str:
    """The shipped weights, with the statistics of ``found``."""
    usual = Material(found, Bearers.of(found)).statistics()
    return replace(SHIPPED, usual=usual, mentions=found.mentions.length).packed()


def rows_of(found: World, *names: str) -> Ints:
    written = found.mentions["written"].tolist()
    return np.array([written.index(name) for name in names])


def explainer(found: World, said: Constraints | None = None, weights: str = "") -> tuple[Explainer, Ints]:
    said = said or Constraints()
    made = resolve(found, overrides=said, weights=weights)
    ids = [str(i) for i in range(made.count)]
    return Explainer(found, made.person, ids, "default", weights, made.keys, said), made.person


def reason_of(explains: Explainer, one: int, two: int) -> Reason:
    [reason] = explains.pair(np.array([one]), np.array([two])).merges
    assert (reason.decided == "same") == (reason.log_odds >= 0)
    return reason


def assert_joined(explained: Explanation, keys: set[str]) -> None:
    """The decisions shown join all of ``keys`` and say so."""
    group = {key: key for key in keys}
    for reason in explained.merges:
        assert (reason.decided, reason.log_odds >= -1e-6) == ("same", True), reason
        sides = [keys & set(side.keys) for side in (reason.one, reason.two)]
        assert all(sides), reason
        if len({*reason.one.keys, *reason.two.keys} - keys):
            assert "another's now" in reason.how
        several = {group[key] for side in sides for key in side}
        group = {key: min(several) if number in several else number for key, number in group.items()}
    assert len(set(group.values())) == 1


def halves_of_merged(found: World) -> list[tuple[Ints, Ints]]:
    """Persons whom one step made of two groups that evidence had made: how a correction may part them again."""
    decisions = Decisions(found, "default", "")
    return [(step.one, step.two) for step in decisions.trail.steps
            if (decisions.label == decisions.label[step.one[0]]).sum() == len(step.one) + len(step.two)]  # fmt: skip


def parted(found: World, one: Ints, two: Ints) -> Constraints:
    keys = found.mentions["mention"]
    return Constraints(same=(tuple(keys[one]),), different=tuple((keys[one[0]], key) for key in keys[two]))


def test_persons_whom_a_correction_parted_are_not_shown_as_made_of_both() -> None:
    found, _ = world(papers=150)
    seen = 0
    for one, two in halves_of_merged(found):
        explains, person = explainer(found, parted(found, one, two))
        if person[one[0]] == person[two[0]]:
            continue
        seen += 1
        for side in (one, two):
            rows = np.flatnonzero(person == person[side[0]])
            assert_joined(explains.author(rows), set(found.mentions["mention"][rows].tolist()))
    assert seen


def test_a_correction_that_parts_a_first_group() -> None:
    found, _ = world(papers=150)
    decisions = Decisions(found, "default", "")
    groups = [np.flatnonzero(decisions.trail.begun == n) for n in np.unique(decisions.trail.begun)[1:]]
    seen = 0
    for group in [group for group in groups if len(group) > 3][:6]:
        for at in range(2):
            one, two = group[at::2], group[1 - at :: 2]
            explains, person = explainer(found, parted(found, one, two))
            rows = np.flatnonzero(person == person[one[0]])
            explained = explains.author(rows)
            assert_joined(explained, set(found.mentions["mention"][rows].tolist()))
            seen += any("another's now" in reason.how for reason in explained.merges)
    assert seen, "a tree whose branches hold mentions of both"


LINKED = {
    "person record": papers(
        [held("Anna Schmidt", None, "dblp:77"), "Bo Liu"], [held("Anna Meier", ONE), "Cy Twombly"],
        people=(PersonRecord(source="orcid", record_id="o1", name="Anna Unheard", orcid=ONE, source_ids=("dblp:77",)),),
    ),
    "third name": papers(
        [held("Anna Schmidt", None, "dblp:77"), "Bo Liu"], [held("Anna Meier", ONE), "Cy Twombly"],
        [held("Anna Kruger", ONE, "dblp:77"), "Di Ray"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("found", LINKED.values(), ids=LINKED.keys())
def test_what_others_hold_links_identifiers(found: World) -> None:
    explains, person = explainer(found, weights=frozen(found))
    one, two = rows_of(found, "Anna Schmidt", "Anna Meier").tolist()
    assert person[one] == person[two]
    assert reason_of(explains, one, two).terms == (("identifiers that stand together elsewhere", VETO),)
    rows = np.flatnonzero(person == person[one])
    assert_joined(explains.author(rows), set(found.mentions["mention"][rows].tolist()))


def test_only_a_correction_is_called_one() -> None:
    found = papers(["Ann Bo"], ["Cy Do"], ["Eve Fu"])
    keys = found.mentions["mention"].tolist()
    explains, person = explainer(found, Constraints(same=((keys[0], keys[1]),)))
    assert reason_of(explains, 0, 1).terms[-1][0] == CORRECTION
    silent = Explainer(found, person, ["a", "b"], "default")
    assert "correction" not in reason_of(silent, 0, 1).terms[-1][0]
    for said in (Constraints(different=((keys[0], keys[1]),)), Constraints(same=((keys[0], keys[2]),))):
        silent = Explainer(found, person, ["a", "b"], "default", said=said)
        assert "correction" not in reason_of(silent, 0, 1).terms[-1][0]
    same = papers(["Ann Bo", "Cy Do"], ["Ann Bo", "Cy Do"])
    explains, person = explainer(same, Constraints(different=(("t:0#1", "t:1#1"),)))
    assert person[0] != person[2]
    assert reason_of(explains, 0, 2).terms[-1] == (CORRECTION, pytest.approx(-VETO, abs=30))


GROUPS = papers(
    [held("ATLAS Collaboration", collective=True), "Ann Lee"], [held("OPAL Collaboration", collective=True), "Bo Ray"],
    [held("Atlas Collaboration", collective=True)], [held("The CMS Team", None, "x:1", collective=True)],
    [held("CMS", None, "x:1", collective=True)], [held("CMS", collective=True)],
)  # fmt: skip


@pytest.mark.parametrize(("one", "two", "term", "sign"), [
    ("ATLAS Collaboration", "OPAL Collaboration", "names of two groups", -1),
    ("ATLAS Collaboration", "Atlas Collaboration", "the same name of a group", 1),
    ("ATLAS Collaboration", "Bo Ray", "a group and a person", -1),
    ("Ann Lee", "ATLAS Collaboration", "a group and a person", -1),
    ("The CMS Team", "CMS", "the same identifier: x:1", 1),
])  # fmt: skip
def test_groups_are_one_by_their_names_and_identifiers(one: str, two: str, term: str, sign: int) -> None:
    explains, _ = explainer(GROUPS, weights=frozen(GROUPS))
    i, j = rows_of(GROUPS, one, two).tolist()
    assert reason_of(explains, i, j).terms == ((term, sign * VETO),)


def test_groups_of_one_name_whom_identifiers_or_corrections_part() -> None:
    with_id, without = np.flatnonzero(GROUPS.mentions["written"] == "CMS").tolist()
    explains, person = explainer(GROUPS)
    assert person[with_id] != person[without]
    assert reason_of(explains, with_id, without).terms == (("identifiers tell groups of this name apart", -VETO),)
    one, two = rows_of(GROUPS, "ATLAS Collaboration", "OPAL Collaboration").tolist()
    explains, _ = explainer(GROUPS, Constraints(same=(tuple(GROUPS.mentions["mention"][[one, two]]),)))
    assert reason_of(explains, one, two).terms == (("names of two groups", -VETO), (CORRECTION, 2 * VETO))


@pytest.mark.parametrize("is_frozen", [False, True])
@pytest.mark.parametrize(("one", "two"), [("Jörg Müller", "Joerg Mueller"), ("Wei Zhang", "Zhang Wei")])
def test_the_nearest_may_bear_a_variant_of_the_name(one: str, two: str, is_frozen: bool) -> None:
    found = papers([one, "Ottoline Quist"], [two, "Zdenka Malik"], ["Ada Byron"])
    keys = found.mentions["mention"][[0, 2]].tolist()
    explains, _ = explainer(found, weights=frozen(found) if is_frozen else "")
    nearest = explains.author(np.array([0])).nearest
    assert nearest is not None
    assert (nearest.one.keys, nearest.two.keys) == ((keys[0],), (keys[1],))
    assert nearest.terms == reason_of(explains, 0, 2).terms
    assert explains.author(rows_of(found, "Ada Byron")).nearest is None
