"""People's corrections in the graph: the Override nodes, and what they make of mentions before identity sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coterie.graph.assembly.columns import table
from coterie.graph.assembly.laying import Mentions
from coterie.graph.identity import Assignment
from coterie.graph.identity.conflicts import refuse_conflicts
from coterie.graph.identity.overrides import Override, bound, given_orcids
from coterie.graph.model.schema import OVERRIDE
from coterie.graph.model.tables import Table, Tables, column, node_rows


def override_table(overrides: Iterable[Override]) -> Table:
    """The Override nodes, by id; of two with one id (a file that says it twice) the first line's."""
    found: dict[str, Override] = {}
    for override in sorted(overrides, key=lambda o: (o.file, o.line, o.content)):
        found.setdefault(override.id, override)
    rows = [_row(found[ident]) for ident in sorted(found)]
    known = {p.name: column(p.kind, [row.get(p.name) for row in rows]) for p in OVERRIDE.properties}
    return table(OVERRIDE.properties, known, len(rows))


def overrides_of(tables: Tables) -> tuple[Override, ...]:
    """The corrections that a graph holds, by id."""
    found = tables.nodes.get(OVERRIDE.label)
    return read_rows(node_rows(OVERRIDE.label, found, where="snapshot")) if found is not None else ()


def read_rows(rows: Iterable[dict[str, Any]]) -> tuple[Override, ...]:
    """The corrections that Override nodes hold, by id."""
    made = [
        Override(
            kind=row["kind"], keys=tuple(row["keys"]), written=tuple(row["written"]), value=row.get("value", ""),
            file=row.get("file", ""), line=int(row.get("line", 0)), about=row.get("about", ""),
            note=row.get("note", ""),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda override: override.id))


def _row(override: Override) -> dict[str, Any]:
    row = {name: getattr(override, name) for name in ("id", "kind", "keys", "written", "about")}
    said = {name: getattr(override, name) for name in ("value", "file", "line", "note")}
    return row | {name: value for name, value in said.items() if value}


def replaced(old: Sequence[Override], of_files: Mapping[str, Sequence[Override]]) -> tuple[Override, ...] | None:
    """``old`` with those of some files replaced; None where nothing changes. Raises IdentityError for conflicts."""
    kept = [override for override in old if override.file not in of_files]
    every = {o.id: o for o in (*kept, *(o for found in of_files.values() for o in found))}
    refuse_conflicts(list(every.values()))
    new = tuple(every[ident] for ident in sorted(every))
    return None if set(new) == set(old) else new


def corrected(mentions: Mentions, overrides: Sequence[Override]) -> Mentions:
    """``mentions`` with the ORCIDs that people gave them."""
    return replace(mentions, table=given_orcids(overrides, mentions.table)) if overrides else mentions


def tied(assignment: Assignment, mentions: Table, overrides: Sequence[Override]) -> Assignment:
    """``assignment``, its keys with what corrections tie."""
    if not overrides or assignment.keys is None:
        return assignment
    return replace(assignment, keys=bound(assignment.keys, mentions, overrides))
