"""Papers in memory as identity sees them, without a store and without merging: one paper a record."""

from __future__ import annotations

from collections.abc import Sequence

from coterie.graph.assembly.affiliating import lay_affiliations
from coterie.graph.assembly.laying import lay_mentions, lay_papers, sorted_papers
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.assembly.subjects import topic_ids
from coterie.graph.assembly.undisturbed import undisturbed
from coterie.graph.identity.world import World
from coterie.graph.model.records import PaperRecord, PersonRecord, mention_key, record_key
from coterie.graph.model.tables import Table


def world_of_records(papers: Sequence[PaperRecord], persons: Sequence[PersonRecord] = ()) -> World:
    """What identity may know of these records. Raises ValueError where two papers have one record key."""
    with undisturbed():
        ordered = sorted_papers([_alone(paper) for paper in papers])
        people = sorted(persons, key=lambda person: (record_key(person), person.updated or ""))
        mentions = lay_mentions(ordered)
        places = lay_affiliations(ordered, mentions, people, ())
        told = Table({**mentions.table, "affiliation_ids": places.mention_ids}, mentions.table.length)
        return World(told, lay_papers(ordered, mentions), people, topic_ids(ordered), places.names)


def _alone(paper: PaperRecord) -> MergedPaper:
    key = record_key(paper)
    mentions = [(mention_key(paper, index), mention) for index, mention in enumerate(paper.mentions, 1)]
    return MergedPaper(key, (key,), paper, tuple(mentions))
