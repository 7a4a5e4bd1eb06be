"""A world cut down to what can decide about some of its mentions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coterie.graph.identity.world import World
from coterie.graph.model.ragged import Index, Ints, Ragged, closure
from coterie.graph.model.tables import Column, Table


def narrowed(world: World, rows: Ints, keys: Ragged) -> tuple[World, Ints]:
    """The mentions that ``keys`` (those of identity, at frozen weights) connect with ``rows``, and where each of them
    stands in ``world``; the other mentions on their papers stand beside. They are resolved as in the whole."""
    index = Index(keys[np.arange(world.mentions.length)])
    people = Index(keys[np.arange(world.mentions.length, len(keys))])
    closure([index, people], keys[rows].values)
    found = np.flatnonzero(index.found)
    papers = np.unique(world.mentions["paper"][found])
    place = np.full(world.papers.length, -1, np.int64)
    place[papers] = np.arange(len(papers))
    near = np.flatnonzero((place[world.mentions["paper"]] >= 0) & ~index.found)
    beside = _placed(world.mentions, near, place)
    if world.beside is not None:
        more = np.flatnonzero(place[world.beside["paper"]] >= 0)
        beside = _stacked(beside, _placed(world.beside, more, place))
    return replace(
        world,
        mentions=_placed(world.mentions, found, place),
        papers=Table({name: world.papers[name][papers] for name in world.papers}, len(papers)),
        persons=[world.persons[i] for i in np.flatnonzero(people.found).tolist()],
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
