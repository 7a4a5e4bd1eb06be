"""Which mentions, or groups of them, are compared at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp

from coterie.graph.identity.evidence.counts import Ints

BATCH = 1_500_000
"""Pairs that are looked at together, blocks being kept whole."""
LARGEST = 3000
"""Members of a block that are all compared with each other; in larger blocks only those that share a co-author or a
rare name, and the block is reported as cut short."""
_COMMON = 60
"""Members that share a co-author are all compared; if they are more than this, each with the next few of them."""
_FEW = 4
Pairs = tuple[Ints, Ints]


def batches(blocks: Ints) -> Iterator[Ints]:
    """Rows of ``blocks`` (the block of each row) by batches of whole blocks, very large ones alone; blocks of one are
    left out."""
    order = np.argsort(blocks, kind="stable")
    found = blocks[order]
    starts = np.flatnonzero(np.r_[True, found[1:] != found[:-1]]) if len(found) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(found)])
    pairs, batch = 0, list[Ints]()
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        if size < 2:
            continue
        more = size * (size - 1) // 2
        if batch and (pairs + more > BATCH or size > LARGEST):
            yield np.concatenate(batch)
            batch, pairs = [], 0
        if size > LARGEST:
            yield order[start : start + size]
            continue
        batch.append(order[start : start + size])
        pairs += more
    if batch:
        yield np.concatenate(batch)


def all_pairs(blocks: Ints) -> Pairs:
    """All pairs of rows in one block, the smaller row first; equal ``blocks`` stand together."""
    if not len(blocks):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.r_[True, blocks[1:] != blocks[:-1]])
    ends = np.r_[starts[1:], len(blocks)]
    after = np.repeat(ends, ends - starts) - np.arange(len(blocks)) - 1
    one = np.repeat(np.arange(len(blocks)), after)
    two = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after)
    return one, two


def chosen_pairs(team: Any, names: Ints, rare: Any) -> Pairs:
    """Pairs of one large block that share a co-author (of those that very many share, not all), or a name that ``rare``
    says few bear."""
    some = sp.csc_matrix(team)
    times = np.diff(some.indptr)
    kept = some[:, (times > 1) & (times <= _COMMON)].tocsr()
    kept.data[:] = 1
    shared = sp.triu(kept @ kept.T, 1).tocoo()
    common = some[:, times > _COMMON].tocoo()
    others = [_following(names, np.flatnonzero(rare), _COMMON),
              [common.row[side] for side in _following(common.col, np.arange(common.nnz), _FEW)]]  # fmt: skip
    first = np.concatenate([shared.row, *(np.minimum(*pairs) for pairs in others)]).astype(np.int64)
    second = np.concatenate([shared.col, *(np.maximum(*pairs) for pairs in others)]).astype(np.int64)
    found = np.unique(first * len(names) + second)
    return found // len(names), found % len(names)


def _following(names: Ints, rows: Ints, most: int) -> Pairs:
    """Each of ``rows`` with the next ones of the same name, at ``most`` so many."""
    order = rows[np.argsort(names[rows], kind="stable")]
    one, two = [order[:0]], [order[:0]]
    for step in range(1, min(most, len(order) - 1) + 1):
        same = names[order[step:]] == names[order[:-step]]
        one.append(order[:-step][same])
        two.append(order[step:][same])
    return np.concatenate(one), np.concatenate(two)


def pairs_with(blocks: Ints, fresh: Ints) -> Pairs:
    """Pairs within blocks (sorted) of which at least one is among the rows ``fresh``, the smaller row first."""
    left, right = np.searchsorted(blocks, blocks[fresh], "left"), np.searchsorted(blocks, blocks[fresh], "right")
    sizes = right - left
    one = np.repeat(fresh, sizes)
    two = np.repeat(left, sizes) + np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    other = one != two
    low, high = np.minimum(one, two)[other], np.maximum(one, two)[other]
    found = np.unique(low * len(blocks) + high)
    return found // len(blocks), found % len(blocks)
