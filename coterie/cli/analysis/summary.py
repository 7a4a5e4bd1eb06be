"""``analyze summary``: the network in figures."""

from __future__ import annotations

from coterie.cli.analysis.options import exact_option, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, selection_options


@command()
@exact_option
@seed_option
@selection_options
@output_options
def summary(session: Session, chosen: Chosen, exact: bool, seed: int, out: Output) -> None:
    """The network in figures: people, papers, links, teams, components, clustering, distances."""
    from coterie.graph.measures.summary import summarise

    with session.graph() as graph:
        network = chosen.network(graph)
    out.emit_one(summarise(network, exact=exact or None, seed=seed).as_dict())
