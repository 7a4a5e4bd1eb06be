"""Columns put together from those of two tables, without decoding what stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.ragged import Ragged
from coterie.graph.model.tables import Column, Table

Ints = NDArray[np.int64]


class Splice(Mapping[str, Column]):
    """The rows ``take`` of ``old`` (those below its length) and ``new`` (the others, counted from there); ``ends``
    are given where they are other than the tables'."""

    def __init__(self, old: Table, new: Table | None, take: Ints, ends: Mapping[str, Ints] | None = None) -> None:
        self.old, self.new, self.take = old, new, take
        self._ends = ends or {}
        self._made: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        if name in self._ends:
            return self._ends[name]
        if name not in self._made:
            self._made[name] = together(self.old[name], None if self.new is None else self.new[name], self.take)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.old)

    def __contains__(self, name: object) -> bool:
        return name in self.old

    def __len__(self) -> int:
        return len(self.old)


def together(old: Any, new: Any, take: Ints) -> Column:
    """Rows ``take`` of two columns one after another."""
    if isinstance(old, Ragged):
        return (old if new is None else Ragged.concatenated([old, new]))[take]
    return (old if new is None or not len(new) else np.concatenate([old, new]))[take]
