"""Small makers that many formats share: dates, plain text, mentions."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterable
from functools import lru_cache

from coterie.graph.model.records import TopicRef
from coterie.graph.names.collectives import is_collective
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import normalise

_MONTHS = {name: i for i, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and c != " ")
_LONG = 1 << 16
"""Characters of a text from which on memory is spared."""
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_SOURCES = ("tex-math", "annotation", "mml:annotation", "annotation-xml", "mml:annotation-xml")
"""Elements that hold the source of a formula once more."""
_BLOCK = re.compile(r"</?(?:p|br|div|li|title|subtitle)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2}|21[0-9]{2})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_SUFFIX = re.compile(r"(?:[JS]r|junior|senior|I{2,3}|IV|2nd|3rd|4th)\.?", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]{3,}")


def iso_date(year: int | str | None, month: int | str | None = None, day: int | str | None = None) -> str | None:
    """YYYY[-MM[-DD]] as precise as the parts are possible; None without a possible year (1 to 2200).

    ``month`` may be a number or a name in English. What is impossible (month 13, 32 May) is left out with what is
    finer than it.

    >>> iso_date("2024", "May", "32"), iso_date(0), iso_date(1987, 7)
    ('2024-05', None, '1987-07')
    """
    y = _number(year)
    if y is None or not 1 <= y <= 2200:
        return None
    m = _month(month)
    if m is None or not 1 <= m <= 12:
        return f"{y:04d}"
    d = _number(day)
    try:
        return datetime.date(y, m, d or 0).isoformat()
    except (ValueError, OverflowError):
        return f"{y:04d}-{m:02d}"


@lru_cache(maxsize=65536)
def written_date(text: str) -> str | None:
    """The date that begins ``text`` in ISO form, or stands in it as words, as precise as it says; None where there is
    none.

    >>> written_date("2024-05-28T12:00:00Z"), written_date("28 May 2024"), written_date("1998 Dec-1999 Jan")
    ('2024-05-28', '2024-05-28', '1998-12')
    """
    text = text.strip()
    if found := _ISO.match(text):
        return iso_date(found[1], found[2], found[3])
    if found := _SLASHED.match(text):
        return iso_date(found[1] or found[4], found[2] or found[5], found[3] or found[6])
    year = _YEAR.search(text)
    if not year:
        return None
    month = next((word for word in _WORDS.findall(text) if _month(word) is not None), None)
    day = _DAY.search(_YEAR.sub(" ", text, count=1)) if month else None
    return iso_date(year[1], month, day[1] if day else None)


def _month(month: int | str | None) -> int | None:
    number = _number(month)
    if number is not None or not isinstance(month, str):
        return number
    return _MONTHS.get(month.strip().lower()[:3])


def _number(value: int | str | None) -> int | None:
    if isinstance(value, str):
        value = value.strip()
        return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else None
    return value


def plain(text: str | None) -> str:
    """``text`` in one line: entities resolved (also doubly escaped ones), markup of HTML, JATS and MathML taken off
    with its text kept, control characters as spaces. LaTeX is left as it is written.

    >>> plain("On  H<sub>2</sub>O &amp;amp; <mml:math><mml:mi>x</mml:mi></mml:math>")
    'On H2O & x'
    """
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(text)
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", _without_sources(text)))
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return one_line(text)


def one_line(text: str) -> str:
    """``text`` with white space as single spaces; for a long one without a list of its words, which would take many
    times its size."""
    if len(text) < _LONG:
        return " ".join(text.split())
    for space in _SPACES:
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def _without_sources(text: str) -> str:
    """``text`` without the elements ``_SOURCES``, in one pass for each, whatever the text."""
    for name in _SOURCES:
        if f"</{name}>" not in text:
            continue
        kept, at = [], 0
        while (start := text.find(f"<{name}", at)) >= 0 and (end := text.find(f"</{name}>", start)) >= 0:
            kept.append(text[at:start])
            at = end + len(name) + 3
        text = "".join((*kept, text[at:]))
    return text


def keywords(names: Iterable[str], scheme: str = "keyword") -> tuple[TopicRef, ...]:
    """Topics of words that have no code of their own: the code is the folded word, each once.

    >>> [topic.code for topic in keywords(["Petri nets", " petri-nets ", ""])]
    ['petri nets']
    """
    topics: dict[str, TopicRef] = {}
    for name in names:
        if name := plain(name):
            topics.setdefault(code := fold(name) or name, TopicRef(scheme=scheme, code=code, name=name))
    return tuple(topics.values())


def orcid(value: str | None) -> str | None:
    """The ORCID in ``value``, None where its form or check digit is wrong."""
    return normalise("orcid", value) if value else None


def inverted(written: str) -> tuple[str | None, str | None, str | None]:
    """Given name, family name and suffix of ``Family, Given``, with the suffix after either; all None where no comma
    or more pieces than these stand.

    >>> inverted("King, Martin L., Jr."), inverted("King, ML Jr"), inverted("Plato")
    (('Martin L.', 'King', 'Jr.'), ('ML', 'King', 'Jr'), (None, None, None))
    """
    family, comma, rest = written.partition(",")
    family, rest = family.strip(), rest.strip(" ,")
    if not comma or not family or not rest:
        return None, None, None
    if "," not in rest:
        given, _, last = rest.rpartition(" ")
        return (given, family, last) if given and _SUFFIX.fullmatch(last) else (rest, family, None)
    first, last = (piece.strip() for piece in rest.split(",", 1))
    if _SUFFIX.fullmatch(last):
        return first, family, last
    if _SUFFIX.fullmatch(first) and "," not in last:
        return last, family, first
    return None, None, None


def collective(written: str) -> bool:
    """Whether a name that its source does not mark is that of a collaboration, consortium, group or institution."""
    return is_collective(written)


def count(value: object) -> int | None:
    """A count of 0 or more (below 10^15), from a number or its text; None for anything else.

    >>> count("1,234"), count(""), count(-1)
    (1234, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip().replace(",", "")
        if not value.isascii() or not value.isdigit() or len(value) > 15:
            return None
    return int(value) if isinstance(value, int | str) and 0 <= int(value) < 10**15 else None
