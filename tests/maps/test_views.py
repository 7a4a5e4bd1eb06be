"""What is drawn at once, and where."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_data import assemble, made

from coterie.graph.maps.data import Link, MapData
from coterie.graph.maps.layout import UNIT, disc_radius, face, inside, place
from coterie.graph.maps.scene import scene
from coterie.graph.maps.views import ALL_AT_ONCE, OPENED, Neighbours, backbone, communities, plan


def planned(data: MapData) -> tuple[Neighbours, list]:  # type: ignore[type-arg]
    neighbours = Neighbours(len(data.people), data.links)
    return neighbours, plan(neighbours, communities(neighbours, range(len(data.people)), 1), 1)


@pytest.mark.parametrize("count", [1, 2, 600, 601, 1500, 1501, 4000])
def test_thresholds(count: int) -> None:
    data = made(count, seed=9)
    neighbours, views = planned(data)
    root = views[0]
    assert (root.kind == "people") == (count <= ALL_AT_ONCE)
    assert all(view.marks <= 1500 for view in views)
    assert all(len(view.people) <= OPENED for view in views[1:] if view.kind == "people")
    if count <= ALL_AT_ONCE:
        assert root.sparse == (count > 600)
    for number, view in enumerate(views):
        if view.kind == "groups":
            below = sorted(p for child in view.children for p in views[child].people)
            assert below == view.people
            assert all(views[child].parent == number for child in view.children)
        else:
            assert sorted(p for cluster in view.clusters for p in cluster) == view.people
            assert view.sparse or len(neighbours.among(view.people)) <= 4000


def test_a_community_that_links_cannot_divide_is_sliced() -> None:
    count = 2300
    links = [Link(0, i, (), 1.0, 1) for i in range(1, count)] + [Link(i, i + 1, (), 50.0, 1) for i in range(1, 40)]
    neighbours = Neighbours(count, links)
    views = plan(neighbours, [list(range(count))], 1)
    assert all(view.marks <= 1500 for view in views)
    assert sorted(p for v in views if v.kind == "people" for p in v.people) == list(range(count))


def test_many_tiny_groups_are_bundled() -> None:
    data = assemble([[i, i + 1] for i in range(0, 5000, 2)], [2000] * 2500, [f"P{i}" for i in range(5000)], [0] * 5000)
    _, views = planned(data)
    assert [view.bundle for view in views] == [False] + [True] * 5
    assert all(len(view.people) <= OPENED for view in views[1:])


def test_backbone_keeps_everybody_together() -> None:
    data = made(900, seed=2)
    neighbours = Neighbours(900, data.links)
    kept = backbone(neighbours, range(900))
    reached = communities_of(900, [(data.links[n].a, data.links[n].b) for n in kept])
    assert reached == communities_of(900, [(link.a, link.b) for link in data.links])
    assert len(kept) < len(data.links)
    for person in range(900):
        strongest = sorted((n for _, n in neighbours.of[person]), key=lambda n: (-data.links[n].weight, n))[:2]
        assert set(strongest) <= kept


def communities_of(count: int, pairs: list[tuple[int, int]]) -> list[int]:
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for a, b in pairs:
        a, b = root(a), root(b)
        parent[max(a, b)] = min(a, b)
    return [root(i) for i in range(count)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=25), st.integers(0, 5), st.data())
def test_discs_never_overlap(sizes: list[int], seed: int, data: st.DataObject) -> None:
    radii = [disc_radius(n) for n in sizes]
    pairs = st.tuples(st.integers(0, len(sizes) - 1), st.integers(0, len(sizes) - 1)).filter(lambda p: p[0] < p[1])
    chosen = data.draw(st.lists(pairs, max_size=30, unique=True)) if len(sizes) > 1 else []
    centres = place(radii, dict.fromkeys(sorted(chosen), 1.0), seed)
    for i in range(len(sizes)):
        for j in range(i):
            assert math.dist(centres[i], centres[j]) >= radii[i] + radii[j] - 1.5


@pytest.mark.parametrize("size", [1, 2, 3, 8, 40, 200])
def test_a_community_fills_its_disc_without_overlap(size: int) -> None:
    pairs = [(i // 2, i) for i in range(1, size)]
    points = inside(size, pairs, 1)
    assert np.isfinite(points).all()
    assert float(np.sqrt((points * points).sum(axis=1)).max(initial=0)) <= disc_radius(size) + UNIT
    for i in range(size):
        for j in range(i):
            assert math.dist(points[i], points[j]) > UNIT * 0.5


def test_communities_turn_to_their_partners() -> None:
    cosine, sine = face(np.array([[1.0, 0.0]]), np.array([[0.0, 5.0]]), np.array([1.0])).tolist()
    assert (round(cosine, 9), round(sine, 9)) == (0.0, 1.0)
    assert face(np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([[3.0, 0.0]] * 2), np.ones(2)).tolist() == [1.0, 0.0]


def test_coordinates_are_whole_and_everyone_has_a_place() -> None:
    made_scene = scene(made(700, seed=6), seed=1)
    assert all(type(node["x"]) is int and type(node["y"]) is int for node in made_scene.nodes)
    assert all({"v", "k", "c"} <= node.keys() for node in made_scene.nodes)
