"""A paper after merging: what its records say together. The contract between merging and deriving."""

from __future__ import annotations

from dataclasses import dataclass

from coterie.graph.model.records import Mention, PaperRecord


@dataclass(frozen=True, slots=True)
class MergedPaper:
    """One paper.

    ``id`` is its node's id, ``records`` the keys (``source:record_id``) of the records merged into it, sorted.
    ``fields`` is the merged record (its ``mentions`` are not read; ``ids``, ``authors_complete`` and ``author_count``
    are). ``mentions`` are the winning author list as (mention key, mention), positioned ones first, in order.
    ``accounts``: of mentions that several records tell of, by their key, the key and the name as written in each.
    """

    id: str
    records: tuple[str, ...]
    fields: PaperRecord
    mentions: tuple[tuple[str, Mention], ...] = ()
    accounts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
