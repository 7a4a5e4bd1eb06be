"""The Author table: who the people are, once identity has said which mentions are one person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coterie.graph.assembly.columns import (
    Ints,
    best_strings,
    bounds,
    distinct_pairs,
    factorise,
    given,
    string_sets,
    table,
    tuples,
    year_span,
)
from coterie.graph.assembly.laying import Mentions
from coterie.graph.model.records import PersonRecord
from coterie.graph.model.schema import AUTHOR
from coterie.graph.model.tables import Column, Table, column
from coterie.graph.names.people import parse

_STATED = ("stated_h_index", "stated_papers", "stated_citations", "stated_novelty", "stated_ai_score")


def author_table(ids: Sequence[str], person: Ints, mentions: Mentions, year: Ints, persons: Sequence[PersonRecord],
                 person_author: Ints) -> Table:  # fmt: skip
    """The Author table for ``ids`` (sorted).

    ``person``: author row of each mention; ``person_author``: of each person record; ``year``: of each paper.
    ``paper_count`` counts distinct papers, 0 for people known by a person record only. ``kind`` is collective where
    every mention is. ``orcid`` is the most frequent, then the smallest. The stated figures are those of the newest
    person record that has any.
    """
    size = len(ids)
    author, paper, _ = distinct_pairs(person, mentions.paper, len(year))
    first, last = year_span(author, year[paper], size)
    name, names = _names(person, mentions, persons, person_author, size)
    groups = np.r_[person, person_author]
    orcids = [*mentions.table["orcid"].tolist(), *(p.orcid for p in persons)]
    known: dict[str, Column] = {
        "id": column("str", ids),
        "name": name,
        "names": names,
        "orcid": best_strings(groups, orcids, size),
        "source_ids": _source_ids(person, mentions, persons, person_author, size),
        "paper_count": np.bincount(author, minlength=size).astype(np.int64),
        "first_year": first,
        "last_year": last,
        "kind": _kinds(person, mentions, person_author, size),
        **_stated(persons, person_author, size),
    }
    return table(AUTHOR.properties, known, size)


def _names(person: Ints, mentions: Mentions, persons: Sequence[PersonRecord], person_author: Ints, size: int
           ) -> tuple[Column, Column]:  # fmt: skip
    """The fullest name (the longest given name, then the most frequent, then the smallest), and all names."""
    further = [(a, n) for a, p in zip(person_author.tolist(), persons, strict=True) for n in (p.name, *p.names)]
    groups = np.r_[person, np.fromiter((a for a, _ in further), np.int64, len(further))]
    codes, texts = factorise([*mentions.table["written"].tolist(), *(n for _, n in further)])
    group, code, count = distinct_pairs(groups, codes, len(texts))
    named = [texts[c] for c in code.tolist()]
    limits = bounds(group, size)
    fullest = column("str", [None] * size)
    many = np.diff(limits) > 1
    single = np.flatnonzero(np.diff(limits) == 1)
    fullest[single] = np.array([*named, None], object)[limits[single]]
    if many.any():
        length = _stated_given(groups, codes, mentions, many, len(texts))
        for row in np.flatnonzero(many).tolist():
            span = range(limits[row], limits[row + 1])
            best = min(span, key=lambda i: (-length.get((row, int(code[i])), _given(named[i])), -count[i], named[i]))
            fullest[row] = named[best]
    return fullest, tuples(group, named, size)


def _given(written: str) -> int:
    return _letters(parse(written).given)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _stated_given(groups: Ints, codes: Ints, mentions: Mentions, many: Column, width: int
                  ) -> dict[tuple[int, int], int]:  # fmt: skip
    """Letters of the given name where a source has it apart, for the (author, name) of authors of ``many`` names."""
    out: dict[tuple[int, int], int] = {}
    names = mentions.table["given"]
    for i in np.flatnonzero(many[groups[: len(names)]] & given(names)).tolist():
        key = (int(groups[i]), int(codes[i]))
        out[key] = max(out.get(key, 0), _letters(names[i]))
    return out


def _source_ids(person: Ints, mentions: Mentions, persons: Sequence[PersonRecord], person_author: Ints, size: int
                ) -> Column:  # fmt: skip
    at = [(a, ids) for a, ids in zip(person.tolist(), mentions.table["source_ids"].tolist(), strict=True) if ids]
    at += [(a, p.source_ids) for a, p in zip(person_author.tolist(), persons, strict=True) if p.source_ids]
    groups = np.fromiter((a for a, ids in at for _ in ids), np.int64)
    return string_sets(groups, [ident for _, ids in at for ident in ids], size)


def _kinds(person: Ints, mentions: Mentions, person_author: Ints, size: int) -> Column:
    collective = mentions.table["collective"] == 1
    human = np.bincount(np.r_[person[~collective], person_author], minlength=size) > 0
    out = column("str", ["person"] * size)
    out[~human] = "collective"
    return out


def _stated(persons: Sequence[PersonRecord], person_author: Ints, size: int) -> dict[str, Column]:
    newest: dict[int, tuple[str, str, str, PersonRecord]] = {}
    for author, record in zip(person_author.tolist(), persons, strict=True):
        if any(getattr(record, name) is not None for name in _STATED):
            item = (record.stated_on or record.updated or "", record.source, record.record_id, record)
            if author not in newest or item[:3] > newest[author][:3]:
                newest[author] = item
    columns: dict[str, Column] = {}
    for name in (*_STATED, "stated_on", "stated_source"):
        read = "source" if name == "stated_source" else name
        values = [getattr(newest[i][3], read) if i in newest else None for i in range(size)]
        kind = "float" if name in ("stated_novelty", "stated_ai_score") else "int" if name in _STATED else "str"
        columns[name] = column(kind, values)
    return columns
