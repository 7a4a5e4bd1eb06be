"""How well mentions are resolved: found persons against a gold set's, pairwise and B-cubed.

Both compare two partitions of the same n mentions; c is the number of mentions in a cell (one gold person, one found
person), g and f the sizes of the gold and the found person that the cell lies in.

Pairwise (Menestrina, Whang, Garcia-Molina, "Evaluating entity resolution results", PVLDB 3, 2010): of the pairs of
mentions that are found to be one person the part that are (precision), and of those that are the part found (recall).
Large persons weigh by their square. Where there is no pair to judge the measure is 1.

B-cubed (Bagga, Baldwin, "Algorithms for scoring coreference chains", LREC 1998), each mention weighing the same:
precision = 1/n · Σ c²/f, recall = 1/n · Σ c²/g. Of no mentions all measures are 1.

F1 is the harmonic mean, 0 where both are 0. Counts are exact integers, and the sums of fractions are rounded once
(``math.fsum``), so that neither order nor numbering of mentions and persons changes a digit.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Quality(NamedTuple):
    """Precision and recall, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Scores:
    """One comparison: ``mentions`` compared, ``gold`` and ``found`` persons among them, ``lumped`` (found persons that
    hold mentions of several gold persons), ``split`` (gold persons whose mentions are several found persons)."""

    mentions: int
    gold: int
    found: int
    pairwise: Quality
    bcubed: Quality
    lumped: int
    split: int


class Block(NamedTuple):
    """Mentions of one block: its key, the commonest ``name`` in it, and ``wrong``, the number of pairs that are joined
    or parted wrongly inside of it."""

    key: str
    name: str
    mentions: int
    gold: int
    found: int
    wrong: int
    pairwise: Quality


def codes(labels: Iterable[Hashable]) -> Ints:
    """Numbers from 0 for labels, equal ones for equal labels, by first appearance.

    >>> codes(["b", "a", "b"]).tolist()
    [0, 1, 0]
    """
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(label, len(known)) for label in labels], np.int64)


def score(gold: Ints, found: Ints) -> Scores:
    """Compare found persons with gold ones: two numbers from 0 for each mention, at the same place in both.

    Raises ValueError where the two are not equally long.

    >>> scores = score(codes("aaab"), codes("xxyy"))
    >>> scores.pairwise.precision, round(scores.pairwise.recall, 3), scores.lumped, scores.split
    (0.5, 0.333, 1, 1)
    >>> round(scores.bcubed.precision, 3), round(scores.bcubed.recall, 3)
    (0.75, 0.667)
    """
    if len(gold) != len(found):
        raise ValueError(f"{len(gold)} gold persons, but {len(found)} found ones")
    cells = _cells(gold, found)
    g, f = _sizes(gold), _sizes(found)
    return Scores(
        mentions=len(gold), gold=len(np.unique(gold)), found=len(np.unique(found)),
        pairwise=_pairwise(_pairs(cells.times), _pairs(f), _pairs(g)),
        bcubed=Quality(_mean(cells.times, f[cells.second], len(gold)), _mean(cells.times, g[cells.first], len(gold))),
        lumped=_several(cells.second), split=_several(cells.first),
    )  # fmt: skip


def worst_blocks(gold: Ints, found: Ints, blocks: Sequence[str], names: Sequence[str], limit: int = 10) -> list[Block]:
    """The blocks with most wrong pairs, at most ``limit``; none without a wrong pair.

    ``blocks`` is the key of each mention's block and ``names`` its name; of equally common names in a block the first
    in the alphabet is shown. Wrong pairs across two blocks are in none.
    """
    at = codes(blocks)
    count = int(at.max()) + 1 if len(at) else 0
    by_gold, by_found = _cells(at, gold), _cells(at, found)
    both = _cells(_numbered(at, gold), found)
    place = np.empty(int(both.first.max()) + 1 if len(at) else 0, np.int64)
    place[_numbered(at, gold)] = at
    cells = ((place[both.first], both.times), (by_gold.first, by_gold.times), (by_found.first, by_found.times))
    right, real, said = (np.bincount(rows, _choose(n), count).astype(np.int64) for rows, n in cells)
    wrong = real + said - 2 * right
    keys = list(dict.fromkeys(blocks))
    chosen = sorted(np.flatnonzero(wrong).tolist(), key=lambda b: (-int(wrong[b]), keys[b]))[:limit]
    return [
        Block(
            key=keys[b], name=_commonest([names[i] for i in np.flatnonzero(at == b).tolist()]),
            mentions=int(np.count_nonzero(at == b)), gold=int(np.count_nonzero(by_gold.first == b)),
            found=int(np.count_nonzero(by_found.first == b)), wrong=int(wrong[b]),
            pairwise=_pairwise(int(right[b]), int(said[b]), int(real[b])),
        )
        for b in chosen
    ]  # fmt: skip


class _Cells(NamedTuple):
    """The pairs of numbers that occur, and how often each does."""

    first: Ints
    second: Ints
    times: Ints


def _cells(one: Ints, two: Ints) -> _Cells:
    width = int(two.max()) + 1 if len(two) else 1
    pairs, times = np.unique(one.astype(np.int64) * width + two, return_counts=True)
    return _Cells(pairs // width, pairs % width, times.astype(np.int64))


def _numbered(one: Ints, two: Ints) -> Ints:
    """A number from 0 for each pair of numbers."""
    width = int(two.max()) + 1 if len(two) else 1
    _, number = np.unique(one.astype(np.int64) * width + two, return_inverse=True)
    return np.asarray(number, np.int64).reshape(-1)


def _sizes(persons: Ints) -> Ints:
    return np.bincount(persons).astype(np.int64)


def _choose(count: Ints) -> Ints:
    return count * (count - 1) // 2


def _pairs(count: Ints) -> int:
    return int(_choose(count).sum())


def _pairwise(right: int, said: int, real: int) -> Quality:
    return Quality(right / said if said else 1.0, right / real if real else 1.0)


def _mean(count: Ints, size: Ints, mentions: int) -> float:
    """1/n · Σ c²/size, each distinct fraction added once."""
    if not mentions:
        return 1.0
    pairs, times = np.unique(np.stack([count, size]), axis=1, return_counts=True)
    return math.fsum((times * pairs[0] * pairs[0] / pairs[1]).tolist()) / mentions


def _several(persons: Ints) -> int:
    """How many persons are in more than one cell."""
    return int(np.count_nonzero(np.bincount(persons) > 1))


def _commonest(names: Sequence[str]) -> str:
    count: dict[str, int] = {}
    for name in names:
        count[name] = count.get(name, 0) + 1
    return min(count, key=lambda name: (-count[name], name))
