"""Which organisation an affiliation is: by its written form alone, and by a loaded dump of ROR."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from assembly_inputs import Given, paper
from part_world import World, assert_same

from coterie.graph.assembly import check, load, snapshot_for, unload
from coterie.graph.assembly.corpus import item
from coterie.graph.assembly.derive import Derived, derive
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.merging import merge
from coterie.graph.assembly.organisations import Organisations
from coterie.graph.model.records import (
    AffiliationRecord,
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonAffiliation,
    PersonRecord,
    Record,
)
from coterie.graph.model.tables import node_rows
from coterie.graph.store import connect


def ror(
    number: int, name: str, *names: str, country: str | None = None, above: Sequence[int] = ()
) -> AffiliationRecord:
    return AffiliationRecord(
        source="ror", record_id=f"0{number:06d}00", ror=f"0{number:06d}00", name=name, names=names, country=country,
        kind="education", part_of=tuple(f"https://ror.org/0{other:06d}00" for other in above),
    )  # fmt: skip


DUMP = [
    ror(1, "University of Pittsburgh", "Pitt", country="US", above=(9,)),
    ror(2, "Northeastern University", "NEU", country="US"),
    ror(3, "Northeastern University", "东北大学", "NEU", country="CN"),
    ror(4, "Institute of Physics", "Institut za fiziku", country="RS", above=(8,)),
    ror(5, "Google (United States)", country="US"),
    ror(6, "Google (Switzerland)", country="CH"),
    ror(7, "University of Vienna", "Universität Wien", country="AT"),
    ror(8, "University of Belgrade", "Univerzitet u Beogradu", country="RS"),
    ror(9, "Commonwealth System of Higher Education", country="US", above=(10,)),
    ror(10, "Government of Pennsylvania", country="US"),
    ror(11, "Nobody's College", country="US", above=(9,)),
]


def graph(refs: Sequence[AffiliationRef], dump: Sequence[AffiliationRecord] = ()) -> Derived:
    papers = [paper(i, title=f"Paper {i}", affiliations=(ref,)) for i, ref in enumerate(refs)]
    return derive(list(merge(papers)), affiliations=dump)


def nodes(tables: Derived) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in node_rows("Affiliation", tables.nodes["Affiliation"])}


def one(name: str, **more: Any) -> str:
    """Id of the affiliation of one reference, the dump loaded."""
    return Organisations(DUMP).ident(AffiliationRef(name=name, **more))


def test_written_forms_are_one_node_that_keeps_them_all() -> None:
    forms = ["University of Pittsburgh", "Pittsburgh U.", "Dept. of Physics, Univ. of Pittsburgh, PA 15260, USA"]
    found = nodes(graph([AffiliationRef(name=form) for form in (*forms, forms[1])]))
    assert set(found) == {"university-of-pittsburgh"}
    assert found["university-of-pittsburgh"]["names"] == sorted(forms)
    assert found["university-of-pittsburgh"]["name"] == "Pittsburgh U."


def test_the_name_shown_is_that_of_the_organisation() -> None:
    [found] = nodes(graph([AffiliationRef(name="Dept. of Physics, Univ. of Oxford, UK")])).values()
    assert (found["name"], found["names"]) == ("Univ. of Oxford", ["Dept. of Physics, Univ. of Oxford, UK"])


@pytest.mark.parametrize(("name", "country", "ident"), [
    ("Pittsburgh U.", None, "ror:000000100"),
    ("Dept. of Physics, Univ. of Pittsburgh, PA 15260, USA", None, "ror:000000100"),
    ("University of Pittsburgh", "FR", "university-of-pittsburgh"),
    ("Institut für Informatik, Universität Wien, Wien, Austria", None, "ror:000000700"),
    ("Northeastern University", None, "northeastern-university"),
    ("Northeastern University", "CN", "ror:000000300"),
    ("Northeastern University, Shenyang, China", None, "northeastern-university-shenyang-cn"),
    ("Northeastern Univ., Boston, MA, USA", None, "ror:000000200"),
    ("NEU", None, "neu"), ("NEU", "US", "ror:000000200"), ("Pitt", None, "pitt"), ("Pitt", "US", "ror:000000100"),
    ("Institute of Physics", None, "institute-of-physics"), ("Institute of Physics", "RS", "ror:000000400"),
    ("Institute of Physics", "PL", "institute-of-physics-pl"),
    ("Google", None, "google"), ("Google", "CH", "ror:000000600"), ("Google", "GB", "google"),
    ("Elsewhere College", "US", "elsewhere-college"),
])  # fmt: skip
def test_a_name_of_one_organisation_is_that_organisation(name: str, country: str | None, ident: str) -> None:
    assert one(name, country=country) == ident


def test_ids_of_sources_yield_to_the_one_organisation_of_the_name() -> None:
    assert one("Universität Wien", id="openalex:I1") == "ror:000000700"
    assert one("Google", id="openalex:I2") == "openalex:I2"
    assert one("Universität Wien", ror="https://ror.org/000000100") == "ror:000000100", "a ROR id is above names"


def test_order_of_the_dump_does_not_matter() -> None:
    same = [
        ror(1, "Alpha College", "Shared College"),
        ror(2, "Beta College", "Shared College"),
        ror(3, "Alpha College"),
    ]
    names = ("Alpha College", "Beta College", "All College")
    found = {tuple(Organisations(o).ident(AffiliationRef(name=n)) for n in names) for o in permutations(same)}
    assert found == {("alpha-college", "ror:000000200", "all-college")}


def test_only_organisations_referred_to_and_what_they_are_part_of_are_nodes() -> None:
    d = graph([AffiliationRef(name="Pittsburgh U."), AffiliationRef(name="X", ror="000000100")], DUMP)
    found = nodes(d)
    assert set(found) == {"ror:000000100", "ror:000000900", "ror:000001000"}
    assert found["ror:000000100"]["name"] == "University of Pittsburgh"
    assert found["ror:000000100"]["names"] == ["Pitt", "Pittsburgh U.", "University of Pittsburgh", "X"]
    ids = sorted(found)
    part_of = d.rels["PART_OF:Affiliation"]
    ends = {(ids[a], ids[b]) for a, b in zip(part_of["start"].tolist(), part_of["end"].tolist(), strict=True)}
    assert ends == {("ror:000000100", "ror:000000900"), ("ror:000000900", "ror:000001000")}
    assert not nodes(derive([], affiliations=DUMP))


REFS = [
    AffiliationRef(name="Pittsburgh U."), AffiliationRef(name="University of Pittsburgh", id="x:1"),
    AffiliationRef(name="Pitt", country="US"), AffiliationRef(name="?", ror="000000100"),
    AffiliationRef(name="Universität Wien"), AffiliationRef(name="Inst. of Physics", country="RS"),
    AffiliationRef(name="Northeastern University", country="CN"), AffiliationRef(name="Northeastern University"),
    AffiliationRef(name="Nobody’s College"), AffiliationRef(name="Salon"), AffiliationRef(name="Big Salon"),
    AffiliationRef(name="Google", country="US"), AffiliationRef(name="Google"), AffiliationRef(name="Own", id="x:2"),
]  # fmt: skip
OWN = [
    AffiliationRecord(source="hr", record_id="1", name="Salon", names=("Le Salon",), part_of=("Big Salon",)),
    AffiliationRecord(source="hr", record_id="2", name="Universitaet Wien", city="Vienna", part_of=("x:2",)),
    AffiliationRecord(source="hr", record_id="3", id="x:2", name="House", part_of=("University of Belgrade", "x:3")),
    AffiliationRecord(source="hr", record_id="4", id="x:3", name="Round", part_of=("x:4",)),
    AffiliationRecord(source="hr", record_id="5", id="x:4", name="About", part_of=("x:3", "Universität Wien")),
]


def some_record(rng: random.Random) -> Record:
    if rng.random() < 0.15:
        stays = tuple(PersonAffiliation(affiliation=rng.choice(REFS), since="2001") for _ in range(rng.randrange(3)))
        name = rng.choice(["Ann", "Bob"])
        return PersonRecord(source="r", record_id=rng.choice("123"), name=name, affiliations=stays)
    team = [Mention(written=name, position=i, affiliations=tuple(rng.sample(REFS, rng.randrange(3))))
            for i, name in enumerate(rng.sample(["Ann", "Bob", "Cai", "Di"], 2), 1)]  # fmt: skip
    return PaperRecord(
        source="s", record_id=str(rng.randrange(12)), title=f"Paper {rng.randrange(9)}", mentions=tuple(team),
        affiliations=tuple(rng.sample(REFS, rng.randrange(2))),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_part_is_whole_beside_a_dump(tmp_path: Path, seed: int) -> None:
    """Papers and persons come and go; organisations become known and are forgotten with what they are part of."""
    rng, world = random.Random(seed), World(tmp_path)
    world.change([item(record) for record in (*DUMP, *OWN)], "dump")
    for step in range(14):
        gone = [name for name in world.corpus.loads if name != "dump" and rng.random() < 0.25]
        world.change([item(some_record(rng)) for _ in range(rng.choice([1, 1, 3]))], f"l{step}", gone)
    world.change([], "", [name for name in world.corpus.loads if name != "dump"])
    assert not world.tables.nodes["Affiliation"].length
    assert not world.tables.rels["PART_OF:Affiliation"].length


def test_dump_and_papers_come_in_any_order(tmp_path: Path) -> None:
    papers = [paper(i, "Ann", "Bob", affiliations=(ref,)) for i, ref in enumerate(REFS)]
    inputs = {"dump": Given("ror.jsonl", [*DUMP, *OWN]), "papers": Given("papers.jsonl", papers)}
    hashes = {}
    for names in (("dump", "papers"), ("papers", "dump")):
        with connect(tmp_path / "-".join(names), create=True) as store:
            for name in names:
                load(store, [inputs[name]])
            hashes[names] = content_hash(snapshot_for(store).tables)
            assert check(store).ok
            unload(store, "ror.jsonl")
            assert "ror:000000700" not in snapshot_for(store).tables.nodes["Affiliation"]["id"].tolist()
    assert len(set(hashes.values())) == 1


def test_a_large_dump_makes_few_nodes_at_once(tmp_path: Path) -> None:
    """What a new paper names is found among thousands of organisations without deriving them all."""
    world = World(tmp_path)
    many = [
        ror(n, f"Quickly {n // 7} Made {n} College", f"QM{n}", country="US", above=(n % 50,)) for n in range(100, 3000)
    ]
    world.change([item(record) for record in (*DUMP, *many)], "dump")
    world.change([item(paper(1, "Ann", affiliations=(AffiliationRef(name="Quickly 28 Made 200 Coll."),)))], "l1")
    assert world.tables.nodes["Affiliation"]["id"].tolist() == ["ror:000000000", "ror:000020000"]
    before = world.tables
    world.change([item(paper(2, "Ann", affiliations=(AffiliationRef(name="Elsewhere"),)))], "l2")
    world.change([], "", ["l2"])
    assert_same(world.tables, before)
