"""Doubtful decisions about papers: identifiers that several of them carry, and records that only similar titles join.

The merging of papers goes by rules, not by weights: the log-odds here are our judgement of how often each rule errs,
so that papers can stand in one order with people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from coterie.graph.assembly.accounts import Account
from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.merging import SIMILAR, SIMILAR_TITLE, strength
from coterie.graph.identity.describing import NAMES, Side, Work
from coterie.graph.identity.overrides import PAPERS, Override
from coterie.graph.identity.reviewing import DIFFERENT, SAME, Doubt
from coterie.graph.model.records import PaperRecord
from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.model.tables import ABSENT
from coterie.graph.names.titles import title_key
from coterie.graph.snapshot import Snapshot
from coterie.graph.store import Store

_READ = 2000
"""Papers whose records are read together."""
_TOLERANT = 25.0
"""Points of the ratio of two titles (0 to 100) to a unit of log-odds, for papers that share an identifier."""


class _Paper(NamedTuple):
    """What is known of a paper: its row and the keys of its records, each with its title, sorted."""

    row: int
    said: dict[str, str]


class DoubtfulPapers:
    """Looks for them in a snapshot; ``store`` is opened only where a paper has several records."""

    def __init__(self, snapshot: Snapshot, store: Callable[[], Store], overrides: Sequence[Override]) -> None:
        self._snapshot, self._store = snapshot, store
        self._overrides = [override for override in overrides if override.about == PAPERS]
        self._described = _records(snapshot)
        self._authors = _authors(snapshot)

    def found(self) -> list[Doubt]:
        """All of them, but those that a correction decides."""
        return [*self._sharing(), *self._alike()]

    def _sharing(self) -> Iterator[Doubt]:
        """Papers that share an identifier: something else tells them apart."""
        table = self._snapshot.node("Paper")
        pairs: dict[tuple[int, int], str] = {}
        for scheme, name in ID_SCHEMES.items():
            for value, rows in _several(table[name].tolist()):
                for pair in pairwise(rows):
                    pairs.setdefault(pair, f"{scheme}:{value}")
        for (a, b), ident in sorted(pairs.items()):
            one, two = (_Paper(row, self._titles(row)) for row in (a, b))
            if self._settled(one.said, two.said):
                continue
            ratio = fuzz.ratio(title_key(table["title"][a]), title_key(table["title"][b]))
            yield self._doubt(DIFFERENT, one, two, (ratio - 100) / _TOLERANT, ident)

    def _alike(self) -> Iterator[Doubt]:
        """Papers some of whose records nothing but a similar title joins."""
        several = [row for row, ids in sorted(self._described.items()) if len(ids) > 1]
        for rows in (several[at : at + _READ] for at in range(0, len(several), _READ)):
            records = self._read([ident for row in rows for ident in self._described[row]])
            for row in rows:
                accounts = [Account(records[key]) for key in self._keys(row) if key in records]
                part = _parts(accounts)
                if len(part) < 2:
                    continue
                one = {account.key: account.record.title or "" for account in part[0]}
                two = {account.key: account.record.title or "" for group in part[1:] for account in group}
                if not self._settled(one, two):
                    ratio = max(fuzz.ratio(a.title, b.title) for a in part[0] for group in part[1:] for b in group)
                    yield self._doubt(SAME, _Paper(row, one), _Paper(row, two), 1 + (ratio - SIMILAR) / 5)

    def _read(self, ids: Sequence[str]) -> dict[str, PaperRecord]:
        corpus = Corpus()
        corpus.supply(self._store().records(ids))
        return {f"{r.source}:{r.record_id}": r for r in corpus.effective() if isinstance(r, PaperRecord)}

    def _keys(self, row: int) -> list[str]:
        return sorted({ident.rpartition("@")[0] for ident in self._described.get(row, ())})

    def _titles(self, row: int) -> dict[str, str]:
        """The keys of a paper's records with the title of each; "" where there are several, which were to be read."""
        keys = self._keys(row)
        title = self._snapshot.node("Paper")["title"][row] or ""
        return dict.fromkeys(keys, title if len(keys) == 1 else "")

    def _settled(self, one: dict[str, str], two: dict[str, str]) -> bool:
        """Whether a correction says of records of both sides that they are one paper, or are not."""
        for override in self._overrides:
            together = set(override.together())
            if not together.isdisjoint(one) and not together.isdisjoint(two):
                return True
            if any((a in one and b in two) or (a in two and b in one) for a, b in override.parted()):
                return True
        return False

    def _doubt(self, decided: str, one: _Paper, two: _Paper, log_odds: float, ident: str = "") -> Doubt:
        first, second = sorted((one, two), key=lambda paper: list(paper.said))
        people = min(len(self._authors.get(paper.row, ())) for paper in (one, two))
        links = people * (people - 1) // 2
        terms = (("shared identifier" if ident else "similar titles", log_odds),)
        return Doubt(PAPERS, decided, self._side(first), self._side(second), log_odds, 1, links, terms)

    def _side(self, paper: _Paper) -> Side:
        table, row = self._snapshot.node("Paper"), paper.row
        year = int(table["year"][row])
        known = None if year == ABSENT else year
        titles = dict.fromkeys(title for title in paper.said.values() if title) or {table["title"][row] or "": None}
        works = tuple(Work(table["id"][row], title, known, table["venue"][row] or "") for title in titles)
        names = self._authors.get(row, [])
        ids = tuple(f"{s}:{table[p][row]}" for s, p in ID_SCHEMES.items() if table[p][row])
        return Side(paper.said, table["id"][row], tuple(names[:NAMES]), works, len(paper.said),
                    (known, known) if known else None, coauthor_count=len(names), ids=ids)  # fmt: skip


def _records(snapshot: Snapshot) -> dict[int, list[str]]:
    """The ids of the Record nodes of each paper."""
    ids, rel = snapshot.node("Record")["id"], snapshot.rel("DESCRIBES:Paper")
    out: dict[int, list[str]] = {}
    for start, end in zip(rel["start"].tolist(), rel["end"].tolist(), strict=True):
        out.setdefault(end, []).append(ids[start])
    return out


def _authors(snapshot: Snapshot) -> dict[int, list[str]]:
    """The names of each paper's people that make links, by their places on it."""
    mentions, cap = snapshot.rel("AUTHORED"), snapshot.settings.cap
    team: Ints = snapshot.node("Paper")["team"][mentions["end"]]
    some = np.flatnonzero((mentions["collective"] != 1) & np.not_equal(mentions["role"], "editor").astype(bool))
    some = some[team[some] <= cap]
    some = some[np.lexsort((mentions["position"][some], mentions["end"][some]))]
    out: dict[int, list[str]] = {}
    for paper, name in zip(mentions["end"][some].tolist(), mentions["written"][some].tolist(), strict=True):
        out.setdefault(paper, []).append(name)
    return out


def _several(values: Sequence[str | None]) -> Iterator[tuple[str, list[int]]]:
    """The values that stand in several rows, with these."""
    rows: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        if value is not None:
            rows.setdefault(value, []).append(row)
    return ((value, found) for value, found in sorted(rows.items()) if len(found) > 1)


def _parts(accounts: Sequence[Account]) -> list[list[Account]]:
    """``accounts`` (by key) in groups that more than similar titles joins, the group of the first one first."""
    left, parts = list(accounts), list[list[Account]]()
    while left:
        part, edge = [left[0]], [left.pop(0)]
        while edge:
            one = edge.pop()
            near = [other for other in left if strength(one, other) > SIMILAR_TITLE]
            left = [other for other in left if other not in near]
            part += near
            edge += near
        parts.append(part)
    return parts
