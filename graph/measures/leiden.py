"""The Leiden method on compressed rows, and how much two partitions agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coterie.graph.network.kernels import by_size
from coterie.graph.network.network import Floats, Ints

ITERATIONS = 3
RANDOMNESS = 0.001


def leiden(indptr: Ints, indices: NDArray[np.int32], weights: Floats, *, seed: int, resolution: float = 1.0) -> Ints:
    """A partition of high modularity (V. A. Traag, L. Waltman, N. J. van Eck, Sci. Rep. 9:5233, 2019): the group of
    each node, from 0, the largest first, equally large ones by their first node. A node without links is a group by
    itself. The same for the same links and ``seed``, and whatever the unit of the weights.
    """
    degree = np.diff(indptr)
    of = np.arange(len(degree))
    if len(indices):
        from graspologic_native import leiden_csr

        linked = np.flatnonzero(degree > 0)
        position = np.zeros(len(degree), np.int32)
        position[linked] = np.arange(len(linked))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(degree[linked])]).astype(np.int64)
        _, found = leiden_csr(
            starts, position[indices], weights / weights.mean(), len(linked), resolution=resolution,
            randomness=RANDOMNESS, iterations=ITERATIONS, use_modularity=True, seed=seed % 2**64, trials=1,
        )  # fmt: skip
        of += len(linked)
        of[linked] = [found[i] for i in range(len(linked))]
    return by_size(of) if len(of) else of


def agreement(one: Ints, other: Ints) -> tuple[float, float]:
    """How much two partitions of the same nodes agree: normalised mutual information 2I/(H₁+H₂) (L. Danon and others,
    J. Stat. Mech. P09008, 2005), from 0 to 1, and the adjusted Rand index (L. Hubert, P. Arabie, J. Classif. 2:193,
    1985), 0 by chance, 1 for the same. 1 and 1 where chance cannot differ: equal partitions, a single node, none.
    """
    size = len(one)
    a, b = (np.unique(labels, return_inverse=True)[1].reshape(-1) for labels in (one, other))
    rows, columns = np.bincount(a).astype(float), np.bincount(b).astype(float)
    cells = np.unique(a * max(len(columns), 1) + b, return_counts=True)[1].astype(float)
    if len(cells) == len(rows) == len(columns):
        return 1.0, 1.0
    entropy = [float(-(n / size * np.log(n / size)).sum()) for n in (rows, columns, cells)]
    mutual = max(entropy[0] + entropy[1] - entropy[2], 0.0)
    pairs = [float((n * (n - 1) / 2).sum()) for n in (rows, columns, cells)]
    chance = pairs[0] * pairs[1] / (size * (size - 1) / 2)
    most = (pairs[0] + pairs[1]) / 2
    return 2 * mutual / (entropy[0] + entropy[1]), (pairs[2] - chance) / (most - chance) if most != chance else 1.0
