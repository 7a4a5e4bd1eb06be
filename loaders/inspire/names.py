"""Authors, collaborations and editors of a record of INSPIRE as mentions."""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention, Role
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.identifiers import normalise
from coterie.loaders.inspire.fields import Author, Metadata, Ref, Value
from coterie.loaders.making import collective, inverted, orcid, plain

_NUMBER = re.compile(r"(\d+)/?$")
_SCHEMES = {"INSPIRE BAI": "bai", "INSPIRE ID": "inspire-id", "JACOW": "jacow"}
"""Scheme of an author's id, and the prefix that it gets among the source ids."""


def mentions(record: Metadata) -> tuple[tuple[Mention, ...], bool | None]:
    """Authors, corporate authors, collaborations, then editors; and whether the authors are complete, None where none
    are listed. Supervisors are left out."""
    if record.authors and not any(isinstance(one, Author) for one in record.authors):
        return _plain_mentions(record)
    people = [one if isinstance(one, Author) else Author(full_name=one) for one in record.authors or ()]
    people = [one for one in people if not _has_role(one, "supervisor")]
    named = [one for one in people if one.full_name and not one.full_name.isspace()]
    editors = [one for one in named if _has_role(one, "editor")]
    authors = [one for one in named if not _has_role(one, "editor")] if editors else named
    out = [_mention(one, position, "author") for position, one in enumerate(authors, 1)]
    out += _groups(record, len(out) + 1)
    out += [_mention(one, position, "editor") for position, one in enumerate(editors, len(out) + 1)]
    complete = len(named) == len(people) and (record.author_count or 0) <= len(people)
    return tuple(out), complete if people else None


def _plain_mentions(record: Metadata) -> tuple[tuple[Mention, ...], bool | None]:
    """The same where each author is a name alone; lists of thousands are common."""
    names = [one for one in record.authors or () if isinstance(one, str) and one and not one.isspace()]
    out = [
        Mention(written=written, position=position, given=given, family=family, suffix=suffix, collective=group)
        for position, (written, given, family, suffix, group) in enumerate(map(_name, names), 1)
    ]
    complete = len(names) == len(record.authors or ()) and (record.author_count or 0) <= len(names)
    return (*out, *_groups(record, len(out) + 1)), complete


def _has_role(author: Author, role: str) -> bool:
    return author.inspire_roles is not None and role in author.inspire_roles


def _groups(record: Metadata, start: int) -> list[Mention]:
    """Corporate authors and collaborations as written, each once, at the positions from ``start``."""
    found = [plain(name) for name in record.corporate_author or ()]
    found += [plain(one if isinstance(one, str) else one.value) for one in record.collaborations or ()]
    names = [name for name in dict.fromkeys(found) if name]
    return [Mention(written=name, position=position, collective=True) for position, name in enumerate(names, start)]


def _mention(author: Author, position: int, role: Role) -> Mention:
    written, given, family, suffix, group = _name(author.full_name or "")
    return Mention(
        written=written,
        position=position,
        given=given,
        family=family,
        suffix=suffix,
        orcid=next((orcid(one.value) for one in author.ids or () if one.schema == "ORCID"), None),
        source_ids=_source_ids(author),
        affiliations=_affiliations(author),
        role=role,
        collective=group,
    )


@lru_cache(maxsize=1 << 17)
def _name(written: str) -> tuple[str, str | None, str | None, str | None, bool]:
    """The name as written, its given and family name and suffix, and whether it is that of a group."""
    name = plain(written) or written
    parts = inverted(name)
    group = parts[1] is None and collective(name)
    return (name, *parts, group)


def _source_ids(author: Author) -> tuple[str, ...]:
    number = record_number(author.record)
    found = [f"inspire:{number}"] if number else []
    for one in author.ids or ():
        scheme = _SCHEMES.get(one.schema or "")
        if scheme and one.value:
            found.append(f"{scheme}:{one.value}")
    return tuple(found)


def record_number(ref: Ref | None) -> str | None:
    """The number of the record that a link names."""
    found = _NUMBER.search(ref.ref) if ref is not None and ref.ref else None
    return found[1] if found else None


def _affiliations(author: Author) -> tuple[AffiliationRef, ...]:
    """The affiliations as INSPIRE names them, else as written on the paper."""
    known = [Value(value=one) if isinstance(one, str) else one for one in author.affiliations or ()]
    rors = [one.value for one in author.affiliations_identifiers or () if one.schema == "ROR"]
    ror = rors[0] if len(rors) == 1 == len(known or author.raw_affiliations or ()) else None
    if known:
        refs = (_affiliation(one.value, record_number(one.record), ror) for one in known)
    else:
        refs = (_affiliation(one.value, None, ror) for one in author.raw_affiliations or ())
    return tuple(ref for ref in refs if ref)


@lru_cache(maxsize=65536)
def _affiliation(name: str | None, number: str | None, ror: str | None) -> AffiliationRef | None:
    name = plain(name)
    if not name:
        return None
    return AffiliationRef(
        name=name,
        id=f"inspire:{number}" if number else None,
        ror=normalise("ror", ror) if ror else None,
        country=country_of_affiliation(name) if number is None and "," in name else None,
    )
