"""The parts of an affiliation between commas: their words, spelt out, and what each part is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from coterie.graph.names.countries import country_code, country_of_affiliation
from coterie.graph.names.fold import fold_name
from coterie.graph.names.institutions import CAMPUSES, PLACED, SAME
from coterie.graph.names.organisations import ADJECTIVES, FORMS, GENERIC, KNOWN, OF, PLACES, STREETS
from coterie.graph.names.organisations import words as _set

Words = tuple[str, ...]

_SPLIT = re.compile(r"[,，、|\n]")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{0,200})[)\]）]")
_CODE = re.compile(r"[A-Za-z]{0,3}-?\d[\w-]*\s+|(?<=\S)(?:\s+[A-Za-z]{0,3}-?\d[\w‐-]*)+$")
_DIGIT = re.compile(r"\d")
_COMPANY = _set(
    "inc incorporated ltd limited llc gmbh co corp corporation plc ag srl bv nv oy pvt pty kk pbc sas llp lp"
)
_UNITS = _set("department faculty division section chair unit program programme group team")
_INNER = _set("school college faculty department division")
_SCHOOLS = ("school of ", "college of ", "graduate school", "key laboratory", "state key laboratory", "laboratory of ",
            "center for ", "center of ", "research center", "medical school")  # fmt: skip
_CARE = _set("hospital clinic clinics klinikum infirmary")
_BODIES = _set("institute college museum observatory agency ministry foundation council organization society "
                "library school")  # fmt: skip
_HOUSES = _set("center laboratory")
_OF_WHAT = _set("university institute faculty academy polytechnic hospital department school")
_NOT_OF = _set(
    "of for at in hospital college school center medical clinic clinics press library institute and department"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part as ``written`` and as ``words``. ``kind``: university (and what is like one), academy, hospital, company,
    institute, center, department or place; ``generic``: its name alone tells it from no other."""

    written: str
    words: Words
    kind: str
    generic: bool = False

    @property
    def street(self) -> bool:
        """Whether it is a street or a box rather than a city."""
        return bool(_DIGIT.search(self.written)) or not STREETS.isdisjoint(self.words)


def segments_of(text: str) -> list[Segment]:
    """The parts of ``text``; those that say nothing are left out."""
    if "(" in text or "[" in text or "（" in text:
        text = _BRACKETS.sub(_bracket, text)
    found: list[Segment] = []
    for part in _SPLIT.split(text):
        segment = _segment(part.strip(" .:-'\"“”‘’*†‡§"))
        if segment.words and _COMPANY.issuperset(segment.words) and found:  # Huawei Technologies Co., Ltd.
            found[-1] = Segment(found[-1].written, found[-1].words, "company")
        elif segment.words:
            found.append(segment)
    if len(found) > 1 and all(s.kind == "place" and region(s.written) for s in found[1:]):
        found[0] = replace(found[0], kind="company" if found[0].kind == "place" else found[0].kind)
    return found


def joint(segment: Segment) -> bool:
    """Whether a part names two things that are not one: ``irvine and allen institute``, ``norway / department``."""
    words = segment.words
    if " / " in segment.written:
        return True
    if "and" not in words or segment.kind in ("university", "department") or segment.street:
        return False
    left, right = words[: words.index("and")], words[words.index("and") + 1 :]
    if not left or not right or GENERIC.issuperset(left):
        return False
    if _kind(right) == "department" or _kind(left) == "company" or left in CAMPUSES:
        return True
    return not GENERIC.issuperset(right) and (segment.kind == "place" or _kind(right) not in ("place", "center"))


def _bracket(found: re.Match[str]) -> str:
    """What stands in brackets, unless it is a country or an acronym."""
    text = found[1].strip()
    if (text.isupper() and " " not in text) or country_code(text) or not text:
        return " "
    return f" {text} "


@lru_cache(maxsize=1 << 16)
def region(written: str) -> bool:
    """Whether a part is a country, a state or a province, with or without a postal code, or a postal code alone."""
    return not any(map(str.isalpha, _DIGIT.sub("", written))) or country_of_affiliation(f"x, {written}") is not None


@lru_cache(maxsize=1 << 16)
def _segment(written: str) -> Segment:
    words = _canonical(fold_name(written).split())
    if "university" in words:
        words = _without_units(words)
    bare = words
    while len(bare) > 1 and bare[-1] in _COMPANY and "university" not in bare:
        bare = bare[:-1]
    kind = "company" if len(bare) < len(words) else _kind(spelt(bare))
    words = spelt(bare)
    if bare in CAMPUSES:
        kind, words = "place", bare
    if kind == "place" and _DIGIT.search(written):
        city = _CODE.sub("", written).strip()  # 40225 Düsseldorf, San Francisco 94143-0628
        if city != written and city and not _DIGIT.search(city):
            return _segment(city)
    return Segment(written, words, kind, kind != "place" and _is_generic(words))


def _is_generic(words: Words) -> bool:
    """Whether many organisations have this name: of common words only, or a saint's."""
    return GENERIC.issuperset(words) or (words[0] == "saint" and len(words) < 5 and GENERIC.issuperset(words[-1:]))


def _canonical(raw: list[str]) -> Words:
    """Words spelt out; the forms of "of" where a word before says what kind of organisation it is."""
    out: list[str] = []
    last = len(raw) - 1
    foreign = any(word in FORMS and FORMS[word] in _OF_WHAT for word in raw)
    for i, word in enumerate(raw):
        before = out[-1] if out else ""
        canonical = FORMS.get(word, word)
        if word == "the" and (not out or before in ("of", "at", "and")):
            continue
        if word in OF and (before in _OF_WHAT or before in ADJECTIVES):
            canonical = "of"
        elif word == "u" and (i in (0, last) or raw[i + 1] == "of"):
            canonical = "university"
        elif word in ("y", "e", "i") and foreign and 0 < i < last:
            canonical = "and"
        elif word == "tech" and (before in ("of", "institute") or "institute" in out):
            canonical = "technology"
        elif word == "med":
            canonical = "medicine" if before == "of" or i == last else "medical"
        elif word == "st" and i < last:
            canonical = "saint"
        elif word == "studi" and before in ("of", "degli"):
            out.pop()  # università degli studi di …
            continue
        elif canonical == "technology" and i < last and FORMS.get(raw[i + 1], raw[i + 1]) == "university":
            canonical = "technological"
        if before in ("institute", "academy") and canonical in ("technology", "science", "physics", "mathematics"):
            out.append("of")
        if canonical == before == "of" or (len(word) > 3 and word.isdigit()):
            continue
        out.append(canonical)
    return tuple(out)


def _without_units(words: Words) -> Words:
    """A university without its department before or its school after: ``faculty of arts of the university of x``."""
    at = words.index("university")
    if words[0] in _UNITS or words[0] in _INNER or words[:2] == ("graduate", "school"):
        start = at
        while start > 1 and words[start - 1] in ADJECTIVES:
            start -= 1
        if words[at + 1 : at + 2] == ("of",) and start > 1:
            words = words[start:]
        elif "at" in words[1:at]:
            words = words[words.index("at", 1) + 1 :]
    at = words.index("university")
    for i in range(at + 2 if words[at + 1 : at + 2] == ("of",) else at + 1, len(words) - 1):
        if i > 1 and words[i] in _INNER and words[i + 1] == "of" and words[i - 1] not in ("of", "and", "medical"):
            return words[:i]
    return words


def spelt(words: Words) -> Words:
    """The name in its usual form: ``university of x`` where "x university" is meant, English names of cities."""
    words = SAME.get(words, words)
    if words[:1] == ("uc",) and len(words) < 4:
        words = ("university", "of", "california", *words[1:])
    if words[:1] in (("iit",), ("nit",)) and len(words) > 1:
        words = (*(("indian",) if words[0] == "iit" else ("national",)), "institute", "of", "technology", *words[1:])
    if words[:1] == ("tu",) and len(words) > 1:
        words = ("technical", "university", "of", *words[1:])
    if words[:1] in (("institute",), ("academy",)) and len(words) > 1 and words[1] in GENERIC and words[1] != "of":
        words = (words[0], "of", *words[1:])
    if "university" in words or "polytechnic" in words:
        words = _university(tuple(PLACES.get(word, word) for word in words))
    return SAME.get(words, words)


def _university(words: Words) -> Words:
    if words[-1:] == ("university",) and "-".join(words[:-1]) in PLACED:
        return ("university", "of", *words[:-1])
    if words[0] == "university" and len(words) > 1:  # universidad politécnica de …
        end = 1
        while end < len(words) and words[end] in ADJECTIVES:
            end += 1
        words = (*words[1:end], "university", *words[end:])
    at = words.index("university") if "university" in words else len(words)
    if ADJECTIVES.issuperset(words[:at]) and at + 1 < len(words) and words[at + 1] not in _NOT_OF:
        words = (*words[: at + 1], "of", *words[at + 1 :])
    if words[at + 1 : at + 2] == ("at",):
        words = (*words[: at + 1], "of", *words[at + 2 :])
    return tuple(word for i, word in enumerate(words) if word not in ("at", "in") or i < at + 2)


def _kind(words: Words) -> str:
    if not words:
        return "place"
    has = set(words)
    if has & _CARE or ("medical" in has and "center" in has):
        return "hospital"
    if "university" in has:
        return "university"
    text = " ".join(words)
    if words[0] in _UNITS or words[-1] in _UNITS or text.startswith(_SCHOOLS):
        return "department"
    if "academy" in has or words[0] in ("cnr", "csic", "conicet"):
        return "academy"
    if "national laboratory" in text or "institute of technology" in text or "polytechnic" in has:
        return "university"
    if "hochschule" in text or words[0] in ("ecole", "eth") or words in SAME.values():
        return "university"
    if has & _BODIES:
        return "institute"
    if words[0] in KNOWN:
        return "company"
    return "center" if has & _HOUSES else "place"
