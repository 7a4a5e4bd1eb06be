"""What hangs on a decision of who is who: the papers and co-author links that would be others, were it the opposite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from coterie.graph.identity.world import World

Ints = NDArray[np.int64]
_ROWS = 500_000


class Stakes:
    """Counts for a world whose mentions belong to ``person``; papers of more than ``cap`` authors make no links."""

    def __init__(self, world: World, person: Ints, cap: int) -> None:
        mentions, papers = world.mentions, world.papers
        self._paper: Ints = mentions["paper"]
        self._person = person
        counted = np.not_equal(mentions["role"], "editor").astype(bool) & (mentions["collective"] != 1)
        self._linking = counted & (papers["team"][self._paper] <= cap)
        rows = np.flatnonzero(self._linking)
        self._size = papers.length
        self._on = sp.csr_matrix(
            (np.ones(len(rows)), (self._paper[rows], person[rows])),
            shape=(papers.length, int(person.max(initial=0)) + 1),
        )

    def of(self, pairs: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
        """Of each pair of groups of mentions, which are one person or might be: the papers that would pass from one
        person to another, those of the side that has fewer, and the links of that side that would appear, vanish or
        change their weight, with those of the other side in whose place they step."""
        papers, links = np.empty(2 * len(pairs), np.int64), np.empty(2 * len(pairs), np.int64)
        sides = [side for pair in pairs for side in pair]
        begin, size = 0, 0
        for at, side in enumerate(sides, 1):
            size += len(side)
            if size > _ROWS or at == len(sides):
                papers[begin:at], links[begin:at] = self._counted(sides[begin:at])
                begin, size = at, 0
        order = papers.reshape(-1, 2) * (int(links.max(initial=0)) + 1) + links.reshape(-1, 2)
        smaller = np.arange(len(pairs)) * 2 + order.argmin(1)
        return papers[smaller], 2 * links[smaller]

    def _counted(self, sides: Sequence[Ints]) -> tuple[Ints, Ints]:
        """Papers and co-authors of each group of mentions."""
        rows, label = np.concatenate(sides), np.repeat(np.arange(len(sides)), [len(side) for side in sides])
        papers = np.unique(label * self._size + self._paper[rows]) // self._size
        some = self._linking[rows]
        mine = sp.csr_matrix(
            (np.ones(int(some.sum())), (label[some], self._paper[rows[some]])), shape=(len(sides), self._size)
        )
        beside = np.diff((mine @ self._on).tocsr().indptr)
        return np.bincount(papers, minlength=len(sides)), beside - (np.diff(mine.indptr) > 0)
