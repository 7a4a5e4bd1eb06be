"""Names and ids of topics."""

from __future__ import annotations

from pathlib import Path

from assembly_inputs import paper
from part_world import World

from coterie.graph.assembly.corpus import item
from coterie.graph.assembly.derive import Derived, derive
from coterie.graph.assembly.merging import merge
from coterie.graph.model.records import TopicRecord, TopicRef
from coterie.graph.model.tables import Tables, node_rows
from coterie.graph.names.topics import arxiv_taxonomy

SPELT = ["Machine Learning", "machine learning", "Machine learning", "Machine learning", "machine-learning"]


def keyword(code: str, name: str | None = None) -> TopicRef:
    return TopicRef(scheme="keyword", code=code, name=name or code)


def of(*topics: tuple[TopicRef, ...]) -> Derived:
    return derive(list(merge([paper(i, title=f"Paper {i}", topics=found) for i, found in enumerate(topics)])))


def names(tables: Tables) -> dict[str, str | None]:
    return {row["id"]: row.get("name") for row in node_rows("Topic", tables.nodes["Topic"])}


def test_categories_of_arxiv_have_the_names_of_its_taxonomy() -> None:
    bare = [(TopicRef(scheme="arxiv", code=code, name=name),) for code in arxiv_taxonomy() for name in (None, "Own")]
    assert names(of(*bare)) == {f"arxiv:{code}": name for code, name in arxiv_taxonomy().items()}
    record = TopicRecord(scheme="arxiv", source="a", code="cs.CL", name="Else")
    assert names(derive([], topics=[record])) == {"arxiv:cs.CL": "Computation and Language"}
    assert names(of((TopicRef(scheme="arxiv", code="cs.NEW", name="New"),))) == {"arxiv:cs.NEW": "New"}


def test_keywords_are_one_topic_under_their_most_used_spelling() -> None:
    """However their loader coded them, and on whichever paper they stand."""
    found = of(*[(keyword(name),) for name in SPELT], (keyword("machine-learning", "Machine learning"),))
    assert names(found) == {"keyword:machine learning": "Machine learning"}
    assert found.rels["ABOUT"].length == len(SPELT) + 1
    twice = of((keyword("machine-learning", "ML"), keyword("machine learning", "ML")))
    assert twice.rels["ABOUT"].length == 1


def test_codes_of_other_schemes_stay_as_they_are() -> None:
    topics = tuple(TopicRef(scheme="mesh", code=code, name="X") for code in ("D-1", "d 1", "D.1"))
    assert set(names(of(topics))) == {"mesh:D-1", "mesh:D.1", "mesh:d 1"}
    assert set(names(of((keyword("!"), keyword("?"))))) == {"keyword:!", "keyword:?"}


def test_the_part_names_topics_as_the_whole(tmp_path: Path) -> None:
    world = World(tmp_path)
    for i, name in enumerate([*SPELT, "ML", "Machine learning"]):
        both = (keyword(name), TopicRef(scheme="arxiv", code="cs.LG", name=name))
        world.change([item(paper(i, title=f"Paper {i}", topics=both))], f"l{i}")
    assert names(world.tables) == {
        "arxiv:cs.LG": "Machine Learning", "keyword:machine learning": "Machine learning", "keyword:ml": "ML",
    }  # fmt: skip
    world.change([], "", ["l2", "l3", "l6"])
    assert names(world.tables)["keyword:machine learning"] == "Machine Learning"
