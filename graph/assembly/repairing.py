"""Setting a store right: what its records say is written over whatever differs."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from coterie.graph.assembly.check import NOT_DERIVED, check, corpus_of
from coterie.graph.assembly.diff import diff
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.assembly.rebuild import keep, standing_tables
from coterie.graph.assembly.report import CheckReport, Progress
from coterie.graph.model.schema import NODE, RELATIONSHIP
from coterie.graph.store import Store
from coterie.graph.store.export import Exported


def repair(store: Store, *, progress: Progress | None = None) -> CheckReport:
    """Make ``store`` hold what its records say, and keep that as its snapshot; returns what was wrong before.

    Records that cannot be read, or are not what was loaded, are removed: load their sources again.
    Raises StoreError.
    """
    with store.lease():
        before = check(store, progress=progress)
        store.ensure_schema()
        exported, meta = store.export(), store.meta() or {}
        settings = store.settings()
        corpus, _ = corpus_of(exported)
        graph = corpus.derive(settings)
        once, doubles = _parted(exported)
        held = standing_tables(once)
        carry_former_ids(held, graph)
        changes = diff(held, graph, corpus.payloads())
        changes.delete_rels[:0] = doubles.rels
        changes.delete_nodes[:0] = doubles.nodes
        known = {"cap": settings.cap, "identity": settings.identity}
        told = {name: value for name, value in known.items() if meta.get(name) != value}
        generation = int(meta.get("generation") or 0) + bool(changes or told)
        store.apply(changes, {"derived": generation, **told})
        keep(store, graph, settings)
    return before


class _Doubles(NamedTuple):
    nodes: list[tuple[str, list[str]]]
    rels: list[tuple[str, list[tuple[str, str, str | None]]]]


def _parted(exported: Exported) -> tuple[Exported, _Doubles]:
    """What is there once, with both ends, and what is there several times: that is deleted and made anew."""
    nodes, doubles = {}, _Doubles([], [])
    gone: dict[str, set[str]] = {label: set() for label in NODE}
    for label, rows in exported.nodes.items():
        key = NODE[label].key
        times = Counter(row[key] for row in rows)
        if label not in NOT_DERIVED:
            gone[label] = {ident for ident, n in times.items() if n > 1}
        if gone[label]:
            doubles.nodes.append((label, sorted(gone[label])))
        nodes[label] = [row for row in rows if row[key] not in gone[label]]
    rels = {}
    for name, links in exported.rels.items():
        rel = RELATIONSHIP[name]
        places = [(a, b, p.get(rel.key) if rel.key else None) for a, b, p in links]
        times_ = Counter(places)
        twice = sorted((place for place, n in times_.items() if n > 1), key=str)
        if twice:
            doubles.rels.append((name, twice))
        rels[name] = [
            link for link, place in zip(links, places, strict=True)
            if times_[place] == 1 and link[0] not in gone[rel.start] and link[1] not in gone[rel.end]
        ]  # fmt: skip
    return Exported(nodes, rels), doubles
