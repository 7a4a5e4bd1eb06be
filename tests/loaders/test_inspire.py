"""INSPIRE."""

from __future__ import annotations

import io
import json
import re
import tarfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_items import changed, mutated, outcome, paper, sniffed, written
from support import shared_data

from coterie.graph.model.records import AffiliationRef, PaperRecord
from coterie.loaders.base import RawItem, Source
from coterie.loaders.inspire import loader

API = "https://inspirehep.net/api"
METADATA: dict[str, Any] = {
    "$schema": "https://inspirehep.net/schemas/records/hep.json",
    "control_number": 4242,
    "titles": [{"title": "Circles at $\\sqrt{s}$ = 7 TeV &amp; beyond", "source": "arXiv"}, {"title": "Other"}],
    "document_type": ["article"],
    "authors": [
        {
            "full_name": "Lovelace, Ada",
            "ids": [{"schema": "INSPIRE BAI", "value": "A.Lovelace.1"}, {"schema": "ORCID",
                    "value": "0000-0002-1825-0097"},
                    {"schema": "INSPIRE ID", "value": "INSPIRE-0001"}],
            "record": {"$ref": f"{API}/authors/77"},
            "affiliations": [{"value": "Oslo U.", "record": {"$ref": f"{API}/institutions/9"}}],
            "affiliations_identifiers": [{"schema": "ROR", "value": "https://ror.org/01xtthb56"}],
        },
        {"full_name": "Carrigan, Richard A., Jr.", "raw_affiliations": [{"value": "Fermilab, Batavia, USA"}]},
        {"full_name": "Danzengluobu", "inspire_roles": ["author"]},
        {"full_name": "Bo, An", "inspire_roles": ["editor"]},
        {"full_name": "Cy, Di", "inspire_roles": ["supervisor"]},
    ],
    "author_count": 4,
    "collaborations": [{"value": "COTERIE", "record": {"$ref": f"{API}/experiments/1"}}],
    "corporate_author": ["Circle Working Group"],
    "dois": [{"value": "10.1000/ERR", "material": "erratum"}, {"value": "10.1000/COT", "material": "publication"}],
    "arxiv_eprints": [{"value": "1905.00001", "categories": ["hep-ex", "physics.ins-det"]}],
    "external_system_identifiers": [{"schema": "PMID", "value": "12"}, {"schema": "OSTI", "value": "13"}],
    "imprints": [{"date": "2019-05-02"}],
    "publication_info": [{"journal_title": "Ann.Cot.", "year": 2019}],
    "preprint_date": "2018-12-01",
    "inspire_categories": [{"term": "Experiment-HEP", "source": "arxiv"}],
    "keywords": [{"value": "circle: radius", "schema": "INSPIRE"}, {"value": "* Automatic Keywords *"}],
    "languages": ["fr"],
    "citation_count": 7,
}  # fmt: skip
HIT = {"id": "4242", "created": "2019-01-01", "updated": "2020-01-01T00:00:00+00:00", "metadata": METADATA}
REDUCED: dict[str, Any] = {
    "title": "CIRCLES", "collaborations": ["COTERIE"], "abstract": None, "authors": ["Lovelace, Ada", "Plato"],
    "publication_id": 4242, "citations": [], "references": [1], "year": 1983, "keywords": ["CIRCLE: RADIUS"],
    "topics": ["Other", "math-ph"], "journal": "Ann.Cot.",
}  # fmt: skip


def made(**changes: Any) -> PaperRecord:
    return paper(loader, HIT | {"metadata": METADATA | changes})


def test_every_field() -> None:
    record = paper(loader, HIT)
    assert (record.source, record.record_id, record.updated) == ("inspire", "4242", "2020-01-01T00:00:00+00:00")
    assert record.ids == {"inspire": "4242", "doi": "10.1000/cot", "arxiv": "1905.00001", "pmid": "12"}
    assert (record.title, record.date, record.kind) == (
        "Circles at $\\sqrt{s}$ = 7 TeV & beyond", "2019-05-02", "article",
    )  # fmt: skip
    assert (record.venue, record.language, record.citations) == ("Ann.Cot.", "fr", 7)
    assert record.urls == ("https://inspirehep.net/literature/4242",)
    assert [(topic.scheme, topic.code, topic.primary) for topic in record.topics] == [
        ("arxiv", "hep-ex", True), ("arxiv", "physics.ins-det", False), ("inspire", "experiment hep", False),
        ("keyword", "circle radius", False),
    ]  # fmt: skip
    assert (record.authors_complete, record.author_count) == (True, 4)
    assert written(record) == [
        "Lovelace, Ada", "Carrigan, Richard A., Jr.", "Danzengluobu", "Circle Working Group", "COTERIE", "Bo, An",
    ]  # fmt: skip
    assert [mention.position for mention in record.mentions] == [1, 2, 3, 4, 5, 6]
    assert [mention.collective for mention in record.mentions] == [False, False, False, True, True, False]
    assert [mention.role for mention in record.mentions] == ["author"] * 5 + ["editor"]
    ada, carrigan, mononym = record.mentions[:3]
    assert (ada.given, ada.family, ada.orcid) == ("Ada", "Lovelace", "0000-0002-1825-0097")
    assert ada.source_ids == ("inspire:77", "bai:A.Lovelace.1", "inspire-id:INSPIRE-0001")
    assert ada.affiliations == (AffiliationRef(name="Oslo U.", id="inspire:9", ror="01xtthb56"),)
    assert (carrigan.given, carrigan.family, carrigan.suffix) == ("Richard A.", "Carrigan", "Jr.")
    assert carrigan.affiliations == (AffiliationRef(name="Fermilab, Batavia, USA", country="US"),)
    assert (mononym.given, mononym.family) == (None, None)


def test_the_reduced_form() -> None:
    record = paper(loader, REDUCED)
    assert (record.record_id, record.ids, record.date) == ("4242", {"inspire": "4242"}, "1983")
    assert (record.title, record.venue, record.kind) == ("CIRCLES", "Ann.Cot.", None)
    assert written(record) == ["Lovelace, Ada", "Plato", "COTERIE"]
    assert [(topic.scheme, topic.code) for topic in record.topics] == [
        ("inspire", "other"), ("arxiv", "math-ph"), ("keyword", "circle radius"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrapped",
    [{"hits": {"hits": [HIT], "total": 1}}, [HIT], HIT, METADATA, {"errors": [], "results_data": [METADATA]}],
)
def test_shapes(wrapped: Any) -> None:
    data = json.dumps(wrapped).encode()
    (record,), rejected = outcome(loader, data)
    assert isinstance(record, PaperRecord)
    assert not rejected
    assert (record.record_id, record.mentions) == ("4242", paper(loader, HIT).mentions)
    assert loader.sniff(data, "x") == 0.95


def test_other_records() -> None:
    lines = [
        METADATA,
        {"metadata": METADATA | {"deleted": True}},
        {"$schema": f"{API}/schemas/records/authors.json", "control_number": 1, "name": {"value": "Lovelace, Ada"}},
        {"id": "9", "metadata": {"titles": [{"title": "T"}]}},
        {"authors": []},
    ]
    records, rejected = outcome(loader, b"\n".join(json.dumps(line).encode() for line in lines))
    assert [record.record_id for record in records] == ["4242", "9"]
    assert rejected == ["3: a record of INSPIRE's authors, not of its literature", "5: neither title nor ids"]


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"imprints": []}, "date", "2019"),
        ({"imprints": [{"date": "2019-99"}]}, "date", "2019"),
        ({"imprints": None, "publication_info": None}, "date", "2018-12-01"),
        ({"imprints": None, "publication_info": [{"year": "x"}], "preprint_date": 5}, "date", None),
        ({"dois": None, "publication_info": None}, "kind", "preprint"),
        ({"document_type": ["conference paper"]}, "kind", "proceedings"),
        ({"document_type": ["sculpture"]}, "kind", "other"),
        ({"document_type": []}, "kind", None),
        ({"document_type": "thesis"}, "kind", "thesis"),
        ({"publication_type": ["review"]}, "kind", "review"),
        ({"languages": ["fr", "en"]}, "language", None),
        ({"titles": []}, "title", ""),
        ({"titles": ["Bare"]}, "title", "Bare"),
        ({"author_count": 3000}, "authors_complete", False),
        ({"author_count": 3000}, "author_count", 3000),
        ({"authors": [{"full_name": ""}, {"full_name": "A, B"}]}, "authors_complete", False),
        ({"authors": None}, "authors_complete", None),
        ({"dois": [{"value": "10.48550/arXiv.1905.00001"}]}, "ids",
         {"inspire": "4242", "arxiv": "1905.00001", "pmid": "12"}),
        ({"citation_count": "x"}, "citations", None),
    ],
)  # fmt: skip
def test_odd_values_cost_only_their_field(changes: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(made(**changes), field) == value


@pytest.mark.parametrize("data", [b"", b"x", b'{"data":[]}', b'{"creators":[],"titles":[]}', b'{"hits":{"hits":[]}}'])
def test_not_its_files(data: bytes) -> None:
    assert loader.sniff(data, "inspire.json") == 0


@pytest.mark.parametrize(
    ("name", "papers"),
    [("arxiv_expected.json", 6), ("arxiv_expected_single.json", 1), ("sample_arxiv_record10_parsed.json", 1)],
)
def test_records_of_the_crawler(name: str, papers: int) -> None:
    path = shared_data("data", "fixtures", "hepcrawl", name)
    records, rejected = outcome(loader, path.read_bytes())
    assert not rejected
    assert len(records) == len(re.findall(rb'"titles"\s*:', path.read_bytes())) == papers
    assert sniffed(loader, path) == 0.95
    found = json.loads(path.read_text(encoding="utf-8"))
    expected = [one for item in found for one in item.get("results_data", [item])]
    for record, item in zip(records, expected, strict=True):
        assert isinstance(record, PaperRecord)
        assert written(record) == [author["full_name"] for author in item["authors"]]
        assert record.ids["arxiv"] == item["arxiv_eprints"][0]["value"]
        assert record.date == item["preprint_date"]


def gold() -> bytes:
    with tarfile.open(shared_data("data", "inspire_gold", "inspire_wang.tar.xz")) as archive:
        member = archive.extractfile("wang_records.json") or archive.extractfile("./wang_records.json")
        assert member is not None
        return member.read()


@pytest.mark.slow
def test_the_disambiguation_data() -> None:
    data = gold()
    assert loader.sniff(data[:65536], "wang_records.json") == 0.9
    papers = authors = 0
    for raw in loader.read(Source("gold", io.BytesIO(data))):
        assert isinstance(raw, RawItem)
        (record,) = loader.transform(raw)
        assert isinstance(record, PaperRecord)
        papers += 1
        authors += sum(not mention.collective for mention in record.mentions)
    assert papers == len(re.findall(rb'"publication_id": \d', data)) == 9479
    lists = re.findall(rb'"authors": \["(.*?)"\]', data)
    stated = sum(one.count(b'", "') + 1 for one in lists)
    assert stated == 3_527_373
    assert stated - authors == 2  # Max-Planck-Institut, and a name that runs into its affiliation


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | mutated(HIT) | mutated({"hits": {"hits": [HIT]}}) | mutated(REDUCED))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.json") <= 1
    records, rejected = outcome(loader, data)
    assert all(isinstance(record, PaperRecord) for record in records)
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(changed(METADATA["authors"]))
def test_strange_authors_never_lose_the_paper(authors: Any) -> None:
    assert made(authors=authors).record_id == "4242"
