"""The fields of Semantic Scholar's papers and authors that become properties, as typed structs."""

from __future__ import annotations

from typing import cast

import msgspec

from coterie.loaders.reading.typed import Decoder


class Venue(msgspec.Struct):
    """A venue or journal."""

    name: str | None = None


class Field(msgspec.Struct):
    """A field of study."""

    category: str | None = None


class Author(msgspec.Struct):
    """An author of a paper."""

    authorId: str | None = None
    name: str | None = None
    externalIds: dict[str, str | int | list[str] | None] | None = None


class Paper(msgspec.Struct):
    """A paper."""

    paperId: str | None = None
    corpusId: int | None = None
    externalIds: dict[str, str | int | None] | None = None
    url: str | None = None
    title: str | None = None
    publicationVenue: Venue | None = None
    venue: str | None = None
    year: int | None = None
    citationCount: int | None = None
    fieldsOfStudy: list[str] | None = None
    s2FieldsOfStudy: list[Field] | None = None
    publicationTypes: list[str] | None = None
    publicationDate: str | None = None
    journal: Venue | None = None
    authors: list[Author] | None = None


class Person(msgspec.Struct):
    """An author with figures of their own."""

    authorId: str | None = None
    externalIds: dict[str, str | int | list[str] | None] | None = None
    name: str | None = None
    aliases: list[str] | None = None
    affiliations: list[str] | None = None
    paperCount: int | None = None
    citationCount: int | None = None
    hIndex: int | None = None


class Papers(msgspec.Struct):
    """The papers that stand inside an author."""

    authorId: str | None = None
    papers: list[msgspec.Raw] | None = None


class Item(Paper):
    """An item of the API: a paper, the place of a citation that holds a paper, or (``authorId``) an author."""

    authorId: str | None = None
    citingPaper: Paper | None = None
    citedPaper: Paper | None = None


def _lowered(type_: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The struct with the names of its fields in small letters, as in the datasets."""
    fields = [(field.name, field.type, None) for field in msgspec.structs.fields(type_)]
    return msgspec.defstruct(type_.__name__ + "Row", fields, rename=str.lower, module=__name__)


_BARE = {Author: "name", Venue: "name", Field: "category"}
decode_item = Decoder(Item, _BARE)
decode_person = Decoder(Person, _BARE)
decode_item_row = Decoder(cast(type[Item], _lowered(Item)), _BARE)
decode_person_row = Decoder(cast(type[Person], _lowered(Person)), _BARE)
