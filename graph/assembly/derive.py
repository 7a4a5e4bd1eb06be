"""The one pure function that makes the graph: ``derive``. No clock, no store, no order.

Author nodes, AFFILIATED_WITH, FROM, COAUTHORED and every count come from here, for the whole or for a touched part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from coterie.graph.assembly.affiliating import affiliated_with, lay_affiliations
from coterie.graph.assembly.authors import author_table
from coterie.graph.assembly.columns import Ints, rel_table
from coterie.graph.assembly.corrections import corrected, override_table, tied
from coterie.graph.assembly.laying import Mentions, lay_mentions, lay_papers, sorted_papers
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.pairs import coauthored
from coterie.graph.assembly.subjects import lay_topics, topic_ids
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.identity import Assignment, World, author_ids, fit
from coterie.graph.identity import resolve as resolve_by_key
from coterie.graph.identity.overrides import Override, constraints
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.records import AffiliationRecord, PersonRecord, TopicRecord, record_key
from coterie.graph.model.schema import AUTHORED
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Column, Table, Tables

Resolve = Callable[..., Assignment]


@dataclass
class Derived(Tables):
    """The graph, and what it takes to add the evidence: the node that each record's key now belongs to, and why
    (the assignment of identity; its mentions are rows of ``mentions``, its person records ``people``). ``settings``:
    those it was derived with."""

    paper_of: Mapping[str, str] = field(default_factory=dict)
    author_of: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[PersonRecord] = ()
    mentions: Table | None = None
    assignment: Any = None
    settings: Settings = field(default_factory=Settings)

    def ties_of_people(self) -> tuple[list[str], Ragged]:
        """The person records' keys, and what ties each to others in identity."""
        size = self.mentions.length if self.mentions is not None else 0
        keys = self.assignment.keys
        rows = np.arange(size, size + len(self.people))
        return [record_key(p) for p in self.people], Ragged.empty(len(rows)) if keys is None else keys[rows]


def derive(papers: Sequence[MergedPaper], persons: Sequence[PersonRecord] = (),
           affiliations: Sequence[AffiliationRecord] = (), topics: Sequence[TopicRecord] = (),
           settings: Settings | None = None, *, overrides: Sequence[Override] = (), resolve: Resolve = resolve_by_key,
           refit: bool = False) -> Derived:  # fmt: skip
    """The whole graph of these records: nodes Author, Paper, Affiliation, Topic and their relationships, and the
    Override nodes: ``overrides`` are people's corrections, which identity obeys.

    Pure, and independent of the order of every argument; equal floats bit for bit. Given only the papers of some
    authors (all papers of each), the rows of those authors, of the pairs among them and of the papers themselves are
    what the whole graph would have; rows of other authors, of affiliations and of topics then see a part only.
    ``former_ids`` are left empty: see :func:`~coterie.graph.assembly.former.carry_former_ids`. ``refit``: fit the
    weights of identity to these records instead of those in ``settings``.
    Raises ValueError where two papers have one id.
    """
    with undisturbed():
        return _derived(papers, persons, affiliations, topics, settings or Settings(), overrides, resolve, refit)


def _derived(papers: Sequence[MergedPaper], persons: Sequence[PersonRecord], affiliations: Sequence[AffiliationRecord],
             topics: Sequence[TopicRecord], settings: Settings, overrides: Sequence[Override], resolve: Resolve,
             refit: bool) -> Derived:  # fmt: skip
    ordered = sorted_papers(papers)
    people = sorted(persons, key=lambda p: (record_key(p), p.updated or ""))
    mentions = corrected(lay_mentions(ordered), overrides)
    paper_table = lay_papers(ordered, mentions)
    places = lay_affiliations(ordered, mentions, people, affiliations)
    told = Table({**mentions.table, "affiliation_ids": places.mention_ids}, mentions.table.length)
    world = World(told, paper_table, people, topic_ids(ordered), places.names)
    if refit:
        settings = replace(settings, weights=fit(world, key=settings.identity))
    obeyed = constraints(overrides, told)
    found = resolve(world, key=settings.identity, overrides=obeyed, weights=settings.weights)
    assignment = tied(found, told, overrides)
    ids, person, person_author = author_rows(mentions.table, people, assignment)
    topic_table, about, topic_part_of = lay_topics(ordered, topics)
    year, team = paper_table["year"], paper_table["team"]
    return Derived(
        nodes={
            "Author": author_table(ids, person, mentions, year, people, person_author),
            "Paper": paper_table,
            "Affiliation": places.nodes,
            "Topic": topic_table,
            "Override": override_table(overrides),
        },
        rels={
            "AUTHORED": authored(person, mentions, places.mention_ids, assignment),
            "AFFILIATED_WITH": affiliated_with(person, mentions, year, places, people, person_author),
            "FROM": places.from_papers,
            "ABOUT": about,
            "PART_OF:Topic": topic_part_of,
            "PART_OF:Affiliation": places.part_of,
            "COAUTHORED": coauthored(person, mentions.paper, mentions.counted, team, year, settings.cap),
        },
        paper_of={key: paper.id for paper in ordered for key in paper.records},
        author_of={record_key(p): ids[a] for p, a in zip(people, person_author.tolist(), strict=True)},
        people=people,
        mentions=mentions.table,
        assignment=assignment,
        settings=settings,
    )


def author_rows(mentions: Table, people: Sequence[PersonRecord], assignment: Assignment
                ) -> tuple[list[str], Ints, Ints]:  # fmt: skip
    """Sorted author ids, and the author's row of each mention and of each person record."""
    by_cluster = author_ids(mentions, people, assignment)
    order = sorted(range(len(by_cluster)), key=by_cluster.__getitem__)
    row = np.empty(len(by_cluster), np.int64)
    row[order] = np.arange(len(order))
    records = np.fromiter(assignment.records, np.int64, len(people))
    return [by_cluster[i] for i in order], row[assignment.person], row[records]


def authored(person: Ints, mentions: Mentions, affiliation_ids: Column, assignment: Assignment) -> Table:
    """AUTHORED, by author, paper and mention key. ``person``: author row of each mention."""
    order = np.lexsort((mentions.paper, person))
    start, end = person[order], mentions.paper[order]
    same = np.flatnonzero((start[1:] == start[:-1]) & (end[1:] == end[:-1]))
    keys = mentions.table["mention"]
    for first, stop in _runs(same):
        order[first:stop] = sorted(order[first:stop].tolist(), key=keys.__getitem__)
    known = {p.name: mentions.table[p.name][order] for p in AUTHORED.properties}
    known["affiliation_ids"] = affiliation_ids[order]
    if assignment.keys is not None:
        known["keys"] = assignment.keys[order]
    return rel_table(AUTHORED.properties, start, end, known)


def _runs(same: Ints) -> list[tuple[int, int]]:
    """Runs of rows equal to their successor, as (first, stop)."""
    if not len(same):
        return []
    breaks = np.flatnonzero(np.diff(same) > 1)
    firsts, lasts = same[np.r_[0, breaks + 1]], same[np.r_[breaks, len(same) - 1]]
    return list(zip(firsts.tolist(), (lasts + 2).tolist(), strict=True))
