"""Folding text for comparison: plain ASCII, lower case, no punctuation."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any

from anyascii import anyascii


class _Folding(dict[int, str]):
    """Code point to folded text, filled as code points are met."""

    def __missing__(self, point: int) -> str:
        plain = anyascii(chr(point)).casefold()
        folded = "".join(letter if letter.isalnum() else " " for letter in plain)
        self[point] = folded
        return folded


class _NameFolding(_Folding):
    """The same, but apostrophes vanish: O'Brien, O’Brien and OBrien are one."""

    def __missing__(self, point: int) -> str:
        if anyascii(chr(point)) in ("'", "`"):
            self[point] = ""
            return ""
        return super().__missing__(point)


_folding = _Folding()
_name_folding = _NameFolding()
_LATEX = re.compile(r"[\\{}~$]|--")


def fold(text: str) -> str:
    """``text`` transliterated to ASCII, in lower case, punctuation as single spaces; may be empty.

    >>> fold("Łukasz  Müller-Ström")
    'lukasz muller strom'
    """
    return " ".join(text.translate(_folding).split())


def fold_name(text: str) -> str:
    """:func:`fold`, with apostrophes dropped.

    >>> fold_name("Brian O’Brien")
    'brian obrien'
    """
    return " ".join(text.translate(_name_folding).split())


def slug(text: str) -> str:
    """:func:`fold` with hyphens, for ids; what folds to nothing becomes ``x`` and 12 hex of its sha256.

    >>> slug("Li Lyna Zhang")
    'li-lyna-zhang'
    """
    folded = text.translate(_folding).split()
    if folded:
        return "-".join(folded)
    return "x" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache(maxsize=1)
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text  # slow to import, rarely needed

    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False)


@lru_cache(maxsize=65536)
def _unlatex(text: str) -> str:
    try:
        return " ".join(str(_converter().latex_to_text(text, tolerant_parsing=True)).split())
    except Exception:  # any failure of the parser leaves the text as it is written
        return text


def unlatex(text: str) -> str:
    r"""``text`` with LaTeX escapes resolved; returned as it is where it has none.

    >>> unlatex(r"Jean-Fran{\c c}ois Erd\H{o}s")
    'Jean-François Erdős'
    """
    return _unlatex(text) if _LATEX.search(text) else text
