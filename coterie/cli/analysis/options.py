"""Options that the analyses share."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.network import CollaborationNetwork


class Real(click.FloatRange):
    """A number in a range; *nan*, which no range refuses, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises BadParameter."""
        found = super().convert(value, param, ctx)
        return self.fail(f"{value!r} is no number", param, ctx) if math.isnan(found) else found


resolution_option = partial(
    click.option, "--resolution", type=Real(min=0, min_open=True, max=1_000_000), default=1.0, show_default=True
)
seed_option = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
                           help="Seed of everything random.")  # fmt: skip
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows at most; 0: all."
)


def _free(ctx: click.Context, param: click.Parameter, name: str | None) -> str | None:
    """Refuse a name before anything is measured."""
    from coterie.graph.assembly.saving import checked

    try:
        return None if name is None else checked("Author", name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


save_as_option = click.option("--save-as", metavar="PROPERTY", callback=_free,
                              help="Keep the column of --by in the graph, for Cypher, until it changes.")  # fmt: skip
exact_option = click.option("--exact", is_flag=True, help="Exact however long it takes. [default: by size]")


def keep(graph: Graph, name: str | None, network: CollaborationNetwork, values: Any, **about: Any) -> list[str]:
    """Save ``values`` as property ``name``, where one is asked for, and the note that says so."""
    if name is None:
        return []
    try:
        count = graph.save(name, network, values, **about)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--save-as") from None
    return [f"saved as {name} of {count:,} {network.nodes}, until the graph changes"]


def rest(total: int, limit: int, what: str) -> list[str]:
    """The note that only ``limit`` of ``total`` rows are shown, where that is so."""
    return [f"the first {limit:,} of {total:,} {what} (--limit 0 for all)"] if 0 < limit < total else []
