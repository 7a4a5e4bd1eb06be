"""Cells of a row as a mapping declares them, and what their texts mean: several values, dates, kinds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from coterie.graph.model.schema import PAPER_KINDS
from coterie.graph.names.fold import fold
from coterie.loaders.making import iso_date, written_date

ABSENT = ("", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "NaN", "nan")
"""What stands in cells without a value, unless the mapping says otherwise."""

Cells = Mapping[str, str]
Get = Callable[[Cells], str]
GetAll = Callable[[Cells], list[str]]

_SEPARATORS = (";", "|", "；", "、", "\n")
_DMY = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_SYNONYMS = {
    "journal article": "article", "article de revue": "article", "zeitschriftenartikel": "article",
    "aufsatz": "article",
    "articulo": "article", "artigo": "article", "articolo": "article", "research article": "article",
    "original article": "article", "conference paper": "proceedings", "conference proceedings": "proceedings",
    "inproceedings": "proceedings", "proceedings article": "proceedings", "proceedings paper": "proceedings",
    "conference": "proceedings", "konferenzbeitrag": "proceedings", "communication": "proceedings",
    "book chapter": "chapter", "inbook": "chapter", "incollection": "chapter", "buchkapitel": "chapter",
    "buchbeitrag": "chapter", "chapitre": "chapter", "capitulo": "chapter", "monograph": "book", "monographie": "book",
    "buch": "book", "livre": "book", "libro": "book", "livro": "book", "phd thesis": "thesis", "phdthesis": "thesis",
    "mastersthesis": "thesis", "master thesis": "thesis", "doctoral thesis": "thesis", "dissertation": "thesis",
    "these": "thesis", "tesis": "thesis", "tese": "thesis", "tesi": "thesis", "working paper": "report",
    "technical report": "report", "techreport": "report", "bericht": "report", "rapport": "report",
    "arbeitspapier": "report", "data set": "dataset", "datensatz": "dataset", "review article": "review",
    "correction": "erratum", "corrigendum": "erratum", "posted content": "preprint", "letter to the editor": "letter",
}  # fmt: skip


def columns_in(spec: Any) -> set[str]:
    """The columns that a cell, or all cells of a part of a mapping, name."""
    if isinstance(spec, str):
        return {" ".join(spec.split())}
    if isinstance(spec, list):
        return {name for item in spec for name in columns_in(item)}
    if "column" in spec:
        return columns_in(spec["column"])
    return set()


def getter(spec: Any, absent: frozenset[str]) -> Get:
    """The text of a cell: a column's, a constant, or of several cells the first that has a value; "" for none."""
    if isinstance(spec, list):
        gets = [getter(item, absent) for item in spec]
        return lambda row: next((value for get in gets if (value := get(row))), "")
    if isinstance(spec, str):
        return _column(" ".join(spec.split()), absent)
    if "value" in spec:
        constant = spec["value"]
        return lambda row: constant
    return _changed(getter(spec["column"], absent), spec.get("values", {}), spec.get("prefix", ""))


def nothing(row: Cells) -> str:
    """The cell that a mapping does not declare."""
    return ""


def _column(name: str, absent: frozenset[str]) -> Get:
    def get(row: Cells) -> str:
        value = row[name].strip()
        return "" if value in absent else value

    return get


def _changed(get: Get, values: Mapping[str, str], prefix: str) -> Get:
    def changed(row: Cells) -> str:
        value = get(row)
        return prefix + values.get(value, value) if value else ""

    return changed


def all_getter(spec: Any, absent: frozenset[str], separators: Iterable[str] = ()) -> GetAll:
    """All values in a cell, taken apart at its own separators or else at ``separators``; where neither is declared, at
    a semicolon, bar or line's end. An empty place between two separators is "", and of several cells all count."""
    if isinstance(spec, list):
        gets = [all_getter(item, absent, separators) for item in spec]
        return lambda row: [value for get in gets for value in get(row)]
    own = spec.get("separator", ()) if isinstance(spec, dict) else ()
    bare = {"column": spec["column"]} if isinstance(spec, dict) and "column" in spec else spec
    values, prefix = (spec.get("values", {}), spec.get("prefix", "")) if isinstance(spec, dict) else ({}, "")
    get, marks = getter(bare, absent), tuple(own or separators)

    def found(row: Cells) -> list[str]:
        pieces = ["" if piece in absent else piece for piece in split(get(row), marks)]
        return [prefix + values.get(piece, piece) if piece else "" for piece in pieces]

    return found


def split(text: str, separators: tuple[str, ...] = ()) -> list[str]:
    """``text`` at each of ``separators``, or where there are none at the first of the usual ones that stands in it;
    [] for "".

    >>> split("a; b;;c"), split("a, b"), split("a, b", (",",))
    (['a', 'b', '', 'c'], ['a, b'], ['a', 'b'])
    """
    if not text:
        return []
    if not separators:
        separators = next(((mark,) for mark in _SEPARATORS if mark in text), ())
    for mark in separators[1:]:
        text = text.replace(mark, separators[0])
    return [piece.strip() for piece in (text.split(separators[0]) if separators else [text])]


@lru_cache(maxsize=65536)
def dated(text: str, order: str = "") -> str | None:
    """The date that ``text`` says, in ISO form and as precise as it says; None for none. Of a date in numbers with the
    year last, day and month are told by ``order`` (dmy, mdy), by the points that stand between them (then the day is
    first), or by a number above 12; where nothing tells, only the year is kept.

    >>> dated("28.05.2024"), dated("03/04/2021"), dated("03/04/2021", "mdy"), dated("4/28/2021"), dated("May 2020")
    ('2024-05-28', '2021', '2021-03-04', '2021-04-28', '2020-05')
    """
    found = _DMY.match(text)
    if not found:
        return written_date(text)
    first, mark, second, year = found.groups()
    if order == "mdy" or (order != "dmy" and int(second) > 12):
        return iso_date(year, first, second)
    if order == "dmy" or mark == "." or int(first) > 12 or int(first) == int(second):
        return iso_date(year, second, first)
    return iso_date(year)


@lru_cache(maxsize=65536)
def date_of(date: str, year: str, month: str, day: str, order: str = "") -> str | None:
    """The date of a paper from a cell with the date, else from cells with its parts; ``year`` may hold a date too."""
    whole = dated(date, order) if date else None
    if whole and (len(whole) > 4 or not month):
        return whole
    stated = iso_date(year.removesuffix(".0"), month.removesuffix(".0"), day.removesuffix(".0"))
    return stated or whole or (dated(year, order) if year else None)


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str | None:
    """The kind of a paper by its name in the source, other where it is not known, None for "".

    >>> kind_of("Journal Article"), kind_of("Konferenzbeitrag"), kind_of("poem"), kind_of("")
    ('article', 'proceedings', 'other', None)
    """
    if not text:
        return None
    folded = fold(text)
    known = {fold(kind): kind for kind in PAPER_KINDS}
    return known.get(folded) or _SYNONYMS.get(folded) or known.get(folded.removesuffix("s")) or "other"


def truth(text: str) -> bool | None:
    """Yes or no, None for neither."""
    folded = text.strip().casefold()
    if folded in ("1", "true", "yes", "y", "x", "ja", "oui", "si", "sí", "sim", "wahr", "vrai"):
        return True
    return False if folded in ("0", "false", "no", "n", "nein", "non", "não", "falsch", "faux") else None
