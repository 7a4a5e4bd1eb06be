"""How folded names sound: one spelling for the ways in which a name is transliterated.

The rules cover what is common in papers: German umlauts written out, Scandinavian letters, Cyrillic by the English,
German, French and scientific systems, Greek, Arabic. They are coarse; equal sounds are a hint, not a proof.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.names.syllables import syllables

_UMLAUT = re.compile(r"aa|(?<![aeiouq])([aou])e")
_ONE_SYLLABLE = re.compile("[^aeiouy]{0,3}[aeiouy]+(?:ng?h?|h|ch|m|p|t|k)?")
_PINYIN_UMLAUT = {"lv": "lu", "lyu": "lu", "nv": "nu", "nyu": "nu"}
_SOUNDS = tuple((re.compile(a), b) for a, b in (
    (r"aa", "a"), (r"(?<![aeiouq])([aou])e(?!v)", r"\1"), (r"ah$", "a"), (r"oy(?=[^aeiou])", "ou"),
    (r"shch|schtsch|chtch|stch", "SC"), (r"tsch|tch|tsh", "C"), (r"sch|sh|sz", "S"), (r"ch(?!r)|cz", "C"),
    (r"zh|dj|dz", "z"), (r"chr|khr|hr", "kr"), (r"kh", "h"), (r"ph", "f"), (r"([tgdb])h", r"\1"), (r"x", "ks"),
    (r"ck|q|c", "k"), (r"o(?:ff|w)$", "ov"), (r"eff$|ew$", "ev"), (r"w", "v"), (r"ou|oo", "u"), (r"ee", "i"),
    (r"(?:[ijy]+|e[ijy])$", "i"), (r"e[yj](?=[^aeiou])", "ei"), (r"(?<![^aeiou])[yij]+(?=e)", ""),
    (r"[yij]+(?=[aeou])", "j"), (r"[yij]+", "i"),
    (r"([dt])er$", r"\1r"), (r"(.)\1", r"\1"),
))  # fmt: skip
_ROMAJI = re.compile("(?:(?:[kgsztdnhbpmrjf]?y?|ch|sh|ts|w)(?:[aeiou]h?){1,2}n?)+")
_HEPBURN = tuple((re.compile(a), b) for a, b in (
    (r"o[hou](?![aeiou])|oh$", "o"), (r"uu", "u"), (r"([sz])y", r"\1h"), (r"ty|t(?=i)", "ch"), (r"s(?=i)", "sh"),
    (r"zh?(?=[iauo])(?=i)|zh", "j"), (r"t(?=u)", "ts"), (r"h(?=u)", "f"),
))  # fmt: skip


@lru_cache(maxsize=65536)
def without_umlaut(word: str) -> str:
    """A folded word with ae, oe, ue, aa as single vowels.

    >>> without_umlaut("mueller"), without_umlaut("bauer")
    ('muller', 'bauer')
    """
    if syllables(word):
        return _PINYIN_UMLAUT.get(word, word)
    return _UMLAUT.sub(lambda found: found[1] or "a", word)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """One spelling for the transliterations of a folded word.

    >>> sound("chebyshev") == sound("tschebyscheff"), sound("iurii") == sound("yuri")
    (True, True)
    """
    out = word[:60]
    for pattern, plain in _SOUNDS:
        out = pattern.sub(plain, out)
    return out or word


@lru_cache(maxsize=65536)
def romaji(word: str) -> str:
    """A folded Japanese word in plain Hepburn without long vowels; other words as they are.

    >>> romaji("itoh"), romaji("sinichi"), romaji("robert")
    ('ito', 'shinichi', 'robert')
    """
    if len(word) > 20 or not _ROMAJI.fullmatch(word):
        return word
    for pattern, plain in _HEPBURN:
        word = pattern.sub(plain, word)
    return word


def is_one_syllable(word: str) -> bool:
    """Whether a folded word is one syllable as those of Vietnamese, Chinese or Korean are, where each letter counts.

    >>> is_one_syllable("trang"), is_one_syllable("robert")
    (True, False)
    """
    return _ONE_SYLLABLE.fullmatch(word) is not None
