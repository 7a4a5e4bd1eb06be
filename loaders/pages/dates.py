"""Dates as the pages write them: ``May 28``, ``Aug 30, 2022``."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_MONTHS = (
    {name[:3]: i for i, name in enumerate(_NAMES, 1)} | {name: i for i, name in enumerate(_NAMES, 1)} | {"Sept": 9}
)
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
"""Pattern of a month's name."""


class PageDate(NamedTuple):
    """``date`` (ISO) or ``partial`` (``--MM-DD``), or neither where the text is no possible date."""

    date: str | None = None
    inferred: bool = False
    partial: str | None = None


def page_date(month: str, day: str, year: str | None, assumed: int | None) -> PageDate:
    """The date that ``month day[, year]`` states; ``assumed`` stands in for a missing year and marks the date inferred.

    >>> page_date("May", "28", None, 2026)
    PageDate(date='2026-05-28', inferred=True, partial=None)
    >>> page_date("May", "28", None, None)
    PageDate(date=None, inferred=False, partial='--05-28')
    >>> page_date("Feb", "30", "2024", None)
    PageDate(date=None, inferred=False, partial=None)
    """
    number = _MONTHS.get(month, 0)
    stated = int(year) if year else assumed
    if stated is not None and (date := _iso(stated, number, int(day))):
        return PageDate(date, inferred=not year)
    partial = None if year else _iso(2000, number, int(day))
    return PageDate(partial=partial.replace("2000", "-", 1) if partial else None)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


HEADER = re.compile(
    rf"(?P<score>\d{{1,4}}(?:\.\d+)?)?(?P<category>[A-Za-z]+(?:[.-][A-Za-z]+)*?)??(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})"
    r"(?:,\s*(?P<year>\d{4}))?\s*(?P<code>Code)?"
)
"""The first line of a paper on an author page: ``score? category? month day[, year] Code?``."""

UNSURE_HEADER = re.compile(
    r"(?P<score>\d{1,4}(?:\.\d+)?)?(?P<category>[A-Z]{2})(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})"
    r"(?:,\s*(?P<year>\d{4}))?\s*(?P<code>Code)?"
)
"""The same with a month that is none: still the beginning of a paper, without date."""

LISTED = re.compile(rf"(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:,\s*(?P<year>\d{{4}}))?(?:\s+[\d.,]+[kKmM]?)?")
"""The date line of the daily list, with the site's trailing count (upvotes or comments), which is not kept."""
