"""The records: what a loader makes of one item of a source, before anything is merged or resolved.

Frozen ``msgspec`` structs; JSON Lines of them, tagged by ``type``, is Coterie's lossless interchange format.
An absent value is ``None`` or empty, never 0 or "".
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

Role = Literal["author", "editor"]


class _Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Shared settings of all record structs."""


class AffiliationRef(_Struct, frozen=True, kw_only=True, gc=False):
    """An affiliation as written; ``id`` is a source's own id (``openalex:I…``) where it has one."""

    name: str
    id: str | None = None
    ror: str | None = None
    country: str | None = None
    city: str | None = None


class TopicRef(_Struct, frozen=True, kw_only=True, gc=False):
    """A topic of a paper: ``scheme:code``."""

    scheme: str
    code: str
    name: str | None = None
    primary: bool = False


class Mention(_Struct, frozen=True, kw_only=True, gc=False):
    """A name on a paper, exactly as written, with what the source says of it there.

    ``position`` counts from 1 and is None where the source does not say (the owner of a profile page).
    """

    written: str
    position: int | None = None
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    orcid: str | None = None
    source_ids: tuple[str, ...] = ()
    affiliations: tuple[AffiliationRef, ...] = ()
    role: Role = "author"
    collective: bool = False
    corresponding: bool | None = None


class _Record(_Struct, frozen=True, kw_only=True, tag_field="type"):
    """``source`` issues the record; ``record_id`` is its own id there ("" until :func:`identified`); ``position`` is
    where it stood in the input (never part of its identity)."""

    source: str
    record_id: str = ""
    updated: str | None = None
    position: str | None = None


class PaperRecord(_Record, frozen=True, kw_only=True, tag="paper"):
    """One source's account of one paper.

    ``ids``: scheme (doi, arxiv, pmid, …: ``schema.ID_SCHEMES``) to normalised id. ``date``: YYYY[-MM[-DD]].
    ``date_partial``: ``--MM-DD`` where the source gives no year and none was supplied.
    ``authors_complete``: None where the source does not say.
    """

    title: str
    ids: dict[str, str] = {}
    date: str | None = None
    date_inferred: bool = False
    date_partial: str | None = None
    kind: str | None = None
    venue: str | None = None
    language: str | None = None
    mentions: tuple[Mention, ...] = ()
    authors_complete: bool | None = None
    author_count: int | None = None
    affiliations: tuple[AffiliationRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    citations: int | None = None
    has_code: bool | None = None
    score: float | None = None
    urls: tuple[str, ...] = ()


class PersonAffiliation(_Struct, frozen=True, kw_only=True):
    """Where a person works, as a roster or profile says; ``since`` and ``until`` are ISO dates."""

    affiliation: AffiliationRef
    since: str | None = None
    until: str | None = None
    role: str | None = None


class PersonRecord(_Record, frozen=True, kw_only=True, tag="person"):
    """One source's account of one person."""

    name: str
    names: tuple[str, ...] = ()
    orcid: str | None = None
    source_ids: tuple[str, ...] = ()
    affiliations: tuple[PersonAffiliation, ...] = ()
    stated_h_index: int | None = None
    stated_papers: int | None = None
    stated_citations: int | None = None
    stated_novelty: float | None = None
    stated_ai_score: float | None = None
    stated_on: str | None = None


class AffiliationRecord(_Record, frozen=True, kw_only=True, tag="affiliation"):
    """One source's account of one organisation."""

    name: str
    id: str | None = None
    names: tuple[str, ...] = ()
    ror: str | None = None
    country: str | None = None
    city: str | None = None
    kind: str | None = None
    part_of: tuple[str, ...] = ()


class TopicRecord(_Record, frozen=True, kw_only=True, tag="topic"):
    """One topic of a scheme; ``part_of`` are codes of the same scheme."""

    scheme: str
    code: str
    name: str | None = None
    part_of: tuple[str, ...] = ()


Record = PaperRecord | PersonRecord | AffiliationRecord | TopicRecord


class Rejected(_Struct, frozen=True, kw_only=True):
    """An item that could not become a record: where it stood, why, and how it begins."""

    source: str
    position: str
    reason: str
    excerpt: str = ""


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def canonical(record: Record) -> bytes:
    """Canonical JSON of ``record`` without its position: equal records give equal bytes."""
    return _encoder.encode(record if record.position is None else msgspec.structs.replace(record, position=None))


def decode(line: bytes | str) -> Record:
    """The record in one line of JSON. Raises ``msgspec.ValidationError`` or ``msgspec.DecodeError``."""
    return _decoder.decode(line)


def identified(record: Record, position: str | None = None) -> Record:
    """``record`` with a record id: its own, or 16 hex of the sha256 of the record less its position. ``position``, if
    given, is put in place of the record's own."""
    if position is None:
        position = record.position
    if record.record_id:
        return record if position == record.position else msgspec.structs.replace(record, position=position)
    made = hashlib.sha256(canonical(record)).hexdigest()[:16]
    return msgspec.structs.replace(record, record_id=made, position=position)


def record_key(record: Record) -> str:
    """``source:record_id``, the same for all versions of a record."""
    return f"{record.source}:{record.record_id}"


def version_id(record: Record) -> str:
    """Id of the Record node: ``source:record_id@version``, the version 12 hex of the canonical record's sha256."""
    return f"{record_key(record)}@{hashlib.sha256(canonical(record)).hexdigest()[:12]}"


def mention_key(record: Record, index: int) -> str:
    """Key of the mention at ``index`` (from 1) of the record's own list."""
    return f"{record_key(record)}#{index}"


def type_of(record: Record) -> str:
    """paper, person, affiliation or topic."""
    return str(record.__struct_config__.tag)
