"""What is connected and what holds it together, as networkx calls it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np
from networkx import NetworkXPointlessConcept, NodeNotFound

from coterie.graph.network import kernels
from coterie.graph.network.backend_arguments import Values, by_node, is_node
from coterie.graph.network.cutting import cuts
from coterie.graph.network.network import CollaborationNetwork, Ints


def core_number(G: CollaborationNetwork) -> Values:
    """The largest k for which a node is in a part where all have k neighbours or more."""
    return by_node(G, kernels.core_numbers(G.indptr, G.indices))


def connected_components(G: CollaborationNetwork) -> Iterator[set[Hashable]]:
    """Sets of nodes, by their first node."""
    members: dict[int, set[Hashable]] = {}
    for ident, number in zip(G.ids, _parts(G).tolist(), strict=True):
        members.setdefault(number, set()).add(ident)
    yield from members.values()


def number_connected_components(G: CollaborationNetwork) -> int:
    """Number of components."""
    return int(_parts(G).max(initial=-1)) + 1


def is_connected(G: CollaborationNetwork) -> bool:
    """Whether there is one component."""
    if not len(G):
        raise NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return number_connected_components(G) == 1


def node_connected_component(G: CollaborationNetwork, n: Hashable) -> set[Hashable]:
    """The component of a node."""
    if not is_node(G, n):
        raise KeyError(n)
    part = _parts(G)
    return {G.ids[i] for i in np.flatnonzero(part == part[G.index(n)]).tolist()}


def isolates(G: CollaborationNetwork) -> Iterator[Hashable]:
    """Nodes without links, in their order."""
    return iter([G.ids[i] for i in np.flatnonzero(G.degree == 0).tolist()])


def number_of_isolates(G: CollaborationNetwork) -> int:
    """Number of nodes without links."""
    return int((G.degree == 0).sum())


def bridges(G: CollaborationNetwork, root: Hashable | None = None) -> Iterator[tuple[Hashable, Hashable]]:
    """Links without which a component falls apart, in order; with ``root`` those of its component."""
    for left, right in _bridges(G, root).tolist():
        yield G.ids[left], G.ids[right]


def has_bridges(G: CollaborationNetwork, root: Hashable | None = None) -> bool:
    """Whether there is a bridge."""
    return len(_bridges(G, root)) > 0


def articulation_points(G: CollaborationNetwork) -> Iterator[Hashable]:
    """Nodes without which a component falls apart, in order."""
    yield from [G.ids[i] for i in np.flatnonzero(cuts(G.indptr, G.indices).pieces > 1).tolist()]


def _bridges(G: CollaborationNetwork, root: Any) -> Ints:
    if root is not None and not is_node(G, root):
        raise NodeNotFound(f"Root node {root} is not in graph")
    found = cuts(G.indptr, G.indices).bridges
    if root is None:
        return found
    part = _parts(G)
    inside: Ints = found[part[found[:, 0]] == part[G.index(root)]]
    return inside


def _parts(G: CollaborationNetwork) -> Ints:
    return kernels.components(G.indptr, G.indices)
