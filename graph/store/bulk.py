"""The bulk path: a complete new embedded store, built beside the old one and swapped in.

The engine's batch loader writes without a log into an empty folder; nothing of an existing store is touched until
the new one is complete, counted from both ends of every relationship, and on the disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from coterie.graph.model.changes import NodeRows, RelRows
from coterie.graph.model.schema import META
from coterie.graph.store import schema
from coterie.graph.store.beside import build_beside, meta_row
from coterie.graph.store.filling import Filling
from coterie.graph.store.folder import Claim, State, claim, finish_loading
from coterie.graph.store.phases import reach

_T = TypeVar("_T")
_AHEAD = 4  # batches prepared while the engine writes


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

    def fill(database: Any, state: State, meanwhile: Callable[[], None]) -> None:
        _run(database, nodes, rels, {**meta, **meta_row(state)}, meanwhile)

    return build_beside(held, fill, before_swap, heap_mb=heap_mb)


def _run(database: Any, nodes: Iterable[NodeRows], rels: Iterable[RelRows], meta: dict[str, Any],
         meanwhile: Callable[[], None]) -> None:  # fmt: skip
    """Write batches in one engine thread, while the caller's thread prepares the next ones."""
    filling = Filling(database)

    def begin() -> None:
        for statement in schema.sql_types():
            database.command("sql", statement)
        for statement in schema.cypher_constraints():
            database.command("opencypher", statement)

    def finish() -> None:
        for statement in schema.cypher_indexes():
            database.command("opencypher", statement)
        database.command("sql", schema.sql_fulltext())
        filling.verify()

    with ThreadPoolExecutor(1, thread_name_prefix="coterie-bulk") as pool:
        _feed(pool, filling.write_nodes, nodes, pool.submit(begin))
        pool.submit(filling.write_nodes, NodeRows(META.label, [meta])).result()
        _feed(pool, filling.write_rels, rels, meanwhile=meanwhile)
        reach("bulk-verify")
        pool.submit(finish).result()


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
