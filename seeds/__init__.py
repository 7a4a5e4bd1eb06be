"""The first input: the facts of five documents as records (see ``README.md`` for origin and counts)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coterie.graph.model.records import Record, decode, identified

YEAR = 2026
"""The year of the dates that the documents give without one."""


def path() -> Path:
    """The file of records, JSON Lines."""
    return Path(__file__).with_name("five_documents.jsonl")


def records() -> Iterator[Record]:
    """The records, identified, in the order of the documents."""
    with path().open("rb") as lines:
        for line in lines:
            yield identified(decode(line))
