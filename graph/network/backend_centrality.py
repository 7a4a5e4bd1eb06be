"""Centralities, as networkx calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from networkx import NetworkXError, NetworkXPointlessConcept, PowerIterationFailedConvergence
from networkx.utils import create_py_random_state

from coterie.graph.network import kernels, paths
from coterie.graph.network.backend_arguments import Values, bunch, by_node, row_of
from coterie.graph.network.levels import levels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints
from coterie.graph.network.walking import personal_pagerank, powers

_TOGETHER = 64
"""Searches made together cost about as much as one."""


def pagerank(G: CollaborationNetwork, alpha: float = 0.85, personalization: Any = None, max_iter: int = 100,
             tol: float = 1e-6, nstart: Any = None, weight: str | None = "weight",
             dangling: Any = None) -> Values:  # fmt: skip
    """Power iteration; stops when the L1 change is at most ``tol``, absolute, or at ``max_iter`` when it is below
    networkx's own bound of n times ``tol``."""
    if not len(G):
        return {}
    if personalization is None and nstart is None and dangling is None:
        values, change = kernels.pagerank(
            G.indptr, G.indices, G.weight(weight), damping=alpha, tolerance=tol, most=max_iter
        )
        if change > len(G) * tol:
            raise PowerIterationFailedConvergence(max_iter)
        return by_node(G, values)
    jump = _shares(G, personalization)
    links = kernels.matrix(G.indptr, G.indices, G.weight(weight))
    found = personal_pagerank(links, alpha, tol, max_iter, jump=jump, start=_shares(G, nstart),
                              dangling=jump if dangling is None else _shares(G, dangling))  # fmt: skip
    if found is None:
        raise PowerIterationFailedConvergence(max_iter)
    return by_node(G, found)


def _shares(G: CollaborationNetwork, given: Mapping[Any, float] | None) -> Floats:
    """Values by node as shares of their sum; equal ones for None. Raises ZeroDivisionError where they sum to 0."""
    if given is None:
        return np.full(len(G), 1.0 / len(G))
    values = np.array([given.get(node, 0) for node in G.ids], float)
    if not values.sum():
        raise ZeroDivisionError("the values of the nodes sum to 0")
    shares: Floats = values / values.sum()
    return shares


def eigenvector_centrality(G: CollaborationNetwork, max_iter: int = 100, tol: float = 1e-6,
                           nstart: Mapping[Any, float] | None = None, weight: str | None = None
                           ) -> Values:  # fmt: skip
    """Power iteration by the steps of networkx, so that it stops where networkx does. ``nstart`` must name every node,
    and no other."""
    if not len(G):
        raise NetworkXPointlessConcept("cannot compute centrality for the null graph")
    if nstart is not None and not any(nstart.values()):
        raise NetworkXError("initial vector cannot have all zero values")
    if nstart is not None and set(nstart) != set(G.ids):
        raise NotImplementedError("the coterie backend takes no nstart that leaves out nodes or names others")
    start = np.ones(len(G)) if nstart is None else np.array([nstart[node] for node in G.ids], float)
    found = powers(kernels.matrix(G.indptr, G.indices, G.weight(weight)), start, tol, max_iter)
    if found is None:
        raise PowerIterationFailedConvergence(max_iter)
    return by_node(G, found)


def degree_centrality(G: CollaborationNetwork) -> Values:
    """Neighbours by n-1; 1 for a single node, as networkx has it."""
    return by_node(G, G.degree / (len(G) - 1)) if len(G) > 1 else dict.fromkeys(G.ids, 1)


def betweenness_centrality(G: CollaborationNetwork, k: int | None = None, normalized: bool = True,
                           weight: str | None = None, endpoints: bool = False, seed: Any = None
                           ) -> Values:  # fmt: skip
    """Exact, or from ``k`` nodes drawn as networkx draws them; scaled as in networkx 3.5 and later."""
    size = len(G)
    sources = None
    if k is not None and k != size:
        sources = np.array(create_py_random_state(seed).sample(range(size), k), np.int64)
        if not k and size > (1 if endpoints else 2):
            raise ZeroDivisionError("an estimate needs a node to start from")
    if endpoints:
        return by_node(G, _with_endpoints(G, sources, normalized))
    return by_node(G, paths.betweenness(G.indptr, G.indices, sources, normalised=normalized))


def _with_endpoints(G: CollaborationNetwork, sources: Ints | None, normalized: bool) -> Floats:
    """Betweenness that counts the ends of paths too: a source is on its paths to every node it reaches, and a node on
    a path from every source that reaches it."""
    size = len(G)
    if size < 2:
        return np.zeros(size)
    drawn = np.arange(size) if sources is None else sources
    part = kernels.components(G.indptr, G.indices)
    is_source = np.zeros(size, np.int64)
    is_source[drawn] = 1
    ends = is_source * (np.bincount(part)[part] - 1) + np.bincount(part[drawn], minlength=size)[part] - is_source
    total = paths.dependencies(G.indptr, G.indices, drawn, part) + ends
    return total / (len(drawn) * (size - 1)) if normalized else total * size / (2 * len(drawn))


def closeness_centrality(G: CollaborationNetwork, u: Any = None, distance: str | None = None, wf_improved: bool = True
                         ) -> Any:  # fmt: skip
    """Nodes reached by the sum of their distances, scaled by the reached share (Wasserman and Faust)."""
    if u is not None:
        far = levels(G.indptr, G.indices, row_of(G, u, f"Source {u} is not in G"))
        total, met = np.array([far[far > 0].sum()]), np.array([(far > 0).sum()])
        return float(_closeness(total, met, len(G), wf_improved)[0])
    total = paths.reach(G.indptr, G.indices, np.arange(len(G))).total
    part = kernels.components(G.indptr, G.indices)
    return by_node(G, _closeness(total, np.bincount(part, minlength=1)[part] - 1, len(G), wf_improved))


def _closeness(total: Ints, met: Ints, size: int, wf_improved: bool) -> Floats:
    values: Floats = np.divide(met, total, out=np.zeros(len(total)), where=total > 0)
    return values * (met / (size - 1)) if wf_improved and size > 1 else values


def harmonic_centrality(G: CollaborationNetwork, nbunch: Any = None, distance: str | None = None, sources: Any = None
                        ) -> Values:  # fmt: skip
    """Sum of inverse distances from every other node, or from those of ``sources``."""
    of, begin = bunch(G, nbunch), bunch(G, sources)
    begin = np.arange(len(G)) if begin is None else np.unique(begin)
    if of is None or _TOGETHER * len(of) > len(begin):
        return by_node(G, paths.reach(G.indptr, G.indices, begin).inverse, of)
    found = np.zeros(len(G))
    for row in of.tolist():
        far = levels(G.indptr, G.indices, row)[begin]
        found[row] = (1.0 / far[far > 0]).sum()
    return by_node(G, found, of)
