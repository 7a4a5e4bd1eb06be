"""Loading into Neo4j beside the bare driver: the same statements with the same rows, in the same transactions, sent by
a few lines over the official driver, into a server of the same kind that was as empty.

    python -m benchmarks.bare_driver generated.jsonl --runs 3

Uses NEO4J_URI where it is set (its graph is emptied!), else starts Neo4j from its Maven artifacts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import neo4j

from coterie.graph.assembly import load
from coterie.graph.store import apply, connect
from coterie.loaders.registry import open_inputs

LIMIT = 1.5
Batch = tuple[str, list[Any]]


class _Recording:
    """A transaction that notes what passes through it."""

    def __init__(self, tx: Any, into: list[Batch]) -> None:
        self._tx, self._into = tx, into

    def run(self, statement: str, *given: Any, **named: Any) -> Any:
        if "rows" in named:
            self._into.append((statement, named["rows"]))
        return self._tx.run(statement, *given, **named)


@contextmanager
def recorded() -> Iterator[list[list[Batch]]]:
    """The batches of each transaction that the apply path sends meanwhile."""
    transactions: list[list[Batch]] = []
    execute = apply.execute

    def spy(tx: Any, *given: Any, **named: Any) -> int:
        transactions.append([])
        return execute(_Recording(tx, transactions[-1]), *given, **named)  # type: ignore[arg-type]

    apply.execute = spy
    try:
        yield transactions
    finally:
        apply.execute = execute


@contextmanager
def server() -> Iterator[tuple[str, tuple[str, str]]]:
    """Address and login of a Neo4j with nothing in it."""
    if uri := os.environ.get("NEO4J_URI"):
        login = (os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
        with neo4j.GraphDatabase.driver(uri, auth=login) as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        yield uri, login
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    import neo4j_server

    with tempfile.TemporaryDirectory() as home:
        running = neo4j_server.Server(neo4j_server.LTS, Path(home), heap="2g", brief=False)
        running.start()
        try:
            yield running.uri, (running.user, running.password)
        finally:
            running.kill()


def ours(path: Path, uri: str) -> tuple[float, list[list[Batch]]]:
    """Seconds of our load of ``path``, from the file to the finished graph and snapshot, and the batches it sent."""
    with recorded() as transactions:
        begun = time.perf_counter()
        with connect(uri) as store:
            load(store, open_inputs([path]))
        return time.perf_counter() - begun, transactions


def bare(transactions: list[list[Batch]], uri: str, login: tuple[str, str]) -> float:
    """Seconds of the bare driver for the same batches, constraints and indexes made before as we make them."""
    with connect(uri) as store:
        store.ensure_schema()
    begun = time.perf_counter()
    with neo4j.GraphDatabase.driver(uri, auth=login) as driver, driver.session() as session:
        for batches in transactions:
            session.execute_write(_send, batches)
    return time.perf_counter() - begun


def _send(tx: neo4j.ManagedTransaction, batches: list[Batch]) -> None:
    for statement, rows in batches:
        tx.run(statement, rows=rows).consume()  # type: ignore[arg-type]


def ratios(path: Path, runs: int) -> tuple[float, float, list[float]]:
    """Median of ours / bare, the limit, and the ratio of each run; each load goes into a fresh server."""
    found = []
    for _ in range(runs):
        with server() as (uri, login), tempfile.TemporaryDirectory() as cache, _environment(login, cache):
            seconds, transactions = ours(path, uri)
        with server() as (uri, login), tempfile.TemporaryDirectory() as cache, _environment(login, cache):
            against = bare(transactions, uri, login)
        print(f"  ours {seconds:.1f} s, bare driver {against:.1f} s, {len(transactions)} transactions", file=sys.stderr)
        found.append(seconds / against)
    return statistics.median(found), LIMIT, found


def _environment(login: tuple[str, str], cache: str) -> AbstractContextManager[object]:
    return mock.patch.dict(os.environ, NEO4J_USERNAME=login[0], NEO4J_PASSWORD=login[1], XDG_CACHE_HOME=cache)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    median, limit, found = ratios(chosen.records, chosen.runs)
    print(f"ours / bare driver: median {median:.2f} of {len(found)} (limit {limit})")


if __name__ == "__main__":
    main()
