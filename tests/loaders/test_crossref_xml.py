"""Crossref's XML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_items import outcome, paper, sniffed, written
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, PaperRecord
from coterie.loaders.crossref import loader as json_loader
from coterie.loaders.crossref.xml import loader

PEOPLE = """<contributors>
  <person_name sequence="first" contributor_role="author">
    <given_name>Ada</given_name><surname>Lovelace</surname>
    <affiliations><institution>
      <institution_name>Coterie College</institution_name>
      <institution_id type="wikidata">https://www.wikidata.org/entity/Q1</institution_id>
      <institution_id type="ror">https://ror.org/01xtthb56</institution_id>
      <institution_place>Oslo, Norway</institution_place>
    </institution></affiliations>
    <ORCID authenticated="true">https://orcid.org/0000-0002-1825-0097</ORCID>
  </person_name>
  <organization sequence="additional" contributor_role="author">Coterie Collaboration</organization>
  <person_name sequence="additional" contributor_role="author">
    <given_name>Martin L.</given_name><surname>King</surname><suffix>Jr.</suffix>
    <affiliation>Dept. of A &amp; B, Paris, France</affiliation>
  </person_name>
  <person_name sequence="additional" contributor_role="editor">
    <given_name>An</given_name><surname>Bo</surname></person_name>
  <person_name sequence="additional" contributor_role="translator"><surname>Cy</surname></person_name>
</contributors>"""
ARTICLE = f"""<journal_article language="en" publication_type="full_text">
  <titles><title>On <i>Circles</i> &amp; C<sub>2</sub></title><subtitle>A subtitle</subtitle></titles>
  {PEOPLE}
  <publication_date media_type="print"><month>01</month><year>2020</year></publication_date>
  <publication_date media_type="online"><month>12</month><day>03</day><year>2019</year></publication_date>
  <citation_list><citation key="1"><doi>10.1000/other</doi><article_title>Other</article_title></citation>
  </citation_list>
  <doi_data><doi>10.1000/COT</doi><resource>https://journal.example/1</resource></doi_data>
</journal_article>"""
JOURNAL = f"""<journal>
  <journal_metadata language="de"><full_title>Annals of Coteries</full_title><issn>1234-5678</issn></journal_metadata>
  <journal_issue><publication_date><year>2018</year></publication_date></journal_issue>
  {ARTICLE}
</journal>"""


def record(body: str, time: str = "2021-10-08 22:17:12") -> bytes:
    """An answer of the resolver."""
    start = f'<doi_records><doi_record owner="10.1000" timestamp="{time}"><crossref>'
    return f"{start}\n{body}\n</crossref></doi_record></doi_records>".encode()


def deposit(body: str) -> bytes:
    """A deposit of a member."""
    space = 'xmlns="http://www.crossref.org/schema/5.3.1"'
    head = "<head><timestamp>20240503083302</timestamp></head>"
    return f"<?xml version='1.0'?><doi_batch {space}>{head}<body>{body}</body></doi_batch>".encode()


def doi(name: str) -> str:
    return f"<doi_data><doi>{name}</doi></doi_data>"


def test_every_field() -> None:
    made = paper(loader, record(JOURNAL))
    assert (made.source, made.record_id, made.updated) == ("crossref", "10.1000/cot", "2021-10-08T22:17:12")
    assert (made.ids, made.title) == ({"doi": "10.1000/cot"}, "On Circles & C2")
    assert (made.date, made.kind, made.venue) == ("2019-12-03", "article", "Annals of Coteries")
    assert (made.language, made.urls, made.authors_complete) == ("en", ("https://journal.example/1",), True)
    assert written(made) == ["Ada Lovelace", "Coterie Collaboration", "Martin L. King Jr."]
    ada, group, king = made.mentions
    assert (ada.given, ada.family, ada.orcid, ada.position) == ("Ada", "Lovelace", "0000-0002-1825-0097", 1)
    assert ada.affiliations == (AffiliationRef(name="Coterie College", ror="01xtthb56", country="NO", city="Oslo"),)
    assert king.affiliations == (AffiliationRef(name="Dept. of A & B, Paris, France", country="FR"),)
    assert (group.collective, ada.collective, king.suffix) == (True, False, "Jr.")


@pytest.mark.parametrize(
    ("wrapped", "updated"),
    [
        (deposit(JOURNAL), "2024-05-03T08:33:02"),
        (f"<crossref>{JOURNAL}</crossref>".encode(), None),
        (
            f'<record><header><datestamp>2021-06-30</datestamp></header><metadata><crossref xmlns="http://www.crossref.'
            f'org/xschema/1.1" xsi:schemaLocation="a b">{JOURNAL}</crossref></metadata></record>'.encode(),
            "2021-06-30",
        ),
        (
            b'<crossref_result xmlns="http://www.crossref.org/qrschema/3.0"><query_result><body><query>'
            b'<crm-item name="last-update" type="date">2018-08-23T13:41:49Z</crm-item>'
            b'<crm-item name="citedby-count" type="number">13</crm-item>'
            b"<doi_record><crossref>" + JOURNAL.encode() + b"</crossref></doi_record></query></body></query_result>"
            b"</crossref_result>",
            "2018-08-23T13:41:49",
        ),
    ],
)
def test_shapes(wrapped: bytes, updated: str | None) -> None:
    made, plain = paper(loader, wrapped), paper(loader, record(JOURNAL))
    assert (made.ids, made.title, made.mentions, made.date) == (plain.ids, plain.title, plain.mentions, plain.date)
    assert (made.updated, made.citations) == (updated, 13 if b"citedby" in wrapped else None)
    assert loader.sniff(wrapped, "x") == 0.95


BOOK = f"""<book book_type="edited_book"><book_series_metadata language="en">
  <series_metadata><titles><title>Lectures on Circles</title></titles></series_metadata>
  {PEOPLE}<titles><title>A Book of Circles</title></titles>
  <publication_date><year>2012</year></publication_date>{doi("10.1000/book")}
</book_series_metadata>CHAPTERS</book>"""
CHAPTER = f"""<content_item component_type="chapter"><titles><title>First</title></titles>
{PEOPLE}{doi("10.1000/book.1")}</content_item>"""


def test_a_book_alone_and_with_chapters() -> None:
    book = paper(loader, record(BOOK.replace("CHAPTERS", "")))
    assert (book.title, book.kind, book.venue, book.date) == (
        "A Book of Circles",
        "book",
        "Lectures on Circles",
        "2012",
    )
    assert [(m.written, m.role) for m in book.mentions][-1] == ("An Bo", "editor")
    chapter = paper(loader, record(BOOK.replace("CHAPTERS", CHAPTER)))
    assert (chapter.title, chapter.kind, chapter.venue) == ("First", "chapter", "A Book of Circles")
    assert (chapter.date, chapter.language) == ("2012", "en")
    assert "An Bo" not in written(chapter)
    records, rejected = outcome(
        loader, deposit(BOOK.replace("CHAPTERS", CHAPTER + CHAPTER.replace("book.1", "book.2")))
    )
    assert not rejected
    assert [one.record_id for one in records] == ["10.1000/book", "10.1000/book.1", "10.1000/book.2"]


CONFERENCE = f"""<conference><event_metadata><conference_name>COT 1</conference_name></event_metadata>
<proceedings_metadata>TITLE<publication_date><year>2010</year></publication_date></proceedings_metadata>
<conference_paper><titles><title>T</title></titles>{doi("10.1000/p")}</conference_paper></conference>"""


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        (CONFERENCE.replace("TITLE", ""), "venue", "COT 1"),
        (CONFERENCE.replace("TITLE", "<proceedings_title>Proc. COT</proceedings_title>"), "venue", "Proc. COT"),
        (CONFERENCE, "date", "2010"),
        (CONFERENCE, "kind", "proceedings"),
        (CONFERENCE, "authors_complete", None),
        (JOURNAL.replace(ARTICLE, ""), "title", "Annals of Coteries"),
        (JOURNAL.replace(ARTICLE, ""), "kind", "other"),
        (JOURNAL.replace("<year>2019</year>", "").replace("<year>2020</year>", "<year>x</year>"), "date", "2018"),
        (JOURNAL.replace("<day>03</day>", "<day>32</day>"), "date", "2019-12"),
        (JOURNAL.replace(' language="en"', ""), "language", "de"),
        (JOURNAL.replace("<citation_list>", "<crossmark><updates><update type='retraction'>10.1/x</update></updates>"
                         "</crossmark><citation_list>"), "kind", "retraction"),
        (JOURNAL.replace("Coterie Collaboration", " "), "authors_complete", False),
        (JOURNAL.replace("Coterie Collaboration", " "), "author_count", 3),
        (JOURNAL.replace("10.1000/COT", "none"), "ids", {}),
        (JOURNAL.replace("10.1000/COT", "none"), "record_id", ""),
        ("<posted_content type='preprint'><institution><institution_name>Rxiv</institution_name></institution>"
         "<titles><title>T</title></titles><posted_date><year>2021</year></posted_date></posted_content>", "venue",
         "Rxiv"),
        (f"<posted_content type='other'>{doi('10.1000/q')}</posted_content>", "kind", "other"),
        (f"<dissertation><titles><title>T</title></titles><approval_date><year>1999</year></approval_date>"
         f"{doi('10.1000/d')}</dissertation>", "date", "1999"),
        (f"<report-paper><report-paper_metadata>{PEOPLE}{doi('10.1000/r')}</report-paper_metadata></report-paper>",
         "kind", "report"),
        (f"<database><database_metadata><titles><title>DB</title></titles></database_metadata><dataset><titles><title>T"
         f"</title></titles>{doi('10.1000/ds')}</dataset></database>", "venue", "DB"),
    ],
)  # fmt: skip
def test_works_of_every_sort(body: str, field: str, value: object) -> None:
    assert getattr(paper(loader, record(body)), field) == value


def test_reasons() -> None:
    broken = record(f"<error>DOI not found</error>{JOURNAL}<posted_content/>")
    records, rejected = outcome(loader, broken[:-20])
    assert len(records) == 1
    assert rejected[0] == "2: Crossref answers: DOI not found"
    assert rejected[1].endswith(": neither title nor DOI")
    assert "not well-formed from here on" in rejected[2]


def test_the_same_as_the_json() -> None:
    folder = shared_data("data", "fixtures", "commonmeta", "testdata")
    xml = paper(loader, (folder / "crossrefxml" / "crossref.xml").read_bytes())
    json = paper(json_loader, (folder / "crossref" / "crossref.json").read_bytes())
    for field in ("record_id", "ids", "title", "date", "kind", "venue", "language"):
        assert getattr(xml, field) == getattr(json, field), field
    assert written(xml) == written(json)


REAL = sorted((
    *(("adsingestparser", f"crossref_{name}.xml") for name in (
        "10.1002_1521-3994", "10.1103_PhysRevD_64-117303", "10.1146_annurev.energy.25.1.441", "10.3137_a0410105",
        "10.3847_2041-8213", "book_10.1007-978-1-4614-3520-4", "book_10.1017-CBO9780511709265",
        "book_chapter_10.1016_B978-0-12-037311-6.50008-9", "cn_10.1051=0004-6361=202243540",
        "cn_10.1088=1475-7516=2022=10=098", "cn_10.1093=mnras=stac2975", "cn_10.1093=pasj=psac053",
        "cn_10.3847=1538-4357=ac8c2f", "conf_10.1049-cp.2010.1342", "conf_10.1109-MWSYM.2013.6697399",
        "editors_encyc_astrobio", "gsa_conf", "no_contrib_10.3367_UFNe.2022.11.039660", "no_contrib_10.4213_im9580e",
        "preprint_10.1002-essoar.10508651.1", "preprint_10.1002-essoar.10511074.2", "preprint_10.31223-X55K7G",
        "preprint_10.31223-X5FW25", "preprint_10.31223-X5WD2C",
    )),
    *(("commonmeta/crossrefxml/testdata", name) for name in (
        "10.1101_097196.json", "10.53731_mgmcc-yvt53.xml", "10.59350_2shz7-ehx26.xml", "10.7554_elife.01567.xml",
    )),
    ("commonmeta/testdata/crossrefxml", "crossref.xml"),
))  # fmt: skip


@pytest.mark.parametrize(("folder", "name"), REAL)
def test_real_files(folder: str, name: str) -> None:
    path = shared_data("data", "fixtures", *folder.split("/"), name)
    data = path.read_bytes()
    records, rejected = outcome(loader, data)
    assert not rejected
    assert len(records) == _marks(data) == 1
    assert sniffed(loader, path) == 0.95
    (made,) = records
    assert isinstance(made, PaperRecord)
    work = data[_begin(data) :]
    people = re.findall(rb'<(?:person_name|organization)\b[^>]*contributor_role="(\w+)"', work)
    editors = made.kind == "book"
    assert len(made.mentions) == sum(role == b"author" or editors for role in people)
    assert made.date
    assert made.title
    assert made.ids


def _marks(data: bytes) -> int:
    inner = rb"<(?:journal_article|conference_paper|content_item|posted_content)[\s>]"
    return len(re.findall(inner, data)) or len(re.findall(rb"<book[\s>]", data))


def _begin(data: bytes) -> int:
    """Where the work itself begins: behind what holds it."""
    found = re.search(rb"<(?:journal_article|conference_paper|content_item|posted_content)[\s>]", data)
    return found.start() if found else 0


@pytest.mark.parametrize(
    "path", ["adsingestparser/arxiv_0901_2443.xml", "adsingestparser/jats_iop_blank_affil_removed.xml",
             "commonmeta/testdata/datacitexml/datacite.xml"],
)  # fmt: skip
def test_not_its_files(path: str) -> None:
    assert sniffed(loader, shared_data("data", "fixtures", *path.split("/"))) == 0
    assert loader.sniff(b"<record><title>x</title></record>", "crossref.xml") == 0


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 4000), st.integers(0, 30))
def test_anything_gives_records_or_reasons(junk: bytes, place: int, gone: int) -> None:
    data = record(JOURNAL)
    place %= len(data)
    data = data[:place] + junk + data[place + gone :]
    assert 0 <= loader.sniff(data, "x.xml") <= 1
    try:
        records, rejected = outcome(loader, data)
    except LoadError:
        return
    assert all(isinstance(made, PaperRecord) for made in records)
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_names_come_out_as_they_stand(given_name: str, family: str) -> None:
    clean = [re.sub(r"[^\w .'-]|_", "x", part).strip() or "x" for part in (given_name, family)]
    body = JOURNAL.replace("Ada", clean[0]).replace("Lovelace", clean[1])
    first = paper(loader, record(body)).mentions[0]
    assert (first.given, first.family) == tuple(" ".join(part.split()) for part in clean)


def test_the_files_are_all() -> None:
    folder: Path = shared_data("data", "fixtures", "adsingestparser")
    assert {path.name for path in folder.glob("crossref*.xml")} == {name for at, name in REAL if at == folder.name}
