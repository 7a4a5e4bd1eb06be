"""Triangles and clustering, as networkx calls them."""

from __future__ import annotations

from typing import Any

import numpy as np

from coterie.graph.network import kernels
from coterie.graph.network.backend_arguments import chosen
from coterie.graph.network.intensity import intensities
from coterie.graph.network.network import CollaborationNetwork, Floats


def triangles(G: CollaborationNetwork, nodes: Any = None) -> Any:
    """Triangles that each node is part of."""
    return chosen(G, kernels.triangles(G.indptr, G.indices), nodes)


def transitivity(G: CollaborationNetwork) -> float:
    """Three times the triangles by the connected triples."""
    return kernels.transitivity(G.indptr, G.indices)


def clustering(G: CollaborationNetwork, nodes: Any = None, weight: str | None = None) -> Any:
    """Share of the pairs of neighbours that are linked; with weights the mean intensity of its triangles (Onnela)."""
    return chosen(G, _clustering(G, weight), nodes)


def average_clustering(G: CollaborationNetwork, nodes: Any = None, weight: str | None = None,
                       count_zeros: bool = True) -> float:  # fmt: skip
    """Mean clustering of the nodes, or of those that have any."""
    values = clustering(G, nodes, weight).values()
    counted = [value for value in values if count_zeros or value]
    mean: float = sum(counted) / len(counted)
    return mean


def _clustering(G: CollaborationNetwork, weight: str | None) -> Floats:
    if weight is None or not len(G.indices):
        return kernels.local_clustering(G.indptr, G.indices)
    weights = G.weight(weight)
    highest = float(weights.max())
    if not highest:
        raise ZeroDivisionError("the largest weight is 0")
    found = intensities(G.indptr, G.indices, weights / highest)
    pairs = G.degree * (G.degree - 1) / 2
    out: Floats = np.divide(found, pairs, out=np.zeros(len(G)), where=pairs > 0)
    return out
