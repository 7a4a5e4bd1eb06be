"""What the papers of a volume share: date, venue, editors; and how its XML writes names and ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from coterie.graph.model.records import AffiliationRef, Mention, Role
from coterie.loaders.acl.people import People, written
from coterie.loaders.making import collective, iso_date, written_date
from coterie.loaders.making import orcid as checked
from coterie.loaders.reading.xmls import Element, content

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_NO_AFFILIATION = {"-", "na", "n/a", "none"}


@dataclass
class Volume:
    """A volume of a collection, from its ``meta``."""

    collection: str
    id: str
    people: People
    title: str = ""
    journal: bool = False
    date: str | None = None
    venue: str | None = None
    doi: str = ""
    editors: tuple[Mention, ...] = ()
    has_front: bool = False

    def mentions(self, people: list[Element], role: Role = "author", after: int = 0) -> tuple[Mention, ...]:
        """The mentions of ``author`` or ``editor`` elements in their order, counted from ``after``."""
        made = [mention(person, place, self.people, role) for place, person in enumerate(people, after + 1)]
        return tuple([one for one in made if one is not None])

    def anthology_id(self, paper: str) -> str:
        """The id of a paper: ``P19-1001`` and ``W05-0101`` in collections of the old style (``P19``), else
        ``2020.acl-main.1``; "" where a part of it is missing."""
        if not (self.collection and self.id and paper):
            return ""
        if "." in self.collection or not (self.id + paper).isascii() or not (self.id + paper).isdigit():
            return f"{self.collection}-{self.id}.{paper}"
        number, item = int(self.id), int(paper)
        wide = self.collection[0] == "W" or self.collection == "C69" or (self.collection == "D19" and number >= 5)
        return f"{self.collection}-{number:02d}{item:02d}" if wide else f"{self.collection}-{number}{item:03d}"


@dataclass(frozen=True)
class Front:
    """The front matter of a volume: its id, its own DOI, the day of its last change."""

    volume: Volume
    id: str
    doi: str = ""
    updated: str | None = None


def volume_of(element: Element, people: People) -> Volume:
    """The volume that a ``volume`` element is, as far as its ``meta`` (the element itself, or inside it) says."""
    around = element if element.tag == "volume" else element.getparent()
    collection = around.getparent()
    volume = Volume(
        collection="" if collection is None else collection.get("id", "").strip(), id=around.get("id", "").strip(),
        people=people, journal=around.get("type") == "journal",
    )  # fmt: skip
    if element.tag != "volume":
        _describe(volume, element)
    return volume


def _describe(volume: Volume, meta: Element) -> None:
    fields: dict[str, str] = {}
    editors, venues = [], []
    for child in meta:
        if child.tag == "editor":
            editors.append(child)
        elif child.tag == "venue":
            venues.append(text(child))
        else:
            fields.setdefault(child.tag, text(child))
    volume.title, volume.doi = fields.get("booktitle", ""), fields.get("doi", "")
    volume.date = _date(fields.get("year", ""), fields.get("month", ""))
    journal = fields.get("journal-title") or _journal(venues, volume.people) if volume.journal else ""
    volume.venue = journal or volume.title or None
    volume.editors = volume.mentions(editors, "editor")


def mention(person: Element, position: int, people: People, role: Role = "author") -> Mention | None:
    """The mention of an ``author`` or ``editor``; None for one without any name."""
    first = last = affiliation = orcid = ""
    for part in person:
        tag = part.tag
        if tag == "last":
            last = text(part) if len(part) else part.text or ""
        elif tag == "first":
            first = text(part) if len(part) else part.text or ""
        elif tag == "affiliation":
            affiliation = text(part)
        elif tag == "orcid":
            orcid = text(part)
    name = _named(first, last) or _named("", text(person))
    if name is None:
        return None
    ident = person.get("id") or people.by_name.get(name.key)
    return Mention(
        written=name.written, position=position, role=role, collective=name.collective, given=name.given,
        family=name.family, orcid=checked(orcid) if orcid else None, source_ids=(f"acl:{ident}",) if ident else (),
        affiliations=_affiliations(affiliation) if affiliation else (),
    )  # fmt: skip


class _Named(NamedTuple):
    """A name: its key in the list of persons, how it is shown, and its parts where both are there."""

    key: tuple[str, str]
    written: str
    collective: bool
    given: str | None
    family: str | None


@lru_cache(maxsize=1 << 16)
def _named(first: str, last: str) -> _Named | None:
    first, last = _clean(first), _clean(last)
    if not last:
        first, last = "", first
    if not last:
        return None
    name = written((first, last))
    group = collective(name)
    parts = (first, last) if first and not group else (None, None)
    return _Named((first, last), name, group, *parts)


def text(element: Element) -> str:
    """The text of an element in one line, its markup taken off; control characters become spaces."""
    found = content(element)
    return found if found.isprintable() else _clean(found)


def _clean(line: str) -> str:
    return " ".join(_CONTROL.sub(" ", line).split())


def _journal(venues: list[str], people: People) -> str:
    return next((name for venue in venues if (name := people.journal(venue))), "")


@lru_cache(maxsize=1 << 15)
def _affiliations(name: str) -> tuple[AffiliationRef, ...]:
    return () if name.lower() in _NO_AFFILIATION else (AffiliationRef(name=name),)


def _date(year: str, month: str) -> str | None:
    """Year and month; the days that a month's text may hold are those of the conference."""
    if month.isdigit():
        return iso_date(year, month)
    date = written_date(f"{year} {month}") if month else None
    return (date or iso_date(year) or "")[:7] or None
