"""Names of people: parsed into given names, family name and suffix, and compared.

Forms understood: ``Ada Lovelace``, ``Lovelace, Ada``, ``King, Jr., Martin``, ``Ludwig van Beethoven``, ``WANG Wei``,
Medline's ``Hinton GE``, DBLP's ``Wei Wang 0001``, mononyms, LaTeX escapes. The name as written is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coterie.graph.names.fold import fold

_PARTICLES = frozenset(
    (
        "van", "von", "der", "den", "de", "del", "della", "delle", "di", "da", "das", "do", "dos", "du", "la", "le",
        "las", "los", "el", "al", "bin", "ibn", "ben", "ter", "ten", "zu", "zur", "af", "av", "y", "e", "st",
        "vander", "vanden", "abu",
    )
)  # fmt: skip
_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV", "2nd": "II", "3rd": "III"}
_DBLP_NUMBER = re.compile(r"\s+\d{4}$")
_INITIALS = re.compile(r"[A-Z]{1,3}")
_COLLECTIVE = re.compile(
    r"\b(collaborations?|consorti(?:um|a)|working group|study group|task force|research group|investigators|"
    r"committee|initiative|network|team|project|association|society|alliance|council|programme|program)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts, as written. ``family`` includes particles; a mononym is a family name alone."""

    given: str
    family: str
    suffix: str = ""


@lru_cache(maxsize=1 << 17)
def parse(written: str) -> PersonName:
    """The parts of a name as written. Never fails: what cannot be parted is a family name."""
    text = _clean(written)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1:
        return _of_commas(parts)
    tokens = text.split()
    suffix = _SUFFIXES.get(fold(tokens[-1]), "") if len(tokens) > 2 else ""
    if suffix:
        tokens.pop()
    if len(tokens) < 2:
        return PersonName("", " ".join(tokens), suffix)
    return _of_tokens(tokens, suffix)


def name_key(written: str, given: str | None = None, family: str | None = None) -> str:
    """The folded full name, given names first, whatever order it was written in.

    ``given`` and ``family`` are used where the source has them apart. Names that fold to nothing keep their characters.
    """
    return _key(written, given, family)


def initials_key(written: str, given: str | None = None, family: str | None = None) -> str:
    """Family name and first initial, folded: the coarsest block."""
    name = PersonName(given or "", family) if family else parse(written)
    first = fold(name.given)[:1]
    return f"{fold(name.family)} {first}".strip()


def is_collective(written: str) -> bool:
    """Whether the name is a collaboration, consortium or other body rather than a person."""
    return bool(_COLLECTIVE.search(written)) and "," not in written


def compatible(a: str, b: str) -> bool:
    """Whether two written names can belong to one person: same family name, and given names that agree, an initial
    agreeing with any name it begins, a missing one with all."""
    one, two = parse(a), parse(b)
    if one.suffix and two.suffix and one.suffix != two.suffix:
        return False
    if fold(one.family).replace(" ", "") != fold(two.family).replace(" ", ""):
        return False
    return _given_agree(_given_tokens(one.given), _given_tokens(two.given))


@lru_cache(maxsize=1 << 18)
def _key(written: str, given: str | None, family: str | None) -> str:
    name = PersonName(given or "", family) if family else parse(written)
    key = fold(f"{name.given} {name.family} {name.suffix}")
    return key or " ".join(written.split()).casefold()


def _clean(written: str) -> str:
    text = written
    if "\\" in text or "{" in text or "$" in text:
        text = _unlatex(text)
    return _DBLP_NUMBER.sub("", " ".join(text.split()))


def _unlatex(text: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        return str(LatexNodes2Text(math_mode="text").latex_to_text(text)).replace("\n", " ")
    except Exception:  # malformed LaTeX: the text as it stands is the best that is left
        return text.replace("{", "").replace("}", "").replace("\\", "")


def _of_commas(parts: list[str]) -> PersonName:
    """``Last, First``, ``Last, Jr., First``, ``Last, First, Jr.``, ``First Last, Jr.``."""
    found = [_SUFFIXES[fold(part)] for part in parts[1:] if fold(part) in _SUFFIXES]
    rest = [parts[0]] + [part for part in parts[1:] if fold(part) not in _SUFFIXES]
    suffix = found[0] if found else ""
    if len(rest) == 1:
        inner = parse(rest[0])
        return PersonName(inner.given, inner.family, suffix)
    family, given = rest[0], " ".join(rest[1:])
    particles: list[str] = []
    tokens = given.split()
    while len(tokens) > 1 and tokens[-1].islower() and tokens[-1] in _PARTICLES:
        particles.insert(0, tokens.pop())
    return PersonName(" ".join(tokens), " ".join([*particles, family]), suffix)


def _of_tokens(tokens: list[str], suffix: str) -> PersonName:
    last = tokens[-1]
    if _INITIALS.fullmatch(last) and _is_medline(tokens):
        return PersonName(last, " ".join(tokens[:-1]), suffix)
    if _shouted(tokens[0]) and not any(_shouted(token) for token in tokens[1:]):
        return PersonName(" ".join(tokens[1:]), tokens[0], suffix)
    begin = len(tokens) - 1
    while begin > 1 and tokens[begin - 1].islower() and tokens[begin - 1] in _PARTICLES:
        begin -= 1
    if begin > 1 and tokens[begin - 1].casefold() == "y" and begin > 2:
        begin -= 2
    return PersonName(" ".join(tokens[:begin]), " ".join(tokens[begin:]), suffix)


def _is_medline(tokens: list[str]) -> bool:
    """``Hinton GE``: initials without points at the end, no initials before, and not a name all in capitals."""
    return not any(len(t.rstrip(".")) == 1 or t.isupper() for t in tokens[:-1])


def _shouted(token: str) -> bool:
    return len(token) > 1 and token.isupper() and token.isalpha() and not token.isdigit()


def _given_tokens(given: str) -> list[str]:
    spaced = re.sub(r"(?<=[A-Z])(?=[A-Z]\b)", " ", given) if _INITIALS.fullmatch(given) else given
    return fold(spaced.replace(".", " ")).split()


def _given_agree(one: list[str], two: list[str]) -> bool:
    if "".join(one) == "".join(two):
        return True
    return all(x == y or (len(x) == 1 and y.startswith(x)) or (len(y) == 1 and x.startswith(y))
               for x, y in zip(one, two, strict=False))  # fmt: skip
