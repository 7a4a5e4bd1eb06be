"""How long a link is: the inverse of its strength, as an exact fraction.

A distance is a sum of such lengths, and two ways of equal length must be equal: 1/2 + 1/3 + 1/6 is 1. Floating numbers
say otherwise, and break ties that decide who lies between whom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.pairs import within_papers
from coterie.graph.network import normalising
from coterie.graph.network.kernels import components, neighbours_of
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

EXACT_FLOAT = 2**53
"""Whole numbers up to this are exact as floating numbers."""
_LARGEST_UNIT = 2**2048
_DENOMINATOR = 10_000
_kept: WeakKeyDictionary[CollaborationNetwork, Lengths] = WeakKeyDictionary()
Share = Callable[[int], Fraction]
_SHARES: dict[str, Share] = {"newman": lambda n: Fraction(1, n - 1), "pair-share": lambda n: Fraction(2, n * (n - 1))}
"""What a paper of n authors adds to the weight of each of its pairs."""


@dataclass(frozen=True, eq=False)
class Lengths:
    """Lengths of the links in ``indptr``, ``indices``. ``of``: the kind of each entry of ``indices``; ``fractions``:
    the length of each kind, rising.

    ``values``: for each entry its length times ``scale``, as a floating number. Where ``whole``, these and all sums of
    them along shortest paths are whole numbers below 2^53, and exact; else they are rounded, and what they leave open
    is decided by ``units``: the exact length of each kind, in whole numbers of some common unit where that is not too
    long a number.
    """

    indptr: Ints
    indices: NDArray[np.int32]
    of: Ints
    fractions: tuple[Fraction, ...]
    values: Floats
    scale: int
    whole: bool
    units: Sequence[int] | Sequence[Fraction]

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1


def lengths(network: CollaborationNetwork) -> Lengths:
    """1/weight for every link, by the counting of ``network``.

    Joint papers are whole numbers, and so is what weights normalised by papers are made of (but for Salton's root).
    Newman's and the pair share's are added up anew, as fractions, from the papers of each link. Any other weight, as
    of a network made of pairs, is the fraction of a denominator up to 10,000 that it is to twelve digits, else the
    binary fraction that it is. Kept with the network.
    Raises ValueError for a weight that is not known, or not above 0.
    """
    if network not in _kept:
        _kept[network] = _lengths(network)
    return _kept[network]


def _lengths(network: CollaborationNetwork) -> Lengths:
    weights = network.weight()
    if (weights <= 0).any():
        raise ValueError("a link without strength has no length: every weight must be above 0")
    of, fractions = _by_length(*_classes(network, weights))
    unit = lcm(*(f.denominator for f in fractions)) if fractions else 1
    longest = 1 + 2 * _steps(network) * (fractions[-1] if fractions else 0)
    whole = unit * longest < EXACT_FLOAT
    scale = unit if whole else 1
    table = np.array([float(f * scale) for f in fractions] or [1.0])
    units: Sequence[int] | Sequence[Fraction] = fractions
    if unit < _LARGEST_UNIT:
        units = [int(f * unit) for f in fractions]
    return Lengths(network.indptr, network.indices, of, fractions, table[of], scale, whole, units)


def _steps(network: CollaborationNetwork) -> int:
    """A number of links that no shortest way exceeds, if all of these are as long as the longest link: twice the
    eccentricity of one node of each component, links counting alike. Components are searched at once."""
    part = components(network.indptr, network.indices)
    _, frontier = np.unique(part, return_index=True)
    new = np.ones(network.size, bool)
    new[frontier] = False
    depth = 0
    while True:
        near = neighbours_of(network.indptr, network.indices, frontier)
        frontier = np.unique(near[new[near]])
        if not len(frontier):
            return 2 * depth
        new[frontier] = False
        depth += 1


def _by_length(of: Ints, weights: list[Fraction]) -> tuple[Ints, tuple[Fraction, ...]]:
    """Kinds numbered by rising length, equal weights together."""
    rising = sorted({1 / weight for weight in weights})
    place = {length: i for i, length in enumerate(rising)}
    number = np.array([place[1 / weight] for weight in weights] or [0], np.int64)
    return number[of], tuple(rising)


def _classes(network: CollaborationNetwork, weights: Floats) -> tuple[Ints, list[Fraction]]:
    """A kind for each entry, and the weight of each kind as a fraction."""
    if made := normalising.fractions(network):
        return made
    if network.counting in _SHARES:
        found = _from_papers(network, weights)
        if found is not None:
            return found
    distinct, of = np.unique(weights, return_inverse=True)
    return of.reshape(-1).astype(np.int64), [_fraction(value) for value in distinct.tolist()]


def _fraction(value: float) -> Fraction:
    near = Fraction(value).limit_denominator(_DENOMINATOR)
    return near if near and abs(float(near) - value) <= 1e-12 * value else Fraction(value)


def _from_papers(network: CollaborationNetwork, weights: Floats) -> tuple[Ints, list[Fraction]] | None:
    """Weights from the sizes of the teams of each link's papers; None where these are not known."""
    held, snapshot = network.incidence, network.snapshot
    if held is None or snapshot is None or not len(weights):
        return None
    size = network.size
    node = np.repeat(np.arange(size), np.diff(held.indptr))[held.linking]
    paper = held.papers[held.linking]
    on_paper = np.bincount(paper, minlength=1)
    team = snapshot.node("Paper")["team"] if network.nodes == "authors" else on_paper
    order = np.lexsort((node, paper))
    left, right, of = within_papers(paper[order], node[order])
    left_end, right_end, at = network.links()
    key = left_end * size + right_end
    link = np.searchsorted(key, left * size + right)
    known = link < len(key)
    known[known] = key[link[known]] == (left * size + right)[known]
    base = int(team[of].max(initial=0)) + 1
    steps, times = np.unique(link[known] * base + team[of[known]], return_counts=True)
    kinds, fractions = _signatures(steps // base, steps % base, times, len(key), _SHARES[network.counting])
    if not np.allclose(np.array([float(f) for f in fractions])[kinds], weights[at], rtol=1e-9, atol=0):
        return None
    both = np.empty(len(weights), np.int64)
    both[at] = kinds
    owner = np.repeat(np.arange(size), network.degree)
    there = np.flatnonzero(owner > network.indices)
    both[there] = kinds[np.searchsorted(key, network.indices[there].astype(np.int64) * size + owner[there])]
    return both, fractions


def _signatures(link: Ints, n: Ints, times: Ints, links: int, share: Share) -> tuple[Ints, list[Fraction]]:
    """A kind for each link by its papers (so many of each n), and the weight of each kind."""
    known: dict[tuple[tuple[int, int], ...], int] = {}
    kinds = np.empty(links, np.int64)
    starts = np.searchsorted(link, np.arange(links + 1)).tolist()
    pairs = list(zip(n.tolist(), times.tolist(), strict=True))
    for i, (first, last) in enumerate(pairwise(starts)):
        kinds[i] = known.setdefault(tuple(pairs[first:last]), len(known))
    return kinds, [sum((count * share(size) for size, count in kind), Fraction()) for kind in known]
