"""A record of the Web of Science to a paper."""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.model.records import PaperRecord, TopicRef
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import BadItem
from coterie.loaders.making import count, iso_date, keywords, plain
from coterie.loaders.wos.people import people
from coterie.loaders.wos.reading import Fields

KINDS = {
    "article": "article", "journal paper": "article", "journal article": "article", "note": "article",
    "data paper": "article", "reprint": "article", "retracted publication": "article",
    "publication with expression of concern": "article",
    "proceedings paper": "proceedings", "conference paper": "proceedings", "conference proceedings": "proceedings",
    "review": "review", "editorial material": "editorial", "editorial": "editorial", "letter": "letter",
    "correction": "erratum", "correction, addition": "erratum", "correction/addition": "erratum",
    "published erratum": "erratum", "retraction": "retraction", "expression of concern": "other",
    "book": "book", "book chapter": "chapter", "dissertation": "thesis", "thesis": "thesis",
    "dissertation/thesis": "thesis", "preprint": "preprint", "report": "report", "technical report": "report",
    "data set": "dataset", "data study": "dataset", "software": "software",
}  # fmt: skip
"""Kinds by document type, folded to lower case."""

_FIRST = ("chapter", "retraction", "erratum", "book", "review")
"""Where a record has several types, these say more than the others."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = re.compile(r"[A-Za-z]{3,}")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s+\d{4}")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


def paper(fields: Fields) -> PaperRecord:
    """The paper. Raises ``BadItem`` where it has neither title nor id."""
    kind = _kind(_text(fields, "DT"))
    accession = _accession(_text(fields, "UT"))
    title = plain(_text(fields, "TI"))
    ids = paper_ids({
        "doi": _text(fields, "DI") or (_text(fields, "D2") if kind == "book" else ""), "wos": accession,
        "pmid": _text(fields, "PM") or (accession if accession.startswith("MEDLINE:") else ""),
    })  # fmt: skip
    if not title and not ids:
        raise BadItem("neither title nor id")
    unsigned = not any(map(fields.get, ("AU", "AF", "BA", "BF")))
    volume = kind == "book" or (unsigned and _text(fields, "PT") in ("B", "S"))
    mentions, affiliations = people(fields, editors=volume)
    return PaperRecord(
        source="wos",
        record_id=accession,
        title=title,
        ids=ids,
        date=_earliest(
            _date(_text(fields, "PY") or _text(fields, "EY"), _text(fields, "PD")), _date("", _text(fields, "EA"))
        ),
        kind=kind,
        venue=plain(_text(fields, "SO")) or None,
        language=language_code(_text(fields, "LA")),
        mentions=mentions,
        authors_complete=True if mentions else None,
        affiliations=affiliations,
        topics=_topics(fields, accession),
        citations=_citations(fields),
    )


def _text(fields: Fields, tag: str) -> str:
    lines = fields.get(tag)
    if not lines:
        return ""
    return lines[0] if len(lines) == 1 else " ".join(lines)


def _accession(text: str) -> str:
    """The accession number with its database, which ISI's older files call ISI."""
    return "WOS:" + text[4:] if text.upper().startswith("ISI:") else text


@lru_cache(maxsize=1024)
def _kind(types: str) -> str | None:
    """The kind that the document types (``Article; Book Chapter``) say; other where none is known."""
    given = [piece.strip().lower() for piece in types.split(";") if piece.strip(" -")]
    known = [KINDS[piece] for piece in given if piece in KINDS]
    for kind in _FIRST:
        if kind in known:
            return kind
    return known[0] if known else "other" if given and given != ["early access"] else None


@lru_cache(maxsize=16384)
def _date(year: str, text: str) -> str | None:
    """From the year and a date such as ``JUN 14``, ``MAR-APR``, ``DEC 2019``, ``04 2006``."""
    found = _YEAR.search(year) or _YEAR.search(text)
    if not found:
        return None
    month = next((word for word in _WORD.findall(text) if word[:3].lower() in _MONTHS), None)
    if month is None:
        numbered = _MONTH_YEAR.fullmatch(text)
        return iso_date(found[0], numbered[1] if numbered else None)
    day = _NUMBER.search(text)
    return iso_date(found[0], month, day[0] if day else None)


def _earliest(printed: str | None, online: str | None) -> str | None:
    """The earlier of two dates; the more precise where one is within the other."""
    if not printed or not online:
        return printed or online
    if printed.startswith(online) or online.startswith(printed):
        return max(printed, online, key=len)
    return min(printed, online)


def _topics(fields: Fields, accession: str) -> tuple[TopicRef, ...]:
    """Categories and keywords. Inspec's records have others things under their tags."""
    if accession.startswith("INSPEC:"):
        return ()
    categories, areas = _text(fields, "WC"), _text(fields, "SC")
    if not categories:
        categories, areas = areas, ""
    return (
        *keywords(categories.split(";"), "wc"),
        *keywords(areas.split(";"), "wos-area"),
        *keywords(_text(fields, "DE").split(";")),
        *keywords(_text(fields, "ID").split(";"), "keywords-plus"),
    )


def _citations(fields: Fields) -> int | None:
    cited = count(_text(fields, "TC"))
    return cited if cited is not None else count(_text(fields, "Z9"))
