"""The CSV export of Scopus."""

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
from coterie.loaders.scopus import loader

COLUMNS = [
    "Authors", "Author full names", "Author(s) ID", "Title", "Year", "Source title", "Cited by", "DOI", "Link",
    "Affiliations", "Authors with affiliations", "Author Keywords", "Index Keywords", "Funding Text 1", "References",
    "Correspondence Address", "Editors", "PubMed ID", "Language of Original Document", "Document Type", "Source", "EID",
]  # fmt: skip

OSLO, ROME = "Department of Engines, University of Oslo, Oslo, Norway", "Sapienza, Rome, Italy"
NEW = {
    "Authors": "Lovelace A.; De Morgan A., Jr.; Plato; Engine Collaboration",
    "Author full names": "Lovelace, Ada (57200000001); De Morgan, Augustus, Jr. (57200000002); Plato (57200000003); "
    "Engine Collaboration (57200000004)",
    "Author(s) ID": "57200000001; 57200000002; 57200000003; 57200000004",
    "Title": "On coteries &amp; <i>engines</i>", "Year": "1843", "Source title": "Journal of Coteries",
    "Cited by": "12", "DOI": "10.1000/ABC", "Link": "https://www.scopus.com/x", "Affiliations": f"{OSLO}; {ROME}",
    "Authors with affiliations": f"Lovelace A., {OSLO}, {ROME}; De Morgan A., Jr., {ROME}; Plato, Academy, Athens, "
    "Greece; Engine Collaboration",
    "Author Keywords": "engines; Coteries", "Index Keywords": "Graphs",
    "Correspondence Address": f"A. Lovelace; {OSLO}; email: ada@example.org", "Editors": "Ed I.; Tor S.",
    "PubMed ID": "12345", "Language of Original Document": "English", "Document Type": "Article", "Source": "Scopus",
    "EID": "2-s2.0-1",
}  # fmt: skip
OLD = NEW | {
    "Authors": "Lovelace A., De Morgan A., Jr., Plato", "Author full names": "",
    "Author(s) ID": "57200000001;57200000002;57200000003;",
    "Authors with affiliations": f"Lovelace, A., {OSLO}, {ROME}; De Morgan, A., Jr., {ROME}; Plato, Academy; Athens",
    "Correspondence Address": f"De Morgan, A.; {ROME}; email: a@example.org", "Editors": "",
}  # fmt: skip


def written(*rows: dict[str, str], columns: list[str] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
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
    (paper,) = read(written(NEW | {name.replace("_", " "): value for name, value in cells.items()}))
    assert isinstance(paper, PaperRecord)
    return paper


def test_every_field() -> None:
    (paper,) = read(written(NEW))
    assert (paper.source, paper.record_id) == ("scopus", "2-s2.0-1")
    assert paper.ids == {"doi": "10.1000/abc", "scopus": "2-s2.0-1", "pmid": "12345"}
    assert (paper.title, paper.date, paper.kind, paper.venue, paper.language, paper.citations) == (
        "On coteries & engines", "1843", "article", "Journal of Coteries", "en", 12,
    )  # fmt: skip
    assert [(topic.scheme, topic.code) for topic in paper.topics] == [
        ("keyword", "engines"), ("keyword", "coteries"), ("scopus-index", "graphs"),
    ]  # fmt: skip
    assert (paper.urls, paper.affiliations, paper.authors_complete) == (("https://www.scopus.com/x",), (), True)


def test_people_since_2023() -> None:
    (paper,) = read(written(NEW))
    assert [(m.written, m.given, m.family, m.suffix, m.source_ids) for m in paper.mentions] == [
        ("Lovelace, Ada", "Ada", "Lovelace", None, ("scopus:57200000001",)),
        ("De Morgan, Augustus, Jr.", "Augustus", "De Morgan", "Jr.", ("scopus:57200000002",)),
        ("Plato", None, None, None, ("scopus:57200000003",)),
        ("Engine Collaboration", None, None, None, ("scopus:57200000004",)),
    ]
    assert [m.collective for m in paper.mentions] == [False, False, False, True]
    assert [m.corresponding for m in paper.mentions] == [True, None, None, None]
    assert [[a.name for a in m.affiliations] for m in paper.mentions] == [
        [OSLO, ROME], [ROME], ["Academy, Athens, Greece"], [],
    ]  # fmt: skip
    assert [[a.country for a in m.affiliations] for m in paper.mentions] == [["NO", "IT"], ["IT"], ["GR"], []]


def test_people_before_2023() -> None:
    (paper,) = read(written(OLD, columns=[name for name in COLUMNS if name != "Author full names"]))
    assert [(m.written, m.given, m.family, m.suffix, m.source_ids) for m in paper.mentions] == [
        ("Lovelace A.", "A.", "Lovelace", None, ("scopus:57200000001",)),
        ("De Morgan A., Jr.", "A.", "De Morgan", "Jr.", ("scopus:57200000002",)),
        ("Plato", None, None, None, ("scopus:57200000003",)),
    ]
    assert [[a.name for a in m.affiliations] for m in paper.mentions] == [[OSLO, ROME], [ROME], ["Academy; Athens"]]
    assert [m.corresponding for m in paper.mentions] == [None, True, None]


def test_ids_are_given_only_where_there_is_one_for_each() -> None:
    paper = one(**{"Author full names": "", "Author(s) ID": "57200000001"})
    assert len(paper.mentions) == 4
    assert all(not mention.source_ids for mention in paper.mentions)


def test_lists_that_say_little() -> None:
    nobody = one(**{"Authors": "[No author name available]", "Author full names": "[No author name available]",
                    "Author(s) ID": "[No author id available]"})  # fmt: skip
    assert (nobody.mentions, nobody.authors_complete) == ((), None)
    cut = one(**{"Authors": "Ada A., Bea B., et al.", "Author full names": "", "Author(s) ID": ""})
    assert ([m.written for m in cut.mentions], cut.authors_complete) == (["Ada A.", "Bea B."], False)
    assert [a.name for a in one(**{"Authors with affiliations": ""}).affiliations] == [OSLO, ROME]
    lonely = one(**{"Authors": "Ada A.", "Author full names": "Ada, A (57200000009)", "Author(s) ID": "57200000009",
                    "Authors with affiliations": ""})  # fmt: skip
    assert [a.name for a in lonely.mentions[0].affiliations] == [OSLO, ROME]


@pytest.mark.parametrize("editors", ["Ed I.; O'Tor S.", "Ed I.O'Tor S."])
def test_editors_are_mentions_of_their_own_volume_only(editors: str) -> None:
    assert all(m.role == "author" for m in one(Editors=editors).mentions)
    for kind in ("Book", "Conference Review"):
        mentions = one(Editors=editors, Document_Type=kind).mentions
        assert [(m.position, m.written, m.family, m.role) for m in mentions[4:]] == [
            (5, "Ed I.", "Ed", "editor"), (6, "O'Tor S.", "O'Tor", "editor"),
        ]  # fmt: skip


def test_bad_fields_do_not_lose_a_record() -> None:
    paper = one(Year="n.d.", DOI="none", Cited_by="many", PubMed_ID="x", Link="x", Language_of_Original_Document="?")
    assert (paper.date, paper.ids, paper.citations, paper.urls, paper.language) == (
        None, {"scopus": "2-s2.0-1"}, None, (), None,
    )  # fmt: skip
    assert one(Document_Type="Song").kind == "other"
    assert one(Document_Type="").kind is None
    assert read(written({"Authors": "Ada A."}))[0] == ("2", "neither title nor id")


def test_surplus_texts_of_funding() -> None:
    row = [NEW.get(name, "") for name in COLUMNS]
    at = COLUMNS.index("Funding Text 1") + 1
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, [*row[:at], "More", "and more", *row[at:]], [*row[:at], "More"], [*row, "x"]])
    first, short, other = read(out.getvalue())
    assert first == read(written(NEW))[0]
    assert (short.title, short.record_id) == (first.title, "")
    assert other == ("4", f"the row has {len(row) + 1} cells, the header {len(row)} columns")


def test_sniff() -> None:
    assert loader.sniff(written(NEW).encode(), "scopus.csv") == 0.95
    assert loader.sniff(b"Title,EID,Year\n", "x") == 0.95
    assert loader.sniff(b"Title;Source title;Cited by;Link\n", "x") == 0.7
    for other in (
        b"Title,Authors,Year\n",
        b"",
        b"{}",
        b"Item Title,Authors\n",
        b"\xff\xfe\0",
        b'"Document Title",EID\n',
    ):
        assert loader.sniff(other, "scopus.csv") == 0


def test_the_real_file_is_complete() -> None:
    data = shared_data("data", "fixtures", "litstudy", "scopus.csv").read_bytes()
    papers = read(data)
    assert all(isinstance(paper, PaperRecord) for paper in papers)
    assert len(papers) == data.count(b",2-s2.0-") + data.count(b'"2-s2.0-') == 58
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    for paper, row in zip(papers, rows, strict=True):
        ids = [id for id in row[1].split(";") if id.isdigit()]
        assert [m.source_ids for m in paper.mentions if m.role == "author"] == [(f"scopus:{id}",) for id in ids]
        assert ", ".join(m.written for m in paper.mentions if m.role == "author") == row[0].replace(
            "[No author name available]", ""
        )
        assert all(m.family for m in paper.mentions)
        assert paper.record_id == row[-1]
        assert paper.language == "en"
    assert sum(bool(m.affiliations) for paper in papers for m in paper.mentions) > 150
    assert sum(m.role == "editor" for paper in papers for m in paper.mentions) == 7


def test_long_lists_take_no_time() -> None:
    names = [f"Author{i} A." for i in range(20_000)]
    began = time.perf_counter()
    paper = one(**{"Authors": "; ".join(names), "Author full names": "", "Author(s) ID": "",
                   "Authors with affiliations": "; ".join(f"{name}, {OSLO}" for name in names)})  # fmt: skip
    assert [m.affiliations[0].name for m in paper.mentions] == [OSLO] * 20_000
    one(**{"Affiliations": "a", "Authors with affiliations": "Plato, " + "a, " * 500_000})
    one(**{"Editors": "a." * 500_000, "Document Type": "Book"})
    assert time.perf_counter() - began < 6


CELLS = st.sampled_from(sorted(set(NEW.values()))) | st.text("A., ;()[]19é\n", max_size=20) | st.text(max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), CELLS, min_size=4))
def test_any_cells_give_a_record_or_a_reason(cells: dict[str, str]) -> None:
    for item in read(written(NEW | cells)):
        assert isinstance(item, PaperRecord) or item[1]
        if isinstance(item, PaperRecord):
            assert [m.position for m in item.mentions] == list(range(1, len(item.mentions) + 1))
            assert all(m.written for m in item.mentions)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_records_or_one_error(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    with suppress(LoadError):
        assert all(isinstance(item, PaperRecord) or item[1] for item in read(data))
