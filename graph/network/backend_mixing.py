"""Who is linked with whom, by the number of neighbours, as networkx calls it."""

from __future__ import annotations

from typing import Any

import numpy as np
from networkx import NetworkXError

from coterie.graph.network.backend_arguments import Values, bunch, by_node, is_node
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

_UNDIRECTED = "source and target arguments are only supported for directed graphs"


def degree_assortativity_coefficient(G: CollaborationNetwork, x: str = "out", y: str = "in", weight: str | None = None,
                                     nodes: Any = None) -> float:  # fmt: skip
    """Correlation of the degrees (with weights: the strengths) at the two ends of a link, or of a link within
    ``nodes``; ``x`` and ``y`` matter in directed graphs alone. NaN where all are equal or there is no link."""
    inside = np.ones(len(G), bool)
    if nodes is not None:
        inside[:] = False
        inside[bunch(G, nodes)] = True
    owner = _owners(G)
    kept = inside[owner] & inside[G.indices]
    values = G.degree.astype(float) if weight is None else _strength(G, weight)
    ends, other = values[owner[kept]], values[G.indices[kept]]
    if not len(ends) or (ends == ends[0]).all():
        return float("nan")
    apart = ends - ends.mean()
    return float((apart * (other - other.mean())).sum() / (apart * apart).sum())


def average_neighbor_degree(G: CollaborationNetwork, source: str = "out", target: str = "out", nodes: Any = None,
                            weight: str | None = None) -> Values:  # fmt: skip
    """Mean degree of a node's neighbours, weighted by the links where asked for; 0 without neighbours. ``nodes`` must
    be several, not one."""
    if source != "out" or target != "out":
        raise NetworkXError(_UNDIRECTED)
    if nodes is not None and is_node(G, nodes):
        raise NotImplementedError("the coterie backend takes no single node as nodes")
    total = _around(G, weight)
    strength = _strength(G, weight)
    return by_node(G, np.divide(total, strength, out=np.zeros(len(G)), where=strength != 0), bunch(G, nodes))


def average_degree_connectivity(G: CollaborationNetwork, source: str = "in+out", target: str = "in+out",
                                nodes: Any = None, weight: str | None = None) -> dict[int, float]:  # fmt: skip
    """Mean degree of the neighbours of nodes of each degree, weighted by the links where asked for."""
    if source != "in+out" or target != "in+out":
        raise NetworkXError(_UNDIRECTED)
    rows = bunch(G, nodes)
    rows = np.arange(len(G)) if rows is None else rows
    total = np.bincount(G.degree[rows], weights=_around(G, weight)[rows]).astype(float)
    strength = np.bincount(G.degree[rows], weights=_strength(G, weight)[rows])
    mean = np.divide(total, strength, out=total, where=strength != 0)
    return {k: float(mean[k]) for k in np.unique(G.degree[rows]).tolist()}


def s_metric(G: CollaborationNetwork) -> float:
    """Sum over links of the product of the degrees of their ends."""
    return float((G.degree[_owners(G)] * G.degree[G.indices]).sum() // 2)


def rich_club_coefficient(G: CollaborationNetwork, normalized: bool = True, Q: float = 100, seed: Any = None, *,
                          n_samples: int = 1) -> dict[int, float]:  # fmt: skip
    """For each k the density among the nodes of more than k neighbours. `n_samples` is networkx 3.7's."""
    if not G.number_of_edges():
        return {}
    least = np.minimum(G.degree[_owners(G)], G.degree[G.indices])
    links, nodes = np.bincount(least) // 2, np.bincount(G.degree)
    beyond = len(G) - np.cumsum(nodes)
    inside = G.number_of_edges() - np.cumsum(np.pad(links, (0, len(nodes) - len(links))))
    return {k: 2 * int(inside[k]) / (n * (n - 1)) for k, n in enumerate(beyond.tolist()) if n > 1}


def _owners(G: CollaborationNetwork) -> Ints:
    return np.repeat(np.arange(len(G)), G.degree)


def _strength(G: CollaborationNetwork, weight: str | None) -> Floats:
    out: Floats = np.bincount(_owners(G), weights=G.weight(weight), minlength=len(G)).astype(float)
    return out


def _around(G: CollaborationNetwork, weight: str | None) -> Floats:
    """Weighted sum of the degrees of each node's neighbours."""
    return np.bincount(_owners(G), weights=G.weight(weight) * G.degree[G.indices], minlength=len(G)).astype(float)
