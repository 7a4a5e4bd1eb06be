"""``coterie identity resolve`` and ``load --identity``, as a person types them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import coterie
from coterie import seeds
from coterie.cli import root
from coterie.graph.assembly import derive
from coterie.graph.identity import World, freezing
from coterie.graph.identity.evidence import candidates, linkage, merging
from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.features import Material
from coterie.graph.identity.evidence.weights import SHIPPED
from coterie.graph.model.records import Mention, PaperRecord, canonical


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


def counted(world: World, *, key: str) -> str:
    """The shipped weights with the statistics of the world."""
    usual = Material(world, Bearers.of(world)).statistics()
    return replace(SHIPPED, mentions=world.mentions.length, usual=usual).packed()


def test_a_block_that_was_cut_short_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a load of everything, by one of a part, and by resolving."""
    for module in (candidates, linkage, merging):
        monkeypatch.setattr(module, "LARGEST", 5)
    monkeypatch.setattr(freezing, "LEAST", 10)
    monkeypatch.setattr(derive, "fit", counted)
    file = tmp_path / "wang.jsonl"

    def write(first: int, last: int) -> None:
        records = [PaperRecord(source="s", record_id=str(i), title=f"On {i}", date="2020", mentions=(
            Mention(written="Wang, Y.", position=1), Mention(written=f"Jo Quist{chr(97 + i)}", position=2),
        )) for i in range(first, last)]  # fmt: skip
        file.write_bytes(b"\n".join(canonical(record) for record in records))

    store = tmp_path / "wang.graph"
    for first, last in ((0, 8), (8, 10)):
        write(first, last)
        said = run(store, "load", str(file)).stderr
        assert "not all who bear these names were compared, so many are they: wang y" in said
    assert "so many are they: wang y" in run(store, "identity", "resolve").stderr
    ada = PaperRecord(source="s", record_id="ada", title="On Engines", mentions=(Mention(written="Ada Byron"),))
    file.write_bytes(canonical(ada))
    assert "so many" not in run(store, "load", str(file)).stderr
