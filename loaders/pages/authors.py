"""The line of names: ``Chen Tang, Li Lyna Zhang, Huiqiang Jiang et al. · microsoft-research, pku``."""

from __future__ import annotations

import re
from typing import NamedTuple

from coterie.loaders.pages.boundary import SUFFIXES, name_shape

SHOWN = 3
"""Names that the pages show at most."""

AUTHOR_LINE = re.compile(r"(?:\s+et al\.(?:\s+·\s+.+)?|\s+·\s+[^·]+)$")
"""How a line ends that has names in it."""

_LONGEST = 300
_INITIAL = re.compile(r"\b[^\W\d_]{1,3}\.")
_ET_AL = re.compile(r"(?P<names>.*\S)\s+et al\.(?:\s+·\s+(?P<places>.+))?")
_PLACES = re.compile(r"(?P<names>.*\S)\s+·\s+(?P<places>[^·]+)")


class Names(NamedTuple):
    """``pieces`` are what stands between the commas, ``more`` whether "et al." follows, ``places`` the affiliations."""

    pieces: list[str]
    more: bool
    places: list[str]


def parse_names(text: str) -> Names:
    """The parts of a line of names (or of a title and names run together).

    >>> parse_names("Xin Chen, Jun Wu, Jr. et al. · pku, tsinghua")
    Names(pieces=['Xin Chen', 'Jun Wu, Jr.'], more=True, places=['pku', 'tsinghua'])
    """
    found = _ET_AL.fullmatch(text)
    more = found is not None
    found = found or _PLACES.fullmatch(text)
    names, places = (found["names"], found["places"] or "") if found else (text, "")
    pieces: list[str] = []
    for piece in names.split(", "):
        if piece in SUFFIXES and pieces:
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece)
    return Names(pieces, more, [place.strip() for place in places.split(",") if place.strip()])


def looks_like_authors(text: str) -> bool:
    """Whether a line of its own is a line of names rather than a title or an abstract."""
    names = parse_names(text)
    if (
        names.more
        and len(text) <= _LONGEST
        and not re.search(r"[.:;?!] ", _INITIAL.sub(" ", text.partition(" et al.")[0]))
    ):
        return True
    if not names.more and not names.places and re.search(r"[^\W\d_]{4}\.$", text):
        return False  # a sentence
    shapes = [name_shape(piece.replace(",", "")) for piece in names.pieces]
    if any(shape is None for shape in shapes):
        return False
    return sum(shape or 0.0 for shape in shapes) > -3.0 * len(shapes)
