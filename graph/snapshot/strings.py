"""The one table of strings of a snapshot: every distinct text once, columns hold its number."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.tables import Column
from coterie.graph.snapshot.files import ColumnFile, ColumnWriter, damaged

Codes = NDArray[np.int32]


class StringWriter:
    """Gathers the distinct strings of the columns, in order of first use."""

    def __init__(self) -> None:
        self._code: dict[str | None, int] = {None: -1}

    def codes(self, values: Iterable[str | None], count: int) -> Codes:
        """The numbers of ``values`` (-1 for None)."""
        known = self._code
        return np.fromiter((known.setdefault(v, len(known) - 1) for v in values), np.int32, count)

    def write(self, out: ColumnWriter) -> dict[str, Any]:
        """Write the table; returns its directory."""
        del self._code[None]
        encoded = [text.encode("utf-8", "surrogatepass") for text in self._code]  # type: ignore[union-attr]
        sizes = np.fromiter((len(data) for data in encoded), np.int64, len(encoded))
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        blob = np.frombuffer(b"".join(encoded), np.uint8)
        return {"offsets": out.add(offsets), "blob": out.add(blob)}


class Strings:
    """The table of strings of an open file."""

    def __init__(self, file: ColumnFile) -> None:
        self._file = file
        self._entries = file.directory["strings"]

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
        texts[:] = [self._run(code, code + 1)[0] if code >= 0 else None for code in distinct.tolist()]
        return texts[inverse]

    def _run(self, low: int, high: int) -> list[str]:
        offsets = self._file.array(self._entries["offsets"], low, high + 1)
        first = int(offsets[0])
        data = self._file.array(self._entries["blob"], first, int(offsets[-1])).tobytes()
        limits = (offsets - first).tolist()
        spans = pairwise(limits)
        try:
            if data.isascii():
                text = data.decode("ascii")
                return [text[a:b] for a, b in spans]
            return [data[a:b].decode("utf-8", "surrogatepass") for a, b in spans]
        except UnicodeDecodeError as error:
            raise damaged(self._file.path, str(error)) from None
