"""The most doubtful decisions of who is who, those first by which most would change; and what answers to them say.

Doubtful are persons not merged whose log-odds nearly suffice, and persons who as nearly fall into two. A decision
weighs by the probability that it is wrong times the papers and links that would be others.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from coterie.graph.identity.describing import Describer, Side
from coterie.graph.identity.overrides import MENTIONS, Constraints, Override, constraints
from coterie.graph.identity.stakes import Stakes
from coterie.graph.identity.world import World
from coterie.graph.model.errors import IdentityError

if TYPE_CHECKING:
    from coterie.graph.identity.evidence.doubting import Persons

Ints = NDArray[np.int64]
SAME, DIFFERENT = "same", "different"
MARGIN = 4.0
"""Log-odds from where a decision would have been another within which it is doubtful: one in 56 is wrong there."""


@dataclass(frozen=True)
class Doubt:
    """A doubtful decision. ``about``: mentions or papers; ``decided``: same or different; ``log_odds`` of being one;
    ``papers`` and ``links`` at stake; ``terms``: what speaks for one (above 0) and against it."""

    about: str
    decided: str
    one: Side
    two: Side
    log_odds: float
    papers: int
    links: int
    terms: tuple[tuple[str, float], ...] = ()

    @property
    def id(self) -> str:
        """12 hex of the sha256 of what is asked: the same for the same question."""
        asked = "\n".join((self.about, self.decided, *self.one.keys, "", *self.two.keys))
        return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def probability(self) -> float:
        """Of being one person, or one paper."""
        return logistic(self.log_odds)

    @property
    def wrong(self) -> float:
        """The probability that the decision is wrong."""
        return logistic(self.log_odds if self.decided == DIFFERENT else -self.log_odds)

    @property
    def expected(self) -> float:
        """Papers and links that are expected to be wrong."""
        return self.wrong * (self.papers + self.links)

    @property
    def place(self) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
        """By what doubts are ordered."""
        return -round(self.expected, 9), self.one.keys, self.two.keys

    def answered(self, answer: str, note: str = "") -> Override:
        """The correction that says ``answer`` (same or different). A person who is said to be two is parted as shown;
        else the first of each side speaks for it. Raises IdentityError for another answer."""
        if answer not in (SAME, DIFFERENT):
            raise IdentityError(f"no answer is called {answer!r}", hint="same or different")
        if answer == DIFFERENT and self.decided == SAME:
            off, rest = sorted((self.one, self.two), key=lambda side: (len(side.keys), side.keys))
            said = off.said | rest.said
            return Override(answer, tuple(said), tuple(said.values()), str(len(off.keys)), about=self.about, note=note)
        said = dict([*list(self.one.said.items())[:1], *list(self.two.said.items())[:1]])
        return Override(answer, tuple(said), tuple(said.values()), about=self.about, note=note)


@dataclass(frozen=True)
class Review:
    """``doubts``, those by which most would change first; ``found``: how many there are in all; ``cut``: names that so
    many bear that not all of them was compared."""

    doubts: tuple[Doubt, ...]
    found: int
    cut: tuple[str, ...] = ()


def logistic(log_odds: float) -> float:
    """The probability of some log-odds."""
    odds = math.exp(-abs(log_odds))
    return (1 if log_odds >= 0 else odds) / (1 + odds)


def review(world: World, person: Ints, *, authors: Sequence[str] = (), key: str = "default", weights: str = "",
           overrides: Sequence[Override] = (), cap: int = 100, limit: int = 50) -> Review:  # fmt: skip
    """The ``limit`` most doubtful decisions about the people of ``world``.

    ``person``: the number of each mention's person, as ``key`` decided, ``authors`` their ids by number; ``weights``
    as in :func:`coterie.graph.identity.resolve`; ``cap``: papers of larger teams make no links. What ``overrides`` say
    is not asked again. Independent of the order of everything; papers are the papers' rows.
    """
    from coterie.graph.identity.evidence.case import Case
    from coterie.graph.identity.evidence.doubting import Persons
    from coterie.graph.identity.evidence.persons import identified
    from coterie.graph.identity.evidence.resolving import THRESHOLDS
    from coterie.graph.identity.evidence.weights import unpacked
    from coterie.graph.identity.names import id_sets

    mentions, size = world.mentions, world.mentions.length
    if not size or (mentions["collective"] == 1).all():
        return Review((), 0)
    case = Case.of(world, unpacked(weights))
    root, schemes = identified(id_sets(mentions, world.persons), size + len(world.persons))
    persons, stakes = Persons(case, person, schemes), Stakes(world, person, cap)
    threshold, said = THRESHOLDS.get(key, 0.0), constraints(overrides, mentions)
    row = {text: at for at, text in enumerate(mentions["mention"].tolist())} if said else {}
    found = _near(persons, stakes, min(threshold, 0) - MARGIN, person, said, row)
    found += _halves(persons, stakes, max(threshold, 0) + MARGIN, _tied(root[:size], said, row))
    describer, rank = Describer(world, person, authors), case.rank
    chosen = sorted(found, key=lambda f: (-round(f.expected, 9), *f.place(rank)))[:limit]
    terms = persons.terms([(f.one, f.two) for f in chosen])
    doubts = [
        Doubt(MENTIONS, f.decided, *describer.sides(f.one, f.two), f.log_odds, f.papers, f.links, told)
        for f, told in zip(chosen, terms, strict=True)
    ]
    return Review(tuple(doubts), len(found), tuple(sorted(case.cut)))


@dataclass(frozen=True)
class _Found:
    """A doubt before it is described."""

    decided: str
    one: Ints
    two: Ints
    log_odds: float
    papers: int
    links: int

    @property
    def expected(self) -> float:
        return logistic(self.log_odds if self.decided == DIFFERENT else -self.log_odds) * (self.papers + self.links)

    def place(self, rank: Ints) -> tuple[int, int]:
        """The place of the first mention of each side in the order of their keys, which decides ties."""
        first, second = sorted((int(rank[self.one].min()), int(rank[self.two].min())))
        return first, second


def _near(persons: Persons, stakes: Stakes, lowest: float, person: Ints, said: Constraints, row: dict[str, int]
          ) -> list[_Found]:  # fmt: skip
    """Persons who are nearly one, but for those that a correction tells apart."""
    one, two, score = persons.near(lowest)
    apart = {(int(person[row[a]]), int(person[row[b]])) for a, b in said.different if a in row and b in row}
    apart |= {(b, a) for a, b in apart}
    pairs = [(a, b, s) for a, b, s in zip(one.tolist(), two.tolist(), score.tolist(), strict=True)
             if (a, b) not in apart]  # fmt: skip
    rows = persons.mentions()
    sides = [(rows[a], rows[b]) for a, b, _ in pairs]
    papers, links = stakes.of(sides)
    return [
        _Found(DIFFERENT, *side, s, p, n)
        for side, (_, _, s), p, n in zip(sides, pairs, papers.tolist(), links.tolist(), strict=True)
    ]


def _halves(persons: Persons, stakes: Stakes, highest: float, tied: Ints) -> list[_Found]:
    """Persons who nearly fall into two, each in the way by which most would change."""
    halves = list(persons.halves(tied, highest))
    papers, links = stakes.of([(half.one, half.two) for half in halves])
    best: dict[int, _Found] = {}
    rank = persons.case.rank
    for half, p, n in zip(halves, papers.tolist(), links.tolist(), strict=True):
        found = _Found(SAME, half.one, half.two, half.log_odds, p, n)
        known = best.get(half.person)
        if known is None or (-found.expected, len(found.two), found.place(rank)) < (
            -known.expected, len(known.two), known.place(rank)):  # fmt: skip
            best[half.person] = found
    return [best[number] for number in sorted(best)]


def _tied(root: Ints, said: Constraints, row: dict[str, int]) -> Ints:
    """A number for each mention: one for those that identifiers or corrections hold together."""
    above = int(root.max(initial=-1)) + 1
    tied = np.where(root >= 0, root, above + np.arange(len(root)))
    bonds = [[tied[row[key]] for key in group if key in row] for group in (*said.same, *said.pins)]
    ends = [(group[0], other) for group in bonds for other in group[1:]]
    if not ends:
        return tied
    one, two = np.array(ends).T
    size = above + len(root)
    joined = sp.csgraph.connected_components(sp.coo_matrix((np.ones(len(one)), (one, two)), shape=(size, size)))[1]
    return np.asarray(joined[tied], np.int64)
