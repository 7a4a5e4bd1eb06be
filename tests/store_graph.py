"""A small graph with one of everything the store tests need, and how to read a store back."""

from __future__ import annotations

from typing import Any

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.store import Store

Content = tuple[dict[str, list[dict[str, Any]]], dict[str, list[tuple[str, str, dict[str, Any]]]]]

SMALL: Content = (
    {
        "Author": [
            {"id": "ada-1", "name": "Ada Lovelace", "names": ["A. Lovelace", "Ada Lovelace"], "paper_count": 1},
            {"id": "bob-2", "name": "Bob"},
        ],
        "Paper": [{"id": "doi:1", "title": "Deep graphs", "year": 2020, "has_code": True, "score": 98.5}],
        "Affiliation": [{"id": "mit", "name": "MIT"}],
        "Topic": [{"id": "arxiv:cs.CL", "name": "Language", "scheme": "arxiv"}],
        "Record": [{"id": "s:1@a", "source": "s", "record_id": "1", "type": "paper", "payload": b"\x00payload"}],
        "Load": [{"id": "load1", "file": "a.jsonl", "records": 1}],
    },
    {
        "AUTHORED": [
            ("ada-1", "doi:1", {"mention": "s:1#1", "position": 1, "written": "A. Lovelace", "role": "author"}),
            ("ada-1", "doi:1", {"mention": "s:1#3", "written": "Ada Lovelace"}),
            ("bob-2", "doi:1", {"mention": "s:1#2", "position": 2, "affiliation_ids": ["mit"]}),
        ],
        "FROM": [("doi:1", "mit", {})],
        "ABOUT": [("doi:1", "arxiv:cs.CL", {"primary": True})],
        "COAUTHORED": [("ada-1", "bob-2", {"papers": 1, "newman": 1.0, "pair_share": 1.0})],
        "DESCRIBES:Paper": [("s:1@a", "doi:1", {})],
        "LOADED_BY": [("s:1@a", "load1", {})],
    },
)


def nodes_of(content: Content) -> list[NodeRows]:
    return [NodeRows(label, rows) for label, rows in content[0].items()]


def rels_of(content: Content) -> list[RelRows]:
    return [RelRows(name, rows) for name, rows in content[1].items()]


def load_small(store: Store) -> None:
    store.apply(Changes(create_nodes=nodes_of(SMALL), create_rels=rels_of(SMALL)), {"cap": 100})


def everything(store: Store) -> Content:
    """All that a store holds, but Meta and what is empty."""
    nodes, rels = store.export()
    return (
        {label: rows for label, rows in nodes.items() if rows and label != "Meta"},
        {name: rows for name, rows in rels.items() if rows},
    )


def grow(papers: int) -> tuple[NodeRows, NodeRows, RelRows]:
    """``papers`` papers by ten authors."""
    return (
        NodeRows("Paper", [{"id": f"p:{i:06d}", "title": f"Paper {i}", "year": 2000 + i % 20} for i in range(papers)]),
        NodeRows("Author", [{"id": f"a:{i}", "name": f"Author {i}"} for i in range(10)]),
        RelRows("AUTHORED", [(f"a:{i % 10}", f"p:{i:06d}", {"mention": f"g:{i:06d}#1"}) for i in range(papers)]),
    )
