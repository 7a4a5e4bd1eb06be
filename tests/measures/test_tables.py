"""The tables that measures give: summary, centralities, communities; whole, empty and odd."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from toy_graph import ANA, BOB, CEM, DEE, EVA, paper, snapshot, toy

from coterie.graph.measures import centrality, costly
from coterie.graph.measures import distances as distances_module
from coterie.graph.measures.centrality import centralities
from coterie.graph.measures.communities import communities
from coterie.graph.measures.distances import distances
from coterie.graph.measures.summary import summarise
from coterie.graph.network import CollaborationNetwork, from_pairs, project
from coterie.graph.snapshot import Selection

NETWORK = project(toy())
ODD = {
    "no papers": project(snapshot([])),
    "nobody": project(snapshot([paper("1", [])])),
    "one author": project(snapshot([paper("1", [ANA])])),
    "no links": project(snapshot([paper("1", [ANA]), paper("2", [BOB])])),
    "one link": project(snapshot([paper("1", [ANA, BOB])])),
    "all above the cap": project(toy(cap=1)),
    "no pairs": from_pairs([], []),
    "one pair": from_pairs(["a"], ["b"]),
}  # fmt: skip


def test_summary_of_the_toy() -> None:
    found = summarise(NETWORK).as_dict()
    expected = {
        "papers": 8, "people": 11, "links": 6, "first_year": 2019, "last_year": 2024, "papers_per_person": 19 / 11,
        "authors_per_paper": 25 / 8, "collaborators_per_person": 12 / 11, "single_author_share": 1 / 8,
        "incomplete_lists": 2, "pairs_incomplete": 1,
        "papers_over_cap": 1, "pairs_over_cap": 15, "density": 6 / 55, "clustering": 6 / 10,
        "components": 7, "without_links": 6, "giant": 5, "giant_share": 5 / 11, "second": 1, "mean_distance": 1.5,
        "mean_distance_low": None, "mean_distance_high": None, "longest_distance": 3,
        "distances": "exact, within the largest component", "selection": Selection().describe(), "counting": "full",
        "cap": 5, "nodes": "authors", "identity": "names",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert "generation" not in found
    json.dumps(found, allow_nan=False)


def test_distances_are_estimated_with_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [(i, i + 1) for i in range(199)]
    path = from_pairs([a for a, _ in ends], [b for _, b in ends])
    exact = distances(path)
    assert (exact.mean, exact.longest, exact.sources) == (pytest.approx(201 / 3), 199, 200)
    inside = 0
    for seed in range(50):
        found = distances(path, sources=60, seed=seed)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 201 / 3 <= found.high
    assert inside >= 42
    monkeypatch.setattr(distances_module, "WORK", 199 * 130)
    assert summarise(path).distances.startswith("mean estimated from 130 of the 200 in the")
    assert summarise(path).longest_distance == 199
    assert "the longest exact" in summarise(path).distances
    assert summarise(path, exact=True) == summarise(path, exact=True)
    assert summarise(path, exact=True).mean_distance == pytest.approx(201 / 3)


def test_centralities_of_the_toy() -> None:
    found = centralities(NETWORK)
    assert found.pivots is None
    rows = found.rows(by="strength")
    assert [row["name"] for row in rows[:2]] in ([BOB, CEM], [CEM, BOB])
    row = {row["name"]: row for row in rows}
    assert {k: row[DEE][k] for k in ("papers", "degree", "strength", "core", "component")} == {
        "papers": 2, "degree": 3, "strength": 3.0, "core": 2, "component": 1
    }  # fmt: skip
    assert row[EVA]["betweenness"] == 0
    assert row[DEE]["betweenness"] == pytest.approx(3 / 45)
    assert len(found.rows(limit=3)) == 3
    assert "exact" in " ".join(found.notes())
    with pytest.raises(ValueError, match="no column 'fame'"):
        found.rows(by="fame")


def test_strength_by_each_counting() -> None:
    ana = NETWORK.names.index(ANA)
    assert centrality.strength(NETWORK)[ana] == 4
    assert centrality.strength(NETWORK, "newman")[ana] == 3
    assert centrality.strength(NETWORK, "pair-share")[ana] == pytest.approx(1 + 2 / 3 + 1)
    by_newman = project(toy(), Selection(counting="newman"))
    assert centrality.strength(by_newman)[ana] == 3


def test_communities_of_the_toy() -> None:
    found = communities(NETWORK)
    rows = found.rows()
    assert sum(row["size"] for row in rows) == 11
    assert [row["label"] for row in rows[:2]] == [found.label(1), found.label(2)]
    assert sorted(NETWORK.names[i] for i in found.members(1)) == [ANA, BOB, CEM]
    assert (rows[0]["papers"], rows[0]["links"], rows[0]["density"]) == (4, 3, 1.0)
    assert "Computation and Language" in rows[0]["topics"]
    assert len(found.member_rows()) == 11
    assert found.rows(limit=1) == rows[:1]
    assert "modularity 0." in found.notes()[0]
    again = communities(NETWORK, seed=-5)
    assert again.count <= 11


@pytest.mark.parametrize("name", ODD)
def test_empty_and_odd(name: str) -> None:
    network = ODD[name]
    found = summarise(network)
    json.dumps(found.as_dict(), allow_nan=False)
    if not network.link_count:
        assert found.mean_distance is None
        assert found.distances == "undefined: there is no link"
    for seed in (0, 1):
        table = centralities(network, seed=seed)
        json.dumps(table.rows(), allow_nan=False)
        assert len(table.rows()) == network.size
        groups = communities(network, seed=seed)
        json.dumps([*groups.rows(), *groups.member_rows()], allow_nan=False)
        assert (groups.modularity is None) == (network.link_count == 0)
        assert groups.notes()
    for measure in (centrality.local_clustering, centrality.harmonic, centrality.pagerank):
        assert not np.isnan(measure(network)).any()


@pytest.mark.parametrize("call", [
    lambda: communities(NETWORK, resolution=0),
    lambda: communities(NETWORK, resolution=math.nan),
    lambda: centrality.betweenness(NETWORK, pivots=1),
    lambda: centrality.pagerank(NETWORK, damping=1.0),
    lambda: distances(NETWORK, sources=1),
    lambda: centrality.strength(NETWORK, "fame"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        call()


def complete(size: int) -> CollaborationNetwork:
    ends = [(a, b) for a in range(size) for b in range(a)]
    return from_pairs([a for a, _ in ends], [b for _, b in ends])


def test_a_clique() -> None:
    network = complete(9)
    assert centrality.core_numbers(network).tolist() == [8] * 9
    assert centrality.betweenness(network).tolist() == [0] * 9
    assert summarise(network).clustering == 1
    assert centrality.harmonic(network).tolist() == pytest.approx([1] * 9)


def test_large_networks_are_estimated_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costly, "EXACT_WORK", 1)
    monkeypatch.setattr(costly, "PIVOTS", (3, 4))
    found = centralities(complete(9), seed=2)
    assert found.pivots == 4
    assert "estimated from 4 pivots (seed 2)" in found.said["betweenness"]
    monkeypatch.setattr(costly, "WORK", 1)
    assert centralities(complete(9)).pivots == 3
    assert centralities(complete(9), exact=True).pivots is None
    assert centralities(complete(9), pivots=99).pivots is None
