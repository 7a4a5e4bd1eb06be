"""What a loader is: one format, from a stream of bytes to records.

A loader is registered under the entry-point group ``coterie.loaders``; the value is an object with the members of
:class:`Loader`. ``read`` finds the items of a source, ``transform`` turns one item into records and is pure, so that
it is tested without files. What belongs to the whole source (the owner of a page, the words of its texts) is
collected by ``read`` in a first pass and handed on inside each item: a record never depends on another file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from coterie.graph.model.records import Record, Rejected

EXCERPT = 80
"""Characters of an item that a :class:`Rejected` shows."""


class BadItem(ValueError):
    """One item of a source cannot become a record; ``str()`` is the reason. The rest of the source goes on."""


@dataclass(frozen=True)
class Source:
    """One input, opened.

    ``name`` is how it is shown; ``stream`` its decompressed bytes; ``path`` the file on disk, beside which a loader
    may find its siblings (None for standard input and members of archives); ``year`` stands in for the year where the
    source states a month and day alone.
    """

    name: str
    stream: BinaryIO
    path: Path | None = None
    year: int | None = None


@dataclass(frozen=True)
class RawItem:
    """One item as read. ``position`` is where it stands in its source, usually the line; ``data`` is the loader's own;
    ``excerpt`` is how it begins, shown if it is rejected."""

    position: str
    data: Any
    excerpt: str = ""


class Loader(Protocol):
    """A format.

    ``name`` is what ``--loader`` takes, ``title`` one line for people. ``sniff`` gets the first bytes (decompressed)
    and the name of an input and says from 0 (not this format) to 1 how sure it is. ``read`` yields items, or
    :class:`Rejected` (with ``position`` only; source and file are filled in) for what is no item; it raises
    ``LoadError`` where the source as a whole is not of the format. ``transform`` raises :class:`BadItem`.
    """

    name: str
    title: str

    def sniff(self, head: bytes, path: str) -> float: ...

    def read(self, source: Source) -> Iterator[RawItem | Rejected]: ...

    def transform(self, raw: RawItem) -> list[Record]: ...


def excerpt(text: str) -> str:
    """The beginning of ``text`` in one line, at most ``EXCERPT`` characters."""
    line = " ".join(text[: 4 * EXCERPT].split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
