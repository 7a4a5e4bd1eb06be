"""Merging on real records: the DOIs that arXiv gives to several papers."""

from __future__ import annotations

import lzma

import pytest
from support import shared_data

from coterie.graph.assembly.merging import components, merge, merged
from coterie.graph.model.records import Mention, PaperRecord


@pytest.mark.slow
def test_dois_on_several_arxiv_papers_are_doubtful() -> None:
    rows: dict[str, list[str]] = {}
    for name in ("arxiv_20190101.tsv.xz", "arxiv_20200101.tsv.xz"):
        with lzma.open(shared_data("data", "arxiv", name), "rt", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if cells[8]:
                    rows[cells[0]] = cells
                else:
                    rows.pop(cells[0], None)
    by_doi: dict[str, list[list[str]]] = {}
    for cells in rows.values():
        by_doi.setdefault(cells[8].casefold(), []).append(cells)
    records = [_record(cells) for found in by_doi.values() if len(found) > 1 for cells in found]
    found = merged(records)
    assert len(found.papers) == len(records)
    assert (len(found.doubtful), sum(len(doubt.papers) for doubt in found.doubtful)) == (347, 736)
    assert sorted((p for c in components(records[::-1]) for p in merge(c)), key=lambda p: p.id) == found.papers


def _record(cells: list[str]) -> PaperRecord:
    mentions = tuple(Mention(written=name, position=i) for i, name in enumerate(cells[5].split(", "), 1))
    return PaperRecord(source="arxiv", record_id=cells[0], title=cells[7], date=cells[1], mentions=mentions,
                       ids={"arxiv": cells[0], "doi": cells[8]}, authors_complete=True)  # fmt: skip
