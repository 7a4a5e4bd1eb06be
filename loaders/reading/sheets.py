"""Rows of a workbook (XLSX, ISO/IEC 29500), in constant memory but for the workbook's table of texts.

``openpyxl``, the extra ``xlsx``, reads it; what it unpacks is bounded.
"""

from __future__ import annotations

import datetime
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any, BinaryIO

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import Source
from coterie.loaders.reading.rows import IsHeader, Row, column_names

MAX_FILE = 512 << 20
"""Bytes of the largest workbook that is read, packed."""

MAX_UNPACKED = 2 << 30
MAX_RATIO = 250
MAX_TEXTS = 256 << 20
"""Bytes of its texts, which are held in memory."""

_BEFORE_HEADER = 50
_BATCH = 500
_HEAD_TEXT = 1 << 20
_ENTRY = struct.Struct("<4s5H3I2H")


def is_workbook(head: bytes) -> bool:
    """Whether the first bytes of an input may be those of a workbook."""
    return head.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in head or b"xl/" in head or b"docProps/" in head)


def texts_in(head: bytes) -> bytes:
    """What the parts of a workbook say that stand in its first bytes, at most 1 MB of each: XML of cells and texts."""
    out, at = [], head.find(b"PK\x03\x04")
    while 0 <= at <= len(head) - _ENTRY.size:
        _, _, _, method, _, _, _, _, _, name, extra = _ENTRY.unpack_from(head, at)
        start = at + _ENTRY.size + name + extra
        if method == zipfile.ZIP_DEFLATED and head[at + _ENTRY.size :].startswith(b"xl/"):
            try:
                out.append(zlib.decompressobj(-zlib.MAX_WBITS).decompress(head[start:], _HEAD_TEXT))
            except zlib.error:
                break
        at = head.find(b"PK\x03\x04", max(start, at + 4))
    return b"\n".join(out)


def sheet_rows(
    source: Source, *, is_header: IsHeader | None = None, sheet: str | None = None
) -> Iterator[Row | Rejected]:
    """The rows of the sheet named, else of the first that has a header, which is the first row with content or, with
    ``is_header``, the first among 50 that it accepts. Row number and cells as text: whole numbers without a point,
    dates in ISO form. Where the sheet is damaged, what came before is kept and the rest is one :class:`Rejected`.

    Raises ``LoadError`` for what is no workbook, is too large, or has no such sheet or header; and where openpyxl is
    not installed.
    """
    with tempfile.TemporaryFile() as file:
        _kept(source, file)
        book = _opened(source.name, file)
        if sheet is not None and sheet not in book.sheetnames:
            raise LoadError(f"{source.name} has no sheet {sheet!r}; sheets: {', '.join(book.sheetnames)}")
        found = False
        for name in [sheet] if sheet is not None else book.sheetnames:
            for row in _named(_cells(book[name], source.name), is_header):
                found = True
                if row is not None:
                    yield row
            if found:
                return
        raise LoadError(f"{source.name} has no row of column names as this format has", source=source.name)


def _named(
    rows: Iterator[tuple[int, list[str]] | Rejected], is_header: IsHeader | None
) -> Iterator[Row | Rejected | None]:
    """The rows below the header by names of columns; first None once the header is found."""
    names: list[str] = []
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            return
        number, cells = row
        if names:
            cells = cells[: len(names)] + [""] * (len(names) - len(cells))
            if any(cells):
                yield number, dict(zip(names, cells, strict=True))
        elif number > _BEFORE_HEADER and is_header is not None:
            return
        elif any(cells) and (is_header is None or is_header(cells)):
            names = column_names(cells)
            yield None


def _kept(source: Source, file: IO[bytes]) -> None:
    """Copy the workbook to ``file``: a zip is read from its end."""
    size = 0
    while chunk := source.stream.read(1 << 20):
        size += len(chunk)
        if size > MAX_FILE:
            raise LoadError(f"{source.name} is a workbook of more than {MAX_FILE >> 20} MB", source=source.name)
        file.write(chunk)
    file.seek(0)


def _opened(name: str, file: Any) -> Any:
    try:
        import openpyxl
    except ImportError:
        raise LoadError(
            f"{name} is a workbook, and openpyxl is not installed", source=name, hint="pip install 'coterie[xlsx]'"
        ) from None
    _check(name, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever damaged parts make of it
        raise LoadError(f"{name} is no workbook that can be read: {_reason(error)}", source=name) from None


def _check(name: str, file: BinaryIO) -> None:
    """Refuse what would unpack to too much. Sizes as stated are binding: zipfile reads no further."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise LoadError(f"{name} is no workbook that can be read: {_reason(error)}", source=name) from None
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    texts = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    if unpacked > MAX_UNPACKED or texts > MAX_TEXTS or (unpacked > 1 << 24 and unpacked > MAX_RATIO * packed):
        raise LoadError(f"{name} is a workbook that unpacks to {unpacked >> 20} MB", source=name)


def _cells(sheet: Any, name: str) -> Iterator[tuple[int, list[str]] | Rejected]:
    """Number and cells of the rows of a sheet."""
    number = 0
    try:
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True) if hasattr(sheet, "iter_rows") else iter(())
        while True:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                batch = [[_text(value) for value in row] for row in islice(rows, _BATCH)]
            if not batch:
                return
            for cells in batch:
                number += 1
                yield number, cells
    except Exception as error:  # openpyxl raises whatever damaged parts make of it
        if not number:
            raise LoadError(f"{name} is no workbook that can be read: {_reason(error)}", source=name) from None
        reason = f"the sheet cannot be read from here on: {_reason(error)}"
        yield Rejected(source="", position=str(number + 1), reason=reason)


def _text(value: object) -> str:
    """A cell as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat().removesuffix("T00:00:00")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
