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
        link = content(entry.find(_ATOM + "id"))
        if "/api/errors" in link:
            raise BadItem(f"an error of arXiv's API: {content(entry.find(_ATOM + 'summary')) or 'not said which'}")
        names, others = _mentions(entry)
        terms = [str(category.get("term", "")) for category in entry.iterchildren(_ATOM + "category")]
        primary = "".join(str(one.get("term", "")) for one in entry.findall(_ARXIV + "primary_category")[:1])
        return [
            paper(
                arxiv=link.rpartition("/abs/")[2], written_title=_text(entry.find(_ATOM + "title")), authors=names,
                complete=not others if names else None, count=None,
                created=day(content(entry.find(_ATOM + "published"))),
                updated=day(content(entry.find(_ATOM + "updated"))), dois=content(entry.find(_ARXIV + "doi")),
                classified=topics(" ".join(filter(_is_category, terms)), primary),
                venue=venue(_text(entry.find(_ARXIV + "journal_ref"))),
            )
        ]  # fmt: skip


def _mentions(entry: Element) -> tuple[tuple[Mention, ...], bool]:
    authors = [
        (_text(author.find(_ATOM + "name")), author.findall(_ARXIV + "affiliation"))
        for author in entry.iterchildren(_ATOM + "author")
    ]
    if not any(places for _, places in authors):
        return mentions([name for name, _ in authors if name])
    return parted([
        Person(name, affiliations=tuple(ref for place in places for ref in affiliation(_text(place))))
        for name, places in authors
    ])  # fmt: skip


def _text(element: Element | None) -> str:
    return mended(content(element))


def _is_category(term: str) -> bool:
    """Not a class of MSC or ACM, of which one term holds several: ``68T05; I.2.6``."""
    return term[:1].islower() and " " not in term


loader = ArxivAtomLoader()
