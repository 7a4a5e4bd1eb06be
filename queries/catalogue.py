"""The named queries: reading their headers, checking them, and making sense of the parameters given.

A query file holds one statement beneath a header; its name is the file's::

    // name: papers-of
    // doc: The papers of a person.
    // params:
    //   person: author — a name or id
    //   limit: int = 20 — rows at most
    MATCH …

A parameter without ``= default`` must be given; ``// params: none`` declares that there are none. Its type is one of
str, int, float, bool, list, or what it names: author, paper, affiliation, topic (a name or an id).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from coterie.graph.model.errors import NotFound, QueryError

Folder = str | os.PathLike[str]
NAMED = ("author", "paper", "affiliation", "topic")
"""Types of parameters that name a node."""
_TYPES = ("str", "int", "float", "bool", "list", *NAMED)
_TOKENS = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|\$(?P<plain>\w+)|\$`(?P<quoted>(?:``|[^`])+)`"""
    r"""|`(?:``|[^`])*`|(?P<end>;)""",
    re.DOTALL,
)
_PARAM = re.compile(r"(?P<name>\w+): (?P<type>\w+)(?: = (?P<default>.*?))?(?: — (?P<doc>.+))?")


@dataclass(frozen=True)
class Param:
    """One declared parameter; ``required`` ones have no default."""

    name: str
    type: str
    doc: str = ""
    default: Any = None
    required: bool = True

    def __str__(self) -> str:
        return self.name if self.required else f"{self.name}={json.dumps(self.default, ensure_ascii=False)}"


@dataclass(frozen=True)
class NamedQuery:
    """A query of the catalogue. ``text`` is the whole file, its header included."""

    name: str
    doc: str
    params: tuple[Param, ...]
    text: str
    path: Path

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """``given`` (text is read as the declared type) with the defaults of what is not given.

        Raises ``QueryError`` (kind ``parameter``) naming a missing, unknown or unreadable parameter.
        """
        declared = {p.name: p for p in self.params}
        for name in given:
            if name not in declared:
                known = ", ".join(map(str, self.params)) or "none"
                raise QueryError(f"query {self.name} has no parameter {name!r}; it takes: {known}", kind="parameter")
        missing = [p for p in self.params if p.required and p.name not in given]
        if missing:
            raise QueryError(
                f"query {self.name} needs the parameter {' and '.join(p.name for p in missing)}",
                kind="parameter",
                hint="give it: " + " ".join(f"--param {p.name}={p.type.upper()}" for p in missing),
            )
        return {p.name: read_value(p, given[p.name]) if p.name in given else p.default for p in self.params}

    def prepared(
        self, given: Mapping[str, Any], limit: int | None, ident: Callable[[str, str], str]
    ) -> tuple[dict[str, Any], int | None]:
        """Parameters to run it with, and the rows to take: as :meth:`bind`, with ``ident(type, name)`` for names.

        ``limit`` fills a parameter of that name; the query is then asked for one row more than is taken, so that the
        result knows whether there are more.
        """
        takes = any(p.name == "limit" for p in self.params)
        values = self.bind({"limit": limit, **given} if takes and limit is not None else given)
        for param in self.params:
            if param.type in NAMED and values[param.name] is not None:
                values[param.name] = ident(param.type, values[param.name])
        if takes and isinstance(values["limit"], int):
            limit = values["limit"] if limit is None else min(limit, values["limit"])
            values["limit"] = limit + 1
        return values, limit


def catalogue(dirs: Sequence[Folder] = ()) -> dict[str, NamedQuery]:
    """All named queries by name, sorted: the shipped ones and those of ``dirs``, later folders winning.

    Raises ``QueryError`` naming the file whose header is wrong, ``NotFound`` for a folder that is none.
    """
    found = dict(_shipped())
    for folder in map(Path, dirs):
        if not folder.is_dir():
            raise NotFound("folder of queries", str(folder))
        found |= read_folder(folder)
    return dict(sorted(found.items()))


def find(name: str, dirs: Sequence[Folder] = ()) -> NamedQuery:
    """The query called ``name``. Raises ``NotFound`` with the nearest names."""
    known = catalogue(dirs)
    if name in known:
        return known[name]
    raise NotFound(
        "query",
        name,
        nearest=get_close_matches(name, known, 3, 0.4),
        hint="`coterie queries` lists them; Cypher text has spaces: coterie query 'MATCH (a:Author) RETURN a.name'",
    )


@cache
def _shipped() -> dict[str, NamedQuery]:
    return read_folder(Path(__file__).parent)


def read_folder(folder: Path) -> dict[str, NamedQuery]:
    """The queries of the ``.cypher`` files of ``folder``, by name."""
    return {q.name: q for q in map(read_file, sorted(folder.glob("*.cypher")))}


def read_file(path: Path) -> NamedQuery:
    """One query file, checked: header complete, name as the file, declared parameters those used, one statement."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}", kind="failed") from error
    name, doc, params = _header(path, text)
    used = parameters(text)
    declared = {p.name for p in params}
    if name != path.stem:
        raise _wrong(path, f"its name is {name!r}, not that of the file")
    if used != declared:
        parts = [
            f"{what}: {', '.join(sorted(names))}"
            for what, names in (("undeclared", used - declared), ("unused", declared - used))
            if names
        ]
        raise _wrong(path, "declared parameters differ from those used (" + "; ".join(parts) + ")")
    if statements(text) != 1:
        raise _wrong(path, f"holds {statements(text)} statements, not one")
    return NamedQuery(name, doc, params, text, path)


def parameters(text: str) -> set[str]:
    """Names of the ``$parameters`` of Cypher ``text``; none are seen in strings, quoted names and comments."""
    return {(m["plain"] or m["quoted"].replace("``", "`")) for m in _TOKENS.finditer(text) if m["plain"] or m["quoted"]}


def statements(text: str) -> int:
    """Number of statements of ``text`` (parts between semicolons that hold more than comments)."""
    bare = _TOKENS.sub(lambda m: ";" if m["end"] else ("" if m[0].startswith(("//", "/*")) else "x"), text)
    return sum(1 for part in bare.split(";") if part.strip())


def read_value(param: Param, value: Any) -> Any:
    """``value`` as the type of ``param``: text is read, anything else is taken as it is."""
    if not isinstance(value, str) or param.type in ("str", *NAMED):
        return str(value) if param.type in NAMED and value is not None else value
    try:
        if param.type == "list":
            read = json.loads(value) if value.lstrip().startswith("[") else [v.strip() for v in value.split(",")]
        elif param.type == "bool":
            read = {"true": True, "false": False, "yes": True, "no": False}[value.lower()]
        else:
            read = int(value) if param.type == "int" else float(value)
    except (ValueError, KeyError):
        raise QueryError(f"parameter {param.name}={value!r} is no {param.type}", kind="parameter") from None
    return read


def _header(path: Path, text: str) -> tuple[str, str, tuple[Param, ...]]:
    fields: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        body = line[2:].strip()
        key, colon, rest = body.partition(":")
        if colon and key in ("name", "doc", "params") and key not in fields:
            current = fields.setdefault(key, [rest.strip()] if rest.strip() else [])
        elif current is not None and body:
            current.append(body)
    absent = [key for key in ("name", "doc", "params") if not fields.get(key)]
    if absent:
        raise _wrong(path, f"its header lacks {', '.join(f'// {key}:' for key in absent)}")
    lines = [] if fields["params"] == ["none"] else fields["params"]
    return fields["name"][0], " ".join(fields["doc"]), tuple(_params(path, lines))


def _params(path: Path, lines: Iterable[str]) -> Iterable[Param]:
    for line in lines:
        match = _PARAM.fullmatch(line)
        if not match or match["type"] not in _TYPES:
            raise _wrong(path, f"{line!r} is not 'name: type = default — description', type one of {', '.join(_TYPES)}")
        try:
            default = None if match["default"] is None else json.loads(match["default"])
        except json.JSONDecodeError:
            raise _wrong(path, f"the default of {match['name']} is not JSON: {match['default']}") from None
        yield Param(match["name"], match["type"], match["doc"] or "", default, match["default"] is None)


def _wrong(path: Path, what: str) -> QueryError:
    return QueryError(f"query file {path.name}: {what}", kind="syntax")
