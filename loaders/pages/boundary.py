"""Where a title ends and the first author begins, when a page runs both together in one line.

``…Optimization of QuantizationZhang San, Li Si, Wang Wu et al.``: a capital (or a letter of a script without case)
follows something that is neither a space nor a hyphen, and what stands from there to the next comma has the shape of
a name. Titles hold capitals too (``CLIPYifan Yang``, ``PyTorchJohn Smith``), and so do names (``LeCun``, ``DeLong``),
so each place that fits is weighed: the shape of the name, the shape of the title's last word, whether that word stands
elsewhere in the same document, and, above all, whether the name is known from another item of the document. Nothing
outside the document is asked, so that the outcome never depends on what was loaded before or together with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from coterie.graph.names.fold import fold

PARTICLES = frozenset(
    "van der den de del della di da dos das do du von zu zur zum ter ten te el al bin ibn abu y e la le los las af av "
    "'t 's san santa st".split()
)
SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_PREFIX = "Mc|Mac|De|Del|Di|Da|Du|Dos|La|Le|Lo|Van|Von|Fitz|Al|El|Ben|Abu|San|St"
_LATIN_PREFIX = re.compile(rf"(?:{_PREFIX}|[OD]['’])")
_OPENING = "([{<«“‘„/\\&@#_~|:;,–—‐‑-"
_STOP = frozenset("a an the of and or for with in on to from by via at as is are be using towards toward into".split())

_PINYIN = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|a|o|e|i|u)"
)
_KOREAN = "(?:[gkndtrlmbpsjchwy]|kk|tt|ss|jj|ch|sh|hw|ky|hy)(?:yeo|yeong|yo|eo|eu|ae|oo|ee|ou|oh|oo|ye|a|e|i|o|u|y)(?:ng|n|m|l)?"
_SYLLABLE = re.compile(f"(?:{_PINYIN}|{_KOREAN})", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """What a document tells besides the line at hand: folded full names and folded name parts, and lower-cased words
    of its texts."""

    names: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


class Split(NamedTuple):
    """A place that fits. ``score`` is a sum of penalties (0 is a faultless split) and rewards."""

    score: float
    title: str
    authors: tuple[str, ...]


def split(pieces: list[str], known: Known, most: int = 3, usual: int | None = None) -> Split | None:
    """The best place, or None where none fits.

    ``pieces`` is the line without its affiliations and "et al.", cut at the commas; ``most`` the authors that the page
    names at most, ``usual`` the number that it names where there are more. Of equal places the last one wins.
    """
    best: Split | None = None
    for index in range(len(pieces) - 1, max(-1, len(pieces) - most - 1), -1):
        others = pieces[index + 1 :]
        shapes = [name_shape(other) for other in others]
        if any(shape is None for shape in shapes):
            break
        rest = sum(shape or 0.0 for shape in shapes) - (1.5 if usual and len(others) + 1 != usual else 0.0)
        for title, first, score in _places(pieces[index], known):
            whole = ", ".join((*pieces[:index], title))
            total = score + rest + _title_shape(whole)
            if best is None or total > best.score:
                best = Split(total, whole, (first, *others))
    return best


def _places(piece: str, known: Known) -> Iterator[tuple[str, str, float]]:
    """All (title end, first author, score) of one piece, the last place first."""
    for at in range(len(piece) - 1, 0, -1):
        if not _may_begin(piece[at - 1], piece[at]):
            continue
        title, first = piece[:at], piece[at:]
        shape = name_shape(first)
        if shape is None:
            continue
        yield title, first, shape + _seam(title.split()[-1], first.split()[0], known) + _reputation(first, known)


def _may_begin(before: str, letter: str) -> bool:
    """Whether a name may begin at ``letter`` right after ``before``."""
    if before.isspace() or before in _OPENING:
        return False
    if letter.isupper() or letter.istitle():
        return True
    return _caseless(letter) and not _caseless(before)


def _caseless(letter: str) -> bool:
    return unicodedata.category(letter) == "Lo"


def name_shape(text: str) -> float | None:
    """How much ``text`` looks like one person's name: 0 for a usual name, less for odd ones, None if it cannot be."""
    tokens = text.split()
    if len(tokens) > 1 and tokens[-1] in SUFFIXES:
        tokens.pop()
    full = [t for t in tokens if t not in PARTICLES]
    if not full or len(full) > 6 or tokens[-1] in PARTICLES:
        return None
    shapes = [_token_shape(token) for token in full]
    if any(shape is None for shape in shapes):
        return None
    length = {1: -2.5, 2: 0.0, 3: 0.0, 4: -0.5, 5: -1.5, 6: -2.5}[len(full)]
    if len(full) == 1 and _caseless(full[0][0]):
        length = 0.0
    initials_only = -2.0 if all(_initials(token) for token in full) else 0.0
    return length + initials_only + sum(shape or 0.0 for shape in shapes)


def _token_shape(token: str) -> float | None:
    """Penalty of one part of a name, None if it is none."""
    bare = token.strip("\"'’‘“”()")
    if not bare or not all(_of_name(c) for c in bare) or not (bare[0].isupper() or bare[0].istitle() or _caseless(bare[0])):
        return None
    if _initials(bare):
        return -0.8 * (len(re.sub(r"[.-]", "", bare)) - 1)
    parts = re.split(r"[-‐‑]", bare)
    return (0.0 if bare == token else -1.0) + sum(_part_shape(part) for part in parts)


def _of_name(letter: str) -> bool:
    return letter in ".-‐‑'’ʼʻ`·" or unicodedata.category(letter)[0] in "LM"


def _initials(token: str) -> bool:
    """J.  J.-P.  A.B.  and a single capital."""
    return bool(re.fullmatch(r"[^\W\d_]\.?|(?:[^\W\d_]\.-?)+", token)) and not _caseless(token[0])


def _part_shape(part: str) -> float:
    """Penalty of a part between hyphens: capitals inside it want a reason."""
    letters = re.sub(r"[.'’ʼʻ`·]", "", part)
    inner = [i for i, c in enumerate(part) if c.isupper() and i]
    if not inner:
        return 0.0
    if letters.isupper():
        return -1.5 if len(letters) <= 3 else -2.0
    first = inner[0]
    if len(inner) == 1 and first + 1 < len(part):
        if _LATIN_PREFIX.fullmatch(part[:first]) or part[first - 1] in "'’ʼʻ`·.":
            return -0.1
        if _SYLLABLE.fullmatch(part[:first]) and _SYLLABLE.fullmatch(part[first:]):
            return -0.3
    return -3.0 - (0.5 if part[:2].isupper() else 0.0)


def _seam(last: str, first: str, known: Known) -> float:
    """How well the title's last word ``last`` ends just there, where ``first`` begins the name."""
    word = last.strip("\"'’‘“”()[]{}?!.,:;$*")
    if word.lower() in known.words:
        return 1.0 if not _swallows(word) else 0.0
    if word.lower() in _STOP:
        return -4.0
    if re.search(r"(?:^|[^\w])[A-Z]\.$", last) or re.search(r"[a-z][A-Z]\.$", last):
        return -3.0
    if re.search(r"[a-z\d][OD]['’]$", last):
        return -3.0
    parts = re.split(r"[-‐‑/]", word)
    return -1.2 - _swallows(word) if _mixed(parts[-1]) else 0.0


def _mixed(word: str) -> bool:
    """A capital after a small letter (PyTorch, ModelsLe), other than a plural acronym (LLMs)."""
    return bool(re.search(r"[^\W\d_A-Z][A-Z]", word)) or (bool(re.search(r"[A-Z]{2}[a-z]{2,}$", word)))


def _swallows(word: str) -> float:
    """1 if the word ends in a prefix or a syllable of a name glued to it (ModelsMc, ModelsXiao)."""
    found = re.search(r"[^\W_]([A-Z]['’a-z]+)$", word)
    if not found:
        return 0.0
    return float(bool(_LATIN_PREFIX.fullmatch(found[1]) or _SYLLABLE.fullmatch(found[1])))


def _reputation(name: str, known: Known) -> float:
    """Reward of a name, or of its parts, that other items of the document have."""
    folded = fold(name)
    if folded in known.names:
        return 4.0
    return 0.6 * sum(part in known.parts for part in folded.split()[:4])


def _title_shape(title: str) -> float:
    unbalanced = sum(title.count(a) != title.count(b) for a, b in ("()", "[]", "{}"))
    return -3.0 * unbalanced - (1.0 if " " not in title else 0.0)
