"""``analyze communities``: groups that work together."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import limit_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, notes_of, selection_options


@command()
@click.option(
    "--resolution",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Above 1: more and smaller communities.",
)
@click.option("--members", is_flag=True, help="A row for each member instead of each community.")
@limit_option
@seed_option
@selection_options
@output_options
def communities(session: Session, chosen: Chosen, resolution: float, members: bool, limit: int, seed: int,
                out: Output) -> None:  # fmt: skip
    """Groups that work together, found by the Leiden method, the largest first."""
    from coterie.graph.measures import communities as measure

    with session.graph() as graph:
        network = chosen.network(graph)
    found = measure.communities(network, seed=seed, resolution=resolution)
    rows = found.member_rows()[: limit or None] if members else found.rows(limit)
    total, what = (network.size, network.nodes) if members else (found.count, "communities")
    columns = ("community", "name", "id") if members else ("community", "label", "size", "links")
    out.emit_items(rows, columns, [*rest(total, limit, what), *notes_of(network), *found.notes()])
