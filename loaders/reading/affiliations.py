"""Affiliations written as running text, and what stands in place of a name where a list ends early."""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef
from coterie.graph.names.countries import country_of_affiliation
from coterie.loaders.making import plain

_MAX = 4000
"""Characters of the longest text that is taken apart."""
_MAIL = re.compile(
    r"[\s,;.]{0,4}(?:\(?\b(?:electronic address|e-?mail(?: address)?)\b\s?:?)?\s?"
    r"[\w.+'/-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}\)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\s,;.]{0,4}\b(?:electronic address|e-?mail(?: address)?)\b[\s:.;,]{0,4}$", re.IGNORECASE)
_MARK = re.compile(r"^(?:[a-z]|\d{1,2}) (?=[A-Z])")
_ET_AL = re.compile(r"(?:,\s*)?(?:et\.? al\.?|\.\.\.|…)", re.IGNORECASE)
_INITIALS_END = re.compile(r"(?:\b[A-Za-z]\.){2,}$|\.\.$")


def affiliations_of(text: str) -> tuple[AffiliationRef, ...]:
    """The affiliations in one text: several where semicolons join pieces that all end with a country. Mail addresses,
    a footnote's mark before and the full stop at the end are no part of the name.

    >>> [(one.name, one.country) for one in affiliations_of("A, Rome, Italy; B, Paris, France. a@b.fr.")]
    [('A, Rome, Italy', 'IT'), ('B, Paris, France', 'FR')]
    """
    if len(text) > _MAX:
        return (AffiliationRef(name=plain(text)),)
    return _affiliations(text)


@lru_cache(maxsize=8192)
def _affiliations(text: str) -> tuple[AffiliationRef, ...]:
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


NOBODY = frozenset({
    "[anonymous]", "anonymous", "anon", "anon.", "[anon]", "[no author name available]", "no authorship, indicated",
})  # fmt: skip
"""What databases write where a paper names no author, in lower case: no name of anybody."""


def is_nobody(name: str) -> bool:
    """Whether ``name`` says that there is none."""
    return name.strip(" ,").casefold() in NOBODY


def is_et_al(name: str) -> bool:
    """Whether what stands in place of a name says that there are more."""
    return name[:1] in "eE,.… " and bool(_ET_AL.fullmatch(name.strip()))
