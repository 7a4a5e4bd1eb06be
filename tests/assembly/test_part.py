"""The touched part derived anew is what deriving everything gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from assembly_inputs import Given, many

from coterie.graph import identity
from coterie.graph.assembly import check, derive, load, snapshot_for, unload, writing
from coterie.graph.assembly.corpus import Corpus, Item, item
from coterie.graph.assembly.diff import diff
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.part import Delta, Inapplicable, Part, remade, spliced, telling
from coterie.graph.identity.overrides import Override, accounts_of
from coterie.graph.model.records import (
    AffiliationRecord,
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonAffiliation,
    PersonRecord,
    Record,
    TopicRecord,
    TopicRef,
)
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables
from coterie.graph.snapshot.snapshot import Snapshot, write
from coterie.graph.store import connect

SETTINGS = Settings(cap=4)
ORCID = "0000-0002-1825-0097"
NAMES = ["Ada Lovelace", "A. Lovelace", "Bo An", "Bo Án", "Cai Wu", "Di Xu", "Eva Li", "Lovelace, Ada"]
TITLES = ["On Coteries", "On Coteries: Part II", "A Theory of Teams", "A Theory of Team", "Circles", "Salons"]
PLACES = [
    AffiliationRef(name="MIT"), AffiliationRef(name="mit", country="US"), AffiliationRef(name="ETH", ror="05a28rw58"),
    AffiliationRef(name="ETH Zürich", ror="https://ror.org/05a28rw58", country="CH"), AffiliationRef(name="Salon"),
]  # fmt: skip
TOPICS = [TopicRef(scheme="t", code=c, name=n) for c, n in (("a", "A"), ("a", "Alpha"), ("b", None), ("c", "C"))]


def some(rng: random.Random, values: Sequence[Any], most: int) -> list[Any]:
    return [rng.choice(values) for _ in range(rng.randrange(most + 1))]


def mention(rng: random.Random, position: int) -> Mention:
    return Mention(
        written=rng.choice(NAMES),
        position=None if rng.random() < 0.1 else position,
        orcid=rng.choice([None, None, None, "0000-0002-1825-0097", "0000-0001-5109-3700"]),
        source_ids=tuple({rng.choice(["x:1", "x:2", "y:1"]) for _ in range(rng.random() < 0.2)}),
        affiliations=tuple(some(rng, PLACES, 2)) if rng.random() < 0.3 else (),
        role="editor" if rng.random() < 0.05 else "author",
        collective=rng.random() < 0.05,
    )


def a_record(rng: random.Random) -> Record:
    if rng.random() < 0.02:
        place = rng.choice(PLACES)
        return AffiliationRecord(
            source="ror", record_id=rng.choice("12"), name=place.name, ror=place.ror, country=rng.choice([None, "US"]),
            part_of=tuple(some(rng, ["Salon", "https://ror.org/05a28rw58", "x:9"], 1)),
        )  # fmt: skip
    if rng.random() < 0.02:
        return TopicRecord(scheme="t", source="t", record_id="a", code="a", name="Stated", part_of=("c",))
    if rng.random() < 0.1:
        stays = tuple(PersonAffiliation(affiliation=p, since="2001") for p in some(rng, PLACES, 2))
        return PersonRecord(
            source=rng.choice("rs"), record_id=str(rng.randrange(4)), name=rng.choice(NAMES), affiliations=stays,
            orcid=rng.choice([None, "0000-0002-1825-0097"]), source_ids=("x:1",) if rng.random() < 0.2 else (),
            updated=rng.choice([None, "2020", "2021"]),
        )  # fmt: skip
    mentions = tuple(mention(rng, i) for i in range(1, rng.randrange(6)))
    ids = {scheme: value for scheme in ("doi", "pmid") if rng.random() < 0.2
           for value in [rng.choice(["10.1000/a", "10.1000/b"]) if scheme == "doi" else rng.choice("12")]}  # fmt: skip
    return PaperRecord(
        source=rng.choice("ab"), record_id=str(rng.randrange(20)), title=rng.choice(TITLES), ids=ids,
        date=rng.choice([None, "2019", "2020-05-01", "2020-05-02"]), mentions=mentions,
        authors_complete=rng.choice([None, True, True, False]), topics=tuple(some(rng, TOPICS, 2)),
        affiliations=tuple(some(rng, PLACES, 1)), updated=rng.choice([None, "2020", "2021"]),
        venue=rng.choice([None, "V", "W"]),
    )  # fmt: skip


class World:
    """A corpus that changes, and the graph that is kept of it by parts."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.folder = Corpus(), folder
        self.tables: Tables = self.corpus.derive(SETTINGS)

    def fetch(self, ids: Sequence[str]) -> Iterable[tuple[str, bytes, list[str]]]:
        return [(i, self.stored[i], []) for i in ids]

    def change(self, items: Sequence[Item], load: str, unload: Sequence[str] = (),
               overrides: Sequence[Override] | None = None) -> None:  # fmt: skip
        """Bring ``items`` by ``load``, take the loads ``unload`` back, have ``overrides``; compare with the whole."""
        self.stored = self.corpus.payloads()
        held = Held(self.tables)
        brought = sorted({(i.id, load) for i in items if held.lacks(i.id, load)})
        withdrawn = [(i, name) for name in unload for i in self.corpus.of_load(name)]
        loads = {load: {"id": load, "file": f"{load}.jsonl"}} if items else {}
        delta = Delta({i.id: i for i in items}, brought, withdrawn, loads, frozenset(unload), overrides)
        if overrides is not None:
            self.corpus.overrides = tuple(overrides)
        try:
            part: Part | None = remade(self.tables, held, SETTINGS, delta, self.fetch)
        except Inapplicable:
            part = None
        plain = {"paper", "person"} >= set(self._kinds(items, withdrawn))
        assert plain == (part is not None)
        self.corpus.loads.update(loads)
        for found in items:
            self.corpus.add(found, load)
        for ident, name in withdrawn:
            self.corpus.withdraw(ident, name)
        for name in unload:
            del self.corpus.loads[name]
        whole = carry_former_ids(self.tables, self.corpus.derive(SETTINGS))
        after = whole if part is None else spliced(self.tables, part)
        assert_same(after, whole)
        if part is not None:
            payloads = self.corpus.payloads()
            assert changed(diff(part.old, part.new, payloads)) == changed(diff(self.tables, whole, payloads))
        write(self.folder, after, store_id="s", generation=1, settings=SETTINGS)
        self.tables = Snapshot.open(self.folder).tables
        assert_same(self.tables, whole)

    def _kinds(self, items: Sequence[Item], withdrawn: Sequence[tuple[str, str]]) -> set[str]:
        """Types of the records that come or go, those that another load holds left out."""
        left = {i: {*v.loads} - {name for j, name in withdrawn if j == i} for i, v in self.corpus.versions.items()}
        kinds = {i.key[0] for i in items if i.id not in left}
        kept = {i.id for i in items}
        return kinds | {self.corpus.versions[i].type for i, _ in withdrawn if not left[i] and i not in kept}


def assert_same(one: Tables, other: Tables) -> None:
    for label, table in other.nodes.items():
        mine = one.nodes[label]
        assert mine.length == table.length, label
        for name in table:
            assert same(mine[name], table[name]), (label, name, mine[name], table[name])
    for name, table in other.rels.items():
        mine = one.rels[name]
        assert mine.length == table.length, name
        for column in table:
            assert same(mine[column], table[column]), (name, column)
    assert content_hash(one) == content_hash(other)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype == np.float64))
    return bool(one == other)


def changed(changes: Any) -> list[Any]:
    """Changes in one order."""
    found: list[Any] = []
    for kind in ("create_nodes", "replace_nodes"):
        found += [(kind, n.label, row) for n in getattr(changes, kind) for row in n.rows]
    for kind in ("create_rels", "replace_rels"):
        found += [(kind, r.name, *row) for r in getattr(changes, kind) for row in r.rows]
    for kind in ("delete_nodes", "delete_rels"):
        found += [(kind, name, key) for name, keys in getattr(changes, kind) for key in keys]
    return sorted(found, key=repr)


@pytest.mark.parametrize("seed", range(20))
def test_part_is_whole(tmp_path: Path, seed: int) -> None:
    rng, world = random.Random(seed), World(tmp_path)
    made: list[Item] = []
    for step in range(10):
        items = [item(a_record(rng)) for _ in range(rng.choice([1, 1, 2, 5]))]
        items += [rng.choice(made) for _ in range(rng.randrange(2)) if made]
        made += items
        gone = [load for load in world.corpus.loads if rng.random() < 0.15]
        world.change(items, f"l{step}", gone)
    world.change([], "", list(world.corpus.loads))
    assert not world.tables.nodes["Author"].length


def a_correction(rng: random.Random, tables: Tables) -> Override:
    """Of mentions, or of papers, that are there, were there or never were."""
    kind = rng.choice(["same", "same", "different", "different", "pin", "orcid"])
    many = 1 if kind == "orcid" else rng.choice([2, 2, 3])
    if kind in ("same", "different") and rng.random() < 0.4:
        records = [f"{rng.choice('ab')}:{i}" for i in rng.sample(range(20), many)]
        return Override(kind, tuple(records), ("",) * many, about="papers")
    authored = tables.rels["AUTHORED"]
    there = {key: name for key, name in zip(authored["mention"].tolist(), authored["written"].tolist(), strict=True)
             if rng.random() < 0.5}  # fmt: skip
    for accounts in authored["accounts"].tolist():
        there |= accounts_of(accounts)
    gone = {f"a:{rng.randrange(20)}#{i}": rng.choice(NAMES) for i in range(1, 4)}
    found = rng.sample(sorted({**gone, **there}.items()), many)
    value = ORCID if kind == "orcid" else "1" if kind == "different" and rng.random() < 0.5 else ""
    return Override(kind, tuple(key for key, _ in found), tuple(name for _, name in found), value)


@pytest.mark.parametrize("seed", range(12))
def test_part_is_whole_under_corrections(tmp_path: Path, seed: int) -> None:
    """Corrections come and go, alone and together with records, contradict each other and sleep."""
    rng, world = random.Random(1000 + seed), World(tmp_path)
    said: list[Override] = []
    for step in range(12):
        items = [item(a_record(rng)) for _ in range(rng.choice([0, 2, 5]))]
        gone = [load for load in world.corpus.loads if rng.random() < 0.1]
        if rng.random() < 0.7:
            said = [o for o in said if rng.random() < 0.8] + [
                a_correction(rng, world.tables) for _ in range(rng.randrange(4))
            ]
        world.change(items, f"l{step}", gone, overrides=list({o.id: o for o in said}.values()))
    people = Tables({k: t for k, t in world.tables.nodes.items() if k != "Override"}, world.tables.rels)
    told = content_hash(people)
    world.change([], "", overrides=[])
    bare = Corpus(world.corpus.versions, {}, world.corpus.loads, world.corpus.records)
    assert content_hash(world.tables) == content_hash(bare.derive(SETTINGS)) != told


@pytest.mark.parametrize("seed", range(6))
def test_identity_is_told_the_same_of_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    worlds: dict[Any, identity.World] = {}

    def kept(module: Any) -> Any:
        def make(*args: Any) -> identity.World:
            worlds[module] = identity.World(*args)
            return worlds[module]

        return make

    for module in (derive, telling):
        monkeypatch.setattr(module, "World", kept(module))
    rng, world, compared = random.Random(100 + seed), World(tmp_path), 0
    for step in range(8):
        worlds.clear()
        gone = [load for load in world.corpus.loads if rng.random() < 0.15]
        world.change([item(a_record(rng)) for _ in range(rng.choice([1, 2, 4]))], f"l{step}", gone)
        if telling in worlds:
            part, whole = said(worlds[telling]), said(worlds[derive])
            assert part["people"] <= whole["people"]
            for what in ("mentions", "papers", "teams"):
                assert part[what] == {key: whole[what][key] for key in part[what]}, what
                compared += len(part[what])
    assert compared


def said(world: identity.World) -> dict[str, Any]:
    """What a world says of each mention, and of each paper and its team where a mention of it is to be resolved."""
    mentions, papers = world.mentions, world.papers
    assert world.topics is not None
    everyone = [mentions] + ([world.beside] if world.beside is not None else [])
    teams: dict[str, list[tuple[Any, ...]]] = {}
    for table in everyone:
        rows = zip(*(table[name].tolist() for name in ("written", "given", "family", "suffix", "collective")),
                   table["paper"].tolist(), strict=True)  # fmt: skip
        for *name, paper in rows:
            teams.setdefault(papers["id"][paper], []).append(tuple(map(str, name)))
    resolved = {papers["id"][paper]: paper for paper in mentions["paper"].tolist()}
    left = {name for name in mentions if name not in ("paper", "keys", "start", "end")}
    of_mention = {
        key: (papers["id"][mentions["paper"][i]], *(str(mentions[name][i]) for name in sorted(left)),
              [world.places[place] for place in mentions["affiliation_ids"][i]])
        for i, key in enumerate(mentions["mention"].tolist())
    }  # fmt: skip
    of_paper = {key: (world.topics[i], *(str(papers[name][i]) for name in sorted(papers) if name != "former_ids"))
                for key, i in resolved.items()}  # fmt: skip
    return {"people": {repr(person) for person in world.persons}, "mentions": of_mention, "papers": of_paper,
            "teams": {key: sorted(teams[key]) for key in resolved}}  # fmt: skip


def test_affiliations_come_by_the_whole() -> None:
    tables = Corpus().derive(SETTINGS)
    found = item(AffiliationRecord(source="ror", record_id="1", name="MIT"))
    with pytest.raises(Inapplicable):
        remade(tables, Held(tables), SETTINGS, Delta({found.id: found}, [(found.id, "l")]), lambda ids: [])


def test_a_load_too_large_for_one_transaction_makes_the_store_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the part in one transaction, by a new store, and in one load: the graph is the same."""
    first, second = Given("a.jsonl", many(20)), Given("b.jsonl", many(30))
    hashes = set()
    for name, most in (("part", 20_000), ("anew", 0)):
        monkeypatch.setattr(writing, "APPLY_MOST", most)
        with connect(tmp_path / name, create=True) as store:
            load(store, [first])
            report = load(store, [second])
            assert report.path == ("apply" if most else "bulk")
            assert check(store).ok
            hashes.add(content_hash(snapshot_for(store).tables))
            unload(store, "b.jsonl")
            assert check(store).ok
    with connect(tmp_path / "once", create=True) as store:
        load(store, [first, second])
        hashes.add(content_hash(snapshot_for(store).tables))
    assert len(hashes) == 1
