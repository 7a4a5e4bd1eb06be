"""What all forms of arXiv's metadata share: categories, ids, titles, journals, and the record made of them."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from coterie.graph.model.records import Mention, PaperRecord, TopicRef
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.topics import arxiv_topic
from coterie.loaders.base import BadItem
from coterie.loaders.making import one_line, written_date

SOURCE = "arxiv"
KIND = "preprint"

_PLAIN_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z][a-z-]+/\d{7}")
_DOIS = re.compile(r"[\s;,]+(?=(?:doi\s*:\s*|https?://\S*?)?10\.)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:br|p|i|b|u|em|strong|sub|sup|tt|span|font)\s*/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?p)\s*/?>", re.IGNORECASE)
_UP_TO_FIGURE = re.compile(r"\D*")
_TRAILING = re.compile(
    r"(?:[\s,.:;(@'\"-]*\b(?:vol(?:ume|\.)?|v\.|no\.?|issue|pp?\.?|art(?:icle|\.)?|number))?[\s,:;(@'\"–-]*$",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(r"(?:^|\b(?:of|the|in|on|and|for|at|proc\.?|proceedings))$", re.IGNORECASE)
_ENDING_COMMA = re.compile(r",(?!\s*\w+(?:, \w+)*,? (?:and|&) )")
"""A comma that is none of a list: Testing, Verification and Validation."""
_CONTROL = re.compile(r"[\x00-\x1f\x80-\x9f\u2028\u2029\ufeff]+")


@lru_cache(maxsize=65536)
def topics(categories: str, primary: str = "") -> tuple[TopicRef, ...]:
    """Topics of categories parted by spaces or commas, the primary marked; without one stated it is the first.

    A category that the taxonomy lacks keeps its code as written.
    """
    codes = list(dict.fromkeys(_code(code) for code in categories.replace(",", " ").split()))
    first = _code(primary.strip()) if primary.strip() else "".join(codes[:1])
    if first and first not in codes:
        codes.insert(0, first)
    return tuple(_topic(code, code == first) for code in codes)


@lru_cache(maxsize=4096)
def _code(code: str) -> str:
    known = arxiv_topic(code)
    return known[0] if known else code


@lru_cache(maxsize=8192)
def _topic(code: str, primary: bool) -> TopicRef:
    known = arxiv_topic(code)
    return TopicRef(scheme=SOURCE, code=code, name=known[1] if known else None, primary=primary)


def doi(text: str | None) -> str:
    """The first valid of the DOIs in ``text`` (arXiv lists those of errata and translations too), or ""."""
    for one in _DOIS.split(text.strip()) if text else ():
        if found := normalise("doi", one):
            return found
    return ""


def title(text: str | None) -> str:
    """A title in one line: entities and the few tags of HTML that people type are resolved, all else between angle
    brackets is mathematics and stays (``BP<n>``), as does LaTeX."""
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if not text.isprintable():
        text = _CONTROL.sub(" ", text.replace("\x7f", ""))
    return one_line(text)


@lru_cache(maxsize=4096)
def venue(reference: str | None) -> str | None:
    """The journal or proceedings in a reference to where a paper appeared: what stands before its first figure, or
    before its first comma where that breaks off ("Proceedings of the 23rd …").

    >>> venue("Phys.Rev.D76:013009,2007"), venue("PoS(CD15) (2015) 045"), venue("2007")
    ('Phys.Rev.D', 'PoS', None)
    """
    text = title(reference)
    name = _TRAILING.sub("", _UP_TO_FIGURE.match(text)[0])  # type: ignore[index]
    if _BROKEN_OFF.search(name):
        name = _ENDING_COMMA.split(text)[0].strip()
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")].rstrip()
    return name if sum(map(str.isalpha, name)) > 2 else None


def mended(text: str) -> str:
    """``text`` that was encoded twice, as UTF-8 of what had been read as Latin-1, decoded once more; any other text as
    it is.

    >>> mended("JosÃ©"), mended("José")
    ('José', 'José')
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def day(moment: str) -> str:
    """The day of a moment of either form: ``Mon, 2 Apr 2007 19:18:42 GMT`` or ``2007-04-02T19:18:42Z``."""
    words = moment.split()
    return " ".join(words[1:4]) if len(words) > 4 else moment[:10]


def paper(
    *,
    arxiv: str,
    written_title: str | None,
    authors: tuple[Mention, ...],
    complete: bool | None,
    count: int | None,
    created: str,
    updated: str,
    classified: tuple[TopicRef, ...],
    dois: str | None,
    venue: str | None = None,
    kind: str = KIND,
) -> PaperRecord:
    """The record of one paper. ``record_id`` is arXiv's id without version, ``updated`` the date of the last change or
    else of the first version. Raises :class:`BadItem` for one that has neither a title nor an id of arXiv."""
    known = arxiv if _PLAIN_ID.fullmatch(arxiv) else normalise("arxiv", arxiv)
    ids = {"arxiv": known} if known else {}
    if dois and (first := doi(dois)):
        ids["doi"] = first
    elif dois and not ids:
        ids = paper_ids({"doi": dois})
    name = title(written_title)
    if not name and not ids:
        raise BadItem("neither title nor arXiv id")
    date = written_date(created) if created else None
    return PaperRecord(
        source=SOURCE, record_id=known or arxiv.strip(), updated=(written_date(updated) if updated else None) or date,
        title=name, ids=ids, date=date, kind=kind, venue=venue, mentions=authors, authors_complete=complete,
        author_count=count, topics=classified,
    )  # fmt: skip
