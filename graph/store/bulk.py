"""The bulk path: a complete new embedded store, built beside the old one and swapped in.

The engine's batch loader writes without a log into an empty folder; nothing of an existing store is touched until
the new one is complete, counted from both ends of every relationship, and on the disk.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from coterie.graph.model.changes import NodeRows, RelRows
from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import META, MODEL_VERSION, NODE, RELATIONSHIP, RELATIONSHIPS
from coterie.graph.store import schema
from coterie.graph.store.engine import first_line
from coterie.graph.store.folder import (
    DATABASE,
    Claim,
    State,
    begin_loading,
    claim,
    finish_loading,
    read_state,
    usable,
    write_state,
)
from coterie.graph.store.library import engine_environment, library
from coterie.graph.store.phases import reach

_T = TypeVar("_T")
_AHEAD = 4  # batches prepared while the engine writes
_FAST = {"use_wal": False, "parallel_flush": False, "edge_list_initial_size": 128}  # measured: one thread is faster


def bulk_load(
    path: str | os.PathLike[str],
    nodes: Iterable[NodeRows],
    rels: Iterable[RelRows],
    meta: dict[str, Any],
    before_swap: Callable[[Path], None] | None = None,
    *,
    heap_mb: int | None = None,
) -> None:
    """Make the embedded store in folder ``path`` hold exactly ``nodes`` and ``rels``.

    ``meta``: properties of the Meta node (the weights are a node of their own, among ``nodes``); ``id``, ``model``,
    ``store_id`` and ``generation`` are set here (the store id is kept, the generation is one above the old store's).
    ``before_swap(folder)`` is called once, while the engine
    writes the last rows; what it writes to ``folder/"snapshot"`` is swapped in together with the store, whose
    generation is ``read_state(folder)``'s. Fastest with one ``RelRows`` for each relationship type, sorted by start.
    Killed at any point, the store is the old or the new one.
    Raises StoreError: locked, full, or damaged when a relationship names a missing node or the counts differ.
    """
    held = claim(path)
    try:
        build(held, nodes, rels, meta, before_swap, heap_mb=heap_mb)
        finish_loading(held.folder)
    finally:
        held.release()


def build(
    held: Claim,
    nodes: Iterable[NodeRows],
    rels: Iterable[RelRows],
    meta: dict[str, Any],
    before_swap: Callable[[Path], None] | None,
    *,
    heap_mb: int | None = None,
) -> State:
    """Build and verify the new store in ``loading/`` of a claimed folder; ``finish_loading`` then swaps it in."""
    old = read_state(held.folder)
    state = State(old.store_id if old else secrets.token_hex(8), MODEL_VERSION, old.generation + 1 if old else 1)
    with usable(held.folder):
        loading = begin_loading(held.folder)
    try:
        with usable(held.folder):
            write_state(loading, state)
        _fill(loading, held.folder, nodes, rels, {**meta, **meta_row(state)}, heap_mb, before_swap)
    except BaseException:
        shutil.rmtree(loading, ignore_errors=True)
        raise
    return state


def _fill(
    loading: Path,
    folder: Path,
    nodes: Iterable[NodeRows],
    rels: Iterable[RelRows],
    meta: dict[str, Any],
    heap_mb: int | None,
    before_swap: Callable[[Path], None] | None,
) -> None:
    """Write the database. The engine's errors become StoreError; those of ``nodes`` and ``rels`` pass as they are."""
    engine = library()
    try:
        with usable(folder), engine_environment(folder, heap_mb):
            database = engine.create_database(str(loading / "databases" / DATABASE))

        def meanwhile() -> None:
            if before_swap is not None:
                with usable(folder):
                    before_swap(loading)

        try:
            _Builder(database).run(nodes, rels, meta, meanwhile)
        finally:
            database.close()
    except engine.ArcadeDBError as error:
        if "No space left" in str(error):
            raise StoreError(f"the disk of {folder} is full", reason="full", hint="free some space") from error
        raise StoreError(f"could not build the store: {first_line(error)}", reason="damaged") from error


def meta_row(state: State) -> dict[str, Any]:
    """The Meta properties that the store itself keeps."""
    return {
        META.key: "coterie", "model": state.model, "store_id": state.store_id, "generation": state.generation,
    }  # fmt: skip


class _Builder:
    """Writes batches in one engine thread, while the caller's thread prepares the next ones."""

    def __init__(self, database: Any) -> None:
        self._db = database
        self._places: dict[str, dict[str, str]] = {}
        self._nodes: Counter[str] = Counter()
        self._rels: Counter[str] = Counter()

    def run(
        self,
        nodes: Iterable[NodeRows],
        rels: Iterable[RelRows],
        meta: dict[str, Any],
        meanwhile: Callable[[], None],
    ) -> None:
        with ThreadPoolExecutor(1, thread_name_prefix="coterie-bulk") as pool:
            _feed(pool, self._write_nodes, nodes, pool.submit(self._schema))
            pool.submit(self._write_nodes, NodeRows(META.label, [meta])).result()
            _feed(pool, self._write_rels, rels, meanwhile=meanwhile)
            reach("bulk-verify")
            pool.submit(self._finish).result()

    def _schema(self) -> None:
        for statement in schema.sql_types():
            self._db.command("sql", statement)
        for statement in schema.cypher_constraints():
            self._db.command("opencypher", statement)

    def _finish(self) -> None:
        for statement in schema.cypher_indexes():
            self._db.command("opencypher", statement)
        self._db.command("sql", schema.sql_fulltext())
        self._verify()

    def _write_nodes(self, batch: NodeRows) -> None:
        reach("bulk-nodes")
        key = NODE[batch.label].key
        with self._db.graph_batch(**_FAST) as writer:
            places = writer.create_vertices(batch.label, batch.rows)
        self._places.setdefault(batch.label, {}).update(zip((row[key] for row in batch.rows), places, strict=True))
        self._nodes[batch.label] += len(batch.rows)

    def _write_rels(self, batch: RelRows) -> None:
        reach("bulk-rels")
        rel = RELATIONSHIP[batch.name]
        if not batch.rows:
            return
        starts, ends = self._places.get(rel.start, {}), self._places.get(rel.end, {})
        try:
            a = [starts[start] for start, _, _ in batch.rows]
            b = [ends[end] for _, end, _ in batch.rows]
        except KeyError as error:
            raise StoreError(f"{batch.name} names a missing node {error}", reason="damaged") from error
        props = [row for _, _, row in batch.rows] if rel.properties else None
        with self._db.graph_batch(**_FAST, expected_edge_count=len(a)) as writer:
            writer.new_edges(a, rel.type, b, props)
        self._rels[batch.name] += len(a)

    def _verify(self) -> None:
        for label in NODE:
            _agree(label, self._nodes[label], self._db.count_type(label))
        sides: Counter[tuple[str, str]] = Counter()
        for label in NODE:
            sides.update(self._degrees(label))
        for kind in sorted({rel.type for rel in RELATIONSHIPS}):
            wanted = sum(self._rels[rel.name] for rel in RELATIONSHIPS if rel.type == kind)
            _agree(kind, wanted, self._db.count_type(kind))
            _agree(f"{kind} seen from their start", wanted, sides[kind, "out"])
            _agree(f"{kind} seen from their end", wanted, sides[kind, "in"])

    def _degrees(self, label: str) -> dict[tuple[str, str], int]:
        """How many relationships of each type leave and reach the nodes of a label, read from the nodes."""
        out = {(rel.type, "out") for rel in RELATIONSHIPS if rel.start == label}
        asked = sorted(out | {(rel.type, "in") for rel in RELATIONSHIPS if rel.end == label})
        if not asked or not self._nodes[label]:
            return {}
        sums = ", ".join(f"sum({side}E('{kind}').size()) AS c{i}" for i, (kind, side) in enumerate(asked))
        row = self._db.query("sql", f"SELECT {sums} FROM `{label}`").to_list()[0]
        return {pair: int(row[f"c{i}"] or 0) for i, pair in enumerate(asked)}


def _feed(
    pool: ThreadPoolExecutor,
    write: Callable[[_T], None],
    batches: Iterable[_T],
    *before: Future[None],
    meanwhile: Callable[[], None] | None = None,
) -> None:
    """Hand ``batches`` to the engine's thread, and then do ``meanwhile`` while it writes the last of them."""
    waiting = list(before)
    for batch in batches:
        waiting.append(pool.submit(write, batch))
        if len(waiting) > _AHEAD:
            waiting.pop(0).result()
    if meanwhile is not None:
        meanwhile()
    for future in waiting:
        future.result()


def _agree(what: str, wanted: int, found: int) -> None:
    if wanted != found:
        raise StoreError(f"the new store has {found} {what}, not {wanted}", reason="damaged", hint="load again")
