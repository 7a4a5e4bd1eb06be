"""``store``: what it holds, whether it is right, and keeping it open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output


@command()
@output_options
def info(session: Session, out: Output) -> None:
    """What the store holds and says of itself."""
    with session.graph() as graph:
        out.emit_one(_flat(graph.store().info()))


def _flat(item: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Nested objects as one, their names joined by a point."""
    flat: dict[str, Any] = {}
    for name, value in item.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {before + name: value}
    return flat
