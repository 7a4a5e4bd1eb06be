"""How near everybody else is: closeness and harmonic centrality, and distances with links counting alike."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.weighted_paths import place_in
from coterie.graph.network import kernels, paths
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

EXACT_WORK = 2_000_000_000
"""People times links of a component up to which distances are exact unless asked otherwise (some ten seconds)."""
SOURCES = 1024
"""People from whom the distances of a larger component are estimated where no number is given."""
_SMALL = 2048
_WORDS = 4


@dataclass(frozen=True, eq=False)
class Nearness:
    """For each node: how many others it reaches (``met``), the sum of the distances to them (``total``) and of the
    inverse distances (``inverse``).

    ``sources``: from so many of the ``people`` of the larger components they are estimated; None where all is exact.
    ``error``: the standard error of a person's mean distance that goes with it; ``unit``: what distances count.
    """

    network: CollaborationNetwork
    met: Ints
    total: Floats
    inverse: Floats
    sources: int | None = None
    people: int = 0
    error: float | None = None
    seed: int = 1
    unit: str = "steps"

    def closeness(self) -> Floats:
        """Inverse of the mean distance to those whom a node reaches, times the share of all others that these are
        (S. Wasserman, K. Faust, Social Network Analysis, 1994): comparable across components, as networkx has it. 0
        for a node without links."""
        return wasserman_faust(self.met, self.total, self.network.size)

    def harmonic(self) -> Floats:
        """Mean of the inverse distances to all other nodes, 0 for those out of reach (M. Marchiori, V. Latora,
        Physica A 285:539, 2000): the sum (networkx's figure) by n-1. 0 for a single node."""
        return self.inverse / max(self.network.size - 1, 1)

    def describe(self) -> str:
        """How the distances were measured."""
        if self.sources is None:
            return "exact"
        of = f"{self.sources:,} of the {self.people:,} {self.network.nodes}"
        return (f"estimated from {of} of each component too large for all "
                f"(seed {self.seed}), standard error of a mean distance {self.error:.2g} {self.unit}")  # fmt: skip


def wasserman_faust(met: Ints, total: Floats, size: int) -> Floats:
    """met/total · met/(size-1), 0 where nobody is met."""
    mean = np.divide(met, total, out=np.zeros(len(total)), where=total > 0)
    out: Floats = mean * met / max(size - 1, 1)
    return out


def nearness(network: CollaborationNetwork, *, exact: bool | None = None, sources: int | None = None,
             seed: int = 1, progress: Progress | None = None) -> Nearness:  # fmt: skip
    """Distances from every node, in steps.

    Exact where ``exact``, and in every component of no more than ``sources``; where neither is given, in components
    up to :data:`EXACT_WORK` people times links. In others from ``sources`` (:data:`SOURCES`) of their people, drawn by
    ``seed``: a node's mean distance is that to the sources but itself (D. Eppstein, J. Wang, J. Graph Algorithms Appl.
    8:39, 2004). ``progress`` is told of how many people the distances are known. Raises ValueError below two sources.
    """
    if sources is not None and sources < 2:
        raise ValueError(f"at least 2 sources are needed, not {sources}")
    part = kernels.components(network.indptr, network.indices)
    size = np.bincount(part, minlength=1)
    met, total, inverse = size[part] - 1 if network.size else part, np.zeros(network.size), np.zeros(network.size)
    _small(network, part, np.where(size <= _SMALL, size, 0), total, inverse)
    drawn, people, errors = sources or SOURCES, 0, [0.0]
    for number in np.flatnonzero(size > _SMALL).tolist():
        nodes = np.flatnonzero(part == number)
        work = len(nodes) * (int(network.degree[nodes].sum()) // 2)
        every = exact or len(nodes) <= drawn or (exact is None and sources is None and work <= EXACT_WORK)
        indptr, indices = _cut(network, nodes)
        if every:
            for first in range(0, len(nodes), _SMALL):
                found = paths.reach(indptr, indices, np.arange(first, min(first + _SMALL, len(nodes))))
                total[nodes] += found.total
                inverse[nodes] += found.inverse
                if progress is not None:
                    progress("distances", min(first + _SMALL, len(nodes)), len(nodes))
            continue
        picked = np.array(sorted(random.Random(seed).sample(range(len(nodes)), drawn)), np.int64)
        found = paths.reach(indptr, indices, picked)
        others = np.full(len(nodes), drawn)
        others[picked] -= 1
        total[nodes] = found.total / others * (len(nodes) - 1)
        inverse[nodes] = found.inverse / others * (len(nodes) - 1)
        people = max(people, len(nodes))
        errors.append(_spread(found.pairs) / math.sqrt(drawn) * math.sqrt(1 - drawn / len(nodes)))
    return Nearness(network, met, total, inverse, drawn if people else None, people, max(errors), seed)


def _spread(pairs: Ints) -> float:
    """Standard deviation of the distance of two different nodes, from the numbers of pairs at each distance."""
    steps, count = np.arange(1, len(pairs)), pairs[1:]
    mean = (steps * count).sum() / count.sum()
    return float(np.sqrt((count * (steps - mean) ** 2).sum() / count.sum()))


def _cut(network: CollaborationNetwork, nodes: Ints) -> tuple[Ints, NDArray[np.int32]]:
    """The network among ``nodes``, numbered by their place there."""
    links = kernels.matrix(network.indptr, network.indices, np.ones(len(network.indices)))[nodes][:, nodes]
    links.sort_indices()
    return links.indptr.astype(np.int64), links.indices.astype(np.int32)


def _small(network: CollaborationNetwork, part: Ints, size: Ints, total: Floats, inverse: Floats) -> None:
    """Add up the distances within components of ``size`` (0: not these): the k-th of every component at once, as their
    searches never meet, and 256 values of k in the bits of four words."""
    place = place_in(part)
    for first in range(0, int(size.max(initial=0)), 64 * _WORDS):
        nodes = np.flatnonzero(size[part] > max(first, 1))
        if not len(nodes):
            return
        indptr, indices = _cut(network, nodes)
        bit = place[nodes] - first
        source = np.flatnonzero((bit >= 0) & (bit < 64 * _WORDS))
        frontier = np.zeros((len(nodes), _WORDS), np.uint64)
        frontier[source, bit[source] // 64] = np.uint64(1) << (bit[source] % 64).astype(np.uint64)
        seen, depth = frontier.copy(), 0
        while True:
            frontier = np.bitwise_or.reduceat(frontier[indices], indptr[:-1], axis=0) & ~seen
            if not frontier.any():
                break
            depth += 1
            seen |= frontier
            found = _ones(frontier)
            total[nodes] += depth * found
            inverse[nodes] += found / depth


def _ones(words: NDArray[np.uint64]) -> Ints:
    """Bits set in each row."""
    count = getattr(np, "bitwise_count", None)  # from numpy 2.0
    bits = count(words) if count else np.unpackbits(words.view(np.uint8), axis=1)
    out: Ints = bits.sum(axis=1, dtype=np.int64)
    return out
