"""Chinese and Korean names: their syllables, and the ways in which those are written."""

from __future__ import annotations

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
_SYLLABLES = frozenset(initial + final for initial, finals in _INITIALS.items() for final in finals.split()) | {
    "lyu",
    "nyu",
}
_WADE_INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "zh": "ch", "x": "hs", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_WADE_FINALS = {"ian": "ien", "ie": "ieh", "iong": "iung", "ong": "ung", "ue": "ueh", "uo": "o", "ui": "uei"}
_OTHER_SYLLABLES = """
chih shih jih tzu szu ssu yen yeh i erh ko ho kuo yu jiun jyun jhih jhen jhong syuan cih chyi jinn jiunn tsz shyh jiann
horng tsai tsui tsao hsu hsueh hsuan keh jiuan huei kuei ching shen yuh wun jui lwun shiou tsung tzong jenn der shiun
wong chan cheung leung kwok kwong yeung lau chow tse kwan yuen fung mok siu tang chiu lui kit wai ying chun hung kin kam
shing yiu sze tsz suet hoi lok pui sau wing yik chak fai ka kei man ming mui nga oi yan yat yee ng poon choy chong lim
tay teo goh koh quek heng seng kiat meng soon teck wee hock siew swee yap yeo lee kim park choi jeong jang cho kang lyu
"""
"""Syllables of Chinese names in the older or local spellings of Taiwan, Hong Kong, Singapore; Korean family names."""
_VOWELS = frozenset("aeiouy")
_KOREAN = """\
ah a|ahn an|bae pae|baek paik baik paek|bin|bo|bok pok|bong pong|bum beom pum|byung byeong byoung \
pyung|chae|chan|chang|chul cheol chol|chun|da|dae tae|do|doh|dong tong|duk deok|eun un|gi ki|gil kil|gun geon kun \
keon|gwan kwan|gyu kyu|gyung kyung gyeong kyeong kyoung kyong|ha|hae|hak|han|hee hui|ho|hong|hoon \
hun|hwa|hwan|hwi|hye|hyo|hyuk hyeok|hyun hyeon hyon|hyung hyeong hyoung|ik|il|in|jae chae|jee ji chi|jin chin|jong \
chong|joo ju chu|joon jun chun|jung jeong chung|kang gang|kee|ki|kook guk kuk|kwang gwang|kwon gwon|kyun gyun|man|mi \
mee|min|mo|moon mun|myung myeong myoung myong|na|nam|oh o|ok|ra|rae|ri|rim lim|rin|rok|ryong yong|sam|san|sang|se|seob\
 sub seop|seok suk sok|seon sun|seong sung song|seung|shik sik|shin sin|so|sol|soo su|sook|soon|taek|tak|un woon|ung \
woong|wan|won weon|woo u wu|wook uk|ye|yeol|yeon yun yoon|yong|yoo yu|yoon yun|young yeong yung"""
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


@lru_cache(maxsize=1)
def _every() -> frozenset[str]:
    wade = (
        _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)
        for initial, finals in _INITIALS.items()
        for final in finals.split()
    )
    return _SYLLABLES.union(wade, _korean(), _OTHER_SYLLABLES.split())


def is_syllable(word: str) -> bool:
    """Whether a folded word is one syllable of Chinese, in any common spelling, or of Korean; or such a family name.

    >>> is_syllable("hsiao"), is_syllable("kyung"), is_syllable("smith")
    (True, True, False)
    """
    return word in _every()
