"""arXiv's metadata as a table of tab-separated values, a paper a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Record, Rejected
from coterie.loaders.arxiv.authors import mentions
from coterie.loaders.arxiv.making import paper, topics
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt
from coterie.loaders.reading.lines import text_lines

COLUMNS = (
    "arxiv_id", "created", "updated", "primary_cat", "categories", "authors", "num_authors", "title", "doi",
)  # fmt: skip
"""The columns in the order in which :meth:`ArxivTsvLoader.transform` takes them."""

_SYNONYMS = {"author_text": "authors", "primary_category": "primary_cat", "id": "arxiv_id"}
_NEEDED = ("arxiv_id", "authors", "title")


class ArxivTsvLoader:
    """A header line that names the columns, then a paper a line; the columns may stand in any order."""

    name = "arxiv-tsv"
    title = "arXiv metadata as tab-separated values"
    about = About(
        source="arxiv",
        specification="a header line of arxiv_id, created, updated, primary_cat, categories, author_text, num_authors, "
        "title, doi in any order, as in the public table of arXiv's metadata (DOI 10.5281/zenodo.2533436 and its kind)",
        fields={
            "arxiv_id": "record_id, ids.arxiv",
            "created": "date",
            "updated": "updated (created where it is empty)",
            "primary_cat": "topics, primary",
            "categories": "topics",
            "author_text": "mentions, split at the comma",
            "num_authors": "author_count; authors_complete where it equals the names",
            "title": "title",
            "doi": "ids.doi",
        },
        cannot=("given and family names apart", "affiliations, ORCID", "journal, language, abstracts"),
        notes=(
            "Of several DOIs in one field the first is taken; what is no DOI is left out.",
            "A piece of the list of names without a letter (the colon of `ATLAS Collaboration, :, A. Author`, a stray "
            "full stop) names nobody; `jr` alone belongs to the name before; `others` makes the list incomplete.",
            "A name before such a colon at the start of the list is a collective.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure where the first line names the columns."""
        line = head[:4096].removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")
        return 0.95 if all(column in _header(line) for column in _NEEDED) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The lines after the header, position their number, each with its columns in the order of ``COLUMNS``.
        Raises ``LoadError`` where the header lacks a column that is needed."""
        lines = text_lines(source.stream, source.name)
        header = next(((number, _header(line)) for number, line in lines if line.strip()), None)
        columns = header[1] if header else []
        if missing := [column for column in _NEEDED if column not in columns]:
            raise LoadError(f"{source.name} has no column {missing[0]}", source=source.name)
        if tuple(columns) == COLUMNS:
            for number, line in lines:
                if line and not line.isspace():
                    yield RawItem(str(number), line)
            return
        order = [columns.index(column) if column in columns else None for column in COLUMNS]
        for number, line in lines:
            if line and not line.isspace():
                yield _ordered(number, line, order, len(columns))

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of one line. Raises :class:`BadItem` where the line has not the columns of the header, or neither
        id nor title."""
        fields = raw.data.split("\t")
        if len(fields) != len(COLUMNS):
            raise BadItem(f"{len(fields)} columns where there should be {len(COLUMNS)}")
        arxiv, created, updated, primary, categories, authors, stated, title, doi = fields
        pieces = authors.split(", ") if authors else []
        names, others = mentions(pieces)
        number = _number(stated)
        complete = None if number is None else number == len(pieces) and not others
        return [
            paper(
                arxiv=arxiv, written_title=title, authors=names, complete=complete,
                count=len(names) if complete else number, created=created, updated=updated,
                classified=topics(categories, primary), dois=doi,
            )
        ]  # fmt: skip


def _header(line: str) -> list[str]:
    columns = [column.strip().strip('"').lower() for column in line.split("\t")]
    return [_SYNONYMS.get(column, column) for column in columns]


def _ordered(number: int, line: str, order: list[int | None], columns: int) -> RawItem | Rejected:
    fields = line.split("\t")
    if len(fields) != columns:
        reason = f"{len(fields)} columns where the header has {columns}"
        return Rejected(source="", position=str(number), reason=reason, excerpt=excerpt(line))
    return RawItem(str(number), "\t".join("" if place is None else fields[place] for place in order))


@lru_cache(maxsize=4096)
def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


loader = ArxivTsvLoader()
