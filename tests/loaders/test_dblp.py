"""DBLP: the dump, records and persons of the API."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, PersonRecord, Record, Rejected
from coterie.loaders.base import Source
from coterie.loaders.dblp import loader

DOCTYPE = '<!DOCTYPE dblp SYSTEM "dblp.dtd">'
PAPER = """<inproceedings mdate="2024-03-04" key="conf/x/Lovelace24" publtype="">
<author orcid="0000-0002-1825-0097">Ada Lovelace 0001</author>
<author>J&uuml;rgen Gro&szlig; 0002</author>
<title>On H<sub>2</sub>O &amp; <i>coteries</i>.</title>
<year>2024</year><booktitle>COT</booktitle><crossref>conf/x/2024</crossref>
<ee>https://doi.org/10.1000/ABC</ee><ee>https://arxiv.org/abs/2401.00001</ee>
<ee>https://aclanthology.org/2024.cot-1.5/</ee></inproceedings>"""
HOME = """<www mdate="2023-01-01" key="homepages/l/AdaLovelace1">
<author>Ada Lovelace 0001</author><author>Augusta A. King</author><title>Home Page</title>
<url>https://ada.example.org/</url><url>https://orcid.org/0000-0002-1825-0097</url>
<note type="affiliation" label="2001-2009">University of London, UK</note>
<note type="affiliation" label="since 2010">Analytical Society</note>
<note type="affiliation" label="until 1999">Ockham School</note>
<note type="affiliation" label="former">Elsewhere</note><note type="affiliation"/>
<note type="award">Medal</note></www>"""


def read(text: str | bytes) -> list[Record | str]:
    data = text.encode() if isinstance(text, str) else text
    out: list[Record | str] = []
    for raw in loader.read(Source("made", io.BytesIO(data))):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += loader.transform(raw)
        except ValueError as error:
            out.append(f"{raw.position}: {error}")
    return out


def dump(*records: str, before: str = DOCTYPE) -> str:
    return f'<?xml version="1.0"?>{before}<dblp>' + "".join(records) + "</dblp>"


def paper(record: str) -> PaperRecord:
    (found,) = read(dump(record))
    assert isinstance(found, PaperRecord)
    return found


def person(record: str) -> PersonRecord:
    (found,) = read(dump(record))
    assert isinstance(found, PersonRecord)
    return found


def test_every_field_of_a_paper() -> None:
    found = paper(PAPER)
    assert (found.source, found.record_id, found.updated) == ("dblp", "conf/x/Lovelace24", "2024-03-04")
    assert found.ids == {
        "dblp": "conf/x/Lovelace24", "doi": "10.1000/abc", "arxiv": "2401.00001", "acl": "2024.cot-1.5",
    }  # fmt: skip
    assert (found.title, found.date, found.kind, found.venue) == ("On H2O & coteries", "2024", "proceedings", "COT")
    assert [(m.written, m.position, m.orcid, m.source_ids) for m in found.mentions] == [
        ("Ada Lovelace", 1, "0000-0002-1825-0097", ("dblp:Ada Lovelace 0001",)),
        ("Jürgen Groß", 2, None, ("dblp:Jürgen Groß 0002",)),
    ]
    assert found.authors_complete is True
    assert found.urls == ("https://doi.org/10.1000/ABC",)


def test_every_field_of_a_person() -> None:
    found = person(HOME)
    assert (found.record_id, found.updated) == ("homepages/l/AdaLovelace1", "2023-01-01")
    assert (found.name, found.names) == ("Ada Lovelace", ("Ada Lovelace", "Augusta A. King"))
    assert found.orcid == "0000-0002-1825-0097"
    assert found.source_ids == ("dblp:l/AdaLovelace1", "dblp:Ada Lovelace 0001", "dblp:Augusta A. King")
    assert [(a.affiliation.name, a.since, a.until) for a in found.affiliations] == [
        ("University of London, UK", "2001", "2009"),
        ("Analytical Society", "2010", None),
        ("Ockham School", None, "1999"),
        ("Elsewhere", None, None),
    ]


@pytest.mark.parametrize(("tag", "publtype", "kind"), [
    ("article", "", "article"), ("inproceedings", "", "proceedings"), ("proceedings", "", "book"),
    ("book", "", "book"), ("incollection", "", "chapter"), ("phdthesis", "", "thesis"),
    ("mastersthesis", "", "thesis"), ("data", "", "dataset"), ("data", "software", "software"), ("www", "", "other"),
    ("article", "informal", "preprint"), ("article", "informal withdrawn", "preprint"), ("article", "survey", "review"),
    ("article", "withdrawn", "article"), ("article", "unknown", "article"), ("incollection", "encyclopedia", "chapter"),
])  # fmt: skip
def test_kinds(tag: str, publtype: str, kind: str) -> None:
    record = f'<{tag} key="x/y" publtype="{publtype}"><author>Ada Lovelace</author><title>T.</title></{tag}>'
    assert paper(record).kind == kind


def test_corr_is_a_preprint_with_its_arxiv_id() -> None:
    for volume, arxiv in (("abs/2401.00001", "2401.00001"), ("cs.DB/0101010", None), ("abs/cs/0101010", "cs/0101010")):
        found = paper(f'<article key="journals/corr/x"><title>T</title><journal>CoRR</journal><volume>{volume}</volume>'
                      "<month>May</month><year>2001</year></article>")  # fmt: skip
        assert (found.kind, found.ids.get("arxiv"), found.date) == ("preprint", arxiv, "2001-05")


def test_editors_are_mentioned_where_the_work_is_theirs() -> None:
    two = "<author>Ada Lovelace</author><editor>Charles Babbage</editor><title>T.</title>"
    assert [(m.written, m.role, m.position) for m in paper(f'<book key="x">{two}</book>').mentions] == [
        ("Ada Lovelace", "author", 1),
        ("Charles Babbage", "editor", 2),
    ]
    assert [m.written for m in paper(f'<incollection key="x">{two}</incollection>').mentions] == ["Ada Lovelace"]
    volume = paper('<proceedings key="x"><editor>Charles Babbage</editor><title>T.</title></proceedings>')
    assert [(m.written, m.role) for m in volume.mentions] == [("Charles Babbage", "editor")]
    assert volume.authors_complete is None


def test_a_school_is_where_the_author_of_a_thesis_is() -> None:
    found = paper('<phdthesis key="x"><author>A B</author><title>T</title><school>ETH Z&uuml;rich</school></phdthesis>')
    assert [a.name for a in found.mentions[0].affiliations] == ["ETH Zürich"]


@pytest.mark.parametrize(("written", "title"), [
    ("A title.", "A title"), ("Why?", "Why?"), ("and so on ...", "and so on ..."),
    ("the Key to A.I.", "the Key to A.I."),
    ("x &lt;b&gt; y", "x <b> y"), ("K&ouml;nig", "König"), ("&unknown;", "&unknown;"),
])  # fmt: skip
def test_titles(written: str, title: str) -> None:
    assert paper(f'<article key="x"><title>{written}</title></article>').title == title


def test_pages_that_are_no_persons() -> None:
    assert read(dump('<www key="homepages/a" publtype="disambiguation"><author>Wei Wang</author></www>')) == []
    assert read(dump('<www key="homepages/a"><crossref>homepages/b</crossref></www>')) == []
    assert read(dump('<www key="homepages/a"><title>Home Page</title></www>')) == ["1: a home page without a name"]


def test_the_api_gives_persons_with_their_papers() -> None:
    author = '<author pid="l/A1">Ada Lovelace 0001</author>'
    text = (
        f'<dblpperson name="Ada Lovelace 0001" pid="l/A1"><person key="homepages/l/A1" mdate="2024-01-01">{author}'
        f'</person><r><article key="j/x">{author}<title>T.</title></article></r>'
        '<coauthors n="1"><co><na pid="b/B">Charles Babbage</na></co></coauthors></dblpperson>'
    )
    ada, found = read(text)
    assert isinstance(ada, PersonRecord)
    assert isinstance(found, PaperRecord)
    assert ada.source_ids == found.mentions[0].source_ids == ("dblp:l/A1", "dblp:Ada Lovelace 0001")


def test_a_bare_record_and_one_without_anything() -> None:
    (found,) = read('<article key="x" mdate="2020-01-01"><title>T.</title></article>')
    assert isinstance(found, PaperRecord)
    assert found.mentions == ()
    assert read("<dblp><article/></dblp>") == ["1: neither key nor title"]


def test_declarations_are_passed_over_and_never_expanded() -> None:
    bomb = '<!DOCTYPE dblp [<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">\n]>'
    (found,) = read(dump('<article key="x">\n<title>&b;&x;&eacute;</title></article>', before=bomb))
    assert isinstance(found, PaperRecord)
    assert found.title == "&b;&x;é"
    broken = read("<dblp>" + PAPER + "<article")
    assert isinstance(broken[0], PaperRecord)
    assert len(broken) == 2
    assert "not well-formed" in str(broken[1])
    with pytest.raises(LoadError):
        read('<!DOCTYPE dblp [<!ENTITY a "a">' + " " * 3_000_000)


def test_sniff() -> None:
    assert loader.sniff(dump(PAPER).encode(), "x") > 0.9
    assert loader.sniff(PAPER.encode(), "x") > 0.7
    for other in ("", "<article key='x'/>", "<records><record/></records>", "@article{x}", '{"dblp": 1}'):
        assert loader.sniff(other.encode(), "dblp.xml") == 0


def fixtures() -> list[Path]:
    return sorted(shared_data("data", "fixtures", "dblp_xml").glob("*.xml"))


def test_real_files() -> None:
    """Records by the start tags of the raw bytes; nothing is rejected."""
    counts = {}
    for path in fixtures():
        data = path.read_bytes()
        marks = len(re.findall(rb"<(?:article|inproceedings|proceedings|book|incollection|phdthesis|mastersthesis|www)"
                               rb"\s[^>]*\bkey=", data))  # fmt: skip
        records = read(data)
        assert not [item for item in records if isinstance(item, str)]
        assert len(records) == marks
        names = [m for r in records if isinstance(r, PaperRecord) for m in r.mentions]
        names += [n for r in records if isinstance(r, PersonRecord) for n in r.source_ids if "/" not in n]  # type: ignore[misc]
        assert len(names) == len(re.findall(rb"<(?:author|editor)\b", data))
        counts[path.name] = (len(records), sum(isinstance(record, PersonRecord) for record in records))
    assert counts == {"graphxt_test.xml": (27, 3), "part-of-xml.xml": (27, 0)}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120), st.integers(0, len(PAPER)), st.integers(0, 60))
def test_hostile_bytes_are_records_or_rejected(junk: bytes, place: int, gap: int) -> None:
    data = PAPER.encode()
    for text in (junk, b"<dblp>" + data[:place] + junk + data[place + gap :] + HOME.encode() + b"</dblp>"):
        try:
            items = read(text)
        except LoadError:
            continue
        for item in items:
            assert isinstance(item, str) or item.record_id or isinstance(item, PaperRecord)
