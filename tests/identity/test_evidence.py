"""Telling people apart by evidence: how well, whatever the order, and the same by parts as in the whole."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import scipy.sparse as sp
from invented import world
from support import shared_data

from coterie.evaluation import evaluate, shuffled
from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity import World, fit, keys, resolve
from coterie.graph.identity.evaluating import codes, score
from coterie.graph.identity.evidence import candidates, linkage, merging
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Counts, digests
from coterie.graph.identity.evidence.profiles import TERMS, Profiles, compared, profiles
from coterie.graph.identity.evidence.weights import SHIPPED, unpacked
from coterie.graph.identity.narrowing import narrowed
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord
from coterie.graph.model.tables import Table

KEYS = ("default", "strict", "loose")


@pytest.fixture(scope="module")
def made() -> tuple[World, list[str], str]:
    found, truth = world()
    return found, truth, fit(found, key="default")


def partition(person: np.ndarray, names: list[str]) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for number, name in zip(person.tolist(), names, strict=True):
        groups.setdefault(number, set()).add(name)
    return {frozenset(group) for group in groups.values()}


def people(found: World, key: str = "default", weights: str = "") -> set[frozenset[str]]:
    return partition(resolve(found, key=key, weights=weights).person, found.mentions["mention"].tolist())


def one_of(*papers: list[str | Mention], title: str = "Paper") -> World:
    return world_of_records([
        PaperRecord(source="t", record_id=str(i), title=f"{title} {i}", mentions=tuple(
            m if isinstance(m, Mention) else Mention(written=m, position=n) for n, m in enumerate(names, 1)))
        for i, names in enumerate(papers)
    ])  # fmt: skip


def together(found: World, one: str, other: str, **options: str) -> bool:
    return any({one, other} <= group for group in people(found, **options))


def test_namesakes_are_told_apart_better_than_by_name(made: tuple[World, list[str], str]) -> None:
    found, truth, weights = made
    gold = codes(truth)
    by_name = score(gold, resolve(found, key="names").person)
    by_evidence = score(gold, resolve(found, key="default", weights=weights).person)
    assert by_evidence.pairwise.f1 > max(0.9, by_name.pairwise.f1 + 0.05)
    assert by_evidence.bcubed.f1 > by_name.bcubed.f1


def test_strict_is_finer_and_loose_is_coarser(made: tuple[World, list[str], str]) -> None:
    found, _, weights = made
    count = {key: resolve(found, key=key, weights=weights).count for key in KEYS}
    assert count["strict"] >= count["default"] >= count["loose"] < count["strict"]


@pytest.mark.parametrize("key", ["default", *(pytest.param(key, marks=pytest.mark.slow) for key in KEYS[1:])])
@pytest.mark.parametrize("seed", [3, 4])
def test_order_changes_nothing(made: tuple[World, list[str], str], key: str, seed: int) -> None:
    found, _, weights = made
    other, _ = shuffled(found, seed)
    assert people(found, key, weights) == people(other, key, weights)
    assert fit(other, key=key) == fit(found, key=key) == weights


def test_weights_come_back_as_they_were(made: tuple[World, list[str], str]) -> None:
    weights = unpacked(made[2])
    assert weights.packed() == made[2]
    assert weights.mentions == made[0].mentions.length
    usual = weights.usual
    assert usual is not None
    again = Counts.unpacked(usual.counts["word"].packed())
    assert np.array_equal(again.keys, usual.counts["word"].keys)
    assert again.of(digests(["surely not a word of it"], 1)).tolist() == [1]


def test_what_two_share_by_chance_says_nothing(made: tuple[World, list[str], str]) -> None:
    """Two large profiles share co-authors whoever they are of; small ones that share as many do not."""
    weights = unpacked(made[2]).group
    assert 0 < weights.chance < 0.1
    none = sp.csr_matrix((4, 1))

    def profile(chance: float, met: tuple[float, ...]) -> list[float]:
        team = sp.csr_matrix(np.sqrt([[1.5, 1.5], [1.5, 1.5], [1.5, 1.5], [1.5, 1.5]]))
        year = np.full(4, 2000)
        of = Profiles(team, team, none, none, np.zeros(4, np.int64), none, year, year, np.full(4, 5), np.array(met))
        found = compared(of, np.array([0, 2]), np.array([1, 3]), chance)
        return [float(value) for value in found[:, TERMS.index("shared co-authors")]]

    few, many = profile(0.001, (20, 30, 50, 60))
    assert few == pytest.approx((3 - 0.6) / (1 + 0.7 * np.log(5)))
    assert many == 0
    assert profile(0, (20, 30, 50, 60)) == pytest.approx([3 / (1 + 0.7 * np.log(5))] * 2)


def test_one_place_under_another_kind_of_id_is_no_other_place() -> None:
    def at(name: str, **ids: str) -> list[Mention]:
        return [Mention(written="Wei Li", position=1, affiliations=(AffiliationRef(name=name, **ids),))]

    found = one_of(at("Tsinghua University", ror="https://ror.org/03cve4549"), at("Tsinghua University"),
                   at("Fudan University"), at("Fudan University", ror="https://ror.org/013q1eq08"))  # fmt: skip
    case = Case.of(found, SHIPPED)
    groups = profiles(case.features, case.features.of(np.arange(4)), np.arange(4), 4)
    other = compared(groups, np.array([0, 1, 1, 0]), np.array([1, 3, 2, 3]))[:, TERMS.index("other place")]
    assert other.tolist() == [0, 0, 1, 1], "text beside an id says nothing, two texts or two ids of a kind do"


def test_what_is_connected_is_resolved_as_in_the_whole(made: tuple[World, list[str], str]) -> None:
    found, _, weights = made
    ties = keys(found, key="default")
    whole = resolve(found, key="default", weights=weights).person
    names = np.array(found.mentions["mention"].tolist(), object)
    for row in (0, 500, 1500):
        near, rows = narrowed(found, np.array([row]), ties)
        assert 0 < near.mentions.length < found.mentions.length
        part = resolve(near, key="default", weights=weights).person
        assert partition(part, names[rows].tolist()) == partition(whole[rows], names[rows].tolist())


def test_ten_loads_are_as_one(made: tuple[World, list[str], str]) -> None:
    """Adding a tenth of the papers at a time, and reworking what the new ones reach, ends at what one load gives."""
    found, _, weights = made
    whole = people(found, weights=weights)
    for order in (range(10), range(9, -1, -1)):
        known: dict[str, int] = {}
        seen = np.zeros(found.papers.length, bool)
        for tenth in order:
            new = np.arange(found.papers.length) % 10 == tenth
            seen |= new
            now = only(found, seen)
            fresh = np.flatnonzero(new[np.flatnonzero(seen)][now.mentions["paper"]])
            near, rows = narrowed(now, fresh, keys(now, key="default"))
            person = resolve(near, key="default", weights=weights).person + 10_000 * (tenth + 1)
            names = now.mentions["mention"][rows].tolist()
            known |= dict(zip(names, person.tolist(), strict=True))
        assert partition(np.array(list(known.values())), list(known)) == whole


def only(found: World, papers: np.ndarray) -> World:
    rows = np.flatnonzero(papers[found.mentions["paper"]])
    place = np.cumsum(papers) - 1
    mentions = {name: found.mentions[name][rows] for name in found.mentions}
    return dataclasses.replace(
        found, mentions=Table({**mentions, "paper": place[found.mentions["paper"][rows]]}, len(rows)),
        papers=Table({name: found.papers[name][papers] for name in found.papers}, int(papers.sum())),
        topics=None if found.topics is None else found.topics[papers],
    )  # fmt: skip


def test_two_on_one_paper_are_two_but_for_a_name_that_stands_twice() -> None:
    found = one_of(["Wei Wang", "W. Wang"], ["Ada Lovelace", "Bo An", "Ada Lovelace"])
    assert not together(found, "t:0#1", "t:0#2")
    assert together(found, "t:1#1", "t:1#3")


def test_ids_join_and_part() -> None:
    one, other = "0000-0002-1825-0097", "0000-0001-5109-3700"
    found = one_of([Mention(written="Ada Byron", position=1, orcid=one)], [Mention(written="A. King", position=1,
                   orcid=one)], [Mention(written="Ada Byron", position=1, orcid=other)], ["Ada Byron"])  # fmt: skip
    assert together(found, "t:0#1", "t:1#1")
    assert not together(found, "t:0#1", "t:2#1")


def test_names_of_other_blocks_need_co_authors() -> None:
    alone = one_of(["Hinrich Schütze"], ["Hinrich Schuetze"])
    assert not together(alone, "t:0#1", "t:1#1")
    team = ["Zdenka Quistova", "Ottokar Vrba"]
    shared = one_of([*team, "Hinrich Schütze"], [*team, "Hinrich Schuetze"], [*team, "Hinrich Schütze"])
    assert together(shared, "t:0#3", "t:1#3", key="loose")


@pytest.mark.parametrize(
    "name", ["", "X", "é" * 500, "a b " * 120, "\u202eAda", "\x00", "١٢٣", "李", "-", "J", "J. J. J."]
)
def test_odd_names_are_no_trouble(name: str) -> None:
    found = one_of([name or " ", "Ada Lovelace"], [name or " "], ["Ada Lovelace", name or " "])
    assert together(found, "t:0#2", "t:2#1")
    assert sum(map(len, people(found))) == 5


def test_nothing_is_nobody() -> None:
    empty = world_of_records([])
    assert resolve(empty, key="default").count == 0
    assert fit(empty, key="default") == ""


def test_a_large_block_is_cut_short_and_said(
    monkeypatch: pytest.MonkeyPatch, made: tuple[World, list[str], str]
) -> None:
    """Beyond the limit only those are compared that share something; close co-authors are still found."""
    for module in (candidates, linkage, merging):
        monkeypatch.setattr(module, "LARGEST", 50)
    papers = [["Y. Wang", f"Partner{chr(97 + i % 20)} Quist{chr(97 + i // 20)}ova"] for i in range(200)]
    twins = [["Y. Wang", "Ottokar Vrba", "Zdenka Holub"]] * 2
    found = one_of(*papers, *twins)
    said = resolve(found, key="default")
    assert said.cut == ("wang y",)
    assert together(found, "t:200#1", "t:201#1")


def test_a_crowd_of_one_rare_name_is_compared_in_bounded_memory() -> None:
    """20,000 mentions of one name that share nothing: each with its next sixty, not 200 million pairs."""
    size = 20_000
    one, two = candidates.chosen_pairs(sp.csr_matrix((size, 3)), np.zeros(size, np.int64), np.ones(size, bool))
    assert len(one) == sum(size - step for step in range(1, 61))
    assert (one < two).all()


def test_a_co_author_of_many_in_a_large_block_still_tells_whom_to_compare() -> None:
    shared = sp.csr_matrix((np.ones(61), (np.arange(61), np.zeros(61, int))), shape=(3100, 1))
    one, two = candidates.chosen_pairs(shared, np.zeros(3100, np.int64), np.zeros(3100, bool))
    assert {*range(61)} == {*one.tolist(), *two.tolist()}
    assert len(one) < 61 * 5


@pytest.mark.parametrize("size", [300, candidates.LARGEST + 1])
def test_a_chain_of_good_pairs_is_no_person(size: int) -> None:
    """Neighbours agree clearly, every second pair of them more; nobody else was even compared."""
    one = np.arange(size - 1)
    score = np.where(one % 2, 4.0, 9.0)
    part = linkage._parts(one, one + 1, score, size, 1.0)
    inside = part[one] == part[one + 1]
    found = linkage._linked(part, int(part.max()) + 1, one[inside], one[inside] + 1, score[inside], 1.0)
    assert np.bincount(found).max() == 2


def test_shipped_weights_are_for_small_worlds() -> None:
    found, _ = world(papers=20)
    assert fit(found, key="default") == ""
    assert unpacked("") is SHIPPED


INITIALS = [[f"{letter}. {family}", f"{letter}. {family}ova"]
            for letter in "ABCDEFGHIJ" for family in ("Holub", "Vrba", "Quist", "Malik", "Novak")] * 20  # fmt: skip
UNIQUE = [[f"Ann Fam{chr(97 + i % 26)}{chr(97 + i // 26)}", f"Bob Gam{chr(97 + i % 26)}{chr(97 + i // 26)}"]
          for i in range(50)] * 20  # fmt: skip


@pytest.mark.parametrize("papers", [INITIALS, UNIQUE], ids=["initials", "no shared families"])
def test_a_corpus_whose_names_tell_too_little_freezes_its_statistics(papers: list[list[str]]) -> None:
    found = one_of(*papers)
    weights = fit(found, key="default")
    assert (unpacked(weights).single, unpacked(weights).group) == (SHIPPED.single, SHIPPED.group)
    assert people(found, weights=weights) == people(found)


ORCID = "0000-0002-1825-0097"
TEAM = ["Zdenka Quistova", "Ottokar Vrba", "Perpetua Holub"]
OTHERS = ["Hildegard Malik", "Casimir Wolpt", "Dagobert Frinz"]


def test_an_id_in_two_blocks_joins_nobody_else_s_ids() -> None:
    """One block gives the person of the ORCID oa:1, the other oa:2: they cannot both be right."""

    def held(name: str, orcid: str | None, *ids: str) -> Mention:
        return Mention(written=name, position=1, orcid=orcid, source_ids=ids)

    found = one_of(
        [held("Ferdinand Wexler", ORCID), *TEAM], [held("Ferdinand Wexler", None, "oa:1"), *TEAM],
        [held("Wexler Ferdinand", ORCID), *OTHERS], [held("Wexler Ferdinand", None, "oa:2"), *OTHERS],
    )  # fmt: skip
    assert together(found, "t:0#1", "t:2#1")
    assert not together(found, "t:1#1", "t:3#1")


def test_an_id_in_two_blocks_joins_no_two_of_one_paper() -> None:
    found = one_of(
        [Mention(written="Ferdinand Wexler", position=1, orcid=ORCID), *TEAM],
        ["Ferdinand Wexler", *TEAM, "Wexler Ferdinand", *OTHERS],
        [Mention(written="Wexler Ferdinand", position=1, orcid=ORCID), *OTHERS],
    )  # fmt: skip
    assert together(found, "t:0#1", "t:2#1")
    assert not together(found, "t:1#1", "t:1#5")


def test_a_name_listed_twice_is_one_person_where_it_bears_an_id_once() -> None:
    twice = [Mention(written="Wei Zhang", position=1, orcid=ORCID), "Wei Zhang", "Ann Lee"]
    assert together(one_of(twice, ["Ann Lee"]), "t:0#1", "t:0#2")
    initials = [Mention(written="W. Zhang", position=1, orcid=ORCID), "W. Zhang", "Ann Lee"]
    assert not together(one_of(initials, ["Ann Lee"]), "t:0#1", "t:0#2")


@pytest.mark.slow
def test_a_gold_set() -> None:
    """Floors below what was measured (docs/identity.md), ids hidden, at the default threshold; INSPIRE's takes minutes:
    ``python -m benchmarks.identity``."""
    file = shared_data("data", "acl_anthology", "acl_anthology_2025-05-19.tar.xz")
    found = evaluate(file, key="default", ignore_ids=True)
    least = {"curated persons": (0.98, 0.97), "all": (0.965, 0.970), "homonym names": (0.52, 0.65)}
    for subset, (pairwise, bcubed) in least.items():
        assert found.scores[subset].pairwise.f1 >= pairwise, subset
        assert found.scores[subset].bcubed.f1 >= bcubed, subset
