"""EndNote XML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from medical_items import bib_entries, described, loaded, paper, papers, survives
from support import shared_data

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, TopicRef
from coterie.loaders.endnote import loader
from coterie.loaders.making import plain

STYLE = '<style face="normal" font="default" size="100%%">%s</style>'
RECORD = f"""<record><source-app name="EndNote" version="20.0">EndNote</source-app><rec-number>1</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>{STYLE % "van der Meer, Jan P., Jr."}</author>
<author>Lovelace, A.</author><author>{STYLE % "Circle Society,"}</author><author/><author>, ,</author></authors>
<secondary-authors><author>Editor, I.</author></secondary-authors></contributors>
<auth-address>{STYLE % "Coterie College, Leiden, the Netherlands.&#xD;Circle Ltd, Rome, Italy"}</auth-address>
<titles><title>{STYLE % "Of CO"}<style face="subscript">2</style>{STYLE % " &amp;amp; circles"}</title>
<secondary-title>{STYLE % "Ann Cot"}</secondary-title></titles>
<periodical><full-title>{STYLE % "Annals of coteries"}</full-title></periodical>
<keywords><keyword>{STYLE % "Friends/*history"}</keyword><keyword>a; b</keyword><keyword/></keywords>
<dates><year>{STYLE % "2018"}</year><pub-dates><date>{STYLE % "May 31"}</date></pub-dates></dates>
<urls><related-urls><url>&lt;Go to ISI&gt;://1</url><url>https://www.ncbi.nlm.nih.gov/pubmed/101</url></related-urls>
<pdf-urls><url>internal-pdf://1/a.pdf</url></pdf-urls></urls>
<electronic-resource-num>https://doi.org/10.1000/COT.1</electronic-resource-num>
<accession-num>WOS:000200148800007</accession-num><language>English</language></record>"""


def in_file(*items: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{"".join(items)}</records></xml>'


def changed(old: str, new: str) -> PaperRecord:
    assert old in RECORD
    return paper(loader, in_file(RECORD.replace(old, new)))


def small(inner: str, kind: str = "Journal Article") -> PaperRecord:
    """A record with a title and ``inner``."""
    return paper(loader, in_file(f"<record><ref-type name='{kind}'/><titles><title>T</title></titles>{inner}</record>"))


def test_every_field() -> None:
    record = paper(loader, in_file(RECORD))
    assert (record.source, record.record_id, record.updated) == ("endnote", "", None)
    assert described(record) == {
        "title": "Of CO2 & circles",
        "ids": {"doi": "10.1000/cot.1", "pmid": "101", "wos": "000200148800007"},
        "date": "2018-05-31",
        "kind": "article",
        "venue": "Annals of coteries",
        "language": "en",
        "urls": ("https://www.ncbi.nlm.nih.gov/pubmed/101",),
    }
    assert record.mentions == (
        Mention(written="van der Meer, Jan P., Jr.", position=1, given="Jan P.", family="van der Meer", suffix="Jr."),
        Mention(written="Lovelace, A.", position=2, given="A.", family="Lovelace"),
        Mention(written="Circle Society", position=3, collective=True),
    )
    assert record.affiliations == (
        AffiliationRef(name="Coterie College, Leiden, the Netherlands", country="NL"),
        AffiliationRef(name="Circle Ltd, Rome, Italy", country="IT"),
    )
    assert record.topics == (
        TopicRef(scheme="keyword", code="friends history", name="Friends/history"),
        TopicRef(scheme="keyword", code="a", name="a"),
        TopicRef(scheme="keyword", code="b", name="b"),
    )


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("Journal Article", "17", "article"),
        ("Book Section", "5", "chapter"),
        ("Conference Proceedings", "10", "proceedings"),
        ("Thesis", "32", "thesis"),
        ("Dataset", "59", "dataset"),
        ("Computer Program", "9", "software"),
        ("Web Page", "12", "other"),
        ("Zeitschriftenartikel", "17", "article"),
        ("", "27", "report"),
        ("", "99", "other"),
    ],
)
def test_kinds(name: str, number: str, kind: str) -> None:
    text = f'<record><ref-type name="{name}">{number}</ref-type><titles><title>T</title></titles></record>'
    assert paper(loader, in_file(text)).kind == kind
    assert paper(loader, in_file("<record><titles><title>T</title></titles></record>")).kind is None


def test_editors_are_mentioned_where_the_work_is_theirs() -> None:
    editors = "<contributors><secondary-authors><author>Ed, I.</author></secondary-authors></contributors>"
    for kind, role in (("Book", "editor"), ("Conference Proceedings", "editor"), ("Book Section", None)):
        assert [one.role for one in small(editors, kind).mentions] == ([role] if role else [])
    authors = "<contributors><authors><author>Ed, I.</author></authors></contributors>"
    assert small(authors, "Edited Book").mentions[0].role == "editor"
    edited = small(authors, "Edited Book")
    assert edited.kind == "book"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ahmad, AS", ("AS", "Ahmad", None, False)),
        ("King, Martin L., Jr.", ("Martin L.", "King", "Jr.", False)),
        ("King, Jr., Martin", ("Martin", "King", "Jr.", False)),
        ("Plato", (None, None, None, False)),
        ("Ada Lovelace", (None, None, None, False)),
        ("Apple, Inc., Cupertino", (None, None, None, False)),
        ("World Health Organization", (None, None, None, True)),
        ("Plato,", (None, None, None, True)),
        ("University of California,, Davis,", (None, None, None, True)),
    ],
)
def test_names(name: str, expected: tuple[str | None, str | None, str | None, bool]) -> None:
    authors = f"<contributors><authors><author>{name}</author></authors></contributors>"
    (one,) = small(authors).mentions
    assert (one.given, one.family, one.suffix, one.collective) == expected
    assert one.written == name.replace(",,", ",").rstrip(",")


def test_names_in_attributes_in_one_element_and_et_al() -> None:
    authors = '<author corp-name="Rings Inc">x</author><author>A, B; C, D</author><author>et al.</author>'
    record = small(f"<contributors><authors>{authors}</authors></contributors>")
    assert [(one.written, one.collective) for one in record.mentions] == [
        ("Rings Inc", True), ("A, B", False), ("C, D", False)]  # fmt: skip
    assert record.authors_complete is False


def test_the_address_of_an_only_author() -> None:
    one = "<contributors><authors><author>A, B</author></authors></contributors>"
    record = small(one + "<auth-address>Rings Inc, Oslo, Norway</auth-address>")
    assert record.mentions[0].affiliations == (AffiliationRef(name="Rings Inc, Oslo, Norway", country="NO"),)
    assert record.affiliations == ()


@pytest.mark.parametrize(
    ("year", "day", "date"),
    [
        ("2018", "", "2018"),
        ("2018", "Jan", "2018-01"),
        ("2018", "Jan 12-15", "2018-01-12"),
        ("2018", "2018/05/17", "2018-05-17"),
        ("2018", "12 May 2018", "2018-05-12"),
        ("2018", "2017 Dec 12", "2018"),
        ("2018", "Spring", "2018"),
        ("", "May 2018", "2018-05"),
        ("in press", "", None),
        ("2016", "Feb 31", "2016-02"),
        ("0", "", None),
    ],
)
def test_dates(year: str, day: str, date: str | None) -> None:
    text = f"<dates><year>{year}</year><pub-dates><date>{day}</date></pub-dates></dates>"
    assert small(text).date == date


@pytest.mark.parametrize(
    ("inner", "ids"),
    [
        ("<electronic-resource-num>doi:10.1000/x</electronic-resource-num>", {"doi": "10.1000/x"}),
        ("<electronic-resource-num>arXiv:1905.00001v2</electronic-resource-num>", {"arxiv": "1905.00001"}),
        ("<electronic-resource-num>Artn 5</electronic-resource-num>", {}),
        ("<urls><web-urls><url>http://dx.doi.org/10.1000/x</url></web-urls></urls>", {"doi": "10.1000/x"}),
        ("<urls><related-urls><url>https://arxiv.org/abs/1905.00001</url></related-urls></urls>",
         {"arxiv": "1905.00001"}),
        ("<urls><related-urls><url>https://pubmed.ncbi.nlm.nih.gov/77/</url></related-urls></urls>", {"pmid": "77"}),
        ("<accession-num>77</accession-num>", {}),
        ("<accession-num>77</accession-num><remote-database-name>PubMed</remote-database-name>", {"pmid": "77"}),
        ("<accession-num>2-s2.0-77</accession-num>", {"scopus": "2-s2.0-77"}),
    ],
)  # fmt: skip
def test_ids(inner: str, ids: dict[str, str]) -> None:
    assert small(inner).ids == ids


def test_venues() -> None:
    both = "<periodical><full-title>P</full-title></periodical>"
    assert small(both).venue == "P"
    record = f"<record>%s<titles><title>T</title><secondary-title>S</secondary-title></titles>{both}</record>"
    assert paper(loader, in_file(record % "<ref-type name='Book Section'/>")).venue == "S"
    assert paper(loader, in_file(record % "<ref-type name='Journal Article'/>")).venue == "P"
    assert paper(loader, in_file("<record><titles><short-title>S</short-title></titles></record>")).title == "S"


def test_rejections() -> None:
    records, rejected = loaded(loader, in_file("<record/>", "<record><rec-number>1</rec-number></record>", RECORD))
    assert rejected == ["1: neither title nor id"] * 2
    assert len(records) == 1
    assert loaded(loader, in_file(RECORD)[:-30])[1][0].partition(": ")[2].startswith("the XML is not well-formed")


def test_what_it_does_not_claim() -> None:
    for head in (b"", b"<xml><a/></xml>", b"<records><record><leader>", b"<PubmedArticle>", b"TY  - JOUR",
                 b"<record><crossref><titles><contributors>",
                 b'<collection xmlns="http://www.loc.gov/MARC21/slim"><record><titles><contributors>'):  # fmt: skip
        assert loader.sniff(head, "x.xml") == 0
    assert loader.sniff(in_file(RECORD).encode()[:300], "x") == 0.95


NAMES = ["Article", "Article2", "LabelAndMultiTitle", "Report", "_EmptyKeywordStyle", "_WithoutUrlStyle",
         "_WithoutUrlStyle2"]  # fmt: skip


@pytest.mark.parametrize("folder", ["jabref", "jabref_other"])
@pytest.mark.parametrize("name", NAMES)
def test_real_files(folder: str, name: str) -> None:
    path = shared_data("data", "fixtures", folder, f"EndnoteXmlImporterTest{name}.xml")
    assert len(papers(loader, path)) == len(re.findall(rb"<record>", path.read_bytes()))
    assert loader.sniff(path.read_bytes()[:65536], path.name) == 0.95


@pytest.mark.parametrize("name", NAMES)
def test_what_jabref_expects(name: str) -> None:
    folder = shared_data("data", "fixtures", "jabref")
    records = papers(loader, folder / f"EndnoteXmlImporterTest{name}.xml")
    expected = bib_entries(folder / f"EndnoteXmlImporterTest{name}.bib")
    assert len(records) == len(expected)
    for record, entry in zip(records, expected, strict=True):
        kind = {"techreport": "report"}.get(entry["entrytype"], entry["entrytype"])
        assert record.kind == kind
        assert record.title == plain(entry["title"])
        assert [one.written for one in record.mentions] == entry["author"].split(" and ")
        assert [f"{one.family}, {one.given}" for one in record.mentions] == entry["author"].split(" and ")
        assert record.ids.get("doi") == entry.get("doi")
        assert (record.date or "")[:4] == entry["year"]
        assert record.venue == entry.get("journal", entry.get("booktitle"))
        assert record.language == ("en" if "language" in entry else None)
        if not entry.get("url", "").startswith("<"):  # <Go to ISI>:// leads nowhere
            assert record.urls == ((entry["url"],) if "url" in entry else ())
        names = {name.replace("*", "") for name in entry.get("keywords", "").split("; ") if name}
        assert {one.name for one in record.topics} == names
        addresses = (*record.affiliations, *(ref for one in record.mentions for ref in one.affiliations))
        assert " ".join(one.name for one in addresses) == entry.get("address", "").replace("UK. ", "UK ").rstrip(".")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(loader, data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_items(data: st.DataObject) -> None:
    text = in_file(RECORD).encode()
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 60)))
    survives(loader, text[:start] + data.draw(st.binary(max_size=8)) + text[end:])


TEXT = st.text(st.characters(whitelist_categories=("L", "N", "P", "Zs"), blacklist_characters="<>&"), max_size=20)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=5), TEXT, TEXT)
def test_any_texts(title: str, authors: list[str], year: str, day: str) -> None:
    names = "".join(f"<author>{name}</author>" for name in authors)
    inner = f"<titles><title>{title}</title></titles><contributors><authors>{names}</authors></contributors>"
    dates = f"<dates><year>{year}</year><pub-dates><date>{day}</date></pub-dates></dates>"
    survives(
        loader, in_file(f"<record>{inner}{dates}<keywords><keyword>{title}</keyword></keywords></record>").encode()
    )
