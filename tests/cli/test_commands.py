"""The commands on the seeds, as a person types them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from stores import Address

from coterie import seeds
from coterie.cli import root

Run = Callable[..., Result]
CENSUS = "164 papers, 202 authors, 353 authorships, 313 co-author pairs, 9 affiliations, 10 topics"


def invoke(*args: str, **kwargs: Any) -> Result:
    return CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None}).invoke(root.cli, list(args), **kwargs)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the seeds; tests only read it."""
    folder = tmp_path_factory.mktemp("cli") / "seeds.graph"
    result = invoke("--store", str(folder), "load", str(seeds.path()))
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def run(graph: Path) -> Run:
    """Run a command on the seeds; it must succeed unless told its exit code."""

    def run(*args: str, code: int = 0, **kwargs: Any) -> Result:
        result = invoke("--store", str(graph), *args, **kwargs)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def test_loading_again_changes_nothing_and_sums_add_up(run: Run) -> None:
    result = run("load", str(seeds.path()))
    assert "read 187 = 0 new + 0 updated + 187 unchanged + 0 rejected" in result.stdout
    assert "185 records of papers = 164 papers + 21 merged" in result.stdout
    assert "the graph holds, unchanged, " + CENSUS in " ".join(result.stdout.split())
    [file] = json.loads(run("load", str(seeds.path()), "--format", "json").stdout)
    assert file["read"] == file["new"] + file["updated"] + file["unchanged"] + file["rejected"] == 187


def test_sources_and_unload_by_name(tmp_path: Path) -> None:
    store = str(tmp_path / "two.graph")
    lines = seeds.path().read_text("utf-8").splitlines(keepends=True)
    for name, part in (("a.jsonl", lines[:20]), ("b.jsonl", lines[20:40])):
        (tmp_path / name).write_text("".join(part), "utf-8")
    loaded = invoke("--store", store, "load", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"))
    assert loaded.exit_code == 0, loaded.output
    assert [row.split()[0] for row in loaded.stdout.splitlines()[2:5]][-1] == "all"
    listed = json.loads(invoke("--store", store, "sources", "-f", "json").stdout)
    assert [(s["file"], s["records"], s["loader"]) for s in listed] == [
        ("a.jsonl", 20, "records"),
        ("b.jsonl", 20, "records"),
    ]
    assert len(listed[0]["sha256"]) == 64
    taken = invoke("--store", store, "unload", "b.jsonl")
    assert (taken.exit_code, taken.stdout) == (0, "")
    assert taken.stderr.startswith("took back b.jsonl")
    assert [s["file"] for s in json.loads(invoke("--store", store, "sources", "-f", "json").stdout)] == ["a.jsonl"]
    again = invoke("--store", store, "unload", "b.jsonl")
    assert again.exit_code == 1
    assert again.stderr.startswith("error: no load is called 'b.jsonl'; nearest: ")


def test_rejects_are_named_kept_and_strict(tmp_path: Path) -> None:
    source = tmp_path / "mixed.jsonl"
    good = seeds.path().read_text("utf-8").splitlines()[0]
    source.write_text(good + '\n{"type": "paper"}\nnot json at all\n', "utf-8")
    args = ["--store", str(tmp_path / "x.graph"), "load", str(source), "--rejects", str(tmp_path / "rejects.jsonl")]
    result = invoke(*args, "--strict", "--dry-run")
    assert result.exit_code == 3
    assert "read 3 = 1 new + 0 updated + 0 unchanged + 2 rejected" in result.stdout
    assert "nothing was changed (--dry-run)" in result.stdout
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        f"rejected {source}:2", f"rejected {source}:3"]  # fmt: skip
    kept = [json.loads(line) for line in (tmp_path / "rejects.jsonl").read_text("utf-8").splitlines()]
    assert [item["position"] for item in kept] == [f"{source}:2", f"{source}:3"]
    assert invoke(*args).exit_code == 0


def test_cypher_and_its_formats(run: Run, tmp_path: Path) -> None:
    text = "MATCH (t:Topic) RETURN t.id AS id, t.name AS name, 1.5 AS x, null AS none ORDER BY id LIMIT 2"
    assert json.loads(run("query", text, "-f", "json").stdout)[0] == {
        "id": "arxiv:cs.AI", "name": "Artificial Intelligence", "x": 1.5, "none": None}  # fmt: skip
    assert len(run("query", "-", "-f", "jsonl", input=text).stdout.splitlines()) == 2
    assert next(csv.reader(io.StringIO(run("query", text, "-f", "tsv").stdout), delimiter="\t"))[3] == "none"
    for suffix in ("csv", "xlsx", "json", "txt"):
        result = run("query", text, "-o", str(tmp_path / f"rows.{suffix}"))
        assert result.stdout == ""
    assert (tmp_path / "rows.csv").read_text("utf-8").splitlines()[1] == "arxiv:cs.AI,Artificial Intelligence,1.5,"
    sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx").active
    assert sheet is not None
    assert sheet["C2"].value == 1.5
    assert (tmp_path / "rows.txt").read_text("utf-8").startswith("id ")
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "no temporary file is left"


def test_parameters_are_typed(run: Run) -> None:
    text = "RETURN $i + 1 AS i, $f AS f, $b AS b, $n AS n, $l AS l, $s AS s, $q AS q"
    given = ["i=41", "f=.5", "b=true", "n=null", 'l=[1, "x"]', "s=nan or so", 'q="7"']
    result = run("query", text, *(part for pair in given for part in ("-p", pair)), "-f", "json")
    assert json.loads(result.stdout) == [
        {"i": 42, "f": 0.5, "b": True, "n": None, "l": [1, "x"], "s": "nan or so", "q": "7"}
    ]


def test_a_named_query_takes_names_as_typed_and_limits(run: Run) -> None:
    result = run("query", "coauthors", "--param", "person=lyna zhang", "--limit", "2", "-f", "json")
    assert [row["coauthor"] for row in json.loads(result.stdout)] == ["Yifei Liu", "Jiahang Xu"]
    assert result.stderr == "the first 2 rows; there are more (--limit N)\n"
    table = run("query", "strongest-pairs", "--limit", "1").stdout
    assert table.startswith("The pairs of people with the most joint papers")
    assert "Huiqiang Jiang" in table
    assert all(len(line) <= 100 for line in table.splitlines())


def test_ones_own_queries(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text("// name: mine\n// doc: Mine.\n// params: none\nRETURN 7 AS seven\n", "utf-8")
    assert json.loads(run("query", "mine", "--queries", str(tmp_path), "-f", "json").stdout) == [{"seven": 7}]
    assert "mine" in run("queries", "--queries", str(tmp_path)).stdout
    assert run("queries", "papers-of").stdout.startswith("// name: papers-of\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["coauthors"], "error: query coauthors needs the parameter person\nhint: give it: --param person=AUTHOR\n"),
        (["coauthor"], "error: no query is called 'coauthor'; nearest: coauthors"),
        (["coauthors", "-p", "person=Yuhi Xu"], "error: no author is called 'Yuhi Xu'; nearest: Yuhui Xu"),
        (["new-collaborations", "-p", "since=soon"], "error: parameter since='soon' is no int\n"),
        (["MATCH (a:Author) WHERE a.id = $who RETURN a"], "error: the query needs $who"),
        (["CREATE (x:Thing) RETURN x"], "error: "),
        (["RETURN 1", "--queries", "nowhere"], "error: no folder of queries is called"),
    ],
)
def test_a_query_that_fails_says_why_in_a_line(run: Run, args: list[str], said: str) -> None:
    if args == ["RETURN 1", "--queries", "nowhere"]:
        args = ["papers-of", "--queries", "nowhere"]
    result = run("query", *args, code=1)
    assert result.stderr.startswith(said)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) <= 2


def test_a_syntax_error_shows_line_and_caret(run: Run) -> None:
    lines = run("query", "MATCH (a:Author)\nRETRN a", code=1).stderr.splitlines()
    assert "RETRN a" in lines
    assert lines[lines.index("RETRN a") + 1].strip() == "^"


def test_writing_needs_to_be_asked_for(tmp_path: Path) -> None:
    store = str(tmp_path / "w.graph")
    line = seeds.path().read_text("utf-8").splitlines()[5]
    (tmp_path / "one.jsonl").write_text(line + "\n", "utf-8")
    assert invoke("--store", store, "load", str(tmp_path / "one.jsonl")).exit_code == 0
    text = "MATCH (p:Paper) SET p.mine = 1 RETURN count(p) AS n"
    assert invoke("--store", store, "query", text).exit_code == 1
    written = invoke("--store", store, "query", text, "--write")
    assert written.exit_code == 0, written.output
    assert "changed: " in written.stdout


@pytest.mark.parametrize(
    ("args", "first", "sections"),
    [
        (["author", "yuhui", "xu"], "yuhui-xu-", ["papers_by_year", "coauthors", "affiliations", "topics", "papers"]),
        (["paper", "rstar math"], "page:", ["authors", "affiliations", "topics", "records"]),
        (["affiliation", "NVIDIA"], "nvidia", ["papers_by_year", "people", "partners", "topics", "papers"]),
        (["topic", "cl"], "arxiv:cs.CL", ["papers_by_year", "people", "affiliations", "papers"]),
    ],
)
def test_profiles(run: Run, args: list[str], first: str, sections: list[str]) -> None:
    found = json.loads(run(*args, "-f", "json").stdout)
    assert found["id"].startswith(first)
    assert [key for key, value in found.items() if isinstance(value, list) and key in sections] == sections
    text = run(*args).stdout
    assert text.startswith("id ")
    assert all(len(line) <= 100 for line in text.splitlines())


def test_a_profile_states_what_sources_state_and_what_lists_lack(run: Run) -> None:
    found = json.loads(run("author", "Yuhui Xu", "-f", "json").stdout)
    assert (found["stated_h_index"], found["stated_papers"], found["paper_count"]) == (35, 29, 29)
    assert sum(item["papers"] for item in found["papers_by_year"]) == 29 == len(found["papers"])
    assert found["papers_with_incomplete_lists"] == 29
    assert "… and " in run("author", "Yuhui Xu").stdout
    assert "… and " not in run("author", "Yuhui Xu", "--all").stdout


def test_an_ambiguous_name_lists_whom_it_fits(run: Run) -> None:
    lines = run("author", "li", code=1).stderr.splitlines()
    assert lines[0].startswith("error: 'li' fits ")
    assert any(line.startswith("li-lyna-zhang-") for line in lines)
    assert lines[-1] == "hint: give the id, or more of the name"


def test_the_summary_is_one_object_that_states_its_choices(run: Run) -> None:
    found = json.loads(run("analyze", "summary", "-f", "json").stdout)
    assert (found["papers"], found["people"], found["links"], found["giant"]) == (164, 202, 313, 127)
    assert (found["counting"], found["cap"], found["identity"], found["incomplete_lists"]) == (
        "full",
        100,
        "default",
        164,
    )
    late = json.loads(run("analyze", "summary", "--years", "2023:", "--counting", "newman", "-f", "json").stdout)
    assert late["papers"] == 133
    assert "years 2023 and later" in late["selection"]


def test_centrality_ranks_and_notes(run: Run) -> None:
    result = run("analyze", "centrality", "--limit", "3", "--by", "betweenness", "-f", "json")
    rows = json.loads(result.stdout)
    assert [row["name"] for row in rows] == ["Li Lyna Zhang", "Yuhui Xu", "Ting Cao"]
    assert rows[1]["degree"] == 46
    assert "the first 3 of 202 authors" in result.stderr
    assert "betweenness: exact" in result.stderr
    assert (
        "betweenness: estimated from 50 pivots (seed 7)"
        in run("analyze", "centrality", "--pivots", "50", "--seed", "7").stdout
    )
    nobody = run("analyze", "centrality", "--years", "1900", "-f", "csv").stdout
    assert nobody == "name,papers,degree,strength,pagerank,betweenness,core,component,id\n"


def test_communities_are_found_by_seed(run: Run) -> None:
    rows = json.loads(run("analyze", "communities", "-f", "json", "--limit", "0").stdout)
    assert [row["community"] for row in rows] == list(range(1, len(rows) + 1))
    assert sum(row["size"] for row in rows) == 202
    members = run("analyze", "communities", "--members", "-f", "jsonl", "--limit", "0").stdout.splitlines()
    assert len(members) == 202
    assert run("analyze", "communities").stdout == run("analyze", "communities", "--seed", "1").stdout


def test_a_selection_is_kept_and_taken(run: Run) -> None:
    run("analyze", "summary", "--author", "yuhui xu", "--save-select", "xu")
    taken = json.loads(run("analyze", "summary", "--select", "xu", "-f", "json").stdout)
    assert taken["people"] == 47
    assert run("analyze", "summary", "--select", "xv", code=1).stderr.startswith(
        "error: no saved selection is called 'xv'"
    )
    assert "the graph is what its records say" in run("store", "check").stdout


def test_a_selection_that_names_nobody_is_an_error(run: Run) -> None:
    assert run("analyze", "summary", "--author", "Yuhi Xu", code=1).stderr.startswith("error: no author is called")
    assert run("analyze", "summary", "--topic", "astrology", code=1).stderr.startswith("error: no topic is called")


def test_a_map_is_a_page_with_the_same_bytes(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    said = run("map", "-o", str(page), "--author", "yuhui xu", "--title", "Xu").stderr
    assert said.startswith(f"wrote {page}: 47 authors, ")
    assert "<title>Xu</title>" in page.read_text("utf-8")
    run("map", "-o", str(tmp_path / "again.html"), "--author", "yuhui xu", "--title", "Xu")
    assert page.read_bytes() == (tmp_path / "again.html").read_bytes()
    assert run("map", "-o", str(page), "--colour", "taste", code=1).stderr.startswith("error: no colour 'taste'")
    missing = run("map", "-o", str(tmp_path / "no" / "map.html"), code=1).stderr
    assert missing == f"error: No such file or directory: {tmp_path / 'no' / 'map.html'}\n"


def test_the_demo_goes_the_whole_way_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = invoke("demo"), invoke("demo")
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert Path("map.html").stat().st_size > 100_000
    assert Path("coterie.graph").is_dir()
    assert first.stdout.startswith(
        "Loaded the seeds: 185 records of papers and 2 of people, which describe 164 papers."
    )
    assert f"coterie.graph/ holds {CENSUS}." in first.stdout
    assert "Huiqiang Jiang" in first.stdout
    assert "Try next:" in first.stdout
    assert second.stdout.replace("Already loaded:", "Loaded") == first.stdout


@pytest.mark.parametrize(("words", "typed", "found"), [
    ("coterie author", "yuh", "Yuhui Xu"), ("coterie topic", "mach", "Machine Learning"),
    ("coterie map --author", "li l", "Li Lyna Zhang"), ("coterie query", "coa", "coauthors"),
    ("coterie --store nowhere author", "yuh", ""),
])  # fmt: skip
def test_names_are_completed_by_the_shell(graph: Path, words: str, typed: str, found: str) -> None:
    environment = {
        **os.environ, "_COTERIE_COMPLETE": "bash_complete", "COMP_WORDS": f"{words} {typed}",
        "COMP_CWORD": str(len(words.split())), "COTERIE_STORE": str(graph),
    }  # fmt: skip
    environment["COMP_WORDS"] = f"{words} '{typed}"
    script = "from coterie.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert found in done.stdout
    assert done.stderr == ""


def test_an_analysis_starts_no_engine(graph: Path) -> None:
    script = (
        "import sys\nfrom coterie.cli import main\ntry: main(['analyze', 'summary'])\nexcept SystemExit: pass\n"
        "sys.exit(' '.join(m for m in ('neo4j', 'arcadedb', 'networkx', 'lxml') if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "COTERIE_STORE": str(graph)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "202" in done.stdout


def test_the_store_says_what_it_holds_and_is_right(run: Run) -> None:
    info = json.loads(run("store", "info", "-f", "json").stdout)
    assert (info["nodes.Paper"], info["nodes.Author"], info["relationships.COAUTHORED"]) == (164, 202, 313)
    assert "the graph is what its records say" in run("store", "check").stdout
    assert json.loads(run("store", "check", "-f", "json").stdout) == []


def test_a_graph_that_was_tampered_with_is_found_and_repaired(tmp_path: Path) -> None:
    store = str(tmp_path / "t.graph")
    assert invoke("--store", store, "load", str(seeds.path())).exit_code == 0
    assert invoke("--store", store, "query", "MATCH (a:Author) SET a.paper_count = 99", "--write").exit_code == 0
    found = invoke("--store", store, "store", "check")
    assert found.exit_code == 1
    assert "Author" in found.stdout
    assert "coterie store repair" in found.stderr
    assert invoke("--store", store, "store", "repair").exit_code == 0
    assert invoke("--store", store, "store", "check").exit_code == 0


def test_loaders_and_doctor(run: Run) -> None:
    assert {row["name"] for row in json.loads(run("loaders", "-f", "json").stdout)} >= {"pages", "records"}
    found = {row["what"]: row["found"] for row in json.loads(run("doctor", "-f", "json").stdout)}
    assert found["coterie"]
    assert any(what.startswith("store ") and "164 papers" in text for what, text in found.items())


def _bad_input(folder: Path, kind: str) -> Path:
    path = folder / kind
    if kind == "binary":
        path.write_bytes(bytes(range(256)) * 8)
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "folder":
        path.mkdir()
    return path


@pytest.mark.parametrize(
    ("kind", "said"),
    [("binary", "is no text"), ("empty", "is empty"), ("folder", "holds no input"), ("absent", "does not exist")],
)
def test_an_input_that_is_none_is_one_line(tmp_path: Path, kind: str, said: str) -> None:
    result = invoke("--store", str(tmp_path / "x.graph"), "load", str(_bad_input(tmp_path, kind)))
    assert result.exit_code == 1
    first = result.stderr.splitlines()[0]
    assert first.startswith("error: ")
    assert said in first
    assert str(tmp_path / kind) in first
    assert not (tmp_path / "x.graph").exists()


@pytest.mark.parametrize(
    "args", [["query", "RETURN 1"], ["author", "x"], ["sources"], ["store", "info"], ["unload", "x"]]
)
def test_a_missing_store_is_one_line(tmp_path: Path, args: list[str]) -> None:
    result = invoke("--store", str(tmp_path / "none.graph"), *args)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: there is no store in ")
    assert "coterie load" in result.stderr
    assert not (tmp_path / "none.graph").exists()


def test_an_unreachable_server_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        result = invoke("--store", f"bolt://127.0.0.1:{taken.getsockname()[1]}", "query", "RETURN 1")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert len(result.stderr.splitlines()) <= 2


@pytest.mark.neo4j
def test_a_wrong_password_is_one_line(neo4j_lts: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_lts.user)
    monkeypatch.setenv("NEO4J_PASSWORD", "a wrong one")
    result = invoke("--store", neo4j_lts.uri, "query", "RETURN 1")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "a wrong one" not in result.output
    assert len(result.stderr.splitlines()) <= 2


def test_a_served_graph_is_read_by_others_and_locked_for_loading(graph: Path) -> None:
    command = [sys.executable, "-m", "coterie", "--store", str(graph), "store", "serve", "-f", "jsonl"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as owner:
        assert owner.stdout is not None
        assert json.loads(owner.stdout.readline())["uri"].startswith("bolt://")
        read = invoke("--store", str(graph), "query", "MATCH (p:Paper) RETURN count(p) AS n", "-f", "json")
        locked = invoke("--store", str(graph), "load", str(seeds.path()))
        owner.terminate()
        assert owner.wait(20) == 0
    assert json.loads(read.stdout) == [{"n": 164}]
    assert locked.exit_code == 1
    assert locked.stderr.startswith("error: ")
    assert len(locked.stderr.splitlines()) <= 2


def test_ctrl_c_ends_a_query_at_once(graph: Path) -> None:
    text = (
        "MATCH (a:Author), (b:Author), (c:Author), (d:Author) WHERE a.name + b.name + c.name = d.name RETURN count(*)"
    )
    command = [sys.executable, "-m", "coterie", "--store", str(graph), "query", text]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        time.sleep(2.5)
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=15) == ("", "interrupted\n")
    assert running.returncode == 130
