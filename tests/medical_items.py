"""What the tests of PubMed, MEDLINE, EndNote, ROR and JATS share."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected
from coterie.loaders.base import Loader, Source


def loaded(loader: Loader, data: bytes | str | Path) -> tuple[list[Record], list[str]]:
    """Records of an input, and ``position: reason`` of each rejection. Anything but ``ValueError`` from transform
    fails the test."""
    if isinstance(data, Path):
        data = data.read_bytes()
    content = data.encode() if isinstance(data, str) else data
    records: list[Record] = []
    rejected: list[str] = []
    for raw in loader.read(Source("made", io.BytesIO(content))):
        if isinstance(raw, Rejected):
            rejected.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            records += loader.transform(raw)
        except ValueError as error:
            rejected.append(f"{raw.position}: {error}")
    return records, rejected


def papers(loader: Loader, data: bytes | str | Path) -> list[PaperRecord]:
    """The papers of an input that has nothing to reject."""
    records, rejected = loaded(loader, data)
    assert rejected == []
    assert all(isinstance(record, PaperRecord) for record in records)
    return [record for record in records if isinstance(record, PaperRecord)]


def paper(loader: Loader, data: bytes | str | Path) -> PaperRecord:
    """The only paper of an input."""
    (record,) = papers(loader, data)
    return record


def survives(loader: Loader, data: bytes) -> None:
    """Reading ``data`` gives records that can be taken, and reasons; or says that it is not of the format."""
    assert 0 <= loader.sniff(data[:65536], "x") <= 1
    try:
        records, rejected = loaded(loader, data)
    except LoadError:
        return
    assert all(reason.partition(": ")[2] for reason in rejected)
    for record in records:
        assert record.source
        if isinstance(record, PaperRecord):
            assert record.title or record.ids
            assert all(mention.written.strip() for mention in record.mentions)
            assert [mention.position for mention in record.mentions] == list(range(1, len(record.mentions) + 1))


def bib_entries(path: Path) -> list[dict[str, str]]:
    """The entries of JabRef's expected output: fields by name in small letters, without braces."""
    text = re.sub(r"^%.*$|^@comment.*$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.IGNORECASE)
    entries = []
    for found in re.finditer(r"@(\w+)\s*\{[^,=]*,", text):
        rest = text[found.end() :]
        fields = {"entrytype": found[1].lower()}
        rest = re.split(r"\n@\w+\s*\{|\}\s*@\w+\s*\{", rest)[0]
        for field in re.finditer(r"([\w-]+)\s*=\s*(\{|[\w]+)", rest):
            if field.start() and rest[: field.start()].count("{") != rest[: field.start()].count("}"):
                continue
            fields[field[1].lower()] = _braced(rest, field.end() - 1) if field[2] == "{" else field[2]
        entries.append(fields)
    return entries


def _braced(text: str, start: int) -> str:
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return " ".join(text[start + 1 : place].split())
    return ""


def bib_authors(field: str) -> list[str]:
    """Names as ``Given Family`` from a list of ``Family, Given and …``."""
    names = [name.partition(", ") for name in re.split(r" and ", field)] if field else []
    return [f"{given} {family}".strip() for family, _, given in names]


def described(record: PaperRecord) -> dict[str, Any]:
    """The fields of a record that have a value, without its mentions."""
    fields = ("title", "ids", "date", "kind", "venue", "language", "authors_complete", "urls")
    return {name: getattr(record, name) for name in fields if getattr(record, name)}
