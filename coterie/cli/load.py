"""``load``, ``sources``, ``unload``: what goes into the graph, what is in it, and taking it back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coterie.cli.guess import guesses
from coterie.cli.identity import cut_short
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output, write_file
from coterie.cli.preview import Preview
from coterie.cli.progress import progress
from coterie.cli.table import printable
from coterie.graph.model.settings import IDENTITY_KEYS

if TYPE_CHECKING:
    from coterie.graph.assembly.placing import State
    from coterie.graph.assembly.report import LoadReport
    from coterie.graph.model.records import Rejected

_SHOWN = 5
_MANY = 30
"""Inputs above which a table shows one line for each folder and loader."""

BUILDING_HEAP_MB = "512"
_COLUMNS = ("file", "loader", "read", "new", "updated", "unchanged", "rejected", "papers", "load")


@command()
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", type=click.Path())
@click.option("--loader", metavar="NAME", help="The format, instead of asking each loader (see `coterie loaders`).")
@click.option("--map", "mapping", metavar="FILE", help="What the columns of a table mean (docs/tables.md).")
@click.option("--year", type=click.IntRange(1, 9999), help="Year of dates that have a month and day alone.")
@click.option(
    "--dry-run", is_flag=True, help="Show what would be loaded, and three records of each input; change nothing."
)
@click.option("--rejects", metavar="FILE", help="Write all that was rejected to FILE, as JSON Lines.")
@click.option("--strict", is_flag=True, help="Exit with code 3 where anything was rejected.")
@click.option("--resume", is_flag=True, help="Take up a load that was interrupted, before this one.")
@click.option(
    "--identity", type=click.Choice(IDENTITY_KEYS), help="What makes mentions one person. [default: the graph's]"
)
@click.option("--overrides", multiple=True, metavar="FILE", type=click.Path(),
              help="People's corrections of who is who (YAML; docs/identity.md). Can be repeated.")  # fmt: skip
@click.option(
    "--cap", type=click.IntRange(min=1), help="Papers with more authors make no pairs. [default: the graph's]"
)
@output_options
@click.pass_context
def load(ctx: click.Context, /, session: Session, *, paths: tuple[str, ...], rejects: str | None, strict: bool,
         out: Output, **how: Any) -> None:  # fmt: skip
    """Load files of papers: PATHS are files, folders, archives, or - for standard input.

    The format is told by the content. A record that cannot be read is rejected with its place and reason, and the
    rest goes on. Loading a file again changes nothing.
    """
    _spare_memory(session)
    skipped: list[Rejected] = []
    preview = Preview() if how["dry_run"] else None
    with session.graph() as graph, progress(session.quiet) as bar:
        report = graph.load(*paths, progress=bar, on_skip=skipped.append, on_record=preview, **how)
    _show(report, out, preview)
    if how["mapping"] is None:
        session.say(*guesses(report.files, full=how["dry_run"]))
    _show_rejects(session, report.rejected, skipped, rejects)
    if report.corrections:
        _show_corrections(session, report.corrections)
    session.say(*cut_short(report.cut))
    if report.outgrown:
        session.say(
            "the graph has grown by more than a fifth since the weights that tell people apart were fitted to it",
            "hint: to fit them anew: coterie identity resolve --full",
        )
    if strict and (report.rejected or skipped):
        ctx.exit(3)


def _show_corrections(session: Session, states: Sequence[State]) -> None:
    from coterie.cli.correct import asleep

    found = Counter(state.state for state in states)
    session.say("corrections: " + ", ".join(f"{found[state]:,} {state}" for state in sorted(found)), *asleep(states))


def _spare_memory(session: Session) -> None:
    """Building a new store takes the engine half of its usual heap, and this process asks it nothing else."""
    if "://" not in session.target and not Path(session.target).expanduser().exists():
        os.environ.setdefault("COTERIE_HEAP_MB", BUILDING_HEAP_MB)


def _show(report: LoadReport, out: Output, preview: Preview | None) -> None:
    files = [file.as_dict() for file in report.files]
    if preview is not None and out.format in ("json", "jsonl"):
        out.emit_items([{**_row(file), "records": preview.of(file["file"])} for file in files], _COLUMNS,
                       notes_of(report))  # fmt: skip
        return
    rows = [list(_row(file).values()) for file in files]
    if out.format == "table" and len(rows) > 1:
        total = {"file": "all", **report.as_dict()}
        rows = [*(_by_folder(rows) if len(rows) > _MANY else rows), list(_row(total).values())]
    above = preview.lines(report.files, out.width()) if preview is not None and out.format == "table" else []
    out.emit(_COLUMNS, rows, notes_of(report), above=above)


def _row(file: dict[str, Any]) -> dict[str, Any]:
    return {column: file.get(column) for column in _COLUMNS}


def _by_folder(rows: list[list[Any]]) -> list[list[Any]]:
    """One row for the inputs of a folder or archive that one loader reads, with the sums."""
    found: dict[tuple[str, str], list[list[Any]]] = {}
    for row in rows:
        found.setdefault((row[0].rpartition("/")[0], row[1]), []).append(row)
    return [
        group[0] if len(group) == 1 else [f"{folder}/ ({len(group):,} files)", loader, *_sums(group), None]
        for (folder, loader), group in found.items()
    ]


def _sums(rows: list[list[Any]]) -> list[int]:
    return [sum(column) for column in list(zip(*rows, strict=True))[2:-1]]


def notes_of(report: LoadReport) -> list[str]:
    """The sums of a load in words, and what the graph then holds."""
    sums = [
        f"read {report.read:,} = {report.new:,} new + {report.updated:,} updated + {report.unchanged:,} unchanged "
        f"+ {len(report.rejected):,} rejected",
        f"{report.of('paper'):,} records of papers = {report.papers:,} papers + {report.merged:,} merged",
    ]
    if report.dry_run:
        return [*sums, "nothing was changed (--dry-run)"]
    return [*sums, "the graph " + ("now holds " if report.wrote else "holds, unchanged, ") + holding(report.graph)]


def holding(counts: dict[str, int]) -> str:
    """``164 papers, 202 authors, …``: what a graph holds, in words."""
    words = {"Paper": "papers", "Author": "authors", "AUTHORED": "authorships", "COAUTHORED": "co-author pairs",
             "Affiliation": "affiliations", "Topic": "topics"}  # fmt: skip
    return ", ".join(f"{counts.get(key, 0):,} {word}" for key, word in words.items())


def _show_rejects(session: Session, rejected: list[Rejected], skipped: list[Rejected], file: str | None) -> None:
    """The first rejects on standard error (all of them in ``file``), as ``file:position: reason``."""
    if file is not None:
        import msgspec

        lines = (msgspec.json.encode(item) + b"\n" for item in [*skipped, *rejected])
        write_file(Path(file), lines)
    for item in skipped[:_SHOWN]:
        session.say(f"passed over {printable(item.reason)}")
    for item in rejected[:_SHOWN]:
        session.say(f"rejected {printable(item.position)}: {printable(item.reason)}")
    rest = max(0, len(rejected) - _SHOWN) + max(0, len(skipped) - _SHOWN)
    if rest:
        session.say(f"… and {rest:,} more" + (f" in {file}" if file else " (all with --rejects FILE)"))


@command()
@output_options
def sources(session: Session, out: Output) -> None:
    """List what has been loaded: file, loader, records, and the id that `coterie unload` takes."""
    columns = ("id", "file", "loader", "records", "rejected", "when", "options", "sha256")
    with session.graph() as graph:
        found = graph.sources()
    if out.format == "table":
        found = [{**item, "sha256": item["sha256"][:12] + "…"} for item in found]
    out.emit(columns, [[item.get(c) for c in columns] for item in found])


@command()
@click.argument("load")
def unload(session: Session, load: str) -> None:
    """Take one load back, exactly: the graph is as if it had never been loaded. LOAD is its id or file name."""
    with session.graph() as graph, progress(session.quiet) as bar:
        report = graph.unload(load, progress=bar)
    session.say(f"took back {report.file} ({report.load}); the graph now holds {holding(report.graph)}")
