"""Groups that work together: the Leiden method, and modularity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from coterie.graph.network.kernels import by_size
from coterie.graph.network.network import CollaborationNetwork, Ints

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
        nodes = np.flatnonzero(self.of == number)
        inner, papers = self._within()[nodes], self._papers()[nodes]
        return nodes[np.lexsort((nodes, -papers, -inner.round(12)))]

    def label(self, number: int) -> str:
        """The leading members' names, and the most frequent topics where the network has a snapshot."""
        return self._described(self.members(number))[0]

    def rows(self, limit: int | None = None) -> list[dict[str, Any]]:
        """A flat row for each community, the largest first, the first ``limit``."""
        shown = min(self.count, limit or self.count)
        return [self._row(number) for number in range(1, shown + 1)]

    def member_rows(self) -> list[dict[str, Any]]:
        """A flat row for each node: community, name, id; by community, leading members first."""
        net = self.network
        order = np.lexsort((np.arange(net.size), -self._papers(), -self._within().round(12), self.of))
        return [{"community": int(self.of[i]), "name": net.names[i], "id": net.ids[i]} for i in order.tolist()]

    def notes(self) -> list[str]:
        """How the communities were made."""
        quality = "undefined, there is no link" if self.modularity is None else f"{self.modularity:.4f}"
        return [
            f"Leiden method by modularity, {self.network.counting} counting, resolution {self.resolution:g}, "
            f"{ITERATIONS} iterations, seed {self.seed}; modularity {quality}"
        ]

    def _row(self, number: int) -> dict[str, Any]:
        members = self.members(number)
        label, topics = self._described(members)
        size, inner = len(members), np.zeros(self.network.size, bool)
        inner[members] = True
        owner = np.repeat(np.arange(self.network.size), self.network.degree)
        links = int((inner[owner] & inner[self.network.indices]).sum()) // 2
        row = {"community": number, "label": label, "size": size, "links": links,
               "density": 2 * links / (size * (size - 1)) if size > 1 else None}  # fmt: skip
        if self.network.incidence is not None:
            row["papers"] = len(self._paper_rows(members))
        return {
            **row,
            "topics": topics,
            "leading": "; ".join(self.network.names[i] for i in members[:_LEADING].tolist()),
        }

    def _described(self, members: Ints) -> tuple[str, str | None]:
        names = [self.network.names[i] for i in members[:_LEADING].tolist()]
        more = f" and {len(members) - len(names)} more" if len(members) > len(names) else ""
        topics = self._topics(members)
        return ", ".join(names) + more + (f": {topics}" if topics else ""), topics

    def _topics(self, members: Ints) -> str | None:
        """The most frequent topics of the members' papers, by number of papers, then by id."""
        snapshot = self.network.snapshot
        if snapshot is None or self.network.incidence is None or self.network.nodes == "topics":
            return None
        about = snapshot.rel("ABOUT")
        ends = about["end"][np.isin(about["start"], self._paper_rows(members))]
        count = np.bincount(ends, minlength=snapshot.node("Topic").length)
        best = np.argsort(-count, kind="stable")[:_LEADING]
        best = best[count[best] > 0]
        ids, names = (snapshot.texts("Topic", column, best).tolist() for column in ("id", "name"))
        return ", ".join(name or ident for ident, name in zip(ids, names, strict=True)) or None

    def _paper_rows(self, members: Ints) -> Ints:
        held = [self.network.papers_of(i) for i in members.tolist()]
        return np.unique(np.concatenate([np.empty(0, np.int64), *held]))

    def _within(self) -> Any:
        owner = np.repeat(np.arange(self.network.size), self.network.degree)
        same = self.of[owner] == self.of[self.network.indices]
        return np.bincount(owner[same], weights=self.network.weight()[same], minlength=self.network.size)

    def _papers(self) -> Ints:
        return self.network.attributes.get("papers", np.zeros(self.network.size, np.int64))


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
