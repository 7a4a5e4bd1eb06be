"""Largest distances, tails, chance and published rows."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from benchmarks.graphs import read_graph
from coterie import seeds
from coterie.cli import root
from coterie.graph.measures import distances as measure
from coterie.graph.measures.distances import distances, largest
from coterie.graph.measures.published import ROWS, beside
from coterie.graph.measures.randomised import small_world
from coterie.graph.measures.summary import summarise
from coterie.graph.measures.tails import fit_tail, histogram
from coterie.graph.network import from_networkx, from_pairs, kernels


@given(st.integers(2, 40), st.floats(0.02, 0.4), st.integers(0, 10_000))
@settings(max_examples=80, deadline=None)
def test_the_largest_distance_is_the_diameter(size: int, share: float, seed: int) -> None:
    graph = nx.gnp_random_graph(size, share, seed=seed)
    network = from_networkx(graph)
    giant = np.flatnonzero(kernels.components(network.indptr, network.indices) == 0)
    if len(giant) > 1:
        part = graph.subgraph(network.ids[i] for i in giant.tolist())
        low, high, _ = largest(network, giant)
        assert low == high == nx.diameter(part)
        found = distances(network, sources=2, seed=seed)
        assert found.longest == found.longest_high == nx.diameter(part)


def test_few_searches_give_bounds() -> None:
    network = from_networkx(nx.cycle_graph(400))
    low, high, used = largest(network, np.arange(400), searches=8)
    assert low <= 200 <= high
    assert used <= 8
    assert largest(network, np.arange(400))[:2] == (200, 200)


def test_a_bound_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "WORK", 400 * 130)
    monkeypatch.setattr(measure.largest, "__kwdefaults__", {"least": 0, "searches": 6})
    assert "the longest at most" in summarise(from_networkx(nx.cycle_graph(400))).distances


def test_a_power_law_is_found_again() -> None:
    """10,000 values with exponent 2.5 from 3 on, drawn by the inverse of the continuous law, as the paper does."""
    rng = np.random.default_rng(7)
    tail = np.floor((3 - 0.5) * (1 - rng.random(10_000)) ** (-1 / 1.5) + 0.5).astype(np.int64)
    found = fit_tail(np.r_[tail, np.ones(5000, np.int64), np.zeros(100, np.int64)])
    assert found.values == 15_000
    assert found.alpha == pytest.approx(2.5, abs=0.06)
    assert found.error == pytest.approx((found.alpha - 1) / np.sqrt(found.tail), rel=0.25)
    assert found.xmin is not None
    assert found.xmin >= 3
    assert found.against_exponential is not None
    assert found.against_exponential > 2


def test_the_exponent_has_the_largest_likelihood() -> None:
    from scipy.special import zeta

    values = np.random.default_rng(1).zipf(2.2, 3000)
    found = fit_tail(values)
    assert found.alpha is not None
    assert found.xmin is not None
    tail = values[values >= found.xmin]

    def loss(alpha: float) -> float:
        return len(tail) * np.log(zeta(alpha, found.xmin)) + alpha * np.log(tail).sum()

    assert all(loss(found.alpha) <= loss(found.alpha + step) for step in (-0.01, -1e-3, 1e-3, 0.01))


def test_geometric_values_are_no_power_law() -> None:
    values = np.random.default_rng(3).geometric(0.05, 4000)
    found = fit_tail(values[values > 0])
    assert found.against_exponential is None or found.against_exponential < 2
    assert fit_tail(values, thorough=True, replicates=20, seed=1).p == fit_tail(
        values, thorough=True, replicates=20, seed=1).p  # fmt: skip


def test_few_or_equal_values_have_no_tail() -> None:
    for values in (np.zeros(0, np.int64), np.ones(500, np.int64), np.arange(20)):
        assert fit_tail(values).alpha is None


def test_histogram() -> None:
    assert histogram(np.array([3, 1, 1, 0])) == [
        {"value": 0, "people": 1, "at_least": 4}, {"value": 1, "people": 2, "at_least": 3},
        {"value": 3, "people": 1, "at_least": 1},
    ]  # fmt: skip


def test_published_rows_are_those_of_the_reference() -> None:
    text = shared_data("data", "graphs", "REFERENCE_published.md").read_text("utf-8")
    for row in ROWS:
        line = next(line for line in text.splitlines() if line.startswith(f"| {row.network} |"))
        cells = [cell.strip().replace(",", "") for cell in line.strip("|").split("|")]
        wanted = [row.people, row.links, row.collaborators_per_person, row.mean_distance]
        given = [float(cell) for cell in cells[1:] if cell]
        assert all(value is None or float(value) in given for value in wanted), row
        assert all(value is None or value in given
                   for value in (row.clustering, row.clustering_local, row.assortativity))  # fmt: skip


def test_the_figures_stand_first() -> None:
    network = from_pairs(list("abc"), list("bcd"))
    first, *others = beside(summarise(network).as_dict())
    assert (first["network"], first["people"], first["links"]) == ("this one", 4, 3)
    assert [row["network"] for row in others] == [row.network for row in ROWS]
    assert set(first) == set(others[0])


def test_chance_takes_the_clustering_away() -> None:
    network = read_graph(shared_data("data", "graphs", "netscience.gml"))
    ours, drawn, even = small_world(network)
    assert ours["clustering"] > 10 * drawn["clustering"]
    assert even["clustering"] == pytest.approx(2 * network.link_count / network.size**2)
    assert small_world(network) == [ours, drawn, even]
    for ids in ([], ["a"]):
        assert small_world(from_pairs([], [], ids=ids))[0]["mean_distance"] is None


def test_as_commands(tmp_path: Path) -> None:
    def run(*args: str, code: int = 0) -> str:
        result = CliRunner().invoke(root.cli, ["--store", str(tmp_path / "seeds.graph"), *args])
        assert result.exit_code == code, result.output
        return result.stdout

    run("load", str(seeds.path()))
    rows = json.loads(run("analyze", "summary", "--published", "-f", "json"))
    assert (rows[0]["people"], len(rows)) == (202, 1 + len(ROWS))
    assert len(json.loads(run("analyze", "summary", "--random", "-f", "json"))) == 3
    found = json.loads(run("analyze", "summary", "--distribution", "degree", "--thorough", "-f", "json"))
    assert sum(row["people"] for row in found["rows"]) == 202
    assert "value" in run("analyze", "summary", "--distribution", "papers")
    run("analyze", "summary", "--published", "--random", code=2)
    run("analyze", "summary", "--thorough", code=2)
