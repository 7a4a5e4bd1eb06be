"""The facade does what the commands do, and its examples are true."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from support import ROOT

import coterie
from coterie import api, seeds
from coterie.graph.model.errors import NotFound, QueryError, StoreError


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[coterie.Graph]:
    """The seeds, open; tests only read it."""
    with coterie.open(tmp_path_factory.mktemp("api") / "coterie.graph") as opened:
        opened.load(seeds.path())
        yield opened


def test_examples_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tried = doctest.testmod(api)
    assert (tried.failed, tried.attempted > 3) == (0, True)


def test_everything_public_is_documented_and_the_facade_is_thin() -> None:
    for name, member in inspect.getmembers(coterie.Graph, inspect.isfunction):
        named = isinstance(inspect.getattr_static(coterie.Graph, name), partialmethod)  # documented by profile
        assert name.startswith("_") or named or member.__doc__, name
    assert len((ROOT / "coterie" / "api.py").read_text("utf-8").splitlines()) < 150


def test_queries_by_text_and_by_name(graph: coterie.Graph) -> None:
    assert graph.query("RETURN $x + 1 AS n", {"x": 1}).rows == [[2]]
    found = graph.query("coauthors", {"person": "lyna zhang"}, limit=1)
    assert (found.rows[0][0], found.truncated) == ("Yifei Liu", True)
    with pytest.raises(NotFound):
        graph.query("nothing-like-it")
    with pytest.raises(QueryError, match="needs the parameter"):
        graph.query("joint-papers", {"person": "yuhui xu"})


def test_profiles_networks_maps_and_check(graph: coterie.Graph) -> None:
    assert graph.author("Xu, Yuhui").facts["paper_count"] == 29
    assert graph.topic("cs.CL").kind == "topic"
    network = graph.network(coterie.Selection(years=(2023, None)), "affiliations")
    assert network.size == len(network.ids) > 1
    assert graph.map(network, title="Places").count("<title>Places</title>") == 1
    assert len(graph.sources()) == 1
    assert graph.check()


def test_writing_and_unloading_are_seen_by_the_same_object(tmp_path: Path) -> None:
    with coterie.open(tmp_path / "g") as graph:
        load = graph.load(seeds.path()).files[0].load
        assert graph.network().size == 202
        graph.query("MATCH (a:Author)-[c:COAUTHORED]-() DELETE c", write=True)
        assert graph.query("MATCH ()-[c:COAUTHORED]->() RETURN count(c) AS n").rows == [[0]]
        assert not graph.check()
        assert graph.unload(load).graph.get("Author", 0) == 0
        assert graph.network().size == 0


def test_a_graph_that_is_not_there_is_only_missed_when_used(tmp_path: Path) -> None:
    graph = coterie.open(tmp_path / "none")
    with pytest.raises(StoreError):
        graph.network()
    graph.close()
    assert not (tmp_path / "none").exists()
