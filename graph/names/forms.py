"""Names of persons folded for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coterie.graph.names.fold import fold_name, unlatex
from coterie.graph.names.parsing import PersonName, known_suffix, parse, spaced_initials

_SOFT_WORDS = (
    "van von vom zu zum zur der den des de del dello della di da das do dos du d la le las los lo ter ten te op in t "
    "af av al el y e i und"
)
_SOFT = frozenset(_SOFT_WORDS.split())
"""Particles that may be left out; others (ben, bin, mac, o, saint, san) belong to the family name."""
_LINKS = frozenset(("y", "e", "i", "und"))
DESCENT = {
    "filho": "filho",
    "neto": "neto",
    "sobrinho": "sobrinho",
    "junior": "jr",
    "jr": "jr",
    "sr": "sr",
    "iii": "iii",
}
_RUN_TOGETHER = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_JOINED_FAMILIES = re.compile(r"(?<=[a-zß-öø-ÿ]{3})(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{3})")
_SHORT = re.compile(r"[^\W\d_]{2}\.")
_NO_NAMES = frozenset({"ch", "cs", "cz", "dz", "kh", "ph", "sh", "st", "sz", "th", "ts", "wm", "zh", "zs"})
"""Abbreviations that need no full stop: no name is without a vowel."""
_LONGEST = 12
"""Tokens of given and family names that are looked at: no real name has more."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name folded for comparison. ``family`` is in one word (``garciamarquez``), ``parts`` are the words of it,
    ``given`` the given names, initials as one letter. ``particles`` that may be left out stand apart; ``suffix`` is jr,
    sr, ii, iii, iv or a Portuguese word of descent; ``number`` is DBLP's. ``short``: the first given name is one letter
    of another alphabet abbreviated to two, Yu. for Yuri, Zh. for Zhores."""

    family: str
    parts: tuple[str, ...]
    given: tuple[str, ...]
    particles: str = ""
    suffix: str = ""
    number: str = ""
    short: bool = False


@lru_cache(maxsize=1 << 17)
def form(written: str, given: str | None = None, family: str | None = None, suffix: str | None = None) -> NameForm:
    """The form of a name. ``given`` and ``family`` are used where a source has both apart.

    >>> form("García Márquez, Gabriel").family, form("Li, XiaoMing").given
    ('garciamarquez', ('xiao', 'ming'))
    """
    if given and family:
        name = PersonName(spaced_initials(unlatex(given).split()), unlatex(family), suffix=known_suffix(suffix))
    else:
        name = parse(written)
    tokens = fold_name(_RUN_TOGETHER.sub(" ", name.given)).split()[:_LONGEST]
    surname = _JOINED_FAMILIES.sub(" ", f"{name.particles} {name.family}")
    parts, particles, descent = _family(fold_name(surname).split()[:_LONGEST])
    if not parts:
        parts = [tokens.pop()] if tokens else [written.strip()]
    if len(tokens) > 1 and tokens[-1] in ("al", "el"):
        particles.insert(0, tokens.pop())
    if len(tokens) > 1 and tokens[-1] in ("mac", "mc"):
        parts[0] = tokens.pop() + parts[0]
    if len(tokens) > 1 and len(parts) == 1 and parts[0] in DESCENT:
        descent, parts = DESCENT[parts[0]], [tokens.pop()]
    while len(parts) > 1 and tokens and len(parts[0]) == 1 and len(parts[-1]) > 1:
        tokens.append(parts.pop(0))  # Ramón, F. Astudillo
    short = bool(tokens) and len(tokens[0]) == 2 and (tokens[0] in _NO_NAMES or _SHORT.match(name.given) is not None)
    return NameForm(
        "".join(parts), tuple(parts), tuple(tokens), " ".join(particles), name.suffix or descent, name.number, short
    )


def _family(tokens: list[str]) -> tuple[list[str], list[str], str]:
    """Words of the family name, particles that may be left out, word of descent."""
    descent = ""
    if len(tokens) > 1 and tokens[-1] in DESCENT:
        descent = DESCENT[tokens[-1]]
        tokens = tokens[:-1]
    lead = 0
    while lead < len(tokens) - 1 and tokens[lead] in _SOFT and len(tokens[-1]) > 1:
        lead += 1
    parts = tokens[lead:]
    if len(parts) > 2:
        parts = [parts[0], *(part for part in parts[1:-1] if part not in _LINKS), parts[-1]]
    return parts, tokens[:lead], descent


def block(name: NameForm) -> str:
    """Family name and first initial, the coarse key in which names are compared; a name of one word is its own."""
    return f"{name.family} {name.given[0][0]}" if name.given else name.family
