"""Topics: the nodes, ABOUT and PART_OF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from coterie.graph.assembly.columns import best_strings, given, rel_table, string_sets, table
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.records import TopicRecord
from coterie.graph.model.schema import ABOUT, TOPIC, TOPIC_PART_OF
from coterie.graph.model.tables import Column, Table, column
from coterie.graph.names.fold import fold
from coterie.graph.names.topics import arxiv_taxonomy


def lay_topics(papers: Sequence[MergedPaper], records: Sequence[TopicRecord]) -> tuple[Table, Table, Table]:
    """Topic, ABOUT and PART_OF of ``papers`` (by their rows) and ``records``.

    A topic's name is that of arXiv's taxonomy where it is a category of it, else that of its record, else the most
    frequent one on papers, else the smallest. ``primary`` is
    true or false on papers that name a primary topic, absent on the others.
    """
    topics, row = topic_table(namings(papers, records))
    return topics, about(papers, row), _part_of(records, row)


def topic_id(scheme: str, code: str) -> str:
    """``scheme:code``; keywords that differ in case, punctuation or diacritics alone are one topic.

    >>> topic_id("keyword", "Petri-Nets"), topic_id("mesh", "D000")
    ('keyword:petri nets', 'mesh:D000')
    """
    return f"{scheme}:{(fold(code) or code) if scheme == 'keyword' else code}"


Naming = tuple[str, bool, str | None]
"""A naming of a topic: its id, whether a topic's own record says it, and the name."""


def namings(papers: Sequence[MergedPaper], records: Sequence[TopicRecord]) -> Counter[Naming]:
    """Every naming of a topic, and how often."""
    out: Counter[Naming] = Counter(
        (topic_id(r.scheme, code), True, None) for r in records for code in (r.code, *r.part_of)
    )
    out.update((topic_id(r.scheme, r.code), True, r.name) for r in records if r.name)
    used = Counter(t for paper in papers for t in paper.fields.topics)
    for t, times in used.items():
        out[topic_id(t.scheme, t.code), False, t.name or None] += times
    return out


def read_namings(topics: Table, rows: Sequence[int]) -> Counter[Naming]:
    """The namings that some rows of a Topic table keep."""
    out: Counter[Naming] = Counter()
    picked = np.asarray(rows, np.int64)
    for ident, uses in zip(topics.pick("id", picked).tolist(), topics.pick("uses", picked).tolist(), strict=True):
        for text in uses:
            name, own, times = _decode(text)
            out[ident, own, name] += times
    return out


def topic_table(named: Mapping[Naming, int]) -> tuple[Table, dict[str, int]]:
    """The Topic table of ``named``, and the row of each id."""
    ids = sorted({ident for ident, _, _ in named})
    row = {ident: i for i, ident in enumerate(ids)}
    groups = np.fromiter((row[ident] for ident, _, _ in named), np.int64, len(named))
    times = np.fromiter(named.values(), np.int64, len(named))
    stated = best_strings(groups, [name if own else None for _, own, name in named], len(ids), times)
    seen = best_strings(groups, [name for _, _, name in named], len(ids), times)
    known_names = column("str", [_taxonomy_name(ident) for ident in ids])
    uses = [msgspec.json.encode((name, own, n)).decode() for (_, own, name), n in named.items()]
    known = {
        "id": column("str", ids),
        "name": np.where(given(known_names), known_names, np.where(given(stated), stated, seen)),
        "scheme": column("str", [ident.partition(":")[0] for ident in ids]),
        "uses": string_sets(groups, uses, len(ids)),
    }
    return table(TOPIC.properties, known, len(ids)), row


def _taxonomy_name(ident: str) -> str | None:
    """The name of a category of arXiv."""
    scheme, _, code = ident.partition(":")
    return arxiv_taxonomy().get(code) if scheme == "arxiv" else None


_decode = msgspec.json.Decoder(tuple[str | None, bool, int]).decode


def about(papers: Sequence[MergedPaper], row: Mapping[str, int]) -> Table:
    """ABOUT of ``papers`` (by their place); ``row`` finds a topic by its id."""
    found: dict[tuple[int, int], bool | None] = {}
    for i, paper in enumerate(papers):
        topics = paper.fields.topics
        ranked = any(t.primary for t in topics)
        for t in topics:
            key = (i, row[topic_id(t.scheme, t.code)])
            found[key] = (bool(found.get(key)) or t.primary) if ranked else None
    ends = np.array(sorted(found), np.int64).reshape(-1, 2)
    primary = column("bool", [found[a, b] for a, b in ends.tolist()])
    return rel_table(ABOUT.properties, ends[:, 0].copy(), ends[:, 1].copy(), {"primary": primary})


def topic_ids(papers: Sequence[MergedPaper]) -> Column:
    """For each paper the ids of its topics, sorted."""
    return column("str[]", [sorted({topic_id(t.scheme, t.code) for t in paper.fields.topics}) for paper in papers])


def _part_of(records: Sequence[TopicRecord], row: dict[str, int]) -> Table:
    pairs = {(row[topic_id(r.scheme, r.code)], row[topic_id(r.scheme, wider)]) for r in records for wider in r.part_of}
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return rel_table(TOPIC_PART_OF.properties, ends[:, 0].copy(), ends[:, 1].copy(), {})
