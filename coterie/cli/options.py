"""Options that several commands share, each declared once, as decorators."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.cli.output import Output

DEFAULT_STORE = "coterie.graph"
_Callback = Callable[..., Any]


@dataclass(frozen=True)
class Session:
    """What every command is told: the store, and how to speak."""

    target: str = DEFAULT_STORE
    quiet: bool = False
    debug: bool = False
    refresh: bool = False

    def graph(self) -> Graph:
        """The graph of ``--store``; nothing is started before it is needed."""
        from coterie import api

        return api.open(self.target, refresh=self.refresh)

    def say(self, *lines: str) -> None:
        """Messages for a person, on standard error; none with ``--quiet``."""
        if not self.quiet:
            for line in lines:
                click.echo(line, err=True)


def session_of(ctx: click.Context) -> Session:
    """The session that the common options, given before or after the command's name, make."""
    kept = {
        name: ctx.meta[f"coterie.{name}"] for name in ("quiet", "debug", "refresh") if f"coterie.{name}" in ctx.meta
    }
    return Session(target=ctx.meta.get("coterie.store", DEFAULT_STORE), **kept)


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        ctx.meta[f"coterie.{param.name}"] = value


def _common(envvar: str | None) -> list[Callable[[_Callback], _Callback]]:
    kept: dict[str, Any] = {"expose_value": False, "callback": _keep, "is_eager": True}
    return [
        click.option("--store", metavar="PATH|URI", envvar=envvar, **kept,
                     help="Folder of an embedded graph, or neo4j://, bolt://, neo4j+s:// URI. "
                          f"[env COTERIE_STORE; default {DEFAULT_STORE}/]"),
        click.option("--quiet", "-q", is_flag=True, help="No messages, only data and errors.", **kept),
        click.option("--debug", is_flag=True, help="Show the traceback of an error.", **kept),
        click.option("--refresh", is_flag=True, help="Read the store anew instead of the kept snapshot.", **kept),
    ]  # fmt: skip


COMMON = ("store", "quiet", "debug", "refresh", "help")
"""Names of the options that all commands have."""


def _apply(function: _Callback, decorators: list[Callable[[_Callback], _Callback]]) -> _Callback:
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def group_options(function: _Callback) -> _Callback:
    """The common options, before the command's name."""
    return _apply(function, _common("COTERIE_STORE"))


def command(name: str | None = None) -> Callable[[_Callback], click.Command]:
    """A command with the common options, called with its :class:`Session` first."""

    def decorate(function: _Callback) -> click.Command:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            return function(session_of(click.get_current_context()), *args, **kwargs)

        made: click.Command = click.command(name, context_settings={"help_option_names": ["-h", "--help"]})(
            _apply(run, _common(None))
        )
        return made

    return decorate


def _gather(function: _Callback, into: str, names: tuple[str, ...], make: Callable[..., Any]) -> _Callback:
    """Call ``function`` with ``into`` made of the options ``names``."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        kwargs[into] = make(**{name: kwargs.pop(name) for name in names})
        return function(*args, **kwargs)

    return run


def output_options(function: _Callback) -> _Callback:
    """``--format``, ``--output``, ``--open`` as one :class:`~coterie.cli.output.Output`, named ``out``."""
    from coterie.cli.output import FORMATS

    gathered = _gather(function, "out", ("format", "output", "open"), _output)
    return _apply(gathered, [
        click.option("--format", "-f", type=click.Choice(FORMATS), help="[default: by the file's suffix, else table]"),
        click.option("--output", "-o", metavar="FILE", help="Write to FILE instead of standard output."),
        click.option("--open", is_flag=True, help="Open the written file."),
    ])  # fmt: skip


def _output(format: str | None, output: str | None, open: bool) -> Output:
    from coterie.cli.output import Output

    return Output.choose(format, output, open, session_of(click.get_current_context()).quiet)


_LISTS = ("kind", "topic", "affiliation", "country", "venue", "author")
_SELECTION = ("years", *_LISTS, "radius", "people", "papers", "min_papers", "min_joint", "cap", "counting")


def selection_options(function: _Callback) -> _Callback:
    """The Selection: which papers and people count, and how; named ``selection``."""
    from coterie.cli.completion import names

    gathered = _gather(function, "selection", _SELECTION, _selection)
    positive = click.IntRange(min=1)
    return _apply(gathered, [
        click.option("--years", metavar="A:B", help="Years of papers, both ends included; A: or :B leaves one open."),
        click.option("--kind", multiple=True, help="Kind of paper (article, preprint, …). Retractions and errata are "
                                                   "left out unless asked for."),
        click.option("--topic", multiple=True, metavar="NAME", shell_complete=names("topic"),
                     help="Topic. Repeated options are alternatives."),
        click.option("--affiliation", multiple=True, metavar="NAME", shell_complete=names("affiliation"),
                     help="Affiliation of the paper."),
        click.option("--country", multiple=True, metavar="XX", help="Country of an affiliation of the paper."),
        click.option("--venue", multiple=True, help="Journal, conference or series."),
        click.option("--author", multiple=True, metavar="NAME", shell_complete=names("author"),
                     help="A person, with those within --radius of them."),
        click.option("--radius", type=click.IntRange(min=0), default=1, help="Steps from --author. [default: 1]"),
        click.option("--people", metavar="FILE", help="Only these people: a name or id a line."),
        click.option("--papers", metavar="FILE", help="Only these papers: an id or title a line."),
        click.option("--min-papers", type=positive, default=1, help="Papers that a person must have. [default: 1]"),
        click.option("--min-joint", type=positive, default=1, help="Joint papers that a link must have. [default: 1]"),
        click.option("--cap", type=positive, help="Papers with more authors make no links. [default: the graph's]"),
        click.option("--counting", type=click.Choice(["full", "newman", "pair-share"]), default="full",
                     help="Weight of a link: joint papers; sum of 1/(n-1); sum of 2/(n(n-1)). [default: full]"),
    ])  # fmt: skip


def years_of(text: str | None) -> tuple[int | None, int | None] | None:
    """``A:B``, ``A:``, ``:B`` or ``A`` as a pair; None where nothing is asked."""
    if not text:
        return None
    first, colon, last = text.partition(":")
    try:
        low, high = (int(part) if part.strip() else None for part in (first, last if colon else first))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not A:B, A:, :B or a year", param_hint="--years") from None
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        raise click.BadParameter(f"{text!r} holds no year", param_hint="--years")
    return low, high


def lines_of(file: str | None) -> tuple[str, ...]:
    """The lines of a file (``-``: standard input) without blank ones."""
    if file is None:
        return ()
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise click.BadParameter(f"{file} is not text in UTF-8") from None
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _selection(years: str | None, people: str | None, papers: str | None, **given: Any) -> Any:
    from coterie.graph.snapshot import Selection

    lists = {{"kind": "kinds", "country": "countries"}.get(k, k + "s"): tuple(given.pop(k)) for k in _LISTS}
    given |= {"years": years_of(years), "people": lines_of(people), "papers": lines_of(papers)}
    return Selection(**lists, **given)
