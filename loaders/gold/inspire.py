"""Author signatures of INSPIRE as published with BEARD (https://github.com/inspirehep/beard, ``examples``): lists of
signatures and records, and clusters of signature numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from sys import intern

import msgspec

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord
from coterie.graph.names.fold import fold_name
from coterie.loaders.gold.base import Builder, GoldSet
from coterie.loaders.making import collective, iso_date, keywords, plain


class _Signature(msgspec.Struct):
    publication_id: int | str
    signature_id: int | str
    author_name: str
    author_affiliation: str | None = None


class _Record(msgspec.Struct):
    publication_id: int | str
    title: str | None = None
    authors: list[str] = []
    year: int | str | None = None
    journal: str | None = None
    keywords: list[str] | None = None


def read(name: str, signatures: bytes, records: bytes, clusters: bytes) -> GoldSet:
    """The set in three JSON files. A signature is the author of its record who bears its name; where two have one
    name, in their order; what its record does not name is added to it. Ids of references are not used.

    Raises ``msgspec.DecodeError`` or ``msgspec.ValidationError`` for what is not of the format.
    """
    person = _persons(clusters)
    signed: dict[int | str, list[_Signature]] = defaultdict(list)
    found = Builder(name, "INSPIRE signatures")
    for signature in msgspec.json.decode(signatures, type=list[_Signature]):
        if str(signature.signature_id) in person:
            signed[signature.publication_id].append(signature)
    decoder = msgspec.json.Decoder(_Record)
    for raw in msgspec.json.decode(records, type=list[msgspec.Raw]):
        _add(found, decoder.decode(raw), signed, person)
    found.count["unmatched"] = sum(map(len, signed.values()))
    return found.finished()


def _persons(clusters: bytes) -> dict[str, str]:
    named = msgspec.json.decode(clusters, type=dict[str, list[int | str]])
    return {str(signature): person for person, members in named.items() for signature in members}


def _add(found: Builder, record: _Record, signed: dict[int | str, list[_Signature]], person: Mapping[str, str]) -> None:
    mine = signed.pop(record.publication_id, [])
    places = _places(record.authors, mine)
    said = dict(zip(places, mine, strict=True))
    found.add(
        PaperRecord(
            source="inspire", record_id=str(record.publication_id), title=plain(record.title),
            date=iso_date(record.year), venue=plain(record.journal) or None, topics=keywords(record.keywords or ()),
            authors_complete=True,
        ),
        max(len(record.authors), max(places, default=-1) + 1),
        lambda place: _mention(place, record.authors, said.get(place)),
        {place: person[str(signature.signature_id)] for place, signature in said.items()},
    )  # fmt: skip


def _places(authors: Sequence[str], signatures: Sequence[_Signature]) -> list[int]:
    """The place of each signature among the authors, or after them."""
    if not signatures:
        return []
    free: dict[str, list[int]] = defaultdict(list)
    for place in range(len(authors) - 1, -1, -1):
        free[fold_name(authors[place])].append(place)
    places, after = [], len(authors)
    for signature in signatures:
        at = free[fold_name(signature.author_name)]
        places.append(at.pop() if at else after)
        after += places[-1] == after
    return places


def _mention(place: int, authors: Sequence[str], signature: _Signature | None) -> Mention:
    name = plain(authors[place] if signature is None else signature.author_name) or "?"
    where = plain(signature.author_affiliation) if signature is not None else ""
    return Mention(
        written=intern(name), position=place + 1, collective=collective(name),
        affiliations=(AffiliationRef(name=where),) if where else (),
    )  # fmt: skip
