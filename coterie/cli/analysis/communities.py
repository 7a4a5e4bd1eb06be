"""``analyze communities``: groups that work together."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import Real, limit_option, resolution_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options


@command()
@resolution_option(help="Above 1: more and smaller communities.")
@click.option("--runs", type=click.IntRange(min=1), default=1, show_default=True,
              help="What so many runs agree on, and how far.")  # fmt: skip
@click.option("--members", is_flag=True, help="A row for each member instead of each community.")
@click.option("--slices", type=click.IntRange(min=1), metavar="YEARS",
              help="Those of each so many years, and what becomes of them; --limit is of each slice.")  # fmt: skip
@click.option(
    "--step", type=click.IntRange(min=1), metavar="YEARS", help="Years from slice to slice. [default: no gap]"
)
@click.option("--overlap", type=Real(0, 1, min_open=True), default=0.3, show_default=True,
              help="With --slices: from which overlap two are the same, later.")  # fmt: skip
@limit_option
@seed_option
@selection_options
@output_options
def communities(session: Session, chosen: Chosen, resolution: float, runs: int, members: bool, slices: int | None,
                step: int | None, overlap: float, limit: int, seed: int, out: Output) -> None:  # fmt: skip
    """Groups that work together, found by the Leiden method, the largest first; or through time."""
    if slices is None and step is not None:
        raise click.UsageError("--step belongs to --slices")
    if slices is not None:
        if members or runs > 1 or chosen.normalise:
            raise click.UsageError("--slices goes without --members, --runs and --normalise")
        return _through_time(
            session, chosen, out, slices, step, limit, seed=seed, resolution=resolution, overlap=overlap
        )
    from coterie.graph.measures import communities as measure

    with session.graph() as graph, progress(session.quiet, MEASURING) as bar:
        network = chosen.network(graph)
        found = graph.measure(measure.communities, network, seed=seed, resolution=resolution, runs=runs, progress=bar)
    rows = found.member_rows()[: limit or None] if members else found.rows(limit)
    total, what = (network.size, network.nodes) if members else (found.count, "communities")
    columns = ("community", "name", "id") if members else ("community", "label", "size", "links")
    out.emit_items(rows, columns, [*rest(total, limit, what), *notes_of(network), *found.notes()])
    return None


def _through_time(session: Session, chosen: Chosen, out: Output, window: int, step: int | None, limit: int, *,
                  seed: int, resolution: float, overlap: float) -> None:  # fmt: skip
    from coterie.graph.measures.slices import evolution

    with session.graph() as graph, progress(session.quiet, MEASURING) as bar:
        selection = chosen.selection(graph)
        found = evolution(graph.snapshot(), selection, window=window, step=step, seed=seed, resolution=resolution,
                          overlap=overlap, nodes=chosen.nodes, progress=bar)  # fmt: skip
        said = notes_of(graph.network(selection, chosen.nodes))
        chosen.keep(graph, selection)
    rows = found.rows(limit)
    shown = [f"{len(rows):,} of {found.count():,} communities: the first {limit:,} of each slice (--limit 0 for all)"]
    columns = ("years", "community", "story", "label", "size", "event", "from", "overlap", "then", "to")
    out.emit_items(rows, columns, [*(shown if len(rows) < found.count() else []), *said, *found.notes()])
