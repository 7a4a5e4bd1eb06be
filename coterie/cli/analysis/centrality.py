"""``analyze centrality``: who stands where."""

from __future__ import annotations

import click

from coterie.cli.analysis.options import Real, exact_option, keep, limit_option, rest, save_as_option, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options

_MEASURES = (
    "degree", "strength", "pagerank", "eigenvector", "betweenness", "closeness", "harmonic", "core", "clustering",
    "component",
)  # fmt: skip
_BETWEEN = Real(0, 1, min_open=True, max_open=True)
_DEFAULT = ("degree", "strength", "pagerank", "betweenness", "core", "component")


@command()
@click.option("--measure", "measures", multiple=True, type=click.Choice(_MEASURES),
              help=f"What to measure; repeatable. [default: {', '.join(_DEFAULT)}]")  # fmt: skip
@click.option("--by", type=click.Choice(("papers", *_MEASURES)),
              help="What the rows go by. [default: the first --measure, else pagerank]")  # fmt: skip
@click.option("--weighted", is_flag=True,
              help="Betweenness, closeness, harmonic: strong links are short (1/strength, exactly).")  # fmt: skip
@click.option("--pivots", type=click.IntRange(min=2),
              help="Estimate what needs all distances from so many people. [default: by size]")  # fmt: skip
@click.option("--epsilon", type=_BETWEEN, help="Estimate betweenness to within so much for everybody…")
@click.option("--delta", type=_BETWEEN, default=0.1, show_default=True, help="… but with this probability.")
@exact_option
@save_as_option
@limit_option
@seed_option
@selection_options
@output_options
def centrality(session: Session, chosen: Chosen, measures: tuple[str, ...], by: str | None, weighted: bool,
               pivots: int | None, epsilon: float | None, delta: float, exact: bool, save_as: str | None, limit: int,
               seed: int, out: Output) -> None:  # fmt: skip
    """Who stands where in the network: degree, strength, PageRank, betweenness, core and others."""
    from coterie.graph.measures.centrality import centralities

    if sum((pivots is not None, epsilon is not None, exact)) > 1:
        raise click.UsageError("--pivots, --epsilon and --exact exclude each other")
    by = by or (measures[0] if measures else "pagerank")
    wanted = tuple(measure for measure in _MEASURES if measure in (*(measures or _DEFAULT), by))
    with session.graph() as graph, progress(session.quiet, MEASURING) as bar:
        network = chosen.network(graph)
        found = graph.measure(centralities, network, wanted, pivots=pivots, epsilon=epsilon, delta=delta,
                              exact=exact or None, seed=seed, weighted=weighted, progress=bar)  # fmt: skip
        values = found.columns[by] if by != "papers" else network.attributes["papers"]
        saved = keep(graph, save_as, network, values, measure=by, made=found.said.get(by))
    more = [*saved, *rest(network.size, limit, network.nodes)]
    columns = ("name", "papers", *found.columns, "id")
    out.emit_items(found.rows(limit, by), columns, [*more, *notes_of(network), *found.notes()])
