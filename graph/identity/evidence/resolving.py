"""The default way of telling people apart: identifiers, then evidence in two stages, then names that vary.

1. Mentions that hold one identifier, or identifiers joined by others, are one group
   (:class:`~coterie.graph.identity.idclusters.IdClusters`).
2. In each block (family name and first initial) the other mentions are joined to small groups by average linkage of
   their pairs' log-odds.
3. Groups are compared as wholes, and merged, mutual best first, as long as the log-odds reach the threshold.
4. Groups of different blocks whose names vary (other order, double family names, transliterations, nicknames) are
   merged likewise where they share co-authors.

Never merged are names that cannot be one person's, different identifiers of one scheme, and two positions of one paper
(but for the same name standing there twice). Nothing depends on the order of input.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from coterie.graph.identity.evidence.candidates import batches
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Ints
from coterie.graph.identity.evidence.linkage import micro_groups
from coterie.graph.identity.evidence.merging import AcrossBlocks, by_names, in_blocks, merged
from coterie.graph.identity.evidence.relations import Relations

MICRO = 1.0
"""Log-odds above the threshold that mentions need, on average, to form a group in the first stage."""
THRESHOLDS = {"default": 0.0, "strict": 2.5, "loose": -2.5}


def groups_of(case: Case, root: Ints, schemes: Any, threshold: float) -> Ints:
    """The group of each mention, -1 for collectives. ``root``: the group of identifiers of each mention, -1 for none;
    ``schemes``: a row for each mention, the schemes of that group's identifiers."""
    own = case.own
    root, schemes = _with_twice_listed(case, root, schemes)
    above = int(root.max(initial=-1)) + 1
    label = np.arange(len(own)) + above
    begun = label.copy()
    some = np.flatnonzero(own >= 0)
    some = some[np.argsort(case.rank[some])]
    blocks = case.names.block[own[some]]
    for batch in batches(blocks):
        rows = some[batch]
        traits = case.features.of(rows)
        start = _started(case, rows, root[rows], threshold)
        found = merged(case, rows, start, traits, schemes[rows], threshold, in_blocks, by_names)
        if case.trail is not None:
            case.trail.begin(rows, start)
            case.trail.settle(rows, found)
        label[rows] = rows[np.unique(found, return_index=True)[1]][found] + above
        begun[rows] = rows[np.unique(start, return_index=True)[1]][start] + above
    if above:
        label = _with_roots(case, some, label, begun, root, schemes)
    label = _across(case, some, label, schemes, threshold)
    label[own < 0] = -1
    return label


def _started(case: Case, rows: Ints, root: Ints, threshold: float) -> Ints:
    """Groups to begin with: those of identifiers, in each block, and small ones of the other mentions."""
    free = np.flatnonzero(root < 0)
    label = np.empty(len(rows), np.int64)
    if len(free):
        label[free] = micro_groups(case, rows[free], case.features.of(rows[free]), threshold + MICRO)
    held = np.flatnonzero(root >= 0)
    if len(held):
        blocks = case.names.block[case.own[rows[held]]]
        key = blocks * (int(root.max()) + 1) + root[held]
        begin = int(label[free].max()) + 1 if len(free) else 0
        label[held] = begin + np.unique(key, return_inverse=True)[1]
    return label


def _with_twice_listed(case: Case, root: Ints, schemes: Any) -> tuple[Ints, Any]:
    """Mentions without identifiers get those of the one mention of the same name on their paper, if it is not
    abbreviated: it is listed twice."""
    own, paper = case.own, case.paper
    place = np.where(own >= 0, own * (int(paper.max(initial=0)) + 1) + paper, -1)
    held = np.flatnonzero((root >= 0) & (own >= 0))
    held = held[~case.names.abbreviated[own[held]]]
    free = np.flatnonzero((root < 0) & np.isin(place, place[held]))
    if not len(free):
        return root, schemes
    held = held[np.unique(np.stack([place[held], root[held]]), axis=1, return_index=True)[1]]
    places, first, count = np.unique(place[held], return_index=True, return_counts=True)
    at = np.searchsorted(places, place[free])
    free, at = free[count[at] == 1], at[count[at] == 1]
    like = np.arange(len(root))
    like[free] = held[first[at]]
    return root[like], schemes[like]


def _with_roots(case: Case, some: Ints, label: Ints, begun: Ints, root: Ints, schemes: Any) -> Ints:
    """Groups joined that hold the same group of identifiers. Where each of them was merged with another that must stay
    apart (on one paper, or of another identifier of one scheme), all are taken back to what they had ``begun`` with.
    """
    now, start = _joined(label, root), _joined(begun, root)
    brought = np.bincount(now[np.unique(label, return_index=True)[1]]) > 1
    some = some[brought[now[some]]]
    _, row = np.unique(start[some], return_index=True)
    whole = now[some[row]]
    ids = schemes[some[row]].tocoo()
    on_papers = np.unique(np.stack([start[some], case.paper[some], now[some]]), axis=1)
    clash = np.union1d(_several(on_papers[2], on_papers[1]), _several(whole[ids.row], ids.col.astype(np.int64)))
    back = some[np.isin(now[some], clash)]
    if len(back):
        now[back] = start[back] + int(now.max()) + 1
        if case.trail is not None:
            case.trail.take_back(back)
    return now


def _joined(label: Ints, root: Ints) -> Ints:
    held = np.flatnonzero(root >= 0)
    size = int(label.max()) + 1
    ties = sp.coo_matrix((np.ones(len(held)), (root[held], label[held])), shape=(size, size))
    joined = sp.csgraph.connected_components(ties, directed=False)[1].astype(np.int64)
    return np.asarray(joined[label])


def _several(whole: Ints, thing: Ints) -> Ints:
    """Which of ``whole`` have one thing more than once."""
    pairs, times = np.unique(np.stack([whole, thing]), axis=1, return_counts=True)
    return np.unique(pairs[0][times > 1])


def _across(case: Case, some: Ints, label: Ints, schemes: Any, threshold: float) -> Ints:
    """Groups merged whose names stand in different blocks."""
    across = Relations.across(case.names, case.bearers, np.unique(case.own[some]))
    if not len(across.one):
        return label
    related = np.zeros(len(case.names.forms), bool)
    related[across.one] = related[across.two] = True
    touched = np.zeros(int(label.max()) + 1, bool)
    touched[label[some[related[case.own[some]]]]] = True
    rows = some[touched[label[some]]]
    blocks = AcrossBlocks(case, across)
    start = np.unique(label[rows], return_inverse=True)[1]
    if case.trail is not None:
        case.trail.across = True
    found = merged(case, rows, start, case.features.of(rows), schemes[rows], threshold, blocks.find, blocks.rules)
    first = np.unique(found, return_index=True)[1]
    out = label.copy()
    out[rows] = label[rows[first]][found]
    return out
