"""Killed in any phase of a load, a store is the old graph or the new one (or, on a server, the graph of what it has
got), and the same load again gives what an undisturbed one gives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from assembly_inputs import Given, graph_hash, many, paper
from stores import Address, empty

from coterie.graph.assembly import check, load, rebuild, snapshot_for
from coterie.graph.model.records import Record, canonical
from coterie.graph.store import Store, connect
from coterie.graph.store.folder import exists
from coterie.loaders.registry import open_inputs

KILLED = -signal.SIGKILL
CODE = """
import os, sys
from coterie.graph.assembly import chunking, load, writing
from coterie.graph.store import connect
from coterie.loaders.registry import open_inputs
chunking.CHUNK = 20
if os.environ.get("ALWAYS_BULK"):
    writing.APPLY_MOST, writing.BULK_BASE_S = 0, -1e9
if os.environ.get("ALWAYS_REVISE"):
    writing.APPLY_MOST, writing.BULK_BASE_S = 0, 1e9
with connect(sys.argv[1], create=True) as store:
    load(store, open_inputs(sys.argv[2:]))
"""
BULK = ["bulk-nodes", "bulk-nodes:3", "bulk-rels", "bulk-rels:2", "bulk-verify", "snapshot-write", "bulk-swap",
        "bulk-swapped", "bulk-swapped:2", "bulk-swapped:3"]  # fmt: skip
APPLY = ["apply-begin", "apply-mid", "apply-commit", "snapshot-write"]
CHUNKED = [*APPLY, "apply-begin:2", "apply-mid:2", "apply-commit:3", "between-batches", "between-batches:2"]


def records_file(path: Path, records: list[Record]) -> Path:
    path.write_bytes(b"".join(canonical(record) + b"\n" for record in records))
    return path


def killed_load(target: str, *files: Path, at: str = "") -> int:
    """Load in a process of its own that is killed at a phase; its exit code."""
    environment = os.environ | ({"COTERIE_KILL_AT": at} if at else {})
    return subprocess.run(
        [sys.executable, "-c", CODE, target, *map(str, files)], env=environment, check=False
    ).returncode


def hash_of(target: str) -> str:
    return graph_hash(snapshot_for(target).tables)


def assert_whole(target: str) -> None:
    """Nothing differs from what the records say, and the snapshot is what the records say."""
    with connect(target) as store:
        report = check(store)
        assert report.ok, list(report)
        assert graph_hash(snapshot_for(store).tables) == graph_hash(rebuild(store).tables)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    return records_file(tmp_path / "old.jsonl", many(40))


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    """More papers of the same people, one joined to an old paper, with smaller keys than the old ones."""
    joined = paper(900, "Ada Byron", "Emmy Noether", source="a", ids={"doi": "10.1000/src.3"}, date=None)
    return records_file(tmp_path / "new.jsonl", [*many(60, source="more"), joined])


def crash(target: str, old: Path | None, new: Path, phase: str, tmp_path: Path) -> None:
    """An embedded load of ``new`` on ``old``, killed in ``phase``: old or new, and complete when repeated."""
    before = None
    if old is not None:
        killed_load(target, old)
        before = hash_of(target)
    undisturbed = str(tmp_path / "undisturbed.graph")
    if old is None:
        killed_load(undisturbed, new)
    else:
        shutil.copytree(target, undisturbed)
        killed_load(undisturbed, new)
    after = hash_of(undisturbed)
    assert killed_load(target, new, at=phase) == KILLED
    if exists(Path(target)):
        assert hash_of(target) in (before, after)
        assert_whole(target)
    else:
        assert old is None
    assert killed_load(target, new) == 0
    assert hash_of(target) == after
    assert_whole(target)


def test_a_load_killed_while_it_is_swapped_in(tmp_path: Path, embedded_target: str, new_file: Path) -> None:
    crash(embedded_target, None, new_file, "bulk-swapped:2", tmp_path)


def test_ctrl_c_is_as_safe(store: Store) -> None:
    """At any phase; no lease is held afterwards, and the same process can go on."""
    load(store, [Given("old", many(10))])
    before = store.generation()
    for phase in ("read", "derive", "diff", "write", "snapshot"):

        def interrupt(told: str, done: int, total: int | None, phase: str = phase) -> None:
            if told == phase:
                os.kill(os.getpid(), signal.SIGINT)

        with pytest.raises(KeyboardInterrupt):
            load(store, [Given("new", many(15))], progress=interrupt)
        assert not (store.meta() or {}).get("lease")
        assert check(store).ok
        assert (store.generation() == before) == (phase != "snapshot")
    assert load(store, [Given("new", many(15))]).unchanged == 22


@pytest.mark.slow
@pytest.mark.parametrize("phase", BULK)
def test_a_first_load_killed(phase: str, tmp_path: Path, embedded_target: str, new_file: Path) -> None:
    crash(embedded_target, None, new_file, phase, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("phase", APPLY)
def test_a_small_load_killed(phase: str, tmp_path: Path, embedded_target: str, old_file: Path, new_file: Path) -> None:
    crash(embedded_target, old_file, new_file, phase, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("phase", BULK[1::2])
def test_a_large_load_killed(
    phase: str, tmp_path: Path, embedded_target: str, old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large beside what is there: a whole new store beside the old one."""
    monkeypatch.setenv("ALWAYS_BULK", "1")
    large = records_file(tmp_path / "large.jsonl", many(300, source="more"))
    crash(embedded_target, old_file, large, phase, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["bulk-rels:2", "bulk-verify", "bulk-swapped:2"])
def test_a_large_revision_killed(
    phase: str, tmp_path: Path, embedded_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too large for one transaction, small beside what is there: a revised copy of the store."""
    monkeypatch.setenv("ALWAYS_REVISE", "1")
    old = records_file(tmp_path / "old.jsonl", many(120))
    joined = paper(900, "Ada Byron", "Emmy Noether", source="a", ids={"doi": "10.1000/src.3"}, date=None)
    new = records_file(tmp_path / "new.jsonl", [*many(12, source="more"), joined])
    crash(embedded_target, old, new, phase, tmp_path)


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("phase", CHUNKED)
def test_a_load_into_a_server_killed(
    phase: str, neo4j_target: str, old_file: Path, new_file: Path, tmp_path: Path
) -> None:
    killed_load(neo4j_target, old_file)
    with connect(tmp_path / "undisturbed.graph", create=True) as store:
        load(store, open_inputs([old_file]))
        load(store, open_inputs([new_file]))
        after = graph_hash(snapshot_for(store).tables)
    assert killed_load(neo4j_target, new_file, at=phase) == KILLED
    assert_whole(neo4j_target)
    assert killed_load(neo4j_target, new_file) == 0
    assert hash_of(neo4j_target) == after
    assert_whole(neo4j_target)


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_server_killed_during_a_load(neo4j_lts: Address, neo4j_target: str, old_file: Path, tmp_path: Path) -> None:
    if neo4j_lts.server is None:
        pytest.skip("the server of NEO4J_URI is not ours to kill")
    new = records_file(tmp_path / "new.jsonl", many(500, source="more"))
    killed_load(neo4j_target, old_file)
    with connect(tmp_path / "undisturbed.graph", create=True) as store:
        load(store, open_inputs([old_file, new]))
        after = graph_hash(snapshot_for(store).tables)
    running = subprocess.Popen([sys.executable, "-c", CODE, neo4j_target, str(new)], stderr=subprocess.DEVNULL)
    time.sleep(3)
    neo4j_lts.server.kill()
    assert running.wait(120) != 0
    neo4j_lts.server.start()
    assert_whole(neo4j_target)
    assert killed_load(neo4j_target, new) == 0
    assert hash_of(neo4j_target) == after
    assert_whole(neo4j_target)
    empty(neo4j_lts)
