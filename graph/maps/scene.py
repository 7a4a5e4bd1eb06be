"""A map laid out: views, positions, labels and the links to draw, as plain lists and dicts for the page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from coterie.graph.maps.data import Link, MapData
from coterie.graph.maps.labels import labels
from coterie.graph.maps.layout import UNIT, Points, disc_radius, face, inside, place
from coterie.graph.maps.text import plural, search_key
from coterie.graph.maps.views import Neighbours, View, backbone, communities, ordered, plan

Row = dict[str, Any]


@dataclass
class Scene:
    """``nodes`` and ``edges`` go to pyvis, ``meta`` beside them. Coordinates are whole pixels."""

    nodes: list[Row]
    edges: list[Row]
    meta: Row


def scene(data: MapData, *, seed: int = 1) -> Scene:
    """Lays out ``data`` (already cleaned). The same data and seed give the same scene, on every machine."""
    neighbours = Neighbours(len(data.people), data.links)
    first = _communities(data, neighbours, seed)
    views = plan(neighbours, first, seed) if data.people else [View([])]
    nodes = [_node(data, person) for person in range(len(data.people))]
    for number, group in enumerate(first):
        for person in group:
            nodes[person]["c"] = number
    rows = [_view(data, views, number) for number in range(len(views))]
    drawn: set[int] = set()
    for number, view in enumerate(views):
        if view.kind == "people":
            _people_view(data, neighbours, view, rows[number], nodes, number, seed)
            drawn |= backbone(neighbours, view.people) if view.sparse else set(neighbours.among(view.people))
        else:
            _group_view(data, neighbours, views, view, rows, seed)
    meta = {
        "views": rows,
        "communities": [{"label": a, "sub": b} for a, b in labels(data, first)],
        "works": _works(data),
        "affiliations": data.affiliations,
        "topics": data.topics,
        "metrics": [{"key": m.key, "label": m.label, "whole": m.whole} for m in data.metrics],
    }
    return Scene(nodes, [_edge(number, link, number in drawn) for number, link in enumerate(data.links)], meta)


def _communities(data: MapData, neighbours: Neighbours, seed: int) -> list[list[int]]:
    if not data.community:
        return communities(neighbours, range(len(data.people)), seed)
    members: dict[int, list[int]] = defaultdict(list)
    for person, number in enumerate(data.community):
        members[number].append(person)
    return ordered(members.values())


def _people_view(
    data: MapData, neighbours: Neighbours, view: View, row: Row, nodes: list[Row], number: int, seed: int
) -> None:
    cluster_of = {person: i for i, cluster in enumerate(view.clusters) for person in cluster}
    radii = [disc_radius(len(cluster)) for cluster in view.clusters]
    centres = place(radii, _between(neighbours, view.people, cluster_of), seed)
    at: dict[int, Points] = {}
    for cluster in view.clusters:
        local = {person: k for k, person in enumerate(cluster)}
        pairs = [(local[neighbours.links[n].a], local[neighbours.links[n].b]) for n in neighbours.among(cluster)]
        points = inside(len(cluster), pairs, seed)
        at |= {person: points[k] for person, k in local.items()}
    for i, cluster in enumerate(view.clusters):
        cosine, sine = _turn(neighbours, cluster, i, cluster_of, centres, at)
        for person in cluster:
            x, y = at[person].tolist()
            at[person] = np.array([x * cosine - y * sine, x * sine + y * cosine])
    for person, i in cluster_of.items():
        x, y = (at[person] + centres[i]).tolist()
        nodes[person] |= {"x": round(x), "y": round(y), "v": number, "k": i}
    for (main, sub), (x, y), radius in zip(labels(data, view.clusters), centres.tolist(), radii, strict=True):
        row["clusters"].append({"x": round(x), "y": round(y), "r": round(radius), "label": main, "sub": sub})


def _turn(
    neighbours: Neighbours, cluster: list[int], number: int, cluster_of: dict[int, int], centres: Points,
    at: dict[int, Points],
) -> tuple[float, float]:  # fmt: skip
    """Cosine and sine of the turn that makes a cluster face those it is linked with."""
    mine, others, weights = [], [], []
    for person in cluster:
        for other, link in neighbours.of[person]:
            if cluster_of.get(other, number) != number:
                mine.append(at[person])
                others.append(at[other] + centres[cluster_of[other]] - centres[number])
                weights.append(neighbours.links[link].weight)
    if not mine:
        return 1.0, 0.0
    cosine, sine = face(np.array(mine), np.array(others), np.array(weights)).tolist()
    return cosine, sine


def _group_view(
    data: MapData, neighbours: Neighbours, views: list[View], view: View, rows: list[Row], seed: int
) -> None:
    child_of = {person: i for i, child in enumerate(view.children) for person in views[child].people}
    radii = [disc_radius(len(views[child].people)) for child in view.children]
    centres = place(radii, _between(neighbours, view.people, child_of), seed, UNIT * 1.5)
    named = [child for child in view.children if not views[child].bundle]
    names = dict(zip(named, labels(data, [views[child].people for child in named]), strict=True))
    for i, child in enumerate(view.children):
        x, y = centres[i].tolist()
        main, sub = names.get(child) or (_bundle_label(views[child], data.noun), "")
        rows[child] |= {"x": round(x), "y": round(y), "r": round(radii[i]), "label": main, "sub": sub}


def _bundle_label(bundle: View, noun: str) -> str:
    groups = len(bundle.clusters)
    return f"{groups:,} {plural(noun)} alone" if groups == len(bundle.people) else f"{groups:,} small groups"


def _between(neighbours: Neighbours, people: list[int], group_of: dict[int, int]) -> dict[tuple[int, int], float]:
    """Summed strength of the links between groups, by pair in ascending order."""
    total: dict[tuple[int, int], float] = defaultdict(float)
    for number in neighbours.among(people):
        link = neighbours.links[number]
        a, b = group_of[link.a], group_of[link.b]
        if a != b:
            total[min(a, b), max(a, b)] += link.weight
    return dict(sorted(total.items()))


def _node(data: MapData, number: int) -> Row:
    person = data.people[number]
    names = [person.name, *(alias for alias in person.aliases if alias != person.name)]
    row: Row = {
        "id": number, "key": person.id, "name": person.name, "p": person.papers,
        "m": [m.plain(number) for m in data.metrics],
    }  # fmt: skip
    optional = {
        "f": person.first, "l": person.last, "a": person.affiliations, "t": person.topics, "o": names[1:],
        "q": search_key(names),
    }  # fmt: skip
    return row | {key: value for key, value in optional.items() if value not in (None, (), [])}


def _edge(number: int, link: Link, drawn: bool) -> Row:
    weight = round(link.weight, 4) if link.weight >= 0.001 else float(f"{link.weight:.4g}")
    row: Row = {"id": f"e{number}", "from": link.a, "to": link.b, "w": weight, "p": link.papers}
    if not link.papers:
        row["n"] = link.joint
    if drawn:
        row["d"] = 1
    return row


def _view(data: MapData, views: list[View], number: int) -> Row:
    view = views[number]
    return {
        "parent": view.parent, "kind": view.kind, "bundle": view.bundle, "sparse": view.sparse,
        "children": view.children, "clusters": [], "n": len(view.people),
    }  # fmt: skip


def _works(data: MapData) -> Row:
    return {
        "id": [w.id for w in data.works], "title": [w.title for w in data.works], "year": [w.year for w in data.works],
        "venue": [w.venue for w in data.works], "url": [w.url for w in data.works],
        "partial": [int(w.complete is False) for w in data.works], "authors": [w.authors for w in data.works],
    }  # fmt: skip
