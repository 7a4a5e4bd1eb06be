"""``map``: the network as one interactive page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coterie.cli.analyze import seed_option
from coterie.cli.options import Session, command, selection_options
from coterie.cli.output import Output


@command("map")
@click.option("--output", "-o", metavar="FILE", default="map.html", show_default=True, help="The page to write.")
@click.option("--open", is_flag=True, help="Open the page in the browser.")
@click.option("--title", help="Heading of the page. [default: what is drawn]")
@seed_option
@selection_options
def draw_map(session: Session, output: str, open: bool, title: str | None, seed: int, selection: Any) -> None:
    """Draw the network as one interactive page, self-contained: it asks the network for nothing."""
    with session.graph() as graph:
        page = graph.map(selection, title=title, seed=seed)
    Output("table", None if output == "-" else Path(output), open).emit_text(page)
    if output != "-":
        session.say(f"wrote {output} ({len(page.encode()) / 1e6:.1f} MB)")
