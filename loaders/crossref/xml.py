"""Crossref's XML: answers of its resolver and OAI-PMH service (UNIXREF, UNIXSD), and deposits of members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected, Role
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt
from coterie.loaders.crossref.making import PARTS, affiliation, first_date, kind_of, name_of, title_of
from coterie.loaders.making import count, iso_date, orcid, plain
from coterie.loaders.reading.xmls import Element, content, elements, root

_TYPES = {
    "book": "book", "conference": "proceedings", "conference_paper": "proceedings-article",
    "content_item": "book-chapter", "database": "database", "dataset": "dataset", "dissertation": "dissertation",
    "journal": "journal", "journal_article": "journal-article", "peer_review": "peer-review",
    "posted_content": "posted-content", "report-paper": "report", "standard": "standard",
}  # fmt: skip
"""The type in the JSON by the name of the element."""
_INSIDE = {"book": "content_item", "conference": "conference_paper", "database": "dataset",
           "journal": "journal_article"}  # fmt: skip
"""What stands in an element for works of their own."""
_OUTER = (*(name for name in _TYPES if name not in _INSIDE.values()), "error")
_METADATA = re.compile(r"(?!event|series)\w[\w-]*_metadata")
_ROOTS = frozenset({"doi_batch", "doi_record", "doi_records", "crossref", "crossref_result"})
_MARK = re.compile(rb"crossref\.org/(?:xschema|schema|qrschema)|<(?:\w+:)?crossref[\s>]")
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[ T]?(\d\d):?(\d\d):?(\d\d))?")


class Work(NamedTuple):
    """An element of a work, and the one of the journal, book or conference that it stands in (or itself)."""

    element: Element
    holder: Element


class CrossrefXmlLoader:
    """Works of Crossref in XML."""

    name = "crossref-xml"
    title = "Crossref XML: UNIXREF and UNIXSD (resolver, OAI-PMH), deposits"
    about = About(
        source="crossref",
        specification="https://www.crossref.org/documentation/schema-library/ (deposit 5.3.1, unixref 1.1, unixsd)",
        fields={
            "doi_data/doi": "record_id, ids.doi",
            "titles/title, original_language_title": "title",
            "contributors/person_name": "mentions, in order (given_name, surname, suffix)",
            "contributors/organization": "mentions.written, mentions.collective",
            "person_name/ORCID": "mentions.orcid",
            "affiliation, affiliations/institution": "mentions.affiliations, with ROR, city and country",
            "contributor_role editor": "mentions with role editor, of books, proceedings and reports",
            "publication_date, posted_date, approval_date": "date (the earliest)",
            "the work's element, posted_content type, crossmark update": "kind",
            "full_title, proceedings_title, the book's title, series_metadata, institution": "venue",
            "language": "language",
            "crm-item citedby-count": "citations",
            "doi_data/resource": "urls",
            "doi_record timestamp, crm-item last-update, datestamp, head/timestamp": "updated",
        },
        cannot=(
            "who is the corresponding author",
            "chairs, translators and reviewers, alternative names, subtitles, abstracts, funders, licences, references "
            "and relations to other works are left out; so are components (figures, supplements)",
            "subjects: the XML has none",
        ),
        notes=(
            "Each article, paper, chapter and dataset is a work. The journal, conference, book or database around it "
            "is one where nothing stands in it, and in a deposit where it has a DOI of its own.",
            "A work without a date takes that of its issue, proceedings or book.",
            "Names, kinds, dates and titles are read as in Crossref's JSON; both have the same record ids.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by Crossref's roots or namespaces."""
        name, _ = root(head)
        if name in _ROOTS:
            return 0.95 if name.startswith("crossref") or _MARK.search(head) else 0.6
        return 0.95 if name in ("record", "OAI-PMH", "ListRecords") and _MARK.search(head) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The works, each with what holds it; position is the line. Raises ``LoadError`` for what is no XML."""
        for raw in elements(source, [f"{{*}}{name}" for name in _OUTER]):
            if isinstance(raw, Rejected):
                yield raw
                continue
            outer = raw.data
            for element in _works(outer):
                line = str(element.sourceline or raw.position)
                yield RawItem(line, Work(element, outer), excerpt(content(_main(element))))

    def transform(self, raw: RawItem) -> list[Record]:
        """The record of one work. Raises ``BadItem``."""
        return [_paper(raw.data)]


def _works(outer: Element) -> list[Element]:
    """The works in an element: those inside it, or itself."""
    inside = _INSIDE.get(_local(outer))
    found = outer.findall(f".//{{*}}{inside}") if inside else []
    own = _child(_main(outer), "doi_data") is not None and any(
        _local(one) == "doi_batch" for one in outer.iterancestors()
    )
    return [outer, *found] if own or not found else found


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Element, *path: str) -> Element | None:
    return element.find("/".join(f"{{*}}{name}" for name in path))


def _main(element: Element) -> Element:
    """What describes an element: itself, or the metadata that it begins with."""
    if _child(element, "titles") is not None or _child(element, "doi_data") is not None:
        return element
    return next((one for one in element if _METADATA.fullmatch(_local(one))), element)


def _paper(work: Work) -> PaperRecord:
    element, holder = work
    main, outer = _main(element), _main(holder)
    name = _local(element)
    if name == "error":
        raise BadItem(f"Crossref answers: {content(element) or 'an error'}")
    doi = content(_child(main, "doi_data", "doi"))
    title, ids = _title(main), paper_ids({"doi": doi})
    if not title and not ids:
        raise BadItem("neither title nor DOI")
    named, complete, authors = _mentions(main, name)
    resource = content(_child(main, "doi_data", "resource"))
    updates = [update.get("type") for update in main.iterfind("{*}crossmark/{*}updates/{*}update")]
    return PaperRecord(
        source="crossref",
        record_id=doi.lower() if ids else "",
        updated=_updated(element),
        title=title,
        ids=ids,
        date=_date(main) or (_date(holder) or _date(outer) if element is not holder else None),
        kind=kind_of(_TYPES[name], element.get("type"), updates),
        venue=_venue(work, outer),
        language=language_code(element.get("language") or main.get("language") or outer.get("language")),
        mentions=named,
        authors_complete=complete,
        author_count=None if complete is not False else authors,
        citations=count(_item(element, "citedby-count")),
        urls=(resource,) if resource.startswith("http") else (),
    )


def _title(main: Element) -> str:
    for path in ("{*}titles/{*}title", "{*}titles/{*}original_language_title", "{*}full_title", "{*}proceedings_title"):
        for element in main.iterfind(path):
            if known := _marked(element):
                return known
    return ""


def _marked(element: Element | None) -> str:
    """The text of an element that may hold markup."""
    if element is None or not len(element):
        return plain(content(element))
    return title_of(str(etree.tostring(element, encoding="unicode", with_tail=False)))


def _mentions(main: Element, name: str) -> tuple[tuple[Mention, ...], bool | None, int]:
    """Authors, then the editors of a volume; whether all authors have names, None where there are none; and how many
    authors are listed."""
    people: dict[str, list[Element]] = {"author": [], "editor": []}
    for one in main.iterfind("{*}contributors/*"):
        people.get(one.get("contributor_role") or "author", []).append(one)
    listed: list[tuple[Element, Role]] = [(one, "author") for one in people["author"]]
    if _TYPES[name] not in PARTS:
        listed += [(one, "editor") for one in people["editor"]]
    mentions: list[Mention] = []
    missing = False
    for one, role in listed:
        if mention := _mention(one, len(mentions) + 1, role):
            mentions.append(mention)
        else:
            missing = missing or role == "author"
    authors = len(people["author"])
    return tuple(mentions), not missing if authors else None, authors


def _mention(one: Element, position: int, role: Role) -> Mention | None:
    """A contributor; None where the name is missing (``anonymous``)."""
    if _local(one) == "organization":
        read = name_of(content(one), None, None, None)
    else:
        given, family, suffix = (content(_child(one, part)) for part in ("given_name", "surname", "suffix"))
        read = name_of(None, given or None, family or None, suffix or None)
    written, given_name, family_name, known_suffix, group = read
    if not written:
        return None
    return Mention(
        written=written,
        position=position,
        given=given_name,
        family=family_name,
        suffix=known_suffix,
        orcid=orcid(content(_child(one, "ORCID"))),
        affiliations=_affiliations(one),
        role=role,
        collective=group,
    )


def _affiliations(one: Element) -> tuple[AffiliationRef, ...]:
    found = [affiliation(content(text)) for text in one.iterfind("{*}affiliation")]
    for institution in one.iterfind("{*}affiliations/{*}institution"):
        ids = (content(text) for text in institution.iterfind("{*}institution_id") if text.get("type") == "ror")
        name = content(_child(institution, "institution_name"))
        found.append(affiliation(name, next(ids, None), content(_child(institution, "institution_place")) or None))
    return tuple([ref for ref in found if ref])


def _date(element: Element) -> str | None:
    paths = ("publication_date", "posted_date", "approval_date", "review_date", "database_date/{*}publication_date",
             "database_date/{*}creation_date", "journal_issue/{*}publication_date")  # fmt: skip
    return first_date(_iso(date) for path in paths for date in element.iterfind("{*}" + path))


def _iso(date: Element) -> str | None:
    return iso_date(*(content(_child(date, part)) or None for part in ("year", "month", "day")))


def _venue(work: Work, outer: Element) -> str | None:
    """What a work appeared in: for a volume its series."""
    series = _child(outer, "series_metadata", "titles", "title")
    if work.element is work.holder:
        return _marked(series) or content(_child(work.element, "institution", "institution_name")) or None
    own = _title(outer)
    return own or _marked(series) or content(_child(work.holder, "event_metadata", "conference_name")) or None


def _item(element: Element, name: str) -> str | None:
    """The item of an answer's own data, as ``citedby-count``."""
    query = next((one for one in element.iterancestors() if _local(one) == "query"), None)
    if query is None:
        return None
    return next((content(one) for one in query.iterfind("{*}crm-item") if one.get("name") == name), None)


def _updated(element: Element) -> str | None:
    """When Crossref, or the deposit, last changed a work: ISO date and time, as precise as stated."""
    stated = [_item(element, "last-update")]
    for one in element.iterancestors():
        stated += [one.get("timestamp"), content(_child(one, "header", "datestamp")),
                   content(_child(one, "head", "timestamp"))]  # fmt: skip
    for text in stated:
        if found := _STAMP.match(text or ""):
            year, month, day, *time = found.groups()
            return f"{year}-{month}-{day}" + (f"T{':'.join(time)}" if time[0] else "")
    return None


loader = CrossrefXmlLoader()
