"""When the weights of a key are fitted: once, for the graph; from then on they are frozen, so that a person changes
because of that person's own records alone."""

from __future__ import annotations

from typing import Any

import msgspec

FITTED = ("default", "strict", "loose")
"""Keys with weights and name statistics."""
LEAST = 2000
"""Mentions that weights can be fitted on; with fewer the shipped ones are used."""
GROWTH = 1.2
"""How many times the mentions that weights were fitted on a graph may hold before they should be fitted anew."""


def due(key: str, weights: str, mentions: int) -> bool:
    """Whether a graph of so many ``mentions`` still goes by the shipped weights and could have its own."""
    return key in FITTED and not weights and mentions >= LEAST


def changes_with_anybody(key: str, weights: str) -> bool:
    """Whether nothing is frozen that the decisions rest on: any paper may then change who anybody is."""
    return key in FITTED and not weights


def outgrown(weights: str, mentions: int) -> bool:
    """Whether a graph has grown by more than a fifth since its weights were fitted (``mentions`` in their JSON says on
    how many)."""
    known: dict[str, Any] = msgspec.json.decode(weights) if weights else {}
    fitted = int(known.get("mentions", 0))
    return 0 < GROWTH * fitted < mentions
