"""What holds a network together: components, bridges, cores, cliques, and its best connected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from coterie.graph.network import kernels
from coterie.graph.network.cutting import cuts
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints
from coterie.graph.network.swapping import ROUNDS, swapped

CLIQUES = 1_000_000
"""Maximal cliques that are listed at most."""
DRAWN = 5
"""Random networks that the rich club is compared with."""


@dataclass(frozen=True)
class Cohesion:
    """``bridges``: links without which a component falls apart; ``articulation_points``: people without whom one does;
    ``innermost_core``: the largest k with a k-core, and how many are in it; ``cliques``: maximal ones,
    ``clique_largest`` people in the largest; ``cliques_cut``: whether listing them was stopped."""

    people: int
    links: int
    components: int
    giant: int
    without_links: int
    bridges: int
    articulation_points: int
    innermost_core: int
    innermost_core_people: int
    cliques: int | None
    clique_largest: int | None
    cliques_cut: bool

    def as_dict(self) -> dict[str, Any]:
        """All figures, flat."""
        return asdict(self)


def cohesion(network: CollaborationNetwork, *, cliques: int = CLIQUES) -> Cohesion:
    """The figures of ``network``. ``cliques``: how many maximal cliques are listed at most; 0: none is."""
    indptr, indices = network.indptr, network.indices
    cut, cores = cuts(indptr, indices), kernels.core_numbers(indptr, indices)
    parts = np.bincount(kernels.components(indptr, indices))
    sizes, stopped = clique_sizes(network, most=cliques) if cliques else ({}, False)
    top = int(cores.max(initial=0))
    return Cohesion(
        people=network.size, links=network.link_count, components=len(parts), giant=int(parts.max(initial=0)),
        without_links=int((network.degree == 0).sum()), bridges=len(cut.bridges),
        articulation_points=int((cut.pieces > 1).sum()), innermost_core=top,
        innermost_core_people=int((cores == top).sum()) if network.size else 0,
        cliques=sum(sizes.values()) if cliques else None, clique_largest=max(sizes, default=0) if cliques else None,
        cliques_cut=stopped,
    )  # fmt: skip


def component_rows(network: CollaborationNetwork) -> list[dict[str, Any]]:
    """A flat row for each component of two or more, the largest first: people, links, density, bridges."""
    part = kernels.components(network.indptr, network.indices)
    people = np.bincount(part)
    links = np.bincount(part, weights=network.degree).astype(np.int64) // 2
    bridges = cuts(network.indptr, network.indices).bridges
    in_part = np.bincount(part[bridges[:, 0]], minlength=len(people)) if len(people) else np.zeros(0, np.int64)
    return [
        {"component": i + 1, "people": n, "links": m, "density": 2 * m / (n * (n - 1)), "bridges": b}
        for i, (n, m, b) in enumerate(zip(people.tolist(), links.tolist(), in_part.tolist(), strict=True)) if n > 1
    ]  # fmt: skip


def core_rows(network: CollaborationNetwork) -> list[dict[str, Any]]:
    """A flat row for each k: how many people the k-core holds, in how many parts, and how many it loses to the next."""
    cores = kernels.core_numbers(network.indptr, network.indices)
    rows = []
    for k in range(1, int(cores.max(initial=0)) + 1):
        inside = cores >= k
        indptr, indices = _within(network, inside)
        parts = int(kernels.components(indptr, indices).max(initial=-1)) + 1
        rows.append({"k": k, "people": int(inside.sum()), "parts": parts, "core_exactly": int((cores == k).sum())})
    return rows


def _within(network: CollaborationNetwork, inside: Any) -> tuple[Ints, Any]:
    """Compressed rows of the links among some nodes, numbered anew."""
    place = np.cumsum(inside) - 1
    owner = np.repeat(np.arange(network.size), network.degree)
    kept = inside[owner] & inside[network.indices]
    counts = np.bincount(place[owner[kept]], minlength=int(inside.sum()))
    return np.r_[0, np.cumsum(counts)].astype(np.int64), place[network.indices[kept]].astype(np.int32)


def maximal_cliques(network: CollaborationNetwork) -> Iterator[list[int]]:
    """The maximal cliques (positions of their nodes, sorted), nodes without links left out (C. Bron, J. Kerbosch,
    Commun. ACM 16:575, 1973, from the outside of the cores inwards: D. Eppstein, M. Löffler, D. Strash, ISAAC 2010).

    In a co-authorship network most are the teams of papers. Each is given once; their number can grow exponentially.
    """
    size = network.size
    near = [set(network.neighbours(i).tolist()) for i in range(size)]
    cores = kernels.core_numbers(network.indptr, network.indices)
    order = np.lexsort((np.arange(size), cores))
    rank = np.empty(size, np.int64)
    rank[order] = np.arange(size)
    place = rank.tolist()
    for node in order.tolist():
        if near[node]:
            later = {other for other in near[node] if place[other] > place[node]}
            yield from _cliques([node], later, near[node] - later, near)


def _cliques(clique: list[int], left: set[int], done: set[int], near: list[set[int]]) -> Iterator[list[int]]:
    stack = [(clique, left, done)]
    while stack:
        members, candidates, excluded = stack.pop()
        if not candidates:
            if not excluded:
                yield sorted(members)
            continue
        pivot = max(sorted(candidates | excluded), key=lambda node: len(candidates & near[node]))
        for node in sorted(candidates - near[pivot]):
            stack.append(([*members, node], candidates & near[node], excluded & near[node]))
            candidates = candidates - {node}
            excluded = excluded | {node}


def clique_sizes(network: CollaborationNetwork, *, most: int = CLIQUES) -> tuple[dict[int, int], bool]:
    """How many maximal cliques there are of each size, and whether the listing was stopped at ``most``."""
    sizes: dict[int, int] = {}
    for number, clique in enumerate(maximal_cliques(network)):
        if number == most:
            return dict(sorted(sizes.items())), True
        sizes[len(clique)] = sizes.get(len(clique), 0) + 1
    return dict(sorted(sizes.items())), False


def rich_club(indptr: Ints, indices: Any) -> Floats:
    """φ(k) for k from 0: the share of the pairs of nodes with more than k neighbours that are linked (V. Colizza and
    others, Nature Phys. 2:110, 2006); as long as there are two such nodes."""
    degree = np.diff(indptr)
    owner = np.repeat(np.arange(len(degree)), degree)
    once = owner < indices
    lowest = np.minimum(degree[owner[once]], degree[indices[once]])
    most = int(degree.max(initial=0))
    nodes = len(degree) - np.cumsum(np.bincount(degree, minlength=most + 1))
    links = int(once.sum()) - np.cumsum(np.bincount(lowest, minlength=most + 1))
    some = nodes > 1
    return 2 * links[some] / (nodes[some] * (nodes[some] - 1))


def rich_club_rows(network: CollaborationNetwork, *, seed: int = 1, drawn: int = DRAWN) -> list[dict[str, Any]]:
    """A flat row for each k: φ(k), its mean over ``drawn`` random networks of the same degrees, and their ratio."""
    indptr, indices = network.indptr, network.indices
    ours = rich_club(indptr, indices)
    random = [rich_club(*swapped(indptr, indices, seed + i)) for i in range(drawn)]
    usual = np.mean(random, axis=0) if random else np.zeros(len(ours))
    richer = network.size - np.cumsum(np.bincount(network.degree))
    return [
        {"k": k, "people": n, "phi": a, "phi_random": b if random else None, "ratio": a / b if b else None}
        for k, (n, a, b) in enumerate(zip(richer.tolist(), ours.tolist(), usual.tolist(), strict=False))
    ]  # fmt: skip


def rich_club_notes(seed: int, drawn: int = DRAWN) -> list[str]:
    """How the rich club was compared."""
    return [
        f"rich club: share of the pairs with more than k links each that are linked; random: {drawn} networks "
        f"of the same degrees, {ROUNDS} rounds of exchanges, seeds {seed} to {seed + drawn - 1}"
    ]
