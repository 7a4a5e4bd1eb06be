"""A store built beside the one in a folder, empty or as a copy of it, to be swapped in when complete."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import META, MODEL_VERSION
from coterie.graph.store.engine import first_line
from coterie.graph.store.folder import DATABASE, Claim, State, begin_loading, read_state, usable, write_state
from coterie.graph.store.library import engine_environment, library

Fill = Callable[[Any, State, Callable[[], None]], None]
"""What writes the database, given the state that it shall be of, and what it must do meanwhile, once."""


def build_beside(held: Claim, fill: Fill, before_swap: Callable[[Path], None] | None, *, copied: bool = False,
                 heap_mb: int | None = None) -> State:  # fmt: skip
    """Have ``fill`` write a store in ``loading/`` of a claimed folder; ``finish_loading`` then swaps it in.

    The store id stays, the generation is one above. ``copied``: begin with a copy of the database, whose engine must
    have been stopped. ``before_swap`` is given the folder of the new store meanwhile. Raises StoreError (full,
    damaged); errors of ``fill`` and ``before_swap`` other than the engine's pass as they are. The new store is then
    thrown away.
    """
    old = read_state(held.folder)
    state = State(old.store_id if old else secrets.token_hex(8), MODEL_VERSION, old.generation + 1 if old else 1)
    with usable(held.folder):
        loading = begin_loading(held.folder)
    try:
        with usable(held.folder):
            if copied:
                shutil.copytree(held.folder / "databases" / DATABASE, loading / "databases" / DATABASE)
            write_state(loading, state)
        _fill(loading, held.folder, state, fill, before_swap, copied, heap_mb)
    except BaseException:
        shutil.rmtree(loading, ignore_errors=True)
        raise
    return state


def meta_row(state: State) -> dict[str, Any]:
    """The Meta properties that the store itself keeps."""
    return {
        META.key: "coterie", "model": state.model, "store_id": state.store_id, "generation": state.generation,
    }  # fmt: skip


def _fill(loading: Path, folder: Path, state: State, fill: Fill, before_swap: Callable[[Path], None] | None,
          copied: bool, heap_mb: int | None) -> None:  # fmt: skip
    engine = library()

    def meanwhile() -> None:
        if before_swap is not None:
            with usable(folder):
                before_swap(loading)

    try:
        with usable(folder), engine_environment(folder, heap_mb):
            begin = engine.open_database if copied else engine.create_database
            database = begin(str(loading / "databases" / DATABASE))
        try:
            fill(database, state, meanwhile)
        finally:
            database.close()
    except engine.ArcadeDBError as error:
        if "No space left" in str(error):
            raise StoreError(f"the disk of {folder} is full", reason="full", hint="free some space") from error
        raise StoreError(f"could not build the store: {first_line(error)}", reason="damaged") from error
