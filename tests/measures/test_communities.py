"""Communities: how much partitions agree, what several runs agree on, what stands out, and what becomes of them."""

from __future__ import annotations

import math
import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_graph import paper, snapshot, topic

from coterie.graph.measures.communities import communities, modularity
from coterie.graph.measures.leiden import agreement, leiden
from coterie.graph.measures.slices import evolution
from coterie.graph.measures.stability import _with, consensus
from coterie.graph.model.records import AffiliationRef, Mention
from coterie.graph.network import from_networkx, from_pairs, project
from coterie.graph.snapshot import Selection

LABELS = st.lists(st.integers(0, 4), min_size=1, max_size=20)


def test_agreement_by_hand() -> None:
    """Four nodes, {ab|cd} and {ac|bd}: nothing in common; {ab|cd} and {abcd}: no information, chance."""
    one, crossed, whole = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 0, 0, 0])
    assert agreement(one, one) == agreement(one, 1 - one) == (1.0, 1.0)
    assert agreement(one, crossed) == pytest.approx((0.0, -0.5))
    assert agreement(one, whole) == pytest.approx((0.0, 0.0))
    six, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    mutual = math.log(2) + math.log(3) - (2 / 3 * math.log(3) + 1 / 3 * math.log(6))
    assert agreement(six, other) == pytest.approx((2 * mutual / (math.log(2) + math.log(3)), 0.8 / 3.3))
    assert agreement(np.array([0]), np.array([0])) == agreement(one[:0], one[:0]) == (1.0, 1.0)


@given(LABELS, st.randoms(use_true_random=False))
def test_agreement_does_not_depend_on_names_or_sides(labels: list[int], draw: random.Random) -> None:
    one, other = np.array(labels), np.array([draw.randint(0, 3) for _ in labels])
    found = agreement(one, other)
    assert found == pytest.approx(agreement(other, one))
    assert found == pytest.approx(agreement(7 - one, other))
    assert -1e-12 <= found[0] <= 1 + 1e-12
    assert agreement(one, 9 - one) == (1.0, 1.0)


def test_the_share_of_a_member() -> None:
    """Three of the first community are in group 5, one in group 2; the second, a tie, goes by the smaller group."""
    assert _with(np.array([0, 0, 0, 0, 1, 1]), np.array([5, 5, 5, 2, 3, 1])).tolist() == [1, 1, 1, 0, 0, 1]


def ring(cliques: int, size: int) -> nx.Graph:
    return nx.ring_of_cliques(cliques, size)


def test_runs_agree_on_what_is_plain() -> None:
    network = from_networkx(ring(8, 6))
    found = communities(network, runs=6)
    assert found.stability is not None
    assert (found.count, found.stability.runs, found.stability.agreed) == (8, 6, True)
    assert found.stability.nmi == pytest.approx(1.0)
    assert found.stability.rand_least == pytest.approx(1.0)
    assert found.stability.share.tolist() == [1.0] * 48
    assert [row["share"] for row in found.rows()] == [1.0] * 8
    assert "consensus of 6 runs" in found.notes()[1]
    assert {row["share"] for row in found.member_rows()} == {1.0}


def test_runs_that_differ_come_to_agree() -> None:
    """A long ring of triangles has many partitions as good as each other."""
    network = from_networkx(ring(60, 3))
    of, said = consensus(network, runs=10, seed=4)
    assert said.agreed
    assert said.rounds >= 1
    assert 0.3 < said.rand_least <= said.rand < 1
    assert said.nmi_least <= said.nmi < 1
    assert 0 < said.share.min() < 1
    assert modularity(network, of) > 0.85  # type: ignore[operator]
    again, other = consensus(network, runs=10, seed=4)
    assert (again.tolist(), other.share.tolist()) == (of.tolist(), said.share.tolist())
    for number in range(int(of.max()) + 1):
        nodes = np.flatnonzero(of == number).tolist()
        assert nx.is_connected(ring(60, 3).subgraph(nodes))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40), st.floats(0.01, 1000))
def test_leiden_whatever_the_unit_of_the_weights(pairs: list[tuple[int, int]], unit: float) -> None:
    pairs = [(a, b) for a, b in pairs if a != b]
    network = from_pairs([a for a, _ in pairs], [b for _, b in pairs], ids=range(12))
    weights = network.weight()
    one = leiden(network.indptr, network.indices, weights, seed=2)
    other = leiden(network.indptr, network.indices, weights * 2.0 ** round(math.log2(unit)), seed=2)
    assert one.tolist() == other.tolist()
    groups = [set(np.flatnonzero(one == g).tolist()) for g in range(int(one.max()) + 1)]
    if pairs:
        theirs = nx.community.modularity(network.to_networkx(), groups, weight="papers")
        assert modularity(network, one) == pytest.approx(theirs, abs=1e-9)
    assert [len(g) for g in groups] == sorted(map(len, groups), reverse=True)


@pytest.mark.parametrize("runs", [1, 3])
def test_nobody_and_nothing(runs: int) -> None:
    for ids in ([], ["a"], ["a", "b"]):
        found = communities(from_pairs([], [], ids=ids), runs=runs)
        assert (found.count, found.modularity, len(found.rows())) == (len(ids), None, len(ids))
        assert found.stability is None or (found.stability.nmi, found.stability.agreed) == (1.0, True)


def test_refused() -> None:
    network = from_pairs(["a"], ["b"])
    with pytest.raises(ValueError, match="at least one run"):
        communities(network, runs=0)
    with pytest.raises(ValueError, match="at least 2 runs"):
        consensus(network, runs=1)


def told(name: str, place: str) -> Mention:
    return Mention(written=name, affiliations=(AffiliationRef(name=place),))


def test_what_stands_out() -> None:
    """Two groups. All papers are about a; of the first group's four two are about b, and nothing else is: a stands in
    both as everywhere (×1), b is twice as frequent in the first as in all eight papers, c in the second."""
    rows = [paper(f"x{i}", [told("Ann One", "Lab"), told("Bea Two", "Lab")], "2020",
                  topics=(topic("a"), *([topic("b")] if i < 2 else []))) for i in range(4)]  # fmt: skip
    rows += [paper(f"y{i}", [told("Cy Three", "Uni"), told("Di Four", "Lab")], "2020",
                   topics=(topic("a"), *([topic("c")] if i < 3 else []))) for i in range(4)]  # fmt: skip
    found = communities(project(snapshot(rows)))
    by_names = {row["label"]: row for row in found.rows()}
    first, second = by_names["Ann One, Bea Two"], by_names["Cy Three, Di Four"]
    assert first["topics"] == "arxiv:b (×2.0), arxiv:a (×1.0)"
    assert second["topics"] == "arxiv:c (×2.0), arxiv:a (×1.0)"
    assert first["affiliations"] == "Lab (×1.3)"
    assert second["affiliations"] == "Uni (×2.0), Lab (×0.7)"
    assert found.notes()[-1].endswith("(lift)")
    alone = communities(project(snapshot([paper("z", ["Ann One", "Bea Two"])])))
    assert [(row["topics"], row["affiliations"]) for row in alone.rows()] == [(None, None)]
    assert communities(project(snapshot(rows), nodes="topics")).rows()[0]["affiliations"] is None


def teams(year: int, *groups: str) -> list:  # type: ignore[type-arg]
    return [paper(f"{year}{group}", [f"{letter}. {letter}{letter.lower()}son" for letter in group], str(year))
            for group in groups]  # fmt: skip


def test_what_becomes_of_them() -> None:
    """2001: ABCD, EFG, HIJ, QRS. 2002: ABCD with K and L (growth), EFGHIJ (merge), QRS gone (death). 2003: AB with MN
    and CD with OP (split), EFGHIJ as before, T U V are new (birth). A year without papers lies between."""
    records = teams(2001, "ABCD", "EFG", "HIJ", "QRS") + teams(2002, "ABCDKL", "EFGHIJ")
    records += teams(2004, "ABM", "CDO", "EFGHIJ", "TUV")
    found = evolution(snapshot(records, cap=9), window=1)
    rows = {(row["years"], row["size"], row["label"][0]): row for row in found.rows()}
    assert [part.first for part in found.slices] == [2001, 2002, 2003, 2004]
    found = evolution(snapshot(records, cap=9), Selection(years=(2001, 2002)), window=1)
    rows = {(row["years"], row["size"], row["label"][0]): row for row in found.rows()}
    one = {row["label"][0]: row for row in found.rows() if row["years"] == "2001–2001"}
    two = {row["label"][0]: row for row in found.rows() if row["years"] == "2002–2002"}
    assert {name: (row["event"], row["then"]) for name, row in one.items()} == {
        "A": ("first slice", "continues"), "E": ("first slice", "merges"), "H": ("first slice", "merges"),
        "Q": ("first slice", "death"),
    }  # fmt: skip
    assert {name: (row["event"], row["then"], row["overlap"]) for name, row in two.items()} == {
        "A": ("growth", "last slice", 1.0), "E": ("merge", "last slice", 0.5)}  # fmt: skip
    assert two["A"]["story"] == one["A"]["story"]
    assert two["E"]["story"] == one["E"]["story"] != one["H"]["story"]
    assert two["E"]["from"] == f"{one['E']['community']}, {one['H']['community']}"
    assert (one["A"]["to"], two["A"]["from"]) == (str(two["A"]["community"]), str(one["A"]["community"]))
    late = evolution(snapshot(records, cap=9), Selection(years=(2002, 2004)), window=2, step=2)
    assert [(part.first, part.last) for part in late.slices] == [(2002, 2002), (2003, 2004)]
    last = {row["label"][0]: row for row in late.rows() if row["years"] == "2003–2004"}
    assert {name: row["event"] for name, row in last.items()} == {"A": "split", "C": "split", "E": "continuation",
                                                                  "T": "birth"}  # fmt: skip
    assert [row["then"] for row in late.rows() if row["label"][0] == "A"] == ["splits", "last slice"]
    assert len(rows) == found.count() == 6
    assert len(found.rows(1)) == 2


def test_slices_of_nothing() -> None:
    assert evolution(snapshot([]), window=5).rows() == []
    assert evolution(snapshot([paper("x", ["Ann One", "Bea Two"])]), window=5).notes() == [
        "no selected paper has a year"
    ]
    few = evolution(snapshot([paper("x", ["Ann One", "Bea Two"], "2020")]), window=5)
    assert (few.rows(), few.count(), len(few.slices)) == ([], 0, 1)


@pytest.mark.parametrize("wrong", [{"window": 0}, {"window": 5, "step": 0}, {"window": 5, "overlap": 0.0},
                                   {"window": 5, "overlap": 1.1}])  # fmt: skip
def test_slices_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"slices need|overlap must"):
        evolution(snapshot([]), **wrong)  # type: ignore[arg-type]
