"""What the functions of the backend share: which nodes an argument means, and results by node."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
from networkx import NetworkXError, NodeNotFound

from coterie.graph.network.network import CollaborationNetwork, Ints

Values = dict[Hashable, Any]


def by_node(G: CollaborationNetwork, values: Any, rows: Ints | None = None) -> Values:
    """``values``, aligned with the nodes, by id; those of ``rows`` alone where given."""
    if rows is None:
        return dict(zip(G.ids, values.tolist(), strict=True))
    return dict(zip([G.ids[i] for i in rows.tolist()], values[rows].tolist(), strict=True))


def is_node(G: CollaborationNetwork, nodes: Any) -> bool:
    """Whether an argument that may name one node or several names one."""
    try:
        return nodes in G
    except TypeError:  # a tuple of lists is hashable by its type alone
        return False


def row_of(G: CollaborationNetwork, node: Any, message: str) -> int:
    """Row of a node. Raises networkx.NodeNotFound with that message where there is none."""
    if not is_node(G, node):
        raise NodeNotFound(message)
    return G.index(node)


def bunch(G: CollaborationNetwork, nodes: Any) -> Ints | None:
    """Rows of a node, or of those of several that are there, as networkx's ``nbunch_iter`` has them; None for None.
    Raises networkx.NetworkXError where it is neither."""
    if nodes is None:
        return None
    if is_node(G, nodes):
        return np.array([G.index(nodes)], np.int64)
    try:
        listed = list(nodes)
    except TypeError:
        raise NetworkXError(f"Node {nodes} is not in the graph.") from None
    for node in listed:
        if not isinstance(node, Hashable):
            raise NetworkXError(f"Node {node} in sequence nbunch is not a valid node.")
    return np.array([G.index(node) for node in listed if is_node(G, node)], np.int64)


def chosen(G: CollaborationNetwork, values: Any, nodes: Any) -> Any:
    """The value of a node, or the values of several by node; of every node for None."""
    if nodes is not None and is_node(G, nodes):
        return values[G.index(nodes)].item()
    return by_node(G, values, bunch(G, nodes))
