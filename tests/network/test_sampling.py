"""Betweenness from random shortest paths: the paths even, the error within its bound, the same compiled or not."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.network import from_networkx, kernels, sampling

GRAPHS = {
    "karate": nx.karate_club_graph(), "grid": nx.grid_2d_graph(4, 5), "parts": nx.disjoint_union(nx.cycle_graph(9),
    nx.star_graph(7)), "lesmis": nx.les_miserables_graph(),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize(("epsilon", "form"), [(0.06, "numpy"), (0.02, "numba")])
def test_within_the_bound_of_networkx(monkeypatch: pytest.MonkeyPatch, name: str, epsilon: float, form: str) -> None:
    if form == "numba":
        pytest.importorskip("numba", reason="the extra fast is not installed")
    monkeypatch.setenv("COTERIE_KERNELS", form)
    graph = nx.convert_node_labels_to_integers(GRAPHS[name], ordering="sorted")
    of = from_networkx(graph)
    exact = np.array(list(nx.betweenness_centrality(graph).values()))
    for seed in range(1 if form == "numpy" else 10):
        got = sampling.betweenness(of.indptr, of.indices, epsilon=epsilon, delta=0.1, seed=seed)
        assert got.bound <= epsilon
        assert np.abs(got.values - exact).max() <= got.bound


def test_every_shortest_path_is_as_likely() -> None:
    """A grid has six shortest paths from corner to corner: each is drawn a sixth of the time (chi-squared, five
    degrees of freedom, 0.1 %)."""
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(3, 3), ordering="sorted")
    of = from_networkx(graph)
    part = kernels.components(of.indptr, of.indices)
    paths: Counter[tuple[int, ...]] = Counter()
    ends = 0
    for i in range(20000):
        s, t = int(sampling.drawn(4, i, 0) * 9), int(sampling.drawn(4, i, 1) * 8)
        if (s, t + (t >= s)) == (0, 8):
            ends += 1
            paths[tuple(np.flatnonzero(sampling.hits(of.indptr, of.indices, part, i, i + 1, 4)).tolist())] += 1
    assert len(paths) == len(list(nx.all_shortest_paths(graph, 0, 8))) == 6
    assert sum((count - ends / 6) ** 2 / (ends / 6) for count in paths.values()) < 20.5
    assert ends == pytest.approx(20000 / 72, rel=0.2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=45), st.integers(0, 2**31))
def test_the_same_paths_compiled_or_not(pairs: list[tuple[int, int]], seed: int) -> None:
    pytest.importorskip("numba", reason="the extra fast is not installed")
    graph = nx.Graph()
    graph.add_nodes_from(range(15))
    graph.add_edges_from((a, b) for a, b in pairs if a != b)
    of = from_networkx(graph)
    part = kernels.components(of.indptr, of.indices)
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for form in ("numpy", "numba"):
            patch.setenv("COTERIE_KERNELS", form)
            found.append(sampling.hits(of.indptr, of.indices, part, 0, 40, seed).tolist())
    assert found[0] == found[1]


def test_the_same_bytes_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    of = from_networkx(nx.barabasi_albert_graph(300, 3, seed=1))
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("COTERIE_THREADS", threads)
        told: list[tuple[int, int]] = []
        got = sampling.betweenness(of.indptr, of.indices, epsilon=0.04, delta=0.1, seed=3,
                                   progress=lambda _, done, total, told=told: told.append((done, total)))  # fmt: skip
        found.append((got.values.tobytes(), got.paths, got.bound))
        assert told[-1][0] == got.paths
        assert all(done <= total for done, total in told)
    assert found[0] == found[1]


@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(5), nx.path_graph(2), nx.disjoint_union(
    nx.path_graph(2), nx.path_graph(2))])  # fmt: skip
def test_nobody_between(graph: nx.Graph) -> None:
    of = from_networkx(graph)
    got = sampling.betweenness(of.indptr, of.indices, epsilon=0.1, delta=0.1, seed=1)
    assert (got.values.tolist(), got.paths, got.bound) == ([0.0] * len(graph), 0, 0.0)


@pytest.mark.parametrize(("epsilon", "delta"), [(0, 0.1), (1, 0.1), (0.1, 0), (0.1, 1)])
def test_refused(epsilon: float, delta: float) -> None:
    of = from_networkx(nx.path_graph(4))
    with pytest.raises(ValueError, match="between 0 and 1"):
        sampling.betweenness(of.indptr, of.indices, epsilon=epsilon, delta=delta, seed=1)
