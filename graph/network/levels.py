"""Distances from one node, and the largest distances of nodes, links unweighted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coterie.graph.network.kernels import Indices, Ints, neighbours_of
from coterie.graph.network.parallel import in_parts

_WORDS = 4
_PROBES = 16


def levels(indptr: Ints, indices: Indices, source: int, most: float = np.inf) -> Ints:
    """The distance of each node from ``source``, up to ``most``; -1 where not reached."""
    out = np.full(len(indptr) - 1, -1)
    out[source] = 0
    frontier, depth = np.array([source]), 0
    while len(frontier) and depth < most:
        depth += 1
        near = neighbours_of(indptr, indices, frontier)
        near = near[out[near] < 0]
        out[near] = depth
        frontier = np.unique(near)
    return out


def distance(indptr: Ints, indices: Indices, source: int, target: int) -> int:
    """The distance of two nodes, -1 where there is no path: searched from both, on the side that has fewer nodes to go
    on from, until they meet."""
    if source == target:
        return 0
    seen = np.zeros(len(indptr) - 1, bool), np.zeros(len(indptr) - 1, bool)
    seen[0][source] = seen[1][target] = True
    frontiers = [np.array([source]), np.array([target])]
    depth = 0
    while len(frontiers[0]) and len(frontiers[1]):
        side = int(len(frontiers[0]) > len(frontiers[1]))
        near = neighbours_of(indptr, indices, frontiers[side])
        depth += 1
        if seen[1 - side][near].any():
            return depth
        frontiers[side] = np.unique(near[~seen[side][near]])
        seen[side][frontiers[side]] = True
    return -1


def eccentricities(indptr: Ints, indices: Indices, sources: Ints) -> Ints:
    """The largest distance from each of ``sources`` to a node that it reaches: searches from 256 at once, each a bit,
    which is in no frontier any more once all is reached."""
    block = 64 * _WORDS
    if not len(indices):
        return np.zeros(len(sources), np.int64)
    parts = [sources[first : first + block] for first in range(0, len(sources), block)]
    found = in_parts(lambda some: _last_levels(indptr, indices, some), parts)
    return np.concatenate([*found, np.zeros(0, np.int64)])


def _last_levels(indptr: Ints, indices: Indices, sources: Ints) -> Ints:
    size, words = len(indptr) - 1, -(-len(sources) // 64)
    linked = np.flatnonzero(np.diff(indptr) > 0)
    word, bit = np.arange(len(sources)) // 64, np.uint64(1) << (np.arange(len(sources)) % 64).astype(np.uint64)
    frontier = np.zeros((size, words), np.uint64)
    np.bitwise_or.at(frontier, (sources, word), bit)
    seen = frontier.copy()
    out, depth = np.zeros(len(sources), np.int64), 0
    while True:
        spread = np.zeros_like(frontier)
        spread[linked] = np.bitwise_or.reduceat(frontier[indices], indptr[linked], axis=0)
        frontier = spread & ~seen
        moving = (np.bitwise_or.reduce(frontier, axis=0)[word] & bit) > 0
        if not moving.any():
            return out
        depth += 1
        out[moving] = depth
        seen |= frontier


def extreme(indptr: Ints, indices: Indices, largest: bool) -> tuple[int, NDArray[np.bool_]]:
    """The diameter of a connected graph (``largest``), or its radius, and which nodes have that eccentricity.

    A search from one node bounds the eccentricity of every other; nodes whose bounds do not exclude them are searched
    from, the most promising first (F. W. Takes, W. A. Kosters, Algorithms 6:100, 2013).
    """
    size = len(indptr) - 1
    low, high = np.zeros(size, np.int64), np.full(size, size)
    node = int(np.argmax(np.diff(indptr)))
    for probe in range(min(_PROBES, size)):
        far = levels(indptr, indices, node)
        top = int(far.max())
        np.maximum(low, np.maximum(far, top - far), out=low)
        np.minimum(high, top + far, out=high)
        low[node] = high[node] = top
        open_ones = low < high
        node = int(np.argmax(np.where(open_ones, high, -1)) if probe % 2 == 0 else
                   np.argmin(np.where(open_ones, low, size)))  # fmt: skip
    while True:
        value = int(low.max() if largest else high.min())
        left = np.flatnonzero((low < high) & ((high >= value) if largest else (low <= value)))
        if not len(left):
            return value, (low == value) & (high == value)
        order = np.argsort(-high[left] if largest else low[left], kind="stable")
        batch = left[order[: 64 * _WORDS]]
        low[batch] = high[batch] = eccentricities(indptr, indices, batch)
