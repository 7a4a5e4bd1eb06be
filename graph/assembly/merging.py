"""Which records are accounts of one paper.

A shared id merges. Equal folded titles merge when years are within one and the author lists agree; similar titles
need equal complete lists. Two different ids of one scheme, or two different full dates from one source, veto.
People's word is above all of it: records that a correction calls one paper are joined first, whatever vetoes, and
those that it calls different never meet.
Candidate pairs are joined from the strongest on unless the clusters veto: the order of input changes nothing.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from coterie.graph.assembly.accounts import Account, merge_keys
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.rulings import NONE, Rulings
from coterie.graph.assembly.uniting import unite
from coterie.graph.identity.overrides import Override
from coterie.graph.model.ragged import Ragged, digest
from coterie.graph.model.records import PaperRecord
from coterie.graph.names.titles import numerals

SIMILAR = 90.0
"""Least ratio (rapidfuzz, 0 to 100) of the folded titles of one paper."""
WINDOW = 64
"""Records of one key are compared with so many that follow them in the order of record keys."""
_SAID, _SHARED_ID, _EQUAL_BOTH, _EQUAL_TITLE = 5, 4, 3, 2
SIMILAR_TITLE = 1
"""The least strength of a pair of records: titles that are alike, equal complete lists of authors."""

__all__ = ["Doubt", "Merging", "components", "merge", "merge_keys", "merged", "strength", "vetoes"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An identifier (``doi:…``) that several papers carry, since something else tells them apart."""

    id: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merging:
    """``papers`` sorted by id, and the ``doubtful`` identifiers, sorted; ``keys`` are the merge keys of ``records``
    (their keys, sorted)."""

    papers: list[MergedPaper]
    doubtful: list[Doubt]
    records: list[str]
    keys: Ragged


def merge(records: Sequence[PaperRecord], overrides: Sequence[Override] = ()) -> list[MergedPaper]:
    """The papers that ``records`` describe, sorted by id: see :func:`merged`."""
    return merged(records, overrides).papers


def merged(records: Sequence[PaperRecord], overrides: Sequence[Override] = ()) -> Merging:
    """The papers that ``records`` (one for each record key, see ``effective``) describe, and what is doubtful.
    ``overrides``: people's corrections.

    Independent of the order of ``records``. Candidate components may be given apart from each other: the papers are
    the same. Raises ValueError where two records have one key.
    """
    names: dict[Any, str] = {}
    accounts = sorted((Account(record, names) for record in records), key=lambda account: account.key)
    for i in range(1, len(accounts)):
        if accounts[i].key == accounts[i - 1].key:
            raise ValueError(f"two records have the key {accounts[i].key!r}")
    rulings = Rulings.of(overrides) if overrides else NONE
    keys, of_records = _keys(accounts, rulings), [account.key for account in accounts]
    clusters = _clusters(accounts, keys, rulings)
    del accounts, names
    papers, claims = unite(clusters)
    papers.sort(key=lambda paper: paper.id)
    doubtful = [Doubt(ident, tuple(sorted(ids))) for ident, ids in claims.items()]
    return Merging(papers, sorted(doubtful, key=lambda doubt: doubt.id), of_records, keys)


def components(records: Sequence[PaperRecord]) -> list[list[PaperRecord]]:
    """``records`` parted into candidate components: connected by merge keys, so that each can be merged alone."""
    accounts = sorted(map(Account, records), key=lambda account: account.key)
    forest = _Forest()
    for rows in _sharing(_keys(accounts, NONE)):
        for row in rows[1:]:
            forest.join(rows[0], row)
    return [[accounts[row].record for row in rows] for rows in forest.groups(len(accounts))]


def _clusters(accounts: Sequence[Account], keys: Ragged, rulings: Rulings) -> list[list[Account]]:
    """The accounts (sorted by key) parted into papers."""
    forest = _Forest()
    facts: dict[int, _Facts] = {}
    said = rulings.facts(accounts)
    pairs = _candidates(accounts, keys, rulings)
    for strength, i, j in sorted((-strength, i, j) for (i, j), strength in pairs.items()):
        a, b = forest.find(i), forest.find(j)
        if a == b:
            continue
        mine, theirs = (facts.get(row) or _facts(accounts[row]) | said.get(row, {}) for row in (a, b))
        if strength == -_SAID or all(_agree(mine.get(name, value), value) for name, value in theirs.items()):
            facts[forest.join(a, b)] = _both(mine, theirs)
    return [[accounts[row] for row in rows] for rows in forest.groups(len(accounts))]


_Facts = dict[tuple[str, str], str]


def _facts(account: Account) -> _Facts:
    """What papers must not differ in: the id of each scheme, the full date of each source."""
    found = {("id", scheme): value for scheme, value in account.ids.items()}
    if account.full_date:
        found["date", account.record.source] = account.full_date
    return found


def vetoes(a: Account, b: Account) -> list[str]:
    """What keeps two records from being one paper, in words."""
    mine, theirs = _facts(a), _facts(b)
    words = {"id": "different identifiers", "date": "different full dates from"}
    return [
        f"{words[kind]} {what}: {mine[kind, what]} / {theirs[kind, what]}"
        for kind, what in sorted(mine.keys() & theirs.keys()) if not _agree(mine[kind, what], theirs[kind, what])
    ]  # fmt: skip


def _agree(one: str, other: str) -> bool:
    """Whether two values of a fact do not veto: equal, or one among the several of a paper that people joined."""
    return one == other or one in other.split("\0") or other in one.split("\0")


def _both(mine: _Facts, theirs: _Facts) -> _Facts:
    """The facts of both; where they differ, since people joined them, all values."""
    found = mine | theirs
    for name in mine.keys() & theirs.keys():
        if mine[name] != theirs[name]:
            found[name] = "\0".join(sorted({*mine[name].split("\0"), *theirs[name].split("\0")}))
    return found


def _keys(accounts: Sequence[Account], rulings: Rulings) -> Ragged:
    """The merge keys of each account."""
    values = array("q")
    sizes = np.empty(len(accounts), np.int64)
    for row, account in enumerate(accounts):
        found = sorted({digest(*key) for key in (*account.blocks(), *rulings.blocks(account.key))})
        values.extend(found)
        sizes[row] = len(found)
    return Ragged.sized(sizes, np.frombuffer(values, np.int64) if values else np.empty(0, np.int64))


def _sharing(keys: Ragged) -> Iterator[list[int]]:
    """Rows of accounts that share a key."""
    order = np.argsort(keys.values, kind="stable")
    ordered = keys.values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1], True][: len(ordered) + 1])
    many = np.flatnonzero(np.diff(starts) > 1)
    member = np.repeat(np.arange(len(keys)), keys.sizes)[order]
    for first, stop in zip(starts[many].tolist(), starts[many + 1].tolist(), strict=True):
        yield member[first:stop].tolist()


def _candidates(accounts: Sequence[Account], keys: Ragged, rulings: Rulings) -> dict[tuple[int, int], int]:
    """Pairs of rows that may be one paper, the smaller first, with their strength."""
    found: dict[tuple[int, int], int] = {}
    for rows in _sharing(keys):
        for at, i in enumerate(rows):
            for j in rows[at + 1 : at + 1 + WINDOW]:
                if (i, j) not in found:
                    found[i, j] = strength(accounts[i], accounts[j])
    found.update((pair, _SAID) for pair in rulings.same(accounts))
    return {pair: strength for pair, strength in found.items() if strength}


def strength(a: Account, b: Account) -> int:
    """How strongly two records are accounts of one paper; 0 if they are not, :data:`SIMILAR_TITLE` the least."""
    if a.ids and b.ids and any(b.ids.get(scheme) == value for scheme, value in a.ids.items()):
        return _SHARED_ID
    if not a.title or not _same_time(a, b):
        return 0
    if a.title == b.title:
        if a.names == b.names and a.complete and b.complete:
            return _EQUAL_BOTH
        return _EQUAL_TITLE if _lists_agree(a, b) else 0
    if not (a.complete and b.complete and a.names == b.names):
        return 0
    if not fuzz.ratio(a.title, b.title, score_cutoff=SIMILAR) or numerals(a.title) != numerals(b.title):
        return 0
    return SIMILAR_TITLE


def _same_time(a: Account, b: Account) -> bool:
    """Years within one; where neither has a year, the same month and day."""
    if a.year is not None and b.year is not None:
        return abs(a.year - b.year) <= 1
    partial = a.record.date_partial
    return a.year is None and b.year is None and partial is not None and partial == b.record.date_partial


def _lists_agree(a: Account, b: Account) -> bool:
    """Equal if both are complete, else one a prefix of the other; a missing one needs an equal full date."""
    if not a.names or not b.names:
        return a.full_date is not None and a.full_date == b.full_date
    if a.complete and b.complete:
        return a.names == b.names
    short = min(len(a.names), len(b.names))
    return a.names[:short] == b.names[:short]


class _Forest:
    """Union–find over rows; rows never joined take no room. The root of a tree is its smallest row."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, row: int) -> int:
        parent = self._parent
        while (above := parent.get(row, row)) != row:
            parent[row] = parent.get(above, above)
            row = above
        return row

    def join(self, one: int, two: int) -> int:
        """Join the trees of both; the root."""
        a, b = sorted((self.find(one), self.find(two)))
        if a != b:
            self._parent[b] = a
        return a

    def groups(self, size: int) -> list[list[int]]:
        """All rows below ``size`` by tree, in order of their smallest."""
        joined: dict[int, list[int]] = defaultdict(list)
        for row in sorted(self._parent):
            joined[self.find(row)].append(row)
        return [[row, *joined.get(row, ())] for row in range(size) if row not in self._parent]
