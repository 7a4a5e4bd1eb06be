"""JSON Lines of records, Coterie's own lossless interchange: one record a line, tagged by ``type``.

The format is described by the published JSON Schema (``docs/records.schema.json``, made by :func:`schema`). Beyond
the types, a line is rejected where a value could not be meant: see :func:`problem`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import msgspec

from coterie.graph.model.records import PaperRecord, Record, Rejected, TopicRecord, decode
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt

MAX_LINE = 64 << 20
"""Bytes of the longest line that is read."""

_TYPED = re.compile(rb'"type"\s*:\s*"(paper|person|affiliation|topic)"')
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class RecordsLoader:
    """JSON Lines of records."""

    name = "records"
    title = "JSON Lines of Coterie records"
    about = About(
        source="the one that each record names",
        specification="docs/records.schema.json",
        fields={"every field": "the property of the same name"},
        notes=("Lossless: what is written can be read, and is the same record.",),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure where a line is an object with one of the four types; slightly where the name and a brace say so."""
        lines = [line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        objects = [line for line in lines if line.startswith(b"{")]
        if any(_TYPED.search(line) for line in objects):
            return 0.95
        return 0.3 if objects and re.search(r"\.(jsonl|ndjson)\b", path) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The lines that are not blank, in constant memory; position is the line's number from 1."""
        number, rest = 0, False
        while line := source.stream.readline(MAX_LINE + 1):
            number += not rest
            too_long = len(line) > MAX_LINE and not line.endswith(b"\n")
            if too_long and not rest:
                reason = f"the line is longer than {MAX_LINE >> 20} MB"
                yield Rejected(source="", position=str(number), reason=reason, excerpt=_excerpt(line))
            elif not rest and (data := line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()):
                yield RawItem(str(number), data)
            rest = too_long

    def transform(self, raw: RawItem) -> list[Record]:
        """The record in one line. Raises :class:`BadItem` or msgspec's errors with the reason."""
        record = decode(raw.data)
        if reason := problem(record):
            raise BadItem(reason)
        return [record]


def problem(record: Record) -> str:
    """Why a record of the right types still cannot be taken, or "": no source, a name or title that is blank (a paper
    may lack its title where it has an id), a date that is none, a position, count or year below its range."""
    if not record.source.strip():
        return "source is empty"
    if isinstance(record, PaperRecord):
        return _paper_problem(record)
    named = record.code if isinstance(record, TopicRecord) else record.name
    return "" if named.strip() else "name is empty"


def _paper_problem(paper: PaperRecord) -> str:
    if not paper.title.strip() and not paper.ids:
        return "neither title nor ids"
    if paper.date is not None and not _is_date(paper.date):
        return f"date {paper.date!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
    if paper.date_partial is not None and not _is_date(paper.date_partial.replace("-", "2000", 1)):
        return f"date_partial {paper.date_partial!r} is not --MM or --MM-DD"
    if min(paper.author_count or 0, paper.citations or 0) < 0:
        return "author_count or citations is negative"
    for mention in paper.mentions:
        if not mention.written.strip():
            return "a mention without a name"
        if mention.position is not None and mention.position < 1:
            return f"position {mention.position} is below 1"
    return ""


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def schema() -> str:
    """The JSON Schema of one line, as published in ``docs/records.schema.json``."""
    described = msgspec.json.schema(Record)
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Coterie record"} | described
    return json.dumps(described, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _excerpt(line: bytes) -> str:
    return excerpt(line[:400].decode("utf-8", "replace"))


loader = RecordsLoader()
