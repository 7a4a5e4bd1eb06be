"""The fields of INSPIRE's literature records that become properties, as typed structs."""

from __future__ import annotations

import msgspec

from coterie.loaders.reading.typed import Decoder


class Ref(msgspec.Struct):
    """A link to another record: ``https://inspirehep.net/api/authors/1010819``."""

    ref: str | None = msgspec.field(default=None, name="$ref")


class Value(msgspec.Struct):
    """A value with its kind: an affiliation, an identifier, a keyword, a collaboration."""

    value: str | None = None
    schema: str | None = None
    material: str | None = None
    record: Ref | None = None
    categories: list[str] | None = None


class Author(msgspec.Struct):
    """An author, editor or supervisor; in the reduced form a name alone."""

    full_name: str | None = None
    ids: list[Value] | None = None
    affiliations: list[str | Value] | None = None
    raw_affiliations: list[Value] | None = None
    affiliations_identifiers: list[Value] | None = None
    inspire_roles: list[str] | None = None
    record: Ref | None = None


class Title(msgspec.Struct):
    """A title; the first is the record's."""

    title: str | None = None


class Publication(msgspec.Struct):
    """Where the paper appeared."""

    journal_title: str | None = None
    year: int | None = None


class Dated(msgspec.Struct):
    """A date: of an imprint or a thesis."""

    date: str | None = None


class Category(msgspec.Struct):
    """A subject of INSPIRE."""

    term: str | None = None


class Metadata(msgspec.Struct):
    """A record of the literature, whole or in the reduced form of the disambiguation data (``publication_id``)."""

    schema: str | None = msgspec.field(default=None, name="$schema")
    control_number: int | None = None
    publication_id: int | None = None
    deleted: bool | None = None
    titles: list[Title] | None = None
    title: str | None = None
    authors: list[str | Author] | None = None
    author_count: int | None = None
    corporate_author: list[str] | None = None
    collaborations: list[str | Value] | None = None
    arxiv_eprints: list[Value] | None = None
    dois: list[Value] | None = None
    external_system_identifiers: list[Value] | None = None
    document_type: list[str] | None = None
    publication_type: list[str] | None = None
    publication_info: list[Publication] | None = None
    journal: str | None = None
    imprints: list[Dated] | None = None
    thesis_info: Dated | None = None
    preprint_date: str | None = None
    earliest_date: str | None = None
    year: int | None = None
    inspire_categories: list[Category] | None = None
    topics: list[str] | None = None
    keywords: list[str | Value] | None = None
    languages: list[str] | None = None
    citation_count: int | None = None


class Item(Metadata):
    """A hit of the API (``metadata`` in its envelope), the results of a crawl, or a bare record."""

    id: str | int | None = None
    updated: str | None = None
    metadata: Metadata | None = None
    results_data: list[Metadata] | None = None


decode = Decoder(Item, {Author: "full_name", Value: "value", Title: "title", Category: "term", Dated: "date"})
"""One item of JSON as an :class:`Item`."""
