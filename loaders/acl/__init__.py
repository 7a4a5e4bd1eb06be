"""The ACL Anthology's own data: its tree of XML, one file a collection, with ``yaml/name_variants.yaml`` beside it.

Each XML file is an input, and so is the list of persons; what an XML file needs of the YAML it finds by its place in
the tree. Schema of the XML: ``data/xml/schema.rnc`` of https://github.com/acl-org/acl-anthology.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.acl.about import ABOUT
from coterie.loaders.acl.people import MAX_YAML, Person, entries, people_near, person_record
from coterie.loaders.acl.volumes import Front, Volume, text, volume_of
from coterie.loaders.base import BadItem, RawItem, Source, excerpt
from coterie.loaders.making import written_date
from coterie.loaders.reading.lines import wide_encoding
from coterie.loaders.reading.xmls import Element, elements, root

_HEAD = 1 << 20
_USED = ("title", "author", "editor", "doi", "language", "journal", "pwccode", "attachment", "revision", "erratum",
         "retracted", "removed")  # fmt: skip
_CHANGES = ("revision", "erratum", "retracted", "removed")
_PERSONS = re.compile(rb"(?:\s*#[^\n]*\n|\s+|---\s)*-\s+canonical:\s")
_LANGUAGES = {"eng": "en", "fra": "fr", "zho": "zh", "deu": "de", "por": "pt", "ita": "it", "spa": "es", "rus": "ru",
              "jpn": "ja", "kor": "ko", "ara": "ar", "nld": "nl", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi",
              "pol": "pl", "ces": "cs", "tur": "tr", "ell": "el", "heb": "he", "hin": "hi", "isl": "is", "cat": "ca",
              "eus": "eu", "glg": "gl"}  # fmt: skip
"""ISO 639-3, or 639-2/T, to ISO 639-1."""


class AclLoader:
    """XML collections of the ACL Anthology, and the persons of ``name_variants.yaml``."""

    name = "acl"
    title = "ACL Anthology: its XML collections and name_variants.yaml"
    about = ABOUT

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of a ``collection`` with volumes, and of a list of persons with ``canonical`` names."""
        if _PERSONS.match(head.removeprefix(b"\xef\xbb\xbf")):
            return 0.95 if b"last:" in head else 0.0
        name, attributes = root(head)
        if name != "collection" or "id=" not in attributes:
            return 0.0
        return 0.95 if re.search(rb"<volume\s", head) else 0.4

    def parts(self, path: Path) -> frozenset[str]:
        """What else stands in the tree: the schema, and the YAML of venues and groups."""
        if path.suffix == ".xml":
            return frozenset({"schema.rnc"})
        return frozenset(
            f"{folder}/{file.name}" for folder in ("venues", "sigs") for file in (path.parent / folder).glob("*.yaml")
        )

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """Papers and front matter with their volume (position: the line), or persons (position: ``item 3``)."""
        head = source.stream.read(_HEAD)
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or wide_encoding(head):
            yield from _volumes(replace(source, stream=cast(BinaryIO, _Again(head, source.stream))))
        else:
            yield from _persons(head + source.stream.read(MAX_YAML), source.name)

    def transform(self, raw: RawItem) -> list[Record]:
        """The record of a paper, of front matter or of a person."""
        if isinstance(raw.data, Person):
            return [person_record(raw.data.entry)]
        if isinstance(raw.data, Front):
            return [_front_record(raw.data)]
        return [_paper_record(*raw.data)]


class _Again:
    """A stream of which the first bytes have been read."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)


def _persons(data: bytes, name: str) -> Iterator[RawItem]:
    if len(data) > MAX_YAML:
        raise LoadError(f"{name} is larger than {MAX_YAML >> 20} MB", source=name)
    for number, entry in enumerate(entries(data, name), 1):
        yield RawItem(f"item {number}", Person(entry), excerpt(str(entry)))


def _volumes(source: Source) -> Iterator[RawItem | Rejected]:
    """Papers with their volume. A volume with editors but without front matter is its own front matter."""
    people = people_near(source.path)
    volume: Volume | None = None
    for item in elements(source, ("meta", "frontmatter", "paper", "volume")):
        if isinstance(item, Rejected):
            yield item
            continue
        element = item.data
        within = element.getparent()
        if element.tag == "volume":
            if volume is not None and volume.editors and not volume.has_front:
                yield RawItem(item.position, Front(volume, f"{volume.collection}-{volume.id}"))
            volume = None
        elif within is None or within.tag != "volume":
            if element.tag == "paper":
                yield Rejected(source="", position=item.position, reason="a paper outside of a volume")
        elif element.tag == "meta":
            volume = volume_of(element, people)
        else:
            volume = volume or volume_of(within, people)
            volume.has_front = volume.has_front or element.tag == "frontmatter"
            yield RawItem(item.position, _item(element, volume))


def _item(element: Element, volume: Volume) -> Front | tuple[Element, Volume]:
    if element.tag == "paper":
        return element, volume
    return Front(volume, volume.anthology_id("0"), text(element.find("doi")), _updated(element))


def _front_record(front: Front) -> PaperRecord:
    volume = front.volume
    if not volume.title and not front.id:
        raise BadItem("front matter of a volume with neither title nor id")
    return PaperRecord(
        source="acl", record_id=front.id, updated=front.updated, title=volume.title, kind="front-matter",
        ids=_ids(front.id, front.doi or volume.doi), date=volume.date, venue=volume.venue,
        mentions=volume.editors, urls=_urls(front.id),
    )  # fmt: skip


def _paper_record(paper: Element, volume: Volume) -> PaperRecord:
    fields: dict[str, Element] = {}
    authors, editors = [], []
    has_code = None
    for child in paper.iterchildren(*_USED):
        tag = child.tag
        if tag == "author":
            authors.append(child)
        elif tag == "editor":
            editors.append(child)
        else:
            fields.setdefault(tag, child)
            if tag == "pwccode" or (tag == "attachment" and child.get("type", "").lower() == "software"):
                has_code = True
    ident = volume.anthology_id(paper.get("id", "").strip())
    title = text(fields.get("title"))
    if not title and not ident:
        raise BadItem("neither title nor id")
    mentions = (*volume.mentions(authors), *volume.mentions(editors, "editor", len(authors)))
    return PaperRecord(
        source="acl", record_id=ident, updated=None if fields.keys().isdisjoint(_CHANGES) else _updated(paper),
        title=title, ids=_ids(ident, text(fields["doi"]) if "doi" in fields else ""), date=volume.date,
        kind=_kind(paper, fields, volume), venue=text(fields.get("journal")) or volume.venue,
        language=_language(text(fields["language"])) if "language" in fields else None, has_code=has_code,
        mentions=mentions, authors_complete=True if authors else None, urls=_urls(ident),
    )  # fmt: skip


def _kind(paper: Element, fields: dict[str, Element], volume: Volume) -> str:
    if "retracted" in fields or "removed" in fields:
        return "retraction"
    if paper.get("type") == "backmatter":
        return "other"
    return "article" if volume.journal or "journal" in fields else "proceedings"


def _language(tag: str) -> str | None:
    """The language of a tag such as ``fra`` or ``pt-BR``; the Anthology gives none to most papers in English."""
    primary = tag.partition("-")[0].lower()
    return _LANGUAGES.get(primary, primary if primary in _LANGUAGES.values() else None)


def _updated(element: Element) -> str | None:
    """The day of the last change that the Anthology states: a revision, an erratum, a retraction."""
    days = [child.get("date", "") for child in element if child.tag in _CHANGES]
    return max((day for day in days if written_date(day) == day), default=None)


def _ids(ident: str, doi: str) -> dict[str, str]:
    ids = paper_ids({"doi": doi}) if doi else {}
    return {"acl": ident, **ids} if ident else ids


def _urls(ident: str) -> tuple[str, ...]:
    return (f"https://aclanthology.org/{ident}/",) if ident else ()


loader = AclLoader()
