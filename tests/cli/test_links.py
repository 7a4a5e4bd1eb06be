"""``analyze links``: in their order, whole, and normalised."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import numpy as np
import pytest
from click.testing import CliRunner, Result
from toy_graph import toy

from coterie.api import Graph
from coterie.cli import root
from coterie.graph.measures import links as measure
from coterie.graph.model.tables import ABSENT
from coterie.graph.network import from_pairs, normalised, project

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    held = toy()
    monkeypatch.setattr(Graph, "snapshot", lambda _: held)

    def runs(*args: str, code: int = 0) -> Result:
        result = CliRunner(env={"COLUMNS": "140"}).invoke(root.cli, ["--store", "nowhere", "analyze", "links", *args])
        assert result.exit_code == code, result.output
        return result

    return runs


def test_the_strongest_first(run: Run) -> None:
    rows = json.loads(run("-f", "json").stdout)
    assert list(rows[0]) == [
        "from",
        "to",
        "joint",
        "newman",
        "pair_share",
        "first_year",
        "last_year",
        "from_id",
        "to_id",
    ]
    assert [(row["from"], row["to"], row["joint"], row["first_year"], row["last_year"]) for row in rows] == [
        ("Ana Ñuñez", "Bob O'Neil", 2, 2019, 2020), ("Ana Ñuñez", "Cem Şahin", 2, 2020, 2020),
        ("Bob O'Neil", "Cem Şahin", 2, 2020, 2021), ("Bob O'Neil", "Dee Li", 1, 2021, 2021),
        ("Cem Şahin", "Dee Li", 1, 2021, 2021), ("Dee Li", "Eva Ångström", 1, 2022, 2022),
    ]  # fmt: skip
    late = json.loads(run("-f", "json", "--by", "last_year", "--limit", "2").stdout)
    assert [(row["from"], row["last_year"]) for row in late] == [("Dee Li", 2022), ("Bob O'Neil", 2021)]
    shared = json.loads(run("-f", "json", "--counting", "newman").stdout)
    assert [row["newman"] for row in shared] == sorted((row["newman"] for row in shared), reverse=True)
    assert json.loads(run("-f", "json", "--by", "newman").stdout) == shared


def test_all_of_them_and_what_is_said(run: Run) -> None:
    some = run("--limit", "2")
    assert "the first 2 of 6 links (--limit 0 for all)" in some.stdout
    assert "links by full counting" in some.stdout
    assert "normalised" not in some.stdout
    whole = list(csv.DictReader(io.StringIO(run("--limit", "0", "-f", "csv", "--normalise", "jaccard").stdout)))
    assert len(whole) == 6
    assert [float(row["jaccard"]) for row in whole] == sorted((float(row["jaccard"]) for row in whole), reverse=True)
    by_ends = {(row["from"], row["to"]): float(row["jaccard"]) for row in whole}
    assert by_ends["Ana Ñuñez", "Bob O'Neil"] == 2 / (3 + 3 - 2), "three papers each within the cap, two of them shared"
    assert by_ends["Dee Li", "Eva Ångström"] == 1 / 2
    said = run("--normalise", "jaccard", "-f", "csv").stderr
    assert "Jaccard index c/(a+b−c); c the joint papers, a and b the papers of either end" in said
    assert "links by jaccard-normalised full counting" in said


@pytest.mark.parametrize(
    ("nodes", "first", "said"),
    [("topics", ("Computation and Language", "Machine Learning"), "have no topic"),
     ("affiliations", ("Acme Research", "Universität Köln"), "name no affiliation"),
     ("countries", ("DE", "US"), "name no country")],
)  # fmt: skip
def test_of_any_kind(run: Run, nodes: str, first: tuple[str, str], said: str) -> None:
    result = run("--nodes", nodes, "--normalise", "association", "-f", "json")
    row = json.loads(result.stdout)[0]
    assert {row["from"], row["to"]} == set(first)
    assert 0 < row["association"] <= 1
    assert said in result.stderr
    assert "people" not in result.stderr


def test_equal_weights_go_by_papers_then_ids() -> None:
    network = from_pairs(["c", "a", "b"], ["d", "b", "c"], [1, 1, 3], ids=["a", "b", "c", "d"],
                         newman=[0.3, 0.1 + 0.2, 0.3])  # fmt: skip
    assert measure.columns(network) == ("from", "to", "joint", "newman", "first_year", "last_year", "from_id", "to_id")
    assert [row[-2:] for row in measure.rows(network, by="newman")] == [("b", "c"), ("a", "b"), ("c", "d")]
    assert next(measure.rows(network))[2:] == (3, 0.3, None, None, "b", "c")
    dated = from_pairs(["a", "b"], ["b", "c"], first_year=[ABSENT, 1990], last_year=[ABSENT, 1990])
    assert [row[4] for row in measure.rows(dated, by="last_year")] == [1990, None]
    with pytest.raises(ValueError, match="choose one of weight, joint, newman"):
        measure.ranked(network, "pair_share")


def test_ranks_hold_however_small_or_large_the_weights() -> None:
    network = normalised(project(toy()), "association")
    weights = network.weight()[network.links().at]
    for scale in (1e-12, 1.0, 1e12):
        network.further["association"] = normalised(project(toy()), "association").further["association"] * scale
        order = measure.ranked(network)
        assert (np.diff(weights[order]) <= 1e-15).all()
        assert order.tolist() == measure.ranked(normalised(project(toy()), "association")).tolist()
