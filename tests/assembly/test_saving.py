"""Measures saved as properties of the graph: for Cypher, without raising the generation, gone when it changes."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import coterie
from coterie import seeds
from coterie.graph.assembly import saving, selections
from coterie.graph.assembly.check import check
from coterie.graph.measures.centrality import pagerank
from coterie.graph.model.errors import StoreError
from coterie.graph.network import from_pairs

NAMED = "MATCH (a:Author) WHERE a.rank IS NOT NULL RETURN a.id, a.rank ORDER BY a.id"


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """A few of the seeds, in two files."""
    lines = seeds.path().read_text("utf-8").splitlines(keepends=True)
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file, part in zip(files, (lines[5:9], lines[9:11]), strict=True):
        file.write_text("".join(part), "utf-8")
    return files


def test_a_measure_is_kept_until_the_graph_changes(store_target: str, parts: list[Path]) -> None:
    with coterie.open(store_target) as graph:
        graph.load(parts[0])
        network = graph.network()
        generation, values = graph.store().generation(), pagerank(network)
        assert graph.save("rank", network, values, measure="pagerank") == network.size
        assert graph.query(NAMED).rows == [[i, v] for i, v in zip(network.ids, values.tolist(), strict=True)]
        assert graph.store().generation() == generation
        about = saving.saved(graph.store())["Author.rank"]
        assert (about["measure"], about["counting"], about["cap"], about["nodes"]) == (
            "pagerank", "full", 100, network.size,
        )  # fmt: skip
        assert about["generation"] == (graph.store().meta() or {})["generation"]
        assert check(graph.store()).ok
        selections.save(graph.store(), "all", coterie.Selection())
        assert len(graph.query(NAMED).rows) == network.size
        graph.load(parts[1])
        assert graph.query(NAMED).rows == []
        assert saving.saved(graph.store()) == {}
        with pytest.raises(StoreError, match="has changed since") as error:
            graph.save("rank", network, values)
        assert error.value.reason == "stale"


def test_a_second_saving_replaces_the_first(store_target: str, parts: list[Path]) -> None:
    with coterie.open(store_target) as graph:
        graph.load(parts[0])
        network = graph.network()
        graph.save("rank", network, network.degree)
        some = np.full(network.size, math.nan)
        some[1] = 0.5
        assert graph.save("rank", network, some) == 1
        assert graph.query(NAMED).rows == [[network.ids[1], 0.5]]
        assert graph.save("rank2", network, network.attributes["first_year"]) == network.size
        assert set(saving.saved(graph.store())) == {"Author.rank", "Author.rank2"}
        graph.query("CREATE (:Note)", write=True)
        assert graph.query("MATCH (a:Author) WHERE a.rank2 IS NOT NULL RETURN count(a)").rows == [[0]]
        assert graph.query(NAMED).rows == []


def test_other_nodes_keep_measures_and_countries_none(embedded_target: str, parts: list[Path]) -> None:
    with coterie.open(embedded_target) as graph:
        graph.load(parts[0])
        topics = graph.network(nodes="topics")
        assert graph.save("rank", topics, topics.attributes["papers"]) == topics.size
        found = graph.query("MATCH (t:Topic) RETURN t.id, t.rank ORDER BY t.id").rows
        assert found == [[i, v] for i, v in zip(topics.ids, topics.attributes["papers"].tolist(), strict=True)]
        lands = graph.network(nodes="countries")
        with pytest.raises(ValueError, match="countries are no nodes"):
            graph.save("rank", lands, lands.degree)
        network = from_pairs([1], [2])
        with pytest.raises(ValueError, match="projected from the graph"):
            graph.save("rank", network, network.degree)


@pytest.mark.parametrize("name", ["id", "year", "mention", "names", "generation"])
def test_the_models_own_names_are_not_free(name: str) -> None:
    with pytest.raises(ValueError, match="Coterie's own"):
        saving.checked("Author", name)


@pytest.mark.parametrize("name", ["", "Rank", "1st", "a b", "a`b", "a.b", "rank\n", "größe", "_x", "a" * 64, "a}"])
def test_no_name_can_hold_cypher(name: str) -> None:
    with pytest.raises(ValueError, match="is no name for a property"):
        saving.checked("Author", name)


def test_only_nodes_of_the_model_keep_measures() -> None:
    assert saving.checked("Author", "pagerank_2020") == "pagerank_2020"
    with pytest.raises(ValueError, match="no nodes :Person"):
        saving.checked("Person", "rank")
