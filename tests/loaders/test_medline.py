"""MEDLINE's tagged text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from medical_items import bib_authors, bib_entries, described, loaded, paper, papers, survives
from support import shared_data

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, TopicRef
from coterie.loaders import medline
from coterie.loaders.medline import loader
from coterie.loaders.pubmed import loader as pubmed
from coterie.loaders.pubmed.terms import clean_title

RECORD = """
PMID- 101
OWN - NLM
DCOM- 20190102
LR  - 20200304
DP  - 2018 Jun
TI  - Of circles & rings: a study of coteries
      in vitro.
LID - X1 [pii]
LID - 10.1000/COT.1 [doi]
AB  - Nothing is said here,
      on two lines.
FAU - van der Meer, Jan P Jr
AU  - van der Meer JP Jr
AUID- ISNI: 0000000121032683
AUID- ORCID: http://orcid.org/0000-0002-1825-0097
AD  - Coterie College, Leiden, the Netherlands.
      j@c.nl
AD  - Circle Ltd, Rome, Italy; Ring Inc, Boston, MA, USA.
FAU - Lovelace, A
AU  - Lovelace A
AU  - Hinton GE
FAU - Selvamani
AU  - Selvamani
CN  - Circle Study Group
IR  - Nobody N
FIR - Nobody, Nat
IRAD- Nowhere, Chad
LA  - eng
PT  - Journal Article
PT  - Review
DEP - 20180531
TA  - Ann Cot
JT  - Annals of coteries
MH  - Friends/*history/trends
MH  - *Rings
OT  - Small circles
AID - 10.1000/other [doi]
SO  - Ann Cot. 2018 Jun. doi: 10.1000/COT.1.
"""


def test_every_field() -> None:
    record = paper(loader, RECORD)
    assert (record.source, record.record_id, record.updated) == ("pubmed", "101", "2020-03-04")
    assert described(record) == {
        "title": "Of circles & rings: a study of coteries in vitro",
        "ids": {"pmid": "101", "doi": "10.1000/cot.1"},
        "date": "2018-05-31",
        "kind": "review",
        "venue": "Annals of coteries",
        "language": "en",
        "authors_complete": True,
        "urls": ("https://pubmed.ncbi.nlm.nih.gov/101/",),
    }
    assert record.mentions == (
        Mention(written="van der Meer, Jan P Jr", position=1, given="Jan P", family="van der Meer", suffix="Jr",
                affiliations=(
                    AffiliationRef(name="Coterie College, Leiden, the Netherlands", country="NL"),
                    AffiliationRef(name="Circle Ltd, Rome, Italy", country="IT"),
                    AffiliationRef(name="Ring Inc, Boston, MA, USA", country="US")),
                orcid="0000-0002-1825-0097"),
        Mention(written="Lovelace, A", position=2, given="A", family="Lovelace"),
        Mention(written="Hinton GE", position=3, given="GE", family="Hinton"),
        Mention(written="Selvamani", position=4, family="Selvamani"),
        Mention(written="Circle Study Group", position=5, collective=True),
    )  # fmt: skip
    assert record.topics == (
        TopicRef(scheme="mesh", code="friends", name="Friends", primary=True),
        TopicRef(scheme="mesh", code="rings", name="Rings", primary=True),
        TopicRef(scheme="keyword", code="small circles", name="Small circles"),
    )


def test_the_same_record_in_xml() -> None:
    """Title, year, author order and ids are those of the XML of the same paper."""
    xml = """<PubmedArticle><MedlineCitation><PMID>101</PMID><Article>
    <ArticleTitle>Of circles &amp; rings: a study of coteries in vitro.</ArticleTitle>
    <ELocationID EIdType="doi" ValidYN="Y">10.1000/COT.1</ELocationID><Journal><JournalIssue><PubDate><Year>2018</Year>
    <Month>Jun</Month></PubDate></JournalIssue></Journal></Article></MedlineCitation></PubmedArticle>"""
    one, other = paper(loader, RECORD), paper(pubmed, xml)
    assert (one.source, one.record_id, one.title, one.ids, one.date and one.date[:4], one.urls) == (
        other.source, other.record_id, other.title, other.ids, other.date and other.date[:4], other.urls)  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_several_records(end: str, encoding: str) -> None:
    text = RECORD + RECORD.replace("101", "102") + RECORD.strip().replace("101", "103")
    first, second, third = papers(loader, text.replace("\n", end).encode(encoding))
    assert [first.record_id, second.record_id, third.record_id] == ["101", "102", "103"]
    assert first.mentions == third.mentions


def test_a_pmid_begins_a_record_without_a_blank_line() -> None:
    assert [one.record_id for one in papers(loader, RECORD.strip() + "\n" + RECORD.strip().replace("101", "102"))] == [
        "101", "102"]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "name", "given", "family", "suffix"),
    [
        ("FAU", "King, Martin L 3rd", "Martin L", "King", "3rd"),
        ("FAU", "King, Jr", "Jr", "King", None),
        ("FAU", "O'Neil, Brian", "Brian", "O'Neil", None),
        ("FAU", "de Souza e Silva, Ana", "Ana", "de Souza e Silva", None),
        ("FAU", "World, The, Wide", "The, Wide", "World", None),
        ("FAU", "Two Words", None, None, None),
        ("AU", "King ML Jr", "ML", "King", "Jr"),
        ("AU", "de la Cruz J", "J", "de la Cruz", None),
        ("AU", "Müller-Ström Ö", "Ö", "Müller-Ström", None),
        ("AU", "Kim J-H", "J-H", "Kim", None),
        ("AU", "Madonna", None, None, None),
        ("AU", "Ada Lovelace", None, None, None),
    ],
)
def test_names(tag: str, name: str, given: str | None, family: str | None, suffix: str | None) -> None:
    (mention,) = paper(loader, f"PMID- 1\n{tag:<4}- {name}\n").mentions
    assert (mention.written, mention.given, mention.family, mention.suffix) == (name, given, family, suffix)


def test_authors_who_are_not_all_or_not_authors() -> None:
    record = paper(loader, "PMID- 1\nFAU - A, B\nAU  - A B\nAU  - et al.\nFED - C, D\n")
    assert [one.written for one in record.mentions] == ["A, B"]
    assert record.authors_complete is False
    assert paper(loader, "PMID- 1\nFED - C, D\n").mentions == ()
    assert paper(loader, "PMID- 1\nTI  - X\n").authors_complete is None
    group = paper(loader, "PMID- 1\nFAU - Initiative, The Great Ring\n").mentions[0]
    assert (group.collective, group.given) == (True, None)


def test_an_address_before_the_authors_is_the_papers() -> None:
    record = paper(loader, "PMID- 1\nAD  - Inst. Rings, Oslo, Norway.\nAU  - Hinton GE\n")
    assert record.affiliations == (AffiliationRef(name="Inst. Rings, Oslo, Norway", country="NO"),)


def test_books() -> None:
    book = "PMID- 1\nBTI - The Book of Circles\nCTI - Rings\nFED - Ed, I T\nED  - Ed IT\nFAU - Auth, O R\nDP  - 1999\n"
    whole, chapter = papers(loader, book + "\n" + book + "TI  - On Rings.\n")
    assert (whole.title, whole.kind, whole.venue) == ("The Book of Circles", "book", "Rings")
    assert [(one.written, one.role, one.position) for one in whole.mentions] == [
        ("Auth, O R", "author", 1), ("Ed, I T", "editor", 2)]  # fmt: skip
    assert (chapter.title, chapter.kind, chapter.venue) == ("On Rings", "chapter", "The Book of Circles")
    assert [one.written for one in chapter.mentions] == ["Auth, O R"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2018 May 17", "2018-05-17"),
        ("2009", "2009"),
        ("1998 Dec-1999 Jan", "1998-12"),
        ("2013 06 10", "2013-06-10"),
        ("2010   06", "2010-06"),
        ("2000 Spring", "2000"),
        ("1976-1977", "1976"),
        ("2016 Feb 32", "2016-02"),
        ("0", None),
        ("in press", None),
    ],
)
def test_dates(written: str, date: str | None) -> None:
    assert paper(loader, f"PMID- 1\nDP  - {written}\n").date == date


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("PT  - Journal Article\nROF - Ann Cot. 1999", "retraction"),
        ("PT  - Journal Article\nEFR - Ann Cot. 1999", "erratum"),
        ("PT  - Editorial\nEFR - Ann Cot. 1999", "editorial"),
        ("PT  -", None),
    ],
)
def test_kinds(lines: str, kind: str | None) -> None:
    assert paper(loader, f"PMID- 1\n{lines}\n").kind == kind


def test_titles() -> None:
    assert paper(loader, "PMID- 1\nTI  - [Not Available].\nTT  - Über Kreise.\n").title == "Über Kreise"
    assert paper(loader, "PMID- 1\nTI  - [On circles].\nTT  - Über Kreise.\n").title == "On circles"


@pytest.mark.parametrize("text", ["PMC - 1\nAU  - Hinton GE", "PMID- x\nDP  - 1999", "JT  - Only a journal"])
def test_neither_title_nor_id(text: str) -> None:
    assert loaded(loader, text) == ([], ["1: neither title nor id"])


def test_other_text_is_rejected() -> None:
    assert loaded(loader, "PMID- 1\n\nThis is no record.\n\n PMID- 2\n")[1] == [
        "3: no field of MEDLINE", "5: no field of MEDLINE"]  # fmt: skip


def test_a_record_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(medline, "MAX_RECORD", 1 << 20)
    long = RECORD + "AB  - " + "x" * 2_000_000 + "\n" + RECORD
    records, rejected = loaded(loader, long)
    assert len(records) == 1
    assert rejected == ["2: the record is longer than 1 million characters"]


def test_what_it_does_not_claim() -> None:
    for head in (b"", b"TY  - JOUR\nAU  - X\nAID - 1\nLID - 2\nDEP - 2", b"FN Clarivate\nPT J\nAU X", b"%0 Journal",
                 b"<PubmedArticle>PMID- 1", b"@article{PMID- 1", b"AU  - X\nTI  - Y\nER  - ",
                 b'{"PMID- ": 1}'):  # fmt: skip
        assert loader.sniff(head, "x.nbib") == 0
    assert loader.sniff(RECORD.encode(), "x") == 0.95
    assert loader.sniff(RECORD.encode("utf-16"), "x") == 0.95


FILES = {
    "NbibImporterTest.nbib": [],
    "MedlinePlainImporterStringOutOfBounds.txt": [],
    "MedlinePlainImporterTestCompleteEntry.txt": [],
    "MedlinePlainImporterTestDOI.txt": [],
    "MedlinePlainImporterTestInproceeding.txt": [],
    "MedlinePlainImporterTestMultiAbstract.txt": ["1: neither title nor id"],
    "MedlinePlainImporterTestMultiTitle.txt": [],
    "MedlinePlainImporterTestMultipleEntries.txt": ["53: no field of MEDLINE", "55: neither title nor id"],
}
"""JabRef's files and what is rejected in each: a comment, and a record with editors and a journal alone."""


@pytest.mark.parametrize("name", FILES)
def test_real_files(name: str) -> None:
    path = shared_data("data", "fixtures", "jabref", name)
    records, rejected = loaded(loader, path)
    text = path.read_text("utf-8").replace("\r\n", "\n").strip()
    blocks = [block for part in re.split(r"\n\s*\n", text) for block in re.split(r"\n(?=PMID-)", part)]
    assert rejected == FILES[name]
    assert len(records) + len(rejected) == len(blocks)
    assert loader.sniff(path.read_bytes(), name) > 0


OTHERWISE = {
    ("NbibImporterTest", "author"): "JabRef has the group (CN) in a field of its own",
    ("NbibImporterTest", "updated"): "JabRef has no LR here and keeps DCOM apart",
    ("MedlinePlainImporterStringOutOfBounds", "pmid"): "JabRef takes the line without a hyphen for the PMID's",
    ("MedlinePlainImporterTestMultiTitle", "title"): "JabRef puts colons between titles of several fields",
    ("MedlinePlainImporterTestInproceeding", "venue"): "JabRef takes an editorial for one in proceedings",
}
"""Where JabRef's choice is another, and why."""


@pytest.mark.parametrize("name", sorted(name for name, rejected in FILES.items() if not rejected))
def test_what_jabref_expects(name: str) -> None:
    folder = shared_data("data", "fixtures", "jabref")
    stem = name.partition(".")[0]
    records = papers(loader, folder / name)
    expected = bib_entries(folder / f"{stem}.bib")
    assert len(records) == len(expected)
    compared = [field for pair in zip(records, expected, strict=True) for field in _compared(*pair)]
    different = {field for field, ours, theirs in compared if ours != theirs}
    assert different == {field for file, field in OTHERWISE if file == stem}


def _compared(record: PaperRecord, entry: dict[str, str]) -> list[tuple[str, object, object]]:
    authors = [f"{one.given} {one.family}" if one.given else one.written for one in record.mentions]
    return [
        ("title", record.title, clean_title(entry.get("title", ""))),
        ("author", authors, bib_authors(entry.get("author", ""))),
        ("doi", record.ids.get("doi"), entry.get("article-doi", entry.get("doi", "")) or None),
        ("pmid", record.ids.get("pmid"), entry.get("pmid")),
        ("venue", record.venue, entry.get("journal")),
        ("year", (record.date or "")[:4], entry.get("year", "")),
        ("updated", (record.updated or "").replace("-", ""), entry.get("revised", "")),
        ("keywords", {one.name for one in record.topics}, _keywords(entry.get("keywords", ""))),
    ]


def _keywords(text: str) -> set[str]:
    whole = text.replace("History, 20th", "History; 20th").replace("Women, W", "Women; W")
    return {keyword.partition("/")[0].replace(";", ",") for keyword in whole.split(", ") if keyword}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(loader, data)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_mutated_records(data: st.DataObject) -> None:
    text = (RECORD + RECORD).encode()
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 60)))
    survives(loader, text[:start] + data.draw(st.binary(max_size=8)) + text[end:])


TAGS = st.sampled_from(sorted(medline._TAGS | {"AB", "IR"}))
VALUES = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TAGS, VALUES), max_size=15))
def test_any_fields(fields: list[tuple[str, str]]) -> None:
    survives(loader, "\n".join(f"{tag:<4}- {value}" for tag, value in fields).encode())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True),
                          st.from_regex(r"[A-Z][a-z]{1,8}( [A-Z])?", fullmatch=True)), max_size=6),
       st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){0,12}", fullmatch=True))  # fmt: skip
def test_what_is_written_is_read(names: list[tuple[str, str]], title: str) -> None:
    lines = ["PMID- 7", "TI  - " + "\n      ".join(title.split()) + "."]
    lines += [f"FAU - {family}, {given}\nAU  - {family} {given[0]}" for family, given in names]
    record = paper(loader, "\n".join(lines))
    assert record.title == title
    assert [(one.family, one.given) for one in record.mentions if not one.collective] == names
