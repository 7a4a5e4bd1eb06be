"""Sharing a large load out among transactions, so that papers stay whole and ids, once given, stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from coterie.graph.assembly.corpus import Corpus, Item
from coterie.graph.assembly.derive import Derived

CHUNK = 5000
"""Paper records in one transaction of a server."""


class Touch(NamedTuple):
    """A version of a record that a load brings, or takes back."""

    item: Item
    load: str


def fits(touches: Iterable[Touch]) -> bool:
    """Whether they are few enough for one transaction."""
    return sum(touch.item.key[0] == "paper" for touch in touches) <= CHUNK


def in_chunks(touches: Sequence[Touch], corpus: Corpus, graph: Derived) -> list[list[Touch]]:
    """``touches`` in chunks of about ``CHUNK`` paper records. ``corpus`` holds them all, and ``graph`` is its graph.

    All records that could be one paper come together. Papers come by their smallest record key, so that the smallest
    mention of a person, of which the id is made, mostly comes first; a person's record comes with the first paper of
    that person, and what belongs to no paper in the first chunk (affiliations, topics) or the last (people).
    """
    group = _groups(corpus)
    first: dict[int, str] = {}
    for key in sorted(group):
        first.setdefault(group[key], key)
    papers = [touch for touch in touches if touch.item.key[0] == "paper"]
    papers.sort(key=lambda touch: (first[group[touch.item.key[1]]], touch.item.id))
    chunk_of = dict(_filled([group[touch.item.key[1]] for touch in papers]))
    chunks: list[list[Touch]] = [[] for _ in range(max(chunk_of.values(), default=0) + 1)]
    for touch in papers:
        chunks[chunk_of[group[touch.item.key[1]]]].append(touch)
    people = _chunk_of_people(graph, {key: chunk_of[g] for key, g in group.items() if g in chunk_of}, len(chunks))
    for touch in touches:
        kind, key = touch.item.key
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


def _groups(corpus: Corpus) -> dict[str, int]:
    """For each paper record the number of its candidate component: records joined by merge keys."""
    number: dict[str, int] = {}
    parent: list[int] = []

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def node(name: str) -> int:
        if name not in number:
            number[name] = len(parent)
            parent.append(len(parent))
        return root(number[name])

    keys = []
    for version in corpus.versions.values():
        if version.type == "paper":
            own = node("record " + version.key)
            keys.append(version.key)
            for merge_key in corpus.merge_keys(version.id):
                parent[node(merge_key)] = own
                own = root(own)
    return {key: root(number["record " + key]) for key in keys}


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
