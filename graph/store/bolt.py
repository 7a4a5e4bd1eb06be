"""Bolt: drivers, values and errors, the same for the embedded engine and a Neo4j server."""

from __future__ import annotations

import base64
import contextlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coterie.graph.model.errors import CoterieError, QueryError, StoreError

if TYPE_CHECKING:
    import neo4j

_PLAIN = frozenset((str, int, float, bool, type(None)))
_POSITIONS = (
    (re.compile(r"\(line (\d+), column (\d+)"), 1),  # Neo4j counts columns from 1
    (re.compile(r"at line (\d+):(\d+)"), 0),  # ArcadeDB from 0, in two wordings
    (re.compile(r"at line (\d+), column (\d+)"), 0),
)


@dataclass
class Result:
    """Rows of a query. ``truncated``: a limit left rows out. ``changes``: what a writing query changed."""

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool = False
    changes: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def driver(uri: str, login: tuple[str, str] | None) -> neo4j.Driver:
    """A driver that reports errors by raising, not by logging. Raises StoreError for a malformed address."""
    import neo4j

    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    try:
        return neo4j.GraphDatabase.driver(
            uri,
            auth=login,
            user_agent="coterie",
            connection_timeout=10,
            max_transaction_retry_time=20,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            warn_notification_severity=neo4j.NotificationMinimumSeverity.OFF,
        )
    except (ValueError, neo4j.exceptions.DriverError) as error:
        raise StoreError(
            f"{without_login(uri)} is no address of a server: {without_login(str(error))}",
            reason="unreachable",
            hint="write neo4j://host:7687, bolt://host:7687 or neo4j+s://host",
        ) from error


def without_login(text: str) -> str:
    """``text`` with ``user:password@`` taken out of addresses."""
    return re.sub(r"//[^/@\s]*@", "//", text)


@contextlib.contextmanager
def translated(where: str, text: str = "") -> Iterator[None]:
    """Turn errors of the driver into StoreError, or QueryError where ``text`` is a user's query."""
    import neo4j.exceptions as errors

    try:
        yield
    except (errors.Neo4jError, errors.DriverError, OSError) as error:
        raise translate(error, where, text) from error


def translate(error: Exception, where: str, text: str = "") -> CoterieError:
    """The CoterieError that says what an error of the driver means."""
    import neo4j.exceptions as errors

    code = str(getattr(error, "code", "") or "")
    message = _message(error)
    if isinstance(error, errors.AuthError) or "Security.Unauthorized" in code or "AuthenticationRateLimit" in code:
        return StoreError(f"{where} refuses the login", reason="auth", hint="set NEO4J_USERNAME and NEO4J_PASSWORD")
    if isinstance(error, (errors.ServiceUnavailable, errors.SessionExpired, OSError)):
        return StoreError(
            f"{where} cannot be reached: {message}", reason="unreachable", hint="check the address, and that it runs"
        )
    if "DatabaseNotFound" in code:
        return StoreError(f"{where}: {message}", reason="missing", hint="set NEO4J_DATABASE")
    if "No space left" in message:
        return StoreError(f"{where}: the disk is full", reason="full", hint="free some space, then repeat")
    if text:
        return _query_error(code, message, text)
    return StoreError(f"{where}: {message}", reason="damaged")


def engine_error(error: Exception, text: str) -> CoterieError:
    """The CoterieError for an error of the engine's own interface."""
    message = str(error).splitlines()[0]
    code = "SyntaxError" if "yntax" in message else ""
    return _query_error(code, message, text)


def _message(error: Exception) -> str:
    """The first line of what the server said, without logins."""
    said = str(getattr(error, "message", None) or error).strip() or type(error).__name__
    return without_login(said.splitlines()[0])


def _query_error(code: str, message: str, text: str) -> QueryError:
    if "TimedOut" in code or "Terminated" in code:
        return QueryError("the query took too long and was ended", kind="timeout", hint="raise --timeout")
    if "Forbidden" in code or "AccessMode" in code:
        return QueryError(
            "the query changes the graph or reads outside it, and was refused",
            kind="refused",
            hint="allow with --write",
        )
    if "Constraint" in code:
        return QueryError("the query would break a constraint: a key must be unique", kind="failed")
    if "ParameterMissing" in code:
        return QueryError(message, kind="parameter", hint="give it with --param name=value")
    if "SyntaxError" in code:
        return QueryError(message, kind="syntax", caret=caret(message, text))
    return QueryError(message, kind="failed", caret=caret(message, text))


def caret(message: str, text: str, skipped_lines: int = 0) -> str:
    """The line of ``text`` that an error message points at, and a caret below; "" where it points nowhere."""
    for pattern, first in _POSITIONS:
        if found := pattern.search(message):
            line, column = int(found[1]) - skipped_lines, int(found[2]) - first
            lines = text.splitlines() or [""]
            if 1 <= line <= len(lines):
                return f"{lines[line - 1]}\n{' ' * min(column, len(lines[line - 1]))}^"
    return ""


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it.

    A node is its properties and ``_labels``; a relationship its properties and ``_type``; a path the list of its nodes
    and relationships in order; temporal values are ISO text; a point is its coordinates and ``srid``; bytes are base64.
    """
    if type(value) in _PLAIN:
        return value
    if type(value) is list:
        return [plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return _graph_value(value)


def _graph_value(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {**{key: plain(item) for key, item in sorted(value.items())}, "_labels": sorted(value.labels)}
    if isinstance(value, Relationship):
        return {**{key: plain(item) for key, item in sorted(value.items())}, "_type": value.type}
    if isinstance(value, Path):
        steps: list[Any] = [plain(value.nodes[0])]
        for rel, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [plain(rel), plain(node)]
        return steps
    if hasattr(value, "srid"):
        return {"srid": value.srid, **dict(zip("xyz", value, strict=False))}
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value)
