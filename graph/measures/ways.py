"""Chains of links on a graph of what comes before what: found from both ends, counted and listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from coterie.graph.network.kernels import Ints, neighbours_of

Depths = NDArray[np.int32]
Before = Mapping[int, list[int]]
"""The nodes that come right before each node on the ways from a start."""


def between(indptr: Ints, indices: NDArray[np.int32], start: int, end: int) -> tuple[Before, int | None]:
    """The nodes before each node on the shortest ways from ``start``, and their steps: searched from both ends, the
    side with fewer links to follow first."""
    size = len(indptr) - 1
    depths = np.zeros(size, np.int32), np.zeros(size, np.int32)
    layers = [np.array([start], np.int64)], [np.array([end], np.int64)]
    depths[0][start], depths[1][end] = 1, 1
    while True:
        ahead = [int((indptr[side[-1] + 1] - indptr[side[-1]]).sum()) for side in layers]
        if not min(ahead):
            return {}, None
        side = 0 if ahead[0] <= ahead[1] else 1
        depth, other = depths[side], depths[1 - side]
        near = neighbours_of(indptr, indices, layers[side][-1])
        new = np.unique(near[depth[near] == 0])
        if not len(new):
            return {}, None
        depth[new] = len(layers[side]) + 1
        layers[side].append(new)
        meeting = new[other[new] > 0]
        if len(meeting):
            steps = len(layers[0]) + len(layers[1]) - 2
            return _joined(indptr, indices, depths, meeting), steps


def _joined(indptr: Ints, indices: NDArray[np.int32], depths: tuple[Depths, Depths], meeting: Ints) -> Before:
    """The nodes before each, from the layers of both searches that met at ``meeting``."""
    before: dict[int, list[int]] = {}
    for side, depth in enumerate(depths):
        waiting = sorted(set(meeting.tolist()))
        while waiting:
            further: set[int] = set()
            for node in waiting:
                near = indices[indptr[node] : indptr[node + 1]]
                nearer = near[depth[near] == depth[node] - 1] if depth[node] > 1 else near[:0]
                for other in nearer.tolist():
                    further.add(other)
                    if side == 0:
                        before.setdefault(node, []).append(other)
                    else:
                        before.setdefault(other, []).append(node)
            waiting = sorted(further)
    return before


def counted(before: Before, start: int, end: int) -> int:
    """The number of ways, exactly, however large."""
    ways, trail = {start: 1}, [end]
    while trail:
        node = trail[-1]
        unknown = [other for other in before[node] if other not in ways] if node not in ways else []
        if unknown:
            trail += unknown
            continue
        trail.pop()
        if node not in ways:
            ways[node] = sum(ways[other] for other in before[node])
    return ways[end]


def listed(before: Before, start: int, end: int, limit: int) -> tuple[tuple[int, ...], ...]:
    """The first ``limit`` ways by their nodes from ``start`` on."""
    after: dict[int, list[int]] = {}
    trail, seen = [end], {end}
    while trail:
        node = trail.pop()
        for other in before.get(node, ()):
            after.setdefault(other, []).append(node)
            if other not in seen:
                seen.add(other)
                trail.append(other)
    for ends in after.values():
        ends.sort()
    out: list[tuple[int, ...]] = []
    for way in walks(after, start, end):
        out.append(way)
        if len(out) == limit:
            break
    return tuple(out)


def walks(after: Mapping[int, list[int]], start: int, end: int) -> Iterator[tuple[int, ...]]:
    way, choices = [start], [iter(after.get(start, ()))]
    while choices:
        step = next(choices[-1], None)
        if step is None:
            choices.pop()
            way.pop()
        elif step == end:
            yield (*way, end)
        else:
            way.append(step)
            choices.append(iter(after.get(step, ())))
