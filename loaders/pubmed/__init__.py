"""PubMed XML: sets of articles and books, single ones, and the update files with their deletions.

The elements are those of NLM's DTD of 2025 (https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/index.html) and of the
older ones that files still have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt
from coterie.loaders.pubmed.papers import article, book
from coterie.loaders.reading.xmls import Element, content, elements, root

_ROOTS = frozenset({
    "PubmedArticleSet", "PubmedArticle", "PubmedBookArticleSet", "PubmedBookArticle", "MedlineCitationSet",
    "MedlineCitation", "DeleteCitation",
})  # fmt: skip
_ITEMS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument")
_BARE = re.compile(rb"<(PubmedArticle|PubmedBookArticle|MedlineCitation)[\s>]")
_HEAD = 1 << 16


class PubmedLoader:
    """Articles, chapters and books of PubMed."""

    name = "pubmed"
    title = "PubMed XML: articles and books, as exported, fetched (efetch) or in the yearly and daily files"
    about = About(
        source="pubmed",
        specification="NLM PubMed DTD, https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/index.html",
        fields={
            "PMID": "record_id, ids.pmid, urls",
            "ELocationID, ArticleId (doi)": "ids.doi",
            "DateRevised, DateCompleted, DateCreated": "updated (the first there is)",
            "ArticleTitle": "title, without the added full stop and brackets",
            "VernacularTitle": "title, where there is no other",
            "BookTitle": "title of a book, venue of a chapter",
            "PubDate, MedlineDate, ArticleDate": "date (the earliest)",
            "PublicationType": "kind",
            "CommentsCorrections": "kind of a notice of retraction or correction",
            "Journal/Title, else ISOAbbreviation, else MedlineTA; CollectionTitle": "venue",
            "Language": "language (the first)",
            "Author (LastName, ForeName, Initials, Suffix)": "mentions",
            "Author/CollectiveName": "mentions (collective)",
            "Author/Identifier (ORCID)": "mentions.orcid",
            "AffiliationInfo (Affiliation, Identifier ROR)": "mentions.affiliations (country: what ends the text)",
            "AuthorList/@CompleteYN": "authors_complete",
            "MeshHeading": "topics (mesh, by its unique id)",
            "Keyword": "topics (keyword)",
            "DeleteCitation, DeleteDocument": "no record",
        },
        cannot=(
            "who corresponds, and how often the paper is cited",
            "left out: abstracts, references, grants, chemicals, PMC ids, investigators (InvestigatorList: they are "
            "members of a group, not authors), the persons a paper is about, editors of the book that holds a chapter",
        ),
        notes=(
            "An author whose name is marked as wrong (ValidYN N) is left out where the list has valid ones: the "
            "corrected name stands beside it.",
            "Mail addresses are taken off affiliations. A text that joins several by semicolons is split where each "
            "piece ends with a country.",
            "A chapter without authors of its own has the authors, not the editors, of its book.",
            "Deletions are passed over: what they name is not unloaded.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by the root element; probable where such an element stands inside another."""
        name, _ = root(head)
        if name in _ROOTS:
            return 0.95
        return 0.7 if name and _BARE.search(head) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The articles, books and deletions; position is the line of each."""
        head = source.stream.read(_HEAD)
        found = _BARE.search(head)
        bare = found is not None and found[1] == b"MedlineCitation"
        items = ("MedlineCitation", "DeleteCitation") if bare else _ITEMS
        stream = cast(BinaryIO, _Again(head, source.stream))
        yield from elements(replace(source, stream=stream), items)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper; nothing for a deletion. Raises :class:`BadItem` where there is neither title nor id."""
        item: Element = raw.data
        if item.tag.startswith("Delete"):
            return []
        paper = book(item) if item.tag == "PubmedBookArticle" else article(item)
        if not paper.title and not paper.ids:
            raise BadItem(f"neither title nor id: {excerpt(content(item))}".rstrip(": "))
        return [paper]


class _Again:
    """A stream whose first bytes have been read."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        head, self._head = self._head, b""
        return head or self._rest.read(size)


loader = PubmedLoader()
