"""The dump of ROR."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from medical_items import loaded, survives

from coterie.graph.model.records import AffiliationRecord
from coterie.loaders.registry import open_inputs
from coterie.loaders.ror import loader

ONE: dict[str, Any] = {
    "id": "https://ror.org/027bh9e22", "name": "Coterie College", "types": ["Education"], "links": ["http://c.nl"],
    "aliases": ["College of Coteries"], "acronyms": ["CC"], "status": "active", "established": 1575,
    "labels": [{"label": "Koterie-Hogeschool", "iso639": "nl"}, {"label": "Coterie College", "iso639": "en"}],
    "relationships": [
        {"label": "Coterie Union", "type": "Parent", "id": "https://ror.org/05a28rw58"},
        {"label": "Coterie Hospital", "type": "Child", "id": "https://ror.org/019wvm592"},
    ],
    "addresses": [{"lat": 1.0, "lng": 2.0, "city": "Leiden", "geonames_city": {"id": 1, "city": "Leiden"}}],
    "country": {"country_code": "NL", "country_name": "Netherlands"}, "external_ids": {"GRID": {"all": "grid.1"}},
}  # fmt: skip
TWO: dict[str, Any] = {
    "admin": {"created": {"date": "2018-11-14", "schema_version": "1.0"},
              "last_modified": {"date": "2024-12-11", "schema_version": "2.1"}},
    "domains": [], "established": 1575, "external_ids": [], "id": "https://ror.org/027bh9e22", "links": [],
    "locations": [{"geonames_details": {"country_code": "NL", "country_name": "The Netherlands", "name": "Leiden"},
                   "geonames_id": 1}],
    "names": [
        {"lang": None, "types": ["acronym"], "value": "CC"},
        {"lang": None, "types": ["alias"], "value": "College of Coteries"},
        {"lang": "nl", "types": ["label"], "value": "Koterie-Hogeschool"},
        {"lang": "en", "types": ["ror_display", "label"], "value": "Coterie College"},
    ],
    "relationships": [{"label": "Coterie Union", "type": "parent", "id": "https://ror.org/05a28rw58"},
                      {"label": "Old College", "type": "predecessor", "id": "https://ror.org/019wvm592"}],
    "status": "active", "types": ["funder", "education"],
}  # fmt: skip


def organisations(data: Any) -> list[AffiliationRecord]:
    records, rejected = loaded(loader, data if isinstance(data, bytes) else json.dumps(data))
    assert rejected == []
    return [record for record in records if isinstance(record, AffiliationRecord)]


def test_schema_1() -> None:
    assert organisations([ONE]) == [
        AffiliationRecord(
            source="ror", record_id="027bh9e22", name="Coterie College", ror="027bh9e22", country="NL", city="Leiden",
            names=("College of Coteries", "CC", "Koterie-Hogeschool"), kind="education", part_of=("05a28rw58",),
        )
    ]  # fmt: skip


def test_schema_2() -> None:
    assert organisations([TWO]) == [
        AffiliationRecord(
            source="ror", record_id="027bh9e22", name="Coterie College", ror="027bh9e22", country="NL", city="Leiden",
            names=("Koterie-Hogeschool", "CC", "College of Coteries"), kind="education", part_of=("05a28rw58",),
            updated="2024-12-11",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("item", [ONE, TWO])
def test_shapes(item: dict[str, Any]) -> None:
    expected = organisations([item])
    lines = json.dumps(item).encode()
    for data in (lines + b"\n" + lines, json.dumps([item, item], indent=4).encode(),
                 json.dumps({"number_of_results": 2, "items": [item, item]}).encode()):  # fmt: skip
        assert organisations(data) == expected * 2
        assert loader.sniff(data[:65536], "x") == 0.95


def test_the_zip_as_it_is_published(tmp_path: Path) -> None:
    path = tmp_path / "v1.59-ror-data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("v1.59-ror-data.json", json.dumps([ONE], indent=4))
        archive.writestr("v1.59-ror-data_schema_v2.json", json.dumps([TWO], indent=4))
    records = [record for document in open_inputs([path], loader="ror") for record in document]
    assert [record.record_id for record in records if isinstance(record, AffiliationRecord)] == ["027bh9e22"] * 2


def test_a_bad_field_does_not_lose_the_organisation() -> None:
    for key in ONE:
        for bad in (None, 5, "x", [], [None], {}, {"a": 1}, [[1]]):
            if key == "name":
                continue
            (record,) = organisations([ONE | {key: bad}])
            assert record.name == "Coterie College"
    for key in TWO:
        for bad in (None, 5, "x", [], [None], {}, [[1]]):
            records, rejected = loaded(loader, json.dumps([TWO | {key: bad}]))
            assert len(records) + len(rejected) == 1
            assert records or key == "names"


def test_places_and_kinds() -> None:
    (record,) = organisations([{"name": "X", "addresses": [{"geonames_city": {"city": "Ulm"}}], "types": ["Funder"],
                                "country": {"country_code": "XK", "country_name": "Atlantis"}}])  # fmt: skip
    assert (record.record_id, record.ror, record.country, record.city, record.kind) == ("", None, None, "Ulm", "funder")
    (record,) = organisations([{"name": "X", "id": "https://ror.org/nonsense", "country": {"country_name": "Türkiye"}}])
    assert (record.ror, record.country, record.city, record.kind) == (None, "TR", None, None)


def test_rejections() -> None:
    records, rejected = loaded(loader, json.dumps([{}, ONE, 5, {"id": "https://ror.org/027bh9e22"}]))
    assert len(records) == 1
    assert rejected == ["item 1: no name", "item 3: a number where an object is expected", "item 4: no name"]
    assert loaded(loader, json.dumps([ONE, ONE])[:-20])[1] == ["item 2: the text ends in the middle of the array"]


def test_what_it_does_not_claim() -> None:
    works = json.dumps([{"id": "https://openalex.org/W1", "authorships": [{"institutions": [
        {"id": "https://openalex.org/I1", "ror": "https://ror.org/027bh9e22"}]}]}])  # fmt: skip
    crossref = json.dumps([{"DOI": "10.1/x", "institution": [{"id": [{"id": "https://ror.org/027bh9e22"}]}]}])
    for head in (works, crossref, "", "[]", "<ror/>", 'x,"id":"https://ror.org/027bh9e22","relationships"'):
        assert loader.sniff(head.encode(), "ror.json") == 0


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    survives(loader, data)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_mutated_items(data: st.DataObject) -> None:
    text = json.dumps([ONE, TWO]).encode()
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 60)))
    survives(loader, text[:start] + data.draw(st.binary(max_size=8)) + text[end:])
