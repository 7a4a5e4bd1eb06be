"""``identity resolve``: deciding anew who is who."""

from __future__ import annotations

from collections.abc import Sequence

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import progress
from coterie.cli.table import printable
from coterie.graph.model.settings import IDENTITY_KEYS


@command()
@click.option(
    "--identity", type=click.Choice(IDENTITY_KEYS), help="The key that decides who is who. [default: the graph's]"
)
@click.option("--full", is_flag=True, help="Go over to another key; fit the weights to the graph as it is now.")
@output_options
def resolve(session: Session, identity: str | None, full: bool, out: Output) -> None:
    """Decide anew who is who in the whole graph, and write what differs.

    Without --full, key and weights stay as they are. Authors who are superseded are still found by their former ids.
    """
    with session.graph() as graph, progress(session.quiet) as bar:
        report = graph.resolve(identity, full=full, progress=bar)
    out.emit_one(report.as_dict())
    session.say(*cut_short(report.cut))
    if report.changed and report.wrote:
        session.say(f"{report.changed:,} of {report.mentions:,} mentions have another person; former ids still find it")
    elif not report.wrote:
        session.say("nothing changed")


def cut_short(names: Sequence[str]) -> list[str]:
    """What to say where not all bearers of some names were compared."""
    if not names:
        return []
    shown = ", ".join(names[:10]) + (f" and {len(names) - 10:,} more" if len(names) > 10 else "")
    return [printable(f"not all who bear these names were compared, so many are they: {shown}")]
