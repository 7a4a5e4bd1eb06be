"""DBLP: the XML dump with its entities, and the XML of single records and persons that its API gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from coterie.graph.model.records import (
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonAffiliation,
    PersonRecord,
    Record,
    Rejected,
)
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, iso_date, orcid, written_date
from coterie.loaders.reading.xmls import Element, content, elements, root

SOURCE = "dblp"
_KINDS = {
    "article": "article", "inproceedings": "proceedings", "proceedings": "book", "book": "book",
    "incollection": "chapter", "phdthesis": "thesis", "mastersthesis": "thesis", "data": "dataset", "www": "other",
    "person": "other",
}  # fmt: skip
"""What the elements are; ``publtype`` says it more closely."""
_TYPES = {"survey": "review", "software": "software", "dataset": "dataset", "edited": "book"}
_OWN_EDITORS = frozenset({"proceedings", "book", "www", "data"})
_HOME = "homepages/"
_NUMBERED = re.compile(r"(.*\S)\s+\d{4}")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_ARXIV = re.compile(r"https?://arxiv\.org/abs/(.+)|abs/([\w.-]+(?:/\d{7})?)", re.IGNORECASE)
_ACL = re.compile(r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info)/([A-Z]\d\d-\d+|"
                  r"\d{4}\.[\w-]+\.\d+)/?")  # fmt: skip
_LINKS = (("doi", "doi.org/", _DOI), ("arxiv", "arxiv.org/", _ARXIV), ("acl", "acl", _ACL))

Fields = dict[str, list[Element]]


class DblpLoader:
    """Publications as papers, home pages as persons."""

    name = "dblp"
    title = "DBLP (XML dump, records and persons of the API)"
    about = About(
        source="dblp",
        specification="https://dblp.org/faq/16154937.html; M. Ley: DBLP - Some Lessons Learned (2009); dblp.dtd",
        fields={
            "key": "record_id, ids.dblp",
            "mdate": "updated",
            "author, its orcid and pid": "mentions; source_ids dblp:NAME with the homonym's number, and dblp:PID",
            "editor": "mentions with role editor, of volumes, books and web documents",
            "title": "title, without markup and without DBLP's full stop at the end",
            "year, month": "date",
            "journal, booktitle, series": "venue, the first there is",
            "ee": "ids.doi, ids.arxiv, ids.acl; urls (the first)",
            "volume abs/… of CoRR": "ids.arxiv",
            "element, publtype": "kind",
            "school": "affiliation of the author of a thesis",
            "www homepages/…: author": "person: name and names; source_ids dblp:PID and dblp:NAME of each name",
            "www homepages/…: url": "person: orcid",
            "www homepages/…: note type=affiliation": "person: affiliations with the years of their label",
        },
        cannot=(
            "given and family names apart",
            "affiliations on papers, abstracts, keywords",
            "Left out: cite, crossref, pages, publisher, isbn; streams; uname and award notes",
        ),
        notes=(
            "A name is written without the number that tells namesakes apart; the id keeps it.",
            "An unnumbered name that several persons share stands for those whom DBLP could not tell apart; its id is "
            "the same for all of them.",
            "Home pages that redirect (crossref) or only list namesakes (disambiguation) are no records, and are not "
            "counted; a withdrawn publication is kept as what it was.",
            "CoRR and other informal articles are preprints; a conference's volume is a book.",
            "The declarations of a document type are not read: entities are HTML's, by name.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the root ``dblp`` or ``dblpperson``; likely for one bare record with DBLP's two attributes."""
        name, attributes = root(head)
        if name in ("dblp", "dblpperson"):
            return 0.95
        return 0.8 if name in _KINDS and "mdate=" in attributes and "key=" in attributes else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The records; position is the line where one begins."""
        return elements(source, _KINDS, undeclared=True)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper or person of one element; nothing for redirects and disambiguation pages. Raises
        :class:`BadItem` for a publication without key and title, and for a person without a name."""
        element: Element = raw.data
        key = (element.get("key") or "").strip()
        fields: Fields = {}
        for child in element:
            fields.setdefault(child.tag, []).append(child)
        if key.startswith(_HOME) or element.tag == "person":
            return _person(element, key, fields)
        return [_paper(element, key, fields)]


def _paper(element: Element, key: str, fields: Fields) -> PaperRecord:
    tag = element.tag
    title = _title(_first(fields, "title"))
    if not title and not key:
        raise BadItem("neither key nor title")
    links = [link for ee in fields.get("ee", ()) if (link := content(ee)).startswith("http")]
    corr = _first(fields, "journal") == "CoRR"
    mentions = tuple(_mentions(element, fields))
    return PaperRecord(
        source=SOURCE, record_id=key, updated=written_date(element.get("mdate") or ""), title=title,
        ids=_ids(key, links, _first(fields, "volume") if corr else ""),
        date=_date(_first(fields, "year"), _first(fields, "month")),
        kind=_kind(tag, element.get("publtype") or "", corr),
        venue=next((name for part in ("journal", "booktitle", "series") if (name := _first(fields, part))), None),
        mentions=mentions, authors_complete=True if "author" in fields and mentions else None, urls=tuple(links[:1]),
    )  # fmt: skip


def _mentions(element: Element, fields: Fields) -> Iterator[Mention]:
    authors = fields.get("author", [])
    editors = fields.get("editor", []) if element.tag in _OWN_EDITORS or not authors else []
    school = _first(fields, "school") if len(authors) == 1 else ""
    places = (AffiliationRef(name=school),) if school else ()
    position = 0
    for one in [*authors, *editors]:
        if name := content(one):
            position += 1
            written, group = _name(name)
            pid = one.get("pid")
            yield Mention(
                written=written, position=position, orcid=orcid(one.get("orcid")), affiliations=places,
                source_ids=(f"dblp:{pid}", f"dblp:{name}") if pid else (f"dblp:{name}",),
                role="editor" if one.tag == "editor" else "author", collective=group,
            )  # fmt: skip


def _person(element: Element, key: str, fields: Fields) -> list[Record]:
    names = [name for author in fields.get("author", ()) if (name := content(author))]
    if element.get("publtype") == "disambiguation" or (not names and "crossref" in fields):
        return []
    if not names:
        raise BadItem("a home page without a name")
    pid = key.removeprefix(_HOME)
    written = tuple(dict.fromkeys(map(_without_number, names)))
    urls = [content(url) for url in fields.get("url", ())]
    found = (orcid(link) for link in urls if "orcid.org/" in link)
    return [
        PersonRecord(
            source=SOURCE, record_id=key or names[0], updated=written_date(element.get("mdate") or ""),
            name=written[0], names=written, orcid=next(filter(None, found), None),
            source_ids=tuple(dict.fromkeys(f"dblp:{ident}" for ident in (pid, *names) if ident)),
            affiliations=tuple(filter(None, map(_affiliation, fields.get("note", ())))),
        )
    ]  # fmt: skip


def _affiliation(note: Element) -> PersonAffiliation | None:
    """The place of a note; its label may be ``2001-2009``, ``since 2010``, ``until 2012`` or ``former``."""
    name = content(note)
    if note.get("type") != "affiliation" or not name:
        return None
    label = (note.get("label") or "").lower()
    years = _YEARS.findall(label)
    until = years[-1] if years and (len(years) > 1 or "until" in label or label.startswith("-")) else None
    since = years[0] if years and (len(years) > 1 or until is None) else None
    return PersonAffiliation(affiliation=AffiliationRef(name=name), since=since, until=until)


def _ids(key: str, links: list[str], volume: str) -> dict[str, str]:
    ids = {"dblp": key} if key else {}
    if (arxiv := _ARXIV.fullmatch(volume)) and arxiv[2] and (known := normalise("arxiv", arxiv[2])):
        ids["arxiv"] = known
    for link in links:
        for scheme, mark, pattern in _LINKS:
            if mark in link and scheme not in ids and (found := pattern.fullmatch(link)):
                ids.update({name: value for name, value in paper_ids({scheme: found[1]}).items() if name not in ids})
    return ids


def _kind(tag: str, types: str, corr: bool) -> str:
    for name in types.split():
        if name in _TYPES:
            return _TYPES[name]
    return "preprint" if tag == "article" and (corr or "informal" in types) else _KINDS[tag]


@lru_cache(maxsize=65536)
def _without_number(name: str) -> str:
    """``Wei Wang`` of ``Wei Wang 0001``."""
    if not name[-1].isdigit():
        return name
    found = _NUMBERED.fullmatch(name)
    return found[1] if found else name


@lru_cache(maxsize=65536)
def _name(name: str) -> tuple[str, bool]:
    """A name without its number, and whether it is that of a group."""
    written = _without_number(name)
    return written, collective(written)


_date = lru_cache(maxsize=4096)(iso_date)


def _title(text: str) -> str:
    """Without the full stop that DBLP sets at the end, unless it is that of an abbreviation with several (``A.I.``)."""
    return text[:-1] if text.endswith(".") and "." not in text.rpartition(" ")[2][:-1] else text


def _first(fields: Fields, name: str) -> str:
    return content(fields[name][0]) if name in fields else ""


loader = DblpLoader()
