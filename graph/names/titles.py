"""Keys of titles."""

from __future__ import annotations

import re

from coterie.graph.names.fold import fold, unlatex

_ACCENT = re.compile(r"""\\["'`^~=.]|\\[uvHtcdbkr]\s*\{|\\(?:ss|ae|oe|aa|o|l|i|j|AE|OE|AA|O|L)\b""")
_STYLE = re.compile(r"\\(?:math\w+|text\w*|emph|rm|bf|it|sf|tt|cal|em|sl|sc|bm|boldsymbol|operatorname)\b\*?")
_TAG = re.compile(r"</?(?:i|b|u|em|sub|sup|strong|scp|tt|sc|jats:\w+|mml:\w+)\b[^<>]*>", re.IGNORECASE)
_DIGITS = re.compile(r"\d+|\b(?:[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third)\b")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


def title_key(title: str) -> str:
    r"""``title`` folded, with markup and LaTeX styling taken off; empty where nothing is left.

    >>> title_key(r"On {\it the} G\"odel–Rosser <i>trick</i>: Part II")
    'on the godel rosser trick part ii'
    """
    if "<" in title:
        title = _TAG.sub("", title)
    if "\\" in title:
        title = _STYLE.sub(" ", title)
        if _ACCENT.search(title):
            title = unlatex(title)
    return fold(title)


def numerals(title: str) -> tuple[str, ...]:
    """The numerals of a title, sorted: runs of digits, Roman numerals below forty, and small numbers in words.

    >>> numerals("GPT-4 and Two Lemmas, Part II")
    ('4', 'ii', 'two')
    """
    found = _DIGITS.findall(title if title.isascii() and title.islower() else fold(title))
    return tuple(sorted(n for n in found if n[0] not in "ivx" or _ROMAN.fullmatch(n)))
