"""What a loader is: one format, from a stream of bytes to records.

A loader is registered under the entry-point group ``coterie.loaders``; the value is an object with the members of
:class:`Loader`. ``read`` finds the items of a source, ``transform`` turns one item into records and is pure, so that
it is tested without files. What belongs to the whole source (the owner of a page, the words of its texts) is
collected by ``read`` in a first pass and handed on inside each item: a record never depends on another file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from coterie.graph.model.records import Record, Rejected

EXCERPT = 80
"""Characters of an item that a :class:`Rejected` shows."""


class BadItem(ValueError):
    """One item of a source cannot become a record; ``str()`` is the reason. The rest of the source goes on."""


@dataclass(frozen=True)
class Source:
    """One input, opened.

    ``name`` is how it is shown; ``stream`` its decompressed bytes; ``path`` the file on disk, beside which a loader
    may find its siblings (a member of an archive lies unpacked; None for standard input); ``year`` stands in for the
    year where the source states a month and day alone; ``mapping`` is the declared mapping of a table (``--map``).
    """

    name: str
    stream: BinaryIO
    path: Path | None = None
    year: int | None = None
    mapping: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class About:
    """What ``docs/loaders.md`` says of a format, beyond name and title.

    ``source`` issues the records, ``specification`` names where the format is described, ``fields`` maps a field of
    the format to the property of the record that it becomes, ``cannot`` lists what the format cannot say and what is
    left out, ``notes`` how doubtful things are read. ``verified`` is false where no real file was at hand.
    """

    source: str
    specification: str
    fields: Mapping[str, str]
    cannot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    verified: bool = True


class RawItem(msgspec.Struct, frozen=True):
    """One item as read. ``position`` is where it stands in its source, usually the line; ``data`` is the loader's own,
    and may be used only until the next item is asked for; ``excerpt`` is how it begins, shown if it is rejected (may
    be left out where ``data`` is text or bytes)."""

    position: str
    data: Any
    excerpt: str = ""


class Loader(Protocol):
    """A format.

    ``name`` is what ``--loader`` takes, ``title`` one line for people. ``sniff`` gets the first bytes (decompressed)
    and the name of an input and says from 0 (not this format) to 1 how sure it is. ``read`` yields items, or
    :class:`Rejected` (with ``position`` only; source and file are filled in) for what is no item; it raises
    ``LoadError`` where the source as a whole is not of the format. ``transform`` raises :class:`BadItem` or another
    ``ValueError``; what the format marks as no record (a deleted one) may give an empty list, and is not counted.

    A loader may also have ``about``, an :class:`About`, for the documentation; those of Coterie all have. ``binary``,
    if true, has it asked about workbooks, Parquet and other inputs that are no text. ``parts(path)``, or with a
    declared mapping ``parts(path, mapping)``, gives the names, relative to the folder of ``path``, of files that belong
    to the input at ``path`` and are no inputs themselves, such as the tables that are joined to it.
    ``mapping_for(source)`` gives the mapping by which a table is read, which is kept with the load: the declared one,
    or a guess; it raises ``LoadError`` where that does not fit the table.
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


def shown(data: Any) -> str:
    """The excerpt of an item's data where that is text or bytes, else ""."""
    if isinstance(data, bytes):
        data = data[: 4 * EXCERPT].decode("utf-8", "replace")
    return excerpt(data) if isinstance(data, str) else ""
