"""Identity, first form (``--identity names``): identifiers first, then the folded full name.

1. Identifiers (ORCID, ids of sources) that stand together, on a mention or a person record, are one person's, unless
   their clusters hold two different ids of one scheme; those with an ORCID are joined first, then in order of the ids.
2. Clusters of identifiers that bear one name are joined where no two of them hold different ids of one scheme; where
   some do, two clusters are joined if each is the only one that the other could be.
3. Mentions without identifier that bear one name are one person: the one cluster of that name, if there is exactly
   one, else a person of their own.

Collectives and persons never meet. Nothing depends on the order of input. What counts as one name is a
:class:`Folding`: other keys of identity differ in that alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.assignment import Assignment
from coterie.graph.identity.constraining import constrained, reasons
from coterie.graph.identity.idclusters import IdClusters, IdSet, id_set
from coterie.graph.identity.overrides import Constraints
from coterie.graph.identity.world import World
from coterie.graph.model.ragged import Ragged, digest
from coterie.graph.model.records import PersonRecord, record_key
from coterie.graph.model.tables import Column, Table
from coterie.graph.names.people import collective_key, name_key

Ints = NDArray[np.int64]
_FREE = Constraints()


@dataclass(frozen=True)
class Folding:
    """What counts as one name. ``kind`` keeps the digests of its keys apart from those of others; ``key`` makes a key
    of a name (written, given, family, suffix); ``words`` say what names of one key have in common."""

    kind: str
    key: Callable[[str, str | None, str | None, str | None], str]
    words: str


FULL = Folding("name", name_key, "same folded name")
"""The folded full name."""


def resolve_names(world: World, folding: Folding = FULL, constraints: Constraints = _FREE) -> Assignment:
    """Which mentions, and which person records, are one person; ``constraints`` are obeyed in the end."""
    mentions, persons = world.mentions, world.persons
    size = mentions.length
    names = _names(mentions, persons, folding)
    held = id_sets(mentions, persons)
    sets = list(dict.fromkeys(ids for ids in held.values()))
    clusters = IdClusters(sets)
    number = {ids: clusters.of(ids) for ids in sets}
    rows = np.fromiter(held, np.int64, len(held))
    at = np.fromiter((number[ids] for ids in held.values()), np.int64, len(held))
    clusters.join_names(names.codes[rows], at)
    node = _nodes(names.codes, rows, clusters.roots()[at], clusters.count, len(names.keys), size)
    if constraints:
        node = constrained(node, mentions, constraints, persons, world.beside)
    person, first, count = numbered(node, mentions, persons)
    evidence = Evidence(mentions, persons, names, person, reasons(mentions, constraints))
    return Assignment(person[:size], tuple(person[size:].tolist()), count, evidence, first, _keys(names, held))


def name_keys(mentions: Table, persons: Sequence[PersonRecord], folding: Folding = FULL) -> Ragged:
    """What ties each mention, and then each person record, to others: digests of its name's key and of its ids.

    Whoever is reached by no shared key from a mention cannot change because that mention comes or goes.
    """
    return _keys(_names(mentions, persons, folding), id_sets(mentions, persons))


def _keys(names: _Names, held: Mapping[int, IdSet]) -> Ragged:
    kind = names.folding.kind
    of_name = np.fromiter(
        (digest(kind, "1" if collective else "", text) for collective, text in names.keys), np.int64, len(names.keys)
    )
    if not held:
        return Ragged(np.arange(len(names.codes) + 1), of_name[names.codes])
    known: dict[IdSet, list[int]] = {}
    ids = [known.setdefault(found, [digest("id", ident) for ident in found]) if (found := held.get(row)) else []
           for row in range(len(names.codes))]  # fmt: skip
    return Ragged.of([[name, *more] for name, more in zip(of_name[names.codes].tolist(), ids, strict=True)])


class _Names(NamedTuple):
    """``codes`` of the name of each mention, then of each person record, into ``keys``, made by ``folding``."""

    codes: Ints
    keys: list[tuple[bool, str]]
    folding: Folding


_Written = str | tuple[str, str | None, str | None, str | None, bool]


def _names(mentions: Table, persons: Sequence[PersonRecord], folding: Folding) -> _Names:
    """Folds each distinct name once. A key is whether the name is a collective's, and the folded name."""
    written: list[_Written] = mentions["written"].tolist()
    apart = _present(mentions["family"]) & _present(mentions["given"])
    for i in np.flatnonzero(apart | (mentions["collective"] == 1)).tolist():
        written[i] = (
            mentions["written"][i], mentions["given"][i], mentions["family"][i], mentions["suffix"][i],
            bool(mentions["collective"][i] == 1),
        )  # fmt: skip
    written += [person.name for person in persons]
    keys: dict[tuple[bool, str], int] = {}
    code = {name: keys.setdefault(_key(name, folding), len(keys)) for name in dict.fromkeys(written)}
    return _Names(np.fromiter(map(code.__getitem__, written), np.int64, len(written)), list(keys), folding)


def _present(values: Column) -> NDArray[np.bool_]:
    return np.fromiter((value is not None for value in values), bool, len(values))


def _key(name: _Written, folding: Folding) -> tuple[bool, str]:
    if isinstance(name, str):
        return False, folding.key(name, None, None, None)
    written, given, family, suffix, collective = name
    return (True, collective_key(written)) if collective else (False, folding.key(written, given, family, suffix))


def id_sets(mentions: Table, persons: Sequence[PersonRecord]) -> dict[int, IdSet]:
    """The identifiers of each mention that has any, by row; then those of person records."""
    found: dict[int, IdSet] = {}
    orcids, sources = mentions["orcid"], mentions["source_ids"]
    collective = mentions["collective"]
    seen: dict[tuple[str | None, tuple[str, ...], bool], IdSet] = {}
    some = _present(orcids) | np.fromiter(map(bool, sources), bool, mentions.length)
    for i in np.flatnonzero(some).tolist():
        said = (orcids[i], sources[i], bool(collective[i] == 1))
        if said not in seen:
            seen[said] = id_set(*said)
        found[i] = seen[said]
    for i, person in enumerate(persons, mentions.length):
        if person.orcid or person.source_ids:
            found[i] = id_set(person.orcid, person.source_ids)
    return {i: ids for i, ids in found.items() if ids}


def _nodes(codes: Ints, rows: Ints, roots: Ints, clusters: int, names: int, size: int) -> Ints:
    """A number for the person of each mention and person record: first the clusters, then the names that are a person
    of their own, then the person records without identifier whose name is that of several."""
    pairs = np.unique(codes[rows] * max(clusters, 1) + roots)
    bearer = np.arange(clusters, clusters + names)
    bearers = np.bincount(pairs // max(clusters, 1), minlength=names)
    one = np.flatnonzero(bearers == 1)
    bearer[one] = pairs[np.searchsorted(pairs, one * max(clusters, 1))] % max(clusters, 1)
    node = bearer[codes]
    several = np.flatnonzero(bearers[codes[size:]] > 1)
    node[size + several] = clusters + names + several
    node[rows] = roots
    return node


def numbered(node: Ints, mentions: Table, persons: Sequence[PersonRecord]) -> tuple[Ints, Ints, int]:
    """Persons numbered by smallest mention key (those of person records only after them, by record key), and the row
    of that mention, or the place after all mentions of that record."""
    _, compact = np.unique(node, return_inverse=True)
    keys: list[str] = mentions["mention"].tolist()
    size = len(keys)
    keys += [record_key(person) for person in persons]
    smallest = [-1] * (int(compact.max()) + 1 if len(compact) else 0)
    for i, person in enumerate(compact[:size].tolist()):
        known = smallest[person]
        if known < 0 or keys[i] < keys[known]:
            smallest[person] = i
    for i, person in enumerate(compact[size:].tolist(), size):
        known = smallest[person]
        if known < 0 or (known >= size and keys[i] < keys[known]):
            smallest[person] = i
    order = sorted(range(len(smallest)), key=lambda person: (smallest[person] >= size, keys[smallest[person]]))
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return number[compact], np.array(smallest, np.int64)[order], len(order)


@dataclass(frozen=True)
class Evidence:
    """Why a mention is with its person: called with its row, gives reasons in words, none for one that is alone."""

    mentions: Table
    persons: Sequence[PersonRecord]
    names: _Names
    person: Ints
    said: Callable[[int], tuple[str, ...]]

    def __call__(self, row: int) -> tuple[str, ...]:
        person = int(self.person[row])
        found = [*self.said(row), *(f"same id {ident}" for ident in self._ids(row) if self._held[person, ident] > 1)]
        name = int(self.names.codes[row])
        if self._borne[person, name] > 1:
            found.append(f"{self.names.folding.words} {self.names.keys[name][1]!r}")
        return tuple(found)

    def _ids(self, row: int) -> IdSet:
        size = self.mentions.length
        if row >= size:
            return id_set(self.persons[row - size].orcid, self.persons[row - size].source_ids)
        orcid, source_ids = self.mentions["orcid"][row], self.mentions["source_ids"][row]
        return id_set(orcid, source_ids, bool(self.mentions["collective"][row] == 1))

    @cached_property
    def _held(self) -> Counter[tuple[int, str]]:
        return Counter((person, ident) for row, person in enumerate(self.person.tolist()) for ident in self._ids(row))

    @cached_property
    def _borne(self) -> Counter[tuple[int, int]]:
        return Counter(zip(self.person.tolist(), self.names.codes.tolist(), strict=True))
