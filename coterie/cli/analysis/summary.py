"""``analyze summary``: the network in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coterie.cli.analysis.options import exact_option, limit_option, rest, seed_option
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import MEASURING, progress
from coterie.cli.selecting import Chosen, notes_of, selection_options

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.assembly.report import Progress
    from coterie.graph.measures.tails import Tail
    from coterie.graph.network import CollaborationNetwork

_DISTRIBUTIONS = ("degree", "papers")


@command()
@exact_option
@click.option("--published", is_flag=True, help="Beside the rows of two reviews, each with its source.")
@click.option("--random", "randomised", is_flag=True, help="Beside networks of as many links drawn at random.")
@click.option("--distribution", type=click.Choice(_DISTRIBUTIONS), help="How many people have how many, and the tail.")
@click.option("--thorough", is_flag=True, help="With --distribution: the p-value of the fitted tail (minutes).")
@limit_option
@seed_option
@selection_options
@output_options
def summary(session: Session, chosen: Chosen, exact: bool, published: bool, randomised: bool, distribution: str | None,
            thorough: bool, limit: int, seed: int, out: Output) -> None:  # fmt: skip
    """The network in figures: people, papers, links, teams, components, clustering, distances."""
    if published + randomised + (distribution is not None) > 1:
        raise click.UsageError("choose one of --published, --random, --distribution")
    if thorough and distribution is None:
        raise click.UsageError("--thorough belongs to --distribution")
    from coterie.graph.measures import randomised as chance
    from coterie.graph.measures.published import beside
    from coterie.graph.measures.summary import summarise

    with session.graph() as graph, progress(session.quiet, MEASURING) as bar:
        network = chosen.network(graph)
        if distribution is not None:
            shown = _distribution(graph, network, distribution, thorough, seed, bar)
        elif randomised:
            rows = graph.measure(chance.small_world, network, seed=seed)
        else:
            found = graph.measure(summarise, network, exact=exact or None, seed=seed).as_dict()
    notes = notes_of(network)
    if distribution is not None:
        _emit(shown, distribution, limit, notes, seed, out)
    elif randomised:
        out.emit_items(rows, ("network",), [*notes, *chance.notes(seed)])
    elif published:
        said = [f"distances: {found['distances']}", "the second review's clustering is one figure of either kind"]
        out.emit_items(beside(found), ("network",), [*notes, *said])
    else:
        out.emit_one(found)


def _distribution(graph: Graph, network: CollaborationNetwork, of: str, thorough: bool, seed: int,
                  bar: Progress | None) -> tuple[list[dict[str, int]], Tail]:  # fmt: skip
    from coterie.graph.measures.tails import figures_of, histogram, tail_of

    tail = graph.measure(tail_of, network, of, thorough=thorough, seed=seed, progress=bar)
    return histogram(figures_of(network, of)), tail


def _emit(shown: tuple[list[dict[str, int]], Tail], of: str, limit: int, notes: list[str], seed: int, out: Output
          ) -> None:  # fmt: skip
    rows, tail = shown
    said = [*rest(len(rows), limit, "values"), *notes, *_told(tail, seed)]
    if out.format == "json":
        out.emit_one({"of": of, "rows": rows, "tail": tail.as_dict()}, said)
    else:
        out.emit_items([dict(row) for row in rows[: limit or None]], ("value", "people", "at_least"), said)


def _told(tail: Tail, seed: int) -> list[str]:
    from coterie.graph.measures.tails import LEAST, REPLICATES

    if tail.alpha is None or tail.error is None or tail.distance is None:
        return [f"tail: not fitted, it needs {LEAST} values of two kinds"]
    lines = [f"tail: discrete power law from {tail.xmin:,} ({tail.tail:,} of {tail.values:,}), exponent "
             f"{tail.alpha:.3f} ± {tail.error:.3f}, distance {tail.distance:.4f}"]  # fmt: skip
    if tail.against_exponential is not None and tail.against_p is not None:
        better = "power law" if tail.against_exponential > 0 else "exponential"
        lines.append(f"against an exponential: {better} fits better (Vuong {tail.against_exponential:+.2f}, by chance "
                     f"{tail.against_p:.2g})")  # fmt: skip
    if tail.p is not None:
        lines.append(f"p-value {tail.p:.2f} from {REPLICATES} samples (seed {seed}); above 0.1 not ruled out")
    return lines
