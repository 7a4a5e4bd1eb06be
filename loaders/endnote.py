"""EndNote's XML, as EndNote, Zotero, Bookends, Papers and Citavi export it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected, Role, TopicRef
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.graph.names.parsing import known_suffix
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, plain, written_date
from coterie.loaders.reading.affiliations import affiliations_of, is_et_al, is_nobody
from coterie.loaders.reading.xmls import Element, content, elements, root

_KINDS = {
    "journal article": "article", "electronic article": "article", "magazine article": "article",
    "book": "book", "edited book": "book", "electronic book": "book", "classical work": "book", "dictionary": "book",
    "encyclopedia": "book", "ancient text": "book", "book section": "chapter", "electronic book section": "chapter",
    "conference paper": "proceedings", "conference proceedings": "proceedings", "thesis": "thesis",
    "report": "report", "dataset": "dataset", "computer program": "software", "preprint": "preprint",
}  # fmt: skip
"""Kind by the name of the type of reference."""
_NUMBERS = {
    "17": "article", "43": "article", "19": "article", "6": "book", "28": "edited book", "44": "book",
    "5": "chapter", "60": "chapter", "47": "proceedings", "10": "proceedings", "32": "thesis", "27": "report",
    "59": "dataset", "9": "software",
}  # fmt: skip
"""Kind by the number of the type, where its name is missing or in another language than English."""
_MARKS = (b"<ref-type", b"<source-app", b"<rec-number")
"""Elements that no other format's records have (``contributors`` and ``titles`` stand in Crossref's, too)."""
_PUBMED = re.compile(r"(?:ncbi\.nlm\.nih\.gov/pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)(\d{1,9})\b")
_DOI_URL = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV = re.compile(r"(?:https?://arxiv\.org/abs/|arxiv\s*:\s*)\S+", re.IGNORECASE)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LINES = re.compile(r"[\r\n]+(?=\S)")


class EndNoteLoader:
    """References of EndNote's XML."""

    name = "endnote"
    title = "EndNote XML, as EndNote, Zotero, Bookends and others export it"
    about = About(
        source="endnote",
        specification="Thomson Reuters, EndNote XML DTD (RSXML.dtd) of EndNote X; types of reference by number in the "
        "EndNote manual, appendix 'Reference types'",
        fields={
            "titles/title, else translated-title, short-title": "title",
            "ref-type": "kind",
            "contributors/authors/author": "mentions (editors of an Edited Book)",
            "contributors/secondary-authors/author": "mentions (editors, of a book or proceedings without authors)",
            "auth-address": "affiliations of the only author, else of the paper",
            "periodical/full-title, titles/secondary-title": "venue (of an article the first, else the second)",
            "dates/year, dates/pub-dates/date": "date",
            "electronic-resource-num": "ids.doi, ids.arxiv",
            "accession-num": "ids.wos (ISI:, WOS:), ids.pmid where the database is PubMed",
            "urls/related-urls, web-urls": "urls (the first), ids.pmid, ids.doi, ids.arxiv",
            "keywords/keyword": "topics (keyword)",
            "language": "language",
        },
        cannot=(
            "an id of its own: numbers count within one library, so a record is known by its content",
            "whose an address is, where there are several authors; whether the list of authors is complete; when the "
            "record was changed; ORCIDs",
            "left out: abstracts, notes, labels, attached files, translators, editors of the book that holds a chapter",
        ),
        notes=(
            "A name that ends with a comma is that of an institution.",
            "Styled parts of a text are put together as they stand; several keywords in one element are split at "
            "semicolons and at line ends.",
            "A day or month whose own year differs from the year of the reference is not used.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of ``xml`` or ``records`` around records with EndNote's elements."""
        if root(head)[0] not in ("xml", "records", "record"):
            return 0.0
        marks = sum(mark in head for mark in _MARKS)
        return 0.95 if marks > 1 else 0.7 if marks else 0.2 if b"<records>" in head and b"<titles>" in head else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The records; position is the line of each."""
        return elements(source, ("record",))

    def transform(self, raw: RawItem) -> list[Record]:
        """The reference. Raises :class:`BadItem` where there is neither title nor id."""
        record = _children(raw.data)
        kind, edited = _kind(record.get("ref-type"))
        titles = _children(record.get("titles"))
        links = _links(record.get("urls"))
        mentions, complete = _mentions(_children(record.get("contributors")), kind, edited)
        places = _places(record.get("auth-address"))
        if len(mentions) == 1 and places:
            mentions = [msgspec.structs.replace(mentions[0], affiliations=places)]
            places = ()
        ids, title = _ids(record, links), _first(titles, "title", "translated-title", "short-title")
        if not title and not ids:
            raise BadItem("neither title nor id")
        paper = PaperRecord(
            source="endnote",
            title=title,
            ids=ids,
            date=_date(_children(record.get("dates"))),
            kind=kind,
            venue=_venue(record, titles, kind),
            language=language_code(_first(record, "language")),
            mentions=tuple(mentions),
            authors_complete=complete,
            affiliations=places,
            topics=_topics(record.get("keywords")),
            urls=tuple(link for link in links if link.startswith(("http://", "https://")))[:1],
        )
        return [paper]


Fields = dict[str, Element]
"""The first child of each tag."""


def _children(element: Element | None) -> Fields:
    return {} if element is None else {child.tag: child for child in reversed(element)}


def _styled(element: Element | None) -> str:
    """The text of an element, its styled parts put together; what indents them is left out."""
    if element is None:
        return ""
    count = len(element)
    if count == 1 and element[0].tag == "style" and not len(element[0]):
        return element[0].text or ""
    if not count:
        return element.text or ""
    parts = element.findall("style") or [element]
    return "".join(["".join(part.itertext()) for part in parts])


def _first(fields: Fields, *tags: str) -> str:
    """The first text that is not empty, in one line and without markup."""
    for tag in tags:
        if tag in fields and (text := plain(_styled(fields[tag]))):
            return text
    return ""


def _links(urls: Element | None) -> list[str]:
    found = () if urls is None else urls.iterfind("*/url")
    return [link for link in (_styled(url).strip() for url in found) if link]


def _kind(element: Element | None) -> tuple[str | None, bool]:
    """The kind of a paper, and whether its authors are editors."""
    if element is None:
        return None, False
    name, number = (element.get("name") or "").strip().lower(), content(element)
    if not name and not number.isdigit():
        name = number.lower()
    kind = _KINDS.get(name) or _NUMBERS.get(number)
    edited = name == "edited book" or (name not in _KINDS and kind == "edited book")
    if kind == "edited book":
        kind = "book"
    return kind or ("other" if name or number else None), edited


def _venue(record: Fields, titles: Fields, kind: str | None) -> str | None:
    periodical, second = _children(record.get("periodical")), _first(titles, "secondary-title")
    journal = _first(periodical, "full-title")
    if kind == "article":
        other = _children(record.get("alt-periodical")) if not journal and not second else {}
        return journal or second or _first(periodical, "abbr-1") or _first(other, "full-title") or None
    return second or journal or None


def _date(dates: Fields) -> str | None:
    """The date: year, with month and day where they are given and not of another year."""
    days = dates.get("pub-dates")
    return _dated(_first(dates, "year"), "" if days is None else plain(_styled(days.find("date"))))


@lru_cache(maxsize=8192)
def _dated(year: str, day: str) -> str | None:
    date, whole = written_date(year), written_date(day)
    if date is None or (whole and whole[:4] == date[:4]):
        return whole
    return written_date(f"{date[:4]} {day}") if day and whole is None else date


def _ids(record: Fields, links: list[str]) -> dict[str, str]:
    number, accession = _first(record, "electronic-resource-num"), _first(record, "accession-num")
    database = _first(record, "remote-database-name").lower()
    doi = _DOI.search(number)
    ids = {"arxiv": number} if _ARXIV.match(number) else {"doi": doi[0] if doi else ""}
    for link in links:
        if found := _PUBMED.search(link):
            ids.setdefault("pmid", found[1])
        elif not ids.get("doi") and (found := _DOI_URL.match(link)):
            ids["doi"] = found[1]
        elif _ARXIV.match(link):
            ids.setdefault("arxiv", link)
    if accession.upper().startswith(("ISI:", "WOS:")):
        ids["wos"] = accession
    elif accession.startswith("2-s2.0-"):
        ids["scopus"] = accession
    elif "pubmed" in database or "medline" in database:
        ids.setdefault("pmid", accession)
    return paper_ids(ids)


def _mentions(contributors: Fields, kind: str | None, edited: bool) -> tuple[list[Mention], bool | None]:
    """The authors, or the editors where it has them alone; and False where the list ends with et al."""
    role: Role = "editor" if edited else "author"
    mentions, complete = _people(contributors.get("authors"), role)
    if not mentions and kind in ("book", "proceedings"):
        return _people(contributors.get("secondary-authors"), "editor")
    return mentions, complete


def _people(listed: Element | None, role: Role) -> tuple[list[Mention], bool | None]:
    mentions: list[Mention] = []
    complete: bool | None = None
    for element in () if listed is None else listed.iterfind("author"):
        group = plain(element.get("corp-name"))
        names = [group] if group else plain(_styled(element)).split(";")
        for name in (name.strip() for name in names):
            if is_et_al(name):
                complete = False
            elif name.strip(", ") and not is_nobody(name):
                mentions.append(_mention(name, len(mentions) + 1, role, bool(group)))
    return mentions, complete


def _mention(name: str, position: int, role: Role, group: bool) -> Mention:
    """A name as ``Last, First`` or ``Last, First, Jr.``; one that ends with a comma is an institution's."""
    if group or name.endswith(","):
        written = name.replace(",,", ",").strip(", ")
        return Mention(written=written, position=position, role=role, collective=True)
    family, comma, rest = (part.strip() for part in name.partition(","))
    given, _, suffix = (part.strip() for part in rest.partition(","))
    if comma and known_suffix(given) in _SUFFIXES and suffix:  # King, Jr., Martin
        given, suffix = suffix, given
    if collective(name if not given else f"{given} {family}"):
        return Mention(written=name, position=position, role=role, collective=True)
    if not family or not given or (suffix and known_suffix(suffix) not in _SUFFIXES):
        return Mention(written=name, position=position, role=role)
    return Mention(written=name, position=position, given=given, family=family, suffix=suffix or None, role=role)


def _places(element: Element | None) -> tuple[AffiliationRef, ...]:
    """The addresses, one a line; a line that begins with blanks goes on with the one before."""
    if element is None:
        return ()
    return tuple(ref for line in _LINES.split(_styled(element).strip()) for ref in affiliations_of(line))


def _topics(listed: Element | None) -> tuple[TopicRef, ...]:
    topics: dict[str, TopicRef] = {}
    for element in () if listed is None else listed.iterfind("keyword"):
        for ref in _keywords(_styled(element)):
            topics.setdefault(ref.code, ref)
    return tuple(topics.values())


@lru_cache(maxsize=8192)
def _keywords(text: str) -> tuple[TopicRef, ...]:
    names = [plain(name).replace("*", "").strip(" .") for name in re.split(r"[;\r\n]", text.strip())]
    return tuple(TopicRef(scheme="keyword", code=fold(name) or name, name=name) for name in names if name)


loader = EndNoteLoader()
