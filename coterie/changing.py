"""What changes a graph: loading, taking back, and deciding anew who is who."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coterie.correcting import Correcting

if TYPE_CHECKING:
    from coterie.graph.assembly.report import LoadReport, Progress, ResolveReport, UnloadReport
    from coterie.loaders.registry import OnRecord, OnSkip

Path = str | os.PathLike[str]


class Changing(Correcting):
    """The part of :class:`coterie.api.Graph` that writes; each call lets the snapshot at hand go."""

    def load(self, *paths: Path, loader: str | None = None, year: int | None = None,
             mapping: Mapping[str, Any] | Path | None = None, dry_run: bool = False, resume: bool = False,
             overrides: Sequence[Path] = (), progress: Progress | None = None, on_skip: OnSkip | None = None,
             on_record: OnRecord | None = None, **settings: Any) -> LoadReport:  # fmt: skip
        """Load files, folders or ``-`` (standard input); the report says what became of each record.

        ``year`` is for dates without one, ``mapping``, a file or its content, says what the columns of a table mean;
        ``settings``: ``cap``, ``identity``; ``on_skip`` is told of files in folders that are no input, ``on_record`` of
        each record with the name of its input. ``overrides``: files of corrections (docs/identity.md), each in the
        place of what it said before. ``dry_run`` changes nothing. Raises ``LoadError``, ``StoreError``,
        ``IdentityError`` (another identity than the graph's; corrections that contradict each other).
        """
        from coterie.loading import load

        self._snapshot = None
        return load(self.store, paths, loader=loader, year=year, mapping=mapping, overrides=overrides, on_skip=on_skip,
                    on_record=on_record, dry_run=dry_run, resume=resume, progress=progress, settings=settings
                    )  # fmt: skip

    def unload(self, load: str, *, progress: Progress | None = None) -> UnloadReport:
        """Take one load back, by its id or file name: as if it had never been loaded. Raises ``NotFound``."""
        from coterie.graph.assembly.unloading import unload

        self._snapshot = None
        return unload(self.store(), load, progress=progress)

    def resolve(self, identity: str | None = None, *, full: bool = False, progress: Progress | None = None
                ) -> ResolveReport:  # fmt: skip
        """Decide anew who is who, and write what differs; superseded authors are still found by their former ids.

        ``full``: fit the weights of identity anew, and go over to the key ``identity`` if it is another. Raises
        ``IdentityError``, ``StoreError``.
        """
        from coterie.graph.assembly.resolving import resolve

        self._snapshot = None
        return resolve(self.store(), identity=identity, full=full, progress=progress)
