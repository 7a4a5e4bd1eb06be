"""Why the evidence decided as it did: terms add up to a score whose sign is the decision."""

from __future__ import annotations

import random
from functools import partial
from math import fsum

import numpy as np
import pytest
from invented import corpus, world
from msgspec.structs import replace
from support import shared_data

from benchmarks.identity_years import among
from coterie.evaluation import label
from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity import World, explaining, fit, resolve
from coterie.graph.identity.evidence.deciding import LACKING, TAKEN, TWICE, VETO, Decision, Decisions
from coterie.graph.identity.explaining import Explainer
from coterie.graph.identity.hiding import without_ids
from coterie.graph.identity.narrowing import MOST, around
from coterie.graph.model.records import Mention, PaperRecord, PersonRecord
from coterie.loaders.gold import read_gold

PAIRS = 1000


@pytest.fixture(scope="module")
def made() -> tuple[World, str]:
    found, _ = world()
    return found, fit(found, key="default")


TEAM = ["Zdenka Quistova", "Ottokar Vrba", "Perpetua Holub"]
OTHERS = ["Hildegard Malik", "Casimir Wolpt", "Dagobert Frinz"]


def held(name: str, orcid: str | None, *ids: str) -> Mention:
    return Mention(written=name, position=1, orcid=orcid, source_ids=ids)


def one_of(*teams: list[str | Mention] | list[str]) -> World:
    """A paper for each of ``teams``."""
    return world_of_records([
        PaperRecord(source="t", record_id=str(number), title="Quantum lattices of rare earth", mentions=tuple(
            m if isinstance(m, Mention) else Mention(written=m, position=at) for at, m in enumerate(team, 1)))
        for number, team in enumerate(teams)
    ])  # fmt: skip


def identified(papers: int, seed: int = 2) -> World:
    """The invented corpus with what makes identifiers decide: ids of two sources on some mentions, and one of them
    under another family name; person records that tie two ids; names that stand twice on a paper; other orders."""
    rng = random.Random(seed)
    records, truth = corpus(papers=papers)
    made, number = list[PaperRecord](), {who: at for at, who in enumerate(sorted(set(truth.values())))}
    for record in records:
        mentions = []
        for at, mention in enumerate(record.mentions, 1):
            who = number[truth[f"t:{record.record_id}#{at}"]]
            mentions.append(_with_ids(rng, mention, who))
            if rng.random() < 0.05:
                mentions.append(replace(mention, position=len(record.mentions) + at))
        made.append(replace(record, mentions=tuple(mentions)))
    people = [PersonRecord(source="orcid", record_id=str(who), name=f"Anna Unheard {who}", orcid=f"none-{who:04}",
                           source_ids=(f"dblp:{who}",)) for who in range(0, len(number), 3)]  # fmt: skip
    return world_of_records(made, people)


def _with_ids(rng: random.Random, mention: Mention, who: int) -> Mention:
    found, given = rng.random(), mention.written.split()
    if found < 0.06:
        return replace(mention, written=f"{given[0]} Married{who % 7}", orcid=f"none-{who:04}")
    if found < 0.12:
        return replace(mention, source_ids=(f"dblp:{who}",))
    if found < 0.2:
        return replace(mention, orcid=f"none-{who:04}", source_ids=(f"dblp:{who}",) if found < 0.14 else ())
    if found < 0.26 and len(given) == 2 and "," not in mention.written:
        return replace(mention, written=f"{given[1]} {given[0]}")
    return mention


def pairs_of(found: World, decisions: Decisions, count: int, seed: int) -> list[tuple[int, int]]:
    """Pairs of mentions, half of them of one block and half of one person, as far as there are any; the rest any."""
    rng = np.random.default_rng(seed)
    people = np.flatnonzero(found.mentions["collective"] != 1)
    family = np.array([str(name).split()[-1].lower() for name in found.mentions["written"].tolist()])
    out = list[tuple[int, int]]()
    while len(out) < count:
        i = int(rng.choice(people))
        held = decisions.label if len(out) % 2 else family
        near = people[held[people] == held[i]]
        near = near[near != i] if len(near) > 1 else people[people != i]
        out.append((i, int(rng.choice(near))))
    return out


def assert_explained(found: World, key: str, weights: str, seed: int, count: int = PAIRS) -> list[Decision]:
    decisions = Decisions(found, key, weights)
    person = resolve(found, key=key, weights=weights).person
    said = []
    for i, j in pairs_of(found, decisions, count, seed):
        decision = decisions.pair(i, j)
        together = person[i] == person[j]
        assert (decision.score >= -1e-6) == together, (i, j, decision)
        assert decision.score == pytest.approx(fsum(value for _, value in decision.terms), abs=1e-9)
        assert i in decision.one
        assert j in decision.two
        assert not np.intersect1d(decision.one, decision.two).size
        said.append(decision)
    return said


@pytest.mark.parametrize(
    "key", ["default", *(pytest.param(key, marks=pytest.mark.slow) for key in ("strict", "loose"))]
)
def test_terms_add_up_and_their_sign_is_the_decision(key: str, made: tuple[World, str]) -> None:
    said = assert_explained(*made[:1], key, made[1], 5)
    together = sum(decision.score >= 0 for decision in said)
    assert PAIRS / 5 < together < PAIRS * 4 / 5
    assert {"groups", "mentions, on average"} <= {decision.how for decision in said}


def test_at_shipped_weights() -> None:
    found, _ = world(papers=150)
    assert fit(found, key="default") == ""
    assert_explained(found, "default", "", 3, 300)


def test_identifiers_and_names_that_stand_twice() -> None:
    found = identified(700)
    said = assert_explained(found, "default", fit(found, key="default"), 4, 500)
    assert {"identifiers", "groups", "mentions, on average"} <= {decision.how for decision in said}
    assert any(TWICE in dict(decision.terms) for decision in said)


def test_a_name_that_stands_twice_has_the_identifier_beside_it() -> None:
    found = one_of([held("Wei Zhang", "none-1"), "Wei Zhang", "Ann Lee"], [held("Wei Zhang", "none-1"), "Wei Zhang"],
                   ["Wei Zhang", "Ann Lee", "Wei Zhang"])  # fmt: skip
    decisions = Decisions(found, "default", "")
    same = ("the same identifier: orcid:none-1", VETO)
    assert decisions.pair(1, 0).terms == ((TWICE, VETO),)
    assert decisions.pair(1, 3).terms == decisions.pair(4, 1).terms == ((TWICE, VETO), same)
    alone = dict(decisions.pair(5, 7).terms)
    assert alone.get(TWICE, 1) > 0
    assert fsum(alone.values()) >= 0


def test_what_was_taken_back_is_said_to_be() -> None:
    found = one_of(
        [held("Ferdinand Wexler", "none-1"), *TEAM], [held("Ferdinand Wexler", None, "oa:1"), *TEAM],
        [held("Wexler Ferdinand", "none-1"), *OTHERS], [held("Wexler Ferdinand", None, "oa:2"), *OTHERS],
    )  # fmt: skip
    decisions = Decisions(found, "default", "")
    apart = decisions.pair(0, 4)
    assert apart.terms[-1] == (TAKEN, -VETO)
    assert apart.score < 0
    assert decisions.pair(0, 8).terms == (("the same identifier: orcid:none-1", VETO),)
    assert decisions.pair(4, 12).score < 0
    assert decisions.merges(np.array([0, 8])) == []


@pytest.mark.parametrize("count", [60, pytest.param(PAIRS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("most", [0, MOST], ids=["least", "most"])
def test_what_is_cut_down_to_decide_says_the_same(count: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = identified(700, seed=3)
    weights = fit(found, key="default")
    made, decisions = resolve(found, weights=weights), Decisions(found, "default", weights)
    monkeypatch.setattr(explaining, "around", partial(around, most=most))
    explains = Explainer(found, made.person, [str(i) for i in range(made.count)], "default", weights, made.keys)
    others = 0
    for i, j in pairs_of(found, decisions, count, 6):
        [reason] = explains.pair(np.array([i]), np.array([j])).merges
        together = made.person[i] == made.person[j]
        assert (reason.log_odds >= -1e-6) == together == (reason.decided == "same"), (i, j, reason)
        assert reason.log_odds == pytest.approx(fsum(value for _, value in reason.terms), abs=1e-9)
        others += reason.log_odds != pytest.approx(decisions.pair(i, j).score, abs=1e-9)
        assert not any(text.startswith(("a correction", "others that")) for text, _ in reason.terms)
    assert others <= count / 50 * (most == 0)


def test_the_nearest_other_is_below_what_is_needed(made: tuple[World, str]) -> None:
    found, weights = made
    decisions = Decisions(found, "default", weights)
    seen = 0
    for number in np.unique(decisions.label[decisions.label >= 0]):
        rows = np.flatnonzero(decisions.label == number)
        nearest = decisions.nearest(rows)
        if nearest is not None:
            seen += 1
            assert nearest.score < 0
            assert all(value > -VETO or text in LACKING for text, value in nearest.terms)
            assert set(decisions.label[nearest.one]) == {number}
            assert number not in decisions.label[nearest.two]
    assert seen > 20


def test_no_other_whom_names_and_papers_allow_is_nearer() -> None:
    found = identified(120, seed=5)
    decisions = Decisions(found, "default", "")
    persons = [np.flatnonzero(decisions.label == number) for number in np.unique(decisions.label)]
    for mine in persons[::60]:
        nearest = decisions.nearest(mine)
        others = [decisions.pair(int(mine[0]), int(rows[0])) for rows in persons if rows[0] != mine[0]]
        near = [other.score for other in others
                if all(value > -VETO or text in LACKING for text, value in other.terms)]  # fmt: skip
        assert (nearest.score if nearest else -np.inf) >= max(near, default=-np.inf) - 1e-9


def test_the_steps_of_a_person_lead_from_its_first_groups_to_the_whole(made: tuple[World, str]) -> None:
    found, weights = made
    decisions = Decisions(found, "default", weights)
    sizes = np.bincount(decisions.label[decisions.label >= 0])
    for number in np.argsort(-sizes)[:20]:
        rows = np.flatnonzero(decisions.label == number)
        parts = {tuple(part.tolist()) for part in decisions.begun(rows)}
        assert sorted(row for part in parts for row in part) == rows.tolist()
        merges = decisions.merges(rows)
        assert all(merge.score >= -1e-6 for merge in merges)
        grown = [merge for merge in merges if merge.how == "mentions, on average"]
        assert len(grown) == sum(len(part) - 1 for part in parts)
        assert len(merges) - len(grown) <= len(parts) - 1


@pytest.mark.slow
@pytest.mark.parametrize("file", ["inspire_gold/inspire_wang.tar.xz"])
def test_pairs_of_a_gold_set(file: str) -> None:
    """A fifth of its papers: of all it takes ten minutes."""
    found = without_ids(label(read_gold(str(shared_data("data", *file.split("/"))))).world)
    found = among(found, np.random.default_rng(1).random(found.papers.length) < 0.2)
    said = assert_explained(found, "default", fit(found, key="default"), 7)
    assert sum(decision.score >= 0 for decision in said) > PAIRS / 5
