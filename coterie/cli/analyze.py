"""``analyze``: figures of the network, from the snapshot alone."""

from __future__ import annotations

from typing import Any

import click

from coterie.cli.options import Session, command, output_options, selection_options
from coterie.cli.output import Output

seed_option = click.option("--seed", type=int, default=0, show_default=True, help="Seed of everything random.")


@command()
@selection_options
@output_options
def summary(session: Session, selection: Any, out: Output) -> None:
    """The network in figures: people, papers, links, density, components, distances, teams."""
    from coterie.graph.measures.summary import summarise

    with session.graph() as graph:
        network = graph.network(selection)
        out.emit_one(summarise(network).as_dict(), notes_of(network))
