"""``coterie identity resolve`` and ``load --identity``, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import coterie
from coterie import seeds
from coterie.cli import root
from coterie.graph.assembly import derive
from coterie.graph.identity import World, freezing


def run(graph: Path, *args: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None}).invoke(root.cli, ["--store", str(graph), *args])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    run(tmp_path / "seeds.graph", "load", str(seeds.path()))
    return tmp_path / "seeds.graph"


def test_there_and_back(graph: Path) -> None:
    before = json.loads(run(graph, "author", "Huiqiang Jiang", "-f", "json").stdout)
    there = run(graph, "identity", "resolve", "--full", "--identity", "initial", "-f", "json")
    report = json.loads(there.stdout)
    assert (report["identity_before"], report["identity"], report["mentions"]) == ("default", "initial", 353)
    assert report["persons_before"] == 202 > report["persons_after"]
    assert report["merged"] > 0 == report["split"]
    assert f"{report['changed_mentions']} of 353 mentions have another person" in there.stderr
    back = json.loads(run(graph, "identity", "resolve", "--full", "--identity", "default", "-f", "json").stdout)
    assert (back["persons_after"], back["split"]) == (202, report["merged"])
    assert back["changed_mentions"] == report["changed_mentions"]
    after = json.loads(run(graph, "author", "Huiqiang Jiang", "-f", "json").stdout)
    assert after == before
    again = run(graph, "identity", "resolve")
    assert "nothing changed" in again.stderr


def test_another_key_is_refused_with_the_command_that_takes_it(graph: Path) -> None:
    result = run(graph, "identity", "resolve", "--identity", "initial", code=1)
    assert "coterie identity resolve --full --identity initial" in result.stderr
    result = run(graph, "load", str(seeds.path()), "--identity", "initial", code=1)
    assert "coterie identity resolve --full --identity initial" in result.stderr
    assert "'x' is not one of" in run(graph, "identity", "resolve", "--identity", "x", code=2).stderr


def test_a_new_graph_by_another_key(tmp_path: Path) -> None:
    run(tmp_path / "new.graph", "load", str(seeds.path()), "--identity", "initial")
    with coterie.open(tmp_path / "new.graph") as graph:
        assert graph.snapshot().settings.identity == "initial"
        assert graph.resolve().wrote is False
        assert graph.resolve("names", full=True).persons_after == graph.snapshot().node("Author").length == 202


def test_a_graph_that_has_outgrown_its_weights_says_so(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fit(world: World, *, key: str) -> str:
        return json.dumps({"mentions": world.mentions.length // 2})

    run(graph, "identity", "resolve", "--full", "--identity", "names")
    monkeypatch.setattr(freezing, "FITTED", ("names",))
    monkeypatch.setattr(derive, "fit", fit)
    found: dict[str, Any] = json.loads(run(graph, "identity", "resolve", "--full", "-f", "json").stdout)
    assert (found["refitted"], found["changed_mentions"]) == (True, 0)
    assert "coterie identity resolve --full" in run(graph, "load", str(seeds.path())).stderr
