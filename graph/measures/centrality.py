"""Who stands where: each measure of a person's place, an array aligned with the nodes of the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.report import Progress
from coterie.graph.measures import spectral
from coterie.graph.measures.costly import DELTA, EXACT_WORK, PIVOTS, WORK, Costly, betweenness, draw_pivots
from coterie.graph.measures.nearness import nearness
from coterie.graph.measures.spectral import eigenvector, pagerank
from coterie.graph.model.tables import ABSENT
from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

__all__ = [
    "EXACT_WORK", "PIVOTS", "WORK", "Centralities", "betweenness", "centralities", "closeness", "components",
    "core_numbers", "degree", "draw_pivots", "eigenvector", "harmonic", "local_clustering", "pagerank", "strength",
]  # fmt: skip
MEASURES = (
    "degree", "strength", "pagerank", "eigenvector", "betweenness", "closeness", "harmonic", "core", "clustering",
    "component",
)  # fmt: skip
"""The measures of :func:`centralities`, in the order of its columns."""
DEFAULT = ("degree", "strength", "pagerank", "betweenness", "core", "component")
"""Those that are made where none is named."""
NEAR = ("closeness", "harmonic")


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


@dataclass(frozen=True, eq=False)
class Centralities:
    """Measures together: ``columns`` by name, arrays aligned with ``network.ids``; ``said``: how each was made, by
    name; ``pivots``: None where betweenness is exact, or from random paths."""

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
                 epsilon: float | None = None, delta: float = DELTA, exact: bool | None = None, seed: int = 1,
                 weighted: bool = False, progress: Progress | None = None) -> Centralities:  # fmt: skip
    """``measures`` together, in the order of :data:`MEASURES`.

    Betweenness, closeness and harmonic centrality are exact where ``exact``; estimated from ``pivots``, or betweenness
    to within ``epsilon`` with probability 1 - ``delta``; where nothing is given, exact up to a size, else estimated:
    see :class:`~coterie.graph.measures.costly.Costly`. ``weighted``: their distances are sums of 1/strength. Raises
    ValueError for an unknown measure, epsilon or delta.
    """
    if unknown := [name for name in measures if name not in MEASURES]:
        raise ValueError(f"there is no measure {unknown[0]!r}: choose from {', '.join(MEASURES)}")
    between = "betweenness" in measures
    costly = Costly(network, exact=exact, pivots=pivots, epsilon=epsilon, delta=delta, seed=seed, weighted=weighted,
                    between=between, progress=progress)  # fmt: skip
    columns: dict[str, NDArray[Any]] = {}
    said: dict[str, str] = {}
    for name in (known for known in MEASURES if known in measures):
        if name == "betweenness":
            columns[name], said[name] = costly.betweenness, costly.describe_betweenness()
        elif name in NEAR:
            near = costly.nearness
            columns[name] = near.closeness() if name == "closeness" else near.harmonic()
            said[name] = costly.describe_nearness()
        else:
            columns[name] = SIMPLE[name](network)
            if name in _SAID:
                said[name] = _SAID[name].format(counting=network.counting)
    return Centralities(network, columns, said, costly.pivots if between else None, seed)


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
