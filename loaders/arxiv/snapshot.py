"""arXiv's metadata as JSON Lines: the snapshot that arXiv publishes with Kaggle, a paper a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from coterie.graph.model.records import Mention, Record, Rejected
from coterie.loaders.arxiv.authors import Person, affiliation, from_text, mentions, parted
from coterie.loaders.arxiv.making import KIND, day, paper, topics, venue
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.reading.jsons import json_items

_MARKS = (rb'"authors_parsed"\s*:', rb'"categories"\s*:', rb'"(?:versions|update_date|journal-ref|submitter)"\s*:')
_OTHERS = re.compile(r"(?:^|[\s,~])(?:et\.?[~ ]*al|others)(?=\s*(?:$|[(,.;]))", re.IGNORECASE)
"""What the list as typed ends in where there are more authors; the parsed list leaves it out."""


class _Version(msgspec.Struct):
    created: str = ""


class _Paper(msgspec.Struct):
    """The fields that are used, with the types that the snapshot gives them."""

    id: str
    title: str | None = None
    authors: str | None = None
    categories: str | None = None
    doi: str | None = None
    update_date: str | None = None
    journal_ref: str | None = msgspec.field(default=None, name="journal-ref")
    versions: list[_Version] = []
    authors_parsed: list[list[str]] | None = None


_typed = msgspec.json.Decoder(_Paper)


class ArxivLoader:
    """One JSON object a line, or an array of them."""

    name = "arxiv"
    title = "arXiv metadata as JSON Lines (the snapshot on Kaggle)"
    about = About(
        source="arxiv",
        specification="arXiv Dataset, https://www.kaggle.com/datasets/Cornell-University/arxiv",
        fields={
            "id": "record_id, ids.arxiv",
            "title": "title",
            "authors_parsed": "mentions (family, given, suffix, affiliations)",
            "authors": "mentions, where authors_parsed is missing",
            "categories": "topics, the first of them primary",
            "doi": "ids.doi (the first of several)",
            "journal-ref": "venue",
            "versions[0].created": "date",
            "update_date": "updated",
        },
        cannot=("ORCID", "ids of authors", "language", "abstracts, comments, report numbers and licences are left out"),
        notes=(
            "LaTeX in names is resolved; in titles it stays, as their mathematics does.",
            "The venue is what stands before the first figure of the journal reference.",
            "The list of authors counts as complete unless the list as typed ends in et al. or others.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure where the first object has the fields that only the snapshot has together."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return 0.0
        return (0.0, 0.0, 0.6, 0.95)[sum(bool(re.search(mark, head)) for mark in _MARKS)]

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The objects; position is the line, or the number in an array."""
        return json_items(source)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper. Raises :class:`BadItem` for what is no object, or has neither title nor id."""
        try:
            found = _typed.decode(raw.data)
        except msgspec.ValidationError:
            found = _tolerant(raw.data)
        names, others = _mentions(found)
        created = found.versions[0].created if found.versions else ""
        return [
            paper(
                arxiv=found.id, written_title=found.title, authors=names, complete=not others if names else None,
                count=None, created=day(created), updated=found.update_date or "", dois=found.doi,
                classified=topics(found.categories or ""), venue=venue(found.journal_ref), kind=KIND,
            )
        ]  # fmt: skip


def _mentions(found: _Paper) -> tuple[tuple[Mention, ...], bool]:
    if not found.authors_parsed:
        return mentions(from_text(found.authors or ""))
    names, others = parted([_person(parts) for parts in found.authors_parsed if parts])
    return names, others or bool(_OTHERS.search((found.authors or "")[-40:]))


def _person(parts: list[str]) -> Person:
    """Family name, given name, suffix, then affiliations."""
    if len(parts) == 3:
        return Person(parts[0], parts[1], parts[2])
    family, given, suffix = (*parts, "", "")[:3]
    return Person(family, given, suffix, tuple(ref for part in parts[3:] for ref in affiliation(part)))


def _tolerant(data: bytes) -> _Paper:
    """The same from an object with a field of another type: what is no text is left out, lists of text are joined."""
    fields = msgspec.json.decode(data)
    if not isinstance(fields, dict):
        raise BadItem("no JSON object")
    created = [version.get("created") for version in _list(fields.get("versions")) if isinstance(version, dict)]
    return _Paper(
        id=_text(fields.get("id")), title=_text(fields.get("title")), authors=_text(fields.get("authors"), ", "),
        categories=_text(fields.get("categories")), doi=_text(fields.get("doi")),
        update_date=_text(fields.get("update_date")), journal_ref=_text(fields.get("journal-ref")),
        versions=[_Version(_text(one)) for one in created],
        authors_parsed=[list(map(_text, parts)) for parts in map(_list, _list(fields.get("authors_parsed"))) if parts],
    )  # fmt: skip


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any, joint: str = " ") -> str:
    if isinstance(value, list):
        return joint.join(one for one in value if isinstance(one, str))
    if isinstance(value, float):
        return format(value, "09.4f")
    return value if isinstance(value, str) else ""


loader = ArxivLoader()
