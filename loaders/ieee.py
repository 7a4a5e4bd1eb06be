"""The CSV export of IEEE Xplore."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, count, iso_date, keywords, plain, written_date
from coterie.loaders.reading.rows import header, items

Cells = Mapping[str, str]

_NUMBER = re.compile(r"(?:arnumber=|/document/)(\d+)")
_FRONT = re.compile(r"\[.*\]")
_NONE = frozenset({"na", "n/a", ""})


class IeeeLoader:
    """IEEE Xplore."""

    name = "ieee"
    title = "IEEE Xplore CSV export"
    about = About(
        source="ieee",
        specification="IEEE Xplore, Exporting search results (ieeexplore.ieee.org/Xplorehelp); columns of the CSV",
        fields={
            "PDF Link": "record_id (the number of the document), urls",
            "Document Title": "title",
            "Authors": "mentions, written as they stand, with initials for given names",
            "Author Affiliations": "mentions/affiliations where there is one for each author, else affiliations",
            "DOI": "ids.doi",
            "Publication Year, Online Date, Issue Date": "date",
            "Document Identifier": "kind",
            "Publication Title": "venue",
            "Author Keywords": "topics (scheme keyword)",
            "IEEE Terms": "topics (scheme ieee)",
            "INSPEC Controlled Terms": "topics (scheme inspec)",
            "Article Citation Count": "citations",
        },
        cannot=(
            "Full given names, ids of authors, languages.",
            "Whose an affiliation is where their number differs from that of the authors.",
            "INSPEC's non-controlled terms and MeSH terms are left out.",
        ),
        notes=(
            "The date is the earliest of Online Date and Issue Date that is not after the year of publication: what is "
            "put online years later keeps its year.",
            "Titles in brackets ([Front matter], [Title page i]) are of kind front-matter.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the columns Document Title and Authors with one of Xplore's own."""
        names = set(header(head, _is_header)[1])
        return 0.95 if names & {"Author Affiliations", "Document Identifier", "PDF Link", "IEEE Terms"} else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The rows; position is the line."""
        return items(source, "DOI", "Authors", "Document Title", is_header=_is_header)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of a row. Raises ``BadItem`` where there is neither title nor id."""
        return [_paper(raw.data)]


def _is_header(cells: list[str]) -> bool:
    """Older exports have the search in a line of its own before the names of columns."""
    return "Document Title" in cells and "Authors" in cells


def _paper(cells: Cells) -> PaperRecord:
    def get(name: str) -> str:
        return cells.get(name, "").strip()

    title, ids = plain(get("Document Title")), paper_ids({"doi": get("DOI")})
    number = _NUMBER.search(get("PDF Link"))
    if not title and not ids and number is None:
        raise BadItem("neither title nor id")
    mentions, affiliations = _people(get("Authors"), get("Author Affiliations"))
    return PaperRecord(
        source="ieee",
        record_id=number[1] if number else "",
        title=title,
        ids=ids,
        date=_date(get("Publication Year") or get("Publication_Year"), get("Online Date"), get("Issue Date")),
        kind="front-matter" if _FRONT.fullmatch(title) else _kind(get("Document Identifier")),
        venue=plain(get("Publication Title")) or None,
        mentions=mentions,
        authors_complete=True if mentions else None,
        affiliations=affiliations,
        topics=keywords(get("Author Keywords").split(";"))
        + keywords(get("IEEE Terms").split(";"), "ieee")
        + keywords(get("INSPEC Controlled Terms").split(";"), "inspec"),
        citations=count(get("Article Citation Count")),
        urls=(f"https://ieeexplore.ieee.org/document/{number[1]}",) if number else (),
    )


@lru_cache(maxsize=256)
def _kind(text: str) -> str | None:
    """From ``IEEE Conferences``, ``OUP Journals``, ``MIT Press eBook Chapters``."""
    folded = text.lower()
    for word, kind in (
        ("conference", "proceedings"), ("journal", "article"), ("magazine", "article"), ("early access", "article"),
        ("chapter", "chapter"), ("book", "book"), ("standard", "report"), ("letter", "article"),
    ):  # fmt: skip
        if word in folded:
            return kind
    return "other" if text else None


@lru_cache(maxsize=16384)
def _date(year: str, *dates: str) -> str | None:
    """The earliest of ``dates`` that is not after ``year``."""
    printed = iso_date(year)
    known = sorted(found for text in dates if text and (found := written_date(text)))
    if printed is None:
        return known[0] if known else None
    return next((date for date in known if date[:4] <= printed), printed)


def _people(authors: str, places: str) -> tuple[tuple[Mention, ...], tuple[AffiliationRef, ...]]:
    """The authors, each with the affiliation in the same place of its list, or the affiliations of nobody."""
    names = [name for piece in authors.split(";") if (name := " ".join(piece.split()))]
    where = [" ".join(place.split()) for place in places.split(";")]
    each = where if len(where) == len(names) else [""] * len(names)
    mentions = tuple(
        Mention(written=name, position=i, affiliations=_affiliations((place,)), collective=collective(name))
        for i, (name, place) in enumerate(zip(names, each, strict=True), 1)
    )
    return mentions, () if each is where else _affiliations(tuple(where))


@lru_cache(maxsize=16384)
def _affiliations(places: tuple[str, ...]) -> tuple[AffiliationRef, ...]:
    names = dict.fromkeys(place.rstrip(" ,") for place in places if place.lower() not in _NONE)
    return tuple(AffiliationRef(name=name, country=country_of_affiliation(name)) for name in names if name)


loader = IeeeLoader()
