"""Who is who, measured: the mentions of a gold set resolved, and compared with what is known of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.evaluating import Block, Scores, codes, score, worst_blocks
from coterie.graph.model.errors import IdentityError
from coterie.graph.names.people import initials_key
from coterie.loaders.gold import ALL, GoldSet, read_gold

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.identity import World
    from coterie.graph.model.tables import Table

Ints = NDArray[np.int64]
Opening = Callable[[], "AbstractContextManager[Graph]"]
"""Gives a graph, closed after use if need be."""


@dataclass(frozen=True)
class Labelled:
    """A gold set over a world: ``rows`` of the labelled mentions, the number of the gold person of each, and the
    ``subsets`` as places in ``rows``; ``unmatched`` labels fit no mention."""

    world: World
    rows: Ints
    gold: Ints
    subsets: Mapping[str, Ints]
    unmatched: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Evaluation:
    """What resolution achieves on a gold set: ``scores`` by subset, the ``worst`` blocks, and the choices made.

    ``weights``: fitted (to the world resolved), shipped, or none where the key has none. ``seconds``: CPU time of
    fitting and resolving, reading not included.
    """

    gold: str
    format: str
    key: str
    ids_hidden: bool
    seed: int | None
    weights: str
    seconds: float
    unmatched: int
    scores: Mapping[str, Scores]
    worst: Sequence[Block]
    notes: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each subset; measures from 0 to 1."""
        return [
            {
                "subset": subset, "mentions": s.mentions, "gold": s.gold, "found": s.found,
                "pairwise_precision": s.pairwise.precision, "pairwise_recall": s.pairwise.recall,
                "pairwise_f1": s.pairwise.f1, "bcubed_precision": s.bcubed.precision,
                "bcubed_recall": s.bcubed.recall, "bcubed_f1": s.bcubed.f1, "lumped": s.lumped, "split": s.split,
            }
            for subset, s in self.scores.items()
        ]  # fmt: skip

    def block_rows(self) -> list[dict[str, Any]]:
        """A row for each of the worst blocks."""
        return [
            {
                "block": b.key, "name": b.name, "mentions": b.mentions, "gold": b.gold, "found": b.found,
                "wrong_pairs": b.wrong, "pairwise_precision": b.pairwise.precision,
                "pairwise_recall": b.pairwise.recall,
            }
            for b in self.worst
        ]  # fmt: skip


def evaluate(gold: str | os.PathLike[str] | GoldSet, *, key: str | None = None, ignore_ids: bool = False,
             gold_ids: str | None = None, seed: int | None = None, worst: int = 10,
             graph: Opening | None = None) -> Evaluation:  # fmt: skip
    """Resolve the mentions of a gold set and compare.

    A set that brings its own papers is resolved by itself; one of labels only is laid over ``graph()``, which is
    resolved anew; nothing is written. ``key``: the identity key (default: that of new graphs);
    ``gold_ids``: the scheme of ids that are the gold; ``ignore_ids`` hides all ids of people from the resolver.
    ``seed``: give the resolver papers and mentions in an order drawn at random, which must change nothing.

    Raises LoadError where there is no gold set, IdentityError for an unknown key, or where no label fits a mention,
    StoreError.
    """
    from coterie.graph.identity import fit
    from coterie.graph.identity.hiding import without_ids
    from coterie.graph.model.settings import Settings

    found = gold if isinstance(gold, GoldSet) else read_gold(gold, ids=gold_ids)
    key = key or Settings().identity
    labelled = label(found, graph)
    name, format = found.name, found.format
    del found, gold  # its records, which are in the world now
    world = without_ids(labelled.world) if ignore_ids else labelled.world
    world, order = (world, None) if seed is None else shuffled(world, seed)
    start = time.process_time()
    weights = fit(world, key=key)
    rows = labelled.rows if order is None else np.argsort(order)[labelled.rows]
    person = _resolved(world, rows, key, weights)
    seconds = time.process_time() - start
    names = labelled.world.mentions["written"][labelled.rows].tolist()
    return Evaluation(
        gold=name, format=format, key=key, ids_hidden=ignore_ids, seed=seed, weights=_origin(key, weights),
        seconds=seconds,
        unmatched=labelled.unmatched,
        scores={name: score(labelled.gold[at], person[at]) for name, at in labelled.subsets.items()},
        worst=worst_blocks(labelled.gold, person, _blocks(labelled), names, worst), notes=labelled.notes,
    )  # fmt: skip


def label(gold: GoldSet, graph: Opening | None = None) -> Labelled:
    """The labelled mentions of a gold set. Raises IdentityError where there is none, StoreError."""
    labels, unmatched = gold.labels, gold.unmatched
    if gold.records:
        from coterie.graph.assembly.worlds import world_of_records

        world = world_of_records(gold.records, gold.persons)
    else:
        from coterie.graph.assembly.identities import person_records, world_of
        from coterie.laying_gold import lay

        if graph is None:
            raise IdentityError(f"{gold.name} has labels, but no papers", hint="lay it over a graph: --store")
        with graph() as held:
            tables = held.snapshot().tables
            world = world_of(tables, person_records(held.snapshot(), held.store))
        labels, unmatched = lay(gold.laid, tables, world)
    keys = world.mentions["mention"].tolist()
    rows = np.array([row for row, key in enumerate(keys) if key in labels], np.int64)
    if not len(rows):
        raise IdentityError(f"none of the {unmatched:,} labels of {gold.name} fits a mention",
                            hint="is it the gold of this graph? see --store")  # fmt: skip
    subsets = {name: np.flatnonzero([keys[row] in members for row in rows.tolist()])
               for name, members in gold.subsets.items()}  # fmt: skip
    known = codes(labels[keys[row]] for row in rows.tolist())
    return Labelled(world, rows, known, {**subsets, ALL: np.arange(len(rows))}, unmatched, gold.notes)


def shuffled(world: World, seed: int) -> tuple[World, Ints]:
    """``world`` with papers and mentions in an order drawn at random, and the row that each mention came from."""
    from dataclasses import replace

    from coterie.graph.model.tables import Table

    draw = np.random.default_rng(seed)
    papers, mentions = draw.permutation(world.papers.length), draw.permutation(world.mentions.length)
    place = np.empty(len(papers), np.int64)
    place[papers] = np.arange(len(papers))

    def taken(table: Table, rows: Ints) -> dict[str, Any]:
        return {name: table[name][rows] for name in table}

    told = {**taken(world.mentions, mentions), "paper": place[world.mentions["paper"][mentions]]}
    return replace(
        world, mentions=Table(told, len(mentions)), papers=Table(taken(world.papers, papers), len(papers)),
        topics=None if world.topics is None else world.topics[papers], persons=list(world.persons)[::-1],
    ), mentions  # fmt: skip


def _origin(key: str, weights: str) -> str:
    from coterie.graph.identity.freezing import FITTED

    return "none" if key not in FITTED else "fitted" if weights else "shipped"


def _resolved(world: World, rows: Ints, key: str, weights: str) -> Ints:
    """The person of each of ``rows``; of a large world only what decides about them is resolved."""
    from coterie.graph.identity import keys, resolve
    from coterie.graph.identity.freezing import changes_with_anybody
    from coterie.graph.identity.narrowing import narrowed

    if changes_with_anybody(key, weights):
        return np.asarray(resolve(world, key=key, weights=weights).person[rows], np.int64)
    near, found = narrowed(world, rows, keys(world, key=key))
    person = resolve(near, key=key, weights=weights).person
    return np.asarray(person[np.searchsorted(found, rows)], np.int64)


def _blocks(labelled: Labelled) -> list[str]:
    """Last name and first initial of each labelled mention."""
    mentions = labelled.world.mentions
    written, given, family = (mentions[name][labelled.rows].tolist() for name in ("written", "given", "family"))
    return [initials_key(*name) for name in zip(written, given, family, strict=True)]
