"""The networkx backend ``coterie``: networkx's functions, run by our code on a CollaborationNetwork.

networkx asks for :func:`get_info` when it is imported, so nothing here imports numpy or networkx before it is needed.
What a function cannot do it refuses with NotImplementedError, which networkx reports (or answers itself, where it is
configured to fall back).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coterie.graph.network.network import CollaborationNetwork

Values = dict[Hashable, Any]
FUNCTIONS = (
    "betweenness_centrality", "closeness_centrality", "clustering", "connected_components", "core_number",
    "degree_centrality", "harmonic_centrality", "number_connected_components", "pagerank", "transitivity", "triangles",
)  # fmt: skip


def get_info() -> dict[str, Any]:
    """What networkx shows of this backend."""
    return {
        "backend_name": "coterie",
        "project": "coterie",
        "package": "coterie",
        "short_summary": "Co-authorship networks in compressed sparse rows.",
        "functions": {name: {} for name in FUNCTIONS},
    }


def _only(**given: bool) -> None:
    """Refuse the arguments that are given and not understood."""
    refused = [name for name, is_given in given.items() if is_given]
    if refused:
        raise NotImplementedError(f"the coterie backend does not take {', '.join(refused)}")


def _by_node(network: CollaborationNetwork, values: Any) -> Values:
    return dict(zip(network.ids, values.tolist(), strict=True))


class Backend:
    """The functions, with networkx's own names and defaults."""

    def convert_from_nx(self, graph: Any, *, edge_attrs: Mapping[str, Any] | None = None,
                        **_: Any) -> CollaborationNetwork:  # fmt: skip
        """A network with the weights asked for. Refuses directed graphs, multigraphs and self-links."""
        from coterie.graph.network.build import link_arrays, symmetric
        from coterie.graph.network.network import CollaborationNetwork

        if isinstance(graph, CollaborationNetwork):
            return graph
        _only(**{"a directed graph": graph.is_directed(), "a multigraph": graph.is_multigraph()})
        import networkx as nx
        import numpy as np

        _only(**{"self-links": nx.number_of_selfloops(graph) > 0})
        ids = list(graph)
        row = {ident: i for i, ident in enumerate(ids)}
        edges = list(graph.edges(data=True))
        ends = np.array([(row[a], row[b]) for a, b, _ in edges], np.int64).reshape(-1, 2)
        further = {
            name: np.array([data.get(name, default) for _, _, data in edges], float)
            for name, default in (edge_attrs or {}).items()
        }
        links = link_arrays(len(edges), {}) | further
        return CollaborationNetwork(ids, *symmetric(len(ids), ends[:, 0], ends[:, 1], links))

    def convert_to_nx(self, result: Any, *, name: str | None = None) -> Any:
        """A networkx.Graph of a network; anything else as it is."""
        return result.to_networkx() if getattr(result, "__networkx_backend__", None) == "coterie" else result

    def pagerank(self, G: CollaborationNetwork, alpha: float = 0.85, personalization: Any = None, max_iter: int = 100,
                 tol: float = 1e-6, nstart: Any = None, weight: str | None = "weight",
                 dangling: Any = None) -> Values:  # fmt: skip
        """Stops when the L1 change is at most ``tol``, absolute, or at ``max_iter`` when it is below networkx's own
        bound of n times ``tol``."""
        from coterie.graph.network.kernels import pagerank

        _only(personalization=bool(personalization), nstart=bool(nstart), dangling=bool(dangling))
        values, change = pagerank(G.indptr, G.indices, G.weight(weight), damping=alpha, tolerance=tol, most=max_iter)
        if change > max(len(G), 1) * tol:
            from networkx import PowerIterationFailedConvergence

            raise PowerIterationFailedConvergence(max_iter)
        return _by_node(G, values)

    def core_number(self, G: CollaborationNetwork) -> Values:
        """Core number of each node."""
        from coterie.graph.network.kernels import core_numbers

        return _by_node(G, core_numbers(G.indptr, G.indices))

    def connected_components(self, G: CollaborationNetwork) -> Iterator[set[Hashable]]:
        """Sets of nodes, by their first node."""
        from coterie.graph.network.kernels import components

        members: dict[int, set[Hashable]] = {}
        for ident, number in zip(G.ids, components(G.indptr, G.indices).tolist(), strict=True):
            members.setdefault(number, set()).add(ident)
        yield from members.values()

    def number_connected_components(self, G: CollaborationNetwork) -> int:
        """Number of components."""
        from coterie.graph.network.kernels import components

        return int(components(G.indptr, G.indices).max(initial=-1)) + 1

    def degree_centrality(self, G: CollaborationNetwork) -> Values:
        """Neighbours by n-1; 1 for a single node, as networkx has it."""
        return _by_node(G, G.degree / (len(G) - 1)) if len(G) > 1 else dict.fromkeys(G.ids, 1)

    def betweenness_centrality(self, G: CollaborationNetwork, k: int | None = None, normalized: bool = True,
                               weight: str | None = None, endpoints: bool = False,
                               seed: Any = None) -> Values:  # fmt: skip
        """Exact, or from ``k`` nodes drawn as networkx draws them; scaled as in networkx 3.5 and later."""
        import numpy as np

        from coterie.graph.network.paths import betweenness

        _only(weight=weight is not None, endpoints=endpoints)
        sources = None
        if k is not None:
            from networkx.utils import create_py_random_state

            sources = np.array(create_py_random_state(seed).sample(range(len(G)), k), np.int64)
            if not k:
                raise ZeroDivisionError("an estimate needs a node to start from")
        return _by_node(G, betweenness(G.indptr, G.indices, sources, normalised=normalized))

    def clustering(self, G: CollaborationNetwork, nodes: Any = None, weight: str | None = None) -> Values:
        """Local clustering of every node, without weights."""
        from coterie.graph.network.kernels import local_clustering

        _only(nodes=nodes is not None, weight=weight is not None)
        return _by_node(G, local_clustering(G.indptr, G.indices))

    def triangles(self, G: CollaborationNetwork, nodes: Any = None) -> Values:
        """Triangles of every node."""
        from coterie.graph.network.kernels import triangles

        _only(nodes=nodes is not None)
        return _by_node(G, triangles(G.indptr, G.indices))

    def transitivity(self, G: CollaborationNetwork) -> float:
        """Three times the triangles by the triples."""
        from coterie.graph.network.kernels import transitivity

        return transitivity(G.indptr, G.indices)

    def harmonic_centrality(self, G: CollaborationNetwork, nbunch: Any = None, distance: str | None = None,
                            sources: Any = None) -> Values:  # fmt: skip
        """Sum of inverse distances from every other node."""
        _only(nbunch=nbunch is not None, distance=distance is not None, sources=sources is not None)
        return _by_node(G, self._reach(G).inverse)

    def closeness_centrality(self, G: CollaborationNetwork, u: Any = None, distance: str | None = None,
                             wf_improved: bool = True, **further: Any) -> Values:  # fmt: skip
        """Nodes reached by the sum of their distances, scaled by the reached share (Wasserman and Faust)."""
        import numpy as np

        from coterie.graph.network.kernels import components

        _only(u=u is not None, distance=distance is not None, **{n: v is not None for n, v in further.items()})
        total = self._reach(G).total
        part = components(G.indptr, G.indices)
        met = np.bincount(part, minlength=1)[part] - 1
        values = np.divide(met, total, out=np.zeros(len(G)), where=total > 0)
        return _by_node(G, values * met / (len(G) - 1) if wf_improved and len(G) > 1 else values)

    def _reach(self, G: CollaborationNetwork) -> Any:
        import numpy as np

        from coterie.graph.network.paths import reach

        return reach(G.indptr, G.indices, np.arange(len(G)))


dispatch = Backend()
