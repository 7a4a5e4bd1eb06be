"""Who stands where: degree, strength, PageRank, betweenness, core, component, clustering."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from coterie.graph.model.tables import ABSENT
from coterie.graph.network import kernels, paths
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

DAMPING = 0.85
TOLERANCE = 1e-12
EXACT_WORK = 100_000_000
"""People times links up to which betweenness is exact unless asked otherwise (some ten seconds)."""
WORK = 100_000_000
"""Pivots times links that an estimate may cost unless asked otherwise (some ten seconds)."""
PIVOTS = 64, 256
"""The fewest and the most pivots where no number is given."""


def degree(network: CollaborationNetwork) -> Ints:
    """Number of different co-authors of each node."""
    return network.degree


def strength(network: CollaborationNetwork, counting: str | None = None) -> Floats:
    """Sum of the weights of a node's links; ``counting`` (full, newman, pair-share) is the network's own if None.

    Full: joint papers, summed over partners. Newman: the node's joint papers with listed others, where all are
    nodes (M. E. J. Newman, Phys. Rev. E 64:016132, 2001). Raises ValueError where the weight is not known.
    """
    names = {None: "weight", "full": "papers", "newman": "newman", "pair-share": "pair_share"}
    weights = network.weight(names.get(counting, counting))
    owner = np.repeat(np.arange(network.size), network.degree)
    return np.bincount(owner, weights=weights, minlength=network.size).astype(np.float64)


def pagerank(network: CollaborationNetwork, *, damping: float = DAMPING, tolerance: float = TOLERANCE,
             weighted: bool = True) -> Floats:  # fmt: skip
    """PageRank with links weighted by the network's counting; sums to 1 (S. Brin, L. Page, 1998).

    Iterated until the L1 change is at most ``tolerance``, absolute; a node without links spreads evenly.
    """
    if not 0 <= damping < 1:
        raise ValueError(f"damping must be from 0 to below 1, not {damping!r}")
    weights = network.weight("weight" if weighted else None)
    return kernels.pagerank(network.indptr, network.indices, weights, damping=damping, tolerance=tolerance)[0]


def draw_pivots(network: CollaborationNetwork, count: int, seed: int) -> Ints:
    """``count`` different nodes drawn evenly by ``seed``, sorted; all where there are no more.

    Raises ValueError below two: a node is no pivot of its own.
    """
    if count < 2:
        raise ValueError(f"at least 2 pivots are needed, not {count}")
    drawn = random.Random(seed).sample(range(network.size), min(count, network.size))
    return np.array(sorted(drawn), np.int64)


def betweenness(network: CollaborationNetwork, *, pivots: int | None = None, seed: int = 1,
                normalised: bool = True) -> Floats:  # fmt: skip
    """Share of the shortest paths between two others that pass through a node; links count alike.

    Exact (U. Brandes, J. Math. Sociol. 25:163, 2001), or estimated from ``pivots`` drawn by ``seed`` (U. Brandes,
    C. Pich, Int. J. Bifurcation Chaos 17:2303, 2007), scaled as in networkx 3.5 and later. Every node a pivot gives
    the exact values. Normalised by the (n-1)(n-2)/2 pairs of others, in whatever component; 0 below three nodes.
    Raises ValueError below two pivots.
    """
    drawn = None if pivots is None else draw_pivots(network, pivots, seed)
    return paths.betweenness(network.indptr, network.indices, drawn, normalised=normalised)


def core_numbers(network: CollaborationNetwork) -> Ints:
    """Core of each node: the largest k such that it is in a group where each has k co-authors or more within it
    (S. B. Seidman, Soc. Networks 5:269, 1983)."""
    return kernels.core_numbers(network.indptr, network.indices)


def components(network: CollaborationNetwork) -> Ints:
    """Component of each node: 1 the largest; equally large ones by their first node."""
    return kernels.components(network.indptr, network.indices) + 1


def local_clustering(network: CollaborationNetwork) -> Floats:
    """Share of a node's pairs of co-authors who are co-authors too (D. J. Watts, S. H. Strogatz, Nature 393:440,
    1998); 0 with fewer than two co-authors."""
    return kernels.local_clustering(network.indptr, network.indices)


def harmonic(network: CollaborationNetwork) -> Floats:
    """Mean of the inverse distances to all other nodes, 0 for those out of reach (M. Marchiori, V. Latora, 2000);
    the sum by n-1. 0 for a single node."""
    found = paths.reach(network.indptr, network.indices, np.arange(network.size)).inverse
    out: Floats = found / max(network.size - 1, 1)
    return out


@dataclass(frozen=True, eq=False)
class Centralities:
    """The measures together, arrays aligned with ``network.ids``. ``pivots``: None where betweenness is exact."""

    network: CollaborationNetwork
    degree: Ints
    strength: Floats
    pagerank: Floats
    betweenness: Floats
    core: Ints
    component: Ints
    pivots: int | None
    seed: int

    def rows(self, limit: int | None = None, by: str = "pagerank") -> list[dict[str, Any]]:
        """A flat row for each node, the highest ``by`` first, then by id; the first ``limit``.

        Raises ValueError where ``by`` is no column.
        """
        net = self.network
        measures = {
            "degree": self.degree, "strength": self.strength, "pagerank": self.pagerank,
            "betweenness": self.betweenness, "core": self.core, "component": self.component,
        }  # fmt: skip
        columns = {name: net.attributes[name] for name in ("papers",) if name in net.attributes} | measures
        if by not in columns:
            raise ValueError(f"there is no column {by!r}: choose one of {', '.join(columns)}")
        sign = 1 if by == "component" else -1
        picked = np.argsort(sign * columns[by].round(15), kind="stable")[: limit or None]
        shown = {name: _plain(values[picked]) for name, values in columns.items()}
        names, ids = net.names, net.ids
        return [
            {"name": names[node], **{name: values[i] for name, values in shown.items()}, "id": ids[node]}
            for i, node in enumerate(picked.tolist())
        ]

    def notes(self) -> list[str]:
        """How the figures were made, a line each."""
        way = "exact" if self.pivots is None else f"estimated from {self.pivots:,} pivots (seed {self.seed})"
        return [
            f"strength and PageRank: {self.network.counting} counting; PageRank: damping {DAMPING}, L1 change at most "
            f"{TOLERANCE:g}, absolute",
            f"betweenness: {way}, links unweighted, share of the pairs of others",
        ]


def centralities(network: CollaborationNetwork, *, pivots: int | None = None, exact: bool | None = None,
                 seed: int = 1) -> Centralities:  # fmt: skip
    """All of these measures. Betweenness is exact where ``exact``; estimated from ``pivots``; where neither is given,
    exact up to a size (people times links) of :data:`EXACT_WORK`, else from as many pivots as :data:`WORK` allows,
    within :data:`PIVOTS`."""
    if exact is None:
        exact = pivots is None and network.size * network.link_count <= EXACT_WORK
    allowed = min(max(WORK // max(network.link_count, 1), PIVOTS[0]), PIVOTS[1])
    used = None if exact else min(pivots or allowed, network.size)
    if used is not None and used == network.size:
        used = None
    return Centralities(
        network,
        degree=degree(network),
        strength=strength(network),
        pagerank=pagerank(network),
        betweenness=betweenness(network, pivots=used, seed=seed),
        core=core_numbers(network),
        component=components(network),
        pivots=used,
        seed=seed,
    )


def _plain(values: Any) -> list[Any]:
    return [None if value == ABSENT else value for value in values.tolist()]
