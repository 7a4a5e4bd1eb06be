"""A whole graph as batches of rows: what the bulk path sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coterie.graph.assembly.diff import ended_rows, with_payloads
from coterie.graph.model.changes import NodeRows, RelRows
from coterie.graph.model.schema import NODE, RELATIONSHIP
from coterie.graph.model.tables import Tables, node_rows

SIZE = 5000


def batches(tables: Tables, payloads: Mapping[str, bytes], size: int = SIZE
            ) -> tuple[Iterator[NodeRows], Iterator[RelRows]]:  # fmt: skip
    """Nodes, then relationships, at most ``size`` rows at a time, made as they are asked for.

    ``payloads``: record version id to payload. Raises KeyError where one is missing.
    """
    return _node_batches(tables, payloads, size), _rel_batches(tables, size)


def _node_batches(tables: Tables, payloads: Mapping[str, bytes], size: int) -> Iterator[NodeRows]:
    for label in NODE:
        table = tables.nodes.get(label)
        for at in range(0, table.length if table is not None else 0, size):
            assert table is not None
            rows = node_rows(label, table, range(at, min(at + size, table.length)))
            yield NodeRows(label, with_payloads(label, rows, payloads))


def _rel_batches(tables: Tables, size: int) -> Iterator[RelRows]:
    for name, rel in RELATIONSHIP.items():
        table = tables.rels.get(name)
        if table is None or not table.length:
            continue
        starts, ends = tables.nodes[rel.start][NODE[rel.start].key], tables.nodes[rel.end][NODE[rel.end].key]
        for at in range(0, table.length, size):
            yield RelRows(name, ended_rows(name, table, range(at, min(at + size, table.length)), starts, ends))
