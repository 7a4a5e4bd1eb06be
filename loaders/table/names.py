"""Names of authors as they stand in cells: taken apart, and each in its parts."""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.loaders.making import collective, inverted, plain
from coterie.loaders.table.cells import split

Name = tuple[str, str | None, str | None, str | None, bool]
"""As written, given name, family name, suffix, and whether it is a collective."""

_AND = re.compile(r",?\s+(?:and|und|et)\s+|\s*&\s*")
_Y = re.compile(r"\s+(?:y|og|och)\s+")
"""Words that also join the two family names of one person: only between names of two words."""
_ET_AL = re.compile(
    r"[,;]?\s*\(?(?:\bet[\s.]?al\b\.?|\band others\b|\bu\.\s?a\.|\by otros\b|\be outros\b|等|"
    r"и др\.?|\.\.\.|…|\bothers$)"
    r"\)?\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"al|others|otros|outros|a\.|等|др|\.\.|…", re.IGNORECASE)
"""What stands near the end where ``_ET_AL`` may."""
_COMMA = re.compile("[,，]")
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_MANY = 100_000
"""Characters of a cell above which the words that join names are not looked for."""


def names_in(text: str, separators: tuple[str, ...] = ()) -> tuple[list[str], bool]:
    """The names in a cell, and whether it says that there are more (``et al.``).

    Names stand between ``separators``; where none are declared, between semicolons, bars or lines, else around *and*
    (also *und, et, y, &*) and commas: ``A. Smith, B. Jones and C. Doe`` and ``Smith, J., Doe, K.`` are told from
    ``Smith, John`` by what stands between the commas. Empty places are "".

    >>> names_in("Smith, J., Doe, K."), names_in("Ada Lovelace and Charles Babbage et al.")
    ((['Smith, J.', 'Doe, K.'], False), (['Ada Lovelace', 'Charles Babbage'], True))
    """
    more = False
    tail = _ET_AL.search(text[-60:]) if _ENDS.search(text[-12:]) else None
    if tail:
        text, more = text[: len(text) - len(text[-60:]) + tail.start()], True
    pieces = split(text, separators)
    while pieces and not pieces[-1]:
        pieces.pop()
    if separators or len(pieces) != 1 or len(text) > _MANY:
        return pieces, more
    found = [name.strip() for part in _joined(text) for name in _commas(part.strip(" ,"))]
    return [name for name in found if name], more


def _joined(text: str) -> list[str]:
    """``text`` at the words that join names; an institution's name (of Physics and Chemistry) stays whole."""
    parts = _AND.split(text)
    if len(parts) > 1 and "," not in text and collective(text):
        return [text]
    last = _Y.split(parts[-1])
    return [*parts[:-1], *last] if all(" " in name.strip() for name in last) else parts


def _commas(text: str) -> list[str]:
    """The names in ``text``, which has no separators but commas."""
    pieces = [piece.strip() for piece in _COMMA.split(text) if piece.strip()]
    if len(pieces) < 2:
        return [text]
    if len(pieces) > 3 and len(pieces) % 2 == 0 and all(map(_INITIALS.fullmatch, pieces[1::2])):
        return [", ".join(pair) for pair in zip(pieces[::2], pieces[1::2], strict=True)]
    if all(map(_HAN.fullmatch, pieces)):
        return pieces
    words = [len(piece.split()) for piece in pieces]
    if all(count > 1 for count in words):
        return pieces
    return [text] if len(pieces) < 3 or inverted(text)[0] else pieces


@lru_cache(maxsize=65536)
def person(written: str) -> Name | None:
    """A name in one cell; None where there is none. The comma separates family and given name.

    >>> person("King, Martin L., Jr."), person("Ada Lovelace")
    (('King, Martin L., Jr.', 'Martin L.', 'King', 'Jr.', False), ('Ada Lovelace', None, None, None, False))
    """
    written = plain(written)
    if not written:
        return None
    given, family, suffix = inverted(written)
    return written, given, family, suffix, family is None and collective(written)


@lru_cache(maxsize=65536)
def parted(given: str, family: str, suffix: str) -> Name | None:
    """A name whose parts stand in cells of their own; None where all are empty."""
    given, family, suffix = plain(given), plain(family), plain(suffix)
    written = " ".join(filter(None, (given, family, suffix)))
    if not written:
        return None
    if given and family:
        return written, given, family, suffix or None, False
    return written, None, None, suffix or None, collective(written)
