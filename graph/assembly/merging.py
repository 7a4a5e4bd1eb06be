"""Which records are accounts of one paper.

A shared id merges. Equal folded titles merge when years are within one and the author lists agree; similar titles
need equal complete lists. Two different ids of one scheme, or two different full dates from one source, veto.
Candidate pairs are joined from the strongest on unless the clusters veto: the order of input changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.uniting import paper_ids, unite
from coterie.graph.model.records import PaperRecord, record_key
from coterie.graph.names.people import name_key
from coterie.graph.names.titles import numerals, title_key

SIMILAR = 90.0
_SHARED_ID, _EQUAL_TITLE, _SIMILAR_TITLE = 2, 1, 0


@dataclass(frozen=True)
class _Account:
    """What merging asks of a record."""

    record: PaperRecord

    @cached_property
    def key(self) -> str:
        return record_key(self.record)

    @cached_property
    def ids(self) -> dict[str, str]:
        return paper_ids(self.record)

    @cached_property
    def title(self) -> str:
        return title_key(self.record.title)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The positioned authors' folded names, in order."""
        found = [m for m in self.record.mentions if m.position is not None and m.role == "author"]
        found.sort(key=lambda m: m.position or 0)
        return tuple(name_key(m.written, m.given, m.family) for m in found)

    @property
    def complete(self) -> bool:
        return self.record.authors_complete is True and bool(self.names)

    @property
    def full_date(self) -> str | None:
        date = self.record.date
        return date if date is not None and len(date) >= 10 else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        found = [f"id:{scheme}:{value}" for scheme, value in self.ids.items()]
        if self.title:
            found.append(f"title:{self.title}")
        if self.complete:
            found.append("authors:" + hashlib.sha256("\n".join(self.names).encode()).hexdigest()[:16])
        return tuple(sorted(found))


def merge_keys(record: PaperRecord) -> tuple[str, ...]:
    """Keys under which ``record`` is a candidate to merge: records that share none can never be one paper."""
    return _Account(record).keys


def merge(records: Sequence[PaperRecord]) -> list[MergedPaper]:
    """The papers that ``records`` (at most one a record key) describe, sorted by id.

    Whole candidate components may be given apart from each other: the papers are the same.
    """
    accounts = sorted((_Account(record) for record in records), key=lambda account: account.key)
    papers: list[MergedPaper] = []
    for component in _components(accounts):
        papers += unite([[account.record for account in cluster] for cluster in _clusters(component)])
    return sorted(papers, key=lambda paper: paper.id)


def _components(accounts: Sequence[_Account]) -> Iterator[list[_Account]]:
    """Accounts connected by merge keys."""
    parent = list(range(len(accounts)))
    first: dict[str, int] = {}
    for i, account in enumerate(accounts):
        for key in account.keys:
            _join(parent, first.setdefault(key, i), i)
    groups: dict[int, list[_Account]] = defaultdict(list)
    for i, account in enumerate(accounts):
        groups[_find(parent, i)].append(account)
    yield from groups.values()


def _clusters(component: Sequence[_Account]) -> list[list[_Account]]:
    """The accounts of one component, parted into papers."""
    if len(component) == 1:
        return [list(component)]
    parent = list(range(len(component)))
    facts = [_Facts.of(account) for account in component]
    for _, i, j in sorted(_candidates(component)):
        a, b = _find(parent, i), _find(parent, j)
        if a != b and not facts[a].veto(facts[b]):
            _join(parent, a, b)
            facts[min(a, b)] = facts[a].with_(facts[b])
    groups: dict[int, list[_Account]] = defaultdict(list)
    for i, account in enumerate(component):
        groups[_find(parent, i)].append(account)
    return list(groups.values())


def _candidates(component: Sequence[_Account]) -> Iterator[tuple[int, int, int]]:
    """Pairs that may be one paper: (minus strength, i, j), ``component`` being sorted by key."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for i, account in enumerate(component):
        for key in account.keys:
            sharing[key].append(i)
    seen: set[tuple[int, int]] = set()
    for key in sorted(sharing, key=lambda k: (not k.startswith("id:"), not k.startswith("title:"), k)):
        for i, j in combinations(sharing[key], 2):
            if (i, j) in seen:
                continue
            strength = _strength(key, component[i], component[j])
            if strength is not None:
                seen.add((i, j))
                yield -strength, i, j


def _strength(key: str, a: _Account, b: _Account) -> int | None:
    if key.startswith("id:"):
        return _SHARED_ID
    if not _same_time(a, b):
        return None
    if key.startswith("title:"):
        return _EQUAL_TITLE if _lists_agree(a, b) else None
    if numerals(a.record.title) != numerals(b.record.title):
        return None
    return _SIMILAR_TITLE if fuzz.ratio(a.title, b.title, score_cutoff=SIMILAR) else None


def _same_time(a: _Account, b: _Account) -> bool:
    """Years within one; without years, the same month and day."""
    if a.record.date and b.record.date:
        return abs(int(a.record.date[:4]) - int(b.record.date[:4])) <= 1
    return a.record.date_partial is not None and a.record.date_partial == b.record.date_partial


def _lists_agree(a: _Account, b: _Account) -> bool:
    if not a.names or not b.names:
        return a.full_date is not None and a.full_date == b.full_date
    if a.complete and b.complete:
        return a.names == b.names
    short, long = sorted((a, b), key=lambda account: (len(account.names), account.complete))
    if short.complete and len(short.names) < len(long.names):
        return False
    return long.names[: len(short.names)] == short.names


@dataclass(frozen=True)
class _Facts:
    """What a cluster must not contradict: ids by scheme, full dates by source."""

    ids: dict[str, frozenset[str]]
    dates: dict[str, frozenset[str]]

    @classmethod
    def of(cls, account: _Account) -> _Facts:
        dates = {account.record.source: frozenset({account.full_date})} if account.full_date else {}
        return cls({scheme: frozenset({value}) for scheme, value in account.ids.items()}, dates)

    def veto(self, other: _Facts) -> bool:
        return any(
            mine[name] != theirs[name]
            for mine, theirs in ((self.ids, other.ids), (self.dates, other.dates))
            for name in mine.keys() & theirs.keys()
        )

    def with_(self, other: _Facts) -> _Facts:
        return _Facts({**self.ids, **other.ids}, {**self.dates, **other.dates})


def _find(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _join(parent: list[int], i: int, j: int) -> None:
    a, b = _find(parent, i), _find(parent, j)
    parent[max(a, b)] = min(a, b)
