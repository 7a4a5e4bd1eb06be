"""COAUTHORED: every pair of people with a joint paper, its three weights and its years."""

from __future__ import annotations

from collections.abc import Iterator

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
    code, n_of, year_of = _kinds(team, year, cap)
    pair, kind = _in_order(*_teams(paper[used], author[used], len(team), size), size, code, len(n_of))
    if not len(pair):
        return no_rows(COAUTHORED.properties, ends=True)
    new_pair = np.r_[True, pair[1:] != pair[:-1]]
    n, starts = n_of[kind], np.flatnonzero(new_pair)
    new_step = new_pair.copy()
    new_step[1:] |= n[1:] != n[:-1]
    steps = np.flatnonzero(new_step)
    joint, n = np.diff(np.r_[steps, len(pair)]), n[steps]
    first_steps = np.flatnonzero(new_pair[steps])
    first = np.minimum.reduceat(np.where(year_of == ABSENT, _LATE, year_of)[kind], starts)
    known = {
        "papers": np.diff(np.r_[starts, len(pair)]),
        "newman": np.add.reduceat(joint / (n - 1), first_steps),
        "pair_share": np.add.reduceat(2 * joint / (n * (n - 1)), first_steps),
        "first_year": np.where(first == _LATE, ABSENT, first),
        "last_year": np.maximum.reduceat(year_of[kind], starts),
    }
    pair = pair[starts]
    return rel_table(COAUTHORED.properties, pair // size, pair % size, known)


def within_papers(paper: Ints, author: Ints) -> tuple[Ints, Ints, Ints]:
    """All pairs of authors within each paper (rows sorted by paper, then author): left < right, and the paper."""
    found = list(_by_team(paper, author, paper))
    if not found:
        return author[:0], author[:0], author[:0]
    left, right, of = (np.concatenate(each) for each in zip(*found, strict=True))
    return left, right, of


def _by_team(paper: Ints, author: Ints, told: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """The pairs of :func:`within_papers`, those of teams of one size at a time, with what is ``told`` of the paper."""
    starts = np.flatnonzero(np.r_[True, paper[1:] != paper[:-1]][: len(paper)])
    sizes = np.diff(np.r_[starts, len(paper)])
    for k in np.unique(sizes[sizes > 1]).tolist():
        begin = starts[sizes == k]
        members = author[begin[:, None] + np.arange(k)]
        i, j = np.triu_indices(k, 1)
        yield members[:, i].ravel(), members[:, j].ravel(), np.repeat(told[begin], len(i))


def _teams(paper: Ints, author: Ints, papers: int, size: int) -> tuple[Ints, Ints]:
    """Who is on which paper, once, sorted by paper, then author; in linear time where authors come in order."""
    from scipy.sparse import csr_array

    teams = csr_array((np.ones(len(paper), np.int8), (paper, author)), shape=(papers, size))
    teams.sum_duplicates()
    return np.repeat(np.arange(papers), np.diff(teams.indptr)), teams.indices.astype(np.int64)


def _kinds(team: Ints, year: Ints, cap: int) -> tuple[Ints, Ints, Ints]:
    """A number for each paper by its n (within the cap) and year, rising with n; n and year by that number."""
    known = year[year != ABSENT]
    low = int(known.min(initial=0)) - 1
    span = int(known.max(initial=0)) - low + 1
    key = np.minimum(team, cap + 1) * span + np.where(year == ABSENT, 0, year - low)
    distinct, code = np.unique(key, return_inverse=True)
    when = distinct % span
    return code.reshape(-1).astype(np.int64), distinct // span, np.where(when == 0, ABSENT, when + low)


def _in_order(paper: Ints, author: Ints, size: int, code: Ints, kinds: int) -> tuple[Ints, Ints]:
    """Every pair on every paper as ``left * size + right``, sorted, and the paper's number in ``code``, rising within
    a pair. Both stand in one integer, which sorts several times as fast as an order of two, while they fit."""
    bits = kinds.bit_length()
    fits = size * size < 2 ** (63 - bits)
    pairs, numbers = [author[:0]], [author[:0]]
    for left, right, number in _by_team(paper, author, code[paper]):
        left *= size
        left += right
        if fits:
            left <<= bits
            left |= number
        else:
            numbers.append(number)
        pairs.append(left)
    pair = np.concatenate(pairs)
    if fits:
        pair.sort()
        return pair >> bits, pair & ((1 << bits) - 1)
    every = np.concatenate(numbers)
    order = np.lexsort((every, pair))
    return pair[order], every[order]
