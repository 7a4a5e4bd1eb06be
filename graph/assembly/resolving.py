"""Deciding anew who is who in a whole graph: by another key, or with weights fitted anew."""

from __future__ import annotations

import dataclasses

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.loading import to_be_completed
from coterie.graph.assembly.report import Progress, ResolveReport
from coterie.graph.assembly.standing import Clock, Standing, standing
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.assembly.writing import Writer
from coterie.graph.identity import check_key
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store, interruptible


def resolve(store: Store, *, identity: str | None = None, full: bool = False, progress: Progress | None = None
            ) -> ResolveReport:  # fmt: skip
    """Derive the whole graph of ``store`` anew and write what differs.

    ``full``: fit the weights of identity to the graph as it is now, and go over to the key ``identity`` if one is
    named; else key and weights stay, and nothing changes that the records do not ask for. An author who is superseded
    is still found by the former id. As safe from a crash as a load; a server takes the difference in one transaction.
    Raises IdentityError (an unknown key; another key without ``full``), StoreError (locked, lease, unfinished, …).
    """
    clock = Clock(progress)
    with undisturbed(), interruptible(), store.lease():
        before = clock.timed("open", lambda: standing(store))
        chosen = _chosen(before, identity, full)
        if before.unfinished:
            raise to_be_completed(before.held, before.unfinished)
        writer = Writer(before, chosen, clock, refit=full or not chosen.weights)
        old, began = before.tables, store.generation()
        report = ResolveReport(chosen.identity, before.settings.identity, seconds=clock.seconds)
        _compare(report, old, writer.run([_nothing], None, None) if before.held.ids else old)
        report.refitted = writer.settings.weights != before.settings.weights
        report.wrote, report.path, report.cut = store.generation() != began, writer.path, writer.cut
    return report


def _chosen(before: Standing, identity: str | None, full: bool) -> Settings:
    known = before.settings
    if identity is None or identity == known.identity:
        return known
    check_key(identity)
    if not full:
        raise IdentityError(
            f"the graph's people were resolved by {known.identity!r}, not {identity!r}",
            hint=f"to decide anew who everybody is: coterie identity resolve --full --identity {identity}",
        )
    return dataclasses.replace(known, identity=identity, weights="")


def _nothing(corpus: Corpus) -> None:
    """The step that changes no record."""


def _compare(report: ResolveReport, old: Tables, new: Tables) -> None:
    """Count what became of the persons of ``old`` in ``new``, by their mentions."""
    was, now = old.rels["AUTHORED"], new.rels["AUTHORED"]
    row = {key: i for i, key in enumerate(was["mention"].tolist())}
    pairs = [(row[key], i) for i, key in enumerate(now["mention"].tolist()) if key in row]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    one, other = was["start"][both[:, 0]], now["start"][both[:, 1]]
    report.persons_before, report.persons_after = old.nodes["Author"].length, new.nodes["Author"].length
    report.mentions = now.length
    width = max(report.persons_after, 1)
    shared, times = np.unique(one * width + other, return_counts=True)
    first, second = shared // width, shared % width
    report.merged, report.split = _several(second), _several(first)
    stays = _most(first, second, times) & _most(second, first, times)
    report.changed = int(times[~stays].sum())


def _several(persons: Ints) -> int:
    """How many stand there more than once."""
    return int((np.unique(persons, return_counts=True)[1] > 1).sum())


def _most(person: Ints, partner: Ints, times: Ints) -> Ints:
    """Which rows are those of each person's most frequent partner (of several the first)."""
    order = np.lexsort((partner, -times, person))
    out = np.zeros(len(person), bool)
    out[order[np.flatnonzero(np.diff(person[order], prepend=-1))]] = True
    return out
