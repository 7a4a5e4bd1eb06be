"""What a map shows, apart from where it came from: people, links, papers, and the choices behind them.

The page is built from :class:`MapData` alone. ``choose.py`` makes one of a network and a snapshot; tests make theirs
by hand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from coterie.graph.maps.text import clean, web_address, writable


@dataclass(frozen=True)
class Person:
    """One author. ``papers``, ``affiliations`` and ``topics`` are positions in the lists of the map; affiliations and
    topics come most frequent first."""

    id: str
    name: str
    papers: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None
    affiliations: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """Two people (positions, the smaller first), the papers that join them, and the strength of the link under the
    counting in use."""

    a: int
    b: int
    papers: tuple[int, ...]
    weight: float
    count: int = 0

    @property
    def joint(self) -> int:
        """Number of joint papers, which is the length of the list where the papers are known."""
        return len(self.papers) or self.count


@dataclass(frozen=True)
class Work:
    """One paper. ``complete`` is false where the source's list of authors ends early; ``authors`` is the number of
    authors that the source states."""

    id: str
    title: str
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    complete: bool | None = None
    authors: int | None = None


@dataclass(frozen=True)
class Metric:
    """A figure for each person. ``values`` are aligned with the people; ``whole`` says that they are counts."""

    key: str
    label: str
    values: Sequence[float]
    whole: bool = True

    def plain(self, number: int) -> float | None:
        """The figure of one person, None where it is not known (not finite)."""
        value = float(self.values[number])
        if not math.isfinite(value):
            return None
        return int(value) if self.whole and value.is_integer() else value


@dataclass
class MapData:
    """All that a page needs. ``notes`` are (label, sentence) pairs for the foot of the page; ``community`` numbers the
    communities from 0, the largest first; ``place`` says what the affiliations are."""

    people: list[Person]
    links: list[Link]
    works: list[Work]
    affiliations: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)
    community: list[int] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    noun: str = "author"
    place: str = "Affiliation"

    def cleaned(self) -> MapData:
        """The same with every text made safe to show: no control or bidirectional characters, only web addresses."""
        people = [
            Person(
                writable(p.id), clean(p.name) or clean(p.id), p.papers, p.first, p.last, p.affiliations, p.topics,
                tuple(a for a in map(clean, p.aliases) if a),
            )
            for p in self.people
        ]  # fmt: skip
        works = [
            Work(
                writable(w.id), clean(w.title) or clean(w.id), w.year, clean(w.venue or "") or None,
                web_address(w.url), w.complete, w.authors,
            )
            for w in self.works
        ]  # fmt: skip
        return MapData(
            people, self.links, works, [clean(a) for a in self.affiliations], [clean(t) for t in self.topics],
            self.metrics, self.community, [(clean(a), clean(b)) for a, b in self.notes], self.noun,
            self.place,
        )  # fmt: skip
