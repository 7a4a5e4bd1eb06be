"""Identity by last name and first initial: as by names, but for what counts as one name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.identity import Assignment, World, keys, resolve
from coterie.graph.model.records import Mention, PersonRecord
from coterie.graph.model.tables import Table, column

X, Y = "0000-0002-1825-0097", "0000-0001-5109-3700"


def world(*mentions: Mention | str, persons: list[PersonRecord] | None = None) -> World:
    found = [m if isinstance(m, Mention) else Mention(written=m) for m in mentions]
    columns: dict[str, Any] = {
        "paper": np.arange(len(found)),
        "mention": column("str", [f"s:{i}#1" for i in range(len(found))]),
        "source_ids": column("str[]", [m.source_ids for m in found]),
        "collective": column("bool", [m.collective for m in found]),
    }
    for name in ("written", "given", "family", "suffix", "orcid"):
        columns[name] = column("str", [getattr(m, name) for m in found])
    return World(Table(columns, len(found)), Table({}, 0), persons or [])


def resolved(*mentions: Mention | str, key: str = "initial") -> Assignment:
    return resolve(world(*mentions), key=key)


def m(written: str, *ids: str, orcid: str | None = None, collective: bool = False) -> Mention:
    return Mention(written=written, source_ids=ids, orcid=orcid, collective=collective)


CASES: dict[str, tuple[tuple[Mention | str, ...], list[int]]] = {
    "first initial": (("Kurt Gödel", "K. Gödel", "Godel KF", "Karl Gödel", "R. Gödel"), [0, 0, 0, 0, 1]),
    "particles and apart": (
        (Mention(written="?", given="Guido", family="van Rossum"), "G. van Rossum", "van Rossum, Guido"), [0, 0, 0]),
    "suffixes and numbers": (("Wei Wang 0001", "Wei Wang 0002", "Martin King, Jr.", "M. King"), [0, 0, 1, 1]),
    "two orcids": ((m("Wei Wang", orcid=X), m("W. Wang", orcid=Y)), [0, 1]),
    "ids of two sources join": ((m("Ada Lovelace", "oa:A1"), m("A. Lovelace", "dblp:1")), [0, 0]),
    "plain joins the one cluster": ((m("Ada Lovelace", "oa:A1"), "A. Lovelace"), [0, 0]),
    "plain stays apart from several": (
        (m("Wei Wang", "oa:A1"), "W. Wang", m("Wen Wang", "oa:A2"), "Wei Wang"), [0, 1, 2, 1]),
    "one name alone": (("Plato", "Plato", "P. Plato"), [0, 0, 1]),
    "no letters": (("?", "!", "?"), [0, 1, 0]),
    "collectives keep their whole name": (
        (m("ATLAS Collaboration", collective=True), m("A Collaboration", collective=True), "ATLAS Collaboration"),
        [0, 1, 2]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_mentions(case: str) -> None:
    mentions, expected = CASES[case]
    assert resolved(*mentions).person.tolist() == expected


def test_person_records() -> None:
    people = [PersonRecord(source="r", record_id="1", name="Lovelace, Ada"), PersonRecord(source="r", record_id="2",
              name="B. Lovelace")]  # fmt: skip
    found = resolve(world("A. Lovelace", "Augusta Lovelace", persons=people), key="initial")
    assert ([*found.person.tolist(), *found.records], found.count) == ([0, 0, 0, 1], 2)


def test_evidence() -> None:
    found = resolved(m("Ada Lovelace", orcid=X), "A. Lovelace", m("A. Byron", orcid=X))
    assert found.evidence(0) == (f"same id orcid:{X}", "same last name and first initial 'lovelace a'")
    assert found.evidence(1) == ("same last name and first initial 'lovelace a'",)


NAMES = ["Ada Lovelace", "A. Lovelace", "Lovelace, Augusta", "Wei Wang", "Wang, W.", "W. Wang", "Zoe Z"]
_mention = st.builds(
    lambda written, ids, orcid, collective: m(written, *ids, orcid=orcid, collective=collective),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(["oa:A1", "oa:A2", "dblp:1"]), max_size=2, unique=True),
    st.sampled_from([None, None, None, X, Y]),
    st.sampled_from([False, False, False, True]),
)


@given(st.lists(st.sampled_from(NAMES), max_size=12))
def test_without_ids_it_joins_what_names_join_and_more(written: list[str]) -> None:
    by_name, by_initial = resolved(*written, key="names").person, resolved(*written).person
    together = by_name[:, None] == by_name[None, :]
    assert (by_initial[:, None] == by_initial[None, :])[together].all()
    first = [name.split()[0][0] + name.split()[-1] for name in written if "," not in name]
    plain = by_initial[[i for i, name in enumerate(written) if "," not in name]].tolist()
    assert len(set(zip(first, plain, strict=True))) == len(set(first)) == len(set(plain))


@settings(max_examples=100, deadline=None)
@given(st.lists(_mention, max_size=9))
def test_whoever_is_one_person_is_tied_by_keys(mentions: list[Mention]) -> None:
    found, tied = resolved(*mentions), keys(world(*mentions), key="initial").tolist()
    part = list(range(len(mentions)))
    for _ in mentions:
        part = [min(part[j] for j in range(len(part)) if set(tied[i]) & set(tied[j])) for i in range(len(part))]
    for i, person in enumerate(found.person.tolist()):
        assert all(part[i] == part[j] for j, other in enumerate(found.person.tolist()) if other == person)
    assert found.keys is not None
    assert found.keys.tolist() == tied
