"""A network beside chance: clustering and distances where only the number of links, or of each person's, is kept."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from coterie.graph.measures.distances import distances
from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork
from coterie.graph.network.swapping import ROUNDS, swapped


def small_world(network: CollaborationNetwork, *, seed: int = 1) -> list[dict[str, Any]]:
    """Three rows: the network; one of the same degrees drawn by ``seed``; and what is expected where links fall evenly
    (clustering z/n, distance ln n / ln z within the largest component: Albert and Barabási 2002), absent for z ≤ 1.
    Clustering, its local mean, and mean distance."""
    indptr, indices = swapped(network.indptr, network.indices, seed)
    links = {name: np.ones(len(indices)) for name in ("papers", "newman", "pair_share", "first_year", "last_year")}
    drawn = CollaborationNetwork(network.ids, indptr, indices, links)
    giant = int(np.bincount(kernels.components(network.indptr, network.indices)).max(initial=0))
    z = 2 * network.link_count / network.size if network.size else 0.0
    even = {"network": "links drawn evenly", "clustering": z / network.size if network.size else None,
            "clustering_local": z / network.size if network.size else None,
            "mean_distance": math.log(giant) / math.log(z) if z > 1 and giant > 1 else None}  # fmt: skip
    return [_row("this one", network, seed), _row("same degrees, links exchanged", drawn, seed), even]


def _row(name: str, network: CollaborationNetwork, seed: int) -> dict[str, Any]:
    triangles = kernels.triangles(network.indptr, network.indices)
    local = kernels.local_clustering(network.indptr, network.indices, triangles)
    return {
        "network": name, "clustering": kernels.transitivity(network.indptr, network.indices, triangles),
        "clustering_local": float(local.mean()) if network.size else None,
        "mean_distance": distances(network, seed=seed).mean,
    }  # fmt: skip


def notes(seed: int) -> list[str]:
    """How chance was drawn."""
    return [f"links exchanged: {ROUNDS} rounds in which each is offered one exchange of ends, seed {seed}"]
