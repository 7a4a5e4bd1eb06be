"""What a command gives out: rows or one object, in the format asked for, to standard output or a file."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from coterie.cli import formats, table

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "xlsx")
_SUFFIXES = {"json": "json", "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "tsv": "tsv", "xlsx": "xlsx"}
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class Output:
    """Where results go and how. Data goes to standard output or to ``file``; notes beneath a table, else to stderr."""

    format: str = "table"
    file: Path | None = None
    open: bool = False
    quiet: bool = False

    @classmethod
    def choose(cls, format: str | None, file: str | None, open: bool, quiet: bool = False) -> Output:
        """The output that the options ask for; without ``--format`` the suffix of the file tells it."""
        path = None if file in (None, "-") else Path(str(file))
        chosen = format or (_SUFFIXES.get(path.suffix.lower().removeprefix("."), "table") if path else "table")
        if chosen == "xlsx" and path is None and sys.stdout.isatty():
            raise click.UsageError("--format xlsx needs --output FILE")
        if open and path is None:
            raise click.UsageError("--open needs --output FILE")
        return cls(chosen, path, open, quiet)

    def emit(self, columns: Sequence[str], rows: Rows, notes: Sequence[str] = (), title: str = "",
             above: Sequence[str] = ()) -> None:  # fmt: skip
        """Give out ``rows``; ``title``, and before it the finished lines ``above``, stand above a table and ``notes``
        (the choices made) beneath it."""
        if self.format == "table":
            self._write([*above, *self._table(columns, list(rows), notes, title)])
            return
        self._write(_encoded(self.format, columns, rows))
        self._say(notes)

    def emit_items(self, items: Sequence[Mapping[str, Any]], columns: Sequence[str], notes: Sequence[str] = ()) -> None:
        """Give out rows that know their columns (those of the first; ``columns`` where there is none)."""
        known = list(items[0]) if items else columns
        self.emit(known, [[item.get(name) for name in known] for item in items], notes)

    def emit_one(self, item: Mapping[str, Any], notes: Sequence[str] = (), title: str = "") -> None:
        """Give out a single result: an object in JSON, ``name  value`` lines as a table, one row elsewhere."""
        if self.format == "json":
            self._write([formats.one_json(item)])
        elif self.format == "table":
            shown = [(table.label(k), v) for k, v in item.items() if v is not None and v != []]
            self._write(
                [*self._wrapped([title] if title else []), table.pairs(shown, self.width()), *self._beneath(notes)]
            )
            return
        else:
            self._write(_encoded(self.format, list(item), [list(item.values())]))
        self._say(notes)

    def emit_text(self, text: str, notes: Sequence[str] = ()) -> None:
        """Give out a finished text, such as a page, with ``notes`` beneath it."""
        self._write([text, *self._beneath(notes)])

    def _table(self, columns: Sequence[str], rows: list[Sequence[Any]], notes: Sequence[str], title: str) -> list[str]:
        plain = [[formats.plain(v) for v in row] for row in rows]
        body = table.render(columns, plain, self.width()) if rows else "(no rows)\n"
        return [*self._wrapped([title] if title else []), body, *self._beneath(notes)]

    def width(self) -> int | None:
        """Columns that a table may take; None for no limit."""
        return None if self.file else table.terminal_width()

    def _beneath(self, notes: Sequence[str]) -> list[str]:
        if self.quiet or not notes:
            return []
        return ["\n", *self._wrapped(notes)]

    def _wrapped(self, notes: Sequence[str]) -> list[str]:
        return [line + "\n" for note in notes for line in table.wrap(note, self.width())]

    def _say(self, notes: Sequence[str]) -> None:
        if not self.quiet:
            for note in notes:
                click.echo(note, err=True)

    def _write(self, chunks: Iterable[str | bytes]) -> None:
        if self.file is None:
            _to_stdout(chunks)
            return
        write_file(self.file, chunks)
        if self.open:
            click.launch(str(self.file))


def write_file(path: Path, chunks: Iterable[str | bytes]) -> None:
    """Write ``chunks`` as UTF-8 to ``path`` all at once: a reader sees the old file or the whole new one.

    Raises OSError that names ``path``.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:  # a device or a named pipe is written to as it stands
            stream.writelines(_bytes(chunks))
        return
    name = ""
    try:
        descriptor, name = tempfile.mkstemp(prefix=".coterie-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(_bytes(chunks))
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _to_stdout(chunks: Iterable[str | bytes]) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.writelines(_bytes(chunks))
    sys.stdout.buffer.flush()


def _bytes(chunks: Iterable[str | bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", "replace")


def _encoded(format: str, columns: Sequence[str], rows: Rows) -> Iterable[str | bytes]:
    if format == "json":
        return formats.to_json(columns, rows)
    if format == "jsonl":
        return formats.to_jsonl(columns, rows)
    if format == "xlsx":
        from coterie.cli.xlsx import to_xlsx

        return [to_xlsx(columns, rows)]
    return formats.to_separated(columns, rows, "," if format == "csv" else "\t")
