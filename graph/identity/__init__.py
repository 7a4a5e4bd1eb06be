"""Who is who: mentions in, assignment out. Pure; the method behind the contract can be replaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coterie.graph.identity.assignment import Assignment, author_ids
from coterie.graph.identity.names import resolve_names
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.records import PersonRecord
from coterie.graph.model.tables import Table

KEYS = ("names",)
"""Identity keys that can be chosen."""


def resolve(
    mentions: Table,
    papers: Table,
    persons: Sequence[PersonRecord],
    *,
    key: str = "names",
    overrides: Sequence[Any] = (),
) -> Assignment:
    """Decide which mentions are one person.

    ``mentions`` has the columns of AUTHORED, the snapshot's own included, and ``paper`` (row in ``papers``).
    Pure and independent of the order of its arguments. Raises IdentityError for an unknown key.
    """
    if key not in KEYS:
        raise IdentityError(f"no identity key is called {key!r}", hint=f"choose one of: {', '.join(KEYS)}")
    if overrides:
        raise IdentityError("corrections need evidence-based identity", hint="load without overrides")
    return resolve_names(mentions, persons)


__all__ = ["KEYS", "Assignment", "author_ids", "resolve"]
