"""``coterie load --dry-run`` and ``coterie loaders``: what would be loaded, and how it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

import coterie
from coterie.cli import preview, root
from coterie.graph.model.records import Mention, PaperRecord, decode
from coterie.loaders.registry import loaders, open_inputs


def invoke(*args: str) -> Result:
    return CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None}).invoke(root.cli, list(args))


def written(folder: Path, files: int = 1, papers: int = 5, authors: int = 2) -> list[PaperRecord]:
    """Files of records, and the records."""
    made = []
    for file in range(files):
        records = [
            PaperRecord(source="mine", record_id=f"{file}-{i}", title=f"On Coteries {i} of {file}", date="2024-05",
                        ids={"doi": f"10.1000/{file}.{i}"},
                        mentions=tuple(Mention(written=f"Ada Lovelace {n}", position=n, orcid="0000-0002-1825-0097")
                                       for n in range(1, authors + 1)))
            for i in range(papers)
        ]  # fmt: skip
        (folder / f"{file:02d}.jsonl").write_bytes(msgspec.json.Encoder().encode_lines(records))
        made += records
    return made


def test_three_records_in_full_and_nothing_is_made(tmp_path: Path) -> None:
    papers = tmp_path / "in"
    papers.mkdir()
    made = written(papers)
    store = tmp_path / "x.graph"
    result = invoke("--store", str(store), "load", "--dry-run", str(papers))
    assert result.exit_code == 0, result.output
    assert not store.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
    said = result.stdout
    for i, record in enumerate(made):
        assert (record.title in said) == (i < 3)
    expected = ("(records)", "10.1000/0.2", "written: Ada Lovelace 2; position: 2; orcid: 0000-0002-1825-0097",
                "read 5 = 5 new + 0 updated + 0 unchanged + 0 rejected", "nothing was changed (--dry-run)")  # fmt: skip
    assert [text for text in expected if text not in said] == []
    assert all(len(line) <= 100 for line in said.splitlines())


def test_as_json_each_input_has_its_records(tmp_path: Path) -> None:
    made = written(tmp_path, files=2)
    result = invoke("--store", str(tmp_path / "x.graph"), "load", "--dry-run", str(tmp_path), "-f", "json")
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert [row["read"] for row in rows] == [5, 5]
    shown = [decode(json.dumps(record)) for row in rows for record in row["records"]]
    assert [msgspec.structs.replace(r, position=None) for r in shown] == made[:3] + made[5:8]


def test_against_a_graph_that_is_there(tmp_path: Path) -> None:
    store = str(tmp_path / "x.graph")
    papers = tmp_path / "in"
    papers.mkdir()
    written(papers, papers=2)
    assert invoke("--store", store, "load", str(papers)).exit_code == 0
    written(papers, papers=3)
    result = invoke("--store", store, "load", "--dry-run", str(papers))
    assert "read 3 = 1 new + 0 updated + 2 unchanged + 0 rejected" in result.stdout
    with coterie.open(store) as graph:
        assert graph.query("MATCH (p:Paper) RETURN count(p)").rows == [[2]]


def test_many_files_are_summed_by_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in", files=31, papers=1)
    monkeypatch.chdir(tmp_path)
    result = invoke("load", "--dry-run", "in")
    assert ["in/", "(31", "files)", "records", "31", "31", "0", "0", "0", "31"] in [
        s.split() for s in result.stdout.splitlines()
    ]
    assert f"(the records of {31 - preview.FILES} more inputs: --format json)" in result.stdout
    assert result.stdout.count("On Coteries 0 of") == preview.FILES
    assert "read 31 = 31 new" in result.stdout


def test_long_lists_are_cut_on_a_terminal_only(tmp_path: Path) -> None:
    written(tmp_path, papers=1, authors=25)
    result = invoke("--store", str(tmp_path / "x.graph"), "load", "--dry-run", str(tmp_path))
    assert "mention 20" in result.stdout
    assert "mention 21" not in result.stdout
    assert "… and 5 more (--format json)" in result.stdout


def test_hostile_text_moves_no_cursor(tmp_path: Path) -> None:
    line = {"type": "paper", "source": "mine", "title": "On \x1b[31m\u202eCoteries\n", "venue": "\x07"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), "utf-8")
    result = invoke("--store", str(tmp_path / "x.graph"), "load", "--dry-run", str(tmp_path))
    assert all(char.isprintable() or char == "\n" for char in result.stdout)


def test_the_loaders_and_their_fields() -> None:
    rows = json.loads(invoke("loaders", "-f", "json").stdout)
    assert {row["name"] for row in rows} == set(loaders())
    assert all(set(row) == {"name", "format", "verified"} for row in rows)
    assert all(isinstance(row["verified"], bool) for row in rows), "every loader of Coterie has an about"


@pytest.mark.parametrize("name", sorted(loaders()))
def test_the_fields_of_a_loader(name: str) -> None:
    fields = json.loads(invoke("loaders", name, "-f", "json").stdout)
    about: Any = loaders()[name].about  # type: ignore[attr-defined]
    assert {row["field"]: row["property"] for row in fields} == dict(about.fields) != {}
    result = invoke("loaders", name)
    assert result.stdout.startswith(loaders()[name].title[:60])
    assert "specification: " in result.stdout


def test_a_loader_that_is_none() -> None:
    result = invoke("loaders", "recods")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: no loader is called 'recods'; nearest: records")


def test_on_record_is_told_of_each_record(tmp_path: Path) -> None:
    made = written(tmp_path)
    [document] = open_inputs([tmp_path])
    told: list[tuple[str, Any]] = []
    document.on_record = lambda file, record: told.append((file, record))
    assert [record for _, record in told] == []
    records = list(document)
    assert told == [(document.file, record) for record in records]
    assert len(told) == len(made)
