"""Distances in steps, as networkx calls them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
from networkx import NetworkXError, NetworkXNoPath, NetworkXPointlessConcept, __version__

from coterie.graph.network import paths
from coterie.graph.network.backend_arguments import bunch, by_node, is_node, row_of
from coterie.graph.network.backend_components import is_connected
from coterie.graph.network.levels import distance, eccentricities, extreme, levels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

_NO_NODES_REFUSED = tuple(int(part) for part in __version__.split(".")[:2]) >= (3, 7)
"""Whether networkx refuses the eccentricities of a graph without nodes; before 3.7 there were none."""


def single_source_shortest_path_length(G: CollaborationNetwork, source: Hashable, cutoff: float | None = None
                                       ) -> dict[Hashable, int]:  # fmt: skip
    """Distances from a node to those it reaches (within ``cutoff``), the nearest first, then in the nodes' order."""
    row = row_of(G, source, f"Source {source} is not in G")
    far = levels(G.indptr, G.indices, row, np.inf if cutoff is None else cutoff)
    met = np.flatnonzero(far >= 0)
    return by_node(G, far, met[np.argsort(far[met], kind="stable")])


def shortest_path_length(G: CollaborationNetwork, source: Hashable | None = None, target: Hashable | None = None,
                         weight: str | None = None, method: str = "dijkstra") -> Any:  # fmt: skip
    """The distance of two nodes, or the distances of one; of all pairs it is refused."""
    if method not in ("dijkstra", "bellman-ford"):
        raise ValueError(f"method not supported: {method}")
    if source is None and target is None:
        raise NotImplementedError("the coterie backend takes no fewer than one of source and target")
    if source is None or target is None:
        return single_source_shortest_path_length(G, target if source is None else source)
    found = _between(G, source, target)
    if found < 0:
        raise NetworkXNoPath(f"No path between {source} and {target}.")
    return found


def has_path(G: CollaborationNetwork, source: Hashable, target: Hashable) -> bool:
    """Whether there is a path between two nodes."""
    return _between(G, source, target) >= 0


def _between(G: CollaborationNetwork, source: Hashable, target: Hashable) -> int:
    """The distance of two nodes, -1 where there is no path."""
    rows = [row_of(G, end, f"{name} {end} is not in G") for end, name in ((source, "Source"), (target, "Target"))]
    return distance(G.indptr, G.indices, *rows)


def eccentricity(G: CollaborationNetwork, v: Any = None, sp: Any = None, weight: str | None = None) -> Any:
    """The largest distance from each node of a connected graph."""
    if not len(G) and _NO_NODES_REFUSED:
        raise NetworkXPointlessConcept("the null graph has no eccentricity")
    rows = bunch(G, v)
    rows = np.arange(len(G)) if rows is None else rows
    if len(rows):
        _require_connected(G, "Found infinite path length because the graph is not connected")
    found = np.zeros(len(G), np.int64)
    found[rows] = eccentricities(G.indptr, G.indices, rows)
    return int(found[rows[0]]) if is_node(G, v) else by_node(G, found, rows)


def diameter(G: CollaborationNetwork, e: Any = None, usebounds: bool = False, weight: str | None = None) -> int:
    """The largest eccentricity of a connected graph, or of those given; ``usebounds`` makes no difference."""
    value: int = _extreme(G, True)[0] if e is None else max(e.values())
    return value


def periphery(G: CollaborationNetwork, e: Any = None, usebounds: bool = False, weight: str | None = None
              ) -> list[Hashable]:  # fmt: skip
    """Nodes with the largest eccentricity, in their order."""
    if e is not None:
        most = max(e.values())
        return [node for node, value in e.items() if value == most]
    return _extreme(G, True)[1]


def radius(G: CollaborationNetwork, e: Any = None, usebounds: bool = False, weight: str | None = None) -> int:
    """The smallest eccentricity of a connected graph, or of those given; ``usebounds`` makes no difference."""
    value: int = _extreme(G, False)[0] if e is None else min(e.values())
    return value


def center(G: CollaborationNetwork, e: Any = None, usebounds: bool = False, weight: str | None = None
           ) -> list[Hashable]:  # fmt: skip
    """Nodes with the smallest eccentricity, in their order."""
    if e is not None:
        least = min(e.values())
        return [node for node, value in e.items() if value == least]
    if not len(G):
        raise NetworkXPointlessConcept("G has no nodes.")
    return _extreme(G, False)[1]


def average_shortest_path_length(G: CollaborationNetwork, weight: str | None = None, method: str | None = None
                                 ) -> float:  # fmt: skip
    """Mean distance of the ordered pairs of a connected graph; 0 for a single node."""
    if not len(G):
        raise NetworkXPointlessConcept("the null graph has no paths, thus there is no average shortest path length")
    if len(G) == 1:
        return 0
    _require_connected(G, "Graph is not connected.")
    return _sum(G) / (len(G) * (len(G) - 1))


def wiener_index(G: CollaborationNetwork, weight: str | None = None) -> float:
    """Sum of the distances of all pairs; infinite where some have none."""
    return _sum(G) / 2 if is_connected(G) else float("inf")


def global_efficiency(G: CollaborationNetwork) -> float:
    """Mean inverse distance of the ordered pairs, 0 for those without a path."""
    if len(G) < 2:
        return 0
    pairs = _pairs(G)[1:]
    inverse: Floats = pairs / np.arange(1, len(pairs) + 1)
    return float(inverse.sum()) / (len(G) * (len(G) - 1))


def _pairs(G: CollaborationNetwork) -> Ints:
    """Ordered pairs at each distance."""
    return paths.reach(G.indptr, G.indices, np.arange(len(G))).pairs


def _sum(G: CollaborationNetwork) -> int:
    pairs = _pairs(G)
    return int((pairs * np.arange(len(pairs))).sum())


def _extreme(G: CollaborationNetwork, largest: bool) -> tuple[int, list[Hashable]]:
    """The largest or smallest eccentricity, and the nodes that have it."""
    if not len(G):
        refused = NetworkXPointlessConcept if _NO_NODES_REFUSED else ValueError
        raise refused("the null graph has no eccentricity")
    _require_connected(G, "Found infinite path length because the graph is not connected")
    value, has_it = extreme(G.indptr, G.indices, largest)
    return value, [G.ids[i] for i in np.flatnonzero(has_it).tolist()]


def _require_connected(G: CollaborationNetwork, message: str) -> None:
    if not is_connected(G):
        raise NetworkXError(message)
