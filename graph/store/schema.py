"""Constraints and indexes of both engines, generated from the declaration in ``graph/model/schema.py``."""

from __future__ import annotations

from coterie.graph.model.schema import NODES, RELATIONSHIPS, Node, Property

INDEXED = (
    ("Author", "name"), ("Author", "orcid"), ("Paper", "year"), ("Affiliation", "name"), ("Topic", "name"),
)  # fmt: skip
"""Properties that queries look up, beside the keys."""

FULLTEXT = ("paper_title", "Paper", "title")
"""Name, label and property of the full-text index: ``CALL db.index.fulltext.queryNodes('paper_title', $words)``."""

_SQL_TYPES = {
    "str": "STRING", "int": "LONG", "float": "DOUBLE", "bool": "BOOLEAN", "str[]": "LIST", "bytes": "BINARY",
}  # fmt: skip


def cypher_constraints() -> list[str]:
    """One unique constraint for each label's key: the same text on every store."""
    return [
        f"CREATE CONSTRAINT {node.label.lower()}_{node.key} IF NOT EXISTS "
        f"FOR (n:`{node.label}`) REQUIRE n.`{node.key}` IS UNIQUE"
        for node in NODES
    ]


def cypher_indexes() -> list[str]:
    """Indexes of looked-up properties, without the full-text index, which each engine makes in its own way."""
    return [
        f"CREATE INDEX {label.lower()}_{prop}_index IF NOT EXISTS FOR (n:`{label}`) ON (n.`{prop}`)"
        for label, prop in INDEXED
    ]


def neo4j_fulltext() -> str:
    """The full-text index, for Neo4j."""
    name, label, prop = FULLTEXT
    return f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:`{label}`) ON EACH [n.`{prop}`]"


def sql_fulltext() -> str:
    """The full-text index, for ArcadeDB, which makes it in SQL only."""
    name, label, prop = FULLTEXT
    return f"CREATE INDEX {name} IF NOT EXISTS ON `{label}` (`{prop}`) FULL_TEXT"


def sql_types() -> list[str]:
    """ArcadeDB's types with their declared properties (a third faster to write than undeclared ones)."""
    statements = []
    for node in NODES:
        statements.append(f"CREATE VERTEX TYPE `{node.label}` IF NOT EXISTS")
        statements += _sql_properties(node.label, stored(node))
    for rel in RELATIONSHIPS:
        statements.append(f"CREATE EDGE TYPE `{rel.type}` IF NOT EXISTS")
        statements += _sql_properties(rel.type, tuple(p for p in rel.properties if p.where != "snapshot"))
    return statements


def stored(node: Node) -> tuple[Property, ...]:
    """The properties of a label that a store holds."""
    return tuple(p for p in node.properties if p.where != "snapshot")


def _sql_properties(owner: str, properties: tuple[Property, ...]) -> list[str]:
    return [f"CREATE PROPERTY `{owner}`.`{p.name}` IF NOT EXISTS {_SQL_TYPES[p.kind]}" for p in properties]
