"""What resolution answers: which mentions are one person, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.ragged import Ragged
from coterie.graph.model.records import PersonRecord, record_key
from coterie.graph.model.tables import Table
from coterie.graph.names.fold import slug


@dataclass(frozen=True)
class Assignment:
    """``person``: the number of each mention's person, persons being numbered from 0 by their smallest mention key
    (a person record without mention counts by its record key, after those). ``records``: the number of each person
    record. ``count``: how many persons. ``evidence(i)``: why mention ``i`` is with its person, in words. ``first``: of
    each person the row of the smallest mention, or the number of mentions plus the place of the smallest person record;
    None where it is not known. ``keys``: what ties each mention, then each person record, to others (see
    :func:`~coterie.graph.identity.keys`). ``cut``: blocks of names so large that not all of them was compared."""

    person: NDArray[np.int64]
    records: tuple[int, ...]
    count: int
    evidence: Callable[[int], tuple[str, ...]] = field(default=lambda i: (), compare=False)
    first: NDArray[np.int64] | None = field(default=None, compare=False)
    keys: Ragged | None = field(default=None, compare=False)
    cut: tuple[str, ...] = ()


def author_ids(mentions: Table, persons: Sequence[PersonRecord], assignment: Assignment) -> list[str]:
    """The author id of each person: the slug of the name as written at the smallest mention (or in the record of a
    person without mention), a hyphen, and 12 hex of the sha256 of that mention's key (or that record's)."""
    if assignment.first is not None:
        size = mentions.length
        keys, written = mentions["mention"], mentions["written"]
        return [
            _author_id(keys[i], written[i])
            if i < size
            else _author_id(record_key(persons[i - size]), persons[i - size].name)
            for i in assignment.first.tolist()
        ]
    first: list[tuple[str, str] | None] = [None] * assignment.count
    for person, key, written in zip(
        assignment.person.tolist(), mentions["mention"].tolist(), mentions["written"].tolist(), strict=True
    ):
        known = first[person]
        if known is None or key < known[0]:
            first[person] = (key, written)
    mentioned = [known is not None for known in first]
    for person, record in zip(assignment.records, persons, strict=True):
        known = first[person]
        if not mentioned[person] and (known is None or record_key(record) < known[0]):
            first[person] = (record_key(record), record.name)
    return [_author_id(*known) for known in first if known is not None]


def _author_id(key: str, written: str) -> str:
    return f"{slug(written)}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
