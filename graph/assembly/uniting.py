"""What the merged records of one paper say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from coterie.graph.assembly.accounts import Account
from coterie.graph.assembly.joining import joint_mentions, own_mentions
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.records import PaperRecord, TopicRef
from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.names.affiliations import affiliation_id


def unite(clusters: list[list[Account]]) -> tuple[list[MergedPaper], dict[str, list[str]]]:
    """One paper for each cluster (accounts sorted by key), and the identifiers that several of them carry, with the
    ids of these papers.

    A paper's id is the first of its identifiers by the order of schemes that no other paper carries, else its smallest
    record key. ``clusters`` are used up: a large merging has no room for accounts and papers at once.
    """
    ids = [_joint_ids(cluster) for cluster in clusters]
    claims = _several(ids)
    # a record key may read like an identifier (source arxiv): then it belongs to the paper of that record
    own = {account.key for cluster in clusters for account in cluster if account.record.source in ID_SCHEMES}
    papers: list[MergedPaper] = []
    shared: dict[str, list[str]] = {}
    clusters.reverse()
    for found in ids:
        cluster = clusters.pop()
        keys = tuple([account.key for account in cluster])
        ident = _paper_id(found, keys, claims, own)
        papers.append(_united(ident, keys, cluster, found))
        for scheme, value in found.items():
            if f"{scheme}:{value}" in claims:
                shared.setdefault(f"{scheme}:{value}", []).append(ident)
    return papers, shared


def _several(ids: Sequence[dict[str, str]]) -> set[str]:
    """The identifiers that stand in more than one of ``ids``."""
    hashes = np.fromiter((hash(item) for found in ids for item in found.items()), np.int64)
    values, counts = np.unique(hashes, return_counts=True)
    often = set(values[counts > 1].tolist())
    some = Counter(item for found in ids for item in found.items() if hash(item) in often) if often else {}
    return {f"{scheme}:{value}" for (scheme, value), times in some.items() if times > 1}


def _joint_ids(cluster: Sequence[Account]) -> dict[str, str]:
    """The ids of all; where people joined records with two of one scheme, that of the first record."""
    if len(cluster) == 1:
        return cluster[0].ids
    return {scheme: value for account in reversed(cluster) for scheme, value in account.ids.items()}


def _paper_id(ids: dict[str, str], keys: tuple[str, ...], claims: set[str], own: set[str]) -> str:
    if ids:
        for scheme in (*ID_SCHEMES, *sorted(ids.keys() - ID_SCHEMES.keys())):
            ident = f"{scheme}:{ids[scheme]}" if scheme in ids else ""
            if ident and ident not in claims and (ident not in own or ident in keys):
                return ident
    return keys[0]


def _united(ident: str, keys: tuple[str, ...], cluster: Sequence[Account], ids: dict[str, str]) -> MergedPaper:
    if len(cluster) == 1:
        record = cluster[0].record
        fields = record if record.ids == ids else msgspec.structs.replace(record, ids=ids)
        return MergedPaper(ident, keys, fields, *own_mentions(record))
    winner = max(cluster, key=_list_rank)
    rest = [account.record for account in cluster if account is not winner]
    fields = _fields([account.record for account in cluster], winner, ids)
    return MergedPaper(ident, keys, fields, *joint_mentions(winner.record, rest))


def _list_rank(account: Account) -> tuple[bool, int]:
    """How complete the author list is; the first among equals wins."""
    return account.complete, len(account.names)


def _fields(records: Sequence[PaperRecord], winner: Account, ids: dict[str, str]) -> PaperRecord:
    """The fields of ``records``, sorted by key: the title most records have, the date most precise (not inferred
    before inferred, then the latest), the largest figures, all that lists hold, of the rest the first."""

    def first(name: str) -> Any:
        return next((value for value in (getattr(r, name) for r in records) if value not in (None, "")), None)

    def largest(name: str) -> Any:
        return max((value for value in (getattr(r, name) for r in records) if value is not None), default=None)

    dated = max(records, key=lambda r: (r.date is not None, not r.date_inferred, len(r.date or ""), r.date or ""))
    stated = [r.author_count for r in records if r.author_count is not None]
    kinds = [r.kind for r in records if r.kind]
    codes = {r.has_code for r in records}
    return PaperRecord(
        source=records[0].source,
        record_id=records[0].record_id,
        title=_most_frequent([r.title for r in records if r.title]),
        ids=dict(sorted(ids.items())),
        date=dated.date,
        date_inferred=dated.date is not None and dated.date_inferred,
        date_partial=None if dated.date else largest("date_partial"),
        kind=next((kind for kind in kinds if kind != "preprint"), first("kind")),
        venue=first("venue"),
        language=first("language"),
        authors_complete=winner.record.authors_complete,
        author_count=max([*stated, len(winner.names)] if winner.complete else stated, default=None),
        affiliations=tuple(_distinct((a for r in records for a in r.affiliations), affiliation_id)),
        topics=_topics(records),
        citations=largest("citations"),
        has_code=True if True in codes else False if False in codes else None,
        score=largest("score"),
        urls=tuple(dict.fromkeys(url for r in records for url in r.urls)),
    )


def _most_frequent(values: Sequence[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default="")


def _distinct(items: Iterable[Any], key: Callable[[Any], Any]) -> list[Any]:
    """The first of each key, in order."""
    found: dict[Any, Any] = {}
    for item in items:
        found.setdefault(key(item), item)
    return list(found.values())


def _topics(records: Sequence[PaperRecord]) -> tuple[TopicRef, ...]:
    """All topics; of one topic the first name, and primary where any record says so."""
    found: dict[tuple[str, str], TopicRef] = {}
    for topic in (t for r in records for t in r.topics):
        known = found.setdefault((topic.scheme, topic.code), topic)
        if (topic.primary and not known.primary) or (topic.name and not known.name):
            found[topic.scheme, topic.code] = msgspec.structs.replace(
                known, name=known.name or topic.name, primary=known.primary or topic.primary
            )
    return tuple(found.values())
