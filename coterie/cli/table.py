"""A table that fits the terminal: widths in columns of the screen, wide characters counted as two."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

GAP = "  "
_NARROWEST = 6
_TEXT_NARROWEST = 12


def terminal_width() -> int | None:
    """Columns of the terminal that standard output is; of ``COLUMNS`` where set; None (no limit) for a file or pipe."""
    if os.environ.get("COLUMNS", "").isdigit():
        return max(20, int(os.environ["COLUMNS"]))
    return max(20, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def render(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None) -> str:
    """``rows`` beneath ``columns``, at most ``width`` wide; numbers to the right, long text cut with an ellipsis.

    Where even the narrowest columns do not fit, each row becomes a block of ``column: value`` lines.
    """
    cells = [[show(value) for value in row] for row in rows]
    right = [_numeric(row[i] for row in rows) for i in range(len(columns))]
    natural = [max([display_width(name), *(display_width(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    widths = _fit(natural, right, [name == "id" or name.endswith("_id") for name in columns], width)
    if widths is None:
        return _blocks(columns, cells, width or 80)
    lines = [_line(columns, widths, right), GAP.join("─" * w for w in widths)]
    lines += [_line(row, widths, right) for row in cells]
    return "\n".join(lines) + "\n"


def pairs(items: Sequence[tuple[str, Any]], width: int | None) -> str:
    """``name  value`` lines for a single result; long values are wrapped beneath themselves."""
    if not items:
        return ""
    left = max(display_width(name) for name, _ in items)
    room = None if width is None else max(20, width - left - len(GAP))
    lines = []
    for name, value in items:
        parts = wrap(show(value), room)
        lines += [pad(name if i == 0 else "", left) + GAP + part for i, part in enumerate(parts)]
    return "".join(line.rstrip() + "\n" for line in lines)


def label(name: str) -> str:
    """A property's name as a person reads it: ``stated_h_index`` as *stated h index*, ``COAUTHORED`` as it is."""
    return name.replace("_", " ") if name.islower() else name


def show(value: Any) -> str:
    """A value as a person reads it, in one printable line; floats to five significant digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.5g}" if abs(value) < 1e15 else repr(value)
    if isinstance(value, list | tuple):
        return ", ".join(show(v) for v in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {show(v)}" for k, v in value.items()) + "}"
    return printable(str(value))


def printable(text: str) -> str:
    """``text`` without control, bidirectional and other invisible characters: nothing may move the cursor."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else (" " if c.isspace() else "") for c in text)


def display_width(text: str) -> int:
    """Columns that ``text`` takes: East Asian wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_char_width(c) for c in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns, ending in … where it was longer."""
    if display_width(text) <= width:
        return text
    used, kept = 0, []
    for char in text:
        used += _char_width(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int, right: bool = False) -> str:
    """``text`` filled with spaces to ``width`` columns."""
    space = " " * max(0, width - display_width(text))
    return space + text if right else text + space


def wrap(text: str, width: int | None) -> list[str]:
    """``text`` in lines of at most ``width`` columns, broken at spaces where there are any."""
    if width is None or display_width(text) <= width:
        return [text]
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if display_width(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        while display_width(word) > width:
            head = cut(word, width + 1).removesuffix("…") or word[0]
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line else lines


def _numeric(values: Any) -> bool:
    present = [v for v in values if v is not None]
    return bool(present) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in present)


def _fit(natural: Sequence[int], right: Sequence[bool], ids: Sequence[bool], width: int | None) -> list[int] | None:
    """Widths within ``width``, taken from the widest text columns first and from ids (which are copied) last; None
    where they cannot fit."""
    widths = list(natural)
    if width is None:
        return widths
    room = width - len(GAP) * (len(widths) - 1)
    for narrowest, whole in ((_TEXT_NARROWEST, True), (_TEXT_NARROWEST, False), (_NARROWEST, False)):
        kept = [r or (whole and i) for r, i in zip(right, ids, strict=True)]
        least = [n if k else min(n, narrowest) for n, k in zip(natural, kept, strict=True)]
        if sum(least) <= room:
            break
    else:
        return None
    while (excess := sum(widths) - room) > 0:
        shrinkable = [i for i in range(len(widths)) if widths[i] > least[i]]
        widest = max(widths[i] for i in shrinkable)
        top = [i for i in shrinkable if widths[i] == widest]
        floor = max([widths[i] for i in shrinkable if widths[i] < widest] + [least[i] for i in top])
        step = max(1, min(widest - floor, -(-excess // len(top))))
        for i in top:
            taken = min(step, widths[i] - least[i], max(0, sum(widths) - room))
            widths[i] -= taken
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    fitted = (pad(cut(c, w), w, r) for c, w, r in zip(map(printable, cells), widths, right, strict=True))
    return GAP.join(fitted).rstrip()


def _blocks(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    return "\n".join(pairs(list(zip(columns, row, strict=True)), width) for row in cells)
