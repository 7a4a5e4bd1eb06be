"""The grammar of BibTeX and BibLaTeX files: entries with their fields, macros put in, in constant memory.

A file is cut before each line that begins with ``@``, a type and a brace (or parenthesis): what is damaged loses its
own piece only. Most entries are then read by one regular expression; those with ``#``, parentheses, comments, braces
nested deeper than three or damage go through :func:`_careful`, token by token. Both are linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import BinaryIO

from coterie.graph.model.records import Rejected
from coterie.loaders.base import excerpt
from coterie.loaders.reading.lines import text_blocks

MAX_ENTRY = 16 << 20
"""Characters of the longest entry that is read."""
MAX_MACROS = 4 << 20
"""Characters that the values of all macros may have together."""

_READ = """\
affiliation affiliations archiveprefix arxivid author author_keywords bdsk-url-1 biburl booktitle crossref date day
document_type doi editor ee eprint eprintclass eprinttype fjournal howpublished hyphenation journal journaltitle keyword
keywords langid language link maintitle month note orcid-numbers pmid primaryclass pubmed_id series shortjournal
subtitle times-cited title type unique-id url volume xdata year"""
READ = frozenset(_READ.split())
"""Fields that are kept; abstracts, files and the rest are passed over."""

_START = re.compile(r"\n[ \t\ufeff]*+@[ \t]*+([A-Za-z][\w-]*+)\s*+([{(])")
_NEXT = re.compile(r"@[ \t]*+([A-Za-z][\w-]*+)\s*+([{(])")
_KEY = re.compile(r"""\s*+([^,={}"\n]*+),""")
_INNER = r"\{[^{}]*+\}"
_NESTED = rf"\{{[^{{}}]*+(?:{_INNER}[^{{}}]*+)*+\}}"
_DEEPER = rf"\{{[^{{}}]*+(?:{_NESTED}[^{{}}]*+)*+\}}"
_BRACED = rf"[^{{}}]*+(?:{_DEEPER}[^{{}}]*+)*+"
_IN_QUOTES = rf'[^"{{}}]*+(?:{_DEEPER}[^"{{}}]*+)*+'
_PLAIN_NAME = "[A-Za-z0-9_:.+/*-]{1,80}+"
_NAME = r"""[^\s=,{}"#%()'@\\]{1,80}+"""
_FIELD = re.compile(
    rf"""[\s,]*+(?:({_PLAIN_NAME})\s*+=\s*+(?:\{{({_BRACED})\}}|"({_IN_QUOTES})"|({_PLAIN_NAME}))\s*+(?=[,}}])
    |(\S[\s\S]*+))|[\s,]++\Z""",
    re.VERBOSE,
)
"""A field with its value in braces, in quotes or bare; or else all the rest of the text."""
_AFTER_QUOTE = re.compile(rf"\s*+(?:[,#%)}}]|$|\n\s*+{_NAME}\s*+=)")
_GOES_ON = re.compile(rf"\s*+,\s*+{_NAME}\s*+=")
_SKIP = re.compile(r"(?:[\s,]++|%[^\n]*+)*+")
_SPACE = re.compile(r"(?:\s++|%[^\n]*+\n)*+")
_FIELD_NAME = re.compile(rf"({_NAME})\s*+(=?)")
_BARE = re.compile(_NAME)
_BRACE = re.compile(r"[{}]")
_QUOTED = re.compile(r'[{}"]')
_MONTHS = {name: name for name in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")}
_NO_ENTRY = frozenset({"comment", "preamble", "string", "control", "set"})


class Damaged(ValueError):
    """An entry that cannot be read; ``str()`` says why."""


@dataclass(slots=True)
class Entry:
    """An entry: its type in small letters, its key, and the values of the fields that are read, LaTeX left in."""

    line: int
    type: str
    key: str
    fields: dict[str, str]


class Macros:
    """The macros of a file; a name without value stands for itself."""

    def __init__(self) -> None:
        self.values: dict[str, str] = dict(_MONTHS)
        self._size = 0

    def __getitem__(self, name: str) -> str:
        return self.values.get(name.lower(), name)

    def define(self, name: str, value: str) -> None:
        """Raises :class:`Damaged` where all macros together become longer than ``MAX_MACROS``."""
        self._size += len(name) + len(value)
        if self._size > MAX_MACROS:
            raise Damaged(f"the macros are longer than {MAX_MACROS >> 20} MB together")
        self.values[name.lower()] = value


def entries(stream: BinaryIO, name: str = "") -> Iterator[Entry | Rejected]:
    """The entries of a file in order, and :class:`Rejected` for each, and each macro, that is damaged."""
    macros = Macros()
    for line, piece in pieces(stream, name):
        if isinstance(piece, Rejected):
            yield piece
            continue
        at, counted, start = 0, 0, line
        while piece.find("@", at) >= 0 and (found := _NEXT.search(piece, at)):
            start += piece.count("\n", counted, found.start())
            counted = found.start()
            try:
                entry, end = _entry(piece, found, start, macros)
            except Damaged as error:
                shown = excerpt(piece[found.start() : found.start() + 1000])
                yield Rejected(source="", position=str(start), reason=str(error), excerpt=shown)
                break
            if entry is not None:
                yield entry
            at = end


def pieces(stream: BinaryIO, name: str = "") -> Iterator[tuple[int, str | Rejected]]:
    """Number of its first line, and text, of each piece from a line that begins an entry up to the next such line."""
    rest, line = "\n", 1  # the end of a line, and the number of the line after it
    for block in text_blocks(stream, name):
        rest += block
        starts = [found.start() for found in _START.finditer(rest)] or [rest.rfind("\n")]
        line += rest.count("\n", 1, starts[0] + 1)
        for start, stop in pairwise(starts):
            yield line, rest[start + 1 : stop + 1]
            line += rest.count("\n", start + 1, stop + 1)
        rest = rest[starts[-1] :]
        if len(rest) > MAX_ENTRY:
            reason = f"the entry is longer than {MAX_ENTRY >> 20} MB"
            yield line, Rejected(source="", position=str(line), reason=reason, excerpt=excerpt(rest[:1000]))
            line += rest.count("\n", 1)
            rest = rest[rest.rfind("\n") :] if rest.endswith("\n") else "\n"
    if _START.match(rest):
        yield line, rest[1:]


def _entry(piece: str, found: re.Match[str], line: int, macros: Macros) -> tuple[Entry | None, int]:
    """The entry whose type and brace are found, and where it ends; None for a comment and the like."""
    type_, closing = found[1].lower(), "}" if found[2] == "{" else ")"
    at = found.end()
    if type_ == "string":
        values, end = _careful(piece, at, closing, line, macros, None)
        for name, value in values.items():
            macros.define(name, value)
        return None, end
    if type_ in _NO_ENTRY:
        return None, _closed(piece, at) if closing == "}" else len(piece)
    key = _KEY.match(piece, at)
    if key:
        at = key.end()
    fields, end = _quick(piece, at, macros) if closing == "}" else (None, at)
    if fields is None:
        fields, end = _careful(piece, at, closing, line - piece.count("\n", 0, found.start()), macros, READ)
    if _GOES_ON.match(piece, end):
        raise Damaged("a brace closes the entry before its end")
    return Entry(line, type_, key[1].strip() if key else "", fields), end


def _closed(piece: str, at: int) -> int:
    """The end of what a brace before ``at`` opens, or of all where it is not closed."""
    depth = 1
    for found in _BRACE.finditer(piece, at):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.end()
    return len(piece)


def _quick(piece: str, at: int, macros: Macros) -> tuple[dict[str, str] | None, int]:
    """The fields from ``at`` on, and where the entry ends; None where one is out of the ordinary."""
    found = _FIELD.findall(piece, at)
    rest = found[-1][4] if found else ""
    if not rest.startswith("}"):
        return None, at
    fields: dict[str, str] = {}
    for written, braced, quoted, bare, _ in found:
        name = _read_as(written)
        if name and name not in fields:
            fields[name] = braced or quoted or (macros[bare] if bare else "")
    return fields, len(piece) - len(rest) + 1


@lru_cache(maxsize=4096)
def _read_as(written: str) -> str:
    """A field's name in small letters if it is read, else ""."""
    name = written.lower()
    return name if name in READ else ""


def _careful(
    piece: str, at: int, closing: str, line: int, macros: Macros, read: frozenset[str] | None
) -> tuple[dict[str, str], int]:
    """The same, token by token; ``line`` is that of the piece's beginning, ``read`` the fields to keep (None: all).

    Commas may be missing, and values. Raises :class:`Damaged`.
    """
    fields: dict[str, str] = {}
    while True:
        at = _end(_SKIP, piece, at)
        if at == len(piece):
            raise Damaged("the entry is not closed")
        if piece[at] == closing:
            return fields, at + 1
        found = _FIELD_NAME.match(piece, at)
        if not found:
            raise Damaged(f"{piece[at]!r} in line {_line(piece, at, line)} where a field is expected")
        at = found.end()
        if found[2]:
            value, at = _value(piece, at, line, macros)
            name = found[1].lower()
            if (read is None or name in read) and name not in fields:
                fields[name] = value


def _value(piece: str, at: int, line: int, macros: Macros) -> tuple[str, int]:
    """A value of one or more parts joined by ``#``, and where it ends."""
    parts: list[str] = []
    size = 0
    while True:
        at = _end(_SPACE, piece, at)
        mark = piece[at : at + 1]
        if mark in ("{", '"'):
            end = _closing(piece, at, mark)
            if end < 0:
                what = "brace" if mark == "{" else "quote"
                raise Damaged(f"the {what} that line {_line(piece, at, line)} opens is not closed")
            parts.append(piece[at + 1 : end])
            at = end + 1
        elif bare := _BARE.match(piece, at):
            parts.append(macros[bare[0]])
            at = bare.end()
        else:
            raise Damaged(f"no value in line {_line(piece, at, line)}")
        size += len(parts[-1])
        if size > MAX_ENTRY:
            raise Damaged(f"a value is longer than {MAX_ENTRY >> 20} MB")
        at = _end(_SPACE, piece, at)
        if piece[at : at + 1] != "#":
            return "".join(parts), at
        at += 1


def _closing(piece: str, at: int, mark: str) -> int:
    """Where the brace or quote at ``at`` is closed; -1 where it is not. A quote closes outside braces, and only before
    what may follow a value: one inside a title, or of an accent, does not."""
    depth = 0
    for found in (_BRACE if mark == "{" else _QUOTED).finditer(piece, at + (mark != "{")):
        sign, here = found[0], found.start()
        if sign == '"':
            if depth == 0 and _AFTER_QUOTE.match(piece, here + 1):
                return here
        else:
            depth += 1 if sign == "{" else -1
            if depth == 0 and mark == "{":
                return here
    return -1


def _end(pattern: re.Pattern[str], piece: str, at: int) -> int:
    found = pattern.match(piece, at)
    return found.end() if found else at


def _line(piece: str, at: int, line: int) -> int:
    return line + piece.count("\n", 0, at)
