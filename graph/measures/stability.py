"""How far communities depend on chance: several runs of the Leiden method, what they agree on, and what on that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.leiden import agreement, leiden
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints
from coterie.graph.network.parallel import in_parts

TOGETHER = 0.5
"""Share of the runs in which two must be together for their link to count."""
ROUNDS = 20
"""Rounds at most until all runs agree."""


@dataclass(frozen=True, eq=False)
class Stability:
    """``runs`` of as many seeds. Of their pairs the mean and the least normalised mutual information (``nmi``) and
    adjusted Rand index (``rand``), see :func:`~coterie.graph.measures.leiden.agreement`. ``rounds`` of consensus, and
    whether all runs then ``agreed``. ``share``: for each node the share of the runs in which it is with its community:
    in that group which holds the most of the community's members."""

    runs: int
    nmi: float
    nmi_least: float
    rand: float
    rand_least: float
    rounds: int
    agreed: bool
    share: Floats

    def describe(self) -> str:
        """The figures, in a line."""
        how = f"after {self.rounds} round{'' if self.rounds == 1 else 's'}" + (
            "" if self.agreed else ", not all runs agreeing"
        )
        return (f"consensus of {self.runs} runs (A. Lancichinetti and S. Fortunato 2012) {how}; between runs mutual "
                f"information {self.nmi:.3f} (least {self.nmi_least:.3f}), adjusted Rand index {self.rand:.3f} (least "
                f"{self.rand_least:.3f}); a member's share: of the runs, with most of the community")  # fmt: skip


def consensus(network: CollaborationNetwork, *, runs: int, seed: int = 1, resolution: float = 1.0,
              progress: Progress | None = None) -> tuple[Ints, Stability]:  # fmt: skip
    """The groups that ``runs`` of the Leiden method (seeds ``seed``, ``seed`` + 1, …) agree on, and how stable.

    The runs vote on every link: its weight becomes the share of the runs in which its ends are together, and a link of
    less than half of them goes, but for the best of a node; so again until all runs are equal (A. Lancichinetti, S.
    Fortunato, Sci. Rep. 2:336, 2012, on links alone, so that it is linear in their number). Raises ValueError below
    two runs.
    """
    if runs < 2:
        raise ValueError(f"stability needs at least 2 runs, not {runs}")
    indptr, indices, weights = network.indptr, network.indices, network.weight()
    first = found = _runs(network.indptr, indices, weights, runs, seed, resolution, progress)
    rounds = 0
    while rounds < ROUNDS and not _equal(found):
        rounds += 1
        owner = np.repeat(np.arange(network.size), np.diff(indptr))
        votes = np.mean([of[owner] == of[indices] for of in found], axis=0)
        best = np.zeros(network.size)
        np.maximum.at(best, owner, votes)
        kept = (votes > 0) & ((votes >= TOGETHER) | (votes >= best[owner]) | (votes >= best[indices]))
        indptr = np.concatenate([[0], np.cumsum(np.bincount(owner[kept], minlength=network.size))]).astype(np.int64)
        indices, weights = indices[kept], votes[kept]
        found = _runs(indptr, indices, weights, runs, seed, resolution, progress)
    pairs = np.array([agreement(one, other) for one, other in combinations(first, 2)])
    share = np.mean([_with(found[0], of) for of in first], axis=0)
    return found[0], Stability(runs, float(pairs[:, 0].mean()), float(pairs[:, 0].min()), float(pairs[:, 1].mean()),
                               float(pairs[:, 1].min()), rounds, _equal(found), share)  # fmt: skip


def _runs(indptr: Ints, indices: np.ndarray, weights: Floats, runs: int, seed: int, resolution: float,
          progress: Progress | None) -> list[Ints]:  # fmt: skip
    found = []
    for of in in_parts(lambda i: leiden(indptr, indices, weights, seed=seed + i, resolution=resolution), range(runs)):
        found.append(of)
        if progress is not None:
            progress("communities", len(found), runs)
    return found


def _equal(found: list[Ints]) -> bool:
    return all(np.array_equal(found[0], of) for of in found[1:])


def _with(community: Ints, group: Ints) -> Floats:
    """1 for each node that is in the group of most of its community, the first of equally large ones."""
    width = int(group.max(initial=0)) + 1
    pairs, count = np.unique(community * width + group, return_counts=True)
    order = np.lexsort((pairs, -count, pairs // width))
    leads = order[np.unique(pairs[order] // width, return_index=True)[1]]
    best = np.zeros(int(community.max(initial=0)) + 1, np.int64)
    best[pairs[leads] // width] = pairs[leads] % width
    out: Floats = (group == best[community]).astype(float)
    return out
