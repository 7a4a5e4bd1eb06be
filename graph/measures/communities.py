"""Groups that work together: the Leiden method, and modularity."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.network.kernels import by_size
from coterie.graph.network.network import CollaborationNetwork, Ints
from coterie.graph.snapshot.choosing import spans
from coterie.graph.snapshot.snapshot import Snapshot

ITERATIONS = 3
RANDOMNESS = 0.001
_LEADING = 3


def modularity(network: CollaborationNetwork, groups: Ints, resolution: float = 1.0) -> float | None:
    """Modularity of a partition: the share of link weight inside groups, less what chance would put there.

    Q = Σ_c [ W_c / W − γ (S_c / 2W)² ], W the weight of all links, W_c of those inside c, S_c the strengths of its
    members, γ the ``resolution`` (M. E. J. Newman, M. Girvan, Phys. Rev. E 69:026113, 2004; weighted: Newman, Phys.
    Rev. E 70:056131, 2004). Weights are those of the network's counting. None where there is no link.
    """
    weights = network.weight()
    total = float(weights.sum())
    if not total:
        return None
    owner = np.repeat(np.arange(network.size), network.degree)
    inside = float(weights[groups[owner] == groups[network.indices]].sum())
    strengths = np.bincount(groups[owner], weights=weights)
    return inside / total - resolution * float(((strengths / total) ** 2).sum())


@dataclass(frozen=True, eq=False)
class Communities:
    """A partition. ``of``: the community of each node, from 1, the largest first, equally large ones by their first
    id. ``modularity``: None where there is no link."""

    network: CollaborationNetwork
    of: Ints
    modularity: float | None
    seed: int
    resolution: float

    @property
    def count(self) -> int:
        """Number of communities, those of a single node included."""
        return int(self.of.max(initial=0))

    def members(self, number: int) -> Ints:
        """Positions of the nodes of a community: strongest links within it first, then most papers, then by id."""
        order, starts = self._order
        return order[starts[number - 1] : starts[number]]

    def label(self, number: int) -> str:
        """The leading members' names, and how many more there are."""
        members = self.members(number)
        names = [self.network.names[i] for i in members[:_LEADING].tolist()]
        more = f" and {len(members) - len(names):,} more" if len(members) > len(names) else ""
        return ", ".join(names) + more

    def rows(self, limit: int | None = None) -> list[dict[str, Any]]:
        """A flat row for each community, the largest first, the first ``limit``: label, size, links within, density;
        where papers are known also papers, and the most frequent topics of these."""
        shown = min(self.count, limit or self.count)
        size, links = np.diff(self._order[1]).tolist(), self._links.tolist()
        rows: list[dict[str, Any]] = [
            {"community": c + 1, "label": self.label(c + 1), "size": size[c], "links": links[c],
             "density": 2 * links[c] / (size[c] * (size[c] - 1)) if size[c] > 1 else None}
            for c in range(shown)
        ]  # fmt: skip
        if self.network.incidence is not None:
            papers, topics = self._papers_and_topics(shown)
            for row, count, text in zip(rows, papers, topics, strict=True):
                row |= {"papers": count, "topics": text}
        return rows

    def member_rows(self) -> list[dict[str, Any]]:
        """A flat row for each node: community, name, id; by community, leading members first."""
        names, ids = self.network.names, self.network.ids
        return [{"community": int(self.of[i]), "name": names[i], "id": ids[i]} for i in self._order[0].tolist()]

    def notes(self) -> list[str]:
        """How the communities were made."""
        quality = "undefined, there is no link" if self.modularity is None else f"{self.modularity:.4f}"
        return [
            f"Leiden method by modularity, {self.network.counting} counting, resolution {self.resolution:g}, "
            f"{ITERATIONS} iterations, seed {self.seed}; modularity {quality}"
        ]

    @cached_property
    def _order(self) -> tuple[Ints, Ints]:
        """Nodes by community, leading members first, and where each community begins."""
        size, (owner, same) = self.network.size, self._inside
        strength = np.bincount(owner[same], weights=self.network.weight()[same], minlength=size).round(12)
        papers = self.network.attributes.get("papers", np.zeros(size, np.int64))
        order = np.lexsort((np.arange(size), -papers, -strength, self.of))
        return order, np.searchsorted(self.of[order], np.arange(1, self.count + 2)).astype(np.int64)

    @cached_property
    def _inside(self) -> tuple[Ints, NDArray[np.bool_]]:
        """The node that each entry of the network belongs to, and whether its neighbour is of the same community."""
        owner = np.repeat(np.arange(self.network.size), self.network.degree)
        return owner, self.of[owner] == self.of[self.network.indices]

    @property
    def _links(self) -> Ints:
        """Links within each community."""
        owner, same = self._inside
        return np.bincount(self.of[owner[same]] - 1, minlength=self.count) // 2

    def _papers_and_topics(self, shown: int) -> tuple[list[int], list[str | None]]:
        """Of the first ``shown`` communities: the number of their papers, and their most frequent topics."""
        held, snapshot = self.network.incidence, self.network.snapshot
        assert held is not None
        of = np.repeat(self.of, np.diff(held.indptr)) - 1
        width = int(held.papers.max(initial=0)) + 1
        key = np.unique(of[of < shown] * width + held.papers[of < shown])
        group, paper = key // width, key % width
        count = np.bincount(group, minlength=shown).tolist()
        if snapshot is None or self.network.nodes == "topics":
            return count, [None] * shown
        return count, _topics(snapshot, group, paper, shown)


def _topics(snapshot: Snapshot, group: Ints, paper: Ints, shown: int) -> list[str | None]:
    """The most frequent topics of each group's papers, by number of papers, then by id."""
    about, topics = snapshot.rel("ABOUT"), max(snapshot.node("Topic").length, 1)
    by_paper = np.searchsorted(about["start"], np.arange(snapshot.node("Paper").length + 1)).astype(np.int64)
    of = np.repeat(group, by_paper[paper + 1] - by_paper[paper])
    pairs, times = np.unique(of * topics + about["end"][spans(by_paper, paper)], return_counts=True)
    leading: list[list[int]] = [[] for _ in range(shown)]
    for pair in pairs[np.lexsort((pairs, -times))].tolist():
        if len(leading[pair // topics]) < _LEADING:
            leading[pair // topics].append(pair % topics)
    used = sorted({topic for best in leading for topic in best})
    ids, names = (snapshot.texts("Topic", column, used).tolist() for column in ("id", "name"))
    text = {topic: name or ident for topic, ident, name in zip(used, ids, names, strict=True)}
    return [", ".join(text[topic] for topic in best) or None for best in leading]


def communities(network: CollaborationNetwork, *, seed: int = 1, resolution: float = 1.0) -> Communities:
    """Communities by the Leiden method (V. A. Traag, L. Waltman, N. J. van Eck, Sci. Rep. 9:5233, 2019) for
    modularity, links weighted by the network's counting.

    The same network, ``seed`` and ``resolution`` give the same communities; another seed may give others as good. A
    node without links is a community by itself. Raises ValueError for a resolution that is not positive.
    """
    if not resolution > 0:
        raise ValueError(f"resolution must be positive, not {resolution!r}")
    of = np.arange(network.size)
    if network.link_count:
        of = _leiden(network, seed, resolution)
    of = by_size(of) if network.size else of
    return Communities(network, of + 1, modularity(network, of, resolution), seed, resolution)


def _leiden(network: CollaborationNetwork, seed: int, resolution: float) -> Ints:
    from graspologic_native import leiden_csr

    linked = np.flatnonzero(network.degree > 0)
    position = np.zeros(network.size, np.int32)
    position[linked] = np.arange(len(linked))
    indptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(network.degree[linked])]).astype(np.int64)
    _, found = leiden_csr(
        indptr, position[network.indices], network.weight(), len(linked), resolution=resolution,
        randomness=RANDOMNESS, iterations=ITERATIONS, use_modularity=True, seed=seed % 2**64, trials=1,
    )  # fmt: skip
    of = np.arange(network.size) + len(linked)
    of[linked] = [found[i] for i in range(len(linked))]
    return of
