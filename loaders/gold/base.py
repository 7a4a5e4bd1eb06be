"""What a gold set is: mentions of which people have said whose they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import msgspec

from coterie.graph.model.records import Mention, PaperRecord, PersonRecord, mention_key
from coterie.graph.names.people import name_key

MAX_AUTHORS = 100
"""Of a paper with more authors than that only so many, and all labelled ones, are taken from a gold set."""
ALL = "all"
HOMONYMS = "homonym names"


class Label(NamedTuple):
    """Whose the mention at a place is: ``paper`` by any of its ids, ``position`` from 1 (None where not said),
    ``written`` the name there ("" where not said), ``where`` the line of the file."""

    paper: str
    position: int | None
    written: str
    person: str
    where: str = ""


@dataclass(frozen=True)
class GoldSet:
    """Labelled mentions.

    ``format`` is what the file was recognised as. A set either brings ``records`` (and perhaps ``persons``, which the
    resolver may see unless ids are hidden) with ``labels``, the person of each labelled mention by its key, or only
    labels to be ``laid`` over a graph. ``subsets`` are mention keys by name of the subset; all mentions are one.
    ``unmatched`` counts labels whose mention is not there.
    """

    name: str
    format: str
    records: Sequence[PaperRecord] = ()
    persons: Sequence[PersonRecord] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    laid: Sequence[Label] = ()
    subsets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unmatched: int = 0

    def with_homonyms(self, known: Mapping[str, str] | None = None) -> GoldSet:
        """This set with the subset of mentions whose folded name more than one person bears, of those in ``known``
        (default: all labels); without it where there is none, or where it is all."""
        bearers: dict[str, set[str]] = defaultdict(set)
        names: dict[str, str] = {}
        counted = self.labels if known is None else known
        for key, mention in mentions_of(self.records):
            if key in self.labels:
                names[key] = name_key(mention.written, mention.given, mention.family, mention.suffix)
                if key in counted:
                    bearers[names[key]].add(counted[key])
        found = frozenset(key for key, name in names.items() if len(bearers[name]) > 1)
        if not found or len(found) == len(self.labels):
            return self
        return replace(self, subsets={**self.subsets, HOMONYMS: found})


def mentions_of(records: Iterable[PaperRecord]) -> Iterator[tuple[str, Mention]]:
    """Each mention with its key."""
    for record in records:
        for index, mention in enumerate(record.mentions, 1):
            yield mention_key(record, index), mention


def kept(count: int, labelled: Iterable[int]) -> list[int]:
    """The places, from 0, to take of a list of ``count`` authors: all, or of a long list the labelled ones and the
    first others."""
    if count <= MAX_AUTHORS:
        return list(range(count))
    named = set(labelled)
    others = [place for place in range(min(count, MAX_AUTHORS + len(named))) if place not in named]
    return sorted([*named, *others[:MAX_AUTHORS]])


class Builder:
    """Collects papers with labelled mentions into a :class:`GoldSet`."""

    def __init__(self, name: str, format: str) -> None:
        self.name, self.format = name, format
        self.records: list[PaperRecord] = []
        self.labels: dict[str, str] = {}
        self.count: Counter[str] = Counter()

    def add(self, record: PaperRecord, count: int, author: Callable[[int], Mention], labelled: Mapping[int, str]
            ) -> None:  # fmt: skip
        """Take in a paper (``record`` without mentions) of ``count`` authors: ``author`` makes the mention at a place
        from 0, ``labelled`` holds the persons by place."""
        places = kept(count, labelled)
        if len(places) < count:
            self.count["shortened"] += 1
            record = msgspec.structs.replace(
                record, author_count=max(record.author_count or 0, count), authors_complete=False
            )
        record = msgspec.structs.replace(record, mentions=tuple([author(place) for place in places]))
        for index, place in enumerate(places, 1):
            if place in labelled:
                self.labels[mention_key(record, index)] = labelled[place]
        self.records.append(record)

    def finished(self) -> GoldSet:
        """The set, with what was left out in words."""
        notes = []
        if self.count["shortened"]:
            notes.append(
                f"of {self.count['shortened']:,} papers with more than {MAX_AUTHORS} authors only the labelled and "
                f"the first {MAX_AUTHORS} others were taken"
            )
        return GoldSet(
            self.name, self.format, self.records, labels=self.labels, notes=tuple(notes),
            unmatched=self.count["unmatched"],
        ).with_homonyms()  # fmt: skip
