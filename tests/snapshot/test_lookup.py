"""Names as a person types them."""

from __future__ import annotations

import pytest
from toy_graph import ANA, BOB, CEM, EVA, Mention, paper, snapshot, toy

from coterie.graph.model.errors import AmbiguousName, NotFound
from coterie.graph.snapshot import Snapshot
from coterie.graph.snapshot.lookup import candidates, find

TOY = toy()


def name_of(kind: str, text: str, of: Snapshot = TOY) -> str:
    row = find(of, kind, text)
    return str(of.node(kind.capitalize())["title" if kind == "paper" else "name"][row])


@pytest.mark.parametrize(("text", "name"), [
    (ANA, ANA), ("ana nunez", ANA), ("ANA NUÑEZ", ANA), ("Nunez, Ana", ANA), ("nunez", ANA), ("nun", ANA),
    ("nunez ana", ANA), ("0000-0002-1825-0097", ANA), ("https://orcid.org/0000-0002-1825-0097", ANA),
    ("dblp:a/AnaN", ANA), ("a/AnaN", ANA), ("oneil", BOB), ("o'neil", BOB), ("o neil", BOB), ("O’Neil, Bob", BOB),
    ("sahin", CEM),
    ("angstrom", EVA), ("gstro", EVA), ("  eva  angstrom ", EVA), ("zoe nopaper", "Zoë Nopaper"),
])  # fmt: skip
def test_authors(text: str, name: str) -> None:
    assert name_of("author", text) == name


@pytest.mark.parametrize("text", [
    "doi:10.1000/one", "10.1000/ONE", "https://doi.org/10.1000/one", "arxiv:2001.00001", "2001.00001v2",
    "https://arxiv.org/abs/2001.00001", "10.48550/arXiv.2001.00001", "deep nets: a survey", "Deep Nets a Survey",
    "survey",
])  # fmt: skip
def test_papers(text: str) -> None:
    assert name_of("paper", text) == "Deep Nets: A Survey"


@pytest.mark.parametrize(("text", "name"), [
    ("ror:00rcxh774", "Universität Köln"), ("koln", "Universität Köln"), ("universitat koln", "Universität Köln"),
    ("https://ror.org/00rcxh774", "Universität Köln"), ("00rcxh774", "Universität Köln"), ("vision", "Vision Lab"),
])  # fmt: skip
def test_affiliations(text: str, name: str) -> None:
    assert name_of("affiliation", text) == name


@pytest.mark.parametrize("text", ["arxiv:cs.CL", "cs.CL", "cs.cl", "CL", "computation and language", "language"])
def test_topics(text: str) -> None:
    assert name_of("topic", text) == "Computation and Language"


def test_every_id_finds_its_row() -> None:
    for kind in ("author", "paper", "affiliation", "topic"):
        for row, ident in enumerate(TOY.node(kind.capitalize())["id"].tolist()):
            assert find(TOY, kind, ident) == row


def test_several_are_listed_best_first() -> None:
    with pytest.raises(AmbiguousName) as error:
        find(TOY, "author", "crowd")
    assert len(error.value.candidates) == 5
    graph = snapshot([paper("1", ["Wei Wang", "Bo Wang"], "2019"), paper("2", ["Wei Wang"], "2021")])
    with pytest.raises(AmbiguousName) as error:
        find(graph, "author", "wang")
    assert [text for _, text in error.value.candidates] == ["Wei Wang — 2 papers, 2019–2021", "Bo Wang — 1 paper, 2019"]
    assert all(find(graph, "author", ident) >= 0 for ident, _ in error.value.candidates)
    with pytest.raises(AmbiguousName) as error:
        find(TOY, "paper", "nets")
    assert [text for _, text in error.value.candidates] == [
        "Deeper Nets — 2020",
        "Deep Nets: A Survey — 2019, 2 authors",
    ]


def test_namesakes_are_told_by_how_they_write_their_name() -> None:
    one = Mention(written="José García", position=1, source_ids=("dblp:1",))
    two = Mention(written="Jose Garcia", position=1, source_ids=("dblp:2",))
    graph = snapshot([paper("1", [one]), paper("2", [two])])
    assert name_of("author", "José García", graph) == "José García"
    assert name_of("author", "Jose Garcia", graph) == "Jose Garcia"
    with pytest.raises(AmbiguousName):
        find(graph, "author", "JOSE GARCIA")
    assert name_of("author", "dblp:2", graph) == "Jose Garcia"


def test_whole_words_beat_beginnings() -> None:
    graph = snapshot([paper("1", ["Li Lyna Zhang", "Lintao Zhang"])])
    assert name_of("author", "zhang li", graph) == "Li Lyna Zhang"
    assert name_of("author", "zhang lin", graph) == "Lintao Zhang"


def test_a_whole_name_beats_a_part_and_a_live_id_beats_a_former_one() -> None:
    graph = snapshot([paper("1", ["Ann Li", "Ann Lime"]), paper("2", ["Ann Limestone"])])
    authors = graph.node("Author")
    live, other = authors["id"][0], authors["id"][1]
    authors["former_ids"][1] = (live, "old-id")
    assert name_of("author", "ann li", graph) == "Ann Li"
    assert find(graph, "author", live) == 0
    assert graph.node("Author")["id"][find(graph, "author", "old-id")] == other


def test_none_names_the_nearest() -> None:
    with pytest.raises(NotFound) as error:
        find(TOY, "author", "Ana Nunes")
    assert error.value.nearest[0] == ANA
    for text in ("", "  ", "…", "xqzzyk"):
        with pytest.raises(NotFound):
            find(TOY, "author", text)
    with pytest.raises(NotFound):
        find(snapshot([]), "paper", "anything")


def test_candidates_for_completion() -> None:
    assert [name for _, name in candidates(TOY, "author", "an", 10)] == [ANA, EVA]
    assert [name for _, name in candidates(TOY, "author", "Ñu", 10)] == [ANA]
    assert len(candidates(TOY, "author", "crowd", 3)) == 3
    assert len(candidates(TOY, "author", "", 4)) == 4
    assert candidates(TOY, "topic", "comp", 1) == [("arxiv:cs.CL", "Computation and Language")]
    assert candidates(snapshot([]), "author", "a", 5) == []
