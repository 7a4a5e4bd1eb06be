"""The apply path: a difference of two graphs as portable Cypher, in one transaction.

Rows go in batches by UNWIND with map literals; nothing is looked up that is known to be new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from coterie.graph.model.changes import Changes, RelRows
from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import AUTHORED, META, NODE, RELATIONSHIP, Property, Relationship
from coterie.graph.store import saved
from coterie.graph.store.phases import reach
from coterie.graph.store.schema import stored

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

SETTINGS = frozenset(("cap", "identity", "weights"))
"""Properties of Meta under which the graph is derived."""
WEIGHTS = "weights"
"""Id of the Meta node that holds the weights."""

BATCH = 2000
LEASE_MS = 10_000


def execute(tx: ManagedTransaction, changes: Changes, meta: dict[str, Any], lease: str | None) -> int:
    """Carry ``changes`` out within ``tx``, set ``meta`` on the Meta node, and return the new generation.

    The generation is raised by changes of truth, of what is derived and of the settings it is derived with, not by
    saved selections. ``lease``: the writer's token, which Meta must carry, else StoreError (lease). Raises StoreError
    (damaged) when a relationship names a missing node.
    """
    _hold(tx, lease)
    reach("apply-begin")
    every = list(steps(changes))
    for number, (statement, rows, created) in enumerate(every):
        if number == len(every) // 2:
            reach("apply-mid")
        counters = tx.run(statement, rows=rows).consume().counters
        if created and counters.relationships_created != len(rows):
            raise StoreError(
                f"{len(rows) - counters.relationships_created} of {len(rows)} relationships name a missing node",
                reason="damaged",
                hint="run: coterie store check",
            )
    generation = set_meta(tx, meta, raised=_raising(changes) or not SETTINGS.isdisjoint(meta), lease=lease)
    reach("apply-commit")
    return generation


def _raising(changes: Changes) -> bool:
    """Whether ``changes`` touch more than saved selections."""
    nodes = {part.label for part in (*changes.create_nodes, *changes.replace_nodes)}
    nodes |= {label for label, _ in changes.delete_nodes}
    return bool(changes.create_rels or changes.replace_rels or changes.delete_rels or nodes - {"Selection"})


def set_meta(tx: ManagedTransaction, meta: dict[str, Any], *, raised: bool, lease: str | None) -> int:
    """Set properties of Meta (None removes one), raise the generation if asked, and return it. Saved measures are of
    the generation before: they are taken away."""
    known = {p.name for p in META.properties} - {META.key, "generation", "lease", "lease_until"}
    if unknown := sorted(set(meta) - known - {"generation", META.key}):
        raise ValueError(f"Meta has no property {unknown[0]}")
    if "weights" in meta:
        _set_weights(tx, meta["weights"])
    wanted = [name for name in meta if name in known - {"weights"}]
    sets = "".join(f"m.`{name}` = $meta.`{name}`, " for name in wanted)
    until = f", m.lease_until = timestamp() + {LEASE_MS}" if lease else ""
    record = tx.run(
        f"MERGE (m:Meta {{id: 'coterie'}}) SET {sets}m.generation = coalesce(m.generation, 0) + $step{until} "
        "RETURN m.generation AS generation, m.saved AS saved",
        meta={name: meta[name] for name in wanted},
        step=int(raised),
    ).single(strict=True)
    if raised and record["saved"]:
        saved.drop(tx, record["saved"])
    return int(record["generation"])


def _set_weights(tx: ManagedTransaction, weights: str | None) -> None:
    """Keep ``weights`` in a node of their own: an engine writes and reads a node as a whole, Meta at every step."""
    if weights:
        tx.run(f"MERGE (w:Meta {{id: '{WEIGHTS}'}}) SET w.weights = $weights", weights=weights).consume()
    else:
        tx.run(f"MATCH (w:Meta {{id: '{WEIGHTS}'}}) DELETE w").consume()


def _hold(tx: ManagedTransaction, lease: str | None) -> None:
    """Lock Meta, so that writers pass one by one, and match the lease."""
    if lease is None:
        return
    found = tx.run("MATCH (m:Meta {id: 'coterie'}) SET m.id = 'coterie' RETURN m.lease AS lease").single()
    if found is None or found["lease"] != lease:
        raise lost()


def lost() -> StoreError:
    """The error of a writer whose lease another took."""
    return StoreError(
        "another process took over writing; nothing of this step was written", reason="lease", hint="repeat the load"
    )


def steps(changes: Changes) -> Iterator[tuple[str, list[Any], bool]]:
    """Statement, rows, and whether each row must create a relationship; in the order that ``Changes`` promises."""
    for name, ends in changes.delete_rels:
        yield from _batched(_delete_rel(RELATIONSHIP[name]), [{"a": a, "b": b, "k": k} for a, b, k in ends])
    for label, keys in changes.delete_nodes:
        key = NODE[label].key
        yield from _batched(f"UNWIND $rows AS row MATCH (n:`{label}` {{`{key}`: row}}) DETACH DELETE n", keys)
    for nodes in changes.create_nodes:
        props = _used(stored(NODE[nodes.label]), nodes.rows)
        yield from _batched(f"UNWIND $rows AS row CREATE (n:`{nodes.label}` {_literal(props, 'row')})", nodes.rows)
    for nodes in changes.replace_nodes:
        node = NODE[nodes.label]
        sets = ", ".join(f"n.`{p.name}` = row.`{p.name}`" for p in stored(node) if p.name != node.key)
        yield from _batched(
            f"UNWIND $rows AS row MATCH (n:`{node.label}` {{`{node.key}`: row.`{node.key}`}}) SET {sets}", nodes.rows
        )
    for rels in changes.create_rels:
        yield from _batched(_create_rel(rels), _ends(rels), created=True)
    for rels in changes.replace_rels:
        if statement := _replace_rel(RELATIONSHIP[rels.name]):
            yield from _batched(statement, _ends(rels))


def _batched(statement: str, rows: Sequence[Any], created: bool = False) -> Iterator[tuple[str, list[Any], bool]]:
    return ((statement, list(rows[i : i + BATCH]), created) for i in range(0, len(rows), BATCH))


def _used(properties: Sequence[Property], rows: Sequence[dict[str, Any]]) -> list[Property]:
    names = set().union(*rows) if rows else set()
    return [p for p in properties if p.name in names]


def _literal(properties: Sequence[Property], source: str) -> str:
    return "{" + ", ".join(f"`{p.name}`: {source}.`{p.name}`" for p in properties) + "}"


def _ends(rels: RelRows) -> list[dict[str, Any]]:
    return [{"a": start, "b": end, "p": props} for start, end, props in rels.rows]


def _kept(rel: Relationship) -> list[Property]:
    return [p for p in rel.properties if p.where != "snapshot"]


def _match(rel: Relationship) -> str:
    start, end = NODE[rel.start], NODE[rel.end]
    return (
        f"UNWIND $rows AS row MATCH (a:`{start.label}` {{`{start.key}`: row.a}}) "
        f"MATCH (b:`{end.label}` {{`{end.key}`: row.b}}) "
    )


def _create_rel(rels: RelRows) -> str:
    rel = RELATIONSHIP[rels.name]
    props = _used(_kept(rel), [row for _, _, row in rels.rows])
    return f"{_match(rel)}CREATE (a)-[:`{rel.type}` {_literal(props, 'row.p')}]->(b)"


def _between(rel: Relationship, key: str) -> str:
    """Match the relationship of a row, looked for from the end that has fewer: a paper has few authors."""
    start, end = NODE[rel.start], NODE[rel.end]
    unique = f" {{`{rel.key}`: {key}}}" if rel.key else ""
    a, b = f"(a:`{start.label}` {{`{start.key}`: row.a}})", f"(b:`{end.label}` {{`{end.key}`: row.b}})"
    pattern = f"{b}<-[r:`{rel.type}`{unique}]-{a}" if rel is AUTHORED else f"{a}-[r:`{rel.type}`{unique}]->{b}"
    return f"UNWIND $rows AS row MATCH {pattern} "


def _delete_rel(rel: Relationship) -> str:
    """All are found before the first is deleted: ArcadeDB loses its place in a list that shrinks under it."""
    return _between(rel, "row.k") + "WITH collect(r) AS found FOREACH (r IN found | DELETE r)"


def _replace_rel(rel: Relationship) -> str:
    sets = ", ".join(f"r.`{p.name}` = row.p.`{p.name}`" for p in _kept(rel) if p.name != rel.key)
    return _between(rel, f"row.p.`{rel.key}`") + f"SET {sets}" if sets else ""
