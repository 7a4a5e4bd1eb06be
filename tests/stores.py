"""Fixtures of every kind of store, for the tests of all rooms.

``store_target``  a path or address of an empty store, as ``--store`` takes it (login in the environment)
``store``         that store, connected
``embedded_target``, ``neo4j_target``  the same for one kind only

Where Neo4j comes from: ``NEO4J_URI`` (with ``NEO4J_USERNAME``, ``NEO4J_PASSWORD``) if set, else our own server, which
needs Java and Maven. Where there is neither, these tests are skipped with the reason; with ``CI=true`` they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j_server
import pytest

from coterie.graph.store import Store, connect

EMBEDDED, NEO4J_LTS, NEO4J_NEWEST = "embedded", "neo4j-5.26", "neo4j-2026"
KINDS = [
    EMBEDDED,
    pytest.param(NEO4J_LTS, marks=pytest.mark.neo4j),
    pytest.param(NEO4J_NEWEST, marks=[pytest.mark.neo4j, pytest.mark.slow]),
]


@dataclass(frozen=True)
class Address:
    """Where a Neo4j for tests listens. ``server`` is ours to kill and start again; None for one that was given."""

    uri: str
    user: str
    password: str
    server: neo4j_server.Server | None = None

    def environment(self) -> dict[str, str]:
        """What ``connect`` and the command line need beside the address."""
        return {"NEO4J_USERNAME": self.user, "NEO4J_PASSWORD": self.password}


def unavailable(reason: str) -> None:
    """Skip a test that needs what is not here; in CI that is a failure."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _own_server(version: str, home: Path) -> Iterator[Address]:
    try:
        server = neo4j_server.Server(version, home)
        server.start()
    except neo4j_server.Unavailable as error:
        unavailable(f"{error} (and NEO4J_URI is not set)")
        return
    try:
        yield Address(server.uri, server.user, server.password, server)
    finally:
        server.kill()


@pytest.fixture(scope="session")
def neo4j_lts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A Neo4j 5.26 LTS, or the one of NEO4J_URI, which must be empty: tests delete all they find."""
    if uri := os.environ.get("NEO4J_URI"):
        given = Address(uri, os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD", ""))
        if count(given):
            pytest.fail("the database of NEO4J_URI is not empty, and tests would delete its content")
        yield given
        empty(given)
        return
    yield from _own_server(neo4j_server.LTS, tmp_path_factory.mktemp("neo4j-lts"))


@pytest.fixture(scope="session")
def neo4j_newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The newest Neo4j, always our own server."""
    yield from _own_server(neo4j_server.NEWEST, tmp_path_factory.mktemp("neo4j-newest"))


def _run(address: Address, statement: str) -> list[list[object]]:
    import neo4j

    with (
        neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session(database=os.environ.get("NEO4J_DATABASE")) as session,
    ):
        return session.run(statement).values()  # type: ignore[arg-type]


def count(address: Address) -> int:
    """Nodes in a database."""
    return int(str(_run(address, "MATCH (n) RETURN count(n)")[0][0]))


def empty(address: Address) -> None:
    """Delete everything in a database but its schema."""
    _run(address, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")


def _server_target(address: Address, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in address.environment().items():
        monkeypatch.setenv(name, value)
    empty(address)
    return address.uri


def _target(kind: str, request: pytest.FixtureRequest) -> str:
    if kind == EMBEDDED:
        return str(request.getfixturevalue("tmp_path") / "test.graph")
    fixture = "neo4j_lts" if kind == NEO4J_LTS else "neo4j_newest"
    return _server_target(request.getfixturevalue(fixture), request.getfixturevalue("monkeypatch"))


@pytest.fixture(params=KINDS)
def store_kind(request: pytest.FixtureRequest) -> str:
    """The kind of store that ``store`` and ``store_target`` give."""
    return str(request.param)


@pytest.fixture
def store_target(store_kind: str, request: pytest.FixtureRequest) -> str:
    """Path or address of an empty store of each kind."""
    return _target(store_kind, request)


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    """An empty store of each kind, a server's with its schema; an embedded one is made when it is first needed."""
    with connect(store_target, create=True) as opened:
        if opened.folder is None:
            opened.ensure_schema()
        yield opened


@pytest.fixture
def embedded_target(request: pytest.FixtureRequest) -> str:
    """Path of a folder for an embedded store; nothing is there yet."""
    return _target(EMBEDDED, request)


@pytest.fixture
def neo4j_target(neo4j_lts: Address, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty Neo4j 5.26 (mark the test ``neo4j``)."""
    return _server_target(neo4j_lts, monkeypatch)
