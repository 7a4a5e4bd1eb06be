"""Options that the analyses share."""

from __future__ import annotations

import click

seed_option = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
                           help="Seed of everything random.")  # fmt: skip
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows at most; 0: all."
)
exact_option = click.option("--exact", is_flag=True, help="Exact however long it takes. [default: by size]")


def rest(total: int, limit: int, what: str) -> list[str]:
    """The note that only ``limit`` of ``total`` rows are shown, where that is so."""
    return [f"the first {limit:,} of {total:,} {what} (--limit 0 for all)"] if 0 < limit < total else []
