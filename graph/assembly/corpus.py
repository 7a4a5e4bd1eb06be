"""The truth in memory: every version of every record, the loads that brought them, people's corrections, and the graph
derived of them."""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

import msgspec

from coterie.graph.assembly.corrections import overrides_of
from coterie.graph.assembly.derive import Derived, derive
from coterie.graph.assembly.evidence import RecordVersion, add_evidence, ties_of_affiliations, ties_of_topics
from coterie.graph.assembly.merging import merged
from coterie.graph.assembly.versions import effective
from coterie.graph.identity.overrides import Override
from coterie.graph.model.changes import NodeRows
from coterie.graph.model.errors import StoreError
from coterie.graph.model.records import (
    AffiliationRecord,
    PaperRecord,
    PersonRecord,
    Record,
    Rejected,
    TopicRecord,
    canonical,
    decode,
    record_key,
    type_of,
)
from coterie.graph.model.schema import DESCRIBES_PAPER, LOADED_BY, RECORD
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables, node_rows

_PLAIN_BELOW = 1024


class Input(Protocol):
    """One input of a load: where it came from, and its records (identified) or what was rejected."""

    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def loader(self) -> str: ...
    @property
    def options(self) -> Mapping[str, Any]: ...
    def __iter__(self) -> Iterator[Record | Rejected]: ...


class Item(NamedTuple):
    """A record as read, with the id and the payload of its Record node."""

    id: str
    record: Record
    payload: bytes

    @property
    def key(self) -> tuple[str, str]:
        """Type and key of the record, the same for all its versions."""
        return type_of(self.record), record_key(self.record)


def item(record: Record) -> Item:
    """``record`` without its position, its version id and its packed payload."""
    data = canonical(record)
    bare = record if record.position is None else msgspec.structs.replace(record, position=None)
    return Item(f"{record_key(record)}@{hashlib.sha256(data).hexdigest()[:12]}", bare, pack(data))


def pack(data: bytes) -> bytes:
    """Canonical JSON as a payload: compressed where it is longer than 1 kB."""
    return zlib.compress(data) if len(data) > _PLAIN_BELOW else data


def unpack(payload: bytes) -> bytes:
    """The canonical JSON in a payload. Raises zlib.error."""
    return payload if payload[:1] == b"{" else zlib.decompress(payload)


def parse(version: str, payload: bytes) -> Record:
    """The record in a payload. Raises StoreError (damaged) where it cannot be read or is not that of ``version``."""
    try:
        data = unpack(payload)
        record = decode(data)
    except (zlib.error, msgspec.DecodeError, ValueError) as error:
        raise StoreError(f"the record {version} cannot be read: {error}", reason="damaged") from error
    if f"{record_key(record)}@{hashlib.sha256(data).hexdigest()[:12]}" != version:
        raise StoreError(f"the record {version} is not what was loaded", reason="damaged", hint="load its source again")
    return record


@dataclass
class Corpus:
    """Versions of records by id, with their loads; Load nodes by id; the decoded records and the payloads of those
    fetched; and people's corrections."""

    versions: dict[str, RecordVersion] = field(default_factory=dict)
    packed: dict[str, bytes] = field(default_factory=dict)
    loads: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    @classmethod
    def of_tables(cls, tables: Tables) -> Corpus:
        """What a snapshot knows: all but the payloads, which :meth:`supply` adds."""
        found, by_load = cls(), tables.rels[LOADED_BY.name]
        ids, loads = tables.nodes["Record"]["id"].tolist(), tables.nodes["Load"]["id"].tolist()
        brought: list[list[str]] = [[] for _ in ids]
        for record, load in zip(by_load["start"].tolist(), by_load["end"].tolist(), strict=True):
            brought[record].append(loads[load])
        rows = node_rows("Record", tables.nodes["Record"], where="snapshot")
        for row, of in zip(rows, brought, strict=True):
            found._keep(RecordVersion(
                row["id"], row["source"], row.get("record_id", ""), row.get("updated"), row["type"], tuple(of),
            ))  # fmt: skip
        found.loads = {row["id"]: row for row in node_rows("Load", tables.nodes["Load"])}
        found.overrides = overrides_of(tables)
        return found

    def copy(self) -> Corpus:
        """A corpus that can be changed without changing this one."""
        return Corpus(dict(self.versions), dict(self.packed), dict(self.loads), dict(self.records), self.overrides)

    def supply(self, stored: Iterable[tuple[str, bytes, list[str]]]) -> None:
        """Take in payloads, and versions not known yet, as a store gives them. Raises StoreError (damaged)."""
        for ident, payload, loads in stored:
            record = parse(ident, payload)
            self.records[ident] = record
            self.packed[ident] = payload
            if ident not in self.versions:
                self._keep(_version(Item(ident, record, payload), tuple(loads)))

    @property
    def complete(self) -> bool:
        """Whether every record is at hand."""
        return len(self.records) == len(self.versions)

    def add(self, found: Item, load: str) -> None:
        """Add a version, brought by ``load``."""
        if found.id in self.versions:
            self.bring(found.id, load)
        else:
            self._keep(_version(found, (load,)))
            self.records[found.id] = found.record
            self.packed[found.id] = found.payload

    def bring(self, ident: str, load: str) -> None:
        """Note that ``load``, too, brought a version that is held."""
        known = self.versions[ident]
        if load not in known.loads:
            self.versions[ident] = dataclasses.replace(known, loads=tuple(sorted((*known.loads, load))))

    def of_load(self, load: str) -> list[str]:
        """Ids of the versions that ``load`` brought, sorted."""
        return sorted(version.id for version in self.versions.values() if load in version.loads)

    def withdraw(self, ident: str, load: str) -> None:
        """Take back that ``load`` brought a version; without any other load it goes."""
        version = self.versions[ident]
        loads = tuple(other for other in version.loads if other != load)
        if loads:
            self.versions[ident] = dataclasses.replace(version, loads=loads)
            return
        del self.versions[ident]
        self.records.pop(ident, None)
        self.packed.pop(ident, None)

    def effective(self) -> Iterator[Record]:
        """Of each record the version that counts."""
        ordered = sorted(self.versions, key=lambda ident: (_key_of(ident), self.versions[ident].type))
        for _, idents in groupby(ordered, key=lambda ident: (_key_of(ident), self.versions[ident].type)):
            first, *others = idents
            yield effective([self.records[i] for i in sorted((first, *others))]) if others else self.records[first]

    def derive(self, settings: Settings, *, refit: bool = False) -> Derived:
        """The graph of everything held, evidence included. All records must be at hand. ``refit``: fit the weights of
        identity anew."""
        kinds: dict[type, list[Any]] = {PaperRecord: [], PersonRecord: [], AffiliationRecord: [], TopicRecord: []}
        for record in self.effective():
            kinds[type(record)].append(record)
        papers, persons, affiliations, topics = kinds.values()
        merging = merged(papers, self.overrides)
        graph = derive(merging.papers, persons, affiliations, topics, settings, overrides=self.overrides, refit=refit)
        ties = {
            "paper": (merging.records, merging.keys),
            "person": graph.ties_of_people(),
            "affiliation": ties_of_affiliations(affiliations),
            "topic": ties_of_topics(topics),
        }
        versions, loads = list(self.versions.values()), list(self.loads.values())
        add_evidence(graph, versions, loads, graph.paper_of, graph.author_of, ties)
        return graph

    def rows(self, size: int) -> Iterator[NodeRows]:
        """The Record nodes with their payloads, at most ``size`` at a time."""
        names = [p.name for p in RECORD.properties if p.where == "both"]
        read = attrgetter(*names)
        ordered = sorted(self.versions)
        for at in range(0, len(ordered), size):
            idents = ordered[at : at + size]
            rows = [{n: v for n, v in zip(names, read(self.versions[ident]), strict=True) if v is not None}
                    for ident in idents]  # fmt: skip
            for ident, row in zip(idents, rows, strict=True):
                row["payload"] = self.packed[ident]
            yield NodeRows("Record", rows)

    def payloads(self) -> dict[str, bytes]:
        """Payload by version id, of those at hand."""
        return dict(self.packed)

    def drop(self) -> None:
        """Let go of records and payloads; :meth:`supply` brings them back."""
        self.records.clear()
        self.packed.clear()

    def _keep(self, version: RecordVersion) -> None:
        self.versions[version.id] = version


def _key_of(ident: str) -> str:
    """The record key in the id of a version."""
    return ident.rpartition("@")[0]


def _version(found: Item, loads: tuple[str, ...]) -> RecordVersion:
    record = found.record
    return RecordVersion(found.id, record.source, record.record_id, record.updated, type_of(record), loads)


def papers_of(tables: Tables) -> dict[str, int]:
    """For each version of a paper record, by its id, the row of its paper."""
    rel, ids = tables.rels[DESCRIBES_PAPER.name], tables.nodes["Record"]["id"]
    return dict(zip(ids[rel["start"]].tolist(), rel["end"].tolist(), strict=True))
