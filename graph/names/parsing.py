"""A name of a person in its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coterie.graph.names.fold import unlatex

_WORDS = (
    "van von vom zu zum zur der den des de del della dello di da das do dos du d la le las los lo ter ten te op in t "
    "af av al el bin ibn ben abu abd bint st saint san santa sankt y e i und mac mc ap"
)
PARTICLES = frozenset(_WORDS.split())
_LINKS = frozenset({"y", "e", "i", "und"})
"""Particles that join two family names: Ortega y Gasset."""
_CAPITALS = "Van Von De Del Della Di Da Du Dos Des Ter Ten La St. Saint Ben Bin Ibn Abu Abd"
_CAPITAL_PARTICLES = frozenset(_CAPITALS.split())
_SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii",
    "iv": "iv", "4th": "iv",
}  # fmt: skip
_GENERATIONS = frozenset({"filho", "neto", "junior", "sobrinho"})
"""Portuguese words of descent: part of the family name, which then has the token before."""
_POSTNOMINALS = "phd md msc bsc mba dphil dsc mph rn dr prof facs frcp mbbs dds dvm pharmd"
_DEGREES = frozenset(_POSTNOMINALS.split())
_TITLES = re.compile(r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms)\.?\s+)+(?=\S+\s)")
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|[\"“„][^\"“”„]*[\"”“])")
_MARKS = re.compile(r"[*†‡§¶#]+|(?<=\D)[\d,]+$")
_NUMBER = re.compile(r"^(.*\S)\s+(\d{4})$")
_INITIALS = re.compile(r"[A-Z]{1,3}|(?:[A-Z]\.?-?){1,4}")
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|[aeiou])"
)
_PINYIN = re.compile(rf"{_SYLLABLE}(?:['-]?{_SYLLABLE})?", re.IGNORECASE)
_BEHALF = re.compile(r"(\S+\s.*?\S),?\s+(?:on behalf of|for the)\s.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts, as written. ``particles`` stand before the ``family`` name (``van der``); ``suffix`` is
    jr, sr, ii, iii or iv; ``number`` is what DBLP appends to tell namesakes apart (``0001``)."""

    given: str
    family: str
    particles: str = ""
    suffix: str = ""
    number: str = ""

    @property
    def surname(self) -> str:
        """Family name with its particles."""
        return f"{self.particles} {self.family}".strip()


@lru_cache(maxsize=65536)
def parse(written: str) -> PersonName:
    """The parts of a name of a person.

    Understands ``First Last``, ``Last, First``, ``Last, Jr., First``, Medline's ``Last FM``, families in capitals,
    particles, double names joined by ``y``, suffixes, DBLP's numbers, LaTeX escapes, and names of one word (family).

    >>> parse("Ludwig van Beethoven")
    PersonName(given='Ludwig', family='Beethoven', particles='van', suffix='', number='')
    >>> parse("King, Jr., Martin")
    PersonName(given='Martin', family='King', particles='', suffix='jr', number='')
    >>> parse("Hinton GE")
    PersonName(given='G E', family='Hinton', particles='', suffix='', number='')
    """
    text, number = _cleaned(written)
    pieces = [piece.strip() for piece in text.split(",")]
    pieces = [piece for i, piece in enumerate(pieces) if piece and not (i and _degrees(piece))]
    suffix = ""
    for i in range(len(pieces) - 1, 0, -1):
        if _bare(pieces[i]) in _SUFFIXES:
            suffix = _SUFFIXES[_bare(pieces.pop(i))]
    if not pieces:
        return PersonName("", written.strip(), number=number)
    if len(pieces) > 1:
        return _inverted(pieces[0], " ".join(pieces[1:]), suffix, number)
    tokens = pieces[0].split()
    if len(tokens) > 2 and not suffix and _is_suffix(tokens[-1]):
        suffix = _SUFFIXES[_bare(tokens.pop())]
    return _straight(tokens, suffix, number)


def _cleaned(written: str) -> tuple[str, str]:
    """Without LaTeX, asides, titles and footnote marks; and DBLP's number."""
    text = without_behalf(" ".join(unlatex(written).split()))
    number = ""
    found = _NUMBER.match(text)
    if found:
        text, number = found[1], found[2]
    bare = _ASIDE.sub("", text) if any(c in text for c in '(["“„') else text
    bare = _MARKS.sub("", _TITLES.sub("", bare)).strip(" ,;:·")
    return bare or text, number


def _bare(token: str) -> str:
    return token.replace(".", "").casefold()


def _is_suffix(token: str) -> bool:
    """A suffix where no comma says so; ``junior`` in full is then a name."""
    bare = _bare(token)
    return bare in _SUFFIXES and bare not in ("junior", "senior") and (token[0].isdigit() or token[0].isupper())


def _degrees(piece: str) -> bool:
    return all(_bare(token) in _DEGREES for token in piece.split())


def _inverted(family: str, given: str, suffix: str, number: str) -> PersonName:
    """``Last, First``: particles may stand on either side (``Beethoven, Ludwig van``)."""
    tokens, given_tokens = family.split(), given.split()
    if len(tokens) > 1 and not suffix and _is_suffix(tokens[-1]):
        suffix = _SUFFIXES[_bare(tokens.pop())]
    if len(given_tokens) > 1 and not suffix and _is_suffix(given_tokens[-1]):
        suffix = _SUFFIXES[_bare(given_tokens.pop())]
    at = len(given_tokens)
    while at > 1 and given_tokens[at - 1].islower() and _bare(given_tokens[at - 1]) in PARTICLES - _LINKS:
        at -= 1
    lead = 0
    while lead < len(tokens) - 1 and _particle(tokens[lead]):
        lead += 1
    particles = " ".join((*given_tokens[at:], *tokens[:lead]))
    return PersonName(spaced_initials(given_tokens[:at]), " ".join(tokens[lead:]), particles, suffix, number)


def _straight(tokens: list[str], suffix: str, number: str) -> PersonName:
    """A name without comma."""
    if len(tokens) < 2:
        return PersonName("", " ".join(tokens), "", suffix, number)
    if _caseless(tokens[0]) and _caseless(tokens[-1]):
        return PersonName(" ".join(tokens[1:]), tokens[0], "", suffix, number)
    start, stop = _family(tokens)
    lead = start
    while lead < stop - 1 and _particle(tokens[lead]):
        lead += 1
    given = tokens[:start] + tokens[stop:]
    return PersonName(spaced_initials(given), " ".join(tokens[lead:stop]), " ".join(tokens[start:lead]), suffix, number)


def _family(tokens: list[str]) -> tuple[int, int]:
    """Where the family name stands, particles included."""
    last = len(tokens) - 1
    capitals = [_capital_family(token) for token in tokens]
    if not all(token.isupper() or _particle(token) for token in tokens):
        if _medline(tokens):
            return 0, last
        if capitals[0] and not (len(_letters(tokens[0])) < 4 and not _PINYIN.fullmatch(_letters(tokens[1]))):
            stop = next(i for i in range(last + 1) if not capitals[i])
            return 0, stop
        if capitals[last]:
            start = last
            while start > 1 and (capitals[start - 1] or _particle(tokens[start - 1])):
                start -= 1
            return start, last + 1
    start = last
    if _bare(tokens[last]) in _GENERATIONS and last > 1:
        start -= 1
    while start > 1 and _particle(tokens[start - 1], inner=True):
        linked = _bare(tokens[start - 1]) in _LINKS
        if linked and start < 3:
            break
        start -= 2 if linked else 1
    return start, last + 1


def _letters(token: str) -> str:
    return token.replace(".", "").replace("-", "")


def _capital_family(token: str) -> bool:
    """A family name in capitals (WANG, O'NEIL, LI), not initials (JP, G.E.)."""
    letters = _letters(token)
    if len(letters) < 2 or not token.isupper() or "." in token:
        return False
    if len(letters) == 2:
        return bool(_PINYIN.fullmatch(letters))
    return len(letters) > 3 or any(c in "AEIOUY" for c in letters[1:])


def _medline(tokens: list[str]) -> bool:
    """``Hinton GE``, ``van der Berg J``: the last token is one to three initials without stops."""
    last = tokens[-1]
    if not (last.isalpha() and last.isupper() and len(last) <= 3):
        return False
    if any(_INITIALS.fullmatch(token) for token in tokens[:-1]) or not _family_like(tokens[:-1]):
        return False
    if len(last) == 1 or not _capital_family(last):
        return True
    return len(last) == 2 and not _PINYIN.fullmatch(tokens[0])


def _family_like(tokens: list[str]) -> bool:
    """One name, or particles and names: what may stand before Medline's initials."""
    return not all(_particle(token) for token in tokens)


def _particle(token: str, inner: bool = False) -> bool:
    if token in _CAPITAL_PARTICLES:
        return True
    if token[:1].isupper():
        return False
    bare = token.replace(".", "").strip("'’`")
    return bare in PARTICLES and (inner or bare not in _LINKS)


def _caseless(token: str) -> bool:
    """A script without case other than transliteration to Latin, such as Han or Hangul."""
    return not token.isascii() and token.upper() == token.lower()


def spaced_initials(tokens: list[str]) -> str:
    """Initials written together are set apart: ``GE`` and ``G.E.`` become ``G E``."""
    if not any(_glued(token) for token in tokens):
        return " ".join(tokens)
    return " ".join(" ".join(_letters(token)) if _glued(token) else token for token in tokens)


def _glued(token: str) -> bool:
    letters = _letters(token)
    return (
        1 < len(letters) <= 3
        and token.isupper()
        and ("." in token or not _PINYIN.fullmatch(letters) or len(letters) < 3)
    )


def without_behalf(text: str) -> str:
    """``text`` up to ``on behalf of …`` or ``for the …``, where that follows a name."""
    if len(text) < 400 and (found := _BEHALF.fullmatch(text)):
        return found[1]
    return text


def known_suffix(text: str | None) -> str:
    """A suffix in its one form (jr, sr, ii, iii, iv), others folded; empty for None."""
    bare = _bare(text.strip(" ,")) if text else ""
    return _SUFFIXES.get(bare, bare)
