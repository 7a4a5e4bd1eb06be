"""The five documents, raw and as seeds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support import shared_data

from coterie import seeds
from coterie.graph.model.records import PaperRecord, PersonRecord, Record, Rejected, canonical
from coterie.graph.names.fold import fold
from coterie.loaders.registry import open_inputs
from coterie.seeds.make import lines


def papers() -> list[PaperRecord]:
    return [record for record in seeds.records() if isinstance(record, PaperRecord)]


def test_raw_documents_give_exactly_the_seeds() -> None:
    raw = b"".join(line + b"\n" for line in lines(shared_data("seeds")))
    assert raw == seeds.path().read_bytes()


def test_counts_of_each_document() -> None:
    counts = {}
    for document in open_inputs([shared_data("seeds")], year=2026):
        kinds = Counter(type(item).__name__ for item in document)
        counts[Path(document.file).name[:3]] = (kinds["PaperRecord"], kinds["PersonRecord"], kinds["Rejected"])
    assert counts == {"000": (16, 1, 0), "001": (50, 0, 0), "002": (37, 0, 0), "003": (53, 0, 0), "004": (29, 1, 0)}


def test_each_document_reads_the_same_alone_and_in_any_order() -> None:
    files = sorted(shared_data("seeds").glob("*.txt"))

    def read(paths: list[Path]) -> dict[str, list[bytes]]:
        return {i.file: [canonical(r) for r in i if not isinstance(r, Rejected)] for i in open_inputs(paths, year=2026)}

    together = read(files)
    assert read(files[::-1]) == together
    assert {file: records for path in files for file, records in read([path]).items()} == together


def test_seeds_load_as_records() -> None:
    (seed,) = open_inputs([seeds.path()])
    read: list[Record | Rejected] = list(seed)
    assert seed.loader == "records"
    assert [canonical(r) for r in read if not isinstance(r, Rejected)] == [canonical(r) for r in seeds.records()]
    assert [r.position for r in read] == [f"{seeds.path().as_posix()}:{i}" for i in range(1, 188)]


def test_owners() -> None:
    people = [record for record in seeds.records() if isinstance(record, PersonRecord)]
    figures = {
        p.name: (p.stated_h_index, p.stated_papers, p.stated_citations, p.stated_novelty, p.stated_ai_score)
        for p in people
    }
    assert figures == {"Li Lyna Zhang": (9, 16, 942, 61.0, 52.0), "Yuhui Xu": (35, 29, 1955, 52.0, 63.0)}
    assert [p.source_ids for p in people] == [("page:li-lyna-zhang",), ("page:yuhui-xu",)]
    owned = Counter(sid for paper in papers() for mention in paper.mentions for sid in mention.source_ids)
    assert owned == {"page:li-lyna-zhang": 16, "page:yuhui-xu": 29}
    assert sum(m.position is None for paper in papers() for m in paper.mentions) == 14


def test_facts() -> None:
    found = papers()
    assert len(found) == 185
    assert len({fold(paper.title) for paper in found}) == 163
    assert len({fold(m.written) for paper in found for m in paper.mentions}) == 202
    codes = ("CL", "LG", "CV", "AI", "IR", "DC", "AR", "CR", "HC", "DB")
    assert {t.code for paper in found for t in paper.topics} == {f"cs.{code}" for code in codes}
    places = {a.id or a.name for paper in found for a in paper.affiliations}
    assert places == {
        "microsoft-research", "pku", "tsinghua", "harvard", "cmu", "salesforce", "bytedance", "amazon-science",
        "nvidia",
    }  # fmt: skip
    assert all(paper.authors_complete is False for paper in found if paper.mentions)
    assert len({fold(paper.title) for paper in found if paper.has_code}) == 41  # 42 papers: one title has two
    inferred = {paper.title: paper.date for paper in found if paper.date_inferred}
    assert len(inferred) == 15
    assert inferred["ParisKV: Fast and Drift-Robust KV-Cache Retrieval for Long-Context LLMs"] == "2026-05-28"


@pytest.mark.parametrize("start", ["SIRI: ", "EHR-R1: "])
def test_bare_entries_have_only_a_title(start: str) -> None:
    (bare,) = (paper for paper in papers() if paper.title.startswith(start))
    assert canonical(bare).decode().count('":') == 4  # type, source, record_id, title


def test_no_abstracts_are_kept() -> None:
    assert max(len(paper.title) for paper in papers()) < 200
    assert seeds.path().stat().st_size < 70_000
