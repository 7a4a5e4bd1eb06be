"""From a network and its snapshot to what a map shows: people, links, papers, and the choices behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.maps.data import Link, MapData, Metric, Person, Work
from coterie.graph.maps.figures import figures
from coterie.graph.maps.notes import notes
from coterie.graph.model.tables import ABSENT

if TYPE_CHECKING:
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Snapshot

MOST_PEOPLE = 30_000
"""A map holds at most so many people: those with most papers."""
MOST_LISTED = 6
"""Affiliations and topics listed for one person."""
NOUNS = {"authors": "author", "affiliations": "affiliation", "countries": "country", "topics": "topic"}
SCHEMES = (("doi", "https://doi.org/"), ("arxiv_id", "https://arxiv.org/abs/"))
Ints = NDArray[np.int64]


def choose(
    network: CollaborationNetwork,
    snapshot: Snapshot | None = None,
    metrics: Sequence[Metric] = (),
    most: int = MOST_PEOPLE,
    seed: int = 1,
) -> MapData:
    """What a map of ``network`` shows. ``metrics`` are aligned with its nodes; they follow our own figures. Above
    ``most`` nodes those with most papers are kept. The communities are those of ``seed``, as ``analyze communities``
    finds them."""
    snapshot = snapshot if snapshot is not None else network.snapshot
    own = _own_papers(network)
    kept = _kept(network, own, most)
    used = np.unique(np.concatenate([own[i][0] for i in kept] or [np.empty(0, np.int64)]))
    number = {row: i for i, row in enumerate(used.tolist())}
    links = _links(network, own, kept, number)
    papers = [own[i][0].tolist() for i in kept]
    authors = network.nodes == "authors" and network.rows is not None and snapshot is not None
    places = _affiliated(network, snapshot, kept) if authors else [[] for _ in kept]
    of_papers = authors and not any(places)
    if of_papers:
        places = _related(snapshot, "FROM", papers)
    people, affiliations, topics = _people(network, snapshot, papers, kept, number, places)
    measured = [*figures(network, snapshot, [rows for rows, _ in own], seed), *metrics]
    return MapData(
        people, links, _works(snapshot, used), affiliations, topics,
        [Metric(m.key, m.label, [m.values[i] for i in kept], m.whole) for m in measured],
        _communities(network, kept, seed), noun=NOUNS.get(network.nodes, "node"),
        notes=notes(network, len(people), len(links), most, of_papers and bool(affiliations)),
        place="Affiliation of the papers" if of_papers else "Affiliation",
    )  # fmt: skip


def _communities(network: CollaborationNetwork, kept: list[int], seed: int) -> list[int]:
    """Community of each of the kept nodes; empty where the weights of the links are not known."""
    from coterie.graph.measures.communities import communities

    try:
        found = communities(network, seed=seed).of.tolist()
    except ValueError:
        return []
    return [found[node] for node in kept]


def _own_papers(network: CollaborationNetwork) -> list[tuple[Ints, NDArray[np.bool_]]]:
    """Rows of each node's papers, and which of them make links."""
    none = (np.empty(0, np.int64), np.empty(0, bool))
    held = network.incidence
    if held is None:
        return [none] * network.size
    ends = held.indptr.tolist()
    return [(held.papers[a:b], held.linking[a:b]) for a, b in pairwise(ends)]


def _kept(network: CollaborationNetwork, own: list[tuple[Ints, NDArray[np.bool_]]], most: int) -> list[int]:
    if network.size <= most:
        return list(range(network.size))
    degree = network.degree.tolist()
    ranked = sorted(range(network.size), key=lambda i: (-len(own[i][0]), -degree[i], i))
    return sorted(ranked[:most])


def _links(
    network: CollaborationNetwork, own: list[tuple[Ints, NDArray[np.bool_]]], kept: list[int], number: dict[int, int]
) -> list[Link]:
    position = {node: i for i, node in enumerate(kept)}
    linking = {node: {number[row] for row in own[node][0][own[node][1]].tolist()} for node in kept}
    left, right, at = network.links()
    joint = network.papers[at].tolist()
    try:
        weight = network.weight()[at].tolist()
    except ValueError:  # made of pairs: the counting's weight is not known, joint papers are
        weight = [float(n) for n in joint]
    return [
        Link(position[a], position[b], tuple(sorted(linking[a] & linking[b])), w, n)
        for a, b, w, n in zip(left.tolist(), right.tolist(), weight, joint, strict=True)
        if a in position and b in position
    ]


def _people(
    network: CollaborationNetwork, snapshot: Snapshot | None, papers: list[list[int]], kept: list[int],
    number: dict[int, int], places: list[list[int]],
) -> tuple[list[Person], list[str], list[str]]:  # fmt: skip
    """The people, and the names of the affiliations and topics that they refer to."""
    named = network.nodes == "authors" and network.rows is not None and snapshot is not None
    aliases = _aliases(network, snapshot, kept) if named else [()] * len(kept)
    subjects = [[] for _ in kept] if network.nodes == "topics" else _related(snapshot, "ABOUT", papers)
    place_of, place_names = _named(snapshot, "Affiliation", places)
    topic_of, topic_names = _named(snapshot, "Topic", subjects)
    first, last = (_years(network, name) for name in ("first_year", "last_year"))
    people = [
        Person(
            str(network.ids[node]), network.names[node], tuple(number[row] for row in papers[i]), first[node],
            last[node], tuple(place_of[row] for row in places[i]), tuple(topic_of[row] for row in subjects[i]),
            aliases[i],
        )
        for i, node in enumerate(kept)
    ]  # fmt: skip
    return people, place_names, topic_names


def _years(network: CollaborationNetwork, name: str) -> list[int | None]:
    if name not in network.attributes:
        return [None] * network.size
    return _plain(network.attributes[name])


def _plain(values: NDArray[Any]) -> list[Any]:
    """Whole numbers, None where absent."""
    return [None if value == ABSENT else value for value in values.tolist()]


def _aliases(network: CollaborationNetwork, snapshot: Any, kept: list[int]) -> list[tuple[str, ...]]:
    return list(snapshot.texts("Author", "names", network.rows[kept]).tolist()) if kept else []  # type: ignore[index]


def _affiliated(network: CollaborationNetwork, snapshot: Any, kept: list[int]) -> list[list[int]]:
    """Rows of each author's affiliations, those on most papers first."""
    table = snapshot.rel("AFFILIATED_WITH")
    papers = np.where(table["papers"] == ABSENT, 0, table["papers"])
    limits = np.searchsorted(table["start"], np.stack([network.rows[kept], network.rows[kept] + 1]))  # type: ignore[index]
    found = []
    for low, high in limits.T.tolist():
        total: Counter[int] = Counter()
        for row, count in zip(table["end"][low:high].tolist(), papers[low:high].tolist(), strict=True):
            total[row] += count
        found.append(_first(total))
    return found


def _related(snapshot: Snapshot | None, relationship: str, papers: list[list[int]]) -> list[list[int]]:
    """Rows of the topics (ABOUT) or affiliations (FROM) of each person's papers, the most frequent first."""
    if snapshot is None:
        return [[] for _ in papers]
    table = snapshot.rel(relationship)
    limits = np.searchsorted(table["start"], np.arange(snapshot.node("Paper").length + 1)).tolist()
    ends = table["end"].tolist()
    return [_first(Counter(row for paper in own for row in ends[limits[paper] : limits[paper + 1]])) for own in papers]


def _first(total: Counter[int]) -> list[int]:
    return [row for row, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:MOST_LISTED]]


def _named(snapshot: Snapshot | None, label: str, lists: Iterable[list[int]]) -> tuple[dict[int, int], list[str]]:
    """The rows that occur, numbered in ascending order, and their names."""
    rows = sorted({row for some in lists for row in some})
    if not rows or snapshot is None:
        return {}, []
    names, ids = (snapshot.texts(label, column, rows).tolist() for column in ("name", "id"))
    return {row: i for i, row in enumerate(rows)}, [name or ident for name, ident in zip(names, ids, strict=True)]


def _works(snapshot: Snapshot | None, rows: Ints) -> list[Work]:
    if snapshot is None or not len(rows):
        return [Work(str(row), f"Paper {row}") for row in rows.tolist()]
    table = snapshot.node("Paper")
    ids, titles, venues, urls = (snapshot.texts("Paper", c, rows).tolist() for c in ("id", "title", "venue", "url"))
    schemes = [(snapshot.texts("Paper", column, rows).tolist(), prefix) for column, prefix in SCHEMES]
    years, counts = (_plain(table[column][rows]) for column in ("year", "author_count"))
    complete = [None if value < 0 else bool(value) for value in table["authors_complete"][rows].tolist()]
    addresses = [
        url or next((prefix + values[i] for values, prefix in schemes if values[i]), None) for i, url in enumerate(urls)
    ]
    return [
        Work(ident, title or ident, year, venue, address, whole, count)
        for ident, title, year, venue, address, whole, count in zip(
            ids, titles, years, venues, addresses, complete, counts, strict=True
        )
    ]
