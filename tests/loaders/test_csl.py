"""Items of CSL-JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord
from coterie.loaders.base import BadItem, RawItem, Source
from coterie.loaders.csl import loader
from coterie.loaders.registry import open_inputs

ITEM: dict[str, Any] = {
    "id": "https://doi.org/10.1000/ABC", "type": "article-journal", "title": "On <i>Coteries</i>", "DOI": "10.1000/ABC",
    "container-title": "Journal of Teams", "issued": {"date-parts": [["2021", 3, 4]]}, "language": "en-GB",
    "URL": "https://example.org/1", "keyword": "teams, salons",
    "author": [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von", "suffix": "Jr."},
        {"literal": "The Salon Collaboration"}, {"family": "Plato"}, {"given": ""},
        {"family": "Lovelace", "given": "Ada", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
    ],
    "editor": [{"family": "Nobody", "given": "E."}],
}  # fmt: skip


def one(item: Any) -> PaperRecord:
    (record,) = loader.transform(RawItem("1", json.dumps(item).encode()))
    assert isinstance(record, PaperRecord)
    return record


def but(**changes: Any) -> PaperRecord:
    return one({**ITEM, **changes})


def test_every_field() -> None:
    paper = one(ITEM)
    assert (paper.source, paper.record_id, paper.title) == ("csl", "", "On Coteries")
    assert (paper.ids, paper.date, paper.kind) == ({"doi": "10.1000/abc"}, "2021-03-04", "article")
    assert (paper.venue, paper.language, paper.urls) == ("Journal of Teams", "en", ("https://example.org/1",))
    assert [t.name for t in paper.topics] == ["teams", "salons"]
    names = [(m.written, m.given, m.family, m.suffix, m.collective) for m in paper.mentions]
    assert names == [
        ("Vincent van Gogh", "Vincent", "van Gogh", None, False),
        ("Alexander von Humboldt Jr.", "Alexander", "von Humboldt", "Jr.", False),
        ("The Salon Collaboration", None, None, None, True),
        ("Plato", None, "Plato", None, False),
        ("Ada Lovelace", "Ada", "Lovelace", None, False),
    ]
    assert [m.position for m in paper.mentions] == [1, 2, 3, 4, 5]
    assert paper.mentions[4].orcid == "0000-0002-1825-0097"
    assert paper.authors_complete is None


def test_editors_are_those_of_a_book_itself() -> None:
    assert [m.role for m in but(type="book", author=None).mentions] == ["editor"]
    assert but(type="chapter", author=None).mentions == ()


def test_others_make_the_list_incomplete() -> None:
    paper = but(author=[{"family": "Lovelace", "given": "Ada"}, {"literal": "others"}])
    assert ([m.written for m in paper.mentions], paper.authors_complete) == (["Ada Lovelace"], False)


@pytest.mark.parametrize(
    ("issued", "date"),
    [({"date-parts": [[2021]]}, "2021"), ({"date-parts": [[2021, 13]]}, "2021"), ({"raw": "May 2020"}, "2020-05"),
     ("2019-02-03", "2019-02-03"), ({"date-parts": [[]]}, None), ({"date-parts": [[None]]}, None), (None, None),
     ({"date-parts": [[2021, 5, 32]]}, "2021-05"), ({"date-parts": [[0]]}, None), ({"literal": "in press"}, None)],
)  # fmt: skip
def test_dates(issued: Any, date: str | None) -> None:
    assert but(issued=issued).date == date


@pytest.mark.parametrize(
    ("author", "name", "given", "family", "group"),
    [
        ({"literal": "Bo, An"}, "Bo, An", "An", "Bo", False),
        ({"literal": "Madonna"}, "Madonna", None, None, False),
        ("Working Group of Coteries, Oslo", "Working Group of Coteries, Oslo", None, None, True),
        ({"family": "Salon Consortium"}, "Salon Consortium", None, None, True),
        ({"family": "王", "given": "莉"}, "王莉", "莉", "王", False),
        ({"family": "King, Jr.", "given": "Martin"}, "Martin King Jr.", "Martin", "King", False),
        ({"family": 5, "given": "A"}, "A 5", "A", "5", False),
    ],
)
def test_names(author: Any, name: str, given: str | None, family: str | None, group: bool) -> None:
    (mention,) = but(author=[author]).mentions
    assert (mention.written, mention.given, mention.family, mention.collective) == (name, given, family, group)


def test_ids_from_addresses() -> None:
    paper = but(DOI=None, id="https://arxiv.org/abs/1706.03762v5", PMID="PMID: 123")
    assert paper.ids == {"arxiv": "1706.03762", "pmid": "123"}


def test_an_eprint_in_the_place_of_a_journal() -> None:
    paper = but(DOI=None, id="x", **{"container-title": "arXiv:1501.04916 [physics]"})
    assert (paper.ids, paper.kind, paper.venue) == ({"arxiv": "1501.04916"}, "preprint", "arXiv")


def test_what_is_no_item() -> None:
    for item in ({"type": "book"}, [1], 3, "text"):
        with pytest.raises(BadItem):
            loader.transform(RawItem("1", json.dumps(item).encode()))


@pytest.mark.parametrize("shape", [[ITEM, ITEM], {"items": [ITEM, ITEM]}])
def test_shapes(shape: Any) -> None:
    found = list(loader.read(Source("x", io.BytesIO(json.dumps(shape, indent=1).encode()))))
    assert len(found) == 2
    assert loader.sniff(json.dumps(shape).encode(), "x") > 0.8


@pytest.mark.parametrize("name", ["citeproc.json", "csl-list.json", "citeproc_missing_doi.json"])
def test_real_items(name: str) -> None:
    path = shared_data("data", "fixtures", "commonmeta", "testdata", "csl", name)
    items = json.loads(path.read_text(encoding="utf-8"))
    items = items if isinstance(items, list) else [items]
    (document,) = open_inputs([path])
    found = list(document)
    assert document.loader == "csl"
    assert len(found) == len(items)
    for record, item in zip(found, items, strict=True):
        assert isinstance(record, PaperRecord)
        assert len(record.mentions) == len(item.get("author", []))
        assert record.ids.get("doi", "") == item.get("DOI", "").lower() or "arxiv" in record.ids


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.integers(0, len(json.dumps(ITEM))).map(lambda n: json.dumps(ITEM).encode()[:n]))
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
@given(st.sampled_from(sorted(ITEM)), st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
       lambda more: st.lists(more, max_size=3) | st.dictionaries(st.text(max_size=4), more, max_size=3)))  # fmt: skip
def test_any_value_in_any_field(name: str, value: Any) -> None:
    paper = but(**{name: value})
    assert paper.title or paper.ids
