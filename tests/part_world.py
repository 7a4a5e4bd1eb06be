"""A graph that is kept by parts, each compared with the whole derived anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coterie.graph.assembly.corpus import Corpus, Item
from coterie.graph.assembly.diff import diff
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.part import Delta, Inapplicable, Part, remade, spliced
from coterie.graph.identity.overrides import Override
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables
from coterie.graph.snapshot.snapshot import Snapshot, write

SETTINGS = Settings(cap=4, identity="names")


class World:
    """A corpus that changes, and the graph that is kept of it by parts."""

    def __init__(self, folder: Path, settings: Settings = SETTINGS) -> None:
        self.corpus, self.folder, self.settings = Corpus(), folder, settings
        self.tables: Tables = self.corpus.derive(settings)

    def fetch(self, ids: Sequence[str]) -> Iterable[tuple[str, bytes, list[str]]]:
        return [(i, self.stored[i], []) for i in ids]

    def change(self, items: Sequence[Item], load: str, unload: Sequence[str] = (),
               overrides: Sequence[Override] | None = None) -> None:  # fmt: skip
        """Bring ``items`` by ``load``, take the loads ``unload`` back, have ``overrides``; compare with the whole."""
        self.stored = self.corpus.payloads()
        held = Held(self.tables)
        brought = sorted({(i.id, load) for i in items if held.lacks(i.id, load)})
        withdrawn = [(i, name) for name in unload for i in self.corpus.of_load(name)]
        loads = {load: {"id": load, "file": f"{load}.jsonl"}} if items else {}
        delta = Delta({i.id: i for i in items}, brought, withdrawn, loads, frozenset(unload), overrides)
        if overrides is not None:
            self.corpus.overrides = tuple(overrides)
        try:
            part: Part | None = remade(self.tables, held, self.settings, delta, self.fetch)
        except Inapplicable:
            part = None
        plain = {"paper", "person"} >= set(self._kinds(items, withdrawn))
        assert plain == (part is not None)
        self.corpus.loads.update(loads)
        for found in items:
            self.corpus.add(found, load)
        for ident, name in withdrawn:
            self.corpus.withdraw(ident, name)
        for name in unload:
            del self.corpus.loads[name]
        whole = carry_former_ids(self.tables, self.corpus.derive(self.settings))
        after = whole if part is None else spliced(self.tables, part)
        assert_same(after, whole)
        if part is not None:
            payloads = self.corpus.payloads()
            assert changed(diff(part.old, part.new, payloads)) == changed(diff(self.tables, whole, payloads))
        write(self.folder, after, store_id="s", generation=1, settings=self.settings)
        self.tables = Snapshot.open(self.folder).tables
        assert_same(self.tables, whole)

    def _kinds(self, items: Sequence[Item], withdrawn: Sequence[tuple[str, str]]) -> set[str]:
        """Types of the records that come or go, those that another load holds left out."""
        left = {i: {*v.loads} - {name for j, name in withdrawn if j == i} for i, v in self.corpus.versions.items()}
        kinds = {i.key[0] for i in items if i.id not in left}
        kept = {i.id for i in items}
        return kinds | {self.corpus.versions[i].type for i, _ in withdrawn if not left[i] and i not in kept}


def assert_same(one: Tables, other: Tables) -> None:
    for label, table in other.nodes.items():
        mine = one.nodes[label]
        assert mine.length == table.length, label
        for name in table:
            assert same(mine[name], table[name]), (label, name, mine[name], table[name])
    for name, table in other.rels.items():
        mine = one.rels[name]
        assert mine.length == table.length, name
        for column in table:
            assert same(mine[column], table[column]), (name, column)
    assert content_hash(one) == content_hash(other)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype == np.float64))
    return bool(one == other)


def changed(changes: Any) -> list[Any]:
    """Changes in one order."""
    found: list[Any] = []
    for kind in ("create_nodes", "replace_nodes"):
        found += [(kind, n.label, row) for n in getattr(changes, kind) for row in n.rows]
    for kind in ("create_rels", "replace_rels"):
        found += [(kind, r.name, *row) for r in getattr(changes, kind) for row in r.rows]
    for kind in ("delete_nodes", "delete_rels"):
        found += [(kind, name, key) for name, keys in getattr(changes, kind) for key in keys]
    return sorted(found, key=repr)
