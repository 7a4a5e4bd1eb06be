"""A world cut down to what can decide about some of its mentions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coterie.graph.identity.idclusters import id_set
from coterie.graph.identity.names import id_sets
from coterie.graph.identity.world import World
from coterie.graph.model.ragged import Index, Ints, Ragged, closure, digest
from coterie.graph.model.tables import Column, Table

MOST = 20_000
"""Mentions that :func:`around` takes in because their names vary from those asked for."""


def narrowed(world: World, rows: Ints, keys: Ragged) -> tuple[World, Ints]:
    """The mentions that ``keys`` (those of identity, at frozen weights) connect with ``rows``, and where each of them
    stands in ``world``; the other mentions on their papers stand beside. They are resolved as in the whole."""
    index = Index(keys[np.arange(world.mentions.length)])
    people = Index(keys[np.arange(world.mentions.length, len(keys))])
    closure([index, people], keys[rows].values)
    return _part(world, np.flatnonzero(index.found), np.flatnonzero(people.found))


def around(world: World, rows: Ints, keys: Ragged, most: int = MOST) -> tuple[World, Ints]:
    """As :func:`narrowed` where that is small; else what decides most about ``rows`` at less cost.

    That is their blocks, whose names vary from theirs (with their blocks, the rarest ways first), and all that
    identifiers tie with these, person records included; then whatever ``keys`` connect with those in turn, as long as
    there are no more than ``most``. ``keys``: of each mention, the block first."""
    ties = _Ties(world, keys)
    found, people = ties.with_ids(np.union1d(ties.of_blocks(rows), ties.varying(rows, most)))
    while len(found) < len(near := ties.wider(found, most)) <= most:
        found, people = ties.with_ids(near)
    return _part(world, found, people)


class _Ties:
    """What ties mentions to others: their blocks, the other keys of their names, identifiers."""

    def __init__(self, world: World, keys: Ragged) -> None:
        size = world.mentions.length
        self._mentions = world.mentions
        self._keys = keys if len(keys) == size else keys[np.arange(size)]
        self._block = self._keys.values[self._keys.limits[:-1]]
        self._of_key, self._of_block = _Owners(self._keys), _Owners(Ragged(np.arange(size + 1), self._block))
        held = [id_set(person.orcid, person.source_ids) for person in world.persons]
        self._ids = Ragged.of([[digest("id", ident) for ident in ids] for ids in held])
        self._of_id = _Owners(self._ids)

    def of_blocks(self, rows: Ints) -> Ints:
        """All mentions of the blocks of ``rows``."""
        return self._of_block.rows(np.unique(self._block[rows]))

    def varying(self, rows: Ints, most: int) -> Ints:
        """The mentions of blocks that share a key with ``rows``, those that few have first."""
        keys, blocks = np.unique(self._keys[rows].values), np.unique(self._block[rows])
        times, left = self._of_key.times(keys), most
        for at in np.argsort(times, kind="stable").tolist():
            if times[at] > most:
                break
            more = np.setdiff1d(self._block[self._of_key.rows(keys[at : at + 1])], blocks)
            left -= int(self._of_block.times(more).sum())
            if left < 0:
                break
            blocks = np.union1d(blocks, more)
        return self._of_block.rows(blocks)

    def wider(self, rows: Ints, most: int) -> Ints:
        """``rows`` and the blocks of those that share a key with them; where they are too many, some of these."""
        near = self._of_key.rows(np.unique(self._keys[rows].values))
        return self.of_blocks(near) if len(near) <= most else near

    def with_ids(self, rows: Ints) -> tuple[Ints, Ints]:
        """``rows`` and the mentions, and person records, that identifiers tie with them, directly or not."""
        fresh, people = rows, np.empty(0, np.int64)
        known = wanted = self._ids_of(rows)
        while len(wanted):
            fresh = np.setdiff1d(self._of_key.rows(wanted), rows)
            records = np.setdiff1d(self._of_id.rows(wanted), people)
            rows, people = np.union1d(rows, fresh), np.union1d(people, records)
            wanted = np.setdiff1d(np.union1d(self._ids_of(fresh), self._ids[records].values), known)
            known = np.union1d(known, wanted)
        return rows, people

    def _ids_of(self, rows: Ints) -> Ints:
        some = {name: self._mentions[name][rows] for name in ("orcid", "source_ids", "collective")}
        ids = {ident for held in id_sets(Table(some, len(rows)), ()).values() for ident in held}
        return np.unique(np.fromiter((digest("id", ident) for ident in ids), np.int64, len(ids)))


class _Owners:
    """Finds the rows of a :class:`Ragged` that have a number, again and again."""

    def __init__(self, keys: Ragged) -> None:
        order = np.argsort(keys.values, kind="stable")
        self._values = keys.values[order]
        self._owner = np.repeat(np.arange(len(keys)), keys.sizes)[order]

    def times(self, wanted: Ints) -> Ints:
        """How many have each of ``wanted``."""
        return np.searchsorted(self._values, wanted, "right") - np.searchsorted(self._values, wanted, "left")

    def rows(self, wanted: Ints) -> Ints:
        """The rows that have one of ``wanted``."""
        left, sizes = np.searchsorted(self._values, wanted, "left"), self.times(wanted)
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.unique(self._owner[np.repeat(left, sizes) + within])


def _part(world: World, found: Ints, people: Ints) -> tuple[World, Ints]:
    papers = np.unique(world.mentions["paper"][found])
    place = np.full(world.papers.length, -1, np.int64)
    place[papers] = np.arange(len(papers))
    inside = np.zeros(world.mentions.length, bool)
    inside[found] = True
    near = np.flatnonzero((place[world.mentions["paper"]] >= 0) & ~inside)
    beside = _placed(world.mentions, near, place)
    if world.beside is not None:
        more = np.flatnonzero(place[world.beside["paper"]] >= 0)
        beside = _stacked(beside, _placed(world.beside, more, place))
    return replace(
        world,
        mentions=_placed(world.mentions, found, place),
        papers=Table({name: world.papers[name][papers] for name in world.papers}, len(papers)),
        persons=[world.persons[i] for i in people.tolist()],
        topics=None if world.topics is None else world.topics[papers],
        beside=beside,
    ), found


def _placed(table: Table, rows: Ints, place: Ints) -> Table:
    """Some rows, their papers renumbered."""
    columns = {name: table[name][rows] for name in table if name not in ("start", "end")}
    return Table({**columns, "paper": place[table["paper"][rows]]}, len(rows))


def _stacked(one: Table, two: Table) -> Table:
    def both(a: Column, b: Column) -> Column:
        return Ragged.concatenated([a, b]) if isinstance(a, Ragged) else np.concatenate([a, b])

    return Table({name: both(one[name], two[name]) for name in one if name in two}, one.length + two.length)
