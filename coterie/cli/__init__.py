"""The command line: thin commands over :class:`coterie.api.Graph`. Nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> None:
    """Run ``coterie`` with ``args`` (default: those of the process) and exit with its code."""
    from coterie.cli.root import cli

    cli.main(args=None if args is None else list(args), prog_name="coterie")
