"""How two lists of given names are related."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from coterie.graph.names.nicknames import is_known, nickname_entries
from coterie.graph.names.sounds import is_one_syllable, romaji, sound
from coterie.graph.names.syllables import is_syllable, korean, syllables

_FEMININE = ("a", "e", "ia", "ina", "ine", "ita", "ette", "etta", "ella", "elle", "ka", "ko")
"""Endings that make a woman's name of a man's: Martin and Martina, Paul and Pauline."""


def given_kind(one: tuple[str, ...], two: tuple[str, ...], family: str = "") -> str | None:
    """The kind of relation between given names (same, joined, middle, initials, syllables, transliteration, prefix,
    nickname, spelling), or None where they conflict. Symmetric; missing given names are related to none. With a Chinese
    or Korean ``family`` name the syllables of one given name are not taken for several names.

    >>> given_kind(("xiaoming",), ("x", "m")), given_kind(("john", "a"), ("john", "b"))
    ('syllables', None)
    """
    if one == two:
        return "same"
    if not one or not two:
        return None
    first, second = one[0], two[0]
    if first[0] != second[0]:
        return None
    if len(first) > 1 and len(second) > 1:
        if first == second:
            kind = _middle(one[1:], two[1:])
            return None if kind == "middle" and is_syllable(family) and _all_syllables(one, two) else kind
        if len(one) == len(two) == 1:
            return same_given(first, second)
        return _several(one, two)
    return _initials(one, two, family)


def _several(one: tuple[str, ...], two: tuple[str, ...]) -> str | None:
    """Where the first names are in full and differ, and at least one has more than that."""
    if "".join(one) == "".join(two):
        return "joined"
    spelled = _syllables(one, two)
    if spelled:
        return spelled
    kind = same_given(one[0], two[0])
    if kind == "prefix":
        shorter = one if len(one[0]) < len(two[0]) else two
        kind = None if len(shorter) > 1 and len(shorter[1]) > 1 else kind  # Sang Wan, Sangho
    if not kind and len(one) != len(two):
        return _joined_alike(one, two)
    return kind if kind and (len(one) == 1 or len(two) == 1 or _middle(one[1:], two[1:])) else None


def _all_syllables(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether the longer one is two syllables, as Wei-Ming is: Wei is another name."""
    longer = one if len(one) > len(two) else two
    return len(longer) == 2 and is_syllable(longer[0]) and len(longer[1]) > 1 and is_syllable(longer[1])


def _joined_alike(one: tuple[str, ...], two: tuple[str, ...]) -> str | None:
    """Young-Gil and Youngkil: run together they sound alike or differ in one letter."""
    if min(map(len, one)) < 2 or min(map(len, two)) < 2:
        return None
    if all(map(is_syllable, one if len(one) > len(two) else two)) and not (
        korean("".join(one)) and korean("".join(two))
    ):
        return None
    first, second = "".join(one), "".join(two)
    kind = same_given(first, second)
    if kind == "prefix" and abs(len(first) - len(second)) == 1:
        return "spelling"
    return kind if kind == "transliteration" or (kind == "spelling" and min(len(first), len(second)) > 6) else None


def _initials(one: tuple[str, ...], two: tuple[str, ...], family: str) -> str | None:
    """Where at least one of the names begins with an initial."""
    for many, word in ((one, two), (two, one)):
        if len(many) > 1 and len(word[0]) > 1 and len(many[0]) == 1:
            spelled = _spelled_initials(many, word)
            if spelled:
                return spelled
            if spelled is not None and is_syllable(family):
                return None
    if len(one) == 1 or len(two) == 1:
        return "initials"
    return "initials" if _middle(one[1:], two[1:]) else None


def _spelled_initials(initials: tuple[str, ...], word: tuple[str, ...]) -> str | None:
    """``syllables`` where the initials are those of the syllables run together in the first word; empty where they are
    others; None where it has no syllables of Chinese."""
    parts = syllables(word[0])
    if len(word) == 1 and len(parts) > 1 and max(map(len, initials)) == 1:
        agree = all(a[0] == b[0] for a, b in zip(initials, parts, strict=False)) and len(initials) <= len(parts)
        return "syllables" if agree else ""
    return None


def _syllables(one: tuple[str, ...], two: tuple[str, ...]) -> str | None:
    """Xiaoming and Xiao M."""
    for word, many in ((one, two), (two, one)):
        if len(word) == 1 and len(many) > 1 and word[0].startswith(many[0]):
            rest = word[0][len(many[0]) :]
            if rest and len(many) == 2 and len(many[1]) == 1 and rest[0] == many[1]:
                return "syllables"
    return None


def _middle(one: tuple[str, ...], two: tuple[str, ...]) -> str | None:
    """The relation of names after an equal first one: all of the fewer stand among the others, in order."""
    if len(one) > len(two):
        one, two = two, one
    if not one:
        return "middle"
    kind = "initials" if len(one) == len(two) else "middle"
    if "".join(one) == "".join(two) and all(len(word) > 1 for word in one):
        return "joined"
    rest = iter(two)
    for word in one:
        if not any(_agree(word, other) for other in rest):
            return None
    return kind


def _agree(one: str, two: str) -> bool:
    if one == two or (one[0] == two[0] and (len(one) == 1 or len(two) == 1)):
        return True
    return len(one) > 1 and len(two) > 1 and same_given(one, two) is not None


class _Word(NamedTuple):
    """What is known of one given name."""

    entries: frozenset[int]
    known: bool
    syllable: bool
    chinese: bool
    korean: tuple[int, ...]
    heard: str
    romaji: str
    short: bool


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> _Word:
    chinese = bool(syllables(word))
    heard = sound(word)
    plain = (nickname_entries(word), is_known(word), is_syllable(word), chinese, korean(word), heard, romaji(word))
    return _Word(*plain, is_one_syllable(word))


def same_given(one: str, two: str) -> str | None:
    """The relation of two given names in full: prefix, nickname, transliteration, spelling, or None.

    >>> same_given("chris", "christopher"), same_given("juri", "iurii"), same_given("martin", "martina")
    ('nickname', 'nickname', None)
    """
    x, y = _word(one), _word(two)
    if x.entries and y.entries and not x.entries.isdisjoint(y.entries):
        return "nickname"
    if x.korean and y.korean:
        return "transliteration" if x.korean == y.korean else None
    if x.chinese and y.chinese:
        return None
    if _heard_alike(one, two, x, y):
        return "transliteration"
    if x.known and y.known:
        return None
    less, more = (one, two) if len(one) < len(two) else (two, one)
    if len(less) < 3 or less[0] != more[0] or _continued(less, more):
        return None
    if more.startswith(less) and (len(more) > len(less) + 1 or more[-1] in "ae"):
        return None if more[len(less) :] in _FEMININE else "prefix"
    if len(less) < 5 or len(more) > len(less) + 1 or (one[-1] == "a") != (two[-1] == "a") or (x.short and y.short):
        return None
    from rapidfuzz.distance import OSA

    return "spelling" if OSA.distance(one, two, score_cutoff=1) == 1 else None


def _heard_alike(one: str, two: str, x: _Word, y: _Word) -> bool:
    """Whether two given names sound alike, other than by the ending that makes a woman's name of a man's."""
    if (x.heard != y.heard and x.romaji != y.romaji) or (x.heard[-1] == "a") != (y.heard[-1] == "a"):
        return False
    if one == two:
        return True
    if x.syllable or y.syllable or (x.short and y.short):
        return False
    return x.romaji == y.romaji or min(len(one), len(two)) > 3


def _continued(less: str, more: str) -> bool:
    """Whether a syllable of Chinese or Korean begins a longer name: Jun and Junho."""
    rest = more[len(less) :]
    return is_syllable(less) and bool(is_syllable(more) or is_syllable(rest) or korean(more) or syllables(more))
