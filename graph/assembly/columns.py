"""Small columnar tools of deriving: coding strings, grouping, and tables with every declared column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.ragged import Ragged
from coterie.graph.model.schema import Property
from coterie.graph.model.tables import ABSENT, Column, Table, column, empty

Ints = NDArray[np.int64]


def absent(kind: str, length: int) -> Column:
    """A column of ``length`` absent values."""
    if kind == "int":
        return np.full(length, ABSENT, np.int64)
    if kind == "float":
        return np.full(length, np.nan)
    if kind == "bool":
        return np.full(length, -1, np.int8)
    if kind == "int[]":
        return Ragged.empty(length)
    out = np.empty(length, object)
    out[:] = None
    return column("str[]", [()] * length) if kind == "str[]" else out


def given(texts: Column) -> NDArray[np.bool_]:
    """Where a column of strings has one."""
    return np.fromiter((text is not None for text in texts.tolist()), bool, len(texts))


def table(properties: Sequence[Property], known: Mapping[str, Column], length: int) -> Table:
    """A node table with every property that the snapshot holds; those not in ``known`` are absent throughout."""
    kept = [p for p in properties if p.where != "store"]
    return Table({p.name: known[p.name] if p.name in known else absent(p.kind, length) for p in kept}, length)


def rel_table(properties: Sequence[Property], start: Ints, end: Ints, known: Mapping[str, Column]) -> Table:
    """A relationship table, rows as given (they must be in order already)."""
    inner = table(properties, known, len(start))
    return Table({"start": start, "end": end, **{name: inner[name] for name in inner}}, len(start))


def no_rows(properties: Sequence[Property], ends: bool = False) -> Table:
    """An empty table of what the snapshot holds."""
    return empty([p for p in properties if p.where != "store"], ends)


def factorise(values: Iterable[str | None]) -> tuple[Ints, list[str]]:
    """Codes (-1 for None) into the sorted distinct strings of ``values``."""
    seen: dict[str | None, int] = {None: -1}
    raw = np.fromiter((seen.setdefault(v, len(seen) - 1) for v in values), np.int64)
    del seen[None]
    names = sorted(seen)  # type: ignore[type-var]
    rank = np.empty(len(names) + 1, np.int64)
    rank[-1] = -1
    rank[[seen[name] for name in names]] = np.arange(len(names))
    return rank[raw], names  # type: ignore[return-value]


def distinct_pairs(first: Ints, second: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    """Distinct (first, second) in order, ``second < width``, and how often each occurs."""
    keys, counts = np.unique(first * max(width, 1) + second, return_counts=True)
    return keys // max(width, 1), keys % max(width, 1), counts


def bounds(groups: Ints, size: int) -> Ints:
    """``indptr``: rows of group ``g`` of the sorted ``groups`` are ``indptr[g]:indptr[g + 1]``."""
    return np.searchsorted(groups, np.arange(size + 1)).astype(np.int64)


def tuples(groups: Ints, values: Sequence[str], size: int) -> Column:
    """A ``str[]`` column: per group (``groups`` is sorted) the values of its rows, in their order."""
    limits = bounds(groups, size).tolist()
    return column("str[]", [tuple(values[a:b]) for a, b in pairwise(limits)])


def year_span(groups: Ints, years: Ints, size: int) -> tuple[Ints, Ints]:
    """First and last year of each group (``groups`` is sorted); absent where no row has a year."""
    first, last = absent("int", size), absent("int", size)
    known = years != ABSENT
    groups, years = groups[known], years[known]
    if len(groups):
        starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
        first[groups[starts]] = np.minimum.reduceat(years, starts)
        last[groups[starts]] = np.maximum.reduceat(years, starts)
    return first, last


def best_strings(groups: Ints, values: Iterable[str | None], size: int, times: Ints | None = None) -> Column:
    """Per group its most frequent string, among equals the smallest; None where it has none. ``times``: how often
    each row counts (once, if not given)."""
    codes, names = factorise(values)
    known = codes >= 0
    times = np.ones(len(codes), np.int64) if times is None else times
    keys, inverse = np.unique(groups[known] * max(len(names), 1) + codes[known], return_inverse=True)
    count = np.bincount(inverse, weights=times[known]).astype(np.int64)
    order = np.lexsort((keys, -count, keys // max(len(names), 1)))
    group, code = keys[order] // max(len(names), 1), keys[order] % max(len(names), 1)
    out = absent("str", size)
    first = np.r_[True, group[1:] != group[:-1]][: len(group)]
    out[group[first]] = np.array([*names, None], object)[code[first]]
    return out


def string_sets(groups: Ints, values: Iterable[str], size: int) -> Column:
    """Per group its distinct strings, sorted."""
    codes, names = factorise(values)
    group, code, _ = distinct_pairs(groups, codes, len(names))
    return tuples(group, [names[c] for c in code.tolist()], size)
