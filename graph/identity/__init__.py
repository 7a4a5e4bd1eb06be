"""Who is who: a world in, an assignment out. Pure; the method behind the contract can be replaced."""

from __future__ import annotations

from coterie.graph.identity.assignment import Assignment, author_ids
from coterie.graph.identity.freezing import due
from coterie.graph.identity.initials import INITIALS
from coterie.graph.identity.names import FULL, name_keys, resolve_names
from coterie.graph.identity.overrides import Constraints
from coterie.graph.identity.world import World
from coterie.graph.model.errors import IdentityError
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.settings import IDENTITY_KEYS

KEYS = IDENTITY_KEYS
"""Identity keys that can be chosen."""

_FOLDINGS = {"names": FULL, "initial": INITIALS}


_NONE = Constraints()


def resolve(world: World, *, key: str = "default", overrides: Constraints = _NONE, weights: str = "") -> Assignment:
    """Decide which mentions are one person.

    ``overrides``: what people say, above everything. ``weights``: those that the key was fitted with, as :func:`fit`
    gives them. Pure and independent of the order of what the world holds. Raises IdentityError for an unknown key.
    """
    check_key(key)
    if key in _FOLDINGS:
        return resolve_names(world, _FOLDINGS[key], overrides or _NONE)
    from coterie.graph.identity.evidence.persons import resolve_evidence

    return resolve_evidence(world, key, overrides or _NONE, weights)


def fit(world: World, *, key: str = "default") -> str:
    """The weights and name statistics of ``key`` for the mentions of ``world``, as JSON with their number
    (``mentions``), to be frozen with the graph; "" for keys without, and for fewer than ``freezing.LEAST`` mentions:
    the shipped ones are then used. Raises IdentityError for an unknown key."""
    check_key(key)
    if not due(key, "", world.mentions.length):
        return ""
    from coterie.graph.identity.evidence.fitting import fitted

    return fitted(world).packed()


def keys(world: World, *, key: str = "default") -> Ragged:
    """For each mention, and then each person record, digests of what ties it to others: when some come or go, only
    those that are connected with them by shared keys can get another person. Raises IdentityError for an unknown key.
    """
    check_key(key)
    if key not in _FOLDINGS:
        from coterie.graph.identity.evidence.persons import evidence_keys

        return evidence_keys(world)
    return name_keys(world.mentions, world.persons, _FOLDINGS[key])


def check_key(key: str) -> None:
    """Raises IdentityError where ``key`` is no key that can be chosen."""
    if key not in KEYS:
        raise IdentityError(f"no identity key is called {key!r}", hint=f"choose one of: {', '.join(KEYS)}")


__all__ = ["KEYS", "Assignment", "Constraints", "World", "author_ids", "check_key", "fit", "keys", "resolve"]
