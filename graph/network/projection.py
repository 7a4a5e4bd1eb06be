"""Projection: from the authorships of the selected papers to the network of who wrote with whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.pairs import coauthored
from coterie.graph.model.tables import ABSENT
from coterie.graph.network.build import symmetric
from coterie.graph.network.network import LINK_ARRAYS, CollaborationNetwork, Incidence, Ints
from coterie.graph.snapshot.choosing import Chosen, choose, linking, spoken
from coterie.graph.snapshot.choosing import Incidence as Pairs
from coterie.graph.snapshot.selection import Selection
from coterie.graph.snapshot.snapshot import Snapshot

LABELS = {"authors": "Author", "affiliations": "Affiliation", "countries": "Affiliation", "topics": "Topic"}
"""What the nodes of a network can be, and the label they come from."""


class _Units(NamedTuple):
    """What is on the papers: pairs of unit and paper, n of each paper, and how the units read."""

    pairs: Pairs
    size: int
    n: Ints
    ids: Callable[[Ints], list[str]]
    names: Callable[[Ints], list[str]]
    rows: bool


def project(snapshot: Snapshot, selection: Selection | None = None, nodes: str = "authors") -> CollaborationNetwork:
    """The network of the ``nodes`` (authors, affiliations, countries, topics) of the selected papers.

    Every author of a selected paper is a node, also without links; two are linked where they share a paper of a team
    within the cap. The three weights are those of COAUTHORED (``newman`` and ``pair_share`` from n, the size of the
    whole team, also where the selection leaves out some of its people); for other nodes n is their number on the
    paper. Editors and collectives are no nodes. ``min_papers`` and ``min_joint`` apply to the nodes, whatever they
    are. Raises NotFound, AmbiguousName for names of the selection; ValueError for unknown ``nodes``.
    """
    if nodes not in LABELS:
        raise ValueError(f"nodes must be one of {', '.join(LABELS)}, not {nodes!r}")
    selection = selection or Selection()
    people = nodes == "authors"
    chosen = choose(snapshot, selection if people else replace(selection, min_papers=1, min_joint=1))
    units = _units(snapshot, chosen, nodes)
    count = np.bincount(units.pairs.node, minlength=units.size)
    kept = np.flatnonzero(count >= (1 if people else selection.min_papers))
    position = np.full(units.size, -1, np.int64)
    position[kept] = np.arange(len(kept))
    pairs = units.pairs.keep(position[units.pairs.node] >= 0)
    at = position[pairs.node]
    links_of = linking(snapshot, chosen.cap)[pairs.paper]
    year = snapshot.node("Paper")["year"]
    indptr, indices, links = _links(at, pairs.paper, links_of, units.n, year, len(kept), selection.min_joint)
    return CollaborationNetwork(
        lambda: units.ids(kept), indptr, indices, links,
        names=lambda: units.names(kept), nodes=nodes, rows=kept if units.rows else None, snapshot=snapshot,
        attributes=_attributes(at, year[pairs.paper], len(kept)),
        incidence=Incidence(np.searchsorted(at, np.arange(len(kept) + 1)).astype(np.int64), pairs.paper, links_of),
        choices=_choices(snapshot, selection, chosen, nodes, pairs),
    )  # fmt: skip


def _links(node: Ints, paper: Ints, links_of: NDArray[np.bool_], n: Ints, year: Ints, size: int, min_joint: int
           ) -> tuple[Ints, NDArray[np.int32], dict[str, Any]]:  # fmt: skip
    table = coauthored(node, paper, links_of, n, year, cap=int(n.max(initial=0)))
    enough = table["papers"] >= min_joint
    arrays = {name: table[name][enough] for name in LINK_ARRAYS}
    return symmetric(size, table["start"][enough], table["end"][enough], arrays)


def _units(snapshot: Snapshot, chosen: Chosen, nodes: str) -> _Units:
    if nodes == "authors":
        team = snapshot.node("Paper")["team"]
        return _Units(chosen.authorships, snapshot.node("Author").length, team, *_labels(snapshot, "Author"), True)
    papers = np.zeros(snapshot.node("Paper").length, bool)
    papers[chosen.papers] = True
    table = snapshot.rel("ABOUT" if nodes == "topics" else "FROM")
    kept = papers[table["start"]]
    paper, node = table["start"][kept], table["end"][kept]
    if nodes == "countries":
        return _countries(snapshot, node, paper, len(papers))
    label = LABELS[nodes]
    pairs = _distinct(node, paper, len(papers))
    return _Units(pairs, snapshot.node(label).length, _per_paper(pairs, len(papers)), *_labels(snapshot, label), True)


def _countries(snapshot: Snapshot, affiliation: Ints, paper: Ints, papers: int) -> _Units:
    held = snapshot.node("Affiliation")["country"].tolist()
    codes = sorted({code for code in held if code})
    row = {code: i for i, code in enumerate(codes)}
    of = np.fromiter((row.get(code, -1) for code in held), np.int64, len(held))[affiliation]
    pairs = _distinct(of[of >= 0], paper[of >= 0], papers)

    def read(rows: Ints) -> list[str]:
        return [codes[i] for i in rows.tolist()]

    return _Units(pairs, len(codes), _per_paper(pairs, papers), read, read, False)


def _distinct(node: Ints, paper: Ints, papers: int) -> Pairs:
    key = np.unique(node * max(papers, 1) + paper)
    return Pairs(key // max(papers, 1), key % max(papers, 1))


def _per_paper(pairs: Pairs, papers: int) -> Ints:
    return np.bincount(pairs.paper, minlength=papers).astype(np.int64)


def _labels(snapshot: Snapshot, label: str) -> tuple[Callable[[Ints], list[str]], Callable[[Ints], list[str]]]:
    return (
        lambda rows: snapshot.texts(label, "id", rows).tolist(),
        lambda rows: snapshot.texts(label, "name", rows).tolist(),
    )


def _attributes(node: Ints, year: Ints, size: int) -> dict[str, Ints]:
    """Selected papers of each node, and their first and last year. ``node`` is sorted."""
    known = year != ABSENT
    first, last = np.full(size, np.iinfo(np.int64).max), np.full(size, ABSENT)
    np.minimum.at(first, node[known], year[known])
    np.maximum.at(last, node[known], year[known])
    first[first == np.iinfo(np.int64).max] = ABSENT
    papers = np.bincount(node, minlength=size).astype(np.int64)
    return {"papers": papers, "first_year": first, "last_year": last}


def _choices(snapshot: Snapshot, selection: Selection, chosen: Chosen, nodes: str, pairs: Pairs) -> dict[str, Any]:
    """What made the network, and what the selection and the cap left out, in figures."""
    papers = snapshot.node("Paper")
    picked = chosen.papers
    complete, team = papers["authors_complete"][picked], papers["team"][picked]
    listed = _per_paper(pairs, papers.length)
    named = listed[picked]
    made = named * (named - 1) // 2
    year = papers["year"][picked]
    year = year[year != ABSENT]
    return {
        "nodes": nodes,
        "selection": selection.as_dict(),
        "description": spoken(snapshot, selection).describe(),
        "counting": selection.counting,
        "cap": chosen.cap,
        "generation": snapshot.generation,
        "identity": snapshot.settings.identity,
        "first_year": int(year.min()) if len(year) else None,
        "last_year": int(year.max()) if len(year) else None,
        "papers": len(picked),
        "papers_with_team": int((team > 0).sum()),
        "team_total": int(team[team > 0].sum()),
        "papers_without_people": int((named == 0).sum()),
        "papers_single": int((team == 1).sum()),
        "papers_incomplete": int((complete == 0).sum()),
        "pairs_incomplete": int(made[(complete == 0) & (team <= chosen.cap)].sum()),
        "papers_over_cap": int((team > chosen.cap).sum()),
        "pairs_over_cap": int(made[team > chosen.cap].sum()),
    }
