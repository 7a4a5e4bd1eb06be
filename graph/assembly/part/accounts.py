"""The records that a change touches: before and after it, and the papers that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corpus import Item, parse
from coterie.graph.assembly.corrections import overrides_of
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.merging import merged
from coterie.graph.assembly.part.delta import Delta, Inapplicable
from coterie.graph.assembly.versions import effective
from coterie.graph.identity.overrides import PAPERS, Override
from coterie.graph.model.ragged import Index, Ragged, closure
from coterie.graph.model.records import PaperRecord, Record, record_key
from coterie.graph.model.tables import Tables

Key = tuple[str, str]
Fetch = Callable[[Sequence[str]], Iterable[tuple[str, bytes, list[str]]]]
"""Payloads by version id, as ``Store.records`` gives them."""


class Accounts:
    """Versions of records before and after a change. Payloads are fetched when they are needed.

    ``overrides``: the corrections after it, ``overruled`` those before it, ``disputed`` those that come or go;
    ``changed``: the records that change, or of which corrections of papers or ORCIDs that come or go speak.
    """

    def __init__(self, before: Tables, held: Held, delta: Delta, fetch: Fetch) -> None:
        self.held, self.delta = held, delta
        self.keys: Ragged = before.nodes["Record"]["keys"]
        self.overruled = overrides_of(before)
        self.overrides = self.overruled if delta.overrides is None else tuple(delta.overrides)
        self.disputed = _either(self.overruled, self.overrides)
        self._before, self._fetch = before, fetch
        self._records: dict[str, Record] = {ident: item.record for ident, item in delta.items.items()}
        self.coming: dict[str, Item] = {i: item for i, item in delta.items.items() if i not in held.row}
        self.going = self._going()
        self.changed: set[Key] = {item.key for item in self.coming.values()}
        self.changed |= {held.key(held.row[ident]) for ident in self.going}
        if strange := {kind for kind, _ in self.changed} - {"paper", "person"}:
            raise Inapplicable(f"records of type {min(strange)} come or go")
        self.changed |= {("paper", key) for override in self.disputed for key in _records(override)}

    def _going(self) -> set[str]:
        """Versions that no load brings any more."""
        taken: dict[str, set[str]] = {}
        for ident, load in self.delta.withdrawn:
            taken.setdefault(ident, set()).add(load)
        if not taken:
            return set()
        rel, names = self._before.rels["LOADED_BY"], list(self.held.loads)
        kept = {ident for ident, _ in self.delta.brought}
        for ident, loads in taken.items():
            row = self.held.row[ident]
            first, last = np.searchsorted(rel["start"], [row, row + 1]).tolist()
            if any(names[end] not in loads for end in rel["end"][first:last].tolist()):
                kept.add(ident)
        return set(taken) - kept

    # versions

    def before(self, key: Key) -> list[str]:
        """Ids of the versions of a record before the change."""
        return [self.held.ids[row] for row in self.held.versions(key)]

    def after(self, key: Key) -> list[str]:
        """Ids of its versions after the change."""
        return sorted({*self.before(key), *self._coming_of.get(key, ())} - self.going)

    @property
    def _coming_of(self) -> dict[Key, list[str]]:
        if not hasattr(self, "_by_key"):
            self._by_key: dict[Key, list[str]] = {}
            for ident, item in self.coming.items():
                self._by_key.setdefault(item.key, []).append(ident)
        return self._by_key

    def supply(self, rows: Iterable[int]) -> None:
        """Bring the records of some rows from the store."""
        wanted = [self.held.ids[row] for row in rows]
        missing = sorted({ident for ident in wanted if ident not in self._records})
        if missing:
            self._records.update((ident, parse(ident, payload)) for ident, payload, _ in self._fetch(missing))
        if any(ident not in self._records for ident in missing):
            raise Inapplicable("the store lacks records that the snapshot has")

    def counting(self, versions: Sequence[str]) -> Record | None:
        """Of the versions of one record the one that counts; its versions must have been supplied."""
        found = [self._records[ident] for ident in versions]
        return None if not found else found[0] if len(found) == 1 else effective(found)

    def of(self, keys: Iterable[Key], when: str) -> Iterator[Any]:
        """The records ``keys`` as they count, "before" or "after" the change."""
        read = self.before if when == "before" else self.after
        for key in sorted(keys):
            found = self.counting(read(key))
            if found is not None:
                yield found

    def rows(self, keys: Iterable[Key]) -> list[int]:
        """Rows of all versions of some records before the change."""
        return [row for key in keys for row in self.held.versions(key)]


def _either(one: Iterable[Override], other: Iterable[Override]) -> list[Override]:
    """The corrections that only one of both has."""
    mine, theirs = {o.id: o for o in one}, {o.id: o for o in other}
    return [mine.get(ident) or theirs[ident] for ident in sorted(mine.keys() ^ theirs.keys())]


def _records(override: Override) -> Iterable[str]:
    """Keys of the paper records that must be worked again where a correction comes or goes."""
    if override.about == PAPERS:
        return override.keys
    return [key.rpartition("#")[0] for key in override.keys] if override.kind == "orcid" else ()


class Papers:
    """The papers that a change touches: ``lost`` as they were, ``made`` as they are, both by id; what is the same
    before and after is neither. ``ties``: merge keys of every changed record."""

    def __init__(self, accounts: Accounts) -> None:
        changed = {key for key in accounts.changed if key[0] == "paper"}
        accounts.supply(accounts.rows(changed))
        component = self._component(accounts, changed)
        old = merged(list(accounts.of(component, "before")), accounts.overruled)
        new = merged(list(accounts.of(component, "after")), accounts.overrides)
        was, now = {p.id: p for p in old.papers}, {p.id: p for p in new.papers}
        again = {key for override in accounts.disputed if override.kind == "orcid" for key in _records(override)}
        same = {p.id for p in new.papers if was.get(p.id) == p and again.isdisjoint(p.records)}
        self.lost: list[MergedPaper] = [p for p in old.papers if p.id not in same]
        self.made: list[MergedPaper] = [p for p in new.papers if p.id not in same]
        self.ties = dict(zip(new.records, new.keys.tolist(), strict=True))
        self.same = {key: ident for ident in same for key in now[ident].records}

    @staticmethod
    def _component(accounts: Accounts, changed: set[Key]) -> set[Key]:
        """Every paper record that the merge keys of the changed ones reach, before and after."""
        if not changed:
            return set()
        index = Index(accounts.keys)
        rows = np.array(accounts.rows(changed), np.int64)
        after = [r for r in accounts.of(changed, "after") if isinstance(r, PaperRecord)]
        coming = merged(after, accounts.overrides).keys
        closure([index], np.concatenate([accounts.keys[rows].values, coming.values]))
        reached = np.flatnonzero(index.found).tolist()
        found = {key for row in reached if (key := accounts.held.key(row))[0] == "paper"}
        accounts.supply(accounts.rows(found))
        return found | changed


class People:
    """The person records that a change touches, ``before`` and ``after`` it, each sorted by key, and the rows of all
    their versions before."""

    def __init__(self, accounts: Accounts, reached: Ints) -> None:
        keys = {key for key in accounts.changed if key[0] == "person"}
        keys |= {accounts.held.key(row) for row in reached.tolist()}
        self.rows = accounts.rows(sorted(keys))
        accounts.supply(self.rows)
        self.before = sorted(accounts.of(keys, "before"), key=record_key)
        self.after = sorted(accounts.of(keys, "after"), key=record_key)
