"""Comparing a store with what its records say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coterie.graph.assembly.corpus import Corpus, parse
from coterie.graph.assembly.corrections import read_rows
from coterie.graph.assembly.diff import counts, ended_rows
from coterie.graph.assembly.rebuild import kept
from coterie.graph.assembly.report import CheckReport, Difference, Progress
from coterie.graph.model.errors import StoreError
from coterie.graph.model.schema import MODEL_VERSION, NODE, NODES, RELATIONSHIP, RELATIONSHIPS, Property
from coterie.graph.model.tables import Tables, empty, node_rows
from coterie.graph.store import Store
from coterie.graph.store.export import Exported
from coterie.graph.store.schema import FULLTEXT, INDEXED

EXAMPLES = 5
"""Examples that a difference shows."""

NOT_DERIVED = ("Override", "Selection", "Meta")
"""Labels that no record makes."""

Row = Mapping[str, Any]


def check(store: Store, *, progress: Progress | None = None) -> CheckReport:
    """Compare everything in ``store`` with what derive says of its records.

    Reported: nodes and relationships that are missing, extra or there twice; properties that differ (former ids and
    load times apart); records that cannot be read or are not what was loaded; constraints and indexes that are
    missing; Meta that cannot be right; a snapshot that claims to be current and has other counts. Noted, as no fault:
    an unfinished load, a writer at work, labels, relationships and properties that are not Coterie's.
    Changes nothing. Raises StoreError.
    """
    report, tell = CheckReport(), progress or (lambda phase, done, total: None)
    tell("read", 0, None)
    exported, meta = store.export(), store.meta() or {}
    corpus, bad = corpus_of(exported)
    _add(report, "damaged", "Record", bad)
    tell("derive", 0, None)
    wanted = corpus.derive(store.settings())
    tell("compare", 0, None)
    for label in NODE:
        if label not in NOT_DERIVED:
            _compare_nodes(report, label, exported.nodes[label], wanted, skip=set(bad))
    for name in RELATIONSHIP:
        _compare_rels(report, name, exported.rels[name], wanted)
    _add(report, "missing", "constraint", missing_constraints(store))
    _add(report, "missing", "index", missing_indexes(store))
    _check_meta(report, meta, exported)
    _check_snapshot(report, store, exported)
    _check_others(report, store, exported)
    return report


def corpus_of(exported: Exported) -> tuple[Corpus, list[str]]:
    """The records, loads and corrections of an export, and the ids of the records that cannot be used."""
    corpus, bad = Corpus(), list[str]()
    corpus.loads = {str(row["id"]): row for row in exported.nodes["Load"]}
    corpus.overrides = read_rows(exported.nodes["Override"])
    loads: dict[str, set[str]] = {}
    for record, load, _ in exported.rels["LOADED_BY"]:
        loads.setdefault(record, set()).add(load)
    for row in exported.nodes["Record"]:
        ident = str(row["id"])
        try:
            payload = bytes(row["payload"])
            parse(ident, payload)
        except (StoreError, KeyError, TypeError, ValueError):
            bad.append(ident)
        else:
            corpus.supply([(ident, payload, sorted(loads.get(ident, ())))])
    return corpus, bad


def missing_constraints(store: Store) -> list[str]:
    """Labels without the unique constraint on their key."""
    rows = store.read("SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties").rows
    unique = [(labels, props) for kind, labels, props in rows if "UNIQUENESS" in kind]
    found = {(label, prop) for labels, props in unique for label in labels for prop in props}
    return [f"{node.label}.{node.key}" for node in NODES if (node.label, node.key) not in found]


def missing_indexes(store: Store) -> list[str]:
    """Declared indexes that the store lacks."""
    rows = store.read("SHOW INDEXES YIELD labelsOrTypes, properties").rows
    found = {(label, prop) for labels, props in rows for label in labels or () for prop in props or ()}
    return [f"{label}.{prop}" for label, prop in (*INDEXED, FULLTEXT[1:]) if (label, prop) not in found]


def _add(report: CheckReport, kind: str, what: str, found: Iterable[str]) -> None:
    every = list(found)
    if every:
        report.differences.append(Difference(kind, what, len(every), tuple(every[:EXAMPLES])))


def _compare_nodes(report: CheckReport, label: str, held: Sequence[Row], wanted: Tables, skip: set[str]) -> None:
    key, table = NODE[label].key, wanted.nodes[label]
    expected: dict[str, Row] = {row[key]: row for row in node_rows(label, table)}
    seen: dict[str, Row] = {}
    doubles = [str(row[key]) for row in held if row[key] in seen or seen.setdefault(row[key], row) is not row]
    report.checked[label] = len(held)
    _add(report, "duplicate", label, doubles)
    _add(report, "missing", label, (ident for ident in expected if ident not in seen))
    _add(report, "extra", label, (ident for ident in seen if ident not in expected and ident not in skip))
    both = ((ident, seen[ident], row) for ident, row in expected.items() if ident in seen)
    _add(report, "changed", label, _changed(NODE[label].properties, both))


def _compare_rels(report: CheckReport, name: str, held: Sequence[tuple[str, str, Row]], wanted: Tables) -> None:
    rel = RELATIONSHIP[name]
    table = wanted.rels.get(name) or empty(rel.properties, ends=True)
    starts, ends = wanted.nodes[rel.start][NODE[rel.start].key], wanted.nodes[rel.end][NODE[rel.end].key]
    rows = ended_rows(name, table, range(table.length), starts, ends)

    def place(link: tuple[str, str, Row]) -> tuple[str, str, Any]:
        return link[0], link[1], link[2].get(rel.key) if rel.key else None

    expected = {place(link): link[2] for link in rows}
    seen: dict[tuple[str, str, Any], Row] = {}
    doubles = [place(link) for link in held if seen.setdefault(place(link), link[2]) is not link[2]]
    report.checked[name] = len(held)
    _add(report, "duplicate", name, map(_link, doubles))
    _add(report, "missing", name, (_link(link) for link in expected if link not in seen))
    _add(report, "extra", name, (_link(link) for link in seen if link not in expected))
    both = ((_link(link), seen[link], row) for link, row in expected.items() if link in seen)
    _add(report, "changed", name, _changed(rel.properties, both))


def _link(place: tuple[str, str, Any]) -> str:
    return f"{place[0]} → {place[1]}" + (f" [{place[2]}]" if place[2] else "")


def _changed(properties: Sequence[Property], both: Iterable[tuple[str, Row, Row]]) -> Iterator[str]:
    """What differs, as ``key.property = held, not expected``. Measures that were saved are others' properties."""
    compared = [p.name for p in properties if p.hashed and p.where != "snapshot" and p.kind != "bytes"]
    for ident, held, expected in both:
        for name in compared:
            one, other = held.get(name), expected.get(name)
            if one != other or isinstance(one, bool) != isinstance(other, bool):
                yield f"{ident}.{name} = {_short(one)}, not {_short(other)}"


def _short(value: Any) -> str:
    text = "absent" if value is None else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _check_meta(report: CheckReport, meta: Row, exported: Exported) -> None:
    if not meta:
        if any(exported.nodes.values()):
            _add(report, "missing", "Meta", ["coterie"])
        return
    if meta.get("model") != MODEL_VERSION:
        _add(report, "changed", "Meta", [f"model = {meta.get('model')}, not {MODEL_VERSION}"])
    loads = {row["id"]: row.get("file", "?") for row in exported.nodes["Load"]}
    for ident in str(meta.get("unfinished") or "").split():
        report.notes.append(f"the load {ident} ({loads.get(ident, 'not begun')}) is unfinished: load it again")
    if meta.get("lease"):
        report.notes.append("a writer is at work, or was killed less than ten seconds ago")


def _check_snapshot(report: CheckReport, store: Store, exported: Exported) -> None:
    found = kept(store)
    if found is None:
        report.notes.append("the snapshot is absent or stale: it is made anew when needed")
        return
    kept_counts = counts(found.tables)
    held = {**{k: len(v) for k, v in exported.nodes.items()}, **{k: len(v) for k, v in exported.rels.items()}}
    wrong = [name for name in (*NODE, *RELATIONSHIP) if name not in NOT_DERIVED
             and kept_counts.get(name, 0) != held[name]]  # fmt: skip
    _add(report, "changed", "snapshot", (f"{n}: {kept_counts.get(n, 0)}, the store has {held[n]}" for n in wrong))


def _check_others(report: CheckReport, store: Store, exported: Exported) -> None:
    """What is not of the model: labels and types of other tools are noted, our types between other labels are extra."""
    for labels, number in store.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS number ORDER BY labels").rows:
        if not set(labels) & set(NODE):
            report.notes.append(f"{number} nodes :{':'.join(labels)} are not Coterie's")
    ours = dict.fromkeys((rel.type for rel in RELATIONSHIPS), 0)
    for rel in RELATIONSHIPS:
        ours[rel.type] += len(exported.rels[rel.name])
    for kind, number in store.read("MATCH ()-[r]->() RETURN type(r) AS kind, count(*) AS number ORDER BY kind").rows:
        if kind not in ours:
            report.notes.append(f"{number} relationships :{kind} are not Coterie's")
        elif number != ours[kind]:
            report.differences.append(Difference("extra", f"{kind} between other labels", number - ours[kind]))
