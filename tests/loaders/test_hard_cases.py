"""Real hard cases, one a line of ``hard_cases/LOADER.tsv``: what stands in a file, and what must come of it."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from support import shared_data

from coterie.graph.model.records import AffiliationRecord, Mention, PaperRecord, PersonRecord, Record, Rejected
from coterie.loaders.opening import find
from coterie.loaders.reading.lines import text, wide_encoding
from coterie.loaders.registry import open_inputs
from coterie.loaders.table.mapping import read_mapping

FOLDER = Path(__file__).parent / "hard_cases"
MAPS = Path(__file__).parent / "maps"
LEAST = 200
ABSENT = "-"


class Case(NamedTuple):
    loader: str
    file: str
    position: str
    what: str
    raw: str
    expected: str


def cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            assert next(rows) == ["file", "position", "what", "raw", "expected"], path.name
            found += [Case(path.stem, *row) for row in rows]
    return found


def by_file() -> dict[tuple[str, str], list[Case]]:
    out = defaultdict(list)
    for case in cases():
        out[case.loader, case.file].append(case)
    return dict(out)


def test_there_are_enough() -> None:
    assert len(cases()) >= LEAST
    assert len(set(cases())) == len(cases()), "a case stands twice"


@lru_cache(maxsize=1)
def opened(file: str) -> tuple[Path, str]:
    """The file or archive on disk, and the member's name in it ("" for a plain file)."""
    parts = file.split("/")
    for size in range(1, len(parts) + 1):
        path = shared_data("data", *parts[:size])
        if path.is_file():
            return path, "/".join(parts[size:])
    raise AssertionError(f"{file} is a folder")


def content(path: Path, member: str) -> str:
    (found,) = [f for f in find(path) if not member or f.name.endswith("/" + member)]
    with found.open() as stream:
        data = stream.read()
    wide = wide_encoding(data[:64])
    whole = data.decode(wide, "replace") if wide else text(data)
    return whole.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(("loader", "file"), sorted(by_file()), ids=lambda part: str(part).rpartition("/")[2])
def test_hard_cases(loader: str, file: str) -> None:
    path, member = opened(file)
    whole = content(path, member)
    records: dict[str, list[Record | Rejected]] = defaultdict(list)
    mapping = read_mapping(MAPS / "nber.yaml") if loader == "table" else None
    for document in open_inputs([path], loader=loader, mapping=mapping):
        if not member or document.file.endswith("/" + member):
            for record in document:
                assert record.position is not None
                records[record.position.removeprefix(f"{document.file}:")].append(record)
    wrong = []
    for case in by_file()[loader, file]:
        raw = case.raw.replace("\\n", "\n").replace("\\t", "\t")
        if raw not in whole and case.raw not in whole:
            wrong.append(f"{case.position} {case.what}: the file does not hold {raw!r}")
            continue
        got = {value(record, case.what) for record in records[case.position]}
        if case.expected not in got:
            wrong.append(f"{case.position} {case.what}: {sorted(got)} is not {case.expected!r}")
    assert not wrong, "\n".join(wrong)


def value(record: Record | Rejected, what: str) -> str:
    """The value of ``what`` as a case states it."""
    first, _, rest = what.partition(" ")
    if isinstance(record, Rejected):
        return record.reason if what == "rejected" else "rejected"
    if first == "author" and isinstance(record, PaperRecord):
        number, _, part = rest.partition(" ")
        found = [m for m in record.mentions if m.position == int(number)]
        return said(of_mention(found[0], part)) if found else ABSENT
    if first == "authors" and isinstance(record, PaperRecord):
        return said("; ".join(m.written for m in record.mentions))
    if first.startswith("ids.") and isinstance(record, PaperRecord):
        return said(record.ids.get(first[4:]))
    if first == "topics" and isinstance(record, PaperRecord):
        return said("; ".join(t.name or t.code for t in record.topics))
    if first == "codes" and isinstance(record, PaperRecord):
        return said("; ".join(f"{t.scheme}:{t.code}" for t in record.topics))
    if first == "affiliations" and isinstance(record, PaperRecord | PersonRecord):
        names = [getattr(a, "affiliation", a).name for a in record.affiliations]
        return said("; ".join(names))
    assert isinstance(record, PaperRecord | PersonRecord | AffiliationRecord), what
    found_value = getattr(record, first, None)
    return said("; ".join(map(str, found_value)) if isinstance(found_value, tuple) else found_value)


def of_mention(mention: Mention, part: str) -> object:
    if not part:
        return mention.written
    if part == "affiliations":
        return "; ".join(a.name for a in mention.affiliations)
    if part == "source_ids":
        return "; ".join(mention.source_ids)
    return getattr(mention, part)


def said(value: object) -> str:
    return ABSENT if value is None or value == "" else str(value)
