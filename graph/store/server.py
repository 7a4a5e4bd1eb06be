"""A Neo4j server: ``neo4j://``, ``bolt://`` and their encrypted forms."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from coterie.graph.model.changes import Changes
from coterie.graph.model.errors import StoreError
from coterie.graph.store import apply, bolt, guard
from coterie.graph.store.bolt import Result
from coterie.graph.store.reading import Session
from coterie.graph.store.store import DEFAULT_TIMEOUT_S, Store, own_statements

SCHEMES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")
_RENEW_S = 3.0


class ServerStore(Store):
    """A database of a server, as the user of ``NEO4J_USERNAME`` (neo4j), ``NEO4J_PASSWORD``, ``NEO4J_DATABASE``."""

    kind = "server"

    def __init__(self, uri: str, *, read_only: bool) -> None:
        super().__init__(bolt.without_login(uri))
        self._read_only = read_only
        password = os.environ.get("NEO4J_PASSWORD")
        login = (os.environ.get("NEO4J_USERNAME") or "neo4j", password) if password else None
        self._driver = bolt.driver(uri, login)
        self._database = os.environ.get("NEO4J_DATABASE") or None
        self._ready = False
        try:
            with bolt.translated(self.label):
                self._driver.verify_connectivity()
            found = self.meta()
            self._check_version(found)
            self._ready = bool(found and found.get("model"))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connections. Harmless when repeated."""
        self._driver.close()

    def _side(self, write: bool) -> Session:
        return Session(self._driver, self._database, self.label, embedded=False, write=write)

    def _reader(self) -> Session:
        return self._side(False)

    def _writer(self) -> Session:
        if self._read_only:
            raise StoreError(f"{self.label} was opened for reading only", reason="locked")
        return self._side(True)

    def generation(self) -> str:
        """Store id and generation of Meta, and the numbers of nodes (Selection and Meta apart) and relationships,
        where others' changes show."""
        meta = self.meta() or {}
        nodes = self.read("MATCH (n) RETURN count(n)").rows[0][0]
        nodes -= sum(self.read(f"MATCH (n:{label}) RETURN count(n)").rows[0][0] for label in ("Selection", "Meta"))
        rels = self.read("MATCH ()-[r]->() RETURN count(r)").rows[0][0]
        return f"{meta.get('store_id', '')}/{meta.get('generation', 0)}/{nodes}/{rels}"

    def ensure_schema(self) -> None:
        """Constraints, indexes and Meta."""
        self._run_schema(own_statements(embedded=False))
        self._first_meta()
        self._run_schema(["CALL db.awaitIndexes(60)"])
        self._ready = True

    def apply(self, changes: Changes, meta: dict[str, Any]) -> None:
        """See :meth:`Store.apply`; makes the schema of a store without one first."""
        if not self._ready:
            self.ensure_schema()
        super().apply(changes, meta)

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
        """Run a user's Cypher, after its plan was checked. See :meth:`Store.query`."""
        guard.checked(text, params or {})
        side = self._writer() if write else self._reader()
        apart = side.explain(text, params or {}, allow_load_csv=allow_load_csv)
        if write:
            return side.user_change(text, params or {}, timeout, limit, self._raise_generation, apart)
        return side.user_query(text, params or {}, timeout, limit)

    # the writer's lease

    @contextlib.contextmanager
    def lease(self) -> Iterator[None]:
        """Hold Meta's lease, renewed until the end. Waits for the lease of a dead writer to run out (10 s); a living
        one, which renews it, makes StoreError (locked)."""
        if not self._ready:
            self.ensure_schema()
        token = secrets.token_hex(12)
        self._take(token)
        self._lease = token
        stop = threading.Event()
        renewer = threading.Thread(target=self._renew, args=(token, stop), daemon=True, name="coterie-lease")
        renewer.start()
        try:
            yield
        finally:
            stop.set()
            renewer.join()
            self._lease = None
            with contextlib.suppress(StoreError):
                self._write(lambda tx: tx.run(_GIVE_BACK, token=token).consume())

    def _take(self, token: str) -> None:
        seen: int | None = None
        while True:
            row = self._write(lambda tx: tx.run(_TAKE, token=token, ms=apply.LEASE_MS).single(strict=True).data())
            if row["taken"]:
                return
            if seen is not None and row["until"] != seen:
                raise StoreError(
                    f"{self.label} is being written by another process",
                    reason="locked",
                    hint="wait until it has finished",
                )
            seen = row["until"]
            time.sleep(0.5)

    def _renew(self, token: str, stop: threading.Event) -> None:
        while not stop.wait(_RENEW_S):
            with contextlib.suppress(StoreError):
                self._write(lambda tx: tx.run(_RENEW, token=token, ms=apply.LEASE_MS).consume())


_TAKE = """
MATCH (m:Meta {id: 'coterie'}) SET m.id = 'coterie'
WITH m, m.lease IS NULL OR m.lease_until < timestamp() AS free
SET m.lease = CASE WHEN free THEN $token ELSE m.lease END,
    m.lease_until = CASE WHEN free THEN timestamp() + $ms ELSE m.lease_until END
RETURN free AS taken, m.lease_until AS until
"""
_RENEW = "MATCH (m:Meta {id: 'coterie', lease: $token}) SET m.lease_until = timestamp() + $ms"
_GIVE_BACK = "MATCH (m:Meta {id: 'coterie', lease: $token}) REMOVE m.lease, m.lease_until"
