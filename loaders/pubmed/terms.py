"""What PubMed's XML and MEDLINE's tagged text share: titles, types of publication, dates.

Types of publication are those of MeSH's branch V (https://www.nlm.nih.gov/mesh/pubtypes.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

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
