"""How folded names sound: one spelling for the ways in which a name is transliterated.

The rules cover what is common in papers: German umlauts written out, Scandinavian letters, Cyrillic by the English,
German, French and scientific systems, Greek, Arabic. They are coarse; equal sounds are a hint, not a proof.
"""

from __future__ import annotations

import re
from functools import lru_cache

_INITIALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong u uan ue uo v",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo v",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
"""The syllables of Hanyu Pinyin: finals by initial."""
_SYLLABLES = frozenset(initial + final for initial, finals in _INITIALS.items() for final in finals.split())
_VOWELS = frozenset("aeiouy")
_UMLAUT = re.compile(r"aa|(?<![aeiouq])([aou])e")
_SOUNDS = tuple((re.compile(a), b) for a, b in (
    (r"shch|schtsch|chtch|stch", "S"), (r"tsch|tch|tsh|ch(?!r)|cz", "C"), (r"sch|sh|sz", "s"), (r"zh|dj|dz", "z"),
    (r"chr|khr|hr", "kr"), (r"kh", "h"), (r"ph", "f"), (r"([tgdb])h", r"\1"), (r"x", "ks"), (r"ck|q|c", "k"),
    (r"o(?:ff|w)$", "ov"), (r"eff$|ew$", "ev"), (r"w", "v"), (r"ou|oo", "u"), (r"ee", "i"),
    (r"aa|(?<![aeiouk])([ao])e", r"a"), (r"(?<![aeiouk])ue", "u"),
    (r"(?:[ijy]+|e[ijy])$", "i"), (r"e[yj](?=[^aeiou])", "ei"), (r"[yij]+(?=[aeou])", ""), (r"[yij]+", "i"),
    (r"([dt])er$", r"\1r"), (r"(.)\1", r"\1"),
))  # fmt: skip


@lru_cache(maxsize=65536)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of a folded word that is spelled as Chinese in Pinyin, or nothing; the longest come first.

    >>> syllables("xiaoming"), syllables("robert")
    (('xiao', 'ming'), ())
    """
    if not word or len(word) > 18:
        return ()
    for size in range(min(6, len(word)), 0, -1):
        if word[:size] in _SYLLABLES:
            if size == len(word):
                return (word,)
            if word[size] not in _VOWELS or word[size] == "y":
                rest = syllables(word[size:])
                if rest and len(rest) < 3:
                    return (word[:size], *rest)
    return ()


@lru_cache(maxsize=65536)
def without_umlaut(word: str) -> str:
    """A folded word with ae, oe, ue, aa as single vowels.

    >>> without_umlaut("mueller"), without_umlaut("bauer")
    ('muller', 'bauer')
    """
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
