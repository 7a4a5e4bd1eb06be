"""Power iterations from a start that may be given: PageRank with preferences, and eigenvector centrality."""

from __future__ import annotations

from typing import Any

import numpy as np

from coterie.graph.network.kernels import Floats


def personal_pagerank(links: Any, damping: float, tolerance: float, most: int, *, jump: Floats, dangling: Floats,
                      start: Floats) -> Floats | None:  # fmt: skip
    """PageRank where a walker jumps to nodes by ``jump``, from nodes without links by ``dangling``, and begins by
    ``start``, each adding up to 1: x ← damping · (Wᵀ D⁻¹ x + dangling · its share) + (1-damping) · jump.

    ``links``: the symmetric matrix of weights. Stops where the L1 change is at most ``tolerance``, or after ``most``
    steps where it is then below n times ``tolerance``, networkx's bound; None where it is not.
    """
    strength = links.sum(axis=1)
    alone = strength == 0
    share = np.divide(1.0, strength, out=np.zeros(len(strength)), where=~alone)
    x, change = start, np.inf
    for _ in range(most):
        spread = damping * (links @ (x * share) + x[alone].sum() * dangling) + (1.0 - damping) * jump
        change = float(np.abs(spread - x).sum())
        x = spread
        if change <= tolerance:
            break
    return x if change < len(x) * tolerance else None


def powers(links: Any, start: Floats, tolerance: float, most: int) -> Floats | None:
    """Power iteration of 1 + W from ``start`` to length 1, step by step as networkx makes it: until the L1 change is
    below n times ``tolerance``; None where ``most`` steps do not suffice."""
    x: Floats = start / start.sum()
    for _ in range(most):
        new = x + links @ x
        new /= float(np.sqrt((new * new).sum())) or 1.0
        change = float(np.abs(new - x).sum())
        x = new
        if change < len(x) * tolerance:
            return x
    return None
