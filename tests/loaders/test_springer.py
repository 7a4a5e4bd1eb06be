"""The CSV export of SpringerLink."""

from __future__ import annotations

import csv
import io
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.springer import loader, separated

ROW = {
    "Item Title": "On coteries &amp; engines", "Publication Title": "Journal of Coteries", "Book Series Title": "",
    "Journal Volume": "61", "Journal Issue": "3", "Item DOI": "10.1007/S11227-011-0631-3",
    "Authors": "Ada M. LovelaceAugustus De MorganEngine Consortium", "Publication Year": "1843",
    "URL": "http://link.springer.com/article/10.1007/s11227-011-0631-3", "Content Type": "Article",
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
    assert (paper.source, paper.record_id) == ("springer", "10.1007/s11227-011-0631-3")
    assert paper.ids == {"doi": "10.1007/s11227-011-0631-3"}
    assert (paper.title, paper.date, paper.kind, paper.venue) == (
        "On coteries & engines", "1843", "article", "Journal of Coteries",
    )  # fmt: skip
    assert paper.urls == ("http://link.springer.com/article/10.1007/s11227-011-0631-3",)
    assert paper.authors_complete is None
    assert [(m.written, m.position, m.collective) for m in paper.mentions] == [
        ("Ada M. Lovelace", 1, False), ("Augustus De Morgan", 2, False), ("Engine Consortium", 3, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [
        ["Ann Smith", "Bob Jones"],
        ["Ann Smith", "Bob McDonald", "Colin Mackay"],
        ["Simon McIntosh-Smith"],
        ["James Price", "Simon McIntosh-Smith", "Ann Smith"],
        ["Richard DeFrancisco", "Shenghsun Cho"],
        ["ShiGang Li", "ChangJun Hu", "JunChao Zhang"],
        ["ZhiHui Du", "ZhangXi Lin"],
        ["Jie Le", "Bob Smith"],
        ["Ghaliya AlFarsi"],
        ["P. J. Narayanan", "S. Lahabar"],
        ["V. N. Emel’yanov", "A. G. Karpenko", "E. V. Shil’nikov"],
        ["Enrique S. Quintana-Ortí", "Álvaro Ordóñez", "Ümit V. Çatalyürek"],
        ["Wagner Meira Jr", "Joel H. Saltz"],
        ["Bob Jones Jr.", "Carl Xi"],
        ["John Smith III", "Dora Lee"],
        ["Leong Hou U", "Man Lung Yiu"],
        ["Krishna Kumar N.", "Debnath Pal"],
        ["P. R.Kumar Roy"],
        ["Leila HAMDAD", "Karima BENATCHBA"],
        ["Raphael C.-W. Phan", "Bok-Min Goi", "Wu-chun Feng"],
        ["Marc de la Asunción", "José Miguel Mantas"],
        ["Prof. Rafik A. Aliev", "Prof. Dr. Janusz Kacprzyk", "Dr. Martine De Cock"],
        ["Plato"],
    ],
)
def test_names_are_split_at_their_ends(names: list[str]) -> None:
    assert separated("".join(names)) == names


def test_what_cannot_be_split_right_is_known() -> None:
    assert separated("Ann Smithvan der Berg") == ["Ann Smithvan der Berg"]
    assert separated("Nicolas SeillerWilliemNitin Singhal") == ["Nicolas Seiller", "WilliemNitin Singhal"]
    assert separated("J SENTHILNATHS N OMKAR") == ["J SENTHILNATHS N OMKAR"]


def test_names_in_two_scripts_keep_the_latin_one() -> None:
    assert separated("Bo Yang 杨博Kai Lu 卢凯") == ["Bo Yang", "Kai Lu"]
    assert separated("杨博") == ["杨博"]
    assert separated("  ") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Article", "article"), ("Chapter ConferencePaper", "proceedings"), ("Book", "book"), ("Video", "other"),
     ("", None)],
)  # fmt: skip
def test_kinds(text: str, kind: str | None) -> None:
    assert one(Content_Type=text).kind == kind


def test_bad_rows() -> None:
    nothing = dict.fromkeys(ROW, "") | {"Authors": "Ann Smith"}
    assert read(written(nothing, ROW))[0] == ("2", "neither title nor id")
    paper = one(Item_DOI="none", URL="x", Publication_Year="soon")
    assert (paper.ids, paper.record_id, paper.urls, paper.date) == ({}, "", (), None)


def test_sniff() -> None:
    assert loader.sniff(written(ROW).encode(), "SearchResults.csv") == 0.95
    for other in (b"Title,Authors\n", b"Document Title,Authors\n", b"", b"{}", b"\0\0"):
        assert loader.sniff(other, "springer.csv") == 0


@pytest.mark.parametrize(("name", "count"), [("springer.csv", 1000), ("tests__resources__springer.csv", 18)])
def test_real_files_are_complete(name: str, count: int) -> None:
    data = shared_data("data", "fixtures", "litstudy", name).read_bytes()
    assert loader.sniff(data[:65536], name) == 0.95
    papers = read(data)
    assert all(isinstance(paper, PaperRecord) for paper in papers)
    assert len(papers) == data.count(b'"http://link.springer.com/') == count
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for paper, row in zip(papers, rows, strict=True):
        assert paper.ids["doi"] == row["Item DOI"].lower()
        assert paper.date == row["Publication Year"]
        whole = "".join("".join(m.written.split()) for m in paper.mentions)
        letters = "".join(c for c in row["Authors"] if not c.isspace() and not "\u4e00" <= c <= "\u9fff")
        assert whole == letters
        assert all(2 <= len(m.written.split()) <= 7 for m in paper.mentions)


def test_long_lists_take_time_by_their_length() -> None:
    """Four times as long a list takes not much more than four times as long."""
    assert len(separated("Ann Smith" * 20_000)) == 20_000
    for piece in ("Ann Smith", "aB", "A b"):
        once, four = (min(_seconds(piece * (20_000 * times)) for _ in range(2)) for times in (1, 4))
        assert four < 10 * once + 0.1


def _seconds(names: str) -> float:
    began = time.process_time()
    separated(names)
    return time.process_time() - began


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ROW)), st.text("AbcMDe. 杨II", max_size=30) | st.text(max_size=8)))
def test_any_cells_give_a_record_or_a_reason(cells: dict[str, str]) -> None:
    for item in read(written(ROW | cells)):
        assert isinstance(item, PaperRecord) or item[1]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_records_or_one_error(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    with suppress(LoadError):
        assert all(isinstance(item, PaperRecord) or item[1] for item in read(data))
