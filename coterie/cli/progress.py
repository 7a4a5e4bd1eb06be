"""Progress on standard error, only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID

    from coterie.graph.assembly.report import Progress


MEASURING = "measuring"
"""The phase of an analysis that does not say how far it is."""


@contextmanager
def progress(quiet: bool = False, first: str | None = None) -> Iterator[Progress | None]:
    """A function of (phase, done, total or None) that draws a bar; None where nobody would see it. A phase whose end is
    not known, such as ``first``, which begins at once, is shown until the next begins."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}
        endless: list[TaskID] = []

        def show(phase: str, done: int, total: int | None = None) -> None:
            if phase not in tasks:
                while endless:
                    bars.update(endless.pop(), visible=False)
                tasks[phase] = bars.add_task(phase, total=total)
                if total is None:
                    endless.append(tasks[phase])
            bars.update(tasks[phase], completed=done, total=total)

        if first is not None:
            show(first, 0, None)
        yield show
