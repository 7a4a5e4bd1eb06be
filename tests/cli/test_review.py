"""Going through doubtful decisions, as a person does it: with one key an answer, as a table, as a file."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from assembly_inputs import graph_hash, paper
from click.testing import CliRunner, Result

import coterie
from coterie.cli import root
from coterie.cli.asking import HELP, shown
from coterie.cli.table import display_width
from coterie.graph.identity.describing import CoAuthor, Side, Work
from coterie.graph.identity.reviewing import Doubt
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, canonical


def by(number: int, name: str, other: str, place: str, title: str, year: int) -> PaperRecord:
    """A paper of two, the first with a place."""
    at = (AffiliationRef(name=place),)
    people = (Mention(written=name, position=1, affiliations=at), Mention(written=other, position=2))
    return PaperRecord(source="src", record_id=f"p{number:04d}", title=title, mentions=people, date=str(year),
                       authors_complete=True)  # fmt: skip


TITLES = ("Parsing trees", "Grammars for trees", "Syntax and parsing", "Galaxies in dust", "Dust and redshift")
RECORDS = [
    *(by(i, "Jo Wang", "Ann Bo" if i < 3 else "Eva Fu", "Harbour" if i < 3 else "Mountain", title, 2000 + i // 3 * 15)
      for i, title in enumerate(TITLES)),
    by(6, "J. Wang", "Cy Do", "Valley", "Wages and taxes", 2003),
    by(7, "Wei Li", "Di Eh", "Forest", "Rivers in flood", 2010),
    by(8, "W. Li", "Fe Gi", "Coast", "Lattices", 2010),
    paper(20, "Gil Ho", "Una Vu", title="Circles of friends", date="2020-05",
          ids={"doi": "10.1000/x", "arxiv": "2001.00001"}),
    paper(21, "Gil Ho", title="Squares of numbers", date="2021-05", ids={"doi": "10.1000/x", "arxiv": "2101.00002"}),
    paper(30, "Kim Oh", "Lu Xi", title="A long title about salons", date="2020", source="a"),
    paper(31, "Kim Oh", "Lu Xi", title="A long title about saloons", date="2020", source="b"),
]  # fmt: skip


def run(graph: Path, *args: str, code: int = 0, text: str = "", columns: int = 100) -> Result:
    env = {"COLUMNS": str(columns), "COTERIE_STORE": None}
    result = CliRunner(env=env).invoke(root.cli, ["--store", str(graph), *args], input=text)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def listed(graph: Path, *args: str) -> Any:
    return json.loads(run(graph, "identity", "review", *args, "-f", "json").stdout)


def hash_of(graph: Path) -> str:
    with coterie.open(graph) as opened:
        return graph_hash(opened.snapshot().tables)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph, which no test changes."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "papers.jsonl").write_bytes(b"".join(canonical(record) + b"\n" for record in RECORDS))
    run(folder / "g", "load", str(folder / "papers.jsonl"), "--identity", "names")
    return folder / "g"


@pytest.fixture
def graph(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(loaded, tmp_path / "g"))


def test_the_list(graph: Path) -> None:
    rows = listed(graph)
    assert [row["expected"] for row in rows] == sorted((row["expected"] for row in rows), reverse=True)
    wang = rows[2]
    assert (wang["about"], wang["now"], wang["papers"], wang["links"]) == ("person", "same", 2, 2)
    assert wang["one_keys"] == [f"src:p000{i}#1" for i in range(3)]
    assert wang["one_node"] == wang["two_node"]
    assert sum(wang["terms"].values()) == pytest.approx(wang["log_odds"], abs=1e-8)
    papers = {(row["now"], row["one"], row["two"]): row for row in rows if row["about"] == "paper"}
    shared = papers["different", "Circles of friends", "Squares of numbers"]
    assert (shared["papers"], shared["links"], list(shared["terms"])) == (1, 0, ["shared identifier"])
    alike = papers["same", "A long title about salons", "A long title about saloons"]
    assert (alike["links"], alike["one_keys"], alike["two_keys"]) == (1, ["a:p0030"], ["b:p0031"])
    assert len(papers) == 2
    table = run(graph, "identity", "review", "--limit", "2").stdout
    assert table.splitlines()[-1] == f"2 of {len(rows)} doubtful decisions"
    assert table.startswith("about ")
    first = run(graph, "identity", "review", "--limit", "1", "-f", "csv").stdout.splitlines()
    assert len(first) == 2
    assert first[1].startswith(rows[0]["id"])


def test_answers_are_kept_all_at_once_and_can_be_undone(graph: Path) -> None:
    before, rows = hash_of(graph), listed(graph)
    keys = "".join("d" if row["now"] == "same" else "s" for row in rows)
    result = run(graph, "identity", "review", "--answers", "-", text=keys)
    assert f"{len(rows)} answers kept" in result.stderr
    assert " persons before, " in result.stderr
    held = json.loads(run(graph, "identity", "overrides", "-f", "json").stdout)
    assert [row["state"] for row in held] == ["active"] * len(rows)
    assert sorted(row["line"] for row in held) == list(range(1, len(rows) + 1))
    titles = json.loads(run(graph, "paper", "Circles of friends", "-f", "json").stdout)
    assert len(titles["records"]) == 2
    assert {row["id"] for row in rows}.isdisjoint(row["id"] for row in listed(graph))
    with coterie.open(graph) as opened:
        assert opened.check().ok
    for _ in rows:
        run(graph, "identity", "undo")
    assert hash_of(graph) == before


def test_keys(graph: Path) -> None:
    before, rows = hash_of(graph), listed(graph, "--limit", "3")
    result = run(graph, "identity", "review", "--limit", "3", "--answers", "-", text="\n zs d\nbb?q")
    asked = [line.split(" of ")[0] for line in result.stdout.splitlines() if " of 3   now " in line]
    assert asked == ["1", "2", "3", "2", "1", "2"]
    assert result.stdout.count("answered: ") == 3
    assert result.stdout.splitlines().count(HELP) == len(asked) + 1
    assert "1 answer kept" in result.stderr
    [held] = json.loads(run(graph, "identity", "overrides", "-f", "json").stdout)
    assert held["kind"] == "different"
    assert set(held["keys"]) <= {*rows[1]["one_keys"], *rows[1]["two_keys"]}
    run(graph, "identity", "undo")
    for text in ("", "q", "???"):
        assert "no answers, nothing changed" in run(
            graph, "identity", "review", "--limit", "3", "--answers", "-", text=text).stderr  # fmt: skip
    assert hash_of(graph) == before


def test_answers_to_a_file_follow_what_it_holds(graph: Path, tmp_path: Path) -> None:
    before, file = hash_of(graph), tmp_path / "ours.yaml"
    file.write_text("# ours\n- same: [[gone:1#1, A B], [gone:2#1, A B]]\n  note: kept", "utf-8")
    result = run(graph, "identity", "review", "--limit", "2", "--answers", "-", "--to", str(file), text="sd")
    assert "2 answers written to" in result.stderr
    text = file.read_text("utf-8")
    assert text.startswith("# ours\n- same: [[gone:1#1, A B], [gone:2#1, A B]]\n  note: kept\n- same: [[")
    assert len(yaml.safe_load(text)) == 3
    run(graph, "identity", "review", "--limit", "2", "--answers", "-", "--to", str(file), text="sd")
    assert file.read_text("utf-8") == text
    assert hash_of(graph) == before
    assert "new: 3 corrections" in run(graph, "identity", "apply", str(file)).stderr
    file.write_text("- nonsense", "utf-8")
    why = run(graph, "identity", "review", "--answers", "-", "--to", str(file), text="s", code=1)
    assert "ours.yaml:1" in why.stderr
    assert "1 of " not in why.stdout


@pytest.mark.parametrize("held", ["# to be agreed\n", "# to be agreed\n[]\n", "[]\n"])
def test_a_file_without_corrections_keeps_its_comments(graph: Path, tmp_path: Path, held: str) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(held, "utf-8")
    run(graph, "identity", "review", "--limit", "1", "--answers", "-", "--to", str(file), text="s")
    text = file.read_text("utf-8")
    assert text.startswith("# to be agreed\n- same: [[" if "#" in held else "- same: [[")
    assert len(yaml.safe_load(text)) == 1


def test_answers_that_contradict_are_left_in_a_file(graph: Path, tmp_path: Path) -> None:
    before, rows = hash_of(graph), listed(graph)
    at = 2
    a, b = rows[at]["one_keys"][0], rows[at]["two_keys"][0]
    contrary = f'- different: [["{a}", "Jo Wang"], ["{b}", "Jo Wang"]]\n'
    (tmp_path / "review-answers.yaml").write_text("", "utf-8")
    keys = "?" * at + "s"
    with coterie.open(graph) as opened:
        said = opened.review(limit=at + 1).doubts[at].answered("same")
        (tmp_path / "theirs.yaml").write_text(contrary, "utf-8")
        opened.apply_overrides(tmp_path / "theirs.yaml")
        with pytest.raises(coterie.IdentityError, match=r"contradict each other: theirs\.yaml:1"):
            opened.answer(said)
    (tmp_path / "theirs.yaml").write_text("", "utf-8")
    run(graph, "identity", "apply", str(tmp_path / "theirs.yaml"))
    assert hash_of(graph) == before
    (tmp_path / "ours.yaml").write_text(contrary, "utf-8")
    result = run(graph, "identity", "review", "--answers", "-", "--to", str(tmp_path / "ours.yaml"), text=keys, code=1)
    assert "contradict each other" in result.stderr
    assert "1 answer not kept, but written to review-answers-2.yaml" in result.stderr
    [entry] = yaml.safe_load((tmp_path / "review-answers-2.yaml").read_text("utf-8"))
    assert entry == {"same": [[a, "Jo Wang"], [b, "Jo Wang"]]}
    assert (tmp_path / "ours.yaml").read_text("utf-8") == contrary


def test_a_page(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    result = run(graph, "identity", "review", "--limit", "2", "--html", str(file), "--title", "Ours")
    assert result.stderr.startswith(f"wrote {file}: 2 of ")
    text = file.read_text("utf-8")
    assert "<h1>Ours</h1>" in text
    assert run(graph, "identity", "review", "--limit", "2", "--html", "-", "--title", "Ours").stdout == text
    for wrong in (("--html", "x.html", "--to", "y.yaml"), ("--to", "y.yaml"), ("--limit", "0")):
        run(graph, "identity", "review", *wrong, code=2)


def test_nothing_to_ask(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(canonical(paper(1, "Ada Byron", "Bo An")) + b"\n")
    run(tmp_path / "g", "load", str(tmp_path / "p.jsonl"))
    assert listed(tmp_path / "g") == []
    assert "nothing is doubtful" in run(tmp_path / "g", "identity", "review", "--answers", "-").stderr


def terminal(graph: Path, *steps: tuple[str, str], cwd: Path) -> tuple[int, str]:
    """The exit code and the screen of a review on a terminal; ``steps``: what is waited for, the key then pressed."""
    owner, end = pty.openpty()
    env = {**os.environ, "COLUMNS": "80", "TERM": "xterm"} | {"COTERIE_STORE": str(graph)}
    child = subprocess.Popen([sys.executable, "-m", "coterie", "identity", "review"], stdin=end, stdout=end,
                             stderr=end, cwd=cwd, env=env, start_new_session=True, preexec_fn=_owned)  # fmt: skip
    os.close(end)
    screen, left = "", list(steps)
    while True:
        try:
            data = os.read(owner, 65536)
        except OSError:
            break
        if not data:
            break
        screen += data.decode("utf-8", "replace")
        if left and left[0][0] in screen.rpartition("─")[2]:
            _wait_for_a_key(owner)
            os.write(owner, left.pop(0)[1].encode())
    os.close(owner)
    return child.wait(20), screen


def _wait_for_a_key(terminal: int) -> None:
    """Until single keys are read: what is typed before is dropped."""
    for _ in range(500):
        if not termios.tcgetattr(terminal)[3] & termios.ICANON:
            return
        time.sleep(0.02)
    pytest.fail("no key is waited for")


def _owned() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_on_a_terminal(graph: Path, tmp_path: Path) -> None:
    before = hash_of(graph)
    code, screen = terminal(graph, ("q quit", "d"), ("q quit", "\x03"), cwd=tmp_path)
    assert code == 130
    assert "1 answer not kept, but written to review-answers.yaml" in screen
    assert len(yaml.safe_load((tmp_path / "review-answers.yaml").read_text("utf-8"))) == 1
    assert hash_of(graph) == before
    code, screen = terminal(graph, ("q quit", "d"), ("q quit", "q"), cwd=tmp_path)
    assert code == 0
    assert "1 answer kept" in screen
    assert hash_of(graph) != before


@pytest.mark.parametrize("width", [40, 80, 96, 140])
def test_it_fits_the_terminal(width: int) -> None:
    name = "\u202e王小明 \x1b[31mWei " * 6
    works = tuple(Work(f"x:{i}", "A very long title " * 9, None if i else 2020, "") for i in range(12))
    others = tuple(CoAuthor(f"Somebody Withalongname {i}", 20 - i, i < 2) for i in range(15))
    one = Side({f"a:{i}#1": name for i in range(30)}, "a", (name, "Wei Wang"), works, 30, (1999, 2020),
               ("University of Very Long Names, Department of Longer Ones",) * 6, others, 99, ("orcid:0",))  # fmt: skip
    two = Side({"b:1#1": name}, "b", (name,), works[:1], 1, None)
    text = shown(Doubt("mentions", "different", one, two, -0.5, 1, 8, (("names", 1.5), ("other place", -2.0))), 0, 9,
                 "same", width)  # fmt: skip
    assert max(map(display_width, text.splitlines())) <= width
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert ("│" in text) == (width >= 96)
    assert "*Somebody Withalongname 0 (20)" in " ".join(text.split()) or width < 80
    assert "answered: same" in text
    assert "and 24 more papers" in text
