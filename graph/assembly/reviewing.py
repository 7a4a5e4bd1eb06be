"""Reviewing a graph: its most doubtful decisions, and the answers to them as corrections."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from coterie.graph.assembly.amending import CorrectionReport, Overrides, Plan, amend
from coterie.graph.assembly.corrections import overrides_of
from coterie.graph.assembly.doubtful import DoubtfulPapers
from coterie.graph.assembly.identities import person_records, world_of
from coterie.graph.assembly.report import Progress
from coterie.graph.assembly.standing import Standing
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.identity import fit
from coterie.graph.identity.freezing import FITTED
from coterie.graph.identity.overrides import Override
from coterie.graph.identity.reviewing import Review
from coterie.graph.identity.reviewing import review as review_people
from coterie.graph.model.errors import IdentityError
from coterie.graph.snapshot import Snapshot
from coterie.graph.store import Store


def review(snapshot: Snapshot, store: Callable[[], Store], *, limit: int = 50) -> Review:
    """The ``limit`` most doubtful decisions of a graph about authors and papers, those first by which most would
    change; what its corrections say is not asked again.

    ``store`` is opened only where records must be read. Raises StoreError.
    """
    with undisturbed():
        overrides, settings = overrides_of(snapshot.tables), snapshot.settings
        world = world_of(snapshot.tables, person_records(snapshot, store))
        key = settings.identity
        people = review_people(
            world, snapshot.rel("AUTHORED")["start"], authors=snapshot.node("Author")["id"],
            key=key, weights=settings.weights or fit(world, key=key if key in FITTED else FITTED[0]),
            overrides=overrides, cap=settings.cap, limit=limit,
        )  # fmt: skip
        papers = DoubtfulPapers(snapshot, store, overrides).found()
    doubts = sorted([*people.doubts, *papers], key=lambda doubt: doubt.place)
    return Review(tuple(doubts[:limit]), people.found + len(papers), people.cut)


def record(store: Store, answers: Sequence[Override], *, progress: Progress | None = None) -> CorrectionReport:
    """Keep corrections (without file) with a graph, all at once; those that it holds already are left out.

    Raises IdentityError (they contradict each other, or others; all are held already), StoreError; then nothing is
    written.
    """

    def plan(before: Standing, old: Overrides) -> Plan:
        held, number = {override.id for override in old}, 1 + max((o.line for o in old if not o.file), default=0)
        new = {o.id: o for o in answers if o.id not in held}
        if not new:
            raise IdentityError("the graph holds these corrections already")
        return Plan([*old, *(dataclasses.replace(o, line=number + i) for i, o in enumerate(new.values()))])

    return amend(store, plan, progress)
