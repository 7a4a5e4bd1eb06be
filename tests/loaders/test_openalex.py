"""Works of OpenAlex."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected
from coterie.loaders.base import BadItem, RawItem, Source
from coterie.loaders.openalex import loader
from coterie.loaders.registry import open_inputs

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W2", "doi": "https://doi.org/10.1000/ABC", "title": "On <i>Coteries</i> &amp; Teams",
    "publication_date": "2021-03-04", "publication_year": 2021, "language": "en", "type": "article",
    "ids": {"openalex": "https://openalex.org/W2", "pmid": "https://pubmed.ncbi.nlm.nih.gov/123", "mag": 7},
    "primary_location": {"landing_page_url": "https://doi.org/10.1000/abc", "raw_type": "journal-article",
                         "source": {"id": "https://openalex.org/S1", "display_name": "Journal of Teams"}},
    "authorships": [
        {"raw_author_name": "A. Lovelace", "is_corresponding": True,
         "author": {"id": "https://openalex.org/A1", "display_name": "Ada Lovelace",
                    "orcid": "https://orcid.org/0000-0002-1825-0097"},
         "institutions": [{"id": "https://openalex.org/I5", "display_name": "Salon", "country_code": "GB",
                           "ror": "https://ror.org/05a28rw58"}]},
        {"raw_author_name": ",Salon, 12345 London",
         "author": {"id": "https://openalex.org/A3", "display_name": "Bo An"}, "institutions": [],
         "raw_affiliation_strings": ["Salon, London", "Salon, London"]},
        {"raw_author_name": "ATLAS Collaboration", "author": {"id": None, "display_name": None}, "institutions": None},
    ],
    "primary_topic": {"id": "https://openalex.org/T9", "display_name": "Teams"},
    "topics": [{"id": "https://openalex.org/T8", "display_name": "Salons"},
               {"id": "https://openalex.org/T9", "display_name": "Teams"}],
    "cited_by_count": 3, "updated_date": "2024-01-02T03:04:05",
}  # fmt: skip


def one(work: Any) -> PaperRecord:
    (record,) = loader.transform(RawItem("1", json.dumps(work).encode()))
    assert isinstance(record, PaperRecord)
    return record


def but(**changes: Any) -> PaperRecord:
    return one({**WORK, **changes})


def test_every_field() -> None:
    paper = one(WORK)
    assert (paper.source, paper.record_id, paper.updated) == ("openalex", "W2", "2024-01-02T03:04:05")
    assert paper.ids == {"openalex": "W2", "doi": "10.1000/abc", "pmid": "123"}
    assert (paper.title, paper.date, paper.kind) == ("On Coteries & Teams", "2021-03-04", "article")
    assert (paper.venue, paper.language, paper.citations) == ("Journal of Teams", "en", 3)
    assert paper.authors_complete is True
    assert [(t.scheme, t.code, t.name, t.primary) for t in paper.topics] == [
        ("openalex", "T8", "Salons", False), ("openalex", "T9", "Teams", True),
    ]  # fmt: skip
    ada, bo, atlas = paper.mentions
    assert (ada.written, ada.position, ada.orcid, ada.source_ids) == (
        "A. Lovelace", 1, "0000-0002-1825-0097", ("openalex:A1",),
    )  # fmt: skip
    assert (ada.corresponding, ada.affiliations[0].id, ada.affiliations[0].ror) == (True, "openalex:I5", "05a28rw58")
    assert ada.affiliations[0].country == "GB"
    assert (bo.written, [a.name for a in bo.affiliations]) == ("Bo An", ["Salon, London"]), "an address is no name"
    assert (atlas.written, atlas.collective, atlas.source_ids) == ("ATLAS Collaboration", True, ())


def test_a_list_of_works_is_cut_at_a_hundred_authors() -> None:
    many = [{"raw_author_name": f"Ada Number{'a' * (i % 7)}"} for i in range(100)]
    assert but(authorships=many).authors_complete is False
    assert but(authorships=many, is_authors_truncated=False).authors_complete is True
    assert but(authorships=many[:3], is_authors_truncated=True).authors_complete is False
    assert but(authorships=many[:3], authors_count=250).author_count == 250


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"is_retracted": True}, "retraction"), ({"is_paratext": True}, "front-matter"),
     ({"type": "preprint"}, "preprint"), ({"type": "conference-paper"}, "proceedings"),
     ({"primary_location": {"raw_type": "proceedings-article"}}, "proceedings"), ({"type": "novel-type"}, "other"),
     ({"type": None}, None)],
)  # fmt: skip
def test_kinds(changes: dict[str, Any], kind: str | None) -> None:
    assert but(**changes).kind == kind


def test_an_eprint_among_the_places() -> None:
    places = [{"landing_page_url": f"http://arxiv.org/abs/1905.0000{n}v2"} for n in (1, 2)]
    assert (
        but(locations=[*places[:1], {"landing_page_url": "https://doi.org/10.1000/abc"}]).ids["arxiv"] == "1905.00001"
    )
    assert "arxiv" not in but(locations=places).ids
    assert "arxiv" not in but(locations=[{"landing_page_url": "https://arxiv.org/list"}, None]).ids


def test_a_name_on_the_paper_with_a_comma() -> None:
    people = [{"raw_author_name": name} for name in ("King, Martin, Jr.", "Salon Consortium, London", "Ada Lovelace")]
    assert [(m.written, m.given, m.family, m.suffix) for m in but(authorships=people).mentions] == [
        ("King, Martin, Jr.", "Martin", "King", "Jr."),
        ("Salon Consortium, London", None, None, None),
        ("Ada Lovelace", None, None, None),
    ]


def test_odd_values_lose_a_field_and_not_the_work() -> None:
    paper = but(publication_date="2021-02-31", cited_by_count="many", authorships=None, topics="none", ids=None,
                doi="10.48550/arXiv.1706.03762")  # fmt: skip
    assert (paper.date, paper.citations, paper.mentions, paper.authors_complete) == ("2021-02", None, (), None)
    assert paper.ids == {"openalex": "W2", "arxiv": "1706.03762"}
    assert but(publication_date=None, publication_year="1999").date == "1999"
    assert but(publication_year=0, publication_date="0000-00-00").date is None


def test_what_is_no_work() -> None:
    for item in ({"id": "https://openalex.org/A1", "display_name": "Ada"}, {"title": " "}, [1], "x"):
        with pytest.raises(BadItem):
            loader.transform(RawItem("1", json.dumps(item).encode()))


@pytest.mark.parametrize(
    "text",
    [json.dumps({"meta": {"count": 2}, "results": [WORK, WORK]}), json.dumps(WORK) + "\n" + json.dumps(WORK) + "\n",
     json.dumps([WORK, WORK], indent=1)],
    ids=["page", "lines", "array"],
)  # fmt: skip
def test_shapes(text: str) -> None:
    found = list(loader.read(Source("x", io.BytesIO(text.encode()))))
    assert len(found) == 2
    assert loader.sniff(text.encode()[:65536], "x") > 0.9
    records = [record for raw in found if isinstance(raw, RawItem) for record in loader.transform(raw)]
    assert records == [one(WORK)] * 2


def test_real_works() -> None:
    path = shared_data("data", "fixtures", "api_bodies", "openalex_works.jsonl")
    raw = path.read_bytes()
    marks = len(re.findall(rb'(?m)^\{"id": "https://openalex.org/W\d+"', raw))
    (document,) = open_inputs([path])
    found: list[Record | Rejected] = list(document)
    assert document.loader == "openalex"
    assert len(found) == marks == 32
    papers = [record for record in found if isinstance(record, PaperRecord)]
    assert len(papers) == 32
    names = sum(len(json.loads(line)["authorships"]) for line in raw.splitlines())
    assert sum(len(paper.mentions) for paper in papers) == names


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.integers(0, len(json.dumps(WORK))).map(lambda n: json.dumps(WORK).encode()[:n]))
def test_any_bytes(data: bytes) -> None:
    try:
        for raw in loader.read(Source("x", io.BytesIO(data))):
            if isinstance(raw, RawItem):
                try:
                    loader.transform(raw)
                except (ValueError, RecursionError):
                    continue
    except LoadError:
        pass
    assert 0 <= loader.sniff(data, "x") <= 1


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(WORK)), st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
       lambda more: st.lists(more, max_size=3) | st.dictionaries(st.text(max_size=4), more, max_size=3)))  # fmt: skip
def test_any_value_in_any_field(name: str, value: Any) -> None:
    try:
        paper = but(**{name: value})
    except BadItem:
        assert name == "id"
        return
    assert paper.title or paper.ids
