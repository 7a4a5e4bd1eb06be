"""Shortest ways where strong links are short: exact distances, betweenness and nearness with lengths 1/strength.

Distances come from Dijkstra's method on floating numbers. Where :class:`~coterie.graph.measures.lengths.Lengths` are
whole, these are exact. Where not, they differ from the truth by less than a proven bound; a link is then on a shortest
way for certain, or not, or so near that its exact fractions decide. No tie is broken and none is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.lengths import Lengths
from coterie.graph.network.kernels import components, matrix
from coterie.graph.network.network import Floats, Ints

_CELLS = 2_000_000
_ROUNDING = 2.0**-53


@dataclass(frozen=True, eq=False)
class Gathered:
    """What the searches found, for each node: over the sources other than itself, how many ``met`` it, the sum of
    ``distance``, of its square (``square``) and of its inverse (``inverse``), and of their ``dependency`` on it."""

    met: Ints
    distance: Floats
    square: Floats
    inverse: Floats
    dependency: Floats


def gather(found: Lengths, sources: Ints, *, between: bool = True, progress: Progress | None = None) -> Gathered:
    """Search from each of ``sources``; the dependencies (U. Brandes, J. Math. Sociol. 25:163, 2001) only where
    ``between``. The dependency of a source on a node: over all other nodes, the share of the shortest ways there that
    pass through the node, ends not included. Sources of different components are searched from at once.
    ``progress`` is told how many searches are done."""
    size, links = found.size, _matrix(found)
    part = components(found.indptr, found.indices)
    column = place_in(part[sources])
    order = np.argsort(column, kind="stable")
    bounds = np.searchsorted(column[order], np.arange(int(column.max(initial=-1)) + 2))
    out = Gathered(np.zeros(size, np.int64), *(np.zeros(size) for _ in range(4)))
    width = max(1, _CELLS // max(size + len(found.of), 1))
    for first in range(0, len(bounds) - 1 if len(found.of) else 0, width):
        columns = range(first, min(first + width, len(bounds) - 1))
        rows = [np.sort(sources[order[bounds[c] : bounds[c + 1]]]) for c in columns]
        far = np.stack([_nearest(links, row) for row in rows])
        there = np.isfinite(far) & (far > 0)
        near = np.where(there, far, 0.0) / found.scale
        out.met[:] += there.sum(axis=0)
        out.distance[:] += near.sum(axis=0)
        out.square[:] += (near * near).sum(axis=0)
        out.inverse[:] += np.divide(1.0, near, out=np.zeros_like(near), where=there).sum(axis=0)
        if between:
            starts = np.concatenate([i * size + row for i, row in enumerate(rows)])
            passed = _dependencies(*tight(found, far), starts, len(rows) * size)
            out.dependency[:] += passed.reshape(len(rows), size).sum(axis=0)
        if progress is not None:
            progress("distances", columns.stop, len(bounds) - 1)
    return out


def place_in(groups: Ints) -> Ints:
    """The how-manieth of its group each element is, from 0."""
    order = np.argsort(groups, kind="stable")
    out = np.empty(len(groups), np.int64)
    out[order] = np.arange(len(groups))
    return out - np.searchsorted(groups[order], groups)


def _nearest(links: Any, sources: Ints) -> Floats:
    """Distance of every node from the one of ``sources`` that is in its component."""
    from scipy.sparse.csgraph import dijkstra

    out: Floats = dijkstra(links, indices=sources, min_only=True)
    return out


def distances(found: Lengths, source: int) -> Floats:
    """Distances from ``source`` times ``found.scale``, as floating numbers; infinite where there is no way."""
    return _nearest(_matrix(found), np.array([source]))


def tight(found: Lengths, far: Floats) -> tuple[Ints, Ints]:
    """The links that are on shortest ways, from the distances ``far`` (a row for each source): both ends, numbered
    row by row, the nearer end first; sorted by it."""
    owner = np.repeat(np.arange(found.size), np.diff(found.indptr))
    start, end = far[:, owner], far[:, found.indices]
    slack = 0.0 if found.whole else _slack(found, far)
    with np.errstate(invalid="ignore"):
        kept = (start < end) & (start + found.values <= end + slack) & np.isfinite(end)
    row, entry = np.nonzero(kept)
    left, right = row * found.size + owner[entry], row * found.size + found.indices[entry]
    if not found.whole and len(entry):
        certain = _decided(found, far.ravel(), left, right, found.of[entry])
        left, right = left[certain], right[certain]
    return left, right


def _slack(found: Lengths, far: Floats) -> float:
    """By how much a sum of rounded lengths, rounded at each step, may differ from another of the same exact length."""
    reached = float(far[np.isfinite(far)].max(initial=0.0))
    shortest = float(found.values.min())
    steps = min(found.size, int(reached / shortest * 1.01) + 1)
    slack = 4.0 * (steps + 2) * _ROUNDING * reached
    if 2.0 * slack >= shortest:
        raise ValueError("the weights of links are too far apart for exact distances")
    return slack


def _decided(found: Lengths, far: Floats, left: Ints, right: Ints, kind: Ints) -> NDArray[np.bool_]:
    """Which of the links that may be on shortest ways are: of those that end at one node, the ones whose exact sums
    are the least. Nodes go by distance: those before them are further apart than any rounding."""
    out = np.ones(len(left), bool)
    order = np.lexsort((left, right))
    ends, starts = np.unique(right[order], return_index=True)
    bounds = np.append(starts, len(order))
    first = dict(zip(ends.tolist(), order[starts].tolist(), strict=True))
    exact: dict[int, Any] = {}
    origin, kinds, units = left.tolist(), kind.tolist(), found.units

    def value(node: int) -> Any:
        trail = []
        while node not in exact and node in first:
            trail.append(node)
            node = origin[first[node]]
        for back in reversed(trail):
            entry = first[back]
            exact[back] = exact.setdefault(origin[entry], 0) + units[kinds[entry]]
            node = back
        return exact.setdefault(node, 0)

    several = np.flatnonzero(np.diff(bounds) > 1)
    for i in several[np.argsort(far[ends[several]], kind="stable")].tolist():
        entries = order[bounds[i] : bounds[i + 1]].tolist()
        sums = [value(origin[entry]) + units[kinds[entry]] for entry in entries]
        least = min(sums)
        kept = [entry for entry, total in zip(entries, sums, strict=True) if total == least]
        if len(kept) < len(entries):
            out[[entry for entry in entries if entry not in kept]] = False
        node = int(ends[i])
        first[node], exact[node] = kept[0], least
    return out


def _dependencies(left: Ints, right: Ints, sources: Ints, count: int) -> Floats:
    """Dependency on each of ``count`` nodes of the source in its component, from the links on shortest ways. A node's
    turn comes when all links that end at it have had theirs."""
    begin = np.searchsorted(left, np.arange(count + 1))
    waiting = np.bincount(right, minlength=count)
    ways, frontier = np.zeros(count), sources
    ways[frontier] = 1.0
    turns = []
    while len(frontier):
        lengths = begin[frontier + 1] - begin[frontier]
        entries = np.repeat(begin[frontier] - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        turns.append(entries)
        ends, place = np.unique(right[entries], return_inverse=True)
        ways[ends] += np.bincount(place, weights=ways[left[entries]], minlength=len(ends))
        waiting[ends] -= np.bincount(place, minlength=len(ends))
        frontier = ends[waiting[ends] == 0]
    passed = np.zeros(count)
    for entries in reversed(turns):
        a, b = left[entries], right[entries]
        starts, place = np.unique(a, return_inverse=True)
        shares = ways[a] / ways[b] * (1.0 + passed[b])
        passed[starts] += np.bincount(place, weights=shares, minlength=len(starts))
    passed[sources] = 0.0
    return passed


def _matrix(found: Lengths) -> Any:
    return matrix(found.indptr, found.indices, found.values)
