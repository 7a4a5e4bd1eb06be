"""A toy graph for the named queries, written node by node, so that every row asked for can be told by hand."""

from __future__ import annotations

from typing import Any

from coterie.graph.model.changes import Changes, NodeRows, RelRows

AUTHORS: list[dict[str, Any]] = [
    {"id": "ada", "name": "Ada Byron", "names": ["A. Byron", "Ada Byron"], "paper_count": 2, "first_year": 2020,
     "last_year": 2021, "kind": "person", "stated_h_index": 9, "stated_papers": 16, "stated_source": "page"},
    {"id": "ada2", "name": "ADA BYRON", "names": ["ADA BYRON"], "paper_count": 1, "first_year": 2022,
     "last_year": 2022, "kind": "person"},
    {"id": "bob", "name": "Bob Stone", "names": ["Bob Stone"], "paper_count": 2, "first_year": 2020,
     "last_year": 2021, "kind": "person"},
    {"id": "cyd", "name": "Cyd Ray", "names": ["Cyd Ray"], "paper_count": 2, "first_year": 2021, "last_year": 2021,
     "kind": "person"},
    {"id": "dan", "name": "Dan Lee", "names": ["D. Lee", "Dan Lee"], "paper_count": 1, "first_year": 2021,
     "last_year": 2021, "kind": "person"},
    {"id": "eve", "name": "Eve Ng", "names": ["Eve Ng"], "paper_count": 1, "kind": "person"},
]  # fmt: skip
PAPERS: list[dict[str, Any]] = [
    {"id": "p1", "title": "Alpha", "date": "2020-01-05", "year": 2020, "venue": "V", "author_count": 2,
     "authors_complete": True, "has_code": True, "score": 5.5, "url": "https://x.org/1"},
    {"id": "p2", "title": "Beta", "date": "2021", "year": 2021, "authors_complete": False},
    {"id": "p3", "title": "Gamma", "date": "2021-03", "year": 2021, "author_count": 2, "authors_complete": True,
     "has_code": True},
    {"id": "p4", "title": "Delta", "author_count": 1, "authors_complete": True},
    {"id": "p5", "title": "Epsilon", "date": "2022-05-06", "year": 2022, "author_count": 8, "authors_complete": False,
     "has_code": False},
    {"id": "p6", "title": "Zeta", "date": "2022", "year": 2022, "author_count": 1, "authors_complete": True},
]  # fmt: skip
AFFILIATIONS = [
    {"id": "ms", "name": "Microsoft", "names": ["Microsoft"], "country": "US"},
    {"id": "nv", "name": "NVIDIA", "names": ["NVIDIA"]},
    {"id": "pku", "name": "Peking University", "names": ["PKU", "Peking University"], "country": "CN"},
]
TOPICS = [
    {"id": "arxiv:cs.CL", "name": "Computation and Language", "scheme": "arxiv"},
    {"id": "arxiv:cs.LG", "name": "Machine Learning", "scheme": "arxiv"},
]
RECORDS = [{"id": f"s:{i}@v", "source": "s", "record_id": str(i), "type": "paper"} for i in range(1, 8)]
LOADS = [
    {"id": "l1", "file": "a.txt", "sha256": "0", "loader": "pages", "when": "2026-01-01T00:00:00Z", "records": 4,
     "rejected": 1},
    {"id": "l2", "file": "b.txt", "sha256": "1", "loader": "records", "when": "2026-01-01T00:00:00Z", "records": 4,
     "rejected": 0},
]  # fmt: skip


def _authored() -> list[tuple[str, str, dict[str, Any]]]:
    lists = {"p1": ["ada", "bob"], "p2": ["ada", "bob", "cyd"], "p3": ["cyd", "dan"], "p4": ["eve"], "p6": ["ada2"]}
    name = {a["id"]: a["name"] for a in AUTHORS}
    return [
        (author, paper, {"mention": f"s:{paper}#{i}", "position": i, "written": name[author], "role": "author"})
        for paper, authors in lists.items()
        for i, author in enumerate(authors, 1)
    ]


def _pair(one: str, other: str, papers: int, newman: float, first: int, last: int) -> tuple[str, str, dict[str, Any]]:
    return (
        one,
        other,
        {"papers": papers, "newman": newman, "pair_share": newman, "first_year": first, "last_year": last},
    )


RELS = [
    RelRows("AUTHORED", _authored()),
    RelRows("COAUTHORED", [
        _pair("ada", "bob", 2, 1.5, 2020, 2021), _pair("ada", "cyd", 1, 0.5, 2021, 2021),
        _pair("bob", "cyd", 1, 0.5, 2021, 2021), _pair("cyd", "dan", 1, 1.0, 2021, 2021),
    ]),
    RelRows("FROM", [("p1", "ms", {}), ("p1", "pku", {}), ("p2", "ms", {}), ("p3", "nv", {}), ("p3", "pku", {})]),
    RelRows("ABOUT", [
        ("p1", "arxiv:cs.CL", {"primary": True}), ("p2", "arxiv:cs.CL", {"primary": True}), ("p2", "arxiv:cs.LG", {}),
        ("p3", "arxiv:cs.LG", {"primary": True}),
    ]),
    RelRows("DESCRIBES:Paper", [
        ("s:1@v", "p1", {}), ("s:2@v", "p2", {}), ("s:3@v", "p3", {}), ("s:4@v", "p4", {}), ("s:5@v", "p5", {}),
        ("s:6@v", "p6", {}), ("s:7@v", "p1", {}),
    ]),
    RelRows("LOADED_BY", [(f"s:{i}@v", "l1" if i < 5 else "l2", {}) for i in range(1, 8)]),
]  # fmt: skip


def toy() -> Changes:
    """The toy graph as one change of an empty store."""
    nodes = {"Author": AUTHORS, "Paper": PAPERS, "Affiliation": AFFILIATIONS, "Topic": TOPICS, "Load": LOADS}
    created = [NodeRows(label, rows) for label, rows in nodes.items()]
    records = NodeRows("Record", [{**r, "payload": b"{}"} for r in RECORDS])
    return Changes(create_nodes=[*created, records], create_rels=RELS)
