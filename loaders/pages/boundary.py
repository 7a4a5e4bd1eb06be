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
    re.findall(
        r"\S+",
        "van der den de del della di da dos das do du von vom zu zur zum beim ter ten te op el al ul ur ud bin ibn ben "
        "abu y e la le los las af av 't 's san santa st",
    )
)
SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_GROUPS = frozenset({"Collaboration", "Consortium", "Group", "Team", "Network", "Initiative"})
_PREFIX = (
    "Mc|Mac|De|Del|Della|Di|Da|Dal|Das|Du|Dos|La|Le|Lo|Van|Vander|Vanden|Von|Ter|Fitz|Al|El|Ben|Abu|San|St|Abd|Abdel|"
    "Abdul|Seyed|Sayed|Mohammad|Mohamed|Muhammad|Amir"
)
_GLUED = re.compile(rf"(?:{_PREFIX}|[OD]['’])")
_ELIDED = re.compile(r"(?:d|de|dell|dall|l|o|t)['’]", re.IGNORECASE)
_OPENING = "([{<«“‘„/\\&@#_~|:;,–—‐‑-"
_QUOTES = "\"'’‘“”()[]{}?!.,:;$*"
_LONGEST_NAME = 100
_STOP = frozenset(
    re.findall(r"\S+", "a an the of and or for with in on to from by via at as is are be using towards toward into")
)

_PINYIN = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|a|o|e|i|u)"
)
_KOREAN = (
    "(?:kk|tt|ss|jj|ch|sh|hw|ky|hy|gy|[gkndtrlmbpsjchyw])?"
    "(?:yeou|yeo|yae|eou|you|eui|yo|eo|eu|ae|oo|ee|ou|oh|ye|ya|wa|a|e|i|o|u)(?:ng|n|m|l|k)?"
)
_SYLLABLE = re.compile(f"(?=..)(?:{_PINYIN}|{_KOREAN})", re.IGNORECASE)


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
    for place in places(pieces, known, most, usual):
        if best is None or place.score > best.score:
            best = place
    return best


def places(pieces: list[str], known: Known, most: int = 3, usual: int | None = None) -> Iterator[Split]:
    """All places that fit, the last one first (see :func:`split`)."""
    for index in range(len(pieces) - 1, max(-1, len(pieces) - most - 1), -1):
        others = pieces[index + 1 :]
        shapes = [name_shape(other) for other in others]
        if any(shape is None for shape in shapes):
            return
        rest = sum(shape or 0.0 for shape in shapes) - (1.5 if usual and len(others) + 1 != usual else 0.0)
        for title, first, score in _in_piece(pieces[index], known):
            whole = ", ".join((*pieces[:index], title))
            listed = -2.5 if index and name_shape(title) is not None else 0.0  # "…Wang Wu, Yann Le" ends no title
            yield Split(score + rest + listed + _title_shape(whole, known), whole, (first, *others))


def _in_piece(piece: str, known: Known) -> Iterator[tuple[str, str, float]]:
    """All (title end, first author, score) of one piece, the last place first."""
    for at in range(len(piece) - 1, max(0, len(piece) - _LONGEST_NAME), -1):
        if not may_begin(piece, at):
            continue
        title, first = piece[:at], piece[at:]
        shape = name_shape(first)
        if shape is None:
            continue
        token = first.split()[0]
        if piece[at - 1].isupper() and not re.match(r"\w['’]?[^\W\d_A-Z]", token):
            shape -= 0.5 if token[1:2] == "." else 1.5  # inside a run of capitals
        yield title, first, shape + _seam(title.split()[-1], known) + _reputation(first, known)


def may_begin(piece: str, at: int) -> bool:
    """Whether a name may begin at ``at``."""
    before, letter = piece[at - 1], piece[at]
    if before.isspace() or before in _OPENING or (before in "\"'’" and (at < 2 or piece[at - 2].isspace())):
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
    if len(tokens) > 1 and tokens[-1] in _GROUPS:
        return -0.5
    full = [t for t in tokens if t not in PARTICLES]
    if not full or len(full) > 6 or tokens[-1] in PARTICLES:
        return None
    shapes = [_token_shape(token, first=not i) for i, token in enumerate(full)]
    if any(shape is None for shape in shapes):
        return None
    length = {1: -2.5, 2: 0.0, 3: 0.0, 4: -0.5, 5: -1.5, 6: -2.5}[len(full)]
    if len(full) == 1 and _caseless(full[0][0]):
        length = 0.0
    initials_only = -2.0 if all(_initials(token) for token in full) else 0.0
    return length + initials_only + sum(shape or 0.0 for shape in shapes)


def _token_shape(token: str, first: bool) -> float | None:
    """Penalty of one part of a name, None if it is none."""
    if re.fullmatch(r"-[^\W\d_]\.", token):
        return 0.0 if not first else None  # J. -P.
    bare = token.strip("\"'’‘“”()")
    if not bare or not all(_of_name(c) for c in bare):
        return None
    if found := _ELIDED.match(bare):
        bare = bare[found.end() :] or bare  # d'Alessandro
    if not (bare[0].isupper() or bare[0].istitle() or _caseless(bare[0])):
        return -2.5 if not first and bare.islower() and bare not in _STOP else None
    if _initials(bare):
        return -0.8 * (len(re.sub(r"[.-]", "", bare)) - 1)
    return (-1.0 if token[0] in '"“(' else 0.0) + sum(_part_shape(part) for part in re.split(r"[-‐‑]", bare))


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
        return (-1.5 if len(letters) <= 3 else -2.0) - part.endswith(".")
    first = inner[0]
    if len(inner) == 1 and first + 1 < len(part):
        if _GLUED.fullmatch(part[:first]) or part[first - 1] in "'’ʼʻ`·.":
            return -0.1
        if _SYLLABLE.fullmatch(part[:first]) and _SYLLABLE.fullmatch(part[first:]):
            return -0.3
    return -4.5 if part[:2].isupper() else -3.0


def _seam(last: str, known: Known) -> float:
    """How well a title ends in the word ``last``."""
    word = last.strip(_QUOTES)
    if word.lower() in _STOP:
        return -4.0
    if _GLUED.fullmatch(word) or _ELIDED.fullmatch(last) or re.search(r"[a-z\d][OD]['’]$", last):
        return -3.0
    if re.search(r"(?:^|[^\w]|[a-z])[A-Z]\.$", last) or re.search(r"[a-z]{4}[A-Z]$", word):
        return -3.0
    if len(word) > 2 and word.lower() in known.words:
        return 0.0 if _swallows(word) else 1.0
    return -_swallows(word)


def _mixed(word: str) -> bool:
    """A capital after a small letter (PyTorch, ModelsLe), or capitals run into a word (CLIPYifan)."""
    return bool(re.search(r"[^\W\d_A-Z][A-Z]|[A-Z]{2}[a-z]{2,}", word))


def _swallows(word: str) -> float:
    """1 if the word ends in a prefix of a name glued to it (ModelsMc), a half if in a syllable (ModelsXiao), else 0."""
    found = re.search(r"[^\W_]([A-Z]['’a-z]+)$", word)
    if not found:
        return 0.0
    return 1.0 if _GLUED.fullmatch(found[1]) else 0.5 if _SYLLABLE.fullmatch(found[1]) else 0.0


def _reputation(name: str, known: Known) -> float:
    """Reward of a name, or of its parts, that other items of the document have."""
    folded = fold(name)
    if folded in known.names:
        return 4.0
    return 0.6 * sum(part in known.parts for part in folded.split()[:4])


def _title_shape(title: str, known: Known) -> float:
    """Penalty of brackets that do not close, of a title of one word, and of odd capitals in the last five words."""
    unbalanced = sum(title.count(a) != title.count(b) for a, b in ("()", "[]", "{}"))
    words = [word.strip(_QUOTES) for word in title.split()[-5:]]
    parts = [word for word in words if word.lower() not in known.words for word in re.split(r"[-‐‑/]", word)[-1:]]
    odd = sum(_mixed(part) for part in parts)
    return -3.0 * unbalanced - (1.0 if " " not in title else 0.0) - 1.2 * odd
