"""The CSV export of The Lens."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.lens import loader

ROW = {
    "Lens ID": "000-000-000-000-001", "Title": "On coteries &amp; engines", "Date Published": "1843-09-05",
    "Publication Year": "1843", "Publication Type": "journal article", "Source Title": "Journal of Coteries",
    "Author/s": "Ada Lovelace; Augustus De Morgan; Engine Consortium", "Fields of Study": "Computer science; History",
    "Keywords": "engines", "MeSH Terms": "Humans", "External URL": "https://example.org/1", "PMID": "12345",
    "DOI": "10.1000/ABC", "Citing Works Count": "12",
}  # fmt: skip


def written(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROW))
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def read(text: str | bytes) -> list[Any]:
    """Papers, and rejections as (position, reason)."""
    out: list[Any] = []
    data = text.encode() if isinstance(text, str) else text
    for raw in loader.read(Source("made", io.BytesIO(data))):
        if isinstance(raw, Rejected):
            out.append((raw.position, raw.reason))
            continue
        try:
            out += loader.transform(raw)
        except ValueError as error:
            out.append((raw.position, str(error)))
    return out


def one(**cells: str) -> PaperRecord:
    (paper,) = read(written(ROW | {name.replace("_", " "): value for name, value in cells.items()}))
    assert isinstance(paper, PaperRecord)
    return paper


def test_every_field() -> None:
    paper = one()
    assert (paper.source, paper.record_id, paper.ids) == (
        "lens", "000-000-000-000-001", {"doi": "10.1000/abc", "pmid": "12345"},
    )  # fmt: skip
    assert (paper.title, paper.date, paper.kind, paper.venue, paper.citations) == (
        "On coteries & engines", "1843-09-05", "article", "Journal of Coteries", 12,
    )  # fmt: skip
    assert [(topic.scheme, topic.code) for topic in paper.topics] == [
        ("lens", "computer science"), ("lens", "history"), ("keyword", "engines"), ("mesh", "humans"),
    ]  # fmt: skip
    assert [(m.written, m.position, m.collective) for m in paper.mentions] == [
        ("Ada Lovelace", 1, False), ("Augustus De Morgan", 2, False), ("Engine Consortium", 3, True),
    ]  # fmt: skip
    assert (paper.urls, paper.authors_complete) == (("https://example.org/1",), True)


def test_fields_that_say_little() -> None:
    cut = one(**{"Author/s": "Ada Lovelace; et al."})
    assert ([m.written for m in cut.mentions], cut.authors_complete) == (["Ada Lovelace"], False)
    assert one(**{"Author/s": ""}).authors_complete is None
    assert one(Date_Published="").date == "1843"
    assert one(Date_Published="", Publication_Year="x").date is None
    assert one(DOI="x", PMID="y", Citing_Works_Count="z", External_URL="").ids == {}
    assert read(written(dict.fromkeys(ROW, "") | {"Lens ID": "1"})) == [("2", "neither title nor id")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("journal article", "article"), ("conference proceedings article", "proceedings"), ("Song", "other"),
     ("unknown", None), ("", None)],
)  # fmt: skip
def test_kinds(text: str, kind: str | None) -> None:
    assert one(Publication_Type=text).kind == kind


def test_sniff() -> None:
    assert loader.sniff(written(ROW).encode(), "lens-export.csv") == 0.95
    for other in (b"Lens ID,Title,Jurisdiction\n", b"Title,Author/s\n", b"", b"{}", b"\0\0"):
        assert loader.sniff(other, "lens-export.csv") == 0


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ROW)), st.text("A. ;-19é", max_size=12) | st.text(max_size=8)))
def test_any_cells_give_a_record_or_a_reason(cells: dict[str, str]) -> None:
    for item in read(written(ROW | cells)):
        assert isinstance(item, PaperRecord) or item[1]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_records_or_one_error(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    with suppress(LoadError):
        assert all(isinstance(item, PaperRecord) or item[1] for item in read(data))
