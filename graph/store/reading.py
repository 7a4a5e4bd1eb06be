"""Reading through Bolt: own statements as the reader, and users' queries, limited in rights, time and rows."""

from __future__ import annotations

import contextlib
import itertools
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from coterie.graph.model.errors import QueryError, StoreError
from coterie.graph.store import guard
from coterie.graph.store.bolt import Result, caret, plain, translate, translated

if TYPE_CHECKING:
    import neo4j

Params = Mapping[str, Any]


class Session:
    """One side of a connection: a driver, its database and its access mode."""

    def __init__(self, driver: neo4j.Driver, database: str | None, where: str, *, embedded: bool, write: bool) -> None:
        self.driver, self.where, self.embedded, self._database, self._write = driver, where, embedded, database, write

    def open(self) -> neo4j.Session:
        """A session; READ access mode unless this is the writer's side."""
        import neo4j

        mode = neo4j.WRITE_ACCESS if self._write else neo4j.READ_ACCESS
        return self.driver.session(database=self._database, default_access_mode=mode, fetch_size=1000)

    def rows(self, cypher: str, params: Params | None, timeout: float | None) -> Result:
        """All rows of one of our own statements, values as the driver gives them."""
        import neo4j

        with translated(self.where), self.open() as session:
            query = neo4j.Query(cypher, timeout=timeout)
            result = session.run(query, dict(params or {}))
            return Result(list(result.keys()), [list(record.values()) for record in result])

    def stream(self, cypher: str, params: Params | None) -> Iterator[dict[str, Any]]:
        """Rows as dicts, one at a time, in constant memory."""
        with translated(self.where), self.open() as session:
            for record in session.run(cypher, dict(params or {})):
                yield dict(zip(record.keys(), record.values(), strict=True))

    def user_query(self, text: str, params: Params, timeout: float, limit: int | None) -> Result:
        """Run a user's query in one automatic transaction, ended after ``timeout`` seconds."""
        return self._limited(text, timeout, lambda session, query: _collect(session.run(query, dict(params)), limit))

    def user_change(
        self, text: str, params: Params, timeout: float, limit: int | None, after: Callable[[Any], None], apart: bool
    ) -> Result:
        """Run a user's writing query and ``after`` in one transaction; or ``apart``, where the query manages its own
        transactions or changes the schema, one after the other, also when it fails half-way."""
        import neo4j

        def together(session: neo4j.Session, query: neo4j.Query) -> Result:
            def work(tx: neo4j.ManagedTransaction) -> Result:
                found = _collect(tx.run(query.text, dict(params)), limit)
                after(tx)
                return found

            return session.execute_write(neo4j.unit_of_work(timeout=timeout)(work))

        def in_turn(session: neo4j.Session, query: neo4j.Query) -> Result:
            try:
                return _collect(session.run(query, dict(params)), limit)
            finally:
                session.execute_write(after)

        return self._limited(text, timeout, in_turn if apart else together)

    def explain(self, text: str, params: Params, *, allow_load_csv: bool) -> bool:
        """Ask a Neo4j server for the plan, and refuse by it. True when the query must run in transactions of its own:
        it changes the schema, or says CALL { } IN TRANSACTIONS."""
        asked = "EXPLAIN\n" + guard.without_profile(text)
        try:
            with self.open() as session:
                summary = session.run(asked, dict(params)).consume()
        except Exception as error:
            raise self._explained(error, text) from error
        kind = summary.query_type or ""
        guard.judge(summary.plan or {}, kind, write=self._write, allow_load_csv=allow_load_csv)
        return kind == "s" or guard.has_word(text, "TRANSACTIONS")

    def _explained(self, error: Exception, text: str) -> Exception:
        found = translate(error, self.where, text)
        if isinstance(found, QueryError):
            found.caret = caret(str(found), text, skipped_lines=1)
            found.args = (guard.shifted(str(found), -1),)
        return found

    def _limited(self, text: str, timeout: float, run: Callable[[Any, Any], Result]) -> Result:
        import neo4j

        mark = f"coterie-{secrets.token_hex(8)}"
        marked = f"{text}\n// {mark}" if self.embedded else text
        query = neo4j.Query(marked, timeout=timeout)
        watch = self._watch(mark, timeout) if self.embedded else contextlib.nullcontext()
        with translated(self.where, text), watch, self.open() as session:
            return run(session, query)

    @contextlib.contextmanager
    def _watch(self, mark: str, timeout: float) -> Iterator[None]:
        """End the query that carries ``mark`` after ``timeout`` seconds: the engine heeds no limit from the driver."""
        timer = threading.Timer(timeout, self._terminate, (mark,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _terminate(self, mark: str) -> None:
        with contextlib.suppress(StoreError):
            shown = self.rows("SHOW TRANSACTIONS YIELD transactionId, currentQuery", None, None)
            for row in shown:
                if mark in str(row["currentQuery"]) and "SHOW TRANSACTIONS" not in str(row["currentQuery"]):
                    self.rows(f"TERMINATE TRANSACTION '{row['transactionId']}'", None, None)


def _collect(result: neo4j.Result, limit: int | None) -> Result:
    """At most ``limit`` rows as plain values; a reading query is not asked for more."""
    columns = list(result.keys())
    records = result if limit is None else itertools.islice(result, limit)
    rows = [[plain(value) for value in record.values()] for record in records]
    truncated = limit is not None and result.peek() is not None
    counters = result.consume().counters
    names = [name for name in dir(counters) if name.endswith(("_created", "_deleted", "_set", "_added", "_removed"))]
    changed = {name: getattr(counters, name) for name in names if getattr(counters, name)}
    return Result(columns, rows, truncated, changed)
