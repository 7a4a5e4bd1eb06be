"""Carrying out corrections: from those that a graph holds to others, with all that is derived of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.corrections import overrides_of
from coterie.graph.assembly.loading import to_be_completed
from coterie.graph.assembly.part import Delta
from coterie.graph.assembly.placing import ASLEEP, Present, State, refuse_wrong, titles
from coterie.graph.assembly.report import Progress
from coterie.graph.assembly.standing import Clock, Standing, standing
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.assembly.writing import Writer
from coterie.graph.identity.conflicts import refuse_conflicts
from coterie.graph.identity.overrides import MENTIONS, PAPERS, Override, named
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store, interruptible

Overrides = Sequence[Override]


@dataclass
class CorrectionReport:
    """What a correction did. ``made`` and ``removed`` corrections; those made that sleep, with the reason;
    ``before`` and ``after``: persons, papers and links (co-author pairs) of the graph; ``was`` and ``now``: the authors
    (papers) that the corrections speak of, and those that have their mentions (records) now: id, name, papers (year).
    ``wrote``: whether anything was written."""

    made: tuple[Override, ...] = ()
    removed: tuple[Override, ...] = ()
    asleep: tuple[State, ...] = ()
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    was: list[dict[str, Any]] = field(default_factory=list)
    now: list[dict[str, Any]] = field(default_factory=list)
    wrote: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """One flat object, without times."""
        figures = {f"{name}_{when}": held[name] for name in ("persons", "papers", "links")
                   for when, held in (("before", self.before), ("after", self.after))}  # fmt: skip
        return {"made": [o.id for o in self.made], "removed": [o.id for o in self.removed], **figures}


@dataclass(frozen=True)
class Plan:
    """The corrections that a graph shall hold, and what must then be so: keys that are of one person (or paper), and
    pairs of keys that are not, with the words for it."""

    overrides: Overrides
    together: Sequence[str] = ()
    apart: Sequence[tuple[str, str]] = ()
    about: str = MENTIONS


def amend(store: Store, plan: Callable[[Standing, Overrides], Plan], progress: Progress | None = None
          ) -> CorrectionReport:  # fmt: skip
    """Have ``store`` hold the corrections that ``plan`` makes of those it holds, and what they lead to, in one
    transaction.

    Raises IdentityError where corrections contradict each other, speak of another name or title than is written, or do
    not have the effect planned; StoreError (locked, lease, unfinished, …). Then nothing is written.
    """
    clock = Clock(progress)
    with undisturbed(), interruptible(), store.lease():
        before = clock.timed("open", lambda: standing(store))
        if before.unfinished:
            raise to_be_completed(before.held, before.unfinished)
        if before.fresh:
            raise IdentityError(f"{store.label} is empty: there is nobody to correct", hint="load something first")
        old = overrides_of(before.tables)
        wanted = plan(before, old)
        refuse_conflicts(wanted.overrides)
        report = _report(before, old, wanted, clock)
        _carry_out(before, wanted, report, clock)
    return report


def _carry_out(before: Standing, plan: Plan, report: CorrectionReport, clock: Clock) -> None:
    old, title_of = before.tables, titles(before.store, before.held)

    def check(graph: Tables) -> None:
        refuse_wrong(report.made, plan.overrides, graph, title_of)
        _check_effect(plan, graph)

    def step(corpus: Corpus) -> None:
        corpus.overrides = tuple(plan.overrides)

    graph = old
    if report.made or report.removed or set(plan.overrides) != set(overrides_of(old)):
        writer, delta = Writer(before, before.settings, clock, check=check), Delta(overrides=plan.overrides)
        reached = writer.part(delta)
        graph = writer.run([step], None, None) if reached is None else writer.put(reached, delta, None)
        report.wrote = True
    present = Present(graph, report.made, title_of)
    report.asleep = tuple(state for o in report.made if (state := present.state(o)).state == ASLEEP)
    report.was, report.now = _concerned(old, graph, [*report.made, *report.removed])
    report.after = _figures(graph)


def _report(before: Standing, old: Overrides, plan: Plan, clock: Clock) -> CorrectionReport:
    was, now = {o.id for o in old}, {o.id for o in plan.overrides}
    return CorrectionReport(
        made=tuple(o for o in plan.overrides if o.id not in was),
        removed=tuple(o for o in old if o.id not in now),
        before=_figures(before.tables),
        seconds=clock.seconds,
    )


def _figures(tables: Tables) -> dict[str, int]:
    return {"persons": tables.nodes["Author"].length, "papers": tables.nodes["Paper"].length,
            "links": tables.rels["COAUTHORED"].length}  # fmt: skip


def _check_effect(plan: Plan, graph: Tables) -> None:
    every = [*plan.together, *(key for pair in plan.apart for key in pair)]
    node = nodes_of(graph, plan.about, every)
    pairs = [(a, b, True) for a, b in zip(plan.together, plan.together[1:], strict=False)]
    pairs += [(a, b, False) for a, b in plan.apart]
    for a, b, one in pairs:
        if (node.get(a) == node.get(b)) != one:
            what = "one" if one else "two"
            of_these = [o for o in plan.overrides[:-1] if o.about == plan.about and not set(every).isdisjoint(o.keys)]
            others = [override.place for override in of_these]
            raise IdentityError(
                f"{a} and {b} would not be {what}: other corrections say otherwise"
                + (f" ({', '.join(others[:5])})" if others else ""),
                hint="list them with: coterie identity overrides; take one back with: coterie identity undo ID",
            )


def nodes_of(tables: Tables, about: str, keys: Iterable[str]) -> dict[str, int]:
    """The row of the author (paper) that each of ``keys``, of mentions (records), belongs to, where it is there."""
    asked = Override("same", tuple(dict.fromkeys(keys)), (), about=about)
    present = Present(tables, [asked], lambda key: None)
    if about == MENTIONS:
        starts = tables.rels["AUTHORED"]["start"]
        return {key: int(starts[found[0]]) for key, found in present.mentions.items()}
    return {key: present.records[key] for key in asked.keys if key in present.records}


def _concerned(old: Tables, new: Tables, overrides: Overrides) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The authors, and then the papers, of which corrections speak, before and after."""
    people = [override for override in overrides if override.about == MENTIONS]
    authors = _authors_concerned(old, new, people)
    keys = [key for override in overrides if override.about != MENTIONS for key in override.keys]
    papers = [np.array(sorted(set(nodes_of(tables, PAPERS, keys).values())), np.int64) for tables in (old, new)]
    was, now = (
        _listed(tables, "Author", of_these) + _listed(tables, "Paper", papers[i])
        for i, (tables, of_these) in enumerate(zip((old, new), authors, strict=True))
    )
    return was, now


def _authors_concerned(old: Tables, new: Tables, overrides: Overrides) -> tuple[Ints, Ints]:
    was = _authors(old, named(old.rels["AUTHORED"], overrides))
    of_old = np.flatnonzero(np.isin(old.rels["AUTHORED"]["start"], was))
    mentions = set(old.rels["AUTHORED"]["mention"][of_old].tolist())
    held = [row for row, key in enumerate(new.rels["AUTHORED"]["mention"].tolist()) if key in mentions]
    now = np.union1d(_authors(new, np.array(held, np.int64)), _authors(new, named(new.rels["AUTHORED"], overrides)))
    return was, now


def _authors(tables: Tables, mentions: Ints) -> Ints:
    return np.unique(tables.rels["AUTHORED"]["start"][mentions])


def _listed(tables: Tables, label: str, rows: Ints) -> list[dict[str, Any]]:
    table = tables.nodes[label]
    name, more = ("name", "paper_count") if label == "Author" else ("title", "year")
    columns = [table.pick(column, rows).tolist() for column in ("id", name, more)]
    return [{"id": i, name: n, more: max(m, 0) or None} for i, n, m in zip(*columns, strict=True)]
