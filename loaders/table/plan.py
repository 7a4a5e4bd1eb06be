"""A checked mapping made ready: for each part of a paper, the cells to read and the rows that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import Source
from coterie.loaders.table.cells import ABSENT, Cells, Get, GetAll, all_getter, columns_in, getter, nothing
from coterie.loaders.table.joining import Joined, Room, Widened
from coterie.loaders.table.keys import AUTHORSHIPS

_GROUPS = ("authors", "editors", "affiliations", "topics")
_NO_CELLS = frozenset({"rows", "file", "sheet", "delimiter", "absent", "join", "source", "date_order", "sorted", "by",
                       "separator", "complete", "scheme"})  # fmt: skip


class Part:
    """The cells of a paper, or of one of its groups (authors, topics, …), by their key in the mapping."""

    def __init__(self, spec: Mapping[str, Any], absent: frozenset[str], separators: tuple[str, ...] = ()) -> None:
        self.spec, self.absent = spec, absent
        self.separators: tuple[str, ...] = tuple(spec.get("separator", separators))
        self.apart = "file" in spec
        """Whether each row gives one of the group, not several in its cells."""

    def get(self, key: str) -> Get:
        """The text of the cell ``key``, "" where the mapping has none."""
        return getter(self.spec[key], self.absent) if key in self.spec else nothing

    def all(self, key: str) -> GetAll:
        """The values of the cell ``key``, taken apart at the group's separators."""
        if key not in self.spec:
            return lambda row: []
        return all_getter(self.spec[key], self.absent, self.separators)

    def each(self, key: str) -> list[Get]:
        """The cells of a list, each by itself."""
        return [getter(spec, self.absent) for spec in self.spec.get(key, ())]

    @property
    def columns(self) -> set[str]:
        """The columns that its cells name, those of its groups left out."""
        return {name for key, cell in self.spec.items() if key not in _NO_CELLS and key not in _GROUPS
                for name in (_of_ids(cell) if key == "ids" else columns_in(cell))}  # fmt: skip


def _of_ids(spec: Any) -> set[str]:
    return columns_in(list(spec.values()) if isinstance(spec, dict) else spec)


def absent_in(mapping: Mapping[str, Any]) -> frozenset[str]:
    """The texts that mean that a cell has no value."""
    return frozenset(mapping.get("absent", ABSENT)) | {""}


def parts_of(mapping: Mapping[str, Any], key: str) -> list[Part]:
    """The groups of a mapping under ``key``."""
    found = mapping.get(key, [])
    specs = found if isinstance(found, list) else [found]
    return [Part(spec, absent_in(mapping)) for spec in specs]


def own_columns(mapping: Mapping[str, Any]) -> set[str]:
    """The columns that the main table of papers must have where nothing is joined to it."""
    out = Part(mapping, absent_in(mapping)).columns
    for part in [part for key in _GROUPS for part in parts_of(mapping, key)]:
        if part.apart:
            out |= here_of([part.spec])
        elif "join" not in part.spec:
            out |= part.columns
    return out


def files_of(mapping: Mapping[str, Any]) -> frozenset[str]:
    """The names of all files that a mapping joins."""
    specs: list[Mapping[str, Any]] = [mapping]
    for key in _GROUPS:
        found = mapping.get(key, [])
        specs += found if isinstance(found, list) else [found]
    joined = [one["file"] for spec in specs for one in spec.get("join", ())]
    return frozenset(joined + [spec["file"] for spec in specs[1:] if "file" in spec])


@dataclass
class Rows:
    """Where the rows of a group stand: in a file of their own, widened by others, or in the main row."""

    part: Part
    joined: Joined | None
    widened: Widened
    _order: Get = field(default=nothing)

    @classmethod
    def of_group(cls, part: Part, source: Source, room: Room) -> Rows:
        """Reads the joined files of a group. Raises ``LoadError`` where they lack a column."""
        joins = part.spec.get("join", [])
        wanted = part.columns | here_of(joins)
        joined = Joined(part.spec, wanted, source, room) if part.apart else None
        widened = Widened(joins, wanted, source, room)
        if joined is not None:
            known = {*joined.columns, *(column for one in widened.joined for column in one.columns)}
            if absent := wanted - known:
                files = ", ".join([part.spec["file"], *(one["file"] for one in joins)])
                raise LoadError(f"{files}: no column {', '.join(map(repr, sorted(absent)))}", source=source.name,
                                hint=f"columns: {', '.join(sorted(joined.all_columns))}")  # fmt: skip
        return cls(part, joined, widened, part.get("order"))

    def of(self, row: Cells) -> list[Cells]:
        """The rows of the group that belong to a row of the main table, in their order."""
        found: list[Cells] = [row] if self.joined is None else list(self.joined.of(row))
        return self.ordered([self.widened.of(one) for one in found])

    def ordered(self, rows: list[Cells]) -> list[Cells]:
        """By the number in the declared cell, rows without one last; else as they are."""
        return rows if self._order is nothing else sorted(rows, key=lambda row: _number(self._order(row)))

    @property
    def wanted_here(self) -> set[str]:
        """The columns of the main row that it needs."""
        if self.joined is not None:
            return here_of([self.part.spec])
        there = {column for one in self.widened.joined for column in one.columns}
        here = here_of(self.part.spec.get("join", []))
        return (self.part.columns | here) - (there - here)

    @property
    def rejected(self) -> Iterator[Rejected]:
        """What of its files could not be read."""
        for one in [*([self.joined] if self.joined else []), *self.widened.joined]:
            yield from one.rejected


def here_of(joins: list[Mapping[str, Any]]) -> set[str]:
    """The columns by which further files are joined to a row."""
    return {" ".join(name.split()) for one in joins for name in one["by"]}


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return float("inf")
    return number if number == number else float("inf")


@dataclass
class Plan:
    """A mapping of papers with the files that it joins read into memory."""

    mapping: Mapping[str, Any]
    part: Part
    widened: Widened
    groups: dict[str, list[Rows]]
    wanted: set[str]

    @classmethod
    def of(cls, mapping: Mapping[str, Any], source: Source) -> Plan:
        """Reads the joined files. Raises ``LoadError`` where one is absent, too large, or lacks a column."""
        room, part = Room(), Part(mapping, absent_in(mapping))
        groups = {key: [Rows.of_group(one, source, room) for one in parts_of(mapping, key)] for key in _GROUPS}
        joins = mapping.get("join", [])
        wanted = part.columns | here_of(joins)
        for rows in (rows for found in groups.values() for rows in found):
            wanted |= rows.wanted_here
        widened = Widened(joins, wanted, source, room)
        wanted -= {column for one in widened.joined for column in one.columns} - here_of(joins)
        return cls(mapping, part, widened, groups, wanted)

    @property
    def pairs(self) -> bool:
        """Whether a row is an authorship, not a paper."""
        return bool(self.mapping["rows"] == AUTHORSHIPS)

    @property
    def rejected(self) -> Iterator[Rejected]:
        """What of the joined files could not be read."""
        for one in self.widened.joined:
            yield from one.rejected
        for rows in (rows for found in self.groups.values() for rows in found):
            yield from rows.rejected
