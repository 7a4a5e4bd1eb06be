"""What falls apart without its brokers."""

from __future__ import annotations

import networkx as nx

from coterie.graph.measures.brokers import brokers
from coterie.graph.measures.communities import communities
from coterie.graph.network.build import from_networkx


def test_those_who_left_are_no_components() -> None:
    network = from_networkx(nx.star_graph(3))
    rows = brokers(network, communities(network)).removal(2)
    graph = network.to_networkx()
    for row in rows:
        if row["id"] is not None:
            graph.remove_node(row["id"])
        sizes = [len(part) for part in nx.connected_components(graph)]
        assert (row["components"], row["largest_component"]) == (len(sizes), max(sizes))
