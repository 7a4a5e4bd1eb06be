"""Every way in which a store can differ from its records is reported, and repaired."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from assembly_inputs import Given, graph_hash, many
from stores import KINDS

from coterie.graph.assembly import check, load, repair, snapshot_for
from coterie.graph.assembly.rebuild import keep, rebuild
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Table, Tables
from coterie.graph.store import Store, connect

INPUT = Given("a.jsonl", many(12))

DAMAGES = {
    "a node is gone": ("MATCH (p:Paper {doi: '10.1000/src.0'}) DETACH DELETE p", {("missing", "Paper")}),
    "a node is new": ("CREATE (:Author {id: 'x', name: 'X'})", {("extra", "Author")}),
    "a text differs": ("MATCH (p:Paper {doi: '10.1000/src.0'}) SET p.title = 'Mine'", {("changed", "Paper")}),
    "a number differs": ("MATCH ()-[c:COAUTHORED]->() SET c.papers = c.papers + 1", {("changed", "COAUTHORED")}),
    "a text is a number": ("MATCH (t:Topic) SET t.scheme = 7", {("changed", "Topic")}),
    "a value is gone": ("MATCH (a:Author) REMOVE a.paper_count", {("changed", "Author")}),
    "a list differs": ("MATCH (a:Author) SET a.names = a.names + 'X'", {("changed", "Author")}),
    "a relationship is gone": ("MATCH ()-[r:ABOUT]->() DELETE r", {("missing", "ABOUT")}),
    "a relationship is new": (
        "MATCH (p:Paper {doi: '10.1000/src.0'}), (a:Affiliation) CREATE (p)-[:FROM]->(a)", {("extra", "FROM")},
    ),
    "a relationship is there twice": (
        "MATCH (p)-[r:ABOUT]->(t) CREATE (p)-[:ABOUT {primary: r.primary}]->(t)", {("duplicate", "ABOUT")},
    ),
    "a type between other labels": (
        "MATCH (p:Paper), (a:Author {name: 'Ada Byron'}) CREATE (p)-[:ABOUT]->(a)",
        {("extra", "ABOUT between other labels")},
    ),
}  # fmt: skip
_ALSO = {("changed", "snapshot")}


@pytest.fixture(scope="module", params=KINDS)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One loaded store of each kind for the whole module: every test leaves it repaired."""
    import os

    from stores import EMBEDDED, NEO4J_LTS, empty

    target = str(tmp_path_factory.mktemp("check") / "test.graph")
    before = dict(os.environ)
    if request.param != EMBEDDED:
        address = request.getfixturevalue("neo4j_lts" if request.param == NEO4J_LTS else "neo4j_newest")
        os.environ.update(address.environment())
        empty(address)
        target = address.uri
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    with connect(target, create=True) as store:
        load(store, [INPUT])
        yield store
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(autouse=True)
def cache_of_the_test() -> None:
    """The module's store keeps its own."""


def test_an_untouched_store_is_right(loaded: Store) -> None:
    report = check(loaded)
    assert report.ok
    assert report.differences == []
    assert report.notes == []
    assert report.checked["Paper"] == 12


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported_and_repaired(loaded: Store, damage: str) -> None:
    statement, expected = DAMAGES[damage]
    whole = graph_hash(snapshot_for(loaded).tables)
    loaded.query(statement, write=True)
    found = check(loaded)
    assert not found.ok
    assert {(d.kind, d.what) for d in found} - _ALSO >= expected
    assert all(d.count >= len(d.examples) and str(d) for d in found)
    if "other labels" in next(iter(expected))[1]:
        loaded.query("MATCH (:Paper)-[r:ABOUT]->(:Author) DELETE r", write=True)
    assert not repair(loaded).ok or "other labels" in next(iter(expected))[1]
    after = check(loaded)
    assert after.ok, list(after)
    assert graph_hash(snapshot_for(loaded).tables) == whole


def test_a_record_that_is_not_what_was_loaded_is_reported_and_removed(loaded: Store) -> None:
    loaded.query("MATCH (r:Record {record_id: 'p0003'}) SET r.payload = $payload", {"payload": b"nonsense"}, write=True)
    found = check(loaded)
    assert ("damaged", "Record", 1) in {(d.kind, d.what, d.count) for d in found}
    repair(loaded)
    assert check(loaded).ok
    assert loaded.read("MATCH (p:Paper) RETURN count(p)").rows == [[11]]
    report = load(loaded, [INPUT])
    assert (report.new, report.unchanged) == (1, 18)
    assert check(loaded).ok


def test_a_missing_constraint_and_index_are_reported_and_made(loaded: Store) -> None:
    loaded.query("DROP CONSTRAINT author_id", write=True)
    loaded.query("DROP INDEX paper_year_index", write=True)
    found = {(d.kind, d.what): d.examples for d in check(loaded)}
    assert found == {("missing", "constraint"): ("Author.id",), ("missing", "index"): ("Paper.year",)}
    repair(loaded)
    assert check(loaded).ok


def test_others_properties_and_nodes_are_noted_and_kept(loaded: Store) -> None:
    loaded.query("MATCH (a:Author) SET a.pagerank = 0.5", write=True)
    loaded.query("CREATE (:Mine {x: 1})", write=True)
    report = check(loaded)
    assert report.ok
    assert "1 nodes :Mine are not Coterie's" in report.notes
    repair(loaded)
    assert loaded.read("MATCH (a:Author) WHERE a.pagerank = 0.5 RETURN count(a) > 0").rows == [[True]]
    loaded.query("MATCH (a:Author) REMOVE a.pagerank", write=True)
    loaded.query("MATCH (m:Mine) DELETE m", write=True)


def test_a_wrong_snapshot_is_reported(loaded: Store) -> None:
    tables = rebuild(loaded).tables
    fewer = Table({name: tables.rels["ABOUT"][name][:3] for name in tables.rels["ABOUT"]}, 3)
    keep(loaded, Tables(dict(tables.nodes), {**tables.rels, "ABOUT": fewer}), Settings())
    assert [(d.kind, d.what) for d in check(loaded)] == [("changed", "snapshot")]
    repair(loaded)
    assert check(loaded).ok
