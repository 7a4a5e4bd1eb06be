"""arXiv over OAI-PMH, in its formats arXiv, arXivRaw and oai_dc."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from coterie.graph.model.records import Mention, Record, Rejected
from coterie.graph.names.identifiers import normalise
from coterie.graph.names.topics import arxiv_taxonomy
from coterie.loaders.arxiv.authors import Person, affiliation, from_text, mentions, parted
from coterie.loaders.arxiv.making import day, doi, paper, topics, venue
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.reading.xmls import Element, content, elements, root

Fields = dict[str, list[Element]]
"""The children of an element by their local names."""


class ArxivOaiLoader:
    """Records of OAI-PMH: responses of arXiv, or single records out of them."""

    name = "arxiv-oai"
    title = "arXiv over OAI-PMH (formats arXiv, arXivRaw, oai_dc)"
    about = About(
        source="arxiv",
        specification="https://info.arxiv.org/help/oa/index.html; OAI-PMH 2.0",
        fields={
            "header/identifier, id": "record_id, ids.arxiv",
            "header/datestamp": "updated (else updated, created)",
            "title, dc:title": "title",
            "author (keyname, forenames, suffix, affiliation)": "mentions",
            "authors (arXivRaw)": "mentions, split at commas and `and`, affiliations in parentheses left out",
            "dc:creator": "mentions, split at the comma",
            "created, version[v1]/date, the first dc:date": "date",
            "categories": "topics, the first of them primary",
            "dc:subject": "topics (names of categories; classes of MSC and ACM are left out)",
            "doi, dc:identifier doi:": "ids.doi (the first of several)",
            "journal-ref, the dc:identifier that is neither link nor DOI": "venue",
        },
        cannot=(
            "ORCID, ids of authors",
            "oai_dc: whose affiliation, and at times which of several subjects is the primary one",
            "abstracts, comments, report numbers and licences are left out",
        ),
        notes=(
            "A record whose header says that it is deleted is no record, and is not counted.",
            "arXivRaw is read by its documentation and by the same fields in other forms; no file of it was at hand.",
            "The venue is what stands before the first figure of the journal reference.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of OAI-PMH with arXiv's identifiers or schemas."""
        name, _ = root(head)
        if name not in ("OAI-PMH", "record", "ListRecords", "GetRecord", "records"):
            return 0.0
        return 0.95 if b"oai:arXiv.org:" in head or b"arxiv.org/OAI/arXiv" in head else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The records; position is the line where one begins."""
        return elements(source, ["{*}record"])

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of one record, none for a deleted one. Raises :class:`BadItem` without metadata of a known format,
        and without title and id."""
        parts = _children(raw.data)
        header = parts.get("header", [None])[0]
        if header is not None and header.get("status") == "deleted":
            return []
        heading = _children(header) if header is not None else {}
        metadata = parts.get("metadata", [None])[0]
        inner = metadata[0] if metadata is not None and len(metadata) else None
        make = {"arXiv": _arxiv, "arXivRaw": _raw, "dc": _dublin_core}.get("" if inner is None else _local(inner.tag))
        if make is None:
            raise BadItem("no metadata in a format of arXiv's")
        fields = make(_children(inner))
        known = _first(heading, "identifier").rpartition(":")[2]
        fields["arxiv"] = known if normalise("arxiv", known) else fields["arxiv"]
        if stamp := _first(heading, "datestamp"):
            fields["updated"] = stamp
        return [paper(count=None, **fields)]


def _arxiv(fields: Fields) -> dict[str, Any]:
    people = [_person(_children(author)) for author in fields["authors"][0]] if fields.get("authors") else []
    names, others = parted([person for person in people if person.family or person.given])
    return _common(fields) | {
        "authors": names, "complete": not others if names else None,
        "created": _first(fields, "created"), "updated": _first(fields, "updated"),
    }  # fmt: skip


def _raw(fields: Fields) -> dict[str, Any]:
    names, others = mentions(from_text(_first(fields, "authors")))
    versions = [day(_first(_children(version), "date")) for version in fields.get("version", ())]
    return _common(fields) | {
        "authors": names, "complete": not others if names else None,
        "created": versions[0] if versions else "", "updated": versions[-1] if versions else "",
    }  # fmt: skip


def _common(fields: Fields) -> dict[str, Any]:
    """What the formats arXiv and arXivRaw have alike."""
    return {
        "arxiv": _first(fields, "id"), "written_title": _first(fields, "title"), "dois": _first(fields, "doi"),
        "classified": topics(_first(fields, "categories")), "venue": venue(_first(fields, "journal-ref")),
    }  # fmt: skip


def _dublin_core(fields: Fields) -> dict[str, Any]:
    names, others = _creators([content(creator) for creator in fields.get("creator", ())])
    identifiers = [content(one) for one in fields.get("identifier", ())]
    links = [one for one in identifiers if one.startswith(("http:", "https:"))]
    known = next((link for link in links if normalise("arxiv", link)), "")
    dois = [one for one in identifiers if doi(one)]
    rest = [one for one in identifiers if one not in links and one not in dois]
    subjects = (_categories().get(content(subject).casefold(), "") for subject in fields.get("subject", ()))
    return {
        "arxiv": known, "written_title": _first(fields, "title"), "authors": names,
        "complete": not others if names else None, "created": _first(fields, "date"), "updated": "",
        "classified": topics(" ".join(filter(None, subjects))), "dois": " ".join(dois),
        "venue": venue(rest[0]) if rest else None,
    }  # fmt: skip


def _creators(creators: list[str]) -> tuple[tuple[Mention, ...], bool]:
    """``Family, Given`` or ``Family, Suffix, Given``: the last comma parts the given names."""
    people = []
    for creator in creators:
        family, _, given = creator.rpartition(",")
        family, _, suffix = (family or given).partition(",")
        people.append(Person(family.strip(), given.strip() if creator.count(",") else "", suffix.strip()))
    return parted(people)


def _person(fields: Fields) -> Person:
    places = fields.get("affiliation", ())
    return Person(
        _first(fields, "keyname"), _first(fields, "forenames"), _first(fields, "suffix"),
        tuple(ref for place in places for ref in affiliation(content(place))) if places else (),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _categories() -> dict[str, str]:
    """Categories by their names as oai_dc writes them: ``Mathematics - Combinatorics``, ``Nuclear Experiment``."""
    names = arxiv_taxonomy()
    out: dict[str, str] = {}
    for code, name in names.items():
        archive, dot, _ = code.partition(".")
        out.setdefault(f"{names[archive]} - {name}".casefold() if dot else name.casefold(), code)
    return out


def _children(element: Element) -> Fields:
    out: Fields = {}
    for child in element:
        out.setdefault(_local(child.tag), []).append(child)
    return out


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _first(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return content(found[0]) if found else ""


loader = ArxivOaiLoader()
