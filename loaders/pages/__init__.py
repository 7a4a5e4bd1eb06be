"""Pages of a site of papers, as text: an author's page (spaced or tight) and the daily list.

``read`` takes in a whole document, finds its layout, and collects what it knows as a whole; ``transform`` makes
records. Abstracts are read past and never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Record, Rejected
from coterie.graph.names.fold import fold
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt
from coterie.loaders.making import one_line
from coterie.loaders.opening import decode
from coterie.loaders.pages import authorpage, daily
from coterie.loaders.pages.authors import SHOWN, parse_names
from coterie.loaders.pages.boundary import Known, may_begin, places
from coterie.loaders.pages.items import Line, Owner, PaperItem
from coterie.loaders.pages.making import paper_record, person_record

MAX_BYTES = 64 << 20
"""Bytes of the longest page that is read."""

MAX_TITLE = 600
"""Characters of the longest title (with the names that may follow it in the line); an abstract is no title."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Raw(NamedTuple):
    """One item with what its page knows as a whole."""

    item: PaperItem | Owner
    owner: Owner | None
    known: Known
    year: int | None


class PagesLoader:
    """Author pages and daily lists."""

    name = "pages"
    title = "author pages and daily lists of a site of papers, as text"
    about = About(
        source="page",
        specification="the texts themselves; see below",
        fields={
            "header line (98.6LGMay 28Code)": "score, topics (arXiv category), date, has_code",
            "title": "title",
            "line of names": "mentions, authors_complete (false after et al.)",
            "after the ·": "affiliations of the paper",
            "8 authors": "author_count",
            "profile": "person: name, stated_h_index, stated_papers, stated_citations, stated_novelty, stated_ai_score",
        },
        cannot=("Abstracts are read past and never kept; the site's own count after a date is dropped.",),
        notes=("A date without a year takes --year, and is then marked as inferred.",),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """From the number of header lines (``98.6LGMay 28Code``) or of lines that only the daily list has."""
        texts = [line.text for line in _lines(head)]
        headers = sum(_says_category(text) for text in texts)
        marks = sum(daily.is_mark(text) for text in texts)
        most = max(headers, marks)
        return 0.0 if not most else min(0.9, 0.5 + 0.1 * most)

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The owner and the papers of one document. Raises ``LoadError`` if it has none of the layouts."""
        data = source.stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise LoadError(f"{source.name} is longer than a page ({MAX_BYTES >> 20} MB)", source=source.name)
        lines = _lines(data)
        headers = [i for i, line in enumerate(lines) if _says_category(line.text)]
        marks = sum(daily.is_mark(line.text) for line in lines)
        if headers and len(headers) >= marks:
            first = next(i for i, line in enumerate(lines) if authorpage.is_header(line.text))
            owner, papers = authorpage.owner(lines[:first]), list(authorpage.items(lines[first:]))
            if owner is None and any(authorpage.is_figure(line.text) for line in lines[:first]):
                reason = "a profile without a name"
                yield Rejected(source="", position="1", reason=reason, excerpt=excerpt(lines[0].text))
        else:
            owner, papers = None, list(daily.items(lines)) if marks else []
        if not papers:
            raise LoadError(f"{source.name} is no page: no paper in it", source=source.name)
        known = _known(lines, papers, owner)
        if owner is not None:
            yield RawItem(str(owner.line), _Raw(owner, owner, known, source.year), excerpt(owner.name))
        for item in papers:
            shown = excerpt(item.title if len(item.title) <= MAX_TITLE else lines[item.line - 1].text)
            yield RawItem(str(item.line), _Raw(item, owner, known, source.year), shown)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper or the owner as a record. Raises :class:`BadItem` for a paper without a title, one whose title
        and first author cannot be told apart, and text that is not decodable."""
        item, owner, known, year = raw.data
        if isinstance(item, Owner):
            return [person_record(item)]
        if not item.title:
            raise BadItem("no title")
        if len(item.title) > MAX_TITLE:
            raise BadItem(f"no title, but a text of {len(item.title)} characters in its place")
        return [paper_record(item, owner, known, year)]


def _says_category(text: str) -> bool:
    """Whether a line is a header with more than a date."""
    found = authorpage.is_header(text)
    return found is not None and bool(found["category"] or found["score"] or found["code"])


def _lines(data: bytes) -> list[Line]:
    text = unicodedata.normalize("NFC", _CONTROL.sub(" ", decode(data)))
    return [Line(i, one_line(line)) for i, line in enumerate(text.split("\n"), 1)]


def _known(lines: Sequence[Line], papers: Sequence[PaperItem], owner: Owner | None) -> Known:
    """What the document knows: words of its texts; and names that stand apart from titles (the owner, all names of
    separate lines, the second and later names of joined lines) or that fit after two different titles."""
    joined = [parse_names(item.title) for item in papers if item.joined and len(item.title) <= MAX_TITLE]
    if not joined:
        return Known()
    titles = {item.title for item in papers if item.joined}
    texts = (_unglued(line.text) if line.text in titles else line.text for line in lines)
    words = frozenset(word.lower() for text in texts for word in _WORD.findall(text))
    names = {fold(owner.name)} if owner else set()
    for pieces in (parse_names(item.authors).pieces for item in papers if not item.joined):
        names.update(map(fold, pieces))
    for line in joined:
        names.update(map(fold, line.pieces[1:][1 - SHOWN :]))
    names.discard("")
    parts = frozenset(part for name in names for part in name.split() if len(part) > 1)
    fitting: dict[str, set[str]] = {}
    for line in joined:
        usual = SHOWN if line.more else len(line.pieces)
        for place in (place for place in places(line.pieces, Known(), SHOWN) if len(place.authors) == usual):
            fitting.setdefault(fold(place.authors[0]), set()).add(place.title)
    names.update(name for name, titles in fitting.items() if len(titles) > 1)
    return Known(frozenset(names), parts, words)


def _unglued(text: str) -> str:
    """A joined line without the words in which a name may begin."""
    return " ".join(word for word in text.split() if not any(may_begin(word, at) for at in range(1, len(word))))


loader = PagesLoader()
