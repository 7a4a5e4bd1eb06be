"""The persons that the Anthology's curators keep apart or bring together: ``yaml/name_variants.yaml``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from anyascii import anyascii

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PersonRecord
from coterie.loaders.base import BadItem, excerpt
from coterie.loaders.making import orcid

MAX_YAML = 32 << 20
"""Bytes of the largest YAML file that is read."""

MAX_DEPTH = 32
"""How deeply YAML may be nested."""

Name = tuple[str, str]
"""Given name ("" for none) and family name."""


@dataclass(frozen=True)
class Person:
    """One entry of the list, as read."""

    entry: Any


@dataclass(frozen=True)
class People:
    """Whose a name is: ``by_name`` holds the id of the one person whom the list gives a name to; ``venues`` is the
    folder that describes the venues."""

    by_name: Mapping[Name, str] = field(default_factory=dict)
    venues: Path | None = None

    def journal(self, venue: str) -> str | None:
        """The name of the journal that a venue's id stands for; None for others and where nothing says so."""
        if self.venues is None or not re.fullmatch(r"[\w-]+", venue):
            return None
        return _journal(self.venues / f"{venue}.yaml")


def person_record(entry: Any) -> PersonRecord:
    """The record of an entry. Raises :class:`BadItem` where it has no name."""
    own = _name(entry.get("canonical")) if isinstance(entry, dict) else None
    if own is None:
        raise BadItem("the person has no canonical name")
    ident = person_id(entry)
    others = dict.fromkeys(written(name) for name in _variants(entry))
    return PersonRecord(
        source="acl", record_id=ident, name=written(own), names=tuple(others),
        orcid=orcid(_text(entry.get("orcid"))), source_ids=(f"acl:{ident}",),
    )  # fmt: skip


def written(name: Name) -> str:
    """A name as a person reads it."""
    return f"{name[0]} {name[1]}".strip()


def person_id(entry: Mapping[str, Any]) -> str:
    """The id of an entry: its own, or the slug of its canonical name, as the Anthology makes the addresses of its
    pages (``/people/s/solomon-teferra-abate``)."""
    if isinstance(given := entry.get("id"), str) and given.strip():
        return given.strip()
    name = written(_name(entry.get("canonical")) or ("", ""))
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-") or name


def entries(data: bytes, name: str) -> list[Any]:
    """The entries of a list of persons. Raises ``LoadError`` where it is no YAML or no list."""
    found = _yaml(data, name)
    if not isinstance(found, list):
        raise LoadError(f"{name} is no list of persons", source=name)
    return found


def people_near(path: Path | None) -> People:
    """The people and venues of the tree in which an XML file stands; nobody where it stands alone. Raises
    ``LoadError`` where the list of persons is damaged."""
    if path is None:
        return People()
    folder = path.parent.parent / "yaml"
    listed = folder / "name_variants.yaml"
    venues = folder / "venues"
    try:
        stat = listed.stat()
    except OSError:
        return People(venues=venues if venues.is_dir() else None)
    return _people(listed, stat.st_mtime_ns, stat.st_size, venues)


@lru_cache(maxsize=4)
def _people(listed: Path, _changed: int, size: int, venues: Path) -> People:
    if size > MAX_YAML:
        raise LoadError(f"{listed} is larger than {MAX_YAML >> 20} MB", source=str(listed))
    claims: dict[Name, str] = {}
    count: Counter[Name] = Counter()
    for entry in entries(listed.read_bytes(), str(listed)):
        if isinstance(entry, dict) and (own := _name(entry.get("canonical"))) is not None:
            for name in {own, *_variants(entry)}:
                claims[name] = person_id(entry)
                count[name] += 1
    return People({name: ident for name, ident in claims.items() if count[name] == 1}, venues)


def _variants(entry: Mapping[str, Any]) -> Iterator[Name]:
    several = entry.get("variants")
    for given in [*(several if isinstance(several, list) else ()), entry.get("variant")]:
        if (name := _name(given)) is not None:
            yield name


def _name(given: Any) -> Name | None:
    if not isinstance(given, dict):
        return None
    first, last = _text(given.get("first")), _text(given.get("last"))
    return (first, last) if last else (("", first) if first else None)


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


@lru_cache(maxsize=1024)
def _journal(file: Path) -> str | None:
    try:
        with file.open("rb") as stream:
            described = _yaml(stream.read(1 << 16), file.name)
    except (OSError, LoadError):
        return None
    if not isinstance(described, dict) or described.get("type") != "journal":
        return None
    return _text(described.get("name")) or None


def _yaml(data: bytes, name: str) -> Any:
    """What the YAML in ``data`` says. Depth and aliases are looked at first: libyaml's builder is recursive."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(data, loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH or isinstance(event, yaml.AliasEvent):
                raise LoadError(f"{name} is nested too deeply, or uses aliases", source=name)
        return yaml.load(data, loader)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"{name} is no YAML: {excerpt(str(error))}", source=name) from None
