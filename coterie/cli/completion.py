"""Shell completion of names, from the snapshot: no engine is started, and nothing is ever said when it fails."""

from __future__ import annotations

from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

_MOST = 30


def names(kind: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A completer of the names of ``kind`` (author, paper, affiliation, topic)."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            from coterie.cli.options import session_of
            from coterie.graph.snapshot.lookup import candidates

            snapshot = session_of(ctx).graph().snapshot()
            return [CompletionItem(name) for _, name in candidates(snapshot, kind, incomplete, _MOST)]
        except Exception:
            return []

    return complete


def queries(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The named queries that begin with what is typed."""
    from coterie.queries.catalogue import catalogue

    return [CompletionItem(q.name, help=q.doc) for q in catalogue().values() if q.name.startswith(incomplete)]
