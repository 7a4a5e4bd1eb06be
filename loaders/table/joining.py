"""Files joined to a table: their rows in memory, by the columns that both have in common."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import Source
from coterie.loaders.reading.rows import Row
from coterie.loaders.table.reading import Columns, sibling, table_rows

MAX_JOINED = 1 << 30
"""Bytes that the files joined to one table may take in memory, by estimate; a larger one is refused."""

_ROW, _CELL = 120, 60
"""Bytes of a row and of a cell without its text."""

Cells = Mapping[str, str]


class Room:
    """What is left of ``MAX_JOINED`` for one table."""

    def __init__(self) -> None:
        self._left = MAX_JOINED

    def take(self, cells: tuple[str, ...], name: str) -> None:
        """Account for a row. Raises ``LoadError`` where there is no room left."""
        self._left -= _ROW + _CELL * len(cells) + sum(map(len, cells))
        if self._left < 0:
            raise LoadError(
                f"{name}: the joined tables take more than {MAX_JOINED >> 20} MB of memory",
                source=name,
                hint="join them beforehand, one row for each paper and author (rows: authorships, sorted: true)",
            )


class Joined:
    """The rows of one joined file by its columns ``by.values()``, looked up by the columns ``by`` of another row.

    ``rejected`` holds what of the file could not be read.
    """

    def __init__(self, spec: Mapping[str, Any], wanted: set[str], source: Source, room: Room) -> None:
        self._here = tuple(" ".join(name.split()) for name in spec["by"])
        there = tuple(" ".join(name.split()) for name in spec["by"].values())
        self._rows: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        self.rejected: list[Rejected] = []
        found = sibling(source.path, spec["file"], source.name)
        columns = Columns(set(there), wanted)
        with found.open() as stream:
            other = Source(found.name, stream, found.path)
            self._fill(table_rows(other, columns, delimiter=spec.get("delimiter"), sheet=spec.get("sheet")),
                       there, columns, wanted, room, spec["file"])  # fmt: skip

    def _fill(self, rows: Iterator[Row | Rejected], there: tuple[str, ...], header: Columns, wanted: set[str],
              room: Room, name: str) -> None:  # fmt: skip
        self.columns: tuple[str, ...] = ()
        for row in rows:
            if isinstance(row, Rejected):
                self.rejected.append(msgspec.structs.replace(row, position=f"{name}, row {row.position}"))
                continue
            _, cells = row
            if not self.columns:
                self.columns = tuple(column for column in cells if column in wanted)
            kept = tuple([sys.intern(cells[column]) for column in self.columns])
            room.take(kept, name)
            self._rows.setdefault(tuple(cells[column].strip() for column in there), []).append(kept)
        self.all_columns = header.nearest
        if not self.columns:
            self.columns = tuple(column for column in header.nearest if column in wanted)

    def of(self, row: Cells) -> list[dict[str, str]]:
        """The rows that belong to ``row``, in the order of their file."""
        key = tuple([row[name].strip() for name in self._here])
        if not all(key):
            return []
        return [dict(zip(self.columns, cells, strict=True)) for cells in self._rows.get(key, ())]


class Widened:
    """Rows with the columns of further files added: of several rows there the first counts, and a column that the row
    has itself is kept."""

    def __init__(self, specs: list[Mapping[str, Any]], wanted: set[str], source: Source, room: Room) -> None:
        self.joined = [Joined(spec, wanted, source, room) for spec in specs]
        self._absent = {column: "" for one in self.joined for column in one.columns}

    def of(self, row: Cells) -> Cells:
        """``row`` with what belongs to it."""
        if not self.joined:
            return row
        wide = {**self._absent, **row}
        for one in self.joined:
            for found in one.of(wide)[:1]:
                wide = {**wide, **found, **{k: v for k, v in row.items() if v}}
        return wide
