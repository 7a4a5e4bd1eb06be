"""CSL-JSON: items as Zotero, Mendeley, pandoc and citation processors exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from coterie.graph.model.records import Mention, PaperRecord, Record, Rejected, Role
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.crossref.making import Name, name_of
from coterie.loaders.making import collective, inverted, iso_date, keywords, orcid, plain, written_date
from coterie.loaders.reading.affiliations import is_nobody
from coterie.loaders.reading.jsons import json_items
from coterie.loaders.reading.typed import Decoder
from coterie.loaders.references import language, url_ids

_KINDS = {
    "article-journal": "article", "article": "preprint", "article-magazine": "article", "article-newspaper": "article",
    "paper-conference": "proceedings", "speech": "other", "book": "book", "chapter": "chapter",
    "entry": "chapter", "entry-dictionary": "chapter", "entry-encyclopedia": "chapter", "thesis": "thesis",
    "report": "report", "standard": "report", "dataset": "dataset", "software": "software", "review": "review",
    "review-book": "review", "post": "other", "post-weblog": "other", "webpage": "other", "manuscript": "preprint",
}  # fmt: skip
_OF_CROSSREF = (b'"is-referenced-by-count"', b'"content-domain"', b'"message-type"', b'"reference-count"')
_NOT_OF_CROSSREF = (b"article-journal", b"paper-conference", b"post-weblog", b"chapter", b"entry")
_OWN_EDITORS = frozenset({"book", "collection", "periodical"})
_ARXIV = re.compile(r"arxiv:\s*(\S+)(?:\s+\[[\w.-]+\])?", re.IGNORECASE)
"""What Zotero writes as the journal of an eprint."""
_ET_AL = frozenset({"others", "et al", "et al."})


class _Name(msgspec.Struct, rename={"particle": "non-dropping-particle", "dropped": "dropping-particle"}):
    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    particle: str | None = None
    dropped: str | None = None
    literal: str | None = None
    name: str | None = None
    ORCID: str | None = None


class _Date(msgspec.Struct, rename="kebab"):
    date_parts: list[list[int | str | None]] | None = None
    raw: str | None = None
    literal: str | None = None


class _Item(
    msgspec.Struct, rename={"container": "container-title", "original": "original-date", "online": "available-date"}
):
    type: str | None = None
    title: str | None = None
    author: list[_Name] | None = None
    editor: list[_Name] | None = None
    container: Any = None
    issued: _Date | None = None
    online: _Date | None = None
    DOI: str | None = None
    PMID: str | None = None
    URL: str | None = None
    id: Any = None
    language: str | None = None
    keyword: Any = None
    categories: list[str] | None = None
    archive: str | None = None
    number: str | None = None


_decode = Decoder(_Item, {_Name: "literal", _Date: "raw"})


class CslLoader:
    """Items of CSL-JSON."""

    name = "csl"
    title = "CSL-JSON: items of citation processors, Zotero, Mendeley, pandoc"
    about = About(
        source="csl",
        specification="https://docs.citationstyles.org/en/stable/specification.html and the schema csl-data.json",
        fields={
            "title": "title",
            "DOI, PMID, URL, id": "ids (doi, pmid; others from id and URL where they are addresses of services)",
            "issued, available-date": "date",
            "type": "kind",
            "container-title": "venue",
            "language": "language",
            "author[].given, family, suffix, particles": "mentions, in order",
            "author[].literal": "mentions.written, a collective where it reads like one",
            "author[].ORCID": "mentions.orcid",
            "editor[]": "mentions with the role editor (of books)",
            "keyword, categories": "topics (keyword)",
            "URL": "urls",
        },
        cannot=(
            "ids of records that are unique in the world: the record id is made of the content",
            "affiliations, citations; whether the list of authors is complete (but `others` says that it is not)",
            "editors of the book that holds a chapter, translators, directors and other roles are left out",
        ),
        notes=(
            "A journal arXiv:… (as Zotero writes it) is an arXiv id: the item is a preprint, its venue arXiv.",
            "A particle belongs to the family name (`van` Gogh), whether it is dropped in sorting or not.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Probable by a type of CSL beside its hyphenated fields; other services have marks of their own."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return 0.0
        squeezed = head.replace(b" ", b"")
        others = (b"openalex.org/W", b'"paperId"', b'"attributes"', b'"schemaVersion"', b'"control_number"')
        if any(mark in squeezed for mark in others):
            return 0.0
        if any(mark in squeezed for mark in _OF_CROSSREF):  # which gives its works as CSL-JSON, too, with CSL's types
            return 0.6 if any(b'"type":"' + kind + b'"' in squeezed for kind in _NOT_OF_CROSSREF) else 0.0
        typed = any(b'"type":"' + kind.encode() + b'"' in squeezed for kind in _KINDS)
        marks = sum(mark in squeezed for mark in (b'"date-parts"', b'"container-title"', b'"family":', b'"issued":'))
        if not typed:
            return 0.5 if marks >= 3 else 0.0
        return 0.85 if marks >= 2 else 0.7 if marks else 0.3

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The items of an array, of one object, or of JSON Lines."""
        return json_items(source, ("items",), ("references",))

    def transform(self, raw: RawItem) -> list[Record]:
        """One item. Raises ``BadItem``."""
        return [_paper(_decode(raw.data))]


def _paper(item: _Item) -> PaperRecord:
    venue = plain(_first(item.container)) or None
    eprint = _ARXIV.fullmatch(venue) if venue else None
    title, ids = plain(item.title), _ids(item, eprint[1] if eprint else None)
    if not title and not ids:
        raise BadItem("neither title nor DOI")
    names = item.author or []
    cut = bool(names) and _whole(names[-1]).casefold() in _ET_AL
    mentions: list[Mention] = []
    _add(mentions, names[:-1] if cut else names, "author")
    if item.editor and item.type in _OWN_EDITORS:
        _add(mentions, item.editor, "editor")
    return PaperRecord(
        source="csl",
        title=title,
        ids=ids,
        date=_date(item.issued) or _date(item.online),
        kind="preprint" if eprint else _KINDS.get(item.type, "other") if item.type else None,
        venue="arXiv" if eprint else venue,
        language=language(item.language) if item.language else None,
        mentions=tuple(mentions),
        authors_complete=False if cut else None,
        topics=keywords([*_words(item.keyword), *(item.categories or ())]),
        urls=(item.URL,) if item.URL else (),
    )


def _ids(item: _Item, arxiv: str | None) -> dict[str, str]:
    said: dict[str, str] = {"arxiv": arxiv} if arxiv else {}
    for place in (item.id, item.URL):
        if isinstance(place, str) and "/" in place and not (item.DOI and "doi.org/" in place):
            said |= url_ids(place)
    if item.PMID:
        said["pmid"] = item.PMID
    if item.DOI:
        said["doi"] = item.DOI
    if item.number and (item.archive or "").casefold() == "arxiv":
        said["arxiv"] = item.number
    return paper_ids(said)


def _date(date: _Date | None) -> str | None:
    if date is None:
        return None
    if date.date_parts and date.date_parts[0]:
        return _ymd(*date.date_parts[0][:3])
    text = date.raw or date.literal
    return written_date(text) if text else None


@lru_cache(maxsize=1 << 16)
def _ymd(year: int | str | None, month: int | str | None = None, day: int | str | None = None) -> str | None:
    return iso_date(year, month, day)


def _first(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else None


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for word in value if isinstance(word, str)]
    if not isinstance(value, str):
        return []
    return [word.strip() for word in value.split(";" if ";" in value else ",")]


def _whole(name: _Name) -> str:
    return name.literal or name.name or name.family or ""


def _add(mentions: list[Mention], names: Sequence[_Name], role: Role) -> None:
    """Add a mention of each name that has letters."""
    for name in names:
        written, given, family, suffix, group = _read(
            name.given, name.dropped, name.particle, name.family, name.suffix, name.literal or name.name
        )
        if written and not is_nobody(written):
            mentions.append(
                Mention(
                    written=written,
                    position=len(mentions) + 1,
                    given=given,
                    family=family,
                    suffix=suffix,
                    orcid=orcid(name.ORCID) if name.ORCID else None,
                    role=role,
                    collective=group,
                )
            )


@lru_cache(maxsize=1 << 16)
def _read(
    given: str | None,
    dropped: str | None,
    particle: str | None,
    family: str | None,
    suffix: str | None,
    whole: str | None,
) -> Name:
    """A name as a person reads it, its parts where they are apart, and whether it is that of an organisation."""
    if given or family:
        return name_of(None, given, " ".join(part for part in (dropped, particle, family) if part), suffix)
    written = name_of(whole, None, None, None)[0]
    return (written, None, None, None, True) if collective(written) else (written, *inverted(written), False)


loader = CslLoader()
