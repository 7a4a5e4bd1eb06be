"""Who is who: a world in, an assignment out. Pure; the method behind the contract can be replaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coterie.graph.identity.assignment import Assignment, author_ids
from coterie.graph.identity.initials import INITIALS
from coterie.graph.identity.names import FULL, name_keys, resolve_names
from coterie.graph.identity.world import World
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.ragged import Ragged

KEYS = ("names", "initial")
"""Identity keys that can be chosen."""

_FOLDINGS = {"names": FULL, "initial": INITIALS}


def resolve(world: World, *, key: str = "names", overrides: Sequence[Any] = (), weights: str = "") -> Assignment:
    """Decide which mentions are one person.

    ``weights``: those that the key was fitted with, as :func:`fit` gives them. Pure and independent of the order of
    what the world holds. Raises IdentityError for an unknown key.
    """
    _known(key)
    if overrides:
        raise IdentityError("corrections need evidence-based identity", hint="load without overrides")
    return resolve_names(world.mentions, world.persons, _FOLDINGS[key])


def keys(world: World, *, key: str = "names") -> Ragged:
    """For each mention, and then each person record, digests of what ties it to others: when some come or go, only
    those that are connected with them by shared keys can get another person. Raises IdentityError for an unknown key.
    """
    _known(key)
    return name_keys(world.mentions, world.persons, _FOLDINGS[key])


def _known(key: str) -> None:
    if key not in KEYS:
        raise IdentityError(f"no identity key is called {key!r}", hint=f"choose one of: {', '.join(KEYS)}")


__all__ = ["KEYS", "Assignment", "World", "author_ids", "keys", "resolve"]
