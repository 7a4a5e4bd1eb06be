"""DataCite."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_items import changed, mutated, outcome, paper, sniffed, written
from support import shared_data

from coterie.graph.model.records import AffiliationRef, PaperRecord
from coterie.loaders.datacite import loader

ATTRIBUTES: dict[str, Any] = {
    "doi": "10.1000/COT",
    "identifiers": [{"identifier": "arXiv:1905.00001v2", "identifierType": "arXiv"}, {"identifierType": "URL"}],
    "creators": [
        {
            "name": "Lovelace, Ada", "nameType": "Personal", "givenName": "Ada", "familyName": "Lovelace",
            "nameIdentifiers": [
                {"nameIdentifier": "https://orcid.org/0000-0002-1825-0097", "nameIdentifierScheme": "ORCID"},
                {"nameIdentifier": "https://d-nb.info/gnd/118640933", "nameIdentifierScheme": "GND"},
                {"nameIdentifier": "X", "nameIdentifierScheme": "Other"},
            ],
            "affiliation": [
                {"name": "Coterie College, Oslo, Norway", "affiliationIdentifier": "https://ror.org/01xtthb56",
                 "affiliationIdentifierScheme": "ROR"},
                "A &amp; B",
            ],
        },
        {"name": "Coterie Group", "nameType": "Organizational", "nameIdentifiers": [], "affiliation": []},
        {"name": "King, Jr., Martin"},
        {"name": "Plato", "familyName": "Plato", "nameType": "Personal"},
    ],
    "titles": [
        {"title": "Über Zirkel", "lang": "de"},
        {"title": "On <i>Circles</i>", "lang": "en"},
        {"title": "A subtitle", "titleType": "Subtitle", "lang": "en"},
    ],
    "publisher": "A Repository",
    "container": {"title": "Annals of Coteries", "type": "Journal"},
    "publicationYear": 2019,
    "dates": [{"date": "2019-05", "dateType": "Issued"}, {"date": "2019-05-02T10:00:00Z", "dateType": "Available"},
              {"date": "2018-01-01", "dateType": "Submitted"}],
    "subjects": [{"subject": "Circles"}, {"subject": "FOS: Mathematics", "subjectScheme": "FOS"}],
    "contributors": [{"name": "Bo, An", "contributorType": "Editor"}, {"name": "Cy", "contributorType": "Sponsor"}],
    "language": "eng",
    "types": {"resourceTypeGeneral": "Text", "resourceType": "Journal article"},
    "url": "https://repository.example/1",
    "citationCount": 4,
    "updated": "2020-01-01T00:00:00Z",
}  # fmt: skip
ITEM = {"id": "10.1000/cot", "type": "dois", "attributes": ATTRIBUTES}


def made(**changes: Any) -> PaperRecord:
    return paper(loader, ITEM | {"attributes": ATTRIBUTES | changes})


def test_every_field() -> None:
    record = paper(loader, ITEM)
    assert (record.source, record.record_id, record.updated) == ("datacite", "10.1000/cot", "2020-01-01T00:00:00Z")
    assert record.ids == {"doi": "10.1000/cot", "arxiv": "1905.00001"}
    assert (record.title, record.date, record.kind) == ("On Circles", "2019-05-02", "article")
    assert (record.venue, record.language, record.citations) == ("Annals of Coteries", "en", 4)
    assert record.urls == ("https://repository.example/1",)
    assert [(topic.scheme, topic.code) for topic in record.topics] == [("fos", "mathematics"), ("keyword", "circles")]
    assert record.authors_complete is True
    assert written(record) == ["Ada Lovelace", "Coterie Group", "King, Jr., Martin", "Plato"]
    ada, group, king, plato = record.mentions
    assert (ada.given, ada.family, ada.orcid) == ("Ada", "Lovelace", "0000-0002-1825-0097")
    assert ada.source_ids == ("gnd:118640933",)
    assert ada.affiliations == (
        AffiliationRef(name="Coterie College, Oslo, Norway", ror="01xtthb56", country="NO"),
        AffiliationRef(name="A & B"),
    )
    assert (group.collective, ada.collective) == (True, False)
    assert (king.given, king.family, king.suffix) == ("Martin", "King", "Jr.")
    assert (plato.given, plato.family, plato.position) == (None, None, 4)


@pytest.mark.parametrize(
    "wrapped",
    [
        {"data": ITEM},
        {"data": [ITEM], "meta": {"total": 1}},
        {"id": "https://doi.org/10.1000/cot", "schemaVersion": "http://datacite.org/schema/kernel-4"} | ATTRIBUTES,
        [ITEM],
    ],
)
def test_shapes(wrapped: Any) -> None:
    data = json.dumps(wrapped).encode()
    assert outcome(loader, data) == ([paper(loader, ITEM)], [])
    assert loader.sniff(data, "x") == 0.95


def test_lines() -> None:
    line = json.dumps(ITEM).encode()
    records, rejected = outcome(loader, line + b"\n" + line + b"\n{}\n")
    assert records == [paper(loader, ITEM)] * 2
    assert rejected == ["3: neither title nor DOI"]


def test_editors_of_a_volume_only() -> None:
    assert "An Bo" not in written(made())
    last = made(types={"resourceTypeGeneral": "Conference Proceeding"}).mentions[-1]
    assert (last.written, last.given, last.family, last.role, last.position) == ("Bo, An", "An", "Bo", "editor", 5)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"dates": []}, "date", "2019"),
        ({"dates": [], "publicationYear": "2019 "}, "date", "2019"),
        ({"dates": None, "publicationYear": 0}, "date", None),
        ({"dates": [{"date": "2019-05-32", "dateType": "Issued"}]}, "date", "2019-05"),
        ({"dates": [{"date": "2019-01-01/2019-02-01", "dateType": "Issued"}]}, "date", "2019-01-01"),
        ({"dates": [{"date": "2020-02-02", "dateType": "Available"}]}, "date", "2019"),
        ({"types": {"resourceTypeGeneral": "Dataset"}}, "kind", "dataset"),
        ({"types": {"resourceTypeGeneral": "ConferencePaper"}}, "kind", "proceedings"),
        ({"types": {"resourceTypeGeneral": "Image", "resourceType": "Figure"}}, "kind", "other"),
        ({"types": {"resourceTypeGeneral": "Text", "resourceType": "PhD Thesis"}}, "kind", "thesis"),
        ({"types": {"resourceTypeGeneral": "Text"}}, "kind", "other"),
        ({"types": {}}, "kind", None),
        ({"types": 5}, "kind", None),
        ({"container": {}}, "venue", None),
        ({"container": {}, "relatedItems": [{"relationType": "IsPublishedIn", "titles": [{"title": "V"}]}]},
         "venue", "V"),
        ({"language": "fr-FR"}, "language", "fr"),
        ({"language": "Klingon"}, "language", None),
        ({"titles": [{"title": "T", "titleType": "TranslatedTitle"}]}, "title", "T"),
        ({"titles": "Bare"}, "title", "Bare"),
        ({"titles": None}, "title", ""),
        ({"url": "ftp://x"}, "urls", ()),
        ({"citationCount": None}, "citations", None),
        ({"doi": "10.48550/arXiv.2001.00002", "identifiers": []}, "ids", {"arxiv": "2001.00002"}),
        ({"creators": []}, "authors_complete", None),
        ({"creators": [{"name": "(:unav)"}, {"name": "A"}]}, "authors_complete", False),
        ({"creators": [{"name": "A B"}, {"name": "et al."}]}, "authors_complete", False),
    ],
)  # fmt: skip
def test_odd_values_cost_only_their_field(changes: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(made(**changes), field) == value


@pytest.mark.parametrize(
    ("creator", "name", "given", "family", "group"),
    [
        ({"name": "Observatory of Circles, OOC", "givenName": "OOC", "familyName": "Observatory of Circles"},
         "Observatory of Circles, OOC", None, None, True),
        ({"name": ", Ashley", "givenName": "Ashley", "familyName": ""}, "Ashley", "Ashley", None, False),
        ({"name": "Bo, An", "nameType": "Organizational"}, "Bo, An", None, None, True),
        ({"name": "One, Two, Three"}, "One, Two, Three", None, None, False),
        ({"givenName": "An", "familyName": "Bo"}, "An Bo", "An", "Bo", False),
        ("Bo, An", "Bo, An", "An", "Bo", False),
    ],
)  # fmt: skip
def test_names(creator: Any, name: str, given: str | None, family: str | None, group: bool) -> None:
    (mention,) = made(creators=[creator]).mentions
    assert (mention.written, mention.given, mention.family, mention.collective) == (name, given, family, group)


@pytest.mark.parametrize("data", [b"", b"x", b'{"DOI":"10.1/x","author":[]}', b'{"paperId":"1","title":"T"}'])
def test_not_its_files(data: bytes) -> None:
    assert loader.sniff(data, "datacite.json") == 0


SINGLE = (
    "10.4230_lipics.tqc.2013.93", "10.5061_dryad.8515", "10.5438_zhyx-n122", "10.6071_z7wc73",
    "10.6084_m9.figshare.1449060",
)  # fmt: skip


@pytest.mark.parametrize("name", [*SINGLE, "sample"])
def test_real_answers(name: str) -> None:
    path = shared_data("data", "fixtures", "commonmeta", "datacite", "testdata", f"{name}.json")
    data = path.read_bytes()
    records, rejected = outcome(loader, data)
    assert not rejected
    assert len(records) == len(re.findall(rb'"attributes"\s*:\s*\{', data)) == (100 if name == "sample" else 1)
    assert sniffed(loader, path) == 0.95
    for record, item in zip(records, _items(json.loads(data)), strict=True):
        assert isinstance(record, PaperRecord)
        assert len(record.mentions) == len(item["creators"])
        assert record.ids == {"doi": item["doi"]}
        assert (record.date or "")[:4] == str(item["publicationYear"])


def test_real_bare_metadata() -> None:
    path = shared_data("data", "fixtures", "commonmeta", "testdata", "csl", "crosscite.json")
    record = paper(loader, path.read_bytes())
    assert (record.ids, written(record), record.kind) == (
        {"doi": "10.5281/zenodo.48440"},
        ["Kristian Garza"],
        "software",
    )
    assert sniffed(loader, path) == 0.95


@pytest.mark.parametrize("name", ["10.1101_097196", "10.7554_elife.01567"])
def test_commonmeta_is_not_claimed(name: str) -> None:
    assert sniffed(loader, shared_data("data", "fixtures", "commonmeta", "crossref", "testdata", f"{name}.json")) == 0


def _items(page: Any) -> list[Any]:
    data = page["data"]
    return [item["attributes"] for item in (data if isinstance(data, list) else [data])]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | mutated(ITEM) | mutated({"data": [ITEM]}) | mutated(ATTRIBUTES))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.json") <= 1
    records, rejected = outcome(loader, data)
    assert all(isinstance(record, PaperRecord) for record in records)
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(changed(ATTRIBUTES["creators"]))
def test_strange_creators_never_lose_the_paper(creators: Any) -> None:
    assert made(creators=creators).title == "On Circles"
