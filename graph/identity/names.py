"""Identity, first form (``--identity names``): identifiers first, then the folded full name.

Mentions that say the same of their person (name, kind, ids) form one *atom*. Atoms that share an ORCID or a source's
id are joined; then those of one name, unless two different ORCIDs or two different ids of one source speak against it.
Where such a conflict shows that a name has several bearers, mentions of that name without an id stay a person of
their own. Nothing depends on the order of input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from coterie.graph.identity.assignment import Assignment
from coterie.graph.model.records import PersonRecord, record_key
from coterie.graph.model.tables import Table
from coterie.graph.names.people import name_key


class Atom(NamedTuple):
    """What mentions that cannot be told apart say of their person."""

    name: str
    collective: bool
    orcid: str | None
    source_ids: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, scheme first."""
        return ((f"orcid:{self.orcid}",) if self.orcid else ()) + self.source_ids


def resolve_names(mentions: Table, persons: Sequence[PersonRecord]) -> Assignment:
    """Which mentions, and which person records, are one person."""
    numbers: dict[Atom, int] = {}
    of_mention = [numbers.setdefault(atom, len(numbers)) for atom in _mention_atoms(mentions)]
    of_record = [numbers.setdefault(atom, len(numbers)) for atom in map(_record_atom, persons)]
    clusters = _Clusters(list(numbers))
    clusters.join_ids()
    clusters.join_names()
    roots = clusters.roots()
    smallest = _smallest_keys(roots, of_mention, of_record, mentions, persons)
    order = sorted(smallest, key=smallest.__getitem__)
    number = {root: i for i, root in enumerate(order)}
    person_of_atom = np.array([number[root] for root in roots], np.int64)
    person = person_of_atom[np.array(of_mention, np.int64)] if of_mention else np.empty(0, np.int64)

    def evidence(i: int) -> tuple[str, ...]:
        return clusters.why(of_mention[i])

    return Assignment(person, tuple(int(person_of_atom[a]) for a in of_record), len(order), evidence)


def _mention_atoms(mentions: Table) -> Iterable[Atom]:
    columns = (mentions[name].tolist() for name in ("written", "given", "family", "collective", "orcid", "source_ids"))
    for written, given, family, collective, orcid, source_ids in zip(*columns, strict=True):
        yield Atom(name_key(written, given, family), collective == 1, orcid, tuple(sorted(source_ids)))


def _record_atom(person: PersonRecord) -> Atom:
    return Atom(name_key(person.name), False, person.orcid, tuple(sorted(person.source_ids)))


def _smallest_keys(roots: list[int], of_mention: list[int], of_record: list[int], mentions: Table,
                   persons: Sequence[PersonRecord]) -> dict[int, tuple[bool, str]]:  # fmt: skip
    """Per cluster its smallest mention key; without mention, its smallest record key, after all mentions."""
    smallest: dict[int, tuple[bool, str]] = {}
    best: dict[int, str] = {}
    for atom, key in zip(of_mention, mentions["mention"].tolist(), strict=True):
        root = roots[atom]
        known = best.get(root)
        if known is None or key < known:
            best[root] = key
    for root, key in best.items():
        smallest[root] = (False, key)
    for atom, person in zip(of_record, persons, strict=True):
        candidate = (True, record_key(person))
        smallest[roots[atom]] = min(smallest.get(roots[atom], candidate), candidate)
    return smallest


def _scheme(identifier: str) -> str:
    return identifier.partition(":")[0]


class _Clusters:
    """Union–find over atoms, each cluster with the ids it carries."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self._parent = list(range(len(atoms)))
        self._ids: dict[int, dict[str, set[str]]] = {}
        for i, atom in enumerate(atoms):
            if ids := atom.ids:
                held: dict[str, set[str]] = defaultdict(set)
                for identifier in ids:
                    held[_scheme(identifier)].add(identifier)
                self._ids[i] = dict(held)

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def roots(self) -> list[int]:
        return [self.find(i) for i in range(len(self.atoms))]

    def join_ids(self) -> None:
        """Join the atoms that share an id: ORCIDs first, then source ids in order, unless other ids conflict."""
        sharing: dict[str, list[int]] = defaultdict(list)
        for i in self._ids:
            for identifier in self.atoms[i].ids:
                sharing[identifier].append(i)
        for identifier in sorted(sharing, key=lambda text: (_scheme(text) != "orcid", text)):
            self._join_all(sorted(sharing[identifier], key=self._order))

    def join_names(self) -> None:
        """Join clusters of one name where nothing speaks against it."""
        bearing: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for i, atom in enumerate(self.atoms):
            bearing[atom.name, atom.collective].append(i)
        for key in sorted(name for name, members in bearing.items() if len(members) > 1):
            members = sorted({self.find(i) for i in bearing[key]}, key=self._order)
            held = [self._ids[root] for root in members if root in self._ids]
            if len(held) < 2 or not _conflict(held):
                self._join_all(members)

    def why(self, i: int) -> tuple[str, ...]:
        """What holds atom ``i`` with the others of its cluster, in words."""
        root = self.find(i)
        others = [a for j, a in enumerate(self.atoms) if j != i and self.find(j) == root]
        atom = self.atoms[i]
        shared = [identifier for identifier in atom.ids if any(identifier in other.ids for other in others)]
        reasons = [f"same id {identifier}" for identifier in shared]
        if any(other.name == atom.name for other in others):
            reasons.append(f"same folded name {atom.name!r}")
        return tuple(reasons)

    def _join_all(self, members: Sequence[int]) -> None:
        """Join each member to the first before it that nothing speaks against."""
        heads: list[int] = []
        for member in members:
            if not any(self._join(head, member) for head in heads):
                heads.append(member)

    def _join(self, i: int, j: int) -> bool:
        a, b = self.find(i), self.find(j)
        if a == b:
            return True
        mine, theirs = self._ids.get(a), self._ids.get(b)
        if mine and theirs and _conflict((mine, theirs)):
            return False
        if b < a:
            a, b = b, a
        self._parent[b] = a
        merged = {scheme: set(ids) for scheme, ids in (self._ids.pop(a, None) or {}).items()}
        for scheme, ids in (self._ids.pop(b, None) or {}).items():
            merged.setdefault(scheme, set()).update(ids)
        if merged:
            self._ids[a] = merged
        return True

    def _order(self, i: int) -> tuple[tuple[str, ...], Atom]:
        atom = self.atoms[i]
        return atom.ids, atom._replace(orcid=atom.orcid or "")


def _conflict(held: Iterable[dict[str, set[str]]]) -> bool:
    """Whether two of the clusters carry different ids of one scheme, sharing none."""
    seen: dict[str, set[str]] = {}
    for ids in held:
        for scheme, values in ids.items():
            if scheme in seen and not seen[scheme] & values:
                return True
            seen.setdefault(scheme, set()).update(values)
    return False
