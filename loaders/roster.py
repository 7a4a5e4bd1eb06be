"""A roster: a list of people with what they belong to, as a research office keeps it (CSV, TSV, XLSX, Parquet)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coterie.graph.model.records import (
    AffiliationRecord,
    AffiliationRef,
    PersonAffiliation,
    PersonRecord,
    Record,
    Rejected,
)
from coterie.graph.names.countries import country_code
from coterie.graph.names.fold import slug
from coterie.graph.names.identifiers import normalise
from coterie.graph.names.people import name_key
from coterie.loaders.base import About, RawItem, Source, excerpt
from coterie.loaders.making import orcid, plain
from coterie.loaders.table.cells import Cells, dated
from coterie.loaders.table.declaring import check_columns, declared, joined_names, sureness
from coterie.loaders.table.guessing import guessed_people, looks_like_people
from coterie.loaders.table.joining import MAX_JOINED, Room, Widened
from coterie.loaders.table.names import Name, parted, person
from coterie.loaders.table.plan import Part, absent_in, here_of
from coterie.loaders.table.reading import Columns, table_rows

LEVELS = ("institution", "department", "group")
"""Columns of organisations, each part of the one before."""


class RosterLoader:
    """Lists of people."""

    name = "roster"
    title = "list of people with groups and dates (CSV, TSV, XLSX, Parquet), by a mapping (--map FILE) or guessed"
    binary = True
    about = About(
        source="as the mapping declares, else roster",
        specification="the mapping file with rows: people: docs/tables.md",
        fields={
            "name, or given and family": "name, names",
            "names": "names (other names of the person)",
            "orcid": "orcid",
            "id": "record_id (with source)",
            "ids": "source_ids (openalex:…, scopus:…)",
            "institution, department, group": "affiliations: the narrowest that a row has; each a record of an "
            "organisation, part_of the next wider one",
            "ror, country, city": "of the widest organisation of the row",
            "since, until, role": "affiliations/since, until, role",
            "updated": "updated",
        },
        cannot=("Addresses for mail and telephone numbers, and all columns not named, are never kept.",),
        notes=(
            "Rows of one person are joined: by the own id, else by ORCID, else by the same name, where not two "
            "different ids or ORCIDs bear it. Namesakes without any id are one person.",
            "An organisation within another has the id SOURCE:WIDER/NAME, so that the departments of physics of two "
            "universities stay two; one that stands alone is told by its ROR id or its name, as on papers.",
            f"The list is held in memory, up to {MAX_JOINED >> 30} GB by estimate.",
            "The guess knows headers in the languages of the loader table, and is shown by load --dry-run.",
        ),
        verified=False,
    )

    def sniff(self, head: bytes, path: str) -> float:
        """A guess at most: 0.4 where the header has names and something that is said of people, but nothing of papers;
        0.3 for a workbook or Parquet file with such columns, where it can be looked into."""
        return sureness(head, path, looks_like_people)

    def parts(self, path: Path, mapping: Mapping[str, Any] | None = None) -> frozenset[str]:
        """The files that a mapping joins to the list at ``path``."""
        return joined_names(mapping, path)

    def mapping_for(self, source: Source) -> dict[str, Any]:
        """The mapping declared, else guessed from the header; the stream is used up. Raises ``LoadError`` where it does
        not fit the table, or no column is known that is needed."""
        with declared(source, looks_like_people, guessed_people, people=True) as (ready, mapping):
            check_columns(ready, mapping, Part(mapping, absent_in(mapping)).columns)
            return mapping

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The organisations as they first appear, then the people; position is the first line or row of each.

        Raises ``LoadError`` where the mapping has an error or does not fit the list, or nothing can be guessed.
        """
        with declared(source, looks_like_people, guessed_people, people=True) as (ready, mapping):
            yield from _items(ready, mapping)

    def transform(self, raw: RawItem) -> list[Record]:
        """The person or organisation."""
        if isinstance(raw.data, AffiliationRecord):
            return [raw.data]
        maker, rows = raw.data
        return [maker.person(rows)]


def _items(source: Source, mapping: Mapping[str, Any]) -> Iterator[RawItem | Rejected]:
    maker, room, joins = _Maker(mapping), Room(), mapping.get("join", [])
    wanted = maker.columns | here_of(joins)
    widened = Widened(joins, wanted, source, room)
    for joined in widened.joined:
        yield from joined.rejected
    wanted -= {column for one in widened.joined for column in one.columns} - here_of(joins)
    rows: list[tuple[int, _Row]] = []
    units: set[str] = set()
    for found in table_rows(source, Columns(wanted), delimiter=mapping.get("delimiter"), sheet=mapping.get("sheet")):
        if isinstance(found, Rejected):
            yield found
            continue
        number, cells = found
        row = maker.row(widened.of(cells))
        if row is None:
            shown = excerpt(" ".join(filter(None, cells.values()))[:100])
            yield Rejected(source="", position=str(number), reason="no name", excerpt=shown)
            continue
        for unit in row.units:
            if unit.ident not in units:
                units.add(unit.ident)
                yield RawItem(str(number), unit.record(maker.source), unit.name)
        room.take(row.texts, source.name)
        rows.append((number, row))
    for number, same in _persons(rows):
        yield RawItem(str(number), (maker, same), same[0].name[0])


@dataclass(frozen=True)
class _Unit:
    """An organisation; ``within``: how its record names the wider one."""

    name: str
    id: str | None
    within: str | None
    ror: str | None = None
    country: str | None = None
    city: str | None = None

    @property
    def ident(self) -> str:
        """What tells it from others."""
        return self.ror or self.id or slug(self.name)

    def record(self, source: str) -> AffiliationRecord:
        """Its record."""
        return AffiliationRecord(
            source=source, name=self.name, id=self.id, ror=self.ror, country=self.country, city=self.city,
            part_of=(self.within,) if self.within else (),
        )  # fmt: skip

    def ref(self) -> AffiliationRef:
        """How a person's record refers to it."""
        return AffiliationRef(name=self.name, id=self.id, ror=self.ror, country=self.country, city=self.city)


@dataclass(frozen=True)
class _Row:
    """What one row says of a person."""

    name: Name
    own: str
    orcid: str | None
    ids: tuple[str, ...]
    names: tuple[str, ...]
    units: tuple[_Unit, ...]
    place: PersonAffiliation | None
    updated: str | None

    @property
    def key(self) -> str:
        """What tells the person from namesakes, "" where nothing does."""
        return self.own or self.orcid or (self.ids[0] if self.ids else "")

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that it holds."""
        return (self.name[0], self.own, *self.ids, *self.names, *[unit.name for unit in self.units])


class _Maker:
    """Reads rows by a mapping, and makes persons of them."""

    def __init__(self, mapping: Mapping[str, Any]) -> None:
        part = Part(mapping, absent_in(mapping))
        keys = ("key", "id", "name", "given", "family", "orcid", *LEVELS, "ror", "country", "city", "since", "until",
                "role", "updated")  # fmt: skip
        self._get = {key: part.get(key) for key in keys}
        self._ids, self._names = part.each("ids"), [part.all("names")]
        self._order = str(mapping.get("date_order", ""))
        self.source = str(mapping.get("source", "roster"))
        self._declared, self._issued = "source" in mapping, "id" in mapping
        self.columns = part.columns

    def row(self, cells: Cells) -> _Row | None:
        """What a row says; None where it has no name."""
        said = {key: get(cells) for key, get in self._get.items()}
        name = parted(said["given"], said["family"], "") or person(said["name"])
        if name is None:
            return None
        units = self._units(said)
        place = None
        if units:
            place = PersonAffiliation(affiliation=units[-1].ref(), since=self._date(said["since"]),
                                      until=self._date(said["until"]), role=plain(said["role"]) or None)  # fmt: skip
        return _Row(
            name=name,
            own=said["id"] or said["key"],
            orcid=orcid(said["orcid"]),
            ids=tuple(value for get in self._ids if (value := get(cells))),
            names=tuple(other for get in self._names for text in get(cells) if (other := plain(text))),
            units=units,
            place=place,
            updated=self._date(said["updated"]),
        )

    def person(self, rows: list[_Row]) -> PersonRecord:
        """The person of one or several rows."""
        numbers = {row.orcid: None for row in rows if row.orcid}
        number = next(iter(numbers), None)
        own = rows[0].own if self._issued else ""
        names = dict.fromkeys([*[row.name[0] for row in rows], *[name for row in rows for name in row.names]])
        return PersonRecord(
            source=self.source,
            record_id=own or (number if self._declared and number else ""),
            updated=max((row.updated for row in rows if row.updated), default=None),
            name=rows[0].name[0],
            names=tuple(names),
            orcid=number,
            source_ids=tuple(dict.fromkeys(value for row in rows for value in row.ids)),
            affiliations=tuple(dict.fromkeys(row.place for row in rows if row.place is not None)),
        )

    def _units(self, said: Mapping[str, str]) -> tuple[_Unit, ...]:
        """The organisations of a row, from the widest."""
        out: list[_Unit] = []
        for name in dict.fromkeys(plain(said[level]) for level in LEVELS):
            if not name:
                continue
            if not out:
                ror = normalise("ror", said["ror"]) if said["ror"] else None
                out.append(_Unit(name, None, None, ror, country_code(said["country"]), said["city"] or None))
                continue
            wider = out[-1]
            above = wider.id.partition(":")[2] if wider.id else slug(wider.name)
            plain_name = slug(wider.name) if ":" in wider.name else wider.name  # else it would be taken for an id
            out.append(_Unit(name, f"{self.source}:{above}/{slug(name)}", wider.ror or wider.id or plain_name))
        return tuple(out)

    def _date(self, text: str) -> str | None:
        return dated(text, self._order) if text else None


def _persons(rows: list[tuple[int, _Row]]) -> Iterator[tuple[int, list[_Row]]]:
    """The rows of each person with the number of the first, in the order of the list."""
    keys: dict[str, set[str]] = defaultdict(set)
    for _, row in rows:
        if row.key:
            keys[_name(row)].add(row.key)
    together: dict[tuple[str, str], tuple[int, list[_Row]]] = {}
    for number, row in rows:
        key = row.key
        if not key and len(known := keys.get(_name(row), set())) == 1:
            key = next(iter(known))
        together.setdefault((key, "" if key else _name(row)), (number, []))[1].append(row)
    yield from together.values()


def _name(row: _Row) -> str:
    return name_key(row.name[0], row.name[1], row.name[2])


loader = RosterLoader()
