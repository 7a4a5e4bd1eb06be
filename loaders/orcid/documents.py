"""Documents of ORCID taken apart: the person with the affiliations, and each work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec

from coterie.graph.model.records import Rejected
from coterie.loaders.base import RawItem, Source, shown
from coterie.loaders.orcid.nodes import Node, child, every, from_xml, text
from coterie.loaders.orcid.people import KINDS, Owner, Person, owner_of, said_by_source, updated
from coterie.loaders.reading.jsons import json_items
from coterie.loaders.reading.xmls import elements

MAX_AFFILIATIONS = 10_000
"""Affiliations of one person that are kept."""

MAX_WAITING = 1000
"""Works that are held back until one says the name of the person."""

_NS = "{http://www.orcid.org/ns/"
_TAGS = [
    "{*}record", "{*}orcid-identifier", "{*}person", f"{_NS}personal-details}}personal-details", "{*}work",
    f"{_NS}activities}}group", *(f"{{*}}{kind}{end}" for kind in KINDS for end in ("", "-summary")),
]  # fmt: skip


@dataclass(frozen=True)
class Work:
    """One work of ``owner``: the accounts of it, the preferred first, and the group that joins them."""

    owner: Owner
    accounts: tuple[Node, ...]
    group: Node


@dataclass(frozen=True)
class Nothing:
    """A document without person, affiliation or work, and why."""

    reason: str


# JSON


def json_parts(source: Source) -> Iterator[RawItem | Rejected]:
    """Parts of each document of JSON; position of a work: ``1, work 3``."""
    for raw in json_items(source, ("expanded-result",), ("bulk",)):
        if isinstance(raw, Rejected):
            yield raw
            continue
        try:
            document = msgspec.json.decode(raw.data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield _rejected(raw, f"no JSON: {error}")
        except RecursionError:
            yield _rejected(raw, "nested too deeply")
        else:
            if isinstance(document, dict):
                yield from _parts(document, raw.position)
            else:
                yield _rejected(raw, "no object of JSON")


def _rejected(raw: RawItem, reason: str) -> Rejected:
    return Rejected(source="", position=raw.position, reason=reason, excerpt=shown(raw.data))


def _parts(document: Node, position: str) -> Iterator[RawItem]:
    document = child(document, "work") or document
    person = child(document, "person") or (document if _names(document) else {})
    activities = child(document, "activities-summary") or document
    owner = owner_of(document, person)
    places = _affiliations(activities)
    works = list(_works(activities, document))
    for one in (*(one for _, one in places), *(one for _, accounts in works for one in accounts)):
        owner = said_by_source(owner, one)
    if person or places:
        changed = updated(child(document, "history")) or updated(document)
        yield _item(position, owner, Person(person, tuple(places), changed))
    for number, (group, accounts) in enumerate(works, 1):
        place = position if len(works) == 1 and not person else f"{position}, work {number}"
        yield _item(place, owner, Work(owner, accounts, group))
    if not (person or places or works or {"group", "affiliation-group", "activities-summary"} & document.keys()):
        yield RawItem(position, Nothing(_reason(document)), text(document, "path"))


def _names(node: Node) -> bool:
    return "given-names" in child(node, "name") or "given-names" in node or "orcid-id" in node


def _affiliations(activities: Node) -> list[tuple[str, Node]]:
    """Kind and node of each affiliation, of all sections, of one section, or the one that the document is."""
    found: list[tuple[str, Node]] = []
    for kind in KINDS:
        section = child(activities, f"{kind}s") or activities
        groups = [section, *every(section, "affiliation-group")]
        groups += [one for group in groups for one in every(group, "summaries")]
        found += [(kind, one) for group in groups for one in every(group, f"{kind}-summary")]
    if not found and "organization" in activities:
        path = text(activities, "path")
        found.append((next((kind for kind in KINDS if f"/{kind}/" in path), "employment"), activities))
    return found[:MAX_AFFILIATIONS]


def _works(activities: Node, document: Node) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Group and accounts of each work, of the section or of the document that is one."""
    for group in every(child(activities, "works") or activities, "group"):
        if accounts := every(group, "work-summary"):
            yield group, tuple(accounts)
    if "title" in child(document, "title") or ("title" in document and "put-code" in document):
        yield {}, (document,)


def _reason(document: Node) -> str:
    if message := text(document, "user-message") or text(document, "developer-message"):
        return f"an error of the service: {message}"
    if "result" in document:
        return "a search's result: ORCIDs without names"
    return "neither a person nor works"


def _item(position: str, owner: Owner, part: Person | Work) -> RawItem:
    if isinstance(part, Work):
        return RawItem(position, part, text(part.accounts[0], "title", "title"))
    return RawItem(position, (owner, part), owner.name or owner.id)


# XML


@dataclass
class _Record:
    """What is known so far of one record; ``waiting`` are works read before the person's name was."""

    owner: Owner
    person: Node = field(default_factory=dict)
    places: list[tuple[str, Node]] = field(default_factory=list)
    position: str = ""
    waiting: list[tuple[str, tuple[Node, ...], Node]] = field(default_factory=list)

    def note(self, node: Node, person: Node | None = None) -> None:
        """Take from ``node`` whose record this is, where that is not known yet."""
        if self.owner.id and self.owner.name:
            return
        found = owner_of(node, person or {})
        self.owner = replace(
            said_by_source(self.owner if self.owner.name or not found.name else found, node),
            id=self.owner.id or found.id,
            orcid=self.owner.orcid or found.orcid,
        )

    def works(self) -> Iterator[RawItem]:
        """The works that waited."""
        for position, accounts, group in self.waiting:
            yield _item(position, self.owner, Work(self.owner, accounts, group))
        self.waiting = []

    def rest(self) -> Iterator[RawItem]:
        """What remains at the end of the record."""
        yield from self.works()
        if self.person or self.places:
            yield _item(self.position, self.owner, Person(self.person, tuple(self.places)))


def xml_parts(source: Source, path: str = "") -> Iterator[RawItem | Rejected]:
    """Parts of a document of XML; position: the line. Works come as they are read, the person at the end. ``path`` is
    that of the root element, which says whose record it is."""
    record, last, same = _Record(owner_of({"path": path}, {})), "", 0
    for raw in elements(source, _TAGS):
        if isinstance(raw, Rejected):
            yield raw
            continue
        same = same + 1 if raw.position == last else 0
        last, position = raw.position, f"{raw.position}, item {same + 1}" if same else raw.position
        tag = raw.data.tag.rpartition("}")[2]
        if tag == "record":
            yield from record.rest()
            record = _Record(Owner())
            continue
        _take(record, tag, from_xml(raw.data), position)
        if record.owner.name or len(record.waiting) > MAX_WAITING:
            yield from record.works()
    yield from record.rest()


def _take(record: _Record, tag: str, node: Node, position: str) -> None:
    if tag in ("group", "work"):
        if accounts := every(node, "work-summary") if tag == "group" else [node]:
            for one in accounts:
                record.note(one)
            record.waiting.append((position, tuple(accounts), node if tag == "group" else {}))
    elif tag == "orcid-identifier":
        record.note({"orcid-identifier": node})
    elif tag in ("person", "personal-details"):
        record.person, record.position = node, position
        record.note(node, node)
    elif len(record.places) < MAX_AFFILIATIONS:
        record.places.append((tag.removesuffix("-summary"), node))
        record.position = record.position or position
        record.note(node)
