"""What the columns of a table mean: as declared (``--map FILE``), else guessed from the header."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from coterie.graph.model.errors import LoadError
from coterie.loaders.base import Source
from coterie.loaders.reading.lines import Again
from coterie.loaders.reading.parquet import is_parquet
from coterie.loaders.reading.rows import IsHeader, header
from coterie.loaders.reading.sheets import is_workbook
from coterie.loaders.table.keys import PEOPLE
from coterie.loaders.table.mapping import check_mapping
from coterie.loaders.table.plan import files_of
from coterie.loaders.table.reading import PACKED, Columns, columns_of, sibling, table_rows

Guess = Callable[[list[str], str], dict[str, Any]]
"""From the names of the columns and the name of the input to a mapping."""

_PEEK = 256 << 10


@contextmanager
def declared(
    source: Source, is_header: IsHeader, guess: Guess, *, people: bool
) -> Iterator[tuple[Source, dict[str, Any]]]:
    """The source, still to be read, and the mapping for it. Raises ``LoadError`` where the mapping has an error or is
    for tables of another kind, or nothing can be guessed."""
    if source.mapping is not None:
        mapping = check_mapping(source.mapping)
        if (mapping["rows"] == PEOPLE) != people:
            hint = f"--loader {'table' if people else 'roster'}"
            raise LoadError(
                f"the mapping is not for this loader (rows: {mapping['rows']})", source=source.name, hint=hint
            )
        yield source, mapping
        return
    head = source.stream.read(_PEEK)
    if not _binary(head):
        found = header(head, is_header)[1] or header(head)[1]
        again = replace(source, stream=cast(BinaryIO, Again(head, source.stream)))
        yield again, guess(found, source.name)
        return
    with tempfile.TemporaryFile() as kept:
        kept.write(head)
        shutil.copyfileobj(source.stream, kept)
        kept.seek(0)
        columns = columns_of(replace(source, stream=cast(BinaryIO, kept)), is_header)
        kept.seek(0)
        yield replace(source, stream=cast(BinaryIO, kept)), guess(columns, source.name)


def check_columns(source: Source, mapping: Mapping[str, Any], wanted: set[str]) -> None:
    """Look whether a table has the columns ``wanted`` (not asked where others are joined, which may have them), and
    the joined files are there. Raises ``LoadError``."""
    for name in files_of(mapping):
        sibling(source.path, name, source.name)
    columns = Columns(set() if "join" in mapping else wanted)
    next(table_rows(source, columns, delimiter=mapping.get("delimiter"), sheet=mapping.get("sheet")), None)


def sureness(head: bytes, path: str, is_header: IsHeader) -> float:
    """A guess at most: 0.4 where text has a header that ``is_header`` accepts, 0.3 where a workbook or Parquet file
    that lies at ``path`` has."""
    if not _binary(head):
        return 0.4 if header(head, is_header)[1] else 0.0
    try:
        with Path(path).open("rb") as stream:
            return 0.3 if is_header(columns_of(Source(path, stream, Path(path)), is_header)) else 0.0
    except (OSError, LoadError):
        return 0.0


def joined_names(mapping: Mapping[str, Any] | None, path: Path) -> frozenset[str]:
    """Names, as they lie beside ``path``, of the files that a mapping joins."""
    joined = files_of(check_mapping(mapping)) if mapping is not None else ()
    return frozenset(name + packed for name in joined for packed in PACKED if path.with_name(name + packed).exists())


def _binary(head: bytes) -> bool:
    return is_parquet(head) or is_workbook(head)
