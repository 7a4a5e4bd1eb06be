"""What ``load`` says of tables: the mapping guessed, saved and given back."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from coterie.cli import root

TABLE = "Titel;Autoren;Jahr;Nr\nOn Coteries;Ada Lovelace und Charles Babbage;1843;7\n"
GUESS = "rows: papers\ntitle: Titel\nyear: Jahr\nauthors:\n  name: Autoren\n"


def run(folder: Path, *args: str) -> Result:
    store = ("--store", str(folder / "g.graph"))
    return CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None}).invoke(root.cli, [*store, "load", *args])


def test_the_guess_is_shown_and_can_be_saved_and_given(tmp_path: Path) -> None:
    path, saved = tmp_path / "list.csv", tmp_path / "list.yaml"
    path.write_text(TABLE, encoding="utf-8")
    result = run(tmp_path, str(path), "--dry-run")
    assert result.exit_code == 0, result.output
    told, _, shown = result.stderr.partition("\n")
    assert told == f"{path} is read by this guess; save it, change it, and give it with --map FILE:"
    assert "".join(line.removeprefix("  ") for line in shown.splitlines(keepends=True)) == GUESS
    result = run(tmp_path, str(path))
    assert "guessed title = Titel, year = Jahr, authors.name = Autoren" in result.stderr
    saved.write_text(GUESS + "source: ours\nid: Nr\n", encoding="utf-8")
    result = run(tmp_path, str(path), "--map", str(saved), "--format", "json", "--dry-run")
    assert "guess" not in result.stderr
    [file] = json.loads(result.stdout)
    assert (file["records"][0]["source"], file["records"][0]["record_id"]) == ("ours", "7")


def test_a_mistake_in_a_mapping_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "m.yaml").write_text("titel: Titel\n", encoding="utf-8")
    result = run(tmp_path, str(tmp_path / "list.csv"), "--map", str(tmp_path / "m.yaml"))
    assert result.exit_code == 1
    assert "titel is no key here; keys: rows, file" in result.stderr
    (tmp_path / "m.yaml").write_text("title: Title\n", encoding="utf-8")
    result = run(tmp_path, str(tmp_path / "list.csv"), "--map", str(tmp_path / "m.yaml"))
    assert result.exit_code == 1
    assert "list.csv has no column 'Title'" in result.stderr
    assert "columns: Titel, Autoren, Jahr, Nr" in result.stderr
    assert not (tmp_path / "g.graph").exists(), "no store is made for what cannot be read"
