"""``analyze cohesion`` and ``analyze brokers`` on the seeds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coterie import seeds
from coterie.cli import root


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("cohesion") / "seeds.graph"
    run(target, "load", str(seeds.path()))
    return target


def run(graph: Path, *args: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "120"}).invoke(root.cli, ["--store", str(graph), *args])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_cohesion(graph: Path) -> None:
    found = json.loads(run(graph, "analyze", "cohesion", "-f", "json").stdout)
    assert (found["people"], found["links"], found["giant"], found["cliques_cut"]) == (202, 313, 127, False)
    for show, column in (("components", "people"), ("cores", "k"), ("cliques", "size"), ("rich-club", "phi")):
        rows = json.loads(run(graph, "analyze", "cohesion", "--show", show, "-f", "json", "--limit", "0").stdout)
        assert rows
        assert column in rows[0]
    stopped = run(graph, "analyze", "cohesion", "--cliques", "5")
    assert "cliques: the listing was stopped at 5" in stopped.stderr + stopped.stdout


def test_brokers(graph: Path) -> None:
    rows = json.loads(run(graph, "analyze", "brokers", "-f", "json", "--limit", "3").stdout)
    assert rows[0]["name"] == "Li Lyna Zhang"
    assert rows[0]["cut_off"] == 46
    said = run(graph, "analyze", "brokers", "--limit", "3")
    assert "communities (Leiden, resolution 1, seed 1)" in said.stderr + said.stdout
    steps = json.loads(run(graph, "analyze", "brokers", "--removal", "2", "--by", "cut_off", "-f", "json").stdout)
    assert [step["removed"] for step in steps] == [0, 1, 2]
    assert steps[0]["largest_component"] == 127 > steps[1]["largest_component"]


def test_nobody_selected(graph: Path) -> None:
    assert json.loads(run(graph, "analyze", "brokers", "--years", "1900", "-f", "json").stdout) == []
    found = json.loads(run(graph, "analyze", "cohesion", "--years", "1900", "-f", "json").stdout)
    assert (found["people"], found["innermost_core"], found["clique_largest"]) == (0, 0, 0)
