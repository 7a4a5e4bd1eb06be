"""Affiliations and topics of the touched part: their rows follow from how often each is named, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from coterie.graph.assembly.affiliating import Register, Stated, affiliation_table, part_of_table
from coterie.graph.assembly.columns import Ints, no_rows
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.part.accounts import Accounts, Papers, People
from coterie.graph.assembly.part.cutting import by_key, cut, flags
from coterie.graph.assembly.part.delta import Inapplicable
from coterie.graph.assembly.part.stating import Known
from coterie.graph.assembly.subjects import Naming, namings, read_namings, topic_table
from coterie.graph.model.records import AffiliationRef, PersonRecord
from coterie.graph.model.schema import AFFILIATION_PART_OF, TOPIC
from coterie.graph.model.tables import Column, Table, Tables
from coterie.graph.names.affiliations import affiliation_id


@dataclass
class Around:
    """``rows`` before the change that the part replaces; ``table`` what takes their place, ``row`` by id. Of
    affiliations also ``ident``, which finds the id of a reference, and their PART_OF likewise."""

    rows: Ints
    table: Table
    row: dict[str, int] = field(default_factory=dict)
    ident: Callable[[AffiliationRef], str] = affiliation_id
    part_of_rows: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    part_of: Table = field(default_factory=lambda: no_rows(AFFILIATION_PART_OF.properties, ends=True))

    def __post_init__(self) -> None:
        self.row = {ident: i for i, ident in enumerate(self.table["id"].tolist())}


def affiliations(before: Tables, accounts: Accounts, papers: Papers, people: People, context: Ints) -> Around:
    """The affiliations that the papers and people of the change name, what these are part of where that is now known
    of or no more, and those of ``context``, which stay."""
    less = Counter(_refs(papers.lost, people.before))
    more = Counter(_refs(papers.made, people.after))
    table = before.nodes["Affiliation"]
    if not less and not more and not len(context):
        return Around(context, Table(cut(table, context), 0))
    records = Known(accounts, (*less, *more))
    place = {ident: i for i, ident in enumerate(table["id"].tolist())}
    register = Register(records.ident)
    touched = {records.ident(ref) for ref in (*less, *more)}
    was = {ident for ident in touched if _read(register, table, place, ident)}
    _count(register, less, more)
    moved = records.with_wider(was ^ (touched & set(register.ids.values())))
    for ident in sorted(moved - touched):
        _read(register, table, place, ident)
    used, stated = set(register.ids.values()), records.stated(touched | moved)
    ids = sorted(used | _kept(before, place, stated, moved, used))
    rows = np.array(sorted(place[ident] for ident in touched | moved if ident in place), np.int64)
    made = affiliation_table(register, stated, ids, {ident: i for i, ident in enumerate(ids)})
    beside = np.setdiff1d(context, rows)
    whole, _ = by_key("Affiliation", [made, Table(cut(table, beside), len(beside))])
    around = Around(np.union1d(rows, beside), whole, ident=records.ident)
    around.part_of_rows = np.flatnonzero(_among(moved, place)[before.rels[AFFILIATION_PART_OF.name]["start"]])
    around.part_of = part_of_table(stated, [ident for ident in ids if ident in moved], around.row)
    return around


def _read(register: Register, table: Table, place: Mapping[str, int], ident: str) -> bool:
    """Take in how an affiliation was referred to before the change; whether it was."""
    uses = table.pick("uses", np.array([place[ident]]))[0] if ident in place else ()
    register.read(ident, uses)
    return bool(uses)


def _count(register: Register, less: Mapping[AffiliationRef, int], more: Mapping[AffiliationRef, int]) -> None:
    for ref, times in more.items():
        register.use(ref, times)
    for ref, times in less.items():
        register.use(ref, -times)
    if any(times < 0 for times in register.uses.values()):
        raise Inapplicable("affiliations are used less often than their papers say")
    register.uses = {ref: times for ref, times in register.uses.items() if times}
    register.ids = {ref: register.ids[ref] for ref in register.uses}


def _kept(before: Tables, place: Mapping[str, int], stated: Stated, moved: set[str], used: set[str]) -> set[str]:
    """Those of ``moved`` that something referred to is part of, or that are referred to themselves."""
    rel, inside = before.rels[AFFILIATION_PART_OF.name], _among(moved, place)
    held = flags(rel["end"][~inside[rel["start"]]], len(inside))
    return stated.with_wider(i for i in moved if i in used or (i in place and held[place[i]])) & moved


def _among(ids: Iterable[str], place: Mapping[str, int]) -> Column:
    """Which rows are those of ``ids``."""
    return flags(np.array([place[ident] for ident in ids if ident in place], np.int64), len(place))


def _refs(papers: Iterable[MergedPaper], people: Iterable[PersonRecord]) -> Iterator[AffiliationRef]:
    for paper in papers:
        yield from paper.fields.affiliations
        for _, mention in paper.mentions:
            yield from mention.affiliations
    for person in people:
        for where in person.affiliations:
            yield where.affiliation


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
