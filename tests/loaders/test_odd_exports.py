"""What real exports have that their formats do not say: placeholders, escapes, lists in other shapes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coterie.graph.model.records import PaperRecord, Rejected
from coterie.graph.names.identifiers import normalise
from coterie.loaders.making import iso_date
from coterie.loaders.reading.rows import header
from coterie.loaders.registry import open_inputs


def papers(path: Path, text: str, loader: str | None = None) -> list[PaperRecord]:
    path.write_text(text, "utf-8")
    found = [record for one in open_inputs([path], loader=loader) for record in one]
    assert not [record for record in found if isinstance(record, Rejected)]
    return [record for record in found if isinstance(record, PaperRecord)]


def names(path: Path, text: str, loader: str | None = None) -> list[str]:
    (paper,) = papers(path, text, loader)
    return [mention.written for mention in paper.mentions]


def test_openalex_s_null_author_is_nobody_s_id(tmp_path: Path) -> None:
    ids = ("A9999999999", "A5317838346", "A5023888391")
    authorships = [{"author": {"id": f"https://openalex.org/{ident}"}, "raw_author_name": f"{letter}. Doe"}
                   for letter, ident in zip("JKL", ids, strict=True)]  # fmt: skip
    work = {"id": "https://openalex.org/W1", "title": "On Coteries", "authorships": authorships}
    (paper,) = papers(tmp_path / "works.jsonl", json.dumps(work) + "\n")
    assert [mention.source_ids for mention in paper.mentions] == [(), (), ("openalex:A5023888391",)]


@pytest.mark.parametrize(
    ("authors", "ids", "expected"),
    [
        (
            "Chen, C., Ibekwe-SanJuan, F., Hou, J.",
            "57190000001;57190000002;57190000003",
            ["Chen, C.", "Ibekwe-SanJuan, F.", "Hou, J."],
        ),
        ("Chen, C.", "57190000001;", ["Chen, C."]),
        ("King, M., Jr., Doe, A.", "57190000001;57190000002", ["King, M., Jr.", "Doe, A."]),
        ("Chen C., Hou J.", "57190000001;57190000002;", ["Chen C.", "Hou J."]),
    ],
)
def test_scopus_with_commas_inside_and_between_names(
    tmp_path: Path, authors: str, ids: str, expected: list[str]
) -> None:
    text = f'Authors,Author(s) ID,Title,Year,Source title,EID\n"{authors}","{ids}",On Coteries,2016,J,2-s2.0-1\n'
    (paper,) = papers(tmp_path / "scopus.csv", text)
    assert [mention.written for mention in paper.mentions] == expected
    assert [mention.source_ids for mention in paper.mentions] == [
        (f"scopus:{number}",) for number in ids.strip(";").split(";")
    ]


@pytest.mark.parametrize("nobody", ["Anonymous", "[No author name available]", "{[}Anonymous]"])
def test_no_author_s_name_in_bibtex(tmp_path: Path, nobody: str) -> None:
    assert names(tmp_path / "a.bib", f"@article{{k, title={{On Coteries}}, author={{{nobody}}}, year=2020}}") == []


def test_no_author_s_name_in_json_and_endnote(tmp_path: Path) -> None:
    item = {"type": "article-journal", "title": "On Coteries", "author": [{"family": "Anonymous"}], "DOI": "10.1000/x"}
    assert names(tmp_path / "a.json", json.dumps([item]), "csl") == []
    text = ("<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>"
            "Anonymous,</author></authors></contributors><titles><title>On Coteries</title></titles></record></records>"
            "</xml>")  # fmt: skip
    assert names(tmp_path / "a.xml", text, "endnote") == []


@pytest.mark.parametrize(
    "number",
    ["10.1016/j.cell.2010 [doi]", "S0092-8674(10)1 [pii] 10.1016/j.cell.2010 [doi]", "DOI 10.1016/j.cell.2010",
     "https://doi.org/10.1016/j.cell.2010"],
)  # fmt: skip
def test_dois_in_endnote(tmp_path: Path, number: str) -> None:
    text = (f"<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><titles><title>T</title></titles>"
            f"<electronic-resource-num>{number}</electronic-resource-num></record></records></xml>")  # fmt: skip
    (paper,) = papers(tmp_path / "a.xml", text, "endnote")
    assert paper.ids == {"doi": "10.1016/j.cell.2010"}


SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize("signs", ["%3C %3E", "%3c %3e", "< >"])
def test_escaped_signs_in_addresses_of_dois(signs: str) -> None:
    less, more = signs.split()
    text = SICI.replace("<", less).replace(">", more)
    assert normalise("doi", f"https://doi.org/{text}") == normalise("doi", f"DOI {text} [doi]") == SICI
    assert normalise("doi", "10.1000/a%zz") == "10.1000/a%zz"


@pytest.mark.parametrize("signs", [r"\&\#60; \&\#62;", "$<$ $>$", r"{\textless} {\textgreater}", "< >"])
def test_escaped_signs_in_dois_of_bibtex(tmp_path: Path, signs: str) -> None:
    less, more = signs.split()
    doi = SICI.replace("<", less).replace(">", more)
    (paper,) = papers(tmp_path / "a.bib", f"@article{{k, title={{On Coteries}}, doi={{{doi}}}}}")
    assert paper.ids == {"doi": SICI}


def test_an_entry_after_a_comment_on_its_line(tmp_path: Path) -> None:
    text = "@comment{x {y}} @article{c, title={On Coteries}, author={Ada Lovelace}}\n"
    assert names(tmp_path / "a.bib", text) == ["Ada Lovelace"]


@pytest.mark.parametrize("names_", ["张三,李四", "张三，李四", "张三;李四"])
def test_chinese_lists_of_names(tmp_path: Path, names_: str) -> None:
    text = f'题名,作者,年份,DOI\n论文,"{names_}",2020,10.1000/x\n'
    assert names(tmp_path / "a.csv", text, "table") == ["张三", "李四"]


@pytest.mark.parametrize("cut", range(3))
def test_a_head_that_ends_inside_a_character(cut: int) -> None:
    head = "Название;Авторы;Год\nО кружках;Ада".encode()
    assert header(head[: len(head) - cut])[1] == ["Название", "Авторы", "Год"]


def test_a_day_beyond_all_numbers() -> None:
    assert iso_date(2020, 1, 99_999_999_999) == "2020-01"
