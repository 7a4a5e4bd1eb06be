"""The CSV export of IEEE Xplore."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.ieee import loader

ROW = {
    "Document Title": "On H<sub>2</sub>O &amp; GPUs", "Authors": "A. Lovelace; J. -P. De Gaulle; Engine Consortium",
    "Author Affiliations": "Univ. of Oslo, Oslo, Norway; NA; Rome, Italy", "Publication Title": "2016 Conf. (CO)",
    "Date Added To Xplore": "8 Jun 2017", "Publication Year": "2016", "DOI": "10.1109/ABC.2016.019",
    "PDF Link": "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=7943324", "Author Keywords": "engines;Coteries",
    "IEEE Terms": "Kernel", "INSPEC Controlled Terms": "graph theory", "Article Citation Count": "51",
    "Online Date": "8 Jun 2017", "Issue Date": "", "Document Identifier": "IEEE Conferences",
}  # fmt: skip


def written(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROW))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


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
    assert (paper.source, paper.record_id, paper.ids) == ("ieee", "7943324", {"doi": "10.1109/abc.2016.019"})
    assert (paper.title, paper.date, paper.kind, paper.venue, paper.citations) == (
        "On H2O & GPUs", "2016", "proceedings", "2016 Conf. (CO)", 51,
    )  # fmt: skip
    assert [(topic.scheme, topic.code) for topic in paper.topics] == [
        ("keyword", "engines"), ("keyword", "coteries"), ("ieee", "kernel"), ("inspec", "graph theory"),
    ]  # fmt: skip
    assert paper.urls == ("https://ieeexplore.ieee.org/document/7943324",)
    assert [(m.written, m.position, m.collective) for m in paper.mentions] == [
        ("A. Lovelace", 1, False), ("J. -P. De Gaulle", 2, False), ("Engine Consortium", 3, True),
    ]  # fmt: skip
    assert [[(a.name, a.country) for a in m.affiliations] for m in paper.mentions] == [
        [("Univ. of Oslo, Oslo, Norway", "NO")], [], [("Rome, Italy", "IT")],
    ]  # fmt: skip
    assert (paper.affiliations, paper.authors_complete) == ((), True)


def test_affiliations_that_are_not_one_each() -> None:
    paper = one(Author_Affiliations="Oslo, Norway; NA")
    assert all(not mention.affiliations for mention in paper.mentions)
    assert [a.country for a in paper.affiliations] == ["NO"]
    assert one(Authors="").authors_complete is None


@pytest.mark.parametrize(
    ("year", "online", "issue", "date"),
    [
        ("2016", "8 Jun 2017", "", "2016"), ("2016", "8 Jun 2016", "", "2016-06-08"),
        ("2016", "8 Jun 2016", "May 2016", "2016-05"), ("2016", "31 Dec 2015", "Jan. 2016", "2015-12-31"),
        ("", "8 Jun 2017", "", "2017-06-08"), ("", "", "", None), ("x", "32 May 2020", "", "2020-05"),
        ("2016", "x", "y", "2016"),
    ],
)  # fmt: skip
def test_dates(year: str, online: str, issue: str, date: str | None) -> None:
    assert one(Publication_Year=year, Online_Date=online, Issue_Date=issue).date == date


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IEEE Conferences", "proceedings"), ("OUP Journals", "article"), ("IEEE Magazines", "article"),
        ("IEEE Early Access Articles", "article"), ("MIT Press eBook Chapters", "chapter"), ("Wiley eBooks", "book"),
        ("IEEE Courses", "other"), ("", None),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str | None) -> None:
    assert one(Document_Identifier=text).kind == kind
    assert one(Document_Identifier=text, Document_Title="[Front matter]").kind == "front-matter"


def test_a_search_before_the_header_and_rows_without_anything() -> None:
    assert read('"https://ieeexplore.ieee.org/search?a,b"\n' + written(ROW)) == [one()]
    nothing = dict.fromkeys(ROW, "") | {"Authors": "A. Nobody"}
    assert read(written(nothing)) == [("2", "neither title nor id")]
    assert one(DOI="none", PDF_Link="", Article_Citation_Count="x").ids == {}


def test_sniff() -> None:
    assert loader.sniff(written(ROW).encode(), "export.csv") == 0.95
    for other in (b"Document Title,Authors\n", b"Title,Authors,IEEE Terms\n", b"", b"{}", b"\0\0"):
        assert loader.sniff(other, "export2020.csv") == 0


@pytest.mark.parametrize("name", ["ieee", "ieee_1", "ieee_2", "ieee_3", "ieee_4", "ieee_5"])
def test_real_files_are_complete(name: str) -> None:
    data = shared_data("data", "fixtures", "litstudy", f"{name}.csv").read_bytes()
    assert loader.sniff(data[:65536], name) == 0.95
    papers = read(data)
    assert all(isinstance(paper, PaperRecord) for paper in papers)
    assert len(papers) == data.count(b"/stamp.jsp?arnumber=")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for paper, row in zip(papers, rows, strict=True):
        assert "; ".join(m.written for m in paper.mentions) == row["Authors"]
        assert paper.ids.get("doi", "") == row["DOI"].lower()
        assert str(paper.date).startswith(row["Publication Year"]) or str(paper.date) < row["Publication Year"]
        assert paper.kind in ("article", "proceedings", "front-matter")


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ROW)), st.text("A. ;[]19é", max_size=12) | st.text(max_size=8), min_size=3))
def test_any_cells_give_a_record_or_a_reason(cells: dict[str, str]) -> None:
    for item in read(written(ROW | cells)):
        assert isinstance(item, PaperRecord) or item[1]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_records_or_one_error(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    with suppress(LoadError):
        assert all(isinstance(item, PaperRecord) or item[1] for item in read(data))
