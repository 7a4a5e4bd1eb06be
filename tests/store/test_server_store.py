"""A Neo4j server: what can be wrong, who may write, and what its plans give away."""

from __future__ import annotations

import time

import pytest
from store_graph import SMALL, everything, load_small
from stores import Address, empty

from coterie.graph.model.changes import Changes, NodeRows
from coterie.graph.model.errors import QueryError, StoreError
from coterie.graph.store import Store, connect

pytestmark = pytest.mark.neo4j


def failure(target: str, reason: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        connect(target)
    assert caught.value.reason == reason, caught.value
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def test_a_wrong_password(neo4j_target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong-and-secret")
    error = failure(neo4j_target, "auth")
    assert "secret" not in f"{error}{error.hint}{error!r}"
    monkeypatch.delenv("NEO4J_PASSWORD")
    failure(neo4j_target, "auth")


def test_an_unknown_database(neo4j_target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nowhere")
    assert "NEO4J_DATABASE" in failure(neo4j_target, "missing").hint


def test_an_empty_database_gets_its_schema_with_the_first_step(neo4j_target: str) -> None:
    with connect(neo4j_target) as store:
        assert store.meta() is None
        load_small(store)
        assert everything(store) == SMALL
    with connect(neo4j_target) as store:
        meta = store.meta()
        assert meta is not None
        assert meta["generation"] == 1
        assert len(meta["store_id"]) == 16


def test_changes_by_others_show_in_the_generation(neo4j_target: str) -> None:
    with connect(neo4j_target) as store:
        load_small(store)
        before = store.generation()
        store._write(lambda tx: tx.run("CREATE (:Visitor)").consume())
        assert store.generation() != before


def test_the_bulk_path_is_for_embedded_stores(neo4j_target: str) -> None:
    with connect(neo4j_target) as store, pytest.raises(StoreError, match="no embedded store"):
        store.bulk([], [], {})


def step(store: Store, key: str) -> None:
    store.apply(Changes(create_nodes=[NodeRows("Topic", [{"id": key}])]), {})


def test_one_writer_at_a_time(neo4j_target: str) -> None:
    with connect(neo4j_target) as first, connect(neo4j_target) as second:
        with first.lease():
            step(first, "a")
            started = time.monotonic()
            with pytest.raises(StoreError, match="written by another") as caught, second.lease():
                pass
            assert caught.value.reason == "locked"
            assert time.monotonic() - started < 6
            step(first, "b")
        with second.lease():
            step(second, "c")
        assert [row["id"] for row in second.export().nodes["Topic"]] == ["a", "b", "c"]
        assert "lease" not in (second.meta() or {})


def test_a_writer_whose_lease_was_taken_writes_nothing(neo4j_target: str) -> None:
    with connect(neo4j_target) as first, connect(neo4j_target) as second, first.lease():
        step(first, "a")
        second._write(lambda tx: tx.run("MATCH (m:Meta) SET m.lease = 'other'").consume())
        with pytest.raises(StoreError) as caught:
            step(first, "b")
        assert caught.value.reason == "lease"
        assert [row["id"] for row in second.export().nodes["Topic"]] == ["a"]


def test_a_dead_writer_s_lease_runs_out(neo4j_target: str) -> None:
    with connect(neo4j_target) as store:
        store.ensure_schema()
        store._write(
            lambda tx: tx.run("MATCH (m:Meta) SET m.lease = 'dead', m.lease_until = timestamp() + 1500").consume()
        )
        with store.lease():
            step(store, "a")


@pytest.mark.parametrize(
    "text",
    [
        "CALL dbms.listConfig() YIELD name RETURN name",
        "CALL db.createLabel('Sneaky')",
        "MATCH (n) CALL (n) { CALL dbms.listConfig() YIELD name RETURN name } RETURN name",
        "TERMINATE TRANSACTION 'neo4j-transaction-1'",
        "CREATE USER eve SET PASSWORD 'password1'",
        "CALL { LOAD CSV FROM 'https://example.org/x.csv' AS row RETURN row } RETURN row",
        "CYPHER runtime=slotted CREATE (n)",
    ],
)
def test_what_read_mode_would_let_through_is_refused(neo4j_target: str, text: str) -> None:
    with connect(neo4j_target) as store:
        with pytest.raises(QueryError) as caught:
            store.query(text)
        assert caught.value.kind == "refused", caught.value


@pytest.mark.parametrize(
    "text",
    [
        "CALL db.labels() YIELD label RETURN label",
        "CALL dbms.components() YIELD name RETURN name",
        "SHOW INDEXES YIELD name RETURN name",
        "EXPLAIN MATCH (n) RETURN n",
        "PROFILE MATCH (n) RETURN n",
        "CYPHER runtime=slotted MATCH (n) RETURN n",
        "RETURN 'CREATE (n)' AS text /* DELETE */",
    ],
)
def test_what_only_reads_runs(neo4j_target: str, text: str) -> None:
    with connect(neo4j_target) as store:
        store.query(text)


def test_load_csv_only_when_allowed_and_from_the_import_folder(neo4j_target: str, neo4j_lts: Address) -> None:
    if neo4j_lts.server is None:
        pytest.skip("the import folder of a given server is not ours")
    (neo4j_lts.server.home / "import" / "rows.csv").write_text("x\ny\n")
    with connect(neo4j_target) as store:
        text = "LOAD CSV FROM 'file:///rows.csv' AS row RETURN row[0] AS x"
        assert store.query(text, allow_load_csv=True).rows == [["x"], ["y"]]
        with pytest.raises(QueryError):
            store.query("LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row", allow_load_csv=True)


def test_a_server_that_goes_away(tmp_path_factory: pytest.TempPathFactory, neo4j_lts: Address) -> None:
    failure("bolt://127.0.0.1:1", "unreachable")
    failure("neo4j://127.0.0.1:1", "unreachable")
    empty(neo4j_lts)
