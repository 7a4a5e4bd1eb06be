"""``analyze sensitivity``: figures, rankings and statements under every identity key, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from coterie.cli import table
from coterie.cli.analysis.options import seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import progress
from coterie.cli.selecting import Chosen, notes_of_choices, selection_options

if TYPE_CHECKING:
    from coterie.graph.measures.side_by_side import SideBySide

Rows = Sequence[Mapping[str, Any]]
TABLES = ("figures", "rankings", "statements")


@command()
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="People of each ranking.")
@click.option("--key", multiple=True, metavar="KEY",
              help="An identity key to compare with the graph's own; repeatable. [default: all]")  # fmt: skip
@click.option("--only", type=click.Choice(TABLES), help="One of the three tables; csv, tsv, jsonl, xlsx hold only one.")
@seed_option
@selection_options
@output_options
def sensitivity(session: Session, chosen: Chosen, top: int, key: tuple[str, ...], only: str | None, seed: int,
                out: Output) -> None:  # fmt: skip
    """How much depends on who is taken to be who: the network under every identity key, and what survives all."""
    if chosen.nodes != "authors":
        raise click.UsageError(f"identity is about people: --nodes {chosen.nodes} does not depend on it")
    if chosen.normalise is not None:
        raise click.UsageError("joint papers are what is compared: --normalise does not go with it")
    if only is None and out.format not in ("table", "json"):
        raise click.UsageError(f"--format {out.format} holds one table: choose it with --only {'|'.join(TABLES)}")
    with session.graph() as graph, progress(session.quiet, "resolving names") as bar:
        selection = chosen.selection(graph)
        found = graph.side_by_side(selection, keys=key or None, top=top, seed=seed, progress=bar)
        chosen.keep(graph, selection)
    made: dict[str, Rows] = {"figures": found.figures, "rankings": found.rankings, "statements": found.statements}
    wanted = TABLES if only is None else (only,)
    notes = [*notes_of_choices(found.choices), *found.notes]
    if out.format == "table":
        parts = [part for name in wanted for part in _PARTS[name](found, made[name], out.width())]
        out.emit_text("\n".join(parts), notes)
    elif only is None:
        out.emit_one(made, notes)
    else:
        out.emit_items([dict(row) for row in made[only]], _COLUMNS[only], notes)


_COLUMNS = {
    "figures": ("figure", "lowest", "highest", "spread", "lumping"),
    "rankings": ("measure", "key", "rank", "name", "value", "id", "person_name", "own", "kept", "change", "person"),
    "statements": ("statement", "holds", "survives", "under", "not_under", "people"),
}


def _figures(found: SideBySide, rows: Rows, width: int | None) -> Iterator[str]:
    columns = list(rows[0])
    shown = [[table.label(row["figure"]), *list(row.values())[1:]] for row in rows]
    yield table.render(columns, shown, width)


def _rankings(found: SideBySide, rows: Rows, width: int | None) -> Iterator[str]:
    """A table for each measure: people, as the graph knows them, with their ranks under each key."""
    for measure in dict.fromkeys(row["measure"] for row in rows):
        columns = [f"first {found.top} by {measure}", *found.keys, "change"]
        yield table.render(columns, [list(row.values()) for row in found.ranks[measure]], width)


def _statements(found: SideBySide, rows: Rows, width: int | None) -> Iterator[str]:
    """The statements that hold under the same keys together, those that survive all first."""
    for holds, group in groupby(sorted(rows, key=lambda row: -len(row["under"])), key=lambda row: row["holds"]):
        lines = [f"what holds {holds}"]
        for row in group:
            first, *more = table.wrap(table.printable(row["statement"]), None if width is None else width - 2)
            lines += ["- " + first, *("  " + line for line in more)]
        yield "\n".join(lines) + "\n"


_PARTS = {"figures": _figures, "rankings": _rankings, "statements": _statements}
