"""What is drawn at once: a tree of views, none with more marks than the eye (and the browser) can take.

A *people view* draws its authors, gathered in clusters; a *group view* draws one disc for each child view, which opens
it. At most 1,500 authors are drawn together at the start, and at most 1,000 in a community that was opened; larger
communities are divided again, and groups too small for a disc of their own are bundled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from coterie.graph.maps.data import Link

ALL_AT_ONCE = 1500
"""Up to so many authors the map opens with all of them, instead of one disc for each community."""
OPENED = 1000
"""An opened community with more authors is divided again."""
ALL_LINKS = 600
"""Up to so many authors the first view draws every link, else the backbone."""
OPENED_LINKS = 150
"""The same for an opened community."""
MOST_LINKS = 4000
"""More links than this are never drawn together: the backbone is."""
DISCS = 120
"""Communities with a disc of their own in one view; the others are bundled."""
SMALLEST_DISC = 8
"""Communities with fewer authors are bundled."""


@dataclass
class View:
    """A view: its people (positions of all authors below it), and either clusters of them or child views.
    ``sparse`` says that only the backbone of its links is drawn."""

    people: list[int]
    parent: int = -1
    kind: str = "people"
    clusters: list[list[int]] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    bundle: bool = False
    sparse: bool = False

    @property
    def marks(self) -> int:
        """How many marks the view draws."""
        return len(self.people) if self.kind == "people" else len(self.children)


class Neighbours:
    """The links of a map by author."""

    def __init__(self, count: int, links: Sequence[Link]) -> None:
        self.links = links
        self.of: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for number, link in enumerate(links):
            self.of[link.a].append((link.b, number))
            self.of[link.b].append((link.a, number))

    def among(self, people: Sequence[int]) -> list[int]:
        """Numbers of the links that join two of these people, ascending."""
        inner = set(people)
        return sorted(n for p in people for other, n in self.of[p] if p < other and other in inner)


def communities(neighbours: Neighbours, people: Sequence[int], seed: int) -> list[list[int]]:
    """Leiden communities (modularity, by link strength) of some people, the largest first; an author without a link
    among them is a community alone."""
    from graspologic_native import leiden_csr

    from coterie.graph.measures.communities import ITERATIONS, RANDOMNESS

    local = {person: i for i, person in enumerate(people)}
    inner = neighbours.among(people)
    label = {}
    if inner:
        ends: list[list[tuple[int, float]]] = [[] for _ in people]
        for number in inner:
            link = neighbours.links[number]
            ends[local[link.a]].append((local[link.b], link.weight))
            ends[local[link.b]].append((local[link.a], link.weight))
        flat = [pair for row in ends for pair in sorted(row)]
        indptr = np.cumsum([0] + [len(row) for row in ends]).astype(np.int64)
        indices = np.array([i for i, _ in flat], np.int32)
        weights = np.array([w for _, w in flat], np.float64)
        _, label = leiden_csr(
            indptr, indices, weights, len(people), randomness=RANDOMNESS, iterations=ITERATIONS, seed=seed % 2**64
        )
    members: dict[int, list[int]] = defaultdict(list)
    for person, i in local.items():
        members[-1 - i if not neighbours.of[person] else label.get(i, -1 - i)].append(person)
    return ordered(members.values())


def ordered(groups: Iterable[list[int]]) -> list[list[int]]:
    """Groups of people, each ascending, the largest first, equal ones by their first person."""
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0]))


def plan(neighbours: Neighbours, first: list[list[int]], seed: int) -> list[View]:
    """The tree of views of a map whose communities are ``first``; the root is the first of the list."""
    people = sorted(person for group in first for person in group)
    views: list[View] = []
    _grow(views, neighbours, people, first, -1, ALL_AT_ONCE, ALL_LINKS, seed)
    return views


def _grow(
    views: list[View], neighbours: Neighbours, people: list[int], parts: list[list[int]] | None, parent: int,
    limit: int, all_links: int, seed: int,
) -> int:  # fmt: skip
    """Adds the view of ``people`` and all below it; returns its number."""
    number = len(views)
    view = View(people, parent)
    views.append(view)
    parts = parts if parts is not None else communities(neighbours, people, seed)
    if len(people) <= limit:
        view.clusters = parts
        inner = len(neighbours.among(people))
        view.sparse = len(people) > all_links or inner > MOST_LINKS
        return number
    view.kind = "groups"
    if len(parts[0]) > 0.95 * len(people):
        parts = _slices(neighbours, people)
    large = [part for i, part in enumerate(parts) if len(part) > OPENED or (i < DISCS and len(part) >= SMALLEST_DISC)]
    small = parts[len(large) :]
    for part in large:
        view.children.append(_grow(views, neighbours, part, None, number, OPENED, OPENED_LINKS, seed))
    view.children += _bundles(views, neighbours, small, number, seed)
    return number


def _slices(neighbours: Neighbours, people: list[int]) -> list[list[int]]:
    """People who cannot be divided by their links, in slices from the most to the least connected."""
    ranked = sorted(people, key=lambda person: (-len(neighbours.of[person]), person))
    return [sorted(ranked[i : i + OPENED]) for i in range(0, len(ranked), OPENED)]


def _bundles(views: list[View], neighbours: Neighbours, parts: list[list[int]], parent: int, seed: int) -> list[int]:
    """Views of small communities, as many in each as fit."""
    bundles: list[list[list[int]]] = []
    room = 0
    for part in parts:
        if len(part) > room:
            bundles.append([])
            room = OPENED
        bundles[-1].append(part)
        room -= len(part)
    made = []
    for bundle in bundles:
        people = sorted(person for part in bundle for person in part)
        made.append(_grow(views, neighbours, people, bundle, parent, OPENED, OPENED_LINKS, seed))
        views[made[-1]].bundle = True
    return made


def backbone(neighbours: Neighbours, people: Sequence[int], strongest: int = 2) -> set[int]:
    """Numbers of the links that keep a view together: a maximum spanning forest, and each author's strongest links.

    The disparity filter would leave almost nothing here, as most pairs share a single paper.
    """
    links = neighbours.links
    inner = neighbours.among(people)
    rank = sorted(inner, key=lambda n: (-links[n].weight, n))
    parent = {person: person for person in people}

    def root(person: int) -> int:
        while parent[person] != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    kept: set[int] = set()
    used: dict[int, int] = defaultdict(int)
    for number in rank:
        a, b = links[number].a, links[number].b
        if used[a] < strongest or used[b] < strongest:
            kept.add(number)
        used[a] += 1
        used[b] += 1
        if (ra := root(a)) != (rb := root(b)):
            parent[ra] = rb
            kept.add(number)
    return kept
