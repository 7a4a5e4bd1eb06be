"""``author``, ``paper``, ``affiliation``, ``topic``: one node, seen from all sides."""

from __future__ import annotations

import click

from coterie.cli import table
from coterie.cli.completion import names
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output

_SHOWN = 10
_TITLES = {"coauthors": "co-authors", "papers_by_year": "papers by year"}


def _profile(kind: str, doc: str) -> click.Command:
    @command(kind)
    @click.argument("name", nargs=-1, required=True, shell_complete=names(kind))
    @click.option("--all", "whole", is_flag=True, help=f"Every row of each list, not the first {_SHOWN}.")
    @output_options
    def run(session: Session, name: tuple[str, ...], whole: bool, out: Output) -> None:
        with session.graph() as graph:
            found = graph.profile(kind, " ".join(name))
        if out.format != "table":
            out.emit_one(found.as_dict())
            return
        width = None if out.file else table.terminal_width()
        out.emit_text(rendered(found, width, None if whole else _SHOWN))

    run.help = doc
    return run


def rendered(profile: object, width: int | None, most: int | None) -> str:
    """A profile as text: its facts, then each list beneath its name, ``most`` rows of each."""
    facts, sections = profile.facts, profile.sections  # type: ignore[attr-defined]
    parts = [table.pairs([(table.label(k), v) for k, v in facts.items() if v not in (None, [])], width)]
    for name, items in sections.items():
        if items:
            parts.append(_section(_TITLES.get(name, name), items, width, most))
    return "\n".join(parts)


def _section(title: str, items: list[dict[str, object]], width: int | None, most: int | None) -> str:
    shown = items[:most]
    columns = [c for c in dict.fromkeys(k for item in shown for k in item) if any(i.get(c) is not None for i in shown)]
    body = table.render([table.label(c) for c in columns], [[i.get(c) for c in columns] for i in shown], width)
    rest = f"… and {len(items) - len(shown)} more (--all)\n" if len(items) > len(shown) else ""
    return f"{title} ({len(items)})\n{body}{rest}"


_HOW = (
    "\n\nNAME as you type it: the id, a former id, an ORCID or another id, the full {what} without accents, or a part "
    "of it that fits one alone. Where several fit they are listed."
)
author = _profile("author", "Show a person: papers, co-authors, affiliations, topics." + _HOW.format(what="name"))
paper = _profile("paper", "Show a paper: authors, affiliations, topics, records." + _HOW.format(what="title"))
affiliation = _profile("affiliation", "Show an organisation: papers, people, partners." + _HOW.format(what="name"))
topic = _profile("topic", "Show a topic: papers, people, affiliations." + _HOW.format(what="name"))
