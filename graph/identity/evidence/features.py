"""What papers say of the people on them, as sparse matrices: co-authors, words, venues, places, years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.counts import Floats, Ints, digests
from coterie.graph.identity.evidence.statistics import Statistics, keys_of, met
from coterie.graph.identity.world import World
from coterie.graph.model.tables import ABSENT
from coterie.graph.names.fold import fold

Matrix = Any
TEAM = 60
"""Co-authors of a paper that are looked at, the first ones."""
_USUAL_TEAM = 12
"""Above this many authors each co-author of a paper says less."""
_RAREST, _RAREST_VENUE, _LEAST = 6.0, 4.0, 0.05
_WORDS = (
    "a an the of for and in on with to from by via using based towards toward its is are at as we new approach method "
    "model models learning analysis study system systems"
)
_STOP = frozenset(_WORDS.split())
_PLACE_WORDS = (
    "university univ of the and department dept inst institute institut school college laboratory lab center centre "
    "science sciences research technology national for"
)
_PLACE_STOP = frozenset(_PLACE_WORDS.split())


class Traits(NamedTuple):
    """What is known of some mentions: a row each. ``team`` has three columns a name: in full, as an initial, and by
    block; ``kinds``: a bit for each kind of id that the places have, one for places in words; ``damped``: by how much
    each co-author says less, the team being large."""

    team: Matrix
    words: Matrix
    places: Matrix
    kinds: Ints
    venues: Matrix
    years: Ints
    damped: Floats


@dataclass
class Texts:
    """Distinct texts, and those of each row, one row after another."""

    keys: NDArray[np.uint32]
    limits: Ints
    codes: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]], known: dict[str, int]) -> Texts:
        """``rows`` of texts; ``known`` numbers them."""
        codes, limits = list[int](), [0]
        for row in rows:
            codes += [known.setdefault(text, len(known)) for text in row]
            limits.append(len(codes))
        return cls(digests(known, len(known)), np.array(limits, np.int64), np.array(codes, np.int64))

    def matrix(self, weights: NDArray[np.float64]) -> Matrix:
        """A row for each row, the weight of each text in its column."""
        return sp.csr_matrix(
            (weights[self.codes], self.codes, self.limits), shape=(len(self.limits) - 1, max(len(weights), 1))
        )


class Material:
    """The texts and names of a world, before anything is weighed."""

    def __init__(self, world: World, names: Bearers) -> None:
        self.names = names
        self.paper: Ints = world.mentions["paper"]
        papers = world.papers
        self.size = papers.length
        self.teams, self.listed = _teams(world, names)
        topics = world.topics if world.topics is not None else [()] * self.size
        self.words = Texts.of(
            (_words(title, about) for title, about in zip(papers["title"].tolist(), topics, strict=True)), {}
        )
        self.venues = Texts.of(([fold(venue)] if venue else [] for venue in papers["venue"].tolist()), {})
        places = _places(world)
        self.places = Texts.of((words for words, _ in places), {})
        self.kinds: Ints = np.array([kinds for _, kinds in places], np.int64)
        years = papers["year"]
        self.years: Ints = np.where(years == ABSENT, 0, years)

    def statistics(self) -> Statistics:
        """How usual everything is in this world."""
        names, keys = self.names, keys_of(self.names)
        one = np.ones(len(names.forms), np.int64)
        by_block = self.teams @ _indicator(names.block, len(names.blocks))
        by_block.data[:] = 1
        papers_of_block = np.asarray(by_block.sum(0)).ravel().astype(np.int64)
        first = np.unique(names.block, return_index=True)[1]
        return Statistics.counted(len(names.forms), self.size, int((np.diff(self.places.limits) > 0).sum()), {
            "family": (keys["family"], one), "given": (keys["given"], one), "initial": (keys["initial"], one),
            "name": (keys["name"], np.asarray(self.teams.sum(0)).ravel().astype(np.int64)),
            "block": (keys["block"][first], papers_of_block),
            "word": met([self.words.codes], self.words.keys),
            "venue": met([self.venues.codes], self.venues.keys),
            "place": met([self.places.codes], self.places.keys),
        })  # fmt: skip


class Features:
    """The material of a world, weighed by how rare each thing is."""

    def __init__(self, material: Material, usual: Statistics) -> None:
        self._material, self.names = material, material.names
        self._paper, self.years, self._kinds = material.paper, material.years, material.kinds
        self._size, self._blocks = len(self.names.forms), len(self.names.blocks)
        self._damped = 1 / np.sqrt(np.maximum(1, material.listed / _USUAL_TEAM))
        self._team = _weighed_teams(material, usual, self._damped)
        word = usual.rarity("word", material.words.keys, usual.papers) + 0.1
        place = usual.rarity("place", material.places.keys, usual.placed) + 0.1
        venue = np.minimum(_RAREST_VENUE, usual.rarity("venue", material.venues.keys, usual.papers))
        self._words = of_length_one(material.words.matrix(word))
        self._places = of_length_one(material.places.matrix(place))
        self._venues = material.venues.matrix(np.sqrt(np.maximum(venue, 0)))

    def of(self, rows: Ints) -> Traits:
        """The traits of some mentions; their own names are no co-authors of theirs."""
        papers, own = self._paper[rows], self.names.own[rows]
        team = self._team[papers]
        whose = np.repeat(own, np.diff(team.indptr))
        block = self._size + self.names.block[whose]
        team.data[(team.indices == whose) | (team.indices == block) | (team.indices == block + self._blocks)] = 0
        team.eliminate_zeros()
        return Traits(team, self._words[papers], self._places[rows], self._kinds[rows], self._venues[papers],
                      self.years[papers], self._damped[papers])  # fmt: skip

    def split(self, team: Matrix) -> tuple[Matrix, Matrix]:
        """Two matrices whose rows' products are what two teams share: a name in full with itself, an initial with
        whatever it may stand for."""
        team = team.tocsc()
        full, initial = team[:, : self._size], team[:, self._size : self._size + self._blocks]
        block = team[:, self._size + self._blocks :]
        return team.tocsr(), sp.hstack([full, block - initial, initial]).tocsr()


def of_length_one(matrix: Matrix) -> Matrix:
    """Rows scaled to length one; empty ones stay."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    length[length == 0] = 1
    return (sp.diags(1 / length) @ matrix).tocsr()


def _teams(world: World, names: Bearers) -> tuple[Matrix, Ints]:
    """Papers by names, 1 where a name is among the first of a paper's authors; and how many authors are listed."""
    tables = [world.mentions, *([world.beside] if world.beside is not None else [])]
    form = np.r_[names.own, names.beside]
    paper = np.concatenate([table["paper"] for table in tables])
    position = np.concatenate([table["position"] for table in tables])
    keys = np.concatenate([table["mention"] for table in tables])
    some = np.flatnonzero(form >= 0)
    order = some[np.lexsort((position[some], paper[some]))]
    tied = np.flatnonzero((np.diff(paper[order]) == 0) & (np.diff(position[order]) == 0))
    if len(tied):
        rank = np.empty(len(keys), np.int64)
        rank[np.argsort(keys)] = np.arange(len(keys))
        order = some[np.lexsort((rank[some], position[some], paper[some]))]
    listed = np.bincount(paper[order], minlength=world.papers.length)
    place = np.arange(len(order)) - np.repeat(np.cumsum(listed) - listed, listed)
    order = order[place < TEAM]
    teams = sp.csr_matrix(
        (np.ones(len(order)), (paper[order], form[order])), shape=(world.papers.length, len(names.forms))
    )
    teams.data[:] = 1
    return teams, listed


def _weighed_teams(material: Material, usual: Statistics, damped: Floats) -> Matrix:
    """Square roots of how much it says that a name is shared, so that products add up to it."""
    names, keys = material.names, keys_of(material.names)

    def weight(kind: str) -> NDArray[np.float64]:
        return np.sqrt(np.clip(usual.rarity(kind, keys[kind], usual.papers), _LEAST, _RAREST))

    first = np.unique(names.block, return_index=True)[1]
    by_block = weight("block")[first]
    full = material.teams @ sp.diags(np.where(names.initial, 0, weight("name")))
    initial = material.teams @ _indicator(names.block, len(names.blocks), names.initial)
    every = material.teams @ _indicator(names.block, len(names.blocks))
    initial.data[:], every.data[:] = 1, 1
    team = sp.hstack([full, initial @ sp.diags(by_block), every @ sp.diags(by_block)])
    out = (sp.diags(damped) @ team).tocsr()
    out.eliminate_zeros()
    return out


def _indicator(codes: Ints, size: int, where: NDArray[np.bool_] | None = None) -> Matrix:
    rows = np.arange(len(codes)) if where is None else np.flatnonzero(where)
    return sp.csr_matrix((np.ones(len(rows)), (rows, codes[rows])), shape=(len(codes), size))


def _words(title: str | None, topics: Sequence[str]) -> list[str]:
    """Distinct words of a title, sorted, and topics."""
    words = {word for word in fold(title or "").split() if len(word) > 2 and word not in _STOP}
    return sorted(words | {f"topic {topic}" for topic in topics})


def _places(world: World) -> list[tuple[list[str], int]]:
    """Distinct words of the affiliations at each mention, sorted; of those with an id of their own, the id. And a bit
    for each kind of them: a university with a ROR id is another word than its name, but no other place."""
    known: dict[tuple[str, ...], tuple[list[str], int]] = {}
    out = list[tuple[list[str], int]]()
    for ids in world.mentions["affiliation_ids"].tolist():
        if ids not in known:
            words = {word for ident in ids for word in ([ident] if ":" in ident else ident.split("-"))}
            kept = sorted(word for word in words - _PLACE_STOP if len(word) > 1)
            known[ids] = kept, reduce(or_, (_kind(word) for word in kept), 0)
        out.append(known[ids])
    return out


def _kind(word: str) -> int:
    scheme, colon, _ = word.partition(":")
    return 1 << crc32(scheme.encode()) % 62 if colon else 1 << 62
