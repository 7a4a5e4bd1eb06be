"""What groups are about and where they are: topics and affiliations that stand out in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from coterie.graph.network.network import CollaborationNetwork, Ints
from coterie.graph.snapshot.choosing import spans
from coterie.graph.snapshot.snapshot import Snapshot

LEADING = 3
NOTE = ("topics and affiliations: those with most papers, or members, beyond what the share in the whole network would "
        "give; ×: share in the community by that share (lift)")  # fmt: skip


def papers_of(network: CollaborationNetwork, of: Ints) -> tuple[Ints, Ints]:
    """Pairs of group and paper, each once, sorted; ``of``: the group of each node, from 0."""
    held = network.incidence
    assert held is not None
    width = int(held.papers.max(initial=0)) + 1
    key = np.unique(np.repeat(of, np.diff(held.indptr)) * width + held.papers)
    return key // width, key % width


def topics_of(network: CollaborationNetwork, group: Ints, paper: Ints, shown: int) -> list[str | None]:
    """The leading topics of the papers of the first ``shown`` groups; see :func:`papers_of`."""
    snapshot = network.snapshot
    if snapshot is None or network.nodes == "topics":
        return [None] * shown
    return _leading(snapshot, "Topic", "ABOUT", snapshot.node("Paper").length, group, paper, shown)


def affiliations_of(network: CollaborationNetwork, of: Ints, shown: int) -> list[str | None]:
    """The leading affiliations of the people of the first ``shown`` groups."""
    snapshot = network.snapshot
    if snapshot is None or network.nodes != "authors" or network.rows is None:
        return [None] * shown
    authors = snapshot.node("Author").length
    return _leading(snapshot, "Affiliation", "AFFILIATED_WITH", authors, of, network.rows, shown)


def _leading(snapshot: Snapshot, label: str, rel: str, size: int, group: Ints, carrier: Ints, shown: int
             ) -> list[str | None]:  # fmt: skip
    """Of each group the marks that most of its carriers have beyond their share among all carriers. ``group`` and
    ``carrier``: distinct pairs; shares are of the carriers with any mark."""
    table, marks = snapshot.rel(rel), max(snapshot.node(label).length, 1)
    starts = np.searchsorted(table["start"], np.arange(size + 1)).astype(np.int64)

    def marked(carriers: Ints, number: Ints) -> tuple[Ints, Ints]:
        """Pairs of number and mark, each carrier once."""
        per = starts[carriers + 1] - starts[carriers]
        key = np.repeat(np.arange(len(carriers)), per) * marks + table["end"][spans(starts, carriers)]
        key = np.unique(key)
        return number[key // marks], key % marks

    every = np.unique(carrier)
    _, mark = marked(every, np.zeros(len(every), np.int64))
    overall = np.bincount(mark, minlength=marks) / max(_bearing(starts, every), 1)
    there = group < shown
    of, mark = marked(carrier[there], group[there])
    pairs, count = np.unique(of * marks + mark, return_counts=True)
    of, mark = pairs // marks, pairs % marks
    bearing = np.bincount(group[there], weights=starts[carrier[there] + 1] > starts[carrier[there]], minlength=shown)
    expected = bearing[of] * overall[mark]
    order = np.lexsort((mark, -count, -(count - expected).round(9), of))
    order = order[_place(of[order]) < LEADING]
    text = _named(snapshot, label, np.unique(mark[order]))
    out: list[list[str]] = [[] for _ in range(shown)]
    for i in order.tolist():
        out[int(of[i])].append(f"{text[int(mark[i])]} (×{count[i] / expected[i]:.1f})")
    return [", ".join(said) or None for said in out]


def _bearing(starts: Ints, carriers: Ints) -> int:
    """How many have any mark."""
    return int((starts[carriers + 1] > starts[carriers]).sum())


def _place(groups: Ints) -> Ints:
    """The how-manieth of its group each is, from 0; ``groups`` sorted."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]][: len(groups)])
    return np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))


def _named(snapshot: Snapshot, label: str, rows: Ints) -> dict[int, str]:
    read: Callable[[str], list[str]] = lambda column: snapshot.texts(label, column, rows).tolist()  # noqa: E731
    return {row: name or ident for row, ident, name in zip(rows.tolist(), read("id"), read("name"), strict=True)}
