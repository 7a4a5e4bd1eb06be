"""What ``load --dry-run`` shows: the first records of each input, in full."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from coterie.cli import table

if TYPE_CHECKING:
    from coterie.graph.assembly.report import FileReport
    from coterie.graph.model.records import Record

RECORDS = 3
"""Records shown of each input."""

FILES = 3
"""Inputs of each loader whose records are shown on a terminal."""

_LISTED = 20


class Preview:
    """Keeps the first records of each input as they are read."""

    def __init__(self) -> None:
        self._kept: dict[str, list[dict[str, Any]]] = {}

    def __call__(self, file: str, record: Record) -> None:
        kept = self._kept.setdefault(file, [])
        if len(kept) < RECORDS:
            import msgspec

            kept.append(msgspec.to_builtins(record))

    def of(self, file: str) -> list[dict[str, Any]]:
        """The first records of an input, as the JSON Lines of records write them."""
        return self._kept.get(file, [])

    def lines(self, files: list[FileReport], width: int | None) -> list[str]:
        """The records as a person reads them; of many inputs those of the first few of each loader."""
        out, shown = [], Counter[str]()
        for file in files:
            shown[file.loader] += 1
            if shown[file.loader] <= FILES and self.of(file.file):
                out += [table.printable(f"{file.file} ({file.loader})") + "\n\n"]
                out += [table.pairs(fields(record), width) + "\n" for record in self.of(file.file)]
        left = sum(shown.values()) - sum(min(n, FILES) for n in shown.values())
        return [*out, f"(the records of {left:,} more inputs: --format json)\n\n"] if left else out


def fields(record: dict[str, Any]) -> list[tuple[str, Any]]:
    """Name and value of each field of a record; each mention, affiliation and topic is a line of its own."""
    out: list[tuple[str, Any]] = []
    for name, value in record.items():
        if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            one = table.label(name)
            out += [(f"{one.removesuffix('s')} {i}", _inline(item)) for i, item in enumerate(value[:_LISTED], 1)]
            if len(value) > _LISTED:
                out.append((name, f"… and {len(value) - _LISTED:,} more (--format json)"))
        else:
            out.append((table.label(name), _inline(value) if isinstance(value, dict) else value))
    return out


def _inline(item: dict[str, Any]) -> str:
    """A dictionary in one line: ``written: Ada Lovelace; position: 1``."""
    return "; ".join(f"{table.label(key)}: {_value(value)}" for key, value in item.items())


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(one) for one in value)
    return f"({_inline(value)})" if isinstance(value, dict) else table.show(value)
