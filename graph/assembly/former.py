"""Former ids: an id that a node once had still finds the node that took its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.model.tables import Table, Tables, column


def carry_former_ids(old: Tables, new: Tables) -> Tables:
    """``new``, its Author and Paper nodes with the ids that ``old`` knew them by, in ``former_ids``.

    An old author lives on, its own former ids included, in the author of its id; else in the one that has its
    smallest mention that is left (where papers were merged and mentions have new keys: the same name, else the same
    position, on the paper that its record now describes); else in the one that its person record describes. A paper
    lives on in the paper of its id, else in that of its smallest record that is left. A live id is never a former
    one. Needs the evidence (Record, DESCRIBES) in both.
    """
    heirs = _Heirs(old, new)
    for label in ("Author", "Paper"):
        nodes = new.nodes[label]
        live = {ident: i for i, ident in enumerate(nodes["id"].tolist())}
        carried: dict[int, set[str]] = {}
        for row, names in _superseded(old.nodes.get(label), live):
            heir = live.get(names[0])
            if heir is None:
                heir = heirs.author(row) if label == "Author" else heirs.paper(row)
            if heir is not None:
                carried.setdefault(heir, set()).update(name for name in names if name not in live)
        former = column("str[]", [()] * nodes.length)
        for heir, ids in carried.items():
            former[heir] = tuple(sorted(ids))
        new.nodes[label] = Table({**nodes, "former_ids": former}, nodes.length)
    return new


def _superseded(nodes: Table | None, live: Mapping[str, int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Old nodes that have something to hand on: their row, and all their ids, the last one first."""
    if nodes is None:
        return
    former = nodes["former_ids"].tolist() if "former_ids" in nodes else [()] * nodes.length
    for i, (ident, ids) in enumerate(zip(nodes["id"].tolist(), former, strict=True)):
        if ids or ident not in live:
            yield i, (ident, *ids)


class _Evidence:
    """The records of a graph by what they describe, and its mentions; each made when first needed."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @cached_property
    def _record_keys(self) -> list[str]:
        records = self._tables.nodes["Record"]
        return [f"{a}:{b}" for a, b in zip(records["source"].tolist(), records["record_id"].tolist(), strict=True)]

    def described(self, label: str) -> Iterator[tuple[str, int]]:
        """(record key, row of the node it describes)."""
        found = self._tables.rels.get(f"DESCRIBES:{label}")
        if found is not None:
            for record, row in zip(found["start"].tolist(), found["end"].tolist(), strict=True):
                yield self._record_keys[record], row

    @cached_property
    def paper_of(self) -> dict[str, int]:
        """Row of the paper that a record describes."""
        return dict(self.described("Paper"))

    @cached_property
    def author_of(self) -> dict[str, int]:
        """Row of the author that a record describes."""
        return dict(self.described("Author"))

    @cached_property
    def records_of_paper(self) -> dict[int, list[str]]:
        """Record keys of each paper, sorted."""
        return _by_node(self.described("Paper"))

    @cached_property
    def records_of_author(self) -> dict[int, list[str]]:
        """Person record keys of each author, sorted."""
        return _by_node(self.described("Author"))

    @property
    def authored(self) -> Table:
        """The mentions."""
        return self._tables.rels["AUTHORED"]

    @cached_property
    def mention_row(self) -> dict[str, int]:
        """Row of each mention key."""
        return {key: i for i, key in enumerate(self.authored["mention"].tolist())}

    @cached_property
    def _by_paper(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.authored["end"], kind="stable")
        limits = np.searchsorted(self.authored["end"][order], np.arange(self._tables.nodes["Paper"].length + 1))
        return order, limits.astype(np.int64)

    def mentions_of_paper(self, paper: int) -> list[int]:
        """Rows of the mentions of a paper, by key."""
        order, limits = self._by_paper
        rows = order[limits[paper] : limits[paper + 1]].tolist()
        return sorted(rows, key=self.authored["mention"].__getitem__)


def _by_node(described: Iterator[tuple[str, int]]) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for key, row in sorted(set(described)):
        out.setdefault(row, []).append(key)
    return out


class _Heirs:
    """Which new node took the place of an old one."""

    def __init__(self, old: Tables, new: Tables) -> None:
        self._old, self._new = _Evidence(old), _Evidence(new)

    def paper(self, row: int) -> int | None:
        """The new paper of the smallest record of the old one that is left."""
        keys = self._old.records_of_paper.get(row, [])
        return next((self._new.paper_of[key] for key in keys if key in self._new.paper_of), None)

    def author(self, row: int) -> int | None:
        """The new author of the smallest mention, else of the smallest record, of the old one that is left."""
        mentions = self._old.authored
        first, last = np.searchsorted(mentions["start"], [row, row + 1]).tolist()
        for i in sorted(range(first, last), key=mentions["mention"].__getitem__):
            found = self._new.mention_row.get(mentions["mention"][i])
            found = self._renamed(i) if found is None else found
            if found is not None:
                return int(self._new.authored["start"][found])
        keys = self._old.records_of_author.get(row, [])
        return next((self._new.author_of[key] for key in keys if key in self._new.author_of), None)

    def _renamed(self, i: int) -> int | None:
        """The new row of an old mention whose key is gone because its paper was merged or its record changed."""
        mentions = self._old.authored
        paper = self._new.paper_of.get(mentions["mention"][i].rpartition("#")[0])
        if paper is None:
            return None
        rows = self._new.mentions_of_paper(paper)
        for name in ("written", "position"):
            same = [row for row in rows if self._new.authored[name][row] == mentions[name][i]]
            if same:
                return same[0]
        return None
