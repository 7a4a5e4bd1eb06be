"""Networks drawn at random in which every node keeps its number of links."""

from __future__ import annotations

import numpy as np

from coterie.graph.network.kernels import Indices, Ints

ROUNDS = 20
"""Rounds in which every link is offered one exchange of ends."""


def swapped(indptr: Ints, indices: Indices, seed: int, rounds: int = ROUNDS) -> tuple[Ints, Indices]:
    """Compressed rows of a network of the same degrees, drawn by ``seed``: in each round links are paired at random and
    exchange an end (a–b, c–d to a–d, c–b) where that makes neither a loop nor a link twice (S. Maslov, K. Sneppen,
    Science 296:910, 2002). The same seed gives the same network."""
    size = len(indptr) - 1
    owner = np.repeat(np.arange(size), np.diff(indptr))
    once = owner < indices
    left, right = owner[once], indices[once].astype(np.int64)
    rng = np.random.default_rng(seed)
    for _ in range(rounds if len(left) > 1 else 0):
        left, right = _round(left, right, size, rng)
    start, end = np.r_[left, right], np.r_[right, left]
    order = np.lexsort((end, start))
    counts = np.bincount(start, minlength=size)
    return np.r_[0, np.cumsum(counts)].astype(np.int64), end[order].astype(np.int32)


def _round(left: Ints, right: Ints, size: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    order = rng.permutation(len(left))
    half = len(order) // 2
    one, two = order[:half], order[half : 2 * half]
    turn = rng.random(half) < 0.5
    a, b = left[one], right[one]
    c, d = np.where(turn, right[two], left[two]), np.where(turn, left[two], right[two])
    first, second = _key(a, d, size), _key(c, b, size)
    held = np.sort(_key(left, right, size))
    fine = (a != d) & (c != b) & ~_among(first, held) & ~_among(second, held)
    known, times = np.unique(np.r_[first[fine], second[fine]], return_counts=True)
    repeated = known[times > 1]
    fine &= ~(_among(first, repeated) | _among(second, repeated))
    left, right = left.copy(), right.copy()
    left[one[fine]], right[one[fine]] = a[fine], d[fine]
    left[two[fine]], right[two[fine]] = c[fine], b[fine]
    return left, right


def _key(a: Ints, b: Ints, size: int) -> Ints:
    return np.minimum(a, b) * size + np.maximum(a, b)


def _among(wanted: Ints, held: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each is in ``held``, which is sorted."""
    if not len(held):
        return np.zeros(len(wanted), bool)
    return np.asarray(held[np.minimum(np.searchsorted(held, wanted), len(held) - 1)] == wanted)
