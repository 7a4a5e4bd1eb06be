"""Results that are kept: asked twice they are the same and made once; nothing stale, torn or foreign is believed."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import coterie
from coterie import kept, packing, seeds
from coterie.api import Graph
from coterie.cli import root
from coterie.graph.measures import brokers, centrality, cohesion, communities, randomised, sensitivity, summary, tails
from coterie.graph.network import CollaborationNetwork, from_pairs

COMMANDS = (
    ["summary"], ["summary", "--random"], ["summary", "--distribution", "papers", "--counting", "newman"],
    ["centrality"], ["centrality", "--nodes", "affiliations", "--normalise", "jaccard"], ["communities"], ["cohesion"],
    ["cohesion", "--show", "rich-club"], ["brokers"], ["brokers", "--removal", "3"], ["sensitivity"],
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("kept") / "seeds.graph"
    with coterie.open(target) as graph:
        graph.load(seeds.path())
        graph.snapshot()
    return target


@pytest.fixture
def target(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "g.graph"))


@dataclass
class Counted:
    """A measure that counts how often it is made; it has a name of its own, as measures have."""

    calls: int = 0

    def __post_init__(self) -> None:
        self.__module__, self.__qualname__ = "coterie.graph.measures.counted", "counted"

    def __call__(self, network: CollaborationNetwork, power: int = 1, *, seed: int = 1,
                 progress: object = None) -> dict[str, Any]:  # fmt: skip
        self.calls += 1
        return {"degree": network.degree**power, "seed": seed, "nan": float("nan"), "rows": [(1, None, "ü", True, 0.1)]}


def results(target: Path) -> list[Path]:
    return sorted((target / kept.FOLDER).glob("*"))


def test_asked_twice_it_is_made_once(target: Path) -> None:
    measure = Counted()
    for _ in range(2):
        with coterie.open(target) as graph:
            found = graph.measure(measure, graph.network(), progress=print)
            again = graph.measure(measure, graph.network(), 1, seed=1)
    assert measure.calls == 1
    assert found["degree"].tolist() == again["degree"].tolist() == coterie.open(target).network().degree.tolist()
    assert (found["degree"].dtype, found["rows"]) == (np.int64, [(1, None, "ü", True, 0.1)])
    assert np.isnan(found["nan"])
    assert len(results(target)) == 1
    assert results(target)[0].stat().st_mode & 0o077 == 0


def test_everything_it_depends_on_is_another_result(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = Counted()
    with coterie.open(target) as graph:
        network = graph.network()
        other = Counted()
        other.__qualname__ = "other"
        chosen = coterie.Selection
        ways: list[Callable[[], Any]] = [
            lambda: graph.measure(measure, network), lambda: graph.measure(measure, network, 2),
            lambda: graph.measure(measure, network, seed=2),
            lambda: graph.measure(measure, graph.network(chosen(counting="newman"))),
            lambda: graph.measure(measure, graph.network(chosen(cap=99))),
            lambda: graph.measure(measure, graph.network(chosen(years=(1900, None)))),
            lambda: graph.measure(measure, graph.network(nodes="topics")),
            lambda: graph.measure(measure, graph.network(normalise="salton")),
            lambda: graph.measure(measure, graph.network(normalise="jaccard")),
        ]  # fmt: skip
        for number, way in enumerate([*ways, *ways]):
            way()
            assert measure.calls == min(number + 1, len(ways))
        graph.measure(other, network)
        assert other.calls == 1
        monkeypatch.setattr(kept, "made_by", lambda: ["another version"])
        graph.measure(measure, network)
        assert measure.calls == len(ways) + 1
        monkeypatch.setattr(network, "papers", network.papers + 1)
        graph.measure(measure, network)
        assert measure.calls == len(ways) + 2, "the arrays count, not only what is said of them"


def test_a_load_and_a_correction_are_seen(target: Path, tmp_path: Path) -> None:
    measure = Counted()
    (tmp_path / "more.jsonl").write_text(json.dumps({
        "type": "paper", "source": "x", "record_id": "1", "title": "A New One", "date": "2024",
        "mentions": [{"written": "Zoë Newcomer", "position": 1}, {"written": "Yuhui Xu", "position": 2}],
    }) + "\n", "utf-8")  # fmt: skip
    with coterie.open(target) as graph:
        before = graph.measure(measure, graph.network())["degree"]
        graph.load(tmp_path / "more.jsonl")
        old = graph.measure(summary.summarise, graph.network())
        after = graph.measure(measure, graph.network())["degree"]
        assert (measure.calls, len(after) > len(before)) == (2, True)
        first, second, *_ = (str(ident) for ident in graph.network().ids)
        graph.merge(first, second, kind="author")
        assert graph.measure(summary.summarise, graph.network()).people == old.people - 1


@pytest.mark.parametrize("damage", ["torn", "empty", "other", "foreign", "pickle", "renamed"])
def test_a_file_that_is_not_ours_is_none(target: Path, damage: str) -> None:
    measure = Counted()
    with coterie.open(target) as graph:
        expected = graph.measure(measure, graph.network())["degree"].tolist()
        (file,) = results(target)
        whole = file.read_bytes()
        if damage == "renamed":
            graph.measure(measure, graph.network(), 2)
            (second,) = [path for path in results(target) if path != file]
            file.write_bytes(second.read_bytes())
            measure.calls = 1
        elif damage == "foreign":
            tree = {"class": "os:system", "fields": {"command": f"touch {target}/harmed"}}
            head = json.dumps({"name": file.stem, "arrays": 0, "tree": tree}).encode()
            np.savez(file, head=np.frombuffer(head, np.uint8))
        elif damage == "pickle":
            np.savez(file, head=np.array([{"name": file.stem}], object))
        else:
            file.write_bytes({"torn": whole[: len(whole) // 2], "empty": b"", "other": b"\x93NUMPY" + whole}[damage])
        assert graph.measure(measure, graph.network())["degree"].tolist() == expected
        assert measure.calls == 2
        assert graph.measure(measure, graph.network())["degree"].tolist() == expected
        assert measure.calls == 2, "and is made anew"
    assert not (target / "harmed").exists()


def test_no_flipped_bit_is_believed(tmp_path: Path) -> None:
    held = kept.Kept(tmp_path / "results")
    made = {"values": np.arange(40) / 7, "text": ["a", 0.5, None]}
    held.ask({"a": 1}, lambda: made)
    (file,) = held.folder.iterdir()
    whole = file.read_bytes()
    for position in range(0, len(whole), 3):
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        found = held.ask({"a": 1}, lambda: made)
        assert found["values"].tolist() == made["values"].tolist(), position  # type: ignore[attr-defined]
        assert found["text"] == made["text"], position


def test_nowhere_to_write_is_no_error(target: Path) -> None:
    (target / kept.FOLDER).write_text("a file is in the way", "utf-8")
    measure = Counted()
    with coterie.open(target) as graph:
        assert len(graph.measure(measure, graph.network())["degree"]) == 202
        assert len(graph.measure(measure, graph.network())["degree"]) == 202
    assert measure.calls == 2


@pytest.mark.parametrize("off", ["off", "OFF", "0"])
def test_switched_off(target: Path, monkeypatch: pytest.MonkeyPatch, off: str) -> None:
    measure = Counted()
    with coterie.open(target, keep=False) as graph:
        graph.measure(measure, graph.network())
    monkeypatch.setenv("COTERIE_CACHE", off)
    with coterie.open(target) as graph:
        graph.measure(measure, graph.network())
        graph.side_by_side(keys=["names"])
    assert measure.calls == 2
    assert not results(target)
    monkeypatch.delenv("COTERIE_CACHE")
    _run(target, "summary", "--no-cache")
    assert not results(target)


def test_what_is_not_of_this_graph_is_not_kept(target: Path) -> None:
    measure = Counted()
    with coterie.open(target) as graph, coterie.open(target) as other:
        graph.snapshot()
        assert graph.measure(lambda network: network.size, graph.network()) == 202
        for network in (from_pairs(["a"], ["b"]), other.network()):
            graph.measure(measure, network)
            graph.measure(measure, network)
    assert measure.calls == 4
    assert not results(target)


def test_the_oldest_go(tmp_path: Path) -> None:
    held = kept.Kept(tmp_path / "results", limit=10_000)
    for number in range(8):
        held.ask({"number": number}, lambda: np.zeros(300))
        newest = held.folder / (kept.key({"number": number}) + ".npz")
        os.utime(newest, ns=(number, number))
    assert sum(path.stat().st_size for path in held.folder.iterdir()) <= 10_000
    assert len(list(held.folder.iterdir())) == 3
    calls = []
    for number in (7, 6, 5, 0):
        held.ask({"number": number}, lambda: calls.append(1))
    assert len(calls) == 1
    held.ask({"large": True}, lambda: np.zeros(3000))
    assert not (held.folder / (kept.key({"large": True}) + ".npz")).exists(), "larger than all that may be kept"


def test_results_of_every_measure_come_back_as_they_were(target: Path) -> None:
    with coterie.open(target) as graph:
        network = graph.network()
        groups = communities.communities(network)
        for measure, more in (
            (summary.summarise, ()), (centrality.centralities, (centrality.MEASURES,)), (communities.communities, ()),
            (cohesion.cohesion, ()), (cohesion.clique_sizes, ()), (cohesion.rich_club_rows, ()),
            (randomised.small_world, ()), (tails.tail_of, ("degree",)), (brokers.brokers, (groups,)),
        ):  # fmt: skip
            made = measure(network, *more)
            packed = packing.pack(made, network)
            again = packing.unpack(packing.Packed(json.loads(json.dumps(packed.tree)), packed.arrays), network)
            assert type(again) is type(made)
            assert _shown(again) == _shown(made)


def _shown(result: Any) -> str:
    rows = result.rows() if hasattr(result, "rows") else result
    return repr([rows, result.notes() if hasattr(result, "notes") else None])


def test_what_cannot_be_kept_is_made(tmp_path: Path) -> None:
    held = kept.Kept(tmp_path / "results")
    for odd in (object(), np.array(["text"], object), from_pairs(["a"], ["b"]), {1, 2}, Path("x")):
        assert held.ask({"a": 1}, lambda odd=odd: odd) is odd  # type: ignore[misc]
        assert held.ask({"about": odd}, lambda: 1) == 1
    assert not held.folder.exists()
    for name in ("os:system", "coterie.graph.model.errors:FAILED", "coterie.graph.measures.tails:fit_tail",
                 "coterie.api:Graph", "coterie.graph.measures.tails:Tail.as_dict"):  # fmt: skip
        with pytest.raises(ValueError, match="no class of ours"):
            packing.unpack(packing.Packed({"class": name, "fields": {}}))


def _run(target: Path, *args: str) -> tuple[str, str]:
    result = CliRunner(env={"COLUMNS": "120"}).invoke(root.cli, ["--store", str(target), "analyze", *args])
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def test_the_same_bytes_without_measuring(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formats = ("table", "json", "csv")
    asked = [[*command, "-f", form] for command, form in itertools.product(COMMANDS, formats)
             if not (form == "csv" and command == ["sensitivity"])]  # fmt: skip
    first = [_run(target, *command) for command in asked]

    def refuse(*args: Any, **options: Any) -> Any:
        raise AssertionError("measured again")

    for module, name in ((summary, "distances"), (centrality, "Costly"), (cohesion, "clique_sizes"),
                         (cohesion, "swapped"), (randomised, "swapped"), (tails, "fit_tail"),
                         (brokers, "structural_holes"), (sensitivity, "sensitivity"), (Graph, "sensitivity")
                         ):  # fmt: skip
        monkeypatch.setattr(module, name, refuse)
    kept_commands = [command for command in asked if command[0] != "communities"]
    assert [_run(target, *command) for command in kept_commands] == [
        found for command, found in zip(asked, first, strict=True) if command in kept_commands
    ]
    monkeypatch.undo()
    assert [_run(target, *command, "--no-cache") for command in asked] == first


def test_two_processes_at_once(target: Path) -> None:
    command = [sys.executable, "-m", "coterie", "--store", str(target), "analyze", "centrality", "-f", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    found = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len({out for out, _ in found}) == 1
    assert [path.suffix for path in results(target)] == [".npz"], "one result, and nothing left beside it"


@pytest.mark.neo4j
def test_of_a_server_they_lie_in_the_cache(neo4j_target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lines = seeds.path().read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "a.jsonl").write_text("".join(lines[5:8]), "utf-8")
    (tmp_path / "b.jsonl").write_text("".join(lines[8:9]), "utf-8")
    measure = Counted()
    for number in (1, 1, 2):
        with coterie.open(neo4j_target) as graph:
            graph.load(tmp_path / "a.jsonl", *([tmp_path / "b.jsonl"] if number == 2 else []))
            graph.measure(measure, graph.network())
            ident = graph.snapshot().store_id
        assert measure.calls == number
    assert len(list((tmp_path / "coterie" / ident / kept.FOLDER).iterdir())) == 2
