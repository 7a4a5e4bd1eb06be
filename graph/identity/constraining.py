"""The last step of identity: whatever made the persons, people's corrections are obeyed.

1. A pinned mention, and it alone, leaves its person for that of its target.
2. The persons of two mentions that are said to be the same are united, whole.
3. A person that holds mentions said to be different is split into sides. Mentions said to be the same stay together;
   each such group, by its smallest key, goes to the side that it has most in common with among those that hold none it
   is said to differ from, else to a side of its own. Every other mention goes to the side it has most in common with:
   the person it came from, then ids, then the name, then co-authors by name, in rounds, so that those placed draw those
   like them; in the end to the side with the earlier key.

Nothing depends on the order of mentions, of corrections, or of the numbers of persons, and only persons that
corrections name are touched. Where *same* and *different* contradict each other, *same* counts: conflicts are refused
before (see :mod:`coterie.graph.identity.conflicts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.idclusters import id_set
from coterie.graph.identity.overrides import Constraints
from coterie.graph.model.records import PersonRecord, record_key
from coterie.graph.model.tables import Table
from coterie.graph.names.people import collective_key, name_key

Ints = NDArray[np.int64]
ROUNDS = 20
"""Rounds in which the mentions of a split person are drawn to its sides."""


def constrained(person: Ints, mentions: Table, constraints: Constraints, persons: Sequence[PersonRecord] = (),
                beside: Table | None = None) -> Ints:  # fmt: skip
    """``person``, the number of the person of each mention (and then of each of ``persons``), made to obey
    ``constraints``; numbers, from 0, mean nothing but who is with whom. ``beside``: further mentions on the same
    papers."""
    rows = _rows(mentions, constraints)
    if not rows:
        return person
    base = _pinned(person, rows, constraints)
    bonds = [*_bonds(rows, constraints)]
    parent = _Sets()
    for row, *others in bonds:
        for other in others:
            parent.join(int(base[row]), int(base[other]))
    to = np.arange(int(base.max()) + 1)
    for number in parent.known():
        to[number] = parent.find(number)
    united: Ints = to[base]
    pairs = [(rows[a], rows[b]) for a, b in constraints.different if a in rows and b in rows]
    torn = sorted({int(united[a]) for a, b in pairs if united[a] == united[b]})
    if torn:
        wanted = np.flatnonzero(np.isin(united, torn))
        look = _Look(mentions, persons, beside, wanted, base)
        for number in torn:
            _split(united, wanted[united[wanted] == number], bonds, pairs, look)
    return united


def reasons(mentions: Table, constraints: Constraints) -> Callable[[int], tuple[str, ...]]:
    """Why a mention is with its person, in words, as far as a correction is the reason: called with its row."""
    words: dict[str, set[str]] = {}
    for group in constraints.same:
        for key in group:
            others = ", ".join(other for other in group if other != key)
            words.setdefault(key, set()).add(f"a correction says: the same as {others}")
    for key, target in constraints.pins:
        words.setdefault(key, set()).add(f"a correction says: belongs to the person of {target}")
    keys = mentions["mention"]
    return lambda row: tuple(sorted(words.get(keys[row], ()))) if row < len(keys) else ()


def _rows(mentions: Table, constraints: Constraints) -> dict[str, int]:
    """The rows of the mentions that are constrained."""
    wanted = {key for group in constraints.same for key in group}
    wanted |= {key for pair in (*constraints.different, *constraints.pins) for key in pair}
    return {key: row for row, key in enumerate(mentions["mention"].tolist()) if key in wanted} if wanted else {}


def _pinned(person: Ints, rows: dict[str, int], constraints: Constraints) -> Ints:
    to: dict[str, str] = {}
    for key, target in sorted(constraints.pins):
        if key in rows and target in rows:
            to.setdefault(key, target)
    out = person.astype(np.int64)
    for key in to:
        target, seen = key, set[str]()
        while target in to and target not in seen:
            seen.add(target)
            target = to[target]
        out[rows[key]] = person[rows[min(seen) if target in seen else target]]
    return out


def _bonds(rows: dict[str, int], constraints: Constraints) -> Iterable[list[int]]:
    """Groups of rows that are one person."""
    for group in (*constraints.same, *constraints.pins):
        found = [rows[key] for key in group if key in rows]
        if len(found) > 1:
            yield found


def _split(person: Ints, members: Ints, bonds: Sequence[list[int]], pairs: Sequence[tuple[int, int]],
           look: _Look) -> None:  # fmt: skip
    """Give each side of a person that holds mentions said to be different a number of its own."""
    inside = set(members.tolist())
    atoms = _Sets()
    for row, *others in bonds:
        for other in others:
            if row in inside and other in inside:
                atoms.join(row, other)
    foes: dict[int, set[int]] = {}
    for a, b in pairs:
        if a in inside and b in inside and atoms.find(a) != atoms.find(b):
            foes.setdefault(atoms.find(a), set()).add(atoms.find(b))
            foes.setdefault(atoms.find(b), set()).add(atoms.find(a))
    if not foes:
        return
    groups: dict[int, list[int]] = {}
    for row in members.tolist():
        groups.setdefault(atoms.find(row), []).append(row)
    ordered = sorted((sorted(group, key=look.key) for group in groups.values()), key=lambda group: look.key(group[0]))
    sides = _sides([group for group in ordered if atoms.find(group[0]) in foes], atoms, foes, look)
    _draw([group for group in ordered if atoms.find(group[0]) not in foes], sides, look)
    fresh = int(person.max()) + 1
    for number, side in enumerate(sides[1:], fresh):
        person[side.rows] = number


def _sides(groups: Sequence[list[int]], atoms: _Sets, foes: dict[int, set[int]], look: _Look) -> list[_Side]:
    sides: list[_Side] = []
    for group in groups:
        atom = atoms.find(group[0])
        free = [side for side in sides if not side.atoms & foes[atom]]
        traits = look.traits(group)
        if free:
            home = max(free, key=traits.shared)
        else:
            home = _Side()
            sides.append(home)
        home.take(group, traits)
        home.atoms.add(atom)
    return sides


def _draw(groups: Sequence[list[int]], sides: list[_Side], look: _Look) -> None:
    """Place all ``groups``, those that one side fits best first."""
    left = [(group, look.traits(group)) for group in groups]
    for turn in range(ROUNDS):
        placed: list[tuple[list[int], _Traits, _Side]] = []
        rest: list[tuple[list[int], _Traits]] = []
        for group, traits in left:
            scores = [traits.shared(side) for side in sides]
            best = max(scores)
            if scores.count(best) == 1 or turn == ROUNDS - 1:
                placed.append((group, traits, sides[scores.index(best)]))
            else:
                rest.append((group, traits))
        for group, traits, side in placed or ((g, t, _first(t, sides)) for g, t in rest):
            side.take(group, traits)
        left = rest
        if not placed or not rest:
            return


def _first(traits: _Traits, sides: list[_Side]) -> _Side:
    """Of the sides that fit best that with the earlier key."""
    return max(sides, key=traits.shared)


@dataclass
class _Traits:
    """What mentions have that others may share: persons they came from, ids, names, co-authors."""

    persons: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    coauthors: set[str] = field(default_factory=set)

    def shared(self, other: _Traits) -> tuple[bool, int, bool, int]:
        """How much of it ``other`` has, what weighs most first."""
        return (
            not self.persons.isdisjoint(other.persons),
            len(self.ids & other.ids),
            not self.names.isdisjoint(other.names),
            len(self.coauthors & other.coauthors),
        )

    def add(self, other: _Traits) -> None:
        """Have what ``other`` has, too."""
        self.persons |= other.persons
        self.ids |= other.ids
        self.names |= other.names
        self.coauthors |= other.coauthors


@dataclass
class _Side(_Traits):
    """A person to be: its rows, and the groups said to differ from others that it holds."""

    rows: list[int] = field(default_factory=list)
    atoms: set[int] = field(default_factory=set)

    def take(self, group: list[int], traits: _Traits) -> None:
        """Take in a group of rows."""
        self.rows.extend(group)
        self.add(traits)


class _Look:
    """Looks up what is needed of the rows ``wanted``: mentions, then person records."""

    def __init__(self, mentions: Table, persons: Sequence[PersonRecord], beside: Table | None, wanted: Ints, base: Ints
                 ) -> None:  # fmt: skip
        self._mentions, self._persons, self._base = mentions, persons, base
        self._size = mentions.length
        of_papers = np.unique(mentions["paper"][wanted[wanted < self._size]])
        self._on_paper: dict[int, list[tuple[int, str]]] = {}
        for table, own in ((mentions, True), (beside, False)):
            if table is not None and table.length:
                for row in np.flatnonzero(np.isin(table["paper"], of_papers)).tolist():
                    listed = self._on_paper.setdefault(int(table["paper"][row]), [])
                    listed.append((row if own else -1, _name(table, row)))

    def key(self, row: int) -> tuple[bool, str]:
        """By what rows are ordered: mentions by their keys, then person records."""
        if row < self._size:
            return False, self._mentions["mention"][row]
        return True, record_key(self._persons[row - self._size])

    def traits(self, rows: Iterable[int]) -> _Traits:
        """What ``rows`` have together."""
        out = _Traits()
        for row in rows:
            out.persons.add(int(self._base[row]))
            if row >= self._size:
                person = self._persons[row - self._size]
                out.ids |= {*id_set(person.orcid, person.source_ids)}
                out.names.add(name_key(person.name))
                continue
            table = self._mentions
            out.ids |= {*id_set(table["orcid"][row], table["source_ids"][row], bool(table["collective"][row] == 1))}
            out.names.add(_name(table, row))
            out.coauthors |= {name for other, name in self._on_paper[int(table["paper"][row])] if other != row}
        return out


def _name(table: Table, row: int) -> str:
    written = table["written"][row]
    if table["collective"][row] == 1:
        return collective_key(written)
    return name_key(written, table["given"][row], table["family"][row], table["suffix"][row])


class _Sets:
    """Union–find over numbers; the root of a set is its smallest."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, number: int) -> int:
        parent = self._parent
        while (above := parent.get(number, number)) != number:
            parent[number] = parent.get(above, above)
            number = above
        return number

    def join(self, one: int, other: int) -> None:
        """Make the sets of both one."""
        a, b = sorted((self.find(one), self.find(other)))
        if a != b:
            self._parent[b] = a

    def known(self) -> list[int]:
        """The numbers that are not the root of their set."""
        return list(self._parent)
