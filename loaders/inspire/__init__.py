"""INSPIRE: literature records of high-energy physics, from the REST API, as JSON Lines or arrays.

Also the reduced form of INSPIRE's data for author disambiguation (``publication_id``, names as plain strings), and
the records that its crawlers make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from coterie.graph.model.records import PaperRecord, Record, Rejected, TopicRef
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.graph.names.topics import arxiv_taxonomy
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.inspire.fields import Item, Metadata, decode
from coterie.loaders.inspire.names import mentions
from coterie.loaders.making import count, iso_date, keywords, plain, written_date
from coterie.loaders.reading.jsons import json_items

_KINDS = {
    "article": "article", "conference paper": "proceedings", "proceedings": "proceedings", "thesis": "thesis",
    "book": "book", "book chapter": "chapter", "report": "report", "activity report": "report", "note": "report",
}  # fmt: skip
_MARKS = (b'"inspire_categories"', b'"arxiv_eprints"', b'"control_number"', b"inspirehep.net/", b"/schemas/records/hep")
_REDUCED = re.compile(rb'"publication_id"\s*:\s*\d')
_OTHER_MATERIAL = frozenset({"erratum", "addendum", "data", "editorial note", "translation", "part", "software"})


class InspireLoader:
    """Records of INSPIRE's literature."""

    name = "inspire"
    title = "INSPIRE literature: REST API (page, one record), JSON Lines or arrays of records, disambiguation data"
    about = About(
        source="inspire",
        specification="https://github.com/inspirehep/rest-api-doc and https://inspire-schemas.readthedocs.io (hep)",
        fields={
            "control_number, publication_id": "record_id, ids.inspire, urls",
            "titles[0].title, title": "title",
            "authors[].full_name": "mentions.written, and given, family, suffix at its comma",
            "authors[].ids, record": "mentions.orcid, mentions.source_ids (inspire, bai, inspire-id, jacow)",
            "authors[].affiliations, raw_affiliations, affiliations_identifiers": "mentions.affiliations (id, ROR)",
            "authors[].inspire_roles": "mentions.role (editor); supervisors are left out",
            "corporate_author, collaborations": "mentions, collective, after the authors",
            "author_count": "author_count, authors_complete",
            "dois, arxiv_eprints, external_system_identifiers (PMID)": "ids",
            "imprints[0].date, publication_info[].year, thesis_info.date, preprint_date, earliest_date, year": "date",
            "document_type, publication_type": "kind",
            "publication_info[].journal_title, journal": "venue",
            "languages": "language",
            "inspire_categories, topics": "topics (inspire)",
            "arxiv_eprints[].categories": "topics (arxiv), the first primary",
            "keywords": "topics (keyword)",
            "citation_count": "citations",
            "updated": "updated (of the API's envelope)",
        },
        cannot=(
            "records of authors, institutions, journals and conferences are not read",
            "a conference is only linked: its name is not in the paper's record",
            "supervisors, references, report numbers, experiments and subtitles are left out",
            "where in the list of authors a collaboration stood",
        ),
        notes=(
            "The date is the first of imprint, publication, thesis, preprint and earliest date that is given.",
            "An article without journal and without DOI that has an arXiv id is a preprint.",
            "Of several DOIs the first of the publication itself counts, not those of errata, data or translations.",
            "A deleted record is no record. Affiliations as INSPIRE names them are preferred to those as written.",
            "A ROR is taken where an author has one ROR and one affiliation.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by the names of fields that only INSPIRE has."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return 0.0
        if _REDUCED.search(head) and b'"collaborations"' in head and b'"authors"' in head:
            return 0.9
        if (b'"titles"' not in head and b'"authors"' not in head) or b'"creators"' in head:
            return 0.0
        found = sum(mark in head for mark in _MARKS)
        if found and (b'"full_name"' in head or b'"hits"' in head or found > 1):
            return 0.95
        return 0.6 if b'"full_name"' in head and b'"titles"' in head else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The hits of a page, the elements of an array, or JSON Lines."""
        return json_items(source, ("hits", "hits"))

    def transform(self, raw: RawItem) -> list[Record]:
        """The record of one item; of the results of a crawl, all. Raises ``BadItem``."""
        item = decode(raw.data)
        if item.results_data:
            return [_paper(one, None) for one in item.results_data]
        record = item.metadata or item
        if record.schema and "/schemas/records/" in record.schema and not record.schema.endswith("hep.json"):
            kind = record.schema.rpartition("/")[2].removesuffix(".json")
            raise BadItem(f"a record of INSPIRE's {kind}, not of its literature")
        if record.deleted:
            return []
        return [_paper(record, item)]


def _paper(record: Metadata, item: Item | None) -> PaperRecord:
    number = record.control_number or record.publication_id or _own(item)
    title = plain(record.titles[0].title if record.titles else record.title)
    ids = _ids(record, number)
    if not title and not ids:
        raise BadItem("neither title nor ids")
    people, complete = mentions(record)
    stated = count(record.author_count)
    return PaperRecord(
        source="inspire",
        record_id=str(number) if number else "",
        updated=(item.updated if item else None) or None,
        title=title,
        ids=ids,
        date=_date(record),
        kind=_kind(record, ids),
        venue=_venue(record),
        language=language_code(record.languages[0]) if record.languages and len(record.languages) == 1 else None,
        mentions=people,
        authors_complete=complete,
        author_count=stated or None,
        topics=_topics(record),
        citations=count(record.citation_count),
        urls=(f"https://inspirehep.net/literature/{number}",) if number else (),
    )


def _own(item: Item | None) -> str | None:
    text = str(item.id) if item is not None and item.metadata is not None and item.id else ""
    return text if text.isascii() and text.isdigit() else None


def _ids(record: Metadata, number: int | str | None) -> dict[str, str]:
    found = {"inspire": str(number)} if number else {}
    for one in record.dois or ():
        if one.value and one.material not in _OTHER_MATERIAL:
            found.setdefault("doi", one.value)
    for one in record.arxiv_eprints or ():
        if one.value:
            found.setdefault("arxiv", one.value)
    for one in record.external_system_identifiers or ():
        if one.value and one.schema == "PMID":
            found.setdefault("pmid", one.value)
    return paper_ids(found)


def _date(record: Metadata) -> str | None:
    printed = [one.date for one in record.imprints or () if one.date]
    years = [one.year for one in record.publication_info or () if one.year]
    thesis = record.thesis_info.date if record.thesis_info else None
    stated = (
        printed[0] if printed else None, min(years, default=None), thesis, record.preprint_date, record.earliest_date,
        record.year,
    )  # fmt: skip
    dates = (written_date(one) if isinstance(one, str) else iso_date(one) for one in stated if one)
    return next((date for date in dates if date), None)


def _venue(record: Metadata) -> str | None:
    names = [one.journal_title for one in record.publication_info or ()] + [record.journal]
    return next((text for name in names if name and (text := plain(name))), None)


def _kind(record: Metadata, ids: dict[str, str]) -> str | None:
    types = record.document_type or ()
    kind = next((_KINDS[one] for one in types if one in _KINDS), "other" if types else None)
    if kind != "article":
        return kind
    if "review" in (record.publication_type or ()):
        return "review"
    return "preprint" if "arxiv" in ids and "doi" not in ids and _venue(record) is None else kind


def _topics(record: Metadata) -> tuple[TopicRef, ...]:
    codes = [code for one in record.arxiv_eprints or () for code in one.categories or ()]
    terms = [one.term for one in record.inspire_categories or () if one.term] + (record.topics or [])
    found = [topic for code in codes if (topic := _topic(code, code == codes[0]))]
    found += [topic for term in terms if (topic := _topic(term, False))]
    words = (one if isinstance(one, str) else one.value for one in record.keywords or ())
    unique = {(topic.scheme, topic.code): topic for topic in reversed(found)}
    return (*reversed(unique.values()), *keywords(word for word in words if word and not word.startswith("*")))


@lru_cache(maxsize=4096)
def _topic(term: str, primary: bool) -> TopicRef | None:
    """A category of arXiv where the term is one by its full code, else a subject of INSPIRE."""
    term = plain(term)
    if name := arxiv_taxonomy().get(term):
        return TopicRef(scheme="arxiv", code=term, name=name, primary=primary)
    code = fold(term)
    return TopicRef(scheme="inspire", code=code, name=term) if code else None


loader = InspireLoader()
