"""The authors of PubMed XML."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from coterie.graph.model.records import AffiliationRef, Mention, Role
from coterie.graph.names.identifiers import normalise
from coterie.loaders.making import collective, orcid, plain
from coterie.loaders.reading.affiliations import affiliations_of, is_et_al
from coterie.loaders.reading.xmls import Element, content

Authors = tuple[tuple[Mention, ...], bool | None]
"""Mentions, and whether they are all."""


def article_authors(article: Element) -> Authors:
    """The authors of an article; in old files the address of the first stands beside the list."""
    listed, address = article.find("AuthorList"), article.find("Affiliation")
    if listed is None:
        return (), None
    mentions, complete = _authors(listed)
    if mentions and address is not None and not mentions[0].affiliations:
        mentions[0] = msgspec.structs.replace(mentions[0], affiliations=affiliations_of(content(address)))
    return tuple(mentions), complete


def book_authors(document: Element, book: Element, chapter: bool) -> Authors:
    """The authors, then the editors, of a book; of a chapter its own authors, else the authors of its book."""
    lists = _lists(document) or _lists(book)
    if chapter:
        lists = [one for one in lists if one.get("Type") != "editors"]
    mentions: list[Mention] = []
    complete: bool | None = None
    for one in lists:
        found, whole = _authors(one)
        for mention in found:
            role: Role = "editor" if one.get("Type") == "editors" else "author"
            mentions.append(msgspec.structs.replace(mention, position=len(mentions) + 1, role=role))
        complete = whole if complete is None else complete and whole
    return tuple(mentions), complete


def _lists(place: Element) -> list[Element]:
    return sorted(place.iterfind("AuthorList"), key=lambda one: one.get("Type") == "editors")


def _authors(listed: Element) -> tuple[list[Mention], bool]:
    """The authors of a list, and whether it is complete."""
    authors = listed.findall("Author")
    if valid := [one for one in authors if one.get("ValidYN") != "N"]:
        authors = valid
    complete = listed.get("CompleteYN") != "N"
    mentions: list[Mention] = []
    for author in authors:
        mention = _mention(author, len(mentions) + 1)
        if mention is None:
            continue
        if is_et_al(mention.written):
            complete = False
        else:
            mentions.append(mention)
    return mentions, complete


def _mention(author: Element, position: int) -> Mention | None:
    """One author; None without a name."""
    names: dict[str, str] = {}
    found, places = None, []
    for child in author:
        tag = child.tag
        if tag == "AffiliationInfo":
            places.append(child)
        elif tag == "Identifier":
            if (child.get("Source") or "").upper() == "ORCID":
                found = found or orcid(content(child))
        elif tag == "Affiliation":
            places.append(author)
        else:
            names.setdefault(tag, plain(content(child)))
    affiliations = tuple(ref for place in places for ref in _affiliations(place))
    if group := names.get("CollectiveName"):
        return Mention(written=group, position=position, orcid=found, affiliations=affiliations, collective=True)
    family = names.get("LastName") or None
    given = names.get("ForeName") or names.get("FirstName") or names.get("Initials") or None
    suffix = names.get("Suffix") or None
    written = " ".join(part for part in (given, family, suffix) if part)
    if not written:
        return None
    if collective(written):
        return Mention(written=written, position=position, orcid=found, affiliations=affiliations, collective=True)
    return Mention(written=written, position=position, given=given if family else None, family=family, suffix=suffix,
                   orcid=found, affiliations=affiliations)  # fmt: skip


def _affiliations(place: Element) -> Iterator[AffiliationRef]:
    text = place.find("Affiliation")
    if text is None:
        return
    refs = affiliations_of(content(text))
    ror = next((ror for one in place.iterfind("Identifier") if (ror := _ror(one))), None) if len(place) > 1 else None
    for ref in refs:
        yield msgspec.structs.replace(ref, ror=ror) if ror and len(refs) == 1 else ref


def _ror(identifier: Element) -> str | None:
    return normalise("ror", content(identifier)) if (identifier.get("Source") or "").upper() == "ROR" else None
