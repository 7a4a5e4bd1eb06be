"""Creators and editors of a DOI as mentions."""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention, Role
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.identifiers import normalise
from coterie.loaders.datacite.fields import Affiliation, Attributes, Name, NameId, folded
from coterie.loaders.making import collective, inverted, orcid, plain

_VOLUMES = frozenset({"book", "collection", "conferenceproceeding", "journal"})
_UNKNOWN = re.compile(r"\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal)\)?|et\.? al\.?", re.IGNORECASE)
"""What stands for a value that is missing, by the schema's appendix 3, and for names left out."""
_LAST = re.compile(r"[/:]")
_PERSON_IDS = {"gnd": "gnd", "isni": "isni", "viaf": "viaf"}


def mentions(item: Attributes) -> tuple[tuple[Mention, ...], bool | None]:
    """Authors, then the editors of a volume; and whether the list of authors is complete, None where there is none."""
    creators = item.creators or []
    named = [one for one in creators if _known(one)]
    editors = [one for one in item.contributors or () if one.contributorType == "Editor" and _known(one)]
    people: list[tuple[Name, Role]] = [(one, "author") for one in named]
    if item.types and folded(item.types.resourceTypeGeneral) in _VOLUMES:
        people += [(one, "editor") for one in editors]
    mentions = tuple(_mention(one, position, role) for position, (one, role) in enumerate(people, 1))
    return mentions, len(named) == len(creators) if creators else None


def _known(name: Name) -> bool:
    return bool(_read(name.name, name.givenName, name.familyName, None)[0])


def _mention(name: Name, position: int, role: Role) -> Mention:
    ids = name.nameIdentifiers
    person = next((found for one in ids if (found := _orcid(one))), None) if ids else None
    kind = "Person" if person is not None and name.nameType != "Organizational" else name.nameType
    written, given, family, suffix, group = _read(name.name, name.givenName, name.familyName, kind)
    places = name.affiliation
    return Mention(
        written=written,
        position=position,
        given=given,
        family=family,
        suffix=suffix,
        orcid=person,
        source_ids=_source_ids(ids) if ids else (),
        affiliations=tuple([ref for one in places if (ref := _affiliation_ref(one))]) if places else (),
        role=role,
        collective=group,
    )


_Read = tuple[str, str | None, str | None, str | None, bool]


@lru_cache(maxsize=1 << 16)
def _read(name: str | None, given: str | None, family: str | None, kind: str | None) -> _Read:
    """The name as a person reads it ("" for a code that says it is missing), given and family name and suffix where
    the source has them apart, and whether it is that of an organisation. ``kind`` is the nameType, or Person for
    somebody with an ORCID."""
    whole, given, family = plain(name), plain(given), plain(family)
    if _UNKNOWN.fullmatch(whole):
        return "", None, None, None, False
    if whole and (kind == "Organizational" or (kind != "Person" and collective(whole))):
        return whole, None, None, None, True
    if given:
        return f"{given} {family}".strip(), given, family or None, None, kind == "Organizational"
    return whole or family, *inverted(whole or family), kind == "Organizational"


def _orcid(one: NameId) -> str | None:
    scheme = (one.nameIdentifierScheme or "").upper()
    return orcid(one.nameIdentifier) if scheme in ("", "ORCID") else None


def _source_ids(identifiers: list[NameId]) -> tuple[str, ...]:
    found = ((_PERSON_IDS.get((one.nameIdentifierScheme or "").lower()), one.nameIdentifier) for one in identifiers)
    return tuple(
        f"{scheme}:{_LAST.split(value.strip(' /'))[-1].replace(' ', '')}" for scheme, value in found if scheme and value
    )


def _affiliation_ref(one: str | Affiliation) -> AffiliationRef | None:
    return _affiliation(one, None) if isinstance(one, str) else _affiliation(one.name or "", one.affiliationIdentifier)


@lru_cache(maxsize=65536)
def _affiliation(name: str, identifier: str | None) -> AffiliationRef | None:
    name = plain(name)
    ror = normalise("ror", identifier) if identifier else None
    if not name or _UNKNOWN.fullmatch(name):
        return None
    return AffiliationRef(name=name, ror=ror, country=country_of_affiliation(name) if "," in name else None)
