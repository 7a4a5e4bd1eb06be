"""``analyze cohesion``: what holds the network together."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import limit_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, notes_of, selection_options

_TABLES = ("components", "cores", "cliques", "rich-club")


@command()
@click.option("--show", type=click.Choice(_TABLES), help="A table of these instead of the figures of the whole.")
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

    with session.graph() as graph:
        network = chosen.network(graph)
    notes = notes_of(network)
    if show is None:
        found = graph.measure(measure.cohesion, network, cliques=cliques)
        cut = [f"cliques: the listing was stopped at {cliques:,}"] if found.cliques_cut else []
        out.emit_one(found.as_dict(), [*notes, "most cliques are what stands together on one paper", *cut])
        return
    if show == "cliques":
        sizes, stopped = graph.measure(measure.clique_sizes, network, most=cliques)
        rows = [{"size": size, "cliques": count} for size, count in sizes.items()]
        notes += [f"the listing was stopped at {cliques:,}"] if stopped else []
    elif show == "rich-club":
        rows = graph.measure(measure.rich_club_rows, network, seed=seed)
        notes += measure.rich_club_notes(seed)
    else:
        rows = measure.component_rows(network) if show == "components" else measure.core_rows(network)
    columns = {"components": ("component", "people", "links", "density", "bridges"),
               "cores": ("k", "people", "parts", "core_exactly"), "cliques": ("size", "cliques"),
               "rich-club": ("k", "people", "phi", "phi_random", "ratio")}[show]  # fmt: skip
    out.emit_items(rows[: limit or None], columns, [*rest(len(rows), limit, show), *notes])
