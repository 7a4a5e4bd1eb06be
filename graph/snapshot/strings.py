"""The one table of strings of a snapshot: columns hold the number of a text.

A table written anew has every text once. One that continues another keeps its numbers and appends what is new, so that
columns that stay need not be decoded; a text may then stand in it twice, and some texts are of no use any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.ragged import Ragged
from coterie.graph.model.tables import Column
from coterie.graph.snapshot.files import ColumnFile, ColumnWriter, damaged

Codes = NDArray[np.int32]
_BATCH = 100_000
_FEW = 1000
_STALE = 0.5
"""A table is continued until so large a share of it, counted by what it was when written anew, was appended."""


class StringWriter:
    """Gathers the distinct strings of the columns, in order of first use; those of ``base``, if it is continued, come
    first."""

    def __init__(self, base: Strings | None = None) -> None:
        self.base = base
        self._first = 0 if base is None else base.count
        self._count = self._first
        self._code: dict[str, int] = {}
        self._sizes, self._blob = bytearray(), bytearray()

    def codes(self, values: Iterable[str | None], count: int) -> Codes:
        """The numbers of ``values`` (-1 for None)."""
        known, first, before = self._code, self._count - len(self._code), len(self._code)
        numbers = (-1 if v is None else known.setdefault(v, first + len(known)) for v in values)
        found = np.fromiter(numbers, np.int32, count)
        self._append(reversed(list(islice(reversed(known), len(known) - before))))
        return found

    def keys(self, values: list[str]) -> Codes:
        """The numbers of ``values``, which are distinct and nowhere else: they need not be looked up again."""
        first = self._count
        self._append(iter(values))
        return np.arange(first, self._count, dtype=np.int32)

    def _append(self, texts: Iterator[str]) -> None:
        while batch := [text.encode("utf-8", "surrogatepass") for text in islice(texts, _BATCH)]:
            self._sizes += np.fromiter(map(len, batch), np.int64, len(batch)).tobytes()
            self._blob += b"".join(batch)
            self._count += len(batch)

    def write(self, out: ColumnWriter) -> dict[str, Any]:
        """Write the table; returns its directory."""
        self._code.clear()
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.frombuffer(self._sizes, np.int64))])
        fresh, data = len(offsets) - 1, np.frombuffer(self._blob, np.uint8)
        if self.base is not None:
            before, held = self.base.whole()
            offsets, data = np.concatenate([before[:-1], before[-1] + offsets]), np.concatenate([held, data])
            fresh = self.base.fresh
        return {"offsets": out.add(offsets), "blob": out.add(data), "fresh": fresh}


class Strings:
    """The table of strings of an open file. ``count``: how many there are, ``fresh``: how many when it was written
    anew."""

    def __init__(self, file: ColumnFile) -> None:
        self._file = file
        self._entries = file.directory["strings"]
        self.count: int = self._entries["offsets"]["size"] // 8 - 1
        self.fresh = int(self._entries["fresh"])

    @property
    def stale(self) -> bool:
        """Whether too much was appended for it to be continued once more."""
        return bool(self.count > self.fresh * (1 + _STALE) + 1000)

    def whole(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Offsets and bytes of all strings."""
        return self._file.array(self._entries["offsets"]), self._file.array(self._entries["blob"])

    def decode(self, codes: NDArray[Any]) -> Column:
        """The strings of ``codes`` (None for -1), each distinct one decoded once."""
        out = np.empty(len(codes), object)
        known = codes >= 0
        if not known.any():
            return out
        low, high = int(codes[known].min()), int(codes.max()) + 1
        if high - low <= 2 * len(codes):
            texts = np.empty(high - low + 1, object)
            texts[:-1] = self._run(low, high)
            return texts[np.where(known, codes - low, high - low)]
        distinct, inverse = np.unique(codes, return_inverse=True)
        texts = np.empty(len(distinct), object)
        texts[distinct >= 0] = self._some(distinct[distinct >= 0])
        return texts[inverse]

    def _some(self, codes: NDArray[Any]) -> list[str]:
        """The strings of ascending ``codes``."""
        if len(codes) < _FEW:
            return [self._run(code, code + 1)[0] for code in codes.tolist()]
        offsets, blob = self.whole()
        rows = Ragged(offsets, cast(Any, blob))[codes.astype(np.int64)]
        return self._split(rows.values.tobytes(), rows.limits)

    def _run(self, low: int, high: int) -> list[str]:
        offsets = self._file.array(self._entries["offsets"], low, high + 1)
        first = int(offsets[0])
        return self._split(self._file.array(self._entries["blob"], first, int(offsets[-1])).tobytes(), offsets - first)

    def _split(self, data: bytes, limits: NDArray[np.int64]) -> list[str]:
        spans = pairwise(limits.tolist())
        try:
            if data.isascii():
                text = data.decode("ascii")
                return [text[a:b] for a, b in spans]
            return [data[a:b].decode("utf-8", "surrogatepass") for a, b in spans]
        except UnicodeDecodeError as error:
            raise damaged(self._file.path, str(error)) from None
