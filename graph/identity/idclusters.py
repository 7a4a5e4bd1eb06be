"""Clusters of identifiers: which ids are one person's.

Each identifier is in one cluster, and a cluster holds ids of one scheme only once (unless a source itself gives one
person two), so that two clusters conflict exactly where both hold a scheme.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from coterie.graph.names.identifiers import normalise

Ints = NDArray[np.int64]
IdSet = tuple[str, ...]
_COLLECTIVE = "collective "
_ORCID = "orcid:"


def id_set(orcid: str | None, source_ids: Sequence[str], collective: bool = False) -> IdSet:
    """The distinct identifiers, ORCID first, then those of sources in order. Those of collectives are kept apart."""
    clean = normalise("orcid", orcid) or orcid if orcid else None
    ids = ((_ORCID + clean,) if clean else ()) + tuple(sorted(set(source_ids)))
    return tuple(_COLLECTIVE + ident for ident in ids) if collective else ids


def scheme(identifier: str) -> str:
    """What stands before the first colon."""
    return identifier.partition(":")[0]


class IdClusters:
    """Union–find over the identifiers of ``sets``: those of one set are one person's unless that conflicts."""

    def __init__(self, sets: Sequence[IdSet]) -> None:
        ids = sorted({ident for found in sets for ident in found})
        self.count = len(ids)
        self._row = {ident: i for i, ident in enumerate(ids)}
        self._parent = list(range(len(ids)))
        self._schemes: list[frozenset[str]] = [frozenset((scheme(ident),)) for ident in ids]
        for a, b in sorted(_edges(sets), key=lambda pair: (_ORCID not in pair[0], pair)):
            i, j = self._find(self._row[a]), self._find(self._row[b])
            shared = self._schemes[i] & self._schemes[j]
            if i != j and (not shared or (shared == {scheme(a)} == {scheme(b)} and _ORCID not in a)):
                self._join(i, j)

    def of(self, ids: IdSet) -> int:
        """The row of the id that decides where a mention belongs: the first."""
        return self._row[ids[0]]

    def roots(self) -> Ints:
        """The cluster of each row."""
        return np.fromiter((self._find(i) for i in range(self.count)), np.int64, self.count)

    def join_names(self, names: Ints, rows: Ints) -> None:
        """Join clusters that bear one name (``names[k]`` is borne by the id of ``rows[k]``) until none can be."""
        pairs = np.unique(names * max(self.count, 1) + self.roots()[rows])
        group, member = pairs // max(self.count, 1), pairs % max(self.count, 1)
        _, starts, counts = np.unique(group, return_index=True, return_counts=True)
        starts, counts = starts[counts > 1], counts[counts > 1]
        bearers = [member[at : at + n].tolist() for at, n in zip(starts.tolist(), counts.tolist(), strict=True)]
        bearers.sort()
        changed = True
        while changed:
            changed = False
            for found in bearers:
                changed |= self._join_bearers(found)

    def _join_bearers(self, rows: list[int]) -> bool:
        """Join clusters of one name; whether any were. ``rows`` is cut down to the clusters left."""
        rows[:] = sorted({self._find(row) for row in rows})
        if len(rows) < 2:
            return False
        held = [self._schemes[row] for row in rows]
        if len(frozenset().union(*held)) == sum(map(len, held)):
            for row in rows[1:]:
                self._join(rows[0], row)
            return True
        pairs = list(self._only_pairs(rows))
        for i, j in pairs:
            self._join(i, j)
        return bool(pairs)

    def _only_pairs(self, rows: list[int]) -> Iterator[tuple[int, int]]:
        """Pairs of clusters each of which is the only one that the other does not conflict with."""
        kinds = Counter(self._schemes[row] for row in rows)
        partner = {}
        for kind in kinds:
            fits = [other for other in kinds if not kind & other]
            if len(fits) == 1 and kinds[fits[0]] == 1:
                partner[kind] = fits[0]
        one = {self._schemes[row]: row for row in rows}
        for kind, other in partner.items():
            if kinds[kind] == 1 and partner.get(other) == kind and one[kind] < one[other]:
                yield one[kind], one[other]

    def _find(self, row: int) -> int:
        parent = self._parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def _join(self, one: int, two: int) -> None:
        a, b = sorted((self._find(one), self._find(two)))
        if a != b:
            self._parent[b] = a
            self._schemes[a] |= self._schemes[b]


def _edges(sets: Sequence[IdSet]) -> set[tuple[str, str]]:
    return {pair for found in sets for pair in combinations(found, 2)}
