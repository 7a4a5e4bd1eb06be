"""Who was most nearly made one with a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.merging import AcrossBlocks, Groups, by_names
from coterie.graph.identity.evidence.profiles import products
from coterie.graph.identity.evidence.relations import Relations

FEW = 3
"""How many of those that seem nearest are looked at closely."""


class Rivals(NamedTuple):
    """Looks for them. ``label``: the person of each mention, ``settled`` its group in its block, -1 where it is alone
    there; ``schemes``: a row for each mention, the schemes of its identifiers; ``related``: names of different
    blocks."""

    case: Case
    label: Ints
    settled: Ints
    schemes: Any
    related: Relations
    across: AcrossBlocks

    def of(self, rows: Ints) -> Iterator[tuple[int, int, bool]]:
        """A mention of the person of ``rows``, one of another with whom names and papers would allow to make it one,
        and whether they were compared across blocks: the few nearest in the blocks, then beyond."""
        yield from self._in_blocks(rows)
        yield from self._beyond(rows)

    def _in_blocks(self, rows: Ints) -> Iterator[tuple[int, int, bool]]:
        case, settled = self.case, self.settled
        blocks = np.zeros(len(case.names.blocks), bool)
        blocks[case.names.block[case.own[rows]]] = True
        near = np.flatnonzero((settled >= 0) & (case.own >= 0))
        near = near[blocks[case.names.block[case.own[near]]]]
        if not len(near):
            return
        groups, number = self._groups(near, settled)
        mine = np.isin(number, settled[rows])
        others = np.flatnonzero(~np.isin(self.label[number], self.label[rows]))
        one, two = np.repeat(np.flatnonzero(mine), len(others)), np.tile(others, int(mine.sum()))
        allowed, prior = by_names(groups, one, two)
        yield from self._best(groups, one[allowed], two[allowed], prior[allowed], False)

    def _beyond(self, rows: Ints) -> Iterator[tuple[int, int, bool]]:
        """Those with a co-author shared first, whom alone names of other blocks can be made one with."""
        own, label, related = self.case.own, self.label, self.related
        forms = np.unique(own[rows])
        near = np.r_[related.two[np.isin(related.one, forms)], related.one[np.isin(related.two, forms)]]
        labels = np.union1d(label[rows], label[np.isin(own, near)])
        groups, number = self._groups(np.flatnonzero(np.isin(label, labels)), label)
        mine = np.isin(number, label[rows])
        one, two = self.across.find(groups, None)
        one, two = np.r_[one, two], np.r_[two, one]
        some = mine[one] & ~mine[two]
        one, two = one[some], two[some]
        prior = self.across.prior(groups, one, two)
        allowed = np.isfinite(prior) & ~self.across.against(groups, one, two) & ~groups.apart(one, two)
        one, two, prior = one[allowed], two[allowed], prior[allowed]
        shared = products(groups.profiles.team, groups.profiles.shared, one, two) > 0.5
        for part in (shared, ~shared):
            yield from self._best(groups, one[part], two[part], prior[part], True)

    def _groups(self, rows: Ints, number: Ints) -> tuple[Groups, Ints]:
        """Mentions in groups, and the number of each group."""
        label = np.unique(number[rows], return_inverse=True)[1].reshape(-1)
        groups = Groups.of(self.case, rows, label, self.case.features.of(rows), self.schemes[rows])
        out = np.empty(groups.count, np.int64)
        out[groups.label] = number[rows]
        return groups, out

    def _best(self, groups: Groups, one: Ints, two: Ints, prior: Floats, across: bool
              ) -> Iterator[tuple[int, int, bool]]:  # fmt: skip
        score = self.case.weights.group.of(groups.profiles, one, two) + prior
        first = np.unique(groups.label, return_index=True)[1]
        for i in np.lexsort((two, one, -np.round(score, 9)))[:FEW].tolist():
            yield int(groups.rows[first[one[i]]]), int(groups.rows[first[two[i]]]), across
