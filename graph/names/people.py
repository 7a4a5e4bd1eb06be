"""Names of people: parsing, the key of a full name, and whether two names may be one person's.

A name stays as written wherever it is shown; what is made here only serves to compare.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coterie.graph.names.fold import fold_name, unlatex

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
_BIG, _SMALL = "A-ZÀ-ÖØ-ÞĀ-ž", "a-zß-öø-ÿĀ-ž"
_WORD = f"[{_BIG}](?:['’][{_BIG}])?[{_SMALL}]+(?:(?:[-'’][{_BIG}]?|[A-Z])[{_SMALL}]+)*"
_NO_TITLE = r"(?!(?:Dr|Prof|Professor|Mr|Mrs|Ms) |.* (?:for the|on behalf of) )"
_PLAIN = re.compile(rf"{_NO_TITLE}(?:(?:{_WORD}|[a-z]+|[{_BIG}](?:\.(?:-?[{_BIG}]\.)*)?) )+{_WORD}")
"""Names whose key is what they fold to, as they stand: most of them."""
_INITIALS = re.compile(r"[A-Z]{1,3}|(?:[A-Z]\.?-?){1,4}")
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|[aeiou])"
)
_PINYIN = re.compile(rf"{_SYLLABLE}(?:['-]?{_SYLLABLE})?", re.IGNORECASE)
_COLLECTIVE = re.compile(
    r"\b(?:collaborations?|collab|consortium|consortia|consorcio|working group|study group|research group|task force|"
    r"committee|investigators|team|initiative|alliance|network|society|association|universit\w+|institut\w*|"
    r"laborator\w+|project|community|council|organi[sz]ation|foundation|department|observatory|academy|ministry|"
    r"data group|focus group|group members|members of)\b|^(?:on behalf of|for the) |\b\w\w+ \w\w+ group$"
)
_THE = re.compile(r"the \S|The .*(?:[A-Z]\S*[A-Z]|\d)")
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
    text = " ".join(unlatex(written).split())
    number = ""
    behalf = _BEHALF.fullmatch(text)
    text = behalf[1] if behalf else text
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
    return PersonName(_given(given_tokens[:at]), " ".join(tokens[lead:]), particles, suffix, number)


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
    return PersonName(_given(given), " ".join(tokens[lead:stop]), " ".join(tokens[start:lead]), suffix, number)


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


def _given(tokens: list[str]) -> str:
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


def name_key(written: str, given: str | None = None, family: str | None = None, suffix: str | None = None) -> str:
    """The folded full name, in the order given, family, suffix: equal for ``Last, First`` and ``First Last``.

    ``given`` and ``family`` are used where a source has both apart. DBLP's number stays in the key. Where nothing
    folds to letters the text itself is the key.

    >>> name_key("Gödel, Kurt"), name_key("Kurt Godel"), name_key("King, Jr., Martin")
    ('kurt godel', 'kurt godel', 'martin king jr')
    """
    if given and family:
        return _key(PersonName(_given(unlatex(given).split()), unlatex(family), suffix=_suffix(suffix))) or written
    if _PLAIN.fullmatch(written):
        return fold_name(written)
    return _key(parse(written)) or written


def _suffix(text: str | None) -> str:
    bare = _bare(text.strip(" ,")) if text else ""
    return _SUFFIXES.get(bare, bare)


def _key(name: PersonName) -> str:
    return fold_name(f"{name.given} {name.particles} {name.family} {name.suffix} {name.number}")


def collective_key(written: str) -> str:
    """The key of a collective's name: folded, without article and introduction.

    >>> collective_key("on behalf of the ATLAS Collaboration:")
    'atlas collaboration'
    """
    folded = fold_name(unlatex(written))
    return re.sub(r"^(?:on behalf of |for )?(?:the )?", "", folded) or folded or written


def is_collective(written: str) -> bool:
    """Whether a name is that of a collaboration, consortium, group or institution (not: someone on its behalf).

    >>> is_collective("ATLAS Collaboration:"), is_collective("Consortia Team"), is_collective("Ada Lovelace")
    (True, True, False)
    """
    behalf = _BEHALF.fullmatch(written)
    name = behalf[1] if behalf else written
    return bool(_COLLECTIVE.search(fold_name(name)) or _THE.match(name))


def initials_key(written: str, given: str | None = None, family: str | None = None) -> str:
    """Last name and first initial, folded: the coarse key of blocks.

    >>> initials_key("Geoffrey E. Hinton"), initials_key("Hinton GE")
    ('hinton g', 'hinton g')
    """
    name = PersonName(given, family) if given and family else parse(written)
    return f"{fold_name(name.family)} {fold_name(name.given)[:1]}".strip()


def compatible(a: str, b: str) -> bool:
    """Whether two names as written may be one person's: never says that they are.

    Families must agree (particles aside, one may be the first or last part of a double name), given names pairwise
    (equal, or one the initial of the other, some may be missing at either end), and neither suffix nor number differ.
    A collective is compatible with a collective of the same key only. Names in the other order are not compatible.
    """
    if is_collective(a) or is_collective(b):
        return is_collective(a) and is_collective(b) and collective_key(a) == collective_key(b)
    one, two = parse(a), parse(b)
    if (one.suffix and two.suffix and one.suffix != two.suffix) or (
        one.number and two.number and one.number != two.number
    ):
        return False
    first, second = fold_name(one.given).split(), fold_name(two.given).split()
    for more, less, given, other in ((one, two, first, second), (two, one, second, first)):
        left = _surplus(fold_name(more.family).split(), fold_name(less.family).split())
        if left is not None and (_given_agree(given, other) or _given_agree([*given, *left], other)):
            return True
        # a double family name whose first part was read as a given name: Gabriel García | Gabriel García Márquez
        if given and len(given) > 1 and fold_name(less.family) == given[-1] and _given_agree(given[:-1], other):
            return True
    return False


def _surplus(longer: list[str], shorter: list[str]) -> list[str] | None:
    """What ``longer`` has more than ``shorter``, or None where it does not begin or end with it."""
    if "".join(longer) == "".join(shorter):
        return []
    if shorter and longer[: len(shorter)] == shorter:
        return longer[len(shorter) :]
    if shorter and longer[-len(shorter) :] == shorter:
        return longer[: -len(shorter)]
    return None


def _given_agree(one: list[str], two: list[str]) -> bool:
    """Whether given names agree: none missing in the middle of what both have, initials standing for names."""
    if not one or not two or "".join(one) == "".join(two):
        return True
    if len(one) > len(two):
        one, two = two, one
    if all(_same(x, y) for x, y in zip(one, two, strict=False)):
        return True
    rest = iter(two)
    if len(one) > 1 and _same(one[0], two[0]) and all(any(_same(x, y) for y in rest) for x in one):
        return True
    # syllables written together: Xiaoming | Xiao Ming | X. M.
    return len(one) == 1 and len(one[0]) > 1 and one[0].startswith(two[0]) and len(two[0]) > 1 and _spells(one[0], two)


def _same(x: str, y: str) -> bool:
    return x == y or (len(x) == 1 and y.startswith(x)) or (len(y) == 1 and x.startswith(y))


def _spells(word: str, parts: list[str]) -> bool:
    """Whether ``word`` is ``parts`` run together, later ones perhaps as initials: xiaoming | xiao m."""
    rest = word
    for part in parts:
        if not rest.startswith(part):
            return False
        rest = rest[len(part) :] if len(part) > 1 else ""
    return not rest or len(parts) == 1
