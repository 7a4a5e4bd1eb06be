"""How two people, or two mentions, compare: the terms of the evidence."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.features import Features, Traits, of_length_one

TERMS = (
    "shared co-authors", "first shared co-authors", "no shared co-author", "similar titles",
    "similar titles of a small profile", "same place", "other place", "same venues", "years between",
)  # fmt: skip
"""What each column of :func:`compared` is evidence of; all but *no shared co-author*, *other place* and *years between*
speak for one person."""
SIGNS = np.array([1, 1, -1, 1, 1, 1, -1, 1, -1])
_MOST, _FIRST, _FAINT = 12.0, 3.0, 0.02
_CHUNK = 200_000
UNKNOWN_GAP = 3.0
"""Years between two people one of whom has no dated paper."""


class Profiles(NamedTuple):
    """Groups of mentions: their traits added up, the years they span, how many mentions; ``kinds``: of their places;
    ``met``: how many co-authors, those of large teams counting less."""

    team: Any
    shared: Any
    words: Any
    places: Any
    kinds: Ints
    venues: Any
    first: Ints
    last: Ints
    size: Ints
    met: Floats


def profiles(features: Features, traits: Traits, group: Ints, count: int) -> Profiles:
    """The profiles of ``count`` groups; ``group`` is that of each row of ``traits``."""
    add = sp.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(count, len(group)))
    team = (add @ traits.team).tocsr()
    times = (add @ sp.csr_matrix((np.ones(traits.team.nnz), traits.team.indices, traits.team.indptr),
                                 shape=traits.team.shape)).tocsr()  # fmt: skip
    team.sort_indices()
    times.sort_indices()
    team.data = team.data / times.data * np.sqrt(np.minimum(1 + 0.5 * (times.data - 1), 2))
    team, shared = features.split(team)
    first, last = np.full(count, 9999), np.zeros(count, np.int64)
    dated = traits.years > 0
    np.minimum.at(first, group[dated], traits.years[dated])
    np.maximum.at(last, group[dated], traits.years[dated])
    words, places, venues = (of_length_one(add @ part) for part in (traits.words, traits.places, traits.venues))
    kinds = np.zeros(count, np.int64)
    np.bitwise_or.at(kinds, group, traits.kinds)
    size = np.bincount(group, minlength=count)
    met = np.diff(team.indptr) * np.bincount(group, traits.damped, count) / np.maximum(size, 1)
    return Profiles(team, shared, words, places, kinds, venues, first, last, size, met)


def compared(of: Profiles, one: Ints, two: Ints, chance: float = 0.0) -> Floats:
    """The evidence on each pair of groups, a column for each of :data:`TERMS`.

    Co-authors count by their rarity (logarithm, at most 6 each, less in large teams), beyond what two people share by
    ``chance`` for each pair of their co-authors, in all less for large groups; titles and venues by the cosine of their
    words, places likewise, if any are of one kind; years between by the decade.
    """
    shared = products(of.team, of.shared, one, two)
    team = np.maximum(shared - chance * of.met[one] * of.met[two], 0)
    words, places, venues = (products(part, part, one, two) for part in (of.words, of.places, of.venues))
    both = (of.kinds[one] & of.kinds[two]) != 0
    teamed = np.diff(of.team.indptr) > 0
    least = np.minimum(of.size[one], of.size[two])
    team = np.where(team < _FAINT, 0, team) / (1 + 0.7 * np.log(least))
    gap = np.maximum(0, np.maximum(of.first[one] - of.last[two], of.first[two] - of.last[one])).astype(np.float64)
    gap[(of.last[one] == 0) | (of.last[two] == 0)] = UNKNOWN_GAP
    return np.stack([
        np.minimum(team, _MOST), np.minimum(team, _FIRST), teamed[one] & teamed[two] & (shared < _FAINT),
        words, words / np.sqrt(least), both * places, both & (places < 0.1), venues, np.minimum(gap, 30) / 10,
    ], -1)  # fmt: skip


def products(left: Any, right: Any, one: Ints, two: Ints) -> NDArray[np.float64]:
    """The scalar product of row ``one[i]`` of ``left`` with row ``two[i]`` of ``right``, for each ``i``."""
    out = np.empty(len(one))
    for at in range(0, len(one), _CHUNK):
        part = slice(at, at + _CHUNK)
        out[part] = np.asarray(left[one[part]].multiply(right[two[part]]).sum(1)).ravel()
    return out


def log_odds(weights: Floats, base: float, chance: float, of: Profiles, one: Ints, two: Ints) -> Floats:
    """What the evidence on each pair comes to, without keeping its terms."""
    out = np.empty(len(one))
    for at in range(0, len(one), _CHUNK):
        part = slice(at, at + _CHUNK)
        out[part] = compared(of, one[part], two[part], chance) @ weights + base
    return out
