"""The fields of a DOI's metadata that become properties, as typed structs."""

from __future__ import annotations

import msgspec

from coterie.loaders.reading.typed import Decoder


class NameId(msgspec.Struct):
    """An identifier of a person or organisation."""

    nameIdentifier: str | None = None
    nameIdentifierScheme: str | None = None


class Affiliation(msgspec.Struct):
    """An affiliation with an identifier."""

    name: str | None = None
    affiliationIdentifier: str | None = None


class Name(msgspec.Struct):
    """A creator or contributor."""

    name: str | None = None
    nameType: str | None = None
    givenName: str | None = None
    familyName: str | None = None
    nameIdentifiers: list[NameId] | None = None
    affiliation: list[str | Affiliation] | None = None
    contributorType: str | None = None


class Title(msgspec.Struct):
    """A title; without a type it is the main one."""

    title: str | None = None
    titleType: str | None = None
    lang: str | None = None


class Date(msgspec.Struct):
    """A date and what it is the date of."""

    date: str | None = None
    dateType: str | None = None


class Subject(msgspec.Struct):
    """A subject."""

    subject: str | None = None


class Types(msgspec.Struct):
    """The general type and the free one."""

    resourceTypeGeneral: str | None = None
    resourceType: str | None = None


class Container(msgspec.Struct):
    """Where it appeared, as DataCite derives it."""

    title: str | None = None


class Related(msgspec.Struct):
    """An item that this one belongs to."""

    relationType: str | None = None
    titles: list[Title] | None = None


class Identifier(msgspec.Struct):
    """Another identifier."""

    identifier: str | None = None
    identifierType: str | None = None


class Attributes(msgspec.Struct):
    """The metadata of a DOI."""

    doi: str | None = None
    identifiers: list[Identifier] | None = None
    creators: list[Name] | None = None
    contributors: list[Name] | None = None
    titles: list[Title] | None = None
    container: Container | None = None
    relatedItems: list[Related] | None = None
    publicationYear: str | int | None = None
    dates: list[Date] | None = None
    subjects: list[Subject] | None = None
    language: str | None = None
    types: Types | None = None
    url: str | None = None
    citationCount: int | None = None
    updated: str | None = None


class Item(Attributes):
    """A DOI: with ``attributes`` (API, data file), inside ``data`` (the answer for one DOI), or bare."""

    id: str | None = None
    attributes: Attributes | None = None
    data: Item | None = None


decode = Decoder(
    Item, {Name: "name", Title: "title", Subject: "subject", NameId: "nameIdentifier", Affiliation: "name"}
)
"""One item of JSON as an :class:`Item`."""


def folded(general: str | None) -> str:
    """A resourceTypeGeneral in small letters without spaces; older records write ``Journal Article``."""
    return (general or "").replace(" ", "").lower()
