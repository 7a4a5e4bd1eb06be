"""Who stands where among groups: participation, role within the group, and brokerage between groups."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

ROLES = ("ultra-peripheral", "peripheral", "connector", "kinless", "provincial hub", "connector hub", "kinless hub")
HUB = 2.5
"""Within-group degree, in standard deviations, from which a person is a hub."""
BROKERAGE = ("coordinator", "consultant", "gatekeeper", "liaison")


class Standing(NamedTuple):
    """Arrays aligned with the nodes. ``participation`` 1 − Σ_s (k_s/k)², k_s the weight of the links to group s; 0
    without links. ``within``: links to the own group, in standard deviations from the mean of the group; 0 where all
    have as many. ``groups``: groups among the co-authors, the own included; ``role``: place in :data:`ROLES`."""

    participation: Floats
    within: Floats
    groups: Ints
    role: Ints


def standing(network: CollaborationNetwork, groups: Ints, *, weighted: bool = True) -> Standing:
    """The place of each node among ``groups`` (a number for each node; R. Guimerà, L. A. N. Amaral, Nature 433:895,
    2005, whose limits make the seven roles). Participation by the weights of the network's counting, or by links;
    the degree within the group by links, as there."""
    size = network.size
    groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)
    owner = np.repeat(np.arange(size), network.degree)
    to = groups[network.indices]
    count = int(groups.max(initial=-1)) + 1
    pair, inverse = np.unique(owner * max(count, 1) + to, return_inverse=True)
    weights = network.weight("weight" if weighted else None)
    each = np.bincount(inverse, weights=weights, minlength=len(pair))
    node = pair // max(count, 1)
    total = np.bincount(node, weights=each, minlength=size)
    squares = np.bincount(node, weights=each**2, minlength=size)
    share = np.divide(squares, total**2, out=np.ones(size), where=total > 0)
    participation = 1 - share
    inside = np.bincount(owner, weights=(to == groups[owner]), minlength=size)
    members = np.maximum(np.bincount(groups, minlength=count), 1)
    mean = np.bincount(groups, weights=inside, minlength=count) / members
    spread = np.sqrt(np.bincount(groups, weights=(inside - mean[groups]) ** 2, minlength=count) / members)
    within = np.divide(inside - mean[groups], spread[groups], out=np.zeros(size), where=spread[groups] > 1e-12)
    met = np.bincount(node, minlength=size)
    return Standing(participation, within, met, _roles(participation, within))


def _roles(participation: Floats, within: Floats) -> Ints:
    rounded = participation.round(12)
    plain = np.searchsorted([0.05, 0.62, 0.80], rounded, side="left")
    hub = 4 + np.searchsorted([0.30, 0.75], rounded, side="left")
    return np.where(within >= HUB, hub, plain).astype(np.int64)


def brokerage(network: CollaborationNetwork, groups: Ints) -> Ints:
    """For each node (rows) in how many open triads it stands between two who are not linked, a column for each of
    :data:`BROKERAGE`: all three of one group; the two of one group, the broker of another; one of the broker's group;
    all of different groups (R. V. Gould, R. M. Fernandez, Sociol. Methodol. 19:89, 1989; without directions their
    gatekeeper and representative are one)."""
    size = network.size
    groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)
    owner = np.repeat(np.arange(size), network.degree)
    same = groups[owner] == groups[network.indices]
    inner, outer = (_matrix(network, owner, kept) for kept in (same, ~same))
    count = max(int(groups.max(initial=-1)) + 1, 1)
    pair, times = np.unique(owner * count + groups[network.indices], return_counts=True)
    node, to = pair // count, pair % count
    own = np.bincount(owner, weights=same, minlength=size).astype(np.int64)
    other = network.degree - own
    foreign = to != groups[node]
    alike = np.bincount(node[foreign], weights=_two(times[foreign]), minlength=size).astype(np.int64)
    every = np.stack([_two(own), alike, own * other, _two(other) - alike], 1)
    closed = np.stack([
        _closed(inner, inner, inner) // 2, _closed(outer, inner, outer) // 2,
        _closed(inner, outer, outer), _closed(outer, outer, outer) // 2,
    ], 1)  # fmt: skip
    return every - closed


def _two(number: Ints) -> Ints:
    return number * (number - 1) // 2


def _matrix(network: CollaborationNetwork, owner: Ints, kept: Any) -> Any:
    counts = np.bincount(owner[kept], minlength=network.size)
    indptr = np.r_[0, np.cumsum(counts)].astype(np.int64)
    return kernels.matrix(indptr, network.indices[kept], np.ones(int(kept.sum())))


def _closed(one: Any, between: Any, two: Any) -> Ints:
    """For each row v the paths v–i–j whose ends are linked: links of ``one``, of ``between``, and back of ``two``."""
    out = np.zeros(one.shape[0], np.int64)
    step = _step(one)
    for first in range(0, one.shape[0], step):
        part = slice(first, first + step)
        out[part] = np.asarray((one[part] @ between).multiply(two[part]).sum(axis=1)).ravel().round().astype(np.int64)
    return out


def _step(matrix: Any) -> int:
    """Rows that are multiplied together."""
    widest = float(np.diff(matrix.indptr).max(initial=1)) + 1
    return max(1, min(50_000, int(2e8 / widest**2)))
