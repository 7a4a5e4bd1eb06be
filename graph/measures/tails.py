"""How figures are distributed over people, and whether their tail is a power law.

A. Clauset, C. R. Shalizi, M. E. J. Newman, SIAM Review 51:661 (2009): the discrete power law p(x) = x^−α/ζ(α, xmin)
fitted by maximum likelihood above the xmin at which fit and data are nearest (Kolmogorov–Smirnov); its p-value by
networks drawn from the fit and fitted anew; compared with an exponential by the likelihood ratio of Vuong.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from coterie.graph.assembly.report import Progress
from coterie.graph.network.network import CollaborationNetwork, Floats, Ints

LEAST = 50
"""Values in a tail at least."""
OF = "degree", "papers"
"""Of what there is a distribution."""
REPLICATES = 100
"""Samples drawn for the p-value: it is known to about 0.05."""
_HIGHEST = 50.0


@dataclass(frozen=True)
class Tail:
    """A fitted tail. ``values``: how many people have a figure above 0; ``tail``: how many at least ``xmin``;
    ``alpha`` and its standard error; ``distance``: largest difference of the cumulative distributions; ``p``: share of
    drawn samples that are farther from their fit (a power law is not ruled out above 0.1), None if not asked for;
    ``against_exponential``: log-likelihood ratio by its spread, positive where the power law is the better, and
    ``against_p`` the probability of as large a ratio by chance. All None where there are too few values."""

    values: int
    tail: int
    xmin: int | None
    alpha: float | None
    error: float | None
    distance: float | None
    p: float | None = None
    against_exponential: float | None = None
    against_p: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """All fields, flat."""
        return asdict(self)


def histogram(values: Ints) -> list[dict[str, int]]:
    """A row for each value that somebody has: the value, how many people have it, how many have at least it."""
    found, times = np.unique(values, return_counts=True)
    above = np.cumsum(times[::-1])[::-1]
    return [{"value": v, "people": n, "at_least": m}
            for v, n, m in zip(found.tolist(), times.tolist(), above.tolist(), strict=True)]  # fmt: skip


def figures_of(network: CollaborationNetwork, of: str) -> Ints:
    """The ``degree`` of each node, or its ``papers``. Raises ValueError for another word, and where the network does
    not know papers."""
    if of not in OF or (of == "papers" and of not in network.attributes):
        raise ValueError(f"this network does not know {of}: choose from {', '.join(OF)}")
    return network.degree if of == "degree" else network.attributes[of]


def tail_of(network: CollaborationNetwork, of: str, *, thorough: bool = False, seed: int = 1,
            progress: Progress | None = None) -> Tail:  # fmt: skip
    """:func:`fit_tail` of :func:`figures_of`."""
    return fit_tail(figures_of(network, of), thorough=thorough, seed=seed, progress=progress)


def fit_tail(values: Ints, *, thorough: bool = False, seed: int = 1, replicates: int = REPLICATES,
             progress: Progress | None = None) -> Tail:  # fmt: skip
    """The tail of ``values``, those above 0. ``thorough``: the p-value too, from samples drawn by ``seed``;
    ``progress`` is told of how many."""
    some = np.sort(values[values > 0]).astype(np.int64)
    best = _best(some)
    if best is None:
        return Tail(len(some), 0, None, None, None, None)
    xmin, alpha, distance = best
    tail = some[some >= xmin]
    ratio, chance = _against(tail, xmin, alpha)
    return Tail(
        len(some), len(tail), xmin, alpha, _error(alpha, xmin, len(tail)), distance,
        _p(some, best, seed, replicates, progress) if thorough else None, ratio, chance,
    )  # fmt: skip


def _best(some: Ints) -> tuple[int, float, float] | None:
    """xmin, α and distance of the best fit; None where no tail has :data:`LEAST` values of two kinds."""
    found, times = np.unique(some, return_counts=True)
    above = np.cumsum(times[::-1])[::-1]
    logs = np.cumsum((times * np.log(found))[::-1])[::-1]
    best: tuple[int, float, float] | None = None
    for i in range(len(found) - 1):
        if above[i] < LEAST:
            break
        xmin = int(found[i])
        alpha = _alpha(xmin, float(logs[i] / above[i]))
        cumulative = 1 - np.r_[above[i + 1 :], 0] / above[i]
        fitted = 1 - _zeta(alpha, found[i:] + 1.0) / _zeta(alpha, float(xmin))
        before = 1 - _zeta(alpha, found[i + 1 :].astype(float)) / _zeta(alpha, float(xmin))  # of the next value
        distance = max(float(np.abs(cumulative - fitted).max()), float(np.abs(cumulative[:-1] - before).max()))
        if best is None or distance < best[2] - 1e-12:
            best = xmin, alpha, distance
    return best


def _alpha(xmin: int, mean_log: float) -> float:
    """The exponent of the largest likelihood."""
    from scipy.optimize import minimize_scalar

    most = min(_HIGHEST, 690 / math.log(xmin + 1))  # beyond, the sum is 0 in floating numbers
    found = minimize_scalar(lambda a: math.log(_zeta(a, float(xmin))) + a * mean_log, bounds=(1.01, most),
                            method="bounded", options={"xatol": 1e-9})  # fmt: skip
    return float(found.x)


def _zeta(alpha: float, start: Any) -> Any:
    from scipy.special import zeta

    return zeta(alpha, start)


def _error(alpha: float, xmin: int, count: int) -> float:
    """The standard error of the exponent, by the curvature of the likelihood."""
    step = 1e-4
    z, up, down = (float(_zeta(alpha + d, float(xmin))) for d in (0, step, -step))
    first, second = (up - down) / (2 * step), (up - 2 * z + down) / step**2
    return 1 / math.sqrt(count * (second / z - (first / z) ** 2))


def _against(tail: Ints, xmin: int, alpha: float) -> tuple[float | None, float | None]:
    """The power law against a discrete exponential, each of largest likelihood: the ratio by its spread, and how likely
    it is by chance (Q. H. Vuong, Econometrica 57:307, 1989)."""
    mean = float((tail - xmin).mean())
    if not mean:
        return None, None
    rate = math.log(1 + 1 / mean)
    power = -alpha * np.log(tail) - math.log(_zeta(alpha, float(xmin)))
    exponential = math.log(1 - math.exp(-rate)) - rate * (tail - xmin)
    each = power - exponential
    spread = float(each.std())
    if spread < 1e-12:
        return None, None
    ratio = float(each.sum()) / (spread * math.sqrt(len(tail)))
    return ratio, math.erfc(abs(ratio) / math.sqrt(2))


def _p(some: Ints, best: tuple[int, float, float], seed: int, replicates: int, progress: Progress | None) -> float:
    xmin, alpha, distance = best
    rng = np.random.default_rng(seed)
    body, share = some[some < xmin], float((some >= xmin).mean())
    draw = _drawer(alpha, xmin)
    farther = 0
    for number in range(replicates):
        if progress is not None:
            progress("samples fitted", number, replicates)
        in_tail = rng.random(len(some)) < share if len(body) else np.ones(len(some), bool)
        sample = np.where(in_tail, draw(rng, len(some)), rng.choice(body, len(some)) if len(body) else xmin)
        found = _best(np.sort(sample))
        farther += found is not None and found[2] >= distance
    return farther / replicates


def _drawer(alpha: float, xmin: int) -> Callable[[np.random.Generator, int], Ints]:
    """Draws from the discrete power law: by its table up to a million, beyond by the continuous one."""
    table: Floats = _zeta(alpha, np.arange(xmin, xmin + 1_000_000, dtype=np.float64)) / _zeta(alpha, float(xmin))

    def draw(rng: np.random.Generator, count: int) -> Ints:
        above = 1 - rng.random(count)
        found = xmin + np.searchsorted(-table, -above, side="right") - 1
        far = above < table[-1]
        found[far] = np.floor((xmin + len(table) - 0.5) * (above[far] / table[-1]) ** (-1 / (alpha - 1)) + 0.5)
        return found.astype(np.int64)

    return draw
