"""``identity review``: the most doubtful decisions, asked one after another, as a table, or as a page to share."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from coterie.cli.identity import cut_short
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output, write_file
from coterie.cli.progress import progress
from coterie.cli.table import printable, terminal_width

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.identity.overrides import Override
    from coterie.graph.identity.reviewing import Doubt, Review

_LEFT = "review-answers"
"""Name of the file, without suffix, in which answers are left that could not be kept."""
_SHOWN = ("about", "now", "one", "two", "papers", "links", "log_odds", "wrong", "expected")


@command()
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many decisions.")
@click.option("--html", metavar="FILE", help="Write them as a page to share: whoever answers there saves a file for "
                                             "`identity apply`.")  # fmt: skip
@click.option("--title", default="", help="Heading of the page.")
@click.option("--to", metavar="FILE",
              help="Write the answers to FILE (YAML), after what it holds; keep the graph as it is.")  # fmt: skip
@click.option("--answers", metavar="FILE", help="Take the keys to the questions from FILE (- for standard input).")
@output_options
def review(session: Session, limit: int, html: str | None, title: str, to: str | None, answers: str | None,
           out: Output) -> None:  # fmt: skip
    """Go through the most doubtful decisions of who is who, those first by which most would change.

    In a terminal each is shown and answered with one key: s same, d different, ? skip, b back, q quit and keep. The
    answers become corrections, all at once at the end; what has been answered is not asked again. Without a terminal
    the decisions are listed.
    """
    if html is not None and (to or answers):
        raise click.UsageError("--html writes a page: it takes no --to and no --answers")
    asking = html is None and (answers is not None or _at_terminal())
    if to and not asking:
        raise click.UsageError("--to needs answers: a terminal, or --answers FILE")
    with session.graph() as graph:
        if asking:
            keys = _terminal_keys() if answers is None else _keys_of(answers)
            _ask(session, graph, graph.review(limit=limit), keys, to)
            return
        found = graph.review(limit=limit)
        page = graph.review_page(found, title=title) if html is not None else ""
    if html is None:
        _list(out, found)
        return
    Output("table", None if html == "-" else Path(html), out.open).emit_text(page)
    if html != "-":
        session.say(f"wrote {printable(html)}: {_counted(found)}", *cut_short(found.cut))


def _at_terminal() -> bool:
    source = click.get_current_context().get_parameter_source
    asked = any(source(name) is ParameterSource.COMMANDLINE for name in ("format", "output"))
    return not asked and sys.stdin.isatty() and sys.stdout.isatty()


def _terminal_keys() -> Iterator[str]:
    while True:
        try:
            key = click.getchar()
        except EOFError:
            return
        if key in ("\x04", "\x1a"):
            return
        yield key


def _keys_of(file: str) -> Iterator[str]:
    with click.open_file(file, encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    return (key for key in text if not key.isspace())


def _ask(session: Session, graph: Graph, found: Review, keys: Iterator[str], to: str | None) -> None:
    """Ask, and keep what is answered; answers that cannot be kept are left in a file."""
    if not found.doubts:
        session.say("nothing is doubtful")
        return
    if to is not None:
        _appended(Path(to), [])
    given: dict[int, str] = {}
    try:
        _go_through(found.doubts, keys, given)
        answers = [found.doubts[i].answered(given[i]) for i in sorted(given)]
        if not answers:
            session.say("no answers, nothing changed")
        elif to is not None:
            write_file(Path(to), [_appended(Path(to), answers)])
            session.say(f"{_answers(len(answers))} written to {printable(to)}; to obey it: coterie identity apply "
                        + printable(to))  # fmt: skip
        else:
            _keep(session, graph, answers)
    except (Exception, KeyboardInterrupt):
        _leave(session, [found.doubts[i].answered(given[i]) for i in sorted(given)])
        raise


def _go_through(doubts: Sequence[Doubt], keys: Iterator[str], given: dict[int, str]) -> None:
    """Show one doubt after another, and put the answers, by number, in ``given``."""
    from coterie.cli.asking import HELP, shown

    at, again = 0, False
    while at < len(doubts):
        if not again:
            click.echo(shown(doubts[at], at, len(doubts), given.get(at), terminal_width() or 80))
        key = next(keys, "q").lower()
        again = False
        if key in ("s", "d"):
            given[at] = "same" if key == "s" else "different"
            at += 1
        elif key == "?":
            given.pop(at, None)
            at += 1
        elif key == "b":
            at = max(0, at - 1)
        elif key == "q":
            return
        else:
            again = True
            click.echo(HELP)


def _keep(session: Session, graph: Graph, answers: Sequence[Override]) -> None:
    with progress(session.quiet) as bar:
        report = graph.answer(*answers, progress=bar)
    was, now = report.before, report.after
    told = ", ".join(f"{was[name]:,} {name} before, {now[name]:,} after" for name in was if was[name] != now[name])
    session.say(f"{_answers(len(report.made))} kept" + (f": {told}" if told else ""),
                "to see them: coterie identity overrides; to take one back: coterie identity undo ID")  # fmt: skip


def _leave(session: Session, answers: Sequence[Override]) -> None:
    """Save answers that were not kept in a file beside, under a name that is not taken."""
    from coterie.graph.identity.overridefile import dump

    if answers:
        number, path = 1, Path(_LEFT + ".yaml")
        while path.exists():
            number, path = number + 1, Path(f"{_LEFT}-{number + 1}.yaml")
        write_file(path, [dump([answer]) for answer in answers])
        session.say(f"{_answers(len(answers))} not kept, but written to {path}; to obey it: coterie identity apply "
                    f"{path}")  # fmt: skip


def _appended(path: Path, answers: Sequence[Override]) -> str:
    """The content of a file of corrections, whatever it holds now, with ``answers`` after it. Raises IdentityError."""
    from coterie.graph.identity.overridefile import dump, parse_overrides, read_overrides

    held = {override.content for override in read_overrides(path)} if path.exists() else set()
    text = path.read_text("utf-8-sig") if path.exists() else ""
    if not held:  # comments may stay
        text = "".join(line for line in text.splitlines(keepends=True) if line.strip() not in ("[]", "---", "..."))
    text += "\n" if text and not text.endswith("\n") else ""
    new = [answer for answer in answers if answer.content not in held]
    text += "".join(dump([answer]) for answer in new) if new or text else dump([])
    parse_overrides(text, path.name)
    return text


def _list(out: Output, found: Review) -> None:
    items = [_item(doubt) for doubt in found.doubts]
    notes = [_counted(found), *cut_short(found.cut)]
    if out.format == "table":
        out.emit(_SHOWN, [[item[name] for name in _SHOWN] for item in items], notes)
    else:
        out.emit_items(items, _SHOWN, notes)


def _item(doubt: Doubt) -> dict[str, Any]:
    sides = (("one", doubt.one), ("two", doubt.two))
    people = doubt.about == "mentions"
    return {
        "id": doubt.id,
        "about": "person" if people else "paper",
        "now": "same" if doubt.decided == "same" else "different",
        **{name: side.names[0] if people and side.names else side.papers[0].title if side.papers else ""
           for name, side in sides},
        "papers": doubt.papers, "links": doubt.links, "log_odds": doubt.log_odds, "probability": doubt.probability,
        "wrong": doubt.wrong, "expected": doubt.expected,
        **{f"{name}_{what}": value for name, side in sides for what, value in
           (("node", side.author or None), ("papers", side.paper_count), ("keys", list(side.keys)))},
        "terms": dict(doubt.terms),
    }  # fmt: skip


def _counted(found: Review) -> str:
    return f"{len(found.doubts):,} of {found.found:,} doubtful decision{'s' * (found.found != 1)}"


def _answers(count: int) -> str:
    return f"{count:,} answer{'s' * (count != 1)}"
