"""Papers made by hand or at random for the tests of deriving, and slow, plain ways to read and change a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.changes import Changes
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, PersonAffiliation, PersonRecord, TopicRef
from coterie.graph.model.schema import NODE, RELATIONSHIP
from coterie.graph.model.tables import Tables, node_rows, rel_rows


def paper(ident: str, *names: str | Mention, **fields: Any) -> MergedPaper:
    """A paper of one record ``s:ident`` whose mentions are ``names`` in order."""
    mentions = [name if isinstance(name, Mention) else Mention(written=name, position=i)
                for i, name in enumerate(names, 1)]  # fmt: skip
    record = PaperRecord(**{"source": "s", "record_id": ident, "title": f"On {ident}", **fields})
    keyed = tuple((f"s:{ident}#{i}", mention) for i, mention in enumerate(mentions, 1))
    return MergedPaper(f"s:{ident}", (f"s:{ident}",), record, keyed)


def rows(tables: Tables, label: str) -> dict[str, dict[str, Any]]:
    """Nodes of a label by key, as the snapshot holds them, without what only serves to derive a part anew."""
    key = NODE[label].key
    found = node_rows(label, tables.nodes[label], where="snapshot")
    return {row[key]: {name: row[name] for name in row if name not in ("uses", "keys")} for row in found}


def links(tables: Tables, name: str, show: str = "name") -> dict[tuple[str, ...], dict[str, Any]]:
    """Relationships as {(start, end[, key]): properties}; people and organisations by ``show`` ("name" or "id")."""
    rel, table = RELATIONSHIP[name], tables.rels[name]
    ends = [
        _shown(tables, label, show)[table[side]].tolist() for label, side in ((rel.start, "start"), (rel.end, "end"))
    ]
    keys = [table[rel.key].tolist()] if rel.key else []
    props = rel_rows(name, table, where="snapshot")
    out = dict(zip(zip(*ends, *keys, strict=True), props, strict=True))
    assert len(out) == table.length, "two relationships of one key"
    return out


def _shown(tables: Tables, label: str, show: str) -> Any:
    named = show == "name" and label in ("Author", "Affiliation")
    return tables.nodes[label]["name" if named else NODE[label].key]


def slow_pairs(papers: Sequence[MergedPaper], cap: int) -> dict[tuple[str, str], tuple[Any, ...]]:
    """COAUTHORED by its definition, in fractions; people by their written names (one name, one person)."""
    out: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [0, Fraction(0), Fraction(0), []])
    for item in papers:
        counted = [m.written for _, m in item.mentions if m.role == "author" and not m.collective]
        n = max(len(counted), item.fields.author_count or 0)
        people = sorted(set(counted))
        for i, one in enumerate(people):
            for other in people[i + 1 :]:
                if n <= cap:
                    row = out[one, other]
                    row[0] += 1
                    row[1] += Fraction(1, n - 1)
                    row[2] += Fraction(2, n * (n - 1))
                    row[3] += [int(item.fields.date[:4])] if item.fields.date else []
    return {pair: (a, b, c, min(y, default=None), max(y, default=None)) for pair, (a, b, c, y) in out.items()}


Graph = tuple[dict[str, dict[str, dict[str, Any]]], dict[str, dict[tuple[Any, ...], dict[str, Any]]]]


def as_stored(tables: Tables) -> Graph:
    """What a store holds of ``tables``: nodes by key, relationships by ends and key; labels without rows left out."""
    nodes = {
        label: {row[NODE[label].key]: row for row in node_rows(label, table)} for label, table in tables.nodes.items()
    }
    rels: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
    for name, table in tables.rels.items():
        rel = RELATIONSHIP[name]
        start = tables.nodes[rel.start][NODE[rel.start].key][table["start"]].tolist()
        end = tables.nodes[rel.end][NODE[rel.end].key][table["end"]].tolist()
        props = rel_rows(name, table)
        rels[name] = {(a, b, p.get(rel.key) if rel.key else None): p for a, b, p in zip(start, end, props, strict=True)}
    return _filled(nodes), _filled(rels)


def _filled(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part}


def carry_out(graph: Graph, changes: Changes) -> Graph:
    """``graph`` after ``changes``, in the order of execution, refusing what a store would refuse."""
    nodes = defaultdict(dict, {label: dict(part) for label, part in graph[0].items()})
    rels = defaultdict(dict, {name: dict(part) for name, part in graph[1].items()})
    for name, gone in changes.delete_rels:
        for link in gone:
            del rels[name][link]
    for label, keys in changes.delete_nodes:
        for key in keys:
            del nodes[label][key]
            _assert_alone(rels, label, key)
    for batch in changes.create_nodes:
        for row in batch.rows:
            assert row[NODE[batch.label].key] not in nodes[batch.label]
            nodes[batch.label][row[NODE[batch.label].key]] = row
    for batch in changes.replace_nodes:
        for row in batch.rows:
            assert nodes[batch.label][row[NODE[batch.label].key]] != row
            nodes[batch.label][row[NODE[batch.label].key]] = row
    for fresh, batches in ((True, changes.create_rels), (False, changes.replace_rels)):
        for rows_ in batches:
            rel = RELATIONSHIP[rows_.name]
            for start, end, props in rows_.rows:
                link = (start, end, props.get(rel.key) if rel.key else None)
                assert (link not in rels[rows_.name]) == fresh
                assert start in nodes[rel.start]
                assert end in nodes[rel.end]
                rels[rows_.name][link] = props
    return _filled(dict(nodes)), _filled(dict(rels))


def _assert_alone(rels: dict[str, Any], label: str, key: str) -> None:
    for name, part in rels.items():
        rel = RELATIONSHIP[name]
        assert not any((rel.start == label and a == key) or (rel.end == label and b == key) for a, b, *_ in part)


_NAMES = ["Ada Byron", "Bo Li", "Çelik Öz", "Dana D. Dee", "Eve", "Fay Gray", "山田 太郎"]
_PLACES = [AffiliationRef(name="MIT"), AffiliationRef(name="M.I.T.", id="x:mit", country="US"),
           AffiliationRef(name="ETH Zürich", ror="05a28rw58", country="CH", city="Zürich")]  # fmt: skip
_TOPICS = [
    TopicRef(scheme="arxiv", code="cs.CL", name="Language"),
    TopicRef(scheme="arxiv", code="cs.LG", primary=True),
]

_mentions = st.builds(
    Mention,
    written=st.sampled_from(_NAMES),
    role=st.sampled_from(["author", "author", "author", "editor"]),
    collective=st.sampled_from([False, False, False, True]),
    corresponding=st.sampled_from([None, True, False]),
    affiliations=st.lists(st.sampled_from(_PLACES), max_size=2).map(tuple),
)
_fields = st.fixed_dictionaries({
    "date": st.sampled_from([None, "2018", "2019-05", "2021-05-06"]),
    "authors_complete": st.sampled_from([None, True, False]),
    "author_count": st.sampled_from([None, None, 1, 3, 6, 40]),
    "affiliations": st.lists(st.sampled_from(_PLACES), max_size=2).map(tuple),
    "topics": st.lists(st.sampled_from(_TOPICS), max_size=2).map(tuple),
    "has_code": st.sampled_from([None, True, False]),
    "score": st.sampled_from([None, 0.5, 98.6]),
})  # fmt: skip


@st.composite
def papers(draw: Any, prefix: str = "p", most: int = 8) -> list[MergedPaper]:
    """Some papers by a few people, with everything that makes deriving hard."""
    made = draw(st.lists(st.tuples(st.lists(_mentions, max_size=5), _fields), max_size=most))
    return [paper(f"{prefix}{i}", *mentions, **fields) for i, (mentions, fields) in enumerate(made)]


persons = st.lists(
    st.builds(
        PersonRecord,
        source=st.sampled_from(["roster", "page"]),
        record_id=st.uuids().map(str),
        name=st.sampled_from(_NAMES),
        updated=st.sampled_from([None, "2020", "2021"]),
        stated_papers=st.sampled_from([None, 3, 7]),
        affiliations=st.lists(
            st.builds(
                PersonAffiliation,
                affiliation=st.sampled_from(_PLACES),
                since=st.sampled_from([None, "2001", "2010-02"]),
                until=st.sampled_from([None, "2012"]),
                role=st.sampled_from([None, "dean"]),
            ),
            max_size=3,
        ).map(tuple),
    ),
    max_size=4,
)
