"""OpenAlex: works of the API (pages, single works), JSON Lines of them, and the parts of the snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected, TopicRef
from coterie.graph.names.countries import country_code
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, count, inverted, iso_date, orcid, plain, written_date
from coterie.loaders.reading.jsons import json_items
from coterie.loaders.reading.typed import Decoder

LISTED = 100
"""Authors at which the API's lists of works are cut."""

_KINDS = {
    "article": "article", "preprint": "preprint", "book": "book", "book-chapter": "chapter",
    "book-section": "chapter", "conference-paper": "proceedings", "database": "dataset", "dissertation": "thesis",
    "report": "report", "dataset": "dataset", "software": "software", "review": "review", "peer-review": "review",
    "editorial": "editorial", "letter": "letter", "erratum": "erratum", "retraction": "retraction",
    "paratext": "front-matter", "standard": "report", "reference-entry": "chapter", "supplementary-materials": "other",
    "grant": "other", "libguides": "other", "other": "other",
}  # fmt: skip

_OWN_ID = re.compile(rb'"id"\s*:\s*"https?://openalex\.org/W\d')
_NOBODY = ("A9999999999", "A5317838346")
"""Ids of no person: of names that could not be told apart, and of profiles that were removed."""
_NO_NAME = re.compile(r"\d{3}|\bUniversit|@")
"""What no name holds, but addresses that were taken for one do."""


class _Named(msgspec.Struct):
    id: str | None = None
    display_name: str | None = None
    orcid: str | None = None
    ror: str | None = None
    country_code: str | None = None


class _Stretch(msgspec.Struct):
    raw_affiliation_string: str | None = None
    institution_ids: list[str] | None = None


class _Authorship(msgspec.Struct):
    author: _Named | None = None
    raw_author_name: str | None = None
    institutions: list[_Named] | None = None
    affiliations: list[_Stretch] | None = None
    raw_affiliation_strings: list[str] | None = None
    is_corresponding: bool | None = None


class _Place(msgspec.Struct):
    source: _Named | None = None
    raw_source_name: str | None = None
    raw_type: str | None = None
    landing_page_url: str | None = None


class _Work(msgspec.Struct):
    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    publication_date: str | None = None
    publication_year: int | None = None
    ids: dict[str, str | int | None] | None = None
    language: str | None = None
    type: str | None = None
    primary_location: _Place | None = None
    locations: list[_Place] | None = None
    host_venue: _Named | None = None
    authorships: list[_Authorship] | None = None
    is_authors_truncated: bool | None = None
    authors_count: int | None = None
    cited_by_count: int | None = None
    is_retracted: bool | None = None
    is_paratext: bool | None = None
    primary_topic: _Named | None = None
    topics: list[_Named] | None = None
    concepts: list[_Named] | None = None
    updated_date: str | None = None


_decode = Decoder(_Work)


class OpenAlexLoader:
    """Works of OpenAlex."""

    name = "openalex"
    title = "OpenAlex: works of the API (pages, single works), JSON Lines, parts of the snapshot"
    about = About(
        source="openalex",
        specification="https://docs.openalex.org/api-entities/works/work-object",
        fields={
            "id": "record_id, ids.openalex",
            "doi, ids": "ids (doi, pmid; a DOI of arXiv is an arXiv id)",
            "locations[].landing_page_url": "ids.arxiv, where one eprint is among them",
            "title, display_name": "title",
            "publication_date, publication_year": "date",
            "type, is_retracted, is_paratext": "kind",
            "primary_location.source.display_name": "venue",
            "language": "language",
            "authorships[].raw_author_name": "mentions.written, as on the paper, in order",
            "authorships[].author.id, orcid": "mentions.source_ids, mentions.orcid",
            "authorships[].institutions": "mentions.affiliations (OpenAlex id, ROR, country)",
            "authorships[].is_corresponding": "mentions.corresponding",
            "primary_topic, topics": "topics (scheme openalex)",
            "cited_by_count": "citations",
            "updated_date": "updated",
            "primary_location.landing_page_url": "urls",
        },
        cannot=(
            "given and family names apart, but by a comma; editors; collaborations marked as such",
            "abstracts, references, grants and open-access details are left out",
        ),
        notes=(
            "The name is the one on the paper (raw_author_name); where it is missing or an address, OpenAlex's own.",
            "A name on the paper with a comma (Family, Given) is split there.",
            "Where OpenAlex knows no institution, the affiliation is the text on the paper.",
            "A list of works holds at most 100 authors of each: is_authors_truncated, or exactly 100 authors, make the "
            "list incomplete; otherwise it is complete.",
            "A record of concepts only (before 2024) gives them as topics of the scheme openalex.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by OpenAlex's addresses beside the authorships of works."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return 0.0
        if b"openalex.org/W" not in head:
            return 0.0
        works = (b'"authorships"', b'"publication_year"', b'"display_name"', b'"cited_by_count"')
        return 0.95 if any(mark in head for mark in works) else 0.5 if _OWN_ID.search(head) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The works of a page (``results``), of an array, or of JSON Lines (the snapshot's parts)."""
        return json_items(source, ("results",))

    def transform(self, raw: RawItem) -> list[Record]:
        """One work. Raises ``BadItem``."""
        return [_paper(_decode(raw.data))]


def _paper(work: _Work) -> PaperRecord:
    own = normalise("openalex", work.id) if work.id else None
    title = plain(work.title or work.display_name)
    ids = _ids(work, own)
    if own is not None and not own.startswith("W"):
        raise BadItem(f"{own} is no work")
    if not title and not ids:
        raise BadItem("neither title nor ids")
    found = work.authorships or []
    mentions = tuple(_mention(a, i) for i, a in enumerate(filter(_name, found), 1))
    cut = bool(work.is_authors_truncated) or (work.is_authors_truncated is None and len(found) == LISTED)
    stated = count(work.authors_count)
    place = work.primary_location
    return PaperRecord(
        source="openalex",
        record_id=own or "",
        updated=work.updated_date or None,
        title=title,
        ids=ids,
        date=_date(work),
        kind=_kind(work),
        venue=_venue(work),
        language=language_code(work.language) if work.language else None,
        mentions=mentions,
        authors_complete=(not cut and len(mentions) == len(found)) if found else None,
        author_count=stated if stated and stated >= len(mentions) else None,
        topics=_topics(work),
        citations=count(work.cited_by_count),
        urls=(place.landing_page_url,) if place and place.landing_page_url else (),
    )


def _ids(work: _Work, own: str | None) -> dict[str, str]:
    said = {key: str(value) for key, value in (work.ids or {}).items() if value and key in ("doi", "pmid", "arxiv")}
    if work.doi:
        said["doi"] = work.doi
    pages = {place.landing_page_url for place in work.locations or () if place.landing_page_url}
    eprints = {normalise("arxiv", page) for page in pages if "arxiv.org/" in page} - {None}
    if len(eprints) == 1:
        said["arxiv"] = str(eprints.pop())
    ids = paper_ids(said)
    return ids | {"openalex": own} if own else ids


def _date(work: _Work) -> str | None:
    if work.publication_date and (date := written_date(work.publication_date)):
        return date
    return iso_date(work.publication_year)


def _kind(work: _Work) -> str | None:
    if work.is_retracted:
        return "retraction"
    if work.is_paratext:
        return "front-matter"
    raw = work.primary_location.raw_type if work.primary_location else None
    if work.type == "article" and raw == "proceedings-article":
        return "proceedings"
    return _KINDS.get(work.type, "other") if work.type else None


def _venue(work: _Work) -> str | None:
    place = work.primary_location
    for name in (
        place.source.display_name if place and place.source else None,
        work.host_venue.display_name if work.host_venue else None,
        place.raw_source_name if place else None,
    ):
        if name and (clean := plain(name)):
            return clean
    return None


def _name(authorship: _Authorship) -> str:
    """The name on the paper; OpenAlex's own where there is none or something else was taken for it."""
    written = plain(authorship.raw_author_name)
    if written and written[0].isalpha() and not _NO_NAME.search(written):
        return written
    return plain(authorship.author.display_name if authorship.author else None) or written


def _mention(authorship: _Authorship, position: int) -> Mention:
    written, author = _name(authorship), authorship.author
    group = collective(written)
    given, family, suffix = inverted(written) if "," in written and not group else (None, None, None)
    ident = normalise("openalex", author.id) if author and author.id else None
    if ident in _NOBODY:
        ident = None
    return Mention(
        written=written,
        position=position,
        given=given,
        family=family,
        suffix=suffix,
        orcid=orcid(author.orcid) if author else None,
        source_ids=(f"openalex:{ident}",) if ident and ident.startswith("A") else (),
        affiliations=_affiliations(authorship),
        collective=group,
        corresponding=authorship.is_corresponding,
    )


def _affiliations(authorship: _Authorship) -> tuple[AffiliationRef, ...]:
    if authorship.institutions:
        found = (_institution(i.id, i.display_name, i.ror, i.country_code) for i in authorship.institutions)
        if refs := tuple(dict.fromkeys(ref for ref in found if ref)):
            return refs
    texts = (plain(text) for text in authorship.raw_affiliation_strings or ())
    return tuple(AffiliationRef(name=text) for text in dict.fromkeys(texts) if text)


@lru_cache(maxsize=65536)
def _institution(ident: str | None, name: str | None, ror: str | None, country: str | None) -> AffiliationRef | None:
    own = normalise("openalex", ident) if ident else None
    shown = plain(name) or own
    if not shown:
        return None
    return AffiliationRef(
        name=shown,
        id=f"openalex:{own}" if own else None,
        ror=normalise("ror", ror) if ror else None,
        country=country_code(country) if country else None,
    )


def _topics(work: _Work) -> tuple[TopicRef, ...]:
    first = _code(work.primary_topic)
    named = work.topics or ([work.primary_topic] if work.primary_topic else None) or work.concepts or []
    found: dict[str, TopicRef] = {}
    for topic in named:
        code = _code(topic)
        if code:
            found.setdefault(code, _topic(code, topic.display_name, code == first))
    return tuple(found.values())


def _code(topic: _Named | None) -> str | None:
    return normalise("openalex", topic.id) if topic and topic.id else None


@lru_cache(maxsize=65536)
def _topic(code: str, name: str | None, primary: bool) -> TopicRef:
    return TopicRef(scheme="openalex", code=code, name=plain(name) or None, primary=primary)


loader = OpenAlexLoader()
