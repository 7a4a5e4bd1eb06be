"""``map``: the network as one interactive page."""

from __future__ import annotations

from pathlib import Path

import click

from coterie.cli.analysis.options import seed_option
from coterie.cli.options import Session, command
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, notes_of, selection_options


@command("map")
@click.option("--output", "-o", metavar="FILE", default="map.html", show_default=True, help="The page to write.")
@click.option("--open", is_flag=True, help="Open the page in the browser.")
@click.option("--title", help="Heading of the page. [default: Collaboration map]")
@click.option(
    "--colour",
    metavar="BY",
    default="community",
    show_default=True,
    help="community, year, topic, affiliation, or a figure as of --size.",
)
@click.option(
    "--size",
    metavar="BY",
    default="papers",
    show_default=True,
    help="papers, coauthors, strength, or citations where sources state them.",
)
@seed_option
@selection_options
def draw_map(session: Session, output: str, open: bool, title: str | None, colour: str, size: str, seed: int,
             chosen: Chosen) -> None:  # fmt: skip
    """Draw the network as one interactive page, self-contained: it asks the network for nothing."""
    out = Output("table", None if output == "-" else Path(output), open)
    with session.graph() as graph:
        network = chosen.network(graph)
        page = graph.map(network, title=title, seed=seed, colour=colour, size=size)
    out.emit_text(page)
    if out.file:
        session.say(
            f"wrote {out.file}: {network.size:,} {network.nodes}, {network.link_count:,} links", *notes_of(network)
        )
