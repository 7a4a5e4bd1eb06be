"""Names that need no search: an id, or a name exactly as the graph has it, found by the store's indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coterie.graph.store import Store

_MATCHED = {"author": ("id", "name"), "paper": ("id",), "affiliation": ("id", "name"), "topic": ("id", "name")}


def exact(store: Store, kind: str, name: str) -> str | None:
    """Id of the one author, paper, affiliation or topic with this id or this very name; None for none or several."""
    label = kind.capitalize()
    for prop in _MATCHED[kind]:
        found = store.read(f"MATCH (n:{label} {{{prop}: $name}}) RETURN n.id AS id LIMIT 2", {"name": name}).rows
        if found:
            return str(found[0][0]) if len(found) == 1 else None
    return None
