"""What one would say of a network, in plain sentences, and under which identity keys each sentence holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from coterie.graph.measures.sensitivity import MEASURES, Measured, Sensitivity

ORDERED = 5
"""How many of the first people are said to rank before one another."""
NEAR = 0.1
"""Share by which a figure may differ and still count as the same."""
_MORE = {
    "collaborators": "more collaborators", "strength": "stronger links in all", "papers": "more papers",
    "betweenness": "a higher betweenness", "pagerank": "a higher PageRank",
}  # fmt: skip
_BY = {"collaborators": "number of collaborators", "strength": "strength of links", "papers": "number of papers",
       "betweenness": "betweenness", "pagerank": "PageRank"}  # fmt: skip
_ABOUT = {
    "people": "The number of people", "papers_per_person": "The number of papers per person",
    "collaborators_per_person": "The number of collaborators per person", "clustering": "The clustering",
    "clustering_local": "The mean local clustering", "giant_share": "The share of people in the largest component",
    "mean_distance": "The mean distance",
}  # fmt: skip
Holds = Callable[[str, Measured], bool]


@dataclass(frozen=True)
class Statement:
    """A sentence; ``under``: the keys under which it holds; ``people``: ids, under the reference, of whom it is."""

    text: str
    under: tuple[str, ...]
    people: tuple[Any, ...] = ()

    def row(self, keys: tuple[str, ...]) -> dict[str, Any]:
        """As a flat row; ``holds`` in words."""
        survives = self.under == keys
        holds = "under all" if survives else f"under {len(self.under)} of {len(keys)}: {', '.join(self.under)}"
        return {
            "statement": self.text, "holds": holds, "survives": survives, "under": list(self.under),
            "not_under": [key for key in keys if key not in self.under], "people": list(self.people),
        }  # fmt: skip


def statements(of: Sensitivity) -> list[Statement]:
    """Sentences that are true under the reference: about the network, then about the people at the top.

    A sentence about a person holds under another key where it is true of somebody who has more than half of the
    person's mentions, and of whose own mentions more than half are the person's; where there is nobody of that kind it
    does not hold: a figure that is mostly other people's says nothing of the person.
    """
    return [*_structure(of), *_figures(of), *_pair(of), *(said for name in MEASURES for said in _people(of, name))]


def _said(of: Sensitivity, text: str, holds: Holds, *nodes: int) -> Statement:
    under = tuple(key for key, found in of.measured.items() if holds(key, found))
    ids = of.base.view.network.ids
    return Statement(text, under, tuple(ids[node] for node in nodes))


def _structure(of: Sensitivity) -> Iterator[Statement]:
    """Where a figure is beyond a bound that means something."""

    def compared(text: str, other: str, name: str, bound: Callable[[dict[str, Any]], float]) -> Iterator[Statement]:
        side = _side(of.base.figures, name, bound)
        if side:
            yield _said(of, text if side > 0 else other, lambda _, found: _side(found.figures, name, bound) == side)

    yield from compared("The largest component holds more than half of the people",
                        "The largest component holds less than half of the people",
                        "giant_share", lambda figures: 0.5)  # fmt: skip
    yield from compared("More than half of the people have no collaborator",
                        "Less than half of the people have no collaborator",
                        "without_links", lambda figures: figures["people"] / 2)  # fmt: skip
    yield from compared("Two collaborators of one person are more often linked than two people at random (clustering "
                        "above density)",
                        "Two collaborators of one person are less often linked than two people at random (clustering "
                        "below density)",
                        "clustering", lambda figures: figures["density"] or 0.0)  # fmt: skip
    yield from compared("People with many collaborators work with others who have many (assortativity above 0)",
                        "People with many collaborators work with others who have few (assortativity below 0)",
                        "assortativity", lambda figures: 0.0)  # fmt: skip
    if (distance := of.base.figures["mean_distance"]) is not None:
        bound = math.floor(distance) + 1
        yield _said(of, f"Two people of the largest component are on average less than {bound} steps apart",
                    lambda _, found: _side(found.figures, "mean_distance", lambda figures: bound) < 0)  # fmt: skip


def _side(figures: dict[str, Any], name: str, bound: Callable[[dict[str, Any]], float]) -> int:
    """1 where a figure is above its bound, -1 where below, 0 where neither or unknown."""
    value = figures[name]
    return 0 if value is None else int(np.sign(value - bound(figures)))


def _figures(of: Sensitivity) -> Iterator[Statement]:
    for name, about in _ABOUT.items():
        if of.base.figures[name]:
            yield _said(of, f"{about} is {_number(of.base.figures[name])}, within a tenth", _near(of, name))


def _near(of: Sensitivity, name: str) -> Holds:
    value = of.base.figures[name]

    def holds(key: str, found: Measured) -> bool:
        other = found.figures[name]
        return other is not None and bool(abs(other - value) <= NEAR * abs(value) + 1e-12)

    return holds


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}"


def _pair(of: Sensitivity) -> Iterator[Statement]:
    network = of.base.view.network
    left, right, at = network.links()
    if not len(at):
        return
    best = int(np.argmax(network.weight()[at].round(15)))
    a, b = int(left[best]), int(right[best])
    what = "more joint papers" if network.counting == "full" else f"a stronger link ({network.counting} counting)"
    text = f"No two people have {what} than {network.names[a]} and {network.names[b]}"

    def holds(key: str, found: Measured) -> bool:
        net, at_key = found.view.network, of.matchings[key].chiefly
        weights, (i, j) = net.weight().round(15), (at_key(a), at_key(b))
        if min(i, j) < 0:
            return False
        at = int(net.indptr[i]) + int(np.searchsorted(net.neighbours(i), j))
        linked = at < int(net.indptr[i + 1]) and int(net.indices[at]) == j
        return linked and bool(weights[at] >= weights.max())

    yield _said(of, text, holds, a, b)


def _people(of: Sensitivity, measure: str) -> Iterator[Statement]:
    """Who is first, who are at the top, and who ranks before whom."""
    top, names = of.base.top(measure, of.top), of.base.view.network.names
    if not top:
        return
    yield _said(of, f"Nobody has {_MORE[measure]} than {names[top[0]]}", _within(of, measure, top[0], 1), top[0])
    if of.base.view.network.size > of.top:
        yield from _members(of, measure, top)
    values = of.base.values[measure]
    for one, two in pairwise(top[:ORDERED]):
        if values[one] > values[two]:
            text = f"{names[one]} has {_MORE[measure]} than {names[two]}"
            yield _said(of, text, _before(of, measure, one, two), one, two)


def _members(of: Sensitivity, measure: str, top: list[int]) -> Iterator[Statement]:
    """One sentence for all who are at the top under the same keys, those who are under most first."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for node in top:
        under = _said(of, "", _within(of, measure, node, of.top)).under
        groups.setdefault(under, []).append(node)
    ids, names = of.base.view.network.ids, of.base.view.network.names
    for under, nodes in sorted(groups.items(), key=lambda group: (-len(group[0]), group[1])):
        verb = "is" if len(nodes) == 1 else "are"
        text = f"{_listed([names[node] for node in nodes])} {verb} among the first {of.top} by {_BY[measure]}"
        yield Statement(text, under, tuple(ids[node] for node in nodes))


def _within(of: Sensitivity, measure: str, node: int, count: int) -> Holds:
    def holds(key: str, found: Measured) -> bool:
        there = of.matchings[key].chiefly(node)
        return there >= 0 and found.rank(measure, there) <= count

    return holds


def _before(of: Sensitivity, measure: str, one: int, two: int) -> Holds:
    def holds(key: str, found: Measured) -> bool:
        i, j = of.matchings[key].chiefly(one), of.matchings[key].chiefly(two)
        return min(i, j) >= 0 and bool(found.values[measure][i] > found.values[measure][j])

    return holds


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
