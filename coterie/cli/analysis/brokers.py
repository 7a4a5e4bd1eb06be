"""``analyze brokers``: who connects groups, and what falls apart without them."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import limit_option, resolution_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options

_RANKINGS = ("reach", "cut_off", "groups", "participation", "effective_size", "constraint", "coordinator", "consultant",
             "gatekeeper", "liaison")  # fmt: skip
_COLUMNS = ("name", "role", "groups", "reach", "constraint", "cut_off", "who", "id")
"""What a table shows; other formats hold everything."""
_REMOVED = ("removed", "name", "largest_component", "components", "id")


@command()
@click.option("--by", type=click.Choice(_RANKINGS), default="reach", show_default=True,
              help="What the rows go by; constraint the lowest first.")  # fmt: skip
@click.option("--removal", type=click.IntRange(min=1), metavar="N",
              help="What becomes of the largest component when the first N leave one after another.")  # fmt: skip
@resolution_option(help="Of the communities that are connected.")
@limit_option
@seed_option
@selection_options
@output_options
def brokers(session: Session, chosen: Chosen, by: str, removal: int | None, resolution: float, limit: int, seed: int,
            out: Output) -> None:  # fmt: skip
    """Who connects groups, and what falls apart without them."""
    from coterie.graph.measures.brokers import brokers as measure
    from coterie.graph.measures.communities import communities

    with session.graph() as graph, progress(session.quiet, MEASURING):
        network = chosen.network(graph)
        groups = graph.measure(communities, network, seed=seed, resolution=resolution)
        found = graph.measure(measure, network, groups)
        leaving = None if removal is None else found.removal(removal, by)
    notes = [*notes_of(network), *found.notes()]
    if leaving is not None:
        out.emit_items(leaving, _REMOVED, notes)
        return
    shown = rest(network.size, limit, network.nodes)
    rows = found.rows(limit, by)
    if out.format == "table":
        rows = [{name: row[name] for name in _COLUMNS} for row in rows]
    out.emit_items(rows, _COLUMNS, [*shown, *notes])
