"""The Atom feed of arXiv's API."""

from __future__ import annotations

from collections.abc import Iterator

from coterie.graph.model.records import Mention, Record, Rejected
from coterie.loaders.arxiv.authors import Person, affiliation, mentions, parted
from coterie.loaders.arxiv.making import day, mended, paper, topics, venue
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.reading.xmls import Element, content, elements, root

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_AUTHOR, _CATEGORY, _NAME = _ATOM + "author", _ATOM + "category", _ATOM + "name"


class ArxivAtomLoader:
    """The entries of a feed."""

    name = "arxiv-atom"
    title = "arXiv API (Atom feed)"
    about = About(
        source="arxiv",
        specification="arXiv API User's Manual, https://info.arxiv.org/help/api/user-manual.html",
        fields={
            "entry/id": "record_id, ids.arxiv (the version taken off)",
            "title": "title",
            "author/name": "mentions",
            "author/arxiv:affiliation": "affiliations of the mention",
            "published": "date",
            "updated": "updated",
            "arxiv:primary_category": "topics, primary",
            "category": "topics (classes of MSC and ACM are left out)",
            "arxiv:doi": "ids.doi (the first of several)",
            "arxiv:journal_ref": "venue",
        },
        cannot=("given and family names apart", "ORCID", "language", "summaries and comments are left out"),
        notes=(
            "Text that was encoded twice (`JosÃ©`), as in some stored responses, is decoded once more.",
            "An entry that reports an error of the query is rejected with the error's text.",
            "The venue is what stands before the first figure of the journal reference.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of a feed that names arXiv's API or schema."""
        name, _ = root(head)
        if name not in ("feed", "entry") or b"http://www.w3.org/2005/Atom" not in head:
            return 0.0
        return 0.95 if b"arxiv.org/schemas/atom" in head or b"arxiv.org/api" in head else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The entries; position is the line where one begins."""
        return elements(source, [_ATOM + "entry"])

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of one entry. Raises :class:`BadItem` for an error of the API, and without title and id."""
        entry: Element = raw.data
        first: dict[str, Element] = {}
        authors, terms = [], []
        for child in entry:
            tag = child.tag
            if tag == _AUTHOR:
                authors.append(child)
            elif tag == _CATEGORY:
                terms.append(str(child.get("term", "")))
            else:
                first.setdefault(tag, child)
        link = content(first.get(_ATOM + "id"))
        if "/api/errors" in link:
            raise BadItem(f"an error of arXiv's API: {content(first.get(_ATOM + 'summary')) or 'not said which'}")
        names, others = _mentions(authors)
        primary = first.get(_ARXIV + "primary_category")
        return [
            paper(
                arxiv=link.rpartition("/abs/")[2], written_title=_text(first.get(_ATOM + "title")), authors=names,
                complete=not others if names else None, count=None,
                created=day(content(first.get(_ATOM + "published"))),
                updated=day(content(first.get(_ATOM + "updated"))), dois=content(first.get(_ARXIV + "doi")),
                classified=topics(
                    " ".join(filter(_is_category, terms)), "" if primary is None else str(primary.get("term", ""))
                ),
                venue=venue(_text(first.get(_ARXIV + "journal_ref"))),
            )
        ]  # fmt: skip


def _mentions(authors: list[Element]) -> tuple[tuple[Mention, ...], bool]:
    if all(len(author) < 2 for author in authors):
        return mentions([name for author in authors if (name := _text(author.find(_NAME)))])
    return parted([
        Person(
            _text(author.find(_NAME)),
            affiliations=tuple(ref for at in author.findall(_ARXIV + "affiliation") for ref in affiliation(_text(at))),
        )
        for author in authors
    ])  # fmt: skip


def _text(element: Element | None) -> str:
    return mended(content(element))


def _is_category(term: str) -> bool:
    """Not a class of MSC or ACM, of which one term holds several: ``68T05; I.2.6``."""
    return term[:1].islower() and " " not in term


loader = ArxivAtomLoader()
