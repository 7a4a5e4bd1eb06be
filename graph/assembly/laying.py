"""Merged papers laid out as columns: the Paper table and the table of mentions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from coterie.graph.assembly.columns import Ints, table
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord
from coterie.graph.model.schema import AUTHORED, ID_SCHEMES, PAPER
from coterie.graph.model.tables import ABSENT, Column, Table, column


@dataclass(frozen=True)
class Mentions:
    """All mentions, in the order of the papers' rows. ``table`` has the columns of AUTHORED without its ends, and
    ``paper``, the row of the paper; ``refs`` are the affiliations written at each mention that has any."""

    table: Table
    paper: Ints
    counted: Column
    refs: list[tuple[int, tuple[AffiliationRef, ...]]]


def sorted_papers(papers: Sequence[MergedPaper]) -> list[MergedPaper]:
    """``papers`` by id. Raises ValueError where two have the same id."""
    ordered = sorted(papers, key=lambda paper: paper.id)
    for one, two in pairwise(ordered):
        if one.id == two.id:
            raise ValueError(f"two papers have the id {one.id!r}")
    return ordered


def lay_mentions(papers: Sequence[MergedPaper]) -> Mentions:
    """The mentions of ``papers`` as columns. ``counted`` marks those that are neither editor nor collective: they
    make teams and pairs. ``affiliation_ids`` is left to affiliating."""
    sizes = np.fromiter((len(paper.mentions) for paper in papers), np.int64, len(papers))
    keys = [key for paper in papers for key, _ in paper.mentions]
    found: list[Mention] = [mention for paper in papers for _, mention in paper.mentions]
    row = np.repeat(np.arange(len(papers), dtype=np.int64), sizes)
    editor = np.fromiter((m.role == "editor" for m in found), bool, len(found))
    collective = np.fromiter((m.collective for m in found), bool, len(found))
    known = {
        "mention": column("str", keys),
        "position": column("int", [m.position for m in found]),
        "written": column("str", [m.written for m in found]),
        "corresponding": column("bool", [m.corresponding for m in found]),
        "role": column("str", [m.role for m in found]),
        "given": column("str", [m.given for m in found]),
        "family": column("str", [m.family for m in found]),
        "suffix": column("str", [m.suffix for m in found]),
        "orcid": column("str", [m.orcid for m in found]),
        "source_ids": column("str[]", [m.source_ids for m in found]),
        "collective": collective.astype(np.int8),
        "accounts": _accounts(papers, sizes),
    }
    columns = table(AUTHORED.properties, known, len(found))
    refs = [(i, m.affiliations) for i, m in enumerate(found) if m.affiliations]
    return Mentions(Table({"paper": row, **columns}, len(found)), row, ~editor & ~collective, refs)


def _accounts(papers: Sequence[MergedPaper], sizes: Ints) -> Column:
    out = column("str[]", [()] * int(sizes.sum()))
    for first, paper in zip((np.cumsum(sizes) - sizes).tolist(), papers, strict=True):
        if paper.accounts:
            found = dict(paper.accounts)
            for i, (key, _) in enumerate(paper.mentions, first):
                if key in found:
                    out[i] = tuple([json.dumps(said, ensure_ascii=False) for said in found[key]])
    return out


def year_of(date: str | None) -> int | None:
    """The year of an ISO date."""
    return int(date[:4]) if date else None


def lay_papers(papers: Sequence[MergedPaper], mentions: Mentions) -> Table:
    """The Paper table, ``team`` included: the larger of the stated ``author_count`` and the counted mentions."""
    fields = [paper.fields for paper in papers]
    listed = np.bincount(mentions.paper[mentions.counted], minlength=len(papers)).astype(np.int64)
    stated = column("int", [f.author_count or None for f in fields])
    complete = column(
        "bool", [_complete(p.fields, len(p.mentions), n) for p, n in zip(papers, listed.tolist(), strict=True)]
    )
    count = np.where((stated == ABSENT) & (complete == 1) & (listed > 0), listed, stated)
    team = np.maximum(stated, listed)
    known: dict[str, Column] = {
        "id": column("str", [paper.id for paper in papers]),
        "title": column("str", [f.title or None for f in fields]),
        "date": column("str", [f.date or None for f in fields]),
        "date_inferred": column("bool", [f.date_inferred if f.date else None for f in fields]),
        "year": column("int", [year_of(f.date) for f in fields]),
        "url": column("str", [f.urls[0] if f.urls else None for f in fields]),
        "author_count": count,
        "authors_complete": complete,
        "team": np.where(team > 0, team, ABSENT),
    }
    for name, kind in (("kind", "str"), ("venue", "str"), ("language", "str"), ("citations", "int"),
                       ("has_code", "bool"), ("score", "float")):  # fmt: skip
        known[name] = column(kind, [_value(f, name) for f in fields])
    for scheme, name in ID_SCHEMES.items():
        known[name] = column("str", [f.ids.get(scheme) for f in fields])
    return table(PAPER.properties, known, len(papers))


def _value(fields: PaperRecord, name: str) -> Any:
    value = getattr(fields, name)
    return None if value == "" else value


def _complete(fields: PaperRecord, mentions: int, listed: int) -> bool | None:
    """Whether the author list is complete; false where it is missing or shorter than the stated number."""
    if (fields.author_count or 0) > listed:
        return False
    if fields.authors_complete is None and not mentions:
        return False
    return fields.authors_complete
