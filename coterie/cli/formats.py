"""Rows as JSON, JSON Lines, CSV, TSV and XLSX: full precision, ISO dates, null for absent, formula cells inert."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a cell that a spreadsheet may take for a formula."""


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: dates ISO, bytes hexadecimal, numpy scalars and NaN plain, graph elements objects."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "nodes") and hasattr(value, "relationships"):
        return [plain(node) for node in value.nodes]
    if isinstance(value, Mapping) or hasattr(value, "items"):
        return {str(k): plain(v) for k, v in value.items()}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, Iterable):
        return [plain(v) for v in value]
    return str(value)


def json_objects(columns: Sequence[str], rows: Iterable[Sequence[Any]], indent: str = "") -> Iterator[str]:
    """One JSON object for each row, on a line of its own."""
    for row in rows:
        yield indent + _dump(dict(zip(columns, map(plain, row), strict=True)))


def to_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """One array of flat objects, an object a line."""
    first = True
    for line in json_objects(columns, rows, "  "):
        yield ("[\n" if first else ",\n") + line
        first = False
    yield "[]\n" if first else "\n]\n"


def to_jsonl(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """One object a line."""
    for line in json_objects(columns, rows):
        yield line + "\n"


def one_json(item: Mapping[str, Any]) -> str:
    """A single result as one object."""
    return json.dumps(plain(item), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_separated(columns: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str) -> Iterator[str]:
    """CSV or TSV with a header; absent is empty; text that a spreadsheet would run begins with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    for row in chain([columns], rows):
        writer.writerow([_cell(plain(value)) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def inert(text: str) -> str:
    """``text`` with an apostrophe before it where it begins like a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = inert(value if isinstance(value, str) else joined(value))
    return text.replace("\r\n", "\n").replace("\r", "\n")  # a lone carriage return ends a row for many readers


def joined(value: Any) -> str:
    """A list or object in one cell: a list of texts with ``; `` between, all else as JSON."""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    return _dump(value)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
