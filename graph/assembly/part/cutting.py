"""Cutting rows out of tables, and putting tables together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.schema import NODE, RELATIONSHIP, Property
from coterie.graph.model.tables import Column, Table, Tables


def flags(rows: Ints, size: int) -> Column:
    """Which of ``size`` rows are among ``rows``."""
    out = np.zeros(size, bool)
    out[rows] = True
    return out


def cut(table: Table, rows: Ints, without: Sequence[str] = ()) -> dict[str, Column]:
    """Some rows of every column, but for those named in ``without``."""
    return {name: table.pick(name, rows) for name in table if name not in without}


def joined(parts: Sequence[Column]) -> Column:
    """Columns of one kind, one after another."""
    if isinstance(parts[0], Ragged):
        return Ragged.concatenated(parts)
    return np.concatenate(parts)


def stacked(tables: Sequence[Mapping[str, Column]], length: int) -> Table:
    """The rows of several tables with the same columns, one after another."""
    return Table({name: joined([table[name] for table in tables]) for name in tables[0]}, length)


def by_key(label: str, tables: Sequence[Table]) -> tuple[Table, Ints]:
    """The rows of several tables of ``label`` in the order of their key, and the new row of each, one after another."""
    whole = stacked(tables, sum(table.length for table in tables))
    keys = whole[NODE[label].key].tolist()
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return Table({name: whole[name][order] for name in whole}, whole.length), place


def part_of(tables: Tables, nodes: Mapping[str, Ints], rels: Mapping[str, Ints]) -> Tables:
    """The rows ``nodes`` and ``rels`` (sorted) of ``tables`` as a graph of their own."""
    out = Tables()
    place: dict[str, Ints] = {}
    for label, rows in nodes.items():
        table = tables.nodes[label]
        out.nodes[label] = Table(cut(table, rows), len(rows))
        place[label] = np.full(table.length, -1, np.int64)
        place[label][rows] = np.arange(len(rows))
    for name, rows in rels.items():
        rel, columns = RELATIONSHIP[name], cut(tables.rels[name], rows)
        columns["start"] = place[rel.start][columns["start"]]
        columns["end"] = place[rel.end][columns["end"]]
        out.rels[name] = Table(columns, len(rows))
    return out


def declared(properties: Sequence[Property], columns: Mapping[str, Column]) -> dict[str, Column]:
    """``columns`` in the order of their declaration, ends first."""
    names = ["start", "end", *(p.name for p in properties)]
    return {name: columns[name] for name in names if name in columns}
