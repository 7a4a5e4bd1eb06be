"""Structural holes: how little a person's co-authors are tied to each other (R. S. Burt, Structural Holes, Harvard
University Press, 1992)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

_BLOCK = 20_000_000


class Holes(NamedTuple):
    """Arrays aligned with the nodes; NaN where a measure is not defined: without co-authors, and the hierarchy with
    fewer than two. ``constraint`` Σ_j (p_ij + Σ_q p_iq p_qj)²; ``effective_size`` Σ_j (1 − Σ_q p_iq m_jq), p the share
    of i's weight, m the weight by the largest of j; ``efficiency`` that by the number of co-authors; ``hierarchy``
    Burt's coefficient of disorder of the constraint, 0 where all co-authors constrain alike, 1 where one does."""

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats


def structural_holes(network: CollaborationNetwork, *, weighted: bool = True) -> Holes:
    """All four, links weighted by the network's counting, or alike.

    Equal to networkx's ``constraint`` and (node by node) ``effective_size``; its effective size of all nodes at once
    is wrong where links have weights (3.6, 3.7).
    """
    size, degree = network.size, network.degree
    weights = network.weight("weight" if weighted else None)
    owner = np.repeat(np.arange(size), degree)
    total = np.bincount(owner, weights=weights, minlength=size)
    highest = np.zeros(size)
    np.maximum.at(highest, owner, weights)
    share = kernels.matrix(network.indptr, network.indices, weights / total[owner])
    scaled = kernels.matrix(network.indptr, network.indices, weights / highest[owner])
    constraint, redundant, disorder = np.full(size, np.nan), np.full(size, np.nan), np.full(size, np.nan)
    for rows in _blocks(degree, owner, network.indices):
        first, last = network.indptr[rows.start], network.indptr[rows.stop]
        at, linked = owner[first:last] - rows.start, network.indices[first:last]
        count = rows.stop - rows.start
        indirect = _picked(share[rows.start : rows.stop] @ share, at, linked)
        local = (share.data[first:last] + indirect) ** 2
        constraint[rows.start : rows.stop] = np.bincount(at, weights=local, minlength=count)
        told = _picked(share[rows.start : rows.stop] @ scaled.T, at, linked)
        redundant[rows.start : rows.stop] = np.bincount(at, weights=told, minlength=count)
        disorder[rows.start : rows.stop] = _disorder(local, at, count)
    linked_ones = degree > 0
    effective = np.where(linked_ones, degree - redundant, np.nan)
    constraint[~linked_ones] = np.nan
    efficiency = np.divide(effective, degree, out=np.full(size, np.nan), where=linked_ones)
    return Holes(constraint, effective, efficiency, disorder)


def _disorder(local: Floats, at: Ints, count: int) -> Floats:
    """Σ r ln r by N ln N, r the constraint of each co-author by their mean."""
    number = np.bincount(at, minlength=count)
    mean = np.bincount(at, weights=local, minlength=count) / np.maximum(number, 1)
    ratio = local / mean[at]
    some = number > 1
    out = np.bincount(at, weights=ratio * np.log(ratio), minlength=count)
    made: Floats = np.divide(out, number * np.log(np.maximum(number, 2)), out=np.full(count, np.nan), where=some)
    return made


def _blocks(degree: Ints, owner: Ints, indices: Any) -> Iterator[slice]:
    """Ranges of nodes whose products take bounded memory."""
    size = len(degree)
    reach = np.cumsum(np.bincount(owner, weights=degree[indices], minlength=size))
    first = 0
    while first < size:
        done = reach[first - 1] if first else 0.0
        last = max(first + 1, int(np.searchsorted(reach, done + _BLOCK, side="right")))
        yield slice(first, min(last, size))
        first = last


def _picked(product: Any, rows: Ints, columns: Any) -> Floats:
    """The cells of a sparse matrix at sorted ``rows`` and ``columns``, 0 where it has none."""
    product = product.tocsr()
    product.sort_indices()
    width = product.shape[1]
    held = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr)) * width + product.indices
    wanted = rows * width + columns
    place = np.minimum(np.searchsorted(held, wanted), max(len(held) - 1, 0))
    if not len(held):
        return np.zeros(len(rows))
    return np.where(held[place] == wanted, product.data[place], 0.0)
