"""Taking a store from the graph it holds to the one its records give: the choice of the path, and the steps of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coterie.graph.assembly.batches import batches
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.derive import Derived
from coterie.graph.assembly.diff import counts, diff
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.assembly.part import Delta, Inapplicable, Part, remade, spliced
from coterie.graph.assembly.rebuild import keep, standing_tables
from coterie.graph.assembly.standing import Clock, Standing
from coterie.graph.identity.freezing import due
from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables
from coterie.graph.snapshot import snapshot as snapshots
from coterie.graph.store import Store, read_state
from coterie.graph.store.apply import WEIGHTS
from coterie.graph.store.phases import reach

Step = Callable[[Corpus], None]
Check = Callable[[Tables], None]

BULK_RATE, APPLY_RATE, BULK_BASE_S = 27_000, 10_000, 1.0
"""Elements a second that the embedded engine takes by each path, and the seconds that a new store costs in any case."""

APPLY_MOST = 300_000
"""Elements in one transaction of the embedded engine at most: its heap holds the transaction."""

OF_RECORD = 16
"""Elements of a record, about: itself, its paper, the authors, the links."""

BULK_ROWS = 20_000
"""Rows in a batch of the bulk path; with 5,000 the engine needs a fifth longer."""


class Ahead(NamedTuple):
    """The corpus and the graph that a step, not yet taken, leads to."""

    corpus: Corpus
    graph: Derived


class Reached(NamedTuple):
    """The part of the graph that a change touches, before and after, and the graph that it leads to."""

    part: Part
    graph: Tables


class Writer:
    """Carries steps of change out: on the embedded engine all at once, on a server each in a transaction of its own,
    between which the store holds what its records of that moment give.

    ``refit``: fit the weights of identity to the last of these graphs. Until then ``settings`` holds those before.
    ``check``: told of the last of them before anything is written; what it raises ends the work. ``cut``: the names of
    which identity could not compare all bearers."""

    def __init__(self, before: Standing, settings: Settings, clock: Clock, *, refit: bool = False,
                 check: Check | None = None) -> None:  # fmt: skip
        self.store, self.settings, self.clock = before.store, settings, clock
        self._refit, self._check = refit, check or (lambda graph: None)
        self.before, self.tables = before, before.tables
        self._fresh, self._current = before.fresh, before.current
        self._checked = False
        self._told: Settings | None = None if before.fresh else before.settings
        self._ahead: Ahead | None = None
        self.path = ""
        self.cut: tuple[str, ...] = ()

    @property
    def corpus(self) -> Corpus:
        """The evidence as it is now."""
        return self.before.corpus

    def part(self, delta: Delta) -> Reached | None:
        """What ``delta`` leads to, by way of the part that it touches; None where everything must be derived: a new
        graph, other settings, a store that something else has written to, a change that the part cannot be told of, or
        one with which the graph is large enough for weights of its own.
        """
        if self._fresh or self.settings != self.before.settings or not self._undisturbed():
            return None

        def work() -> Reached:
            part = remade(self.tables, self.before.held, self.settings, delta, self.store.records)
            self.cut = part.cut
            return Reached(part, spliced(self.tables, part))

        try:
            reached: Reached = self.clock.timed("derive", work)
        except Inapplicable:
            return None
        self._check(reached.graph)
        mentions = reached.graph.rels["AUTHORED"].length
        return None if self._refit and due(self.settings.identity, self.settings.weights, mentions) else reached

    def put(self, reached: Reached, delta: Delta, after: str | None) -> Tables:
        """Carry out ``delta``; Meta.unfinished is then ``after``. Returns the graph reached."""
        records = len(delta.items) + len(delta.withdrawn)
        many = records > max(APPLY_MOST / OF_RECORD, len(self.before.held.ids) / 2)
        if many and self.store.kind == "embedded":
            self._anew(reached.graph, delta)
            return self.tables
        payloads = {ident: item.payload for ident, item in delta.items.items()}
        part = reached.part
        changes: Changes = self.clock.timed("diff", lambda: diff(part.old, part.new, payloads))
        self._change(changes, reached.graph, after)
        return self.tables

    def run(self, steps: Sequence[Step], during: str | None, after: str | None) -> Tables:
        """Take ``steps``; Meta.unfinished is ``during`` until the last, then ``after``. Returns the graph reached."""
        self.fetch()
        if self.store.kind == "embedded":
            for step in steps:
                step(self.corpus)
            self._once()
            return self.tables
        for i, step in enumerate(steps):
            last = i == len(steps) - 1
            step(self.corpus)
            self._apply(self.derive(last), after if last else during)
            self.clock.tell("write", i + 1, len(steps))
            if not last:
                reach("between-batches")
        self._keep()
        return self.tables

    def fetch(self) -> None:
        """Bring the records that are not at hand from the store."""
        if not self.corpus.complete:
            self.clock.timed("fetch", lambda: self.corpus.supply(self.store.records()))

    def look_ahead(self, step: Step) -> Ahead:
        """Where ``step`` leads; the steps that are then run must lead to the same corpus."""
        self.fetch()
        corpus = self.corpus.copy()
        step(corpus)
        self._ahead = Ahead(corpus, self._derive(corpus, self._refit))
        self._check(self._ahead.graph)
        return self._ahead

    def derive(self, last: bool = True) -> Derived:
        """The graph of the corpus as it is now, with the former ids of the one before."""
        if last and self._ahead is not None:
            graph = self._ahead.graph
        else:
            graph = self._derive(self.corpus, last and self._refit)
            if last:
                self._check(graph)
        self.clock.timed("derive", lambda: carry_former_ids(self.tables, graph))
        return graph

    def _derive(self, corpus: Corpus, refit: bool) -> Derived:
        graph: Derived = self.clock.timed("derive", lambda: corpus.derive(self.settings, refit=refit))
        self.settings, self.cut = graph.settings, graph.assignment.cut
        return graph

    # embedded

    def _once(self) -> None:
        if not counts(self.tables):
            self._bulk(self._own_records(), self._derived)
            return
        graph = self.derive()
        total = sum(counts(graph).values())
        changes = self._changes(graph)
        if size(changes) / APPLY_RATE > total / BULK_RATE + BULK_BASE_S:
            self._bulk(self._own_records(), lambda: graph)
        else:
            self._change(changes, graph, None)

    def _change(self, changes: Changes, graph: Tables, unfinished: str | None) -> None:
        """Carry ``changes`` out in one transaction, or on a copy of the store where they are too many for one."""
        if self.store.kind == "embedded" and size(changes) > APPLY_MOST:
            self._revise(changes, graph, unfinished)
        else:
            self._send(changes, graph, unfinished)
            self._keep()

    def _own_records(self) -> Iterator[NodeRows]:
        """The Record nodes of the corpus, which lets its payloads go when the engine has taken them."""
        yield from self.corpus.rows(BULK_ROWS)
        self.corpus.packed.clear()

    def _derived(self) -> Tables:
        """The graph of the corpus, which is let go."""
        graph = self.derive()
        self.corpus.drop()
        return Tables(graph.nodes, graph.rels)

    def _anew(self, graph: Tables, delta: Delta) -> None:
        """Build a new store that holds ``graph``, with the payloads of the old one and of what comes."""
        payloads = self.clock.timed("fetch", lambda: {ident: data for ident, data, _ in self.store.records()})
        payloads.update((ident, item.payload) for ident, item in delta.items.items())
        records = Tables({"Record": graph.nodes["Record"]}, {})
        self._bulk(batches(records, payloads, BULK_ROWS)[0], lambda: graph)

    def _bulk(self, records: Iterator[NodeRows], reach_graph: Callable[[], Tables]) -> None:
        """Build a new store of ``records`` and the rest of the graph, which is made while the engine takes them."""
        folder = self.store.folder
        assert folder is not None
        old = read_state(folder)
        generation = old.generation + 1 if old else 1
        others = [] if self._fresh else carried(self.store)
        made: list[Tables] = []

        def nodes() -> Iterator[NodeRows]:
            yield from records
            made.append(reach_graph())
            rest = {label: table for label, table in made[0].nodes.items() if label != "Record"}
            yield from batches(Tables(rest, {}), {}, BULK_ROWS)[0]
            yield from others
            if self.settings.weights:
                yield NodeRows("Meta", [{"id": WEIGHTS, "weights": self.settings.weights}])

        def rels() -> Iterator[RelRows]:
            yield from batches(made[0], {}, BULK_ROWS)[1]

        meta = {"cap": self.settings.cap, "identity": self.settings.identity, "derived": generation}
        self.clock.timed("write", lambda: self.store.bulk(
            nodes(), rels(), meta, lambda new: self._beside(new, made[0])
        ))  # fmt: skip
        self.path, self.tables = "bulk", made[0]

    def _revise(self, changes: Changes, graph: Tables, unfinished: str | None) -> None:
        """Carry ``changes`` out on a copy of the store; the graph is then ``graph``."""
        meta = self._meta(True, unfinished)
        self.clock.timed("write", lambda: self.store.revise(changes, meta, lambda new: self._beside(new, graph)))
        self.path, self.tables, self._told = "revise", graph, self.settings

    def _beside(self, new: Path, graph: Tables) -> None:
        """Write the snapshot of ``graph`` into the folder of a new store."""
        state = read_state(new)
        assert state is not None
        self.clock.timed("snapshot", lambda: snapshots.write(
            new / "snapshot", graph, store_id=state.store_id, generation=str(state.generation),
            settings=self.settings, reach=reach,
        ))  # fmt: skip

    # apply

    def _apply(self, graph: Derived, unfinished: str | None) -> None:
        self._send(self._changes(graph), graph, unfinished)

    def _changes(self, graph: Derived) -> Changes:
        if not self._checked and not self._fresh:
            self.tables = self._trusted()
        self._checked = True
        changes: Changes = self.clock.timed("diff", lambda: diff(self.tables, graph, self.corpus.payloads()))
        return changes

    def _trusted(self) -> Tables:
        """What the store holds: what its records give, unless something else has written since."""
        if self._undisturbed():
            return self.tables
        return self.clock.timed("export", lambda: standing_tables(self.store.export()))  # type: ignore[no-any-return]

    def _undisturbed(self) -> bool:
        """Whether nothing but assembly wrote last, so that the store holds what its records give."""
        meta = self.store.meta() or {}
        return meta.get("derived") == meta.get("generation") and (self._current or self._counts_agree())

    def _counts_agree(self) -> bool:
        """Whether a server holds as many nodes and relationships as it should (Meta and what is not derived aside)."""
        if self.store.folder is not None:
            return True
        found = self.store.info()
        wanted = counts(self.tables)
        held = {**found["nodes"], **found["relationships"]}
        return all(held[name] == wanted.get(name, 0) for name in held if name not in ("Meta", "Override", "Selection"))

    def _send(self, changes: Changes, graph: Tables, unfinished: str | None) -> None:
        meta = self._meta(bool(changes), unfinished)
        self.clock.timed("write", lambda: self.store.apply(changes, meta))
        self.path, self.tables, self._told = "apply", graph, self.settings

    def _meta(self, changed: bool, unfinished: str | None) -> dict[str, Any]:
        """What Meta says after a step: the settings where they are others, and the generation that was derived."""
        known = self.settings
        told = {} if self._told == known else {
            "cap": known.cap, "identity": known.identity, "weights": known.weights or None
        }  # fmt: skip
        generation = int((self.store.meta() or {}).get("generation") or 0) + bool(changed or told)
        return {**told, "unfinished": unfinished, "derived": generation}

    def _keep(self) -> None:
        found = self.clock.timed("snapshot", lambda: keep(self.store, self.tables, self.settings, reach=reach))
        self.tables = found.tables


def size(changes: Changes) -> int:
    """Rows in ``changes``."""
    nodes = sum(len(part.rows) for part in (*changes.create_nodes, *changes.replace_nodes))
    rels = sum(len(part.rows) for part in (*changes.create_rels, *changes.replace_rels))
    gone = sum(len(keys) for _, keys in changes.delete_nodes) + sum(len(ends) for _, ends in changes.delete_rels)
    return nodes + rels + gone


def carried(store: Store) -> list[NodeRows]:
    """What is nobody's derivation and must outlive a new store: saved selections."""
    rows = store.read("MATCH (n:Selection) RETURN properties(n)").rows
    return [NodeRows("Selection", [dict(row[0]) for row in rows])] if rows else []
