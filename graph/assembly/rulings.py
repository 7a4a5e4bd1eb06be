"""What people's corrections say of paper records, as merging asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product

from coterie.graph.assembly.accounts import Account, Key
from coterie.graph.identity.overrides import Override, of_records, same_title


@dataclass(frozen=True)
class Rulings:
    """The corrections of papers; those that name a record, by its key."""

    overrides: Sequence[Override] = ()
    _of: Mapping[str, list[Override]] = field(default_factory=dict)

    @classmethod
    def of(cls, overrides: Iterable[Override]) -> Rulings:
        """Those of ``overrides`` that are about papers."""
        found = of_records(overrides)
        by_key: dict[str, list[Override]] = {}
        for override in found:
            for key in override.keys:
                by_key.setdefault(key, []).append(override)
        return cls(found, by_key)

    def blocks(self, key: str) -> list[Key]:
        """Keys that the record shares with those that a correction names beside it, loaded or not."""
        return [("ruling", override.content) for override in self._of.get(key, ())]

    def same(self, accounts: Sequence[Account]) -> Iterable[tuple[int, int]]:
        """Pairs of rows that are one paper, the smaller first: enough of them to join all."""
        row = self._rows(accounts)
        for override in self.overrides:
            rows = sorted(row[key, said] for key, said in zip(override.keys, override.written, strict=True)
                          if (key, said) in row and key in set(override.together()))  # fmt: skip
            yield from pairwise(rows)

    def facts(self, accounts: Sequence[Account]) -> dict[int, dict[tuple[str, str], str]]:
        """What rows must not differ in: of each pair of records that are not one paper which one it is."""
        row, out = self._rows(accounts), dict[int, dict[tuple[str, str], str]]()
        for override in self.overrides:
            written = dict(zip(override.keys, override.written, strict=True))
            one, others = override.apart
            pairs = product(one, others) if others else combinations(one, 2)
            for pair in pairs if override.kind == "different" else ():
                rows = [row.get((key, written[key])) for key in pair]
                for key, at in zip(pair, rows, strict=True):
                    if at is not None and None not in rows:
                        out.setdefault(at, {})["apart", "\0".join(sorted(pair))] = key
        return out

    def _rows(self, accounts: Sequence[Account]) -> dict[tuple[str, str], int]:
        """The rows of the records that corrections name, with the title said, where it is the record's."""
        found: dict[tuple[str, str], int] = {}
        if self._of:
            for at, account in enumerate(accounts):
                for override in self._of.get(account.key, ()):
                    said = override.written[override.keys.index(account.key)]
                    if same_title(said, account.record.title):
                        found[account.key, said] = at
        return found


NONE = Rulings()
"""No corrections."""
