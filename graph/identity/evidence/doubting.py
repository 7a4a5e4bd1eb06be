"""Persons as they stand, compared as wholes: how near each two are to being one, and each one to being two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.cluster.hierarchy import linkage

from coterie.graph.identity.evidence.candidates import LARGEST, Pairs, all_pairs, batches, chosen_pairs
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.merging import AcrossBlocks, Flags, Groups, by_names
from coterie.graph.identity.evidence.profiles import TERMS, profiles
from coterie.graph.identity.evidence.relations import Relations

MOST = 600
"""Mentions of a person that are tried to be told apart; of one with more, so many spread over all of them."""
CUTS = 3
"""Highest branchings of the tree of a person's mentions, each side of which is tried against the rest."""
_LIMIT = 10.0
_ROWS = 40_000
_PAIRS = 1_000_000


class Half(NamedTuple):
    """A person, the mentions of the two sides into which it may fall, and the log-odds of both being one person."""

    person: int
    one: Ints
    two: Ints
    log_odds: float


class Persons:
    """Persons of a case. ``rows``: the mentions of people, ``person`` the person of each; ``schemes``: a row for each
    mention of the world, the schemes of its identifiers."""

    def __init__(self, case: Case, person: Ints, schemes: Any) -> None:
        some = np.flatnonzero(case.own >= 0)
        self.case, self.schemes = case, schemes
        self.rows: Ints = some[np.argsort(case.rank[some])]
        self.ids, label = np.unique(person[self.rows], return_inverse=True)
        traits = case.features.of(self.rows)
        self.groups = Groups.of(case, self.rows, label.astype(np.int64), traits, schemes[self.rows])
        number = np.empty(self.groups.count, np.int64)
        number[self.groups.label] = self.ids[label]
        self.ids = number
        self.across = Relations.across(case.names, case.bearers, np.unique(case.own[self.rows]))

    def mentions(self) -> dict[int, Ints]:
        """The mentions of each person, by its number."""
        label = self.groups.label
        members = np.split(np.argsort(label, kind="stable"), np.cumsum(self.groups.profiles.size)[:-1])
        return {number: self.rows[found] for number, found in zip(self.ids.tolist(), members, strict=True)}

    def near(self, lowest: float) -> tuple[Ints, Ints, Floats]:
        """Pairs of persons (by their numbers) whose names may be one person's and whose identifiers and papers do not
        forbid it, with log-odds above ``lowest``."""
        found = [*self._in_blocks(lowest), self._across(lowest)]
        one, two, score = (np.concatenate(part) for part in zip(*found, strict=True))
        low, high = np.minimum(one, two), np.maximum(one, two)
        order = np.lexsort((-score, high, low))
        low, high, score = low[order], high[order], score[order]
        first = np.r_[True, (np.diff(low) != 0) | (np.diff(high) != 0)] if len(low) else np.zeros(0, bool)
        return self.ids[low[first]], self.ids[high[first]], score[first]

    def _in_blocks(self, lowest: float) -> Iterator[tuple[Ints, Ints, Floats]]:
        groups, case = self.groups, self.case
        known = np.unique(np.stack([case.names.block[case.own[self.rows]], groups.label], 1), axis=0)
        blocks, member = known[:, 0], known[:, 1]
        for batch in batches(blocks):
            one, two = self._pairs(blocks[batch], member[batch])
            allowed, prior = by_names(groups, one, two)
            yield self._scored(one[allowed], two[allowed], prior[allowed], lowest)

    def _pairs(self, blocks: Ints, member: Ints) -> Pairs:
        if len(blocks) <= LARGEST or blocks[0] != blocks[-1]:
            one, two = all_pairs(blocks)
        else:
            lead = self.groups.leading()[member]
            self.case.cut.add(self.case.names.blocks[int(blocks[0])])
            one, two = chosen_pairs(self.groups.profiles.team[member], lead, self.case.bearers[lead] < 0)
        return member[one], member[two]

    def _across(self, lowest: float) -> tuple[Ints, Ints, Floats]:
        if not len(self.across.one):
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        blocks = AcrossBlocks(self.case, self.across)
        one, two = blocks.find(self.groups, None)
        allowed, prior = blocks.rules(self.groups, one, two)
        return self._scored(one[allowed], two[allowed], prior[allowed], lowest)

    def _scored(self, one: Ints, two: Ints, prior: Floats, lowest: float) -> tuple[Ints, Ints, Floats]:
        score = np.round(self.case.weights.group.of(self.groups.profiles, one, two) + prior, 9)
        high = score > lowest
        return one[high], two[high], score[high]

    def halves(self, tied: Ints, highest: float) -> Iterator[Half]:
        """How each person may fall into two, the log-odds of both sides being below ``highest``. Mentions of one
        number in ``tied`` (of each mention of the world) are never parted."""
        batch, size = list[tuple[int, Ints, Ints]](), 0
        for person, members, cuts in self._cut(tied):
            batch += [(person, members[cut], members[~cut]) for cut in cuts]
            size += len(members) * len(cuts)
            if size > _ROWS:
                yield from self._parted(batch, highest)
                batch, size = [], 0
        if batch:
            yield from self._parted(batch, highest)

    def _cut(self, tied: Ints) -> Iterator[tuple[int, Ints, list[Flags]]]:
        """Of each person that can be parted: its mentions, and which of them stand on the one side, in several ways."""
        found, pairs = list[tuple[int, Ints, Ints]](), 0
        for number, rows in self.mentions().items():
            if len(rows) > MOST:
                rows = rows[np.linspace(0, len(rows) - 1, MOST).astype(np.int64)]
            unit = np.unique(tied[rows], return_inverse=True)[1].astype(np.int64)
            if unit.max() == 1:
                yield number, rows, [unit == unit[0]]
            elif unit.max() > 1:
                found.append((number, rows, unit))
                pairs += len(rows) * (len(rows) - 1) // 2
            if pairs > _PAIRS:
                yield from self._linked(found)
                found, pairs = [], 0
        if found:
            yield from self._linked(found)

    def _linked(self, found: list[tuple[int, Ints, Ints]]) -> Iterator[tuple[int, Ints, list[Flags]]]:
        """The highest branchings of the tree of each person's mentions by average linkage."""
        case = self.case
        rows = np.concatenate([members for _, members, _ in found])
        starts = np.cumsum([0, *(len(members) for _, members, _ in found)])
        one, two = all_pairs(np.repeat(np.arange(len(found)), np.diff(starts)))
        traits = case.features.of(rows)
        singles = profiles(case.features, traits, np.arange(len(rows)), len(rows))
        score = case.weights.single.of(singles, one, two) + self._names(case.own[rows[one]], case.own[rows[two]])
        apart = _LIMIT - np.clip(np.round(score, 6), -_LIMIT, _LIMIT)
        limits = np.searchsorted(one, starts)
        for i, (number, members, unit) in enumerate(found):
            part = slice(limits[i], limits[i + 1])
            a, b = unit[one[part] - starts[i]], unit[two[part] - starts[i]]
            cuts = [side[unit] for side in _branchings(a, b, apart[part], int(unit.max()) + 1)]
            yield number, members, cuts

    def _names(self, one: Ints, two: Ints) -> Floats:
        """What pairs of names say, within a block or across; nothing where they are not known to be related."""
        case, out = self.case, np.zeros(len(one))
        for relations, prior in ((self.across, case.weights.prior.of(self.across)), (case.within, case.prior)):
            at = relations.at(one, two)
            out[at >= 0] = prior[at[at >= 0]]
        return out

    def _parted(self, batch: list[tuple[int, Ints, Ints]], highest: float) -> Iterator[Half]:
        groups, one, two = self._compared([side for _, left, right in batch for side in (left, right)])
        told, prior = self._prior(groups, one, two)
        score = np.round(self.case.weights.group.of(groups.profiles, one, two) + prior, 9)
        for i in np.flatnonzero(told & (score < highest)).tolist():
            yield Half(*batch[i], float(score[i]))

    def terms(self, pairs: Sequence[tuple[Ints, Ints]]) -> list[tuple[tuple[str, float], ...]]:
        """What each thing weighs for (above 0) and against two groups of mentions being one person, the names first:
        log-odds, which add up."""
        if not pairs:
            return []
        groups, one, two = self._compared([side for pair in pairs for side in pair])
        weights = self.case.weights.group
        found = weights.terms(groups.profiles, one, two)
        prior = self._prior(groups, one, two)[1] + weights.base
        return [
            (("names", round(names, 12)), *((term, round(v, 12)) for term, v in zip(TERMS, values, strict=True) if v))
            for names, values in zip(prior.tolist(), found.tolist(), strict=True)
        ]

    def _compared(self, sides: Sequence[Ints]) -> tuple[Groups, Ints, Ints]:
        """Groups of mentions, every two after each other a pair."""
        rows, label = np.concatenate(sides), np.repeat(np.arange(len(sides)), [len(side) for side in sides])
        groups = Groups.of(self.case, rows, label, self.case.features.of(rows), self.schemes[rows])
        at = np.empty(len(sides), np.int64)
        at[label] = groups.label
        return groups, at[::2], at[1::2]

    def _prior(self, groups: Groups, one: Ints, two: Ints) -> tuple[Flags, Floats]:
        """Whether names of two groups are related, and what they say: the most specific ones in a block, else the best
        of any two across blocks."""
        case = self.case
        lead = groups.leading()
        kind = case.within.at(lead[one], lead[two])
        prior = np.full(len(one), -np.inf)
        prior[kind >= 0] = case.prior[kind[kind >= 0]]
        rest = np.flatnonzero(kind < 0)
        if len(rest) and len(self.across.one):
            row, left, right = groups.form_pairs(one[rest], two[rest])
            at = self.across.at(left, right)
            np.maximum.at(prior, rest[row[at >= 0]], case.weights.prior.of(self.across)[at[at >= 0]])
        told = np.isfinite(prior)
        return told, np.where(told, prior, 0)


def _branchings(one: Ints, two: Ints, apart: Floats, count: int) -> list[Flags]:
    """The highest branchings of the tree of ``count`` units, as the units of the one side. ``one``, ``two``,
    ``apart``: pairs of mentions, by their units, and how far apart they are: units as far as their mentions on
    average."""
    total, times = np.zeros((count, count)), np.zeros((count, count))
    np.add.at(total, (one, two), apart)
    np.add.at(times, (one, two), 1)
    far = (total + total.T) / np.maximum(times + times.T, 1)
    tree = linkage(far[np.triu_indices(count, 1)], "average")
    out = dict[bytes, Flags]()
    for row in range(count - 2, max(count - 2 - CUTS, -1), -1):
        for end in tree[row, :2].astype(np.int64).tolist():
            side = np.zeros(count, bool)
            side[_leaves(tree, end, count)] = True
            side = side if side[0] else ~side
            out.setdefault(side.tobytes(), side)
    return list(out.values())


def _leaves(tree: Floats, node: int, count: int) -> list[int]:
    out, left = list[int](), [node]
    while left:
        found = left.pop()
        if found < count:
            out.append(found)
        else:
            left += tree[found - count, :2].astype(np.int64).tolist()
    return out
