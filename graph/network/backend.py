"""The networkx backend ``coterie``: networkx's functions, run by our code on a CollaborationNetwork.

networkx asks for :func:`get_info` when it is imported, so nothing here imports numpy or networkx before it is needed;
the functions stand in the modules ``backend_…``, each loaded when first used. What a function cannot do it refuses with
NotImplementedError, which networkx reports (or answers itself, where it is configured to fall back).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from coterie.graph.network.network import CollaborationNetwork

_NONE = (None,)
_NO_WEIGHT = MappingProxyType({"weight": _NONE})
_NO_DISTANCE = MappingProxyType({"distance": _NONE})


class Entry(NamedTuple):
    """The module of a function, and the values that it takes, of arguments of which it does not take all."""

    module: str
    only: Mapping[str, tuple[Any, ...]] = MappingProxyType({})


FUNCTIONS: dict[str, Entry] = {
    "articulation_points": Entry("components"),
    "average_clustering": Entry("clustering"),
    "average_degree_connectivity": Entry("mixing"),
    "average_neighbor_degree": Entry("mixing"),
    "average_shortest_path_length": Entry("distances", {"weight": _NONE, "method": (None, "unweighted")}),
    "betweenness_centrality": Entry("centrality", _NO_WEIGHT),
    "bridges": Entry("components"),
    "center": Entry("distances", _NO_WEIGHT),
    "closeness_centrality": Entry("centrality", _NO_DISTANCE),
    "clustering": Entry("clustering"),
    "connected_components": Entry("components"),
    "core_number": Entry("components"),
    "degree_assortativity_coefficient": Entry("mixing"),
    "degree_centrality": Entry("centrality"),
    "diameter": Entry("distances", _NO_WEIGHT),
    "eccentricity": Entry("distances", {"sp": _NONE, "weight": _NONE}),
    "eigenvector_centrality": Entry("centrality"),
    "global_efficiency": Entry("distances"),
    "harmonic_centrality": Entry("centrality", _NO_DISTANCE),
    "has_bridges": Entry("components"),
    "has_path": Entry("distances"),
    "is_connected": Entry("components"),
    "isolates": Entry("components"),
    "node_connected_component": Entry("components"),
    "number_connected_components": Entry("components"),
    "number_of_isolates": Entry("components"),
    "pagerank": Entry("centrality"),
    "periphery": Entry("distances", _NO_WEIGHT),
    "radius": Entry("distances", _NO_WEIGHT),
    "rich_club_coefficient": Entry("mixing", {"normalized": (False,)}),
    "s_metric": Entry("mixing"),
    "shortest_path_length": Entry("distances", _NO_WEIGHT),
    "single_source_shortest_path_length": Entry("distances"),
    "transitivity": Entry("clustering"),
    "triangles": Entry("clustering"),
    "wiener_index": Entry("distances", _NO_WEIGHT),
}


def get_info() -> dict[str, Any]:
    """What networkx shows of this backend."""
    return {
        "backend_name": "coterie",
        "project": "coterie",
        "package": "coterie",
        "short_summary": "Co-authorship networks in compressed sparse rows.",
        "functions": {name: {"additional_docs": said} if (said := taken(name)) else {} for name in FUNCTIONS},
    }


def taken(name: str) -> str:
    """Which arguments of a function are taken with some values alone, in words; empty where every one is taken."""
    said = [f"`{argument}` only {' or '.join(map(repr, values))}" for argument, values in FUNCTIONS[name].only.items()]
    return ", ".join(said)


def function(name: str) -> Callable[..., Any]:
    """The function of that name as it stands in its module, without the check of its arguments."""
    found: Callable[..., Any] = getattr(import_module(f"{__package__}.backend_{FUNCTIONS[name].module}"), name)
    return found


def _checked(name: str) -> Callable[..., Any]:
    """The function, refusing what it does not take; arguments that only a newer networkx knows are taken as None."""
    run, only = function(name), FUNCTIONS[name].only
    signature = inspect.signature(run)

    @functools.wraps(run)
    def call(*args: Any, **kwargs: Any) -> Any:
        known = {key: value for key, value in kwargs.items() if key in signature.parameters}
        given = {p.name: p.default for p in signature.parameters.values()} | signature.bind(*args, **known).arguments
        refused = [key for key, value in kwargs.items() if key not in known and value is not None]
        refused += [key for key, values in only.items() if not _among(given[key], values)]
        if refused:
            raise NotImplementedError(f"the coterie backend does not take {', '.join(refused)}")
        return run(*args, **known)

    return call


def _among(given: Any, values: tuple[Any, ...]) -> bool:
    return any(given is value or (isinstance(value, str) and given == value) for value in values)


class Backend:
    """The functions, with networkx's own names and defaults, and the conversion of graphs."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in FUNCTIONS:
            raise AttributeError(f"the coterie backend has no {name}")
        made = _checked(name)
        setattr(self, name, made)
        return made

    def convert_from_nx(self, graph: Any, *, edge_attrs: Mapping[str, Any] | None = None,
                        **_: Any) -> CollaborationNetwork:  # fmt: skip
        """A network with the weights asked for. Refuses directed graphs, multigraphs, self-links, and weights that are
        no numbers."""
        import networkx as nx
        import numpy as np

        from coterie.graph.network.build import link_arrays, symmetric
        from coterie.graph.network.network import CollaborationNetwork

        if isinstance(graph, CollaborationNetwork):
            return graph
        for kind, is_given in (("directed graphs", graph.is_directed()), ("multigraphs", graph.is_multigraph()),
                               ("self-links", nx.number_of_selfloops(graph) > 0)):  # fmt: skip
            if is_given:
                raise NotImplementedError(f"the coterie backend does not take {kind}")
        ids = list(graph)
        row = {ident: i for i, ident in enumerate(ids)}
        edges = list(graph.edges(data=True))
        ends = np.array([(row[a], row[b]) for a, b, _ in edges], np.int64).reshape(-1, 2)
        try:
            further = {
                name: np.array([data.get(name, default) for _, _, data in edges], float)
                for name, default in (edge_attrs or {}).items()
            }
        except (TypeError, ValueError):
            raise NotImplementedError("the coterie backend takes numbers alone as weights") from None
        links = link_arrays(len(edges), {}) | further
        return CollaborationNetwork(ids, *symmetric(len(ids), ends[:, 0], ends[:, 1], links))

    def convert_to_nx(self, result: Any, *, name: str | None = None) -> Any:
        """A networkx.Graph of a network; anything else as it is."""
        return result.to_networkx() if getattr(result, "__networkx_backend__", None) == "coterie" else result


dispatch = Backend()
