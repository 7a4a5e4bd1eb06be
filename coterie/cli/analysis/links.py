"""``analyze links``: who with whom, and how strongly."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import limit_option, rest
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options

_RANKINGS = ("weight", "joint", "newman", "pair_share", "first_year", "last_year")


@command()
@click.option("--by", type=click.Choice(_RANKINGS), default="weight", show_default=True,
              help="What the links go by; weight: by --counting, or normalised.")  # fmt: skip
@limit_option
@selection_options
@output_options
def links(session: Session, chosen: Chosen, by: str, limit: int, out: Output) -> None:
    """The strongest links: both ends, joint papers and the other weights, first and last year."""
    from coterie.graph.measures import links as measure

    with session.graph() as graph, progress(session.quiet, MEASURING):
        network = chosen.network(graph)
    counted = f"links by {network.counting} counting" if by == "weight" else f"links by {by}"
    notes = [*rest(network.link_count, limit, "links"), *notes_of(network), counted]
    out.emit(measure.columns(network), measure.rows(network, limit, by), notes)
