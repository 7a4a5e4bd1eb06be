"""DataCite: metadata of DOIs as JSON, from the REST API, the public data file, or content negotiation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from coterie.graph.model.records import PaperRecord, Record, Rejected, TopicRef
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.datacite.fields import Attributes, Identifier, Subject, Title, Types, decode, folded
from coterie.loaders.datacite.names import mentions
from coterie.loaders.making import count, iso_date, keywords, plain, written_date
from coterie.loaders.reading.jsons import json_items

_KINDS = {
    "book": "book", "bookchapter": "chapter", "computationalnotebook": "software", "conferencepaper": "proceedings",
    "conferenceproceeding": "proceedings", "datapaper": "article", "dataset": "dataset", "dissertation": "thesis",
    "journalarticle": "article", "peerreview": "review", "preprint": "preprint", "report": "report",
    "software": "software",
}  # fmt: skip
"""Kind by resourceTypeGeneral; ``Text`` is told by the free resourceType, the rest is other."""
_WORDS = (
    ("thesis", "thesis"), ("dissertation", "thesis"), ("preprint", "preprint"), ("proceeding", "proceedings"),
    ("conference paper", "proceedings"), ("chapter", "chapter"), ("section", "chapter"), ("book", "book"),
    ("editorial", "editorial"), ("erratum", "erratum"), ("correction", "erratum"), ("letter", "letter"),
    ("report", "report"), ("deliverable", "report"), ("working paper", "report"), ("review", "review"),
    ("article", "article"), ("dataset", "dataset"), ("software", "software"),
)  # fmt: skip
"""Kind by the first of these words that the free resourceType has."""
_MARK = re.compile(rb'"resourceTypeGeneral"|"type"\s*:\s*"dois"|datacite\.org/schema/kernel')


class DataciteLoader:
    """DOIs of DataCite."""

    name = "datacite"
    title = "DataCite: REST API (page, one DOI), public data file (JSON Lines), DataCite JSON"
    about = About(
        source="datacite",
        specification="https://support.datacite.org/docs/api and https://datacite-metadata-schema.readthedocs.io (4.6)",
        fields={
            "doi, id": "record_id, ids.doi (ids.arxiv for a DOI of arXiv)",
            "identifiers": "ids (arXiv, PMID)",
            "titles": "title",
            "creators": "mentions, in order",
            "creators[].givenName, familyName, name": "mentions.written, given, family",
            "creators[].nameType": "mentions.collective (Organizational)",
            "creators[].nameIdentifiers": "mentions.orcid, mentions.source_ids (GND, ISNI, VIAF)",
            "creators[].affiliation": "mentions.affiliations, with ROR",
            "contributors (Editor)": "mentions with role editor, of books, proceedings, journals and collections",
            "publicationYear, dates (Issued, Available)": "date",
            "types.resourceTypeGeneral, resourceType": "kind",
            "container.title, relatedItems (IsPublishedIn)": "venue",
            "language": "language",
            "subjects": "topics (keyword; fos for Fields of Science)",
            "citationCount": "citations",
            "url": "urls",
            "updated": "updated",
        },
        cannot=(
            "contributors that are no editors (supervisors, data managers, hosting institutions) are left out, and so "
            "are the editors of the book that holds an article",
            "the publisher (usually a repository) is no venue",
            "related identifiers: another DOI that is identical or a version is not taken as an id of this one",
            "the XML form is not read",
        ),
        notes=(
            "The title is the one without a type in the language of the record, else the first without a type; "
            "subtitles and translations are left out.",
            "Issued gives the date; where it states less, Available of the same year; else publicationYear.",
            "Text is told by the words of its free resourceType, and is other where they say nothing.",
            "A creator whose name is that of an organisation is collective even where marked Personal, unless it has "
            "an ORCID. Codes for missing values, as (:unav), are no names; the list is then incomplete.",
            "A personal name without parts is split at its comma.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by the names of fields of the schema."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return 0.0
        if _MARK.search(head) and (b'"creators"' in head or b'"titles"' in head):
            return 0.95
        return 0.8 if b'"creators"' in head and (b'"nameIdentifiers"' in head or b'"publicationYear"' in head) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The items of a page (``data``), of an array, or of JSON Lines."""
        return json_items(source, ("data",))

    def transform(self, raw: RawItem) -> list[Record]:
        """The record of one DOI. Raises ``BadItem``."""
        item = decode(raw.data)
        item = item.data or item
        return [_paper(item.attributes or item, item.id)]


def _paper(item: Attributes, own: str | None) -> PaperRecord:
    language = language_code(item.language)
    title = _title(item.titles or (), language)
    doi = item.doi or own or ""
    ids = paper_ids({"doi": doi} | _other_ids(item.identifiers or ()))
    if not title and not ids:
        raise BadItem("neither title nor DOI")
    types = item.types or Types()
    named, complete = mentions(item)
    return PaperRecord(
        source="datacite",
        record_id=doi.strip().lower().removeprefix("https://doi.org/") if ids else "",
        updated=item.updated or None,
        title=title,
        ids=ids,
        date=_date(item),
        kind=_kind(types.resourceTypeGeneral, types.resourceType),
        venue=_venue(item),
        language=language,
        mentions=named,
        authors_complete=complete,
        topics=_topics(item.subjects or ()),
        citations=count(item.citationCount),
        urls=(item.url,) if item.url and item.url.startswith("http") else (),
    )


def _title(titles: Sequence[Title], language: str | None) -> str:
    known = [title for title in titles if title.title and title.title.strip()]
    main = [title for title in known if not title.titleType] or known
    own = (title for title in main if language and title.lang and language_code(title.lang) == language)
    best = next(own, main[0] if main else None)
    return plain(best.title) if best else ""


def _other_ids(identifiers: Sequence[Identifier]) -> dict[str, str]:
    schemes = {"arXiv": "arxiv", "PMID": "pmid"}
    return {
        schemes[one.identifierType]: one.identifier
        for one in identifiers
        if one.identifier and one.identifierType in schemes
    }


def _date(item: Attributes) -> str | None:
    dates: dict[str, str] = {}
    for one in item.dates or ():
        if one.dateType in ("Issued", "Available") and one.date and (date := written_date(one.date)):
            dates[one.dateType] = min(date, dates.get(one.dateType, date))
    year = iso_date(item.publicationYear)
    issued, available = dates.get("Issued") or year, dates.get("Available")
    if available and (issued is None or available.startswith(issued)):
        return available
    return issued


@lru_cache(maxsize=4096)
def _kind(general: str | None, free: str | None) -> str | None:
    general, free = folded(general), (free or "").lower()
    if general in _KINDS:
        return _KINDS[general]
    if general in ("", "text"):
        found = next((kind for word, kind in _WORDS if word in free), None)
        return found or ("other" if general or free else None)
    return "other"


def _venue(item: Attributes) -> str | None:
    if item.container and item.container.title:
        return plain(item.container.title) or None
    for one in item.relatedItems or ():
        if one.relationType == "IsPublishedIn" and one.titles:
            return _title(one.titles, None) or None
    return None


def _topics(subjects: Sequence[Subject]) -> tuple[TopicRef, ...]:
    names = [one.subject for one in subjects if one.subject]
    science = [name[5:] for name in names if name.startswith("FOS: ")]
    return keywords(science, "fos") + keywords(name for name in names if not name.startswith("FOS: "))


loader = DataciteLoader()
