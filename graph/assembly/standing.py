"""How a store stands before a change: the graph and the evidence that it holds; and the clock of the work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import Any

from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.rebuild import kept, rebuild
from coterie.graph.assembly.report import Progress
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store
from coterie.graph.store.folder import exists


@dataclass
class Clock:
    """Seconds by phase, and the caller's progress."""

    progress: Progress | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def tell(self, phase: str, done: int, total: int | None = None) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(phase, done, total)

    def timed(self, phase: str, work: Callable[[], Any]) -> Any:
        """The result of ``work``, its seconds added to ``phase``."""
        self.tell(phase, 0)
        begun = perf_counter()
        try:
            return work()
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + perf_counter() - begun


@dataclass
class Standing:
    """A store as it stands: the graph its records give, its evidence (payloads are fetched when needed), the settings
    it was derived with, and the loads that were begun and not finished. ``fresh``: nothing was ever written;
    ``current``: the snapshot was."""

    store: Store
    settings: Settings
    tables: Tables
    unfinished: tuple[str, ...] = ()
    fresh: bool = False
    current: bool = False

    @cached_property
    def held(self) -> Held:
        """The evidence, read from the columns as needed."""
        return Held(self.tables)

    @cached_property
    def corpus(self) -> Corpus:
        """All of the evidence, without payloads."""
        return Corpus.of_tables(self.tables)


def standing(store: Store) -> Standing:
    """Read how ``store`` stands, from its snapshot where that is current, else from its records."""
    if _is_fresh(store):
        settings = Settings()
        return Standing(store, settings, Corpus().derive(settings), fresh=True)
    found = kept(store)
    current, found = found is not None, found or rebuild(store)
    meta = {} if store.kind == "embedded" else store.meta() or {}
    unfinished = tuple(str(meta.get("unfinished") or "").split())
    return Standing(store, found.settings, found.tables, unfinished, current=current)


def _is_fresh(store: Store) -> bool:
    if store.folder is not None:
        return not exists(store.folder)
    return not (store.meta() or {}).get("generation")
