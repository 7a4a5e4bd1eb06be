"""Taking a load back, and listing the loads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from coterie.graph.assembly.chunking import Touch, fits, in_chunks
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.diff import counts
from coterie.graph.assembly.part import Delta
from coterie.graph.assembly.rebuild import snapshot_for
from coterie.graph.assembly.report import Progress, UnloadReport
from coterie.graph.assembly.standing import Clock, standing
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.assembly.writing import Step, Writer
from coterie.graph.model.errors import AmbiguousName, NotFound
from coterie.graph.model.tables import Tables, node_rows
from coterie.graph.snapshot.snapshot import Snapshot
from coterie.graph.store import Store, interruptible

_SHORTEST = 4


def sources(graph: Snapshot | Store | str | os.PathLike[str]) -> list[dict[str, Any]]:
    """The loads of a graph (its snapshot, its store, or the folder or address of that), by time and file:
    id, file, sha256, loader, options, when, records, rejected."""
    found = graph if isinstance(graph, Snapshot) else snapshot_for(graph)
    return listed(node_rows("Load", found.tables.nodes["Load"]))


def listed(loads: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Loads in the order in which they are shown."""
    return [dict(row) for row in sorted(loads, key=lambda row: (row.get("when", ""), row.get("file", ""), row["id"]))]


def find_load(loads: Sequence[Mapping[str, Any]], name: str) -> str:
    """The id of the load called ``name``: its id, the beginning of it (four characters or more), or its file.

    Raises NotFound, AmbiguousName."""
    if any(load["id"] == name for load in loads):
        return name
    fitting = [load for load in listed(loads) if load.get("file") == name]
    fitting = fitting or [load for load in listed(loads) if len(name) >= _SHORTEST and load["id"].startswith(name)]
    if len(fitting) == 1:
        return str(fitting[0]["id"])
    if fitting:
        raise AmbiguousName("load", name, [(load["id"], f"{load.get('file')}, {load.get('when')}") for load in fitting])
    known = [f"{load['id']} ({load.get('file')})" for load in listed(loads)]
    raise NotFound("load", name, nearest=known[:5], hint="list them with: coterie sources")


def unload(store: Store, name: str, *, progress: Progress | None = None) -> UnloadReport:
    """Take a load back, by its id, its beginning, or the name of its file.

    Records that no other load brought go; the graph is then what the remaining records give, as if the load had never
    been. As safe from a crash as :func:`~coterie.graph.assembly.loading.load`; also ends an unfinished load.
    Raises NotFound, AmbiguousName, StoreError.
    """
    clock = Clock(progress)
    with undisturbed(), interruptible(), store.lease():
        before = clock.timed("open", lambda: standing(store))
        ident = find_load(list(before.held.loads.values()), name)
        was = counts(before.tables)
        file = str(before.held.loads[ident].get("file", ""))
        left = [other for other in before.unfinished if other != ident]
        writer = Writer(before, before.settings, clock)
        held = before.held
        touches = [
            Touch(held.ids[row], ident, None, held.key(row)) for row in np.flatnonzero(held.brought(ident)).tolist()
        ]
        tables = _take(writer, touches, ident, during=" ".join(sorted({*before.unfinished, ident})),
                       after=" ".join(left) or None)  # fmt: skip
    now = counts(tables)
    removed = {name: gone for name in was if (gone := was[name] - now.get(name, 0))}
    return UnloadReport(ident, file, removed, now, writer.path, clock.seconds)


def _take(writer: Writer, touches: Sequence[Touch], load: str, during: str, after: str | None) -> Tables:
    if writer.store.kind == "embedded" or fits(touches):
        delta = Delta(withdrawn=[(touch.ident, load) for touch in touches], unloaded=frozenset((load,)))
        reached = writer.part(delta)
        if reached is not None:
            return writer.put(reached, delta, after)
    writer.fetch()
    return writer.run(_steps(writer, touches, load), during=during, after=after)


def _steps(writer: Writer, touches: Sequence[Touch], load: str) -> list[Step]:
    """One step, or on a server several of whole papers, the last to come going first; the Load node goes last."""
    corpus = writer.corpus
    if writer.store.kind == "embedded" or fits(touches):
        return [_taking(touches, load)]
    chunks = in_chunks(touches, corpus.derive(writer.settings))[::-1]
    return [_taking(chunk, load if i == len(chunks) - 1 else None) for i, chunk in enumerate(chunks)]


def _taking(touches: Sequence[Touch], load: str | None) -> Step:
    def step(corpus: Corpus) -> None:
        for touch in touches:
            corpus.withdraw(touch.ident, touch.load)
        if load is not None:
            del corpus.loads[load]

    return step
