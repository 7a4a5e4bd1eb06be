"""The graph as columns: what ``derive`` makes, the snapshot keeps, and the two write paths send.

A :class:`Table` holds equally long columns. By the kind of its declared property a column is

====== ============================================== =====================
kind   array                                          absent
====== ============================================== =====================
int    ``int64``                                      ``ABSENT``
float  ``float64``                                    ``nan``
bool   ``int8`` (0, 1)                                -1
str    ``object`` of ``str``                          ``None``
str[]  ``object`` of ``tuple[str, ...]``              ``()``
int[]  :class:`~coterie.graph.model.ragged.Ragged`    an empty row
====== ============================================== =====================

A relationship's table begins with ``start`` and ``end``: row numbers (``int64``) in the tables of its two labels.
Node tables are sorted by key; relationship tables by (start, end, key).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from coterie.graph.model.ragged import Ragged
from coterie.graph.model.schema import NODE, RELATIONSHIP, Property

ABSENT = int(np.iinfo(np.int64).min)
Column = Any
"""A numpy array, or a Ragged."""
_DTYPE = {"int": np.int64, "float": np.float64, "bool": np.int8, "str": object, "str[]": object, "bytes": object}


def column(kind: str, values: Sequence[Any]) -> Column:
    """``values`` (None for absent) as a column of ``kind`` (that of ``int[]`` is a :class:`Ragged`)."""
    if kind == "int[]":
        return Ragged.of([v or () for v in values])
    if kind == "int":
        return np.fromiter((ABSENT if v is None else v for v in values), np.int64, len(values))
    if kind == "float":
        return np.fromiter((np.nan if v is None else v for v in values), np.float64, len(values))
    if kind == "bool":
        return np.fromiter((-1 if v is None else int(v) for v in values), np.int8, len(values))
    out = np.empty(len(values), object)
    if kind == "str[]":
        for i, v in enumerate(values):
            out[i] = tuple(v) if v else ()
    else:
        out[:] = list(values)
    return out


def plain(kind: str, values: Column) -> list[Any]:
    """A column as a list of plain Python values, ``None`` where absent (``[]`` becomes None too)."""
    if kind == "int":
        return [None if v == ABSENT else v for v in values.tolist()]
    if kind == "float":
        return [None if v != v else v for v in values.tolist()]
    if kind == "bool":
        return [None if v < 0 else bool(v) for v in values.tolist()]
    if kind in ("str[]", "int[]"):
        return [list(v) if v else None for v in values.tolist()]
    return list(values)


class Table(Mapping[str, Column]):
    """Columns of one node label or one relationship type, by property name. Columns may be made lazily."""

    def __init__(self, columns: Mapping[str, Column], length: int | None = None) -> None:
        self._columns = columns
        self.length = length if length is not None else (len(next(iter(columns.values()))) if columns else 0)

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __contains__(self, name: object) -> bool:
        """Whether there is such a column; asking does not make it."""
        return name in self._columns

    def __len__(self) -> int:
        """Number of columns (as a mapping); the number of rows is ``length``."""
        return len(self._columns)

    @property
    def columns(self) -> Mapping[str, Column]:
        """The mapping that holds the columns."""
        return self._columns

    def pick(self, name: str, rows: Column) -> Column:
        """Some rows of a column; of a snapshot only those are read."""
        read = getattr(self._columns, "read", None)
        return self._columns[name][rows] if read is None else read(name, rows)


@dataclass
class Tables:
    """A whole graph, or the touched part of one. ``nodes`` by label, ``rels`` by ``Relationship.name``."""

    nodes: dict[str, Table] = field(default_factory=dict)
    rels: dict[str, Table] = field(default_factory=dict)


def empty(properties: Sequence[Property], ends: bool = False) -> Table:
    """A table without rows."""
    columns: dict[str, Column] = {
        p.name: Ragged.empty(0) if p.kind == "int[]" else np.empty(0, _DTYPE[p.kind]) for p in properties
    }
    return Table(({"start": np.empty(0, np.int64), "end": np.empty(0, np.int64)} if ends else {}) | columns, 0)


def node_rows(
    label: str, table: Table, rows: Sequence[int] | Column | None = None, where: str = "store"
) -> list[dict[str, Any]]:
    """Rows of a node table as dicts without absent values, with the properties that ``where`` holds."""
    return _rows(NODE[label].properties, table, rows, where)


def rel_rows(
    name: str, table: Table, rows: Sequence[int] | Column | None = None, where: str = "store"
) -> list[dict[str, Any]]:
    """Properties of a relationship table's rows as dicts without absent values (ends not included)."""
    return _rows(RELATIONSHIP[name].properties, table, rows, where)


def _rows(
    properties: Sequence[Property], table: Table, rows: Sequence[int] | Column | None, where: str
) -> list[dict[str, Any]]:
    picked = None if rows is None else np.asarray(rows, np.int64)
    kept = [p for p in properties if p.where in ("both", where) and p.name in table]
    size = table.length if picked is None else len(picked)
    out: list[dict[str, Any]] = [{} for _ in range(size)]
    for p in kept:
        values = table[p.name] if picked is None else table[p.name][picked]
        for row, value in zip(out, plain(p.kind, values), strict=True):
            if value is not None:
                row[p.name] = value
    return out
