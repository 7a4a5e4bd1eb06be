"""Corrections of authors and papers, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from assembly_inputs import graph_hash, many, paper
from click.testing import CliRunner, Result

import coterie
from coterie.cli import root
from coterie.graph.model.records import canonical


def run(graph: Path, *args: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None}).invoke(root.cli, ["--store", str(graph), *args])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def answer(graph: Path, *args: str) -> Any:
    return json.loads(run(graph, *args, "-f", "json").stdout)


def hash_of(graph: Path) -> str:
    with coterie.open(graph) as opened:
        return graph_hash(opened.snapshot().tables)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    records = [*many(6), paper(90, "Ada Byron", "Bo An", title="Circles", source="a"),
               paper(91, "Ada Byron", "Bo An", title="Salons", source="b")]  # fmt: skip
    (tmp_path / "papers.jsonl").write_bytes(b"".join(canonical(record) + b"\n" for record in records))
    run(tmp_path / "g", "load", str(tmp_path / "papers.jsonl"))
    return tmp_path / "g"


def test_merge_and_undo(graph: Path) -> None:
    before = hash_of(graph)
    result = run(graph, "identity", "merge", "ada byron", "Hopper", "--note", "one woman")
    assert "persons before  8" in result.stdout
    assert "persons after   7" in result.stdout
    told = result.stderr.splitlines()
    assert told[0].startswith("was: Ada Byron (ada-byron-")
    assert "; Grace Hopper (grace-hopper-" in told[0]
    assert told[1].startswith("now: ")
    undo = told[2].removeprefix("to take it back: coterie ")
    [listed] = answer(graph, "identity", "overrides")
    assert (listed["kind"], listed["state"], listed["note"], listed["file"]) == ("same", "active", "one woman", None)
    assert undo == f"identity undo {listed['id']}"
    assert "Ada Byron" in run(graph, "author", "grace hopper").stdout
    assert "one person already" in run(graph, "identity", "merge", "Ada Byron", "Grace Hopper", code=1).stderr
    taken = run(graph, *undo.split())
    assert f"taken back: {listed['id']}" in taken.stderr
    assert hash_of(graph) == before
    assert "nobody has corrected anything" in run(graph, "identity", "overrides").output
    assert "no command has made a correction" in run(graph, "identity", "undo", code=1).stderr


def test_split_and_pin(graph: Path) -> None:
    before = hash_of(graph)
    report = answer(graph, "identity", "split", "Ada Byron", "--papers", "Circles", "--paper", "Salons")
    assert (report["persons_before"], report["persons_after"], len(report["made"])) == (8, 9, 1)
    assert len(answer(graph, "author", "Bo An")["coauthors"]) == 1
    other = answer(graph, "author", "Bo An")["coauthors"][0]["id"]
    assert answer(graph, "author", other)["paper_count"] == 2
    why = run(graph, "identity", "pin", "a:p0090#1", "--to", "Grace Hopper", code=1).stderr
    assert f"would not be two: other corrections say otherwise (correction {report['made'][0]})" in why
    run(graph, "identity", "undo")
    report = answer(graph, "identity", "pin", "a:p0090#1", "--to", "Grace Hopper")
    assert report["persons_after"] == report["persons_before"] == 8
    names = {who["name"] for who in answer(graph, "author", "Bo An")["coauthors"]}
    assert len(names) == 2
    run(graph, "identity", "undo")
    assert hash_of(graph) == before
    assert "say what is to be split off" in run(graph, "identity", "split", "Ada Byron", code=2).stderr
    assert "--to" in run(graph, "identity", "pin", "a:p0090#1", code=2).stderr
    assert "no mention is called" in run(graph, "identity", "pin", "a:p0099#1", "--to", "Bo An", code=1).stderr


def test_papers_by_what_is_found(graph: Path) -> None:
    before = hash_of(graph)
    result = run(graph, "identity", "merge", "Circles", "Salons")
    assert "papers before   8" in result.stdout
    assert "papers after    7" in result.stdout
    assert "was: Circles (a:p0090); Salons (b:p0091)" in result.stderr
    assert (
        "one paper already" in run(graph, "identity", "merge", "a:p0090", "b:p0091", "--kind", "paper", code=1).stderr
    )
    why = run(graph, "identity", "split", "Circles", "--record", "b:p0091", code=1).stderr
    assert "contradict each other" in why
    assert "coterie identity undo" in why
    run(graph, "identity", "undo")
    assert hash_of(graph) == before
    assert "no author is called" in run(graph, "identity", "merge", "Circles", "No Such Thing", code=1).stderr
    assert "no author is called" in run(
        graph, "identity", "merge", "Circles", "Salons", "--kind", "author", code=1).stderr  # fmt: skip
    assert "name two or more" in run(graph, "identity", "merge", "Circles", code=2).stderr


def test_files(graph: Path, tmp_path: Path) -> None:
    before = hash_of(graph)
    run(graph, "identity", "merge", "Ada Byron", "Bo An")
    run(graph, "identity", "merge", "Circles", "Salons")
    corrected, file = hash_of(graph), tmp_path / "ours.yaml"
    assert "2 corrections written to" in run(graph, "identity", "overrides", "--export", str(file)).stderr
    assert [set(entry) for entry in yaml.safe_load(file.read_text("utf-8"))] == [{"same"}, {"same"}]
    for _ in range(2):
        run(graph, "identity", "undo")
    file.write_text(file.read_text("utf-8") + "- same: [[a:p0090#1, Ada Byron], [gone:1#1, Ada Byron]]\n", "utf-8")
    papers = str(tmp_path / "papers.jsonl")
    result = run(graph, "load", papers, "--overrides", str(file))
    assert "corrections: 2 active, 1 asleep" in result.stderr
    assert "asleep: ours.yaml:3: gone:1#1 is not loaded" in result.stderr
    assert {row["file"] for row in answer(graph, "identity", "overrides")} == {"ours.yaml"}
    with coterie.open(graph) as opened:
        assert opened.check().ok
        ids = [state.override.id for state in opened.overrides()]
    taken = run(graph, "identity", "undo", ids[2])
    assert "it stands in ours.yaml, line 3" in taken.stderr
    file.write_text("", "utf-8")
    assert "taken back: " in run(graph, "identity", "apply", str(file)).stderr
    assert hash_of(graph) == before != corrected
    assert "nothing changed" in run(graph, "identity", "apply", str(file)).stderr


def test_a_file_that_is_wrong(graph: Path, tmp_path: Path) -> None:
    file, papers = tmp_path / "bad.yaml", str(tmp_path / "papers.jsonl")
    file.write_text("- orcid: [a:p0090#1, Ada Byron]\n  is: 0000-0000-0000-0000\n- same: 3\n", "utf-8")
    for args in (("load", papers, "--overrides", str(file)), ("identity", "apply", str(file))):
        result = run(graph, *args, code=1)
        assert "bad.yaml:2: '0000-0000-0000-0000' is no ORCID" in result.stderr
        assert "bad.yaml:3: same needs a list" in result.stderr
    file.write_text("- same: [[a:p0090#1, Bo An], [b:p0091#2, Bo An]]\n", "utf-8")
    result = run(graph, "load", papers, "--overrides", str(file), "--dry-run", code=1)
    assert "bad.yaml:1: a:p0090#1 is written 'Ada Byron', not 'Bo An'" in result.stderr
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "bad.yaml").write_text("", "utf-8")
    result = run(graph, "identity", "apply", str(file), str(tmp_path / "sub" / "bad.yaml"), code=1)
    assert "two files of corrections are called bad.yaml" in result.stderr
    assert "cannot be read" in run(graph, "identity", "apply", str(tmp_path / "none.yaml"), code=1).stderr
