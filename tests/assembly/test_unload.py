"""Taking a load back is as if it had never been; an unfinished load is completed or taken back, never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from assembly_inputs import Given, graph_hash, many, paper

from coterie.graph.assembly import check, chunking, load, snapshot_for, sources, unload, writing
from coterie.graph.model.errors import AmbiguousName, NotFound, StoreError
from coterie.graph.store import Store, connect

JOINING = paper(900, "Ada Byron", "Emmy Noether", source="a", ids={"doi": "10.1000/src.3"}, date=None)
NEWER = paper(5, "Ada Byron", "Kurt Gödel", updated="2024-01-01")
A, B, C = (
    Given("a.jsonl", many(24)),
    Given("b.jsonl", [*many(12), *many(14, source="more"), JOINING]),
    Given("c.jsonl", [NEWER, JOINING, paper(901, "Someone Else")]),
)


def fresh_hash(tmp_path: Path, *inputs: Given) -> str:
    folder = tmp_path / "-".join(given.file for given in inputs)
    with connect(folder, create=True) as store:
        load(store, inputs)
        return graph_hash(snapshot_for(store).tables)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunking, "CHUNK", 8)


@pytest.mark.usefixtures("small_chunks")
def test_unloading_is_as_if_never_loaded(store: Store, tmp_path: Path) -> None:
    load(store, [A, B, C])
    report = unload(store, "b.jsonl")
    assert (report.file, report.graph["Load"]) == ("b.jsonl", 2)
    assert check(store).ok
    assert graph_hash(snapshot_for(store).tables) == fresh_hash(tmp_path, A, C)
    unload(store, sources(store)[0]["id"][:6])
    assert check(store).ok
    assert graph_hash(snapshot_for(store).tables) == fresh_hash(tmp_path, C)
    load(store, [B])
    assert graph_hash(snapshot_for(store).tables) == fresh_hash(tmp_path, C, B)
    unload(store, "c.jsonl")
    unload(store, "b.jsonl")
    assert sources(store) == []
    nodes, rels = store.export()
    assert [label for label, rows in nodes.items() if rows] == ["Meta"]
    assert not any(rels.values())


def test_a_load_is_named_by_id_beginning_or_file(embedded_target: str) -> None:
    with connect(embedded_target, create=True) as store:
        load(store, [A, Given("a.jsonl", many(2))])
        with pytest.raises(NotFound, match=r"a\.jsonl"):
            unload(store, "z.jsonl")
        with pytest.raises(AmbiguousName) as caught:
            unload(store, "a.jsonl")
        assert len(caught.value.candidates) == 2
        unload(store, caught.value.candidates[0][0])
        assert len(sources(store)) == 1
        unload(store, "a.jsonl")


class Stopped(Exception):
    """Stands for a power cut between two transactions."""


@pytest.fixture
def stop_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Put a number in: the work stops after so many transactions."""
    after: list[int] = []

    def reach(phase: str) -> None:
        if phase == "between-batches" and after:
            after[0] -= 1
            if after[0] == 0:
                after.clear()
                raise Stopped

    monkeypatch.setattr(writing, "reach", reach)
    return after


@pytest.fixture
def server(neo4j_target: str, small_chunks: None) -> Iterator[Store]:
    with connect(neo4j_target) as store:
        yield store


@pytest.mark.neo4j
@pytest.mark.parametrize("number", [1, 2])
def test_an_unfinished_load_must_be_completed(server: Store, stop_at: list[int], number: int, tmp_path: Path) -> None:
    load(server, [C])
    stop_at.append(number)
    with pytest.raises(Stopped):
        load(server, [A, B])
    report = check(server)
    assert report.ok, list(report)
    assert sum("unfinished" in note for note in report.notes) == 2
    assert not (server.meta() or {}).get("lease")
    with pytest.raises(StoreError, match="interrupted") as caught:
        load(server, [Given("d.jsonl", many(3, source="d"))])
    assert caught.value.reason == "unfinished"
    with pytest.raises(StoreError):
        load(server, [C], resume=True)
    assert load(server, [C]).wrote is False
    load(server, [A])
    report = load(server, [B, A], resume=True)
    assert report.new + report.updated < 28
    assert not (server.meta() or {}).get("unfinished")
    assert check(server).ok
    assert graph_hash(snapshot_for(server).tables) == fresh_hash(tmp_path, C, A, B)


@pytest.mark.neo4j
def test_an_unfinished_load_can_be_taken_back(server: Store, stop_at: list[int], tmp_path: Path) -> None:
    load(server, [A])
    stop_at.append(1)
    with pytest.raises(Stopped):
        load(server, [B])
    unload(server, "b.jsonl")
    assert not (server.meta() or {}).get("unfinished")
    assert check(server).ok
    assert graph_hash(snapshot_for(server).tables) == fresh_hash(tmp_path, A)
    load(server, [C])


@pytest.mark.neo4j
def test_an_unload_that_stopped_goes_on(server: Store, stop_at: list[int], tmp_path: Path) -> None:
    load(server, [A, B])
    stop_at.append(1)
    with pytest.raises(Stopped):
        unload(server, "a.jsonl")
    assert check(server).ok
    with pytest.raises(StoreError):
        load(server, [C])
    unload(server, "a.jsonl")
    assert check(server).ok
    assert graph_hash(snapshot_for(server).tables) == fresh_hash(tmp_path, B)
