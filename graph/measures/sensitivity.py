"""How much the figures depend on who is who: the summary and the rankings under several identity keys, compared.

Lumping (several people taken for one) and splitting (one taken for several) bend the figures of a network, each in its
own direction. J. Kim, J. Diesner (J. Assoc. Inf. Sci. Technol. 67:1446, 2016) found that keys of initials, which mostly
lump, lower the number of authors, of components, the mean distance, the clustering and the assortativity, and raise
papers and collaborators per author, the density and the largest component.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from coterie.graph.assembly.report import Progress
from coterie.graph.measures.centrality import EXACT_WORK, PIVOTS, WORK, Centralities, centralities
from coterie.graph.measures.matching import Matching, View
from coterie.graph.measures.summary import Summary, summarise
from coterie.graph.network.network import CollaborationNetwork, Floats

FIGURES: dict[str, str | None] = {
    "papers": None, "people": "lowers", "links": "lowers", "papers_per_person": "raises",
    "collaborators_per_person": "raises", "authors_per_paper": None, "single_author_share": None,
    "without_links": None, "density": "raises", "clustering": "lowers", "clustering_local": None,
    "assortativity": "lowers", "components": "lowers", "giant": None, "giant_share": "raises",
    "mean_distance": "lowers", "longest_distance": None,
}  # fmt: skip
"""The figures that are compared, and what lumping does to each, where that is known."""
MEASURES = ("collaborators", "strength", "papers", "betweenness", "pagerank")
"""What people are ranked by."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A view with its figures and, for each measure, the values of its people."""

    view: View
    summary: Summary
    found: Centralities

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Figures by name."""
        known = self.summary.as_dict()
        return {name: known[name] for name in FIGURES}

    @cached_property
    def values(self) -> dict[str, Floats]:
        """For each measure the value of each node; what differs by less than 1e-15 is equal."""
        papers = self.view.network.attributes.get("papers", np.zeros(self.view.network.size))
        known = {"collaborators": self.found.columns["degree"], "papers": papers} | dict(self.found.columns)
        return {name: np.asarray(known[name], np.float64).round(15) for name in MEASURES}

    def top(self, measure: str, count: int) -> list[int]:
        """The ``count`` nodes with the highest values above 0, then by id."""
        values = self.values[measure]
        picked = np.argsort(-values, kind="stable")[:count]
        return [int(node) for node in picked if values[node] > 0]

    def rank(self, measure: str, node: int) -> int:
        """1 and the number of people whose value is higher."""
        values = self.values[measure]
        return 1 + int((values > values[node]).sum())


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """The comparison. ``measured``: by key, in the order given; ``reference``: the key that the others are compared
    with; ``top``: people of each ranking; ``matchings``: by key, of the reference's people with the key's."""

    measured: dict[str, Measured]
    reference: str
    top: int
    seed: int

    @property
    def base(self) -> Measured:
        """What was measured under the reference."""
        return self.measured[self.reference]

    @cached_property
    def matchings(self) -> dict[str, Matching]:
        """Of the people of the reference with those of each key."""
        return {key: Matching(self.base.view, found.view) for key, found in self.measured.items()}

    def figures(self) -> list[dict[str, Any]]:
        """A row for each figure: its value under each key, the lowest, the highest, how far these are apart as a share
        of the value under the reference (``spread``), and what lumping people does to it (``lumping``)."""
        rows = []
        for name, lumping in FIGURES.items():
            values = {key: found.figures[name] for key, found in self.measured.items()}
            known = [value for value in values.values() if value is not None]
            low, high = min(known, default=None), max(known, default=None)
            spread = None
            if low is not None and high is not None and self.base.figures[name]:
                spread = float((high - low) / abs(self.base.figures[name]))
            rows.append({"figure": name, **values, "lowest": low, "highest": high, "spread": spread,
                         "lumping": lumping})  # fmt: skip
        return rows

    def rankings(self) -> list[dict[str, Any]]:
        """A row for each measure, key and rank: who is there, and who that is under the reference.

        ``person``: the id, under the reference, of whoever holds the most of the mentions, ``person_name`` the name;
        ``own``: the share of the mentions here that are theirs; ``kept``: the share of their mentions that are here;
        ``change``: split, lumped, both, or absent.
        """
        return [self._ranked(measure, key, place, node) for measure in MEASURES for key in self.measured
                for place, node in enumerate(self.measured[key].top(measure, self.top))]  # fmt: skip

    def _ranked(self, measure: str, key: str, place: int, node: int) -> dict[str, Any]:
        found, base = self.measured[key], self.base.view.network
        network, values = found.view.network, found.values[measure]
        person, own, kept = self.matchings[key].back(node)
        change = [word for word, share in (("split", kept), ("lumped", own)) if share < 1]
        value = float(values[node])
        return {
            "measure": measure, "key": key, "rank": found.rank(measure, node), "name": network.names[node],
            "value": int(value) if measure in ("collaborators", "papers") else value, "id": network.ids[node],
            "person_name": base.names[person] if person >= 0 else None, "own": own, "kept": kept,
            "change": " and ".join(change) or None, "person": base.ids[person] if person >= 0 else None,
        }  # fmt: skip

    def ranks(self, measure: str) -> list[dict[str, Any]]:
        """Side by side: a row for each person of the reference who is at the top under some key, with the rank under
        each key (absent where the person is not to be found there, see :meth:`Matching.same`) and, by key, the
        ``change``: split or lumped, with the share that is kept."""
        tops = [(key, node) for key, found in self.measured.items() for node in found.top(measure, self.top)]
        tops.sort(key=lambda place: place[0] != self.reference)
        people = dict.fromkeys(self.matchings[key].back(node).node for key, node in tops)
        names = self.base.view.network.names
        rows = []
        for node in people:
            if node >= 0:
                same = {key: self.matchings[key].same(node) for key in self.measured}
                rank = {key: self.measured[key].rank(measure, to) if to >= 0 else None for key, to in same.items()}
                rows.append({"name": names[node], **rank, "change": self._changes(node)})
        return rows

    def _changes(self, node: int) -> str | None:
        said = []
        for key, matching in self.matchings.items():
            _, share, of_its = matching.forth(node)
            words = [f"{word} {100 * part:.0f} %" for word, part in (("split", share), ("lumped", of_its)) if part < 1]
            said += [f"{key}: {', '.join(words)}"] if words else []
        return "; ".join(said) or None

    def notes(self) -> list[str]:
        """What was compared and how, a line each."""
        ways = {found.summary.distances for found in self.measured.values()}
        return [
            f"keys: {', '.join(self.measured)}; compared with {self.reference}, by which the graph tells people apart; "
            f"persons are matched by the mentions that they share; {self._weights()}",
            "spread: highest less lowest, as a share of the figure under that key; lumping: what taking several people "
            "for one does to the figure (Kim and Diesner 2016)",
            "lumped: so much of the mentions under that key are the person's, the rest are others'; split: so much of "
            "the person's mentions are there, the rest are with others; a statement about a person needs more than "
            "half of both",
            f"{self.base.view.network.counting} counting; seed {self.seed}; "
            f"{self.base.found.said['betweenness']}; distances: "
            + "; ".join(f"{way} ({', '.join(self._measured_so(way))})" for way in sorted(ways)),
        ]

    def _weights(self) -> str:
        graph = self.base.view.network.snapshot
        held = graph is not None and graph.settings.weights
        return "weights of identity: " + ("those of the graph" if held else "none in the graph; fitted, or as shipped")

    def _measured_so(self, way: str) -> list[str]:
        return [key for key, found in self.measured.items() if found.summary.distances == way]


def sensitivity(views: Sequence[View], *, reference: str | None = None, top: int = 10, seed: int = 1,
                progress: Progress | None = None) -> Sensitivity:  # fmt: skip
    """Compare ``views``: the first, or the one of the key ``reference``, is what the others are compared with.

    ``seed`` is for what is sampled: distances and betweenness, the latter from equally many pivots under every key
    where one of the networks is too large for all (see :func:`~coterie.graph.measures.centrality.centralities`).
    ``progress`` is told of each key.
    Raises ValueError without views, where a key is there twice, or where ``reference`` is none of them.
    """
    keys = [view.key for view in views]
    reference = reference if reference is not None else (keys or [""])[0]
    if len(set(keys)) != len(keys) or reference not in keys:
        raise ValueError(f"the keys {', '.join(keys) or '(none)'} must be different, and {reference!r} one of them")
    pivots = _pivots([view.network for view in views])
    measured = {}
    for number, view in enumerate(views):
        if progress is not None:
            progress("keys measured", number, len(views))
        found = centralities(view.network, pivots=pivots, exact=None if pivots else True, seed=seed)
        measured[view.key] = Measured(view, summarise(view.network, seed=seed), found)
    return Sensitivity(measured, reference, top, seed)


def _pivots(networks: Sequence[CollaborationNetwork]) -> int | None:
    """From how many people betweenness is estimated; None where it is exact under every key."""
    if all(network.size * network.link_count <= EXACT_WORK for network in networks):
        return None
    return min(max(WORK // max(network.link_count for network in networks), PIVOTS[0]), PIVOTS[1])
