"""Rows of a Parquet file (https://parquet.apache.org/docs/file-format/), read in batches through pyarrow."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Collection, Iterator
from typing import IO, Any

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import Source
from coterie.loaders.reading.rows import IsHeader, Row, column_names

MAX_FILE = 16 << 30
"""Bytes of the largest file that is read."""

BATCH = 1000
"""Rows decoded at a time."""

MAX_GROUP = 1 << 30
"""Bytes, unpacked, of the columns of one row group above which a file is refused: a writer's groups are far smaller."""

LISTED = "; "
"""What joins the items of a list in a cell."""

_CHUNK = 1 << 20


def is_parquet(head: bytes) -> bool:
    """Whether the first bytes of an input are those of a Parquet file."""
    return head.startswith(b"PAR1")


def parquet_rows(
    source: Source, *, is_header: IsHeader | None = None, wanted: Collection[str] | None = None
) -> Iterator[Row | Rejected]:
    """The rows with the columns ``wanted`` (default: all), numbered from 1, and cells as text by column: dates in ISO
    form, whole numbers without a point, lists joined by ``LISTED``. Where the file is damaged, what came before is kept
    and the rest is one :class:`Rejected`.

    Raises ``LoadError`` for what is no Parquet file, is too large, or whose columns ``is_header`` does not accept; and
    where pyarrow is not installed.
    """
    with tempfile.TemporaryFile() as kept:
        _keep(source, kept)
        file = _opened(source.name, kept)
        names = column_names(list(file.schema_arrow.names))
        if is_header is not None and not is_header(names):
            raise LoadError(f"{source.name} has no columns as this format has", source=source.name)
        chosen = [at for at, name in enumerate(names) if wanted is None or name in wanted]
        names = [names[at] for at in chosen]
        yield from _rows(file, [file.schema_arrow.names[at] for at in chosen], names)


def _rows(file: Any, columns: list[str], names: list[str]) -> Iterator[Row | Rejected]:
    number = 0
    batches = file.iter_batches(batch_size=BATCH, columns=columns, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            texts = [_texts(column) for column in batch.columns] if batch is not None else []
        except Exception as error:  # pyarrow raises whatever damaged pages make of it
            reason = f"the file cannot be read from here on: {_reason(error)}"
            yield Rejected(source="", position=str(number + 1), reason=reason)
            return
        if batch is None:
            return
        for cells in zip(*texts, strict=True):
            number += 1
            if any(cells):
                yield number, dict(zip(names, cells, strict=True))


def _keep(source: Source, kept: IO[bytes]) -> None:
    """Copy the file to ``kept``: Parquet is read from its end."""
    size = 0
    while chunk := source.stream.read(_CHUNK):
        size += len(chunk)
        if size > MAX_FILE:
            raise LoadError(f"{source.name} is larger than {MAX_FILE >> 30} GB", source=source.name)
        kept.write(chunk)
    kept.seek(0)


def _opened(name: str, kept: IO[bytes]) -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise LoadError(
            f"{name} is a Parquet file, and pyarrow is not installed",
            source=name,
            hint="python -m pip install 'coterie[parquet]'",
        ) from None
    try:
        file = pq.ParquetFile(kept, pre_buffer=False, buffer_size=_CHUNK)
        groups = [file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)]
    except Exception as error:  # pyarrow raises whatever a damaged footer makes of it
        raise LoadError(f"{name} is no Parquet file that can be read: {_reason(error)}", source=name) from None
    if max(groups, default=0) > MAX_GROUP:
        raise LoadError(f"{name} has a row group of {max(groups) >> 20} MB: refused", source=name,
                        hint=f"write it with row groups below {MAX_GROUP >> 20} MB")  # fmt: skip
    return file


def _texts(column: Any) -> list[str]:
    return [value if type(value) is str else _text(value) for value in column.to_pylist()]


def _text(value: object) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return LISTED.join(filter(None, map(_text, value)))
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
