"""What ``load`` says of tables whose columns were guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coterie.cli.table import printable

if TYPE_CHECKING:
    from coterie.graph.assembly.report import FileReport

_SHOWN = 3


def guesses(files: list[FileReport], *, full: bool) -> Iterator[str]:
    """For each of the first few tables, its mapping: one line, or with ``full`` as the YAML to be saved and changed."""
    from coterie.loaders.table.mapping import as_yaml, check_mapping

    guessed = [(file.file, check_mapping(json.loads(file.options["map"]))) for file in files if "map" in file.options]
    for name, mapping in guessed[:_SHOWN]:
        if full:
            yield printable(f"{name} is read by this guess; save it, change it, and give it with --map FILE:")
            yield from (f"  {printable(line)}" for line in as_yaml(mapping).splitlines())
        else:
            yield printable(f"{name}: guessed {', '.join(_pairs(mapping))} (--dry-run shows it as a file for --map)")
    if len(guessed) > _SHOWN:
        yield f"… and {len(guessed) - _SHOWN:,} more tables by guesses"


def _pairs(mapping: dict[str, Any], above: str = "") -> Iterator[str]:
    """``title = Titel``, ``authors.name = Autoren``: each key and its column."""
    for key, value in mapping.items():
        if isinstance(value, dict) and "column" not in value:
            yield from _pairs(value, f"{above}{key}.")
        elif key not in ("rows", "scheme"):
            cells = value if isinstance(value, list) else [value]
            yield f"{above}{key} = " + " + ".join(c["column"] if isinstance(c, dict) else str(c) for c in cells)
