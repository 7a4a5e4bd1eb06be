"""``analyze``: figures of the network, from the snapshot alone."""

from __future__ import annotations

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.selecting import Chosen, notes_of, selection_options

seed_option = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
                           help="Seed of everything random.")  # fmt: skip
_limit = click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows at most; 0: all."
)
_exact = click.option("--exact", is_flag=True, help="Exact however long it takes. [default: by size]")
_RANKED = ("papers", "degree", "strength", "pagerank", "betweenness", "core", "component")


@command()
@_exact
@seed_option
@selection_options
@output_options
def summary(session: Session, chosen: Chosen, exact: bool, seed: int, out: Output) -> None:
    """The network in figures: people, papers, links, teams, components, clustering, distances."""
    from coterie.graph.measures.summary import summarise

    with session.graph() as graph:
        network = chosen.network(graph)
    out.emit_one(summarise(network, exact=exact or None, seed=seed).as_dict())


@command()
@click.option("--by", type=click.Choice(_RANKED), default="pagerank", show_default=True, help="What the rows go by.")
@click.option(
    "--pivots", type=click.IntRange(min=2), help="Estimate betweenness from so many people. [default: by size]"
)
@_exact
@_limit
@seed_option
@selection_options
@output_options
def centrality(session: Session, chosen: Chosen, by: str, pivots: int | None, exact: bool, limit: int, seed: int,
               out: Output) -> None:  # fmt: skip
    """Who stands where in the network: degree, strength, PageRank, betweenness, core, component."""
    from coterie.graph.measures.centrality import centralities

    with session.graph() as graph:
        network = chosen.network(graph)
    found = centralities(network, pivots=pivots, exact=exact or None, seed=seed)
    rest = _rest(network.size, limit, network.nodes)
    out.emit_items(found.rows(limit, by), ("name", *_RANKED, "id"), [*rest, *notes_of(network), *found.notes()])


@command()
@click.option(
    "--resolution",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Above 1: more and smaller communities.",
)
@click.option("--members", is_flag=True, help="A row for each member instead of each community.")
@_limit
@seed_option
@selection_options
@output_options
def communities(session: Session, chosen: Chosen, resolution: float, members: bool, limit: int, seed: int,
                out: Output) -> None:  # fmt: skip
    """Groups that work together, found by the Leiden method, the largest first."""
    from coterie.graph.measures import communities as measure

    with session.graph() as graph:
        network = chosen.network(graph)
    found = measure.communities(network, seed=seed, resolution=resolution)
    rows = found.member_rows()[: limit or None] if members else found.rows(limit)
    total, what = (network.size, network.nodes) if members else (found.count, "communities")
    columns = ("community", "name", "id") if members else ("community", "label", "size", "links")
    out.emit_items(rows, columns, [*_rest(total, limit, what), *notes_of(network), *found.notes()])


def _rest(total: int, limit: int, what: str) -> list[str]:
    return [f"the first {limit:,} of {total:,} {what} (--limit 0 for all)"] if 0 < limit < total else []
