"""The figures by which a map can size and colour its people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from coterie.graph.maps.data import Metric
from coterie.graph.model.tables import ABSENT

if TYPE_CHECKING:
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Snapshot

EXACT_WORK = 5_000_000
"""People times links up to which betweenness is exact on a map."""
PIVOTS = 128
SAMPLED_WORK = 20_000_000
"""Pivots times links up to which it is estimated; above, a map goes without."""


def figures(network: CollaborationNetwork, snapshot: Snapshot | None, papers: Sequence[Any], seed: int) -> list[Metric]:
    """Papers, co-authors, strength, citations (where sources state them), PageRank, betweenness and core of every
    node. ``papers``: rows of each node's papers in the snapshot."""
    from coterie.graph.measures.centrality import core_numbers, pagerank

    people = network.nodes == "authors"
    made = [
        Metric("papers", "Papers", [len(rows) for rows in papers]),
        Metric("coauthors", "Co-authors" if people else "Partners", network.degree.tolist()),
        _strength(network),
        *_citations(snapshot, papers),
    ]
    if not network.size:
        return made
    if known(network):
        made.append(Metric("pagerank", "PageRank", _short(pagerank(network)), False))
    made += _betweenness(network, seed)
    return [*made, Metric("core", "Core", core_numbers(network).tolist())]


def known(network: CollaborationNetwork) -> bool:
    """Whether the weights of the links under the network's counting are known."""
    try:
        network.weight()
    except ValueError:
        return False
    return True


def _strength(network: CollaborationNetwork) -> Metric:
    from coterie.graph.measures.centrality import strength

    counting = None if known(network) else "full"
    whole = counting == "full" or network.counting == "full"
    label = "Joint papers, all partners" if whole else f"Strength ({network.counting})"
    return Metric("strength", label, _short(strength(network, counting)), whole)


def _citations(snapshot: Snapshot | None, papers: Sequence[Any]) -> list[Metric]:
    citations = None if snapshot is None else snapshot.node("Paper")["citations"]
    if citations is None or not any((citations[rows] != ABSENT).any() for rows in papers):
        return []
    stated = np.where(citations == ABSENT, 0, citations)
    return [Metric("citations", "Citations, as stated", [int(stated[rows].sum()) for rows in papers])]


def _betweenness(network: CollaborationNetwork, seed: int) -> list[Metric]:
    from coterie.graph.measures.centrality import betweenness

    if network.size * network.link_count <= EXACT_WORK:
        return [Metric("betweenness", "Betweenness", _short(betweenness(network)), False)]
    if PIVOTS * network.link_count > SAMPLED_WORK:
        return []
    values = betweenness(network, pivots=PIVOTS, seed=seed)
    return [Metric("betweenness", f"Betweenness, {PIVOTS} pivots", _short(values), False)]


def _short(values: Any) -> list[float]:
    """Six significant digits: the same on every machine."""
    return [float(f"{value:.6g}") for value in values.tolist()]
