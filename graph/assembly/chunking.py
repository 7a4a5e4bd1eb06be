"""Sharing a large load out among transactions, so that papers stay whole and ids, once given, stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from coterie.graph.assembly.corpus import Item
from coterie.graph.assembly.derive import Derived

CHUNK = 5000
"""Paper records in one transaction of a server."""


class Touch(NamedTuple):
    """A version of a record that a load brings, or takes back: its id, the load, and the record itself or, where that
    is held already, its type and key."""

    ident: str
    load: str
    item: Item | None
    held: tuple[str, str] = ("", "")

    @property
    def key(self) -> tuple[str, str]:
        """Type and key of the record."""
        return self.held if self.item is None else self.item.key


def fits(touches: Iterable[Touch]) -> bool:
    """Whether they are few enough for one transaction."""
    return sum(touch.key[0] == "paper" for touch in touches) <= CHUNK


def in_chunks(touches: Sequence[Touch], graph: Derived) -> list[list[Touch]]:
    """``touches`` in chunks of about ``CHUNK`` paper records. ``graph`` is that of a corpus that holds them all.

    All records that could be one paper come together. Papers come by their smallest record key, so that the smallest
    mention of a person, of which the id is made, mostly comes first; a person's record comes with the first paper of
    that person, and what belongs to no paper in the first chunk (affiliations, topics) or the last (people).
    """
    group = _groups(graph)
    first: dict[int, str] = {}
    for key in sorted(group):
        first.setdefault(group[key], key)
    papers = [touch for touch in touches if touch.key[0] == "paper"]
    papers.sort(key=lambda touch: (first[group[touch.key[1]]], touch.ident))
    chunk_of = dict(_filled([group[touch.key[1]] for touch in papers]))
    chunks: list[list[Touch]] = [[] for _ in range(max(chunk_of.values(), default=0) + 1)]
    for touch in papers:
        chunks[chunk_of[group[touch.key[1]]]].append(touch)
    people = _chunk_of_people(graph, {key: chunk_of[g] for key, g in group.items() if g in chunk_of}, len(chunks))
    for touch in touches:
        kind, key = touch.key
        if kind == "person":
            chunks[people.get(graph.author_of[key], len(chunks) - 1)].append(touch)
        elif kind != "paper":
            chunks[0].append(touch)
    return chunks


def _filled(groups: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Chunk of each group, the chunks being filled in order."""
    chunk, held = 0, 0
    previous = None
    for group in groups:
        if group != previous and held >= CHUNK:
            chunk, held = chunk + 1, 0
        previous, held = group, held + 1
        yield group, chunk


def _groups(graph: Derived) -> dict[str, int]:
    """For each paper record the number of its candidate component: records joined by merge keys."""
    records = graph.nodes["Record"]
    papers = np.flatnonzero(records["type"] == "paper")
    names = [f"{s}:{r}" for s, r in zip(records["source"][papers], records["record_id"][papers], strict=True)]
    number = {name: i for i, name in enumerate(dict.fromkeys(names))}
    keys = records["keys"][papers]
    _, key = np.unique(keys.values, return_inverse=True)
    record = np.repeat(np.fromiter(map(number.__getitem__, names), np.int64, len(names)), keys.sizes)
    size = len(number) + len(key)
    links = coo_array((np.ones(len(key), np.int8), (record, len(number) + key)), (size, size))
    _, group = connected_components(links, directed=False)
    return {name: int(group[i]) for name, i in number.items()}


def _chunk_of_people(graph: Derived, chunk_of: Mapping[str, int], chunks: int) -> dict[str, int]:
    """For each author id the chunk of that person's first paper, of those that a chunk brings."""
    by_paper: dict[str, int] = {}
    for key, chunk in chunk_of.items():
        paper = graph.paper_of.get(key)
        if paper is not None:
            by_paper[paper] = min(chunk, by_paper.get(paper, chunk))
    ids = graph.nodes["Paper"]["id"].tolist()
    paper_chunk = np.fromiter((by_paper.get(ident, chunks) for ident in ids), np.int64, len(ids))
    authors, rel = graph.nodes["Author"]["id"].tolist(), graph.rels["AUTHORED"]
    first = np.full(len(authors), chunks, np.int64)
    np.minimum.at(first, rel["start"], paper_chunk[rel["end"]])
    return {ident: chunk for ident, chunk in zip(authors, first.tolist(), strict=True) if chunk < chunks}
