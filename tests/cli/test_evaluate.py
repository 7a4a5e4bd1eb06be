"""``identity evaluate``: what it prints, what it hides, and what it lays over a graph."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import coterie
from coterie.cli import root
from coterie.evaluation import evaluate as measure
from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity.hiding import without_ids
from coterie.graph.model.errors import IdentityError, LoadError
from coterie.graph.model.records import Mention, PaperRecord, PersonRecord, canonical
from coterie.loaders.gold import read_gold

X, Y = "0000-0002-1825-0097", "0000-0001-5109-3700"


def paper(ident: str, *mentions: Mention, **fields: Any) -> PaperRecord:
    return PaperRecord(source="s", record_id=ident, title=f"Title {ident}", mentions=mentions, **fields)


PAPERS = (
    paper("1", Mention(written="Wei Wu", orcid=X, position=1), Mention(written="B. Late", position=2),
          ids={"doi": "10.1000/a"}),
    paper("2", Mention(written="Wei Wu 0002", orcid=Y, source_ids=("dblp:w/WeiWu2",), position=1)),
    paper("3", Mention(written="W. Wu", orcid=X, position=1)),
    PersonRecord(source="s", record_id="wu", name="Wei Wu", names=("W. Wu",), orcid=X),
)  # fmt: skip


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(b"\n".join(canonical(record) for record in PAPERS))
    return path


def run(*args: str | Path, **kwargs: Any) -> Result:
    runner = CliRunner(env={"COLUMNS": "160", "COTERIE_STORE": None})
    result = runner.invoke(root.cli, ["identity", "evaluate", *map(str, args)], **kwargs)
    assert result.exit_code == 0, result.output
    return result


def scores(*args: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*args, "--format", "json").stdout)
    return found


def test_with_ids_shown_their_gold_is_found_and_hidden_it_is_not(papers: Path) -> None:
    common = (papers, "--gold-ids", "orcid", "--identity", "names")
    shown, hidden = scores(*common), scores(*common, "--ignore-ids")
    (everybody,) = (row for row in shown["scores"] if row["subset"] == "all")
    assert (everybody["mentions"], everybody["gold"], everybody["found"]) == (3, 2, 2)
    assert (everybody["pairwise_f1"], everybody["bcubed_f1"]) == (1.0, 1.0)
    # by name alone Wei Wu and Wei Wu (0002 being hidden) are one, and W. Wu another
    (everybody,) = (row for row in hidden["scores"] if row["subset"] == "all")
    assert (everybody["found"], everybody["lumped"], everybody["split"]) == (2, 1, 1)
    assert everybody["pairwise_f1"] == 0.0
    assert (hidden["ids_hidden"], hidden["identity"], hidden["format"]) == (True, "names", "records")


def test_the_table_says_what_was_chosen_and_shows_the_worst_blocks(papers: Path) -> None:
    lines = run(papers, "--gold-ids", "orcid", "--ignore-ids", "--identity", "names", "--seed", "4").stdout.splitlines()
    assert lines[0].split()[:4] == ["subset", "mentions", "gold", "found"]
    assert any(line.split() == ["wu", "w", "W.", "Wu", "3", "2", "2", "2", "0.000", "0.000"] for line in lines)
    text = " ".join(lines)
    assert "identity names, ids and variant lists hidden, order drawn with seed 4" in text
    assert "gold: ids of the scheme orcid" in text


def test_a_perfect_result_has_no_worst_blocks(papers: Path) -> None:
    text = run(papers, "--gold-ids", "orcid", "--identity", "names").stdout
    assert "worst" not in text
    assert "ids shown to the resolver" in text


def test_rows_for_machines_are_the_scores(papers: Path) -> None:
    text = run(papers, "--gold-ids", "orcid", "--identity", "names", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["subset"], row["mentions"], row["pairwise_f1"]) == ("all", "3", "1.0")


@pytest.mark.parametrize("key", ["names", "initial"])
def test_the_seed_changes_the_order_and_nothing_else(papers: Path, key: str) -> None:
    plain = measure(papers, key=key, gold_ids="orcid")
    for seed in range(5):
        drawn = measure(papers, key=key, gold_ids="orcid", seed=seed)
        assert (drawn.scores, drawn.worst) == (plain.scores, plain.worst)


def test_labels_are_laid_over_the_graph_by_any_id_of_a_paper(papers: Path, tmp_path: Path) -> None:
    with coterie.open(tmp_path / "g") as graph:
        graph.load(papers)
    labels = tmp_path / "gold.tsv"
    rows = [
        ("https://doi.org/10.1000/A", "1", "Wei Wu", "x"),  # by DOI and position
        ("doi:10.1000/a", "", "Late, B.", "l"),  # by id of the paper and name
        ("s:3", "", "Wei Wu", "x"),  # by record key and compatible name
        ("2", "2", "Wei Wu 0002", "y"),  # by record id; at the position nobody stands, so by name
        ("2", "1", "Ada Ode", "z"),  # another name stands there
        ("nowhere", "1", "Wei Wu", "x"),
    ]
    labels.write_text("paper\tposition\tname\tperson\n" + "".join("\t".join(row) + "\n" for row in rows))
    found = scores("--store", tmp_path / "g", labels, "--identity", "names")
    (row,) = (row for row in found["scores"] if row["subset"] == "all")
    assert (row["mentions"], row["gold"], row["found"], found["unmatched"]) == (4, 3, 3, 2)
    assert row["pairwise_f1"] == 1.0
    text = run("--store", tmp_path / "g", labels, "--identity", "names").stdout
    assert "2 labels fit no mention and were left out" in text


def test_two_labels_that_contradict_each_other_do_not_count(papers: Path, tmp_path: Path) -> None:
    with coterie.open(tmp_path / "g") as graph:
        graph.load(papers)
        labels = tmp_path / "gold.csv"
        labels.write_text("paper,position,name,person\ns:1,1,,a\ns:1,1,,b\ns:1,2,,c\n")
        found = graph.evaluate(labels, key="names")
    assert (found.scores["all"].mentions, found.unmatched) == (1, 2)


def test_what_cannot_be_evaluated_says_why(papers: Path, tmp_path: Path) -> None:
    labels = tmp_path / "gold.csv"
    labels.write_text("paper,position,person\nelsewhere,1,a\n")
    with pytest.raises(IdentityError, match="has labels, but no papers"):
        measure(labels)
    with coterie.open(tmp_path / "g") as graph:
        graph.load(papers)
        with pytest.raises(IdentityError, match="none of the 1 labels"):
            measure(labels, graph=lambda: graph)
    with pytest.raises(IdentityError, match="no identity key"):
        measure(papers, key="guess", gold_ids="orcid")
    with pytest.raises(LoadError, match="does not exist"):
        measure(tmp_path / "absent")


def test_hiding_takes_every_id_of_a_person_and_no_evidence() -> None:
    people = [p for p in PAPERS if isinstance(p, PersonRecord)]
    world = world_of_records([p for p in PAPERS if isinstance(p, PaperRecord)], people)
    hidden = without_ids(world)
    assert not any(value is not None for value in hidden.mentions["orcid"])
    assert not any(hidden.mentions["source_ids"])
    assert hidden.persons == ()
    assert hidden.mentions["written"].tolist() == ["Wei Wu", "B. Late", "Wei Wu", "W. Wu"]
    assert world.mentions["written"].tolist()[2] == "Wei Wu 0002"
    for name in ("mention", "paper", "position", "affiliation_ids"):
        assert hidden.mentions[name] is world.mentions[name]
    assert hidden.papers is world.papers


@given(st.integers(0, 9999).map("{:04d}".format), st.sampled_from(["Wei Wu", "吴伟", "Ünal O'Brien"]))
def test_a_homonym_number_is_hidden_wherever_it_stands(number: str, name: str) -> None:
    record = paper(
        "1", Mention(written=f"{name} {number}", given=name, family=f"{name} {number}"), Mention(written=number)
    )
    mentions = without_ids(world_of_records([record])).mentions
    assert (mentions["written"].tolist(), mentions["family"][0]) == ([name, number], name)


def test_a_gold_set_gives_the_same_world_in_any_order_of_its_rows(tmp_path: Path) -> None:
    head, rows = "paper,position,name,person,title", ["p1,1,A. Ode,a,T", "p2,1,Ada Ode,a,U", "p1,2,B. Late,b,T"]
    worlds = []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0])):
        path = tmp_path / f"{number}.csv"
        path.write_text("\n".join([head, *(rows[i] for i in order)]) + "\n")
        gold = read_gold(path)
        worlds.append((world_of_records(gold.records), gold.labels))
    (one, labels), (two, others) = worlds
    assert labels == others
    for name in ("mention", "written", "paper"):
        assert np.array_equal(one.mentions[name], two.mentions[name])
