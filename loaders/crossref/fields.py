"""The fields of a work that become properties, as typed structs."""

from __future__ import annotations

import msgspec

from coterie.loaders.reading.typed import Decoder


class Date(msgspec.Struct, rename="kebab"):
    """A date in parts (year, month, day), or the time of a change."""

    date_parts: list[list[int | None]] | None = None
    date_time: str | None = None


class Id(msgspec.Struct, rename="kebab"):
    """An identifier of an organisation."""

    id: str | None = None
    id_type: str | None = None


class Affiliation(msgspec.Struct):
    """An affiliation of an author."""

    name: str | None = None
    id: list[Id] | None = None
    place: list[str] | None = None


class Person(msgspec.Struct):
    """A contributor: a person, or (``name``) an organisation."""

    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    name: str | None = None
    ORCID: str | None = None
    affiliation: list[Affiliation] | None = None


class Named(msgspec.Struct):
    """An institution or event."""

    name: str | None = None


class Update(msgspec.Struct):
    """A work that this one updates, and how."""

    type: str | None = None


class Page(msgspec.Struct):
    """An address."""

    URL: str | None = None


class Resource(msgspec.Struct):
    """Where the work is found."""

    primary: Page | None = None


class Work(msgspec.Struct, rename={
    name: name.replace("_", "-") for name in (
        "original_title", "container_title", "published_print", "published_online", "published_other",
        "content_created", "is_referenced_by_count", "update_to",
    )
}):  # fmt: skip
    """A work; ``message`` is the work inside the API's answer for one DOI."""

    DOI: str | None = None
    type: str | None = None
    subtype: str | None = None
    title: list[str] | None = None
    original_title: list[str] | None = None
    container_title: list[str] | None = None
    institution: list[Named] | None = None
    event: Named | None = None
    author: list[Person] | None = None
    editor: list[Person] | None = None
    published_print: Date | None = None
    published_online: Date | None = None
    published_other: Date | None = None
    published: Date | None = None
    issued: Date | None = None
    posted: Date | None = None
    approved: Date | None = None
    content_created: Date | None = None
    indexed: Date | None = None
    deposited: Date | None = None
    language: str | None = None
    subject: list[str] | None = None
    is_referenced_by_count: int | None = None
    resource: Resource | None = None
    URL: str | None = None
    update_to: list[Update] | None = None
    message: Work | None = None


decode = Decoder(Work, {Affiliation: "name", Named: "name", Person: "name"})
"""One item of JSON as a :class:`Work`."""
