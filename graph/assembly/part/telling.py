"""What identity is told of the touched part: at its papers and mentions what it would be told of the whole."""

from __future__ import annotations

import numpy as np

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.laying import Mentions
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.part.surroundings import Around
from coterie.graph.assembly.subjects import topic_ids
from coterie.graph.identity import World
from coterie.graph.model.records import PersonRecord
from coterie.graph.model.tables import Column, Table, Tables, column


def told(papers: Table, mentions: Mentions, persons: list[PersonRecord], topics: Column, places: Around,
         beside: Table) -> World:  # fmt: skip
    """The world of a part: its Paper table, the mentions to be resolved and those ``beside`` them (``paper``: row in
    ``papers``), the topics of each paper, and the Affiliation nodes that its mentions name."""
    names = dict(zip(places.table["id"].tolist(), places.table["name"].tolist(), strict=True))
    return World(mentions.table, papers, persons, topics, names, beside)


def topics_told(before: Tables, stay: Ints, stay_place: Ints, made: list[MergedPaper], made_place: Ints) -> Column:
    """The topics of each paper of the part: of those that ``stay`` as they were, of those ``made`` as they are now.

    ``stay_place`` and ``made_place`` are the papers' rows in the part.
    """
    out = column("str[]", [()] * (len(stay) + len(made)))
    rel = before.rels["ABOUT"]
    first, last = np.searchsorted(rel["start"], stay), np.searchsorted(rel["start"], stay, side="right")
    rows = np.concatenate([np.empty(0, np.int64), *map(np.arange, first, last)]).astype(np.int64)
    ids = before.nodes["Topic"].pick("id", rel["end"][rows]).tolist()
    limits = np.r_[0, np.cumsum(last - first)].tolist()
    for place, a, b in zip(stay_place.tolist(), limits, limits[1:], strict=False):
        out[place] = tuple(ids[a:b])
    out[made_place] = topic_ids(made)
    return out
