"""What PubMed's XML and MEDLINE's tagged text share: titles, types of publication, affiliations, dates.

Types of publication are those of MeSH's branch V (https://www.nlm.nih.gov/mesh/pubtypes.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef
from coterie.graph.names.countries import country_of_affiliation
from coterie.loaders.making import plain

_KINDS = {
    "preprint": "preprint", "retraction of publication": "retraction", "retraction notice": "retraction",
    "published erratum": "erratum", "expression of concern": "editorial", "editorial": "editorial",
    "letter": "letter", "dataset": "dataset", "academic dissertation": "thesis", "technical report": "report",
    "systematic review": "review", "scoping review": "review", "review": "review", "congress": "proceedings",
    "congresses": "proceedings", "clinical conference": "proceedings", "book": "book", "monograph": "book",
}  # fmt: skip
"""Kind of a paper by its type of publication; of several types the first of these counts."""
_ARTICLES = (
    "article", "trial", "study", "studies", "case report", "guideline", "meta-analysis", "english abstract",
    "consensus development conference", "research support", "retracted publication", "comment",
)  # fmt: skip
"""Words of the types that articles have, and of those that say nothing of the kind."""
_SAYS_NOTHING = ("research support", "retracted publication", "english abstract", "overall")
_INITIALS_END = re.compile(r"(?:\b[A-Za-z]\.){2,}$|\.\.$")
_MAIL = re.compile(
    r"[\s,;.]*(?:\(?\b(?:electronic address|e-?mail(?: address)?)\b\s*:?)?\s*[\w.+'/-]+@[\w-]+(?:\.[\w-]+)+\)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\s,;.]*\b(?:electronic address|e-?mail(?: address)?)\b\s*:?[\s.;,]*$", re.IGNORECASE)
_MARK = re.compile(r"^(?:[a-z]|\d{1,2}) (?=[A-Z])")
_ET_AL = re.compile(r"(?:,\s*)?(?:et\.? al\.?|\.\.\.|…)", re.IGNORECASE)


def clean_title(text: str) -> str:
    """A title without what the National Library of Medicine adds: the full stop at its end, and the brackets around
    the translation of one in another language. "" for ``[Not Available]``.

    >>> clean_title("[On coteries in the U.S.A.]."), clean_title("CellML 2.0."), clean_title("[Not Available].")
    ('On coteries in the U.S.A.', 'CellML 2.0', '')
    """
    title = plain(text)
    if title.endswith(".") and not _INITIALS_END.search(title):
        title = title[:-1].rstrip()
    if title.startswith("[") and title.endswith("]") and title.find("]") == len(title) - 1:
        title = title[1:-1].strip()
        if title.endswith(".") and not _INITIALS_END.search(title):
            title = title[:-1].rstrip()
    return "" if title.lower() == "not available" else title


def kind_of(types: Iterable[str]) -> str | None:
    """The kind of a paper by its types of publication; "other" where none of them says one that we have, None where
    they say nothing.

    >>> kind_of(["Journal Article", "Review"]), kind_of(["News"]), kind_of([])
    ('review', 'other', None)
    """
    return _kind(tuple(types))


@lru_cache(maxsize=4096)
def _kind(types: tuple[str, ...]) -> str | None:
    said = [text for text in (one.strip().lower() for one in types) if text]
    for text, kind in _KINDS.items():
        if text in said:
            return kind
    telling = [text for text in said if not text.startswith(_SAYS_NOTHING)]
    if not telling:
        return None
    if telling == ["comment"]:
        return "letter"
    return "article" if any(word in text for text in telling for word in _ARTICLES) else "other"


def earliest(*dates: str | None) -> str | None:
    """The earliest of ISO dates; of two that agree as far as both go, the more precise.

    >>> earliest("2013", "2013-04-30"), earliest("2014-01", "2013-12-20", None)
    ('2013-04-30', '2013-12-20')
    """
    best = None
    for date in dates:
        if date and (best is None or date.startswith(best) or (date < best and not best.startswith(date))):
            best = date
    return best


@lru_cache(maxsize=8192)
def affiliations_of(text: str) -> tuple[AffiliationRef, ...]:
    """The affiliations in one text: several where semicolons join pieces that all end with a country. Mail addresses,
    a footnote's mark before and the full stop at the end are no part of the name.

    >>> [(one.name, one.country) for one in affiliations_of("A, Rome, Italy; B, Paris, France. a@b.fr.")]
    [('A, Rome, Italy', 'IT'), ('B, Paris, France', 'FR')]
    """
    text = plain(text)
    pieces = [piece for piece in map(_affiliation, text.split(";")) if piece]
    countries = [country_of_affiliation(piece) for piece in pieces]
    if len(pieces) > 1 and not all(countries):
        whole = _affiliation(text)
        return (AffiliationRef(name=whole, country=country_of_affiliation(whole)),)
    return tuple(AffiliationRef(name=piece, country=country) for piece, country in zip(pieces, countries, strict=True))


def _affiliation(text: str) -> str:
    if "@" in text:
        text = _MAIL.sub("", text)
    text = _MARK.sub("", _LABEL.sub("", text).strip(" ,;").replace(" ,", ","))
    return text[:-1].rstrip() if text.endswith(".") and not _INITIALS_END.search(text) else text


def is_et_al(name: str) -> bool:
    """Whether what stands in place of a name says that there are more."""
    return name[:1] in "eE,.… " and bool(_ET_AL.fullmatch(name.strip()))
