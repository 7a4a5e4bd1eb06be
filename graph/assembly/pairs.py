"""COAUTHORED: every pair of people with a joint paper, its three weights and its years."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.columns import Ints, no_rows, rel_table
from coterie.graph.model.schema import COAUTHORED
from coterie.graph.model.tables import ABSENT, Table

_LATE = np.iinfo(np.int64).max


def coauthored(author: Ints, paper: Ints, counted: NDArray[np.bool_], team: Ints, year: Ints, cap: int) -> Table:
    """Pairs from mentions.

    ``author``, ``paper``, ``counted``: for each mention the rows of its author and paper, and whether it counts
    (neither editor nor collective). ``team``, ``year``: for each paper n and year. Papers with n above ``cap`` make
    no pairs; a name twice on one paper is one person. Weights are sums over joint papers: 1/(n-1) (newman, M. E. J.
    Newman, Phys. Rev. E 64, 016132, 2001) and 2/(n(n-1)) (pair_share). Equal n are counted first and the sum goes
    by rising n, so that a pair's weights do not depend on the order, nor on which other papers are given.
    """
    size = int(author.max()) + 1 if len(author) else 1
    used = counted & (team[paper] <= cap)
    keys = np.unique(paper[used] * size + author[used])
    left, right, of = within_papers(keys // size, keys % size)
    if not len(left):
        return no_rows(COAUTHORED.properties, ends=True)
    n = team[of]
    base = int(n.max()) + 1
    combined = (left * size + right) * base + n
    del left, right, n
    order = np.argsort(combined)
    combined, years = combined[order], year[of[order]]
    steps = np.flatnonzero(np.r_[True, combined[1:] != combined[:-1]])
    pair_of_step, n_of_step = combined[steps] // base, combined[steps] % base
    joint = np.diff(np.r_[steps, len(combined)])
    first_step = np.r_[True, pair_of_step[1:] != pair_of_step[:-1]]
    group = np.cumsum(first_step) - 1
    pair = pair_of_step[first_step]
    starts = steps[first_step]
    known_years = np.where(years == ABSENT, _LATE, years)
    first = np.minimum.reduceat(known_years, starts)
    known = {
        "papers": np.add.reduceat(joint, np.flatnonzero(first_step)).astype(np.int64),
        "newman": np.bincount(group, weights=joint / (n_of_step - 1)),
        "pair_share": np.bincount(group, weights=2 * joint / (n_of_step * (n_of_step - 1))),
        "first_year": np.where(first == _LATE, ABSENT, first),
        "last_year": np.maximum.reduceat(years, starts),
    }
    return rel_table(COAUTHORED.properties, pair // size, pair % size, known)


def within_papers(paper: Ints, author: Ints) -> tuple[Ints, Ints, Ints]:
    """All pairs of authors within each paper (rows sorted by paper, then author): left < right, and the paper."""
    starts = np.flatnonzero(np.r_[True, paper[1:] != paper[:-1]][: len(paper)])
    sizes = np.diff(np.r_[starts, len(paper)])
    lefts, rights, papers = [], [], []
    for k in np.unique(sizes[sizes > 1]).tolist():
        begin = starts[sizes == k]
        members = author[begin[:, None] + np.arange(k)]
        i, j = np.triu_indices(k, 1)
        lefts.append(members[:, i].ravel())
        rights.append(members[:, j].ravel())
        papers.append(np.repeat(paper[begin], len(i)))
    if not lefts:
        return author[:0], author[:0], author[:0]
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(papers)
