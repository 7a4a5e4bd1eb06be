"""Affiliations: the nodes, FROM, AFFILIATED_WITH and PART_OF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from coterie.graph.assembly.columns import (
    Ints,
    best_strings,
    distinct_pairs,
    given,
    no_rows,
    rel_table,
    string_sets,
    table,
    year_span,
)
from coterie.graph.assembly.laying import Mentions
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.organisations import Organisations
from coterie.graph.model.records import AffiliationRecord, AffiliationRef, PersonAffiliation, PersonRecord
from coterie.graph.model.schema import AFFILIATED_WITH, AFFILIATION, AFFILIATION_PART_OF, FROM
from coterie.graph.model.tables import Column, Table, column
from coterie.graph.names.affiliations import affiliation_id, organisation_form
from coterie.graph.names.identifiers import normalise

PAPERS = "papers"
"""The ``source`` of AFFILIATED_WITH rows that come from mentions."""


@dataclass
class Register:
    """Every affiliation referred to, and how often as what."""

    ident: Callable[[AffiliationRef], str] = field(default_factory=lambda: Organisations().ident)
    uses: dict[AffiliationRef, int] = field(default_factory=dict)
    ids: dict[AffiliationRef, str] = field(default_factory=dict)

    def use(self, ref: AffiliationRef, times: int = 1) -> str:
        """The id of ``ref``, counting ``times`` uses of it."""
        known = self.ids.get(ref)
        if known is None:
            known = self.ids[ref] = self.ident(ref)
        self.uses[ref] = self.uses.get(ref, 0) + times
        return known

    def read(self, ident: str, uses: Iterable[str]) -> None:
        """Take in what the row ``ident`` of the table says of its ``uses``."""
        for text in uses:
            name, own, ror, country, city, times = _decode(text)
            ref = AffiliationRef(name=name, id=own, ror=ror, country=country, city=city)
            self.ids[ref] = ident
            self.uses[ref] = self.uses.get(ref, 0) + times


@dataclass(frozen=True)
class Affiliations:
    """What affiliating makes: tables, and for mentions the (mention, affiliation row) pairs."""

    nodes: Table
    from_papers: Table
    part_of: Table
    mention: Ints
    mention_affiliation: Ints
    mention_ids: Column
    row: dict[str, int]
    ident: Callable[[AffiliationRef], str] = affiliation_id

    @property
    def names(self) -> dict[str, str]:
        """The name of each affiliation by its id."""
        return dict(zip(self.nodes["id"].tolist(), self.nodes["name"].tolist(), strict=True))


def lay_affiliations(papers: Sequence[MergedPaper], mentions: Mentions, persons: Sequence[PersonRecord],
                     records: Sequence[AffiliationRecord], ident: Callable[[AffiliationRef], str] | None = None
                     ) -> Affiliations:  # fmt: skip
    """Affiliation, FROM and PART_OF, and the affiliations of each mention.

    Nodes are the organisations that papers and persons refer to, and what these are part of; other ``records`` are
    evidence only. Name, ROR, country and city are those of the affiliation's own record (the newest that has the
    value), else the most frequent as written, else the smallest. ``ident`` finds the id of a reference, if not the
    organisations of ``records`` do.
    """
    organisations = Organisations(records)
    register = Register(ident or organisations.ident)
    own = [(i, register.use(ref)) for i, paper in enumerate(papers) for ref in paper.fields.affiliations]
    written = [(i, tuple(dict.fromkeys(register.use(ref) for ref in refs))) for i, refs in mentions.refs]
    for person in persons:
        for where in person.affiliations:
            register.use(where.affiliation)
    stated = Stated(records, organisations)
    ids = sorted(stated.with_wider(register.ids.values()))
    row = {ident: i for i, ident in enumerate(ids)}
    mention = np.fromiter((i for i, ids_ in written for _ in ids_), np.int64)
    at_mention = np.fromiter((row[ident] for _, ids_ in written for ident in ids_), np.int64)
    start = np.r_[np.fromiter((i for i, _ in own), np.int64, len(own)), mentions.paper[mention]]
    end = np.r_[np.fromiter((row[ident] for _, ident in own), np.int64, len(own)), at_mention]
    first, second, _ = distinct_pairs(start, end, len(ids))
    mention_ids = column("str[]", [()] * mentions.table.length)
    for i, ids_ in written:
        mention_ids[i] = ids_
    return Affiliations(
        nodes=affiliation_table(register, stated, ids, row),
        from_papers=rel_table(FROM.properties, first, second, {}),
        part_of=part_of_table(stated, ids, row),
        mention=mention,
        mention_affiliation=at_mention,
        mention_ids=mention_ids,
        row=row,
        ident=register.ident,
    )


class Stated:
    """What ``records`` of organisations state, by the ids of their nodes."""

    def __init__(self, records: Iterable[AffiliationRecord], organisations: Organisations) -> None:
        self.records: dict[str, list[AffiliationRecord]] = {}
        self.wider: dict[str, set[str]] = {}
        self.called: dict[str, set[str]] = {}
        for record in records:
            ident = organisations.of(record)
            self.records.setdefault(ident, []).append(record)
            for wider, name in organisations.wider(record):
                self.wider.setdefault(ident, set()).add(wider)
                if name:
                    self.called.setdefault(wider, set()).add(name)

    def with_wider(self, ids: Iterable[str]) -> set[str]:
        """``ids``, all that these are part of, and what that is part of."""
        found: set[str] = set()
        left = [*ids]
        while left:
            ident = left.pop()
            if ident not in found:
                found.add(ident)
                left += self.wider.get(ident, ())
        return found


def part_of_table(stated: Stated, ids: Iterable[str], row: dict[str, int]) -> Table:
    """PART_OF of the affiliations ``ids``; ``row`` finds them and what they are part of."""
    pairs = sorted((row[ident], row[wider]) for ident in ids for wider in stated.wider.get(ident, ()))
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    return rel_table(AFFILIATION_PART_OF.properties, ends[:, 0].copy(), ends[:, 1].copy(), {})


def affiliation_table(register: Register, stated: Stated, ids: Sequence[str], row: dict[str, int]) -> Table:
    """The Affiliation table for ``ids`` (sorted; ``row`` finds them), from how they are referred to and from their own
    records."""
    refs = list(register.uses)
    times = np.fromiter(register.uses.values(), np.int64, len(refs))
    rows = np.fromiter((row[register.ids[ref]] for ref in refs), np.int64, len(refs))
    own = sorted(((r.updated or "", r.source, r.record_id, row[ident], r)
                  for ident in ids for r in stated.records.get(ident, ())), key=lambda item: item[:4])  # fmt: skip
    known: dict[str, Column] = {"id": column("str", ids)}
    for name in ("name", "ror", "country", "city"):
        values = best_strings(rows, [_said(ref, name) for ref in refs], len(ids), times)
        known[name] = _overlay(values, own, name)
    known["kind"] = _overlay(column("str", [None] * len(ids)), own, "kind")
    every = [(i, ref.name) for i, ref in zip(rows.tolist(), refs, strict=True)]
    every += [(i, name) for *_, i, record in own for name in (record.name, *record.names)]
    every += [(row[ident], name) for ident in ids for name in stated.called.get(ident, ())]
    known["names"] = string_sets(np.fromiter((i for i, _ in every), np.int64), [n for _, n in every], len(ids))
    used = [_encode((r.name, r.id, r.ror, r.country, r.city, n)) for r, n in register.uses.items()]
    known["uses"] = string_sets(rows, used, len(ids))
    for i in np.flatnonzero(~given(known["name"])).tolist():
        known["name"][i] = min(stated.called.get(ids[i], ()), default=ids[i])
    return table(AFFILIATION.properties, known, len(ids))


def _encode(use: tuple[str, str | None, str | None, str | None, str | None, int]) -> str:
    return msgspec.json.encode(use).decode()


_decode = msgspec.json.Decoder(tuple[str, str | None, str | None, str | None, str | None, int]).decode


def _said(ref: AffiliationRef | AffiliationRecord, name: str) -> str | None:
    if name == "name" and isinstance(ref, AffiliationRef):
        return organisation_form(ref.name) or None
    value: str | None = getattr(ref, name)
    return normalise("ror", value) if name == "ror" and value else value or None


def _overlay(values: Column, stated: Sequence[tuple[str, str, str, int, AffiliationRecord]], name: str) -> Column:
    """``values`` with those of the affiliations' own records laid over them, oldest first."""
    for *_, row, record in stated:
        value = _said(record, name)
        if value:
            values[row] = value
    return values


def affiliated_with(author: Ints, mentions: Mentions, year: Ints, found: Affiliations,
                    persons: Sequence[PersonRecord], person_author: Ints) -> Table:  # fmt: skip
    """AFFILIATED_WITH: rows of source ``papers`` from the mentions' own affiliations (distinct papers, first and
    last year), and one row for each roster, author and affiliation from person records.

    ``author``: author row of each mention; ``year``: of each paper; ``person_author``: author row of each person
    record. Several stays at one place in one roster become one row: the earliest ``from``, the latest ``to`` (absent
    while a stay is open) and the role of the latest stay.
    """
    size = max(found.nodes.length, 1)
    pair = author[found.mention] * size + found.mention_affiliation
    pair, paper, _ = distinct_pairs(pair, mentions.paper[found.mention], len(year))
    keys, group, papers = np.unique(pair, return_inverse=True, return_counts=True)
    first, last = year_span(group, year[paper], len(keys))
    roster = _rosters(found, persons, person_author)
    if not len(keys) and not roster:
        return no_rows(AFFILIATED_WITH.properties, ends=True)
    stays = [max(group, key=_recency) for group in roster.values()]
    n = len(roster)
    start = np.r_[keys // size, np.fromiter((a for a, _, _ in roster), np.int64, n)]
    end = np.r_[keys % size, np.fromiter((b for _, b, _ in roster), np.int64, n)]
    none = [None] * len(keys)
    source = [PAPERS] * len(keys) + [source for _, _, source in roster]
    blank = column("int", [None] * n)
    known = {
        "source": column("str", source),
        "papers": np.r_[papers.astype(np.int64), blank],
        "first_year": np.r_[first, blank],
        "last_year": np.r_[last, blank],
        "from": column("str", none + [min((s.since for s in g if s.since), default=None) for g in roster.values()]),
        "to": column("str", none + [_until(g) for g in roster.values()]),
        "role": column("str", none + [stay.role for stay in stays]),
    }
    order = np.array(sorted(range(len(start)), key=lambda i: (start[i], end[i], source[i])), np.int64)
    return rel_table(AFFILIATED_WITH.properties, start[order], end[order], {k: v[order] for k, v in known.items()})


def _rosters(found: Affiliations, persons: Sequence[PersonRecord], person_author: Ints
             ) -> dict[tuple[int, int, str], list[PersonAffiliation]]:  # fmt: skip
    out: dict[tuple[int, int, str], list[PersonAffiliation]] = {}
    for person, author in zip(persons, person_author.tolist(), strict=True):
        source = person.source if person.source != PAPERS else f"roster:{PAPERS}"
        for stay in person.affiliations:
            key = (author, found.row[found.ident(stay.affiliation)], source)
            out.setdefault(key, []).append(stay)
    return out


def _recency(stay: PersonAffiliation) -> tuple[bool, str, str, str]:
    return stay.until is None, stay.until or "", stay.since or "", stay.role or ""


def _until(stays: Sequence[PersonAffiliation]) -> str | None:
    return None if any(s.until is None for s in stays) else max(s.until for s in stays if s.until)
