"""Shortest paths on compressed rows, many sources at once, on all cores: betweenness (Brandes) and distances.

Sources are taken in the same parts, and their results summed in the same order, on however many cores.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.report import Progress
from coterie.graph.network.kernels import Floats, Indices, Ints, compiled, components, matrix
from coterie.graph.network.parallel import in_parts

_PART = 20_000_000
_CACHED = 1_000_000
_CELLS = 100_000
_COLUMNS = 64
_WORDS = 4
_DEPTH = 10


def dependencies(indptr: Ints, indices: Indices, sources: Ints, part: Ints | None = None, *,
                 progress: Progress | None = None) -> Floats:  # fmt: skip
    """Sum over ``sources`` of their dependency on each node: for a source s and every other node t, the share of the
    shortest paths from s to t that pass through the node, ends not included (U. Brandes, J. Math. Sociol. 25:163,
    2001), links unweighted.

    Level by level, several sources at once in a small network, those of different components sharing a column, as
    their paths never meet; source by source where compiled and the network is small enough for a processor's cache,
    without which looking at one node after the other costs more. ``part``: the components, if known. ``progress`` is
    told of sources that are done.
    """
    part = components(indptr, indices) if part is None else part
    total = np.zeros(len(indptr) - 1)
    inner = np.bincount(part, minlength=1)[part] > 2
    sources = np.unique(sources[inner[sources]])
    if not len(sources):
        return total
    if len(indices) < _CACHED and (fast := compiled(float(len(sources)) * len(indices))):
        together = min(max(_PART // len(indices), 1), 256)
        parts = [sources[first : first + together] for first in range(0, len(sources), together)]
        for done, found in enumerate(in_parts(lambda some: fast.dependencies(indptr, indices, some), parts), 1):
            total += found
            _tell(progress, done * together, len(sources))
        return total
    nodes = np.flatnonzero(inner)
    position = np.full(len(total), -1, np.int64)
    position[nodes] = np.arange(len(nodes))
    links = matrix(indptr, indices, np.ones(len(indices), np.int8))[nodes][:, nodes]
    starts, ends = links.indptr.astype(np.int64), links.indices.astype(np.int64)
    column = _rank(part[sources])
    width = min(max(_CELLS // len(nodes), 1), _COLUMNS)
    order = np.argsort(column, kind="stable")
    sources, column = position[sources[order]], column[order]
    limits = np.searchsorted(column, np.arange(0, int(column[-1]) + 1 + width, width))

    def batch(i: int) -> Floats:
        some = slice(int(limits[i]), int(limits[i + 1]))
        return _brandes(starts, ends, sources[some], column[some] - i * width)

    for i, found in enumerate(in_parts(batch, range(len(limits) - 1))):
        total[nodes] += found
        _tell(progress, int(limits[i + 1]), len(sources))
    return total


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress("shortest paths", min(done, total), total)


def _rank(groups: Ints) -> Ints:
    """The how-manieth of its group each element is, from 0."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    out = np.empty(len(groups), np.int64)
    out[order] = np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
    return out


def _brandes(indptr: Ints, indices: Ints, sources: Ints, column: Ints) -> Floats:
    """Dependencies of a batch, the links of the shortest paths kept level by level; ``column``: which column each
    source uses. Node v in column c is c times the number of nodes, plus v."""
    size, width = len(indptr) - 1, int(column.max()) + 1
    degree = np.diff(indptr)
    front = np.sort(column * size + sources)
    paths, unseen = np.zeros(size * width), np.ones(size * width, bool)
    paths[front], unseen[front] = 1.0, False
    levels: list[tuple[Ints, Ints]] = []
    while len(front):
        node = front % size
        count = degree[node]
        owner = np.repeat(np.arange(len(front)), count)
        place = (indptr[node] - np.cumsum(count) + count)[owner]
        place += np.arange(len(owner))
        after = indices[place]
        if width > 1:
            after += (front - node)[owner]
        new = unseen[after]
        before, after = front[owner[new]], after[new]
        ways = np.bincount(after, paths[before], len(paths))
        front = np.flatnonzero(ways)
        paths[front], unseen[front] = ways[front], False
        levels.append((before, after))
    dependency = np.zeros(size * width)
    for before, after in reversed(levels[1:]):
        dependency += np.bincount(before, (1.0 + dependency[after]) / paths[after], len(paths)) * paths
    out: Floats = dependency.reshape(width, size).sum(axis=0)
    return out


class Reach(NamedTuple):
    """What breadth-first searches from ``sources`` found.

    ``pairs[d]``: ordered pairs (source, node) at distance d (``pairs[0]``: the sources). For each node: over the
    sources that reach it, the sum of distances (``total``) and of their inverses (``inverse``). For each source, if
    asked for: the sum of its distances (``of_source``) and the nodes it reaches (``met``), without itself.
    """

    pairs: Ints
    total: Ints
    inverse: Floats
    of_source: Ints
    met: Ints


def reach(indptr: Ints, indices: Indices, sources: Ints, by_source: bool = False) -> Reach:
    """Distances from ``sources``, 64 of them in each bit of a word, several words at once; links unweighted."""
    size = len(indptr) - 1
    block = 64 * _WORDS
    parts = [sources[first : first + block] for first in range(0, len(sources), block)] if len(indices) else []
    fast = compiled(_DEPTH * float(len(parts)) * len(indices))

    def batch(some: Ints) -> Reach:
        return (
            Reach(*fast.reach(indptr, indices, some, by_source)) if fast else _reach(indptr, indices, some, by_source)
        )

    pairs = np.array([len(sources)], np.int64)
    total, inverse = np.zeros(size, np.int64), np.zeros(size)
    of_source, met = np.zeros(len(sources), np.int64), np.zeros(len(sources), np.int64)
    for i, found in enumerate(in_parts(batch, parts)):
        pairs = np.pad(pairs, (0, max(len(found.pairs) - len(pairs), 0)))
        pairs[1 : len(found.pairs)] += found.pairs[1:]
        total += found.total
        inverse += found.inverse
        of_source[i * block : (i + 1) * block] = found.of_source
        met[i * block : (i + 1) * block] = found.met
    return Reach(pairs, total, inverse, of_source, met)


def _reach(indptr: Ints, indices: Indices, sources: Ints, by_source: bool) -> Reach:
    """The same of up to 64 times :data:`_WORDS` sources."""
    size, words = len(indptr) - 1, -(-len(sources) // 64)
    linked = np.flatnonzero(np.diff(indptr) > 0)
    starts = indptr[linked]
    counts = [len(sources)]
    total, inverse = np.zeros(size, np.int64), np.zeros(size)
    of_source, met = np.zeros(len(sources), np.int64), np.zeros(len(sources), np.int64)
    frontier = np.zeros((size, words), np.uint64)
    bit = np.arange(len(sources))
    np.bitwise_or.at(frontier, (sources, bit // 64), np.uint64(1) << (bit % 64).astype(np.uint64))
    seen = frontier.copy()
    while True:
        spread = np.zeros_like(frontier)
        spread[linked] = np.bitwise_or.reduceat(frontier[indices], starts, axis=0)
        frontier = spread & ~seen
        if not frontier.any():
            break
        depth = len(counts)
        seen |= frontier
        found = _ones(frontier)
        counts.append(int(found.sum()))
        total += depth * found
        inverse += found / depth
        if by_source:
            each = _ones_by_bit(frontier)[: len(sources)]
            of_source += depth * each
            met += each
    return Reach(np.array(counts, np.int64), total, inverse, of_source, met)


def _ones(words: NDArray[np.uint64]) -> Ints:
    """Bits set in each row."""
    count = getattr(np, "bitwise_count", None)  # from numpy 2.0
    bits = count(words) if count else np.unpackbits(words.view(np.uint8), axis=1)
    out: Ints = bits.sum(axis=1, dtype=np.int64)
    return out


def _ones_by_bit(words: NDArray[np.uint64]) -> Ints:
    """Rows in which each bit is set."""
    rows = np.flatnonzero(words.any(axis=1))
    out = np.zeros(64 * words.shape[1], np.int64)
    little = words.astype("<u8")
    for first in range(0, len(rows), 4096):
        part = np.ascontiguousarray(little[rows[first : first + 4096]]).view(np.uint8)
        out += np.unpackbits(part, axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
    return out


def betweenness(indptr: Ints, indices: Indices, sources: Ints | None = None, *, normalised: bool = True,
                progress: Progress | None = None) -> Floats:  # fmt: skip
    """Betweenness from the dependencies of all nodes, or estimated from those of ``sources``.

    Normalised: divided by the (n-1)(n-2) ordered pairs of other nodes, else half the sum (each pair once). With k
    sources a node's sum is scaled by (n-1)/k, or by (n-1)/(k-1) if it is one of them, since it is then no source of
    its own (the estimator of networkx 3.5 and later); every node a source gives the exact values. Zero below three
    nodes. With one source its own value is not estimated: NaN.
    """
    size = len(indptr) - 1
    if size < 3:
        return np.zeros(size)
    pivots = np.arange(size) if sources is None else np.unique(sources)
    total = dependencies(indptr, indices, pivots, progress=progress)
    count = len(pivots)
    scale = np.full(size, (size - 1) / max(count, 1))
    scale[pivots] = (size - 1) / (count - 1) if count > 1 else np.nan
    if count == size:
        scale[:] = 1.0
    out: Floats = total * scale / ((size - 1) * (size - 2) if normalised else 2.0)
    return out
