"""What the JSON and the XML of Crossref share: kinds, dates, names and affiliations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef
from coterie.graph.names.countries import country_code, country_of_affiliation
from coterie.graph.names.identifiers import normalise
from coterie.loaders.making import collective, inverted, plain
from coterie.loaders.reading.affiliations import is_nobody

KINDS = {
    "book": "book", "book-chapter": "chapter", "book-part": "chapter", "book-section": "chapter", "book-series": "book",
    "book-set": "book", "book-track": "chapter", "database": "dataset", "dataset": "dataset", "dissertation": "thesis",
    "edited-book": "book", "journal-article": "article", "monograph": "book", "peer-review": "review",
    "proceedings": "book", "proceedings-article": "proceedings", "proceedings-series": "book", "reference-book": "book",
    "reference-entry": "chapter", "report": "report", "report-component": "report", "report-series": "report",
    "standard": "report",
}  # fmt: skip
"""Kind by Crossref's type; posted content is told by its subtype, the rest is other."""
_POSTED = {
    "": "preprint", "preprint": "preprint", "working_paper": "preprint", "letter": "letter", "dissertation": "thesis",
    "report": "report",
}  # fmt: skip
_UPDATES = {
    "correction": "erratum", "corrigendum": "erratum", "erratum": "erratum", "partial_retraction": "retraction",
    "removal": "retraction", "retraction": "retraction", "withdrawal": "retraction",
}  # fmt: skip
PARTS = frozenset(
    {"journal-article", "book-chapter", "book-part", "book-section", "book-track", "component", "proceedings-article",
     "reference-entry"}
)  # fmt: skip
"""Types whose editors are those of what holds them."""
_BROKEN = re.compile(r"\n(?=[.,;:)\]?!]|</(?:sub|sup)>)|(?<=[(\[])\n")
_FORMULA = re.compile(r"<((?:mml:)?math)\b.*?</\1>", re.DOTALL)
_LONGEST = 10_000
"""Characters of the longest title that is repaired."""
_BETWEEN = re.compile(r">\s+(?=<)|(?<!\s)\s+(?=</)")
_BEFORE = re.compile(r"(?<=[A-Za-z][a-z])(?=<(?:i|em)>[A-Z][a-z]{2}|<(?:mml:)?math\b)")
_AFTER = re.compile(r"(<(i|em)>[A-Z][a-z]{2}[^<]*</\2>|</mml:math>)(?=[A-Za-z]{2})")
_ET_AL = re.compile(r"(?:and )?(?:et\.? al\.?|others)", re.IGNORECASE)
_CJK = "\u2e80"
"""Han, Hangul and Kana stand behind it."""

Name = tuple[str, str | None, str | None, str | None, bool]


def kind_of(type_: str | None, subtype: str | None, updates: Iterable[str | None]) -> str | None:
    """The kind of a work: a notice that corrects or retracts another is that, whatever its type."""
    for update in updates:
        if update and update.lower() in _UPDATES:
            return _UPDATES[update.lower()]
    if type_ == "posted-content":
        return _POSTED.get((subtype or "").lower(), "other")
    return KINDS.get(type_, "other") if type_ else None


def title_of(text: str) -> str:
    """A title without its markup. Line breaks that only indent the markup are no spaces, and the spaces that Crossref
    often loses beside italics and formulas are put back where two words would run together.

    >>> title_of("Flora of<i>Pinus patula</i>Stands"), title_of("Men (\\n  <i>Homo</i>\\n  ) in Co<sub>2\\n  </sub>O")
    ('Flora of Pinus patula Stands', 'Men (Homo) in Co2O')
    """
    if "<" in text and len(text) < _LONGEST:
        if "math" in text:
            text = _FORMULA.sub(_tight, text)
        if "\n" in text:
            text = _BROKEN.sub("", "\n".join(filter(None, map(str.strip, text.split("\n")))))
        text = _AFTER.sub(r"\1 ", _BEFORE.sub(" ", text))
    return plain(text)


def _tight(found: re.Match[str]) -> str:
    """A formula without the white space between its elements."""
    return _BETWEEN.sub(lambda gap: gap[0].rstrip(), found[0])


def first_date(dates: Iterable[str | None]) -> str | None:
    """The earliest of several dates; of those that may be the same day the most precise.

    >>> first_date(["2016-01-04", "2015-12", "2015"]), first_date([None])
    ('2015-12', None)
    """
    known = sorted({date for date in dates if date})
    best = known[0] if known else None
    for date in known[1:]:
        if best is not None and len(date) > len(best) and date.startswith(best):
            best = date
    return best


@lru_cache(maxsize=1 << 16)
def name_of(name: str | None, given: str | None, family: str | None, suffix: str | None) -> Name:
    """A name as a person reads it ("" where there is none, or only et al.), given and family name and suffix where the
    source has them apart, and whether it is that of an organisation.

    >>> name_of(None, "Ivo M.", "Raimundo, Jr.", None)
    ('Ivo M. Raimundo Jr.', 'Ivo M.', 'Raimundo', 'Jr.', False)
    >>> name_of(None, None, "Chongqing Kang", None), name_of("OLYMPUS Collaboration", None, None, None)[4]
    (('Chongqing Kang', None, None, None, False), True)
    """
    given, family, suffix = plain(given), plain(family), plain(suffix)
    if not given and not family:
        whole = plain(name)
        return ("" if _ET_AL.fullmatch(whole) or is_nobody(whole) else whole), None, None, None, True
    if given and family:
        return _split(given, family, suffix)
    if given or not family:
        return given, given, None, suffix or None, False
    if _ET_AL.fullmatch(family) or is_nobody(family):
        return "", None, None, None, False
    if collective(family):
        return family, None, None, None, True
    if " " not in family:
        return f"{family} {suffix}".strip(), None, family, suffix or None, False
    return family, *inverted(family), False


def _split(given: str, family: str, suffix: str) -> Name:
    if "," in family and not suffix:
        _, alone, found = inverted(f"{family}, {given}")
        if alone and found:
            family, suffix = alone, found
    if given[0] >= _CJK and family[0] >= _CJK:
        return family + given, given, family, suffix or None, False
    written = f"{given} {family} {suffix}" if suffix else f"{given} {family}"
    return written, given, family, suffix or None, False


@lru_cache(maxsize=1 << 16)
def affiliation(name: str | None, ror: str | None = None, place: str | None = None) -> AffiliationRef | None:
    """An affiliation with the country that its place, or the end of its name, says; None without name and ROR."""
    name, place = plain(name), plain(place)
    ror = normalise("ror", ror) if ror else None
    if not name and ror is None:
        return None
    country = (country_of_affiliation(place) or country_code(place.rpartition(",")[2])) if place else None
    if country is None and "," in name:
        country = country_of_affiliation(name)
    city = place.partition(",")[0].strip() if "," in place else None
    return AffiliationRef(name=name or f"https://ror.org/{ror}", ror=ror, country=country, city=city or None)
