"""Communities through time: those of each slice of years, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.communities import Communities, communities
from coterie.graph.network.projection import project
from coterie.graph.snapshot.choosing import choose
from coterie.graph.snapshot.selection import Selection
from coterie.graph.snapshot.snapshot import Snapshot

OVERLAP = 0.3
"""Least overlap of two communities that are one and the same, later."""
LEAST = 3
"""Members from which a community is followed."""
CHANGE = 0.1
"""Share of its size by which a community must change to grow or shrink."""
_SHARED = 2


@dataclass(frozen=True, eq=False)
class Slice:
    """Years from ``first`` to ``last``, and the communities of their papers."""

    first: int
    last: int
    found: Communities

    @cached_property
    def place(self) -> dict[Any, int]:
        """The community of each node by its id."""
        return dict(zip(self.found.network.ids, self.found.of.tolist(), strict=True))

    def size(self, number: int) -> int:
        """Members of a community."""
        return len(self.found.members(number))


@dataclass(frozen=True)
class Tie:
    """A community of one slice and one of the next, and the overlap of those of their members who are in both."""

    before: int
    after: int
    overlap: float


@dataclass(frozen=True, eq=False)
class Evolution:
    """The slices, and the ``ties`` between each and the next."""

    slices: Sequence[Slice]
    ties: Sequence[Sequence[Tie]]
    window: int
    step: int
    overlap: float
    least: int

    def rows(self, limit: int | None = None) -> list[dict[str, Any]]:
        """A flat row for each community that is followed, by slice, the largest first, the first ``limit`` of each.

        ``story``: a number that a community keeps from slice to slice: that of the one before which overlaps most, if
        that overlaps most with it. ``event``: how it came (first slice, birth, continuation, growth, contraction,
        merge, split); ``then``: what becomes of it (last slice, death, continues, merges, splits). ``from`` and ``to``:
        its communities in the slices before and after.
        """
        out = []
        for at, part in enumerate(self.slices):
            followed = [n for n in range(1, part.found.count + 1) if part.size(n) >= self.least]
            out += [self._row(at, number) for number in followed[: limit or None]]
        return out

    def count(self) -> int:
        """Communities that are followed, of all slices."""
        return sum(len(stories) for stories in self._stories)

    def _row(self, at: int, number: int) -> dict[str, Any]:
        part = self.slices[at]
        back, forth = self._tied(at - 1, after=number), self._tied(at, before=number)
        best = max((tie.overlap for tie in back), default=None)
        return {
            "years": f"{part.first}–{part.last}", "community": number, "story": self._stories[at][number],
            "label": part.found.label(number), "size": part.size(number), "event": self._event(at, number, back),
            "from": ", ".join(str(tie.before) for tie in back) or None, "overlap": best,
            "then": self._then(at, forth), "to": ", ".join(str(tie.after) for tie in forth) or None,
        }  # fmt: skip

    def _tied(self, at: int, *, before: int | None = None, after: int | None = None) -> list[Tie]:
        ties = self.ties[at] if 0 <= at < len(self.ties) else ()
        return [tie for tie in ties if tie.before == before or tie.after == after]

    def _event(self, at: int, number: int, back: list[Tie]) -> str:
        if not at:
            return "first slice"
        if not back:
            return "birth"
        if len(back) > 1:
            return "merge"
        if len(self._tied(at - 1, before=back[0].before)) > 1:
            return "split"
        ratio = self.slices[at].size(number) / self.slices[at - 1].size(back[0].before)
        return "growth" if ratio >= 1 + CHANGE else "contraction" if ratio <= 1 - CHANGE else "continuation"

    def _then(self, at: int, forth: list[Tie]) -> str:
        if at == len(self.slices) - 1:
            return "last slice"
        if not forth:
            return "death"
        if len(forth) > 1:
            return "splits"
        return "merges" if len(self._tied(at, after=forth[0].after)) > 1 else "continues"

    @cached_property
    def _stories(self) -> list[dict[int, int]]:
        """The story of each community that is followed, slice by slice."""
        out: list[dict[int, int]] = []
        told = 0
        for at, part in enumerate(self.slices):
            here: dict[int, int] = {}
            for number in range(1, part.found.count + 1):
                if part.size(number) < self.least:
                    break
                back = self._tied(at - 1, after=number)
                best = max(back, key=lambda tie: (tie.overlap, -tie.before), default=None)
                if best is not None and self._heir(at - 1, best.before) == number:
                    here[number] = out[at - 1][best.before]
                else:
                    told += 1
                    here[number] = told
            out.append(here)
        return out

    def _heir(self, at: int, number: int) -> int:
        return max(self._tied(at, before=number), key=lambda tie: (tie.overlap, -tie.after)).after

    def notes(self) -> list[str]:
        """How the communities were found and matched."""
        if not self.slices:
            return ["no selected paper has a year"]
        found = self.slices[0].found
        return [
            f"slices of {self.window} years every {self.step}, the last ending in {self.slices[-1].last}; each: Leiden "
            f"method by modularity, {found.network.counting} counting, resolution {found.resolution:g}, "
            f"seed {found.seed}",
            f"communities of {self.least} or more; two are matched where those of their members who are in both slices "
            f"overlap by {self.overlap:g} or more (Jaccard index; after D. Greene, D. Doyle, P. Cunningham 2010) and "
            f"share {_SHARED}; growth and contraction: by {CHANGE:.0%} or more",
        ]


def evolution(snapshot: Snapshot, selection: Selection | None = None, *, window: int, step: int | None = None,
              seed: int = 1, resolution: float = 1.0, overlap: float = OVERLAP, least: int = LEAST,
              nodes: str = "authors", progress: Progress | None = None) -> Evolution:  # fmt: skip
    """Communities of the selected papers in slices of ``window`` years, every ``step`` (None: as long as the window),
    the last ending with the last year, and how those of consecutive slices go over into each other.

    Two communities are matched where the Jaccard index of their members, of those who are in both slices, is at least
    ``overlap`` and two are shared (D. Greene, D. Doyle, P. Cunningham, ASONAM 2010, 176; taking only who is in both, as
    many people publish in one slice alone). Events as in G. Palla, A.-L. Barabási, T. Vicsek, Nature 446:664 (2007).
    Papers without a year are left out. Raises ValueError for a window or step below 1, or an overlap not above 0 and at
    most 1.
    """
    step = window if step is None else step
    if window < 1 or step < 1:
        raise ValueError(f"slices need at least one year, not {min(window, step)}")
    if not 0 < overlap <= 1:
        raise ValueError(f"overlap must be above 0 and at most 1, not {overlap!r}")
    selection = selection or Selection()
    spans = _spans(snapshot, selection, window, step)
    slices = []
    for i, (first, last) in enumerate(spans):
        network = project(snapshot, replace(selection, years=(first, last)), nodes)
        slices.append(Slice(first, last, communities(network, seed=seed, resolution=resolution)))
        if progress is not None:
            progress("slices", i + 1, len(spans))
    ties = [_ties(one, other, overlap, least) for one, other in pairwise(slices)]
    return Evolution(slices, ties, window, step, overlap, least)


def _spans(snapshot: Snapshot, selection: Selection, window: int, step: int) -> list[tuple[int, int]]:
    """First and last years of the slices, the earliest first; none where no paper has a year."""
    first, last = selection.years or (None, None)
    asked = replace(selection, years=(first if first is not None else 0, last))
    year = snapshot.node("Paper")["year"][choose(snapshot, asked).papers]
    if not len(year):
        return []
    first = int(year.min()) if first is None else first
    last = int(year.max()) if last is None else last
    ends = range(last, first - 1, -step)
    return [(max(end - window + 1, first), end) for end in ends][::-1]


def _ties(one: Slice, other: Slice, overlap: float, least: int) -> list[Tie]:
    """The matches of two consecutive slices, by the earlier, then the later community."""
    both = [(number, other.place[ident]) for ident, number in one.place.items() if ident in other.place]
    if not both:
        return []
    pairs, shared = np.unique(np.array(both), axis=0, return_counts=True)
    before, after = (np.bincount(column) for column in np.array(both).T)
    found = []
    for (a, b), count in zip(pairs.tolist(), shared.tolist(), strict=True):
        index = count / (before[a] + after[b] - count)
        if count >= _SHARED and index >= overlap and one.size(a) >= least and other.size(b) >= least:
            found.append(Tie(a, b, float(index)))
    return found
