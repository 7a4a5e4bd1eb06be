"""Rows of a table, whatever it is written in: delimited text, a workbook (XLSX) or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import Source
from coterie.loaders.opening import Found, find
from coterie.loaders.reading.lines import Again
from coterie.loaders.reading.parquet import is_parquet, parquet_rows
from coterie.loaders.reading.rows import IsHeader, Row, column_names, rows
from coterie.loaders.reading.sheets import is_workbook, sheet_rows

PACKED = ("", ".gz", ".xz", ".bz2", ".zst")
"""What may follow the name of a joined file on disk."""

_PEEK = 256 << 10


class Columns:
    """The header of a table: accepts a row that has all columns ``wanted``, and remembers the row most like it.

    ``kept`` are the columns that are read where the format lets some be left out.
    """

    def __init__(self, wanted: set[str], kept: set[str] | None = None) -> None:
        self.wanted = wanted
        self.kept = wanted if kept is None else kept | wanted
        self.nearest: list[str] = []

    def __call__(self, cells: list[str]) -> bool:
        names = column_names(cells)
        if self._likeness(names) > self._likeness(self.nearest):
            self.nearest = names
        return bool(names) and self.wanted <= set(names)

    def _likeness(self, names: list[str]) -> tuple[int, int]:
        return len(self.wanted & set(names)), len(names)

    def missing(self, name: str) -> LoadError:
        """The error for a table that lacks columns."""
        absent = ", ".join(repr(column) for column in sorted(self.wanted - set(self.nearest)))
        known = ", ".join(self.nearest[:40]) + (", …" if len(self.nearest) > 40 else "")
        return LoadError(f"{name} has no column {absent}", source=name, hint=f"columns: {known or 'none'}")


def table_rows(
    source: Source, is_header: IsHeader | None, *, delimiter: str | None = None, sheet: str | None = None
) -> Iterator[Row | Rejected]:
    """The rows below the header: line (of text) or number of the row, and cells as text by the names of the columns.

    ``is_header`` tells the header, None takes the first row with content. Raises ``LoadError`` where the table cannot
    be read, and naming the columns where ``is_header`` is :class:`Columns` and some are missing.
    """
    head = source.stream.read(_PEEK)
    again = replace(source, stream=cast(BinaryIO, Again(head, source.stream)))
    if is_parquet(head):
        found = parquet_rows(again, is_header=is_header, wanted=getattr(is_header, "kept", None))
    elif is_workbook(head):
        found = sheet_rows(again, is_header=is_header, sheet=sheet)
    else:
        found = rows(again, delimiter=delimiter, is_header=is_header)
    try:
        yield from found
    except LoadError as error:
        if (
            isinstance(is_header, Columns)
            and " column" in str(error)
            and not is_header.wanted <= set(is_header.nearest)
        ):
            raise is_header.missing(source.name) from None
        raise


def columns_of(source: Source, is_header: IsHeader) -> list[str]:
    """Names of the columns of the row that ``is_header`` accepts in a workbook or Parquet file, else of the first with
    content. Reads ahead: the stream is used up. Raises ``LoadError`` where the table cannot be read."""
    seen: list[list[str]] = []

    def look(cells: list[str]) -> bool:
        seen.append(column_names(cells))
        return is_header(cells)

    try:
        for _ in table_rows(source, look):
            break
    except LoadError:
        if not seen:
            raise
    return next((names for names in seen if is_header(names)), seen[0] if seen else [])


def sibling(path: Path | None, name: str, of: str) -> Found:
    """The file ``name`` beside ``path``, perhaps compressed. Raises ``LoadError`` where it is not there."""
    if path is None:
        raise LoadError(f"{of}: {name} is joined to it, which needs a file on disk, not standard input", source=of)
    for packed in PACKED:
        place = path.with_name(name + packed)
        if place.is_file():
            return next(iter(find(place)))
    raise LoadError(f"{name}, which the mapping joins to {of}, is not beside it", source=of,
                    hint=f"it should be in {path.parent}")  # fmt: skip
