"""A table of papers (CSV, TSV, XLSX, Parquet), by a declared mapping or one guessed from its header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import About, RawItem, Source, excerpt
from coterie.loaders.reading.rows import Row
from coterie.loaders.table.cells import Cells
from coterie.loaders.table.declaring import check_columns, declared, joined_names, sureness
from coterie.loaders.table.guessing import guessed_papers, looks_like_papers
from coterie.loaders.table.joining import MAX_JOINED, Room
from coterie.loaders.table.papers import Item, Maker
from coterie.loaders.table.plan import Plan, own_columns
from coterie.loaders.table.reading import Columns, table_rows

Groups = dict[str, list[list[Cells]]]


class TableLoader:
    """Tables of papers."""

    name = "table"
    title = "table of papers (CSV, TSV, XLSX, Parquet), by a mapping (--map FILE) or guessed from its header"
    binary = True
    about = About(
        source="as the mapping declares, else table",
        specification="the mapping file: docs/tables.md; RFC 4180 (CSV), ISO/IEC 29500 (XLSX), Apache Parquet",
        fields={
            "title": "title",
            "id": "record_id (with source)",
            "updated": "updated",
            "ids": "ids (doi, arxiv, pmid, …)",
            "date, or year, month, day": "date",
            "kind": "kind (by its name in English and some other languages; other where not known)",
            "venue": "venue",
            "language": "language",
            "authors": "mentions: name or given, family, suffix; orcid, ids, affiliation, corresponding, role",
            "authors.complete": "authors_complete (false in any case where a list ends in et al.)",
            "editors": "mentions with role editor",
            "author_count": "author_count",
            "affiliations": "affiliations",
            "topics": "topics (scheme keyword where none is declared)",
            "citations": "citations",
            "url": "urls",
        },
        cannot=(
            "Without a mapping, ids of the table's own are not read: they are unique only within one table.",
            "Columns that neither the mapping names nor the guess knows.",
        ),
        notes=(
            "The main file is streamed. Joined files, and a table of authorships that is not declared sorted, are held "
            f"in memory up to {MAX_JOINED >> 30} GB by estimate; what needs more is refused.",
            "Workbooks need openpyxl (the extra xlsx), Parquet files pyarrow (the extra parquet).",
            "A date such as 03/04/2021 gives the year only, unless date_order says which is the month.",
            "ORCIDs, affiliations and ids in cells with several values belong to the authors in their order where "
            "there are as many; else the affiliations are the paper's, and the others are left out.",
            "An author of a joined file for whom no name is found leaves authors_complete false.",
            "The guess knows headers in English, German, French, Spanish, Portuguese, Italian, Dutch, Russian, "
            "Chinese, Japanese and Korean, and is shown by load --dry-run as a mapping file.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """A guess at most: 0.4 where the header has a title and names of authors; 0.3 for a workbook or a Parquet file
        with such columns, where it can be looked into."""
        return sureness(head, path, looks_like_papers)

    def parts(self, path: Path, mapping: Mapping[str, Any] | None = None) -> frozenset[str]:
        """The files that a mapping joins to the table at ``path``."""
        return joined_names(mapping, path)

    def mapping_for(self, source: Source) -> dict[str, Any]:
        """The mapping declared, else guessed from the header; the stream is used up. Raises ``LoadError`` where it does
        not fit the table, or no column is known that is needed."""
        with declared(source, looks_like_papers, guessed_papers, people=False) as (ready, mapping):
            check_columns(ready, mapping, own_columns(mapping))
            return mapping

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The papers; position is the first line (in a workbook or Parquet file: the row) of each.

        Raises ``LoadError`` where the mapping has an error or does not fit the table, or nothing can be guessed.
        """
        with declared(source, looks_like_papers, guessed_papers, people=False) as (ready, mapping):
            yield from _papers(ready, mapping)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper. Raises ``BadItem`` where there is neither title nor id."""
        item: Item = raw.data
        return [item.maker.paper(item.row, item.groups)]


def _papers(source: Source, mapping: dict[str, Any]) -> Iterator[RawItem | Rejected]:
    plan = Plan.of(mapping, source)
    yield from plan.rejected
    maker = Maker(plan)
    rows = table_rows(source, Columns(plan.wanted), delimiter=mapping.get("delimiter"), sheet=mapping.get("sheet"))
    if plan.pairs:
        yield from _authorships(plan, maker, rows)
        return
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        number, cells = row
        wide = plan.widened.of(cells)
        groups = {key: [one.of(wide) for one in found] for key, found in plan.groups.items()}
        yield _item(number, Item(maker, wide, groups))


def _item(number: int, item: Item) -> RawItem:
    return RawItem(str(number), item, excerpt(" ".join(filter(None, item.row.values()))[:100]))


def _authorships(plan: Plan, maker: Maker, rows: Iterator[Row | Rejected]) -> Iterator[RawItem | Rejected]:
    """The papers of a table whose rows are authorships: those next to each other where the mapping says that it is
    sorted, else all that are of one paper."""
    together: dict[object, tuple[int, list[Cells]]] = {}
    room, seen, is_sorted = Room(), set[int](), bool(plan.mapping.get("sorted"))
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        number, cells = row
        wide = plan.widened.of(cells)
        key = maker.key(wide) or number
        if is_sorted and key not in together:
            yield from (_of_rows(plan, maker, *one) for one in together.values())
            seen |= {hash(key) for key in together}
            together.clear()
            if hash(key) in seen:
                reason = "the rows of this paper stand apart, but the mapping says that the table is sorted"
                yield Rejected(source="", position=str(number), reason=reason)
                continue
        if not is_sorted:
            room.take(tuple(wide.values()), "the table")
        together.setdefault(key, (number, []))[1].append(wide)
    yield from (_of_rows(plan, maker, *one) for one in together.values())


def _of_rows(plan: Plan, maker: Maker, number: int, rows: list[Cells]) -> RawItem:
    """The paper of several rows: what it says of itself is in the first, its authors are in all."""
    groups: Groups = {
        key: [one.ordered([one.widened.of(row) for row in rows]) if key in ("authors", "editors") else one.of(rows[0])
              for one in found]
        for key, found in plan.groups.items()
    }  # fmt: skip
    return _item(number, Item(maker, rows[0], groups))


loader = TableLoader()
