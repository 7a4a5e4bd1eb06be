"""Centralities that are eigenvectors: PageRank and eigenvector centrality."""

from __future__ import annotations

from typing import Any

import numpy as np

from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

DAMPING = 0.85
TOLERANCE = 1e-12
_BASIS = 24
_RESTARTS = 500
_SAME = 1e-9


def pagerank(network: CollaborationNetwork, *, damping: float = DAMPING, tolerance: float = TOLERANCE,
             weighted: bool = True) -> Floats:  # fmt: skip
    """PageRank with links weighted by the network's counting; sums to 1 (S. Brin, L. Page, 1998).

    Iterated until the L1 change is at most ``tolerance``, absolute; a node without links spreads evenly.
    Raises ValueError where ``damping`` is not from 0 to below 1.
    """
    if not 0 <= damping < 1:
        raise ValueError(f"damping must be from 0 to below 1, not {damping!r}")
    weights = network.weight("weight" if weighted else None)
    return kernels.pagerank(network.indptr, network.indices, weights, damping=damping, tolerance=tolerance)[0]


def eigenvector(network: CollaborationNetwork, *, weighted: bool = True) -> Floats:
    """Eigenvector centrality: a node's value is proportional to the weighted sum of its neighbours' (P. Bonacich,
    J. Math. Sociol. 2:113, 1972). Not negative, of Euclidean length 1, as networkx has it (igraph: maximum 1).

    It is what power iteration from equal values tends to, on A + I, so that bipartite networks have it too: where the
    network falls into components, those with the largest eigenvalue alone have values, all others 0; of several with
    the same eigenvalue (to 1e-9) each keeps its share. Without links all are equal. Found by the Lanczos method,
    restarted from its best vector until the residual no longer falls.
    """
    if not network.size:
        return np.zeros(0)
    weights = network.weight("weight" if weighted else None)
    part = kernels.components(network.indptr, network.indices)
    found = [(*_leading(network, weights, nodes), nodes) for nodes in _promising(network, weights, part)]
    largest = max(value for value, _, _ in found)
    out = np.zeros(network.size)
    for value, vector, nodes in found:
        if value >= largest * (1.0 - _SAME):
            out[nodes] = vector * vector.sum()
    return out / _length(out)


def _promising(network: CollaborationNetwork, weights: Floats, part: Ints) -> list[Ints]:
    """Nodes of the components that may have the largest eigenvalue: it is at least the mean strength and the length of
    a row, and at most the largest strength."""
    owner = np.repeat(np.arange(network.size), network.degree)
    strength = np.bincount(owner, weights=weights, minlength=network.size)
    row = np.sqrt(np.bincount(owner, weights=weights * weights, minlength=network.size))
    most, longest = np.zeros(part.max() + 1), np.zeros(part.max() + 1)
    np.maximum.at(most, part, strength)
    np.maximum.at(longest, part, row)
    least = np.maximum(np.bincount(part, weights=strength) / np.bincount(part), longest).max()
    order = np.argsort(part, kind="stable")
    starts = np.searchsorted(part[order], np.arange(len(most) + 1))
    kept = np.flatnonzero(most >= least * (1.0 - _SAME)).tolist()
    return [order[starts[c] : starts[c + 1]] for c in kept]


def _leading(network: CollaborationNetwork, weights: Floats, nodes: Ints) -> tuple[float, Floats]:
    """Largest eigenvalue of the component ``nodes``, and its vector: not negative, of length 1."""
    if len(nodes) == 1:
        return 0.0, np.ones(1)
    links = kernels.matrix(network.indptr, network.indices, weights)
    if len(nodes) < network.size:
        links = links[nodes][:, nodes]
    vector = np.full(len(nodes), len(nodes) ** -0.5)
    best, least = vector, np.inf
    value = 0.0
    for _ in range(_RESTARTS):
        value, vector = _ritz(links, vector)
        residual = _length(links @ vector - value * vector) / value
        if residual < least:
            best, gain, least = vector, least / max(residual, 1e-300), residual
            if gain > 1.5 or least > 1e-11:
                continue
        break
    found = np.abs(best)
    return value, found / _length(found)


def _ritz(links: Any, start: Floats) -> tuple[float, Floats]:
    """The best eigenvalue and vector within the space of ``start``, ``links @ start``, … (fully orthogonalised; sums
    in one thread, so that their rounding depends on nothing but the input)."""
    steps = min(_BASIS, len(start))
    basis = np.zeros((steps, len(start)))
    basis[0] = start / _length(start)
    inner = np.zeros((steps, steps))
    used = steps
    for i in range(steps):
        new = links @ basis[i]
        inner[: i + 1, i] = np.einsum("ij,j->i", basis[: i + 1], new)
        if i + 1 == steps:
            break
        for _ in range(2):
            new = new - np.einsum("i,ij->j", np.einsum("ij,j->i", basis[: i + 1], new), basis[: i + 1])
        size = _length(new)
        if size <= 1e-14 * max(abs(inner[0, 0]), float(np.abs(inner[: i + 1, i]).max()), 1e-300):
            used = i + 1
            break
        basis[i + 1] = new / size
    inner = np.triu(inner[:used, :used])
    values, vectors = np.linalg.eigh(inner + np.triu(inner, 1).T)
    vector = np.einsum("i,ij->j", vectors[:, -1], basis[:used])
    return float(values[-1]), vector / _length(vector)


def _length(vector: Floats) -> float:
    return float(np.sqrt((vector * vector).sum()))
