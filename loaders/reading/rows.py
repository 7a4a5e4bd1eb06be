"""Rows of delimited text (CSV, TSV and their like; RFC 4180) in constant memory.

Every line of the file ends up in a row or in a rejection. A quote that is never closed costs its own line only: what
it would have swallowed is read again from the next line on, and then only rows of full width are believed until one
has come.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Literal

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import EXCERPT, RawItem, Source, excerpt
from coterie.loaders.reading.lines import text, text_lines, wide_encoding

MAX_ROW = 16 << 20
"""Characters of the longest row, over all its lines, that is read."""

DELIMITERS = (",", ";", "\t", "|")

Row = tuple[int, dict[str, str]]
"""The line on which a row begins, from 1, and its cells by the name of their column."""

IsHeader = Callable[[list[str]], bool]

Mend = Callable[[list[str], list[str]], list[str] | None]
"""From the cells of a row with a surplus and the names of the columns to one cell a column, or None."""

_BEFORE_HEADER = 50
"""Lines before the header at most."""
_QUOTED = re.compile(r'"[^"]*"?')
_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


def rows(
    source: Source,
    *,
    delimiter: str | None = None,
    quoted: bool = True,
    is_header: IsHeader | None = None,
    mend: Mend | None = None,
) -> Iterator[Row | Rejected]:
    """The rows of ``source`` below its header, or :class:`Rejected` with the line.

    The encoding is told as in :func:`text_lines`; the delimiter, where not given, from the header (or a line ``sep=;``
    before it). The header is the first row with content, or the first among 50 lines that ``is_header`` accepts. Names
    of columns are trimmed; a second ``Year`` becomes ``Year (2)``, an empty name ``column 3``. ``quoted`` is False for
    formats in which a quotation mark is a character like any other.

    Rows without content are passed over. Cells that are missing at the end of a row are "", surplus ones are dropped
    where empty; a row with more content than columns is rejected, for its columns may be shifted, unless ``mend`` knows
    how. Raises ``LoadError`` where there is no header.
    """
    lines = (line for _, line in text_lines(source.stream, source.name))
    first = list(islice(lines, _BEFORE_HEADER))
    if delimiter is None:
        delimiter = _delimiter(first, is_header)
    yield from _Reader(first, lines, delimiter, quoted, mend).rows(source.name, is_header)


def items(
    source: Source, *shown: str, is_header: IsHeader | None = None, mend: Mend | None = None
) -> Iterator[RawItem | Rejected]:
    """The rows of a table with the line as their position, told by the columns ``shown`` where they are rejected."""
    for row in rows(source, is_header=is_header, mend=mend):
        if isinstance(row, Rejected):
            yield row
        else:
            line, cells = row
            yield RawItem(str(line), cells, excerpt(" ".join([cells.get(name, "")[:EXCERPT] for name in shown])))


def header(head: bytes, is_header: IsHeader | None = None) -> tuple[str, list[str]]:
    """Delimiter and names of the columns as told from the first bytes of a file; ("", []) where there are none.

    >>> header(b"Title;Year\\nOn Coteries;2024")
    (';', ['Title', 'Year'])
    """
    wide = wide_encoding(head)
    narrow = head.removeprefix(b"\xef\xbb\xbf")
    narrow = narrow[: narrow.rfind(b"\n") + 1] or narrow  # after a whole line, not inside a character
    whole = text(narrow) if wide is None else head.decode(wide, "replace").lstrip("\ufeff")
    lines = whole.replace("\0", "").splitlines()[:_BEFORE_HEADER]
    delimiter = _delimiter(lines, is_header)
    for cells in _loosely(lines, delimiter):
        if any(map(str.strip, cells)) and (is_header is None or is_header(cells)) and not _is_separator(cells):
            return delimiter, column_names(cells)
    return "", []


def _delimiter(lines: list[str], is_header: IsHeader | None) -> str:
    """The delimiter that is_header needs, or that the first line with content declares or has most of."""
    if is_header is not None:
        return next((d for d in DELIMITERS if any(map(is_header, _loosely(lines, d)))), ",")
    line = next(filter(str.strip, lines), "")
    if declared := _SEPARATOR.fullmatch(line.strip(" ")):
        return declared[1]
    bare = _QUOTED.sub("", line)
    return max(DELIMITERS, key=bare.count)


def _loosely(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, skipinitialspace=True)
    except csv.Error:
        return


def _is_separator(cells: list[str]) -> bool:
    return len(cells) < 3 and cells[0].lower().startswith("sep=")


def column_names(cells: list[str]) -> list[str]:
    """Names of columns from the cells of the header, each once."""
    cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name, again = cell or f"column {number}", 1
        while name in names:
            again += 1
            name = f"{cell or 'column'} ({again})"
        names[name] = None
    return list(names)


class _Endless(Exception):
    """A row has no end: the text is over, or the row is too long."""


class _Reader:
    """The standard library's reader over lines that can be read again."""

    def __init__(self, first: list[str], lines: Iterator[str], delimiter: str, quoted: bool, mend: Mend | None) -> None:
        self._again, self._lines, self._mend = deque(first), lines, mend
        self._delimiter = delimiter
        self._quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        self._start = 1
        self._row: list[str] = []
        """Lines of the row that is being read; it begins on line ``_start``."""
        self._budget = 4 * MAX_ROW
        """Characters that may still be read again: bounds the time that hostile quotes cost."""
        self._doubtful = False
        csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW))

    def rows(self, source: str, is_header: IsHeader | None) -> Iterator[Row | Rejected]:
        """The rows by the names of their columns."""
        names: list[str] = []
        for item in self._cells():
            if isinstance(item, Rejected):
                yield item
                continue
            line, cells = item
            if names:
                yield self._named(line, cells, names)
            elif is_header(cells) if is_header else not _is_separator(cells):
                names = column_names(cells)
            elif line > _BEFORE_HEADER:
                break
        if not names:
            raise LoadError(f"{source} has no line of column names as this format has", source=source)

    def _named(self, line: int, cells: list[str], names: list[str]) -> Row | Rejected:
        if len(cells) == len(names):
            self._doubtful = False
        elif len(cells) > len(names) and any(map(str.strip, cells[len(names) :])):
            if self._mend is not None and (mended := self._mend(cells, names)) is not None:
                return line, dict(zip(names, mended, strict=True))
            reason = f"the row has {len(cells)} cells, the header {len(names)} columns"
            return Rejected(source="", position=str(line), reason=reason, excerpt=excerpt(" ".join(cells)))
        elif self._doubtful and len(cells) < len(names):
            reason = f"the row has {len(cells)} of {len(names)} cells and follows a damaged one"
            return Rejected(source="", position=str(line), reason=reason, excerpt=excerpt(" ".join(cells)))
        else:
            cells = cells[: len(names)] + [""] * (len(names) - len(cells))
        return line, dict(zip(names, cells, strict=True))

    def _cells(self) -> Iterator[tuple[int, list[str]] | Rejected]:
        """First line and cells of every row with content."""
        more = True
        while more:
            more = False
            try:
                for cells in self._csv(self._feed()):
                    start = self._next_row()
                    if any(cells) and any(map(str.strip, cells)):
                        yield start, cells
            except (csv.Error, _Endless) as error:
                yield self._mended(error)
                more = True

    def _csv(self, lines: Iterable[str], strict: bool = True) -> Iterator[list[str]]:
        return csv.reader(
            lines, delimiter=self._delimiter, quoting=self._quoting, strict=strict, skipinitialspace=True
        )  # fmt: skip

    def _feed(self) -> Iterator[str]:
        """The lines, each kept until its row is done."""
        size, row = 0, self._row
        while True:
            if self._again:
                line = self._again.popleft()
            elif (found := next(self._lines, None)) is not None:
                line = found
            elif row:
                raise _Endless("a quotation mark opens a cell that is never closed")
            else:
                return
            size = size + len(line) if row else len(line)
            row.append(line)
            if size > MAX_ROW:
                raise _Endless(f"the row is longer than {MAX_ROW >> 20} MB: a quotation mark may be missing")
            yield f"{line}\n"

    def _next_row(self) -> int:
        """Start the next row; where the one just read began."""
        start = self._start
        self._start += len(self._row)
        self._row.clear()
        return start

    def _mended(self, error: Exception) -> tuple[int, list[str]] | Rejected:
        """What to make of a row that cannot be read: its cells where it is a line with stray quotation marks; else
        its first line is rejected, and the others come again."""
        if len(self._row) == 1 and isinstance(error, csv.Error) and (cells := self._one_line(self._row[0])):
            return self._next_row(), cells
        first, others = self._row[0], self._row[1:]
        reason = str(error) if isinstance(error, _Endless) else "quotation marks stand within a cell of several lines"
        rejected = Rejected(source="", position=str(self._start), reason=reason, excerpt=excerpt(first))
        self._budget -= sum(map(len, others))
        if self._budget < 0:
            reason += f"; {len(self._row)} lines are passed over"
            rejected = Rejected(source="", position=str(self._start), reason=reason, excerpt=excerpt(first))
            self._next_row()
        else:
            self._again.extendleft(reversed(others))
            self._start += 1
            self._row.clear()
        self._doubtful = True
        return rejected

    def _one_line(self, line: str) -> list[str] | None:
        """Cells of a line with stray quotation marks, None where it does not end with its last cell."""
        ended = csv.reader([f"{line}\n", "\n"], delimiter=self._delimiter, skipinitialspace=True)
        try:
            cells = next(ended)
        except csv.Error:
            return None
        return cells if ended.line_num == 1 else None
