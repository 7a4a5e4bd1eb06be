"""``analyze``: figures of the network, from the snapshot alone."""

from __future__ import annotations

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, selection_options

seed_option = click.option("--seed", type=int, default=1, show_default=True, help="Seed of everything random.")
_limit = click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows at most; 0: all."
)


@command()
@selection_options
@output_options
def summary(session: Session, chosen: Chosen, out: Output) -> None:
    """The network in figures: people, papers, links, density, components, distances, teams."""


@command()
@_limit
@seed_option
@selection_options
@output_options
def centrality(session: Session, chosen: Chosen, limit: int, seed: int, out: Output) -> None:
    """Who stands where in the network: degree, strength, PageRank, betweenness, core."""


@command()
@_limit
@seed_option
@selection_options
@output_options
def communities(session: Session, chosen: Chosen, limit: int, seed: int, out: Output) -> None:
    """Groups that work together, found by the Leiden method."""
