"""Gold sets in the form of S2AND (https://github.com/allenai/S2AND): ``…signatures.json``, ``…papers.json`` and
``…clusters.json``, objects by signature, paper and cluster id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from sys import intern
from typing import Any

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord
from coterie.loaders.gold.base import Builder, GoldSet
from coterie.loaders.making import collective, iso_date, plain

Object = Mapping[str, Any]


def read(name: str, signatures: Any, papers: Any, clusters: Any) -> GoldSet:
    """The set in three decoded JSON files. All authors of a paper are its mentions; a signature is the one at its
    ``position`` (from 0), and its own name parts and affiliations are taken there. Where the list has nobody at that
    place, or another signature stands there, it is added after the list.

    Block, email, abstract, references and ids of authors are not used. Raises ValueError for what is not of the format.
    """
    person = {str(s): str(c) for c, entry in _object(clusters).items() for s in _object(entry).get("signature_ids", ())}
    signed: dict[str, list[tuple[Object, str]]] = defaultdict(list)
    found = Builder(name, "S2AND")
    for ident, signature in sorted(_object(signatures).items()):
        if ident in person:
            info = _object(_object(signature).get("author_info"))
            signed[str(signature.get("paper_id"))].append((info, person[ident]))
    for ident, paper in sorted(_object(papers).items()):
        _add(found, str(_object(paper).get("paper_id", ident)), paper, signed)
    found.count["unmatched"] = sum(map(len, signed.values()))
    return found.finished()


def _add(found: Builder, ident: str, paper: Object, signed: dict[str, list[tuple[Object, str]]]) -> None:
    listed = sorted(
        ((_place(author.get("position")), plain(author.get("author_name"))) for author in paper.get("authors") or ()),
        key=lambda author: (author[0] is None, author[0] or 0),
    )
    at = {place: row for row, (place, _) in enumerate(listed) if place is not None}
    said: dict[int, tuple[Object, str]] = {}
    size = len(listed)
    for info, person in signed.pop(ident, ()):
        place = _place(info.get("position"))
        row = size if place is None else at.pop(place, size)
        said[row] = info, person
        size += row == size
    found.add(
        PaperRecord(
            source="s2and", record_id=ident, title=plain(paper.get("title")), date=iso_date(paper.get("year")),
            venue=plain(paper.get("journal_name")) or plain(paper.get("venue")) or None, authors_complete=True,
        ),
        size,
        lambda row: _signed(row, said[row][0]) if row in said else _named(row, listed[row][1]),
        {row: person for row, (_, person) in said.items()},
    )  # fmt: skip


def _named(row: int, name: str) -> Mention:
    return Mention(written=intern(name) or "?", position=row + 1, collective=collective(name))


def _signed(row: int, info: Object) -> Mention:
    given = plain(" ".join(part for part in (info.get("first"), info.get("middle")) if part))
    family, suffix = plain(info.get("last")), plain(info.get("suffix"))
    places = dict.fromkeys(plain(place) for place in info.get("affiliations") or () if isinstance(place, str))
    return Mention(
        written=" ".join(part for part in (given, family, suffix) if part) or "?", position=row + 1,
        given=given or None, family=family or None, suffix=suffix or None,
        affiliations=tuple(AffiliationRef(name=place) for place in places if place),
    )  # fmt: skip


def _place(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value >= 0 else None


def _object(value: Any) -> Object:
    if not isinstance(value, Mapping):
        raise ValueError(f"an object is expected, not {type(value).__name__}")
    return value
