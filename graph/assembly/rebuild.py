"""From a store back to columns: its records derived anew, its content as it stands, and the snapshot kept of it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.corrections import read_rows
from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import NODE, RELATIONSHIP
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Table, Tables, column
from coterie.graph.snapshot import snapshot as snapshots
from coterie.graph.snapshot.snapshot import Snapshot
from coterie.graph.store import Store, connect, read_generation
from coterie.graph.store.export import Exported

_FOLDER = "snapshot"
_TRIES = 3


def snapshot_for(target: Store | str | os.PathLike[str], *, refresh: bool = False) -> Snapshot:
    """The snapshot of a store, or of the folder or address of one; made first where it is absent or stale.

    ``refresh`` makes it anew in any case. The current snapshot of an embedded store is found without its engine.
    Raises StoreError.
    """
    if isinstance(target, Store):
        return (None if refresh else kept(target)) or rebuild(target)
    text = os.fspath(target)
    if "://" not in text and not refresh:
        folder = Path(text).expanduser().resolve()
        if found := _opened(folder / _FOLDER, read_generation(folder)):
            return found
    with connect(text, read_only=True) as store:
        return snapshot_for(store, refresh=refresh)


def kept(store: Store) -> Snapshot | None:
    """The snapshot that is kept of ``store``, if it is current."""
    generation = store.generation()
    place = snapshot_folder(store)
    return None if place is None else _opened(place, generation)


def _opened(folder: Path, generation: str | None) -> Snapshot | None:
    if generation is None:
        return None
    with contextlib.suppress(StoreError):
        found = Snapshot.open(folder)
        if str(found.generation) == generation:
            return found
    return None


def snapshot_folder(store: Store) -> Path | None:
    """Where the snapshot of ``store`` is kept: in the folder of an embedded one, else in the user's cache by store id;
    None for a server that holds no graph yet."""
    if store.folder is not None:
        return store.folder / _FOLDER
    ident = (store.meta() or {}).get("store_id")
    return cache_folder() / str(ident) if ident else None


def cache_folder() -> Path:
    """The user's cache folder for Coterie."""
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "coterie"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "coterie"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "coterie"
    return Path.home() / ".cache" / "coterie"


def keep(store: Store, tables: Tables, settings: Settings, *, generation: str | None = None,
         reach: Callable[[str], None] | None = None) -> Snapshot:  # fmt: skip
    """Write ``tables``, what ``store`` holds at ``generation`` (its present one), as its snapshot.

    Where it cannot be written (a folder of another user, a full disk) it is returned in memory: it can be made anew
    at any time."""
    generation, place = generation or store.generation(), snapshot_folder(store)
    ident = str((store.meta() or {}).get("store_id", ""))
    if place is not None:
        with contextlib.suppress(OSError):
            snapshots.write(place, tables, store_id=ident, generation=generation, settings=settings, reach=reach)
            return Snapshot.open(place)
    return Snapshot(tables, store_id=ident, generation=generation, settings=settings)


def rebuild(store: Store) -> Snapshot:
    """Derive the graph of the records in ``store``, and keep it as its snapshot. The store is not changed.

    Raises StoreError (damaged) for a record that cannot be read, (locked) where another process keeps changing it.
    """
    for _ in range(_TRIES):
        before = store.generation()
        settings = store.settings()
        tables = read_corpus(store).derive(settings)
        _with_former_ids(store, tables)
        if store.generation() == before:
            return keep(store, tables, settings, generation=before)
    raise StoreError(f"{store.label} is being changed", reason="locked", hint="wait until the load has finished")


def read_corpus(store: Store) -> Corpus:
    """All records, loads and corrections of ``store``."""
    corpus = Corpus()
    rows = store.read("MATCH (l:Load) RETURN properties(l)").rows
    corpus.loads = {str(row[0]["id"]): dict(row[0]) for row in rows}
    corpus.overrides = read_rows(row[0] for row in store.read("MATCH (o:Override) RETURN properties(o)").rows)
    corpus.supply(store.records())
    return corpus


def _with_former_ids(store: Store, tables: Tables) -> None:
    for label in ("Author", "Paper"):
        found = store.read(f"MATCH (n:`{label}`) WHERE n.former_ids IS NOT NULL RETURN n.id, n.former_ids").rows
        former = dict(found)
        if former:
            table = tables.nodes[label]
            replaced = column("str[]", [former.get(ident) for ident in table["id"].tolist()])
            tables.nodes[label] = Table({**table, "former_ids": replaced}, table.length)


def standing_tables(exported: Exported) -> Tables:
    """What a store holds, as it stands, in columns. Of relationships that are there twice one is taken, and those
    with an end that is none of ours are left out."""
    tables, rows = Tables(), {}
    for label, found in exported.nodes.items():
        node = NODE[label]
        ordered = sorted(found, key=lambda row: str(row[node.key]))
        tables.nodes[label] = _columns(node.properties, ordered)
        rows[label] = {row[node.key]: i for i, row in enumerate(ordered)}
    for name, links in exported.rels.items():
        rel = RELATIONSHIP[name]
        start, end = rows[rel.start], rows[rel.end]
        unique = {(start[a], end[b], p.get(rel.key) if rel.key else None): p for a, b, p in links}
        order = sorted(unique, key=lambda link: (link[0], link[1], str(link[2] or "")))
        ends = np.array([link[:2] for link in order], np.int64).reshape(-1, 2)
        inner = _columns(rel.properties, [unique[link] for link in order])
        tables.rels[name] = Table({"start": ends[:, 0].copy(), "end": ends[:, 1].copy(), **inner}, len(order))
    return tables


def _columns(properties: Sequence[Any], rows: Sequence[dict[str, Any]]) -> Table:
    kept = [p for p in properties if p.where != "snapshot" and p.kind != "bytes"]
    return Table({p.name: column(p.kind, [_typed(p.kind, row.get(p.name)) for row in rows]) for p in kept}, len(rows))


def _typed(kind: str, value: Any) -> Any:
    """``value``, or a stand-in that differs from all proper values where it is of another type."""
    proper: dict[str, tuple[type, ...]] = {
        "str": (str,), "int": (int,), "float": (int, float), "bool": (bool,), "str[]": (list,)}  # fmt: skip
    if value is None or type(value) in proper[kind]:
        return value
    return {"str": f"\0{value!r}", "int": -(2**62), "float": -1e300, "bool": 2, "str[]": ["\0", repr(value)]}[kind]
