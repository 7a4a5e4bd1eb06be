"""An author's page: spaced (title, authors and abstract apart) or tight (title and authors in one line).

A paper begins with a header line (``98.6LGMay 28Code``). Before the first one may stand the owner: a name, then
figures, one a line. Which layout a page has is told by the page: in the spaced one, blank lines stand inside the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coterie.loaders.pages.authors import AUTHOR_LINE, looks_like_authors
from coterie.loaders.pages.dates import HEADER, UNSURE_HEADER
from coterie.loaders.pages.items import Line, Owner, PaperItem

_FIGURES = {
    "h_index": re.compile(r"h-index\s*([\d,]+)"),
    "papers": re.compile(r"([\d,]+)\s*papers?"),
    "citations": re.compile(r"([\d,]+)\s*citations?"),
    "novelty": re.compile(r"Novelty\s*(\d+(?:\.\d+)?)\s*%"),
    "ai_score": re.compile(r"AI Score\s*(\d+(?:\.\d+)?)"),
}
_COUNT_LINE = re.compile(r"[\d,]+ Papers?")
_CATEGORY = re.compile(r"[A-Z]{2}|[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?")


def is_header(text: str) -> re.Match[str] | None:
    """The header line of a paper, if ``text`` is one."""
    return HEADER.fullmatch(text) or UNSURE_HEADER.fullmatch(text)


def owner(lines: Sequence[Line]) -> Owner | None:
    """The owner of the page, from the lines before the first header; None if there is none or the name is missing."""
    texts = [line for line in lines if line.text]
    figures: dict[str, float] = {}
    for line in texts:
        for name, pattern in _FIGURES.items():
            if found := pattern.fullmatch(line.text):
                figures.setdefault(name, float(found[1].replace(",", "")))
    if not texts or not (figures or any(_COUNT_LINE.fullmatch(line.text) for line in texts)):
        return None
    first = texts[0]
    if is_figure(first.text) or _CATEGORY.fullmatch(first.text) or not any(c.isalpha() for c in first.text):
        return None
    whole = {name: int(figures[name]) if name in figures else None for name in ("h_index", "papers", "citations")}
    return Owner(first.number, first.text, **whole, novelty=figures.get("novelty"), ai_score=figures.get("ai_score"))


def is_figure(text: str) -> bool:
    """Whether a line is one of an owner's figures, or the heading "16 Papers"."""
    return any(p.fullmatch(text) for p in _FIGURES.values()) or bool(_COUNT_LINE.fullmatch(text))


def items(lines: Sequence[Line]) -> Iterator[PaperItem]:
    """The papers of the page; one without a title has ``title`` "" (or what stands in its place cannot be one)."""
    starts = [i for i, line in enumerate(lines) if is_header(line.text)]
    blocks = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    spaced = _spaced(blocks)
    for block in blocks:
        header = is_header(block[0].text)
        assert header is not None
        title, authors, joined = _spaced_text(block[1:]) if spaced else _tight_text(block[1:])
        found = header.groupdict()
        yield PaperItem(
            line=block[0].number, title=title, authors=authors, joined=joined, score=found["score"],
            category=found["category"], month=found["month"], day=found["day"], year=found["year"],
            code=bool(found["code"]),
        )  # fmt: skip


def _spaced(blocks: Sequence[Sequence[Line]]) -> bool:
    """Whether most items hold a blank line between texts."""
    inner = [any(not line.text for line in _trimmed(block)) for block in blocks]
    if any(inner):
        return 2 * sum(inner) >= len(inner)
    apart = sum(len(block) > 2 and looks_like_authors(block[2].text) for block in blocks)
    return 2 * apart > len(blocks)


def _trimmed(block: Sequence[Line]) -> Sequence[Line]:
    end = len(block)
    while end and not block[end - 1].text:
        end -= 1
    return block[:end]


def _spaced_text(rest: Sequence[Line]) -> tuple[str, str, bool]:
    texts = [line.text for line in rest if line.text]
    if not texts or (AUTHOR_LINE.search(texts[0]) and looks_like_authors(texts[0])):
        return "", "", False  # what stands where the title should is the line of names
    authors = texts[1] if len(texts) > 1 and looks_like_authors(texts[1]) else ""
    return texts[0], authors, not authors and bool(AUTHOR_LINE.search(texts[0]))


def _tight_text(rest: Sequence[Line]) -> tuple[str, str, bool]:
    texts = [line.text for line in rest if line.text]
    return (texts[0], "", True) if texts else ("", "", False)
