"""``analyze sensitivity`` on the seeds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import coterie
from coterie import seeds
from coterie.cli import root

Run = Callable[..., Result]
KEYS = ["names", "initial"]
CHOSEN = [word for key in KEYS for word in ("--key", key)]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sensitivity") / "seeds.graph"
    with coterie.open(folder) as made:
        made.load(seeds.path(), identity="names")
    return folder


@pytest.fixture(scope="module")
def run(graph: Path) -> Run:
    def run(*args: str, code: int = 0) -> Result:
        runner = CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None})
        result = runner.invoke(root.cli, ["--store", str(graph), "analyze", "sensitivity", *args])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture(scope="module")
def found(run: Run) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = json.loads(run(*CHOSEN, "--top", "5", "-f", "json").stdout)
    return made


def test_three_tables_as_one_object(found: dict[str, list[dict[str, Any]]]) -> None:
    assert list(found) == ["figures", "rankings", "statements"]
    figures = {row["figure"]: row for row in found["figures"]}
    assert [figures["people"][key] for key in KEYS] == [202, 167]
    assert figures["people"]["spread"] == pytest.approx(35 / 202)
    assert figures["papers"]["spread"] == 0
    for row in found["rankings"]:
        assert 0 < row["own"] <= 1
        assert 0 < row["kept"] <= 1
        assert (row["change"] is None) == (row["own"] == row["kept"] == 1)
    for row in found["statements"]:
        assert row["survives"] == (row["under"] == KEYS) == (row["holds"] == "under all")
        assert sorted(row["under"] + row["not_under"]) == sorted(KEYS)


def test_figures_are_those_of_the_summary(run: Run, found: dict[str, list[dict[str, Any]]], graph: Path) -> None:
    runner = CliRunner(env={"COTERIE_STORE": None})
    result = runner.invoke(root.cli, ["--store", str(graph), "analyze", "summary", "-f", "json"])
    summary = json.loads(result.stdout)
    shared = {row["figure"]: row["names"] for row in found["figures"] if row["figure"] in summary}
    assert len(shared) > 10
    assert shared == {name: summary[name] for name in shared}


def test_another_key_gives_what_a_load_with_it_gives(found: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    from coterie.graph.measures.summary import summarise

    with coterie.open(tmp_path / "initial.graph") as made:
        made.load(seeds.path(), identity="initial")
        network = made.network()
    loaded = summarise(network).as_dict()
    ours = {row["figure"]: row["initial"] for row in found["figures"] if row["figure"] in loaded}
    assert ours == pytest.approx({name: loaded[name] for name in ours})
    first = next(row for row in found["rankings"] if (row["key"], row["measure"]) == ("initial", "papers"))
    assert first["id"] in network.ids


def test_the_terminal_shows_figures_ranks_and_what_survives(run: Run) -> None:
    shown = run(*CHOSEN, "--top", "5").stdout
    assert "figure " in shown
    assert "first 5 by betweenness" in shown
    assert "what holds under all" in shown
    assert "- Nobody has more papers than Yuhui Xu" in shown
    assert "what holds under 1 of 2: names" in shown
    told = " ".join(shown.split())
    for choice in ("full counting", "more than 100 authors", "keys: names, initial", "selection: all papers", "exact",
                   "seed 1", "weights of identity: none in the graph"):  # fmt: skip
        assert choice in told
    assert max(map(len, shown.splitlines())) <= 100


def test_other_formats_hold_one_table(run: Run, found: dict[str, list[dict[str, Any]]]) -> None:
    assert "--only" in run("-f", "csv", code=2).stderr
    rows = list(csv.DictReader(io.StringIO(run(*CHOSEN, "--top", "5", "-f", "csv", "--only", "statements").stdout)))
    assert [row["statement"] for row in rows] == [row["statement"] for row in found["statements"]]
    only = json.loads(run(*CHOSEN, "--top", "5", "-f", "json", "--only", "figures").stdout)
    assert only == found["figures"]


def test_a_selection_is_compared_too(run: Run) -> None:
    result = run(*CHOSEN, "--author", "yang wang", "--counting", "newman", "--only", "figures", "-f", "json")
    people = next(row for row in json.loads(result.stdout) if row["figure"] == "people")
    assert people["names"] < people["initial"] < 202
    assert "people within 1 step of Yang Wang" in result.stderr
    assert "newman counting" in result.stderr


def test_what_cannot_be_compared_is_refused(run: Run) -> None:
    assert "--nodes topics" in run("--nodes", "topics", code=2).stderr
    refused = run("--key", "shoe size", code=1).stderr
    assert refused.startswith("error: no identity key is called 'shoe size'")
    assert "hint: choose one of" in refused
