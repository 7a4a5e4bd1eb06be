"""Algorithms on compressed rows: components, cores, PageRank, triangles.

In numpy and scipy; where the extra ``fast`` is installed and there is work enough, in compiled code.

``indptr`` and ``indices`` hold an undirected graph without self-links, each link at both its ends, neighbours sorted.
Measures and the networkx backend are thin over these functions. All are exact and independent of thread count.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.errors import CoterieError

if TYPE_CHECKING:
    import scipy.sparse as sp

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
WORTH = 50_000_000
"""Steps along links from which the compiled form is worth loading (some seconds without it)."""
_BLOCK = 20_000_000


def compiled(steps: float) -> ModuleType | None:
    """The compiled form, where it is to be used for so many ``steps`` along links: by ``COTERIE_KERNELS`` always
    (numba), never (numpy), or (auto, the default) from :data:`WORTH` steps where numba is installed, so that a small
    network never waits for a compiler. Raises CoterieError where it is asked for and not installed."""
    wanted = os.environ.get("COTERIE_KERNELS") or "auto"
    if wanted not in ("auto", "numba", "numpy"):
        raise CoterieError(f"COTERIE_KERNELS is {wanted!r}", hint="set it to auto, numba or numpy")
    if wanted == "numpy" or (wanted == "auto" and (steps < WORTH or find_spec("numba") is None)):
        return None
    try:
        return import_module("coterie.graph.network.compiled")
    except ImportError:
        raise CoterieError(
            "COTERIE_KERNELS asks for numba, which is not installed", hint="pip install 'coterie[fast]'"
        ) from None


def matrix(indptr: Ints, indices: Indices, values: Floats) -> sp.csr_array:
    """The adjacency matrix of ``values``; positions in 32 bits while they fit, as the columns are."""
    from scipy.sparse import csr_array

    size = len(indptr) - 1
    starts = indptr.astype(np.int32) if len(indices) < 2**31 else indptr
    return csr_array((values, indices, starts), shape=(size, size))


def components(indptr: Ints, indices: Indices) -> Ints:
    """Number of each node's connected component: 0 the largest; equally large ones by their first node."""
    from scipy.sparse.csgraph import connected_components

    size = len(indptr) - 1
    if not size:
        return np.zeros(0, np.int64)
    _, found = connected_components(matrix(indptr, indices, np.ones(len(indices))), directed=False)
    return by_size(found.astype(np.int64))


def by_size(labels: Ints) -> Ints:
    """``labels`` (from 0) numbered anew: 0 the largest group; equally large ones by their first member."""
    sizes = np.bincount(labels)
    first = np.full(len(sizes), len(labels))
    first[labels[::-1]] = np.arange(len(labels))[::-1]
    number = np.empty(len(sizes), np.int64)
    number[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    out: Ints = number[labels]
    return out


def neighbours_of(indptr: Ints, indices: Indices, nodes: Ints) -> Ints:
    """Neighbours of every one of ``nodes``, one list after the other."""
    sizes = indptr[nodes + 1] - indptr[nodes]
    shift = np.repeat(indptr[nodes] - (np.cumsum(sizes) - sizes), sizes)
    return indices[shift + np.arange(len(shift))].astype(np.int64)


def core_numbers(indptr: Ints, indices: Indices) -> Ints:
    """Core number of each node: the largest k such that it is in a subgraph where all have k neighbours or more.

    Peels all nodes of too low a degree at once (Batagelj and Zaversnik, 2003, is the one-by-one form).
    """
    if fast := compiled(20 * len(indices)):
        peeled: Ints = fast.core_numbers(indptr, indices)
        return peeled
    left = np.diff(indptr)
    core = np.zeros(len(left), np.int64)
    alive = np.ones(len(left), bool)
    level = 0
    while alive.any():
        level = max(level, int(left[alive].min()))
        frontier = np.flatnonzero(alive & (left <= level))
        while len(frontier):
            core[frontier] = level
            alive[frontier] = False
            touched = neighbours_of(indptr, indices, frontier)
            if len(touched) > len(left) // 4:
                left -= np.bincount(touched, minlength=len(left))
                frontier = np.flatnonzero(alive & (left <= level))
                continue
            touched, times = np.unique(touched[alive[touched]], return_counts=True)
            left[touched] -= times
            frontier = touched[left[touched] <= level]
    return core


def pagerank(indptr: Ints, indices: Indices, weights: Floats, *, damping: float = 0.85, tolerance: float = 1e-12,
             most: int = 1000) -> tuple[Floats, float]:  # fmt: skip
    """PageRank by power iteration, and the L1 change of its last step.

    x ← damping · (Wᵀ D⁻¹ x + dangling/n) + (1-damping)/n, D the strengths, until the L1 change is at most
    ``tolerance`` (absolute: not times n), or after ``most`` steps. Sums to 1. No nodes: empty.
    """
    size = len(indptr) - 1
    if not size:
        return np.zeros(0), 0.0
    links = matrix(indptr, indices, weights)
    strength = links.sum(axis=1)
    dangling = strength == 0
    share = np.divide(1.0, strength, out=np.zeros(size), where=~dangling)
    x, change = np.full(size, 1.0 / size), float("inf")
    for _ in range(most):
        spread = damping * (links @ (x * share) + x[dangling].sum() / size) + (1.0 - damping) / size
        change = float(np.abs(spread - x).sum())
        x = spread
        if change <= tolerance:
            break
    return x, change


def balance(indptr: Ints, indices: Indices, weights: Floats, *, damping: float, tolerance: float, most: int = 1000
            ) -> Floats:  # fmt: skip
    """PageRank as the solution of its equation, until a step of :func:`pagerank` would change it by at most
    ``tolerance`` (L1), or after ``most`` steps.

    With x = D^(1/2) y, D the strengths, (1 - damping · D^(-1/2) W D^(-1/2)) y = D^(-1/2) b is symmetric and positive
    definite, and the method of conjugate gradients (M. R. Hestenes, E. Stiefel, J. Res. Natl. Bur. Stand. 49:409,
    1952) needs a third of the steps of power iteration. All b are equal: (1-damping)/n and what nodes without links
    spread, which is known beforehand.
    """
    size = len(indptr) - 1
    if not size:
        return np.zeros(0)
    owner = np.repeat(np.arange(size), np.diff(indptr))
    strength = np.bincount(owner, weights=weights, minlength=size)
    linked = strength > 0
    even = (1.0 - damping) / size / (1.0 - damping * float((~linked).sum()) / size)
    root = np.sqrt(strength)
    inverse = np.divide(1.0, root, out=np.zeros(size), where=linked)
    links = matrix(indptr, indices, damping * weights * inverse[owner] * inverse[indices])
    y = root * ((1.0 - even * float((~linked).sum())) / max(float(strength.sum()), 1e-300))
    rest = even * inverse - y + links @ y
    step, length = rest.copy(), float((rest * rest).sum())
    for _ in range(most):
        if float((np.abs(rest) * root).sum()) <= tolerance:
            break
        moved = step - links @ step
        share = length / float((step * moved).sum())
        y += share * step
        rest -= share * moved
        length, before = float((rest * rest).sum()), length
        step = rest + (length / before) * step
    return np.where(linked, root * y, even)


def triangles(indptr: Ints, indices: Indices) -> Ints:
    """Number of triangles that each node is part of.

    Every link points to its end of higher degree (T. Schank, D. Wagner, Workshop on Experimental Algorithms, 606,
    2005): a triangle has a first, a middle and a last node, found as entries of products of matrices, rows by rows.
    """
    size = len(indptr) - 1
    out = np.zeros(size, np.int64)
    if not len(indices):
        return out
    degree = np.diff(indptr)
    if fast := compiled(float(np.square(degree).sum())):
        found: Ints = fast.triangles(indptr, indices)
        return found
    owner = np.repeat(np.arange(size), degree)
    on = (degree[indices] > degree[owner]) | ((degree[indices] == degree[owner]) & (indices > owner))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(owner[on], minlength=size))])
    ahead = matrix(starts, indices[on], np.ones(int(on.sum()), np.int32))
    for rows, closed in _closed(ahead, ahead):
        out[rows] += closed.sum(axis=1)
        out += np.bincount(closed.indices, weights=closed.data, minlength=size).astype(np.int64)
    for rows, closed in _closed(ahead.T.tocsr(), ahead):
        out[rows] += closed.sum(axis=1)
    return out


def _closed(links: sp.csr_array, ahead: sp.csr_array) -> Iterator[tuple[slice, sp.csr_array]]:
    """The entries of ``links`` by ``ahead`` where ``ahead`` has a link, some rows at a time."""
    size = links.shape[0]
    owner = np.repeat(np.arange(size), np.diff(links.indptr))
    work = np.cumsum(np.bincount(owner, weights=np.diff(ahead.indptr)[links.indices], minlength=size))
    first = 0
    while first < size:
        done = work[first - 1] if first else 0.0
        last = max(first + 1, int(np.searchsorted(work, done + _BLOCK, side="right")))
        yield slice(first, last), (links[first:last] @ ahead).multiply(ahead[first:last]).tocsr()
        first = last


def local_clustering(indptr: Ints, indices: Indices, found: Ints | None = None) -> Floats:
    """Share of a node's pairs of neighbours that are linked (Watts and Strogatz, 1998); 0 below two neighbours."""
    found = triangles(indptr, indices) if found is None else found
    degree = np.diff(indptr)
    pairs = degree * (degree - 1) / 2
    out: Floats = np.divide(found, pairs, out=np.zeros(len(degree)), where=pairs > 0)
    return out


def transitivity(indptr: Ints, indices: Indices, found: Ints | None = None) -> float:
    """Three times the triangles by the connected triples (Newman, Watts and Strogatz, 2002); 0 without triples."""
    found = triangles(indptr, indices) if found is None else found
    degree = np.diff(indptr)
    triples = int((degree * (degree - 1) // 2).sum())
    return int(found.sum()) / triples if triples else 0.0
