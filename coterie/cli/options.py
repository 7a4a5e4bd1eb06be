"""Options that several commands share, each declared once, as decorators."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.cli.output import Output

DEFAULT_STORE = "coterie.graph"
Callback = Callable[..., Any]


@dataclass(frozen=True)
class Session:
    """What every command is told: the store, and how to speak."""

    target: str = DEFAULT_STORE
    quiet: bool = False
    debug: bool = False
    refresh: bool = False
    no_cache: bool = False

    def graph(self) -> Graph:
        """The graph of ``--store``; nothing is started before it is needed."""
        from coterie import api

        return api.open(self.target, refresh=self.refresh, keep=not self.no_cache)

    def say(self, *lines: str) -> None:
        """Messages for a person, on standard error; none with ``--quiet``."""
        if not self.quiet:
            for line in lines:
                click.echo(line, err=True)


def session_of(ctx: click.Context) -> Session:
    """The session that the common options, given before or after the command's name, make."""
    flags = ("quiet", "debug", "refresh", "no_cache")
    kept = {name: ctx.meta[f"coterie.{name}"] for name in flags if f"coterie.{name}" in ctx.meta}
    return Session(target=ctx.meta.get("coterie.store", DEFAULT_STORE), **kept)


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        ctx.meta[f"coterie.{param.name}"] = value


def _common(envvar: str | None) -> list[Callable[[Callback], Callback]]:
    kept: dict[str, Any] = {"expose_value": False, "callback": _keep, "is_eager": True}
    return [
        click.option("--store", metavar="PATH|URI", envvar=envvar, **kept,
                     help="Folder of an embedded graph, or neo4j://, bolt://, neo4j+s:// URI. "
                          f"[env COTERIE_STORE; default {DEFAULT_STORE}/]"),
        click.option("--quiet", "-q", is_flag=True, help="No messages, only data and errors.", **kept),
        click.option("--debug", is_flag=True, help="Show the traceback of an error.", **kept),
        click.option("--refresh", is_flag=True, help="Read the store anew instead of the kept snapshot.", **kept),
    ]  # fmt: skip


no_cache_option = click.option(
    "--no-cache", is_flag=True, expose_value=False, callback=_keep, is_eager=True,
    help="Measure anew: neither take nor keep results of earlier runs. [env COTERIE_CACHE=off]",
)  # fmt: skip
COMMON = ("store", "quiet", "debug", "refresh", "help")
"""Names of the options that all commands have."""


def apply(function: Callback, decorators: list[Callable[[Callback], Callback]]) -> Callback:
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def group_options(function: Callback) -> Callback:
    """The common options, before the command's name."""
    return apply(function, _common("COTERIE_STORE"))


def command(name: str | None = None) -> Callable[[Callback], click.Command]:
    """A command with the common options, called with its :class:`Session` first."""

    def decorate(function: Callback) -> click.Command:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            return function(session_of(click.get_current_context()), *args, **kwargs)

        made: click.Command = click.command(name, context_settings={"help_option_names": ["-h", "--help"]})(
            apply(run, _common(None))
        )
        return made

    return decorate


def gather(function: Callback, into: str, names: tuple[str, ...], make: Callable[..., Any]) -> Callback:
    """Call ``function`` with ``into`` made of the options ``names``."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        kwargs[into] = make(**{name: kwargs.pop(name) for name in names})
        return function(*args, **kwargs)

    return run


def output_options(function: Callback) -> Callback:
    """``--format``, ``--output``, ``--open`` as one :class:`~coterie.cli.output.Output`, named ``out``."""
    from coterie.cli.output import FORMATS

    gathered = gather(function, "out", ("format", "output", "open"), _output)
    return apply(gathered, [
        click.option("--format", "-f", type=click.Choice(FORMATS), help="[default: by the file's suffix, else table]"),
        click.option("--output", "-o", metavar="FILE", help="Write to FILE instead of standard output."),
        click.option("--open", is_flag=True, help="Open the written file."),
    ])  # fmt: skip


def _output(format: str | None, output: str | None, open: bool) -> Output:
    from coterie.cli.output import Output

    return Output.choose(format, output, open, session_of(click.get_current_context()).quiet)
