"""What every store does alike."""

from __future__ import annotations

from typing import Any

import pytest
from store_graph import SMALL, everything, grow, load_small

from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.errors import QueryError, StoreError
from coterie.graph.model.schema import MODEL_VERSION
from coterie.graph.model.settings import Settings
from coterie.graph.store import Store, connect

ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b = -1 RETURN count(*)"


def refused(store: Store, text: str, kind: str, **options: Any) -> QueryError:
    with pytest.raises(QueryError) as caught:
        store.query(text, **options)
    assert caught.value.kind == kind, caught.value
    return caught.value


def test_apply_writes_everything(store: Store) -> None:
    load_small(store)
    assert everything(store) == SMALL


def test_replace_sets_and_removes_but_keeps_what_users_saved(store: Store) -> None:
    load_small(store)
    store.query("MATCH (a:Author {id: 'ada-1'}) SET a.pagerank = 0.5", write=True)
    store.apply(
        Changes(
            replace_nodes=[NodeRows("Author", [{"id": "ada-1", "name": "Ada L.", "orcid": "0000-0001"}])],
            replace_rels=[RelRows("AUTHORED", [("ada-1", "doi:1", {"mention": "s:1#1", "written": "A. L."})])],
        ),
        {},
    )
    author = store.query("MATCH (a:Author {id: 'ada-1'}) RETURN a").rows[0][0]
    assert author == {"id": "ada-1", "name": "Ada L.", "orcid": "0000-0001", "pagerank": 0.5, "_labels": ["Author"]}
    rel = store.query("MATCH ()-[r:AUTHORED {mention: 's:1#1'}]->() RETURN r").rows[0][0]
    assert rel == {"mention": "s:1#1", "written": "A. L.", "_type": "AUTHORED"}


def test_delete_takes_exactly_what_is_named(store: Store) -> None:
    load_small(store)
    store.apply(
        Changes(
            delete_nodes=[("Author", ["bob-2"]), ("Topic", ["arxiv:cs.CL"])],
            delete_rels=[("AUTHORED", [("ada-1", "doi:1", "s:1#1")]), ("FROM", [("doi:1", "mit", None)])],
        ),
        {},
    )
    nodes, rels = everything(store)
    assert "Topic" not in nodes
    assert [row["id"] for row in nodes["Author"]] == ["ada-1"]
    assert set(rels) == {"AUTHORED", "DESCRIBES:Paper", "LOADED_BY"}
    assert [row[2]["mention"] for row in rels["AUTHORED"]] == ["s:1#3"]  # the same two ends, another mention


def test_a_missing_end_undoes_the_whole_step(store: Store) -> None:
    load_small(store)
    before = store.generation()
    with pytest.raises(StoreError, match="missing node") as caught:
        store.apply(
            Changes(
                create_nodes=[NodeRows("Paper", [{"id": "doi:9", "title": "Nine"}])],
                create_rels=[RelRows("ABOUT", [("doi:9", "no-such-topic", {})])],
            ),
            {"cap": 7},
        )
    assert caught.value.reason == "damaged"
    assert everything(store) == SMALL
    assert store.generation() == before


def test_keys_are_unique(store: Store) -> None:
    load_small(store)
    with pytest.raises(StoreError):
        store.apply(Changes(create_nodes=[NodeRows("Author", [{"id": "ada-1"}])]), {})
    refused(store, "CREATE (:Author {id: 'ada-1'})", "failed", write=True)
    assert everything(store) == SMALL


def test_meta_and_generation(store: Store) -> None:
    first = store.generation()
    load_small(store)
    meta = store.meta()
    assert meta is not None
    assert (meta["model"], meta["cap"], meta["generation"]) == (MODEL_VERSION, 100, 1)
    second = store.generation()
    assert second != first
    store.set_meta(weights="{}", cap=None)
    assert store.generation() == second
    meta = store.meta()
    assert meta is not None
    assert "weights" not in meta
    assert "cap" not in meta
    assert store.settings() == Settings(weights="{}")
    large = '{"é": 1}' * 200_000
    third = store.generation()
    store.apply(Changes(), {"weights": large, "cap": 7})
    assert store.settings() == Settings(cap=7, weights=large)
    assert store.generation() not in (second, third)
    store.set_meta(weights=None)
    assert store.settings() == Settings(cap=7)
    store.query("MATCH (a:Author {id: 'ada-1'}) SET a.x = 1", write=True)
    assert store.generation() not in (first, second)
    third = store.generation()
    refused(store, "MATCH (a:Author SET a.x = 2", "syntax", write=True)
    store.query("MATCH (a:Author) RETURN a")
    assert store.generation() == third


def test_large_steps_go_in_batches(store: Store) -> None:
    papers, authors, rels = grow(2100)
    store.apply(Changes(create_nodes=[papers, authors], create_rels=[rels]), {})
    counts = store.info()
    assert (counts["nodes"]["Paper"], counts["relationships"]["AUTHORED"]) == (2100, 2100)
    keys = [(start, end, props["mention"]) for start, end, props in rels.rows]
    store.apply(Changes(delete_rels=[("AUTHORED", keys)], delete_nodes=[("Paper", [r["id"] for r in papers.rows])]), {})
    counts = store.info()
    assert (counts["nodes"]["Paper"], counts["relationships"]["AUTHORED"]) == (0, 0)


def test_values_survive(store: Store) -> None:
    author = {
        "id": "ünï-図",
        "name": "Zoë 'q' \"d\" \\ 🎓\n\t",
        "names": ["a", "ü"],
        "paper_count": 2**53 + 1,
        "stated_novelty": 61.5,
    }
    record = {"id": "s:1@x", "payload": bytes(range(256)) * 5}
    store.apply(Changes(create_nodes=[NodeRows("Author", [author]), NodeRows("Record", [record])]), {})
    nodes, _ = everything(store)
    assert nodes["Author"] == [author]
    assert nodes["Record"] == [record]
    assert list(store.records()) == [("s:1@x", record["payload"], [])]


def test_records_by_id(store: Store) -> None:
    load_small(store)
    assert list(store.records(["s:1@a", "nope", "s:1@a"])) == [("s:1@a", b"\x00payload", ["load1"])]


def test_reading_streams(store: Store) -> None:
    load_small(store)
    asked = "MATCH (a:Author) WHERE a.id STARTS WITH $start RETURN a.id AS id ORDER BY id"
    assert list(store.stream(asked, {"start": "a"})) == [{"id": "ada-1"}]
    assert store.read(asked, {"start": ""}).rows == [["ada-1"], ["bob-2"]]


def test_a_query_only_reads(store: Store) -> None:
    load_small(store)
    for text in (
        "CREATE (:Author {id: 'x'})",
        "MATCH (a:Author) SET a.name = 'x'",
        "MATCH (a:Author) CALL (a) { SET a.name = 'x' }",
        "MATCH (a:Author) DETACH DELETE a",
        "MERGE (a:Author {id: 'ada-9'})",
        "FOREACH (x IN ['q'] | MERGE (t:Topic {id: x}))",
        "CREATE INDEX nope IF NOT EXISTS FOR (a:Author) ON (a.kind)",
        "PROFILE CREATE (:Author {id: 'x'})",
    ):
        refused(store, text, "refused")
    assert everything(store) == SMALL


def test_load_csv_is_refused(store: Store) -> None:
    text = "LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row"
    refused(store, text, "refused")
    refused(store, "CALL { LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row } RETURN row", "refused")
    refused(store, text, "refused", write=True)
    assert store.query("RETURN 'LOAD CSV FROM' AS text // LOAD CSV").rows == [["LOAD CSV FROM"]]


def test_a_writing_query(store: Store) -> None:
    made = store.query("UNWIND $ids AS id CREATE (t:Topic {id: id}) RETURN t.id AS id", {"ids": ["a", "b"]}, write=True)
    assert (made.columns, made.rows, made.changes["nodes_created"]) == (["id"], [["a"], ["b"]], 2)
    text = "MATCH (t:Topic) CALL (t) { SET t.name = 'x' } IN TRANSACTIONS OF 1 ROWS"
    before = store.generation()
    assert store.query(text, write=True).changes["properties_set"] == 2
    assert store.generation() != before
    store.query("CREATE INDEX topic_scheme IF NOT EXISTS FOR (t:Topic) ON (t.scheme)", write=True)
    store.query("DROP INDEX topic_scheme IF EXISTS", write=True)


def test_a_failing_write_leaves_nothing(store: Store) -> None:
    refused(
        store, "UNWIND [1, 2, 0] AS x CREATE (:Topic {id: toString(x), name: toString(1 / x)})", "failed", write=True
    )
    assert everything(store) == ({}, {})


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("MATCH (n:Author RETURN n", "MATCH (n:Author RETURN n", 16), ("MATCH (n)\nRETRUN n", "RETRUN n", 0)],
)
def test_a_syntax_error_shows_line_and_caret(store: Store, text: str, line: str, column: int) -> None:
    error = refused(store, text, "syntax")
    assert error.caret == f"{line}\n{' ' * column}^"
    assert "line" not in str(error) or f"line {text.count(chr(10)) + 1}" in str(error)


def test_failures_say_what_failed(store: Store) -> None:
    assert "nosuch" in str(refused(store, "RETURN nosuch(1)", "syntax"))
    assert refused(store, "RETURN $x + $`y z` + '$no' // $no", "parameter").args == ("the query needs $x, $y z",)
    refused(store, " // nothing\n", "syntax")
    refused(store, "RETURN 1 / 0", "failed")


def test_a_slow_query_is_ended(store: Store) -> None:
    refused(store, ENDLESS, "timeout", timeout=0.5)
    assert store.query("RETURN 1").rows == [[1]]


def test_a_slow_change_is_ended_and_undone(store: Store) -> None:
    refused(store, f"CREATE (:Topic {{id: 'x'}}) WITH 1 AS one {ENDLESS}", "timeout", timeout=0.5, write=True)
    assert everything(store) == ({}, {})


def test_a_limit_says_that_rows_are_left(store: Store) -> None:
    found = store.query("UNWIND range(1, 10) AS x RETURN x", limit=3)
    assert (found.rows, found.truncated) == ([[1], [2], [3]], True)
    found = store.query("UNWIND range(1, 3) AS x RETURN x", limit=3)
    assert (found.rows, found.truncated) == ([[1], [2], [3]], False)
    assert list(found) == [{"x": 1}, {"x": 2}, {"x": 3}]


def test_values_become_plain(store: Store) -> None:
    load_small(store)
    path = store.query("MATCH p = (:Paper {id: 'doi:1'})-[:FROM]->(:Affiliation) RETURN p").rows[0][0]
    assert [step.get("_type") or step["_labels"] for step in path] == [["Paper"], "FROM", ["Affiliation"]]
    asked = "RETURN date('2020-01-31') AS d, duration({days: 2}) AS t, {a: [1, null]} AS m, point({x: 1, y: 2}) AS p"
    d, t, m, p = store.query(asked).rows[0]
    assert (d, t, m) == ("2020-01-31", "P2D", {"a": [1, None]})
    assert (p["x"], p["y"]) == (1.0, 2.0)
    assert store.query("MATCH (r:Record) RETURN r.payload").rows == [["AHBheWxvYWQ="]]


def test_full_text(store: Store) -> None:
    load_small(store)
    if store.kind == "server":
        store.read("CALL db.awaitIndexes(30)")
    asked = "CALL db.index.fulltext.queryNodes('paper_title', $words) YIELD node RETURN node.id"
    assert store.query(asked, {"words": "deep"}).rows == [["doi:1"]]


def test_a_newer_model_is_refused(store: Store, store_target: str) -> None:
    store.query("MATCH (m:Meta) SET m.model = 999", write=True)
    store.close()
    with pytest.raises(StoreError) as caught:
        connect(store_target)
    assert caught.value.reason == "version"
    assert caught.value.hint


def test_opened_for_reading_only(store: Store, store_target: str) -> None:
    load_small(store)
    store.close()
    with connect(store_target, read_only=True) as reading:
        assert everything(reading) == SMALL
        with pytest.raises(StoreError):
            reading.apply(Changes(), {"cap": 1})
        with pytest.raises(StoreError):
            reading.query("CREATE (:Topic {id: 'x'})", write=True)


def test_info(store: Store) -> None:
    load_small(store)
    info = store.info()
    assert info["nodes"]["Author"] == 2
    assert info["relationships"]["AUTHORED"] == 3
    assert info["meta"]["cap"] == 100
    assert info["product"].split()[0] == ("ArcadeDB" if store.kind == "embedded" else "Neo4j")
    assert (info["bytes"] is not None) == (store.kind == "embedded")
