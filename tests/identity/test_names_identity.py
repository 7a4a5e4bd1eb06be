"""Identity by ids and folded names: who is joined, who is kept apart, and that order changes nothing."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.identity import Assignment, World, author_ids, resolve
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.records import Mention, PersonRecord
from coterie.graph.model.tables import Table, column

X, Y = "0000-0002-1825-0097", "0000-0001-5109-3700"


def table(mentions: list[tuple[str, Mention]]) -> Table:
    found = [m for _, m in mentions]
    columns: dict[str, Any] = {
        "paper": np.array([int(key.split("#")[0].split(":")[1]) for key, _ in mentions], np.int64),
        "mention": column("str", [key for key, _ in mentions]),
        "source_ids": column("str[]", [m.source_ids for m in found]),
        "collective": column("bool", [m.collective for m in found]),
    }
    for name in ("written", "given", "family", "suffix", "orcid"):
        columns[name] = column("str", [getattr(m, name) for m in found])
    return Table(columns, len(mentions))


def said(*mentions: Mention | str) -> list[tuple[str, Mention]]:
    return [(f"s:{i}#1", m if isinstance(m, Mention) else Mention(written=m)) for i, m in enumerate(mentions)]


def resolved(mentions: list[tuple[str, Mention]], persons: list[PersonRecord] | None = None) -> Assignment:
    return resolve(World(table(mentions), Table({}, 0), persons or []), key="names")


def who(*mentions: Mention | str, persons: list[PersonRecord] | None = None) -> list[int]:
    found = resolved(said(*mentions), persons)
    return [*found.person.tolist(), *found.records]


def m(written: str, *ids: str, orcid: str | None = None, collective: bool = False) -> Mention:
    return Mention(written=written, source_ids=ids, orcid=orcid, collective=collective)


def p(record_id: str, name: str, *ids: str, orcid: str | None = None) -> PersonRecord:
    return PersonRecord(source="roster", record_id=record_id, name=name, source_ids=ids, orcid=orcid)


CASES: dict[str, tuple[tuple[Mention | str, ...], list[int]]] = {
    "same folded name": (("Kurt Gödel", "Gödel, Kurt", "Kurt Godel", "K. Gödel"), [0, 0, 0, 1]),
    "same orcid, other name": ((m("A. Byron", orcid=X), m("Ada Lovelace", orcid=X)), [0, 0]),
    "same source id, other name": ((m("A. Byron", "oa:A1"), m("Ada Lovelace", "oa:A1")), [0, 0]),
    "two orcids": ((m("Wei Wang", orcid=X), m("Wei Wang", orcid=Y)), [0, 1]),
    "two ids of one source": ((m("Wei Wang", "oa:A1"), m("Wei Wang", "oa:A2")), [0, 1]),
    "ids of two sources join by name": ((m("Ada Lovelace", "oa:A1"), m("Ada Lovelace", "dblp:1")), [0, 0]),
    "plain joins the one cluster": ((m("Ada Lovelace", "oa:A1"), "Ada Lovelace"), [0, 0]),
    "plain stays apart from several": (
        (m("Wei Wang", "oa:A1"), "Wei Wang", m("Wei Wang", "oa:A2"), "Wei Wang"), [0, 1, 2, 1]),
    "a third that fits both fits none": (
        (m("Wei Wang", "oa:A1"), m("Wei Wang", "oa:A2"), m("Wei Wang", "dblp:1")), [0, 1, 2]),
    "the only one that fits": (
        (m("Wei Wang", "oa:A1"), m("Wei Wang", "oa:A2", "dblp:2"), m("Wei Wang", "dblp:1")), [0, 1, 0]),
    "ids stand together": ((m("A B", "oa:A1", orcid=X), m("C D", orcid=X), m("E F", "oa:A1")), [0, 0, 0]),
    "orcid before a conflicting source id": (
        (m("A B", "oa:A1", orcid=X), m("C D", "oa:A2", orcid=X), m("E F", "oa:A1"), m("G H", "oa:A2")), [0, 0, 0, 1]),
    "a source that gives two ids": ((m("A B", "oa:A1", "oa:A2"), m("C D", "oa:A1"), m("E F", "oa:A2")), [0, 0, 0]),
    "collectives only with collectives": (
        (m("ATLAS", collective=True), "ATLAS", m("the ATLAS", collective=True), m("ATLAS", "oa:A1"),
         m("X", "oa:A1", collective=True)), [0, 1, 0, 1, 2]),
    "through another name": ((m("A B", "oa:A1"), m("C D", "oa:A1"), "A B", "C D"), [0, 0, 0, 0]),
    "DBLP tells namesakes apart": (("Wei Wang 0001", "Wei Wang 0002"), [0, 1]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_cases(case: str) -> None:
    mentions, expected = CASES[case]
    assert who(*mentions) == expected


def test_a_name_twice_on_one_paper_is_one_person() -> None:
    twice = [("s:1#1", m("Ada Lovelace")), ("s:1#2", m("Ada Lovelace"))]
    assert resolved(twice).person.tolist() == [0, 0]


def test_structured_fields_decide_the_name() -> None:
    apart = Mention(written="?", given="Gabriel", family="García Márquez")
    assert who(apart, "García Márquez, Gabriel", Mention(written="Jr", given="M", family="King", suffix="Jr.")) == [
        0,
        0,
        1,
    ]


PERSONS: dict[str, tuple[tuple[Mention | str, ...], list[PersonRecord], list[int]]] = {
    "by id": ((m("A. L.", "oa:A1"),), [p("1", "Ada Lovelace", "oa:A1")], [0, 0]),
    "by name": (("Ada Lovelace",), [p("1", "Lovelace, Ada")], [0, 0]),
    "by name to the one cluster": ((m("Ada Lovelace", "oa:A1"),), [p("1", "Ada Lovelace", "dblp:1")], [0, 0]),
    "its ids join mentions": ((m("A", "oa:A1"), m("B", "dblp:1")), [p("1", "C", "oa:A1", "dblp:1")], [0, 0, 0]),
    "ambiguous name stays alone": ((m("Wei Wang", "oa:A1"), m("Wei Wang", "oa:A2")), [p("1", "Wei Wang")], [0, 1, 2]),
    "another id of the source": ((m("Wei Wang", "oa:A1"),), [p("1", "Wei Wang", "oa:A2")], [0, 1]),
    "without mention, after all": (("Zoe Z",), [p("2", "B B"), p("1", "A A")], [0, 2, 1]),
    "two of one name": ((), [p("2", "A A"), p("1", "A A")], [0, 0]),
    "never a collective": ((m("ATLAS", collective=True),), [p("1", "ATLAS")], [0, 1]),
}


@pytest.mark.parametrize("case", PERSONS)
def test_person_records(case: str) -> None:
    mentions, persons, expected = PERSONS[case]
    assert who(*mentions, persons=persons) == expected


def test_author_ids() -> None:
    mentions, persons = (
        said("Ada Lovelace", m("A. Lovelace", "oa:A1"), m("Ada Byron", "oa:A1")),
        [p("7", "Mary Somerville")],
    )
    mentions = [mentions[0], mentions[2], mentions[1]]
    found = resolved(mentions, persons)
    digest = [hashlib.sha256(key.encode()).hexdigest()[:12] for key in ("s:0#1", "s:1#1", "roster:7")]
    expected = [f"ada-lovelace-{digest[0]}", f"a-lovelace-{digest[1]}", f"mary-somerville-{digest[2]}"]
    assert author_ids(table(mentions), persons, found) == expected
    bare = Assignment(found.person, found.records, found.count)
    assert author_ids(table(mentions), persons, bare) == expected


def test_evidence() -> None:
    found = resolved(
        said(m("Ada Lovelace", "oa:A1", orcid=X), m("Ada Lovelace", orcid=X), m("A. L.", "oa:A1"), "Zoe Z")
    )
    assert found.evidence(0) == (f"same id orcid:{X}", "same id oa:A1", "same folded name 'ada lovelace'")
    assert found.evidence(1) == (f"same id orcid:{X}", "same folded name 'ada lovelace'")
    assert found.evidence(2) == ("same id oa:A1",)
    assert found.evidence(3) == ()


def test_nothing_to_resolve() -> None:
    found = resolved([])
    assert (found.person.tolist(), found.records, found.count) == ([], (), 0)


def test_unknown_key_is_refused() -> None:
    with pytest.raises(IdentityError, match="sideways"):
        resolve(World(table([]), Table({}, 0)), key="sideways")


_ids = st.lists(st.sampled_from(["oa:A1", "oa:A2", "dblp:1", "dblp:2", "page:x"]), max_size=2, unique=True)
_mention = st.builds(
    lambda written, ids, orcid, collective: m(written, *ids, orcid=orcid, collective=collective),
    st.sampled_from(["Ada Lovelace", "Lovelace, Ada", "Wei Wang", "W. Wang", "A. L."]),
    _ids,
    st.sampled_from([None, None, None, X, Y]),
    st.sampled_from([False, False, False, True]),
)
_persons = st.lists(st.tuples(st.sampled_from(["Ada Lovelace", "Wei Wang", "Zoe Z"]), _ids), max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.lists(_mention, max_size=9), _persons, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_vetoes_hold(mentions: list[Mention], people: list[Any], random: Any) -> None:
    keyed = said(*mentions)
    persons = [p(str(i), name, *ids) for i, (name, ids) in enumerate(people)]
    found = resolved(keyed, persons)
    assert sorted(set(found.person.tolist()) | set(found.records)) == list(range(found.count))
    order, turn = list(range(len(keyed))), list(range(len(persons)))
    random.shuffle(order)
    random.shuffle(turn)
    other = resolved([keyed[i] for i in order], [persons[i] for i in turn])
    assert other.person.tolist() == found.person[order].tolist()
    assert other.records == tuple(found.records[i] for i in turn)
    ids = author_ids(table(keyed), persons, found)
    assert len(set(ids)) == found.count
    for person in range(found.count):
        mine = [k for k, (_, mention) in enumerate(keyed) if found.person[k] == person]
        assert len({keyed[k][1].collective for k in mine}) <= 1
        assert len({keyed[k][1].orcid for k in mine} - {None}) <= 1
        plain = [k for k in mine if not keyed[k][1].orcid and not keyed[k][1].source_ids]
        assert all(found.evidence(k) for k in plain if len(mine) > 1)


@given(st.lists(_mention, max_size=8))
def test_mentions_of_one_name_without_id_are_one_person(mentions: list[Mention]) -> None:
    keyed = said(*mentions, "Ada Lovelace", "Ada Lovelace")
    person = resolved(keyed).person.tolist()
    assert person[-1] == person[-2]
