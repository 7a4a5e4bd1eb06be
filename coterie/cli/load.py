"""``load``, ``sources``, ``unload``: what goes into the graph, what is in it, and taking it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output, write_file
from coterie.cli.progress import progress

_SHOWN = 5


@command()
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option("--loader", metavar="NAME", help="The format, instead of asking each loader (see `coterie loaders`).")
@click.option("--year", type=click.IntRange(1, 9999), help="Year of dates that have a month and day alone.")
@click.option("--dry-run", is_flag=True, help="Read and report, change nothing.")
@click.option("--rejects", metavar="FILE", help="Write what was rejected to FILE, as JSON Lines.")
@click.option("--strict", is_flag=True, help="Exit with code 3 where anything was rejected.")
@click.option("--resume", is_flag=True, help="Finish the load that was interrupted.")
@click.option("--identity", type=click.Choice(["names"]), help="What makes mentions one person. [default: the graph's]")
@click.option(
    "--cap", type=click.IntRange(min=1), help="Papers with more authors make no pairs. [default: the graph's]"
)
@output_options
def load(session: Session, paths: tuple[str, ...], rejects: str | None, strict: bool, out: Output, **how: Any) -> None:
    """Load files of papers: PATHS are files, folders, archives, or - for standard input.

    The format is told by the content. A record that cannot be read is rejected with its place and reason, and the
    rest goes on.
    """
    with session.graph() as graph, progress(session.quiet) as bar:
        report = graph.load(*paths, progress=bar, **how)


@command()
@output_options
def sources(session: Session, out: Output) -> None:
    """List what has been loaded: file, loader, records, and the id that `coterie unload` takes."""
    columns = ("id", "file", "loader", "records", "rejected", "when", "options", "sha256")
    with session.graph() as graph:
        rows = [[item.get(c) for c in columns] for item in graph.sources()]
    out.emit(columns, rows)


@command()
@click.argument("load")
def unload(session: Session, load: str) -> None:
    """Take one load back, exactly: the graph is as if it had never been loaded. LOAD is its id or file name."""
    with session.graph() as graph:
        graph.unload(load)
    session.say(f"unloaded {load}")
