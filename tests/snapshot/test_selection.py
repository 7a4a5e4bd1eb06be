"""The Selection: what each of its fields means, alone and together, and what it says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_graph import ANA, BOB, CEM, DEE, EVA, FAY, TopicRecord, paper, snapshot, topic, toy

from coterie.graph.model.errors import NotFound
from coterie.graph.snapshot import Selection, Snapshot

TOY = toy()
ALL = ["p1", "p2", "p3", "p4", "p5", "p6", "p8", "p9"]


def papers(selection: Selection, of: Snapshot = TOY) -> list[str]:
    ids = of.texts("Paper", "id", selection.paper_rows(of)).tolist()
    return sorted("p1" if ident == "doi:10.1000/one" else ident.removeprefix("t:") for ident in ids)


def people(selection: Selection, of: Snapshot = TOY) -> set[str]:
    return set(of.texts("Author", "name", selection.author_rows(of)).tolist())


@pytest.mark.parametrize(("fields", "expected"), [
    ({}, ALL),
    ({"years": (2020, 2021)}, ["p2", "p3"]),
    ({"years": (None, 2019)}, ["p1"]),
    ({"years": (2023, None)}, ["p8", "p9"]),
    ({"years": (1990, 1991)}, []),
    ({"kinds": ("article",)}, ["p1", "p2", "p4", "p5", "p8"]),
    ({"kinds": ("Preprint", "retraction")}, ["p3", "p7"]),
    ({"kinds": ("thesis",)}, []),
    ({"topics": ("cs.CL",)}, ["p1", "p3"]),
    ({"topics": ("CL", "machine learning")}, ["p1", "p2", "p3"]),
    ({"topics": ("computer science",)}, ["p1", "p3"]),
    ({"affiliations": ("acme",)}, ["p3", "p4"]),
    ({"affiliations": ("koln",)}, ["p1", "p2", "p3"]),
    ({"affiliations": ("vision lab", "acme research")}, ["p2", "p3", "p4"]),
    ({"countries": ("de",)}, ["p1", "p3"]),
    ({"venues": ("ACL",)}, ["p1"]),
    ({"venues": ("proceedings",)}, ["p2"]),
    ({"papers": ("https://doi.org/10.1000/ONE", "deeper nets")}, ["p1", "p2"]),
    ({"topics": ("cs.CL",), "countries": ("US",)}, ["p3"]),
    ({"years": (2020, None), "kinds": ("article",), "affiliations": ("acme",)}, ["p4"]),
    ({"people": (DEE,)}, ["p3", "p4"]),
    ({"authors": (EVA,), "radius": 0}, ["p4"]),
    ({"authors": (EVA,)}, ["p3", "p4"]),
])  # fmt: skip
def test_papers(fields: dict[str, Any], expected: list[str]) -> None:
    assert papers(Selection(**fields)) == expected


@pytest.mark.parametrize(("fields", "expected"), [
    ({"authors": (EVA,), "radius": 0}, {EVA}),
    ({"authors": (EVA,), "radius": 1}, {EVA, DEE}),
    ({"authors": (EVA,), "radius": 2}, {EVA, DEE, BOB, CEM}),
    ({"authors": (EVA,), "radius": 9}, {EVA, DEE, BOB, CEM, ANA}),
    ({"authors": (ANA,), "min_joint": 2}, {ANA, BOB, CEM}),
    ({"authors": (BOB,), "radius": 1, "min_joint": 2, "years": (2020, None)}, {BOB, CEM}),
    ({"authors": (EVA, FAY), "radius": 0}, {EVA, FAY}),
    ({"authors": (EVA,), "radius": 9, "people": (DEE, EVA, ANA)}, {EVA, DEE}),
    ({"people": ("ana nunez", "dee li")}, {ANA, DEE}),
    ({"min_papers": 3}, {ANA, BOB, CEM}),
    ({"min_papers": 9}, set()),
    ({"authors": (FAY,), "min_papers": 9}, set()),
])  # fmt: skip
def test_people(fields: dict[str, Any], expected: set[str]) -> None:
    assert people(Selection(**fields)) == expected


def test_a_team_above_the_cap_makes_no_step() -> None:
    assert people(Selection(authors=(FAY,))) == {FAY}
    assert len(people(Selection(authors=(FAY,), cap=6))) == 6


def test_editors_and_collectives_are_no_people() -> None:
    assert people(Selection(papers=("Paper p6",))) == {ANA, CEM}


@pytest.mark.parametrize(("fields", "near"), [
    ({"authors": ("Nobody Atall Xyz",)}, ()), ({"topics": ("cs.ZZ",)}, None), ({"venues": ("ACLL",)}, ("ACL",)),
    ({"kinds": ("artcle",)}, ("article",)), ({"countries": ("FR",)}, ("DE", "US")), ({"papers": ("doi:10.1/x",)}, None),
])  # fmt: skip
def test_a_name_that_is_none_is_said(fields: dict[str, Any], near: tuple[str, ...] | None) -> None:
    with pytest.raises(NotFound) as error:
        Selection(**fields).paper_rows(TOY)
    if near:
        assert error.value.nearest[: len(near)] == near


@pytest.mark.parametrize("fields", [
    {"years": (2020, 2019)}, {"years": "2020"}, {"years": (2020,)}, {"counting": "half"}, {"radius": -1},
    {"min_papers": 0}, {"min_joint": True}, {"cap": 0}, {"kinds": "article"}, {"people": (1,)},
])  # fmt: skip
def test_what_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        Selection(**fields)


def test_describes_every_choice() -> None:
    chosen = Selection(
        years=(2019, 2021), kinds=("article", "preprint"), topics=("cs.CL",), affiliations=("Acme",), countries=("DE",),
        venues=("ACL",), authors=(ANA,), radius=2, people=("a", "b", "c", "d"), papers=("x",), min_papers=2,
        min_joint=3, cap=50, counting="newman",
    )  # fmt: skip
    assert chosen.describe() == (
        f"years 2019 to 2021; kinds article or preprint; topic cs.CL; affiliation Acme; country DE; venue ACL; "
        f"people within 2 steps of {ANA}; only the people a, b, c and 1 more; only the papers x; people with 2 papers "
        "or more; links of 3 joint papers or more; no links from papers of more than 50 authors; newman counting: a "
        "joint paper of n authors counts 1/(n-1)"
    )
    assert Selection().describe() == "all papers; without retractions and errata; full counting: a joint paper counts 1"


_NAMES = st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple)


@given(st.builds(
    Selection, years=st.none() | st.tuples(st.integers(1900, 2000), st.none() | st.integers(2000, 2030)), kinds=_NAMES,
    topics=_NAMES, authors=_NAMES, people=_NAMES, papers=_NAMES, radius=st.integers(0, 3), min_joint=st.integers(1, 9),
    cap=st.none() | st.integers(1, 500), counting=st.sampled_from(["full", "newman", "pair-share"]),
))  # fmt: skip
def test_json_round_trip(selection: Selection) -> None:
    assert Selection.from_json(selection.to_json()) == selection
    assert hash(Selection.from_json(selection.to_json())) == hash(selection)


@pytest.mark.parametrize("text", ["[]", '{"year": 1}', '{"years": 1}', "nonsense", '{"radius": "x"}'])
def test_json_that_is_no_selection(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the message is json's own, or ours)
        Selection.from_json(text)


def test_an_empty_graph() -> None:
    none = snapshot([])
    assert papers(Selection(), none) == []
    assert people(Selection(years=(2000, 2001), min_papers=2), none) == set()


def test_part_of_goes_to_any_depth() -> None:
    made = [TopicRecord(source="s", scheme="s", code=c, part_of=(w,)) for c, w in [("c", "b"), ("b", "a")]]
    graph = snapshot([paper("p1", [ANA], topics=(topic("c", "s"),)), paper("p2", [BOB])], topics=made)
    assert papers(Selection(topics=("s:a",)), graph) == ["p1"]
