"""ORCID, as JSON and as XML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_items import changed, mutated, outcome, paper, person, sniffed, written
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, PaperRecord, PersonAffiliation, PersonRecord
from coterie.loaders.orcid import loader

ADA, BO = "0000-0002-1825-0097", "0000-0001-5109-3700"
STAMP = {"value": 1559917016886}


def value(text: str | None) -> dict[str, Any] | None:
    return None if text is None else {"value": text}


def external(kind: str, number: str, relation: str = "self") -> dict[str, Any]:
    return {"external-id-type": kind, "external-id-value": number, "external-id-relationship": relation}


def dated(year: str, month: str | None = None) -> dict[str, Any]:
    return {"year": value(year), "month": value(month), "day": None}


NAME = {"given-names": value("Ada"), "family-name": value("Lovelace"), "credit-name": None, "path": ADA}
PERSON: dict[str, Any] = {
    "last-modified-date": STAMP,
    "name": NAME,
    "other-names": {"other-name": [{"content": "A. A. Lovelace"}, {"content": "Ada Lovelace"}]},
    "external-identifiers": {"external-identifier": [external("Scopus Author ID", "5"), external("ResearcherID", "A-1"),
                                                     external("ResearcherID", "A-2")]},
    "path": f"/{ADA}/person",
}  # fmt: skip
EMPLOYMENT: dict[str, Any] = {
    "role-title": "Fellow", "start-date": dated("2019", "05"), "end-date": None, "path": f"/{ADA}/employment/3",
    "organization": {
        "name": "Coterie College", "address": {"city": "Oslo", "region": None, "country": "NO"},
        "disambiguated-organization": {"disambiguated-organization-identifier": "https://ror.org/01xtthb56",
                                       "disambiguation-source": "ROR"},
    },
}  # fmt: skip
EDUCATION = EMPLOYMENT | {"role-title": None, "start-date": None, "end-date": dated("2018"),
                          "organization": {"name": "Old Hall", "disambiguated-organization": {
                              "disambiguated-organization-identifier": "77", "disambiguation-source": "RINGGOLD"}},
                          }  # fmt: skip
SUMMARY: dict[str, Any] = {
    "put-code": 9, "last-modified-date": STAMP, "path": f"/{ADA}/work/9", "type": "journal-article",
    "source": {"source-orcid": {"path": ADA}, "source-name": value("Ada Lovelace")},
    "title": {"title": value("On <i>Circles</i>"), "subtitle": value("left out")}, "journal-title": None,
    "external-ids": {"external-id": [external("doi", "10.1000/PART", "part-of"), external("eid", "2-s2.0-1")]},
    "publication-date": dated("2019", "5"), "url": value("https://doi.org/10.1000/cot"),
}  # fmt: skip
OTHER_ACCOUNT = SUMMARY | {"put-code": 10, "title": {"title": value("ON CIRCLES")}, "journal-title": value("Ann. Cot.")}
WORKS: dict[str, Any] = {
    "group": [{"external-ids": {"external-id": [external("doi", "10.1000/COT"), external("arxiv", "1905.00001")]},
               "work-summary": [SUMMARY, OTHER_ACCOUNT]}],
    "path": f"/{ADA}/works",
}  # fmt: skip
RECORD: dict[str, Any] = {
    "orcid-identifier": {"uri": f"https://orcid.org/{ADA}", "path": ADA},
    "history": {"last-modified-date": STAMP},
    "person": PERSON,
    "activities-summary": {
        "employments": {"affiliation-group": [{"summaries": [{"employment-summary": EMPLOYMENT}]}]},
        "educations": {"affiliation-group": [{"summaries": [{"education-summary": EDUCATION}]}]},
        "fundings": {"group": [{"funding-summary": [{"title": {"title": value("Money")}}]}]},
        "works": WORKS,
    },
}


def contributor(name: str | None, role: str | None = "author", orcid: str | None = None) -> dict[str, Any]:
    return {"credit-name": value(name), "contributor-orcid": orcid and {"path": orcid},
            "contributor-attributes": {"contributor-sequence": None, "contributor-role": role}}  # fmt: skip


def work(*contributors: dict[str, Any], **changes: Any) -> PaperRecord:
    changes = {key.replace("_", "-"): one for key, one in changes.items()}
    return paper(loader, SUMMARY | {"contributors": {"contributor": list(contributors)}} | changes)


def test_a_whole_record() -> None:
    (ada, circles), rejected = outcome(loader, json.dumps(RECORD).encode())
    assert not rejected
    assert ada == PersonRecord(
        source="orcid", record_id=ADA, updated="2019-06-07T14:16:56Z", name="Ada Lovelace",
        names=("Ada Lovelace", "A. A. Lovelace"), orcid=ADA, source_ids=("scopus:5",),
        affiliations=(
            PersonAffiliation(
                affiliation=AffiliationRef(name="Coterie College", ror="01xtthb56", country="NO", city="Oslo"),
                since="2019-05", role="Fellow"),
            PersonAffiliation(affiliation=AffiliationRef(name="Old Hall", id="ringgold:77"), until="2018",
                              role="education"),
        ),
    )  # fmt: skip
    assert isinstance(circles, PaperRecord)
    assert (circles.record_id, circles.updated) == ("work:9", "2019-06-07T14:16:56Z")
    assert circles.ids == {"doi": "10.1000/cot", "arxiv": "1905.00001", "scopus": "2-s2.0-1"}
    assert (circles.title, circles.venue, circles.date, circles.kind) == (
        "On Circles",
        "Ann. Cot.",
        "2019-05",
        "article",
    )
    assert circles.urls == ("https://doi.org/10.1000/cot",)
    assert circles.authors_complete is None
    (mention,) = circles.mentions
    assert (mention.written, mention.given, mention.family) == ("Ada Lovelace", "Ada", "Lovelace")
    assert (mention.orcid, mention.position) == (ADA, None)


def test_parts_of_a_record() -> None:
    whole = person(loader, RECORD)
    alone = person(loader, PERSON)
    assert (alone.record_id, alone.names, alone.affiliations) == (ADA, whole.names, ())
    summary = {"employment-summary": EMPLOYMENT | {"source": SUMMARY["source"]}}
    section = {"affiliation-group": [{"summaries": [summary]}], "path": f"/{ADA}/employments"}
    assert person(loader, section).affiliations == whole.affiliations[:1]
    assert person(loader, section).name == "Ada Lovelace"
    assert paper(loader, WORKS).mentions[0].orcid == ADA
    assert paper(loader, {"bulk": [{"work": SUMMARY}]}).title == "On Circles"
    found = {"orcid-id": ADA, "given-names": "Ada", "family-names": "Lovelace", "other-name": ["A. A. Lovelace"]}
    expanded = {"expanded-result": [found | {"institution-name": ["Coterie College"]}]}
    assert person(loader, expanded).orcid == ADA
    assert person(loader, expanded).names == whole.names
    for document in (RECORD, PERSON, section, WORKS, SUMMARY, expanded):
        assert loader.sniff(json.dumps(document).encode(), "x") >= 0.8


def test_the_name_may_be_said_by_a_later_work_only() -> None:
    first = {"work-summary": [SUMMARY | {"source": {"source-name": value("Crossref")}}]}
    records, _ = outcome(loader, json.dumps(WORKS | {"group": [first, *WORKS["group"]]}).encode())
    assert [written(record) for record in records if isinstance(record, PaperRecord)] == [["Ada Lovelace"]] * 2
    alone = paper(loader, WORKS | {"group": [first]})
    assert alone.mentions == ()


def test_contributors() -> None:
    record = work(
        contributor("Bo, An", "author"), contributor("A. Lovelace"), contributor("Plato", "support-staff"),
        contributor("Bo, An", "writing"), contributor(None), contributor("Cy Di", None, BO),
        contributor("Ed Itor", "editor"), contributor("Circle Consortium"),
    )  # fmt: skip
    assert written(record) == ["Bo, An", "A. Lovelace", "Cy Di", "Circle Consortium"]
    assert [mention.position for mention in record.mentions] == [1, 2, 3, 4]
    assert [mention.orcid for mention in record.mentions] == [None, ADA, BO, None]
    assert [mention.collective for mention in record.mentions] == [False, False, False, True]
    assert (record.mentions[0].given, record.mentions[0].family) == ("An", "Bo")
    book = work(contributor("Ed Itor", "editor"), contributor("Bo, An"), type="EDITED_BOOK")
    assert [(one.written, one.role, one.position) for one in book.mentions] == [
        ("Bo, An", "author", 1), ("Ed Itor", "editor", 2), ("Ada Lovelace", "author", None),
    ]  # fmt: skip
    assert work(contributor("X Y", "author", ADA)).mentions[0].orcid == ADA
    assert work(*[contributor(f"Name{i} X") for i in range(50)]).authors_complete is False


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"type": "data-set"}, "kind", "dataset"),
        ({"type": "CONFERENCE_PAPER"}, "kind", "proceedings"),
        ({"type": "lecture-speech"}, "kind", "other"),
        ({"type": None}, "kind", None),
        ({"publication_date": dated("2019", "13")}, "date", "2019"),
        ({"publication_date": {"year": value("0")}}, "date", None),
        ({"publication_date": 7}, "date", None),
        ({"url": value("javascript:alert(1)")}, "urls", ()),
        ({"language_code": "fr"}, "language", "fr"),
        ({"external_ids": {"external-id": [external("doi", "bad"), external("DOI", "10.1000/A")]}}, "ids",
         {"doi": "10.1000/a"}),
        ({"external_ids": {"external-id": [external("doi", "10.48550/arXiv.1905.00001")]}}, "ids",
         {"arxiv": "1905.00001"}),
        ({"last_modified_date": {"value": 10**30}}, "updated", None),
        ({"last_modified_date": {"value": "2019-01-01T01:00:00+01:00"}}, "updated", "2019-01-01T00:00:00Z"),
        ({"contributors": {"contributor": 5}}, "authors_complete", None),
    ],
)  # fmt: skip
def test_odd_values_cost_only_their_field(changes: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(work(**changes), field) == value


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"response-code": 404, "user-message": "Not found."}, "1: an error of the service: Not found."),
        ({"result": None, "num-found": 0}, "1: a search's result: ORCIDs without names"),
        (EMPLOYMENT, f"1: no public name of {ADA}"),
        (EMPLOYMENT | {"path": None}, "1: an affiliation without the person's name"),
        (PERSON | {"name": None, "path": None, "given-names": None, "other-names": None},
         "1: an affiliation without the person's name"),
        ({"title": {"title": None}, "put-code": 1}, "1: neither title nor ids"),
        ({}, "1: neither a person nor works"),
    ],
)  # fmt: skip
def test_rejected(document: Any, reason: str) -> None:
    assert outcome(loader, json.dumps(document).encode()) == ([], [reason])


def test_an_empty_list_of_works_is_no_record() -> None:
    assert outcome(loader, json.dumps(WORKS | {"group": []}).encode()) == ([], [])


# XML

SPACES = " ".join(
    f'xmlns:{name}="http://www.orcid.org/ns/{name}"'
    for name in ("record", "common", "person", "personal-details", "other-name", "external-identifier", "activities",
                 "employment", "work")
)  # fmt: skip
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<record:record path="/{ADA}" {SPACES}>
<common:orcid-identifier><common:path>{ADA}</common:path></common:orcid-identifier>
<person:person path="/{ADA}/person"><common:last-modified-date>2019-06-07T14:16:56.886Z</common:last-modified-date>
<person:name><personal-details:given-names>Ada</personal-details:given-names>
<personal-details:family-name>Lovelace</personal-details:family-name></person:name>
<other-name:other-names><other-name:other-name put-code="1"><other-name:content>A. A. Lovelace</other-name:content>
</other-name:other-name></other-name:other-names>
<external-identifier:external-identifiers><external-identifier:external-identifier>
<common:external-id-type>Scopus Author ID</common:external-id-type>
<common:external-id-value>5</common:external-id-value>
</external-identifier:external-identifier></external-identifier:external-identifiers></person:person>
<activities:activities-summary>
<activities:employments><activities:affiliation-group>
<employment:employment-summary put-code="3"><common:role-title>Fellow</common:role-title>
<common:start-date><common:year>2019</common:year><common:month>05</common:month></common:start-date>
<common:organization><common:name>Coterie College</common:name>
<common:address><common:city>Oslo</common:city><common:country>NO</common:country></common:address>
<common:disambiguated-organization>
<common:disambiguated-organization-identifier>https://ror.org/01xtthb56</common:disambiguated-organization-identifier>
<common:disambiguation-source>ROR</common:disambiguation-source></common:disambiguated-organization>
</common:organization></employment:employment-summary></activities:affiliation-group></activities:employments>
<activities:works><activities:group>
<common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type>
<common:external-id-value>10.1000/COT</common:external-id-value>
<common:external-id-relationship>self</common:external-id-relationship></common:external-id></common:external-ids>
<work:work-summary put-code="9" path="/{ADA}/work/9"><work:title>
<common:title>On Circles &amp; &lt;i&gt;more</common:title>
</work:title><work:type>journal-article</work:type>
<common:publication-date><common:year>2019</common:year></common:publication-date></work:work-summary>
</activities:group></activities:works>
</activities:activities-summary></record:record>
"""  # fmt: skip


def test_xml() -> None:
    records, rejected = outcome(loader, XML.encode())
    assert not rejected
    circles, ada = records
    whole = person(loader, RECORD)
    assert isinstance(ada, PersonRecord)
    assert (ada.record_id, ada.names, ada.orcid, ada.source_ids) == (ADA, whole.names, ADA, whole.source_ids)
    assert (ada.affiliations, ada.updated) == (whole.affiliations[:1], whole.updated)
    assert isinstance(circles, PaperRecord)
    assert (circles.record_id, circles.title, circles.ids) == ("work:9", "On Circles & more", {"doi": "10.1000/cot"})
    assert (circles.date, circles.kind) == ("2019", "article")
    assert [(one.written, one.orcid, one.position) for one in circles.mentions] == [("Ada Lovelace", ADA, None)]
    assert loader.sniff(XML.encode(), "x") == 0.95
    again, _ = outcome(loader, XML.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert again == records


def test_several_records_in_one_document() -> None:
    one = XML.partition("?>")[2]
    records, rejected = outcome(loader, f"<all>{one}{one.replace(ADA, BO)}</all>".encode())
    assert [record.record_id for record in records] == ["work:9", ADA, "work:9", BO]
    assert not rejected


def test_broken_xml_keeps_what_came_before() -> None:
    records, rejected = outcome(loader, XML.partition("</activities:works>")[0].encode())
    assert len(records) == 2
    assert len(rejected) == 1
    assert "not well-formed from here on" in rejected[0]
    with pytest.raises(LoadError, match="is no XML"):
        outcome(loader, b"nothing")
    with pytest.raises(LoadError, match="declares entities"):
        outcome(loader, b'<!DOCTYPE r [<!ENTITY a "b">]><record>&a;</record>')


@pytest.mark.parametrize("data", [b"", b"x", b'{"title":"T"}', b"<feed><entry/></feed>", b'{"orcid":"x","name":"y"}'])
def test_not_its_files(data: bytes) -> None:
    assert loader.sniff(data, "orcid.json") == 0


# real files

REJECTED = {
    "an error of the service: The resource was not found.": 3,
    "an error of the service: Something went wrong in ORCID.": 1,
    "an error of the service: The client application made a bad request to the ORCID API.": 2,
    "a search's result: ORCIDs without names": 17,
}


def test_real_answers_of_the_api() -> None:
    folder = shared_data("data", "fixtures", "api_bodies")
    reasons: dict[str, int] = {}
    for path in sorted(folder.glob("orcid_*.json")):
        data = path.read_bytes()
        records, rejected = outcome(loader, data)
        papers = [record for record in records if isinstance(record, PaperRecord)]
        works = len(re.findall(rb'"work-summary"\s*:', data)) or len(re.findall(rb'"short-description"\s*:', data))
        assert (len(papers), len(records) - len(papers)) == (works, len(re.findall(rb'"given-names"\s*:', data))), path
        assert all(record.mentions for record in papers), path
        for reason in rejected:
            reasons[reason.partition(": ")[2]] = reasons.get(reason.partition(": ")[2], 0) + 1
        assert sniffed(loader, path) == (0 if rejected else pytest.approx(0.925, abs=0.03)), path
    assert reasons == REJECTED


NAMELESS = (
    "employment-3.0.json", "employment-3.0.xml", "employment-full-3.0.xml", "employments-3.0.xml", "activities-3.0.xml",
    "src__main__resources__record_3.0__samples__write_samples__employment-3.0.xml",
)  # fmt: skip
"""Samples with affiliations and without the person's name."""


def test_samples_of_the_model() -> None:
    for path in sorted(shared_data("data", "fixtures", "orcid-model").iterdir()):
        records, rejected = outcome(loader, path.read_bytes())
        papers = sum(isinstance(record, PaperRecord) for record in records)
        assert (papers, len(records) - papers) == marks(path), path
        reasons = ("an affiliation without the person's name", "no public name of 8888-8888-8888-8880")
        assert len(rejected) == (path.name in NAMELESS), path
        assert all(reason.partition(": ")[2] in reasons for reason in rejected)
        assert sniffed(loader, path) >= 0.8


def marks(path: Path) -> tuple[int, int]:
    """Works and named persons of a sample, by its own marks."""
    text = path.read_text(encoding="utf-8")
    groups = re.findall(r"<activities:group>(?:(?!</activities:group>).)*<work:work-summary", text, re.DOTALL)
    works = len(groups) + len(re.findall(r"<work:work[\s>]|\"work-summary\"\s*:|\"journal-title\": \{", text))
    return works, len(re.findall(r'<personal-details:given-names|"given-names"\s*:', text))


def test_a_sample_in_json_and_xml_is_the_same_person() -> None:
    folder = shared_data("data", "fixtures", "orcid-model")
    record = person(loader, (folder / "person-3.0.xml").read_bytes())
    assert (record.name, record.names) == ("credit-name", ("credit-name", "give-names family-name", "other-name-1"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | mutated(RECORD) | mutated(WORKS) | st.binary(max_size=20).map(lambda x: b"<" + x))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    try:
        records, rejected = outcome(loader, data)
    except LoadError:
        return
    assert all(isinstance(record, PaperRecord | PersonRecord) for record in records)
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(XML) - 1), st.binary(max_size=4), st.integers(0, 6))
def test_mutated_xml(place: int, junk: bytes, dropped: int) -> None:
    data = XML.encode()
    try:
        records, rejected = outcome(loader, data[:place] + junk + data[place + dropped :])
    except LoadError:
        return
    assert len(records) <= 3
    assert all(reason.partition(": ")[2] for reason in rejected)


@settings(max_examples=100, deadline=None)
@given(changed([contributor("Bo, An"), contributor("Cy", None, BO)]))
def test_strange_contributors_never_lose_the_paper(contributors: Any) -> None:
    assert work(contributors={"contributor": contributors}).title == "On Circles"
