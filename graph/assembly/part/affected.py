"""The mentions, people and papers that a change reaches: rows of the tables before it."""

from __future__ import annotations

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corrections import corrected
from coterie.graph.assembly.laying import Mentions, lay_mentions, lay_papers
from coterie.graph.assembly.part.accounts import Accounts, Papers, People
from coterie.graph.assembly.part.cutting import flags
from coterie.graph.assembly.part.delta import Inapplicable
from coterie.graph.identity import World
from coterie.graph.identity import keys as identity_keys
from coterie.graph.identity.overrides import bound, named
from coterie.graph.model.ragged import Index, closure
from coterie.graph.model.tables import Table, Tables


class Affected:
    """Rows of the tables before the change.

    ``lost``: papers that go or change; ``context``: other papers of the people reached, which stay; ``described``:
    papers that stay and whose records change. ``mentions``: all of the people reached, ``staying`` those of them on
    papers that stay; ``beside``: mentions of others on the context. ``authors``: the people reached; ``others``: those
    of ``beside``. ``people``: person records. ``laid``: mentions of the papers made, ``made`` their Paper table.
    """

    def __init__(self, before: Tables, accounts: Accounts, papers: Papers, key: str) -> None:
        authored, size = before.rels["AUTHORED"], before.nodes["Paper"].length
        self.identity = key
        self.laid: Mentions = corrected(lay_mentions(papers.made), accounts.overrides)
        self.made: Table = lay_papers(papers.made, self.laid)
        paper_of = _paper_of(before, accounts)
        self.lost = _rows_of_papers(before, accounts, papers, paper_of)
        self.described = np.unique(
            np.array([paper_of[row] for row in accounts.rows(k for k in accounts.changed if k[0] == "paper")
                      if accounts.held.key(row)[1] in papers.same], np.int64)
        )  # fmt: skip
        direct = flags(self.lost, size)[authored["end"]]
        person_rows = accounts.held.of_kind("person")
        mentions, persons = Index(authored["keys"]), Index(accounts.keys[person_rows])
        changed = accounts.rows(k for k in accounts.changed if k[0] == "person")
        accounts.supply(changed)
        coming = list(accounts.of((k for k in accounts.changed if k[0] == "person"), "after"))
        laid = identity_keys(World(self.laid.table, self.made, coming), key=key)
        disputed = authored["keys"][named(authored, accounts.disputed)].values if accounts.disputed else ()
        seeds = [
            np.array(disputed, np.int64),
            authored["keys"][np.flatnonzero(direct)].values,
            accounts.keys[np.array(changed, np.int64)].values,
            bound(laid, self.laid.table, accounts.overrides).values,
        ]
        closure([mentions, persons], np.concatenate(seeds))
        self.people = People(accounts, person_rows[persons.found])
        self.mentions = np.flatnonzero(mentions.found)
        self.staying = np.flatnonzero(mentions.found & ~direct)
        starts, ends = authored["start"], authored["end"]
        by_author = flags(starts[self.mentions], before.nodes["Author"].length)
        described = before.rels["DESCRIBES:Author"]
        persons_flag = flags(np.array(self.people.rows, np.int64), before.nodes["Record"].length)
        by_author[described["end"][persons_flag[described["start"]]]] = True
        self.authors = np.flatnonzero(by_author)
        if not np.array_equal(np.flatnonzero(by_author[starts]), self.mentions):
            raise Inapplicable("people and their names do not agree")
        context = flags(ends[self.staying], size)
        self.context = np.flatnonzero(context)
        self.beside = np.flatnonzero(context[ends] & ~mentions.found)
        self.others = np.unique(starts[self.beside])


def _paper_of(before: Tables, accounts: Accounts) -> Ints:
    """For each row of Record that of its paper, -1 where it has none."""
    out = np.full(len(accounts.keys), -1, np.int64)
    describes = before.rels["DESCRIBES:Paper"]
    out[describes["start"]] = describes["end"]
    return out


def _rows_of_papers(before: Tables, accounts: Accounts, papers: Papers, paper_of: Ints) -> Ints:
    """Rows of the papers that go or change."""
    found = []
    for paper in papers.lost:
        row = next(accounts.held.versions(("paper", paper.records[0])), None)
        found.append(-1 if row is None else int(paper_of[row]))
    rows = np.array(found, np.int64)
    if (rows < 0).any() or before.nodes["Paper"].pick("id", rows).tolist() != [paper.id for paper in papers.lost]:
        raise Inapplicable("papers and their records do not agree")
    return np.sort(rows)
