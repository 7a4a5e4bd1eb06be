"""People's corrections of who is who, and what identity must obey of them.

A correction names mentions (``source:record_id#index``) or paper records (``source:record_id``), never authors or
papers, each with the name or title as written there: so it keeps its meaning whatever identity makes of the rest. One
whose record is not loaded sleeps, and so does each key at which something else is written now.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.ragged import Ragged, digest
from coterie.graph.model.tables import Table
from coterie.graph.names.people import collective_key, is_collective, name_key
from coterie.graph.names.titles import title_key

KINDS = ("same", "different", "pin", "orcid")
"""What a correction can say."""

MENTIONS, PAPERS = "mentions", "papers"
"""What it can say it of."""

_MENTION = re.compile(r".+:.*#[1-9][0-9]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Override:
    """One correction.

    ``same``: ``keys`` are one person (one paper). ``different``: each is another one's; with a ``value``, a number,
    the first so many are one person's, who has none of the others. ``pin``: all but the last belong to the person of
    the last, and to no other. ``orcid``: the one key has the ORCID ``value``. ``written``: the name as written at each
    key; the title, or "", of records. ``about``: mentions or papers. ``file`` is "" for one made by a command, whose
    ``line`` is its number among those.
    """

    kind: str
    keys: tuple[str, ...]
    written: tuple[str, ...]
    value: str = ""
    file: str = ""
    line: int = 0
    about: str = MENTIONS
    note: str = ""

    @property
    def content(self) -> str:
        """What it says, as canonical JSON: equal for two that say the same."""
        return json.dumps([self.kind, self.about, self.keys, self.written, self.value], separators=(",", ":"))

    @property
    def id(self) -> str:
        """12 hex of the sha256 of what it says and of the file that says it."""
        return hashlib.sha256(f"{self.file}\n{self.content}".encode()).hexdigest()[:12]

    @property
    def place(self) -> str:
        """Where it stands: ``file:line``, or its id."""
        return f"{self.file}:{self.line}" if self.file else f"correction {self.id}"

    @property
    def apart(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The two sides of a ``different`` that has sides; else all keys and none."""
        count = int(self.value) if self.kind == "different" and self.value else len(self.keys)
        return self.keys[:count], self.keys[count:]

    def together(self) -> tuple[str, ...]:
        """The keys that it says are one person's, or one paper's."""
        if self.kind == "different":
            return self.apart[0] if self.value else ()
        return () if self.kind == "orcid" else self.keys

    def parted(self) -> Iterable[tuple[str, str]]:
        """The pairs of keys that it says are not; those of two sides by the first of the one side."""
        if self.kind != "different":
            return ()
        one, others = self.apart
        return product(one[:1], others) if self.value else combinations(one, 2)


@dataclass(frozen=True)
class Constraints:
    """What identity obeys above everything, ids included, by mention key. ``same``: groups that are one person;
    ``different``: pairs that are not; ``pins``: (mention, mention of the person it belongs to and to no other)."""

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    pins: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.same or self.different or self.pins)

    def only(self, keys: Iterable[str]) -> Constraints:
        """What is left where no other mentions than ``keys`` exist."""
        known = set(keys)
        groups = (tuple(key for key in group if key in known) for group in self.same)
        return Constraints(
            tuple(group for group in groups if len(group) > 1),
            tuple(pair for pair in self.different if known.issuperset(pair)),
            tuple(pin for pin in self.pins if known.issuperset(pin)),
        )


def constraints(overrides: Iterable[Override], mentions: Table) -> Constraints:
    """What ``overrides`` say of ``mentions``, by the mentions' keys, sorted: the same for any order of both.

    A key may be that of any record that the mention was merged of (column ``accounts``). Keys that no mention has, or
    whose mention bears another name than the correction says, are left out; so is what then says nothing.
    """
    known = present(overrides, mentions)
    same, different, pins = set[tuple[str, ...]](), set[tuple[str, str]](), set[tuple[str, str]]()
    for override in overrides:
        if override.about != MENTIONS:
            continue
        at = {key: known[key, said] for key, said in zip(override.keys, override.written, strict=True)
              if (key, said) in known}  # fmt: skip
        if override.kind == "pin":
            target = at.get(override.keys[-1])
            pins.update((at[key], target) for key in override.keys[:-1] if target and at.get(key, target) != target)
            continue
        group = tuple(sorted({at[key] for key in override.together() if key in at}))
        if len(group) > 1:
            same.add(group)
        different.update(_pairs(override, at))
    return Constraints(tuple(sorted(same)), tuple(sorted(different)), tuple(sorted(pins)))


def _pairs(override: Override, at: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The pairs of mentions that it says are not one person; one side stands for itself by the first that is there."""
    if override.kind != "different":
        return
    one, others = override.apart
    here = [at[key] for key in one if key in at]
    pairs = product(here[:1], (at[key] for key in others if key in at)) if others else combinations(here, 2)
    for a, b in pairs:
        if a != b:
            yield min(a, b), max(a, b)


def given_orcids(overrides: Iterable[Override], mentions: Table) -> Table:
    """``mentions``, with the ORCIDs that corrections say in place of those that sources do."""
    said = sorted((o.keys[0], o.written[0], o.value) for o in overrides if o.kind == "orcid")
    if not said:
        return mentions
    known = present([o for o in overrides if o.kind == "orcid"], mentions)
    value = {known[key, written]: orcid for key, written, orcid in reversed(said) if (key, written) in known}
    if not value:
        return mentions
    held = mentions["orcid"].copy()
    rows = np.flatnonzero(np.fromiter((key in value for key in mentions["mention"]), bool, mentions.length))
    held[rows] = [value[key] for key in mentions["mention"][rows]]
    return Table({**mentions, "orcid": held}, mentions.length)


def bound(keys: Ragged, mentions: Table, overrides: Iterable[Override]) -> Ragged:
    """``keys``, what ties each of ``mentions`` (and further rows) to others, with what corrections tie: mentions that
    one correction names, sleeping or not, share a number."""
    ties: dict[str, set[int]] = {}
    for override in overrides:
        if override.about == MENTIONS and len(override.keys) > 1:
            number = digest("override", override.content)
            for key in override.keys:
                ties.setdefault(key, set()).add(number)
    if not ties:
        return keys
    every = keys.tolist()
    for row, names in _accounts(mentions, ties.keys()).items():
        more = {number for key, _ in names if key in ties for number in ties[key]}
        every[row] = [*every[row], *sorted(more.difference(every[row]))]
    return Ragged.of(every)


def present(overrides: Iterable[Override], mentions: Table) -> dict[tuple[str, str], str]:
    """Of each (key, name as written) that ``overrides`` name, the key of the mention that it is, where it is one."""
    wanted: dict[str, set[str]] = {}
    for override in overrides:
        if override.about == MENTIONS:
            for key, written in zip(override.keys, override.written, strict=True):
                wanted.setdefault(key, set()).add(written)
    found: dict[tuple[str, str], str] = {}
    if wanted:
        for row, names in _accounts(mentions, wanted.keys()).items():
            mine, shown = mentions["mention"][row], mentions["written"][row]
            for key, written in names:
                for said in wanted.get(key, ()):
                    if same_name(said, written) or same_name(said, shown):
                        found[key, said] = mine
    return found


def named(mentions: Table, overrides: Iterable[Override]) -> NDArray[np.int64]:
    """The rows of the mentions that ``overrides`` name, whatever is written there."""
    wanted = {key for override in overrides if override.about == MENTIONS for key in override.keys}
    return np.array(sorted(_accounts(mentions, wanted)) if wanted else (), np.int64)


def _accounts(mentions: Table, wanted: Set[str]) -> dict[int, list[tuple[str, str]]]:
    """Of the rows that have one of the keys ``wanted``: every key of the mention and what is written there."""
    out: dict[int, list[tuple[str, str]]] = {}
    written = mentions["written"]
    for row, key in enumerate(mentions["mention"].tolist()):
        if key in wanted:
            out[row] = [(key, written[row])]
    if "accounts" in mentions:
        for row, accounts in enumerate(mentions["accounts"].tolist()):
            if accounts and not wanted.isdisjoint(found := accounts_of(accounts)):
                out[row] = [*out.get(row, ()), *found.items()]
    return out


def accounts_of(accounts: Iterable[str]) -> dict[str, str]:
    """The keys that the records of one mention give it, and the name as written in each."""
    return dict(json.loads(text) for text in accounts)


def is_mention_key(text: str) -> bool:
    """Whether ``text`` has the form ``source:record_id#index``."""
    return _MENTION.fullmatch(text) is not None


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike, but for case, accents, punctuation and the order of Last, First."""
    return one == other or _name(one) == _name(other)


def _name(text: str) -> str:
    return collective_key(text) if is_collective(text) else name_key(text)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are written alike; an unsaid one agrees with any."""
    return not one or one == other or title_key(one) == title_key(other)


def of_records(overrides: Iterable[Override]) -> Sequence[Override]:
    """The corrections of papers, those that say the same once, in an order of their own."""
    return [override for _, override in sorted({o.content: o for o in overrides if o.about == PAPERS}.items())]
