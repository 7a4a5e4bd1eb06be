"""Who stands where: each measure of a person's place, an array aligned with the nodes of the network."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.measures import spectral
from coterie.graph.measures.nearness import Nearness, nearness
from coterie.graph.measures.spectral import eigenvector, pagerank
from coterie.graph.model.tables import ABSENT
from coterie.graph.network import kernels, paths
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

__all__ = [
    "Centralities", "betweenness", "centralities", "closeness", "components", "core_numbers", "degree", "draw_pivots",
    "eigenvector", "harmonic", "local_clustering", "pagerank", "strength",
]  # fmt: skip
EXACT_WORK = 100_000_000
"""People times links up to which betweenness is exact unless asked otherwise (some ten seconds)."""
WORK = 100_000_000
"""Pivots times links that an estimate may cost unless asked otherwise (some ten seconds)."""
MEASURES = (
    "degree", "strength", "pagerank", "eigenvector", "betweenness", "closeness", "harmonic", "core", "clustering",
    "component",
)  # fmt: skip
"""The measures of :func:`centralities`, in the order of its columns."""
DEFAULT = ("degree", "strength", "pagerank", "betweenness", "core", "component")
"""Those that are made where none is named."""
NEAR = ("closeness", "harmonic")
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


def closeness(network: CollaborationNetwork) -> Floats:
    """See :meth:`~coterie.graph.measures.nearness.Nearness.closeness`; exact."""
    return nearness(network, exact=True).closeness()


def harmonic(network: CollaborationNetwork) -> Floats:
    """See :meth:`~coterie.graph.measures.nearness.Nearness.harmonic`; exact."""
    return nearness(network, exact=True).harmonic()


@dataclass(frozen=True)
class Effort:
    """How exact the costly measures are to be: the options of :func:`centralities`."""

    exact: bool | None
    pivots: int | None
    seed: int

    def betweenness(self, network: CollaborationNetwork) -> tuple[Floats, int | None, str]:
        """The values, from how many pivots (None: exact), and how they were made."""
        used = self._pivots(network)
        values = betweenness(network, pivots=used, seed=self.seed)
        way = "exact" if used is None else f"estimated from {used:,} pivots (seed {self.seed})"
        return values, used, f"betweenness: {way}, links unweighted, share of the pairs of others"

    def nearness(self, network: CollaborationNetwork) -> Nearness:
        """Distances for closeness and harmonic centrality; from the pivots where these are asked for."""
        return nearness(network, exact=self.exact, sources=self.pivots, seed=self.seed)

    def _pivots(self, network: CollaborationNetwork) -> int | None:
        if self.exact or (
            self.exact is None and self.pivots is None and network.size * network.link_count <= EXACT_WORK
        ):
            return None
        allowed = min(max(WORK // max(network.link_count, 1), PIVOTS[0]), PIVOTS[1])
        used = min(self.pivots or allowed, network.size)
        return None if used == network.size else used


@dataclass(frozen=True, eq=False)
class Centralities:
    """Measures together: ``columns`` by name, arrays aligned with ``network.ids``; ``said``: how each was made, by
    name; ``pivots``: None where betweenness is exact."""

    network: CollaborationNetwork
    columns: Mapping[str, NDArray[Any]]
    said: Mapping[str, str]
    pivots: int | None
    seed: int

    def rows(self, limit: int | None = None, by: str = "pagerank") -> list[dict[str, Any]]:
        """A flat row for each node, the highest ``by`` first (components: the first), then by id; the first ``limit``.

        Raises ValueError where ``by`` is no column.
        """
        net = self.network
        columns = {name: net.attributes[name] for name in ("papers",) if name in net.attributes} | dict(self.columns)
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
        return list(dict.fromkeys(self.said.values()))


def centralities(network: CollaborationNetwork, measures: Sequence[str] = DEFAULT, *, pivots: int | None = None,
                 exact: bool | None = None, seed: int = 1) -> Centralities:  # fmt: skip
    """``measures`` together, in the order of :data:`MEASURES`.

    Betweenness, closeness and harmonic centrality are exact where ``exact``; estimated from ``pivots``; where neither
    is given, exact up to a size, else estimated: betweenness up to :data:`EXACT_WORK`, then from as many pivots as
    :data:`WORK` allows, within :data:`PIVOTS`; the others as :func:`~coterie.graph.measures.nearness.nearness` says.
    Raises ValueError for an unknown measure.
    """
    if unknown := [name for name in measures if name not in MEASURES]:
        raise ValueError(f"there is no measure {unknown[0]!r}: choose from {', '.join(MEASURES)}")
    effort = Effort(exact, pivots, seed)
    columns: dict[str, NDArray[Any]] = {}
    said: dict[str, str] = {}
    near: Nearness | None = None
    used = None
    for name in (known for known in MEASURES if known in measures):
        if name == "betweenness":
            columns[name], used, said[name] = effort.betweenness(network)
        elif name in NEAR:
            near = near or effort.nearness(network)
            columns[name] = near.closeness() if name == "closeness" else near.harmonic()
            said[name] = f"closeness and harmonic: distances in steps, {near.describe()}"
        else:
            columns[name] = SIMPLE[name](network)
            if name in _SAID:
                said[name] = _SAID[name].format(counting=network.counting)
    return Centralities(network, columns, said, used, seed)


SIMPLE: dict[str, Callable[[CollaborationNetwork], NDArray[Any]]] = {
    "degree": degree, "strength": strength, "pagerank": pagerank, "eigenvector": eigenvector, "core": core_numbers,
    "clustering": local_clustering, "component": components,
}  # fmt: skip
_PAGERANK = (
    f"PageRank: {{counting}} counting, damping {spectral.DAMPING}, L1 change at most {spectral.TOLERANCE:g}, absolute"
)
_SAID = {
    "strength": "strength: {counting} counting",
    "pagerank": _PAGERANK,
    "eigenvector": "eigenvector: {counting} counting, length 1; 0 outside the components of the largest eigenvalue",
}


def _plain(values: Any) -> list[Any]:
    return [None if value == ABSENT else value for value in values.tolist()]
