"""Crossref's JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from service_items import changed, mutated, outcome, paper, sniffed, written
from support import shared_data

from coterie.graph.model.records import AffiliationRef, PaperRecord
from coterie.loaders.crossref import loader

WORK: dict[str, Any] = {
    "indexed": {"date-parts": [[2022, 3, 30]], "date-time": "2022-03-30T14:03:05Z", "timestamp": 1648648985178},
    "reference-count": 1,
    "content-domain": {"domain": [], "crossmark-restriction": False},
    "DOI": "10.1000/COT",
    "type": "journal-article",
    "title": ["On <i>Circles</i> &amp;amp; Coteries", "Über Zirkel"],
    "subtitle": ["A subtitle"],
    "container-title": ["Annals of Coteries", "A series"],
    "author": [
        {
            "given": "Ada", "family": "Lovelace", "sequence": "first",
            "ORCID": "http://orcid.org/0000-0002-1825-0097", "authenticated-orcid": True,
            "affiliation": [
                {"name": "Coterie College", "place": ["Oslo, Norway"],
                 "id": [{"id": "https://www.wikidata.org/wiki/Q1", "id-type": "wikidata"},
                        {"id": "https://ror.org/01xtthb56", "id-type": "ROR", "asserted-by": "publisher"}]},
                {"name": "Dept. of A &amp; B, Paris, France"},
            ],
        },
        {"name": "Coterie Collaboration", "sequence": "additional", "affiliation": []},
        {"given": "Martin L.", "family": "King", "suffix": "Jr.", "sequence": "additional", "affiliation": []},
        {"family": "Plato", "sequence": "additional", "affiliation": []},
    ],
    "editor": [{"given": "An", "family": "Bo", "affiliation": []}],
    "published-print": {"date-parts": [[2020, 1]]},
    "published-online": {"date-parts": [[2019, 12, 3]]},
    "issued": {"date-parts": [[2019, 12, 3]]},
    "language": "en",
    "subject": ["General Medicine", "Law"],
    "is-referenced-by-count": 4,
    "resource": {"primary": {"URL": "https://journal.example/1"}},
    "URL": "http://dx.doi.org/10.1000/cot",
    "reference": [{"key": "1", "DOI": "10.1000/other", "article-title": "Other"}],
}  # fmt: skip


def made(**changes: Any) -> PaperRecord:
    return paper(loader, WORK | changes)


def test_every_field() -> None:
    record = paper(loader, WORK)
    assert (record.source, record.record_id, record.updated) == ("crossref", "10.1000/cot", "2022-03-30T14:03:05Z")
    assert (record.ids, record.title) == ({"doi": "10.1000/cot"}, "On Circles & Coteries")
    assert (record.date, record.kind, record.venue) == ("2019-12-03", "article", "Annals of Coteries")
    assert (record.language, record.citations, record.urls) == ("en", 4, ("https://journal.example/1",))
    assert [(topic.scheme, topic.code) for topic in record.topics] == [("asjc", "general medicine"), ("asjc", "law")]
    assert (record.authors_complete, record.author_count) == (True, None)
    assert written(record) == ["Ada Lovelace", "Coterie Collaboration", "Martin L. King Jr.", "Plato"]
    ada, group, king, plato = record.mentions
    assert (ada.given, ada.family, ada.orcid, ada.position) == ("Ada", "Lovelace", "0000-0002-1825-0097", 1)
    assert ada.affiliations == (
        AffiliationRef(name="Coterie College", ror="01xtthb56", country="NO", city="Oslo"),
        AffiliationRef(name="Dept. of A & B, Paris, France", country="FR"),
    )
    assert (group.collective, ada.collective) == (True, False)
    assert (king.given, king.family, king.suffix) == ("Martin L.", "King", "Jr.")
    assert (plato.given, plato.family, plato.position) == (None, "Plato", 4)


@pytest.mark.parametrize(
    "wrapped",
    [
        {"status": "ok", "message-type": "work", "message": WORK},
        {"status": "ok", "message-type": "work-list", "message": {"facets": {}, "items": [WORK], "total-results": 1}},
        {"items": [WORK]},
        [WORK],
        WORK,
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_shapes(wrapped: Any, indent: int | None) -> None:
    data = json.dumps(wrapped, indent=indent).encode()
    assert outcome(loader, data) == ([paper(loader, WORK)], [])
    assert loader.sniff(data, "x") == 0.95


def test_lines() -> None:
    line = json.dumps(WORK).encode()
    records, rejected = outcome(loader, line + b"\n" + line + b"\n{}\n[1]\n")
    assert records == [paper(loader, WORK)] * 2
    assert rejected == ["3: neither title nor DOI", "4: a list where an object is expected"]


def test_a_page_without_works_gives_none() -> None:
    assert outcome(loader, b'{"status":"ok","message-type":"work-list","message":{"items":[]}}') == ([], [])


@pytest.mark.parametrize(
    ("type_", "named"), [("journal-article", False), ("book-chapter", False), ("monograph", True), ("report", True)]
)
def test_editors_of_a_volume_only(type_: str, named: bool) -> None:
    last = made(type=type_).mentions[-1]
    assert (last.written == "An Bo") == named
    assert not named or (last.role, last.position) == ("editor", 5)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"type": "posted-content", "subtype": "preprint"}, "kind", "preprint"),
        ({"type": "posted-content", "subtype": "blog"}, "kind", "other"),
        ({"type": "something-unknown"}, "kind", "other"),
        ({"type": None}, "kind", None),
        ({"type": "peer-review"}, "kind", "review"),
        ({"update-to": [{"type": "new_version"}, {"type": "Retraction", "DOI": "10.1000/x"}]}, "kind", "retraction"),
        ({"update-to": [{"type": "correction"}]}, "kind", "erratum"),
        ({"published-online": {"date-parts": [[2020, 1, 9]]}, "issued": None}, "date", "2020-01-09"),
        ({"published-online": None, "issued": {"date-parts": [[None]]}}, "date", "2020-01"),
        ({"published-online": {"date-parts": [["2019", "5", "32"]]}}, "date", "2019-05"),
        ({"published-online": {"date-parts": [[0]]}, "published-print": 2, "issued": {"date-parts": [[]]}}, "date",
         None),
        ({"published-online": None, "published-print": None, "issued": None, "approved": {"date-parts": [[2018]]}},
         "date", "2018"),
        ({"title": "Bare"}, "title", "Bare"),
        ({"title": []}, "title", ""),
        ({"title": [" "], "original-title": ["Eredeti"]}, "title", "Eredeti"),
        ({"container-title": None}, "venue", None),
        ({"container-title": [], "type": "posted-content", "institution": [{"name": "bioRxiv"}]}, "venue", "bioRxiv"),
        ({"container-title": [], "type": "proceedings-article", "event": {"name": "COT 1"}}, "venue", "COT 1"),
        ({"language": "eng"}, "language", "en"),
        ({"language": 7}, "language", None),
        ({"DOI": "10.48550/arXiv.2001.00002"}, "ids", {"arxiv": "2001.00002"}),
        ({"DOI": None}, "ids", {}),
        ({"DOI": "none"}, "record_id", ""),
        ({"is-referenced-by-count": "7"}, "citations", 7),
        ({"is-referenced-by-count": -1}, "citations", None),
        ({"resource": None}, "urls", ("http://dx.doi.org/10.1000/cot",)),
        ({"subject": None}, "topics", ()),
        ({"author": []}, "authors_complete", None),
        ({"author": [{"role": [{"role": "author"}]}, {"family": "Bo"}]}, "authors_complete", False),
        ({"author": [{"role": [{"role": "author"}]}, {"family": "Bo"}]}, "author_count", 2),
        ({"author": [{"given": "A", "family": "B"}, {"family": "et al."}]}, "authors_complete", False),
        ({"indexed": None, "deposited": {"date-time": "2020-01-01T00:00:00Z"}}, "updated", "2020-01-01T00:00:00Z"),
    ],
)  # fmt: skip
def test_odd_values_cost_only_their_field(changes: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(made(**changes), field) == value


@pytest.mark.parametrize(
    ("author", "name", "given", "family", "suffix", "group"),
    [
        ({"given": "Ivo", "family": "Raimundo, Jr."}, "Ivo Raimundo Jr.", "Ivo", "Raimundo", "Jr.", False),
        ({"given": "Ingrid", "family": "van der Pluijm"}, "Ingrid van der Pluijm", "Ingrid", "van der Pluijm", None,
         False),
        ({"given": "莉", "family": "王"}, "王莉", "莉", "王", None, False),
        ({"family": "Chun-Li Chang"}, "Chun-Li Chang", None, None, None, False),
        ({"family": "Chang, Chun-Li"}, "Chang, Chun-Li", "Chun-Li", "Chang", None, False),
        ({"family": "the NOTES Development Group"}, "the NOTES Development Group", None, None, None, True),
        ({"given": "J.\u2009C.", "family": "Bernauer"}, "J. C. Bernauer", "J. C.", "Bernauer", None, False),
        ({"given": "Madonna"}, "Madonna", "Madonna", None, None, False),
        ({"family": "Fox", "suffix": "IV"}, "Fox IV", None, "Fox", "IV", False),
        ({"name": "Urban &amp; Vogel"}, "Urban & Vogel", None, None, None, True),
        ("Coterie Group", "Coterie Group", None, None, None, True),
        ({"given": 5, "family": "B"}, "5 B", "5", "B", None, False),
    ],
)  # fmt: skip
def test_names(
    author: Any, name: str, given: str | None, family: str | None, suffix: str | None, group: bool
) -> None:  # fmt: skip
    (mention,) = made(author=[author]).mentions
    assert (mention.written, mention.given, mention.family, mention.suffix) == (name, given, family, suffix)
    assert mention.collective == group


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Flora of<i>Pinus patula</i>Stands and<i>Ulex</i>Sp.", "Flora of Pinus patula Stands and Ulex Sp."),
        ("1<i>H</i>-indole, <i>cis</i>platin, H <scp>i</scp>", "1H-indole, cisplatin, H i"),
        ("On<mml:math><mml:mi>C</mml:mi>\n  <mml:mo>∗</mml:mo></mml:math>-Algebras", "On C∗-Algebras"),
        ("<i>A</i>\n    . B (\n  <i>C</i>\n  ) Co<sub>2\n </sub>O\nD", "A. B (C) Co2O D"),
        ("IN AN INFANT&lt;subtitle&gt;Treatment&lt;/subtitle&gt;", "IN AN INFANT Treatment"),
        ("<" * 20_000, "<" * 20_000),
    ],
)
def test_titles(title: str, shown: str) -> None:
    assert made(title=[title]).title == shown


def test_an_affiliation_by_its_ror_alone() -> None:
    author = {"family": "Bo", "affiliation": [{"id": [{"id": "https://ror.org/01xtthb56", "id-type": "ROR"}]}, {}]}
    (mention,) = made(author=[author]).mentions
    assert mention.affiliations == (AffiliationRef(name="https://ror.org/01xtthb56", ror="01xtthb56"),)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", b'{"message-type":"member-list","message":{"items":[{"DOI":""}]}}', b'{"doi":"10.1/x"}',
        b'{"DOI":"10.1/x","title":"T","type":"article-journal"}',
    ],
)  # fmt: skip
def test_not_its_files(data: bytes) -> None:
    assert loader.sniff(data, "crossref.json") == 0


def test_real_works() -> None:
    path = shared_data("data", "fixtures", "api_bodies", "crossref_works.jsonl")
    data = path.read_bytes()
    records, rejected = outcome(loader, data)
    assert not rejected
    assert len(records) == len(re.findall(rb'"is-referenced-by-count":', data)) == data.count(b"\n") == 1789
    assert sniffed(loader, path) == 0.95
    for record, line in zip(records, data.splitlines(), strict=True):
        work = json.loads(line)
        authors = [one for one in work.get("author", ()) if {"family", "given", "name"} & one.keys()]
        assert isinstance(record, PaperRecord)
        assert record.ids == {"doi": work["DOI"].lower()}
        assert [m.role for m in record.mentions].count("author") == len(authors)
        assert [m.orcid for m in record.mentions[: len(authors)]] == [one.get("ORCID", "")[-19:] or None for one in
                                                                      authors]  # fmt: skip
        assert (record.date is None) or int(record.date[:4]) <= 2027
    papers = [record for record in records if isinstance(record, PaperRecord)]
    assert sum(len(record.mentions) for record in papers) == 5598
    assert [r.record_id for r in papers if r.authors_complete is False] == ["10.31390/gradschool_theses.6125"]
    assert sum(mention.collective for record in papers for mention in record.mentions) == 26


LISTS = {"crossref.json": 1, "crossref-list_missing_doi.json": 20}


@pytest.mark.parametrize("name", LISTS)
def test_real_lists(name: str) -> None:
    path = shared_data("data", "fixtures", "commonmeta", "testdata", "crossref", name)
    data = path.read_bytes()
    records, rejected = outcome(loader, data)
    assert not rejected
    assert len(records) == len(re.findall(rb'"is-referenced-by-count":', data)) == LISTS[name]
    assert sniffed(loader, path) == 0.95


EXPECTED = ("2018.3804742", "9781316535783.011", "PhysRevB.33.3547.2", "s1463-4988(99)00060-3", "tasc.2017.2776938")


@pytest.mark.parametrize("name", EXPECTED)
def test_real_answers_beside_what_hepcrawl_expects(name: str) -> None:
    """Its document_type is that of INSPIRE; it puts a stop behind a bare initial."""
    path = shared_data("data", "fixtures", "hepcrawl", f"{name}.json")
    expected = yaml.safe_load(path.with_name(f"{name}_expected.yml").read_text(encoding="utf-8"))
    record = paper(loader, path.read_bytes())
    assert sniffed(loader, path) == 0.95
    assert record.title == expected["title"]
    assert record.ids["doi"] == expected["dois"][0]["doi"].lower()
    assert (record.date or "")[:4] == str(expected["year"] or "")
    names = [one["full_name"].removesuffix(".") for one in expected["authors"]]
    assert [f"{m.family}, {m.given}".removesuffix(".") for m in record.mentions] == names
    for mention, one in zip(record.mentions, expected["authors"], strict=True):
        assert mention.orcid == next((found["value"] for found in one.get("ids", ())), None)
        assert [ref.name for ref in mention.affiliations] == [at["value"] for at in one.get("raw_affiliations", ())]
    if expected.get("journal_title"):
        assert record.venue == expected["journal_title"]


@pytest.mark.parametrize("name", ["sample_crossref_record", "sample_crossref_record_with_unknown_type"])
def test_real_samples(name: str) -> None:
    record = paper(loader, shared_data("data", "fixtures", "hepcrawl", f"{name}.json").read_bytes())
    assert record.record_id == "10.1103/physrevd.93.016005"
    assert written(record) == ["Michael I. Buchoff", "Wagman"]
    assert record.kind == ("other" if "unknown" in name else "article")


@pytest.mark.parametrize("folder", ["crossref", "openalex", "csl"])
def test_commonmeta_and_csl_are_not_claimed(folder: str) -> None:
    folder_path = shared_data("data", "fixtures", "commonmeta", folder, "testdata")
    assert {sniffed(loader, path) for path in folder_path.glob("*.json")} == {0.0}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | mutated(WORK) | mutated({"message": {"items": [WORK]}}) | mutated({"message": WORK}))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.json") <= 1
    records, rejected = outcome(loader, data)
    assert all(isinstance(record, PaperRecord) for record in records)
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(changed(WORK["author"]))
def test_strange_authors_never_lose_the_paper(authors: Any) -> None:
    assert made(author=authors).title == "On Circles & Coteries"
