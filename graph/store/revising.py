"""The revision path: changes that one transaction cannot hold, carried out on a copy of the store.

The copy is changed in many transactions and by the engine's batch loader, counted from both ends of every relationship,
and swapped in as a whole: killed at any point, the store is the old or the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.schema import META, NODE, NODES, RELATIONSHIP, RELATIONSHIPS
from coterie.graph.store import apply
from coterie.graph.store.beside import build_beside
from coterie.graph.store.filling import Filling
from coterie.graph.store.folder import Claim, State
from coterie.graph.store.phases import reach

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

ROWS = 20_000
"""Rows in a batch of nodes or relationships to create."""


def revise(held: Claim, changes: Changes, meta: Mapping[str, Any], before_swap: Callable[[Path], None] | None,
           *, heap_mb: int | None = None) -> State:  # fmt: skip
    """Carry ``changes`` out on a copy, in ``loading/`` of a claimed folder whose engine is stopped, and set ``meta``
    (None removes a property); ``finish_loading`` then swaps it in.

    Raises StoreError: full, or damaged where a relationship names a missing node or the counts differ.
    """

    def fill(database: Any, state: State, meanwhile: Callable[[], None]) -> None:
        with ThreadPoolExecutor(1, thread_name_prefix="coterie-revise") as pool:
            written = pool.submit(_carry_out, database, changes, dict(meta))
            meanwhile()
            written.result()

    return build_beside(held, fill, before_swap, copied=True, heap_mb=heap_mb)


def _carry_out(database: Any, changes: Changes, meta: dict[str, Any]) -> None:
    _steps(database, Changes(delete_rels=changes.delete_rels, delete_nodes=changes.delete_nodes))
    filling = _counted(database)
    ends_of = {RELATIONSHIP[part.name] for part in changes.create_rels}
    for label in sorted({rel.start for rel in ends_of} | {rel.end for rel in ends_of}):
        filling.places[label] = _places(database, label)
    for nodes in changes.create_nodes:
        for first in range(0, len(nodes.rows), ROWS):
            filling.write_nodes(NodeRows(nodes.label, nodes.rows[first : first + ROWS]))
    _steps(database, Changes(replace_nodes=changes.replace_nodes))
    for rels in changes.create_rels:
        for first in range(0, len(rels.rows), ROWS):
            filling.write_rels(RelRows(rels.name, rels.rows[first : first + ROWS]))
    _steps(database, Changes(replace_rels=changes.replace_rels))
    with database.transaction():
        apply.set_meta(cast("ManagedTransaction", _Direct(database)), meta, raised=True, lease=None)
    filling.nodes[META.label] = database.count_type(META.label)
    reach("bulk-verify")
    filling.verify()


def _steps(database: Any, changes: Changes) -> None:
    """Carry ``changes`` out by Cypher, each batch in a transaction of its own."""
    for statement, rows, _ in apply.steps(changes):
        with database.transaction():
            _Direct(database).run(statement, rows=rows)


def _counted(database: Any) -> Filling:
    """What is there."""
    filling = Filling(database)
    filling.nodes.update({node.label: database.count_type(node.label) for node in NODES})
    filling.rels.update({kind: database.count_type(kind) for kind in {rel.type for rel in RELATIONSHIPS}})
    return filling


def _places(database: Any, label: str) -> dict[str, str]:
    """The engine's address of each node of ``label`` by its key."""
    key = NODE[label].key
    found = database.query("sql", f"SELECT `{key}` AS key, @rid.asString() AS place FROM `{label}`")
    return {row["key"]: row["place"] for row in found.to_list()}


class _Direct:
    """A transaction of the engine in this process, in the manner of the driver's."""

    def __init__(self, database: Any) -> None:
        self._db = database

    def run(self, statement: str, **parameters: Any) -> _Rows:
        found = self._db.command("opencypher", statement, parameters)
        return _Rows([dict(row) for row in (found.to_list() if found is not None else [])])


class _Rows:
    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows

    def consume(self) -> None:
        """Nothing is left to be fetched."""

    def single(self, strict: bool = False) -> dict[str, Any] | None:
        return self._rows[0] if self._rows or strict else None
