"""Links by the totals of their ends: hand-worked, beside scipy's distances of sets, and where nothing is defined."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_graph import ANA, BOB, CEM, paper, snapshot, topic, toy

from coterie.graph.measures.centrality import betweenness, centralities, strength
from coterie.graph.measures.lengths import lengths
from coterie.graph.network import CollaborationNetwork, from_pairs, normalised, project
from coterie.graph.network.normalising import METHODS, describe, fractions, is_rounded, papers_within_cap
from coterie.graph.snapshot import Selection, Snapshot

# Ana has 4 papers, Bob 3, Cem 2; Ana and Bob share 2, Ana and Cem 1; the crowd's paper (6 authors) is above the cap
PAPERS = [
    paper("a", [ANA, BOB]), paper("b", [ANA, BOB]), paper("c", [ANA, CEM]), paper("d", [ANA]), paper("e", [BOB]),
    paper("f", [CEM]), paper("g", [ANA, *(f"Crowd Member{chr(97 + i)}" for i in range(5))]),
]  # fmt: skip
BY_HAND = {
    "association": (Fraction(2, 12), Fraction(1, 8)),
    "salton": (2 / sqrt(12), 1 / sqrt(8)),
    "jaccard": (Fraction(2, 5), Fraction(1, 5)),
    "inclusion": (Fraction(2, 3), Fraction(1, 2)),
    "equivalence": (Fraction(4, 12), Fraction(1, 8)),
}


def values(network: CollaborationNetwork, name: str = "weight") -> dict[tuple[str, str], float]:
    left, right, at = network.links()
    weights = network.weight(name)[at].tolist()
    return {(network.names[a], network.names[b]): w
            for a, b, w in zip(left.tolist(), right.tolist(), weights, strict=True)}  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_by_hand(method: str) -> None:
    plain = project(snapshot(PAPERS, cap=5))
    found = normalised(plain, method)
    assert papers_within_cap(plain).tolist()[:3] == [4, 3, 2]
    expected = dict(zip([(ANA, BOB), (ANA, CEM)], map(float, BY_HAND[method]), strict=True))
    assert values(found) == pytest.approx(expected, abs=1e-15)
    assert values(found, method) == values(found)
    assert values(found, "papers") == {(ANA, BOB): 2, (ANA, CEM): 1} == values(plain)
    assert found.counting == f"{method}-normalised full"
    assert METHODS[method] in str(describe(found))
    assert "teams within the cap" in str(describe(found))
    assert (describe(plain), plain.counting) == (None, "full")
    assert strength(found)[0] == pytest.approx(sum(expected.values()))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("counting", ["newman", "pair-share"])
def test_parts_of_papers_go_by_the_sums_of_weights(method: str, counting: str) -> None:
    three = [paper("a", [ANA, BOB, CEM]), paper("b", [ANA, BOB]), paper("c", [CEM])]
    found = normalised(project(snapshot(three), Selection(counting=counting)), method)  # type: ignore[arg-type]
    share = {"newman": 1 / 2, "pair-share": 1 / 3}[counting]
    c, a, b, other = 1 + share, 1 + 2 * share, 1 + 2 * share, 2 * share
    by_hand = {"association": c / (a * b), "salton": c / sqrt(a * b), "jaccard": c / (a + b - c),
               "inclusion": c / min(a, b), "equivalence": c * c / (a * b)}  # fmt: skip
    assert values(found)[ANA, BOB] == pytest.approx(by_hand[method])
    assert values(normalised(found, "inclusion"))[ANA, CEM] == pytest.approx(share / other)
    assert is_rounded(found)
    assert "the weights of all links" in str(describe(found))


@st.composite
def teams(draw: st.DrawFn) -> Snapshot:
    people = [f"Person Name{chr(97 + i)}" for i in range(7)]
    drawn = draw(st.lists(st.lists(st.sampled_from(people), min_size=1, max_size=6, unique=True), min_size=1,
                          max_size=12))  # fmt: skip
    return snapshot([paper(str(i), team) for i, team in enumerate(drawn)], cap=5)


@settings(deadline=None, max_examples=60)
@given(teams())
def test_like_distances_of_sets(made: Snapshot) -> None:
    """scipy's Jaccard and cosine distances of the sets of papers are what ours leave to 1."""
    from scipy.spatial.distance import cosine, jaccard

    plain = project(made)
    held = plain.incidence
    assert held is not None
    sets = np.zeros((plain.size, int(held.papers.max(initial=0)) + 1), bool)
    owner = np.repeat(np.arange(plain.size), np.diff(held.indptr))
    sets[owner[held.linking], held.papers[held.linking]] = True
    for method, distance in (("jaccard", jaccard), ("salton", cosine)):
        found = normalised(plain, method)
        left, right, at = found.links()
        for a, b, value in zip(left.tolist(), right.tolist(), found.weight()[at].tolist(), strict=True):
            assert value == pytest.approx(1 - distance(sets[a].astype(float), sets[b].astype(float)), abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(teams(), st.sampled_from(sorted(METHODS)), st.sampled_from(["full", "newman", "pair-share"]))
def test_bounds_order_and_symmetry(made: Snapshot, method: str, counting: str) -> None:
    found = normalised(project(made, Selection(counting=counting)), method)  # type: ignore[arg-type]
    weights = found.weight()
    assert np.isfinite(weights).all()
    assert (weights > 0).all()
    assert (weights <= 1 + 1e-12).all() or method == "association"
    matrix = found.to_scipy().toarray()
    assert (matrix == matrix.T).all()
    other = {name: normalised(found, name).weight() for name in METHODS}
    assert (other["jaccard"] <= other["salton"] + 1e-12).all(), "as the paper proves"
    assert (other["salton"] <= other["inclusion"] + 1e-12).all()
    assert np.allclose(other["salton"] ** 2, other["equivalence"])


@settings(deadline=None, max_examples=60)
@given(teams(), st.sampled_from(sorted(METHODS)))
def test_fractions_are_the_weights(made: Snapshot, method: str) -> None:
    found = normalised(project(made), method)
    exact = fractions(found)
    if method == "salton":
        assert exact is None
        return
    assert exact is not None
    assert [float(exact[1][kind]) for kind in exact[0].tolist()] == found.weight().tolist()
    assert lengths(found).fractions == tuple(sorted({1 / weight for weight in exact[1]}))


@pytest.mark.parametrize("nodes", ["authors", "affiliations", "countries", "topics"])
def test_nodes_of_any_kind(nodes: str) -> None:
    found = normalised(project(toy(), nodes=nodes), "association")
    assert found.link_count
    assert found.nodes == nodes
    assert found.weight("association").tolist() == found.weight().tolist()
    made = centralities(found, weighted=True, measures=("strength", "betweenness"))
    assert "association-normalised full counting" in made.said["strength"]
    assert "no tie broken" in made.said["betweenness"]
    rounded = centralities(normalised(found, "salton"), weighted=True, measures=("betweenness",))
    assert "no tie broken" not in rounded.said["betweenness"]
    assert betweenness(found).tolist() == betweenness(project(toy(), nodes=nodes)).tolist(), "links counting alike"


@settings(deadline=None, max_examples=60)
@given(teams(), st.sampled_from(["association", "jaccard", "inclusion", "equivalence"]))
def test_distances_by_normalised_strength_are_those_of_networkx(made: Snapshot, method: str) -> None:
    """Fractions break no tie, so networkx on fractions is the oracle."""
    found = normalised(project(made), method)
    exact = fractions(found)
    assert exact is not None
    graph = nx.Graph()
    graph.add_nodes_from(range(found.size))
    left, right, at = found.links()
    for a, b, i in zip(left.tolist(), right.tolist(), at.tolist(), strict=True):
        graph.add_edge(a, b, distance=1 / exact[1][int(exact[0][i])])
    ours = centralities(found, ("betweenness", "closeness"), weighted=True, exact=True).columns
    theirs = nx.betweenness_centrality(graph, weight="distance")
    assert ours["betweenness"].tolist() == pytest.approx([theirs[i] for i in range(found.size)], abs=1e-12)
    near = nx.closeness_centrality(graph, distance="distance")
    assert ours["closeness"].tolist() == pytest.approx([near[i] for i in range(found.size)], abs=1e-12)


def test_topics_by_hand() -> None:
    papers = [paper("a", [ANA], topics=(topic("cs.CL"), topic("cs.LG"))), paper("b", [BOB], topics=(topic("cs.CL"),)),
              paper("c", [], topics=(topic("cs.CL"), topic("cs.LG")))]  # fmt: skip
    found = normalised(project(snapshot(papers), nodes="topics"), "association")
    assert found.weight().tolist() == [2 / 6, 2 / 6]


@pytest.mark.parametrize("method", METHODS)
def test_nobody_and_no_links(method: str) -> None:
    nobody = normalised(from_pairs([], []), method)
    assert (nobody.size, nobody.weight().tolist()) == (0, [])
    alone = normalised(project(snapshot([paper("a", [ANA])])), method)
    assert (alone.size, alone.weight().tolist(), lengths(alone).fractions) == (1, [], ())
    nothing = normalised(from_pairs(["a"], ["b"], [0]), method)
    assert nothing.weight().tolist() == [0, 0], "no joint paper, no strength"


def test_of_pairs_the_totals_are_sums() -> None:
    pairs = from_pairs(["a", "b"], ["b", "c"], [1, 3])
    assert normalised(pairs, "association").weight().tolist() == [1 / 4, 1 / 4, 1 / 4, 1 / 4]
    assert normalised(normalised(pairs, "salton"), "inclusion").weight().tolist() == [1, 1, 1, 1]


def test_wrong_arguments() -> None:
    pairs = from_pairs(["a"], ["b"])
    with pytest.raises(ValueError, match="choose one of association, salton"):
        normalised(pairs, "cosine")
    with pytest.raises(ValueError, match="one of papers, strength"):
        normalised(pairs, "salton", "degree")
    with pytest.raises(ValueError, match="made of papers, in full counting"):
        normalised(pairs, "salton", "papers")
    with pytest.raises(ValueError, match="does not know the papers"):
        papers_within_cap(pairs)
