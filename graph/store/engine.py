"""The embedded engine: ArcadeDB in this process, listening for Bolt on loopback.

Passwords are new at every start; only the reader's leaves the process, in the folder's 0600 ``owner.json``. The engine
stops at :meth:`Engine.stop` or with the process.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import hashlib
import json
import os
import secrets
import socket
import threading
from pathlib import Path
from typing import Any

from coterie.graph.model.errors import StoreError
from coterie.graph.store.folder import DATABASE, Claim, Owner, write_private
from coterie.graph.store.library import engine_environment, library

LOOPBACK, PORT_ATTEMPTS = "127.0.0.1", 5
COMMAND_TIMEOUT_S = 3600
_WRITE = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_GROUPS = {  # group: (rights on a database, rights on its records)
    "admin": (["updateSecurity", "updateSchema", "updateDatabaseSettings"], _WRITE),
    "writer": (["updateSchema"], _WRITE),
    "reader": ([], ["readRecord"]),
    "*": ([], []),
}
Login = tuple[str, str]

_engines: set[Engine] = set()
_starting = threading.Lock()


class Engine:
    """A running engine of a claimed folder. ``stop`` leaves the claim with its holder."""

    def __init__(self, held: Claim, heap_mb: int | None = None) -> None:
        """Start it. Raises StoreError (damaged, full, unreachable) when it does not start."""
        self.folder = held.folder
        self._claim, self._guard, self._server = held, threading.Lock(), None
        server: Any = None
        try:
            with _starting:
                self.writer, self.reader = _write_accounts(self.folder)
                server, port = _start_server(self.folder, heap_mb)
                _limit(server.create_database(DATABASE))  # opens it when it exists
                self.uri = f"bolt://{LOOPBACK}:{port}"
                held.announce(Owner(os.getpid(), self.uri, *self.reader))
        except BaseException as error:
            if server is not None:
                with contextlib.suppress(Exception):
                    server.stop()
            if isinstance(error, (StoreError, OSError)) or not isinstance(error, Exception):
                raise
            raise StoreError(
                f"the database in {self.folder} does not open: {first_line(error)}",
                reason="damaged",
                hint="restore a backup, or load again into another folder",
            ) from error
        self._server = server
        _engines.add(self)

    def handle(self) -> Any:
        """The database in this process, with the engine's own rights."""
        if self._server is None:
            raise StoreError(f"the engine of {self.folder} is stopped", reason="unreachable")
        return self._server.get_database(DATABASE)

    def sql(self, statement: str) -> None:
        """Run what Cypher cannot say, such as the making of a full-text index."""
        self.handle().command("sql", statement)

    def meta(self) -> dict[str, Any] | None:
        """Properties of the Meta node, read without Bolt; None where there is none."""
        with contextlib.suppress(library().ArcadeDBError):  # an unknown type: the database was never finished
            rows = self.handle().query("sql", "SELECT FROM Meta WHERE id = 'coterie'").to_list()
            return dict(rows[0]) if rows else None
        return None

    def stop(self) -> None:
        """Close the database and end running queries. Harmless when repeated."""
        with self._guard:
            server, self._server = self._server, None
            _engines.discard(self)
            if server is None:
                return
            try:
                server.stop()
            except Exception as error:
                raise StoreError(
                    f"could not stop the engine of {self.folder}: {first_line(error)}", reason="unreachable"
                ) from error

    def _abandon(self) -> None:
        """A forked child has none of the engine's threads: forget it, and leave the folder to the parent."""
        server, self._server, self._guard = self._server, None, threading.Lock()
        if server is not None:
            server._started = False  # else its finaliser calls into the engine and never returns
            self._claim.forget()


def first_line(error: BaseException) -> str:
    """The first line of an error's text."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _start_server(folder: Path, heap_mb: int | None) -> tuple[Any, int]:
    with engine_environment(folder, heap_mb):
        arcadedb = library()
        for attempt in range(PORT_ATTEMPTS):
            with socket.socket() as probe:
                probe.bind((LOOPBACK, 0))
                port = int(probe.getsockname()[1])
            config = {
                "host": LOOPBACK,
                "http_port": 0,  # cannot be switched off: any free port, which nobody is told
                "server_httpWorkerThreads": 2,
                "mode": "development",  # "production" hides every error message from the client
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                "bolt_host": LOOPBACK,
                "bolt_port": port,
            }
            # The password is not used, but without one the engine may ask for it on the terminal, for ever.
            server = arcadedb.create_server(str(folder), root_password=secrets.token_urlsafe(24), config=config)
            try:
                server.start()
                return server, port
            except arcadedb.ArcadeDBError as error:
                if "configured ports" not in str(error) or attempt == PORT_ATTEMPTS - 1:
                    raise
    raise AssertionError("unreachable")


def _limit(database: Any) -> None:
    for key, value in (
        ("command.timeout", COMMAND_TIMEOUT_S * 1000),
        ("txWalFlush", 2),  # a commit reaches the disk before it is acknowledged
        ("opencypher.loadCsv.allowFileUrls", "false"),
        ("opencypher.loadCsv.allowRemoteUrls", "false"),
    ):
        database.command("sql", f"ALTER DATABASE `arcadedb.{key}` {value}")


def _write_accounts(folder: Path) -> tuple[Login, Login]:
    """Fresh passwords for every start. Nobody is told root's. (CREATE USER would make an administrator.)"""
    config = folder / "config"
    config.mkdir(mode=0o700, exist_ok=True)
    groups = {
        name: {"resultSetLimit": -1, "readTimeout": -1, "access": on_database, "types": {"*": {"access": on_records}}}
        for name, (on_database, on_records) in _GROUPS.items()
    }
    write_private(config / "server-groups.json", json.dumps({"version": 2, "databases": {"*": {"groups": groups}}}))
    passwords = {name: secrets.token_urlsafe(24) for name in ("root", "writer", "reader")}
    rights = {"root": {"*": ["admin"]}, "writer": {DATABASE: ["writer"]}, "reader": {DATABASE: ["reader"]}}
    users = [
        {"name": name, "databases": rights[name], "password": _hashed(secret)} for name, secret in passwords.items()
    ]
    write_private(config / "server-users.jsonl", "".join(json.dumps(user) + "\n" for user in users))
    return ("writer", passwords["writer"]), ("reader", passwords["reader"])


def _hashed(password: str, iterations: int = 1000) -> str:
    """ArcadeDB's password format. 192 random bits need no slow hash."""
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations, 32)
    return f"PBKDF2WithHmacSHA256${iterations}${salt}${base64.b64encode(digest).decode()}"


@atexit.register
def _stop_all() -> None:
    for engine in list(_engines):
        with contextlib.suppress(StoreError):
            engine.stop()
        engine._claim.release()


def _after_fork() -> None:
    global _starting
    _starting = threading.Lock()
    for engine in list(_engines):
        engine._abandon()
    _engines.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
