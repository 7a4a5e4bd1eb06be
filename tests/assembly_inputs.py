"""Inputs of loads made of records in memory, and small sets of records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from coterie.graph.assembly import load
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.model.records import (
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonAffiliation,
    PersonRecord,
    Record,
    Rejected,
    TopicRef,
    canonical,
    identified,
)
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store
from coterie.graph.store.folder import exists


@dataclass
class Given:
    """An input: a name and its items."""

    file: str
    items: Sequence[Record | Rejected]
    loader: str = "records"
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for item in self.items:
            digest.update(repr(item).encode() if isinstance(item, Rejected) else canonical(item))
        return digest.hexdigest()

    def __iter__(self) -> Iterator[Record | Rejected]:
        return (item if isinstance(item, Rejected) else identified(item) for item in self.items)


def paper(number: int, *names: str, title: str = "", source: str = "src", **more: Any) -> PaperRecord:
    """A paper record with these authors, complete unless said otherwise."""
    mentions = tuple(Mention(written=name, position=i) for i, name in enumerate(names, 1))
    known: dict[str, Any] = {"authors_complete": True, "date": f"20{number % 20:02d}-05-0{1 + number % 9}", **more}
    return PaperRecord(source=source, record_id=f"p{number:04d}", title=title or f"Study number {number} of things",
                       mentions=mentions, **known)  # fmt: skip


def person(name: str, source: str = "roster", **more: Any) -> PersonRecord:
    """A person record with one affiliation."""
    stay = PersonAffiliation(affiliation=AffiliationRef(name="Uni of " + name.split()[-1]), since="2019")
    return PersonRecord(
        source=source, record_id=name.lower().replace(" ", "-"), name=name, affiliations=(stay,), **more
    )


def load_by_names(store: Store, inputs: Sequence[Any], *, settings: dict[str, Any] | None = None, **more: Any) -> Any:
    """Load; the first load makes one name one person, for tests that tell people apart by nothing else."""
    new = store.folder is not None and not exists(store.folder)
    held = None if new else (store.meta() or {}).get("identity")
    return load(store, inputs, settings={"identity": held or "names", **(settings or {})}, **more)


PEOPLE = (
    "Ada Byron",
    "Grace Hopper",
    "Alan Turing",
    "Emmy Noether",
    "Kurt Gödel",
    "Mary Somerville",
    "Sofia Kowalewska",
)


def many(papers: int, source: str = "src") -> list[Record]:
    """``papers`` papers of two or three of the seven people, with topics, and the records of these people."""
    out: list[Record] = []
    for i in range(papers):
        team = [PEOPLE[(i * k + i // 7) % len(PEOPLE)] for k in (1, 3, 5)][: 2 + i % 2]
        topics = (TopicRef(scheme="t", code=f"c{i % 4}", name=f"Subject {i % 4}", primary=True),)
        out.append(paper(i, *dict.fromkeys(team), source=source, topics=topics, ids={"doi": f"10.1000/{source}.{i}"}))
    return [*out, *(person(name) for name in PEOPLE)]


def graph_hash(tables: Tables, *, loads: bool = True) -> str:
    """The content hash; without ``loads`` that of all but which load brought what."""
    if loads:
        return content_hash(tables)
    kept = {label: table for label, table in tables.nodes.items() if label != "Load"}
    return content_hash(Tables(kept, {name: t for name, t in tables.rels.items() if name != "LOADED_BY"}))
