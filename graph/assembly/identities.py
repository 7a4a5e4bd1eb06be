"""The same graph under another identity key: its mentions resolved anew, from the snapshot; nothing is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coterie.graph.assembly.authors import author_table
from coterie.graph.assembly.columns import Ints, tuples
from coterie.graph.assembly.corpus import Corpus
from coterie.graph.assembly.corrections import overrides_of
from coterie.graph.assembly.derive import author_rows, authored
from coterie.graph.assembly.laying import Mentions
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.identity import Assignment, World, fit, resolve
from coterie.graph.identity.overrides import constraints
from coterie.graph.model.errors import NotFound
from coterie.graph.model.records import PersonRecord, record_key
from coterie.graph.model.tables import Table, Tables
from coterie.graph.snapshot import Selection, Snapshot
from coterie.graph.snapshot.lookup import find
from coterie.graph.store import Store

_KEPT = ("start", "end", "mention", "position", "written", "role", "collective")
"""Columns of AUTHORED that a projection, or showing it, needs."""
_OF_PEOPLE = ("AFFILIATED_WITH", "AUTHORED", "COAUTHORED", "DESCRIBES:Author")


@dataclass(frozen=True, eq=False)
class Identified:
    """A graph as an identity key sees it.

    ``snapshot`` holds its Author (id and name), AUTHORED, and all that does not depend on people. ``person``: the row,
    in that Author table, of the author of each mention; mentions in the order of AUTHORED of ``base``, the graph's own
    snapshot.
    """

    key: str
    snapshot: Snapshot
    person: Ints
    base: Snapshot

    def selection(self, selection: Selection) -> Selection:
        """``selection`` with its people by their ids under this key: of each whoever holds the most of the mentions
        (of several the smallest id). Raises NotFound, AmbiguousName where a name is none of the graph's, NotFound for
        one who has no mention."""
        if self.snapshot is self.base:
            return selection
        named = {field: tuple(self._id(name) for name in getattr(selection, field)) for field in ("authors", "people")}
        return dataclasses.replace(selection, **named)  # type: ignore[arg-type]

    def _id(self, name: str) -> str:
        row = find(self.base, "author", name)
        held = self.person[self.base.rel("AUTHORED")["start"] == row]
        if not len(held):
            raise NotFound("author with a paper", name)
        return str(self.snapshot.texts("Author", "id", [int(np.bincount(held).argmax())])[0])


def identified(snapshot: Snapshot, keys: Sequence[str], persons: Sequence[PersonRecord] = ()
               ) -> Iterator[Identified]:  # fmt: skip
    """The graph of ``snapshot`` under each of ``keys``, one after another; under its own key it is taken as it stands.

    ``persons``: the person records of the graph. Its corrections are in force under every key; the weights are those
    that it holds, else fitted to it, once for all keys that have any. Raises IdentityError for an unknown key.
    """
    world: World | None = None
    weights = snapshot.settings.weights
    for key in keys:
        if key == snapshot.settings.identity:
            yield Identified(key, snapshot, snapshot.rel("AUTHORED")["start"], snapshot)
            continue
        with undisturbed():
            world = world or world_of(snapshot.tables, persons)
            obeyed = constraints(overrides_of(snapshot.tables), world.mentions)
            weights = weights or fit(world, key=key)
            found = resolve(world, key=key, overrides=obeyed, weights=weights)
            yield _identified(snapshot, key, world, found)


def world_of(tables: Tables, persons: Sequence[PersonRecord] = ()) -> World:
    """What identity may know of a whole graph; ``mentions`` in the order of AUTHORED."""
    links, papers, about = tables.rels["AUTHORED"], tables.nodes["Paper"], tables.rels["ABOUT"]
    mentions = {name: links[name] for name in links if name not in ("start", "end")}
    topics = tables.nodes["Topic"].pick("id", about["end"]).tolist()
    places = tables.nodes["Affiliation"]
    return World(
        mentions=Table({"paper": links["end"], **mentions}, links.length),
        papers=papers,
        persons=sorted(persons, key=lambda person: (record_key(person), person.updated or "")),
        topics=tuples(about["start"], topics, papers.length),
        places=dict(zip(places["id"].tolist(), places["name"].tolist(), strict=True)) if places.length else {},
    )


def person_records(snapshot: Snapshot, store: Callable[[], Store]) -> list[PersonRecord]:
    """The person records of a graph, of each the version that counts; ``store`` is opened only if there is one.

    Raises StoreError, also where a record cannot be read (damaged).
    """
    records = snapshot.tables.nodes.get("Record")
    if records is None or not records.length:
        return []
    rows = np.flatnonzero(records["type"] == "person")
    if not len(rows):
        return []
    corpus = Corpus()
    corpus.supply(store().records(records.pick("id", rows).tolist()))
    return [record for record in corpus.effective() if isinstance(record, PersonRecord)]


def _identified(snapshot: Snapshot, key: str, world: World, found: Assignment) -> Identified:
    mentions = world.mentions
    ids, person, of_record = author_rows(mentions, world.persons, found)
    counted = np.not_equal(mentions["role"], "editor").astype(bool) & (mentions["collective"] != 1)
    laid = Mentions(mentions, mentions["paper"], counted, [])
    authors = author_table(ids, person, laid, snapshot.node("Paper")["year"], world.persons, of_record)
    links = authored(person, laid, mentions["affiliation_ids"], found)
    rels = {name: table for name, table in snapshot.tables.rels.items() if name not in _OF_PEOPLE}
    tables = Tables(
        {**snapshot.tables.nodes, "Author": Table({name: authors[name] for name in ("id", "name")}, authors.length)},
        {**rels, "AUTHORED": Table({name: links[name] for name in _KEPT}, links.length)},
    )
    settings = dataclasses.replace(snapshot.settings, identity=key)
    made = Snapshot(tables, store_id=snapshot.store_id, generation=snapshot.generation, settings=settings)
    return Identified(key, made, person, snapshot)
