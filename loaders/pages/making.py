"""From items of a page to records."""

from __future__ import annotations

import re

import msgspec

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, PersonRecord, TopicRef
from coterie.graph.names.fold import fold, slug
from coterie.graph.names.topics import arxiv_topic
from coterie.loaders.base import BadItem
from coterie.loaders.pages.authors import SHOWN, Names, parse_names
from coterie.loaders.pages.boundary import Known, split
from coterie.loaders.pages.dates import PageDate, page_date
from coterie.loaders.pages.items import Owner, PaperItem

SOURCE = "page"
_LEAST_WITHOUT_MARK, _KNOWN = -1.0, 3.0
"""The least scores of a split where nothing (no "et al.", no affiliation) says that the line has names at all: with
several names, and with one."""


def person_record(owner: Owner) -> PersonRecord:
    """The owner of a page, with the figures that the page states."""
    _decodable(owner.name)
    return PersonRecord(
        source=SOURCE,
        record_id=slug(owner.name),
        name=owner.name,
        source_ids=(source_id(owner),),
        stated_h_index=owner.h_index,
        stated_papers=owner.papers,
        stated_citations=owner.citations,
        stated_novelty=owner.novelty,
        stated_ai_score=owner.ai_score,
    )


def source_id(owner: Owner) -> str:
    """The id that a page gives its owner: ``page:li-lyna-zhang``."""
    return f"{SOURCE}:{slug(owner.name)}"


def paper_record(item: PaperItem, owner: Owner | None, known: Known, year: int | None) -> PaperRecord:
    """The paper of ``item``. Raises :class:`BadItem` where title and first author cannot be told apart."""
    _decodable(item.title, item.authors, item.organisation)
    title, names = _title_and_names(item, known)
    date = page_date(item.month, item.day, item.year, year) if item.month else PageDate()
    mentions = tuple(Mention(written=name, position=i) for i, name in enumerate(names.pieces, 1))
    return PaperRecord(
        source=SOURCE,
        title=title,
        date=date.date,
        date_inferred=date.inferred,
        date_partial=date.partial,
        mentions=mentions if owner is None else _with_owner(mentions, owner),
        authors_complete=False if names.more else None,
        author_count=item.author_count,
        affiliations=(*(AffiliationRef(name=place) for place in names.places), *_organisation(item.organisation)),
        topics=_topics(item.category),
        has_code=True if item.code else None,
        score=float(item.score) if item.score else None,
    )


def _title_and_names(item: PaperItem, known: Known) -> tuple[str, Names]:
    if not item.joined:
        return item.title, parse_names(item.authors) if item.authors else Names([], False, [])
    line = parse_names(item.title)
    marked = line.more or bool(line.places)
    found = split(line.pieces, known, SHOWN, SHOWN if line.more else None)
    if not marked and (found is None or (len(found.authors) == 1 and found.score < _KNOWN)):
        return item.title, Names([], False, [])
    if found is None or (not marked and found.score < _LEAST_WITHOUT_MARK):
        raise BadItem("title and first author cannot be told apart")
    return found.title, Names(list(found.authors), line.more, line.places)


def _with_owner(mentions: tuple[Mention, ...], owner: Owner) -> tuple[Mention, ...]:
    """The mentions with the owner among them: the first of the same folded name, else one more without position."""
    ids = (source_id(owner),)
    for i, mention in enumerate(mentions):
        if fold(mention.written) == fold(owner.name):
            return (*mentions[:i], msgspec.structs.replace(mention, source_ids=ids), *mentions[i + 1 :])
    return (*mentions, Mention(written=owner.name, source_ids=ids))


def _organisation(text: str) -> tuple[AffiliationRef, ...]:
    """``nvidia NVIDIA``: the site's own short name, then the name."""
    if not text:
        return ()
    handle, _, name = text.partition(" ")
    return (AffiliationRef(name=name or handle, id=slug(handle)),)


def _topics(category: str | None) -> tuple[TopicRef, ...]:
    if not category:
        return ()
    code, name = arxiv_topic(category) or (category, None)
    return (TopicRef(scheme="arxiv", code=code, name=name, primary=True),)


def _decodable(*texts: str) -> None:
    if any("\ufffd" in text or re.search(r"[\ud800-\udfff]", text) for text in texts):
        raise BadItem("text that is not UTF-8")
