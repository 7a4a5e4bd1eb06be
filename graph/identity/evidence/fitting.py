"""Weights fitted on a corpus by itself: no labels, the names tell.

*Pairs that are one person*: mentions of one full name that hardly anybody else can bear. *Pairs that are not*: mentions
of one family name whose given names disagree. On these a logistic regression weighs the evidence, once for single
mentions and once for groups; terms that would speak the wrong way get no weight. What the relation of two names says
beforehand is then estimated by expectation–maximisation over pairs of all relations (a mixture of same and different
persons, given the evidence of each pair).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import minimize

from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.features import Features, Material
from coterie.graph.identity.evidence.profiles import SIGNS, TERMS, Profiles, compared, products, profiles
from coterie.graph.identity.evidence.relations import CAP, Prior, Relations
from coterie.graph.identity.evidence.weights import SHIPPED, Logit, Weights
from coterie.graph.identity.world import World
from coterie.graph.names.comparing import relation

SEED = 20200520
RARE = -3.0
"""Logarithm of the expected bearers of a name below which it is taken to be one person's."""
_PAIRS, _GROUPS, _RELATED = 100_000, 75_000, 200_000
_AT_ONCE = 20_000
_TEAM = 30
_GROUP = 24
_SCARCE = 0.03
"""Share of pairs with a place on both sides below which places get the shipped weights."""
_STEPS = 10
"""Steps of rarity to each unit of log-odds, within which pairs are taken together."""
_HOLD = 4.0
"""How strongly what relations say is held to what they say as shipped: as that many pairs."""
_FEW = 200
"""Pairs of one person, and of two, with fewer of which no weights of terms are fitted."""
_PLACES = [TERMS.index("same place"), TERMS.index("other place")]


class Sample:
    """The mentions that weights are fitted on, by name: given names in full, teams that are not large."""

    def __init__(self, world: World, names: Bearers, bearers: Floats, listed: Ints) -> None:
        own, paper = names.own, world.mentions["paper"]
        long = ~names.initial
        some = np.flatnonzero((own >= 0) & (listed[paper] <= _TEAM))
        some = some[long[own[some]]]
        keys = world.mentions["mention"][some]
        self.rows: Ints = some[np.lexsort((np.argsort(np.argsort(keys)), own[some]))]
        self.own, self.paper = own[self.rows], paper[self.rows]
        self.starts = np.flatnonzero(np.r_[True, self.own[1:] != self.own[:-1]]) if len(some) else np.empty(0, np.int64)
        self.sizes = np.diff(np.r_[self.starts, len(self.own)])
        self.names = self.own[self.starts]
        self.rare = np.flatnonzero((self.sizes > 1) & (bearers[self.names] <= RARE))
        families = np.array([names.forms[i].family for i in self.names.tolist()], object)
        self.families = np.unique(families, return_inverse=True)[1] if len(families) else families.astype(np.int64)


def fitted(world: World) -> Weights:
    """Weights for ``world``; the shipped ones, with its own statistics, where it holds too few names that tell."""
    names = Bearers.of(world)
    material = Material(world, names)
    usual = material.statistics()
    features, bearers = Features(material, usual), usual.bearers(names)
    sample = Sample(world, names, bearers, material.listed)
    rng = np.random.default_rng(SEED)
    single = _logit(features, _mention_pairs(sample, names, rng), SHIPPED.single)
    group = _logit(features, _group_pairs(sample, names, rng), SHIPPED.group)
    prior = _prior(world, names, features, bearers, single, rng)
    return Weights(single, group, prior, world.mentions.length, usual)


Sides = list[tuple[Ints, Ints]]


def _mention_pairs(sample: Sample, names: Bearers, rng: np.random.Generator) -> tuple[Sides, Sides]:
    """Pairs of mentions: of one person, and of two."""
    if not len(sample.rare):
        return [], []
    of = rng.choice(sample.rare, _PAIRS)
    one, two = (sample.starts[of] + rng.integers(0, sample.sizes[of]) for _ in range(2))
    pairs = np.unique(np.sort(np.stack([one, two], 1), axis=1), axis=0)
    pairs = pairs[sample.paper[pairs[:, 0]] != sample.paper[pairs[:, 1]]]
    same = [(sample.rows[a : a + 1], sample.rows[b : b + 1]) for a, b in pairs.tolist()]
    sizes = [(1, 1)] * len(same)
    return same, list(_different(sample, names, rng, sizes))


def _group_pairs(sample: Sample, names: Bearers, rng: np.random.Generator) -> tuple[Sides, Sides]:
    """Pairs of groups of mentions: the two parts of a person's papers, and papers of two persons."""
    same: Sides = []
    order = rng.permutation(sample.rare)
    for of in np.concatenate([order, order, order])[:_GROUPS].tolist():
        rows = sample.starts[of] + rng.permutation(sample.sizes[of])[:_GROUP]
        at = int(rng.integers(1, len(rows)))
        left, right = rows[:at][: _GROUP // 2], rows[at:][: _GROUP // 2]
        if not np.isin(sample.paper[left], sample.paper[right]).any():
            same.append((sample.rows[left], sample.rows[right]))
    sizes = [(1 + int(a), 1 + int(b)) for a, b in rng.geometric(0.25, (len(same), 2)).tolist()]
    return same, list(_different(sample, names, rng, sizes))


def _different(sample: Sample, names: Bearers, rng: np.random.Generator, sizes: list[tuple[int, int]]
               ) -> Iterator[tuple[Ints, Ints]]:  # fmt: skip
    """For each of ``sizes`` mentions of two names of one family, which cannot be one person's."""
    order = np.argsort(sample.families, kind="stable")
    limits = np.searchsorted(sample.families[order], np.arange(int(sample.families.max(initial=-1)) + 2))
    several = np.flatnonzero(np.diff(limits) > 1)
    if not len(several):
        return
    mass = np.array([min(200, int(sample.sizes[order[limits[i] : limits[i + 1]]].sum())) for i in several], float)
    wanted = iter(sizes)
    size = next(wanted, None)
    for family in rng.choice(several, 20 * len(sizes), p=mass / mass.sum()).tolist():
        if size is None:
            return
        members = order[limits[family] : limits[family + 1]]
        weight = sample.sizes[members] / sample.sizes[members].sum()
        x, y = rng.choice(len(members), 2, p=weight)
        if x == y or relation(names.forms[sample.names[members[x]]], names.forms[sample.names[members[y]]]) is not None:
            continue
        left, right = (sample.starts[members[z]] + rng.permutation(sample.sizes[members[z]])[:n]
                       for z, n in zip((x, y), size, strict=True))  # fmt: skip
        if not np.isin(sample.paper[left], sample.paper[right]).any():
            yield sample.rows[left], sample.rows[right]
            size = next(wanted, None)


def _logit(features: Features, pairs: tuple[Sides, Sides], shipped: Logit) -> Logit:
    """Weights that tell the pairs of one person from those of two; the ``shipped`` ones where there are few pairs."""
    same, different = pairs
    if min(len(same), len(different)) < _FEW:
        return shipped
    chance = _by_chance(features, different)
    terms = np.concatenate([compared(*found, chance) for found in _profiled(features, same + different)])
    label = np.r_[np.ones(len(same)), -np.ones(len(different))]
    half = len(label) / 2
    mass = np.r_[np.full(len(same), half / len(same)), np.full(len(different), half / len(different))]
    weights, base = regression(terms, label, mass)
    if (terms[:, _PLACES].sum(1) > 0).mean() < _SCARCE:
        weights[_PLACES] = np.array(shipped.weights)[_PLACES]
    return Logit(tuple(weights.tolist()), base, chance)


def _by_chance(features: Features, different: Sides) -> float:
    """What two people share for each pair of their co-authors."""
    shared, met = 0.0, 0.0
    for found, one, two in _profiled(features, different):
        shared += float(products(found.team, found.shared, one, two).sum())
        met += float(found.met[one] @ found.met[two])
    return shared / max(met, 1.0)


def _profiled(features: Features, pairs: Sides) -> Iterator[tuple[Profiles, Ints, Ints]]:
    """The profiles of both sides of each pair, and where they are; some pairs at a time."""
    for at in range(0, len(pairs), _AT_ONCE):
        groups = [side for pair in pairs[at : at + _AT_ONCE] for side in pair]
        rows = np.concatenate(groups)
        label = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        one = np.arange(0, len(groups), 2)
        yield profiles(features, features.of(rows), label, len(groups)), one, one + 1


def regression(terms: Floats, label: Floats, mass: Floats) -> tuple[Floats, float]:
    """Logistic regression of ``label`` (1, −1) on ``terms``, each row weighing ``mass``, with a ridge of one half;
    weights are kept to the signs that :data:`~coterie.graph.identity.evidence.profiles.SIGNS` says."""
    full = np.c_[terms, np.ones(len(terms))]

    def loss(w: Floats) -> tuple[float, Floats]:
        margin = -label * (full @ w)
        slope = -(label * mass / (1 + np.exp(-margin))) @ full
        slope[:-1] += w[:-1]
        return float((mass * np.logaddexp(0, margin)).sum() + 0.5 * (w[:-1] ** 2).sum()), slope

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in SIGNS] + [(None, None)]
    found = minimize(loss, np.zeros(full.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def _prior(world: World, names: Bearers, features: Features, bearers: Floats, single: Logit,
           rng: np.random.Generator) -> Prior:  # fmt: skip
    """What relations of names say, estimated on pairs of mentions of related names."""
    used = np.unique(names.own[names.own >= 0])
    within, across = Relations.within(names, bearers, used), Relations.across(names, bearers, used)
    one, two = np.r_[within.one, across.one], np.r_[within.two, across.two]
    kind, rare = np.r_[within.kind, across.kind], -np.r_[within.bearers, across.bearers]
    keys = world.mentions["mention"]
    some = np.flatnonzero(names.own >= 0)
    some = some[np.lexsort((np.argsort(np.argsort(keys[some])), names.own[some]))]
    sizes = np.bincount(names.own[some], minlength=len(names.forms))
    starts = np.cumsum(sizes) - sizes
    rows = np.flatnonzero((one != two) | (sizes[one] > 1))
    if len(rows) * 4 > _RELATED:
        rows = rng.choice(rows, _RELATED // 4, replace=False)
    rows = np.repeat(rows, 4)
    left, right = (some[starts[side[rows]] + rng.integers(0, sizes[side[rows]])] for side in (one, two))
    paper: Ints = world.mentions["paper"]
    apart = paper[left] != paper[right]
    left, right, rows = left[apart], right[apart], rows[apart]
    met, place = np.unique(np.r_[left, right], return_inverse=True)
    found = profiles(features, features.of(met), np.arange(len(met)), len(met))
    evidence = np.clip(single.of(found, place[: len(left)], place[len(left) :]), -12, 12)
    return mixture(kind[rows], np.clip(rare[rows], -CAP, CAP), evidence)


def mixture(kind: Ints, rare: Floats, evidence: Floats, rounds: int = 40) -> Prior:
    """The log-odds of one person by kind of relation such that, with the rarity of each pair's name in full and its
    ``evidence`` (both log-odds), they explain the pairs best; kept near the shipped ones where few pairs speak."""
    known = np.array(SHIPPED.prior.kinds)
    now = known.copy()
    cells, at = np.unique(np.stack([kind, np.round(rare * _STEPS).astype(np.int64)], 1), axis=0, return_inverse=True)
    at = at.ravel()
    size = np.bincount(at)
    rarity = cells[:, 1] / _STEPS
    for _ in range(rounds):
        belief = 1 / (1 + np.exp(-((now[cells[:, 0]] + rarity)[at] + evidence)))
        new = _maximised(cells[:, 0], rarity, size, np.asarray(np.bincount(at, weights=belief), np.float64), known)
        moved = float(np.abs(new - now).max())
        now = new
        if moved < 1e-3:
            break
    return Prior(tuple(now.tolist()))


def _maximised(kind: Ints, rarity: Floats, size: Ints, belief: Floats, known: Floats) -> Floats:
    """The log-odds by kind under which ``belief`` of ``size`` pairs in each cell are one person's; near ``known``."""

    def loss(w: Floats) -> tuple[float, Floats]:
        odds = w[kind] + rarity
        slope = np.bincount(kind, weights=size / (1 + np.exp(-odds)) - belief, minlength=len(w)) + _HOLD * (w - known)
        cost = size @ np.logaddexp(0, odds) - belief @ odds + 0.5 * _HOLD * ((w - known) ** 2).sum()
        return float(cost), slope

    return np.asarray(minimize(loss, known, jac=True, method="L-BFGS-B").x)
