"""The difference of two graphs as changes: what the apply path sends to a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.columns import Ints, absent, factorise
from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.schema import NODE, RELATIONSHIP, RELATIONSHIPS, Property, Relationship
from coterie.graph.model.tables import Column, Table, Tables, empty, node_rows, rel_rows

_LABELS = ("Author", "Paper", "Affiliation", "Topic", "Record", "Load", "Override")
"""The labels that tables hold; selections and Meta are written by themselves."""


def diff(old: Tables, new: Tables, payloads: Mapping[str, bytes] | None = None) -> Changes:
    """The changes that make a store that holds ``old`` hold ``new``; empty where they are equal in what a store keeps.

    Nodes and relationships are matched by key. Former ids and load times count here, snapshot-only columns do not.
    ``payloads``: record version id to payload, for the Record nodes to create; a Record is never replaced, as its id
    holds the sha256 of its content. Raises KeyError where a payload is missing.
    """
    changes = Changes()
    codes: dict[str, _Codes] = {}
    for label in _LABELS:
        before, after = _nodes(old, label), _nodes(new, label)
        codes[label] = _match_nodes(label, before, after)
        _node_changes(changes, label, before, after, codes[label], {} if payloads is None else payloads)
    for rel in RELATIONSHIPS:
        _rel_changes(changes, rel, _rels(old, rel), _rels(new, rel), codes)
    return changes


def _nodes(tables: Tables, label: str) -> Table:
    return tables.nodes.get(label) or empty(NODE[label].properties)


def _rels(tables: Tables, rel: Relationship) -> Table:
    return tables.rels.get(rel.name) or empty(rel.properties, ends=True)


@dataclass(frozen=True)
class _Codes:
    """Nodes of one label in both graphs: ``old`` gives each old row its number (its new row, or one beyond), and the
    keys of both; ``size`` is above every number."""

    old: Ints
    keys_old: Column
    keys_new: Column
    size: int


def _match_nodes(label: str, before: Table, after: Table) -> _Codes:
    key = NODE[label].key
    row = {k: i for i, k in enumerate(after[key].tolist())}
    gone = after.length
    codes = np.fromiter((row.get(k, gone + i) for i, k in enumerate(before[key].tolist())), np.int64, before.length)
    return _Codes(codes, before[key], after[key], max(gone + before.length, 1))


def _node_changes(changes: Changes, label: str, before: Table, after: Table, codes: _Codes,
                  payloads: Mapping[str, bytes]) -> None:  # fmt: skip
    kept = codes.old < after.length
    fresh = np.ones(after.length, bool)
    fresh[codes.old[kept]] = False
    created = np.flatnonzero(fresh)
    if len(created):
        changes.create_nodes.append(NodeRows(label, with_payloads(label, node_rows(label, after, created), payloads)))
    if not kept.all():
        changes.delete_nodes.append((label, codes.keys_old[~kept].tolist()))
    if label != "Record":
        old_rows, new_rows = np.flatnonzero(kept), codes.old[kept]
        changed = new_rows[_differ(NODE[label].properties, before, after, old_rows, new_rows)]
        if len(changed):
            changes.replace_nodes.append(NodeRows(label, node_rows(label, after, changed)))


def with_payloads(label: str, rows: list[dict[str, Any]], payloads: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """``rows``, with the payload of each where they are Records. Raises KeyError where one is missing."""
    if label == "Record":
        for row in rows:
            row["payload"] = payloads[row["id"]]
    return rows


def _differ(properties: Sequence[Property], before: Table, after: Table, old: Ints, new: Ints) -> NDArray[np.bool_]:
    """Which of the matched rows differ in a property of the store."""
    out = np.zeros(len(new), bool)
    for p in properties:
        if p.where != "snapshot" and p.kind != "bytes" and (p.name in before or p.name in after):
            one, other = _part(p, before, old), _part(p, after, new)
            unequal = np.fromiter(map(_unequal, one.tolist(), other.tolist()), bool, len(new)) if (
                one.dtype == object) else (one != other)  # fmt: skip
            if p.kind == "float":
                unequal &= ~(np.isnan(one) & np.isnan(other))
            out |= unequal
    return out


def _unequal(one: object, other: object) -> bool:
    return one != other


def _part(p: Property, table: Table, rows: Ints) -> Column:
    return table[p.name][rows] if p.name in table else absent(p.kind, len(rows))


def _rel_changes(changes: Changes, rel: Relationship, before: Table, after: Table, codes: Mapping[str, _Codes]
                 ) -> None:  # fmt: skip
    if not before.length and not after.length:
        return
    start, end = codes[rel.start], codes[rel.end]
    one, other = _rel_keys(rel, before, after, start, end)
    _, old_rows, new_rows = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    created = np.setdiff1d(np.arange(after.length), new_rows, assume_unique=True)
    deleted = np.setdiff1d(np.arange(before.length), old_rows, assume_unique=True)
    changed = np.sort(new_rows[_differ(rel.properties, before, after, old_rows, new_rows)])
    for rows, into in ((created, changes.create_rels), (changed, changes.replace_rels)):
        if len(rows):
            into.append(RelRows(rel.name, ended_rows(rel.name, after, rows, start.keys_new, end.keys_new)))
    if len(deleted):
        starts = start.keys_old[before["start"][deleted]].tolist()
        ends = end.keys_old[before["end"][deleted]].tolist()
        keys = before[rel.key][deleted].tolist() if rel.key else [None] * len(deleted)
        changes.delete_rels.append((rel.name, list(zip(starts, ends, keys, strict=True))))


def ended_rows(name: str, table: Table, rows: Sequence[int] | Ints, starts: Column, ends: Column
               ) -> list[tuple[str, str, dict[str, Any]]]:  # fmt: skip
    """Rows of a relationship table as (start key, end key, properties), for a store."""
    picked = np.asarray(rows, np.int64)
    first, second = starts[table["start"][picked]].tolist(), ends[table["end"][picked]].tolist()
    return list(zip(first, second, rel_rows(name, table, picked), strict=True))


def _rel_keys(rel: Relationship, before: Table, after: Table, start: _Codes, end: _Codes) -> tuple[Ints, Ints]:
    """One number for each relationship of both graphs, equal where both ends and the key are."""
    one = start.old[before["start"]] * end.size + end.old[before["end"]]
    other = after["start"] * end.size + after["end"]
    if rel.key is None:
        return one, other
    _, pair = np.unique(np.concatenate([one, other]), return_inverse=True)
    text, names = factorise([*before[rel.key].tolist(), *after[rel.key].tolist()])
    both = pair * (len(names) + 1) + text + 1
    return both[: before.length], both[before.length :]


def counts(tables: Tables) -> dict[str, int]:
    """Rows by label and by relationship name, those that have any."""
    every = [(k, t.length) for k, t in tables.nodes.items() if k in NODE]
    every += [(k, t.length) for k, t in tables.rels.items() if k in RELATIONSHIP]
    return {name: size for name, size in every if size}
