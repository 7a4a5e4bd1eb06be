"""What may be asked: parameters that a query needs, and what a server is asked to do, judged by its plan.

The embedded engine refuses by the rights of its reader. A Neo4j server has no reader: its queries run in READ access
mode, and before that the server's own plan (EXPLAIN) is checked for what READ mode lets through: files read by
LOAD CSV, and procedures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coterie.graph.model.errors import QueryError

_TOKEN = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | (?P<quoted>\$`[^`]+`) | `[^`]*`"""
    r""" | \$(?P<name>\w+)""",
    re.VERBOSE | re.DOTALL,
)
_LEADING = re.compile(r"(?:\s+|//[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
_READING = re.compile(
    r"^(db\.(labels|relationshipTypes|propertyKeys|info|ping|schema\.\w+|index\.fulltext\.query\w+"
    r"|index\.vector\.query\w+|index\.fulltext\.listAvailableAnalyzers)|dbms\.components)\b"
)


def parameters(text: str) -> list[str]:
    """Names of the parameters (``$name``) of a query, in order, each once; not those in strings and comments."""
    found: dict[str, None] = {}
    for token in _TOKEN.finditer(text):
        if name := token["name"] or (token["quoted"] or "")[2:-1]:
            found.setdefault(name)
    return list(found)


def require(text: str, params: Mapping[str, Any]) -> None:
    """Raise QueryError (parameter) naming the parameters of ``text`` that ``params`` lacks."""
    missing = [name for name in parameters(text) if name not in params]
    if missing:
        names = ", ".join(f"${name}" for name in missing)
        raise QueryError(f"the query needs {names}", kind="parameter", hint=f"give it with --param {missing[0]}=value")


def checked(text: str, params: Mapping[str, Any]) -> None:
    """Raise QueryError for an empty query and for missing parameters."""
    if not verb(text):
        raise QueryError("the query is empty", kind="syntax")
    require(text, params)


def has_word(text: str, word: str) -> bool:
    """Whether ``word`` stands in the query outside strings, names in backquotes and comments."""
    return re.search(rf"\b{word}\b", _TOKEN.sub(" ", text), re.IGNORECASE) is not None


def verb(text: str) -> str:
    """The first word of a query, in capitals, after comments: MATCH, EXPLAIN, …; "" for an empty query."""
    rest = text[_LEADING.match(text).end() :]  # type: ignore[union-attr]
    word = re.match(r"\w+", rest)
    return word[0].upper() if word else ""


def without_profile(text: str) -> str:
    """The query less a leading EXPLAIN or PROFILE, which would ask for a plan of a plan; its lines stay in place."""
    if verb(text) not in ("EXPLAIN", "PROFILE"):
        return text
    start = _LEADING.match(text).end()  # type: ignore[union-attr]
    return text[:start] + "       " + text[start + 7 :]


def judge(plan: Mapping[str, Any] | None, query_type: str, *, write: bool, allow_load_csv: bool) -> None:
    """Raise QueryError (refused) when a plan does more than is allowed."""
    operators = list(_operators(plan or {}))
    if not allow_load_csv and any(name == "LoadCSV" for name, _ in operators):
        raise QueryError("LOAD CSV reads files and addresses of the server", kind="refused", hint="--allow-load-csv")
    if write:
        return
    for name, details in operators:
        if name == "ProcedureCall" and not _READING.match(details):
            called = details.split("(")[0] or "a procedure"
            raise QueryError(f"the query calls {called}", kind="refused", hint="allow with --write")
        if name.startswith("Terminate"):
            raise QueryError("the query ends other queries", kind="refused", hint="allow with --write")
    calls = any(name == "ProcedureCall" for name, _ in operators)  # "s" is also the type of dbms.components()
    if query_type in ("w", "rw") or (query_type == "s" and not calls):
        raise QueryError("the query changes the graph", kind="refused", hint="allow with --write")


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and details of a plan's operators."""
    name = str(plan.get("operatorType", "")).partition("@")[0]
    yield name, str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", ()):
        yield from _operators(child)


def shifted(message: str, by: int) -> str:
    """``message`` with the line numbers of Neo4j's positions moved by ``by``."""
    return re.sub(r"\(line (\d+),", lambda found: f"(line {int(found[1]) + by},", message)
