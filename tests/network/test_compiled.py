"""The compiled form gives what the other gives, on however many threads; and who has a small network never waits."""

from __future__ import annotations

import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.model.errors import CoterieError
from coterie.graph.network import from_networkx, kernels, parallel, paths
from coterie.graph.network.network import CollaborationNetwork

pytest.importorskip("numba", reason="the extra fast is not installed")
LINKS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40)


def network(pairs: list[tuple[int, int]], size: int = 13) -> CollaborationNetwork:
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((a, b) for a, b in pairs if a != b)
    return from_networkx(graph)


def both(monkeypatch: pytest.MonkeyPatch, of: CollaborationNetwork, sources: np.ndarray) -> list[dict[str, np.ndarray]]:
    out = []
    for form in ("numpy", "numba"):
        monkeypatch.setenv("COTERIE_KERNELS", form)
        reach = paths.reach(of.indptr, of.indices, sources, by_source=True)
        out.append({
            "core": kernels.core_numbers(of.indptr, of.indices), "triangles": kernels.triangles(of.indptr, of.indices),
            "dependencies": paths.dependencies(of.indptr, of.indices, sources), **reach._asdict(),
        })  # fmt: skip
    return out


@settings(max_examples=60, deadline=None)
@given(LINKS, st.sets(st.integers(0, 12)))
def test_the_same_in_both_forms(pairs: list[tuple[int, int]], picked: set[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        one, other = both(patch, network(pairs), np.array(sorted(picked), np.int64))
    for name, values in one.items():
        exact = name not in ("dependencies", "inverse")
        assert values.dtype == other[name].dtype
        assert np.array_equal(values, other[name]) if exact else np.allclose(values, other[name], rtol=0, atol=1e-12)


@pytest.mark.parametrize("size", [63, 64, 65, 300, 600])
def test_more_sources_than_a_word_holds(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    of = from_networkx(nx.connected_watts_strogatz_graph(size, 4, 0.1, seed=3))
    one, other = both(monkeypatch, of, np.arange(size))
    for name, values in one.items():
        assert np.allclose(values, other[name], rtol=1e-12, atol=1e-12), name
    lengths = dict(nx.all_pairs_shortest_path_length(nx.connected_watts_strogatz_graph(size, 4, 0.1, seed=3)))
    assert one["of_source"].tolist() == [sum(lengths[i].values()) for i in range(size)]


@pytest.mark.parametrize("form", ["numpy", "numba"])
def test_the_same_bytes_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("COTERIE_KERNELS", form)
    monkeypatch.setattr(paths, "_PART", 5000)
    of = from_networkx(nx.barabasi_albert_graph(700, 4, seed=2))
    found = []
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("COTERIE_THREADS", threads)
        seen: list[int] = []
        values = paths.betweenness(of.indptr, of.indices, progress=lambda _, done, total, seen=seen: seen.append(done))
        assert seen == sorted(seen)
        assert (seen[-1], len(seen) > 3) == (700, True)
        reach = paths.reach(of.indptr, of.indices, np.arange(700))
        found.append((values.tobytes(), reach.inverse.tobytes(), reach.total.tobytes()))
    assert found[0] == found[1] == found[2]


def test_a_small_network_does_not_wait_for_a_compiler() -> None:
    code = (
        "import sys, networkx as nx; from coterie.graph.network import from_networkx, kernels, paths\n"
        "of = from_networkx(nx.barabasi_albert_graph(1000, 3, seed=1))\n"
        "kernels.core_numbers(of.indptr, of.indices); kernels.triangles(of.indptr, of.indices)\n"
        "paths.betweenness(of.indptr, of.indices); print('numba' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_which_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COTERIE_KERNELS", raising=False)
    assert kernels.compiled(kernels.WORTH - 1) is None
    assert kernels.compiled(kernels.WORTH) is not None
    monkeypatch.setattr(kernels, "find_spec", lambda name: None)
    assert kernels.compiled(kernels.WORTH) is None
    monkeypatch.setenv("COTERIE_KERNELS", "fortran")
    with pytest.raises(CoterieError, match="COTERIE_KERNELS is 'fortran'"):
        kernels.compiled(1)
    monkeypatch.setenv("COTERIE_KERNELS", "numba")
    monkeypatch.setitem(sys.modules, "coterie.graph.network.compiled", None)
    with pytest.raises(CoterieError, match="not installed"):
        kernels.compiled(1)


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTERIE_THREADS", "3")
    assert parallel.workers() == 3
    assert list(parallel.in_parts(lambda i: i * i, range(50))) == [i * i for i in range(50)]
    for wrong in ("0", "many", "-1"):
        monkeypatch.setenv("COTERIE_THREADS", wrong)
        with pytest.raises(CoterieError, match="COTERIE_THREADS"):
            parallel.workers()
    monkeypatch.delenv("COTERIE_THREADS")
    assert parallel.workers() >= 1


def test_an_error_in_a_part_is_raised_and_ends_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTERIE_THREADS", "2")
    done = []

    def work(i: int) -> int:
        done.append(i)
        return 1 // (i - 5)

    with pytest.raises(ZeroDivisionError):
        list(parallel.in_parts(work, range(1000)))
    assert len(done) < 20
