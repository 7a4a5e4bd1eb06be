"""Deriving the touched part anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coterie.graph.assembly.affiliating import Affiliations, affiliated_with, lay_affiliations
from coterie.graph.assembly.authors import author_table
from coterie.graph.assembly.columns import Ints, no_rows, rel_table
from coterie.graph.assembly.corrections import override_table, tied
from coterie.graph.assembly.derive import author_rows, authored
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.laying import Mentions
from coterie.graph.assembly.pairs import coauthored
from coterie.graph.assembly.part.accounts import Accounts, Fetch, Papers
from coterie.graph.assembly.part.affected import Affected
from coterie.graph.assembly.part.cutting import by_key, cut, flags, part_of, stacked
from coterie.graph.assembly.part.delta import Delta, Inapplicable
from coterie.graph.assembly.part.evidencing import Evidence, evidence
from coterie.graph.assembly.part.surroundings import affiliations, topics
from coterie.graph.assembly.part.telling import told, topics_told
from coterie.graph.assembly.subjects import about
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.identity import resolve
from coterie.graph.identity.freezing import changes_with_anybody
from coterie.graph.identity.overrides import constraints
from coterie.graph.model.records import record_key
from coterie.graph.model.schema import AFFILIATION_PART_OF, FROM
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Column, Table, Tables

_ENDS = ("start", "end")


@dataclass
class Part:
    """The part before the change and after it. Nodes that only stand beside are in both. ``nodes`` and ``rels`` are
    the rows of the old part in the tables before the change. ``cut``: names whose bearers are so many that identity did
    not compare all of them."""

    old: Tables
    new: Tables
    nodes: dict[str, Ints]
    rels: dict[str, Ints]
    cut: tuple[str, ...] = ()


def remade(before: Tables, held: Held, settings: Settings, delta: Delta, fetch: Fetch) -> Part:
    """The part of ``before`` that ``delta`` touches, as it was and as it is now.

    ``held`` is that of ``before``; ``fetch`` brings payloads from the store. With the old part replaced by the new one
    the graph is what deriving all records gives: the same rows, former ids included.
    Raises Inapplicable where the part cannot be told from the whole.
    """
    if changes_with_anybody(settings.identity, settings.weights):
        raise Inapplicable("names are as common as all papers make them")
    with undisturbed():
        accounts = Accounts(before, held, delta, fetch)
        papers = Papers(accounts)
        affected = Affected(before, accounts, papers, settings.identity)
        return _Making(before, accounts, papers, affected, settings).part()


class _Making:
    def __init__(self, before: Tables, accounts: Accounts, papers: Papers, affected: Affected, settings: Settings
                 ) -> None:  # fmt: skip
        self.before, self.accounts, self.papers, self.affected = before, accounts, papers, affected
        self.settings = settings
        self.authored = before.rels["AUTHORED"]
        self._lay_papers()
        self.places = affiliations(before, accounts, papers, affected.people, self._places_beside())
        self.topics = topics(before, papers)
        self.named = lay_affiliations(papers.made, affected.laid, [], [], self.places.ident)
        self._lay_mentions()
        self._name_authors()
        self.evidence: Evidence = evidence(before, accounts, papers, affected)

    # nodes

    def _lay_papers(self) -> None:
        """The Paper table of the part: those that stay, those made, and those that a former id keeps in sight."""
        table, near, made = self.before.nodes["Paper"], self.affected, self.affected.made
        stay = np.union1d(near.context, near.described)
        stay = np.union1d(stay, np.setdiff1d(_claiming(table, made["id"].tolist()), near.lost))
        self.paper_rows = np.union1d(stay, near.lost)
        self.paper, place = by_key("Paper", [Table(cut(table, stay), len(stay)), made])
        self.stay_place = np.full(table.length, -1, np.int64)
        self.stay_place[stay] = place[: len(stay)]
        self.made_place = place[len(stay) :]
        self.paper_topics = topics_told(self.before, stay, place[: len(stay)], self.papers.made, self.made_place)

    def _lay_mentions(self) -> None:
        """The mentions of the people reached, on the papers of the part."""
        near, laid = self.affected, self.affected.laid
        stay = {"paper": self.stay_place[self.authored["end"][near.staying]],
                **cut(self.authored, near.staying, _ENDS)}  # fmt: skip
        come = {**laid.table, "affiliation_ids": self.named.mention_ids, "paper": self.made_place[laid.paper]}
        size = len(near.staying) + laid.table.length
        table = stacked([stay, come], size)
        counted = np.r_[_counted(stay), laid.counted]
        self.mentions = Mentions(table, table["paper"], counted, [])
        self.beside = cut(self.authored, near.beside, ())

    def _name_authors(self) -> None:
        """Who the people reached are now."""
        people, near = self.affected.people.after, self.affected
        beside = Table({**self.beside, "paper": self.stay_place[self.beside["end"]]}, len(near.beside))
        world = told(self.paper, self.mentions, people, self.paper_topics, self.places, beside)
        said = self.accounts.overrides
        obeyed = constraints(said, world.mentions)
        free = resolve(world, key=self.settings.identity, overrides=obeyed, weights=self.settings.weights)
        found = tied(free, world.mentions, said)
        ids, person, of_record = author_rows(self.mentions.table, people, found)
        made = author_table(ids, person, self.mentions, self.paper["year"], people, of_record)
        table = self.before.nodes["Author"]
        others = np.union1d(near.others, np.setdiff1d(_claiming(table, ids), near.authors))
        self.author_rows = np.union1d(others, near.authors)
        self.author, place = by_key("Author", [made, Table(cut(table, others), len(others))])
        self.assignment, self.made_author = found, flags(place[: len(ids)], self.author.length)
        self.person, self.person_author = place[: len(ids)][person], place[: len(ids)][of_record]
        self.other_place = np.full(table.length, -1, np.int64)
        self.other_place[others] = place[len(ids) :]
        self.author_of = {record_key(p): int(a) for p, a in zip(people, self.person_author.tolist(), strict=True)}

    def _places_beside(self) -> Ints:
        rel = self.before.rels["AFFILIATED_WITH"]
        self.affiliated = np.flatnonzero(flags(self.affected.authors, self.before.nodes["Author"].length)[rel["start"]])
        return np.unique(rel["end"][self.affiliated])

    # relationships

    def part(self) -> Part:
        """Both parts, with former ids carried over."""
        rels = self._rows_of_rels()
        nodes = {"Author": self.author_rows, "Paper": self.paper_rows, "Affiliation": self.places.rows,
                 "Topic": self.topics.rows, "Override": np.arange(len(self.accounts.overruled)),
                 **self.evidence.nodes}  # fmt: skip
        new = Tables(
            {
                "Author": self.author,
                "Paper": self.paper,
                "Affiliation": self.places.table,
                "Topic": self.topics.table,
                "Override": override_table(self.accounts.overrides),
            },
            self._new_rels(),
        )
        self.evidence.complete(new, self.author_of, self._paper_of())
        old = part_of(self.before, nodes, rels)
        carry_former_ids(old, new)
        return Part(old, new, nodes, rels, self.assignment.cut)

    def _paper_of(self) -> dict[str, int]:
        """Row of the paper that each paper record of the change describes now."""
        row = {ident: i for i, ident in enumerate(self.paper["id"].tolist())}
        out = {key: row[paper.id] for paper in self.papers.made for key in paper.records}
        changed = {key for kind, key in self.accounts.changed if kind == "paper"}
        return out | {key: row[ident] for key, ident in self.papers.same.items() if key in changed}

    def _rows_of_rels(self) -> dict[str, Ints]:
        rels, near = self.before.rels, self.affected
        people = flags(near.authors, self.before.nodes["Author"].length)
        lost = flags(near.lost, self.before.nodes["Paper"].length)
        pairs = rels["COAUTHORED"]
        return {
            "AUTHORED": near.mentions,
            "AFFILIATED_WITH": self.affiliated,
            "FROM": np.flatnonzero(lost[rels["FROM"]["start"]]),
            "ABOUT": np.flatnonzero(lost[rels["ABOUT"]["start"]]),
            AFFILIATION_PART_OF.name: self.places.part_of_rows,
            "COAUTHORED": np.flatnonzero(people[pairs["start"]] | people[pairs["end"]]),
            **self.evidence.rels,
        }

    def _new_rels(self) -> dict[str, Table]:
        made, found = self.papers.made, self.named
        to_part = np.array([self.places.row[ident] for ident in found.row], np.int64)
        topic = about(made, self.topics.row)
        mention_ids = self.mentions.table["affiliation_ids"]
        where = self._affiliations(found, to_part, mention_ids)
        return {
            "AUTHORED": authored(self.person, self.mentions, mention_ids, self.assignment),
            "AFFILIATED_WITH": affiliated_with(
                self.person, self.mentions, self.paper["year"], where, self.affected.people.after, self.person_author
            ),
            "FROM": rel_table(FROM.properties, self.made_place[found.from_papers["start"]],
                              to_part[found.from_papers["end"]], {}),
            "ABOUT": Table({**topic, "start": self.made_place[topic["start"]]}, topic.length),
            AFFILIATION_PART_OF.name: self.places.part_of,
            "COAUTHORED": self._pairs(),
        }  # fmt: skip

    def _affiliations(self, found: Affiliations, to_part: Ints, mention_ids: Column) -> Affiliations:
        """The affiliations of every mention of the part."""
        staying = len(self.affected.staying)
        given = [(i, self.places.row[ident]) for i, ids in enumerate(mention_ids[:staying].tolist()) for ident in ids]
        ends = np.array(given, np.int64).reshape(-1, 2)
        return Affiliations(
            nodes=self.places.table,
            from_papers=no_rows(FROM.properties, ends=True),
            part_of=no_rows(AFFILIATION_PART_OF.properties, ends=True),
            mention=np.r_[ends[:, 0], found.mention + staying],
            mention_affiliation=np.r_[ends[:, 1], to_part[found.mention_affiliation]],
            mention_ids=mention_ids,
            row=self.places.row,
            ident=self.places.ident,
        )

    def _pairs(self) -> Table:
        """The pairs of the people reached, also with others: those among others alone are not of the part."""
        author = np.r_[self.person, self.other_place[self.beside["start"]]]
        paper = np.r_[self.mentions.paper, self.stay_place[self.beside["end"]]]
        counted = np.r_[self.mentions.counted, _counted(self.beside)]
        every = coauthored(author, paper, counted, self.paper["team"], self.paper["year"], self.settings.cap)
        ours = np.flatnonzero(self.made_author[every["start"]] | self.made_author[every["end"]])
        return Table(cut(every, ours), len(ours))


def _counted(mentions: dict[str, Column]) -> Column:
    """Which mentions make teams and pairs: neither editors nor collectives."""
    return (mentions["role"] != "editor") & (mentions["collective"] != 1)


def _claiming(nodes: Table, ids: list[str]) -> Ints:
    """Rows of nodes that have one of ``ids`` as a former id."""
    wanted = set(ids)
    return np.array([i for i, former in enumerate(nodes["former_ids"].tolist()) if former and wanted & {*former}],
                    np.int64)  # fmt: skip
