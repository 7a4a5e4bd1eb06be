"""Distances within the largest component: the mean, exactly or from a sample, and the largest, exactly."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np

from coterie.graph.network import kernels, paths
from coterie.graph.network.network import CollaborationNetwork, Ints

WORK = 300_000_000
"""Sources times links that distances may cost unless asked otherwise (one to two seconds)."""
FEWEST = 128
"""Sources from which distances are estimated at least."""
SEARCHES = 4096
"""Searches for the largest distance at most; where they do not suffice it is given by its bounds."""
_TOGETHER = 256


@dataclass(frozen=True)
class Distances:
    """Distances within the largest component, from ``sources`` of its ``people``; low and high are None if exact.
    ``longest``: the largest, and ``longest_high`` no less than it: equal where it is known exactly, after ``searches``
    from people for it alone."""

    mean: float | None
    low: float | None
    high: float | None
    longest: int | None
    sources: int
    people: int
    seed: int
    longest_high: int | None = None
    searches: int = 0

    def describe(self) -> str:
        """How they were measured."""
        if self.mean is None:
            return "undefined: there is no link"
        if self.sources == self.people:
            return "exact, within the largest component"
        far = "the longest exact" if self.longest == self.longest_high else f"the longest at most {self.longest_high}"
        return (f"mean estimated from {self.sources:,} of the {self.people:,} in the largest component "
                f"(seed {self.seed}), 95 % interval; {far} ({self.searches:,} searches)")  # fmt: skip


def distances(network: CollaborationNetwork, *, exact: bool | None = None, sources: int | None = None,
              seed: int = 1) -> Distances:  # fmt: skip
    """Distances within the largest component, in steps: the mean from all its people if ``exact``, else from
    ``sources`` of them drawn by ``seed`` (None: all where they cost no more than :data:`WORK`, else as many as that
    allows, at least :data:`FEWEST`). The interval of an estimate is by the spread of the sources' mean distances
    (normal approximation, with the correction for a finite population). Raises ValueError below two sources.
    """
    giant = np.flatnonzero(kernels.components(network.indptr, network.indices) == 0)
    size = len(giant)
    if sources is not None and sources < 2:
        raise ValueError(f"at least 2 sources are needed, not {sources}")
    if size < 2:
        return Distances(None, None, None, None, 0, size, seed)
    count = size if exact else min(size, sources or max(FEWEST, WORK // (int(network.degree[giant].sum()) // 2)))
    drawn = giant[np.sort(np.array(random.Random(seed).sample(range(size), count), np.int64))]
    found = paths.reach(network.indptr, network.indices, drawn, by_source=count < size)
    longest = len(found.pairs) - 1
    if count == size:
        return Distances(_mean(found.pairs), None, None, longest, count, size, seed, longest)
    each = found.of_source / found.met
    margin = 1.96 * float(each.std(ddof=1)) / math.sqrt(count) * math.sqrt(1 - count / size)
    mean = float(each.mean())
    low, high, searches = largest(network, giant, least=longest)
    return Distances(mean, mean - margin, mean + margin, low, count, size, seed, high, searches)


def largest(network: CollaborationNetwork, giant: Ints, *, least: int = 0, searches: int = SEARCHES
            ) -> tuple[int, int, int]:  # fmt: skip
    """Bounds of the largest distance among the nodes ``giant`` of one component, equal unless more than ``searches``
    searches would be needed, and how many there were. ``least``: a distance known to occur.

    The people farthest from one in the middle are searched from, level by level, until no lower level can hold a
    larger distance (P. Crescenzi and others, iFUB, Theor. Comput. Sci. 514:84, 2013).
    """
    start = int(giant[np.argmax(network.degree[giant])])
    middle = start
    for _ in range(2):
        one = _levels(network, middle)
        a = int(np.argmax(one))
        from_a = _levels(network, a)
        b = int(np.argmax(from_a))
        least = max(least, int(from_a[b]))
        middle = _halfway(network, from_a, b)
    level = _levels(network, middle)
    height, used = int(level.max()), 5
    order = giant[np.argsort(-level[giant], kind="stable")]
    limits = np.searchsorted(-level[order], np.arange(-height, 1))
    for depth in range(height, 0, -1):
        if least >= 2 * depth:
            return least, least, used
        fringe = order[limits[height - depth] : limits[height - depth + 1]]
        for at in range(0, len(fringe), _TOGETHER):
            batch = fringe[at : at + _TOGETHER]
            if used + len(batch) > searches:
                return least, 2 * depth, used
            used += len(batch)
            found = paths.reach(network.indptr, network.indices, batch)
            least = max(least, len(found.pairs) - 1)
            if least >= 2 * depth:
                return least, least, used
    return least, least, used


def _levels(network: CollaborationNetwork, source: int) -> Ints:
    """The distance of each node from ``source``; -1 out of reach."""
    out = np.full(network.size, -1)
    out[source] = 0
    frontier, depth = np.array([source]), 0
    while len(frontier):
        depth += 1
        near = kernels.neighbours_of(network.indptr, network.indices, frontier)
        frontier = np.unique(near[out[near] < 0])
        out[frontier] = depth
    return out


def _halfway(network: CollaborationNetwork, level: Ints, end: int) -> int:
    """A node in the middle of a shortest path to ``end`` from the node of ``level`` 0."""
    node = end
    while level[node] > level[end] // 2:
        near = network.neighbours(node)
        node = int(near[np.argmax(level[near] == level[node] - 1)])
    return node


def _mean(pairs: Ints) -> float:
    return float((pairs * np.arange(len(pairs))).sum() / pairs[1:].sum())
