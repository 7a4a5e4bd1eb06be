"""Semantic Scholar: papers and authors of the Graph API, and the ``papers`` and ``authors`` of its datasets.

The API writes names of fields in camel case, the datasets in small letters; otherwise the two say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from coterie.graph.model.records import (
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonAffiliation,
    PersonRecord,
    Record,
    Rejected,
    TopicRef,
)
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, count, iso_date, orcid, plain, written_date
from coterie.loaders.reading.jsons import json_items
from coterie.loaders.semantic_scholar.fields import (
    Author,
    Paper,
    Papers,
    Person,
    decode_item,
    decode_item_row,
    decode_person,
    decode_person_row,
)

_SCHEMES = {"DOI": "doi", "ArXiv": "arxiv", "PubMed": "pmid", "ACL": "acl", "DBLP": "dblp"}
_KINDS = {
    "Editorial": "editorial", "LettersAndComments": "letter", "Dataset": "dataset", "BookSection": "chapter",
    "Book": "book", "Review": "review", "Conference": "proceedings", "JournalArticle": "article",
    "CaseReport": "article", "ClinicalTrial": "article", "MetaAnalysis": "article", "Study": "article",
    "News": "other",
}  # fmt: skip
"""Kind of a paper by its publication type; of several types the first of these counts."""
_PREPRINTS = frozenset({"arXiv.org", "bioRxiv", "medRxiv"})
_SHA = re.compile(r"/paper/(?:[^/]*/)?([0-9a-f]{40})\b")


class SemanticScholarLoader:
    """Papers and authors of Semantic Scholar."""

    name = "semantic-scholar"
    title = "Semantic Scholar: Graph API (papers, searches, authors) and datasets (papers, authors)"
    about = About(
        source="s2",
        specification="https://api.semanticscholar.org/api-docs/graph and https://api.semanticscholar.org/api-docs/datasets",
        fields={
            "paperId, url": "ids.s2, record_id, urls",
            "corpusId, corpusid": "ids.s2 and record_id where no paperId is given",
            "externalIds": "ids (DOI, ArXiv, PubMed, ACL, DBLP)",
            "title": "title",
            "publicationDate, year": "date",
            "publicationTypes": "kind",
            "publicationVenue.name, venue, journal.name": "venue",
            "citationCount": "citations",
            "fieldsOfStudy, s2FieldsOfStudy": "topics",
            "authors[].name": "mentions (in order)",
            "authors[].authorId, externalIds": "mentions.source_ids, mentions.orcid",
            "author: name, aliases": "person: name, names",
            "author: affiliations": "person: affiliations",
            "author: paperCount, citationCount, hIndex": "person: stated_papers, stated_citations, stated_h_index",
            "author: papers[]": "a paper each",
            "citingPaper, citedPaper": "the paper (of an item of /citations or /references)",
        },
        cannot=(
            "given and family names apart (first names are often initials only)",
            "affiliations on the paper: those of an author are of today, and are kept at the person only",
            "the language of the paper; editors; who is the corresponding author; when the record last changed",
            "MAG, CorpusId and PubMedCentral among the external ids are left out",
            "the citations and references inside a paper are no records of their own",
        ),
        notes=(
            "Of several publication types the most telling counts: editorial, letter, dataset, chapter, book, review, "
            "proceedings, article. An article on arXiv.org, bioRxiv or medRxiv is a preprint.",
            "publicationVenue, then venue, then the journal gives the venue.",
            "A row of the datasets has no paperId; it is taken from its url.",
            "A DBLP name of an author is taken as an id where there is exactly one.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by the names of fields that no other service has, in either spelling."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start not in (b"{", b"["):
            return 0.0
        if b'"paperId"' in head:
            marks = (b'"externalIds"', b'"corpusId"', b'"authorId"', b"semanticscholar.org", b'"publicationVenue"')
            return 0.95 if any(mark in head for mark in marks) else 0.7 if b'"title"' in head else 0.5
        if b'"corpusid"' in head:
            return 0.95 if b'"title"' in head and b'"authors"' in head else 0.0
        if b'"authorId"' in head or b'"authorid"' in head:
            lower = head.lower()
            return 0.9 if any(mark in lower for mark in (b'"hindex"', b'"papercount"', b"semanticscholar.org")) else 0.5
        return 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The items of a page (``data``, ``recommendedPapers``), of an array, or of JSON Lines; the papers of an author
        follow the author (position: ``1, paper 3``)."""
        for raw in json_items(source, ("data",), ("recommendedPapers",)):
            yield raw
            if isinstance(raw, RawItem) and b'"papers"' in raw.data:
                for number, paper in enumerate(_papers(raw.data), 1):
                    yield RawItem(f"{raw.position}, paper {number}", bytes(paper))

    def transform(self, raw: RawItem) -> list[Record]:
        """One paper or one person. Raises ``BadItem``."""
        data = bytes(raw.data)
        if data == b"null":
            raise BadItem("null: the service knows no such paper or author")
        row = b'"corpusid"' in data or b'"authorid"' in data
        item = decode_item_row(data) if row else decode_item(data)
        if item.authorId is not None:
            return [_of_person((decode_person_row if row else decode_person)(data))]
        return [_paper(item.citingPaper or item.citedPaper or item)]


def _papers(data: bytes) -> list[msgspec.Raw]:
    """The papers inside an author; none where it is no author or not well-formed."""
    try:
        author = msgspec.json.decode(data, type=Papers)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    return (author.papers or []) if author.authorId is not None else []


def _paper(paper: Paper) -> PaperRecord:
    external = paper.externalIds or {}
    own = (paper.paperId or "").strip() or _sha(paper.url) or _corpus(paper)
    ids = paper_ids({_SCHEMES[key]: str(value) for key, value in external.items() if key in _SCHEMES and value})
    if own:
        ids["s2"] = own
    title = plain(paper.title)
    if not title and not ids:
        raise BadItem("neither title nor ids")
    authors = paper.authors or []
    mentions = tuple(_mention(author, i) for i, author in enumerate(authors, 1) if _name(author.name or "")[0])
    missing = len(mentions) < len(authors)
    venue = _venue(paper)
    return PaperRecord(
        source="s2",
        record_id=own or "",
        title=title,
        ids=ids,
        date=_date(paper.publicationDate or "", paper.year),
        kind=_kind(paper.publicationTypes, venue),
        venue=venue,
        mentions=mentions,
        authors_complete=not missing if authors else None,
        author_count=len(authors) if missing else None,
        topics=_topics(paper),
        citations=count(paper.citationCount),
        urls=(paper.url,) if paper.url and paper.url.startswith("http") else (),
    )


def _sha(url: str | None) -> str | None:
    found = _SHA.search(url) if url else None
    return found[1] if found else None


def _corpus(paper: Paper) -> str | None:
    number = paper.corpusId or (paper.externalIds or {}).get("CorpusId")
    return str(number) if number else None


def _mention(author: Author, position: int) -> Mention:
    written, group = _name(author.name or "")
    if author.externalIds is None:
        ids = (f"s2:{author.authorId}",) if author.authorId else ()
        return Mention(written=written, position=position, source_ids=ids, collective=group)
    return Mention(
        written=written,
        position=position,
        orcid=_orcid(author.externalIds),
        source_ids=_source_ids(author.authorId, author.externalIds),
        collective=group,
    )


@lru_cache(maxsize=1 << 16)
def _name(name: str) -> tuple[str, bool]:
    """The name in one line, and whether it is that of a group."""
    written = plain(name)
    return written, collective(written)


def _source_ids(author: str | None, external: dict[str, str | int | list[str] | None] | None) -> tuple[str, ...]:
    ids = (f"s2:{author}",) if author else ()
    names = (external or {}).get("DBLP")
    if isinstance(names, str):
        names = [names]
    return (*ids, f"dblp:{names[0]}") if isinstance(names, list) and len(names) == 1 and names[0] else ids


def _orcid(external: dict[str, str | int | list[str] | None] | None) -> str | None:
    value = (external or {}).get("ORCID")
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return orcid(value) if isinstance(value, str) else None


@lru_cache(maxsize=65536)
def _date(date: str, year: int | None) -> str | None:
    return written_date(date) or iso_date(year)


def _venue(paper: Paper) -> str | None:
    venue, journal = paper.publicationVenue, paper.journal
    found = _line(venue.name) if venue is not None and venue.name else None
    found = found or (_line(paper.venue) if paper.venue else None)
    return found or (_line(journal.name) if journal is not None and journal.name else None)


@lru_cache(maxsize=1 << 14)
def _line(name: str) -> str | None:
    return plain(name) or None


def _kind(types: list[str] | None, venue: str | None) -> str | None:
    kind = _kind_of(tuple(types)) if types else None
    return "preprint" if venue in _PREPRINTS and kind in ("article", None) else kind


@lru_cache(maxsize=1024)
def _kind_of(types: tuple[str, ...]) -> str:
    return next((kind for type_, kind in _KINDS.items() if type_ in types), "other")


def _topics(paper: Paper) -> tuple[TopicRef, ...]:
    names = paper.fieldsOfStudy or []
    if paper.s2FieldsOfStudy:
        names = names + [field.category for field in paper.s2FieldsOfStudy if field.category]
    return _topics_of(tuple(names)) if names else ()


@lru_cache(maxsize=1 << 14)
def _topics_of(names: tuple[str, ...]) -> tuple[TopicRef, ...]:
    return tuple(topic for name in dict.fromkeys(names) if (topic := _topic(name)))


@lru_cache(maxsize=1024)
def _topic(name: str) -> TopicRef | None:
    code = fold(name)
    return TopicRef(scheme="s2", code=code, name=name) if code else None


def _of_person(person: Person) -> PersonRecord:
    name = plain(person.name)
    if not name:
        raise BadItem("an author without a name")
    names = dict.fromkeys(plain(alias) for alias in (name, *(person.aliases or ())))
    places = (plain(place) for place in person.affiliations or ())
    return PersonRecord(
        source="s2",
        record_id=f"author:{person.authorId}",
        name=name,
        names=tuple(one for one in names if one),
        orcid=_orcid(person.externalIds),
        source_ids=_source_ids(person.authorId, person.externalIds),
        affiliations=tuple(PersonAffiliation(affiliation=AffiliationRef(name=place)) for place in places if place),
        stated_h_index=count(person.hIndex),
        stated_papers=count(person.paperCount),
        stated_citations=count(person.citationCount),
    )


loader = SemanticScholarLoader()
