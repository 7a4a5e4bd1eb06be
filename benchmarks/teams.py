"""Generated teams: who is on which paper, in the shape of real collaboration, the same for the same seed.

Communities of power-law size; productivity Pareto distributed; teams of one to eight, led by somebody of the paper's
community and joined by people near the leader (a group), of the community, or from anywhere; a few papers of hundreds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SIZES = {"1k": (1_000, 1_500), "30k": (30_000, 40_000), "300k": (300_000, 300_000), "3m": (3_000_000, 2_500_000)}
"""Papers and authors, by name."""
_TEAM = (0.12, 0.24, 0.25, 0.17, 0.10, 0.06, 0.04, 0.02)
_HUGE = (500, 700, 1000, 1200)


class Teams(NamedTuple):
    """Who is on which paper: rows of authors and papers, sorted by author; n of each paper; how many authors."""

    author: Ints
    paper: Ints
    team: Ints
    authors: int


def made(papers: int, authors: int, seed: int = 7) -> Teams:
    """Teams of ``papers`` papers by ``authors`` people, whose numbers say nothing of who is near whom."""
    rng = np.random.default_rng(seed)
    sizes = _communities(rng, authors)
    start = np.concatenate([[0], np.cumsum(sizes)])
    weight = np.cumsum(np.minimum(rng.pareto(1.6, authors) + 1, 300))
    before = np.concatenate([[0.0], weight])
    low, span = before[start[:-1]], before[start[1:]] - before[start[:-1]]
    home = np.minimum(np.searchsorted(np.cumsum(span), rng.random(papers) * span.sum()), len(sizes) - 1)
    lead = np.minimum(np.searchsorted(weight, low[home] + rng.random(papers) * span[home]), authors - 1)
    paper = np.repeat(np.arange(papers), rng.choice(np.arange(1, 9), size=papers, p=_TEAM))
    at, kind = home[paper], rng.random(len(paper))
    near = lead[paper] + rng.geometric(0.18, len(paper)) * rng.choice([-1, 1], len(paper))
    near = np.clip(near, start[at], start[at + 1] - 1)
    local = np.searchsorted(weight, low[at] + rng.random(len(paper)) * span[at])
    anyone = np.searchsorted(weight, rng.random(len(paper)) * weight[-1])
    who = np.minimum(np.where(kind < 0.62, near, np.where(kind < 0.93, local, anyone)), authors - 1)
    first = np.r_[True, paper[1:] != paper[:-1]]
    who[first] = lead
    crowds = [rng.choice(authors, min(size, authors), replace=False) for size in _HUGE]
    paper = np.concatenate([paper, *(np.full(len(crowd), papers + i) for i, crowd in enumerate(crowds))])
    who = rng.permutation(authors)[np.concatenate([who, *crowds])]
    key = np.unique(who * (papers + len(crowds)) + paper)
    author, paper = np.divmod(key, papers + len(crowds))
    return Teams(author, paper, np.bincount(paper), authors)


def _communities(rng: np.random.Generator, authors: int) -> Ints:
    sizes: list[int] = []
    left = authors
    while left > 0:
        size = int(np.clip((rng.pareto(1.3) + 1) * 37.5, 8, max(50, authors // 50)))
        sizes.append(min(size, left))
        left -= size
    return np.array(sizes, np.int64)
