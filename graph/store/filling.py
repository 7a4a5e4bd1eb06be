"""Filling a database through the engine's batch loader, which writes without a log, and counting what is in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from coterie.graph.model.changes import NodeRows, RelRows
from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import NODE, RELATIONSHIP, RELATIONSHIPS
from coterie.graph.store.phases import reach

_FAST = {"use_wal": False, "parallel_flush": False, "edge_list_initial_size": 128}  # measured: one thread is faster


class Filling:
    """Writes batches. ``places``: the engine's address of each node by label and key; ``nodes`` and ``rels``: how many
    there must be, by label and type."""

    def __init__(self, database: Any) -> None:
        self._db = database
        self.places: dict[str, dict[str, str]] = {}
        self.nodes: Counter[str] = Counter()
        self.rels: Counter[str] = Counter()

    def write_nodes(self, batch: NodeRows) -> None:
        """Create nodes."""
        reach("bulk-nodes")
        key = NODE[batch.label].key
        with self._db.graph_batch(**_FAST) as writer:
            places = writer.create_vertices(batch.label, batch.rows)
        self.places.setdefault(batch.label, {}).update(zip((row[key] for row in batch.rows), places, strict=True))
        self.nodes[batch.label] += len(batch.rows)

    def write_rels(self, batch: RelRows) -> None:
        """Create relationships. Raises StoreError (damaged) where an end is missing."""
        reach("bulk-rels")
        rel = RELATIONSHIP[batch.name]
        if not batch.rows:
            return
        starts, ends = self.places.get(rel.start, {}), self.places.get(rel.end, {})
        try:
            a = [starts[start] for start, _, _ in batch.rows]
            b = [ends[end] for _, end, _ in batch.rows]
        except KeyError as error:
            raise StoreError(f"{batch.name} names a missing node {error}", reason="damaged") from error
        props = [row for _, _, row in batch.rows] if rel.properties else None
        with self._db.graph_batch(**_FAST, expected_edge_count=len(a)) as writer:
            writer.new_edges(a, rel.type, b, props)
        self.rels[rel.type] += len(a)

    def verify(self) -> None:
        """Raise StoreError (damaged) unless the database holds as much as it must, seen from both ends."""
        for label in NODE:
            _agree(label, self.nodes[label], self._db.count_type(label))
        sides: Counter[tuple[str, str]] = Counter()
        for label in NODE:
            sides.update(self._degrees(label))
        for kind in sorted({rel.type for rel in RELATIONSHIPS}):
            wanted = self.rels[kind]
            _agree(kind, wanted, self._db.count_type(kind))
            _agree(f"{kind} seen from their start", wanted, sides[kind, "out"])
            _agree(f"{kind} seen from their end", wanted, sides[kind, "in"])

    def _degrees(self, label: str) -> dict[tuple[str, str], int]:
        """How many relationships of each type leave and reach the nodes of a label, read from the nodes."""
        out = {(rel.type, "out") for rel in RELATIONSHIPS if rel.start == label}
        asked = sorted(out | {(rel.type, "in") for rel in RELATIONSHIPS if rel.end == label})
        if not asked or not self.nodes[label]:
            return {}
        sums = ", ".join(f"sum({side}E('{kind}').size()) AS c{i}" for i, (kind, side) in enumerate(asked))
        row = self._db.query("sql", f"SELECT {sums} FROM `{label}`").to_list()[0]
        return {pair: int(row[f"c{i}"] or 0) for i, pair in enumerate(asked)}


def _agree(what: str, wanted: int, found: int) -> None:
    if wanted != found:
        raise StoreError(f"the new store has {found} {what}, not {wanted}", reason="damaged", hint="load again")
