"""``query`` and ``queries``: Cypher, typed or named."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from coterie.cli import completion
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output

if TYPE_CHECKING:
    from coterie.graph.store import Result

_folders = click.option(
    "--queries", "folders", metavar="DIR", multiple=True, help="A folder of your own named queries."
)


@command()
@click.argument("query", metavar="CYPHER|NAME|-", shell_complete=completion.queries)
@click.option(
    "--param",
    "-p",
    "params",
    metavar="K=V",
    multiple=True,
    help="A parameter: number, true, false, null, JSON, else text; for a named query as it declares.",
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=30, help="Seconds at most. [default: 30]"
)
@click.option("--limit", type=click.IntRange(min=0), help="Rows at most.")
@_folders
@click.option("--write", is_flag=True, help="Let the query change the graph.")
@click.option("--allow-load-csv", is_flag=True, help="Let the query read files (embedded: only with --write).")
@output_options
def query(session: Session, query: str, params: tuple[str, ...], timeout: float, limit: int | None,
          folders: tuple[str, ...], write: bool, allow_load_csv: bool, out: Output) -> None:  # fmt: skip
    """Run Cypher, or a named query.

    What has white space in it is Cypher; one word is the name of a query (see `coterie queries`); - reads Cypher
    from standard input. Reads only, unless --write.
    """
    from coterie.graph.store import interruptible
    from coterie.queries.catalogue import find

    text, named = (sys.stdin.read(), False) if query == "-" else (query, len(query.split()) == 1)
    given = dict(map(_pair, params)) if named else {k: typed(v) for k, v in map(_pair, params)}
    with session.graph() as graph, interruptible():
        result = graph.query(text, given, queries=folders, timeout=timeout, limit=limit, write=write,
                             allow_load_csv=allow_load_csv)  # fmt: skip
    out.emit(result.columns, result.rows, _notes(result), find(query.strip(), folders).doc if named else "")


@command()
@click.argument("name", required=False, shell_complete=completion.queries)
@_folders
@output_options
def queries(session: Session, name: str | None, folders: tuple[str, ...], out: Output) -> None:
    """List the named queries, or show the text of one."""
    from coterie.queries.catalogue import catalogue, find

    if name is not None:
        out.emit_text(find(name, folders).text)
        return
    rows = [(q.name, q.doc, " ".join(map(str, q.params))) for q in catalogue(folders).values()]
    out.emit(("name", "what", "parameters"), rows, ["run one: coterie query NAME --param k=v"])


def _notes(result: Result) -> list[str]:
    """What the rows alone do not say: that a limit cut them, and what a writing query changed."""
    notes = [f"the first {len(result.rows)} rows; there are more (--limit N)"] if result.truncated else []
    if result.changes:
        notes.append("changed: " + ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in result.changes.items()))
    return notes


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise click.BadParameter(f"{text!r} is not k=v", param_hint="--param")
    return key.removeprefix("$"), value


def typed(text: str) -> Any:
    """A parameter of free Cypher: a number, true, false, null, a JSON list, object or quoted text, else the text."""
    if text[:1] in '[{"' or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            if text[:1] == '"':
                return text
            raise click.BadParameter(f"{text!r} begins like JSON, and is none", param_hint="--param") from None
    for read in (int, float):
        try:
            value = read(text)
        except ValueError:
            continue
        return value if text.strip("+-.0123456789eE") == "" else text
    return text
