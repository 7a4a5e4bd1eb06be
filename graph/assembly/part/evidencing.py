"""The evidence of the touched part: Record and Load nodes, DESCRIBES and LOADED_BY."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coterie.graph.assembly.columns import Ints, rel_table, table
from coterie.graph.assembly.laying import lay_mentions, lay_papers
from coterie.graph.assembly.part.accounts import Accounts, Key, Papers
from coterie.graph.assembly.part.affected import Affected
from coterie.graph.assembly.part.cutting import cut, flags, stacked
from coterie.graph.identity import World
from coterie.graph.identity import keys as identity_keys
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.schema import DESCRIBES_AUTHOR, DESCRIBES_PAPER, LOAD, LOADED_BY, RECORD
from coterie.graph.model.tables import Table, Tables, column


@dataclass
class Evidence:
    """``nodes`` and ``rels``: rows of the old part. The new part's Record and Load tables, and what
    :meth:`complete` makes of them."""

    nodes: dict[str, Ints]
    rels: dict[str, Ints]
    record: Table
    load: Table
    loaded_by: Table
    keys: list[Key]
    describing: set[Key]

    def complete(self, new: Tables, author_of: Mapping[str, int], paper_of: Mapping[str, int]) -> None:
        """Add the evidence to the new part: ``author_of`` and ``paper_of`` give, for a record key, the row it
        describes there."""
        new.nodes |= {"Record": self.record, "Load": self.load}
        new.rels[LOADED_BY.name] = self.loaded_by
        for rel, kind, of in ((DESCRIBES_PAPER, "paper", paper_of), (DESCRIBES_AUTHOR, "person", author_of)):
            pairs = [(i, of[key]) for i, (k, key) in enumerate(self.keys) if k == kind and (k, key) in self.describing]
            ends = np.array(pairs, np.int64).reshape(-1, 2)
            new.rels[rel.name] = rel_table(rel.properties, ends[:, 0].copy(), ends[:, 1].copy(), {})


def evidence(before: Tables, accounts: Accounts, papers: Papers, affected: Affected) -> Evidence:
    """The evidence that a change touches: records that come, go, are brought by other loads or describe others."""
    held, delta = accounts.held, accounts.delta
    describing = {("paper", key) for paper in (*papers.lost, *papers.made) for key in paper.records}
    describing |= accounts.changed | {held.key(row) for row in affected.people.rows}
    about = accounts.rows(describing)
    moved = [row for ident, _ in (*delta.brought, *delta.withdrawn) if (row := held.row.get(ident)) is not None]
    rows = np.unique(np.array([*about, *moved], np.int64))
    stay = np.array([row for row in rows.tolist() if held.ids[row] not in accounts.going], np.int64)
    ids = [held.ids[row] for row in stay.tolist()]
    record, place = _records(before, accounts, papers, affected, stay)
    size = before.nodes["Record"].length
    described = flags(np.array(about, np.int64), size)
    rels = {rel.name: np.flatnonzero(described[before.rels[rel.name]["start"]])
            for rel in (DESCRIBES_PAPER, DESCRIBES_AUTHOR)}  # fmt: skip
    rels[LOADED_BY.name] = np.flatnonzero(flags(rows, size)[before.rels[LOADED_BY.name]["start"]])
    places = dict(zip([*ids, *accounts.coming], place.tolist(), strict=True))
    load, loaded_by = _loads(before, accounts, places)
    keys: list[Key] = [("", "")] * record.length
    every = [*map(held.key, stay.tolist()), *(item.key for item in accounts.coming.values())]
    for at, key in zip(place.tolist(), every, strict=True):
        keys[at] = key
    loads = np.arange(before.nodes["Load"].length)
    return Evidence({"Record": rows, "Load": loads}, rels, record, load, loaded_by, keys, describing)


def _records(before: Tables, accounts: Accounts, papers: Papers, affected: Affected, stay: Ints
             ) -> tuple[Table, Ints]:  # fmt: skip
    """The Record table of the new part, and the row in it of those that stay, then of those that come."""
    coming = list(accounts.coming.values())
    names = {"id": [item.id for item in coming], "type": [item.key[0] for item in coming]}
    names |= {name: [getattr(item.record, name) for item in coming] for name in ("source", "record_id", "updated")}
    made = table(RECORD.properties, {name: column("str", values) for name, values in names.items()}, len(coming))
    whole = stacked([cut(before.nodes["Record"], stay), made], len(stay) + len(coming))
    ties = _ties(accounts, papers, affected)
    keys = [accounts.held.key(row) for row in stay.tolist()] + [item.key for item in coming]
    known = whole["keys"].tolist()
    tied = Ragged.of([ties.get(key, known[i]) for i, key in enumerate(keys)])
    idents = whole["id"].tolist()
    order = np.array(sorted(range(len(idents)), key=idents.__getitem__), np.int64)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    columns = {name: (tied if name == "keys" else whole[name])[order] for name in whole}
    return Table(columns, whole.length), place


def _ties(accounts: Accounts, papers: Papers, affected: Affected) -> dict[Key, list[int]]:
    """What ties the changed records to others, as they count now."""
    out: dict[Key, list[int]] = {("paper", key): keys for key, keys in papers.ties.items()}
    people = [key for key in accounts.changed if key[0] == "person"]
    none = lay_mentions([])
    for key in people:
        for record in accounts.of([key], "after"):
            world = World(none.table, lay_papers([], none), [record])
            out[key] = identity_keys(world, key=affected.identity).tolist()[0]
    return out


def _loads(before: Tables, accounts: Accounts, row: Mapping[str, int]) -> tuple[Table, Table]:
    """Load and LOADED_BY of the new part. ``row``: of each of its records."""
    delta, held = accounts.delta, accounts.held
    nodes = {ident: load for ident, load in {**held.loads, **delta.loads}.items() if ident not in delta.unloaded}
    names = sorted(nodes)
    load = {p.name: column(p.kind, [nodes[name].get(p.name) for name in names]) for p in LOAD.properties}
    at = {name: i for i, name in enumerate(names)}
    old = before.rels[LOADED_BY.name]
    place = np.full(before.nodes["Record"].length, -1, np.int64)
    for ident, i in row.items():
        if ident in held.row:
            place[held.row[ident]] = i
    to = np.array([at.get(name, -1) for name in held.loads] or [-1], np.int64)
    start, end = place[old["start"]], to[old["end"]]
    kept = (start >= 0) & (end >= 0)
    width = max(len(names), 1)
    codes = start[kept] * width + end[kept]
    gone = [row[i] * width + at[name] for i, name in delta.withdrawn if i in row and name in at]
    come = [row[i] * width + at[name] for i, name in delta.brought]
    codes = np.setdiff1d(codes, np.array(gone, np.int64))
    codes = np.union1d(codes, np.array(come, np.int64)).astype(np.int64)
    return (
        table(LOAD.properties, load, len(names)),
        rel_table(LOADED_BY.properties, codes // width, codes % width, {}),
    )
