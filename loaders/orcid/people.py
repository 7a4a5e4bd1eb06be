"""Persons: names, ids, and where they worked and studied."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, PersonAffiliation, PersonRecord
from coterie.graph.names.countries import country_code
from coterie.graph.names.identifiers import normalise
from coterie.loaders.base import BadItem
from coterie.loaders.making import iso_date, orcid, plain
from coterie.loaders.orcid.nodes import Node, child, every, text, texts

KINDS = ("employment", "invited-position", "education", "qualification")
"""The affiliations that are taken; each is listed in a section of the plural name."""

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ID_SCHEMES = {"scopus author id": "scopus", "researcherid": "wos"}


@dataclass(frozen=True)
class Owner:
    """Whose record it is. ``id`` is the ORCID as it stands there, ``orcid`` the same where its check digit is right;
    ``name`` is "" where the document does not say it."""

    id: str = ""
    orcid: str | None = None
    name: str = ""
    given: str | None = None
    family: str | None = None


@dataclass(frozen=True)
class Person:
    """The parts of a record that make a person; ``affiliations`` each with its kind."""

    node: Node
    affiliations: tuple[tuple[str, Node], ...] = ()
    updated: str | None = None


def owner_of(node: Node, person: Node) -> Owner:
    """Whose document ``node`` is, by its identifier or path; ``person`` is the part that holds the name."""
    paths = (
        text(node, "orcid-identifier", "path"), text(node, "orcid-id"), text(node, "path"), text(person, "path"),
        text(person, "name", "path"),
    )  # fmt: skip
    number = next((found[0] for path in paths if (found := _ORCID.search(path))), "")
    name = child(person, "name") or person
    given = plain(text(name, "given-names"))
    family = plain(text(name, "family-name") or text(name, "family-names"))
    credit = plain(text(name, "credit-name"))
    known = orcid(number)
    if credit:
        return Owner(number, known, credit)
    return Owner(number, known, f"{given} {family}".strip(), given or None, family or None)


def said_by_source(owner: Owner, node: Node) -> Owner:
    """``owner`` with the name that an item's source gives, where the owner is the source and has no name yet."""
    if owner.name:
        return owner
    source = child(node, "source")
    for key, name in (("source-orcid", "source-name"), ("assertion-origin-orcid", "assertion-origin-name")):
        found = _ORCID.search(text(source, key, "path"))
        if found and found[0] == (owner.id or found[0]) and (named := plain(text(source, name))):
            return Owner(found[0], orcid(found[0]), named)
    return owner


def person_record(owner: Owner, person: Person) -> PersonRecord:
    """The person. Raises ``BadItem`` where no name is public."""
    node = person.node
    others = [plain(text(one, "content")) for one in every(child(node, "other-names"), "other-name")]
    others += [plain(one) for one in texts(node, "other-name")]  # of a search's expanded results
    straight = plain(f"{text(_name(node), 'given-names')} {text(_name(node), 'family-name')}")
    names = [one for one in dict.fromkeys((owner.name, straight, *others)) if one]
    if not names:
        raise BadItem(f"no public name of {owner.id}" if owner.id else "an affiliation without the person's name")
    places = (_affiliation(kind, one) for kind, one in person.affiliations)
    return PersonRecord(
        source="orcid",
        record_id=owner.id,
        updated=person.updated or updated(node),
        name=names[0],
        names=tuple(names),
        orcid=owner.orcid,
        source_ids=_source_ids(node),
        affiliations=tuple(dict.fromkeys(place for place in places if place)),
    )


def _name(node: Node) -> Node:
    return child(node, "name")


def _source_ids(node: Node) -> tuple[str, ...]:
    """Ids of the person in other services, where there is just one of a kind."""
    found: dict[str, list[str]] = {}
    for one in every(child(node, "external-identifiers"), "external-identifier"):
        scheme = _ID_SCHEMES.get(text(one, "external-id-type").lower())
        value = text(one, "external-id-value")
        if scheme and value and value not in found.setdefault(scheme, []):
            found[scheme].append(value)
    return tuple(f"{scheme}:{values[0]}" for scheme, values in sorted(found.items()) if len(values) == 1)


def _affiliation(kind: str, node: Node) -> PersonAffiliation | None:
    place = child(node, "organization")
    name = plain(text(place, "name"))
    if not name:
        return None
    known = child(place, "disambiguated-organization")
    ref = _organization(
        name, text(place, "address", "city"), text(place, "address", "country"),
        text(known, "disambiguation-source"), text(known, "disambiguated-organization-identifier"),
    )  # fmt: skip
    role = plain(text(node, "role-title")) or (kind if kind in ("education", "qualification") else None)
    return PersonAffiliation(affiliation=ref, since=date(node, "start-date"), until=date(node, "end-date"), role=role)


@lru_cache(maxsize=16384)
def _organization(name: str, city: str, country: str, scheme: str, number: str) -> AffiliationRef:
    ror = normalise("ror", number) if scheme == "ROR" else None
    return AffiliationRef(
        name=name,
        id=f"{scheme.lower()}:{number}" if scheme and number and scheme != "ROR" else None,
        ror=ror,
        country=country_code(country),
        city=plain(city) or None,
    )


def date(node: Node, key: str) -> str | None:
    """The date of year, month and day below ``key``."""
    found = child(node, key)
    return iso_date(text(found, "year"), text(found, "month"), text(found, "day"))


def updated(node: Node) -> str | None:
    """When the part was last changed, in UTC; JSON counts milliseconds since 1970, XML writes it out."""
    stamp = text(node, "last-modified-date")
    try:
        if stamp.isascii() and stamp.isdigit():
            when = datetime.datetime.fromtimestamp(int(stamp) / 1000, datetime.UTC)
        else:
            when = datetime.datetime.fromisoformat(stamp)
            when = (when if when.tzinfo else when.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
