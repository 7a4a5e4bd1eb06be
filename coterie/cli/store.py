"""``store``: what it holds, whether it is right, and keeping it open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.progress import progress

if TYPE_CHECKING:
    from coterie.graph.assembly.report import CheckReport


@command()
@output_options
def info(session: Session, out: Output) -> None:
    """What the store holds and says of itself."""
    with session.graph() as graph:
        out.emit_one(_flat(graph.store().info()))


@command()
@output_options
@click.pass_context
def check(ctx: click.Context, /, session: Session, *, out: Output) -> None:
    """Compare the graph with what its records say. Exits with 1 where they differ."""
    with session.graph() as graph, progress(session.quiet) as bar:
        report = graph.check(progress=bar)
    _show(report, out, f"compared {sum(report.checked.values()):,} nodes and relationships: ")
    if not report.ok:
        session.say("hint: coterie store repair makes everything derived again from the records")
        ctx.exit(1)


@command()
@output_options
def repair(session: Session, out: Output) -> None:
    """Make the graph what its records say, and say what was wrong."""
    from coterie.graph.assembly.repairing import repair as set_right

    with session.graph() as graph, progress(session.quiet) as bar:
        report = set_right(graph.store(), progress=bar)
    _show(report, out, "before the repair: ")


def _show(report: CheckReport, out: Output, before: str) -> None:
    rows = [(d.kind, d.what, d.count, list(d.examples)) for d in report]
    verdict = "the graph is what its records say" if report.ok else f"{len(rows)} differences from what its records say"
    notes = [*report.notes, before + verdict]
    if report.ok and out.format == "table":
        out.emit_text("".join(note + "\n" for note in notes))
    else:
        out.emit(("kind", "what", "count", "examples"), rows, notes)


@command()
@output_options
def serve(session: Session, out: Output) -> None:
    """Keep an embedded graph open for other programs, until Ctrl-C.

    Prints the Bolt address and the login of a user who may only read. Other `coterie` commands find it by themselves.
    """
    import signal
    import threading

    from coterie.graph.model.errors import StoreError
    from coterie.graph.store.embedded import EmbeddedStore

    with session.graph() as graph:
        store = graph.store()
        if not isinstance(store, EmbeddedStore):
            raise StoreError(f"{store.label} is served already: it is a server", reason="unreachable")
        out.emit_one(store.serve())
        session.say("serving; Ctrl-C ends it")
        ended = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
        try:
            while not ended.wait(3600):
                pass
        except KeyboardInterrupt:
            session.say("ended")


def _flat(item: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Nested objects as one, their names joined by a point."""
    flat: dict[str, Any] = {}
    for name, value in item.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {before + name: value}
    return flat
