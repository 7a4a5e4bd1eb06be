"""Tables of papers: what becomes of cells, rows and joined files."""

from __future__ import annotations

import builtins
import csv
import gzip
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, shared_data

import coterie
from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, PaperRecord, Rejected, TopicRef
from coterie.loaders.base import Source
from coterie.loaders.registry import loaders, open_inputs
from coterie.loaders.table import joining, loader
from coterie.loaders.table.mapping import check_mapping, read_mapping
from coterie.loaders.table.names import names_in

NBER = ROOT / "tests" / "loaders" / "maps" / "nber.yaml"


def read(data: str | bytes, mapping: dict[str, Any] | None = None, path: Path | None = None) -> list[Any]:
    """Papers, and position and reason of what was rejected."""
    out: list[Any] = []
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    for raw in loader.read(Source("t.csv", stream, path, None, mapping)):
        if isinstance(raw, Rejected):
            out.append((raw.position, raw.reason))
            continue
        try:
            out += loader.transform(raw)
        except ValueError as error:
            out.append((raw.position, str(error)))
    return out


def paper(data: str, mapping: dict[str, Any] | None = None) -> PaperRecord:
    [one] = read(data, mapping)
    assert isinstance(one, PaperRecord)
    return one


def authors(one: PaperRecord) -> list[str]:
    return [mention.written for mention in one.mentions]


def test_every_field() -> None:
    mapping = {
        "source": "ours", "id": "No", "title": "T", "date": "D", "updated": "U", "kind": "K", "venue": ["J", "B"],
        "language": "L", "citations": "C", "author_count": "N", "url": "W", "ids": {"doi": "X", "pmid": "P"},
        "authors": {"name": "A", "separator": ";", "orcid": "O", "affiliation": "F", "complete": True,
                    "ids": {"column": "I", "prefix": "ours:"}, "corresponding": "Z"},
        "editors": {"name": "E"}, "affiliations": {"name": "G", "country": "H"},
        "topics": [{"name": "S"}, {"scheme": "ddc", "code": "Q"}],
    }  # fmt: skip
    text = (
        "No|T|D|U|K|J|B|L|C|N|W|X|P|A|O|F|I|Z|E|G|H|S|Q\n"
        "p7|On <i>Coteries</i>|1.5.2020|2021-02-03|Journal Article|NA|Annals|German|1,234|2.0|https://x.org/1|"
        "https://doi.org/10.1000/ABC|PMID: 7|Lovelace, Ada; Charles Babbage;|0000-0002-1825-0097;1|Here; There|1;2|"
        "x;|Roe, Jane|Somewhere|Deutschland|Zirkel; Kreise|510\n"
    )
    found = paper(text, {**mapping, "delimiter": "|"})
    assert (found.source, found.record_id, found.title, found.date) == ("ours", "p7", "On Coteries", "2020-05-01")
    assert (found.updated, found.kind, found.venue, found.language) == ("2021-02-03", "article", "Annals", "de")
    assert (found.citations, found.author_count, found.urls) == (1234, 2, ("https://x.org/1",))
    assert found.ids == {"doi": "10.1000/abc", "pmid": "7"}
    ada, charles, jane = found.mentions
    assert (ada.written, ada.given, ada.family, ada.position) == ("Lovelace, Ada", "Ada", "Lovelace", 1)
    assert (ada.orcid, ada.source_ids, ada.corresponding) == ("0000-0002-1825-0097", ("ours:1",), True)
    assert ada.affiliations == (AffiliationRef(name="Here"),)
    assert (charles.written, charles.given, charles.orcid, charles.corresponding) == (
        "Charles Babbage",
        None,
        None,
        None,
    )
    assert (jane.role, jane.position) == ("editor", 3)
    assert found.authors_complete is True
    assert [ref.name for ref in found.affiliations] == ["Somewhere"]
    assert found.topics == (
        TopicRef(scheme="keyword", code="zirkel", name="Zirkel"),
        TopicRef(scheme="keyword", code="kreise", name="Kreise"),
        TopicRef(scheme="ddc", code="510"),
    )


@pytest.mark.parametrize(
    ("cell", "names", "more"),
    [
        ("Ada Lovelace", ["Ada Lovelace"], False),
        ("Lovelace, Ada", ["Lovelace, Ada"], False),
        ("Lovelace, Ada; Babbage, Charles;", ["Lovelace, Ada", "Babbage, Charles"], False),
        ("A. Smith, B. Jones and C. Doe", ["A. Smith", "B. Jones", "C. Doe"], False),
        ("Smith, J., Doe, K., Roe, L. M.", ["Smith, J.", "Doe, K.", "Roe, L. M."], False),
        ("Smith, John and Doe, Jane", ["Smith, John", "Doe, Jane"], False),
        ("King, Martin, Jr.", ["King, Martin, Jr."], False),
        ("Hinton GE, LeCun Y", ["Hinton GE", "LeCun Y"], False),
        ("Aristotle, John Smith, Jane Doe", ["Aristotle", "John Smith", "Jane Doe"], False),
        ("José Ortega y Gasset", ["José Ortega y Gasset"], False),
        ("Max Muster und Erika Muster", ["Max Muster", "Erika Muster"], False),
        ("王伟、李明", ["王伟", "李明"], False),
        ("Smith J | Doe K", ["Smith J", "Doe K"], False),
        ("Ada Lovelace et al.", ["Ada Lovelace"], True),
        ("Lovelace, A.; et al", ["Lovelace, A."], True),
        ("A B, C D and others", ["A B", "C D"], True),
        ("Institute of Physics and Chemistry", ["Institute of Physics and Chemistry"], False),
        ("", [], False),
    ],
)
def test_names_in_one_cell(cell: str, names: list[str], more: bool) -> None:
    assert names_in(cell) == (names, more)
    one = paper(f'T,A\nx,"{cell}"\n', {"title": "T", "authors": "A"})
    assert authors(one) == names
    assert one.authors_complete is (False if more else None)


@pytest.mark.parametrize(
    ("cell", "order", "date"),
    [
        ("2020-05-01T10:00:00", None, "2020-05-01"), ("May 2020", None, "2020-05"), ("1.5.2020", None, "2020-05-01"),
        ("03/04/2021", None, "2021"), ("03/04/2021", "mdy", "2021-03-04"), ("03/04/2021", "dmy", "2021-04-03"),
        ("28/04/2021", None, "2021-04-28"), ("4/28/2021", None, "2021-04-28"), ("32.5.2020", None, "2020-05"),
        ("forthcoming", None, None), ("0", None, None),
    ],
)  # fmt: skip
def test_dates(cell: str, order: str | None, date: str | None) -> None:
    mapping = {"title": "T", "date": "D"} | ({"date_order": order} if order else {})
    assert paper(f"T,D\nx,{cell}\n", mapping).date == date


def test_a_date_in_parts() -> None:
    mapping = {"title": "T", "date": "D", "year": "Y", "month": "M", "day": "X"}
    rows = ["x,,2020,May,3", "x,,2020.0,5.0,", "x,2019,2020,6,", "x,2019-07-01,2020,6,", "x,,2020/21,,", "x,soon,,,"]
    found = read("\n".join(["T,D,Y,M,X", *rows]), mapping)
    assert [one.date for one in found] == ["2020-05-03", "2020-05", "2020-06", "2019-07-01", "2020", None]


HEADERS = [
    ("en", "Title,Authors,Publication Year,Journal"), ("de", "Titel,Autor*innen,Erscheinungsjahr,Zeitschrift"),
    ("fr", "Titre,Auteur(s),Année,Revue"), ("es", "Título,Autores,Año,Revista"), ("pt", "Título,Autores,Ano,Revista"),
    ("it", "Titolo,Autori,Anno,Rivista"), ("nl", "Titel,Auteurs,Jaar,Tijdschrift"),
    ("ru", "Название,Авторы,Год,Журнал"),    ("zh", "题名,作者,年份,期刊"),
    ("ja", "論文名,著者,発行年,雑誌名"), ("ko", "제목,저자,연도,학술지"),
    ("camel", "paperTitle,authorNames,pubYear,journalName"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "names"), HEADERS)
def test_headers_in_many_languages_are_guessed(language: str, names: str) -> None:
    for mark in (",", ";", "\t"):
        text = f"{names.replace(',', mark)}\nOn Coteries{mark}Ada Lovelace{mark}1843{mark}Annals\n"
        assert loader.sniff(text.encode(), "x") == 0.4
        one = paper(text)
        assert (one.title, authors(one), one.date, one.venue) == ("On Coteries", ["Ada Lovelace"], "1843", "Annals")
        assert (one.source, one.record_id) == ("table", "")


def test_numbered_columns_of_authors() -> None:
    one = paper("Title,Author 2,Author 1,Author 10\nx,Babbage,Ada Lovelace,Roe\n")
    assert authors(one) == ["Ada Lovelace", "Babbage", "Roe"]


def test_without_title_and_names_nothing_is_claimed() -> None:
    prose = "We kept of each paper the year and whatever else the source says of it in its own words, authors, title"
    for head in (
        prose,
        "Title,Year\nx,1\n",
        "Name,ORCID\nx,1\n",
        "a,b\n1,2\n",
        "",
        "Title\n",
        '{"title": 1, "authors": 2}',
    ):
        assert loader.sniff(head.encode(), "x.csv") == 0
    with pytest.raises(LoadError, match="no column is known as a title"):
        read("a,b\n1,2\n")


def test_affiliations_of_another_number_are_the_papers_own() -> None:
    mapping = {"title": "T", "authors": {"name": "A", "affiliation": "F", "orcid": "O"}}
    one = paper('T,A,F,O\nx,A B; C D,"Here, Town",0000-0002-1825-0097\n', mapping)
    assert [mention.affiliations for mention in one.mentions] == [(), ()]
    assert [mention.orcid for mention in one.mentions] == [None, None], "it cannot be known whose it is"
    assert one.affiliations == (AffiliationRef(name="Here, Town"),)


def test_one_author_of_several_places() -> None:
    mapping = {"title": "T", "authors": {"name": "A", "affiliation": "F", "ror": "R"}}
    for rows in ("papers", "authorships"):
        one = paper("T,A,F,R\nx,Ada Lovelace,Here; There,\n", {**mapping, "rows": rows})
        assert [ref.name for ref in one.mentions[0].affiliations] == ["Here", "There"]
        one = paper("T,A,F,R\nx,Ada Lovelace,Here,https://ror.org/03yrm5c26\n", {**mapping, "rows": rows})
        assert one.mentions[0].affiliations == (AffiliationRef(name="Here", ror="03yrm5c26"),)


PAIRS = """nr,paper,title,given,family,orcid,position
1,p1,On Coteries,Charles,Babbage,,2
2,p2,Engines,Jane,Roe,,1
3,p1,On Coteries,Ada,Lovelace,0000-0002-1825-0097,1
4,p1,On Coteries,ATLAS Collaboration,,,3
"""


def test_a_row_for_each_author() -> None:
    first, second = read(PAIRS)
    assert authors(first) == ["Ada Lovelace", "Charles Babbage", "ATLAS Collaboration"]
    assert [m.collective for m in first.mentions] == [False, False, True]
    assert (first.mentions[0].family, first.mentions[0].orcid) == ("Lovelace", "0000-0002-1825-0097")
    assert authors(second) == ["Jane Roe"]
    assert loader.mapping_for(Source("t", io.BytesIO(PAIRS.encode())))["rows"] == "authorships"


def test_a_sorted_table_tells_rows_that_stand_apart() -> None:
    mapping = {"rows": "authorships", "sorted": True, "key": "paper", "title": "title",
               "authors": {"given": "given", "family": "family"}}  # fmt: skip
    one, two, apart, again = read(PAIRS, mapping)
    assert (authors(one), authors(two)) == (["Charles Babbage"], ["Jane Roe"])
    reason = "the rows of this paper stand apart, but the mapping says that the table is sorted"
    assert (apart, again) == (("4", reason), ("5", reason))


def joined_folder(folder: Path) -> dict[str, Any]:
    (folder / "papers.csv").write_text("pid,title,jid\n1,One,j\n2,Two,\n3,Three,k\n")
    (folder / "journals.csv").write_text("id,journal\nj,Annals\nj,Second\n")
    (folder / "wrote.csv").write_text("paper,person,rank\n1,b,2\n1,a,1\n2,a,1\n2,zz,2\n9,a,1\n")
    with gzip.open(folder / "people.tsv.gz", "wt") as out:
        out.write("person\tname\torcid\na\tLovelace, Ada\t0000-0002-1825-0097\nb\tBabbage\t\n")
    (folder / "other.csv").write_text("x,y\n1,2\n")
    return check_mapping({
        "file": "papers.csv", "key": "pid", "title": "title", "venue": "journal",
        "join": {"file": "journals.csv", "by": {"jid": "id"}},
        "authors": {"file": "wrote.csv", "by": {"pid": "paper"}, "order": "rank", "name": "name", "orcid": "orcid",
                    "ids": {"column": "person", "prefix": "ours:"}, "join": {"file": "people.tsv", "by": "person"}},
    })  # fmt: skip


def test_joined_files(tmp_path: Path) -> None:
    mapping = joined_folder(tmp_path)
    skipped: list[Rejected] = []
    [document] = open_inputs([tmp_path], mapping=mapping, on_skip=skipped.append)
    assert [Path(item.position).name for item in skipped] == ["other.csv"]
    one, two, three = list(document)
    assert isinstance(one, PaperRecord)
    assert (one.venue, authors(one)) == ("Annals", ["Lovelace, Ada", "Babbage"])
    assert one.mentions[0].source_ids == ("ours:a",)
    assert isinstance(two, PaperRecord)
    assert (two.venue, authors(two)) == (None, ["Lovelace, Ada"])
    assert (one.authors_complete, two.authors_complete) == (None, False), "an author is in no list of names"
    assert isinstance(three, PaperRecord)
    assert three.mentions == ()


def test_what_is_wrong_with_joined_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mapping = joined_folder(tmp_path)
    main = tmp_path / "papers.csv"
    with pytest.raises(LoadError, match=r"wrote\.csv, people\.tsv: no column 'names'"):
        read(main.read_bytes(), {**mapping, "authors": {**mapping["authors"], "name": ["names"]}}, main)
    with pytest.raises(LoadError, match=r"no column 'titles'"):
        read(main.read_bytes(), {**mapping, "title": "titles"}, main)
    with pytest.raises(LoadError, match="needs a file on disk"):
        read(main.read_bytes(), mapping)
    monkeypatch.setattr(joining, "MAX_JOINED", 1000)
    with pytest.raises(LoadError, match="memory"):
        read(main.read_bytes(), mapping, main)
    monkeypatch.undo()
    (tmp_path / "wrote.csv").write_text("paper,person,rank\n1,a,1,9,9\n1,b,2\n")
    rejected, one, *_ = read(main.read_bytes(), mapping, main)
    assert rejected == ("wrote.csv, row 2", "the row has 5 cells, the header 3 columns")
    assert authors(one) == ["Babbage"]
    (tmp_path / "wrote.csv").unlink()
    with pytest.raises(LoadError, match=r"wrote\.csv, which the mapping joins to t\.csv, is not beside it"):
        read(main.read_bytes(), mapping, main)


def test_a_bad_row_does_not_cost_the_others() -> None:
    text = "T,A,DOI\n,Ada,\n,Bo,10.1000/x\nx,,not a doi\na,b,c,d\ny,Ö,\n".encode("latin-1")
    bad, one, two, wide, three = read(text, {"title": "T", "authors": "A", "ids": {"doi": "DOI"}})
    assert bad == ("2", "neither title nor id")
    assert (one.title, one.ids, two.ids) == ("", {"doi": "10.1000/x"}, {})
    assert wide == ("5", "the row has 4 cells, the header 3 columns")
    assert authors(three) == ["Ö"]


ROWS = [
    ["Title", "Authors", "Year", "Cited by", "Online"],
    ["On Coteries", "Ada Lovelace; C. Babbage", 1843, 7.0, None],
]


def test_workbooks(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["About this list"])
    sheet = book.create_sheet("Papers")
    for row in ROWS:
        sheet.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    [document] = open_inputs([tmp_path])
    assert document.loader == "table"
    [one] = document
    assert isinstance(one, PaperRecord)
    assert (one.title, one.date, one.citations, authors(one)) == (
        "On Coteries", "1843", 7, ["Ada Lovelace", "C. Babbage"],
    )  # fmt: skip
    [same] = read(path.read_bytes(), {"title": "Title", "sheet": "Papers"})
    assert same.title == "On Coteries"
    with pytest.raises(LoadError, match="has no sheet 'Absent'; sheets: Sheet, Papers"):
        read(path.read_bytes(), {"title": "Title", "sheet": "Absent"})
    with pytest.raises(LoadError, match="no column 'Titel'"):
        read(path.read_bytes(), {"title": "Titel"})


def test_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pa = pytest.importorskip("pyarrow")
    import datetime

    import pyarrow.parquet as pq

    columns = {
        "title": ["On Coteries", None], "authors": [["Ada Lovelace", "C. Babbage"], []],
        "date": [datetime.date(1843, 9, 1), None], "citations": [7.0, float("nan")], "doi": ["10.1000/x", "10.1000/y"],
    }  # fmt: skip
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table(columns), path)
    [document] = open_inputs([tmp_path])
    assert document.loader == "table"
    one, two = list(document)
    assert isinstance(one, PaperRecord)
    assert isinstance(two, PaperRecord)
    assert (one.title, one.date, one.citations, authors(one)) == (
        "On Coteries", "1843-09-01", 7, ["Ada Lovelace", "C. Babbage"],
    )  # fmt: skip
    assert (two.title, two.citations, two.mentions, two.ids) == ("", None, (), {"doi": "10.1000/y"})
    assert one.position == f"{path.as_posix()}:1"
    with pytest.raises(LoadError, match="no column 'Titel'"):
        read(path.read_bytes(), {"title": "Titel"})
    for damaged in (b"PAR1", b"PAR1" + bytes(100) + b"PAR1", path.read_bytes()[:-30]):
        with pytest.raises(LoadError, match="is no Parquet file that can be read"):
            read(damaged, {"title": "title"})
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(LoadError, match="pyarrow is not installed") as caught:
        read(path.read_bytes(), {"title": "title"})
    assert caught.value.hint == "python -m pip install 'coterie[parquet]'"


def test_a_damaged_parquet_file_keeps_what_came_before(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    path = tmp_path / "x.parquet"
    table = pa.table({"title": [f"Paper {i}" for i in range(3000)]})
    pq.write_table(table, path, row_group_size=1000, compression="snappy", use_dictionary=False)
    data = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(2).column(0).data_page_offset
    data[start : start + 60] = b"\xff" * 60
    *good, last = read(bytes(data), {"title": "title"})
    assert len(good) == 2000
    assert last[0] == "2001"
    assert last[1].startswith("the file cannot be read from here on")


def test_nber_in_records() -> None:
    folder = shared_data("data", "nberwp")
    mapping = read_mapping(NBER)
    [document] = open_inputs([folder], mapping=mapping)
    papers = [one for one in document if isinstance(one, PaperRecord)]
    assert document.options["map"]
    assert len(papers) == (folder / "papers.csv").read_bytes().count(b"\n") - 1 == 30083
    assert len({one.record_id for one in papers}) == len({one.ids["nber"] for one in papers}) == 30083
    mentions = [mention for one in papers for mention in one.mentions]
    assert len(mentions) == (folder / "paper_authors.csv").read_bytes().count(b"\n") - 1 == 69104
    assert len({ident for mention in mentions for ident in mention.source_ids}) == 15930
    assert len({(topic.scheme, topic.code) for one in papers for topic in one.topics}) == 21
    links = sum(len(one.topics) for one in papers)
    assert links == (folder / "paper_programs.csv").read_bytes().count(b"\n") - 1
    assert {one.authors_complete for one in papers} == {True}
    with (folder / "authors.csv").open(encoding="utf-8", newline="") as lines:
        names = {f"nber:{row['author']}": row["name"] for row in csv.DictReader(lines)}
    assert {mention.source_ids[0]: mention.written for mention in mentions} == names


@pytest.mark.slow
def test_nber_in_a_graph(tmp_path: Path) -> None:
    folder = shared_data("data", "nberwp")
    with coterie.open(tmp_path / "graph") as graph:
        report = graph.load(folder, mapping=NBER, identity="names")
        assert (report.read, report.papers, report.merged, report.rejected) == (30083, 30083, 0, [])
        counts = {key: report.graph[key] for key in ("Paper", "Author", "AUTHORED", "Topic")}
        assert counts == {"Paper": 30083, "Author": 15930, "AUTHORED": 69104, "Topic": 21}


def test_a_real_table_by_the_guess() -> None:
    path = shared_data("data", "fixtures", "litstudy", "retraction_watch.csv")
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if any(row.values())]
    [document] = open_inputs([path], loader="table")
    found = [one for one in document if isinstance(one, PaperRecord)]
    assert len(found) == len(rows) == len(list(document))
    for row, one in zip(rows, found, strict=True):
        assert one.title == " ".join(row["Title"].split())
        assert authors(one) == [name.strip() for name in row["Author"].split(";") if name.strip()]


def test_tables_that_others_know_are_left_to_them() -> None:
    for path in sorted(shared_data("data", "fixtures", "litstudy").glob("*.csv")):
        if path.name != "retraction_watch.csv":
            sure = {name: one.sniff(path.read_bytes()[: 64 << 10], path.name) for name, one in loaders().items()}
            assert sure["table"] <= 0.4 < max(sure.values())


@pytest.mark.slow
def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        path.write_text("Title,Authors,Notes\n" + f'"On Coteries","Lovelace, Ada; Babbage, C.",{"x" * 900}\n' * rows)
        tracemalloc.start()
        assert sum(1 for document in open_inputs([path]) for _ in document) == rows
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(10)
    assert peak(18_000) < peak(6_000) + 300_000


CELLS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["T", "Ada; Bo", "et al.", "10.1/x", '"'])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=4))
def test_anything_gives_papers_or_reasons(junk: bytes, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["title", "authors", "date", "doi", "affiliation", "orcid", "keywords", "type"], *rows])
    for data in (junk, out.getvalue().encode() + junk, out.getvalue().encode("utf-16")):
        assert 0 <= loader.sniff(data, "x.csv") <= 0.4
        try:
            found = read(data)
        except LoadError:
            continue
        assert all(isinstance(one, PaperRecord | tuple) for one in found)


NAMES = st.lists(
    st.sampled_from(["Ada Lovelace", "Lovelace, Ada", "O'Neil, K.", "王伟", "Plato"]), min_size=1, max_size=5
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(st.characters(categories=["L", "N"]), min_size=1), NAMES), min_size=1, max_size=5))
def test_papers_written_to_a_table_come_back(papers: list[tuple[str, list[str]]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Titel", "Autoren"], *[[f"T {title}", ";".join(names)] for title, names in papers]])
    found = read(out.getvalue(), {"title": "Titel", "authors": {"name": "Autoren", "separator": ";"}})
    assert [(one.title, authors(one)) for one in found] == [(f"T {title}", names) for title, names in papers]
