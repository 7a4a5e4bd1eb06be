"""``identity merge``, ``split``, ``pin``, ``undo``, ``apply``, ``overrides``: people's corrections of who is who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coterie.cli.completion import names
from coterie.cli.options import Callback, Session, apply, command, output_options
from coterie.cli.output import Output, write_file
from coterie.cli.progress import progress
from coterie.cli.table import printable

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.assembly.amending import CorrectionReport
    from coterie.graph.assembly.placing import State

_SHOWN = 5
_COLUMNS = ("id", "kind", "about", "keys", "written", "value", "file", "line", "state", "why", "note")


def _correction(function: Callback) -> Callback:
    """Options of commands that make a correction."""
    return apply(output_options(function), [
        click.option("--note", default="", metavar="TEXT", help="Why; kept with the correction."),
    ])  # fmt: skip


@command()
@click.argument("who", nargs=-1, required=True, metavar="A B...", shell_complete=names("author"))
@click.option("--kind", type=click.Choice(["author", "paper"]), help="What A and B are. [default: what is found]")
@_correction
def merge(session: Session, who: tuple[str, ...], kind: str | None, note: str, out: Output) -> None:
    """Say that authors are one person, or papers one paper. Quote names with spaces.

    It holds above every identifier and for all later loads; the old ids still find the person.
    """
    if len(who) < 2:
        raise click.UsageError("name two or more (names with spaces in quotes)")
    _run(session, out, lambda graph, bar: graph.merge(*who, kind=kind, note=note, progress=bar))


@command()
@click.argument("name", shell_complete=names("author"))
@click.option("--papers", "--paper", "papers", multiple=True, metavar="NAME", shell_complete=names("paper"),
              help="A paper of the author's that is somebody else's. Can be repeated.")  # fmt: skip
@click.option("--mention", "mentions", multiple=True, metavar="KEY", help="A mention, source:record_id#index, that is.")
@click.option("--record", "records", multiple=True, metavar="KEY",
              help="NAME is a paper: a record, source:record_id, that tells of another one.")  # fmt: skip
@_correction
def split(session: Session, name: str, papers: tuple[str, ...], mentions: tuple[str, ...], records: tuple[str, ...],
          note: str, out: Output) -> None:  # fmt: skip
    """Split papers of an author off into a person of their own, or records of a paper into a paper of their own.

    What is loaded later goes to the one or the other by what it shares with them.
    """
    if not (papers or mentions or records):
        raise click.UsageError("say what is to be split off: --papers or --mention, of a paper --record")
    _run(session, out, lambda graph, bar: graph.split(name, papers=papers, mentions=mentions, records=records,
                                                      note=note, progress=bar))  # fmt: skip


@command()
@click.argument("mention")
@click.option("--to", "author", required=True, metavar="AUTHOR", shell_complete=names("author"),
              help="The person to whom it belongs.")  # fmt: skip
@_correction
def pin(session: Session, mention: str, author: str, note: str, out: Output) -> None:
    """Say that one MENTION (source:record_id#index), and it alone, belongs to an author."""
    _run(session, out, lambda graph, bar: graph.pin(mention, author, note=note, progress=bar))


@command()
@click.argument("correction", required=False, metavar="[ID]")
@output_options
def undo(session: Session, correction: str | None, out: Output) -> None:
    """Take a correction back, by its id or the beginning of it: as if it had never been made.

    Without ID the last one that a command made.
    """
    _run(session, out, lambda graph, bar: graph.undo(correction, progress=bar))


@command("apply")
@click.argument("files", nargs=-1, required=True, metavar="FILES...", type=click.Path())
@output_options
def apply_files(session: Session, files: tuple[str, ...], out: Output) -> None:
    """Obey the corrections in FILES (YAML), in the place of the earlier ones of files of these names."""
    _run(session, out, lambda graph, bar: graph.apply_overrides(*files, progress=bar))


@command()
@click.option("--export", "file", metavar="FILE", help="Write all of them to FILE, for `load --overrides` elsewhere.")
@output_options
def overrides(session: Session, file: str | None, out: Output) -> None:
    """List the corrections that the graph holds, and which are in force."""
    with session.graph() as graph:
        found = graph.overrides()
    if file is not None:
        from coterie.graph.identity.overridefile import dump

        write_file(Path(file), [dump(state.override for state in found)])
        session.say(f"{_counted(len(found))} written to {printable(file)}")
        return
    out.emit(_COLUMNS, [_row(state) for state in found])
    if not found:
        session.say("nobody has corrected anything")


def _row(state: State) -> list[Any]:
    said = state.override
    return [said.id, said.kind, said.about, list(said.keys), list(said.written), said.value or None, said.file or None,
            said.line or None, state.state, list(state.why) or None, said.note or None]  # fmt: skip


def _run(session: Session, out: Output, make: Callable[[Graph, Any], CorrectionReport]) -> None:
    with session.graph() as graph, progress(session.quiet) as bar:
        report = make(graph, bar)
    out.emit_one(report.as_dict())
    session.say(*_told(report))


def _told(report: CorrectionReport) -> list[str]:
    """What changed, in words, and how to take it back."""
    if not report.wrote:
        return ["nothing changed"]
    lines = [f"{when}: {_listed(who)}" for when, who in (("was", report.was), ("now", report.now)) if who]
    lines += asleep(report.asleep)
    made, removed = report.made, report.removed
    if len(made) == 1 and not made[0].file:
        lines.append(f"to take it back: coterie identity undo {made[0].id}")
    elif made:
        lines.append("new: " + _counted(len(made)))
    if removed:
        lines.append("taken back: " + ", ".join(o.id for o in removed[:_SHOWN]) + _rest(len(removed)))
        lines += [f"it stands in {printable(o.file)}, line {o.line}: as long as it does, that file brings it back"
                  for o in removed if o.file and not made and len(removed) == 1]  # fmt: skip
    return lines


def asleep(states: Sequence[State]) -> list[str]:
    """A line for each correction that is not wholly in force, and why."""
    lines = [printable(f"{s.state}: {s.override.place}: {'; '.join(s.why)}") for s in states if s.why]
    return lines[:_SHOWN] + ([f"and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else [])


def _listed(found: Sequence[dict[str, Any]]) -> str:
    shown = [printable(f"{who['name']} ({who['id']}, {who['paper_count'] or 0} papers)") if "paper_count" in who
             else printable(f"{who['title']} ({who['id']})") for who in found[:_SHOWN]]  # fmt: skip
    return "; ".join(shown) + _rest(len(found))


def _counted(count: int) -> str:
    return f"{count:,} correction{'s' * (count != 1)}"


def _rest(count: int) -> str:
    return f" and {count - _SHOWN:,} more" if count > _SHOWN else ""
