"""From a real snapshot and network to a map, and in the browser: the five documents."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from assembly_inputs import paper, person

from coterie import seeds
from coterie.graph.assembly.corpus import Corpus, item
from coterie.graph.maps import draw, write_map
from coterie.graph.maps.choose import choose
from coterie.graph.maps.data import MapData, Metric
from coterie.graph.measures.centrality import betweenness, pagerank
from coterie.graph.measures.communities import communities
from coterie.graph.model.errors import MapError
from coterie.graph.model.records import AffiliationRef, Record, TopicRef, identified
from coterie.graph.model.settings import Settings
from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.snapshot import Selection, Snapshot


def snapshot_of(records: list[Record]) -> Snapshot:
    corpus = Corpus()
    items = [item(identified(record)) for record in records]
    corpus.supply((i.id, i.payload, []) for i in items)
    return Snapshot(corpus.derive(Settings()))


@cache
def five() -> Snapshot:
    return snapshot_of(list(seeds.records()))


def link(data: MapData, a: str, b: str) -> set[str]:
    """Titles of the papers of the link between two names."""
    position = {p.name: i for i, p in enumerate(data.people)}
    ends = {position[a], position[b]}
    found = [x for x in data.links if {x.a, x.b} == ends]
    return {data.works[w].title for x in found for w in x.papers}


def test_the_five_documents() -> None:
    snapshot = five()
    network = project(snapshot)
    data = choose(network, snapshot)
    assert (len(data.people), len(data.links), len(data.works)) == (202, 313, 113)
    strongest = max(data.links, key=lambda x: x.joint)
    assert {data.people[strongest.a].name, data.people[strongest.b].name} == {"Huiqiang Jiang", "Qianhui Wu"}
    assert strongest.joint == len(strongest.papers) == 9
    assert all(x.joint == x.count == len(x.papers) for x in data.links)
    assert dict(data.notes)["Author lists"] == "164 of 164 author lists are incomplete"
    assert "51 name nobody" in dict(data.notes)["Papers"]
    assert "generation" not in json.dumps(data.notes)


def test_links_have_the_papers_of_the_network_and_no_others() -> None:
    snapshot = snapshot_of([
        paper(1, "Ann A", "Bob B", title="One", urls=("https://example.org/1",)),
        paper(2, "Ann A", "Bob B", "Cy C", title="Two", ids={"doi": "10.1000/two"}, citations=7),
        paper(3, *(f"Person {chr(65 + i)}" for i in range(6)), "Ann A", "Bob B", title="Large"),
        paper(4, "Ann A", title="Alone", topics=(TopicRef(scheme="t", code="x", name="Things"),),
              affiliations=(AffiliationRef(name="Somewhere"),)),
        paper(5, "Ann A", "Bob B", title="Withdrawn", kind="retraction"), person("Ann A"),
    ])  # fmt: skip
    network = project(snapshot, Selection(cap=5))
    data = choose(network, snapshot)
    assert link(data, "Ann A", "Bob B") == {"One", "Two"}
    assert link(data, "Ann A", "Cy C") == {"Two"}
    ann = next(p for p in data.people if p.name == "Ann A")
    assert {data.works[w].title for w in ann.papers} == {"One", "Two", "Large", "Alone"}
    assert [data.topics[t] for t in ann.topics] == ["Things"]
    urls = {w.title: w.url for w in data.works}
    assert urls["One"] == "https://example.org/1"
    assert urls["Two"] == "https://doi.org/10.1000/two"
    assert "1 left out, with 28 pairs" in dict(data.notes)["Teams"]
    metrics = {m.key: m for m in data.metrics}
    assert list(metrics) == ["papers", "coauthors", "strength", "citations", "pagerank", "betweenness", "core"]
    assert metrics["citations"].values[data.people.index(ann)] == 7
    assert metrics["strength"].values[data.people.index(ann)] == 3


def test_communities_and_figures_are_those_of_the_measures() -> None:
    network = project(five())
    data = choose(network, five(), seed=7)
    assert data.community == communities(network, seed=7).of.tolist()
    metrics = {m.key: m.values for m in data.metrics}
    assert metrics["pagerank"] == pytest.approx(pagerank(network).tolist(), rel=1e-5)
    assert metrics["betweenness"] == pytest.approx(betweenness(network).tolist(), rel=1e-5)
    assert Metric("x", "X", [float("nan"), 2.0]).plain(0) is None
    assert Metric("x", "X", [float("nan"), 2.0]).plain(1) == 2


def test_too_many_people_are_left_out_and_said_so() -> None:
    network = project(five())
    data = choose(network, five(), [Metric("own", "Own", list(range(202)))], most=50)
    assert len(data.people) == 50
    assert "152 of 202 authors" in dict(data.notes)["Left out"]
    fewest = min(len(p.papers) for p in data.people)
    papers = {str(network.ids[i]): len(network.papers_of(i)) for i in range(202)}
    assert sum(n > fewest for n in papers.values()) <= 50
    own = next(m for m in data.metrics if m.key == "own")
    assert [str(network.ids[v]) for v in own.values] == [p.id for p in data.people]


@pytest.mark.parametrize("nodes", ["topics", "affiliations", "countries"])
def test_networks_of_other_things(nodes: str) -> None:
    data = choose(project(five(), nodes=nodes), five())
    assert data.noun == {"topics": "topic", "affiliations": "affiliation", "countries": "country"}[nodes]
    assert all(x.count == len(x.papers) for x in data.links)
    assert draw(project(five(), nodes=nodes), five()).startswith("<!doctype html>")


@pytest.mark.parametrize("counting", ["full", "newman", "pair-share"])
def test_countings(counting: Any) -> None:
    network = project(five(), Selection(counting=counting))
    data = choose(network, five())
    assert sum(x.weight for x in data.links) == pytest.approx(network.weight().sum() / 2)
    assert counting in dict(data.notes)["Counting"]


def test_a_network_of_pairs_has_no_papers() -> None:
    network = from_pairs(["a", "b"], ["b", "c"], [3, 1])
    data = choose(network)
    assert [(x.joint, x.papers) for x in data.links] == [(3, ()), (1, ())]
    assert '"n":3' in draw(network, None)


def test_nobody(tmp_path: Any) -> None:
    empty: CollaborationNetwork = project(five(), Selection(years=(1900, 1901)))
    file = write_map(tmp_path / "none.html", empty, five(), title="Nobody")
    assert "no author to draw" in file.read_text("utf-8")
    with pytest.raises(MapError, match="no size"):
        draw(empty, five(), size="height")


def test_same_bytes_whatever_the_order_of_records() -> None:
    records = list(seeds.records())
    turned = snapshot_of(records[::-1])
    assert draw(project(turned), turned) == draw(project(five()), five())
