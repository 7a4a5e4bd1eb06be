"""The graph with its touched part replaced."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.part.cutting import flags
from coterie.graph.assembly.part.delta import Inapplicable
from coterie.graph.assembly.part.remaking import Part
from coterie.graph.model.schema import NODE, RELATIONSHIP
from coterie.graph.model.tables import Table, Tables
from coterie.graph.snapshot.splice import Splice


def spliced(before: Tables, part: Part) -> Tables:
    """``before`` with the old part taken out and the new one put in; columns are put together when asked for.

    Raises Inapplicable where something that stays hangs on a node that went.
    """
    out, places = Tables(), dict[str, tuple[Ints, Ints]]()
    for label, table in before.nodes.items():
        out.nodes[label] = table
        if label in part.nodes:
            out.nodes[label], old, new = _nodes(label, table, part)
            places[label] = old, new
    for name, table in before.rels.items():
        out.rels[name] = _rels(name, table, part, places)
    return out


def _nodes(label: str, table: Table, part: Part) -> tuple[Table, Ints, Ints]:
    """The table, and in it the rows of the old and the new nodes."""
    key, fresh, rows = NODE[label].key, part.new.nodes[label], part.nodes[label]
    kept = np.flatnonzero(~flags(rows, table.length))
    ids = table[key]
    at = np.searchsorted(ids[kept], fresh[key]) if len(kept) else np.zeros(fresh.length, np.int64)
    take = np.insert(kept, at, table.length + np.arange(fresh.length))
    place = np.empty(table.length + fresh.length, np.int64)
    place.fill(-1)
    place[take] = np.arange(len(take))
    old, new = place[: table.length], place[table.length :]
    lives = {ident: int(i) for ident, i in zip(fresh[key].tolist(), new, strict=True)}
    old[rows] = [lives.get(ident, -1) for ident in ids[rows].tolist()]
    return Table(Splice(table, fresh, take), len(take)), old, new


def _rels(name: str, table: Table, part: Part, places: Mapping[str, tuple[Ints, Ints]]) -> Table:
    rel = RELATIONSHIP[name]
    rows = part.rels.get(name, np.empty(0, np.int64))
    kept = np.flatnonzero(~flags(rows, table.length))
    start, end = table["start"][kept], table["end"][kept]
    if rel.start in places:
        start = places[rel.start][0][start]
    if rel.end in places:
        end = places[rel.end][0][end]
    if (start < 0).any() or (end < 0).any():
        raise Inapplicable(f"{name} would lose an end")
    fresh = part.new.rels.get(name)
    if fresh is None:
        return Table(Splice(table, None, kept, {"start": start, "end": end}), len(kept))
    first, second = places[rel.start][1][fresh["start"]], places[rel.end][1][fresh["end"]]
    width = 1 + max((int(column.max()) for column in (end, second) if len(column)), default=0)
    at = np.searchsorted(start * width + end, first * width + second)
    take = np.insert(kept, at, table.length + np.arange(fresh.length))
    ends = {"start": np.insert(start, at, first), "end": np.insert(end, at, second)}
    return Table(Splice(table, fresh, take, ends), len(take))
