"""The side of a doubt, as a person needs to see it to decide: names, papers, places, co-authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.overrides import accounts_of
from coterie.graph.identity.world import World
from coterie.graph.model.tables import ABSENT

Ints = NDArray[np.int64]
PAPERS, COAUTHORS, PLACES, NAMES = 12, 15, 6, 8
"""How many of each a side shows; it counts them all."""


class Work(NamedTuple):
    """A paper of a side."""

    id: str
    title: str
    year: int | None
    venue: str


class CoAuthor(NamedTuple):
    """Somebody on papers of a side. ``papers``: how many of them; ``shared``: on papers of the other side, too."""

    name: str
    papers: int
    shared: bool


@dataclass(frozen=True)
class Side:
    """``said``: keys of mentions (records), sorted, with the name (title) as written at each; ``author``: the id of the
    author (paper) to whom they belong now; ``papers``: newest first; ``coauthors``: the shared ones first, then by
    papers."""

    said: dict[str, str]
    author: str = ""
    names: tuple[str, ...] = ()
    papers: tuple[Work, ...] = ()
    paper_count: int = 0
    years: tuple[int, int] | None = None
    places: tuple[str, ...] = ()
    coauthors: tuple[CoAuthor, ...] = ()
    coauthor_count: int = 0
    ids: tuple[str, ...] = field(default=())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its mentions, or records, sorted."""
        return tuple(self.said)


class Describer:
    """Describes groups of the mentions of a world; ``authors``: the id of each person by number."""

    def __init__(self, world: World, person: Ints, authors: Sequence[str]) -> None:
        self._world, self._person, self._authors = world, person, authors

    def sides(self, one: Ints, two: Ints) -> tuple[Side, Side]:
        """Both sides of a doubt, that with the smaller key first."""
        beside = [self._beside(rows) for rows in (one, two)]
        shared = beside[0].keys() & beside[1].keys()
        found = [self._side(rows, papers, shared) for rows, papers in zip((one, two), beside, strict=True)]
        first, second = sorted(found, key=lambda side: side.keys)
        return first, second

    def _side(self, rows: Ints, beside: dict[int, int], shared: set[int]) -> Side:
        table, papers = self._world.mentions, self._world.papers
        said = dict(sorted(self._said(row) for row in rows.tolist()))
        mine = np.unique(table["paper"][rows])
        years = papers["year"][mine]
        works = [
            Work(papers["id"][i], papers["title"][i] or "", None if year == ABSENT else int(year),
                 papers["venue"][i] or "")
            for i, year in zip(mine.tolist(), years.tolist(), strict=True)
        ]  # fmt: skip
        works.sort(key=lambda work: (-(work.year or 0), work.id))
        known = years[years != ABSENT]
        order = sorted(beside, key=lambda p: (p not in shared, -beside[p], self._name(p), p))
        person = int(self._person[rows[0]])
        return Side(
            said=said,
            author=self._authors[person] if len(self._authors) else "",
            names=tuple(_frequent(table["written"][rows].tolist())[:NAMES]),
            papers=tuple(works[:PAPERS]),
            paper_count=len(mine),
            years=(int(known.min()), int(known.max())) if len(known) else None,
            places=tuple(self._places(rows)[:PLACES]),
            coauthors=tuple(CoAuthor(self._name(p), beside[p], p in shared) for p in order[:COAUTHORS]),
            coauthor_count=len(beside),
            ids=tuple(sorted({ident for row in rows.tolist() for ident in self._ids(row)})),
        )

    def _said(self, row: int) -> tuple[str, str]:
        table = self._world.mentions
        key, written = table["mention"][row], table["written"][row]
        accounts = table["accounts"][row] if "accounts" in table else ()
        return key, accounts_of(accounts).get(key, written)

    def _ids(self, row: int) -> list[str]:
        table = self._world.mentions
        return [*([f"orcid:{table['orcid'][row]}"] if table["orcid"][row] else []), *table["source_ids"][row]]

    def _places(self, rows: Ints) -> list[str]:
        held = [ident for ids in self._world.mentions["affiliation_ids"][rows].tolist() for ident in ids]
        return [self._world.places.get(ident) or ident for ident in _frequent(held)]

    def _beside(self, rows: Ints) -> dict[int, int]:
        """The other persons on the papers of ``rows``, and on how many of them."""
        own = set(self._person[rows].tolist())
        indptr, order = self._of_paper
        found: Counter[int] = Counter()
        for paper in np.unique(self._world.mentions["paper"][rows]).tolist():
            found.update(set(self._person[order[indptr[paper] : indptr[paper + 1]]].tolist()) - own)
        return dict(found)

    def _name(self, person: int) -> str:
        return str(self._world.mentions["written"][self._first[person]])

    @cached_property
    def _first(self) -> Ints:
        """The mention of each person with the smallest key."""
        order = np.argsort(self._world.mentions["mention"], kind="stable")[::-1]
        out = np.zeros(int(self._person.max(initial=0)) + 1, np.int64)
        out[self._person[order]] = order
        return out

    @cached_property
    def _of_paper(self) -> tuple[Ints, Ints]:
        """The mentions of each paper, as limits and rows."""
        paper = self._world.mentions["paper"]
        sizes = np.bincount(paper, minlength=self._world.papers.length)
        return np.r_[0, np.cumsum(sizes)], np.argsort(paper, kind="stable")


def _frequent(values: Sequence[str]) -> list[str]:
    """Distinct ones, the most frequent first."""
    counts = Counter(values)
    return sorted(counts, key=lambda value: (-counts[value], value))
