"""Folded names as one text, a line for each: whole names, beginnings, words and pieces are found at C speed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.names.fold import fold, fold_name

Rows = NDArray[np.int64]
_APOSTROPHES = "'’‘`´ʼʻ"


class NameIndex:
    """The names of the rows of a table. ``names``: one a row; ``others``: further names of each row, as tuples.

    All texts asked for are folded without apostrophes (:func:`coterie.graph.names.fold.fold_name`); a name that has
    one stands there without it and parted by it (``oneil``, ``o neil``). Answers are distinct rows, sorted.
    """

    def __init__(self, names: Sequence[Any] | NDArray[Any], others: Sequence[Any] | NDArray[Any] | None = None) -> None:
        self.lines: list[str] = []
        rows: list[int] = []
        further: Iterable[Any] = others if others is not None else [()] * len(names)
        for row, (name, more) in enumerate(zip(names, further, strict=True)):
            for line in dict.fromkeys(line for text in (name, *(more or ())) if text for line in _folded(text)):
                self.lines.append(line)
                rows.append(row)
        self._rows = np.array(rows, np.int64)
        self._text = "\n" + "\n".join(self.lines) + "\n"
        self._starts = (
            np.cumsum(np.fromiter((len(line) + 1 for line in ["", *self.lines]), np.int64))[:-1] if rows else self._rows
        )

    def whole(self, folded: str) -> Rows:
        """Rows with exactly this name."""
        return self._found(self._at(f"\n{folded}\n", 1)) if folded else self._rows[:0]

    def beginning(self, folded: str) -> Rows:
        """Rows with a name that begins so."""
        return self._found(self._at(f"\n{folded}", 1))

    def words(self, folded: str, whole: bool = False) -> Rows:
        """Rows with a name that has, for each word, a word of its own that is it (``whole``) or begins with it."""
        wanted = folded.split()
        if not wanted:
            return self._rows[:0]
        rarest = max(wanted, key=len)
        lines = self._lines(self._at(rarest, 0, word=True))
        return np.unique(self._rows[[i for i in lines.tolist() if _has_words(self.lines[i], wanted, whole)]])

    def pieces(self, folded: str) -> Rows:
        """Rows with a name that contains this."""
        return self._found(self._at(folded, 0))

    def nearest(self, folded: str, count: int) -> Rows:
        """Up to ``count`` rows whose names are most like this, best first."""
        from rapidfuzz import fuzz, process

        found = process.extract(folded, self.lines, scorer=fuzz.WRatio, limit=4 * count, score_cutoff=60)
        best = sorted(found, key=lambda item: (-item[1], item[0], item[2]))
        return np.array(list(dict.fromkeys(int(self._rows[i]) for _, _, i in best))[:count], np.int64)

    def _at(self, piece: str, shift: int, word: bool = False) -> Iterator[int]:
        pattern = (r"(?<![a-z0-9])" if word else "") + "(?=" + re.escape(piece) + ")"
        return (found.start() + shift for found in re.finditer(pattern, self._text))

    def _lines(self, positions: Iterator[int]) -> Rows:
        at = np.fromiter(positions, np.int64)
        lines = np.searchsorted(self._starts, at, side="right") - 1
        return np.unique(lines[(lines >= 0) & (at < len(self._text) - 1)])

    def _found(self, positions: Iterator[int]) -> Rows:
        return np.unique(self._rows[self._lines(positions)])


def _folded(text: str) -> tuple[str, ...]:
    return (fold_name(text), fold(text)) if any(mark in text for mark in _APOSTROPHES) else (fold(text),)


def _has_words(line: str, wanted: Sequence[str], whole: bool) -> bool:
    """Whether each wanted word is, or begins, a different word of ``line``."""
    left = line.split()
    for word in sorted(wanted, key=len, reverse=True):
        fit = next((w for w in left if w == word or (not whole and w.startswith(word))), None)
        if fit is None:
            return False
        left.remove(fit)
    return True
