"""Brokers: who connects groups, and what falls apart without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from coterie.graph.measures.centrality import strength
from coterie.graph.measures.communities import Communities
from coterie.graph.measures.roles import BROKERAGE, ROLES, Standing, brokerage, standing
from coterie.graph.measures.structural_holes import Holes, structural_holes
from coterie.graph.network import kernels
from coterie.graph.network.cutting import Cuts, cuts
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

RANKINGS = ("reach", "cut_off", "groups", "participation", "effective_size", "constraint", *BROKERAGE)
"""What the rows can go by; constraint the lowest first."""
_NAMED = 3


@dataclass(frozen=True, eq=False)
class Brokers:
    """Arrays aligned with the nodes. ``reach``: strength times participation, the collaboration that goes beyond one
    group; ``cuts``: what falls apart without a person; ``between``: open triads by kind (:data:`BROKERAGE`)."""

    network: CollaborationNetwork
    communities: Communities
    reach: Floats
    standing: Standing
    holes: Holes
    cuts: Cuts
    between: Ints

    def ranked(self, by: str = "reach") -> Ints:
        """Positions of the nodes, the first broker first, then by id. Raises ValueError where ``by`` is no ranking."""
        values = self._column(by)
        known = np.isfinite(values)
        key = np.where(known, values if by == "constraint" else -values, np.inf)
        return np.argsort(key.round(12), kind="stable")

    def _column(self, by: str) -> Floats:
        columns: dict[str, Any] = {
            "reach": self.reach, "cut_off": self.cuts.cut_off, "groups": self.standing.groups,
            "participation": self.standing.participation, "effective_size": self.holes.effective_size,
            "constraint": self.holes.constraint,
            **{name: self.between[:, i] for i, name in enumerate(BROKERAGE)},
        }  # fmt: skip
        if by not in columns:
            raise ValueError(f"there is no ranking {by!r}: choose one of {', '.join(columns)}")
        return np.asarray(columns[by], np.float64)

    def rows(self, limit: int | None = None, by: str = "reach") -> list[dict[str, Any]]:
        """A flat row for each node; ``who``: some of those who would be cut off from the rest of the component."""
        net = self.network
        return [
            {
                "name": net.names[i], "community": int(self.communities.of[i]), "role": ROLES[self.standing.role[i]],
                "groups": int(self.standing.groups[i]), "participation": float(self.standing.participation[i]),
                "within": float(self.standing.within[i]), "reach": float(self.reach[i]),
                "constraint": _known(self.holes.constraint[i]), "effective_size": _known(self.holes.effective_size[i]),
                "efficiency": _known(self.holes.efficiency[i]), "hierarchy": _known(self.holes.hierarchy[i]),
                **dict(zip(BROKERAGE, self.between[i].tolist(), strict=True)),
                "pieces": int(self.cuts.pieces[i]), "cut_off": int(self.cuts.cut_off[i]), "who": self._who(i),
                "id": net.ids[i],
            }
            for i in self.ranked(by)[: limit or None].tolist()
        ]  # fmt: skip

    def _who(self, i: int) -> str | None:
        """The first names of those cut off without ``i``."""
        if not self.cuts.cut_off[i]:
            return None
        alive = np.ones(self.network.size, bool)
        alive[i] = False
        part = _parts(self.network, alive)
        own = part[self.network.neighbours(i)]
        largest = np.bincount(part[part >= 0])
        main = int(own[np.argmax(largest[own])])
        cut = np.flatnonzero(np.isin(part, own) & (part != main))
        names = [self.network.names[j] for j in cut[:_NAMED].tolist()]
        return ", ".join(names) + (f" and {len(cut) - _NAMED:,} more" if len(cut) > _NAMED else "")

    def removal(self, count: int, by: str = "reach") -> list[dict[str, Any]]:
        """What is left of the largest component when the first ``count`` brokers leave one after another: a row a
        step, the first before anybody left."""
        alive = np.ones(self.network.size, bool)
        leaving = [-1, *self.ranked(by)[:count].tolist()]
        rows = []
        for step, node in enumerate(leaving):
            if node >= 0:
                alive[node] = False
            part = _parts(self.network, alive)
            sizes = np.bincount(part[alive]) if alive.any() else np.zeros(0, np.int64)
            rows.append({
                "removed": step, "name": self.network.names[node] if node >= 0 else None,
                "largest_component": int(sizes.max(initial=0)), "components": int((sizes > 0).sum()),
                "id": self.network.ids[node] if node >= 0 else None,
            })  # fmt: skip
        return rows

    def notes(self) -> list[str]:
        """How the figures were made."""
        return [
            f"groups: {self.communities.count:,} communities (Leiden, resolution {self.communities.resolution:g}, seed "
            f"{self.communities.seed}); reach: strength times participation; strength, participation, constraint, "
            f"effective size: {self.network.counting} counting",
            f"cut off: {self.network.nodes} outside the largest part of the component when one leaves; coordinator, "
            "consultant, gatekeeper, liaison: open triads between two that are not linked (Gould and Fernandez)",
        ]


def brokers(network: CollaborationNetwork, communities: Communities) -> Brokers:
    """Who connects the groups of ``communities``."""
    found = standing(network, communities.of)
    return Brokers(
        network, communities, strength(network) * found.participation, found, structural_holes(network),
        cuts(network.indptr, network.indices), brokerage(network, communities.of),
    )  # fmt: skip


def _parts(network: CollaborationNetwork, alive: Any) -> Ints:
    """Components (from 0) among the nodes ``alive``; -1 for the others."""
    owner = np.repeat(np.arange(network.size), network.degree)
    kept = alive[owner] & alive[network.indices]
    counts = np.bincount(owner[kept], minlength=network.size)
    part = kernels.components(np.r_[0, np.cumsum(counts)].astype(np.int64), network.indices[kept])
    return np.where(alive, part, -1)


def _known(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
