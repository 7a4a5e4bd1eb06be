"""The embedded store: its folder, crashes, owners, and what can be wrong with it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_graph import SMALL, everything, load_small, nodes_of, rels_of
from support import ROOT

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.errors import StoreError
from coterie.graph.store import bulk_load, connect, folder, read_generation

BIGGER = ({**SMALL[0], "Topic": [{"id": "arxiv:cs.AI", "name": "AI"}, *SMALL[0]["Topic"]]}, SMALL[1])


def load(target: str, content: object = SMALL, **options: object) -> None:
    bulk_load(target, nodes_of(content), rels_of(content), {"cap": 100}, **options)  # type: ignore[arg-type]


def child(code: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A process that can import what these tests import."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'tests'}{os.pathsep}{Path(__file__).parent}", **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What the child printed and complained of, when it has ended; it is killed if it does not."""
    try:
        return process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def failure(target: object, reason: str, **options: bool) -> StoreError:
    with pytest.raises(StoreError) as caught:
        connect(str(target), **options)
    assert caught.value.reason == reason, caught.value
    assert "\n" not in str(caught.value)
    return caught.value


# bulk


def test_bulk_gives_what_apply_gives(embedded_target: str) -> None:
    load(embedded_target)
    with connect(embedded_target) as store:
        assert everything(store) == SMALL
        meta = store.meta()
        assert meta is not None
        assert (meta["cap"], meta["generation"], meta["model"]) == (100, 1, 1)
        assert store.query(
            "CALL db.index.fulltext.queryNodes('paper_title', 'deep') YIELD node RETURN node.id"
        ).rows == [["doi:1"]]
        with pytest.raises(StoreError):
            store.apply(Changes(create_nodes=[NodeRows("Author", [{"id": "ada-1"}])]), {})
        store.apply(Changes(create_nodes=[NodeRows("Author", [{"id": "new"}])]), {})
        assert store.generation() == "2"


def test_bulk_replaces_what_was_there_and_keeps_the_store_id(embedded_target: str) -> None:
    load(embedded_target)
    before = folder.read_state(Path(embedded_target))
    with connect(embedded_target) as store:
        assert everything(store) == SMALL
        store.bulk(nodes_of(BIGGER), rels_of(BIGGER), {"cap": 50})
        assert everything(store) == BIGGER
        meta = store.meta()
        assert meta is not None
        assert (meta["generation"], meta["cap"]) == (2, 50)
        assert before is not None
        assert meta["store_id"] == before.store_id
    assert read_generation(embedded_target) == "2"


def test_the_snapshot_is_swapped_in_with_the_store(embedded_target: str) -> None:
    def write(place: Path) -> None:
        (place / "snapshot").mkdir()
        state = folder.read_state(place)
        assert state is not None
        (place / "snapshot" / "generation").write_text(str(state.generation))

    for generation in ("1", "2"):
        load(embedded_target, before_swap=write)
        assert (Path(embedded_target) / "snapshot" / "generation").read_text() == generation
        assert read_generation(embedded_target) == generation
    assert not (Path(embedded_target) / "loading").exists()


def test_a_wrong_bulk_leaves_the_old_store(embedded_target: str) -> None:
    load(embedded_target)
    for nodes, rels, said in (
        (nodes_of(SMALL), [RelRows("FROM", [("doi:1", "nowhere", {})])], "missing node 'nowhere'"),
        ([NodeRows("Author", [{"id": "a"}, {"id": "a"}])], [], "could not build"),
    ):
        with pytest.raises(StoreError, match=said):
            bulk_load(embedded_target, nodes, rels, {})
    with connect(embedded_target) as store:
        assert everything(store) == SMALL


def phases(quick: str, *others: str) -> list[object]:
    """One phase in the quick tests, all in the slow ones."""
    return [quick, *(pytest.param(phase, marks=pytest.mark.slow) for phase in others)]


BULK_PHASES = [
    *phases("bulk-rels:2", "bulk-nodes:3", "bulk-verify", "bulk-swap"),
    *phases("bulk-swapped:1", "bulk-swapped:2", "bulk-swapped:3"),
]


@pytest.mark.parametrize("phase", BULK_PHASES)
def test_killed_in_bulk_it_is_the_old_or_the_new_store(embedded_target: str, phase: str, tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from store_graph import SMALL, nodes_of, rels_of
        from coterie.graph.store import bulk_load
        nodes = [*nodes_of(SMALL)]
        nodes[3].rows.append({"id": "arxiv:cs.AI", "name": "AI"})
        def snapshot(place):
            (place / "snapshot").mkdir()
            (place / "snapshot" / "new").touch()
        bulk_load(sys.argv[1], nodes, rels_of(SMALL), {}, snapshot)
    """
    load(embedded_target)
    process = child(code, embedded_target, COTERIE_KILL_AT=phase)
    _, errors = outcome(process)
    assert process.returncode == -signal.SIGKILL, errors
    new = phase.startswith("bulk-swapped")
    assert read_generation(embedded_target) == ("2" if new else "1")
    assert (Path(embedded_target) / "snapshot" / "new").exists() == new
    with connect(embedded_target) as store:
        assert everything(store) == (BIGGER if new else SMALL)
        assert store.generation() == ("2" if new else "1")
    assert not (Path(embedded_target) / "loading").exists()
    load(embedded_target)  # and it can be loaded again


# revise

SHARED_TOPIC = ("doi:9", "arxiv:cs.CL", {"primary": False})
CHANGES = Changes(
    delete_rels=[("AUTHORED", [("ada-1", "doi:1", "s:1#1")]), ("FROM", [("doi:1", "mit", None)])],
    delete_nodes=[("Author", ["bob-2"]), ("Affiliation", ["mit"])],
    create_nodes=[NodeRows("Paper", [{"id": "doi:9", "title": "Nine lives"}]),
                  NodeRows("Author", [{"id": "eve-3", "name": "Eve"}])],
    replace_nodes=[NodeRows("Author", [{"id": "ada-1", "name": "Ada L.", "orcid": "0000-0001"}])],
    create_rels=[RelRows("ABOUT", [SHARED_TOPIC]), RelRows("AUTHORED", [("eve-3", "doi:9", {"mention": "s:9#1"})]),
                 RelRows("COAUTHORED", [("ada-1", "eve-3", {"papers": 2})])],
    replace_rels=[RelRows("AUTHORED", [("ada-1", "doi:1", {"mention": "s:1#3", "written": "A. L."})])],
)  # fmt: skip


def test_a_revised_copy_is_what_the_changes_make_in_place(tmp_path: Path) -> None:
    held = []
    for name in ("apply", "revise"):
        load(str(tmp_path / name))
        with connect(tmp_path / name) as store:
            about = {"measure": "pagerank"}
            store.save_property("Author", "rank", [("ada-1", 0.5)], about, int(store.generation()))
            getattr(store, name)(CHANGES, {"cap": 7, "unfinished": None, "weights": "w"})
            meta = store.meta() or {}
            assert (meta.pop("store_id"), meta["generation"], meta["cap"]) == (read_id(tmp_path / name), 2, 7)
            assert store.generation() == "2"
            found = store.query("CALL db.index.fulltext.queryNodes('paper_title', 'lives') YIELD node RETURN node.id")
            assert found.rows == [["doi:9"]]
            assert store.query("MATCH (a:Author) WHERE a.rank IS NOT NULL RETURN count(*)").rows == [[0]]
            assert store.settings().weights == "w"
            held.append((meta, everything(store)))
    assert held[0] == held[1]


def read_id(folder_: Path) -> str:
    state = folder.read_state(folder_)
    assert state is not None
    return state.store_id


def test_a_revision_that_names_a_missing_node_changes_nothing(embedded_target: str) -> None:
    load(embedded_target)
    wrong = Changes(create_rels=[RelRows("ABOUT", [("doi:1", "no-such-topic", {})])])
    with connect(embedded_target) as store:
        with pytest.raises(StoreError, match="missing node"):
            store.revise(wrong, {})
        assert everything(store) == SMALL
        assert store.generation() == "1"
    assert not (Path(embedded_target) / "loading").exists()


@pytest.mark.parametrize("phase", phases("bulk-swapped:1", "bulk-nodes", "bulk-rels", "bulk-verify", "bulk-swap"))
def test_killed_in_a_revision_it_is_the_old_or_the_new_store(embedded_target: str, phase: str) -> None:
    code = """
        import sys
        from test_embedded_store import CHANGES
        from coterie.graph.store import connect
        with connect(sys.argv[1]) as store:
            store.revise(CHANGES, {})
    """
    load(embedded_target)
    process = child(code, embedded_target, COTERIE_KILL_AT=phase)
    _, errors = outcome(process)
    assert process.returncode == -signal.SIGKILL, errors
    new = phase.startswith("bulk-swapped")
    assert read_generation(embedded_target) == ("2" if new else "1")
    with connect(embedded_target) as store:
        assert (everything(store) == SMALL) != new
        assert [row["id"] for row in everything(store)[0]["Author"]] == ["ada-1", "eve-3" if new else "bob-2"]
    assert not (Path(embedded_target) / "loading").exists()


@pytest.mark.parametrize("phase", phases("apply-commit", "apply-begin", "apply-mid"))
def test_killed_in_apply_nothing_of_the_step_is_there(embedded_target: str, phase: str) -> None:
    code = """
        import sys
        from store_graph import load_small
        from coterie.graph.store import connect
        with connect(sys.argv[1]) as store:
            load_small(store)
    """
    with connect(embedded_target, create=True) as store:
        store.ensure_schema()
    process = child(code, embedded_target, COTERIE_KILL_AT=phase)
    _, errors = outcome(process)
    assert process.returncode == -signal.SIGKILL, errors
    assert read_generation(embedded_target) is None  # only the engine knows whether the commit came through
    with connect(embedded_target) as store:
        assert everything(store) == ({}, {})
        assert store.generation() == "0"
        load_small(store)
        assert everything(store) == SMALL
    assert read_generation(embedded_target) == "1"


# owners


def test_a_second_process_reads_and_may_not_write(embedded_target: str) -> None:
    code = """
        import sys
        from store_graph import load_small
        from coterie.graph.store import connect
        with connect(sys.argv[1], create=True) as store:
            load_small(store)
            print("ready", flush=True)
            sys.stdin.read()
    """
    owner = child(code, embedded_target)
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    try:
        with connect(embedded_target) as store:
            assert everything(store) == SMALL
            assert store.generation() == "1"
            with pytest.raises(StoreError, match=f"process {owner.pid}") as caught:
                store.apply(Changes(), {"cap": 1})
            assert caught.value.reason == "locked"
            with pytest.raises(StoreError, match="in use"), store.lease():
                pass
            with pytest.raises(StoreError, match="in use"):
                store.query("CREATE (:Topic {id: 'x'})", write=True)
            with pytest.raises(StoreError, match="in use"):
                store.bulk([], [], {})
        with pytest.raises(StoreError, match="in use"):
            load(embedded_target)
        found = json.loads((Path(embedded_target) / "owner.json").read_text())
        assert found["user"] == "reader"
    finally:
        owner.communicate("", timeout=30)
    with connect(embedded_target) as store:
        assert everything(store) == SMALL


def test_what_lies_in_the_folder_is_private(embedded_target: str) -> None:
    place = Path(embedded_target)
    with connect(embedded_target, create=True) as store:
        load_small(store)
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        for name in ("owner.json", "owner.lock", "store.json", "config/server-users.jsonl"):
            assert stat.S_IMODE((place / name).stat().st_mode) == 0o600, name
        secrets = json.loads((place / "owner.json").read_text())["password"]
        assert len(secrets) > 20
    assert not (place / "owner.json").exists()
    said = b"".join(file.read_bytes() for file in (place / "log").iterdir() if file.is_file())
    assert secrets.encode() not in said


def test_the_engine_is_silent(embedded_target: str, capfd: pytest.CaptureFixture[str]) -> None:
    with connect(embedded_target, create=True) as store:
        load_small(store)
        with pytest.raises(Exception, match="nosuch"):
            store.query("RETURN nosuch(1)")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["with space", "ünï çödé 図", 'quote\'d "dq" $HOME {b}'])
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    load(str(tmp_path / name))
    with connect(tmp_path / name) as store:
        assert everything(store) == SMALL


def test_serve_tells_where_it_listens(embedded_target: str) -> None:
    import neo4j

    load(embedded_target)
    with connect(embedded_target) as store:
        where = store.serve()  # type: ignore[attr-defined]
        login = (where["user"], where["password"])
        with neo4j.GraphDatabase.driver(where["uri"], auth=login) as driver:
            rows, _, _ = driver.execute_query("MATCH (a:Author) RETURN count(a)", database_=where["database"])
            assert rows[0][0] == 2


# what can be wrong


def test_no_store(tmp_path: Path) -> None:
    assert "load" in failure(tmp_path / "none", "missing").hint
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    assert "no store" in str(failure(tmp_path / "full", "missing"))
    assert not (tmp_path / "none").exists()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "is a file" in str(failure(tmp_path / "file", "damaged"))
    assert "is a file" in str(failure(tmp_path / "file", "damaged", create=True))


def test_a_newer_model_is_refused_without_an_engine(embedded_target: str) -> None:
    load(embedded_target)
    state = Path(embedded_target) / "store.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "model": 99}))
    assert "99" in str(failure(embedded_target, "version"))


@pytest.mark.parametrize("damage", ["configuration", "everything"])
def test_a_damaged_database_is_told(embedded_target: str, damage: str) -> None:
    load(embedded_target)
    for file in (Path(embedded_target) / "databases" / "graph").iterdir():
        if damage == "everything":
            file.unlink()
        elif file.name == "configuration.json":
            file.write_text("{")
    failure(embedded_target, "damaged")


def test_lost_small_files_are_made_again(embedded_target: str) -> None:
    load(embedded_target)
    place = Path(embedded_target)
    (place / "store.json").unlink()
    shutil.rmtree(place / "config", ignore_errors=True)
    (place / "owner.json").write_text("{")
    assert read_generation(embedded_target) is None
    with connect(embedded_target) as store:
        assert everything(store) == SMALL
        assert store.generation() == "1"


def test_load_csv_when_it_is_allowed(embedded_target: str, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,name\nx,Ex\ny,Why\n")
    text = "LOAD CSV WITH HEADERS FROM $file AS row CREATE (t:Topic {id: row.id, name: row.name}) RETURN t.id AS id"
    params = {"file": (tmp_path / "rows.csv").as_uri()}
    with connect(embedded_target, create=True) as store:
        made = store.query(text, params, write=True, allow_load_csv=True)
        assert (made.columns, made.rows) == (["id"], [["x"], ["y"]])
        assert store.query("MATCH (t:Topic) RETURN count(t)").rows == [[2]]
        assert store.generation() == "1"
        with pytest.raises(Exception, match="outside"):
            store.query(text, params, write=True)


def test_ctrl_c_gets_out_of_a_query(embedded_target: str) -> None:
    code = """
        import signal, sys, threading, os, time
        from coterie.graph.store import connect, interruptible, Interrupted
        with connect(sys.argv[1], create=True) as store:
            store.query("RETURN 1")
            threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
            started = time.monotonic()
            try:
                with interruptible():
                    store.query("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b "
                                "WHERE a + b = -1 RETURN count(*)", timeout=60)
            except KeyboardInterrupt as error:
                print(type(error).__name__, time.monotonic() - started < 20)
    """
    process = child(code, embedded_target)
    said, errors = outcome(process)
    assert (said, process.returncode) == ("Interrupted True\n", 0), errors


def test_errors_of_the_rows_pass_as_they_are_and_nothing_is_left(embedded_target: str) -> None:
    def rows() -> Iterator[NodeRows]:
        yield from nodes_of(SMALL)
        raise FileNotFoundError("input")

    with pytest.raises(FileNotFoundError, match="input"):
        bulk_load(embedded_target, rows(), [], {})
    assert not (Path(embedded_target) / "loading").exists()
    failure(embedded_target, "missing")
