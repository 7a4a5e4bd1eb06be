"""The CSV and XLSX exports of Dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import BinaryIO, cast

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected, TopicRef
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt
from coterie.loaders.making import collective, count, inverted, iso_date, keywords, plain, written_date
from coterie.loaders.reading.lines import Again
from coterie.loaders.reading.rows import header, items
from coterie.loaders.reading.sheets import is_workbook, sheet_rows, texts_in

KINDS = {
    "article": "article", "research article": "article", "review article": "review", "chapter": "chapter",
    "research chapter": "chapter", "reference work": "chapter", "proceeding": "proceedings",
    "conference paper": "proceedings", "conference abstract": "other", "monograph": "book", "edited book": "book",
    "preprint": "preprint", "editorial": "editorial", "letter to editor": "letter", "correction erratum": "erratum",
    "retraction": "retraction", "book review": "other", "other journal content": "other", "other book content": "other",
}  # fmt: skip
"""Kinds by document type or publication type in lower case."""

Cells = Mapping[str, str]

_RAW = "Authors (Raw Affiliation)"
_OWN = {_RAW, "Authors Affiliations", "Dimensions URL", "GRID IDs", "Research Organizations - standardized"}
_NAME = re.compile(r"(?i)(?:^|[/\\])dimensions[-_ ]publications?[^/\\]*\.xlsx$")
_CODE = re.compile(r"(\d{2,6}) (\S.*)")
_MARKS = re.compile(r"[();]")


class DimensionsLoader:
    """Dimensions."""

    name = "dimensions"
    title = "Dimensions CSV and XLSX exports of publications"
    binary = True
    about = About(
        source="dimensions",
        specification="Dimensions, Exporting results (dimensions.freshdesk.com); columns of the exports for Excel and "
        "for bibliometric mapping",
        fields={
            "Publication ID": "record_id",
            "Title": "title",
            "Authors": "mentions",
            "Authors (Raw Affiliation)": "mentions/affiliations (Authors Affiliations where absent)",
            "Corresponding Authors": "mentions/corresponding",
            "Book editors": "mentions with role editor, of monographs and edited books",
            "DOI": "ids.doi",
            "PMID": "ids.pmid",
            "Publication date, Publication date (online), Publication date (print), PubYear": "date",
            "Document Type, Publication Type": "kind",
            "Source title, Anthology title": "venue",
            "Research Organizations - standardized": "affiliations, where no author has one",
            "Fields of Research (ANZSRC 2020)": "topics (scheme for, by their numbers)",
            "MeSH terms": "topics (scheme mesh)",
            "Times cited": "citations",
            "Dimensions URL": "urls",
        },
        cannot=(
            "ORCIDs and ids of researchers; languages.",
            "Whose the ids of organisations (GRID IDs) are.",
            "Workbooks need openpyxl (the extra xlsx).",
        ),
        notes=(
            "The lines about the data before the names of columns are passed over.",
            "Names and raw affiliations are joined by their order where both lists are of one length, else by name.",
            "The date is the earliest stated.",
        ),
        verified=False,
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the columns Publication ID and Title with one of Dimensions' own; of a workbook by those in its
        first bytes, else probable by the name that Dimensions gives its files."""
        if is_workbook(head):
            texts = texts_in(head)
            if b"Publication ID" in texts and any(name.encode() in texts for name in _OWN):
                return 0.95
            return 0.8 if _NAME.search(path) else 0.0
        return 0.95 if set(header(head, _is_header)[1]) & _OWN else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The rows; position is the line of the text, or the row of the sheet."""
        head = source.stream.read(4096)
        source = replace(source, stream=cast(BinaryIO, Again(head, source.stream)))
        if not head.startswith(b"PK\x03\x04"):
            yield from items(source, "Publication ID", "Authors", "Title", is_header=_is_header)
            return
        for row in sheet_rows(source, is_header=_is_header):
            if isinstance(row, Rejected):
                yield row
            else:
                number, cells = row
                yield RawItem(str(number), cells, excerpt(f"{cells['Publication ID']} {cells['Title']}"))

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of a row. Raises ``BadItem`` where there is neither title nor id."""
        return [_paper(raw.data)]


def _is_header(cells: list[str]) -> bool:
    return "Publication ID" in cells and "Title" in cells


def _paper(cells: Cells) -> PaperRecord:
    def get(*names: str) -> str:
        return next((value for name in names if (value := cells.get(name, "").strip())), "")

    title, ids = plain(get("Title")), paper_ids({"doi": get("DOI"), "pmid": get("PMID")})
    if not title and not ids:
        raise BadItem("neither title nor id")
    kind = _kind(get("Document Type", "Document type")) or _kind(get("Publication Type"))
    mentions, affiliations = _people(cells, editors=kind == "book")
    link = get("Dimensions URL")
    return PaperRecord(
        source="dimensions",
        record_id=get("Publication ID"),
        title=title,
        ids=ids,
        date=_date(
            get("PubYear"),
            get("Publication date", "Publication Date"),
            get("Publication date (online)", "Publication Date (online)"),
            get("Publication date (print)", "Publication Date (print)"),
        ),
        kind=kind,
        venue=plain(get("Source title", "Source title/Anthology title", "Anthology title")) or None,
        mentions=mentions,
        authors_complete=True if mentions else None,
        affiliations=affiliations,
        topics=_fields(get("Fields of Research (ANZSRC 2020)", "FOR (ANZSRC) Categories"))
        + keywords(get("MeSH terms").split(";"), "mesh"),
        citations=count(get("Times cited")),
        urls=(link,) if link.startswith("http") else (),
    )


@lru_cache(maxsize=256)
def _kind(text: str) -> str | None:
    return KINDS.get(text.lower(), "other") if text else None


@lru_cache(maxsize=16384)
def _date(year: str, *dates: str) -> str | None:
    """The earliest date, of those that begin alike the most precise."""
    known = [date for text in dates if text and (date := written_date(text))]
    if not known:
        return iso_date(year)
    first = min(known)
    return max((date for date in known if date.startswith(first)), key=len)


def _fields(text: str) -> tuple[TopicRef, ...]:
    """Fields of research, ``46 Information and Computing Sciences; 4605 Data Management``."""
    found = [_CODE.fullmatch(piece.strip()) for piece in text.split(";")] if text else []
    return tuple(TopicRef(scheme="for", code=one[1], name=one[2]) for one in found if one)


# people


def _people(cells: Cells, editors: bool) -> tuple[tuple[Mention, ...], tuple[AffiliationRef, ...]]:
    """The mentions, and the organisations that are given to none of them."""
    placed = _persons(cells.get(_RAW, "")) or _persons(cells.get("Authors Affiliations", ""))
    names = [name for name, _ in _persons(cells.get("Authors", ""))] or [name for name, _ in placed]
    if len(placed) == len(names):
        places = [where for _, where in placed]
    else:
        by_name = dict(placed)
        places = [by_name.get(name, ()) for name in names]
    corresponding = {
        name for name, _ in _persons(cells.get("Corresponding Authors", cells.get("Corresponding Author", "")))
    }
    mentions = [
        _mention(
            name, i, affiliations=tuple(map(_affiliation, where)), corresponding=True if name in corresponding else None
        )
        for i, (name, where) in enumerate(zip(names, places, strict=True), 1)
    ]
    if editors:
        for name, _ in _persons(cells.get("Book editors", "")):
            mentions.append(_mention(name, len(mentions) + 1, role="editor"))
    if any(places):
        return tuple(mentions), ()
    pieces = (" ".join(piece.split()) for piece in cells.get("Research Organizations - standardized", "").split(";"))
    return tuple(mentions), tuple(_affiliation(name) for name in dict.fromkeys(pieces) if name)


def _mention(written: str, position: int, **more: object) -> Mention:
    given, family, suffix = inverted(written)
    group = family is None and collective(written)
    return Mention(
        written=written, position=position, given=given, family=family, suffix=suffix, collective=group, **more  # type: ignore[arg-type]
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _affiliation(name: str) -> AffiliationRef:
    return AffiliationRef(name=name, country=country_of_affiliation(name))


def _persons(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Names with what stands in parentheses after each: ``Lovelace, Ada (Place (X), Norway; Other); Plato``."""
    persons: list[tuple[str, tuple[str, ...]]] = []
    if text.count("(") != text.count(")"):
        for piece in text.split(";"):
            _add(persons, piece.partition("(")[0], [])
        return persons
    depth = start = 0
    name, places = "", list[str]()
    for mark in [*_MARKS.finditer(text), None]:
        at = len(text) if mark is None else mark.start()
        sign = "" if mark is None else mark[0]
        if sign == "(":
            depth += 1
            if depth > 1:
                continue
            name = text[start:at]
        elif sign == ")" and depth:
            depth -= 1
            if depth:
                continue
            places.append(text[start:at])
        elif depth > 1 and sign:
            continue
        elif depth == 1 and sign:
            places.append(text[start:at])
        elif sign == ")":
            continue
        else:
            _add(persons, name or text[start:at], places)
            name, places = "", []
        start = at + 1
    return persons


def _add(persons: list[tuple[str, tuple[str, ...]]], name: str, places: list[str]) -> None:
    if name := " ".join(name.split()):
        where = (" ".join(place.split()).rstrip(" .,") for place in places)
        persons.append((name, tuple(dict.fromkeys(filter(None, where)))))


loader = DimensionsLoader()
