"""Why the evidence decided as it did: terms add up to a score whose sign is the decision."""

from __future__ import annotations

from math import fsum

import numpy as np
import pytest
from invented import world
from support import shared_data

from coterie.evaluation import label
from coterie.graph.identity import World, fit, resolve
from coterie.graph.identity.evidence.deciding import VETO, Decision, Decisions
from coterie.graph.identity.hiding import without_ids
from coterie.loaders.gold import read_gold

PAIRS = 1000


@pytest.fixture(scope="module")
def made() -> tuple[World, str]:
    found, _ = world()
    return found, fit(found, key="default")


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
            assert all(value > -VETO for _, value in nearest.terms)
            assert set(decisions.label[nearest.one]) == {number}
            assert number not in decisions.label[nearest.two]
    assert seen > 20


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
    found = without_ids(label(read_gold(str(shared_data("data", *file.split("/"))))).world)
    said = assert_explained(found, "default", fit(found, key="default"), 7)
    assert sum(decision.score >= 0 for decision in said) > PAIRS / 5
