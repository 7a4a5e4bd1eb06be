"""Who is who: mentions in, assignment out. Pure; the method behind the contract can be replaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coterie.graph.identity.assignment import Assignment, author_ids
from coterie.graph.identity.names import name_keys, resolve_names
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.ragged import Ragged
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
    _known(key)
    if overrides:
        raise IdentityError("corrections need evidence-based identity", hint="load without overrides")
    return resolve_names(mentions, persons)


def keys(mentions: Table, persons: Sequence[PersonRecord], *, key: str = "names") -> Ragged:
    """For each mention, and then each person record, digests of what ties it to others: when some come or go, only
    those that are connected with them by shared keys can get another person. Raises IdentityError for an unknown key.
    """
    _known(key)
    return name_keys(mentions, persons)


def _known(key: str) -> None:
    if key not in KEYS:
        raise IdentityError(f"no identity key is called {key!r}", hint=f"choose one of: {', '.join(KEYS)}")


__all__ = ["KEYS", "Assignment", "author_ids", "keys", "resolve"]
