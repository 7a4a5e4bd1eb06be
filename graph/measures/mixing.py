"""Who works with whom, by how many they work with."""

from __future__ import annotations

import numpy as np

from coterie.graph.network.network import CollaborationNetwork


def assortativity(network: CollaborationNetwork) -> float | None:
    """Correlation of the numbers of co-authors at the two ends of a link (M. E. J. Newman, Phys. Rev. Lett. 89:208701,
    2002); None where all are equal or there is no link."""
    ends = np.repeat(network.degree, network.degree).astype(np.float64)
    if not len(ends) or (ends == ends[0]).all():
        return None
    other = network.degree[network.indices].astype(np.float64)
    apart, beyond = ends - ends.mean(), other - other.mean()
    return float((apart * beyond).sum() / (apart * apart).sum())
