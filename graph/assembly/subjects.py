"""Topics: the nodes, ABOUT and PART_OF."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coterie.graph.assembly.columns import best_strings, given, rel_table, table
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.records import TopicRecord
from coterie.graph.model.schema import ABOUT, TOPIC, TOPIC_PART_OF
from coterie.graph.model.tables import Table, column


def lay_topics(papers: Sequence[MergedPaper], records: Sequence[TopicRecord]) -> tuple[Table, Table, Table]:
    """Topic, ABOUT and PART_OF of ``papers`` (by their rows) and ``records``.

    A topic's name is that of its record, else the most frequent one on papers, else the smallest. ``primary`` is
    true or false on papers that name a primary topic, absent on the others.
    """
    named = _names(papers, records)
    ids = sorted({ident for ident, _, _ in named})
    row = {ident: i for i, ident in enumerate(ids)}
    groups = np.fromiter((row[ident] for ident, _, _ in named), np.int64, len(named))
    stated = best_strings(groups, [name if own else None for _, own, name in named], len(ids))
    seen = best_strings(groups, [name for _, _, name in named], len(ids))
    names = np.where(given(stated), stated, seen)
    known = {"id": column("str", ids), "name": names, "scheme": column("str", [i.partition(":")[0] for i in ids])}
    topics = table(TOPIC.properties, known, len(ids))
    return topics, _about(papers, row), _part_of(records, row)


def _names(papers: Sequence[MergedPaper], records: Sequence[TopicRecord]) -> list[tuple[str, bool, str | None]]:
    """Every naming of a topic: its id, whether a topic's own record says it, and the name."""
    out: list[tuple[str, bool, str | None]] = [
        (f"{r.scheme}:{code}", True, None) for r in records for code in (r.code, *r.part_of)
    ]
    out += [(f"{r.scheme}:{r.code}", True, r.name) for r in records if r.name]
    out += [(f"{t.scheme}:{t.code}", False, t.name or None) for paper in papers for t in paper.fields.topics]
    return out


def _about(papers: Sequence[MergedPaper], row: dict[str, int]) -> Table:
    found: dict[tuple[int, int], bool | None] = {}
    for i, paper in enumerate(papers):
        topics = paper.fields.topics
        ranked = any(t.primary for t in topics)
        for t in topics:
            key = (i, row[f"{t.scheme}:{t.code}"])
            found[key] = (bool(found.get(key)) or t.primary) if ranked else None
    ends = np.array(sorted(found), np.int64).reshape(-1, 2)
    primary = column("bool", [found[a, b] for a, b in ends.tolist()])
    return rel_table(ABOUT.properties, ends[:, 0].copy(), ends[:, 1].copy(), {"primary": primary})


def _part_of(records: Sequence[TopicRecord], row: dict[str, int]) -> Table:
    pairs = {(row[f"{r.scheme}:{r.code}"], row[f"{r.scheme}:{wider}"]) for r in records for wider in r.part_of}
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return rel_table(TOPIC_PART_OF.properties, ends[:, 0].copy(), ends[:, 1].copy(), {})
