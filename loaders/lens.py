"""The CSV export of scholarly works of The Lens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from coterie.graph.model.records import Mention, PaperRecord, Record, Rejected
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, count, iso_date, keywords, plain, written_date
from coterie.loaders.reading.affiliations import is_et_al
from coterie.loaders.reading.rows import header, items

KINDS = {
    "journal article": "article", "article": "article", "conference proceedings article": "proceedings",
    "conference proceedings": "proceedings", "book": "book", "book chapter": "chapter", "preprint": "preprint",
    "dissertation": "thesis", "report": "report", "dataset": "dataset", "review": "review", "letter": "letter",
    "editorial": "editorial", "libguide": "other", "working paper": "report",
}  # fmt: skip
"""Kinds by publication type in lower case."""

Cells = Mapping[str, str]


class LensLoader:
    """The Lens."""

    name = "lens"
    title = "The Lens CSV export of scholarly works"
    about = About(
        source="lens",
        specification="The Lens, Scholarly export fields (support.lens.org); columns of the CSV",
        fields={
            "Lens ID": "record_id",
            "Title": "title",
            "Author/s": "mentions",
            "Date Published, Publication Year": "date",
            "Publication Type": "kind",
            "Source Title": "venue",
            "DOI": "ids.doi",
            "PMID": "ids.pmid",
            "Fields of Study": "topics (scheme lens)",
            "Keywords": "topics (scheme keyword)",
            "MeSH Terms": "topics (scheme mesh)",
            "Citing Works Count": "citations",
            "External URL": "urls",
        },
        cannot=(
            "Affiliations, ORCIDs, languages, editors.",
            "Microsoft Academic's ids are no longer issued and left out.",
        ),
        notes=("A list of authors that ends in et al. is incomplete.",),
        verified=False,
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the columns Lens ID and Title; of patents, which have Jurisdiction, nothing is read."""
        names = set(header(head)[1])
        return 0.95 if {"Lens ID", "Title"} <= names and not names & {"Jurisdiction", "Application Number"} else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The rows; position is the line."""
        return items(source, "Lens ID", "Author/s", "Title")

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of a row. Raises ``BadItem`` where there is neither title nor id."""
        return [_paper(raw.data)]


def _paper(cells: Cells) -> PaperRecord:
    def get(name: str) -> str:
        return cells.get(name, "").strip()

    title, ids = plain(get("Title")), paper_ids({"doi": get("DOI"), "pmid": get("PMID")})
    if not title and not ids:
        raise BadItem("neither title nor id")
    names = [name for piece in get("Author/s").split(";") if (name := " ".join(piece.split()))]
    complete = not (names and is_et_al(names[-1]))
    names = names if complete else names[:-1]
    link = get("External URL")
    return PaperRecord(
        source="lens",
        record_id=get("Lens ID"),
        title=title,
        ids=ids,
        date=_date(get("Date Published"), get("Publication Year")),
        kind=_kind(get("Publication Type")),
        venue=plain(get("Source Title")) or None,
        mentions=tuple(
            Mention(written=name, position=i, collective=collective(name)) for i, name in enumerate(names, 1)
        ),
        authors_complete=complete if names else None,
        topics=keywords(get("Fields of Study").split(";"), "lens")
        + keywords(get("Keywords").split(";"))
        + keywords(get("MeSH Terms").split(";"), "mesh"),
        citations=count(get("Citing Works Count")),
        urls=(link,) if link.startswith("http") else (),
    )


@lru_cache(maxsize=16384)
def _date(text: str, year: str) -> str | None:
    return written_date(text) or iso_date(year)


@lru_cache(maxsize=256)
def _kind(text: str) -> str | None:
    """Unknown is what The Lens writes where it has no type."""
    return KINDS.get(text.lower(), "other") if text and text.lower() != "unknown" else None


loader = LensLoader()
