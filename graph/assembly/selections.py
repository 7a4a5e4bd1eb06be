"""Saved selections: kept in the store by name, beside the graph and outliving every load."""

from __future__ import annotations

from difflib import get_close_matches

from coterie.graph.model.changes import Changes, NodeRows
from coterie.graph.model.errors import NotFound
from coterie.graph.snapshot.selection import Selection
from coterie.graph.store import Store


def saved(store: Store) -> dict[str, Selection]:
    """The saved selections by name, sorted."""
    rows = store.read("MATCH (s:Selection) RETURN s.name, s.selection ORDER BY s.name").rows
    return {str(name): Selection.from_json(text) for name, text in rows}


def selection(store: Store, name: str) -> Selection:
    """The selection saved as ``name``. Raises NotFound with the nearest names."""
    known = saved(store)
    if name not in known:
        raise NotFound("saved selection", name, nearest=get_close_matches(name, known, 3, 0.4),
                       hint="save one with --save-select NAME")  # fmt: skip
    return known[name]


def save(store: Store, name: str, chosen: Selection) -> None:
    """Keep ``chosen`` as ``name``, in place of one of that name. The graph's generation stays as it is."""
    rows = [NodeRows("Selection", [{"name": name, "selection": chosen.to_json()}])]
    known = name in saved(store)
    store.apply(Changes(replace_nodes=rows) if known else Changes(create_nodes=rows), {})
