"""Affiliations and topics of the touched part: their rows follow from how often each is named, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from coterie.graph.assembly.affiliating import Register, affiliation_table, named_by
from coterie.graph.assembly.columns import Ints, no_rows
from coterie.graph.assembly.evidence import affiliation_tie
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.part.accounts import Accounts, Papers, People
from coterie.graph.assembly.part.cutting import by_key, cut
from coterie.graph.assembly.part.delta import Inapplicable
from coterie.graph.assembly.subjects import Naming, namings, read_namings, topic_table
from coterie.graph.model.ragged import Index
from coterie.graph.model.records import AffiliationRecord, AffiliationRef, PersonRecord
from coterie.graph.model.schema import TOPIC
from coterie.graph.model.tables import Table, Tables


@dataclass
class Around:
    """``rows`` before the change that the part replaces; ``table`` what takes their place, ``row`` by id."""

    rows: Ints
    table: Table
    row: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.row = {ident: i for i, ident in enumerate(self.table["id"].tolist())}


def affiliations(before: Tables, accounts: Accounts, papers: Papers, people: People, context: Ints) -> Around:
    """The affiliations that the papers and people of the change name, and those of ``context``, which stay."""
    register = Register()
    less = Counter(_refs(papers.lost, people.before))
    more = Counter(_refs(papers.made, people.after))
    touched = {register.ident(ref) for ref in (*less, *more)}
    table = before.nodes["Affiliation"]
    if not touched and not len(context):
        return Around(context, Table(cut(table, context), 0))
    place = {ident: i for i, ident in enumerate(table["id"].tolist())}
    rows = np.array(sorted(place[ident] for ident in touched if ident in place), np.int64)
    for uses in table.pick("uses", rows).tolist():
        register.read(uses)
    for ref, times in more.items():
        register.use(ref, times)
    for ref, times in less.items():
        register.use(ref, -times)
    if any(times < 0 for times in register.uses.values()):
        raise Inapplicable("affiliations are used less often than their papers say")
    register.uses = {ref: times for ref, times in register.uses.items() if times}
    register.ids = {ref: register.ids[ref] for ref in register.uses}
    own = _own_records(accounts, touched)
    named = {ident for record in own for ident in named_by(record)}
    ids = sorted({*register.ids.values(), *(named & touched)})
    stated = [record for record in own if named_by(record)[0] in touched]
    made = affiliation_table(register, stated, ids, {ident: i for i, ident in enumerate(ids)})
    beside = np.setdiff1d(context, rows)
    whole, _ = by_key("Affiliation", [made, Table(cut(table, beside), len(beside))])
    return Around(np.union1d(rows, beside), whole)


def _refs(papers: Iterable[MergedPaper], people: Iterable[PersonRecord]) -> Iterator[AffiliationRef]:
    for paper in papers:
        yield from paper.fields.affiliations
        for _, mention in paper.mentions:
            yield from mention.affiliations
    for person in people:
        for where in person.affiliations:
            yield where.affiliation


def _own_records(accounts: Accounts, touched: Iterable[str]) -> list[AffiliationRecord]:
    """Records of the affiliations ``touched``, and of what is part of them."""
    rows = accounts.held.of_kind("affiliation")
    if not len(rows):
        return []
    index = Index(accounts.keys[rows])
    index.reach(np.unique(np.array([affiliation_tie(ident) for ident in touched], np.int64)))
    keys = {accounts.held.key(row) for row in rows[index.found].tolist()}
    accounts.supply(accounts.rows(keys))
    return list(accounts.of(keys, "after"))


def topics(before: Tables, papers: Papers) -> Around:
    """The topics that the papers of the change name."""
    less, more = namings(papers.lost, []), namings(papers.made, [])
    table = before.nodes["Topic"]
    touched = {ident for ident, _, _ in (*less, *more)}
    if not touched:
        return Around(np.empty(0, np.int64), no_rows(TOPIC.properties))
    place = {ident: i for i, ident in enumerate(table["id"].tolist())}
    rows = np.array(sorted(place[ident] for ident in touched if ident in place), np.int64)
    found: dict[Naming, int] = dict(_sum(read_namings(table, rows.tolist()), more, less))
    return Around(rows, topic_table(found)[0])


def _sum(held: Counter[Naming], more: Counter[Naming], less: Counter[Naming]) -> Iterator[tuple[Naming, int]]:
    for naming in {**held, **more, **less}:
        times = held[naming] + more[naming] - less[naming]
        if times < 0:
            raise Inapplicable("topics are used less often than their papers say")
        if times:
            yield naming, times
