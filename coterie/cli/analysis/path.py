"""``analyze path``: the ways from one person to another, and how far everybody is from one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from coterie.cli import table
from coterie.cli.analysis.options import limit_option, rest
from coterie.cli.completion import names
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options

if TYPE_CHECKING:
    from coterie.graph.measures.routes import Distances, Routes
    from coterie.graph.network import CollaborationNetwork

KINDS = ("shortest", "strongest", "recent")
_STEPS = ("kind", "way", "step", "from", "to", "joint", "year", "title", "paper_id", "from_id", "to_id")
_TITLES = 3


@command()
@click.argument("a", metavar="A", shell_complete=names("author"))
@click.argument("b", metavar="[B]", required=False, shell_complete=names("author"))
@click.option("--way", "kinds", multiple=True, type=click.Choice(KINDS),
              help="Fewest steps; least sum of 1/strength; latest joint papers. [default: all three]")  # fmt: skip
@click.option("--only", type=click.Choice(["histogram", "people"]), help="One of the two tables of A alone; csv, tsv, "
              "jsonl, xlsx hold only one. [default there: people]")  # fmt: skip
@limit_option
@selection_options
@output_options
def path(session: Session, chosen: Chosen, a: str, b: str | None, kinds: tuple[str, ...], only: str | None, limit: int,
         out: Output) -> None:  # fmt: skip
    """The ways from A to B, each step with its papers; of A alone how far everybody else is."""
    from coterie.graph.measures import routes

    if b is None and kinds:
        raise click.UsageError("--way is about the ways from A to B: name B")
    if b is not None and only:
        raise click.UsageError("--only is about the distances from A alone")
    with session.graph() as graph, progress(session.quiet, MEASURING):
        network = chosen.network(graph)
        start = routes.person(network, a)
        if b is None:
            far = routes.distances_from(network, start)
        else:
            end = routes.person(network, b)
            found = [routes.routes(network, start, end, kind, limit=limit) for kind in kinds or KINDS]
    if b is None:
        _distances(far, only, limit, out)
    else:
        _ways(found, network, out)


def _ways(found: list[Routes], network: CollaborationNetwork, out: Output) -> None:
    """A table is a text of lines; other formats have a row for each paper of each step."""
    from coterie.graph.network.normalising import is_rounded

    first = found[0]
    one, other = network.names[first.start], network.names[first.end]
    if first.steps is None:
        said = [f"{one} and {other} are not connected: no chain of joint papers leads from one to the other"]
    else:
        said = [routes.describe() for routes in found]
    exactly = "" if is_rounded(network) else "exactly, "
    notes = [*notes_of(network), f"strongest: the least sum of 1/strength, {exactly}{network.counting} counting; "
             "recent: every link has a joint paper of the latest possible year or later"]  # fmt: skip
    if out.format != "table":
        out.emit(_STEPS, [[row[name] for name in _STEPS] for routes in found for row in routes.rows()], [*said, *notes])
    elif first.steps is None:
        out.emit_text(said[0] + "\n", notes)
    else:
        out.emit_text("\n".join("\n".join(_lines(routes, out.width())) + "\n" for routes in found), notes)


def _lines(found: Routes, width: int | None) -> Iterator[str]:
    from coterie.graph.measures.routes import entry, papers_of

    network = found.network
    yield from table.wrap(found.describe(), width)
    for number, way in enumerate(found.ways, 1):
        chain = " – ".join(table.printable(network.names[node]) for node in way)
        yield from table.wrap(f"{number}. {chain}", width)
        for a, b in pairwise(way):
            joint = int(network.papers[entry(network, a, b)])
            ends = f"{network.names[a]} – {network.names[b]}: {joint:,} joint paper{'s' * (joint != 1)}"
            yield from _indented(ends, 3, width)
            papers = papers_of(network, a, b)
            for paper in papers[:_TITLES]:
                yield from _indented(
                    f"{paper['year'] or '????'}  {paper['title'] or ''} ({paper['paper_id']})", 6, width
                )
            if len(papers) > _TITLES:
                yield from _indented(f"and {len(papers) - _TITLES:,} more (-f json lists all)", 6, width)


def _indented(text: str, by: int, width: int | None) -> list[str]:
    return [" " * by + line for line in table.wrap(table.printable(text), None if width is None else width - by)]


def _distances(found: Distances, only: str | None, limit: int, out: Output) -> None:
    network = found.network
    people, histogram = found.rows(limit), found.histogram()
    reached = int((found.steps > 0).sum())
    more = rest(reached, limit, network.nodes) if only != "histogram" else []
    notes = [*more, *notes_of(network), *found.notes()]
    if only is None and out.format == "json":
        made: dict[str, Any] = {"name": network.names[found.start], "id": network.ids[found.start],
                                "mean_distance": found.mean(), "histogram": histogram, "people": people}  # fmt: skip
        out.emit_one(made, notes)
    elif only is None and out.format == "table":
        out.emit_text("\n".join([_table(histogram, out), *([_table(people, out)] if people else [])]), notes)
    elif only == "histogram":
        out.emit_items(histogram, ("distance", "people"), notes)
    else:
        out.emit_items(people, ("name", "distance", "papers", "id"), notes)


def _table(rows: list[dict[str, Any]], out: Output) -> str:
    shown = [["out of reach" if value is None else value for value in row.values()] for row in rows]
    return table.render(list(rows[0]), shown, out.width())
