"""Pairwise and B-cubed measures: against published and hand-worked figures, and against counting every pair."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.graph.identity.evaluating import Scores, codes, score, worst_blocks

Labels = list[int]
two_partitions = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40)


def scored(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Scores:
    return score(codes(gold), codes(found))


def pairs(labels: Sequence[Hashable]) -> set[tuple[int, int]]:
    return {(i, j) for i, j in combinations(range(len(labels)), 2) if labels[i] == labels[j]}


def naive(gold: Labels, found: Labels) -> tuple[float, float, float, float]:
    """Every pair and every mention by itself, in exact fractions."""
    real, said = pairs(gold), pairs(found)
    both = len(real & said)
    precision = Fraction(both, len(said)) if said else Fraction(1)
    recall = Fraction(both, len(real)) if real else Fraction(1)
    right = [sum(gold[i] == gold[j] and found[i] == found[j] for j in range(len(gold))) for i in range(len(gold))]
    n = len(gold)
    by_found = sum((Fraction(r, found.count(f)) for r, f in zip(right, found, strict=True)), Fraction(0))
    by_gold = sum((Fraction(r, gold.count(g)) for r, g in zip(right, gold, strict=True)), Fraction(0))
    return float(precision), float(recall), float(by_found / n) if n else 1.0, float(by_gold / n) if n else 1.0


@given(two_partitions)
def test_measures_are_those_of_counting_every_pair_and_every_mention(mentions: list[tuple[int, int]]) -> None:
    gold, found = [g for g, _ in mentions], [f for _, f in mentions]
    scores = scored(gold, found)
    assert (*scores.pairwise, *scores.bcubed) == pytest.approx(naive(gold, found), abs=1e-14)
    assert scores.lumped == sum(len({g for g, f in mentions if f == person}) > 1 for person in set(found))
    assert scores.split == sum(len({f for g, f in mentions if g == person}) > 1 for person in set(gold))
    assert (scores.mentions, scores.gold, scores.found) == (len(mentions), len(set(gold)), len(set(found)))


@given(two_partitions, st.randoms(use_true_random=False))
def test_neither_order_nor_numbering_changes_a_digit(mentions: list[tuple[int, int]], random: object) -> None:
    gold, found = [g for g, _ in mentions], [f for _, f in mentions]
    before = scored(gold, found)
    random.shuffle(mentions)  # type: ignore[attr-defined]
    assert scored([-g for g, _ in mentions], [f"person {f}" for _, f in mentions]) == before


@given(two_partitions)
def test_exchanging_gold_and_found_exchanges_precision_and_recall(mentions: list[tuple[int, int]]) -> None:
    gold, found = [g for g, _ in mentions], [f for _, f in mentions]
    one, two = scored(gold, found), scored(found, gold)
    assert (one.pairwise, one.bcubed) == (two.pairwise[::-1], two.bcubed[::-1])
    assert (one.lumped, one.split) == (two.split, two.lumped)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_what_is_found_as_it_is_scores_one(gold: Labels) -> None:
    scores = scored(gold, [3 * g + 1 for g in gold])
    assert (*scores.pairwise, *scores.bcubed, scores.pairwise.f1, scores.bcubed.f1) == (1.0,) * 6
    assert scores.lumped == scores.split == 0


@pytest.mark.parametrize(("found", "precision"), [("aaaaabbbbbbb", 0.762), ("aaaaabbaaaaa", 0.583)])
def test_b_cubed_of_the_example_of_bagga_and_baldwin(found: str, precision: float) -> None:
    """Figures 1 to 3 and table 1 of "Algorithms for scoring coreference chains": 76 % and 58 %, recall 100 %."""
    scores = scored("aaaaabbccccc", found)
    assert (round(scores.bcubed.precision, 3), scores.bcubed.recall) == (precision, 1.0)


def test_a_case_worked_by_hand() -> None:
    # gold pairs 12 13 23 45, found pairs 12 34 35 45: 2 of 4 either way
    scores = scored("aaabbc", "xxyyyz")
    assert scores.pairwise == (0.5, 0.5)
    assert scores.pairwise.f1 == 0.5
    # precision (1+1+1/3+2/3+2/3+1)/6, recall (2/3+2/3+1/3+1+1+1)/6
    assert scores.bcubed == (pytest.approx(7 / 9), pytest.approx(7 / 9))
    assert (scores.lumped, scores.split) == (1, 1)


@pytest.mark.parametrize(("gold", "found", "pairwise", "bcubed"), [
    ("", "", (1.0, 1.0), (1.0, 1.0)),
    ("abc", "xyz", (1.0, 1.0), (1.0, 1.0)),
    ("abc", "xxx", (0.0, 1.0), (1 / 3, 1.0)),
    ("aaa", "xyz", (1.0, 0.0), (1.0, 1 / 3)),
])  # fmt: skip
def test_where_there_is_no_pair_to_judge_the_measure_is_one(
    gold: str, found: str, pairwise: tuple[float, float], bcubed: tuple[float, float]
) -> None:
    scores = scored(gold, found)
    assert scores.pairwise == pairwise
    assert scores.bcubed == pytest.approx(bcubed)


def test_f1_of_nothing_right_is_zero() -> None:
    assert scored("abab", "xxyy").pairwise.f1 == 0.0


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 gold persons, but 1 found"):
        scored("ab", "a")


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3)), max_size=30))
def test_a_block_has_the_wrong_pairs_inside_of_it(mentions: list[tuple[int, int, int]]) -> None:
    blocks = [f"block {b}" for b, _, _ in mentions]
    gold, found = [g for _, g, _ in mentions], [f for _, _, f in mentions]
    shown = {block.key: block for block in worst_blocks(codes(gold), codes(found), blocks, blocks)}
    for key in set(blocks):
        inside = [i for i, block in enumerate(blocks) if block == key]
        real, said = pairs([gold[i] for i in inside]), pairs([found[i] for i in inside])
        assert (len(real ^ said) if key in shown else 0) == len(real ^ said)
        if key in shown:
            block = shown[key]
            assert (block.wrong, block.mentions) == (len(real ^ said), len(inside))
            assert (block.gold, block.found) == (len({gold[i] for i in inside}), len({found[i] for i in inside}))
            assert block.pairwise == scored([gold[i] for i in inside], [found[i] for i in inside]).pairwise
        else:
            assert real == said
    assert [b.wrong for b in shown.values()] == sorted((b.wrong for b in shown.values()), reverse=True)


def test_the_worst_blocks_come_first_and_are_named_by_their_commonest_name() -> None:
    blocks = ["li w"] * 4 + ["wu m"] * 3 + ["ode a"]
    names = ["W. Li", "Wei Li", "Wei Li", "Wen Li", "M. Wu", "Min Wu", "Min Wu", "A. Ode"]
    found = worst_blocks(codes("aabbccde"), codes("xxxxyyyz"), blocks, names, limit=2)
    assert [(b.key, b.name, b.wrong) for b in found] == [("li w", "Wei Li", 4), ("wu m", "Min Wu", 2)]
    assert [b.name for b in worst_blocks(codes("aabbccde"), codes("xxxxyyyz"), blocks, names, limit=1)] == ["Wei Li"]


def test_a_million_mentions_are_scored_without_a_table_of_pairs() -> None:
    gold = np.arange(1_000_000) // 4
    found = np.where(np.arange(1_000_000) % 4 == 3, 1_000_000 + np.arange(1_000_000), gold)
    scores = score(gold, found)
    assert scores.pairwise == (1.0, 0.5)
    assert scores.bcubed == (1.0, pytest.approx((9 + 1) / 16, abs=1e-15))
