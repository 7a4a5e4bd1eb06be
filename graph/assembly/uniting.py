"""What the merged records of one paper say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.records import Mention, PaperRecord, mention_key, record_key
from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.names.affiliations import affiliation_id
from coterie.graph.names.identifiers import normalise
from coterie.graph.names.people import name_key

Keyed = tuple[str, Mention]


def paper_ids(record: PaperRecord) -> dict[str, str]:
    """The record's identifiers by scheme, normalised; an arXiv DOI is an arXiv id."""
    found: dict[str, str] = {}
    for scheme, value in sorted(record.ids.items()):
        if scheme == "doi" and (arxiv := normalise("arxiv", value)) and "arxiv." in value.casefold():
            found.setdefault("arxiv", arxiv)
        elif (clean := normalise(scheme, value)) is not None:
            found[scheme] = clean
    return found


def unite(clusters: Sequence[Sequence[PaperRecord]]) -> list[MergedPaper]:
    """One paper for each cluster of a candidate component. An id that two of them claim names neither."""
    ids = [{k: v for record in cluster for k, v in paper_ids(record).items()} for cluster in clusters]
    claims = Counter((scheme, value) for found in ids for scheme, value in found.items())
    return [
        _united(cluster, found, {k: v for k, v in found.items() if claims[k, v] == 1})
        for cluster, found in zip(clusters, ids, strict=True)
    ]


def _united(cluster: Sequence[PaperRecord], ids: dict[str, str], own: dict[str, str]) -> MergedPaper:
    ordered = sorted(cluster, key=record_key)
    keys = tuple(record_key(record) for record in ordered)
    known = next((f"{scheme}:{own[scheme]}" for scheme in (*ID_SCHEMES, *sorted(own)) if scheme in own), keys[0])
    winner = max(ordered, key=_list_rank)
    return MergedPaper(known, keys, _fields(ordered, ids, winner), tuple(_mentions(ordered, winner)))


def _list_rank(record: PaperRecord) -> tuple[bool, int]:
    """How complete the record's author list is; the first among equals wins."""
    named = sum(m.position is not None for m in record.mentions)
    return record.authors_complete is True and named > 0, named


def _fields(ordered: Sequence[PaperRecord], ids: dict[str, str], winner: PaperRecord) -> PaperRecord:
    def first(name: str) -> Any:
        return next((value for value in (getattr(r, name) for r in ordered) if value is not None), None)

    def largest(name: str) -> Any:
        return max((value for value in (getattr(r, name) for r in ordered) if value is not None), default=None)

    dated = max(ordered, key=lambda r: (r.date is not None, not r.date_inferred, len(r.date or ""), r.date or ""))
    named = any(m.position is not None for m in winner.mentions)
    codes = [r.has_code for r in ordered if r.has_code is not None]
    stated = [r.author_count for r in ordered if r.author_count is not None]
    if winner.authors_complete and named:
        stated.append(sum(m.role == "author" for m in winner.mentions))
    return PaperRecord(
        source=ordered[0].source,
        record_id=ordered[0].record_id,
        updated=largest("updated"),
        title=_most_frequent([r.title for r in ordered]),
        ids=dict(sorted(ids.items())),
        date=dated.date,
        date_inferred=dated.date_inferred,
        date_partial=None if dated.date else largest("date_partial"),
        kind=first("kind"),
        venue=first("venue"),
        language=first("language"),
        authors_complete=winner.authors_complete if named else (False if stated else winner.authors_complete),
        author_count=max(stated, default=None),
        affiliations=tuple(_distinct((a for r in ordered for a in r.affiliations), affiliation_id)),
        topics=tuple(_distinct((t for r in ordered for t in r.topics), lambda t: (t.scheme, t.code))),
        citations=largest("citations"),
        has_code=any(codes) if codes else None,
        score=largest("score"),
        urls=tuple(dict.fromkeys(url for r in ordered for url in r.urls)),
    )


def _most_frequent(values: Sequence[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(value), value))


def _distinct(items: Iterable[Any], key: Callable[[Any], Any]) -> list[Any]:
    return list({key(item): item for item in reversed(list(items))}.values())[::-1]


def _mentions(ordered: Sequence[PaperRecord], winner: PaperRecord) -> list[Keyed]:
    """The winning list, each mention with what the same mention says in the other records; then people whom no list
    places (owners of profile pages)."""
    listed = [(mention_key(winner, i), m) for i, m in enumerate(winner.mentions, 1) if m.position is not None]
    listed.sort(key=lambda keyed: keyed[1].position or 0)
    loose: list[Keyed] = []
    for record in ordered:
        numbered = [(mention_key(record, i), m) for i, m in enumerate(record.mentions, 1)]
        if record is not winner:
            _add_placed(listed, [keyed for keyed in numbered if keyed[1].position is not None])
        for keyed in (keyed for keyed in numbered if keyed[1].position is None):
            at = next((i for i, known in enumerate(listed) if _name(known[1]) == _name(keyed[1])), None)
            if at is not None:
                listed[at] = _both(listed[at], keyed)
            else:
                _add_loose(loose, keyed)
    return listed + sorted(loose)


def _add_placed(listed: list[Keyed], others: Sequence[Keyed]) -> None:
    """Join each of ``others`` to the listed mention of the same name, at the same position first."""
    used: set[int] = set()
    for keyed in others:
        fits = [i for i, known in enumerate(listed) if i not in used and _name(known[1]) == _name(keyed[1])]
        if fits:
            at = min(fits, key=lambda i: (listed[i][1].position != keyed[1].position, i))
            used.add(at)
            listed[at] = _both(listed[at], keyed)


def _add_loose(loose: list[Keyed], keyed: Keyed) -> None:
    for i, known in enumerate(loose):
        if _name(known[1]) == _name(keyed[1]):
            loose[i] = _both(known, keyed)
            return
    loose.append(keyed)


def _name(mention: Mention) -> str:
    return name_key(mention.written, mention.given, mention.family)


def _both(known: Keyed, other: Keyed) -> Keyed:
    """One mention of two: the first's word counts, the other fills what it lacks; the smaller key stays."""
    mine, theirs = known[1], other[1]
    return min(known[0], other[0]), msgspec.structs.replace(
        mine,
        given=mine.given or theirs.given,
        family=mine.family or theirs.family,
        suffix=mine.suffix or theirs.suffix,
        orcid=mine.orcid or theirs.orcid,
        source_ids=tuple(sorted({*mine.source_ids, *theirs.source_ids})),
        affiliations=tuple(_distinct((*mine.affiliations, *theirs.affiliations), affiliation_id)),
        corresponding=mine.corresponding if mine.corresponding is not None else theirs.corresponding,
    )
