"""Rows of whole numbers of different lengths, as two flat arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def digest(*parts: str) -> int:
    """A number of 64 bits that stands for ``parts``: the same in every process."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)


class Ragged:
    """The numbers of row ``i`` are ``values[limits[i]:limits[i + 1]]``; the column of a property of kind ``int[]``."""

    __slots__ = ("limits", "values")

    def __init__(self, limits: Ints, values: Ints) -> None:
        self.limits, self.values = limits, values

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """``rows`` as they are."""
        sizes = np.fromiter(map(len, rows), np.int64, len(rows))
        return cls.sized(sizes, np.fromiter(chain.from_iterable(rows), np.int64, int(sizes.sum())))

    @classmethod
    def sized(cls, sizes: Ints, values: Ints) -> Ragged:
        """Rows of ``sizes`` one after another in ``values``."""
        return cls(np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)]), values)

    @classmethod
    def empty(cls, length: int) -> Ragged:
        """``length`` rows without numbers."""
        return cls(np.zeros(length + 1, np.int64), np.empty(0, np.int64))

    @classmethod
    def concatenated(cls, parts: Iterable[Ragged]) -> Ragged:
        """The rows of all ``parts``."""
        found = list(parts)
        return cls.sized(
            np.concatenate([part.sizes for part in found] or [np.empty(0, np.int64)]),
            np.concatenate([part.values for part in found] or [np.empty(0, np.int64)]),
        )

    @property
    def sizes(self) -> Ints:
        """How many numbers each row has."""
        return np.diff(self.limits)

    def __len__(self) -> int:
        return len(self.limits) - 1

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Ragged)
            and np.array_equal(self.limits, other.limits)
            and np.array_equal(self.values, other.values)
        )

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, rows: Ints) -> Ragged:
        """Some rows, in the order asked for."""
        sizes = self.sizes[rows]
        out = Ragged.sized(sizes, np.empty(0, np.int64))
        within = np.arange(int(out.limits[-1])) - np.repeat(out.limits[:-1], sizes)
        return Ragged(out.limits, self.values[np.repeat(self.limits[:-1][rows], sizes) + within])

    def tolist(self) -> list[list[int]]:
        """Rows as lists."""
        values = self.values.tolist()
        limits = self.limits.tolist()
        return [values[a:b] for a, b in pairwise(limits)]


class Index:
    """Finds the rows of a :class:`Ragged` that have a number."""

    def __init__(self, keys: Ragged) -> None:
        self._keys = keys
        order = np.argsort(keys.values, kind="stable")
        self._values = keys.values[order]
        self._owner = np.repeat(np.arange(len(keys)), keys.sizes)[order]
        self.found = np.zeros(len(keys), bool)

    def reach(self, wanted: Ints) -> Ints:
        """The numbers of the rows that have one of ``wanted`` and were not found before; marks them as found."""
        left = np.searchsorted(self._values, wanted, "left")
        sizes = np.searchsorted(self._values, wanted, "right") - left
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = np.unique(self._owner[np.repeat(left, sizes) + within])
        fresh = rows[~self.found[rows]]
        self.found[fresh] = True
        return np.unique(self._keys[fresh].values)


def closure(indexes: Sequence[Index], seeds: Ints) -> None:
    """Mark in each index the rows that are connected with ``seeds``: that have one of them, or a number of a row so
    found in any of the indexes."""
    known = wanted = np.unique(seeds)
    while len(wanted):
        reached = np.unique(np.concatenate([index.reach(wanted) for index in indexes]))
        wanted = np.setdiff1d(reached, known, assume_unique=True)
        known = np.union1d(known, wanted)
