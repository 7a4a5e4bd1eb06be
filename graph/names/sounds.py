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
_PINYIN_UMLAUT = {"lv": "lu", "lyu": "lu", "nv": "nu", "nyu": "nu"}
_SOUNDS = tuple((re.compile(a), b) for a, b in (
    (r"aa", "a"), (r"(?<![aeiouq])([aou])e(?!v)", r"\1"), (r"ah$", "a"), (r"oy(?=[^aeiou])", "ou"),
    (r"shch|schtsch|chtch|stch", "S"), (r"tsch|tch|tsh", "C"), (r"sch|sh|sz", "s"), (r"ch(?!r)|cz", "C"),
    (r"zh|dj|dz", "z"), (r"chr|khr|hr", "kr"), (r"kh", "h"), (r"ph", "f"), (r"([tgdb])h", r"\1"), (r"x", "ks"),
    (r"ck|q|c", "k"), (r"o(?:ff|w)$", "ov"), (r"eff$|ew$", "ev"), (r"w", "v"), (r"ou|oo", "u"), (r"ee", "i"),
    (r"(?:[ijy]+|e[ijy])$", "i"), (r"e[yj](?=[^aeiou])", "ei"), (r"[yij]+(?=[aeou])", ""), (r"[yij]+", "i"),
    (r"([dt])er$", r"\1r"), (r"(.)\1", r"\1"),
))  # fmt: skip
_ROMAJI = re.compile("(?:(?:[kgsztdnhbpmrjf]?y?|ch|sh|ts|w)(?:[aeiou]h?){1,2}n?)+")
_HEPBURN = tuple((re.compile(a), b) for a, b in (
    (r"o[hou](?![aeiou])|oh$", "o"), (r"uu", "u"), (r"([sz])y", r"\1h"), (r"ty|t(?=i)", "ch"), (r"s(?=i)", "sh"),
    (r"zh?(?=[iauo])(?=i)|zh", "j"), (r"t(?=u)", "ts"), (r"h(?=u)", "f"),
))  # fmt: skip
_KOREAN = """\
ahn an|bae pae|baek paik baik paek|bok pok|bong pong|bum beom pum|byung byeong pyung|chan|chang|chae|chul cheol chol|\
dae tae|do to|dong tong|duk deok|eun un|gi ki|gil kil|gun geon kun keon|gyu kyu|gyung kyung gyeong kyeong kyong|ha|hae|\
han|hak|hee hui|ho|hong|hoon hun|hwa|hwan|hye|hyo|hyuk hyeok|hyun hyeon hyon|hyung hyeong|il|in|jae chae|jee ji chi|\
jin chin|joo ju chu|joon jun chun|jong chong|jung jeong chung|kang gang|ki|kook guk kuk|kwang gwang|kwon gwon|\
kyun gyun|man|mi mee|min|moon mun|myung myeong myong|nam|oh o|ok|rae|ri|rim lim|ryong yong|sam|san|sang|se|\
seok suk sok|seon sun|seong sung song|seung|shik sik|shin sin|so|soo su|sook|soon|tak|taek|un woon|ung woong|\
won weon|woo u wu|yeol|yeon yun yoon|yong|yoo yu|yoon yun|young yeong yung"""
"""Korean syllables of given names: the ways in which each is written."""


@lru_cache(maxsize=65536)
def syllables(word: str) -> tuple[str, ...]:
    """The one or two syllables of a folded word that is spelled as Chinese in Pinyin, or nothing.

    >>> syllables("xiaoming"), syllables("robert")
    (('xiao', 'ming'), ())
    """
    if not word or len(word) > 12:
        return ()
    for size in range(min(6, len(word)), 0, -1):
        if word[:size] in _SYLLABLES:
            if size == len(word):
                return (word,)
            if word[size] not in _VOWELS or word[size] == "y":
                rest = syllables(word[size:])
                if len(rest) == 1:
                    return (word[:size], *rest)
    return ()


@lru_cache(maxsize=65536)
def without_umlaut(word: str) -> str:
    """A folded word with ae, oe, ue, aa as single vowels.

    >>> without_umlaut("mueller"), without_umlaut("bauer")
    ('muller', 'bauer')
    """
    if len(word) < 4 and word in _PINYIN_UMLAUT:
        return _PINYIN_UMLAUT[word]
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


@lru_cache(maxsize=1)
def _korean() -> dict[str, int]:
    known: dict[str, int] = {}
    for number, entry in enumerate(_KOREAN.split("|")):
        for spelling in entry.split():
            known.setdefault(spelling, number)
    return known


@lru_cache(maxsize=65536)
def korean(word: str) -> tuple[int, ...]:
    """Numbers of the Korean syllables that a folded given name consists of, one or two; or nothing.

    >>> korean("youngkil") == korean("yeonggil"), korean("robert")
    (True, ())
    """
    known = _korean()
    if word in known:
        return (known[word],)
    for size in range(min(6, len(word) - 1), 0, -1):
        if word[:size] in known and word[size:] in known:
            return known[word[:size]], known[word[size:]]
    return ()


def sounds_like(one: str, two: str) -> bool:
    """Whether two folded words may be transliterations of one."""
    if one == two:
        return True
    if len(one) > 3 and len(two) > 3 and sound(one) == sound(two):
        return True
    return romaji(one) == romaji(two) or (korean(one) == korean(two) != ())
