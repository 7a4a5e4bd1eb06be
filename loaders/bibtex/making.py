"""An entry of BibTeX or BibLaTeX as a paper."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, TopicRef
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.topics import arxiv_topic
from coterie.loaders.base import BadItem
from coterie.loaders.bibtex.journals import ABBREVIATED
from coterie.loaders.bibtex.latex import text
from coterie.loaders.bibtex.parser import Entry
from coterie.loaders.bibtex.people import mentions, orcid_numbers
from coterie.loaders.making import count, iso_date, written_date
from coterie.loaders.references import LONG, keywords, language, remembered, url_ids

Fields = dict[str, str]

_KINDS = {
    "article": "article", "inproceedings": "proceedings", "conference": "proceedings", "paper": "proceedings",
    "proceedings": "book", "mvproceedings": "book", "book": "book", "mvbook": "book", "collection": "book",
    "mvcollection": "book", "reference": "book", "mvreference": "book", "booklet": "book", "inbook": "chapter",
    "incollection": "chapter", "inreference": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "bachelorsthesis": "thesis", "techreport": "report", "report": "report", "standard": "report",
    "unpublished": "preprint", "preprint": "preprint", "dataset": "dataset", "data": "dataset", "software": "software",
    "review": "review",
}  # fmt: skip
"""Kind by type; any other type is ``other``."""
_WHOLE = frozenset(
    {"proceedings", "mvproceedings", "book", "mvbook", "collection", "mvcollection", "reference", "mvreference",
     "periodical", "booklet"}
)  # fmt: skip
_THESES = frozenset({"phdthesis", "mastersthesis", "thesis", "bachelorsthesis"})
_SCOPUS = {
    "review": "review", "editorial": "editorial", "letter": "letter", "erratum": "erratum", "retracted": "retraction",
    "short survey": "review", "conference paper": "proceedings", "book chapter": "chapter", "data paper": "article",
}  # fmt: skip
"""Kind by the type of document that Scopus states."""
_ARXIV = re.compile(
    r"arxiv(?:\.org/abs/|[:\s,]++(?:e-?prints?[:\s,]*+)?+)?+((?:\d{4}\.\d{4,5}|[a-z][a-z.-]+/\d{7})(?:v\d+)?)",
    re.IGNORECASE,
)
_PREPRINT_SERVERS = re.compile(
    r"\s*(?:arxiv|corr|biorxiv|medrxiv|chemrxiv|ssrn|psyarxiv|research square)\b", re.IGNORECASE
)
_CITED = re.compile(r"cited by:?\s*(\d+)", re.IGNORECASE)
_PLACES = ("url", "ee", "link", "bdsk-url-1", "howpublished")
_URL = re.compile(r"https?://[^\s{}\"]+", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_SIGNS = (
    (re.compile(r"\{?\\textless(?:\{\}|\s+)?\}?|\$<\$"), "<"),
    (re.compile(r"\{?\\textgreater(?:\{\}|\s+)?\}?|\$>\$"), ">"),
)
_DBLP_URL = re.compile(r"dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:bib/)?(.+?)(?:\.bib)?$")
_ESCAPES = re.compile(r"\\([_&%#~$^])(?:\{\})?|\{\\([_&%#])\}|\\textasciitilde(?:\{\}|\s)?|[{}]")
_DAY_IN_MONTH = re.compile(r"\s*(\d{1,2})?(?:st|nd|rd|th)?[\s~.]*([A-Za-z]{3,})\W*(\d{1,2})?")
_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def paper(entry: Entry) -> PaperRecord:
    """The paper of an entry. Raises :class:`BadItem` where it has neither title nor identifier."""
    fields = entry.fields
    title = _title(fields)
    addresses = _addresses(fields)
    ids = _ids(entry, addresses)
    if not title and not ids:
        raise BadItem("neither title nor identifier")
    people, complete = _people(entry)
    venue = _venue(entry)
    kind = _kind(entry, ids, venue)
    names = fields.get("language") or fields.get("langid") or fields.get("hyphenation")
    return PaperRecord(
        source="bibtex",
        title=title,
        ids=ids,
        date=_date(fields),
        kind=kind,
        venue=venue,
        language=_language(names) if names else None,
        mentions=people,
        authors_complete=complete,
        affiliations=_affiliations(fields),
        topics=_topics(fields, ids),
        citations=_citations(fields),
        urls=tuple(addresses[:1]),
    )


def _title(fields: Fields) -> str:
    title = text(fields["title"]) if "title" in fields else ""
    if "subtitle" in fields and (rest := text(fields["subtitle"])):
        return f"{title}: {rest}" if title else rest
    return title


@remembered(4096)
def _language(value: str) -> str | None:
    return language(text(value))


def _people(entry: Entry) -> tuple[tuple[Mention, ...], bool | None]:
    """Authors, then the editors of a whole; and False where a list goes on."""
    fields = entry.fields
    orcids = orcid_numbers(fields["orcid-numbers"]) if "orcid-numbers" in fields else None
    people, goes_on = mentions(fields["author"], orcids=orcids) if "author" in fields else ([], False)
    if "editor" in fields and entry.type in _WHOLE:
        editors, more = mentions(fields["editor"], len(people) + 1, "editor", orcids)
        people, goes_on = people + editors, goes_on or more
    return tuple(people), False if goes_on else None


def _date(fields: Fields) -> str | None:
    get = fields.get
    return date(get("date", "")[:LONG], get("year", "")[:LONG], get("month", "")[:LONG], get("day", "")[:LONG])


@lru_cache(maxsize=65536)
def date(stated: str, year: str = "", month: str = "", day: str = "") -> str | None:
    """The date of the fields ``date`` (of a span its beginning), or else ``year``, ``month`` and ``day``; the month may
    hold the day (``15~mar``).

    >>> date("2019-05-28/2019-05-30"), date("", "{2019}", "mar # 15"), date("Mar 3", "2015"), date("", "in press")
    ('2019-05-28', '2019-03-15', '2015-03-03', None)
    """
    first = text(stated.partition("/")[0]).strip("~?% ") if stated else ""
    if _ISO_DATE.fullmatch(first):
        return iso_date(*first.split("-"))
    if first:
        found = written_date(first) or (written_date(f"{first} {text(year)}") if year else None)
        if found:
            return found
    if not year:
        return None
    bare = year if year.isdigit() else written_date(text(year)) or ""
    if len(bare) > 4 or not month:
        return bare if len(bare) > 4 else iso_date(bare)
    named, inside = _month(month)
    return iso_date(bare, named, text(day) if day else inside)


@remembered(4096)
def _month(month: str) -> tuple[str | None, str | None]:
    """Month, by name or number, and the day that a month's field may hold; of two months the first."""
    plain = text(month).strip(" .")
    if plain.isdigit():
        return plain, None
    found = _DAY_IN_MONTH.match(plain.replace("#", " "))
    return (found[2], found[1] or found[3]) if found else (re.split(r"\D", plain, maxsplit=1)[0] or None, None)


def _kind(entry: Entry, ids: dict[str, str], venue: str | None) -> str:
    kind = _KINDS.get(entry.type, "other")
    if kind in ("article", "other", "preprint"):
        if "arxiv" in ids and (venue is None or _PREPRINT_SERVERS.match(venue)):
            return "preprint"
        if kind == "article" and venue and _PREPRINT_SERVERS.match(venue):
            return "preprint"
    if "document_type" in entry.fields:
        return _SCOPUS.get(entry.fields["document_type"].lower(), kind)
    return kind


def _venue(entry: Entry) -> str | None:
    fields = entry.fields
    if entry.type in _THESES:
        return None
    order = _VENUES_OF_WHOLE if entry.type in _WHOLE else _VENUES.get(entry.type, _VENUES_OF_PART)
    for name in order:
        if name in fields and (venue := _venue_name(fields[name])):
            return venue
    return None


_JOURNALS = ("fjournal", "journaltitle", "journal", "shortjournal")
_VENUES = {"article": (*_JOURNALS, "booktitle"), "misc": (*_JOURNALS, "booktitle")}
_VENUES_OF_PART = ("booktitle", "maintitle", *_JOURNALS, "series")
_VENUES_OF_WHOLE = ("series", *_JOURNALS)


@remembered(16384)
def _venue_name(value: str) -> str:
    """A venue's name; ``\\apj`` and its like in full, and ``arXiv preprint arXiv:…`` without the number."""
    if value.startswith("\\") and (name := ABBREVIATED.get(value[1:].strip(" {}").lower())):
        return name
    name = text(value)
    return "arXiv" if "rxiv" in name.lower() and _ARXIV.search(name) else name


def _addresses(fields: Fields) -> list[str]:
    """The addresses of the web, in the order of ``_PLACES``."""
    found = []
    for name in _PLACES:
        if name in fields and (address := _URL.search(unescaped(fields[name]))):
            found.append(address[0])
    return found


def _ids(entry: Entry, addresses: list[str]) -> dict[str, str]:
    fields = entry.fields
    ids: dict[str, str] = {}
    for address in addresses:
        for scheme, ident in url_ids(address).items():
            ids.setdefault(scheme, ident)
    if "doi" in fields and (found := _DOI.search(_doi_signs(fields["doi"]))):
        ids["doi"] = found[0]
    _eprint(fields, ids)
    _keys(entry, ids)
    return paper_ids(ids) if ids else ids


def _doi_signs(value: str) -> str:
    """A DOI with ``<`` and ``>`` as they are: in LaTeX they are words, mathematics, or escaped for pages."""
    for words, sign in _SIGNS:
        value = words.sub(sign, value)
    return html.unescape(unescaped(value))


def _eprint(fields: Fields, ids: dict[str, str]) -> None:
    """The eprint, and what says ``arXiv:…`` or (of CoRR) ``abs/…`` elsewhere."""
    if "eprint" in fields:
        archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").lower()
        if archive == "arxiv":
            ids["arxiv"] = unescaped(fields["eprint"])
        elif archive in ("pubmed", "pmid"):
            ids["pmid"] = fields["eprint"]
    if "arxivid" in fields:
        ids.setdefault("arxiv", fields["arxivid"])
    if "arxiv" not in ids:
        volume = fields.get("volume", "")
        if volume.startswith("abs/") and normalise("arxiv", volume[4:]):
            ids["arxiv"] = volume[4:]
            return
        for name in ("journal", "journaltitle", "howpublished", "note"):
            if "rxiv" in fields.get(name, "").lower() and (found := _ARXIV.search(fields[name])):
                ids["arxiv"] = found[1]
                return


def _keys(entry: Entry, ids: dict[str, str]) -> None:
    """The keys of services that stand in fields of their own, and DBLP's."""
    fields = entry.fields
    for name, scheme in (("pmid", "pmid"), ("pubmed_id", "pmid")):
        if name in fields:
            ids[scheme] = fields[name].strip("{} ")
    if "unique-id" in fields and (number := fields["unique-id"].strip("{} ")).upper().startswith(("WOS:", "ISI:")):
        ids["wos"] = number
    if entry.key.startswith("DBLP:"):
        ids["dblp"] = entry.key[5:]
    elif "biburl" in fields and (found := _DBLP_URL.search(fields["biburl"])):
        ids["dblp"] = found[1]


def unescaped(value: str) -> str:
    r"""An address or identifier without the escapes of LaTeX.

    >>> unescaped(r"10.1000/a\_b{\%}c"), unescaped(r"\url{https://example.org/\~{}x}")
    ('10.1000/a_b%c', '\\urlhttps://example.org/~x')
    """
    if "\\" not in value and "{" not in value:
        return value.strip()
    return _ESCAPES.sub(lambda found: found[1] or found[2] or ("~" if "tilde" in found[0] else ""), value).strip()


def _topics(fields: Fields, ids: dict[str, str]) -> tuple[TopicRef, ...]:
    primary = fields.get("primaryclass") or fields.get("eprintclass")
    topics: tuple[TopicRef, ...] = ()
    if primary and "arxiv" in ids and (known := arxiv_topic(primary)):
        topics = (TopicRef(scheme="arxiv", code=known[0], name=known[1], primary=True),)
    for name in ("keywords", "author_keywords", "keyword"):
        if value := fields.get(name):
            return topics + keywords(_parted(value))
    return topics


def _parted(value: str) -> list[str]:
    plain = text(value)
    return [word.strip(" *") for word in plain.split(";" if ";" in plain else ",")]


def _affiliations(fields: Fields) -> tuple[AffiliationRef, ...]:
    """Those that Scopus and Web of Science list; Web of Science's addresses of authors are left out."""
    value = fields.get("affiliations") or (fields.get("affiliation") if "unique-id" not in fields else None)
    if not value:
        return ()
    names = (" ".join(name.split()) for name in text(value).split(";"))
    return tuple(AffiliationRef(name=name) for name in dict.fromkeys(names) if name)


def _citations(fields: Fields) -> int | None:
    if "times-cited" in fields:
        return count(fields["times-cited"].strip("{} "))
    if "note" in fields and (found := _CITED.search(fields["note"])):
        return count(found[1])
    return None
