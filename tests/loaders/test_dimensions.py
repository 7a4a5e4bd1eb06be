"""The exports of Dimensions, as text and as workbooks."""

from __future__ import annotations

import csv
import datetime
import io
import sys
import zipfile
from contextlib import suppress
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.dimensions import loader
from coterie.loaders.reading import sheets
from coterie.loaders.reading.sheets import sheet_rows

ABOUT = '"About the data: Exported on Sep 10, 2021. Criteria: engines; free text in title, abstract"\n'
ROW = {
    "Rank": "500", "Publication ID": "pub.1000000001", "DOI": "10.1000/ABC", "PMID": "12345",
    "Title": "On coteries &amp; engines", "Source title": "Journal of Coteries", "Anthology title": "",
    "Book editors": "Ed, Ivan; Tor, Sue", "MeSH terms": "Humans", "Publication date": "1843-09",
    "PubYear": "1843", "Publication date (online)": "1843-09-05", "Publication date (print)": "1843-10",
    "Publication Type": "Article", "Authors": "Lovelace, Ada; De Morgan, Augustus, Jr.; Plato; Engine Consortium",
    "Authors (Raw Affiliation)": "Lovelace, Ada (Dept (of Engines), University of Oslo, Oslo, Norway.; Rome, Italy); "
    "De Morgan, Augustus, Jr. (Rome, Italy); Plato; Engine Consortium ()",
    "Corresponding Authors": "Lovelace, Ada (University of Oslo)",
    "Authors Affiliations": "Lovelace, Ada (University of Oslo); Plato (Academy)",
    "Research Organizations - standardized": "University of Oslo; Academy; Academy", "GRID IDs": "grid.1",
    "Times cited": "12", "Dimensions URL": "https://app.dimensions.ai/details/publication/pub.1000000001",
    "Fields of Research (ANZSRC 2020)": "46 Information and Computing Sciences; 4605 Data Management; none",
}  # fmt: skip


def written(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROW))
    writer.writeheader()
    writer.writerows(rows)
    return (ABOUT + out.getvalue()).encode("utf-8-sig")


def workbook(*rows: dict[str, Any], before: bool = True) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Nothing of this"])
    sheet = book.create_sheet("Publications")
    if before:
        sheet.append([ABOUT])
    sheet.append(list(ROW))
    for row in rows:
        sheet.append([row.get(name) for name in ROW])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> list[Any]:
    """Papers, and rejections as (position, reason)."""
    out: list[Any] = []
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
        "dimensions", "pub.1000000001", {"doi": "10.1000/abc", "pmid": "12345"},
    )  # fmt: skip
    assert (paper.title, paper.date, paper.kind, paper.venue, paper.citations) == (
        "On coteries & engines", "1843-09-05", "article", "Journal of Coteries", 12,
    )  # fmt: skip
    assert [(topic.scheme, topic.code, topic.name) for topic in paper.topics] == [
        ("for", "46", "Information and Computing Sciences"), ("for", "4605", "Data Management"),
        ("mesh", "humans", "Humans"),
    ]  # fmt: skip
    assert [(m.written, m.given, m.family, m.suffix, m.collective) for m in paper.mentions] == [
        ("Lovelace, Ada", "Ada", "Lovelace", None, False),
        ("De Morgan, Augustus, Jr.", "Augustus", "De Morgan", "Jr.", False),
        ("Plato", None, None, None, False), ("Engine Consortium", None, None, None, True),
    ]  # fmt: skip
    assert [[(a.name, a.country) for a in m.affiliations] for m in paper.mentions] == [
        [("Dept (of Engines), University of Oslo, Oslo, Norway", "NO"), ("Rome, Italy", "IT")],
        [("Rome, Italy", "IT")], [], [],
    ]  # fmt: skip
    assert [m.corresponding for m in paper.mentions] == [True, None, None, None]
    assert (paper.affiliations, paper.authors_complete) == ((), True)
    assert paper.urls == (ROW["Dimensions URL"],)


def test_lists_of_different_length_are_joined_by_name() -> None:
    paper = one(**{"Authors (Raw Affiliation)": "Plato (Athens, Greece)"})
    assert [[a.country for a in m.affiliations] for m in paper.mentions] == [[], [], ["GR"], []]
    paper = one(**{"Authors (Raw Affiliation)": "", "Authors Affiliations": ""})
    assert [a.name for a in paper.affiliations] == ["University of Oslo", "Academy"]
    paper = one(**{"Authors": "", "Authors (Raw Affiliation)": "Plato (Athens, Greece); Ada"})
    assert [m.written for m in paper.mentions] == ["Plato", "Ada"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada (; Bea", ["Ada", "Bea"]), ("Ada) x; Bea", ["Ada) x", "Bea"]), ("Ada ); Bea (", ["Ada )", "Bea"]),
        (" ; ; ", []), ("Ada ((a; b); c); Bea", ["Ada", "Bea"]),
    ],
)  # fmt: skip
def test_no_author_is_lost_to_parentheses(text: str, names: list[str]) -> None:
    assert [m.written for m in one(Authors=text, **{"Authors (Raw Affiliation)": ""}).mentions][: len(names)] == names


def test_kinds_and_editors() -> None:
    assert [m.role for m in one().mentions] == ["author"] * 4
    for kind in ("Monograph", "Edited Book"):
        paper = one(Publication_Type=kind)
        assert [(m.written, m.role) for m in paper.mentions[4:]] == [("Ed, Ivan", "editor"), ("Tor, Sue", "editor")]
        assert paper.kind == "book"
    assert [one(Publication_Type=kind).kind for kind in ("Proceeding", "Preprint", "Song", "")] == [
        "proceedings", "preprint", "other", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        (("2020-03", "2020-03-05", ""), "2020-03-05"), (("2020", "", "2020-06"), "2020-06"),
        (("2020-03-09", "2019-12-31", ""), "2019-12-31"), (("", "", ""), "1843"), (("x", "", ""), "1843"),
    ],
)  # fmt: skip
def test_dates(dates: tuple[str, str, str], date: str) -> None:
    names = ("Publication date", "Publication date (online)", "Publication date (print)")
    assert one(**dict(zip(names, dates, strict=True))).date == date


def test_bad_rows() -> None:
    assert read(written(dict.fromkeys(ROW, "") | {"Authors": "Ada"})) == [("3", "neither title nor id")]
    assert one(DOI="x", PMID="y", Times_cited="z", Dimensions_URL="").ids == {}
    with pytest.raises(LoadError, match="no line of column names"):
        read(b"Title,Authors\nx,y\n")


def test_a_workbook_gives_the_same() -> None:
    data = workbook(ROW | {"PubYear": 1843, "Times cited": 12.0, "PMID": 12345}, {"Rank": 3}, ROW)
    assert loader.sniff(data[:65536], "x.xlsx") == 0.95
    assert read(data) == [one(), ("4", "neither title nor id"), one()]
    assert read(workbook(ROW, before=False)) == [one()]


def test_cells_of_a_workbook_as_text() -> None:
    row: dict[str, Any] = ROW | {"Publication date": datetime.date(1999, 5, 3), "Times cited": 1.5, "Rank": True}
    ((_, cells),) = sheet_rows(Source("made", io.BytesIO(workbook(row, before=False))), sheet="Publications")
    assert (cells["Publication date"], cells["Times cited"], cells["Rank"]) == ("1999-05-03", "1.5", "True")
    with pytest.raises(LoadError, match="no sheet 'X'; sheets: Sheet, Publications"):
        list(sheet_rows(Source("made", io.BytesIO(workbook(row))), sheet="X"))


def test_workbooks_that_are_none_or_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LoadError, match="no row of column names"):
        read(_other_book())
    for data in (b"PK\x03\x04", b"PK\x03\x04" + b"x" * 1000, workbook(ROW)[:3000], _zip({"a": b"x"})):
        with pytest.raises(LoadError, match="no workbook that can be read"):
            read(data)
    with pytest.raises(LoadError, match="unpacks to 64 MB"):
        read(_zip({"xl/sharedStrings.xml": bytes(64 << 20)}))
    monkeypatch.setattr(sheets, "MAX_FILE", 1000)
    with pytest.raises(LoadError, match="more than 0 MB"):
        read(workbook(ROW))


def _other_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Title", "Authors"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_damaged_sheet_keeps_what_came_before() -> None:
    data = workbook(*[ROW] * 2000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = sheet[: len(sheet) * 3 // 4]
    *papers, last = read(_zip(parts))
    assert len(papers) >= 1000
    assert all(isinstance(paper, PaperRecord) for paper in papers)
    assert "cannot be read from here on" in last[1]


def test_without_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(LoadError, match="openpyxl is not installed") as caught:
        read(workbook_bytes)
    assert caught.value.hint == "pip install 'coterie[xlsx]'"


workbook_bytes = workbook(ROW)


def test_sniff() -> None:
    assert loader.sniff(written(ROW), "x.csv") == 0.95
    assert loader.sniff(_other_book(), "x.xlsx") == 0
    assert loader.sniff(_other_book(), "Dimensions-Publication-2021-09-10_11-12-13.xlsx") == 0.8
    for other in (b"Publication ID,Title\n", b"Title,Authors\n", b"", b"{}", b"\0\0", b"PK\x03\x04xl/"):
        assert loader.sniff(other, "x.csv") == 0


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ROW)), st.text("A. ;()-19é", max_size=14) | st.text(max_size=8)))
def test_any_cells_give_a_record_or_a_reason(cells: dict[str, str]) -> None:
    for item in read(written(ROW | cells)):
        assert isinstance(item, PaperRecord) or item[1]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80) | st.binary(max_size=40).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_give_records_or_one_error(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    with suppress(LoadError):
        assert all(isinstance(item, PaperRecord) or item[1] for item in read(data))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(workbook_bytes) - 1), st.binary(min_size=1, max_size=3))
def test_damaged_workbooks_give_records_or_one_error(at: int, piece: bytes) -> None:
    data = workbook_bytes[:at] + piece + workbook_bytes[at + len(piece) :]
    assert 0 <= loader.sniff(data, "x") <= 1
    with suppress(LoadError):
        assert all(isinstance(item, PaperRecord) or item[1] for item in read(data))
