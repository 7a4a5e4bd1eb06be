"""``identity explain`` on the seeds, and on people whom corrections and identifiers decide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from assembly_inputs import paper, person
from click.testing import CliRunner, Result
from invented import corpus

import coterie
from coterie import seeds
from coterie.cli import root
from coterie.graph.model.records import Mention, PaperRecord, PersonRecord, canonical

ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"


def run(graph: Path, *args: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "100"}).invoke(root.cli, ["--store", str(graph), *args])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def told(graph: Path, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(graph, "identity", "explain", *args, "-f", "json").stdout)
    for reason in [*found["merges"], *filter(None, [found["nearest"]])]:
        assert reason["score"] == pytest.approx(sum(term["log_odds"] for term in reason["terms"]), abs=1e-9)
        assert (reason["score"] >= -1e-6) == (reason["decided"] == "same")
    return found


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("explained") / "seeds.graph"
    run(target, "load", str(seeds.path()))
    return target


@pytest.fixture
def people(tmp_path: Path) -> Path:
    wang = [Mention(written="Wei Wang", position=1, orcid=orcid) for orcid in (ONE, ONE, TWO)]
    records = [
        paper(1, "Wei Li", "Ann Bo"), paper(2, "Wei Li", "Ann Bo"), paper(3, "Wei Li", "Cy Do"),
        *(with_mentions(4 + i, m) for i, m in enumerate(wang)),
        paper(8, "\x1b[31mEve\x07 <script>", "Ann Bo"), person("Wei Li"),
    ]  # fmt: skip
    (tmp_path / "people.jsonl").write_bytes(b"\n".join(canonical(record) for record in records))
    run(tmp_path / "people.graph", "load", str(tmp_path / "people.jsonl"))
    return tmp_path / "people.graph"


def with_mentions(number: int, *mentions: Mention) -> PaperRecord:
    return PaperRecord(**{**_fields(paper(number)), "mentions": mentions})


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph large enough to have weights of its own."""
    target = tmp_path_factory.mktemp("frozen")
    linked = [Mention(written="Anna Schmidtova", position=1, source_ids=("dblp:77",)),
              Mention(written="Anna Meierova", position=1, orcid=ONE)]  # fmt: skip
    records = [
        *corpus(papers=750)[0], *(with_mentions(1 + i, mention) for i, mention in enumerate(linked)),
        PersonRecord(source="orcid", record_id="o1", name="Anna Unheard", orcid=ONE, source_ids=("dblp:77",)),
        *(with_mentions(3 + i, Mention(written=f"{name} Collaboration", position=1, collective=True))
          for i, name in enumerate(("ATLAS", "OPAL"))),
        paper(5, "Jörg Müllersen"), paper(6, "Joerg Muellersen"),
    ]  # fmt: skip
    (target / "records.jsonl").write_bytes(b"\n".join(canonical(record) for record in records))
    run(target / "graph", "load", str(target / "records.jsonl"))
    with coterie.open(target / "graph") as opened:
        assert opened.snapshot().settings.weights
    return target / "graph"


def test_what_person_records_tie(frozen: Path) -> None:
    for found in (told(frozen, "Anna Schmidtova"), told(frozen, "src:p0001#1", "src:p0002#1")):
        [merge] = found["merges"]
        assert merge["decided"] == "same"
        assert merge["terms"] == [{"term": "identifiers that stand together elsewhere", "log_odds": 100}]


def test_collectives(frozen: Path) -> None:
    for other, term in (("OPAL Collaboration", "names of two groups"), ("Anna Meierova", "a group and a person")):
        [reason] = told(frozen, "ATLAS Collaboration", other)["merges"]
        assert reason["terms"] == [{"term": term, "log_odds": -100}]
    assert told(frozen, "ATLAS Collaboration")["merges"] == []


def test_the_nearest_bears_a_variant_of_the_name(frozen: Path) -> None:
    [reason] = told(frozen, "Jörg Müllersen", "Joerg Muellersen")["merges"]
    nearest = told(frozen, "Jörg Müllersen")["nearest"]
    assert nearest["decided"] == "different"
    assert (nearest["terms"], nearest["two"]) == (reason["terms"], reason["two"])


def test_an_author(graph: Path) -> None:
    found = told(graph, "Huiqiang Jiang")
    assert len(found["mentions"]) == 23
    assert found["first_groups"] + len(found["merges"]) >= 23, "as many decisions as it takes to join them"
    shown = run(graph, "identity", "explain", "Huiqiang Jiang", "--merges", "2").stdout
    assert "23 mentions in" in shown
    assert shown.count("\none: +") == 2
    assert "more decisions, each clearer (--merges 0 for all)" in shown


def test_two_authors(graph: Path) -> None:
    found = told(graph, "Huiqiang Jiang", "Qianhui Wu")
    [reason] = found["merges"]
    assert reason["decided"] == "different"
    assert {term["term"].split(":")[0] for term in reason["terms"] if term["log_odds"] == -100} >= {
        "names that are not forms of one"}  # fmt: skip
    rows = run(graph, "identity", "explain", "Huiqiang Jiang", "Qianhui Wu", "-f", "csv").stdout.splitlines()
    assert rows[0].startswith("step,decided,compared,term,log_odds")
    assert len(rows) == 2 + len(reason["terms"])
    assert "two: −" in run(graph, "identity", "explain", "Huiqiang Jiang", "Qianhui Wu").stdout


def test_two_mentions_of_one(graph: Path) -> None:
    keys = [mention["mention"] for mention in told(graph, "Huiqiang Jiang")["mentions"]]
    [reason] = told(graph, keys[0], keys[-1])["merges"]
    assert reason["decided"] == "same"
    sides = [set(reason[side]["mentions"]) for side in ("one", "two")]
    assert all({keys[0], keys[-1]} & side for side in sides)
    assert "are the same author" in run(
        graph, "identity", "explain", "Huiqiang Jiang", "huiqiang jiang", code=1).stderr  # fmt: skip


def test_a_paper(graph: Path) -> None:
    with coterie.open(graph) as opened:
        records = opened.snapshot().rel("DESCRIBES:Paper")["end"]
        several = int(next(row for row in records if (records == row).sum() == 2))
        ident = opened.snapshot().node("Paper")["id"][several]
    found = told(graph, "--paper", ident)
    assert (found["about"], len(found["merges"]), found["first_groups"]) == ("papers", 1, 2)
    shown = run(graph, "identity", "explain", "page:b6d517702b510c8a").stdout
    assert "different full dates from page: 2019-10-09 / 2018-12-06" in shown
    assert "records" in shown
    assert "fits 3 papers" in run(
        graph, "identity", "explain", "Trained Rank Pruning for Efficient", "--paper", code=1).stderr  # fmt: skip


def test_what_nobody_is_called(graph: Path) -> None:
    assert "no author" in run(graph, "identity", "explain", "Nobody Atall", code=1).stderr
    assert "no author" in run(graph, "identity", "explain", "Huiqiang Jiang", "Nobody Atall", code=1).stderr
    run(graph, "identity", "explain", "a", "b", "--paper", code=2)


def test_identifiers_decide(people: Path) -> None:
    keys = [f"src:p000{number}#1" for number in (4, 5, 6)]
    [same], [apart] = (told(people, keys[0], other)["merges"] for other in keys[1:])
    assert (same["decided"], same["terms"]) == (
        "same",
        [{"term": f"the same identifier: orcid:{ONE}", "log_odds": 100}],
    )
    assert apart["decided"] == "different"
    assert any(term["term"].startswith("different identifiers of one source") for term in apart["terms"])


@pytest.mark.parametrize("key", ["default", "names", "initial"])
def test_corrections_are_above_everything(people: Path, key: str) -> None:
    run(people, "identity", "resolve", "--full", "--identity", key)
    before = told(people, "src:p0001#1", "src:p0008#1")["merges"][0]
    assert before["decided"] == "different"
    run(people, "identity", "merge", "Ann Bo", "Cy Do")
    [reason] = told(people, "src:p0001#2", "src:p0003#2")["merges"]
    assert reason["decided"] == "same"
    assert reason["terms"][-1]["term"] == "a correction, above everything"
    whole = told(people, "Ann Bo")
    assert any(merge["terms"][-1]["term"] == "a correction, above everything" for merge in whole["merges"])


def test_hostile_names_stay_text(people: Path) -> None:
    shown = run(people, "identity", "explain", "src:p0008#1", "src:p0001#1").stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown
