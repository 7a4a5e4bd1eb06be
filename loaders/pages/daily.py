"""The daily list: titles with "8 authors" or an organisation, and a date; no names.

::

    TrimR: Verifier-based Training-Free Thinking Compression for Efficient Test-Time Scaling

    Large Reasoning Models … (abstract)

      • 10 authors
    ·
    May 22, 2025 3

The last figure, the site's count of comments, is not kept. An entry may lack its last paragraph altogether; then the
next entry's is not its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coterie.loaders.pages.dates import LISTED
from coterie.loaders.pages.items import Line, PaperItem

_AUTHORS = re.compile(r"•\s*([\d,]+)\s+authors?")
_DOT = "·"
_HEADING = "Daily Papers"
_LONG = 300
"""Characters from which a paragraph is an abstract even if its end does not say so."""

Paragraph = Sequence[Line]


def is_mark(text: str) -> bool:
    """Whether a line is one that the daily list alone has."""
    return text in (_DOT, _HEADING) or bool(_AUTHORS.fullmatch(text))


def items(lines: Sequence[Line]) -> Iterator[PaperItem]:
    """The entries of the list; a footer or an abstract without a title gives an item with ``title`` ""."""
    current: PaperItem | None = None
    described = False
    for paragraph in _body(list(_paragraphs(lines))):
        number, text = paragraph[0].number, " ".join(line.text for line in paragraph)
        if _is_footer(paragraph):
            yield _with_footer(current or PaperItem(number, ""), paragraph)
            current = None
        elif current is None and LISTED.fullmatch(text):
            continue  # the heading of a day
        elif current is not None and (not described or _is_abstract(text)) and (_is_abstract(text) or _sentence(text)):
            described = True
        else:
            if current is not None:
                yield current
            current, described = PaperItem(number, text), False
    if current is not None:
        yield current


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.text:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _body(paragraphs: list[list[Line]]) -> list[list[Line]]:
    """The paragraphs after the site's heading: "Daily Papers", a line "by…", the day."""
    texts = [" ".join(line.text for line in paragraph) for paragraph in paragraphs]
    if _HEADING not in texts:
        return paragraphs
    at = texts.index(_HEADING) + 1
    if at < len(texts) and texts[at].startswith("by"):
        at += 1
    if at < len(texts) and LISTED.fullmatch(texts[at]):
        at += 1
    return paragraphs[at:]


def _is_footer(paragraph: Paragraph) -> bool:
    return any(line.text == _DOT or _AUTHORS.fullmatch(line.text) for line in paragraph)


def _with_footer(item: PaperItem, paragraph: Paragraph) -> PaperItem:
    for line in paragraph:
        if line.text == _DOT:
            continue
        if found := _AUTHORS.fullmatch(line.text):
            item = replace(item, author_count=int(found[1].replace(",", "")))
        elif found := LISTED.fullmatch(line.text):
            item = replace(item, month=found["month"], day=found["day"], year=found["year"])
        elif not item.organisation and not item.month:
            item = replace(item, organisation=line.text)
    return item


def _is_abstract(text: str) -> bool:
    return len(text) >= _LONG or len(re.findall(r"[a-z)]\. [A-Z]", text)) > 1


def _sentence(text: str) -> bool:
    return text.endswith((".", "…", "..."))
