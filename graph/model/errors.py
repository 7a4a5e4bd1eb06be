"""The one family of errors. Each carries the offending value, one clear line, and what to do next.

They are re-exported by ``coterie``, so that a program writes ``except coterie.CoterieError``.
"""

from __future__ import annotations

from collections.abc import Sequence

DONE, FAILED, USAGE, REJECTS, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes of the command line: done, failed, usage, done with rejects under ``--strict``, interrupted."""


class CoterieError(Exception):
    """Base of all errors that Coterie raises on purpose.

    ``str(error)`` is one line saying what is wrong; ``hint`` says what to do next (may be empty).
    """

    exit_code = FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class StoreError(CoterieError):
    """The store cannot be used. ``reason``: unreachable, auth, locked, version, full, unfinished,
    missing, damaged, lease, stale."""

    def __init__(self, message: str, *, reason: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.reason = reason


class LoadError(CoterieError, ValueError):
    """An input as a whole cannot be read (no text, empty, no loader knows it, no input in a folder)."""

    def __init__(self, message: str, *, source: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.source = source


class QueryError(CoterieError):
    """A Cypher query failed. ``kind``: syntax, refused, timeout, parameter, failed.
    ``caret`` is the line with its caret."""

    def __init__(self, message: str, *, kind: str, caret: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.caret = caret


class NotFound(CoterieError, LookupError):
    """No such name; ``nearest`` lists the names most like it."""

    def __init__(self, what: str, name: str, *, nearest: Sequence[str] = (), hint: str = "") -> None:
        near = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no {what} is called {name!r}{near}", hint=hint)
        self.what, self.name, self.nearest = what, name, tuple(nearest)


class AmbiguousName(CoterieError, LookupError):
    """A name fits several; ``candidates`` are (id, how it reads) pairs, best first."""

    def __init__(self, what: str, name: str, candidates: Sequence[tuple[str, str]], *, hint: str = "") -> None:
        super().__init__(
            f"{name!r} fits {len(candidates)} {what}s",
            hint=hint or "choose one by its id: " + "; ".join(f"{key} ({text})" for key, text in candidates[:10]),
        )
        self.what, self.name, self.candidates = what, name, tuple(candidates)


class IdentityError(CoterieError):
    """A correction of who is who cannot be taken (conflict, unknown mention, name that differs)."""


class MapError(CoterieError):
    """A map cannot be drawn."""
