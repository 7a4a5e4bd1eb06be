"""Which names may be one person's, and how much a pair of names alone says for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.names.comparing import NameForm, relation, variant_keys

KINDS = (
    "same", "joined", "middle", "initials", "syllables", "prefix", "nickname", "spelling", "transliteration",
    "token subset", "swapped", "family part", "umlaut", "other initial", "family spelling",
)  # fmt: skip
MOST_FORMS = 3000
"""Forms of names in a block that are all compared with each other; in larger ones only those whose first given names
begin alike, and no initials with names in full."""
_MOST_BEARERS = 1000
"""Names that share a key beyond their block; more say that the key tells nothing."""
CAP = 8.0
"""Limit of what rarity of a name can say, in log-odds."""


@dataclass
class Relations:
    """Pairs of names (places of forms, the smaller first) that may be one person's, sorted, with the kind of their
    relation, and the logarithm of how many are expected to bear the commoner one of the two."""

    size: int
    one: Ints
    two: Ints
    kind: Ints
    bearers: Floats
    cut: list[str]
    key: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.one * self.size + self.two

    @classmethod
    def within(cls, names: Bearers, bearers: Floats, used: Ints) -> Relations:
        """Pairs within blocks, of the forms ``used``; each form is a pair with itself."""
        cut = list[str]()
        pairs = list(_within(names, used, cut))
        return cls._of(names, bearers, pairs, cut)

    @classmethod
    def across(cls, names: Bearers, bearers: Floats, used: Ints) -> Relations:
        """Pairs of different blocks that share one of their keys."""
        return cls._of(names, bearers, sorted(_across(names, used)), [])

    @classmethod
    def _of(cls, names: Bearers, bearers: Floats, pairs: list[tuple[int, int, int]], cut: list[str]) -> Relations:
        found = np.array(pairs, np.int64).reshape(-1, 3)
        found = found[np.lexsort((found[:, 1], found[:, 0]))]
        one, two, kind = found.T
        return cls(len(names.forms), one, two, kind, np.maximum(bearers[one], bearers[two]), cut)

    def at(self, one: Ints, two: Ints) -> Ints:
        """The row of each pair of forms, -1 where they cannot be one person's."""
        if not len(self.key):
            return np.full(len(one), -1)
        wanted = np.minimum(one, two).astype(np.int64) * self.size + np.maximum(one, two)
        at = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.where(self.key[at] == wanted, at, -1)


@dataclass(frozen=True)
class Prior:
    """What two names say before any evidence, as log-odds: by the kind of their relation, and by how many persons are
    expected to bear the commoner of them (less the logarithm of it)."""

    kinds: tuple[float, ...]

    def of(self, relations: Relations) -> Floats:
        """The log-odds of each pair."""
        rare = np.clip(-relations.bearers, -CAP, CAP)
        return np.asarray(np.clip(np.array(self.kinds)[relations.kind] + rare, -CAP, CAP))


def _within(names: Bearers, used: Ints, cut: list[str]) -> Iterator[tuple[int, int, int]]:
    order = used[np.argsort(names.block[used], kind="stable")]
    blocks = names.block[order]
    starts = np.flatnonzero(np.r_[True, blocks[1:] != blocks[:-1]]) if len(order) else np.empty(0, np.int64)
    for members in np.split(order, starts[1:]):
        found = sorted(members.tolist())
        if len(found) > MOST_FORMS:
            cut.append(names.blocks[names.block[found[0]]])
        for group in _alike(names.forms, found):
            yield from _pairs(names.forms, group)


def _alike(forms: list[NameForm], members: list[int]) -> Iterator[list[int]]:
    """Members in one group, or where they are too many those whose given names begin alike."""
    if len(members) <= MOST_FORMS:
        yield members
        return
    groups: dict[str, list[int]] = {}
    for i in members:
        groups.setdefault(forms[i].given[0][:4] if forms[i].given else "", []).append(i)
    for group in groups.values():
        for at in range(0, len(group), MOST_FORMS):
            yield group[at : at + MOST_FORMS]


def _pairs(forms: list[NameForm], members: list[int]) -> Iterator[tuple[int, int, int]]:
    for x, i in enumerate(members):
        one = forms[i]
        yield i, i, 0
        for j in members[x + 1 :]:
            found = relation(one, forms[j])
            if found is not None and not found.cross:
                yield i, j, KINDS.index(found.kind)


def _across(names: Bearers, used: Ints) -> set[tuple[int, int, int]]:
    sharing: dict[str, list[int]] = {}
    for i in used.tolist():
        for key in variant_keys(names.forms[i]):
            sharing.setdefault(key, []).append(i)
    out: set[tuple[int, int, int]] = set()
    for members in sharing.values():
        if not 1 < len(members) <= _MOST_BEARERS:
            continue
        for x, i in enumerate(members):
            for j in members[x + 1 :]:
                if names.block[i] != names.block[j]:
                    found = relation(names.forms[i], names.forms[j])
                    if found is not None and found.kind in KINDS:
                        out.add((min(i, j), max(i, j), KINDS.index(found.kind)))
    return out
