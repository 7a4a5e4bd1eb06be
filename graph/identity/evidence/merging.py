"""Second stage: groups of mentions compared as wholes, and merged, mutual best first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from coterie.graph.identity.evidence.candidates import LARGEST, Pairs, all_pairs, chosen_pairs, pairs_with
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.features import Traits
from coterie.graph.identity.evidence.profiles import Profiles, products, profiles
from coterie.graph.identity.evidence.relations import Relations

Rules = Callable[["Groups", Ints, Ints], tuple[NDArray[np.bool_], Floats]]
Finder = Callable[["Groups", "Ints | None"], Pairs]
Flags = NDArray[np.bool_]


@dataclass
class Groups:
    """Groups of mentions at one moment, in the order of their smallest mention. ``rows``: the mentions; ``label``: the
    group of each. Matrices have a row for each group: the forms of its names, its papers, the schemes of its ids."""

    case: Case
    rows: Ints
    label: Ints
    count: int
    profiles: Profiles
    forms: Any
    papers: Any
    schemes: Any

    @classmethod
    def of(cls, case: Case, rows: Ints, label: Ints, traits: Traits, schemes: Any) -> Groups:
        """``schemes``: identifiers' schemes of each of ``rows``."""
        first = np.full(int(label.max()) + 1, len(case.rank))
        np.minimum.at(first, label, case.rank[rows])
        block = np.zeros(len(first), np.int64)
        block[label] = case.names.block[case.own[rows]]
        found = np.unique(label)
        order = found[np.lexsort((first[found], block[found]))]
        number = np.empty(len(first), np.int64)
        number[order] = np.arange(len(order))
        label, count = number[label], len(order)
        papers = np.unique(case.paper[rows], return_inverse=True)[1]
        add = _binary(label, np.arange(len(rows)), (count, len(rows)))
        held = (add @ schemes).tocsr()
        held.data[:] = 1
        return cls(
            case, rows, label, count, profiles(case.features, traits, label, count),
            _binary(label, case.own[rows], (count, len(case.names.forms))),
            _binary(label, papers, (count, int(papers.max()) + 1)), held,
        )  # fmt: skip

    def blocks(self) -> Ints:
        """The block of each group, where each has one."""
        out = np.empty(self.count, np.int64)
        out[self.label] = self.case.names.block[self.case.own[self.rows]]
        return out

    def leading(self) -> Ints:
        """The most specific form of each group: most letters, then first in order."""
        forms = self.forms
        row = np.repeat(np.arange(self.count), np.diff(forms.indptr))
        order = np.lexsort((forms.indices, -self.case.names.letters[forms.indices], row))
        return np.asarray(forms.indices[order][forms.indptr[:-1]], np.int64)

    def apart(self, one: Ints, two: Ints) -> Flags:
        """Whether two groups must not be one: both are on one paper, or hold different ids of one scheme."""
        out = products(self.papers, self.papers, one, two) > 0
        if self.schemes.nnz:
            out |= products(self.schemes, self.schemes, one, two) > 0
        return out

    def form_pairs(self, one: Ints, two: Ints) -> tuple[Ints, Ints, Ints]:
        """All pairs of forms of each pair of groups: the pair's row, and the two forms."""
        limits, forms = self.forms.indptr.astype(np.int64), self.forms.indices.astype(np.int64)
        size = np.diff(limits)
        times = size[one] * size[two]
        row = np.repeat(np.arange(len(one)), times)
        place = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
        width = size[two][row]
        return row, forms[limits[one][row] + place // width], forms[limits[two][row] + place % width]


def _binary(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Any:
    found = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    found.data[:] = 1
    return found


def merged(case: Case, rows: Ints, label: Ints, traits: Traits, schemes: Any, threshold: float, find: Finder,
           rules: Rules) -> Ints:  # fmt: skip
    """The group of each of ``rows`` after merging: as long as a pair that ``find`` gives and ``rules`` allow has
    log-odds of at least ``threshold``, each two groups that are each other's best are made one."""
    kept = np.empty((0, 2), np.int64), np.empty(0)
    fresh: Ints | None = None
    while True:
        groups = Groups.of(case, rows, label, traits, schemes)
        if fresh is not None:
            number = np.full(int(label.max()) + 1, -1)
            number[label] = groups.label
            pairs = np.sort(number[kept[0]], axis=1)
            kept = pairs, kept[1]
            fresh = np.unique(number[fresh])
        label = groups.label
        one, two = find(groups, fresh)
        allowed, prior = rules(groups, one, two)
        one, two, prior = one[allowed], two[allowed], prior[allowed]
        score = np.round(case.weights.group.of(groups.profiles, one, two) + prior, 9)
        good = score >= threshold
        pairs = np.concatenate([kept[0], np.stack([one[good], two[good]], 1)])
        score = np.concatenate([kept[1], score[good]])
        if not len(score):
            return label
        best = _mutual_best(pairs, score, groups.count)
        ends = pairs[best]
        if case.trail is not None:
            case.trail.merge(rows, label, ends)
        to = np.arange(groups.count)
        to[ends[:, 1]] = ends[:, 0]
        label, fresh = to[label], ends[:, 0]
        changed = np.zeros(groups.count, bool)
        changed[ends] = True
        still = ~changed[pairs].any(1)
        kept = pairs[still], score[still]


def _mutual_best(pairs: Ints, score: Floats, count: int) -> Ints:
    """Rows of pairs that are the best of both their ends; ties go to the smaller groups."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -score))
    best = np.full(count, len(order))
    place = np.arange(len(order))
    np.minimum.at(best, pairs[order, 0], place)
    np.minimum.at(best, pairs[order, 1], place)
    return np.asarray(order[(best[pairs[order, 0]] == place) & (best[pairs[order, 1]] == place)])


def in_blocks(groups: Groups, fresh: Ints | None) -> Pairs:
    """Pairs of groups of one block, of which at least one is ``fresh``, if given."""
    blocks = groups.blocks()
    if groups.count > LARGEST and blocks[0] == blocks[-1]:
        case = groups.case
        case.cut.add(case.names.blocks[int(blocks[0])])
        lead = groups.leading()
        one, two = chosen_pairs(groups.profiles.team, lead, case.bearers[lead] < 0)
        some = slice(None) if fresh is None else np.isin(one, fresh) | np.isin(two, fresh)
        return one[some], two[some]
    return all_pairs(blocks) if fresh is None else pairs_with(blocks, fresh)


def by_names(groups: Groups, one: Ints, two: Ints) -> tuple[Flags, Floats]:
    """Which pairs of one block may be merged: all their names agree; and what their most specific names say."""
    case = groups.case
    lead = groups.leading()
    kind = case.within.at(lead[one], lead[two])
    allowed = kind >= 0
    several = np.diff(groups.forms.indptr) > 1
    look = np.flatnonzero(allowed & (several[one] | several[two]))
    row, left, right = groups.form_pairs(one[look], two[look])
    allowed[look[np.unique(row[case.within.at(left, right) < 0])]] = False
    some = np.flatnonzero(allowed)
    allowed[some] = ~groups.apart(one[some], two[some])
    return allowed, case.prior[kind] if len(case.prior) else np.zeros(len(kind))


class AcrossBlocks:
    """Pairs of groups whose names stand in different blocks and may yet be one person's."""

    def __init__(self, case: Case, across: Relations) -> None:
        self._case, self._across = case, across
        self._prior = case.weights.prior.of(across)
        size = len(case.names.forms)
        ones = np.ones(len(across.one))
        related = sp.csr_matrix((ones, (across.one, across.two)), shape=(size, size))
        self._related = related + related.T

    def find(self, groups: Groups, fresh: Ints | None) -> Pairs:
        """Pairs with related names."""
        found = sp.triu(groups.forms @ self._related @ groups.forms.T, 1).tocoo()
        one, two = found.row.astype(np.int64), found.col.astype(np.int64)
        some = slice(None) if fresh is None else np.isin(one, fresh) | np.isin(two, fresh)
        return one[some], two[some]

    def rules(self, groups: Groups, one: Ints, two: Ints) -> tuple[Flags, Floats]:
        """Which may be merged: those that share a co-author, none of whose names in full disagree; and the best that
        any of their names say."""
        prior = np.full(len(one), -np.inf)
        allowed = products(groups.profiles.team, groups.profiles.shared, one, two) > 0.5
        look = np.flatnonzero(allowed)
        allowed[look] = ~self.against(groups, one[look], two[look])
        prior[look] = self.prior(groups, one[look], two[look])
        allowed &= np.isfinite(prior)
        some = np.flatnonzero(allowed)
        allowed[some] = ~groups.apart(one[some], two[some])
        return allowed, prior

    def prior(self, groups: Groups, one: Ints, two: Ints) -> Floats:
        """The best that any of their names say, -inf where none are related across blocks."""
        row, left, right = groups.form_pairs(one, two)
        across = self._across.at(left, right)
        told = across >= 0
        out = np.full(len(one), -np.inf)
        np.maximum.at(out, row[told], self._prior[across[told]])
        return out

    def against(self, groups: Groups, one: Ints, two: Ints) -> Flags:
        """Whether names in full of both disagree."""
        case, out = self._case, np.zeros(len(one), bool)
        row, left, right = groups.form_pairs(one, two)
        initial = case.names.initial
        related = (case.within.at(left, right) >= 0) | (self._across.at(left, right) >= 0)
        out[row[~related & ~initial[left] & ~initial[right]]] = True
        return out
