"""Deciding anew who is who: keys there and back, frozen weights, and a kill at any point."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from assembly_inputs import Given, graph_hash, many, paper, person
from assembly_inputs import load_by_names as load

from coterie.graph.assembly import check, chunking, rebuild, resolve, snapshot_for, unload
from coterie.graph.identity import World, freezing
from coterie.graph.model.errors import IdentityError, StoreError
from coterie.graph.model.records import Record
from coterie.graph.snapshot.lookup import find
from coterie.graph.store import Store, connect

KILLED = -signal.SIGKILL
NAMES = [("Ada Byron", "Alan Turing"), ("A. Byron", "Grace Hopper"), ("Byron, Augusta", "Alan Turing"),
         ("Turing, A.", "Greta Hopper"), ("Emmy Noether",), ("Emil Noether", "Alan M. Turing")]  # fmt: skip
"""Eleven mentions: of ten people by their full names, of four by their first initials."""
PAPERS: list[Record] = [paper(i, *names) for i, names in enumerate(NAMES)]
LATER = Given("later.jsonl", [paper(90, "E. Noether", "Gerd Hopper"), person("Ada Byron")])


def hash_of(store: Store) -> str:
    return graph_hash(snapshot_for(store).tables)


def assert_whole(store: Store) -> None:
    report = check(store)
    assert report.ok, list(report)
    assert hash_of(store) == graph_hash(rebuild(store).tables)


def test_there_and_back(store: Store) -> None:
    load(store, [Given("a.jsonl", PAPERS)])
    by_names, ids = hash_of(store), set(snapshot_for(store).tables.nodes["Author"]["id"].tolist())
    there = resolve(store, identity="initial", full=True)
    assert (there.was, there.identity, there.wrote, there.refitted) == ("names", "initial", True, False)
    assert (there.persons_before, there.persons_after, there.mentions) == (10, 4, 11)
    # Byron 1+1+1, Turing 2+1+1, Hopper 1+1, Noether 1+1: the largest part of each stays, the rest is moved
    assert (there.merged, there.split, there.changed) == (4, 0, 2 + 2 + 1 + 1)
    assert snapshot_for(store).settings.identity == store.settings().identity == "initial"
    assert_whole(store)
    assert len({find(snapshot_for(store), "author", former) for former in ids}) == 4
    back = resolve(store, identity="names", full=True)
    assert (back.persons_before, back.persons_after, back.merged, back.split, back.changed) == (4, 10, 0, 4, 6)
    assert hash_of(store) == by_names
    assert set(snapshot_for(store).tables.nodes["Author"]["id"].tolist()) == ids
    assert_whole(store)


def test_loads_after_a_switch_use_the_key(store: Store, tmp_path: Path) -> None:
    load(store, [Given("a.jsonl", PAPERS)])
    resolve(store, identity="initial", full=True)
    load(store, [LATER])
    with connect(tmp_path / "fresh.graph", create=True) as fresh:
        load(fresh, [LATER, Given("a.jsonl", PAPERS)], settings={"identity": "initial"})
        assert hash_of(store) == hash_of(fresh)
    assert snapshot_for(store).tables.nodes["Author"].length == 4
    assert_whole(store)
    unload(store, "later.jsonl")
    with connect(tmp_path / "first.graph", create=True) as first:
        load(first, [Given("a.jsonl", PAPERS)], settings={"identity": "initial"})
        assert hash_of(store) == hash_of(first)


def test_another_key_needs_full(store: Store) -> None:
    load(store, [Given("a.jsonl", PAPERS)])
    before = store.generation(), store.export()
    with pytest.raises(IdentityError) as refused:
        resolve(store, identity="initial")
    assert "coterie identity resolve --full --identity initial" in (refused.value.hint or "")
    with pytest.raises(IdentityError) as refused:
        load(store, [LATER], settings={"identity": "initial"})
    assert "coterie identity resolve --full --identity initial" in (refused.value.hint or "")
    for call in (lambda: resolve(store, identity="x", full=True), lambda: load(store, [], settings={"identity": "x"})):
        with pytest.raises(IdentityError, match="no identity key is called 'x'"):
            call()
    assert (store.generation(), store.export()) == before


def test_nothing_to_decide_changes_nothing(store: Store) -> None:
    assert resolve(store, full=True).wrote is False
    load(store, [Given("a.jsonl", PAPERS)])
    before = store.generation(), store.export()
    for full in (False, True):
        report = resolve(store, full=full, identity="names")
        assert (report.wrote, report.changed, report.merged, report.split) == (False, 0, 0, 0)
        assert (report.persons_before, report.persons_after) == (10, 10)
    assert (store.generation(), store.export()) == before


def test_what_others_wrote_is_set_right(store: Store) -> None:
    load(store, [Given("a.jsonl", PAPERS)])
    wanted = hash_of(store)
    store.query("MATCH (a:Author {name: 'Grace Hopper'}) DETACH DELETE a", write=True)
    assert resolve(store).wrote
    assert hash_of(store) == wanted
    assert_whole(store)


def test_an_unfinished_load_comes_first(store: Store) -> None:
    if store.kind == "embedded":
        pytest.skip("an embedded load is never unfinished")
    load(store, [Given("a.jsonl", PAPERS)])
    store.set_meta(unfinished=str(snapshot_for(store).tables.nodes["Load"]["id"][0]))
    with pytest.raises(StoreError) as refused:
        resolve(store, identity="initial", full=True)
    assert refused.value.reason == "unfinished"


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Weights for the key ``names``, fitted to ten mentions or more, and larger than a message; the mentions of each
    fit are noted."""
    from coterie.graph.assembly import derive

    fits: list[int] = []

    def fit(world: World, *, key: str) -> str:
        mentions = world.mentions.length
        if key != "names" or mentions < freezing.LEAST:
            return ""
        fits.append(mentions)
        return json.dumps({"mentions": mentions, "names": "é" * 300_000}, ensure_ascii=False)

    monkeypatch.setattr(freezing, "FITTED", ("names",))
    monkeypatch.setattr(freezing, "LEAST", 10)
    monkeypatch.setattr(derive, "fit", fit)
    return fits


def mentions_fitted(store: Store) -> int | None:
    """On how many mentions the weights that store and snapshot hold were fitted."""
    weights = store.settings().weights
    assert weights == snapshot_for(store).settings.weights
    return json.loads(weights)["mentions"] if weights else None


def test_weights_are_fitted_once_and_frozen(store: Store, fitted: list[int]) -> None:
    load(store, [Given("a.jsonl", PAPERS[:3])])
    assert (mentions_fitted(store), fitted) == (None, [])
    assert load(store, [Given("b.jsonl", PAPERS[3:])]).outgrown is False
    assert (mentions_fitted(store), fitted) == (11, [11])
    assert_whole(store)
    told = store.generation()
    more = load(store, [Given("c.jsonl", [paper(50, "Ada Byron", "Cora Coe")])])
    assert (mentions_fitted(store), more.outgrown, store.generation() != told) == (11, False, True)
    more = load(store, [Given("d.jsonl", [paper(51, "Dora Doe")])])
    assert (mentions_fitted(store), more.outgrown) == (11, True)
    assert load(store, [Given("d.jsonl", [paper(51, "Dora Doe")])]).outgrown
    load(store, [Given("e.jsonl", many(40))], settings={"cap": 90})
    assert (mentions_fitted(store), fitted) == (11, [11])
    assert resolve(store).refitted is False
    assert resolve(store, full=True).refitted
    assert mentions_fitted(store) == fitted[-1] == snapshot_for(store).tables.rels["AUTHORED"].length
    assert_whole(store)
    for name in ("a", "b", "c", "d", "e"):
        unload(store, f"{name}.jsonl")
    assert mentions_fitted(store) == fitted[-1]
    assert len(fitted) == 2


def test_all_parts_of_a_large_load_use_the_same_weights(
    store: Store, fitted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunking, "CHUNK", 8)
    seen = []
    apply = type(store).apply

    def watched(self: Store, changes: Any, meta: dict[str, Any]) -> None:
        apply(self, changes, meta)
        seen.append(json.loads(self.settings().weights)["mentions"])

    monkeypatch.setattr(type(store), "apply", watched)
    load(store, [Given("a.jsonl", many(30))])
    assert fitted == [mentions_fitted(store)] == [snapshot_for(store).tables.rels["AUTHORED"].length]
    assert set(seen) <= set(fitted)
    assert (len(seen) > 2) == (store.kind != "embedded")


def test_another_key_brings_its_own_weights(store: Store, fitted: list[int]) -> None:
    load(store, [Given("a.jsonl", PAPERS)])
    resolve(store, identity="initial", full=True)
    assert mentions_fitted(store) is None
    nodes = store.read("MATCH (m:Meta) RETURN m.id").rows
    assert nodes == [["coterie"]]
    resolve(store, identity="names", full=True)
    assert (mentions_fitted(store), fitted) == (11, [11, 11])


CODE = """
import os, sys
from coterie.graph.assembly import resolve, writing
from coterie.graph.store import connect
if os.environ.get("ALWAYS_BULK"):
    writing.BULK_BASE_S = -1e9
with connect(sys.argv[1]) as store:
    resolve(store, identity="initial", full=True)
"""


def killed(target: str, phase: str, **environment: str) -> int:
    """Go over to initials in a process of its own that is killed at a phase; its exit code."""
    wanted = os.environ | environment | ({"COTERIE_KILL_AT": phase} if phase else {})
    return subprocess.run([sys.executable, "-c", CODE, target], env=wanted, check=False).returncode


def crash(target: str, tmp_path: Path, phase: str, **environment: str) -> None:
    """Killed in ``phase`` a store is as before or as after, and resolving again completes it."""
    hashes = {}
    for key in ("names", "initial"):
        with connect(tmp_path / f"{key}.graph", create=True) as undisturbed:
            load(undisturbed, [Given("a.jsonl", many(30)), Given("b.jsonl", PAPERS)], settings={"identity": key})
            hashes[key] = hash_of(undisturbed)
    with connect(target, create=True) as store:
        load(store, [Given("a.jsonl", many(30)), Given("b.jsonl", PAPERS)])
    assert killed(target, phase, **environment) == KILLED
    with connect(target) as store:
        assert hash_of(store) == hashes[store.settings().identity]
        assert_whole(store)
    assert killed(target, "") == 0
    with connect(target) as store:
        assert (store.settings().identity, hash_of(store)) == ("initial", hashes["initial"])


@pytest.mark.parametrize("phase", ["apply-mid", pytest.param("snapshot-write", marks=pytest.mark.slow)])
def test_killed_while_it_writes(phase: str, tmp_path: Path, embedded_target: str) -> None:
    crash(embedded_target, tmp_path, phase)


@pytest.mark.slow
@pytest.mark.neo4j
@pytest.mark.parametrize("phase", ["apply-mid", "snapshot-write"])
def test_killed_while_it_writes_to_a_server(phase: str, tmp_path: Path, neo4j_target: str) -> None:
    crash(neo4j_target, tmp_path, phase)


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["apply-begin", "apply-commit"])
def test_killed_at_either_end_of_writing(phase: str, tmp_path: Path, store_target: str) -> None:
    crash(store_target, tmp_path, phase)


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["bulk-nodes:3", "bulk-verify", "snapshot-write", "bulk-swapped:2"])
def test_killed_while_a_new_store_is_built(phase: str, tmp_path: Path, embedded_target: str) -> None:
    crash(embedded_target, tmp_path, phase, ALWAYS_BULK="1")


def test_ctrl_c_is_as_safe(store: Store) -> None:
    load(store, [Given("a.jsonl", PAPERS)])
    before = hash_of(store)

    def interrupt_in(wanted: str) -> Callable[[str, int, int | None], None]:
        return lambda phase, done, total: os.kill(os.getpid(), signal.SIGINT) if phase == wanted else None

    for phase in ("derive", "write"):
        with pytest.raises(KeyboardInterrupt):
            resolve(store, identity="initial", full=True, progress=interrupt_in(phase))
        assert (hash_of(store), store.settings().identity) == (before, "names")
    assert resolve(store, identity="initial", full=True).changed == 6
