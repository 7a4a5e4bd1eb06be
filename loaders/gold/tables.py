"""Gold sets as tables: one mention a row (CSV, TSV) or a line (JSON Lines), with the person it is.

Needed are ``paper``, ``person`` (or ``author_id``) and a name (``name`` or ``written``, or ``first`` and ``last``), or
a ``position`` (from 1). ``title``, ``year``, ``venue``, ``coauthors`` (separated by ``;``) and ``affiliation`` make a
set that brings its own papers; a table without any of them is laid over a graph.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord
from coterie.graph.names.people import name_key
from coterie.loaders.gold.base import Builder, GoldSet, Label
from coterie.loaders.making import collective, iso_date, plain

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "paper": ("paper", "paper_id", "publication", "publication_id", "acl_id", "doi", "pmid"),
    "person": ("person", "person_id", "author_id", "gold", "cluster", "cluster_id", "label"),
    "name": ("name", "written", "author", "author_name", "mention"),
    "given": ("given", "first", "first_name", "given_name"),
    "family": ("family", "last", "last_name", "family_name", "surname"),
    "position": ("position", "author_position"),
    "title": ("title", "paper_title"),
    "year": ("year", "date", "publication_year"),
    "venue": ("venue", "journal", "booktitle", "conference"),
    "coauthors": ("coauthors", "co_authors", "coauthor_names", "authors"),
    "affiliation": ("affiliation", "affiliations", "author_affiliation", "institution"),
}
"""What a column means, and the headers that say so (any case; spaces and hyphens as underscores)."""
_OWN = ("title", "year", "venue", "coauthors", "affiliation")


class Row(NamedTuple):
    """A mention as it stands in a table: the line, and the text in each column that is known."""

    line: int
    text: Mapping[str, str]


def meanings(headers: Iterable[object]) -> dict[str, str]:
    """The header of each known column; empty where they are not those of a gold set."""
    plainly = {str(h).strip().casefold().replace(" ", "_").replace("-", "_"): str(h) for h in headers if h is not None}
    found = {}
    for meaning, names in COLUMNS.items():
        if name := next((name for name in names if name in plainly), None):
            found[meaning] = plainly[name]
    named = found.keys() & {"name", "family", "position"}
    return found if {"paper", "person"} <= found.keys() and named else {}


def sniff(head: str) -> str:
    """``tsv``, ``csv`` or ``jsonl`` where ``head``, the beginning of a file, is that of a gold table; else ""."""
    first = head.lstrip("\ufeff\r\n ").partition("\n")[0]
    if first.startswith("{"):
        try:
            entry = msgspec.json.decode(first)
        except msgspec.DecodeError:
            return ""
        return "jsonl" if isinstance(entry, dict) and meanings(entry) else ""
    for kind, mark in (("tsv", "\t"), ("csv", ","), ("csv;", ";")):
        if mark in first and meanings(next(csv.reader([first], delimiter=mark))):
            return kind
    return ""


def read(name: str, text: str, kind: str) -> GoldSet:
    """The set in the text of a table of the ``kind`` that :func:`sniff` says.

    Raises ``LoadError`` with the line where a row has no paper or no person, or a line is not JSON.
    """
    rows = list(_lines(name, text) if kind == "jsonl" else _cells(text, kind))
    for row in rows:
        for needed in ("paper", "person"):
            if not row.text.get(needed):
                raise LoadError(f"{name}:{row.line}: no {needed}", source=name)
    if not any(row.text.get(column) for row in rows for column in _OWN):
        return GoldSet(name, "labels", laid=[_label(name, row) for row in rows])
    papers: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        papers[row.text["paper"]].append(row)
    found = Builder(name, "table of mentions")
    for ident, members in sorted(papers.items()):
        _add(found, ident, members)
    return found.finished()


def _cells(text: str, kind: str) -> Iterator[Row]:
    mark = {"tsv": "\t", "csv": ",", "csv;": ";"}[kind]
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark,
                       quoting=csv.QUOTE_NONE if kind == "tsv" else csv.QUOTE_MINIMAL)  # fmt: skip
    headers = next((line for line in lines if any(line)), [])
    column = {headers.index(header): meaning for meaning, header in meanings(headers).items()}
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield Row(lines.line_num, {column[i]: plain(cell) for i, cell in enumerate(cells) if i in column})


def _lines(name: str, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise LoadError(f"{name}:{number}: {error}", source=name) from None
        known = {meaning: entry[header] for meaning, header in meanings(entry).items()}
        yield Row(number, {meaning: _text(value) for meaning, value in known.items()})


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(plain(str(part)) for part in value if part is not None)
    return "" if value is None else plain(str(value))


def _label(name: str, row: Row) -> Label:
    written = row.text.get("name") or f"{row.text.get('given', '')} {row.text.get('family', '')}".strip()
    return Label(row.text["paper"], _position(row), written, row.text["person"], f"{name}:{row.line}")


def _position(row: Row) -> int | None:
    text = row.text.get("position", "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None


def _add(found: Builder, ident: str, rows: Sequence[Row]) -> None:
    placed = sorted(rows, key=lambda row: (_position(row) is None, _position(row) or 0, row.line))
    mentions = [_mention(row) for row in placed]
    taken = {name_key(mention.written, mention.given, mention.family) for mention in mentions}
    for name in sorted({name for row in rows for name in _split(row.text.get("coauthors", ""))}):
        if name_key(name) not in taken:
            mentions.append(Mention(written=name, collective=collective(name)))
            taken.add(name_key(name))
    found.add(
        PaperRecord(
            source="gold", record_id=ident, title=_said(rows, "title") or "", date=iso_date(_said(rows, "year")[:4]),
            venue=_said(rows, "venue") or None,
        ),
        len(mentions),
        mentions.__getitem__,
        {place: row.text["person"] for place, row in enumerate(placed)},
    )  # fmt: skip


def _said(rows: Sequence[Row], column: str) -> str:
    """What the rows of a paper say of it: the longest, of equally long ones the first in the alphabet."""
    return min((row.text.get(column, "") for row in rows), key=lambda text: (-len(text), text))


def _split(text: str) -> list[str]:
    return [name for part in text.split(";") if (name := part.strip())]


def _mention(row: Row) -> Mention:
    given, family = row.text.get("given") or None, row.text.get("family") or None
    written = row.text.get("name") or f"{given or ''} {family or ''}".strip() or "?"
    where = row.text.get("affiliation")
    return Mention(
        written=written, position=_position(row), given=given if family else None, family=family if given else None,
        affiliations=(AffiliationRef(name=where),) if where else (),
    )  # fmt: skip
