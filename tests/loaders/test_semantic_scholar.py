"""Semantic Scholar."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_items import changed, mutated, outcome, paper, person, sniffed, written
from support import shared_data

from coterie.graph.model.records import PaperRecord, PersonRecord, TopicRef
from coterie.loaders.semantic_scholar import loader

SHA = "0123456789abcdef0123456789abcdef01234567"
PAPER: dict[str, Any] = {
    "paperId": SHA,
    "externalIds": {"DOI": "10.1000/COT", "ArXiv": "1905.00001", "PubMed": 77, "ACL": "P19-1001", "DBLP": "conf/x/Y",
                    "MAG": "1", "CorpusId": 5},
    "corpusId": 5,
    "publicationVenue": {"id": "v", "name": "Annals of Coteries", "type": "journal"},
    "url": f"https://www.semanticscholar.org/paper/{SHA}",
    "title": "On <i>Coteries</i> &amp; Circles",
    "venue": "Ann. Cot.",
    "year": 2019,
    "citationCount": 3,
    "fieldsOfStudy": ["Computer Science"],
    "s2FieldsOfStudy": [{"category": "Computer Science", "source": "external"}, {"category": "Law", "source": "m"}],
    "publicationTypes": ["JournalArticle", "Conference"],
    "publicationDate": "2019-05-02",
    "journal": {"name": "Ann. Cot.", "volume": "1"},
    "authors": [
        {"authorId": "11", "name": "A. Lovelace", "externalIds": {"ORCID": "0000-0002-1825-0097", "DBLP": ["A L"]}},
        {"authorId": None, "name": "Plato"},
        {"authorId": "12", "name": "The Coterie Consortium", "externalIds": {"DBLP": ["One", "Two"]}},
    ],
}  # fmt: skip
AUTHOR: dict[str, Any] = {
    "authorId": "11", "name": "A. Lovelace", "aliases": ["Ada Lovelace", "A. Lovelace"], "externalIds": {},
    "affiliations": ["Coterie College"], "paperCount": 2, "citationCount": 9, "hIndex": 1,
    "papers": [PAPER, {"paperId": None, "title": ""}],
}  # fmt: skip


def lowered(item: Any) -> Any:
    """An item as the datasets write it."""
    inner = {"authors", "externalIds", "publicationVenue", "s2FieldsOfStudy", "journal"}
    kept = {key.lower(): value for key, value in item.items() if key not in inner}
    return kept | {key.lower(): item[key] for key in inner if key in item}


def test_every_field_of_a_paper() -> None:
    record = paper(loader, PAPER)
    assert (record.source, record.record_id) == ("s2", SHA)
    assert record.ids == {
        "doi": "10.1000/cot", "arxiv": "1905.00001", "pmid": "77", "acl": "P19-1001", "dblp": "conf/x/Y", "s2": SHA,
    }  # fmt: skip
    assert (record.title, record.date, record.kind) == ("On Coteries & Circles", "2019-05-02", "proceedings")
    assert (record.venue, record.citations) == ("Annals of Coteries", 3)
    assert record.urls == (PAPER["url"],)
    assert record.topics == (
        TopicRef(scheme="s2", code="computer science", name="Computer Science"),
        TopicRef(scheme="s2", code="law", name="Law"),
    )
    assert (record.authors_complete, record.author_count) == (True, None)
    assert [mention.position for mention in record.mentions] == [1, 2, 3]
    assert written(record) == ["A. Lovelace", "Plato", "The Coterie Consortium"]
    assert [mention.collective for mention in record.mentions] == [False, False, True]
    assert [mention.source_ids for mention in record.mentions] == [("s2:11", "dblp:A L"), (), ("s2:12",)]
    assert [mention.orcid for mention in record.mentions] == ["0000-0002-1825-0097", None, None]


def test_a_row_of_the_datasets_is_the_same_paper() -> None:
    row = lowered(PAPER)
    del row["paperid"]
    row["publicationvenueid"] = "v"
    assert paper(loader, row) == paper(loader, PAPER)
    del row["url"], row["externalids"]
    assert paper(loader, row).ids == {"s2": "5"}


def test_an_author_is_a_person_and_papers() -> None:
    records, rejected = outcome(loader, json.dumps(AUTHOR).encode())
    assert records == [person(loader, AUTHOR | {"papers": []}), paper(loader, PAPER)]
    assert rejected == ["1, paper 2: neither title nor ids"]
    ada = records[0]
    assert isinstance(ada, PersonRecord)
    assert (ada.record_id, ada.name, ada.names) == ("author:11", "A. Lovelace", ("A. Lovelace", "Ada Lovelace"))
    assert (ada.stated_h_index, ada.stated_papers, ada.stated_citations) == (1, 2, 9)
    assert [place.affiliation.name for place in ada.affiliations] == ["Coterie College"]
    assert person(loader, lowered(AUTHOR | {"papers": None})) == ada


@pytest.mark.parametrize(
    "wrapped",
    [
        {"total": 2, "token": "t", "data": [PAPER, PAPER]},
        {"recommendedPapers": [PAPER, PAPER]},
        [PAPER, PAPER],
        {"offset": 0, "data": [{"contexts": ["x"], "citingPaper": PAPER}, {"citedPaper": PAPER, "intents": []}]},
    ],
)
def test_pages_arrays_and_citations(wrapped: Any) -> None:
    records, rejected = outcome(loader, json.dumps(wrapped).encode())
    assert records == [paper(loader, PAPER)] * 2
    assert not rejected
    assert loader.sniff(json.dumps(wrapped).encode(), "x") >= 0.9


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"publicationDate": None}, "date", "2019"),
        ({"publicationDate": "2019-13-40"}, "date", "2019"),
        ({"publicationDate": None, "year": 0}, "date", None),
        ({"publicationDate": 7, "year": "2019"}, "date", "2019"),
        ({"publicationTypes": None}, "kind", None),
        ({"publicationTypes": []}, "kind", None),
        ({"publicationTypes": ["Sculpture"]}, "kind", "other"),
        ({"publicationTypes": "Book"}, "kind", "book"),
        ({"publicationTypes": ["JournalArticle", "Review"]}, "kind", "review"),
        ({"publicationTypes": ["JournalArticle"], "publicationVenue": {"name": "arXiv.org"}}, "kind", "preprint"),
        ({"publicationVenue": None}, "venue", "Ann. Cot."),
        ({"publicationVenue": "Plain", "venue": 4}, "venue", "Plain"),
        ({"publicationVenue": None, "venue": "", "journal": {"name": "J"}}, "venue", "J"),
        ({"publicationVenue": None, "venue": "", "journal": {"name": ""}}, "venue", None),
        ({"citationCount": "many"}, "citations", None),
        ({"citationCount": -1}, "citations", None),
        ({"url": "javascript:alert(1)"}, "urls", ()),
        ({"authors": None}, "authors_complete", None),
        ({"authors": []}, "mentions", ()),
        ({"authors": [{"authorId": "1", "name": None}, {"name": "B"}]}, "author_count", 2),
        ({"authors": [{"authorId": "1", "name": None}, {"name": "B"}]}, "authors_complete", False),
        ({"s2FieldsOfStudy": [None, 3], "fieldsOfStudy": {}}, "topics", ()),
        ({"title": None}, "title", ""),
    ],
)
def test_odd_values_cost_only_their_field(change: dict[str, Any], field: str, value: Any) -> None:
    record = paper(loader, PAPER | change)
    assert getattr(record, field) == value
    assert record.record_id == SHA


def test_an_author_is_never_lost() -> None:
    record = paper(loader, PAPER | {"authors": ["Bare Name", {"authorId": 5, "name": "Numbered"}, {"name": ["One"]}]})
    assert written(record) == ["Bare Name", "Numbered", "One"]
    assert record.mentions[1].source_ids == ("s2:5",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"null", "1: null: the service knows no such paper or author"),
        (b'{"error": "Paper not found"}', "1: neither title nor ids"),
        (b'{"authorId": "1", "name": ""}', "1: an author without a name"),
        (b"[1]", "item 1: a number where an object is expected"),
        (b"{", "1: no JSON: Input data was truncated"),
    ],
)
def test_rejected(data: bytes, reason: str) -> None:
    assert outcome(loader, data) == ([], [reason])


@pytest.mark.parametrize("data", [b"", b"@article{x}", b'{"doi":"10.1/x"}', b'{"corpusid":1,"abstract":"x"}'])
def test_not_its_files(data: bytes) -> None:
    assert loader.sniff(data, "x.json") == 0


@pytest.mark.parametrize(
    ("name", "papers", "people"),
    [("Author.json", 60, 1), ("Citation.json", 1, 0), ("Reference.json", 1, 0), ("Paper.json", 1, 0),
     ("PaperWithNullValues.json", 1, 0)],
)  # fmt: skip
def test_real_answers_of_the_api(name: str, papers: int, people: int) -> None:
    path = shared_data("data", "fixtures", "semanticscholar", name)
    data = path.read_bytes()
    if name != "Paper.json":  # which holds 1,014 citing and cited papers inside the one
        assert len(re.findall(rb'"paperId"\s*:', data)) == papers
    records, rejected = outcome(loader, data)
    assert not rejected
    assert sum(isinstance(record, PaperRecord) for record in records) == papers
    assert len(records) == papers + people
    assert sniffed(loader, path) >= 0.5


def test_real_papers_in_lines() -> None:
    path = shared_data("data", "fixtures", "api_bodies", "semanticscholar_papers.jsonl")
    data = path.read_bytes()
    records, rejected = outcome(loader, data)
    assert len(records) + len(rejected) == data.count(b'{"paperId"') == 3
    assert not rejected
    last = records[-1]
    assert isinstance(last, PaperRecord)
    assert written(last) == ["E. Duflo", "A. Banerjee", "R. Glennerster", "Cynthia Kinnan"]


@pytest.mark.parametrize("name", ["Dataset.json", "DatasetDiff.json", "Release.json"])
def test_descriptions_of_datasets_are_not_claimed(name: str) -> None:
    assert sniffed(loader, shared_data("data", "fixtures", "semanticscholar", name)) == 0


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | mutated(PAPER) | mutated(AUTHOR) | mutated(lowered(PAPER)))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.json") <= 1
    records, rejected = outcome(loader, data)
    assert all(isinstance(record, PaperRecord | PersonRecord) for record in records)
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(changed(PAPER["authors"]))
def test_strange_authors_never_lose_the_paper(authors: Any) -> None:
    assert paper(loader, PAPER | {"authors": authors}).title == "On Coteries & Circles"
