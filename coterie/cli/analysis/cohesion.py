"""``analyze cohesion``: what holds the network together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from coterie.cli.analysis.options import limit_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.network import CollaborationNetwork

_COLUMNS = {
    "components": ("component", "people", "links", "density", "bridges"),
    "cores": ("k", "people", "parts", "core_exactly"),
    "cliques": ("size", "cliques"),
    "rich-club": ("k", "people", "phi", "phi_random", "ratio"),
}


@command()
@click.option("--show", type=click.Choice(list(_COLUMNS)), help="A table of these instead of the figures of the whole.")
@click.option("--cliques", type=click.IntRange(min=0), default=1_000_000, show_default=True,
              help="Maximal cliques listed at most; 0: none.")  # fmt: skip
@limit_option
@seed_option
@selection_options
@output_options
def cohesion(session: Session, chosen: Chosen, show: str | None, cliques: int, limit: int, seed: int, out: Output
             ) -> None:  # fmt: skip
    """What holds the network together: components, bridges, cores, cliques, the rich club."""
    from coterie.graph.measures import cohesion as measure

    with session.graph() as graph, progress(session.quiet, MEASURING):
        network = chosen.network(graph)
        if show is not None:
            rows, said = _table(graph, network, show, cliques, seed)
        else:
            found = graph.measure(measure.cohesion, network, cliques=cliques)
    notes = notes_of(network)
    if show is not None:
        out.emit_items(rows[: limit or None], _COLUMNS[show], [*rest(len(rows), limit, show), *notes, *said])
        return
    cut = [f"cliques: the listing was stopped at {cliques:,}"] if found.cliques_cut else []
    out.emit_one(found.as_dict(), [*notes, "most cliques are what stands together on one paper", *cut])


def _table(graph: Graph, network: CollaborationNetwork, show: str, cliques: int, seed: int
           ) -> tuple[list[dict[str, Any]], list[str]]:  # fmt: skip
    """Rows of the table asked for, and what must be said of them."""
    from coterie.graph.measures import cohesion as measure

    if show == "cliques":
        sizes, stopped = graph.measure(measure.clique_sizes, network, most=cliques)
        rows = [{"size": size, "cliques": count} for size, count in sizes.items()]
        return rows, [f"the listing was stopped at {cliques:,}"] if stopped else []
    if show == "rich-club":
        return graph.measure(measure.rich_club_rows, network, seed=seed), measure.rich_club_notes(seed)
    return graph.measure(measure.component_rows if show == "components" else measure.core_rows, network), []
