"""The embedded store: a folder, and the engine in this process or in the one that owns the folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.errors import QueryError, StoreError
from coterie.graph.model.schema import MODEL_VERSION
from coterie.graph.store import bolt, bulk, folder, guard, schema
from coterie.graph.store.bolt import Result
from coterie.graph.store.engine import Engine
from coterie.graph.store.library import engine_version
from coterie.graph.store.reading import Session
from coterie.graph.store.revising import revise
from coterie.graph.store.store import DEFAULT_TIMEOUT_S, Store, own_statements

_FULL_BELOW = 4 << 20  # bytes free under which a failed commit is blamed on the disk


class EmbeddedStore(Store):
    """A folder that this process owns, or reads through the Bolt port of its owner."""

    kind = "embedded"

    def __init__(self, path: str | os.PathLike[str], *, create: bool, read_only: bool, heap_mb: int | None) -> None:
        place = folder.resolve(path)
        super().__init__(str(place))
        self.folder: Path = place
        self._heap_mb, self._read_only = heap_mb, read_only
        self._engine: Engine | None = None
        self._held: folder.Claim | None = None
        self._owner: folder.Owner | None = None
        self._sides: dict[str, Session] = {}
        self._guard, self._writing = threading.RLock(), threading.RLock()
        self._find(create and not read_only)
        try:
            self._held = folder.claim(place)
        except folder.InUse as error:
            if error.owner is None or not error.owner.uri:
                raise
            self._owner = error.owner
        try:
            self._check_version(_as_meta(folder.read_state(place)))
            if folder.exists(place) and self._held:
                self._start()
        except BaseException:
            self.close()
            raise

    def _find(self, create: bool) -> None:
        if create or folder.exists(self.folder):
            return
        with folder.usable(self.folder):
            found = any(self.folder.iterdir()) if self.folder.exists() else False
        if found and not (self.folder / "owner.lock").exists():
            raise StoreError(
                f"{self.folder} is a folder, but no store", reason="missing", hint="name a store with --store"
            )
        raise StoreError(
            f"there is no store in {self.folder}", reason="missing", hint="make one: coterie load FILE, or coterie demo"
        )

    # engine and connections

    def _start(self) -> Engine:
        """The engine, started when needed; makes the schema of a new database."""
        with self._guard:
            if self._engine is None:
                if self._held is None:
                    raise self._locked()
                new = not folder.exists(self.folder)
                with folder.usable(self.folder):
                    self._engine = Engine(self._held, self._heap_mb)
                if new:
                    self.ensure_schema()
                else:
                    self._settle(self._engine)
            return self._engine

    def _settle(self, engine: Engine) -> None:
        """Take the generation from Meta: ``store.json`` may be lost, or old after a crash during a commit."""
        state, meta = folder.read_state(self.folder), engine.meta()
        self._check_version(meta)
        if meta is not None:
            found = folder.State(str(meta.get("store_id")), int(meta["model"]), int(meta["generation"]))
            if found != state:
                folder.write_state(self.folder, found)
        elif state is None:
            self.ensure_schema()  # killed while the store was made
        else:
            raise StoreError(
                f"the database in {self.folder} has lost its content",
                reason="damaged",
                hint="restore a backup, or load again into another folder",
            )

    def _side(self, role: str) -> Session:
        with self._guard:
            engine = None if self._owner is not None else self._start()
            if role not in self._sides:
                if engine is not None:
                    uri, login = engine.uri, engine.writer if role == "writer" else engine.reader
                elif self._owner is not None:
                    uri, login = self._owner.uri, (self._owner.user, self._owner.password)
                made = bolt.driver(uri, login)
                self._sides[role] = Session(made, folder.DATABASE, self.label, embedded=True, write=role == "writer")
            return self._sides[role]

    def _reader(self) -> Session:
        return self._side("reader")

    def _writer(self) -> Session:
        if self._owner is not None:
            raise self._locked()
        if self._read_only:
            raise StoreError(f"{self.label} was opened for reading only", reason="locked")
        return self._side("writer")

    def _locked(self) -> StoreError:
        return folder.InUse(self.folder, self._owner)

    def _disconnect(self) -> None:
        with self._guard:
            for side in self._sides.values():
                side.driver.close()
            self._sides.clear()
            if self._engine is not None:
                engine, self._engine = self._engine, None
                engine.stop()

    def close(self) -> None:
        """Close connections, stop the engine and give the folder up. Harmless when repeated."""
        self._disconnect()
        if self._held is not None:
            self._held.release()
            self._held = None

    # generation

    def generation(self) -> str:
        """The generation in ``store.json``: a number as text."""
        state = folder.read_state(self.folder)
        if state is None or state.pending:
            self._start()
            state = folder.read_state(self.folder)
        return str(state.generation) if state else "0"

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Mark ``store.json`` before a commit, so that a crash in between is seen, and renew it afterwards."""
        self._writer()
        with self._writing:
            state = folder.read_state(self.folder) or folder.State("", MODEL_VERSION, 0)
            with folder.usable(self.folder):
                folder.write_state(self.folder, replace(state, pending=True))
            try:
                yield
            except StoreError as error:
                raise self._maybe_full(error) from error
            finally:
                with contextlib.suppress(
                    Exception
                ):  # what cannot be settled now stays pending, and is when next opened
                    self._settle(self._start())

    def _maybe_full(self, error: StoreError) -> StoreError:
        free = os.statvfs(self.folder) if hasattr(os, "statvfs") else None
        if error.reason != "damaged" or free is None or free.f_bavail * free.f_frsize > _FULL_BELOW:
            return error
        return StoreError(
            f"the disk of {self.folder} is full; nothing of this step was written",
            reason="full",
            hint="free some space, then repeat",
        )

    # what a store does

    def ensure_schema(self) -> None:
        """Types, constraints, indexes and Meta of a new database."""
        engine = self._start()
        for statement in schema.sql_types():
            engine.sql(statement)
        self._run_schema(own_statements(embedded=True))
        engine.sql(schema.sql_fulltext())
        state = folder.read_state(self.folder)
        self._first_meta(state.store_id if state and state.store_id else secrets.token_hex(8))
        meta = self.meta() or {}
        folder.write_state(self.folder, folder.State(meta["store_id"], MODEL_VERSION, int(meta["generation"])))

    def bulk(
        self,
        nodes: Iterable[NodeRows],
        rels: Iterable[RelRows],
        meta: dict[str, Any],
        before_swap: Callable[[Path], None] | None = None,
    ) -> None:
        """Replace the whole content by a new store built beside it; see :func:`coterie.graph.store.bulk_load`."""
        if self._held is None:
            raise self._locked()
        bulk.build(self._held, nodes, rels, meta, before_swap, heap_mb=self._heap_mb)
        self._swap(self._held)

    def revise(self, changes: Changes, meta: dict[str, Any], before_swap: Callable[[Path], None] | None = None
               ) -> None:  # fmt: skip
        """Carry out changes that one transaction cannot hold, all or none: on a copy beside the store, which is then
        swapped in. ``meta`` is as for :meth:`apply`, ``before_swap`` as for :meth:`bulk`."""
        self._writer()
        if self._held is None:
            raise self._locked()
        self._disconnect()
        revise(self._held, changes, meta, before_swap, heap_mb=self._heap_mb)
        self._swap(self._held)

    def _swap(self, held: folder.Claim) -> None:
        """Put the store built beside this one in its place."""
        self._disconnect()
        with folder.usable(self.folder):
            folder.finish_loading(self.folder)
        held.announce(folder.Owner(os.getpid()))

    @contextlib.contextmanager
    def lease(self) -> Iterator[None]:
        """The right to write: owning the folder is that right."""
        if self._held is None:
            raise self._locked()
        yield

    def query(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = DEFAULT_TIMEOUT_S,
        allow_load_csv: bool = False,
        limit: int | None = None,
    ) -> Result:
        """Run a user's Cypher as the engine's reader, or with ``write`` as its writer. See :meth:`Store.query`."""
        guard.checked(text, params or {})
        if not write:
            if guard.verb(text) == "PROFILE":
                raise QueryError("PROFILE runs the query as a change", kind="refused", hint="use EXPLAIN, or --write")
            return self._reader().user_query(text, params or {}, timeout, limit)
        with self._changing():
            if allow_load_csv and guard.has_word(text, "LOAD"):
                return self._in_process(text, params or {}, limit)
            return self._writer().user_change(text, params or {}, timeout, limit, self._raise_generation, False)

    def _in_process(self, text: str, params: Mapping[str, Any], limit: int | None) -> Result:
        """LOAD CSV: no Bolt user may read files, the engine itself may, while it is allowed to."""
        engine = self._start()
        switches = [f"arcadedb.opencypher.loadCsv.allow{kind}Urls" for kind in ("File", "Remote")]
        try:
            for switch in switches:
                engine.sql(f"ALTER DATABASE `{switch}` true")
            rows = in_process(engine, text, params)
        finally:
            for switch in switches:
                engine.sql(f"ALTER DATABASE `{switch}` false")
        self._write(self._raise_generation)
        columns = list(rows[0]) if rows else []
        kept = rows if limit is None else rows[:limit]
        return Result(columns, [[bolt.plain(row[c]) for c in columns] for row in kept], len(kept) < len(rows))

    def _product(self) -> str:
        return engine_version()

    def _size(self) -> int:
        return sum(file.stat().st_size for file in (self.folder / "databases").rglob("*") if file.is_file())

    def serve(self) -> dict[str, str]:
        """Where other programs reach this engine while it runs: Bolt ``uri``, ``database``, reader's login."""
        if self._held is None:
            raise self._locked()
        engine = self._start()
        user, password = engine.reader
        return {"uri": engine.uri, "database": folder.DATABASE, "user": user, "password": password}


def in_process(engine: Engine, text: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run a statement in one transaction with the engine's own rights."""
    database = engine.handle()
    try:
        with database.transaction():
            found = database.command("opencypher", text, dict(params))
            return [dict(row) for row in (found.to_list() if found is not None else [])]
    except Exception as error:
        raise bolt.engine_error(error, text) from error


def _as_meta(state: folder.State | None) -> dict[str, Any] | None:
    return {"model": state.model} if state else None
