"""Gold from what sources themselves say: the identifiers of persons in papers that a loader reads.

The ACL Anthology's own data is the case with curators: a mention's person is the id given in the XML, else that of
``name_variants.yaml`` whose name or variant it bears, else its name itself, of which nobody has looked who bears it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Mention, PaperRecord, PersonRecord, Record, Rejected
from coterie.loaders.gold.base import GoldSet, mentions_of

ACL = "acl"
ORCID = "orcid"
CURATED = "curated persons"
_NAME = "name:"


def read(name: str, path: str | os.PathLike[str], ids: str | None = None) -> GoldSet:
    """The papers at ``path``, with the persons that ids of the scheme ``ids`` (``acl``, ``orcid``, ``dblp``, …) give
    their authors; without ``ids`` that of the Anthology, or the only one there is.

    Raises ``LoadError`` where there are no papers, or none with an id of the scheme, or several schemes to choose from.
    """
    from coterie.loaders.registry import open_inputs

    records: list[Record] = []
    rejected, formats = 0, set()
    for each in open_inputs([path], on_skip=lambda skipped: None):
        formats.add(each.loader)
        for record in each:
            if isinstance(record, Rejected):
                rejected += 1
            else:
                records.append(record)
    papers, repeated = _distinct(record for record in records if isinstance(record, PaperRecord))
    scheme = ids or _scheme(name, papers)
    labels = _labels(papers, scheme)
    if not labels:
        raise LoadError(f"{name}: no author of a paper has an id of the scheme {scheme}", source=name,
                        hint=f"there are: {', '.join(_schemes(papers)) or 'none'}")  # fmt: skip
    notes = [f"gold: ids of the scheme {scheme}"]
    if repeated:
        notes.append(f"{repeated:,} further versions of the same records were left out")
    if rejected:
        notes.append(f"{rejected:,} items could not be read")
    gold = GoldSet(name, "+".join(sorted(formats)), papers, [r for r in records if isinstance(r, PersonRecord)],
                   labels=labels, notes=tuple(notes))  # fmt: skip
    return _curated(gold) if scheme == ACL else gold.with_homonyms()


def _distinct(found: Iterable[PaperRecord]) -> tuple[list[PaperRecord], int]:
    """One record for each key, that with the newest date or else the largest account, and how many were left out."""
    from coterie.graph.model.records import canonical, record_key

    by_key: dict[str, PaperRecord] = {}
    repeated = 0
    for paper in found:
        known = by_key.setdefault(record_key(paper), paper)
        if known is not paper:
            repeated += 1
            order = ((known.updated or "", canonical(known)), (paper.updated or "", canonical(paper)))
            by_key[record_key(paper)] = known if order[0] >= order[1] else paper
    return list(by_key.values()), repeated


def _labels(papers: Iterable[PaperRecord], scheme: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for key, mention in mentions_of(papers):
        if mention.role != "author" or (mention.collective and scheme != ACL):
            continue
        if person := _person(mention, scheme):
            labels[key] = person
        elif scheme == ACL:
            labels[key] = f"{_NAME}{mention.given or ''}|{mention.family or mention.written}"
    return labels


def _person(mention: Mention, scheme: str) -> str:
    if scheme == ORCID:
        return mention.orcid or ""
    return min((ident for ident in mention.source_ids if ident.startswith(f"{scheme}:")), default="")


def _curated(gold: GoldSet) -> GoldSet:
    """With the subsets that tell apart what people have looked at from what is only a name."""
    curated = {key: person for key, person in gold.labels.items() if not person.startswith(_NAME)}
    return GoldSet(
        gold.name, gold.format, gold.records, gold.persons, labels=gold.labels, notes=gold.notes,
        subsets={CURATED: frozenset(curated)},
    ).with_homonyms(curated)  # fmt: skip


def _schemes(papers: Iterable[PaperRecord]) -> list[str]:
    """The schemes of the persons' ids, the most frequent first."""
    count: Counter[str] = Counter()
    for _, mention in mentions_of(papers):
        count.update({ident.partition(":")[0] for ident in mention.source_ids})
        count[ORCID] += mention.orcid is not None
    return [scheme for scheme, times in sorted(count.items(), key=lambda item: (-item[1], item[0])) if times]


def _scheme(name: str, papers: Iterable[PaperRecord]) -> str:
    papers = list(papers)
    schemes = _schemes(papers)
    if len(schemes) == 1 or (schemes and all(paper.source == ACL for paper in papers)):
        return ACL if ACL in schemes else schemes[0]
    if not schemes:
        raise LoadError(f"{name} says of no mention who it is", source=name,
                        hint="a gold set has person ids, or a column of persons")  # fmt: skip
    raise LoadError(f"{name} has ids of several schemes", source=name,
                    hint=f"choose one with --gold-ids: {', '.join(schemes)}")  # fmt: skip
