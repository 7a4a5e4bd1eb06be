"""What resolving did, step by step, so that it can be explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from coterie.graph.identity.evidence.counts import Ints


class Step(NamedTuple):
    """Two groups of mentions that were made one: inside their block, or ``across`` blocks."""

    one: Ints
    two: Ints
    across: bool


class Trail:
    """Rows are mentions of a world of ``size``. ``begun``: the small group of each mention that the first stage made;
    ``settled``: its group when nothing in its block was left to merge; -1 for mentions alone in their block. ``taken``:
    whether what was merged in its block was taken back."""

    def __init__(self, size: int) -> None:
        self.begun, self.settled, self.taken = np.full(size, -1), np.full(size, -1), np.zeros(size, bool)
        self.steps: list[Step] = []
        self.across = False

    def begin(self, rows: Ints, label: Ints) -> None:
        """The groups that merging in a block begins with."""
        self.begun[rows] = _first(rows, label)

    def settle(self, rows: Ints, label: Ints) -> None:
        """The groups that it ends with."""
        self.settled[rows] = _first(rows, label)

    def merge(self, rows: Ints, label: Ints, pairs: Ints) -> None:
        """``pairs`` of groups are made one; ``label``: the group of each of ``rows`` before."""
        order = np.argsort(label, kind="stable")
        limits = np.searchsorted(label[order], np.arange(int(label.max()) + 2))
        for a, b in pairs.tolist():
            one, two = (rows[order[limits[group] : limits[group + 1]]] for group in (a, b))
            self.steps.append(Step(one, two, self.across))

    def take_back(self, rows: Ints) -> None:
        """Nothing of what was merged in the blocks of ``rows`` stands: they are settled as they began."""
        alone = np.where(self.begun[rows] < 0, rows, self.begun[rows])
        self.settled[rows], self.taken[rows] = alone, True
        self.steps = [step for step in self.steps if not np.isin(step.one[0], rows)]

    def joined(self, i: int, j: int) -> Step | None:
        """The step by which the groups of two mentions were made one."""
        for step in self.steps:
            for one, two in ((step.one, step.two), (step.two, step.one)):
                if i in one and j in two:
                    return Step(one, two, step.across)
        return None

    def of(self, rows: Ints) -> Iterator[Step]:
        """The steps that made some of ``rows`` one with others of them."""
        mine = np.zeros(len(self.begun), bool)
        mine[rows] = True
        return (step for step in self.steps if mine[step.one].any() and mine[step.two].any())


def _first(rows: Ints, label: Ints) -> Ints:
    """For each of ``rows`` the first one of its group."""
    _, at, inverse = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(rows[at][inverse.reshape(-1)])
