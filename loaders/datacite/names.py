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
    text = (name.name or "").strip()
    return bool(plain(text) or _parts(name)[3]) and not _UNKNOWN.fullmatch(text)


def _mention(name: Name, position: int, role: Role) -> Mention:
    person = next((found for one in name.nameIdentifiers or () if (found := _orcid(one))), None)
    whole = plain(name.name)
    group = name.nameType == "Organizational" or (person is None and bool(whole) and collective(whole))
    given, family, suffix, written = (None, None, None, whole) if group and whole else _parts(name)
    return Mention(
        written=written or whole,
        position=position,
        given=given,
        family=family,
        suffix=suffix,
        orcid=person,
        source_ids=_source_ids(name.nameIdentifiers) if name.nameIdentifiers else (),
        affiliations=tuple(ref for one in name.affiliation or () if (ref := _affiliation_ref(one))),
        role=role,
        collective=group,
    )


def _parts(name: Name) -> tuple[str | None, str | None, str | None, str]:
    """Given name, family name and suffix where the source has them apart, and the name as a person reads it."""
    given, family, whole = plain(name.givenName), plain(name.familyName), plain(name.name)
    if given:
        return given, family or None, None, f"{given} {family}".strip()
    return (*inverted(whole or family), whole or family)


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
