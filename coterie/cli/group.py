"""A group of commands whose modules are imported only when a command runs, and the end of every error."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

_CANDIDATES = 10


class LazyGroup(click.Group):
    """A click group over a table: name → (``module:attribute``, one-line help). Listing it imports no command."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        from importlib import import_module

        module, attribute = self.table[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in self.table.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.table and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], list(self.table), 3, 0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else f" See '{ctx.command_path} --help'."
            ctx.fail(f"no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


class RootGroup(LazyGroup):
    """The outermost group: turns every error into one clear line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            _silence_stdout()
            ctx.exit(0)
        except Exception as error:
            ctx.exit(_report(error, _debugging(ctx)))


def _debugging(ctx: click.Context) -> bool:
    return bool(ctx.meta.get("coterie.debug"))


def _silence_stdout() -> None:
    """The reader of our output has gone (``| head``): nothing more is written, and no complaint made at exit."""
    import os

    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(null)


def _report(error: Exception, debug: bool) -> int:
    """Print ``error`` on standard error, and return the exit code."""
    from coterie.graph.model.errors import FAILED, CoterieError

    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, CoterieError):
        click.echo(f"error: {one_line(str(error))}", err=True)
        caret = getattr(error, "caret", "")
        if caret:
            click.echo(caret, err=True)
        if candidates := getattr(error, "candidates", ()):
            _choices(candidates)
        elif error.hint:
            click.echo(f"hint: {one_line(error.hint)}", err=True)
        return error.exit_code
    if isinstance(error, OSError):
        what = error.strerror or one_line(str(error)) or type(error).__name__
        click.echo(f"error: {what}: {error.filename}" if error.filename else f"error: {what}", err=True)
    else:
        click.echo(f"error: {type(error).__name__}: {one_line(str(error))} (this is a bug: please report it)", err=True)
        if not debug:
            click.echo("hint: run the same command with --debug to see where", err=True)
    return FAILED


def _choices(candidates: Sequence[tuple[str, str]]) -> None:
    """The candidates of an ambiguous name, best first, with the id that chooses each."""
    from coterie.cli.table import render, terminal_width

    shown = candidates[:_CANDIDATES]
    click.echo(render(("id", "who or what"), shown, terminal_width()), err=True, nl=False)
    if len(candidates) > len(shown):
        click.echo(f"… and {len(candidates) - len(shown)} more", err=True)
    click.echo("hint: give the id, or more of the name", err=True)


def one_line(text: str) -> str:
    """``text`` in one printable line."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
