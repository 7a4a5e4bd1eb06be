"""Corrections are obeyed by every key: who is joined, moved and split, whatever the order of anything."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.identity import World, resolve
from coterie.graph.identity.conflicts import conflicts
from coterie.graph.identity.constraining import constrained
from coterie.graph.identity.overrides import Constraints, Override, bound, constraints, given_orcids, named
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.records import PersonRecord
from coterie.graph.model.tables import Table, column

X = "0000-0002-1825-0097"
Row = tuple[str, str, int]
"""Key, name as written, paper."""


def table(rows: Sequence[Row], ids: dict[str, str] | None = None, accounts: dict[str, tuple[str, ...]] | None = None
          ) -> Table:  # fmt: skip
    size = len(rows)
    known: dict[str, Any] = {
        "paper": np.array([row[2] for row in rows], np.int64),
        "mention": column("str", [row[0] for row in rows]),
        "written": column("str", [row[1] for row in rows]),
        "source_ids": column("str[]", [((ids or {})[row[0]],) if row[0] in (ids or {}) else () for row in rows]),
        "collective": column("bool", [False] * size),
        "accounts": column("str[]", [(accounts or {}).get(row[0], ()) for row in rows]),
    }
    known |= {name: column("str", [None] * size) for name in ("given", "family", "suffix", "orcid")}
    return Table(known, size)


def groups(mentions: Table, person: Sequence[int]) -> list[str]:
    """The persons as the sorted keys of their mentions, space between."""
    found: dict[int, list[str]] = {}
    for key, number in zip(mentions["mention"].tolist(), person, strict=False):
        found.setdefault(int(number), []).append(key)
    return sorted(" ".join(sorted(keys)) for keys in found.values())


def after(person: Sequence[int], mentions: Table, **said: Any) -> list[str]:
    return groups(mentions, constrained(np.array(person, np.int64), mentions, Constraints(**said)).tolist())


SIX = table([(key, "Wei Li", i) for i, key in enumerate("abcdef")])


def test_nothing_said_nothing_done() -> None:
    base = np.array([3, 1, 3, 1, 0, 2])
    assert constrained(base, SIX, Constraints()) is base
    assert constrained(base, SIX, Constraints(same=(("x", "y"),), pins=(("x", "a"),))).tolist() == base.tolist()
    assert after(base.tolist(), SIX, different=(("a", "b"),)) == ["a c", "b d", "e", "f"]


def test_same_unites_whole_persons() -> None:
    assert after([0, 0, 1, 1, 2, 3], SIX, same=(("a", "c"), ("d", "e"))) == ["a b c d e", "f"]


def test_a_pin_moves_one_mention_alone() -> None:
    assert after([0, 0, 0, 1, 1, 2], SIX, pins=(("a", "d"),)) == ["a d e", "b c", "f"]
    chained = (("a", "d"), ("d", "f"))
    assert after([0, 0, 0, 1, 1, 2], SIX, pins=chained) == ["a d f", "b c", "e"]


def test_different_splits_a_person() -> None:
    assert after([0, 0, 1, 2, 3, 4], SIX, different=(("a", "b"),)) == ["a", "b", "c", "d", "e", "f"]


def test_the_rest_goes_to_the_side_with_the_earlier_key_where_nothing_tells() -> None:
    assert after([0] * 6, SIX, different=(("c", "e"),)) == ["a b c d f", "e"]


def test_the_rest_goes_by_coauthors_and_draws_others() -> None:
    beside = [(f"x{i}", name, i) for i, name in enumerate(["Ann", "Bob", "Bob", "Cy", "Ann"])]
    rows = [*((key, "Wei Li", i) for i, key in enumerate("abcde")), *beside, ("y2", "Cy", 2)]
    mentions = table(rows)
    person = [0] * 5 + list(range(1, 7))
    found = after(person, mentions, different=(("a", "b"),))
    assert "a e" in found, "both with Ann"
    assert "b c d" in found, "c with Bob as b is, and d with Cy as c is"


def test_the_rest_goes_by_id_before_name_and_by_name_before_coauthors() -> None:
    rows = [
        ("a", "Wei Li", 0),
        ("b", "W. Li", 1),
        ("c", "W. Li", 2),
        ("d", "Wei Li", 3),
        ("x", "Bob", 1),
        ("y", "Bob", 3),
    ]
    mentions = table(rows, {"a": "s:1", "b": "s:2", "c": "s:1"})
    found = after([0, 0, 0, 0, 1, 1], mentions, different=(("a", "b"),))
    assert found == ["a c d", "b", "x y"], "c has the id of a; d the name of a, though Bob wrote with b and d"


def test_the_rest_goes_to_the_person_it_came_from() -> None:
    found = after([0, 0, 0, 1, 1, 1], SIX, same=(("b", "e"),), different=(("a", "b"),))
    assert found == ["a c", "b d e f"], "c came from both; d and f from that of e"


def test_one_side_against_each_of_the_other() -> None:
    found = after([0] * 6, SIX, same=(("b", "d"),), different=(("b", "a"), ("b", "c"), ("b", "e"), ("b", "f")))
    assert found == ["a c e f", "b d"]


def test_three_that_differ_are_three() -> None:
    found = after([0] * 6, SIX, different=(("a", "b"), ("a", "c"), ("b", "c")))
    assert found == ["a d e f", "b", "c"]


def test_person_records_go_with_their_ids() -> None:
    mentions = table([("a", "Wei Li", 0), ("b", "Wei Li", 1)], {"b": "s:2"})
    people = [PersonRecord(source="r", record_id="1", name="Wei Li", source_ids=("s:2",))]
    found = constrained(np.array([0, 0, 0]), mentions, Constraints(different=(("a", "b"),)), people)
    assert found[2] == found[1] != found[0]


@pytest.mark.parametrize("key", ["names", "initial"])
def test_resolving_obeys_and_says_so(key: str) -> None:
    mentions = table([("s:1#1", "Wei Li", 0), ("s:2#1", "Bo An", 1), ("s:3#1", "Wei Li", 2)])
    world = World(mentions, Table({}, 0))
    found = resolve(world, key=key, overrides=Constraints(same=(("s:1#1", "s:2#1"),), different=(("s:1#1", "s:3#1"),)))
    assert groups(mentions, found.person.tolist()) == ["s:1#1 s:2#1", "s:3#1"]
    assert found.evidence(0) == ("a correction says: the same as s:2#1",)
    assert found.first is not None
    assert found.first.tolist() == [0, 2]


def test_which_corrections_are_in_force() -> None:
    mentions = table([("s:1#1", "Wei Li", 0), ("s:2#1", "Bo An", 1), ("s:3#1", "Wei Li", 2)],
                     accounts={"s:1#1": ('["s:1#1", "Wei Li"]', '["t:9#4", "W. Li"]')})  # fmt: skip

    def said(kind: str, *keys: str, written: str = "Wei Li", value: str = "") -> Constraints:
        return constraints([Override(kind, keys, (written,) * len(keys), value)], mentions)

    assert said("same", "s:1#1", "s:3#1").same == (("s:1#1", "s:3#1"),)
    assert said("same", "s:3#1", "t:9#4").same == (("s:1#1", "s:3#1"),), "by the key of any record, and the name shown"
    assert said("same", "s:1#1", "t:9#4", written="W. Li").same == (), "the name of another record is not that of this"
    assert not said("same", "s:1#1", "s:2#1"), "another name is written there"
    assert not said("same", "s:1#1", "s:4#1"), "one is not loaded"
    assert said("same", "s:1#1", "s:4#1", "s:3#1").same == (("s:1#1", "s:3#1"),)
    assert said("different", "s:4#1", "s:1#1", "s:3#1", value="2").different == (("s:1#1", "s:3#1"),)
    assert said("pin", "s:1#1", "s:3#1").pins == (("s:1#1", "s:3#1"),)
    assert not said("pin", "s:1#1", "s:4#1")
    assert said("same", "s:1#1", "s:3#1").only(["s:1#1"]) == Constraints()


def test_what_one_correction_names_is_tied_loaded_or_not() -> None:
    mentions = table([("s:1#1", "Wei Li", 0), ("s:2#1", "Bo An", 1), ("s:3#1", "Di Xu", 2)],
                     accounts={"s:3#1": ('["s:3#1", "Di Xu"]', '["t:1#1", "D. Xu"]')})  # fmt: skip
    overrides = [Override("same", ("s:1#1", "t:1#1"), ("?", "?")), Override("same", ("s:2#1", "gone:1#1"), ("?", "?"))]
    first, second, third = bound(Ragged.of([[1], [2], [3]]), mentions, overrides).tolist()
    assert set(first) & set(third)
    assert not set(first) & set(second)
    assert len(second) == 2, "for the day when the other comes"
    assert named(mentions, overrides).tolist() == [0, 1, 2]


def test_an_orcid_as_if_the_source_had_said_so() -> None:
    mentions = table([("s:1#1", "Wei Li", 0), ("s:2#1", "Bo An", 1), ("s:3#1", "Wei Li", 2)])
    given_ = given_orcids([Override("orcid", (key,), (name,), X) for key, name in
                           (("s:1#1", "Wei Li"), ("s:2#1", "Bo An"), ("s:3#1", "Bo An"))], mentions)  # fmt: skip
    assert given_["orcid"].tolist() == [X, X, None]
    assert mentions["orcid"].tolist() == [None] * 3
    found = resolve(World(given_, Table({}, 0)), key="names")
    assert groups(given_, found.person.tolist()) == ["s:1#1 s:2#1 s:3#1"], "the plain name joins its one bearer"


KEYS = [f"s:{i}#{j}" for i in range(5) for j in (1, 2)]
_rows = st.lists(st.sampled_from(["Wei Li", "W. Li", "Bo An", "Di Xu", "Li, Wei"]), min_size=10, max_size=10)


@st.composite
def _said(draw: st.DrawFn) -> list[Override]:
    made = []
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(["same", "different", "pin"]))
        keys = tuple(draw(st.lists(st.sampled_from([*KEYS, "gone:1#1"]), min_size=2, max_size=4, unique=True)))
        value = "1" if kind == "different" and draw(st.booleans()) else ""
        made.append(Override(kind, keys, keys, value))
    return made


@settings(max_examples=60)
@given(_rows, _said(), st.lists(st.integers(0, 4), min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_persons(
    names: list[str], said: list[Override], base: list[int], rng: random.Random
) -> None:
    rows = [(key, name, i // 2) for i, (key, name) in enumerate(zip(KEYS, names, strict=True))]
    written = dict(zip(KEYS, names, strict=True))
    said = [dataclasses.replace(o, written=tuple(written.get(key, "") for key in o.keys)) for o in said]
    mentions = table(rows)
    found = groups(mentions, constrained(np.array(base), mentions, constraints(said, mentions)).tolist())
    order = rng.sample(range(10), 10)
    shuffled = table([rows[i] for i in order])
    numbers = {number: i for i, number in enumerate(rng.sample(range(5), 5))}
    rng.shuffle(said)
    again = constrained(np.array([numbers[base[i]] for i in order]), shuffled, constraints(said, shuffled))
    assert groups(shuffled, again.tolist()) == found
    _assert_obeyed(said, found)


def _assert_obeyed(said: list[Override], found: list[str]) -> None:
    person = {key: i for i, keys in enumerate(found) for key in keys.split()}
    if list(conflicts(said)):
        return
    for override in said:
        here = [key for key in override.keys if key in person]
        if override.kind == "pin" and override.keys[-1] in person:
            assert len({person[key] for key in here}) == 1
        if override.kind == "same":
            assert len({person[key] for key in here}) <= 1
        for a, b in override.parted():
            assert a not in person or b not in person or person[a] != person[b]


def test_a_person_of_many_mentions_is_split_in_bounded_time() -> None:
    size = 3000
    rows = [(f"k{i:05d}", "Wei Wang", i) for i in range(size)]
    rows += [(f"z{i:05d}", f"Name{i // 2}", i) for i in range(size)]
    mentions = table(rows)
    person = np.r_[np.zeros(size, np.int64), np.arange(1, size + 1)]
    found = constrained(person, mentions, Constraints(different=(("k00000", "k00007"),)))
    assert len(np.unique(found[:size])) == 2
