"""Measures as properties of the graph, for Cypher: saved at a generation, and taken away when the graph changes."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from coterie.graph.model.tables import ABSENT
from coterie.graph.store import Store
from coterie.graph.store.saved import checked, listed, stale

__all__ = ["LABELS", "checked", "save", "saved"]
LABELS = {"authors": "Author", "affiliations": "Affiliation", "topics": "Topic"}
"""What nodes of a network are in the graph; countries are none."""
_KEPT = ("selection", "counting", "cap", "identity")


def save(store: Store, name: str, nodes: str, ids: Sequence[Hashable], values: Any, *, choices: Mapping[str, Any],
         about: Mapping[str, Any]) -> int:  # fmt: skip
    """Keep ``values``, aligned with ``ids`` of ``nodes`` (authors, affiliations, topics), as their property ``name``,
    and return how many have one: what is None, NaN or unknown stays absent, and other nodes lose it.

    ``choices``: those of the network that the values are of. The graph must still be of the generation named there,
    and stays so. It, the selection and the counting are kept in Meta with ``about`` (what the values are); the next
    change of the graph takes the property away. Raises ValueError for a name that is not free, nodes that are not in
    the graph and a network that is not of a graph, StoreError (stale, locked, …).
    """
    if nodes not in LABELS:
        raise ValueError(f"{nodes} are no nodes of the graph: only {', '.join(LABELS)} can keep a measure")
    if "generation" not in choices:
        raise ValueError("only a measure of a network projected from the graph can be saved in it")
    label = LABELS[nodes]
    checked(label, name)
    now = (store.meta() or {}).get("generation")
    if now is None or store.generation() != str(choices["generation"]):
        raise stale()
    plain = values.tolist() if hasattr(values, "tolist") else values
    rows = [(str(ident), value) for ident, value in zip(ids, plain, strict=True) if _known(value)]
    made = {key: choices[key] for key in _KEPT if key in choices}
    store.save_property(label, name, rows, {**made, **about, "nodes": len(rows), "generation": now}, int(now))
    return len(rows)


def saved(store: Store) -> dict[str, dict[str, Any]]:
    """The measures that are saved, by ``label.property``: what each is, its choices and generation."""
    return listed((store.meta() or {}).get("saved"))


def _known(value: Any) -> bool:
    return value is not None and value != ABSENT and not (isinstance(value, float) and math.isnan(value))
