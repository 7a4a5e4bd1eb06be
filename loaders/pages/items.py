"""What is read of a page before it becomes records: its owner, its papers, and what the page knows as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """A line of a page, its white space squeezed, with its number from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Owner:
    """The person whose page it is, with the figures as the page states them."""

    line: int
    name: str
    h_index: int | None = None
    papers: int | None = None
    citations: int | None = None
    novelty: float | None = None
    ai_score: float | None = None


@dataclass(frozen=True)
class PaperItem:
    """One paper of a page. ``month`` is "" where there is no date; ``joined`` says that ``title`` still holds the first
    author; ``authors`` is the line of names, if any."""

    line: int
    title: str
    authors: str = ""
    joined: bool = False
    score: str | None = None
    category: str | None = None
    month: str = ""
    day: str = ""
    year: str | None = None
    code: bool = False
    author_count: int | None = None
    organisation: str = ""
