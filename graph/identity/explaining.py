"""Why authors are who they are: each decision with what spoke for it and against it, as terms that add up.

A decision has a score, log-odds above what the key needs: at least 0 where two groups of mentions were made one. Vetoes
take off 100 each, identifiers give 100, and a correction outweighs everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.describing import Describer, Side
from coterie.graph.identity.evidence.deciding import VETO, Decision, Decisions
from coterie.graph.identity.freezing import FITTED
from coterie.graph.identity.names import id_sets
from coterie.graph.identity.narrowing import around
from coterie.graph.identity.overrides import Constraints
from coterie.graph.identity.plainly import PlainDecisions
from coterie.graph.identity.reviewing import DIFFERENT, SAME
from coterie.graph.identity.world import World
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.tables import ABSENT, Table
from coterie.graph.names.people import collective_key

Ints = NDArray[np.int64]
ENOUGH = -1e-6
"""Scores of joined groups are at least 0, but for rounding."""
CORRECTION = "a correction, above everything"
_BOTH, _EITHER = "others that both were made one with", "others that one of them was made one with"
_PARTED = ", some of them another's now"
_NONE = Constraints()


@dataclass(frozen=True)
class Reason:
    """Why two groups of mentions (or records) are one or are two. ``decided``: same or different; ``how``: what was
    compared; ``terms``: what spoke for one (above 0) and against it."""

    decided: str
    how: str
    one: Side
    two: Side
    terms: tuple[tuple[str, float], ...]

    @property
    def log_odds(self) -> float:
        """The sum of the terms: log-odds above what is needed."""
        return fsum(value for _, value in self.terms)

    def rows(self, step: str) -> list[dict[str, Any]]:
        """A flat row for each term, and one for the sum."""
        sides = {
            "one": " · ".join(self.one.names), "one_mentions": len(self.one.keys),
            "two": " · ".join(self.two.names), "two_mentions": len(self.two.keys),
        }  # fmt: skip
        head = {"step": step, "decided": self.decided, "compared": self.how}
        told = [*self.terms, ("score", self.log_odds)]
        return [{**head, "term": name, "log_odds": value, **sides} for name, value in told]


@dataclass(frozen=True)
class Explanation:
    """``about``: mentions or papers; ``key``: the identity key; ``who``: ids and names asked for. ``merges``:
    the decisions that made an author, in their order, or the one asked for; ``nearest``: the other author who was most
    nearly the same. ``begun``: groups of mentions that the first stage made; ``side``: the author,
    described; ``mentions``: key, name as written, paper, title and year of each."""

    about: str
    key: str
    who: tuple[tuple[str, str], ...]
    merges: tuple[Reason, ...]
    nearest: Reason | None = None
    begun: int = 0
    side: Side | None = None
    mentions: tuple[dict[str, Any], ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """A flat row for each term of each decision."""
        found = [row for number, reason in enumerate(self.merges, 1) for row in reason.rows(f"{number}")]
        return found + (self.nearest.rows("nearest") if self.nearest is not None else [])

    def as_dict(self) -> dict[str, Any]:
        """All of it as one object."""
        return {
            "about": self.about, "identity": self.key, "who": [{"id": i, "name": name} for i, name in self.who],
            "mentions": list(self.mentions), "first_groups": self.begun,
            "merges": [_plain(reason) for reason in self.merges],
            "nearest": None if self.nearest is None else _plain(self.nearest),
        }  # fmt: skip


def _plain(reason: Reason) -> dict[str, Any]:
    sides = {name: {"names": list(side.names), "mentions": list(side.keys)}
             for name, side in (("one", reason.one), ("two", reason.two))}  # fmt: skip
    return {
        "decided": reason.decided, "compared": reason.how, "score": reason.log_odds,
        "terms": [{"term": name, "log_odds": value} for name, value in reason.terms], **sides,
    }  # fmt: skip


class _Deciding(Protocol):
    def pair(self, i: int, j: int) -> Decision: ...
    def merges(self, rows: Ints) -> list[Decision]: ...
    def begun(self, rows: Ints) -> list[Ints]: ...
    def nearest(self, rows: Ints) -> Decision | None: ...


class Explainer:
    """Explains what is decided about ``world``. ``person``: the number of each mention's person as it stands,
    ``authors`` their ids; ``key`` and ``weights`` as in :func:`coterie.graph.identity.resolve`. ``keys``: the identity
    keys of each mention, by which only what can matter is worked again; None: everything is. ``said``: what people's
    corrections say."""

    def __init__(self, world: World, person: Ints, authors: Sequence[str], key: str, weights: str = "",
                 keys: Ragged | None = None, said: Constraints = _NONE) -> None:  # fmt: skip
        self._world, self._person, self._authors = world, person, authors
        self._key, self._weights, self._said = key, weights, said
        self._keys = keys if weights and keys is not None and keys.sizes.all() else None
        self._describer = Describer(world, person, authors)

    def author(self, rows: Ints) -> Explanation:
        """How the person of the mentions ``rows`` (all that it has) came about, and who is nearest to it."""
        people = rows[self._world.mentions["collective"][rows] != 1]
        who = ((self._authors[int(self._person[rows[0]])], self._called(rows)),)
        if not len(people):
            return Explanation("mentions", self._key, who, (), None, 0, self._side(rows), self._mentions(rows))
        deciding, place = self._deciding(people)
        near = np.flatnonzero(np.isin(place, people))
        merges = [self._reason(found, place, SAME) for found in self._joining(deciding, near, place)]
        nearest = deciding.nearest(near)
        if nearest is not None and self._person[place[nearest.two[0]]] == self._person[rows[0]]:
            nearest = None
        last = None if nearest is None else self._reason(nearest, place, DIFFERENT)
        begun = len(deciding.begun(near))
        told = self._mentions(rows)
        return Explanation("mentions", self._key, who, tuple(merges), last, begun, self._side(rows), told)

    def _joining(self, deciding: _Deciding, rows: Ints, place: Ints) -> list[Decision]:
        """The merges of a person, and what holds its parts together where merging did not."""
        found = deciding.merges(rows)
        parts = [part for part in deciding.begun(rows) if len(part)]
        bound = _Sets(rows)
        for part in parts:
            bound.join(part)
        for merge in found:
            bound.join(np.r_[merge.one, merge.two])
        loose = [group[0] for group in bound.groups()]
        return found + [self._obeying(deciding.pair(loose[0], row), place[loose[0]], place[row]) for row in loose[1:]]

    def pair(self, one: Ints, two: Ints) -> Explanation:
        """Why mentions ``one`` and mentions ``two`` are one person's, or are not: the best comparison of any two."""
        i, j = self._nearest_names(one, two)
        together = bool(self._person[i] == self._person[j])
        if (self._world.mentions["collective"][[i, j]] == 1).any():
            place = np.arange(self._world.mentions.length)
            found = self._obeying(_of_groups(self._world, i, j, together), i, j)
        else:
            deciding, place = self._deciding(np.array([i, j]))
            found = self._obeying(deciding.pair(*np.searchsorted(place, [i, j]).tolist()), i, j)
        who = tuple((self._authors[int(self._person[r[0]])], self._called(r)) for r in (one, two))
        reason = self._reason(found, place, SAME if together else DIFFERENT)
        return Explanation("mentions", self._key, who, (reason,))

    def _obeying(self, found: Decision, i: int, j: int) -> Decision:
        """What was decided about two mentions, with what outweighs it where they are not as it says."""
        together = bool(self._person[i] == self._person[j])
        if (found.score >= ENOUGH) == together:
            return found
        why = CORRECTION if self._corrected(i, j) else _BOTH if together else _EITHER
        weight = (abs(found.score) + VETO) * (1 if together else -1)
        return found._replace(terms=(*found.terms, (why, weight)))

    def _corrected(self, i: int, j: int) -> bool:
        """Whether a correction holds the person of two mentions together, or their persons apart."""
        keys, person, said = self._world.mentions["mention"], self._person, self._said
        one, two = (set(keys[person == person[row]].tolist()) for row in (i, j)) if said else (set(), set())
        if person[i] == person[j]:
            return any(len(one.intersection(group)) > 1 for group in (*said.same, *said.pins))
        apart = any((a in one and b in two) or (a in two and b in one) for a, b in said.different)
        return apart or any(key in one or key in two for key, _ in said.pins)

    def _nearest_names(self, one: Ints, two: Ints) -> tuple[int, int]:
        """A mention of each side, of names alike where there are such, the most frequent first."""
        folded = [self._folded(rows) for rows in (one, two)]
        shared = set(folded[0]) & set(folded[1])
        if shared:
            best = max(sorted(shared), key=lambda name: min(len(folded[0][name]), len(folded[1][name])))
            return folded[0][best][0], folded[1][best][0]
        return int(one[0]), int(two[0])

    def _folded(self, rows: Ints) -> dict[Any, list[int]]:
        """Mentions by block."""
        out: dict[Any, list[int]] = {}
        from coterie.graph.names.forms import block, form

        columns = (self._world.mentions[name][rows].tolist() for name in ("written", "given", "family", "suffix"))
        for row, written, given, family, suffix in zip(rows.tolist(), *columns, strict=True):
            out.setdefault(block(form(written, given, family, suffix)), []).append(row)
        return out

    def _deciding(self, rows: Ints) -> tuple[_Deciding, Ints]:
        """What decides about ``rows``, and which mention of the world each of its own is."""
        size = self._world.mentions.length
        if self._key not in FITTED:
            return PlainDecisions(self._world, self._key), np.arange(size)
        if self._keys is None:
            return Decisions(self._world, self._key, self._weights), np.arange(size)
        whole = np.isin(self._person, self._person[rows]) & (self._world.mentions["collective"] != 1)
        world, place = around(self._world, np.flatnonzero(whole), self._keys)
        return Decisions(world, self._key, self._weights), place

    def _reason(self, found: Decision, place: Ints, decided: str) -> Reason:
        rows = place[found.one], place[found.two]
        one, two = self._describer.sides(*rows)
        parted = any(len(np.unique(self._person[side])) > 1 for side in rows)
        return Reason(decided, found.how + _PARTED * parted, one, two, found.terms)

    def _side(self, rows: Ints) -> Side:
        return self._describer.sides(rows, rows)[0]

    def _mentions(self, rows: Ints) -> tuple[dict[str, Any], ...]:
        table, papers = self._world.mentions, self._world.papers
        paper = table["paper"][rows]
        year = [None if value == ABSENT else value for value in papers["year"][paper].tolist()]
        columns = (table["mention"][rows], table["written"][rows], papers["id"][paper], papers["title"][paper])
        names = ("mention", "written", "paper", "title", "year")
        found = [dict(zip(names, row, strict=True)) for row in zip(*(c.tolist() for c in columns), year, strict=True)]
        return tuple(sorted(found, key=lambda row: (row["year"] or 0, row["mention"])))

    def _called(self, rows: Ints) -> str:
        names = self._side(rows).names
        return names[0] if names else ""


def _of_groups(world: World, i: int, j: int, together: bool) -> Decision:
    """Two mentions at least one of which is a collective's: names and identifiers decide."""
    rows = np.array([i, j])
    table = Table({name: world.mentions[name][rows] for name in ("orcid", "source_ids", "collective", "written")}, 2)
    ids = id_sets(table, ())
    one, two = (set(ids.get(row, ())) for row in (0, 1))
    same = len({collective_key(written) for written in table["written"].tolist()}) == 1
    shared = [ident.removeprefix("collective ") for ident in sorted(one & two)]
    if (table["collective"] != 1).any():
        term = ("a group and a person", -VETO)
    elif shared:
        term = (f"the same identifier: {', '.join(shared[:3])}", VETO)
    elif same and (together or not (one or two)):
        term = ("the same name of a group", VETO)
    elif one and two and together:
        term = ("identifiers that stand together elsewhere", VETO)
    else:
        term = ("identifiers tell groups of this name apart" if same else "names of two groups", -VETO)
    return Decision(rows[:1], rows[1:], (term,), "names and identifiers")


class _Sets:
    """Rows in sets that are joined."""

    def __init__(self, rows: Ints) -> None:
        self._of = {row: row for row in rows.tolist()}

    def join(self, rows: Ints) -> None:
        """All of ``rows`` that are known are of one set."""
        some = {self._of[row] for row in rows.tolist() if row in self._of}
        if len(some) > 1:
            first = min(some)
            self._of = {row: first if number in some else number for row, number in self._of.items()}

    def groups(self) -> list[list[int]]:
        """The sets, by their first row."""
        out: dict[int, list[int]] = {}
        for row, number in self._of.items():
            out.setdefault(number, []).append(row)
        return sorted(out.values())
