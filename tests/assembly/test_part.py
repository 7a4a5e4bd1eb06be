"""The touched part derived anew is what deriving everything gives."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from assembly_inputs import Given, many
from part_world import SETTINGS, World

from coterie.graph import identity
from coterie.graph.assembly import check, derive, load, snapshot_for, unload, writing
from coterie.graph.assembly.corpus import Corpus, Item, item
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.held import Held
from coterie.graph.assembly.part import Delta, Inapplicable, remade, telling
from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.features import Material
from coterie.graph.identity.evidence.weights import SHIPPED
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
from coterie.graph.store import connect

ORCID = "0000-0002-1825-0097"
NAMES = ["Ada Lovelace", "A. Lovelace", "Bo An", "Bo Án", "Cai Wu", "Di Xu", "Eva Li", "Lovelace, Ada", "Wu Cai",
         "Eva Lee", "E. Li"]  # fmt: skip
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


def frozen() -> str:
    """Weights with the statistics of some records, as a graph keeps them."""
    rng = random.Random(7)
    records = [record for record in (a_record(rng) for _ in range(60)) if isinstance(record, PaperRecord)]
    world = world_of_records(list({paper.record_id: paper for paper in records}.values()))
    usual = Material(world, Bearers.of(world)).statistics()
    return dataclasses.replace(SHIPPED, mentions=world.mentions.length, usual=usual).packed()


KEPT = {"names": SETTINGS, "frozen": Settings(cap=4, identity="default", weights=frozen())}


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("seed", range(20))
def test_part_is_whole(tmp_path: Path, seed: int, kept: str) -> None:
    rng, world = random.Random(seed), World(tmp_path, KEPT[kept])
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
    rng, world = random.Random(3000 + seed), World(tmp_path)
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


@pytest.mark.slow
def test_a_load_too_large_for_one_transaction_revises_a_copy_or_makes_the_store_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the part in one transaction, by a revised copy, by a new store, and in one load: the graph is the same."""
    first, few, second = (Given(name, many(n)) for name, n in (("a.jsonl", 20), ("f.jsonl", 24), ("b.jsonl", 50)))
    hashes = set()
    for name, most, paths in (("part", 20_000, ("apply", "apply")), ("large", 0, ("revise", "bulk"))):
        monkeypatch.setattr(writing, "APPLY_MOST", most)
        with connect(tmp_path / name, create=True) as store:
            load(store, [first], settings={"identity": "names"})
            for given, path in zip((few, second), paths, strict=True):
                assert load(store, [given]).path == path
                assert check(store).ok
                kept = snapshot_for(store)
                assert content_hash(snapshot_for(store, refresh=True).tables) == content_hash(kept.tables)
            hashes.add(content_hash(kept.tables))
            unload(store, "b.jsonl")
            assert check(store).ok
    with connect(tmp_path / "once", create=True) as store:
        load(store, [first, few, second], settings={"identity": "names"})
        hashes.add(content_hash(snapshot_for(store).tables))
    assert len(hashes) == 1
