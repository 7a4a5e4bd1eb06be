"""A doubt on a terminal: both sides beside each other, or one beneath the other where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from coterie.cli.table import cut, display_width, pad, printable, wrap

if TYPE_CHECKING:
    from coterie.graph.identity.describing import Side
    from coterie.graph.identity.reviewing import Doubt

HELP = "s same   d different   ? skip   b back   q quit and keep"
BESIDE = 96
"""Columns of a terminal from which both sides stand beside each other."""
_WORKS, _BESIDE, _LONGEST = 6, 6, 3
_GAP = " │ "


def shown(doubt: Doubt, number: int, count: int, answer: str | None, width: int) -> str:
    """One doubt as text. ``number``: from 0, of ``count``; ``answer``: the one given before."""
    what = "person" if doubt.about == "mentions" else "paper"
    now = f"now one {what}" if doubt.decided == "same" else f"now two {what}s"
    stakes = f"{_many(doubt.papers, 'paper')} and {_many(doubt.links, 'link')} at stake"
    head = f"{number + 1} of {count}   {now}, which is wrong with {doubt.wrong:.0%}; {stakes}"
    lines = ["", "─" * width, *wrap(head, width), f"Are these one {what}?", ""]
    lines += beside(doubt.one, doubt.two, width, people=doubt.about == "mentions")
    lines += ["", *wrap(_weighed(doubt), width)]
    lines += [f"answered: {answer}"] if answer else []
    return "\n".join([*lines, *wrap(HELP, width)])


def beside(one: Side, two: Side, width: int, *, people: bool) -> list[str]:
    """Two sides beside each other, or below each other where ``width`` is small; of ``people``, or of papers."""
    if width < BESIDE:
        return [*_side(one, width, people), "", *_side(two, width, people)]
    half = (width - len(_GAP)) // 2
    columns = [_side(side, half, people) for side in (one, two)]
    return [(pad(a, half) + _GAP + b).rstrip() for a, b in zip_longest(*columns, fillvalue="")]


def _side(side: Side, width: int, people: bool) -> list[str]:
    lines = _wrapped(" · ".join(side.names) if people else "by " + (", ".join(side.names) or "nobody named"), width)
    years = "" if side.years is None else f", {'–'.join(dict.fromkeys(map(str, side.years)))}"
    lines.append(f"{_many(side.paper_count, 'paper' if people else 'record')}{years}")
    lines += _wrapped("ids: " + ", ".join(side.ids), width) if side.ids else []
    lines += _wrapped("at " + "; ".join(side.places), width) if side.places else []
    if side.coauthors:
        named = [f"{'*' * other.shared}{other.name} ({other.papers})" for other in side.coauthors[:_BESIDE]]
        lines += _wrapped("with " + ", ".join(named) + _rest(side.coauthor_count, len(named)), width)
    for work in side.papers[:_WORKS]:
        text = printable(f"{work.year or '????'}  {work.title or work.id}")
        lines.append(cut(text, width))
    if people and side.paper_count > _WORKS:
        lines.append(f"and {side.paper_count - _WORKS:,} more papers")
    if not people:
        lines += _wrapped(", ".join(side.keys), width)
    return lines


def _weighed(doubt: Doubt) -> str:
    """What speaks for one and against it, strongest first, as far as it is more than nothing."""
    terms = sorted(doubt.terms, key=lambda term: -abs(term[1]))
    said = [f"{name} {signed(value)}" for name, value in terms if abs(value) >= 0.05]
    return f"log-odds {signed(doubt.log_odds)}: {', '.join(said)}"


def signed(value: float, digits: int = 1) -> str:
    """A number with its sign."""
    return f"{value:+.{digits}f}".replace("-", "−")


def _wrapped(text: str, width: int) -> list[str]:
    """``text`` in few lines of ``width``."""
    lines: Sequence[str] = wrap(printable(text), width)
    if len(lines) <= _LONGEST:
        return list(lines)
    last = cut(lines[_LONGEST - 1], width - 2)
    return [*lines[: _LONGEST - 1], last + " …" if display_width(last) <= width - 2 else last]


def _rest(count: int, shown: int) -> str:
    return f" and {count - shown:,} more" if count > shown else ""


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
