"""COAUTHORED from mentions: the same by one sort of packed numbers, by an order of two, and by hand."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coterie.graph.assembly.pairs import coauthored
from coterie.graph.model.tables import ABSENT

TEAM = st.lists(st.integers(0, 6), min_size=0, max_size=5)
PAPER = st.tuples(TEAM, st.integers(0, 3), st.sampled_from([ABSENT, 0, 1999, 2001, 2020]))


@given(st.lists(PAPER, max_size=8), st.integers(1, 6), st.sampled_from([1, 10**6, 300_000_000]))
def test_by_hand(papers: list[tuple[list[int], int, int]], cap: int, spread: int) -> None:
    mentions = [(who * spread, row) for row, (team, _, _) in enumerate(papers) for who in team]
    team = np.array([len(set(team)) + unlisted for team, unlisted, _ in papers], np.int64)
    year = np.array([year for _, _, year in papers], np.int64)
    author, paper = (np.array(each, np.int64) for each in (zip(*mentions, strict=True) if mentions else ([], [])))
    table = coauthored(author, paper, np.ones(len(author), bool), team, year, cap)
    joint: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, (names, _, _) in enumerate(papers):
        if team[row] <= cap:
            for pair in combinations(sorted(set(names)), 2):
                joint[pair].append(row)
    ends = list(zip(table["start"].tolist(), table["end"].tolist(), strict=True))
    assert ends == [(a * spread, b * spread) for a, b in sorted(joint)]
    for i, pair in enumerate(sorted(joint)):
        rows = joint[pair]
        years = [int(year[row]) for row in rows if year[row] != ABSENT]
        assert table["papers"][i] == len(rows)
        assert abs(table["newman"][i] - float(sum(Fraction(1, int(team[r]) - 1) for r in rows))) < 1e-12
        share = sum(Fraction(2, int(team[r] * (team[r] - 1))) for r in rows)
        assert abs(table["pair_share"][i] - float(share)) < 1e-12
        assert (table["first_year"][i], table["last_year"][i]) == (
            (min(years), max(years)) if years else (ABSENT, ABSENT)
        )
