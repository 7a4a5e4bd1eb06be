"""Where everything goes: a seeded two-level layout.

Inside a community by stress majorisation (graph distances become distances on the page), communities among each other
by forces and then pushed apart, unconnected parts packed side by side.

Every operation is one that IEEE 754 rounds exactly (+ - * / sqrt) in a fixed order: sums run along the first axis, row
after row. No matrix product, no logarithm, no sine, no thread: the coordinates, rounded to whole numbers at the end,
are the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Ints = NDArray[np.int64]
UNIT = 26.0
"""Distance of neighbours on the page, in pixels at scale 1."""
ASPECT = 1.5


def disc_radius(people: int) -> float:
    """Radius of the disc that holds so many people."""
    return UNIT * (math.sqrt(people) * 0.76 + 0.45) if people > 1 else UNIT * 0.6


def inside(size: int, pairs: Sequence[tuple[int, int]], seed: int) -> Points:
    """Positions of a community's people around (0, 0), filling the disc of :func:`disc_radius`, evenly where
    they are many."""
    if size == 1:
        return np.zeros((1, 2))
    if size == 2:
        return np.array([[-UNIT * 0.48, -UNIT * 0.36], [UNIT * 0.48, UNIT * 0.36]])
    points = _stress(_distances(size, pairs), seed)
    points = points - points.sum(axis=0) / size
    far = np.sqrt(points[:, 0] * points[:, 0] + points[:, 1] * points[:, 1])
    rank = np.empty(size)
    rank[np.argsort(far, kind="stable")] = np.arange(size)
    even = 0.55 * min(1.0, max(0.0, (size - 6) / 24))
    spread = (1.0 - even) * far / max(float(far.max()), 1e-9) + even * np.sqrt((rank + 0.5) / size)
    radius = disc_radius(size) - UNIT * 0.45
    points = points / np.maximum(far, 1e-9)[:, None] * (spread * radius)[:, None]
    return push_apart(points, np.full(size, UNIT * 0.5), 60)


def place(
    radii: Sequence[float], strengths: dict[tuple[int, int], float], seed: int, gap: float = UNIT * 0.8
) -> Points:
    """Centres of discs: linked ones near each other, none overlapping, unconnected parts packed beside."""
    count = len(radii)
    centres = np.zeros((count, 2))
    boxes: list[tuple[list[int], float, float]] = []
    for part in _parts(count, strengths):
        local = {disc: i for i, disc in enumerate(part)}
        inner = {(local[a], local[b]): w for (a, b), w in strengths.items() if a in local and b in local}
        size = np.array([radii[i] for i in part])
        points = _lay_flat(_forces(size, inner, seed, gap), size)
        low, high = (points - size[:, None]).min(axis=0), (points + size[:, None]).max(axis=0)
        centres[part] = points - low
        boxes.append((part, float(high[0] - low[0]) + gap, float(high[1] - low[1]) + gap))
    boxes.sort(key=lambda box: (-box[2], -box[1], box[0][0]))
    for (part, _, _), corner in zip(boxes, _pack([(w, h) for _, w, h in boxes]), strict=True):
        centres[part] += corner
    return centres


def face(points: Points, partners: Points, weights: Points) -> Points:
    """A community turned about its centre (0, 0) so that people look towards their partners elsewhere.

    ``points[i]`` is linked to a partner at ``partners[i]`` (seen from the centre) with ``weights[i]``; a point stands
    once for each such link. The turn minimises the weighted sum of squared lengths; returned as (cosine, sine).
    """
    along = points[:, 0] * partners[:, 0] + points[:, 1] * partners[:, 1]
    across = points[:, 0] * partners[:, 1] - points[:, 1] * partners[:, 0]
    cosine, sine = math.fsum((along * weights).tolist()), math.fsum((across * weights).tolist())
    length = math.sqrt(cosine * cosine + sine * sine)
    return np.array([cosine / length, sine / length]) if length > 1e-6 else np.array([1.0, 0.0])


def push_apart(points: Points, radii: Points, rounds: int, gap: float = 0.0) -> Points:
    """Moves overlapping discs apart, half the overlap each, until none overlaps or the rounds are over."""
    size = radii[:, None] + radii[None, :] + gap
    for _ in range(rounds):
        dx = points[None, :, 0] - points[:, None, 0]
        dy = points[None, :, 1] - points[:, None, 1]
        distance = np.sqrt(dx * dx + dy * dy)
        np.fill_diagonal(distance, np.inf)
        overlap = np.maximum(size - distance, 0.0)
        if float(overlap.max()) < 0.5:
            break
        share = overlap / np.maximum(distance, 1e-6) * 0.3
        points = points + np.stack([(dx * share).sum(axis=0), (dy * share).sum(axis=0)], axis=1)
    return points


def _distances(size: int, pairs: Sequence[tuple[int, int]]) -> Points:
    """Graph distances; unconnected people are one step farther than the farthest connected ones."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    ends = np.array(pairs, np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size)).tocsr()
    steps: Points = shortest_path(graph, directed=False, unweighted=True)
    reached = np.isfinite(steps)
    return np.where(reached, steps, float(steps[reached].max()) + 1.0)


def _stress(distance: Points, seed: int) -> Points:
    """Stress majorisation (Gansner, Koren, North 2004) with weights 1/d² and damped simultaneous updates."""
    size = len(distance)
    target = distance.copy()
    np.fill_diagonal(target, 1.0)
    weight = 1.0 / (target * target)
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=0)
    points = (np.random.default_rng(seed % 2**64).random((size, 2)) - 0.5) * math.sqrt(size)
    for _ in range(160 if size <= 150 else 90 if size <= 500 else 50):
        dx = points[None, :, 0] - points[:, None, 0]
        dy = points[None, :, 1] - points[:, None, 1]
        length = np.sqrt(dx * dx + dy * dy)
        pull = weight * target / np.maximum(length, 1e-6)
        move_x = (weight * points[:, 0][:, None] + pull * dx).sum(axis=0) / total
        move_y = (weight * points[:, 1][:, None] + pull * dy).sum(axis=0) / total
        points = points * 0.3 + np.stack([move_x, move_y], axis=1) * 0.7
    return points


def _forces(radii: Points, strengths: dict[tuple[int, int], float], seed: int, gap: float) -> Points:
    """Discs of one connected part: springs along the links, repulsion by size, then no overlap."""
    size = len(radii)
    if size == 1:
        return np.zeros((1, 2))
    ends = np.array(list(strengths), np.int64).reshape(-1, 2)
    spring = np.sqrt(np.array(list(strengths.values())))
    spring = spring / spring.max()
    reach = math.sqrt(math.fsum((radii * radii).tolist())) * 1.2
    points = (np.random.default_rng(seed % 2**64).random((size, 2)) - 0.5) * reach * 2.0
    near = radii[ends[:, 0]] + radii[ends[:, 1]] + gap
    mass = radii / radii.max()
    for step in range(300):
        dx = points[None, :, 0] - points[:, None, 0]
        dy = points[None, :, 1] - points[:, None, 1]
        square = dx * dx + dy * dy + 1e-3
        away = reach * reach * 0.05 * mass[:, None] * mass[None, :] / square / math.sqrt(size)
        force = np.stack([(dx * away).sum(axis=0), (dy * away).sum(axis=0)], axis=1)
        along = points[ends[:, 1]] - points[ends[:, 0]]
        length = np.sqrt(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1]) + 1e-6
        pull = (spring * 0.35 + 0.05) * (length - near) / length
        np.add.at(force, ends[:, 0], along * pull[:, None])
        np.add.at(force, ends[:, 1], -along * pull[:, None])
        force -= points * 0.01
        norm = np.sqrt(force[:, 0] * force[:, 0] + force[:, 1] * force[:, 1]) + 1e-9
        limit = reach * 0.12 * (1.0 - step / 300.0)
        points = points + force * (np.minimum(norm, limit) / norm)[:, None]
    return push_apart(points, radii, 400, gap)


def _lay_flat(points: Points, radii: Points) -> Points:
    """Turned so that the direction in which the discs spread most is horizontal."""
    mass = radii * radii
    x, y = ((points[:, k] - _sum(points[:, k] * mass) / _sum(mass)) for k in (0, 1))
    xx, xy, yy = _sum(x * x * mass), _sum(x * y * mass), _sum(y * y * mass)
    along = (xx - yy) / 2.0 + math.sqrt((xx - yy) * (xx - yy) / 4.0 + xy * xy)
    length = math.sqrt(along * along + xy * xy)
    if length > 1e-6 * (xx + yy):
        cosine, sine = along / length, xy / length
    else:
        cosine, sine = (0.0, 1.0) if yy > xx else (1.0, 0.0)
    return np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=1)


def _sum(values: Points) -> float:
    return math.fsum(values.tolist())


def _parts(count: int, strengths: dict[tuple[int, int], float]) -> list[list[int]]:
    """Connected parts of the discs, each sorted, in the order of their first disc."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in strengths:
        a, b = root(a), root(b)
        parent[max(a, b)] = min(a, b)
    parts: dict[int, list[int]] = {}
    for i in range(count):
        parts.setdefault(root(i), []).append(i)
    return list(parts.values())


def _pack(boxes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners of boxes (in the given order) on a page about one and a half times as wide as high: each goes to the
    place of the skyline where its top is lowest."""
    area = sum(w * h for w, h in boxes)
    width = max([w for w, _ in boxes] + [math.sqrt(area * ASPECT * 1.08)])
    skyline: list[tuple[float, float, float]] = [(0.0, width, 0.0)]
    corners: list[tuple[float, float]] = []
    for w, h in boxes:
        best = (math.inf, 0.0)
        for x, _, _ in skyline:
            if x + w <= width + 1e-6:
                top = max(level for a, b, level in skyline if a < x + w - 1e-6 and b > x + 1e-6)
                best = min(best, (top, x))
        y, x = best
        corners.append((x, y))
        skyline = _raise(skyline, x, x + w, y + h)
    return corners


def _raise(
    skyline: list[tuple[float, float, float]], start: float, end: float, level: float
) -> list[tuple[float, float, float]]:
    kept = [(start, end, level)]
    for a, b, height in skyline:
        if a < start:
            kept.append((a, min(b, start), height))
        if b > end:
            kept.append((max(a, end), b, height))
    return sorted(kept)
