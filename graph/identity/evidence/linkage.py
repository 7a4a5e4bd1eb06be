"""First stage: mentions of a block that clearly belong together, by average linkage."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

from coterie.graph.identity.evidence.candidates import LARGEST, all_pairs, chosen_pairs
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.features import Traits
from coterie.graph.identity.evidence.profiles import profiles

LIMIT = 10.0
"""No pair speaks more than this for or against being one person: one strange pair cannot part a group."""
_LISTED_TWICE = 5.0
"""A name that so few bear (−log of how many are expected) is one person's where it stands twice on a paper."""


def micro_groups(case: Case, rows: Ints, traits: Traits, level: float) -> Ints:
    """The group, from 0, of each of ``rows``: mentions sorted by block. Pairs in a group have log-odds of ``level`` on
    average."""
    one, two, score = scored(case, rows, traits)
    part = _parts(one, two, score, len(rows), level)
    inside = part[one] == part[two]
    return _linked(part, int(part.max()) + 1, one[inside], two[inside], score[inside], level)


def _parts(one: Ints, two: Ints, score: Floats, size: int, level: float) -> Ints:
    """What hangs together by pairs of at least ``level``: within it all are looked at by average linkage. What is too
    large for that is cut at higher levels, for a chain of pairs is no person."""
    part = np.zeros(size, np.int64)
    large = np.ones(size, bool)
    while large.any() and level <= LIMIT:
        joined = (score >= level) & large[one] & (part[one] == part[two])
        graph = sp.coo_matrix((np.ones(int(joined.sum())), (one[joined], two[joined])), shape=(size, size))
        finer = connected_components(graph, directed=False)[1]
        part[large] = int(part.max()) + 1 + finer[large]
        part = np.unique(part, return_inverse=True)[1].reshape(-1)
        large &= np.bincount(part)[part] > LARGEST
        level += 1.0
    return part


def scored(case: Case, rows: Ints, traits: Traits) -> tuple[Ints, Ints, Floats]:
    """Pairs that may be one person, and their log-odds."""
    own, paper = case.own[rows], case.paper[rows]
    one, two = pairs_of(case, rows, traits)
    kind = case.within.at(own[one], own[two])
    one, two, kind = (found[kind >= 0] for found in (one, two, kind))
    singles = profiles(case.features, traits, np.arange(len(rows)), len(rows))
    score = case.weights.single.of(singles, one, two) + case.prior[kind]
    score = np.clip(np.round(score, 6), -LIMIT, LIMIT)
    beside = paper[one] == paper[two]
    if beside.any():
        twice = beside & listed_twice(case, own[one], own[two], kind)
        score[beside] = -3 * LIMIT
        score[twice] = LIMIT
    return one, two, score


def listed_twice(case: Case, one: Ints, two: Ints, kind: Ints) -> Ints:
    """Whether two names on one paper are one person's who is listed twice: the same name, not abbreviated, or a rare
    one in full."""
    same = (one == two) & ~case.names.abbreviated[one]
    full = ~case.names.initial
    rare = np.maximum(case.bearers[one], case.bearers[two]) <= -_LISTED_TWICE
    return np.asarray(same | (full[one] & full[two] & rare & (case.within.kind[kind] <= 2)))


def pairs_of(case: Case, rows: Ints, traits: Traits) -> tuple[Ints, Ints]:
    """Pairs of rows to compare: all of a block, or in a very large one those with something in common."""
    blocks = case.names.block[case.own[rows]]
    if len(rows) <= LARGEST or (blocks[0] != blocks[-1]):
        return all_pairs(blocks)
    case.cut.add(case.names.blocks[int(blocks[0])])
    return chosen_pairs(traits.team, case.own[rows], case.bearers[case.own[rows]] < 0)


def _linked(part: Ints, count: int, one: Ints, two: Ints, score: Floats, level: float) -> Ints:
    """Components cut to groups whose pairs reach ``level`` on average."""
    out, groups = part.copy(), count
    sizes = np.bincount(part, minlength=count)
    members = np.split(np.argsort(part, kind="stable"), np.cumsum(sizes)[:-1])
    order = np.argsort(part[one], kind="stable")
    limits = np.searchsorted(part[one][order], np.arange(count + 1))
    place = np.empty(len(part), np.int64)
    for number in np.flatnonzero(sizes > 2).tolist():
        found = members[number]
        if len(found) > LARGEST:
            continue
        place[found] = np.arange(len(found))
        pairs = order[limits[number] : limits[number + 1]]
        apart = np.full((len(found), len(found)), 3 * LIMIT)
        a, b = place[one[pairs]], place[two[pairs]]
        apart[a, b] = apart[b, a] = LIMIT - score[pairs]
        tree = linkage(apart[np.triu_indices(len(found), 1)], "average")
        out[found] = groups + fcluster(tree, LIMIT - level + 1e-9, "distance")
        groups += len(found) + 1
    return np.asarray(np.unique(out, return_inverse=True)[1])
