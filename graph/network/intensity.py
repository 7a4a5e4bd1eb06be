"""Intensity of triangles: the geometric mean of their three weights.

J.-P. Onnela and others, Phys. Rev. E 71:065103, 2005.
"""

from __future__ import annotations

import numpy as np

from coterie.graph.network.kernels import Floats, Indices, Ints, matrix

_BLOCK = 20_000_000


def intensities(indptr: Ints, indices: Indices, weights: Floats) -> Floats:
    """Sum of the intensities of the triangles that each node is part of: (W^⅓ W^⅓ ∘ W^⅓) 1 / 2, some rows at a time."""
    size = len(indptr) - 1
    links = matrix(indptr, indices, np.cbrt(weights))
    degree = np.diff(indptr)
    work = np.bincount(np.repeat(np.arange(size), degree), weights=degree[indices], minlength=size)
    reach = np.cumsum(work)
    out, first = np.zeros(size), 0
    while first < size:
        done = reach[first - 1] if first else 0.0
        last = max(first + 1, int(np.searchsorted(reach, done + _BLOCK, side="right")))
        rows = links[first:last]
        out[first:last] = (rows @ links).multiply(rows).sum(axis=1) / 2.0
        first = last
    return out
