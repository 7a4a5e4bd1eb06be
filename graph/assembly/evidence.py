"""The evidence in the graph: Record and Load nodes, DESCRIBES and LOADED_BY."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from coterie.graph.assembly.columns import rel_table, table
from coterie.graph.assembly.organisations import ties_of_record
from coterie.graph.assembly.subjects import topic_id
from coterie.graph.model.ragged import Ragged, digest
from coterie.graph.model.records import AffiliationRecord, TopicRecord, record_key
from coterie.graph.model.schema import DESCRIBES_AUTHOR, DESCRIBES_PAPER, LOAD, LOADED_BY, RECORD, Relationship
from coterie.graph.model.tables import Table, Tables, column


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One version of a record: a Record node. ``loads`` are the ids of the loads that brought it."""

    id: str
    source: str
    record_id: str
    updated: str | None
    type: str
    loads: tuple[str, ...]

    @property
    def key(self) -> str:
        """Key of the record, the same for all its versions."""
        return f"{self.source}:{self.record_id}"


Ties = Mapping[str, tuple[Sequence[str], Ragged]]
"""By type of record: record keys, and what ties each of those records to others (``Record.keys``)."""


_NO_TIES: Ties = MappingProxyType({})


def ties_of_affiliations(records: Sequence[AffiliationRecord]) -> tuple[list[str], Ragged]:
    """What ties records of affiliations to others: their ids and names."""
    return [record_key(record) for record in records], Ragged.of([sorted(ties_of_record(r)) for r in records])


def ties_of_topics(records: Sequence[TopicRecord]) -> tuple[list[str], Ragged]:
    """What ties records of topics to others: the topic itself, and its broader ones."""
    keys = [[digest("topic", topic_id(r.scheme, code)) for code in (r.code, *r.part_of)] for r in records]
    return [record_key(record) for record in records], Ragged.of(keys)


def add_evidence(tables: Tables, versions: Sequence[RecordVersion], loads: Sequence[Mapping[str, Any]],
                 paper_of: Mapping[str, str], author_of: Mapping[str, str], ties: Ties = _NO_TIES
                 ) -> Tables:  # fmt: skip
    """``tables`` with Record, Load, DESCRIBES:Paper, DESCRIBES:Author and LOADED_BY.

    ``loads`` are the properties of the Load nodes; ``paper_of`` and ``author_of`` give, for the key of a record, the
    id of the paper or author it describes (absent for those that describe neither); ``ties`` its keys. Payloads stay
    with the versions.
    Raises KeyError where a version names a load that is not among ``loads``.
    """
    ordered = sorted(versions, key=lambda version: version.id)
    by_id = sorted(loads, key=lambda load: str(load["id"]))
    load_row = {load["id"]: i for i, load in enumerate(by_id)}
    brought = [(i, load_row[load]) for i, version in enumerate(ordered) for load in set(version.loads)]
    known = {p.name: column(p.kind, [getattr(version, p.name) for version in ordered])
             for p in RECORD.properties if p.where == "both"}  # fmt: skip
    known["keys"] = _keys(ordered, ties)
    loaded = {p.name: column(p.kind, [load.get(p.name) for load in by_id]) for p in LOAD.properties}
    tables.nodes["Record"] = table(RECORD.properties, known, len(ordered))
    tables.nodes["Load"] = table(LOAD.properties, loaded, len(by_id))
    tables.rels[LOADED_BY.name] = _rel(LOADED_BY, brought)
    for rel, label, kind, node_of in ((DESCRIBES_PAPER, "Paper", "paper", paper_of),
                                      (DESCRIBES_AUTHOR, "Author", "person", author_of)):  # fmt: skip
        row = {ident: i for i, ident in enumerate(tables.nodes[label]["id"].tolist())}
        found = ((i, node_of.get(version.key)) for i, version in enumerate(ordered) if version.type == kind)
        tables.rels[rel.name] = _rel(rel, [(i, row[ident]) for i, ident in found if ident is not None])
    return tables


def _keys(versions: Sequence[RecordVersion], ties: Ties) -> Ragged:
    """What ties each version to others: what ties the record as it counts."""
    row: dict[str, dict[str, int]] = {}
    first = 0
    for kind, (keys, _) in ties.items():
        row[kind] = {key: i for i, key in enumerate(keys, first)}
        first += len(keys)
    every = Ragged.concatenated([*(found for _, found in ties.values()), Ragged.empty(1)])
    found = (row[v.type].get(v.key, first) if v.type in row else first for v in versions)
    return every[np.fromiter(found, np.int64, len(versions))]


def _rel(rel: Relationship, pairs: Sequence[tuple[int, int]]) -> Table:
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return rel_table(rel.properties, ends[:, 0].copy(), ends[:, 1].copy(), {})
