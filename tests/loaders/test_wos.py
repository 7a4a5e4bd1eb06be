"""Exports of the Web of Science."""

from __future__ import annotations

import io
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.wos import loader

HEAD = "FN Clarivate Analytics Web of Science\nVR 1.0\n"
FULL = """PT J
AU Lovelace, A
   De Morgan, A
   King, ML Jr
   Lovelace, B
   Plato
AF Lovelace, Ada
   De Morgan, Augustus
   King, Martin L., Jr.
   Lovelace, Byron
   Plato
CA Analytical Engine Collaboration
TI On coteries &amp; their
   <i>engines</i>
SO JOURNAL OF COTERIES
LA English
DT Article; Proceedings Paper
DE engines; Coteries
ID CO-AUTHORSHIP
AB Nothing that is kept.
AU of this line is no author of a field AB
C1 [Lovelace, Ada; Plato] Acad Athens, Dept Forms, Athens, Greece.
   [De Morgan, A.] UCL, London,
   England.
   [Nobody, N] Elsewhere Inst, Oslo, Norway.
RP King, ML (corresponding author), Morehouse Coll, Atlanta, GA 30314 USA.; Lovelace, A; Plato (corresponding author), Acad Athens, Athens, Greece.
EM nobody@example.org
RI Lovelace, Ada/A-1234-2010; Lovelace, Ada/B-1234-2012; De Morgan,
   Augustus/C-1-2000; Stranger, S/D-1-2000
OI Lovelace, Ada/0000-0002-1825-0097; De Morgan, A./0000-0002-1825-0098; King,
   Martin/0000-0001-5109-3700
CR KNUTH DE, 1997, ART COMPUTER PROGRAM
TC 12
Z9 14
PD MAR-APR
PY 1843
EA DEC 10 1842
DI 10.1000/ABC
PM 12345
WC Computer Science, Theory & Methods; History
SC Computer Science
UT WOS:000000000000001
ER

"""  # noqa: E501


def read(data: bytes | str, encoding: str = "utf-8") -> list[Any]:
    """Papers, and rejections as (position, reason)."""
    data = data.encode(encoding) if isinstance(data, str) else data
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


def one(*lines: str, kind: str = "J") -> PaperRecord:
    (paper,) = read(HEAD + f"PT {kind}\n" + "\n".join(lines) + "\nER\nEF\n")
    assert isinstance(paper, PaperRecord)
    return paper


def table(record: str, delimiter: str = "\t") -> str:
    """The record as a row under its tags."""
    fields: dict[str, list[str]] = {}
    for line in record.splitlines():
        if line.startswith(" "):
            fields[list(fields)[-1]].append(line.strip())
        elif line[:2] not in fields and line[:2] != "ER" and line:
            fields[line[:2]] = [line[3:]]
    names = {"AU", "AF", "CA"}
    cells = [
        "; ".join(value) if tag in names else re.sub(r"\.; \[|\. \[", "; [", " ".join(value)).rstrip(".")
        for tag, value in fields.items()
    ]
    return delimiter.join(fields) + delimiter + "\r\n" + delimiter.join(cells) + delimiter + "\r\n"


def test_every_field() -> None:
    (paper,) = read(HEAD + FULL + "EF\n")
    assert (paper.source, paper.record_id) == ("wos", "WOS:000000000000001")
    assert paper.ids == {"doi": "10.1000/abc", "wos": "000000000000001", "pmid": "12345"}
    assert paper.title == "On coteries & their engines"
    assert (paper.date, paper.kind, paper.language, paper.venue) == (
        "1842-12-10", "article", "en", "JOURNAL OF COTERIES",
    )  # fmt: skip
    assert (paper.citations, paper.authors_complete, paper.author_count) == (12, True, None)
    assert [(topic.scheme, topic.code) for topic in paper.topics] == [
        ("wc", "computer science theory methods"), ("wc", "history"), ("wos-area", "computer science"),
        ("keyword", "engines"), ("keyword", "coteries"), ("keywords-plus", "co authorship"),
    ]  # fmt: skip
    assert [(a.name, a.country) for a in paper.affiliations] == [("Elsewhere Inst, Oslo, Norway", "NO")]


def test_people_are_joined_by_name() -> None:
    (paper,) = read(HEAD + FULL + "EF\n")
    ada, morgan, king, byron, plato, group = paper.mentions
    assert [m.position for m in paper.mentions] == [1, 2, 3, 4, 5, 6]
    assert (ada.written, ada.given, ada.family, ada.suffix) == ("Lovelace, Ada", "Ada", "Lovelace", None)
    assert (king.written, king.given, king.family, king.suffix) == (
        "King, Martin L., Jr.", "Martin L.", "King", "Jr.",
    )  # fmt: skip
    assert (plato.written, plato.given, plato.family) == ("Plato", None, None)
    assert (group.written, group.collective) == ("Analytical Engine Collaboration", True)
    assert ada.source_ids == ("wos:A-1234-2010", "wos:B-1234-2012")
    assert morgan.source_ids == ("wos:C-1-2000",)
    assert (ada.orcid, morgan.orcid, king.orcid) == ("0000-0002-1825-0097", None, "0000-0001-5109-3700")
    assert [a.name for a in ada.affiliations] == ["Acad Athens, Dept Forms, Athens, Greece"]
    assert ada.affiliations == plato.affiliations
    assert [(a.name, a.country) for a in morgan.affiliations] == [("UCL, London, England", "GB")]
    assert king.affiliations == byron.affiliations == ()
    # "Lovelace, A" in RP is Ada's name in AU
    assert [m.corresponding for m in paper.mentions] == [True, None, True, None, True, None]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_table_gives_the_same(encoding: str) -> None:
    (tagged,) = read(HEAD + FULL + "EF\n")
    text = table(FULL)
    assert loader.sniff(text.encode(encoding), "savedrecs.txt") > 0.9
    assert read(text, encoding) == [tagged]
    assert loader.sniff((HEAD + FULL).encode(encoding), "savedrecs.txt") > 0.9
    assert read((HEAD + FULL).replace("\n", "\r\n"), encoding) == [tagged]


def test_columns_with_full_names() -> None:
    text = (
        "Publication Type,Authors,Author Full Names,Article Title,Source Title,Addresses,ORCIDs,Publication Year,"
        "UT (Unique WOS ID)\n"
        'J,"Lovelace, A; Plato","Lovelace, Ada; Plato","Engines, all",J COTERIES,"[Plato] Acad, Athens, Greece",'
        '"Lovelace, Ada/0000-0002-1825-0097",1843,WOS:1\n'
    )
    assert loader.sniff(text.encode(), "savedrecs.csv") > 0.9
    (paper,) = read(text)
    assert [(m.written, m.orcid) for m in paper.mentions] == [
        ("Lovelace, Ada", "0000-0002-1825-0097"), ("Plato", None),
    ]  # fmt: skip
    assert paper.mentions[1].affiliations[0].country == "GR"
    assert (paper.title, paper.date) == ("Engines, all", "1843")


@pytest.mark.parametrize(
    ("year", "text", "early", "date"),
    [
        ("2006", "JUN 14", "", "2006-06-14"), ("2006", "MAY-JUN", "", "2006-05"), ("2006", "SPR", "", "2006"),
        ("2006", "04 2006", "", "2006-04"), ("", "2006 May-Jun", "", "2006-05"), ("2006", "", "", "2006"),
        ("2006", "FEB 30", "", "2006-02"), ("", "JUN 14", "", None), ("0", "", "", None), ("x", "y", "z", None),
        ("2020", "MAR", "DEC 2019", "2019-12"), ("2020", "MAR", "MAR 2020", "2020-03"),
        ("2020", "MAR 5", "MAR 2020", "2020-03-05"), ("2019", "", "FEB 2020", "2019"), ("", "", "FEB 2020", "2020-02"),
        ("2020", "13 2020", "", "2020"), ("2020", "DEC 31-JAN 3", "", "2020-12-31"), ("99999", "", "", None),
    ],
)  # fmt: skip
def test_dates(year: str, text: str, early: str, date: str | None) -> None:
    assert one("TI T", f"PD {text}", f"PY {year}", f"EA {early}").date == date


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ("Article", "article"), ("Article; Book Chapter", "chapter"), ("Review; Book Chapter", "chapter"),
        ("Article; Early Access", "article"), ("Early Access", None), ("-", None), ("", None), ("Poetry", "other"),
        ("Correction, Addition", "erratum"), ("Editorial Material; Retraction", "retraction"),
        ("Article; Retracted Publication", "article"), ("Book Review", "other"), ("Review", "review"),
    ],
)  # fmt: skip
def test_kinds(types: str, kind: str | None) -> None:
    assert one("TI T", f"DT {types}").kind == kind


def test_editors_are_mentions_of_their_own_volume_only() -> None:
    def editors(*lines: str, kind: str = "J") -> list[tuple[str, str]]:
        return [(m.written, m.role) for m in one("TI T", *lines, kind=kind).mentions]

    assert editors("AU A, B", "BE Ed, I; Tor, S", "DT Article; Book Chapter") == [("A, B", "author")]
    assert editors("BE Ed, I; Tor, S", "DT Book") == [("Ed, I", "editor"), ("Tor, S", "editor")]
    assert editors("BA A, B", "BF A, Bea", "ED Ed, I", "DT Book") == [("A, Bea", "author"), ("Ed, I", "editor")]
    assert editors("ED Ed, I", kind="B") == [("Ed, I", "editor")]


def test_names_that_are_none_and_lists_of_different_length() -> None:
    assert one("TI T", "AU [Anonymous]").mentions == ()
    assert one("TI T", "AU [Anonymous]").authors_complete is None
    assert [m.written for m in one("TI T", "AU A, B", "   C, D", "AF A, Bea").mentions] == ["A, B", "C, D"]
    assert [m.written for m in one("TI T", "AU A, B", "   A, B").mentions] == ["A, B", "A, B"]
    long = "Some Working Group with a Very Long Name Indeed for the Study of"
    assert [m.written for m in one("TI T", f"CA {long}", "   Coteries", "   Other").mentions] == [
        f"{long} Coteries", "Other",
    ]  # fmt: skip


def test_namesakes_get_nothing_that_may_be_the_others() -> None:
    paper = one("TI T", "AF Wang, Wei", "   Wang, Wei", "C1 [Wang, Wei] U, Beijing, Peoples R China.",
                "OI Wang, Wei/0000-0002-1825-0097")  # fmt: skip
    assert all(not m.affiliations and m.orcid is None for m in paper.mentions)
    assert [a.country for a in paper.affiliations] == ["CN"]
    paper = one("TI T", "AF Law, Christopher", "C1 [Law, Cathy] U, Oslo, Norway.", "RI Law, Cathy/A-1-2000")
    assert paper.mentions[0].source_ids == ()


def test_addresses_without_names() -> None:
    lonely = one("TI T", "AU A, B", "C1 U One, Oslo, Norway.", "   U Two, Paris, France.")
    assert [a.country for a in lonely.mentions[0].affiliations] == ["NO", "FR"]
    assert lonely.affiliations == ()
    two = one("TI T", "AU A, B", "   C, D", "C1 U One, Oslo, Norway.", "   U Two, Paris, France.",
              "RP A, B, U Two, 3 Rue X, Paris,", "   France.")  # fmt: skip
    assert [a.country for a in two.mentions[0].affiliations] == ["FR"]
    assert [a.country for a in two.affiliations] == ["NO"]
    bare = one("TI T", "AU A, B", "   C, D", "RP C, D (reprint author), U One, Oslo, Norway.")
    assert [a.name for a in bare.mentions[1].affiliations] == ["U One, Oslo, Norway"]


def test_what_breaks_off() -> None:
    start = HEAD + "PT J\nAU A, B\nTI A\nSO J\nER\n"
    assert [type(item) for item in read(start)] == [PaperRecord]
    assert read(start + "PT J\nAU A, B\nTI Bro")[1] == ("8", "the record breaks off in its field TI")
    assert read(start + "PT J\nAU A, B\nPT J\nTI Next\nSO J\nEF")[1:2] == [
        ("8", "the record breaks off in its field AU")
    ]
    assert read(start + "PT J\nAU A, B\nTI Whole\nSO")[1].title == "Whole"
    assert read(start + "PT J\nAU A, B\nER\nEF")[1] == ("8", "neither title nor id")
    assert read(HEAD + "EF") == []
    for nothing in ("", " ## ", "TY  - JOUR\nER  - \n", '{"a": 1}'):
        with pytest.raises(LoadError, match="holds no record"):
            read(nothing)


def test_a_record_too_long_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coterie.loaders.wos.reading.MAX_RECORD", 100)
    long = "PT J\nTI T\nC1 " + "x" * 60 + "\n   " + "y" * 60 + "\nER\n"
    assert read(HEAD + long + "PT J\nTI T\nER\n")[0] == ("3", "the record is longer than 0 MB")


def test_other_formats_are_not_claimed() -> None:
    for other in ("TY  - JOUR\nAU  - A\nER  - \n", "PMID- 1\nOWN - NLM\n", "Title,Authors,PT\n", "@article{PT,}\n",
                  "PT of a text\nAU and more", "%0 Journal Article\n", "{}", "", "\0\0\0"):  # fmt: skip
        assert loader.sniff(other.encode(), "savedrecs.txt") == 0


FILES = ["jabref/IsiImporterTest1.isi", "jabref/IsiImporterTest2.isi", "jabref/IsiImporterTestInspec.isi",
         "jabref/IsiImporterTestMedline.isi", "jabref/IsiImporterTestWOS.isi", "rispy/example_wos.ris"]  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_real_files_are_complete(file: str) -> None:
    data = shared_data("data", "fixtures", *file.split("/")).read_bytes()
    assert loader.sniff(data[:65536], file) > 0.9
    papers = read(data)
    assert all(isinstance(paper, PaperRecord) for paper in papers)
    assert len(papers) == len(re.findall(rb"^PT ", data, re.MULTILINE)) == len(re.findall(rb"^UT ", data, re.MULTILINE))
    names = sum(len(re.split(r";|\n", block)) for block in re.findall(r"^AU (.*(?:\n   .*)*)", data.decode(), re.M))
    empty = len(re.findall(rb"^AU *$", data, re.MULTILINE))
    assert sum(len(paper.mentions) for paper in papers) == names - empty


def test_twenty_thousand_authors_and_hostile_brackets_take_no_time() -> None:
    names = [f"Author{i}, A" for i in range(20_000)]
    began = time.perf_counter()
    paper = one("TI T", "AU " + "\n   ".join(names), f"C1 [{'; '.join(names)}] U, Oslo, Norway.",
                "RI " + "; ".join(f"{name}/A-{i}" for i, name in enumerate(names)))  # fmt: skip
    assert len(paper.mentions) == 20_000
    assert paper.mentions[-1].affiliations[0].country == "NO"
    assert one("TI T", "C1 " + "[" * 200_000).affiliations == ()
    assert one("TI T", "C1 " + "[a;" * 100_000 + "] b").title == "T"
    assert time.perf_counter() - began < 5


LINES = st.sampled_from(FULL.splitlines()) | st.text("[];/, .\tPTAUERC1é", max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=120) | st.lists(LINES, max_size=30).map(lambda lines: (HEAD + "\n".join(lines)).encode()))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    try:
        out = read(data)
    except LoadError:
        return
    assert all(isinstance(item, PaperRecord) or item[1] for item in out)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_tables_too(data: st.DataObject) -> None:
    text = table(FULL)
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.text('\t"\n[];/', max_size=4))
    out = read(text[:at] + piece + text[at + data.draw(st.integers(0, 5)) :]) if at > text.index("\n") else []
    assert all(isinstance(item, PaperRecord) or item[1] for item in out)
