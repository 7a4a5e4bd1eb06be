"""The measures that need distances between all people: exact while that is cheap, else estimated, with the error."""

from __future__ import annotations

import math
import random
from functools import cached_property

import numpy as np

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.lengths import Lengths, lengths
from coterie.graph.measures.nearness import Nearness, nearness
from coterie.graph.measures.weighted_paths import Gathered, gather
from coterie.graph.network import kernels, normalising, paths, sampling
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

EXACT_WORK = 100_000_000
"""People times links up to which betweenness is exact unless asked otherwise (some ten seconds)."""
WORK = 100_000_000
"""Pivots times links that an estimate may cost unless asked otherwise (some ten seconds)."""
WEIGHTED = 0.2
"""The share of that which distances by strength may cost."""
PIVOTS = 64, 256
"""The fewest and the most pivots where no number is given."""
DELTA = 0.1
"""Probability that somebody's error exceeds the bound that is stated, where none is asked for."""


def draw_pivots(network: CollaborationNetwork, count: int, seed: int) -> Ints:
    """``count`` different nodes drawn evenly by ``seed``, sorted; all where there are no more.

    Raises ValueError below two: a node is no pivot of its own.
    """
    if count < 2:
        raise ValueError(f"at least 2 pivots are needed, not {count}")
    drawn = random.Random(seed).sample(range(network.size), min(count, network.size))
    return np.array(sorted(drawn), np.int64)


def betweenness(network: CollaborationNetwork, *, pivots: int | None = None, seed: int = 1,
                normalised: bool = True, progress: Progress | None = None) -> Floats:  # fmt: skip
    """Share of the shortest paths between two others that pass through a node; links count alike.

    Exact (U. Brandes, J. Math. Sociol. 25:163, 2001), or estimated from ``pivots`` drawn by ``seed`` (U. Brandes,
    C. Pich, Int. J. Bifurcation Chaos 17:2303, 2007), scaled as in networkx 3.5 and later. Every node a pivot gives
    the exact values. Normalised by the (n-1)(n-2)/2 pairs of others, in whatever component; 0 below three nodes.
    Raises ValueError below two pivots.
    """
    drawn = None if pivots is None else draw_pivots(network, pivots, seed)
    return paths.betweenness(network.indptr, network.indices, drawn, normalised=normalised, progress=progress)


def pivots_for(size: int, epsilon: float, delta: float = DELTA) -> int:
    """So many pivots that, of ``size`` people, with probability 1 - ``delta`` nobody's betweenness is off by more than
    ``epsilon``: 1 + ln(2n/δ)/2ε², as a pivot is none of its own (W. Hoeffding, J. Am. Stat. Assoc. 58:13, 1963, for
    each, and the union of all). Raises ValueError where one of them is not between 0 and 1.
    """
    if not (0 < epsilon < 1 and 0 < delta < 1):
        raise ValueError(f"epsilon and delta must be between 0 and 1, not {epsilon!r} and {delta!r}")
    return 1 + math.ceil(math.log(2 * max(size, 1) / delta) / (2 * epsilon**2))


def drawn_from_each(network: CollaborationNetwork, count: int, seed: int) -> Ints:
    """``count`` nodes of every component drawn evenly by ``seed``, sorted; all where there are no more. Raises
    ValueError below two."""
    if count < 2:
        raise ValueError(f"at least 2 pivots are needed, not {count}")
    part = kernels.components(network.indptr, network.indices)
    size = np.bincount(part, minlength=1)
    chosen = [np.flatnonzero(size[part] <= count)]
    for number in np.flatnonzero(size > count).tolist():
        members = np.flatnonzero(part == number)
        chosen.append(members[random.Random(seed).sample(range(len(members)), count)])
    out: Ints = np.sort(np.concatenate(chosen))
    return out


class Costly:
    """Betweenness, closeness and harmonic centrality of ``network``, and how they were made.

    Exact where ``exact``; estimated from ``pivots``, or betweenness so that with probability 1 - ``delta`` nobody's is
    off by more than ``epsilon``, from random shortest paths where exact values would take long; where nothing is given,
    by size. ``weighted``: distances are sums of
    1/strength, exactly (see :mod:`~coterie.graph.measures.lengths`); their pivots are drawn from each component larger
    than their number, and in the others all is exact. ``progress`` is told of distances that are done.

    Raises ValueError for an epsilon or delta not between 0 and 1.
    """

    def __init__(self, network: CollaborationNetwork, *, exact: bool | None = None, pivots: int | None = None,
                 epsilon: float | None = None, delta: float = DELTA, seed: int = 1, weighted: bool = False,
                 between: bool = True, progress: Progress | None = None) -> None:  # fmt: skip
        self.network, self.exact, self.asked, self.sources, self.seed = network, exact, pivots, pivots, seed
        self.delta, self.weighted, self._between, self._progress = delta, weighted, between, progress
        needed = pivots_for(network.size, epsilon, delta) if epsilon is not None else None
        costs = not exact and not self._cheap
        self.epsilon = epsilon if costs and not weighted else None
        if needed is not None and costs and weighted:
            self.asked = needed

    @cached_property
    def pivots(self) -> int | None:
        """From how many people betweenness, and what is weighted, is estimated; None where exact."""
        network, share = self.network, WEIGHTED if self.weighted else 1.0
        if self.exact or self.epsilon or (self.exact is None and self.asked is None and self._cheap):
            return None
        allowed = min(max(int(WORK * share) // max(network.link_count, 1), PIVOTS[0]), PIVOTS[1])
        every = int(self._size.max(initial=0)) if self.weighted else network.size
        used = min(self.asked or allowed, every)
        return None if used == every else used

    @property
    def _cheap(self) -> bool:
        """Exact in a short time."""
        return self.network.size * self.network.link_count <= EXACT_WORK * (WEIGHTED if self.weighted else 1.0)

    @cached_property
    def _sampled(self) -> sampling.Sampled | None:
        """Betweenness from random shortest paths, where an error is asked for and exact values would take long."""
        if self.epsilon is None:
            return None
        return sampling.betweenness(self.network.indptr, self.network.indices, epsilon=self.epsilon, delta=self.delta,
                                    seed=self.seed, progress=self._progress)  # fmt: skip

    @cached_property
    def betweenness(self) -> Floats:
        """Share of the shortest ways between two others that pass through a node; see :func:`betweenness`."""
        if self._sampled is not None:
            return self._sampled.values
        if not self.weighted:
            return betweenness(self.network, pivots=self.pivots, seed=self.seed, progress=self._progress)
        size = self.network.size
        if size < 3:
            return np.zeros(size)
        out: Floats = self._gathered.dependency * self._scale / ((size - 1) * (size - 2))
        return out

    def describe_betweenness(self) -> str:
        """How it was made."""
        way, sure = "exact", f"with probability {1 - self.delta:g} at most"
        if self._sampled is not None:
            way = (f"estimated from {self._sampled.paths:,} random shortest paths (seed {self.seed}), {sure} "
                   f"{self._sampled.bound:.2g} off for any node")  # fmt: skip
        elif self.pivots is not None:
            bound = math.sqrt(math.log(2 * self.network.size / self.delta) / (2 * (self.pivots - 1)))
            way = f"estimated from {self.pivots:,} pivots (seed {self.seed}), {sure} {bound:.2g} off for any node"
        ties = "" if normalising.is_rounded(self.network) else ", no tie broken"
        links = f"{self._unit}{ties}" if self.weighted else "links unweighted"
        return f"betweenness: {way}, {links}, share of the pairs of others"

    @cached_property
    def nearness(self) -> Nearness:
        """Distances, for closeness and harmonic centrality."""
        if not self.weighted:
            return nearness(self.network, exact=self.exact, sources=self.sources, seed=self.seed,
                            progress=self._progress)  # fmt: skip
        found, scale = self._gathered, self._scale
        met = self._size - 1
        people = int(self._size.max(initial=0))
        if self.pivots is None:
            return Nearness(self.network, met, found.distance, found.inverse, seed=self.seed, unit=self._unit)
        largest = (self._size == people) & (found.met > 1)
        mean, square = found.distance[largest] / found.met[largest], found.square[largest] / found.met[largest]
        spread = math.sqrt(max(float((square - mean * mean).mean()), 0.0))
        error = spread / math.sqrt(self.pivots) * math.sqrt(1 - self.pivots / people)
        return Nearness(self.network, met, found.distance * scale, found.inverse * scale, self.pivots, people, error,
                        self.seed, self._unit)  # fmt: skip

    def describe_nearness(self) -> str:
        """How closeness and harmonic centrality were made."""
        return f"closeness and harmonic: distances in {self._unit}, {self.nearness.describe()}"

    @property
    def _unit(self) -> str:
        return f"sums of 1/strength ({self.network.counting} counting)" if self.weighted else "steps"

    @cached_property
    def _size(self) -> Ints:
        """People of each node's component."""
        part = kernels.components(self.network.indptr, self.network.indices)
        return np.bincount(part, minlength=1)[part].astype(np.int64) if len(part) else part

    @cached_property
    def lengths(self) -> Lengths:
        """Lengths of the links."""
        return lengths(self.network)

    @cached_property
    def _gathered(self) -> Gathered:
        sources = np.arange(self.network.size)
        if self.pivots is not None:
            sources = drawn_from_each(self.network, self.pivots, self.seed)
        return gather(self.lengths, sources, between=self._between, progress=self._progress)

    @property
    def _scale(self) -> Floats:
        """All others of a node's component by the sources among them."""
        out: Floats = np.divide(self._size - 1, self._gathered.met, out=np.zeros(self.network.size),
                                where=self._gathered.met > 0)  # fmt: skip
        return out
