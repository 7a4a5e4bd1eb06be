"""Measures saved as properties of nodes: written and taken away within a transaction, and listed in Meta.

Names come from a checked pattern and the model's labels; they stand in the statements, values never do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import NODE, NODES, RELATIONSHIPS

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

BATCH = 5000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_MODEL = {p.name for declared in (*NODES, *RELATIONSHIPS) for p in declared.properties}


def checked(label: str, name: str) -> str:
    """``name`` if a measure of ``label`` may be saved by it: small letters, digits and ``_`` after a letter, up to 63
    signs, and no property of the model. Raises ValueError."""
    if label not in NODE:
        raise ValueError(f"there are no nodes :{label}")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a property: small letters, digits and _, a letter first, up to 63")
    if name in _MODEL:
        raise ValueError(f"{name!r} is a property of Coterie's own: choose another name, such as my_{name}")
    return name


def listed(text: str | None) -> dict[str, dict[str, Any]]:
    """The saved measures by ``label.property``, from Meta."""
    return dict(json.loads(text)) if text else {}


def save(tx: ManagedTransaction, label: str, name: str, rows: Sequence[tuple[str, Any]], about: Mapping[str, Any],
         generation: int) -> None:  # fmt: skip
    """Set property ``name`` of the nodes ``label`` named by id in ``rows``, and of no others, and list it in Meta with
    ``about``. Raises StoreError (stale) where the graph is no longer of ``generation``."""
    found = tx.run(
        "MATCH (m:Meta {id: 'coterie'}) SET m.id = 'coterie' RETURN m.generation AS generation, m.saved AS saved"
    ).single()
    if found is None or found["generation"] != generation:
        raise stale()
    checked(label, name)
    _remove(tx, label, name)
    statement = f"UNWIND $rows AS row MATCH (n:`{label}` {{`{NODE[label].key}`: row[0]}}) SET n.`{name}` = row[1]"
    for first in range(0, len(rows), BATCH):
        tx.run(statement, rows=[list(row) for row in rows[first : first + BATCH]]).consume()
    known = listed(found["saved"]) | {f"{label}.{name}": dict(about)}
    text = json.dumps(known, ensure_ascii=False, sort_keys=True)
    tx.run("MATCH (m:Meta {id: 'coterie'}) SET m.saved = $saved", saved=text).consume()


def drop(tx: ManagedTransaction, text: str) -> None:
    """Take away all that Meta lists in ``text``, and the list."""
    for place in sorted(listed(text)):
        label, _, name = place.partition(".")
        _remove(tx, label, checked(label, name))
    tx.run("MATCH (m:Meta {id: 'coterie'}) SET m.saved = null").consume()


def stale() -> StoreError:
    """The error where a measure is of a graph that has changed since."""
    return StoreError("the graph has changed since the measure was made", reason="stale", hint="measure again")


def _remove(tx: ManagedTransaction, label: str, name: str) -> None:
    tx.run(f"MATCH (n:`{label}`) WHERE n.`{name}` IS NOT NULL SET n.`{name}` = null").consume()
