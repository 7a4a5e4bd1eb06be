"""How often things are: counts of texts, small enough to be kept with a graph."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def digests(texts: Iterable[str], count: int = -1) -> NDArray[np.uint32]:
    """32 bits that stand for each text, the same in every process."""
    made = (
        int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")
        for text in texts
    )
    return np.fromiter(made, np.uint32, count)


@dataclass(frozen=True)
class Counts:
    """Counts by digest, sorted; what is not among them was counted once, or never."""

    keys: NDArray[np.uint32]
    values: NDArray[np.uint32]

    @classmethod
    def made(cls, keys: NDArray[np.uint32], values: Ints) -> Counts:
        """Of keys that may repeat (their values are added); those that come to less than two are left out."""
        found, at = np.unique(keys, return_inverse=True)
        sums = np.bincount(at, weights=values, minlength=len(found))
        many = sums >= 2
        return cls(found[many], sums[many].astype(np.uint32))

    def of(self, keys: NDArray[np.uint32]) -> Floats:
        """The count of each key, at least 1."""
        if not len(self.keys):
            return np.ones(len(keys))
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.values[at], 1).astype(np.float64)

    def packed(self) -> str:
        """As text: keys as differences, and values, compressed."""
        steps = np.diff(self.keys, prepend=np.uint32(0)).astype("<u4")
        data = steps.tobytes() + self.values.astype("<u4").tobytes()
        return base64.b64encode(zlib.compress(data, 6)).decode("ascii")

    @classmethod
    def unpacked(cls, text: str) -> Counts:
        """What :meth:`packed` gave."""
        data = np.frombuffer(zlib.decompress(base64.b64decode(text)), "<u4")
        half = len(data) // 2
        return cls(np.cumsum(data[:half], dtype=np.uint32), data[half:].astype(np.uint32))
