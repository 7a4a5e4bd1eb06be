"""Mappings guessed from the names of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from coterie.graph.model.errors import LoadError
from coterie.loaders.reading.rows import column_names
from coterie.loaders.table.headers import (
    AUTHOR_HEADERS,
    AUTHOR_PARTS,
    EDITOR_HEADERS,
    ID_HEADERS,
    KEY_HEADERS,
    KEYWORD_HEADERS,
    MAILS,
    PAPER_HEADERS,
    PEOPLE_HEADERS,
    PERSON_IDS,
    column_for,
    plain_header,
    spellings,
)
from coterie.loaders.table.keys import AUTHORSHIPS, PAPERS, PEOPLE
from coterie.loaders.table.mapping import check_mapping

_NUMBERED = re.compile(r"(.*\D) ?(\d{1,2})")
_WRITTEN = ("given", "family", "name")
_LONG = 80
_HINT = "declare its columns in a mapping (docs/tables.md): --map FILE"


def looks_like_papers(cells: list[str]) -> bool:
    """Whether a row may be the header of a table of papers: it has a title and names of authors."""
    if _prose(cells):
        return False
    columns = _columns(cells)
    if not column_for(PAPER_HEADERS["title"], columns):
        return False
    if column_for(AUTHOR_HEADERS, columns) or _numbered_authors(columns):
        return True
    parts = all(column_for(PEOPLE_HEADERS[key], columns) for key in ("given", "family"))
    return parts and _has_paper_facts(columns)


def looks_like_people(cells: list[str]) -> bool:
    """Whether a row may be the header of a list of people: names, and something that is said of people alone."""
    if _prose(cells):
        return False
    columns = _columns(cells)
    if column_for(AUTHOR_HEADERS, columns) or _has_paper_facts(columns):
        return False
    given, family, name = [column_for(PEOPLE_HEADERS[key], columns) for key in _WRITTEN]
    if not name and not (given and family) and not any(lone in columns for lone in _LONE):
        return False
    facts = [column_for(names, columns) for names in (*(PEOPLE_HEADERS[key] for key in _ABOUT_PEOPLE), MAILS)]
    parts = bool(given and family)
    return len(set(filter(None, facts)) - {name, given, family}) > (0 if parts or "orcid" in columns else 1)


_LONE = ("nom", "nombre", "nome")
"""Headers that mean the whole name where no other column has a part of it."""

_ABOUT_PEOPLE = ("orcid", "institution", "department", "group", "since", "until", "role")


def _prose(cells: list[str]) -> bool:
    """Whether a row is a sentence, not a header: one of its cells is long."""
    return any(len(cell) > _LONG for cell in cells)


def guessed_papers(names: list[str], table: str) -> dict[str, Any]:
    """The mapping of papers, in canonical form, for a table with columns ``names``. Raises ``LoadError`` where there is
    neither a title nor an identifier among them."""
    columns = _columns(names)
    found: dict[str, Any] = {key: column_for(words, columns) for key, words in PAPER_HEADERS.items()}
    mapping = {key: column for key, column in found.items() if column}
    if ids := {key: column for key, words in ID_HEADERS.items() if (column := column_for(words, columns))}:
        mapping["ids"] = ids
    if not mapping.keys() & {"title", "ids"}:
        raise LoadError(f"{table}: no column is known as a title or an identifier", source=table, hint=_HINT)
    if authors := _authors(columns, set(_used(mapping))):
        mapping["authors"] = authors
        one_each = authors.keys() & {"order", "corresponding", "given"}
        mapping["rows"] = AUTHORSHIPS if one_each else PAPERS
        if one_each and (key := column_for(KEY_HEADERS, columns)):
            mapping["key"] = key
    if editors := column_for(EDITOR_HEADERS, columns):
        mapping["editors"] = {"name": editors}
    if words := column_for(KEYWORD_HEADERS, columns):
        mapping["topics"] = {"scheme": "keyword", "name": words}
    return check_mapping(mapping, table)


def guessed_people(names: list[str], table: str) -> dict[str, Any]:
    """The mapping of people, in canonical form, for a table with columns ``names``. Raises ``LoadError`` where there
    are no names of people among them."""
    columns = _columns(names)
    mapping: dict[str, Any] = {"rows": PEOPLE}
    for key, words in PEOPLE_HEADERS.items():
        free = {plain: column for plain, column in columns.items() if column not in mapping.values()}
        if column := column_for(words, free):
            mapping[key] = column
    if "given" in mapping and "family" in mapping:
        mapping.pop("name", None)
    else:
        mapping = _one_name(mapping, columns)
    if not mapping.keys() & {"name", "family"}:
        raise LoadError(f"{table}: no column is known as names of people", source=table, hint=_HINT)
    ids = [{"column": column, "prefix": f"{scheme}:"} for scheme, words in PERSON_IDS.items()
           if (column := column_for(words, columns))]  # fmt: skip
    return check_mapping({**mapping, "ids": ids} if ids else mapping, table)


def _one_name(mapping: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    """Where given and family name are not both there, a lone column called Nom, Nombre or Nome is the whole name."""
    lone = mapping.pop("given", None) or mapping.pop("family", None)
    return mapping if "name" in mapping or lone is None else {**mapping, "name": lone}


def _columns(cells: Iterable[str]) -> dict[str, str]:
    """Names of columns by their plain form; of two alike the first."""
    out: dict[str, str] = {}
    for name in column_names(list(cells)):
        out.setdefault(plain_header(name), name)
    out.pop("", None)
    return out


def _has_paper_facts(columns: dict[str, str]) -> bool:
    known = (PAPER_HEADERS[key] for key in ("year", "venue", "date", "citations"))
    return any(column_for(words, columns) for words in (*known, ID_HEADERS["doi"], ID_HEADERS["pmid"]))


def _numbered_authors(columns: dict[str, str]) -> list[str]:
    """Columns Author 1, Author 2, … in their order."""
    known = set(spellings(AUTHOR_HEADERS))
    found = [(int(m[2]), column) for plain, column in columns.items() if (m := _NUMBERED.fullmatch(plain))
             and m[1].strip() in known]  # fmt: skip
    return [column for _, column in sorted(found)]


def _authors(columns: dict[str, str], used: set[str]) -> dict[str, Any]:
    """The group of authors, {} where there are no names."""
    free = {plain: column for plain, column in columns.items() if column not in used}
    given, family, name = [column_for(PEOPLE_HEADERS[key], free) for key in _WRITTEN]
    whole = column_for(AUTHOR_HEADERS, free)
    if numbered := _numbered_authors(free):
        return {"name": [*([whole] if whole else []), *numbered]}
    if not whole and given and family:
        out: dict[str, Any] = {"given": given, "family": family}
    elif whole or name:
        out = {"name": whole or name}
    else:
        return {}
    said = {key: column_for(words, free) for key, words in AUTHOR_PARTS.items()}
    return out | {key: column for key, column in said.items() if column}


def _used(mapping: dict[str, Any]) -> Iterable[str]:
    for value in mapping.values():
        yield from value.values() if isinstance(value, dict) else [value]
