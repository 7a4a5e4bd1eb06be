"""One network under two identity keys: who in the one is who in the other, by the mentions that they share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from coterie.graph.network.network import CollaborationNetwork, Ints


@dataclass(frozen=True, eq=False)
class View:
    """The network of people under an identity key. ``node``: of each mention the node that holds it, -1 where the
    network does not count it; the mentions are the same, in the same order, in all views that are compared."""

    key: str
    network: CollaborationNetwork
    node: Ints

    @cached_property
    def mentions(self) -> Ints:
        """Number of mentions that each node holds."""
        return np.bincount(self.node[self.node >= 0], minlength=self.network.size)


def view(key: str, network: CollaborationNetwork, person: Ints, paper: Ints) -> View:
    """The view of a projected ``network``; ``person`` is the row, in its snapshot, of the author of each mention, and
    ``paper`` that of its paper. Raises ValueError where the network was not projected from papers to people."""
    held, rows = network.incidence, network.rows
    if held is None or rows is None or network.nodes != "authors":
        raise ValueError("a network of people, projected from papers, is needed")
    position = np.full(int(max(person.max(initial=-1), rows.max(initial=-1))) + 1, -1, np.int64)
    position[rows] = np.arange(len(rows))
    node = position[person]
    width = int(max(paper.max(initial=-1), held.papers.max(initial=-1))) + 1
    counted = np.repeat(np.arange(network.size), np.diff(held.indptr)) * width + held.papers
    return View(key, network, np.where(np.isin(node * width + paper, counted) & (node >= 0), node, -1))


class Counterpart(NamedTuple):
    """Who holds the most of a person's mentions under another key: the ``node`` (-1: nobody), the ``share`` that it
    holds of them, and the share that they are ``of_its`` own."""

    node: int
    share: float
    of_its: float


class Matching:
    """Persons of ``one`` and of ``two`` matched by their mentions.

    The counterpart of a person is whoever holds the most of them; of several the one of whose own mentions these are
    the larger share; then the one with the smaller id.
    """

    def __init__(self, one: View, two: View) -> None:
        both = (one.node >= 0) & (two.node >= 0)
        width = max(two.network.size, 1)
        keys, shared = np.unique(one.node[both] * width + two.node[both], return_counts=True)
        left, right = keys // width, keys % width
        self._forth = _Best(left, right, shared, one.mentions, two.mentions)
        self._back = _Best(right, left, shared, two.mentions, one.mentions)

    def forth(self, node: int) -> Counterpart:
        """The counterpart, in ``two``, of a node of ``one``."""
        return self._forth[node]

    def back(self, node: int) -> Counterpart:
        """The counterpart, in ``one``, of a node of ``two``."""
        return self._back[node]

    def same(self, node: int) -> int:
        """The node of ``two`` that is the counterpart of a node of ``one``, and of which that is the counterpart; -1
        where there is none."""
        found = self._forth[node].node
        return found if found >= 0 and self._back[found].node == node else -1

    def chiefly(self, node: int) -> int:
        """The node of ``two`` that holds more than half of the mentions of a node of ``one``, and more than half of
        whose own they are; -1 where there is none."""
        found, share, of_its = self._forth[node]
        return found if min(share, of_its) > 0.5 else -1


class _Best:
    """The counterparts of persons of ``sizes`` mentions among others of ``others`` mentions."""

    def __init__(self, person: Ints, other: Ints, shared: Ints, sizes: Ints, others: Ints) -> None:
        order = np.lexsort((other, others[other], -shared, person))
        first = np.r_[True, np.diff(person[order]) > 0][: len(order)]
        best = order[first]
        self._node = np.full(len(sizes), -1, np.int64)
        self._node[person[best]] = other[best]
        self._shared = np.zeros(len(sizes), np.int64)
        self._shared[person[best]] = shared[best]
        self._sizes, self._others = sizes, others

    def __getitem__(self, node: int) -> Counterpart:
        found, shared = int(self._node[node]), int(self._shared[node])
        if found < 0:
            return Counterpart(-1, 0.0, 0.0)
        return Counterpart(found, shared / int(self._sizes[node]), shared / int(self._others[found]))
