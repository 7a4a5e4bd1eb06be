"""Profiles: what the snapshot says of one author, paper, affiliation or topic. Pure functions of it and a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.schema import NODE, RELATIONSHIP
from coterie.graph.model.tables import Table, plain
from coterie.graph.snapshot.snapshot import Snapshot

Rows = NDArray[np.int64]
Item = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """One node seen from all sides: ``facts`` are its own properties, ``sections`` lists of what it is joined to."""

    kind: str
    facts: Item
    sections: dict[str, list[Item]] = field(default_factory=dict)

    def as_dict(self) -> Item:
        """All of it as one object."""
        return {**self.facts, **self.sections}


def author(snapshot: Snapshot, row: int) -> Profile:
    """A person: papers by year, co-authors by joint papers, affiliations, topics, papers (newest first)."""
    authored = snapshot.rel("AUTHORED")
    papers = np.unique(authored["end"][_starting(authored, row)])
    facts = _facts(snapshot, "Author", row) | {"papers_with_incomplete_lists": _incomplete(snapshot, papers)}
    return Profile("author", facts, {
        "papers_by_year": _by_year(snapshot, papers),
        "coauthors": _coauthors(snapshot, row),
        "affiliations": _affiliated(snapshot, row),
        "topics": _counted(snapshot, "ABOUT", "Topic", papers),
        "papers": _papers(snapshot, papers),
    })  # fmt: skip


def paper(snapshot: Snapshot, row: int) -> Profile:
    """A paper: its authors in order, affiliations, topics, and the records it is made of."""
    described = snapshot.rel("DESCRIBES:Paper")
    records = described["start"][np.flatnonzero(described["end"] == row)]
    return Profile("paper", _facts(snapshot, "Paper", row), {
        "authors": _authors(snapshot, row),
        "affiliations": _joined(snapshot, "FROM", "Affiliation", row, ("id", "name", "country")),
        "topics": _joined(snapshot, "ABOUT", "Topic", row, ("id", "name")),
        "records": [_pick(item, ("id", "source", "updated")) for item in _items(snapshot, "Record", records)],
    })  # fmt: skip


def affiliation(snapshot: Snapshot, row: int) -> Profile:
    """An organisation: papers by year, its people by papers, partners on the same papers, topics, papers."""
    papers = _papers_of(snapshot, "FROM", row)
    facts = _facts(snapshot, "Affiliation", row) | _counts(snapshot, papers)
    partners = [item for item in _counted(snapshot, "FROM", "Affiliation", papers) if item["id"] != facts["id"]]
    return Profile("affiliation", facts, {
        "papers_by_year": _by_year(snapshot, papers),
        "people": _people(snapshot, papers),
        "partners": partners,
        "topics": _counted(snapshot, "ABOUT", "Topic", papers),
        "papers": _papers(snapshot, papers),
    })  # fmt: skip


def topic(snapshot: Snapshot, row: int) -> Profile:
    """A topic: papers by year, people and affiliations by papers, papers."""
    papers = _papers_of(snapshot, "ABOUT", row)
    return Profile("topic", _facts(snapshot, "Topic", row) | _counts(snapshot, papers), {
        "papers_by_year": _by_year(snapshot, papers),
        "people": _people(snapshot, papers),
        "affiliations": _counted(snapshot, "FROM", "Affiliation", papers),
        "papers": _papers(snapshot, papers),
    })  # fmt: skip


PROFILES = {"author": author, "paper": paper, "affiliation": affiliation, "topic": topic}
"""The function that makes the profile of each kind."""


def _starting(table: Table, row: int) -> slice:
    """The rows of a relationship table that start at ``row`` (it is sorted by start)."""
    start = table["start"]
    return slice(int(np.searchsorted(start, row)), int(np.searchsorted(start, row, "right")))


def _incomplete(snapshot: Snapshot, papers: Rows) -> int:
    """Papers whose list of authors ends early or is missing: people may be missing from what is told of them."""
    return int(np.count_nonzero(snapshot.texts("Paper", "authors_complete", papers) != 1))


def _counts(snapshot: Snapshot, papers: Rows) -> Item:
    return {"paper_count": len(papers), "papers_with_incomplete_lists": _incomplete(snapshot, papers)}


def _facts(snapshot: Snapshot, label: str, row: int) -> Item:
    """All properties of a node in the order of the schema, None where absent."""
    present = _items(snapshot, label, [row])[0]
    return {p.name: present.get(p.name) for p in NODE[label].properties if p.where == "both"}


def _items(snapshot: Snapshot, name: str, rows: Rows | list[int]) -> list[Item]:
    """Rows of a label or relationship as dicts without absent values; only these rows are decoded."""
    nodes = name in NODE
    declared = NODE[name].properties if nodes else RELATIONSHIP[name].properties
    table = snapshot.node(name) if nodes else snapshot.rel(name)
    items: list[Item] = [{} for _ in rows]
    for p in declared:
        if p.where == "both" and p.name in table:
            for item, value in zip(items, plain(p.kind, snapshot.texts(name, p.name, rows)), strict=True):
                if value is not None:
                    item[p.name] = value
    return items


def _pick(item: Item, names: Iterable[str]) -> Item:
    return {name: item.get(name) for name in names}


def _by_year(snapshot: Snapshot, papers: Rows) -> list[Item]:
    """Papers in each year; those without a year last."""
    years = [item.get("year") for item in _items(snapshot, "Paper", papers)]
    counts = Counter(years)
    return [{"year": y, "papers": counts[y]} for y in sorted(counts, key=lambda y: (y is None, y))]


def _papers(snapshot: Snapshot, papers: Rows) -> list[Item]:
    """Papers, newest first, those without a date last."""
    found = [_pick(item, ("title", "date", "venue", "id")) for item in _items(snapshot, "Paper", papers)]
    found.sort(key=lambda item: (item["title"] or "", item["id"]))
    found.sort(key=lambda item: item["date"] or "", reverse=True)
    return found


def _coauthors(snapshot: Snapshot, row: int) -> list[Item]:
    """Co-authors by joint papers."""
    pairs = snapshot.rel("COAUTHORED")
    at = np.flatnonzero((pairs["start"] == row) | (pairs["end"] == row))
    others = np.where(pairs["start"][at] == row, pairs["end"][at], pairs["start"][at])
    people = _items(snapshot, "Author", others)
    links = _items(snapshot, "COAUTHORED", at)
    found = [{"name": p.get("name"), **_pick(link, ("papers", "first_year", "last_year")), "id": p["id"]}
             for p, link in zip(people, links, strict=True)]  # fmt: skip
    return sorted(found, key=lambda item: (-(item["papers"] or 0), item["name"] or "", item["id"]))


def _affiliated(snapshot: Snapshot, row: int) -> list[Item]:
    """Affiliations of a person, with the source that says so."""
    table = snapshot.rel("AFFILIATED_WITH")
    at = np.arange(table.length, dtype=np.int64)[_starting(table, row)]
    places = _items(snapshot, "Affiliation", table["end"][at])
    links = _items(snapshot, "AFFILIATED_WITH", at)
    found = [{"name": place.get("name"), **link, "id": place["id"]} for place, link in zip(places, links, strict=True)]
    return sorted(
        found, key=lambda item: (-item.get("papers", 0), item["name"] or "", item["id"], item.get("source", ""))
    )


def _papers_of(snapshot: Snapshot, relationship: str, row: int) -> Rows:
    """Papers joined to the node ``row`` at the end of FROM or ABOUT."""
    table = snapshot.rel(relationship)
    return np.unique(table["start"][np.flatnonzero(table["end"] == row)])


def _counted(snapshot: Snapshot, relationship: str, label: str, papers: Rows) -> list[Item]:
    """Nodes that ``papers`` are joined to, by number of papers."""
    table = snapshot.rel(relationship)
    return _tally(snapshot, label, table["end"][np.isin(table["start"], papers)])


def _people(snapshot: Snapshot, papers: Rows) -> list[Item]:
    """Authors of ``papers`` by number of papers."""
    table = snapshot.rel("AUTHORED")
    at = np.isin(table["end"], papers)
    pairs = np.unique(np.stack([table["start"][at], table["end"][at]]), axis=1)
    return _tally(snapshot, "Author", pairs[0])


def _tally(snapshot: Snapshot, label: str, ends: Rows) -> list[Item]:
    rows, counts = np.unique(ends, return_counts=True)
    nodes = _items(snapshot, label, rows)
    found = [{"name": node.get("name"), "papers": n, "id": node["id"]}
             for node, n in zip(nodes, counts.tolist(), strict=True)]  # fmt: skip
    return sorted(found, key=lambda item: (-item["papers"], item["name"] or "", item["id"]))


def _authors(snapshot: Snapshot, row: int) -> list[Item]:
    """Authors of a paper: those with a position in order, then the others."""
    table = snapshot.rel("AUTHORED")
    at = np.flatnonzero(table["end"] == row)
    people = _items(snapshot, "Author", table["start"][at])
    mentions = _items(snapshot, "AUTHORED", at)
    found = [{"position": m.get("position"), "name": p.get("name"), "written": m.get("written"), "role": m.get("role"),
              "id": p["id"], "mention": m["mention"]} for p, m in zip(people, mentions, strict=True)]  # fmt: skip
    return sorted(found, key=lambda item: (item["position"] is None, item["position"] or 0, item["mention"]))


def _joined(snapshot: Snapshot, relationship: str, label: str, row: int, names: Iterable[str]) -> list[Item]:
    table = snapshot.rel(relationship)
    nodes = _items(snapshot, label, table["end"][_starting(table, row)])
    return sorted((_pick(node, names) for node in nodes), key=lambda item: (item["name"] or "", item["id"]))
