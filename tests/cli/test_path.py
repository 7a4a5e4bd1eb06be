"""``analyze path`` and the options of ``analyze centrality`` on the seeds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import coterie
from coterie import seeds
from coterie.cli import root
from coterie.graph.assembly import saving

Run = Callable[..., Result]
XU, LI = "Yuhui Xu", "Li Lyna Zhang"
COLUMNS = ["kind", "way", "step", "from", "to", "joint", "year", "title", "paper_id", "from_id", "to_id"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("path") / "seeds.graph"
    with coterie.open(folder) as made:
        made.load(seeds.path(), identity="names")
    return folder


@pytest.fixture(scope="module")
def run(graph: Path) -> Run:
    def run(*args: str, code: int = 0) -> Result:
        runner = CliRunner(env={"COLUMNS": "100", "COTERIE_STORE": None})
        result = runner.invoke(root.cli, ["--store", str(graph), "analyze", *args])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def test_three_kinds_of_ways_with_their_papers(run: Run) -> None:
    text = run("path", XU, LI).stdout
    assert "shortest: 4 steps, 1 way" in text
    assert "strongest: 4 steps, sum of 1/strength 7/2, 1 way" in text
    assert "recent: 4 steps, every link of 2023 or later, 1 way" in text
    assert "1. Yuhui Xu – Lei Wang – Jianyu Wei – Ting Cao – Li Lyna Zhang" in text
    assert "   Yuhui Xu – Lei Wang: 2 joint papers\n      2025  Reward Models Identify Consistency" in text
    assert "papers of more than 100 authors make no links" in text
    assert max(map(len, text.splitlines())) <= 100


def test_rows_for_each_paper(run: Run) -> None:
    rows = json.loads(run("path", XU, LI, "--way", "shortest", "-f", "json").stdout)
    assert list(rows[0]) == COLUMNS
    assert [(row["step"], row["from"], row["joint"], row["year"]) for row in rows] == [
        (1, XU, 2, 2025), (1, XU, 2, 2025), (2, "Lei Wang", 1, 2024), (3, "Jianyu Wei", 1, 2024),
        (4, "Ting Cao", 1, 2023),
    ]  # fmt: skip
    table = list(csv.reader(io.StringIO(run("path", XU, LI, "-f", "csv").stdout)))
    assert table[0] == COLUMNS
    assert {row[0] for row in table[1:]} == {"shortest", "strongest", "recent"}


def test_more_papers_than_shown_are_said(run: Run) -> None:
    text = run("path", "Huiqiang Jiang", "Qianhui Wu", "--way", "strongest").stdout
    assert "strongest: 1 step, sum of 1/strength 1/9, 1 way" in text
    assert "Huiqiang Jiang – Qianhui Wu: 9 joint papers" in text
    assert "and 6 more (-f json lists all)" in text


def test_people_who_are_not_connected(run: Run) -> None:
    rows = json.loads(run("path", XU, "-f", "json", "--limit", "0").stdout)
    near = {XU, *(row["name"] for row in rows["people"])}
    others = json.loads(run("centrality", "--measure", "degree", "--limit", "0", "-f", "json").stdout)
    far = next(row["id"] for row in others if row["name"] not in near)
    result = run("path", XU, far)
    assert result.stdout.splitlines()[0].startswith("Yuhui Xu and ")
    assert "are not connected: no chain of joint papers" in " ".join(result.stdout.split())
    empty = run("path", XU, far, "-f", "json")
    assert json.loads(empty.stdout) == []
    assert "not connected" in empty.stderr
    assert run("path", XU, far, "-f", "csv").stdout == ",".join(COLUMNS) + "\n"


def test_oneself_is_no_step_away(run: Run) -> None:
    assert "shortest: 0 steps, 1 way" in run("path", XU, XU).stdout


def test_distances_from_a_person(run: Run) -> None:
    found = json.loads(run("path", XU, "-f", "json").stdout)
    counts = {row["distance"]: row["people"] for row in found["histogram"]}
    assert counts[0] == 1
    assert counts[1] == 46
    assert sum(counts.values()) == 202
    assert (found["name"], len(found["people"])) == (XU, 20)
    assert [row["distance"] for row in found["people"]] == [1] * 20
    text = run("path", XU, "--limit", "2").stdout
    assert "out of reach" in text
    assert "in steps, links counting alike; mean distance" in " ".join(text.split())
    people = run("path", XU, "-f", "csv", "--limit", "2").stdout.splitlines()
    assert people[0] == "name,distance,papers,id"
    assert len(people) == 3
    steps = run("path", XU, "--only", "histogram", "-f", "tsv").stdout.splitlines()
    assert steps[:3] == ["distance\tpeople", "0\t1", "1\t46"]


def test_names_that_do_not_do(run: Run) -> None:
    assert "no author is called 'Zaphod'" in run("path", XU, "Zaphod", code=1).stderr
    assert "'zhang' fits 18 authors" in run("path", "zhang", code=1).stderr
    assert "name B" in run("path", XU, "--way", "recent", code=2).stderr
    assert "distances from A alone" in run("path", XU, LI, "--only", "people", code=2).stderr
    late = run("path", XU, "--years", "1900", code=1).stderr
    assert "no author in this network is called 'Yuhui Xu'" in late


def test_the_columns_of_centrality_are_chosen(run: Run) -> None:
    rows = json.loads(run("centrality", "--measure", "closeness", "--measure", "harmonic", "-f", "json").stdout)
    assert list(rows[0]) == ["name", "papers", "closeness", "harmonic", "id"]
    assert [row["closeness"] for row in rows] == sorted((row["closeness"] for row in rows), reverse=True)
    more = json.loads(run("centrality", "--measure", "degree", "--by", "core", "-f", "json").stdout)
    assert list(more[0]) == ["name", "papers", "degree", "core", "id"]
    whole = run("centrality", "--measure", "eigenvector", "--limit", "0", "-f", "csv").stdout
    assert len(whole.splitlines()) == 203
    near = run("centrality", "--measure", "betweenness", "--epsilon", "0.2", "--delta", "0.2").stdout
    assert "betweenness: exact" in near, "as that is cheap"
    drawn = run("centrality", "--measure", "betweenness", "--pivots", "50", "--delta", "0.2").stdout
    assert "from 50 pivots (seed 1), with probability 0.8 at most" in " ".join(drawn.split())
    assert "exclude each other" in run("centrality", "--epsilon", "0.2", "--exact", code=2).stderr
    weighted = run("centrality", "--measure", "betweenness", "--weighted", "--counting", "newman").stdout
    assert "sums of 1/strength (newman counting), no tie broken" in " ".join(weighted.split())


def test_a_column_is_saved_for_cypher(run: Run, graph: Path) -> None:
    result = run("centrality", "--measure", "harmonic", "--save-as", "reach", "--limit", "1", "-f", "json")
    assert "saved as reach of 202 authors, until the graph changes" in result.stderr
    with coterie.open(graph) as opened:
        best = opened.query("MATCH (a:Author) RETURN a.name, a.reach ORDER BY a.reach DESC, a.id LIMIT 1").rows[0]
        about = saving.saved(opened.store())["Author.reach"]
    row = json.loads(result.stdout)[0]
    assert best == [row["name"], row["harmonic"]]
    assert (about["measure"], about["made"]) == ("harmonic", "closeness and harmonic: distances in steps, exact")
    for name, said in (("id", "Coterie's own"), ("a b", "is no name"), ("x`}) DETACH DELETE n //", "is no name")):
        assert said in run("centrality", "--save-as", name, code=2).stderr
    assert "no nodes of the graph" in run("centrality", "--save-as", "x", "--nodes", "countries", code=2).stderr
