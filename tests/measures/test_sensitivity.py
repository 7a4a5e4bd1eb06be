"""One graph under several identity keys: by hand, against networkx and plain counting, and what must not matter."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_graph import PERSONS, TOY, paper, snapshot, toy

from coterie.graph.assembly.derive import derive
from coterie.graph.assembly.identities import identified, world_of
from coterie.graph.identity import resolve
from coterie.graph.identity.overrides import Override
from coterie.graph.measures import sensitivity as measure
from coterie.graph.measures.matching import Counterpart, Matching, View, view
from coterie.graph.measures.mixing import assortativity
from coterie.graph.measures.sensitivity import MEASURES, Sensitivity, sensitivity
from coterie.graph.measures.statements import Statement, statements
from coterie.graph.measures.views import compared
from coterie.graph.model.errors import IdentityError, NotFound
from coterie.graph.model.settings import Settings
from coterie.graph.network import from_networkx, from_pairs, project
from coterie.graph.snapshot import Selection, Snapshot

KEYS = ("names", "initial")
WANG = [
    paper("1", ["Wei Wang", "Ann Lee"], "2020"),
    paper("2", ["Wei Wang", "Bo Kim"], "2021"),
    paper("3", ["Wen Wang", "Cal Roe"], "2021"),
    paper("4", ["W. Wang", "Dee Orr"], "2022"),
    paper("5", ["Ann Lee", "Bo Kim"], "2022"),
    paper("6", ["Wei Wang", "Ann Lee"], "2023"),
]
"""Wei Wang, his namesake by initial, and a mention of the initial alone: three by names, one by initial."""


def no_store() -> NoReturn:
    pytest.fail("an engine was started")


def compare(graph: Snapshot, selection: Selection | None = None, top: int = 3) -> Sensitivity:
    return compared(graph, selection, KEYS, top=top, store=no_store)


def by_initial() -> Snapshot:
    chosen = Settings(identity="initial")
    return Snapshot(derive(WANG, settings=chosen), settings=chosen)


def holding(found: Sensitivity) -> dict[str, tuple[str, ...]]:
    return {said.text: said.under for said in statements(found)}


def test_figures_by_hand() -> None:
    rows = {row["figure"]: row for row in compare(snapshot(WANG)).figures()}
    worked: dict[str, tuple[float, float]] = {
        "papers": (6, 6), "people": (7, 5), "links": (5, 5), "papers_per_person": (12 / 7, 12 / 5),
        "collaborators_per_person": (10 / 7, 2), "authors_per_paper": (2, 2), "single_author_share": (0, 0),
        "without_links": (0, 0), "density": (5 / 21, 1 / 2), "clustering": (1, 3 / 8),
        "clustering_local": (3 / 7, (1 + 1 + 1 / 6) / 5), "components": (3, 1), "giant": (3, 5),
        "giant_share": (3 / 7, 1), "mean_distance": (1, 1.5), "longest_distance": (1, 2),
        "assortativity": (1, nx.degree_assortativity_coefficient(nx.Graph(["wa", "wb", "wc", "wd", "ab"]))),
    }  # fmt: skip
    assert set(rows) == set(worked)
    for name, values in worked.items():
        row = rows[name]
        assert [row[key] for key in KEYS] == pytest.approx(values), name
        assert [row["lowest"], row["highest"]] == pytest.approx([min(values), max(values)])
        apart = (max(values) - min(values)) / abs(values[0]) if values[0] else None
        assert row["spread"] == pytest.approx(apart) if apart is not None else row["spread"] is None
    assert {row["figure"]: row["lumping"] for row in rows.values() if row["figure"] in ("people", "giant_share")} == {
        "people": "lowers",
        "giant_share": "raises",
    }


def test_statements_by_hand() -> None:
    under = holding(compare(snapshot(WANG)))
    assert under["The largest component holds less than half of the people"] == ("names",)
    assert under["The clustering is 1, within a tenth"] == ("names",)
    assert under["No two people have more joint papers than Ann Lee and Wei Wang"] == KEYS
    assert under["Nobody has more papers than Ann Lee"] == ("names",)
    assert under["Nobody has more collaborators than Ann Lee"] == ("names",)
    assert under["Ann Lee, Wei Wang and Bo Kim are among the first 3 by number of papers"] == KEYS
    assert under["Wei Wang has more papers than Bo Kim"] == KEYS
    assert "Ann Lee has more papers than Wei Wang" not in under
    assert all("names" in keys for keys in under.values())


def test_rankings_say_who_is_lumped_and_who_is_split() -> None:
    found = compare(snapshot(WANG))
    first = next(row for row in found.rankings() if (row["measure"], row["key"]) == ("papers", "initial"))
    assert (first["rank"], first["value"], first["person_name"], first["change"]) == (1, 5, "Wei Wang", "lumped")
    assert (first["own"], first["kept"]) == (3 / 5, 1)
    [wang] = [row for row in found.ranks("papers") if row["name"] == "Wei Wang"]
    assert wang == {"name": "Wei Wang", "names": 1, "initial": 1, "change": "initial: lumped 60 %"}
    turned = compare(by_initial())
    assert turned.reference == "initial"
    [row] = [r for r in turned.rankings() if (r["measure"], r["key"], r["name"]) == ("papers", "names", "Wei Wang")]
    assert (row["own"], row["kept"], row["change"]) == (1, 3 / 5, "split")
    own = [r for r in turned.rankings() if r["key"] == "initial"]
    assert own
    assert all(r["id"] == r["person"] and r["change"] is None for r in own)


def test_who_is_only_a_part_of_somebody_is_not_found() -> None:
    found = compare(snapshot(WANG), top=7)
    row = {row["name"]: row for row in found.ranks("papers")}
    assert (row["Wen Wang"]["initial"], row["Wen Wang"]["change"]) == (None, "initial: lumped 20 %")
    assert row["Cal Roe"]["initial"] is not None


def test_a_person_who_is_mostly_others_survives_nothing() -> None:
    more = [paper(str(i), [f"W{letter} Wang", f"Foe {i}"]) for i, letter in enumerate("abcd", 7)]
    found = compare(snapshot([*WANG, *more]), top=1)
    [wang] = [row for row in found.ranks("papers") if row["name"] == "Wei Wang"]
    assert (wang["initial"], wang["change"]) == (1, "initial: lumped 33 %")
    assert holding(found)["No two people have more joint papers than Ann Lee and Wei Wang"] == ("names",)


def test_what_the_graph_holds_is_what_its_own_key_gives() -> None:
    for base in (toy(), by_initial()):
        world = world_of(base.tables, PERSONS if base.node("Author").length > 8 else ())
        assigned = resolve(world, key=base.settings.identity).person
        authors = base.rel("AUTHORED")["start"]
        assert len(set(zip(assigned.tolist(), authors.tolist(), strict=True))) == len(set(authors.tolist()))
        assert len(set(assigned.tolist())) == len(set(authors.tolist()))


def test_another_key_gives_the_graph_that_deriving_with_it_gives() -> None:
    [found] = identified(snapshot(WANG), ["initial"])
    derived = by_initial()
    for name in ("id", "name"):
        assert found.snapshot.node("Author")[name].tolist() == derived.node("Author")[name].tolist()
    for name in ("start", "end", "mention"):
        assert found.snapshot.rel("AUTHORED")[name].tolist() == derived.rel("AUTHORED")[name].tolist()
    one, two = project(found.snapshot), project(derived)
    assert (one.indices.tolist(), one.ids, one.choices["identity"]) == (two.indices.tolist(), two.ids, "initial")


def test_people_of_a_selection_are_followed_by_their_mentions() -> None:
    chosen = Selection(authors=("W. Wang",), radius=1)
    found = compare(snapshot(WANG), chosen)
    rows = {row["figure"]: row for row in found.figures()}
    assert [rows["people"][key] for key in KEYS] == [2, 5]
    assert "people within 1 step of W. Wang" in found.base.summary.selection
    with pytest.raises(NotFound, match="nobody"):
        compare(snapshot(WANG), Selection(authors=("nobody",)))


def test_records_of_persons_join_what_they_say_is_one() -> None:
    [found] = identified(toy(), ["initial"], PERSONS)
    assert "Zoë Nopaper" in found.snapshot.node("Author")["name"].tolist()
    with pytest.raises(NotFound, match="author with a paper"):
        found.selection(Selection(people=("Zoë Nopaper",)))


def test_corrections_are_in_force_under_every_key() -> None:
    said = Override("different", ("t:1#1", "t:3#1"), ("Wei Wang", "Wen Wang"))
    graph = Snapshot(derive(WANG, overrides=[said]))
    [found] = identified(graph, ["initial"])
    mention = dict(zip(graph.rel("AUTHORED")["mention"].tolist(), found.person.tolist(), strict=True))
    assert mention["t:1#1"] != mention["t:3#1"]
    assert mention["t:1#2"] == mention["t:5#1"]


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(IdentityError, match="'shoe size'"):
        compared(snapshot(WANG), keys=("shoe size",), store=no_store)


@pytest.mark.parametrize("papers", [[], [paper("1", [])], [paper("1", ["Ann Lee"])]])
def test_next_to_nothing(papers: list[Any]) -> None:
    found = compare(snapshot(papers))
    assert [row["spread"] for row in found.figures() if row["figure"] == "mean_distance"] == [None]
    assert found.rankings() == [] or {row["name"] for row in found.rankings()} == {"Ann Lee"}
    assert all(said.under == KEYS for said in statements(found))


def test_a_statement_names_its_keys() -> None:
    said = Statement("It is so", ("names",), ("a",))
    assert said.row(KEYS)["holds"] == "under 1 of 2: names"
    assert said.row(("names",)) == {
        "statement": "It is so", "holds": "under all", "survives": True, "under": ["names"], "not_under": [],
        "people": ["a"],
    }  # fmt: skip


def test_sampled_betweenness_takes_as_many_pivots_under_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "EXACT_WORK", 100)
    monkeypatch.setattr(measure, "PIVOTS", (5, 5))
    large, small = nx.path_graph(60), nx.path_graph(8)
    views = [View(str(len(g)), from_networkx(g), np.arange(8)) for g in (large, small)]
    found = sensitivity(views, seed=3)
    assert [m.found.pivots for m in found.measured.values()] == [5, 5]
    assert any("estimated from 5 pivots (seed 3)" in note for note in found.notes())


def test_views_must_be_of_different_keys() -> None:
    one = View("a", from_pairs(["x"], ["y"]), np.arange(2))
    for views, reference in (([], None), ([one, one], None), ([one], "b")):
        with pytest.raises(ValueError, match="must be different"):
            sensitivity(views, reference=reference)
    with pytest.raises(ValueError, match="projected"):
        view("a", one.network, np.arange(2), np.arange(2))


@given(st.integers(2, 30), st.integers(0, 60), st.integers(0, 9))
def test_assortativity_is_that_of_networkx(size: int, links: int, seed: int) -> None:
    graph = nx.gnm_random_graph(size, links, seed=seed)
    ours = assortativity(from_networkx(graph))
    ends = {degree for node, degree in graph.degree() if degree}
    if len(ends) < 2:
        assert ours is None
    else:
        assert ours == pytest.approx(nx.degree_assortativity_coefficient(graph), abs=1e-9)


Teams = list[list[int]]
teams = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True), max_size=12)


def made(key: str, papers: Teams, person: Iterable[int], name: list[int]) -> View:
    """A view of ``papers``, lists of mentions; mention ``m`` is of ``person[m]``, who has the id ``name[person]``."""
    of = list(person)
    ids = sorted({name[p] for p in of})
    row = {ident: i for i, ident in enumerate(ids)}
    pairs = [(name[of[a]], name[of[b]]) for team in papers for i, a in enumerate(team) for b in team[:i]]
    network = from_pairs([a for a, _ in pairs], [b for _, b in pairs], ids=ids)
    return View(key, network, np.array([row[name[p]] for p in of], np.int64))


people = st.lists(st.integers(0, 5), min_size=10, max_size=10)


@given(teams, people)
def test_the_same_key_twice_differs_in_nothing(papers: Teams, person: list[int]) -> None:
    names = list(range(10))
    found = sensitivity([made("a", papers, person, names), made("b", papers, person, names)], top=3)
    assert all(not row["spread"] for row in found.figures())
    assert all(said.under == ("a", "b") for said in statements(found))
    assert all(row["change"] is None and row["own"] == row["kept"] == 1 for row in found.rankings())


@given(people, people)
def test_counterparts_are_those_of_plain_counting(one: list[int], two: list[int]) -> None:
    names = list(range(10))
    a, b = made("a", [], one, names), made("b", [], two, names)
    found = Matching(a, b)
    left, right = a.node.tolist(), b.node.tolist()
    shared = Counter(zip(left, right, strict=True))
    for node in set(left):
        best = max(set(right), key=lambda other: (shared[node, other], -right.count(other), -other))
        count = shared[node, best]
        assert found.forth(node) == Counterpart(best, count / left.count(node), count / right.count(best))
        assert found.same(node) == (best if found.back(best).node == node else -1)
        assert found.chiefly(node) == (best if 2 * count > max(left.count(node), right.count(best)) else -1)


@settings(max_examples=50)
@given(teams, people, people, st.integers(0, 9))
def test_other_labels_change_no_figure_and_no_share(papers: Teams, one: list[int], two: list[int], seed: int) -> None:
    plain, other = list(range(10)), random.Random(seed).sample(range(10), 10)
    found, again = (
        sensitivity([made("a", papers, one, name), made("b", papers, two, name)], top=10) for name in (plain, other)
    )
    for row, same in zip(found.figures(), again.figures(), strict=True):
        assert {k: v for k, v in row.items() if k != "spread"} == pytest.approx(
            {k: v for k, v in same.items() if k != "spread"}, nan_ok=True
        )

    def shares(of: Sensitivity) -> list[Any]:
        return sorted((row["measure"], row["key"], row["rank"], row["own"], row["kept"]) for row in of.rankings()
                      if row["measure"] in ("collaborators", "strength"))  # fmt: skip

    assert shares(found) == shares(again)


def test_the_toy_under_both_keys() -> None:
    found = compared(toy(), keys=KEYS, store=no_store)
    assert [row["papers"] for row in [m.figures for m in found.measured.values()]] == [8, 8]
    assert len(TOY) == 9
    assert {row["measure"] for row in found.rankings()} == set(MEASURES)
