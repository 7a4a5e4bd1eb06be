"""The dump of the Research Organization Registry, in the schemas 1 and 2, and pages of its API."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from coterie.graph.model.records import AffiliationRecord, Record, Rejected
from coterie.graph.names.countries import country_code
from coterie.graph.names.identifiers import normalise
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import plain, written_date
from coterie.loaders.reading.jsons import json_items
from coterie.loaders.reading.typed import Decoder

_ID = re.compile(rb'"id"\s*:\s*"(?:https?://)?ror\.org/0')


class _Label(msgspec.Struct):
    label: str | None = None


class _Name(msgspec.Struct):
    value: str | None = None
    types: list[str] = []


class _Country(msgspec.Struct):
    country_code: str | None = None
    country_name: str | None = None


class _City(msgspec.Struct):
    city: str | None = None


class _Address(msgspec.Struct):
    city: str | None = None
    geonames_city: _City | None = None


class _Details(msgspec.Struct):
    name: str | None = None
    country_code: str | None = None
    country_name: str | None = None


class _Location(msgspec.Struct):
    geonames_details: _Details | None = None


class _Relationship(msgspec.Struct):
    type: str | None = None
    id: str | None = None


class _Change(msgspec.Struct):
    date: str | None = None


class _Admin(msgspec.Struct):
    last_modified: _Change | None = None


class _Organization(msgspec.Struct):
    id: str | None = None
    name: str | None = None
    names: list[_Name] = []
    aliases: list[str] = []
    acronyms: list[str] = []
    labels: list[_Label] = []
    types: list[str] = []
    country: _Country | None = None
    addresses: list[_Address] = []
    locations: list[_Location] = []
    relationships: list[_Relationship] = []
    admin: _Admin | None = None


_decode = Decoder(_Organization, bare={_Label: "label", _Name: "value", _Country: "country_name"})


class RorLoader:
    """Organisations of ROR."""

    name = "ror"
    title = "ROR: the dump of research organisations (schema 1 or 2), as JSON or in its zip, and pages of its API"
    about = About(
        source="ror",
        specification="ROR schema 2.1 and 1.0, https://ror.readme.io/docs/ror-data-structure; dumps at "
        "https://doi.org/10.5281/zenodo.6347574",
        fields={
            "id": "record_id, ror",
            "names with ror_display (schema 1: name)": "name",
            "names, aliases, acronyms, labels": "names",
            "types": "kind (the first that is not funder)",
            "locations/geonames_details, country, addresses": "country and city (of the first)",
            "relationships of type parent": "part_of",
            "admin/last_modified": "updated (schema 2)",
        },
        cannot=(
            "papers and people",
            "left out: links, other ids (ISNI, Wikidata, …), year of foundation, status, relations other than parent; "
            "the language of a name",
        ),
        notes=(
            "Records that ROR has made inactive or withdrawn are read like others: papers still name them.",
            "Where a zip holds both schemas, the two are versions of one record; the dated one (schema 2) counts.",
        ),
        verified=False,
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of ids of ROR beside the keys that each organisation has."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{") or not _ID.search(head):
            return 0.0
        return 0.95 if b'"relationships"' in head or b'"established"' in head else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The organisations of an array, of JSON Lines, or of a page of the API."""
        return json_items(source, ("items",))

    def transform(self, raw: RawItem) -> list[Record]:
        """The organisation. Raises :class:`BadItem` where it has no name."""
        item = _decode(raw.data)
        names = _names(item)
        if not names:
            raise BadItem("no name")
        ror = normalise("ror", item.id) if item.id else None
        country, city = _place(item)
        changed = item.admin.last_modified if item.admin else None
        parents = (one.id for one in item.relationships if one.id and (one.type or "").lower() == "parent")
        return [
            AffiliationRecord(
                source="ror",
                record_id=ror or "",
                updated=written_date(changed.date) if changed and changed.date else None,
                name=names[0],
                names=tuple(names[1:]),
                ror=ror,
                country=country,
                city=city,
                kind=_kind(item.types),
                part_of=tuple(dict.fromkeys(id_ for one in parents if (id_ := normalise("ror", one)))),
            )
        ]


def _names(item: _Organization) -> list[str]:
    """All names, the one that ROR shows first."""
    ranked = sorted(item.names, key=_rank)
    written = [item.name, *(one.value for one in ranked)]
    written += [*item.aliases, *item.acronyms, *(one.label for one in item.labels)]
    return list(dict.fromkeys(name for name in (plain(one) for one in written) if name))


def _rank(name: _Name) -> int:
    return 0 if "ror_display" in name.types else 1 if "label" in name.types else 2


def _place(item: _Organization) -> tuple[str | None, str | None]:
    """Country (ISO 3166-1 alpha-2) and city of the first place."""
    details = next((one.geonames_details for one in item.locations if one.geonames_details), None)
    if details is not None:
        return _country(details.country_code, details.country_name), plain(details.name) or None
    address = item.addresses[0] if item.addresses else _Address()
    city = address.city or (address.geonames_city.city if address.geonames_city else None)
    country = item.country or _Country()
    return _country(country.country_code, country.country_name), plain(city) or None


def _country(code: str | None, name: str | None) -> str | None:
    return country_code(code) or country_code(name)


def _kind(types: list[str]) -> str | None:
    kinds = [kind for one in types if (kind := one.strip().lower())]
    return next((kind for kind in kinds if kind != "funder"), kinds[0] if kinds else None)


loader = RorLoader()
