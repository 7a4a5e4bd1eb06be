"""Crossref: metadata of works as JSON, from the REST API or the yearly public data file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected, Role
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.crossref.fields import Affiliation, Date, Named, Person, Work, decode
from coterie.loaders.crossref.making import PARTS, affiliation, first_date, kind_of, name_of, title_of
from coterie.loaders.making import count, iso_date, keywords, orcid, plain
from coterie.loaders.reading.jsons import json_items

_DOI = re.compile(rb'"DOI"\s*:\s*"')
_OWN = re.compile(rb'"(?:is-referenced-by-count|references?-count|content-domain|deposited|indexed)"\s*:')
_TITLES = re.compile(rb'"title"\s*:\s*\[')
_TITLE = re.compile(rb'"title"\s*:\s*"')
_ANSWER = re.compile(rb'"message-type"\s*:\s*"([\w-]+)"')


class CrossrefLoader:
    """Works of Crossref."""

    name = "crossref"
    title = "Crossref: REST API (page, one work), public data file, JSON Lines"
    about = About(
        source="crossref",
        specification="https://api.crossref.org and https://www.crossref.org/documentation/retrieve-metadata/rest-api/",
        fields={
            "DOI": "record_id, ids.doi",
            "title, original-title": "title",
            "author": "mentions, in order",
            "author[].given, family, suffix": "mentions.written, given, family, suffix",
            "author[].name": "mentions.written, mentions.collective",
            "author[].ORCID": "mentions.orcid",
            "author[].affiliation[].name, id (ROR), place": "mentions.affiliations, with ROR, city and country",
            "editor": "mentions with role editor, of books, proceedings, reports and whatever else is no part of these",
            "published-print, published-online, published-other, posted, published, issued": "date (the earliest)",
            "approved, content-created": "date, where there is no other",
            "type, subtype, update-to": "kind",
            "container-title": "venue",
            "institution (posted content), event (proceedings)": "venue, where there is no container-title",
            "language": "language",
            "subject": "topics (asjc)",
            "is-referenced-by-count": "citations",
            "resource.primary.URL, URL": "urls",
            "indexed, deposited": "updated",
        },
        cannot=(
            "who is the corresponding author; whether a member deposited all authors",
            "chairs, translators and reviewers, subtitles, abstracts, funders, licences, references and relations to "
            "other works (a preprint and its article stay apart) are left out",
            "the editors of the book, journal or proceedings that hold a work are none of the work's own",
            "that a paper was retracted, which the notice says: the notice has the kind retraction",
        ),
        notes=(
            "The title is the first; others are translations. Of several container-titles (a book and its series, in "
            "either order) the first is the venue.",
            "Spaces lost between a word and italics or a formula are put back: of<i>Pinus patula</i>Stands.",
            "Of dates that agree, the most precise one is taken: 2015 and 2015-12-03 give 2015-12-03.",
            "A type that is not known is other; posted content is a preprint unless its subtype says otherwise.",
            "An author with name in place of family is an organisation, as Crossref has it; one with a family name "
            "alone is taken as the whole name, and may be one.",
            "An author without any name, or et al. in a name's place, is left out; authors_complete is then false.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by a DOI, a list of titles, and names of fields that Crossref alone has."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return 0.0
        if answer := _ANSWER.search(head):
            return 0.95 if answer[1] in (b"work", b"work-list") else 0.0
        if not _DOI.search(head) or not (own := len(set(_OWN.findall(head)))):
            return 0.0
        if _TITLES.search(head):
            return 0.95
        return 0.4 if _TITLE.search(head) else 0.9 if own > 1 else 0.5

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The works of a page (``message.items``), of a part of the data file (``items``), of an array, or of JSON
        Lines."""
        return json_items(source, ("message", "items"), ("items",))

    def transform(self, raw: RawItem) -> list[Record]:
        """The record of one work. Raises ``BadItem``."""
        work = decode(raw.data)
        return [_paper(work.message or work)]


def _paper(work: Work) -> PaperRecord:
    title = next(
        (known for text in (*(work.title or ()), *(work.original_title or ())) if (known := title_of(text))), ""
    )
    ids = paper_ids({"doi": work.DOI}) if work.DOI else {}
    if not title and not ids:
        raise BadItem("neither title nor DOI")
    named, complete, authors = _mentions(work)
    return PaperRecord(
        source="crossref",
        record_id=(work.DOI or "").strip().lower() if ids else "",
        updated=_updated(work),
        title=title,
        ids=ids,
        date=_date(work),
        kind=kind_of(work.type, work.subtype, [update.type for update in work.update_to or ()]),
        venue=_venue(work),
        language=language_code(work.language),
        mentions=named,
        authors_complete=complete,
        author_count=None if complete is not False else authors,
        topics=keywords(work.subject, "asjc") if work.subject else (),
        citations=count(work.is_referenced_by_count),
        urls=_urls(work),
    )


def _first(texts: Sequence[str] | None) -> str | None:
    return next((known for text in texts or () if (known := plain(text))), None)


def _mentions(work: Work) -> tuple[tuple[Mention, ...], bool | None, int]:
    """Authors, then the editors of a volume; whether all authors have names, None where there are none; and how many
    authors are listed."""
    people: list[tuple[Person, Role]] = [(one, "author") for one in work.author or ()]
    authors = len(people)
    if work.editor and work.type not in PARTS:
        people += [(one, "editor") for one in work.editor]
    mentions: list[Mention] = []
    missing = False
    for one, role in people:
        written, given, family, suffix, group = name_of(one.name, one.given, one.family, one.suffix)
        if not written:
            missing = missing or role == "author"
            continue
        mentions.append(
            Mention(
                written=written,
                position=len(mentions) + 1,
                given=given,
                family=family,
                suffix=suffix,
                orcid=orcid(one.ORCID) if one.ORCID else None,
                affiliations=_affiliations(one.affiliation) if one.affiliation else (),
                role=role,
                collective=group,
            )
        )
    return tuple(mentions), not missing if authors else None, authors


def _affiliations(affiliations: Sequence[Affiliation]) -> tuple[AffiliationRef, ...]:
    found = (affiliation(one.name, _ror(one), one.place[0] if one.place else None) for one in affiliations)
    return tuple([ref for ref in found if ref])


def _ror(one: Affiliation) -> str | None:
    return next((found.id for found in one.id if (found.id_type or "").upper() == "ROR"), None) if one.id else None


def _date(work: Work) -> str | None:
    dates = (
        work.published_print,
        work.published_online,
        work.published_other,
        work.posted,
        work.published,
        work.issued,
    )
    known = first_date(map(_iso, dates))
    return known or _iso(work.approved) or _iso(work.content_created)


def _iso(date: Date | None) -> str | None:
    if date is None or not date.date_parts or not date.date_parts[0]:
        return None
    return _ymd(*date.date_parts[0][:3])


@lru_cache(maxsize=1 << 16)
def _ymd(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    return iso_date(year, month, day)


def _updated(work: Work) -> str | None:
    changed = work.indexed or work.deposited
    return (changed.date_time or None) if changed else None


def _venue(work: Work) -> str | None:
    if work.container_title:
        return _first(work.container_title)
    if work.type == "posted-content":
        return _name(work.institution)
    return _name([work.event]) if work.type == "proceedings-article" and work.event else None


def _name(named: Sequence[Named] | None) -> str | None:
    return _first([one.name for one in named or () if one.name])


def _urls(work: Work) -> tuple[str, ...]:
    primary = work.resource.primary if work.resource else None
    url = (primary.URL if primary else None) or work.URL
    return (url,) if url and url.startswith("http") else ()


loader = CrossrefLoader()
