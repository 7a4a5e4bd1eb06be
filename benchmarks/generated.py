"""Generated papers as records: a set of the size and shape of a real one, the same for the same seed.

    python -m benchmarks.generated 20000 papers.jsonl --seed 2

Authors carry a source's id on each mention (``gen:A0000001``) and have a person record with their affiliation; papers
have a date, a year's worth of topics, and citations. Productivity is Pareto distributed, and most co-authors come from
the home topic of a paper.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.records import (
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonAffiliation,
    PersonRecord,
    Record,
    TopicRef,
    canonical,
)

SOURCE = "gen"
_TEAMS = (0.40, 0.25, 0.14, 0.09, 0.05, 0.03, 0.02, 0.02)  # share of papers with 1, 2, … 8 authors
_GIVEN, _SYLLABLES, _WORDS, _COUNTRIES = (
    text.split()
    for text in (
        "Ada Grace Alan Donald Edsger Barbara Leslie Tim Yann Fei Wei Jun Maria Ana Ivan Olga Kofi Amina Hiro Yuki",
        "an ber cas dor el far gil ham is jor kel lin mor nor ol per qui ros sen tor",
        "graph neural network learning quantum deep sparse matrix protein folding social citation analysis random walk "
        "spectral method bayesian inference climate model galaxy survey optical lattice polymer enzyme kernel "
        "transformer attention language vision robot control fluid dynamics stochastic process convex optimization "
        "cell imaging gene expression market risk",
        "US CN DE GB FR JP IN BR CA IT",
    )
)
_SPAN = 44
_LAST_YEAR = 2024

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Plan:
    """The random choices: rows of mentions (paper, author), and columns of papers and authors."""

    paper: Ints
    author: Ints
    topics: Ints
    titles: Ints
    dates: NDArray[np.datetime64]
    citations: Ints
    names: Ints
    affiliation: Ints
    countries: Ints


def records(papers: int, seed: int = 2) -> Iterator[Record]:
    """``papers`` paper records and the person records of their authors (eleven for each twenty papers)."""
    authors, affiliations, topics = max(papers * 11 // 20, 8), max(papers // 50, 2), max(papers // 170, 2)
    plan = _planned(papers, authors, affiliations, topics, seed)
    names = [f"{_GIVEN[a]} {(_SYLLABLES[b] + _SYLLABLES[c] + _SYLLABLES[d]).capitalize()}" for a, b, c, d in plan.names]
    limits = np.searchsorted(plan.paper, np.arange(papers + 1)).tolist()
    dates = plan.dates.astype(str).tolist()
    for i in range(papers):
        people = plan.author[limits[i] : limits[i + 1]].tolist()
        yield PaperRecord(
            source=SOURCE,
            record_id=f"P{i:08d}",
            title=" ".join(_WORDS[w] for w in plan.titles[i].tolist()).capitalize(),
            date=dates[i],
            mentions=tuple(
                Mention(written=names[a], position=n, source_ids=(_author(a),)) for n, a in enumerate(people, 1)
            ),
            authors_complete=True,
            topics=tuple(
                TopicRef(scheme=SOURCE, code=f"T{t:04d}", name=_topic(t), primary=n == 0)
                for n, t in enumerate(plan.topics[i].tolist())
            ),
            citations=int(plan.citations[i]),
        )
    for a in range(authors):
        place = int(plan.affiliation[a])
        where = AffiliationRef(
            name=f"University of {_SYLLABLES[place % 20].capitalize()}{_SYLLABLES[place // 20 % 20]} {place}",
            id=f"{SOURCE}:F{place:05d}",
            country=_COUNTRIES[int(plan.countries[place])],
        )
        yield PersonRecord(
            source=SOURCE,
            record_id=f"A{a:07d}",
            name=names[a],
            source_ids=(_author(a),),
            affiliations=(PersonAffiliation(affiliation=where),),
        )


def write(path: Path, papers: int = 20_000, seed: int = 2) -> Path:
    """The records as JSON Lines at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.writelines(canonical(record) + b"\n" for record in records(papers, seed))
    return path


def _author(row: int) -> str:
    return f"{SOURCE}:A{row:07d}"


def _topic(row: int) -> str:
    return f"{_WORDS[row % len(_WORDS)]} {_WORDS[(row * 7 + 3) % len(_WORDS)]} {row}"


def _planned(papers: int, authors: int, affiliations: int, topics: int, seed: int) -> _Plan:
    rng = np.random.default_rng(seed)
    size = rng.choice(np.arange(1, 9), papers, p=_TEAMS)
    weight = np.minimum(rng.pareto(1.7, authors) + 1, 600)
    home = rng.integers(0, topics, authors)
    order = np.argsort(home, kind="stable")
    start = np.searchsorted(home[order], np.arange(topics + 1))
    inside, everywhere = np.r_[0.0, np.cumsum(weight[order])], np.cumsum(weight)
    share = inside[start[1:]] - inside[start[:-1]]
    first = rng.choice(topics, papers, p=share / share.sum())
    second = (first + 1 + rng.integers(0, topics - 1, papers)) % topics
    paper = np.repeat(np.arange(papers), size)
    low, high = inside[start[first[paper]]], inside[start[first[paper] + 1]]
    luck = rng.random(len(paper))
    near = order[np.minimum(np.searchsorted(inside[1:], low + luck * (high - low), "right"), authors - 1)]
    far = np.minimum(np.searchsorted(everywhere, luck * everywhere[-1], "right"), authors - 1)
    author = np.where(rng.random(len(paper)) < 0.88, near, far)
    _, kept = np.unique(paper * authors + author, return_index=True)
    kept.sort()
    year = _LAST_YEAR - np.minimum(rng.exponential(9, papers).astype(np.int64), _SPAN)
    return _Plan(
        paper=paper[kept],
        author=author[kept],
        topics=np.stack([first, second], axis=1),
        titles=rng.integers(0, len(_WORDS), (papers, 6)),
        dates=(year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + rng.integers(0, 365, papers),
        citations=np.minimum(rng.pareto(1.3, papers) * 4, 60_000).astype(np.int64),
        names=rng.integers(0, 20, (authors, 4)),
        affiliation=np.minimum(rng.pareto(1.2, authors) * affiliations / 50, affiliations - 1).astype(np.int64),
        countries=rng.integers(0, len(_COUNTRIES), affiliations),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Write generated records.")
    parser.add_argument("papers", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=2)
    chosen = parser.parse_args()
    write(chosen.path, chosen.papers, chosen.seed)


if __name__ == "__main__":
    main()
