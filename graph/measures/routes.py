"""Ways from one node to another: all shortest, the strongest, the most recent; and how far everybody is from one.

A way is a chain of links. *Shortest*: the fewest steps. *Strongest*: the least sum of 1/strength, as exact fractions
(see :mod:`~coterie.graph.measures.lengths`). *Recent*: the greatest possible year y such that every link has a joint
paper of y or later, then the fewest steps; a link without years is older than all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.measures.lengths import lengths
from coterie.graph.measures.ways import Before, between, counted, listed
from coterie.graph.measures.weighted_paths import distances, tight
from coterie.graph.model.errors import NotFound
from coterie.graph.model.tables import ABSENT
from coterie.graph.network.kernels import neighbours_of
from coterie.graph.network.network import CollaborationNetwork, Ints

KINDS = ("shortest", "strongest", "recent")
MOST = 10_000
"""Ways that are listed where all are asked for: there may be more than anybody can read."""


@dataclass(frozen=True, eq=False)
class Routes:
    """The ways of one kind from node ``start`` to node ``end``: ``count`` in all, of which ``ways`` are some, each a
    tuple of nodes, in the order of their nodes.

    ``steps``: links of a way; of the strongest those of the first way listed. ``length``: of the strongest, the sum of
    1/strength. ``since``: of the recent, y (None: a link without years). All None, and no way, where they are not
    connected; one way of no steps from a node to itself.
    """

    network: CollaborationNetwork
    kind: str
    start: int
    end: int
    count: int
    ways: tuple[tuple[int, ...], ...]
    steps: int | None = None
    length: Fraction | None = None
    since: int | None = None

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each joint paper of each step of each way listed, newest first; one without a paper where the
        network knows none: kind, way and step (from 1), names of both ends, ``joint`` papers, year, title and id of the
        paper, ids of both ends."""
        out = []
        names, ids = self.network.names, self.network.ids
        for number, way in enumerate(self.ways, 1):
            for step, (a, b) in enumerate(pairwise(way), 1):
                joint = int(self.network.papers[entry(self.network, a, b)])
                head = {"kind": self.kind, "way": number, "step": step, "from": names[a], "to": names[b],
                        "joint": joint}  # fmt: skip
                tail = {"from_id": ids[a], "to_id": ids[b]}
                papers = papers_of(self.network, a, b) or [{"year": None, "title": None, "paper_id": None}]
                out += [head | paper | tail for paper in papers]
        return out

    def describe(self) -> str:
        """How many ways there are, how long, and what kind."""
        if self.steps is None:
            return "not connected"
        many = f"{self.count:,} way{'s' * (self.count != 1)}"
        shown = f", {len(self.ways):,} of them listed" if len(self.ways) < self.count else ""
        steps = f"{self.steps:,} step{'s' * (self.steps != 1)}"
        more = {"shortest": "", "strongest": f", sum of 1/strength {_number(self.length)}", "recent": self._since()}
        return f"{self.kind}: {steps}{more[self.kind]}, {many}{shown}"

    def _since(self) -> str:
        if not self.steps:
            return ""
        return ", with links of unknown years" if self.since is None else f", every link of {self.since} or later"


@dataclass(frozen=True, eq=False)
class Distances:
    """Steps from node ``start`` to each node; -1 for those out of reach."""

    network: CollaborationNetwork
    start: int
    steps: NDArray[np.int32]

    def histogram(self) -> list[dict[str, Any]]:
        """People at each distance, 0 (the person) first; distance None for those out of reach, last."""
        counts = np.bincount(self.steps[self.steps >= 0]).tolist()
        rows: list[dict[str, Any]] = [{"distance": d, "people": n} for d, n in enumerate(counts)]
        beyond = int((self.steps < 0).sum())
        return [*rows, *([{"distance": None, "people": beyond}] if beyond else [])]

    def mean(self) -> float | None:
        """Mean distance to the others that are reached; None where nobody is."""
        reached = self.steps[self.steps > 0]
        return float(reached.mean()) if len(reached) else None

    def rows(self, limit: int | None = None) -> list[dict[str, Any]]:
        """A flat row for each other node that is reached, the nearest first, then those with more papers, then by id;
        the first ``limit``."""
        net = self.network
        papers = net.attributes.get("papers", np.zeros(net.size, np.int64))
        order = np.lexsort((np.arange(net.size), -papers, self.steps))
        picked = order[self.steps[order] > 0][: limit or None].tolist()
        return [{"name": net.names[i], "distance": int(self.steps[i]), "papers": int(papers[i]), "id": net.ids[i]}
                for i in picked]  # fmt: skip

    def notes(self) -> list[str]:
        """The mean, and how distances are counted."""
        mean = self.mean()
        said = "nobody is connected with them" if mean is None else f"mean distance {mean:.2f}"
        return [f"distances from {self.network.names[self.start]} in steps, links counting alike; {said}"]


def person(network: CollaborationNetwork, name: str) -> int:
    """The node that ``name`` means, as profiles understand names. Raises NotFound (also for somebody whom the selection
    leaves out), AmbiguousName; ValueError for a network without a snapshot."""
    from coterie.graph.snapshot import lookup

    kind = {"authors": "author", "affiliations": "affiliation", "topics": "topic"}.get(network.nodes)
    if network.snapshot is None or kind is None:
        return network.index(name)
    row = lookup.find(network.snapshot, kind, name)
    ident = str(network.snapshot.texts(lookup.KINDS[kind], "id", [row])[0])
    if ident not in network.ids:
        raise NotFound(f"{kind} in this network", name, hint=f"{ident} has none of the selected papers")
    return network.index(ident)


def routes(network: CollaborationNetwork, start: int, end: int, kind: str = "shortest", *, limit: int = 10) -> Routes:
    """The ways of ``kind`` between two nodes, ``limit`` of them listed (0: all, up to :data:`MOST`).

    Raises ValueError for another kind, and for the strongest where weights are not known.
    """
    if kind not in KINDS:
        raise ValueError(f"there are no {kind!r} ways: choose one of {', '.join(KINDS)}")
    if start == end:
        return Routes(network, kind, start, end, 1, ((start,),), 0, Fraction(0) if kind == "strongest" else None)
    return {"shortest": _shortest, "strongest": _strongest, "recent": _recent}[kind](network, start, end, limit)


def distances_from(network: CollaborationNetwork, start: int) -> Distances:
    """Steps from ``start`` to everybody."""
    steps = np.full(network.size, -1, np.int32)
    steps[start] = 0
    frontier, depth = np.array([start], np.int64), 0
    while len(frontier):
        depth += 1
        near = neighbours_of(network.indptr, network.indices, frontier)
        frontier = np.unique(near[steps[near] < 0])
        steps[frontier] = depth
    return Distances(network, start, steps)


def entry(network: CollaborationNetwork, a: int, b: int) -> int:
    """Where the link of ``a`` and ``b`` stands in the arrays of the network."""
    first, last = int(network.indptr[a]), int(network.indptr[a + 1])
    return first + int(np.searchsorted(network.indices[first:last], b))


def papers_of(network: CollaborationNetwork, a: int, b: int) -> list[dict[str, Any]]:
    """Year, title and id of the joint papers of two linked nodes, newest first, those without a year last; none where
    the network was made of pairs."""
    if network.incidence is None or network.snapshot is None:
        return []
    rows = network.link_papers(a, b)
    years = network.snapshot.node("Paper")["year"][rows].tolist()
    titles, ids = (network.snapshot.texts("Paper", name, rows).tolist() for name in ("title", "id"))
    found = [{"year": None if year == ABSENT else year, "title": title, "paper_id": ident}
             for year, title, ident in zip(years, titles, ids, strict=True)]  # fmt: skip
    return sorted(found, key=lambda paper: (-(paper["year"] or -9999), paper["title"] or "", paper["paper_id"]))


def _shortest(network: CollaborationNetwork, start: int, end: int, limit: int) -> Routes:
    before, steps = between(network.indptr, network.indices, start, end)
    return _routes(network, "shortest", start, end, before, limit, steps)


def _strongest(network: CollaborationNetwork, start: int, end: int, limit: int) -> Routes:
    found = lengths(network)
    far = distances(found, start)
    if not np.isfinite(far[end]):
        return Routes(network, "strongest", start, end, 0, ())
    far = np.where(far <= far[end] * (1 + 1e-9), far, np.inf)
    before: dict[int, list[int]] = {}
    for left, right in zip(*(ends.tolist() for ends in tight(found, far[None, :])), strict=True):
        before.setdefault(right, []).append(left)
    made = _routes(network, "strongest", start, end, before, limit, 0)
    way = made.ways[0]
    kinds = [found.of[entry(network, a, b)] for a, b in pairwise(way)]
    length = sum((found.fractions[kind] for kind in kinds), Fraction())
    return Routes(network, "strongest", start, end, made.count, made.ways, len(way) - 1, length)


def _recent(network: CollaborationNetwork, start: int, end: int, limit: int) -> Routes:
    years = np.unique(network.last_year)
    low, high = 0, len(years)
    found: Before = {}
    steps = None
    while low < high:
        middle = (low + high) // 2
        before, count = between(*_since(network, int(years[middle])), start, end)
        if count is None:
            high = middle
        else:
            low, found, steps = middle + 1, before, count
    since = int(years[low - 1]) if low else ABSENT
    return _routes(network, "recent", start, end, found, limit, steps, None if since == ABSENT else since)


def _since(network: CollaborationNetwork, year: int) -> tuple[Ints, NDArray[np.int32]]:
    """The links with a joint paper of ``year`` or later."""
    kept = network.last_year >= year
    count = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
    return count[network.indptr], network.indices[kept]


def _routes(network: CollaborationNetwork, kind: str, start: int, end: int, before: Before, limit: int,
            steps: int | None, since: int | None = None) -> Routes:  # fmt: skip
    if steps is None:
        return Routes(network, kind, start, end, 0, ())
    ways = listed(before, start, end, limit or MOST)
    return Routes(network, kind, start, end, counted(before, start, end), ways, steps, since=since)


def _number(length: Fraction | None) -> str:
    if length is None:
        return "unknown"
    return str(length) if length.denominator < 10_000 else f"{float(length):.6g}"
