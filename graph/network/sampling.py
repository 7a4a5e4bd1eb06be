"""Betweenness from random shortest paths, to within a stated error."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.report import Progress
from coterie.graph.network.kernels import Floats, Indices, Ints, compiled, components, neighbours_of
from coterie.graph.network.parallel import in_parts

_PART = 1024
_GROWTH = 1.3
_STEPS = 1000
_ALL = 2**64 - 1


class Sampled(NamedTuple):
    """Betweenness as a share of the pairs of others, from so many ``paths``; ``bound``: what nobody's is off by more
    than, with the probability that was asked for."""

    values: Floats
    paths: int
    bound: float


def betweenness(indptr: Ints, indices: Indices, *, epsilon: float, delta: float, seed: int,
                progress: Progress | None = None) -> Sampled:  # fmt: skip
    """Betweenness of every node to within ``epsilon``, with probability 1 - ``delta`` for all of them together.

    A pair of different nodes is drawn evenly, and one of their shortest paths evenly: the share of the paths that a
    node lies within is its betweenness (M. Riondato, E. M. Kornaropoulos, Data Min. Knowl. Discov. 30:438, 2016).
    More are drawn until the empirical Bernstein bound (A. Maurer, M. Pontil, COLT 2009, theorem 4), for both sides,
    all nodes that can lie within a path and all rounds, is at most ``epsilon``: where everybody's betweenness is
    small, far fewer are needed than where nothing is known. Raises ValueError where epsilon or delta is not between 0
    and 1.
    """
    if not (0 < epsilon < 1 and 0 < delta < 1):
        raise ValueError(f"epsilon and delta must be between 0 and 1, not {epsilon!r} and {delta!r}")
    size = len(indptr) - 1
    inner = int((np.diff(indptr) > 1).sum())
    if size < 3 or not inner:
        return Sampled(np.zeros(size), 0, 0.0)
    part, scale = components(indptr, indices), size / (size - 2)
    found, count, rounds = np.zeros(size, np.int64), 0, 0
    while True:
        rounds += 1
        logarithm = math.log(4 * inner * rounds * (rounds + 1) / delta)
        wanted = max(math.ceil(count * _GROWTH), math.ceil(14 * logarithm * scale / (3 * epsilon)))
        found += hits(indptr, indices, part, count, wanted, seed)
        count = wanted
        share = float(found.max()) / count
        spread = min(share, 0.5) * (1 - min(share, 0.5)) * count / (count - 1)
        bound = scale * (math.sqrt(2 * spread * logarithm / count) + 7 * logarithm / (3 * (count - 1)))
        if progress is not None:
            progress("random shortest paths", count, max(count, math.ceil(count * (bound / epsilon) ** 2)))
        if bound <= epsilon:
            return Sampled(found * scale / count, count, bound)


def hits(indptr: Ints, indices: Indices, part: Ints, first: int, last: int, seed: int) -> Ints:
    """How many of the random shortest paths number ``first`` to ``last`` (not included) each node lies within, its
    ends not counted. ``part``: the components. Path i is the same for a seed whatever else is drawn.
    """
    parts = [(low, min(low + _PART, last)) for low in range(first, last, _PART)]
    fast = compiled(_STEPS * float(last - first) * math.sqrt(max(len(indices), 1)))

    def some(span: tuple[int, int]) -> Ints:
        made: Ints = (
            fast.hits(indptr, indices, part, *span, seed) if fast else _hits(indptr, indices, part, *span, seed)
        )
        return made

    total = np.zeros(len(part), np.int64)
    for found in in_parts(some, parts):
        total += found
    return total


def drawn(seed: int, path: int, step: int) -> float:
    """Number ``step`` of those that choose path number ``path``: in [0, 1), by 64 mixed bits (G. L. Steele, D. Lea,
    C. H. Flood, OOPSLA 2014, 453)."""
    word = (seed * 0x9E3779B97F4A7C15 + path * 0xD1B54A32D192ED03 + (step + 1) * 0x8CB92BA72F3D8DD7) & _ALL
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _ALL
    return float((word ^ (word >> 31)) >> 11) * 2.0**-53


def _hits(indptr: Ints, indices: Indices, part: Ints, first: int, last: int, seed: int) -> Ints:
    """The same, not compiled: from both ends of a pair, always on the side with fewer links, until they meet."""
    size, degree = len(part), np.diff(indptr)
    found = np.zeros(size, np.int64)
    level, paths = np.full((2, size), -1, np.int64), np.zeros((2, size))
    for path in range(first, last):
        s, t = int(drawn(seed, path, 0) * size), int(drawn(seed, path, 1) * (size - 1))
        t += t >= s
        if part[s] != part[t]:
            continue
        reached = [np.array([s])], [np.array([t])]
        level[[0, 1], [s, t]], paths[[0, 1], [s, t]] = 0, 1.0
        meet = part[:0]
        while not len(meet):
            one, other = (degree[reached[k][-1]].sum() for k in (0, 1))
            k = 0 if one <= other else 1
            front = reached[k][-1]
            near, ways = neighbours_of(indptr, indices, front), np.repeat(paths[k, front], degree[front])
            new = level[k, near] < 0
            nodes, at, place = np.unique(near[new], return_index=True, return_inverse=True)
            level[k, nodes], paths[k, nodes] = len(reached[k]), np.bincount(place.reshape(-1), ways[new], len(nodes))
            nodes = nodes[np.argsort(at)]
            reached[k].append(nodes)
            meet = nodes[level[1 - k, nodes] >= 0]
        middle = _one(meet, paths[0, meet] * paths[1, meet], drawn(seed, path, 2))
        inner, step = [middle] if middle not in (s, t) else [], 3
        for k in (0, 1):
            node = middle
            for depth in range(int(level[k, middle]) - 1, 0, -1):
                around = indices[indptr[node] : indptr[node + 1]]
                around = around[level[k, around] == depth]
                node = _one(around, paths[k, around], drawn(seed, path, step))
                inner.append(node)
                step += 1
        found[inner] += 1
        for k in (0, 1):
            level[k, np.concatenate(reached[k])] = -1
    return found


def _one(nodes: NDArray[Any], weights: Floats, at: float) -> int:
    """One of ``nodes``, as likely as its weight."""
    passed = np.cumsum(weights)
    return int(nodes[min(int(np.searchsorted(passed, at * passed[-1], side="right")), len(nodes) - 1)])
