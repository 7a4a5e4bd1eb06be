"""From paths to a loaded graph: the inputs, the store they go to, and what is told on the way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from coterie.correcting import read_files
from coterie.graph.model.errors import StoreError

if TYPE_CHECKING:
    from coterie.graph.assembly.report import LoadReport, Progress
    from coterie.graph.store import Store
    from coterie.loaders.registry import OnRecord, OnSkip


def load(open_store: Callable[..., Store], paths: Sequence[str | os.PathLike[str]], *, loader: str | None,
         year: int | None, mapping: Mapping[str, Any] | str | os.PathLike[str] | None, on_skip: OnSkip | None,
         on_record: OnRecord | None, dry_run: bool, resume: bool, overrides: Sequence[str | os.PathLike[str]],
         progress: Progress | None, settings: Mapping[str, Any]) -> LoadReport:  # fmt: skip
    """Load what is at ``paths``; see :meth:`coterie.api.Graph.load`. ``open_store`` opens the store, with ``create``
    if it may be made. An input that cannot be read at all fails before a store is made."""
    from coterie.graph.assembly import loading
    from coterie.loaders.registry import open_inputs

    if isinstance(mapping, str | os.PathLike):
        from coterie.loaders.table.mapping import read_mapping

        mapping = read_mapping(mapping)
    said = read_files(overrides)
    inputs = list(open_inputs(paths, loader=loader, year=year, mapping=mapping, on_skip=on_skip))
    for each in inputs:
        each.on_record = on_record
    with _store(open_store, dry_run) as store:
        return loading.load(store, inputs, settings=settings, overrides=said, progress=progress, resume=resume,
                            dry_run=dry_run)  # fmt: skip


@contextmanager
def _store(open_store: Callable[..., Store], dry_run: bool) -> Iterator[Store]:
    """The store to load into; for a dry run where there is none, an empty one for the time being."""
    try:
        found = open_store(create=not dry_run)
    except StoreError as error:
        if not dry_run or error.reason != "missing":
            raise
    else:
        yield found
        return
    from coterie.graph.store import connect

    with TemporaryDirectory(prefix="coterie-") as folder, closing(connect(f"{folder}/empty", create=True)) as store:
        yield store
