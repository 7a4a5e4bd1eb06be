"""The store: one face for the embedded engine and a Neo4j server."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import MODEL_VERSION
from coterie.graph.model.settings import Settings
from coterie.graph.store import apply, saved, schema
from coterie.graph.store.bolt import Result, translated
from coterie.graph.store.export import Exported, counts, exported, recorded
from coterie.graph.store.reading import Params, Session

DEFAULT_TIMEOUT_S = 30.0


class Store:
    """A connected store. A context manager; made by :func:`coterie.graph.store.connect`."""

    kind = ""
    folder: Path | None = None

    def __init__(self, label: str) -> None:
        self.label = label
        self._lease: str | None = None

    # what the two kinds of store do differently

    def _reader(self) -> Session:
        raise NotImplementedError

    def _writer(self) -> Session:
        raise NotImplementedError

    def _changing(self) -> contextlib.AbstractContextManager[None]:
        """Around everything that commits a change."""
        return contextlib.nullcontext()

    def generation(self) -> str:
        """An opaque text that differs after each change; a snapshot keeps the one it was made at."""
        raise NotImplementedError

    def ensure_schema(self) -> None:
        """Make constraints and indexes, and the Meta node of an empty store. Harmless when repeated."""
        raise NotImplementedError

    def bulk(
        self,
        nodes: Iterable[NodeRows],
        rels: Iterable[RelRows],
        meta: dict[str, Any],
        before_swap: Callable[[Path], None] | None = None,
    ) -> None:
        """Replace the whole content of an embedded store (see :func:`coterie.graph.store.bulk_load`)."""
        raise StoreError(f"{self.label} is no embedded store: it has no bulk path", reason="unreachable")

    def revise(self, changes: Changes, meta: dict[str, Any], before_swap: Callable[[Path], None] | None = None
               ) -> None:  # fmt: skip
        """Carry changes out on a copy of an embedded store (see :func:`coterie.graph.store.revising.revise`)."""
        raise StoreError(f"{self.label} is no embedded store: it has no copy", reason="unreachable")

    def lease(self) -> contextlib.AbstractContextManager[None]:
        """Hold the right to write, for a load of several transactions. Raises StoreError (locked)."""
        raise NotImplementedError

    def close(self) -> None:
        """Close connections, and stop an engine of ours. Harmless when repeated."""

    # what they share

    def read(self, cypher: str, params: Params | None = None, *, timeout: float | None = None) -> Result:
        """Rows of one of Coterie's own reading statements, as the reader; values as the driver gives them."""
        return self._reader().rows(cypher, params, timeout)

    def stream(self, cypher: str, params: Params | None = None) -> Iterator[dict[str, Any]]:
        """Like :meth:`read`, one row at a time, as dicts."""
        return self._reader().stream(cypher, params)

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
        """Run a user's Cypher; values become plain JSON-able Python (see :func:`coterie.graph.store.bolt.plain`).

        Only reading, unless ``write``; ended after ``timeout`` seconds; at most ``limit`` rows, with ``truncated`` set
        where more were left. A change raises the generation.
        Raises QueryError (syntax, refused, timeout, parameter, failed) and StoreError.
        """
        raise NotImplementedError

    def apply(self, changes: Changes, meta: dict[str, Any]) -> None:
        """Carry ``changes`` out and set ``meta`` on the Meta node (None removes a property) in one transaction, which
        raises the generation and aborts with StoreError (lease) when another writer took over."""
        with self._changing():
            self._write(lambda tx: apply.execute(tx, changes, meta, self._lease))

    def set_meta(self, **meta: Any) -> None:
        """Set properties of the Meta node without raising the generation."""
        with self._changing():
            self._write(lambda tx: apply.set_meta(tx, meta, raised=False, lease=self._lease))

    def save_property(self, label: str, name: str, rows: Sequence[tuple[str, Any]], about: Mapping[str, Any],
                      generation: int) -> None:  # fmt: skip
        """Set property ``name`` of the nodes ``label`` named in ``rows`` by key, and of no others, in one transaction
        that leaves the generation as it is; see :func:`coterie.graph.store.saved.save`."""
        with self._changing():
            self._write(lambda tx: saved.save(tx, label, name, rows, about, generation))

    def meta(self) -> dict[str, Any] | None:
        """Properties of the Meta node, all but the weights; None where the store has none (it is empty, or not
        Coterie's)."""
        rows = self.read("MATCH (m:Meta {id: 'coterie'}) RETURN properties(m) AS meta").rows
        return dict(rows[0][0]) if rows else None

    def settings(self) -> Settings:
        """The settings that the graph was derived with, weights included."""
        rows = self.read(f"MATCH (w:Meta {{id: '{apply.WEIGHTS}'}}) RETURN w.weights").rows
        return Settings.from_mapping({**(self.meta() or {}), "weights": rows[0][0] if rows else None})

    def export(self) -> Exported:
        """Everything the store holds, by declaration: nodes by label and relationships by name, as dicts."""
        return exported(self)

    def records(self, ids: Iterable[str] | None = None) -> Iterator[tuple[str, bytes, list[str]]]:
        """Id, payload and load ids of the Record nodes: all, in any order, or those asked for, sorted by id."""
        return recorded(self, ids)

    def info(self) -> dict[str, Any]:
        """What ``store info`` shows: kind, product and version, counts by label and type, Meta, bytes."""
        return {
            "kind": self.kind,
            "store": self.label,
            "product": self._product(),
            **counts(self),
            "meta": self.meta(),
            "bytes": self._size(),
        }

    def _product(self) -> str:
        """Name and version of the engine."""
        found = self.read("CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0], edition")
        return " ".join(str(part) for part in found.rows[0])

    def _size(self) -> int | None:
        return None

    def _write(self, work: Callable[[Any], Any]) -> Any:
        """Run ``work`` in one managed transaction of the writer; it may run again after a deadlock."""
        side = self._writer()
        with translated(side.where), side.open() as session:
            return session.execute_write(work)

    def _raise_generation(self, tx: Any) -> None:
        apply.set_meta(tx, {}, raised=True, lease=None)

    def _check_version(self, meta: Mapping[str, Any] | None) -> None:
        found = int((meta or {}).get("model") or 0)
        if found > MODEL_VERSION:
            raise StoreError(
                f"{self.label} has model version {found}; this Coterie knows {MODEL_VERSION}",
                reason="version",
                hint="pip install --upgrade coterie",
            )

    def _run_schema(self, statements: Iterable[str]) -> None:
        side = self._writer()
        with translated(side.where), side.open() as session:
            for statement in statements:
                session.run(statement).consume()

    def _first_meta(self, store_id: str | None = None) -> None:
        self._write(
            lambda tx: tx.run(
                "MERGE (m:Meta {id: 'coterie'}) "
                "SET m.model = $model, m.store_id = coalesce(m.store_id, $fresh), "
                "m.generation = coalesce(m.generation, 0)",
                model=MODEL_VERSION,
                fresh=store_id or secrets.token_hex(8),
            ).consume()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.label}>"


def own_statements(*, embedded: bool) -> list[str]:
    """The schema statements in Cypher of a kind of store."""
    shared = [*schema.cypher_constraints(), *schema.cypher_indexes()]
    return shared if embedded else [*shared, schema.neo4j_fulltext()]
