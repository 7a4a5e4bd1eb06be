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
    label = np.arange(len(own)) + int(root.max(initial=-1)) + 1
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
        label[rows] = rows[np.unique(found, return_index=True)[1]][found] + int(root.max(initial=-1)) + 1
    held = root >= 0
    if held.any():
        label = _with_roots(label, root)
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


def _with_roots(label: Ints, root: Ints) -> Ints:
    """Groups joined that hold the same group of identifiers."""
    held = np.flatnonzero(root >= 0)
    size = int(label.max()) + 1
    ties = sp.coo_matrix((np.ones(len(held)), (root[held], label[held])), shape=(size, size))
    joined = sp.csgraph.connected_components(ties, directed=False)[1].astype(np.int64)
    return np.asarray(joined[label])


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
