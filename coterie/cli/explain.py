"""``identity explain``: why people and papers are who and what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from coterie.cli.asking import beside, signed
from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.cli.table import cut, printable, wrap

if TYPE_CHECKING:
    from coterie.graph.identity.explaining import Explanation, Reason

_COLUMNS = ("step", "decided", "compared", "term", "log_odds", "one", "one_mentions", "two", "two_mentions")


@command()
@click.argument("one", metavar="AUTHOR|PAPER")
@click.argument("two", metavar="[AUTHOR]", required=False)
@click.option("--paper", is_flag=True, help="The first is a paper. [default: where no author is called so]")
@click.option("--merges", type=click.IntRange(min=0), default=5, show_default=True,
              help="Decisions shown in full, the weakest first; 0: all.")  # fmt: skip
@output_options
def explain(session: Session, one: str, two: str | None, paper: bool, merges: int, out: Output) -> None:
    """Why an author is one person and who is nearest to it; why two are one, or are not; why records are one paper.

    Names as everywhere; a mention by its key (source:record#index). Each decision is shown with its terms in log-odds
    above what the key needs: they add up to its score, which is at least 0 where two were made one.
    """
    if paper and two is not None:
        raise click.UsageError("--paper explains one paper")
    with session.graph() as graph:
        found = graph.explain(one, two, paper=paper)
    if out.format == "json":
        out.emit_one(found.as_dict(), notes(found))
    elif out.format == "table":
        out.emit_text("\n".join(_text(found, merges, out.width() or 80)) + "\n", notes(found))
    else:
        out.emit_items(found.rows(), _COLUMNS, notes(found))


def notes(found: Explanation) -> list[str]:
    """How to read it."""
    if found.about == "papers":
        return ["papers are merged by rules, not by weights: what joins counts 100, and so does what keeps apart"]
    return [f"identity: {found.key}; log-odds above what it needs; a veto takes off 100, an identifier gives 100"]


def _text(found: Explanation, most: int, width: int) -> Iterator[str]:
    what = "record" if found.about == "papers" else "mention"
    for ident, name in found.who:
        yield from wrap(printable(f"{name}  ({ident})"), width)
    if found.side is not None:
        count = len(found.side.keys)
        yield f"{count:,} {what}{'s' * (count != 1)}" + _begun(found)
        yield from (cut(printable(f"  {line}"), width) for line in _mentions(found, 4 * most))
    shown = sorted(found.merges, key=lambda reason: reason.log_odds)[: most or None]
    for reason in shown:
        yield from _reason(reason, width)
    if len(shown) < len(found.merges):
        yield from ("", f"and {len(found.merges) - len(shown):,} more decisions, each clearer (--merges 0 for all)")
    if found.nearest is not None:
        yield from ("", "The nearest that was not made one with it:")
        yield from _reason(found.nearest, width)


def _mentions(found: Explanation, most: int) -> list[str]:
    """The mentions of an author: year, paper, name as written."""
    lines = [f"{m['year'] or '????'}  [{m['written']}]  {m['title'] or m['paper']}" for m in found.mentions]
    more = len(lines) - most
    return lines[: most or None] + ([f"and {more:,} more"] if most > 0 and more > 0 else [])


def _begun(found: Explanation) -> str:
    if found.about == "papers" or not found.begun:
        return ""
    count, groups = len(found.merges), f"{found.begun:,} first group{'s' * (found.begun != 1)}"
    return f" in {groups}; {count:,} decision{'s' * (count != 1)} made them one"


def _reason(reason: Reason, width: int) -> Iterator[str]:
    yield from ("", "─" * width)
    yield from beside(reason.one, reason.two, width, people=reason.how != "records")
    yield ""
    verdict = "one" if reason.decided == "same" else "two"
    yield f"{verdict}: {signed(reason.log_odds, 2)}  ({reason.how})"
    size = max(len(name) for name, _ in reason.terms)
    for name, value in sorted(reason.terms, key=lambda term: -abs(term[1])):
        yield from wrap(f"  {printable(name):<{min(size, 60)}} {signed(value, 2):>8}", width)
