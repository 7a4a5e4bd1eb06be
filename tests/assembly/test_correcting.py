"""Corrections in a store: what they do, that they last, and that one undone was never made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from assembly_inputs import Given, graph_hash, paper, person
from assembly_inputs import load_by_names as load

from coterie.graph import assembly
from coterie.graph.assembly import check, snapshot_for, unload, writing
from coterie.graph.assembly import correcting as correct
from coterie.graph.identity.overridefile import dump, parse_overrides
from coterie.graph.identity.overrides import Override
from coterie.graph.model.errors import AmbiguousName, IdentityError, NotFound
from coterie.graph.model.records import Record
from coterie.graph.snapshot.lookup import find
from coterie.graph.store import Store, connect

X, Y = "0000-0002-1825-0097", "0000-0001-5109-3700"
FIRST: list[Record] = [
    paper(1, "Wei Li", "Ann Bo", ids={"doi": "10.1000/1"}),
    paper(2, "Wei Li", "Cy Do", ids={"doi": "10.1000/2"}),
    paper(3, "W. Li", "Ann Bo", "Eva Fu"),
    paper(4, "Wei Li", "Cy Do", "Gil Ho"),
    paper(5, "Eva Fu", title="On Coteries", date="2020"),
    paper(5, "Eva Fu", source="other", title="On Coteries, Revisited", date="2021", ids={"doi": "10.1000/5"}),
    person("Wei Li"),
]
SECOND: list[Record] = [
    paper(6, "Wei Li", "Ann Bo"),
    paper(7, "Eva Fu", "Wei Li", "Cy Do"),
    paper(8, "W. Li", "Gil Ho"),
    paper(9, "Eva Fu", source="third", title="On Coteries", date="2020"),
    paper(1, "Wei Li", "Ann Bo", "New One", ids={"doi": "10.1000/1"}, updated="2025-01-01"),
]
A, B = Given("a.jsonl", FIRST), Given("b.jsonl", SECOND)


def hash_of(store: Store) -> str:
    return graph_hash(snapshot_for(store).tables)


def authors(store: Store) -> dict[str, set[str]]:
    """Keys of the mentions of each author that has one, by the author's name and smallest key."""
    found = snapshot_for(store)
    ids, links = found.node("Author")["id"], found.rel("AUTHORED")
    out: dict[str, set[str]] = {}
    for row, key in zip(links["start"].tolist(), links["mention"].tolist(), strict=True):
        out.setdefault(ids[row], set()).add(key)
    return out


def author_of(store: Store, mention: str) -> str:
    return next(ident for ident, keys in authors(store).items() if mention in keys)


def paper_of(store: Store, title: str) -> str:
    found = snapshot_for(store)
    return str(found.node("Paper")["id"][find(found, "paper", title)])


@pytest.fixture(scope="module")
def never(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """The hash of the graph that was never corrected, after one and after two loads."""
    out = {}
    with connect(tmp_path_factory.mktemp("never") / "g", create=True) as store:
        for number, given in enumerate((A, B), 1):
            load(store, [given])
            out[number] = hash_of(store)
    return out


def merge_people(store: Store) -> Any:
    return correct.merge(store, author_of(store, "src:p0001#1"), author_of(store, "src:p0003#1"))


def split_person(store: Store) -> Any:
    return correct.split(store, author_of(store, "src:p0001#1"), papers=[paper_of(store, "Study number 2 of things")])


def pin_mention(store: Store) -> Any:
    return correct.pin(store, "src:p0004#1", author_of(store, "src:p0003#1"))


def merge_two_papers(store: Store) -> Any:
    return correct.merge_papers(store, paper_of(store, "On Coteries"), paper_of(store, "On Coteries, Revisited"))


CORRECTIONS: dict[str, Callable[[Store], Any]] = {
    "merge": merge_people, "split": split_person, "pin": pin_mention, "papers": merge_two_papers,
}  # fmt: skip


def test_undone_it_was_never_made(store: Store, never: dict[int, str]) -> None:
    """Each correction on a store of each kind, with loads before and after it, by all ways that change a graph."""
    load(store, [A])
    for name, make in CORRECTIONS.items():
        report = make(store)
        assert report.wrote, name
        assert hash_of(store) != never[1], name
        assert check(store).ok, name
        load(store, [B])
        assert check(store).ok, f"{name}: what a load makes of the touched part is what the records give"
        undone = correct.undo(store, report.made[0].id[:6])
        assert undone.removed == report.made, name
        assert hash_of(store) == never[2], name
        assert check(store).ok, name
        unload(store, "b.jsonl")
        assert hash_of(store) == never[1], name


@pytest.mark.parametrize("name", CORRECTIONS)
def test_before_or_after_a_load_is_the_same(tmp_path: Path, name: str) -> None:
    with connect(tmp_path / "first", create=True) as first, connect(tmp_path / "last", create=True) as last:
        load(first, [A])
        made = CORRECTIONS[name](first).made
        load(first, [B])
        load(last, [A, B])
        correct.apply(last, {"": made})
        assert hash_of(first) == hash_of(last)


def test_merge(tmp_path: Path) -> None:
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A])
        one, two = author_of(store, "src:p0001#1"), author_of(store, "src:p0003#1")
        report = correct.merge(store, two, one, note="his page says so")
        assert (report.before["persons"] - report.after["persons"], report.after["papers"]) == (1, 6)
        assert [who["id"] for who in report.was] == sorted([one, two])
        assert [(who["id"], who["paper_count"]) for who in report.now] == [(one, 4)]
        [made] = report.made
        assert (made.kind, made.keys, made.written) == ("same", ("src:p0003#1", "src:p0001#1"), ("W. Li", "Wei Li"))
        assert (made.note, made.line, made.file) == ("his page says so", 1, "")
        found = snapshot_for(store)
        assert find(found, "author", two) == find(found, "author", one), "an old id still finds the person"
        load(store, [B])
        assert {"src:p0006#1", "src:p0008#1"} <= authors(store)[one], "later mentions of both names"
        with pytest.raises(IdentityError, match="one person already"):
            correct.merge(store, one, two)


def test_split_takes_exactly_these_and_later_ones_go_by_what_they_share(tmp_path: Path) -> None:
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A])
        whole = author_of(store, "src:p0001#1")
        report = correct.split(store, whole, papers=["doi:10.1000/2"], mentions=["src:p0004#1"])
        assert report.after["persons"] - report.before["persons"] == 1
        assert authors(store)[author_of(store, "src:p0002#1")] == {"src:p0002#1", "src:p0004#1"}
        assert authors(store)[whole] == {"src:p0001#1"}
        load(store, [B])
        assert "src:p0006#1" in authors(store)[whole], "with Ann Bo, as paper 1"
        assert "src:p0007#2" in authors(store)[author_of(store, "src:p0002#1")], "with Cy Do, as paper 2"
        with pytest.raises(IdentityError, match="all of the"):
            correct.split(store, whole, mentions=["src:p0001#1", "src:p0006#1"])
        with pytest.raises(NotFound):
            correct.split(store, whole, papers=["doi:10.1000/2"])
        with pytest.raises(NotFound):
            correct.split(store, whole, mentions=["src:p0002#1"])


def test_a_pin_moves_its_mention_alone(tmp_path: Path) -> None:
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A, B])
        eva = author_of(store, "src:p0003#3")
        correct.pin(store, "src:p0001#1", eva)
        assert "src:p0001#1" in authors(store)[author_of(store, "src:p0003#3")]
        assert author_of(store, "src:p0002#1") != author_of(store, "src:p0001#1")
        with pytest.raises(IdentityError, match="already"):
            correct.pin(store, "src:p0001#1", author_of(store, "src:p0003#3"))
        with pytest.raises(IdentityError, match="is pinned to the person of") as refused:
            correct.pin(store, "src:p0001#1", author_of(store, "src:p0003#1"))
        correct.undo(store, (refused.value.hint or "").split()[-1])
        assert author_of(store, "src:p0002#1") == author_of(store, "src:p0001#1")
        correct.pin(store, "src:p0001#1", author_of(store, "src:p0003#1"))
        assert author_of(store, "src:p0001#1") == author_of(store, "src:p0003#1")
        with pytest.raises(NotFound):
            correct.pin(store, "src:p0099#1", eva)


def test_papers_above_all_vetoes_and_apart_in_spite_of_an_id(tmp_path: Path) -> None:
    records: list[Record] = [
        paper(1, "Ann Bo", ids={"doi": "10.1000/1"}, title="Circles", date="2020-01-01"),
        paper(2, "Ann Bo", ids={"doi": "10.1000/2"}, title="Salons", date="2021-02-02"),
        paper(3, "Cy Do", source="x", ids={"doi": "10.1000/3"}, title="Teams"),
        paper(4, "Cy Do", source="y", ids={"doi": "10.1000/3"}, title="Teams"),
    ]
    with connect(tmp_path / "g", create=True) as store:
        load(store, [Given("r", records)])
        report = correct.merge_papers(store, "doi:10.1000/1", "doi:10.1000/2")
        assert [(p["id"], p["title"]) for p in report.now] == [("doi:10.1000/1", "Circles")]
        found = snapshot_for(store)
        assert find(found, "paper", "doi:10.1000/2") == find(found, "paper", "doi:10.1000/1")
        report = correct.split_paper(store, "doi:10.1000/3", ["y:p0004"])
        assert [p["id"] for p in report.now] == ["x:p0003", "y:p0004"], "a DOI of two papers is the id of none"
        assert check(store).ok
        load(store, [Given("s", [paper(5, "Cy Do", source="z", ids={"doi": "10.1000/3"}, title="Teams")])])
        assert check(store).ok
        papers = {key: i for i, keys in enumerate(_records(store)) for key in keys}
        assert papers["x:p0003"] != papers["y:p0004"]
        assert papers["z:p0005"] in (papers["x:p0003"], papers["y:p0004"]), "the id still merges others"
        with pytest.raises(IdentityError, match="all of the"):
            correct.split_paper(store, "doi:10.1000/1", ["src:p0001", "src:p0002"])
        with pytest.raises(NotFound, match="src:p0009"):
            correct.split_paper(store, "doi:10.1000/1", ["src:p0009"])


def _records(store: Store) -> list[set[str]]:
    tables = snapshot_for(store).tables
    out: dict[int, set[str]] = {}
    rel = tables.rels["DESCRIBES:Paper"]
    for row, to in zip(rel["start"].tolist(), rel["end"].tolist(), strict=True):
        out.setdefault(to, set()).add(tables.nodes["Record"]["id"][row].rpartition("@")[0])
    return list(out.values())


def test_a_correction_by_the_key_of_any_merged_record_reaches_the_mention(tmp_path: Path) -> None:
    one = paper(1, "Wei Li", "Ann Bo", source="a", ids={"doi": "10.1000/1"})
    two = paper(1, "W Li", "Ann Bo", "Cy Do", source="b", ids={"doi": "10.1000/1"}, authors_complete=False)
    three = paper(2, "Bo An", source="c")
    said = parse_overrides("- same: [[b:p0001#2, Ann Bo], [c:p0002#1, Bo An]]", "f.yaml")
    with connect(tmp_path / "g", create=True) as store:
        load(store, [Given("r", [one, two, three])], overrides={"f.yaml": said})
        assert author_of(store, "c:p0002#1") == author_of(store, "a:p0001#2"), "Ann Bo's mention is that of record a"
        assert [state.state for state in correct.overrides(store)] == ["active"]
        load(store, [Given("s", [paper(3, "Bo An", source="d")])])
        assert check(store).ok


# files


def said_of(text: str, file: str = "f.yaml") -> dict[str, list[Override]]:
    return {file: parse_overrides(text, file)}


SAME = "- same: [[src:p0001#1, Wei Li], [src:p0003#1, W. Li]]\n"


def test_a_file_sleeps_wakes_and_is_replaced(store: Store, never: dict[int, str]) -> None:
    late = "- different: [[src:p0006#1, Wei Li], [src:p0001#1, Wei Li]]\n"
    report = load(store, [A], overrides=said_of(SAME + late))
    assert [state.state for state in report.corrections] == ["active", "asleep"]
    assert report.corrections[1].why == ("src:p0006#1 is not loaded",)
    assert author_of(store, "src:p0001#1") == author_of(store, "src:p0003#1")
    load(store, [B])
    assert author_of(store, "src:p0006#1") != author_of(store, "src:p0001#1"), "it woke"
    assert [state.state for state in correct.overrides(store)] == ["active", "active"]
    assert check(store).ok
    again = load(store, [B], overrides=said_of(SAME + late))
    assert not again.wrote, "nothing new is said"
    report = load(store, [], overrides=said_of("# moved\n" + SAME))
    assert report.wrote
    assert [(s.override.line, s.state) for s in correct.overrides(store)] == [(2, "active")]
    assert author_of(store, "src:p0006#1") == author_of(store, "src:p0001#1")
    unload(store, "a.jsonl")
    assert [state.state for state in correct.overrides(store)] == ["asleep"]
    load(store, [A])
    assert author_of(store, "src:p0001#1") == author_of(store, "src:p0003#1")
    report = correct.apply(store, {"f.yaml": []})
    assert (report.wrote, len(report.removed)) == (True, 1)
    assert hash_of(store) == never[2]


def test_another_name_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = (
        "- same: [[src:p0001#1, Wei Li], [src:p0002#2, Eva Fu]]\n"
        "- same: [{record: src:p0005, title: Else}, {record: s:1}]\n"
    )
    with connect(tmp_path / "g", create=True) as store:
        for given in ([A], [A, B]):
            with pytest.raises(IdentityError) as caught:
                assembly.load(store, given, overrides=said_of(wrong))
            assert str(caught.value) == (
                "corrections speak of others: f.yaml:1: src:p0002#2 is written 'Cy Do', not 'Eva Fu'; "
                "f.yaml:2: src:p0005 is called 'On Coteries', not 'Else'"
            )
        assert not (tmp_path / "g" / "snapshot").exists()
        load(store, [A])
        before = store.generation()
        with pytest.raises(IdentityError):
            load(store, [B], overrides=said_of(wrong))
        with pytest.raises(IdentityError):
            load(store, [B], overrides=said_of(wrong), dry_run=True)
        with pytest.raises(IdentityError):
            correct.apply(store, said_of(wrong))
        assert store.generation() == before
        assert check(store).ok


def test_a_record_that_changes_its_name_is_no_longer_spoken_of(tmp_path: Path) -> None:
    """Another name at a place that a correction names: it was meant of somebody else."""
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A], overrides=said_of(SAME))
        load(store, [Given("new", [paper(3, "Zoe Qu", "Ann Bo", "Eva Fu", updated="2026-01-01")])])
        assert author_of(store, "src:p0003#1") != author_of(store, "src:p0001#1")
        [state] = correct.overrides(store)
        assert (state.state, state.why) == ("asleep", ("src:p0003#1 is written 'Zoe Qu', not 'W. Li'",))
        assert check(store).ok


def test_conflicts_name_files_and_commands(tmp_path: Path) -> None:
    different = "- different: [[src:p0001#1, Wei Li], [src:p0003#1, W. Li]]\n"
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A], overrides=said_of(SAME, "one.yaml"))
        with pytest.raises(IdentityError, match=r"two\.yaml:1 says .* different, one\.yaml:1 that they are the same"):
            correct.apply(store, said_of(different, "two.yaml"))
        with pytest.raises(IdentityError, match=r"two\.yaml:1 .*one\.yaml:1"):
            load(store, [B], overrides=said_of(different, "two.yaml"))
        with pytest.raises(IdentityError, match=r"correction [0-9a-f]{12} says .*one\.yaml:1"):
            correct.split(store, author_of(store, "src:p0001#1"), mentions=["src:p0003#1"])
        assert len(correct.overrides(store)) == 1


def test_conflicts_of_a_mention_that_two_records_give(tmp_path: Path) -> None:
    """Papers 5 and 9 are one: its author has two keys."""
    same = "- same: [[src:p0005#1, Eva Fu], [src:p0003#3, Eva Fu]]\n"
    different = "- different: [[third:p0009#1, Eva Fu], [src:p0003#3, Eva Fu]]\n"
    with connect(tmp_path / "g", create=True) as store:
        with pytest.raises(IdentityError, match=r"f\.yaml:2 says .* different, f\.yaml:1 that they are the same"):
            load(store, [A, B], overrides=said_of(same + different))
        load(store, [A, B], overrides=said_of(same, "one.yaml"))
        with pytest.raises(IdentityError, match=r"two\.yaml:1 says .* different, one\.yaml:1 that they are the same"):
            correct.apply(store, said_of(different, "two.yaml"))
        itself = "- different: [[third:p0009#1, Eva Fu], [src:p0005#1, Eva Fu]]\n"
        with pytest.raises(IdentityError, match="but they are one mention"):
            correct.apply(store, said_of(itself, "two.yaml"))


def test_a_merge_that_another_correction_forbids(tmp_path: Path) -> None:
    different = "- different: [[src:p0002#1, Wei Li], [src:p0003#1, W. Li]]\n"
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A], overrides=said_of(different))
        with pytest.raises(IdentityError, match=r"would not be one: other corrections say otherwise \(f\.yaml:1\)"):
            merge_people(store)


def test_what_is_exported_says_the_same_elsewhere(tmp_path: Path) -> None:
    with connect(tmp_path / "one", create=True) as one, connect(tmp_path / "two", create=True) as two:
        load(one, [A])
        for make in (pin_mention, split_person, merge_two_papers):
            make(one)
        text = dump(state.override for state in correct.overrides(one))
        assert text.count("- ") == 3
        load(two, [A], overrides=said_of(text))
        assert authors(two) == authors(one)
        assert _records(two) == _records(one)


# undo


def test_undo_the_last_or_the_one_named(tmp_path: Path) -> None:
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A], overrides=said_of("- orcid: [src:p0001#2, Ann Bo]\n  is: " + X))
        with pytest.raises(IdentityError, match="no command"):
            correct.undo(store)
        first, second = pin_mention(store).made[0], merge_two_papers(store).made[0]
        assert (first.line, second.line) == (1, 2)
        assert correct.undo(store).removed == (second,)
        with pytest.raises(NotFound):
            correct.undo(store, first.id[:3])
        assert correct.undo(store, first.id[:4]).removed == (first,)
        [left] = correct.overrides(store)
        assert correct.undo(store, left.override.id).removed == (left.override,), (
            "one of a file, until it is loaded again"
        )


def test_an_ambiguous_beginning() -> None:
    seen: dict[str, Override] = {}
    for i in range(70_000):
        override = Override("same", (f"s:{i}#1", "s:x#1"), ("A", "A"))
        other = seen.setdefault(override.id[:4], override)
        if other is not override:
            with pytest.raises(AmbiguousName, match="2 corrections"):
                correct.chosen([override, other], override.id[:4])
            return
    pytest.fail("no two ids begin alike")


# lasting


def test_an_orcid_and_its_undoing(tmp_path: Path, never: dict[int, str]) -> None:
    text = f"- orcid: [src:p0001#1, Wei Li]\n  is: {X}\n- orcid: [src:p0003#1, W. Li]\n  is: {X}\n"
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A])
        correct.apply(store, said_of(text))
        wei = author_of(store, "src:p0001#1")
        assert {"src:p0001#1", "src:p0003#1", "src:p0002#1"} <= authors(store)[wei]
        found = snapshot_for(store)
        assert found.node("Author")["orcid"][find(found, "author", X)] == X
        load(store, [B])
        assert check(store).ok
        correct.apply(store, {"f.yaml": []})
        assert hash_of(store) == never[2]


@pytest.mark.parametrize("most", [0, 20_000])
def test_corrections_outlive_a_new_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(writing, "APPLY_MOST", most)
    monkeypatch.setattr(writing, "BULK_BASE_S", -1e9 if most == 0 else 1e9)
    with connect(tmp_path / "g", create=True) as store:
        load(store, [A], overrides=said_of(SAME))
        merge_two_papers(store)
        report = load(store, [B], settings={"cap": 50})
        assert report.path == ("apply" if most else "bulk")
        assert [state.state for state in correct.overrides(store)] == ["active", "active"]
        assert check(store).ok
        held = store.read("MATCH (o:Override) RETURN o.kind, o.about, o.file, o.line ORDER BY o.about").rows
        assert held == [["same", "mentions", "f.yaml", 1], ["same", "papers", None, 1]]
        kept = snapshot_for(store)
        assert graph_hash(snapshot_for(store, refresh=True).tables) == graph_hash(kept.tables)


def test_what_cannot_be_corrected(tmp_path: Path) -> None:
    with connect(tmp_path / "g", create=True) as store:
        with pytest.raises(IdentityError, match="empty"):
            correct.apply(store, said_of(SAME))
        load(store, [Given("r", [*FIRST, person("Kay Rossi")])])
        kay = next(i for i in snapshot_for(store).node("Author")["id"].tolist() if i.startswith("kay"))
        with pytest.raises(IdentityError, match="roster alone"):
            correct.merge(store, kay, author_of(store, "src:p0001#1"))
        with pytest.raises(NotFound):
            correct.merge(store, "nobody-000000000000", kay)
        with pytest.raises(IdentityError, match="one paper already"):
            correct.merge_papers(store, "doi:10.1000/1", "doi:10.1000/1")
