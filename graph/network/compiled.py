"""The same algorithms as :mod:`~coterie.graph.network.kernels` and :mod:`~coterie.graph.network.paths` have, one node
at a time, compiled by numba at their first call and kept on disk. Each lets other threads run meanwhile.

Arguments as there: ``indptr`` (int64) and ``indices`` (int32) hold an undirected graph without self-links, each link
at both its ends, neighbours sorted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Words = NDArray[np.uint64]
WORDS = 4
"""Words of 64 sources that one search of :func:`reach` carries."""
_F = TypeVar("_F", bound=Callable[..., object])


def _compiled(function: _F) -> _F:
    return cast("_F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


@_compiled
def _ones(word: np.uint64) -> np.int64:
    """Bits set."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@_compiled
def core_numbers(indptr: Ints, indices: Indices) -> Ints:
    """Core number of each node, peeling one node at a time from bins of equal degree (V. Batagelj, M. Zaversnik,
    arXiv:cs/0310049, 2003)."""
    size = len(indptr) - 1
    core = np.empty(size, np.int64)
    most = 0
    for v in range(size):
        core[v] = indptr[v + 1] - indptr[v]
        most = max(most, core[v])
    bins = np.zeros(most + 2, np.int32)
    for v in range(size):
        bins[core[v] + 1] += 1
    for d in range(1, most + 2):
        bins[d] += bins[d - 1]
    start = bins.copy()
    order, place = np.empty(size, np.int32), np.empty(size, np.int32)
    for v in range(size):
        place[v] = start[core[v]]
        order[place[v]] = v
        start[core[v]] += 1
    for i in range(size):
        v = order[i]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if core[u] > core[v]:
                first = bins[core[u]]
                other = order[first]
                if other != u:
                    order[first], order[place[u]] = u, other
                    place[other], place[u] = place[u], first
                bins[core[u]] = first + 1
                core[u] -= 1
    return core


@_compiled
def triangles(indptr: Ints, indices: Indices) -> Ints:
    """Triangles of each node: every link points to the end of higher degree, and what two ends both point to closes a
    triangle (T. Schank, D. Wagner, Workshop on Experimental Algorithms, 606, 2005)."""
    size = len(indptr) - 1
    first, ahead = np.zeros(size + 1, np.int64), np.empty(len(indices) // 2, np.int32)
    count = 0
    for v in range(size):
        degree = indptr[v + 1] - indptr[v]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            other = indptr[u + 1] - indptr[u]
            if other > degree or (other == degree and u > v):
                ahead[count] = u
                count += 1
        first[v + 1] = count
    out, mark = np.zeros(size, np.int64), np.full(size, -1, np.int32)
    for v in range(size):
        for e in range(first[v], first[v + 1]):
            mark[ahead[e]] = v
        for e in range(first[v], first[v + 1]):
            u = ahead[e]
            closed = 0
            for f in range(first[u], first[u + 1]):
                w = ahead[f]
                if mark[w] == v:
                    out[w] += 1
                    closed += 1
            out[u] += closed
            out[v] += closed
    return out


@_compiled
def dependencies(indptr: Ints, indices: Indices, sources: Ints) -> Floats:
    """Sum over ``sources`` of their dependency on each node (U. Brandes, J. Math. Sociol. 25:163, 2001)."""
    size = len(indptr) - 1
    total, passed, paths = np.zeros(size), np.zeros(size), np.zeros(size)
    level, queue = np.full(size, -1, np.int32), np.empty(size, np.int32)
    for source in sources:
        level[source], paths[source] = 0, 1.0
        queue[0] = source
        head, tail = 0, 1
        while head < tail:
            v = queue[head]
            head += 1
            depth, ways = level[v] + 1, paths[v]
            for e in range(indptr[v], indptr[v + 1]):
                u = indices[e]
                if level[u] < 0:
                    level[u], paths[u] = depth, ways
                    queue[tail] = u
                    tail += 1
                elif level[u] == depth:
                    paths[u] += ways
        for i in range(tail - 1, 0, -1):
            v = queue[i]
            depth, share = level[v] + 1, 0.0
            for e in range(indptr[v], indptr[v + 1]):
                u = indices[e]
                if level[u] == depth:
                    share += passed[u]
            passed[v] = share + 1.0 / paths[v]
            total[v] += share * paths[v]
        for i in range(tail):
            level[queue[i]] = -1
    return total


@_compiled
def reach(indptr: Ints, indices: Indices, sources: Ints, by_source: bool) -> tuple[Ints, Ints, Floats, Ints, Ints]:
    """What breadth-first searches from up to 256 ``sources`` find, each a bit of a node's four words: see
    :class:`~coterie.graph.network.paths.Reach`, whose fields these are."""
    size = len(indptr) - 1
    pairs, total, inverse = np.zeros(size + 1, np.int64), np.zeros(size, np.int64), np.zeros(size)
    of_source, met = np.zeros(len(sources), np.int64), np.zeros(len(sources), np.int64)
    frontier, spread = np.zeros((size, WORDS), np.uint64), np.zeros((size, WORDS), np.uint64)
    seen, every = np.zeros((size, WORDS), np.uint64), np.zeros(WORDS, np.uint64)
    for i in range(len(sources)):
        every[i >> 6] |= np.uint64(1) << np.uint64(i & 63)
        frontier[sources[i], i >> 6] |= np.uint64(1) << np.uint64(i & 63)
        seen[sources[i], i >> 6] = frontier[sources[i], i >> 6]
    pairs[0] = len(sources)
    depth, active = 0, True
    while active:
        depth, active = depth + 1, False
        for v in range(size):
            missing = np.uint64(0)
            for k in range(WORDS):
                spread[v, k] = 0
                missing |= every[k] & ~seen[v, k]
            if not missing:
                continue
            for e in range(indptr[v], indptr[v + 1]):
                u = indices[e]
                for k in range(WORDS):
                    spread[v, k] |= frontier[u, k]
            found = np.int64(0)
            for k in range(WORDS):
                spread[v, k] &= ~seen[v, k]
                found += _ones(spread[v, k])
            if found:
                active = True
                pairs[depth] += found
                total[v] += depth * found
                inverse[v] += found / depth
                if by_source:
                    for k in range(WORDS):
                        word = spread[v, k]
                        while word:
                            source = 64 * k + _ones((word & (~word + np.uint64(1))) - np.uint64(1))
                            of_source[source] += depth
                            met[source] += 1
                            word &= word - np.uint64(1)
        for v in range(size):
            for k in range(WORDS):
                seen[v, k] |= spread[v, k]
        frontier, spread = spread, frontier
    return pairs[:depth], total, inverse, of_source, met


@_compiled
def _random(seed: int, sample: int, step: int) -> float:
    """A number in [0, 1): see :func:`~coterie.graph.network.sampling.drawn`."""
    word = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(sample) * np.uint64(0xD1B54A32D192ED03)
    word += np.uint64(step + 1) * np.uint64(0x8CB92BA72F3D8DD7)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    word ^= word >> np.uint64(31)
    return np.float64(word >> np.uint64(11)) * 2.0**-53


@_compiled
def _widen(indptr: Ints, indices: Indices, level: Indices, paths: Floats, queue: Indices, first: int, last: int
           ) -> tuple[int, int]:  # fmt: skip
    """Reach one level further than ``queue[first:last]``: where the queue now ends, and the links of what is new."""
    tail, links, depth = last, 0, level[queue[first]] + 1
    for i in range(first, last):
        v = queue[i]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if level[u] < 0:
                level[u], paths[u] = depth, paths[v]
                queue[tail] = u
                tail += 1
                links += indptr[u + 1] - indptr[u]
            elif level[u] == depth:
                paths[u] += paths[v]
    return tail, links


@_compiled
def hits(indptr: Ints, indices: Indices, part: Ints, first: int, last: int, seed: int) -> Ints:
    """How many of the random shortest paths ``first`` to ``last`` each node lies within: see
    :func:`~coterie.graph.network.sampling.hits`."""
    size = len(indptr) - 1
    found = np.zeros(size, np.int64)
    level, paths, queue = np.empty((2, size), np.int32), np.zeros((2, size)), np.empty((2, size), np.int32)
    for v in range(size):
        level[0, v] = level[1, v] = -1
    begin, end, tail, links = np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros(2, np.int64)
    for sample in range(first, last):
        s = int(_random(seed, sample, 0) * size)
        t = int(_random(seed, sample, 1) * (size - 1))
        if t >= s:
            t += 1
        if part[s] != part[t]:
            continue
        for k in range(2):
            v = s if k == 0 else t
            level[k, v], paths[k, v], queue[k, 0] = 0, 1.0, v
            begin[k], end[k], tail[k], links[k] = 0, 1, 1, indptr[v + 1] - indptr[v]
        ways = 0.0
        k = 0
        while ways == 0.0:
            k = 0 if links[0] <= links[1] else 1
            tail[k], links[k] = _widen(indptr, indices, level[k], paths[k], queue[k], begin[k], end[k])
            begin[k], end[k] = end[k], tail[k]
            for i in range(begin[k], end[k]):
                w = queue[k, i]
                if level[1 - k, w] >= 0:
                    ways += paths[0, w] * paths[1, w]
        wanted, passed, step, middle = _random(seed, sample, 2) * ways, 0.0, 3, -1
        for i in range(begin[k], end[k]):
            w = queue[k, i]
            if level[1 - k, w] >= 0:
                middle = w
                passed += paths[0, w] * paths[1, w]
                if passed > wanted:
                    break
        if middle != s and middle != t:
            found[middle] += 1
        for k in range(2):
            v = middle
            for depth in range(level[k, middle] - 1, 0, -1):
                wanted, passed, before = _random(seed, sample, step) * paths[k, v], 0.0, v
                step += 1
                for e in range(indptr[v], indptr[v + 1]):
                    u = indices[e]
                    if level[k, u] == depth:
                        before = u
                        passed += paths[k, u]
                        if passed > wanted:
                            break
                v = before
                found[v] += 1
        for k in range(2):
            for i in range(tail[k]):
                level[k, queue[k, i]] = -1
    return found
