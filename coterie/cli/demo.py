"""``demo``: the whole way in one command."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from coterie.cli.load import holding
from coterie.cli.options import DEFAULT_STORE, Session, command
from coterie.cli.output import Output, write_file

_QUERY = "strongest-pairs"
_NEXT = """
Try next:
  coterie author "yuhui xu"
  coterie queries
  coterie query coauthors --param person="li lyna zhang"
  coterie query 'MATCH (p:Paper)-[:ABOUT]->(t:Topic) RETURN t.name AS topic, count(*) AS papers ORDER BY papers DESC'
  coterie analyze centrality --limit 10
  coterie load YOUR-FILES
"""


@command()
@click.option("--output", "-o", metavar="FILE", default="map.html", show_default=True, help="The map to write.")
@click.option("--open", is_flag=True, help="Open the map in the browser.")
def demo(session: Session, output: str, open: bool) -> None:
    """Load the seeds (papers of five documents), look at them, draw a map. Running it again changes nothing."""
    from coterie import seeds

    plain = Output()
    with session.graph() as graph:
        report = graph.load(seeds.path())
        done = "Loaded" if report.wrote else "Already loaded:"
        click.echo(f"{done} the seeds: {report.of('paper')} records of papers and {report.of('person')} of people, "
                   f"which describe {report.papers} papers.")  # fmt: skip
        click.echo(f"{session.target.rstrip('/')}/ holds {holding(report.graph)}.\n")
        click.echo(f"$ coterie query {_QUERY} --limit 5")
        rows = graph.query(_QUERY, limit=5)
        plain.emit(rows.columns[:4], [row[:4] for row in rows.rows])
        write_file(Path(output), [graph.map(title="Coterie demo")])
    click.echo(f"\n$ coterie map -o {output}\nWrote {output}: open it in a browser, it needs no network.")
    click.echo(_next(session.target))
    if open:
        click.launch(output)


def _next(target: str) -> str:
    """What to try: with the path of the command where it is not on PATH, with ``--store`` for an unusual place."""
    command = "coterie" if shutil.which("coterie") else os.path.relpath(sys.argv[0])
    return _NEXT.replace("  coterie", f"  {command}" if target == DEFAULT_STORE else f"  {command} --store {target}")
