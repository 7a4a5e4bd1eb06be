"""The networks that are compared: a selection of one graph, projected under each identity key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coterie.graph.assembly.identities import identified, person_records
from coterie.graph.assembly.report import Progress
from coterie.graph.identity import KEYS
from coterie.graph.measures.matching import view
from coterie.graph.measures.sensitivity import Sensitivity, sensitivity
from coterie.graph.network import project
from coterie.graph.snapshot import Selection, Snapshot
from coterie.graph.store import Store


def compared(snapshot: Snapshot, selection: Selection | None = None, keys: Sequence[str] | None = None, *,
             top: int = 10, seed: int = 1, store: Callable[[], Store], progress: Progress | None = None
             ) -> Sensitivity:  # fmt: skip
    """The network of ``selection`` under ``keys`` (all, if not given) compared with that under the graph's own key.

    ``progress`` is told of each key. ``store`` is opened only where the graph has person records, which the snapshot
    does not hold. People whom the selection names are, under each key, those with the most of their mentions. Raises
    NotFound, AmbiguousName for names of the selection, IdentityError for an unknown key, StoreError.
    """
    own = snapshot.settings.identity
    asked = [key for key in (*KEYS, own) if key in (own, *(keys or KEYS))] + [k for k in keys or () if k not in KEYS]
    chosen, paper = selection or Selection(), snapshot.rel("AUTHORED")["end"]
    views = [
        view(found.key, project(found.snapshot, found.selection(chosen)), found.person, paper)
        for found in identified(snapshot, list(dict.fromkeys(asked)), person_records(snapshot, store))
    ]
    return sensitivity(views, reference=own, top=top, seed=seed, progress=progress)
