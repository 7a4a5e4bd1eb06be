"""What a write path sends: batches of nodes and relationships to create, change or delete.

Assembly makes them from two :class:`~coterie.graph.model.tables.Tables`; the store only carries them out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NodeRows:
    """Nodes of one label. Each row has the key property; absent values are left out."""

    label: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class RelRows:
    """Relationships of one declaration (``Relationship.name``): keys of both ends, and properties."""

    name: str
    rows: list[tuple[str, str, dict[str, Any]]]


@dataclass
class Changes:
    """One consistent step from a graph to another. Order of execution: delete relationships, delete nodes, create
    nodes, replace nodes, create relationships, replace relationships. *Replace* sets all declared store properties
    of the row and removes those that the row lacks; properties saved by users (``--save-as``) stay."""

    create_nodes: list[NodeRows] = field(default_factory=list)
    replace_nodes: list[NodeRows] = field(default_factory=list)
    delete_nodes: list[tuple[str, list[str]]] = field(default_factory=list)
    create_rels: list[RelRows] = field(default_factory=list)
    replace_rels: list[RelRows] = field(default_factory=list)
    delete_rels: list[tuple[str, list[tuple[str, str, str | None]]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.create_nodes, self.replace_nodes, self.delete_nodes,
                    self.create_rels, self.replace_rels, self.delete_rels))  # fmt: skip
