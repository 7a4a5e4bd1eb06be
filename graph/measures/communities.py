"""Groups that work together: the Leiden method, and modularity."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.labelling import NOTE, affiliations_of, papers_of, topics_of
from coterie.graph.measures.leiden import ITERATIONS, RANDOMNESS, leiden
from coterie.graph.measures.stability import Stability, consensus
from coterie.graph.network.network import CollaborationNetwork, Ints

__all__ = ["ITERATIONS", "RANDOMNESS", "Communities", "communities", "modularity"]

_LEADING = 3
HIGHEST = 1_000_000
"""The highest resolution: far above it the weights no longer count beside it."""


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
    id. ``modularity``: None where there is no link. ``stability``: of several runs, where there were several."""

    network: CollaborationNetwork
    of: Ints
    modularity: float | None
    seed: int
    resolution: float
    stability: Stability | None = None

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
        of several runs the mean share of its members; where papers are known also papers, and the topics and
        affiliations that stand out, see :mod:`~coterie.graph.measures.labelling`."""
        shown = min(self.count, limit or self.count)
        size, links = np.diff(self._order[1]).tolist(), self._links.tolist()
        rows: list[dict[str, Any]] = [
            {"community": c + 1, "label": self.label(c + 1), "size": size[c], "links": links[c],
             "density": 2 * links[c] / (size[c] * (size[c] - 1)) if size[c] > 1 else None}
            for c in range(shown)
        ]  # fmt: skip
        if self.stability is not None:
            for row in rows:
                row["share"] = float(self.stability.share[self.members(row["community"])].mean())
        if self.network.incidence is not None:
            group, paper = papers_of(self.network, self.of - 1)
            papers = np.bincount(group, minlength=shown).tolist()
            topics = topics_of(self.network, group, paper, shown)
            places = affiliations_of(self.network, self.of - 1, shown)
            for row, count, about, where in zip(rows, papers, topics, places, strict=False):
                row |= {"papers": count, "topics": about, "affiliations": where}
        return rows

    def member_rows(self) -> list[dict[str, Any]]:
        """A flat row for each node: community, name, id; by community, leading members first; of several runs the
        share of them in which the node is with its community."""
        names, ids = self.network.names, self.network.ids
        share = None if self.stability is None else self.stability.share
        return [
            {"community": int(self.of[i]), "name": names[i]}
            | ({} if share is None else {"share": float(share[i])}) | {"id": ids[i]}
            for i in self._order[0].tolist()
        ]  # fmt: skip

    def notes(self) -> list[str]:
        """How the communities were made."""
        quality = "undefined, there is no link" if self.modularity is None else f"{self.modularity:.4f}"
        said = [
            f"Leiden method by modularity, {self.network.counting} counting, resolution {self.resolution:g}, "
            f"{ITERATIONS} iterations, seed {self.seed}; modularity {quality}"
        ]
        said += [self.stability.describe()] if self.stability is not None else []
        return said + ([NOTE] if self.network.incidence is not None else [])

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


def communities(network: CollaborationNetwork, *, seed: int = 1, resolution: float = 1.0, runs: int = 1,
                progress: Progress | None = None) -> Communities:  # fmt: skip
    """Communities by the Leiden method (V. A. Traag, L. Waltman, N. J. van Eck, Sci. Rep. 9:5233, 2019) for
    modularity, links weighted by the network's counting.

    The same network, ``seed`` and ``resolution`` give the same communities; another seed may give others as good. With
    several ``runs`` what these agree on, see :func:`~coterie.graph.measures.stability.consensus`, and how stable it is.
    A node without links is a community by itself. Raises ValueError for a resolution that is not positive or above a
    million, or no run.
    """
    if not 0 < resolution <= HIGHEST:
        raise ValueError(f"resolution must be above 0 and at most {HIGHEST:,}, not {resolution!r}")
    if runs < 1:
        raise ValueError(f"at least one run is needed, not {runs}")
    stability = None
    if runs > 1:
        of, stability = consensus(network, runs=runs, seed=seed, resolution=resolution, progress=progress)
    else:
        of = leiden(network.indptr, network.indices, network.weight(), seed=seed, resolution=resolution)
    return Communities(network, of + 1, modularity(network, of, resolution), seed, resolution, stability)
