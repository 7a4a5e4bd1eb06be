"""Explanations of people whom corrections, identifiers and variants of names made, in worlds that are cut down."""

from __future__ import annotations

import numpy as np
from invented import world
from numpy.typing import NDArray

from coterie.graph.identity import Constraints, World, resolve
from coterie.graph.identity.evidence.deciding import Decisions
from coterie.graph.identity.explaining import Explainer, Explanation

Ints = NDArray[np.int64]


def explainer(found: World, constraints: Constraints | None = None) -> tuple[Explainer, Ints]:
    made = resolve(found, overrides=constraints or Constraints())
    return Explainer(found, made.person, [str(i) for i in range(made.count)], "default"), made.person


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
