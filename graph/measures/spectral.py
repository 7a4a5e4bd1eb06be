"""Centralities that are eigenvectors: PageRank and eigenvector centrality."""

from __future__ import annotations

from typing import Any

import numpy as np

from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

DAMPING = 0.85
TOLERANCE = 1e-12
_BASIS, _KEPT = 20, 8
_RESTARTS = 2000
_ROUNDING = 1e-14
_SAME = 1e-9


def pagerank(network: CollaborationNetwork, *, damping: float = DAMPING, tolerance: float = TOLERANCE,
             weighted: bool = True) -> Floats:  # fmt: skip
    """PageRank with links weighted by the network's counting; sums to 1 (S. Brin, L. Page, 1998).

    So near that a step of power iteration would change it by at most ``tolerance`` (L1, absolute); a node without
    links spreads evenly.
    Raises ValueError where ``damping`` is not from 0 to below 1.
    """
    if not 0 <= damping < 1:
        raise ValueError(f"damping must be from 0 to below 1, not {damping!r}")
    weights = network.weight("weight" if weighted else None)
    return kernels.balance(network.indptr, network.indices, weights, damping=damping, tolerance=tolerance)


def eigenvector(network: CollaborationNetwork, *, weighted: bool = True) -> Floats:
    """Eigenvector centrality: a node's value is proportional to the weighted sum of its neighbours' (P. Bonacich,
    J. Math. Sociol. 2:113, 1972). Not negative, of Euclidean length 1, as networkx has it (igraph: maximum 1).

    It is what power iteration from equal values tends to, on A + I, so that bipartite networks have it too: where the
    network falls into components, those with the largest eigenvalue alone have values, all others 0; of several with
    the same eigenvalue (to 1e-9) each keeps its share. Without links all are equal. Found by the Lanczos method,
    restarted until the residual is that of rounding.
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
    found = np.abs(_lanczos(links))
    found /= _length(found)
    return float((found * (links @ found)).sum()), found


def _lanczos(links: Any) -> Floats:
    """The vector of the largest eigenvalue by the Lanczos method from equal values, restarted with the best few vectors
    (K. Wu, H. Simon, SIAM J. Matrix Anal. Appl. 22:602, 2000) until the residual is some rounding errors. Every vector
    is orthogonalised twice against all; sums are made in one thread, so that rounding depends on the input alone."""
    size = links.shape[0]
    steps, kept = min(_BASIS, size), min(_KEPT, size)
    basis, inner = np.zeros((steps, size)), np.zeros((steps, steps))
    basis[0] = size**-0.5
    first = 0
    for _ in range(_RESTARTS):
        used, new, beta = steps, basis[0], 0.0
        for i in range(first, steps):
            new = links @ basis[i]
            inner[: i + 1, i] = inner[i, : i + 1] = np.einsum("ij,j->i", basis[: i + 1], new)
            for _ in range(2):
                new = new - np.einsum("i,ij->j", np.einsum("ij,j->i", basis[: i + 1], new), basis[: i + 1])
            beta = _length(new)
            if beta <= _ROUNDING * float(np.abs(inner[: i + 1, : i + 1]).max()):
                used, beta = i + 1, 0.0
                break
            if i + 1 < steps:
                basis[i + 1] = new / beta
        values, vectors = np.linalg.eigh(inner[:used, :used])
        best = vectors[:, ::-1]
        if beta * abs(best[-1, 0]) <= _ROUNDING * values[-1] or used < steps:
            break
        first = min(kept, used - 1)
        basis[:first] = np.einsum("ij,ik->jk", best[:, :first], basis[:used])
        inner[:] = 0.0
        inner[range(first), range(first)] = values[::-1][:first]
        basis[first] = new / beta
    out: Floats = np.einsum("i,ij->j", best[:, 0], basis[:used])
    return out


def _length(vector: Floats) -> float:
    return float(np.sqrt((vector * vector).sum()))
