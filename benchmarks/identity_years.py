"""Whether the ACL Anthology in ten loads by year, in two orders, gives the people of the whole at once.

    python -m benchmarks.identity_years

At the weights of the whole, ids hidden. After each load those are resolved anew whom a load has resolved anew: all that
new mentions are connected with. Prints, for each order, the CPU seconds of each load, and whether the people are the
same; the exit code is 1 where they are not. Takes some five minutes.
"""

from __future__ import annotations

import dataclasses
import sys
import time

import numpy as np

from benchmarks.identity import SETS, SHARED
from coterie.evaluation import label
from coterie.graph.identity import World, fit, keys, resolve
from coterie.graph.identity.hiding import without_ids
from coterie.graph.identity.narrowing import narrowed
from coterie.graph.model.tables import Table
from coterie.loaders.gold import read_gold

LOADS = 10


def among(world: World, papers: np.ndarray) -> World:
    """What a world is with some of its papers only."""
    rows = np.flatnonzero(papers[world.mentions["paper"]])
    place = np.cumsum(papers) - 1
    mentions = {name: world.mentions[name][rows] for name in world.mentions}
    return dataclasses.replace(
        world, mentions=Table({**mentions, "paper": place[world.mentions["paper"][rows]]}, len(rows)),
        papers=Table({name: world.papers[name][papers] for name in world.papers}, int(papers.sum())),
        topics=None if world.topics is None else world.topics[papers],
    )  # fmt: skip


def partition(mentions: list[str], person: list[int]) -> set[frozenset[str]]:
    """The mentions of each person."""
    found: dict[int, list[str]] = {}
    for mention, number in zip(mentions, person, strict=True):
        found.setdefault(number, []).append(mention)
    return {frozenset(group) for group in found.values()}


def by_loads(world: World, weights: str, order: range) -> tuple[dict[str, int], list[float]]:
    """The person of each mention after all loads, and the CPU seconds of each."""
    years = np.argsort(world.papers["year"], kind="stable")
    tenth = np.empty(len(years), np.int64)
    tenth[years] = np.arange(len(years)) * LOADS // len(years)
    known: dict[str, int] = {}
    seen, seconds = np.zeros(len(years), bool), []
    for step, part in enumerate(order):
        seen |= tenth == part
        now = among(world, seen)
        fresh = np.flatnonzero((tenth == part)[np.flatnonzero(seen)][now.mentions["paper"]])
        tied = keys(now, key="default")
        begun = time.process_time()
        near, rows = narrowed(now, fresh, tied)
        person = resolve(near, key="default", weights=weights).person + 10_000_000 * (step + 1)
        seconds.append(time.process_time() - begun)
        known |= dict(zip(now.mentions["mention"][rows].tolist(), person.tolist(), strict=True))
    return known, seconds


def main() -> None:
    """Print both orders."""
    world = without_ids(label(read_gold(str(SHARED / SETS[0]))).world)
    weights = fit(world, key="default")
    whole = partition(
        world.mentions["mention"].tolist(), resolve(world, key="default", weights=weights).person.tolist()
    )
    print(f"{len(whole):,} people at once")
    fine = True
    for name, order in (("oldest first", range(LOADS)), ("newest first", range(LOADS - 1, -1, -1))):
        known, seconds = by_loads(world, weights, order)
        same = partition(list(known), list(known.values())) == whole
        fine &= same
        print(f"{name}: {'the same' if same else 'OTHERS'}; CPU s of each load: "
              + " ".join(f"{s:.1f}" for s in seconds), flush=True)  # fmt: skip
    sys.exit(not fine)


if __name__ == "__main__":
    main()
