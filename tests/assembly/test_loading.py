"""Loading: the graph depends on the records only; the sums add up; what was loaded before changes nothing."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from assembly_inputs import PEOPLE, Given, graph_hash, many, paper, person
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie import seeds
from coterie.graph.assembly import check, load, snapshot_for, sources
from coterie.graph.assembly.corpus import Corpus, item, pack, parse, unpack
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.rebuild import snapshot_folder
from coterie.graph.model.errors import IdentityError, StoreError
from coterie.graph.model.records import Rejected, canonical, version_id
from coterie.graph.model.settings import Settings
from coterie.graph.store import Store, connect
from coterie.loaders.registry import open_inputs

SEEDS = {
    "Paper": 164, "Author": 202, "AUTHORED": 353, "COAUTHORED": 313, "Affiliation": 9, "FROM": 64, "Topic": 10,
    "ABOUT": 113,
}  # fmt: skip


def test_the_seeds_give_the_first_graph(store: Store) -> None:
    report = load(store, open_inputs([seeds.path()]))
    assert {name: report.graph[name] for name in SEEDS} == SEEDS
    assert (report.of("paper"), report.papers, report.merged, report.of("person")) == (185, 164, 21, 2)
    assert report.read == report.new + report.updated + report.unchanged + len(report.rejected) == 187
    assert check(store).ok
    assert report.added == report.graph


def test_the_raw_documents_give_the_same_graph_in_any_order(tmp_path: Path) -> None:
    documents = sorted(shared_data("seeds").glob("*.txt"))
    hashes = set()
    with connect(tmp_path / "at-once.graph", create=True) as store:
        load(store, open_inputs(documents, year=seeds.YEAR))
        hashes.add(content_hash(snapshot_for(store).tables))
        whole = graph_hash(snapshot_for(store).tables, loads=False)
    for number, order in enumerate((documents, documents[::-1])):
        with connect(tmp_path / f"{number}.graph", create=True) as store:
            for document in order:
                report = load(store, open_inputs([document], year=seeds.YEAR))
            assert {name: report.graph[name] for name in SEEDS} == SEEDS
            assert check(store).ok
            hashes.add(content_hash(snapshot_for(store).tables))
    assert len(hashes) == 1
    with connect(tmp_path / "seeds.graph", create=True) as store:
        load(store, open_inputs([seeds.path()]))
        assert graph_hash(snapshot_for(store).tables, loads=False) == whole


def test_the_same_load_twice_changes_nothing(store: Store) -> None:
    first = Given("a.jsonl", many(30))
    load(store, [first])
    before, listed = store.generation(), sources(store)
    again = load(store, [first])
    assert (again.unchanged, again.new, again.updated, again.wrote) == (37, 0, 0, False)
    assert again.papers == 30
    assert store.generation() == before
    assert sources(store) == listed


def test_a_record_in_two_loads_is_one_record_with_two_loads(store: Store) -> None:
    both = paper(1, "Ada Byron", "Alan Turing")
    load(store, [Given("a.jsonl", [both]), Given("b.jsonl", [both, paper(2, "Ada Byron")])])
    rows = store.read("MATCH (r:Record)-[:LOADED_BY]->(l:Load) RETURN r.record_id, count(l) ORDER BY r.record_id").rows
    assert rows == [["p0001", 2], ["p0002", 1]]
    assert store.read("MATCH (l:Load) RETURN l.file, l.records ORDER BY l.file").rows == [
        ["a.jsonl", 1],
        ["b.jsonl", 2],
    ]


def test_all_versions_are_kept_and_the_newest_counts(store: Store) -> None:
    old, new = paper(1, "Ada Byron", updated="2020-01-01"), paper(1, "Ada Byron", "Alan Turing", updated="2021-01-01")
    load(store, [Given("new.jsonl", [new])])
    report = load(store, [Given("old.jsonl", [old])])
    assert (report.new, report.updated, report.unchanged, report.papers) == (0, 1, 0, 1)
    assert store.read("MATCH (r:Record)-[:DESCRIBES]->(p:Paper) RETURN count(r), count(DISTINCT p)").rows == [[2, 1]]
    assert store.read("MATCH (:Author)-[a:AUTHORED]->(:Paper) RETURN count(a)").rows == [[2]]
    assert check(store).ok


def test_the_report_adds_up_and_names_what_was_rejected(embedded_target: str) -> None:
    bad = Rejected(source="x.jsonl", position="x.jsonl:2", reason="neither title nor ids", excerpt="{}")
    first = Given("x.jsonl", [paper(1, "Ada Byron"), bad, person("Ada Byron"), paper(1, "Ada Byron")])
    with connect(embedded_target, create=True) as store:
        report = load(store, [first, Given("y.jsonl", [paper(1, "Ada B. Byron"), paper(2, "Alan Turing")])])
    assert report.rejected == [bad]
    x, y = report.files
    assert (x.read, x.new, x.updated, x.unchanged, len(x.rejected)) == (4, 2, 0, 1, 1)
    assert (y.read, y.new, y.updated, y.unchanged, len(y.rejected)) == (2, 1, 1, 0, 0)
    assert (x.of("paper"), x.of("person"), x.papers, x.merged) == (2, 1, 1, 1)
    assert (report.read, report.papers, report.merged) == (6, 2, 2)
    total = report.as_dict()
    assert total["read"] == total["new"] + total["updated"] + total["unchanged"] + total["rejected"]
    assert total["read"] == total["rejected"] + sum(total[f"{kind}_records"] for kind in
                                                    ("paper", "person", "affiliation", "topic"))  # fmt: skip
    assert set(report.seconds) >= {"open", "read", "derive", "write", "snapshot"}


def test_a_dry_run_reports_and_writes_nothing(store: Store) -> None:
    load(store, [Given("a.jsonl", many(5))])
    before = store.generation(), store.export()
    report = load(store, [Given("b.jsonl", many(9))], dry_run=True)
    assert (report.new, report.unchanged, report.papers, report.wrote) == (4, 12, 9, False)
    assert report.added["Paper"] == 4
    assert (store.generation(), store.export()) == before


def test_progress_is_told(embedded_target: str) -> None:
    told: list[tuple[str, int, int | None]] = []
    with connect(embedded_target, create=True) as store:
        load(store, [Given("a.jsonl", many(3))], progress=lambda *step: told.append(step))
    assert {phase for phase, _, _ in told} >= {"read", "derive", "write"}


def test_settings_are_kept_and_change_the_graph(store: Store) -> None:
    first = Given("a.jsonl", [paper(1, *PEOPLE), paper(2, *PEOPLE[:2])])
    assert load(store, [first], settings={"cap": 5, "identity": None}).graph["COAUTHORED"] == 1
    assert load(store, [first]).wrote is False
    assert snapshot_for(store).settings.cap == 5
    again = load(store, [first], settings={"cap": 100})
    assert (again.unchanged, again.graph["COAUTHORED"], again.wrote) == (2, 21, True)
    assert check(store).ok
    with pytest.raises(IdentityError):
        load(store, [first], settings={"identity": "other"})


def test_a_change_by_cypher_is_lost_at_the_next_load(store: Store) -> None:
    load(store, [Given("a.jsonl", many(5))])
    store.query("MATCH (p:Paper {doi: '10.1000/src.0'}) SET p.title = 'Mine'", write=True)
    store.query("MATCH (a:Author {name: 'Grace Hopper'}) DETACH DELETE a", write=True)
    found = check(store)
    assert {(d.kind, d.what) for d in found} >= {("changed", "Paper"), ("missing", "Author"), ("missing", "AUTHORED")}
    load(store, [Given("b.jsonl", [paper(77, "Grace Hopper", "Ada Byron")])])
    assert check(store).ok


def test_the_snapshot_is_found_without_an_engine(embedded_target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(embedded_target, create=True) as store:
        load(store, [Given("a.jsonl", many(5))])
        load(store, [Given("b.jsonl", many(6))])
        held = content_hash(snapshot_for(store).tables)

    def refuse(*_: object, **__: object) -> Store:
        raise AssertionError("an engine was started")

    monkeypatch.setattr(sys.modules[snapshot_for.__module__], "connect", refuse)
    found = snapshot_for(embedded_target)
    assert content_hash(found.tables) == held
    assert [load["file"] for load in sources(found)] == ["a.jsonl", "b.jsonl"]


def test_a_stale_or_lost_snapshot_is_made_anew(store: Store) -> None:
    load(store, [Given("a.jsonl", many(8))])
    held = content_hash(snapshot_for(store).tables)
    place = snapshot_folder(store)
    assert place is not None
    for file in place.iterdir():
        file.unlink()
    assert content_hash(snapshot_for(store).tables) == held
    for file in place.iterdir():
        file.write_bytes(b"rubbish")
    assert content_hash(snapshot_for(store).tables) == held
    assert content_hash(snapshot_for(store, refresh=True).tables) == held


def test_former_ids_live_through_a_lost_snapshot(embedded_target: str) -> None:
    with connect(embedded_target, create=True) as store:
        load(store, [Given("b.jsonl", [paper(5, "Ada Byron", source="zzz")])])
        load(store, [Given("a.jsonl", [paper(5, "Ada Byron", source="aaa", ids={"doi": "10.1000/x"})])])
        former = snapshot_for(store).tables.nodes["Paper"]["former_ids"].tolist()
        assert former == [("zzz:p0005",)]
        assert snapshot_for(store, refresh=True).tables.nodes["Paper"]["former_ids"].tolist() == former


def test_one_file_under_two_names_is_one_load(embedded_target: str) -> None:
    hashes = set()
    for order in itertools.permutations(("b.jsonl", "dir/a.jsonl")):
        with connect(f"{embedded_target}-{order[0][0]}", create=True) as store:
            for name in order:
                load(store, [Given(name, many(2))])
            assert [found["file"] for found in sources(store)] == ["a.jsonl"]
            hashes.add(content_hash(snapshot_for(store).tables))
    assert len(hashes) == 1


def test_an_input_without_records_is_a_load_too(store: Store) -> None:
    bad = Rejected(source="x", position="x:1", reason="no")
    report = load(store, [Given("x.jsonl", [bad])])
    assert (report.read, len(report.rejected), report.graph) == (1, 1, {"Load": 1})
    assert check(store).ok


def test_a_payload_is_what_was_loaded_or_refused() -> None:
    short, long = paper(1, "Ada Byron"), paper(2, *(f"Person Number{i}" for i in range(50)))
    for record in (short, long):
        found = item(record)
        assert found.id == version_id(record)
        assert parse(found.id, found.payload) == record
        assert unpack(found.payload) == canonical(record)
    assert len(item(long).payload) < len(canonical(long))
    with pytest.raises(StoreError):
        parse(item(short).id, pack(canonical(long)))
    with pytest.raises(StoreError):
        parse(item(long).id, item(long).payload[:-9])


RECORDS = [
    *many(6), *many(6, source="other")[:3],
    paper(3, "A. Turing", "Ada Byron", source="third", ids={"doi": "10.1000/src.3"}),
    paper(1, "Ada Byron", title="Newer", updated="2022"), paper(1, "Ada Byron", "X Y", title="Newest", updated="2023"),
    paper(1, "Ada Byron", title="As new", updated="2023"),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(RECORDS) - 1), st.sampled_from("xyz")), max_size=25), st.randoms())
def test_a_corpus_gives_one_graph_whatever_its_history(adds: Sequence[tuple[int, str]], shuffle: object) -> None:
    """Records added in any order, others added and withdrawn in between: the graph is that of what is left."""
    items = [item(record) for record in RECORDS]
    plain, mixed = Corpus(), Corpus()
    for number, name in adds:
        plain.add(items[number], name)
    extra = [(number, "w") for number in range(0, len(items), 2)]
    steps = [*adds, *extra]
    shuffle.shuffle(steps)  # type: ignore[attr-defined]
    for number, name in steps:
        mixed.add(items[number], name)
    for number, name in extra:
        mixed.withdraw(items[number].id, name)
    for corpus in (plain, mixed):
        corpus.loads = {name: {"id": name, "file": name} for name in "wxyz"}
    assert content_hash(plain.derive(Settings())) == content_hash(mixed.derive(Settings()))
    assert mixed.versions == plain.versions
