"""``analyze centrality``: who stands where."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import exact_option, limit_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, notes_of, selection_options

_RANKED = ("papers", "degree", "strength", "pagerank", "betweenness", "core", "component")


@command()
@click.option("--by", type=click.Choice(_RANKED), default="pagerank", show_default=True, help="What the rows go by.")
@click.option(
    "--pivots", type=click.IntRange(min=2), help="Estimate betweenness from so many people. [default: by size]"
)
@exact_option
@limit_option
@seed_option
@selection_options
@output_options
def centrality(session: Session, chosen: Chosen, by: str, pivots: int | None, exact: bool, limit: int, seed: int,
               out: Output) -> None:  # fmt: skip
    """Who stands where in the network: degree, strength, PageRank, betweenness, core, component."""
    from coterie.graph.measures.centrality import centralities

    with session.graph() as graph:
        network = chosen.network(graph)
    found = centralities(network, pivots=pivots, exact=exact or None, seed=seed)
    more = rest(network.size, limit, network.nodes)
    out.emit_items(found.rows(limit, by), ("name", *_RANKED, "id"), [*more, *notes_of(network), *found.notes()])
