"""Why mentions are one person by the keys that go by identifiers and names alone, in the form of the evidence's
decisions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity import Constraints, resolve
from coterie.graph.identity.evidence.deciding import VETO, Decision
from coterie.graph.identity.idclusters import scheme
from coterie.graph.identity.initials import INITIALS
from coterie.graph.identity.names import FULL, id_sets
from coterie.graph.identity.world import World

Ints = NDArray[np.int64]


class PlainDecisions:
    """The decisions of ``names`` or ``initial`` about a world; corrections are not among them."""

    def __init__(self, world: World, key: str) -> None:
        self._folding = FULL if key == "names" else INITIALS
        self._mentions, self._held = world.mentions, id_sets(world.mentions, world.persons)
        self._person = resolve(world, key=key, overrides=Constraints()).person

    def pair(self, i: int, j: int) -> Decision:
        """What decided whether two mentions are one person's."""
        one, two = np.array([i], np.int64), np.array([j], np.int64)
        terms = [*self._names(i, j), *self._identifiers(i, j)]
        together, score = self._person[i] == self._person[j], sum(value for _, value in terms)
        if together and score < 0:
            terms.append(("joined by identifiers that others of this name hold", VETO - score))
        elif not together and score >= 0:
            terms.append(("identifiers tell several bearers of the name apart", -VETO - score))
        return Decision(one, two, tuple(terms), "names and identifiers")

    def merges(self, rows: Ints) -> list[Decision]:
        """What holds the first mention of each name together with the first of all, as far as these keys do."""
        first, *groups = self.begun(rows)
        found = (self.pair(int(first[0]), int(group[0]))._replace(one=first, two=group) for group in groups)
        return [decision for decision in found if decision.score >= 0]

    def begun(self, rows: Ints) -> list[Ints]:
        """The mentions by name."""
        found: dict[str, list[int]] = {}
        for row in rows.tolist():
            found.setdefault(self._name(row), []).append(row)
        return [np.array(group, np.int64) for group in found.values()]

    def nearest(self, rows: Ints) -> Decision | None:
        """Another person of the same name, None where there is none."""
        name = self._name(int(rows[0]))
        same = [row for row in range(self._mentions.length) if self._person[row] != self._person[rows[0]]
                and self._mentions["collective"][row] != 1 and self._name(row) == name]  # fmt: skip
        return self.pair(int(rows[0]), same[0]) if same else None

    def _name(self, row: int) -> str:
        written, given, family, suffix = (self._mentions[c][row] for c in ("written", "given", "family", "suffix"))
        return self._folding.key(written, given, family, suffix)

    def _names(self, i: int, j: int) -> list[tuple[str, float]]:
        same = self._name(i) == self._name(j)
        return [(self._folding.words if same else f"not the {self._folding.words}", VETO if same else -VETO)]

    def _identifiers(self, i: int, j: int) -> list[tuple[str, float]]:
        one, two = (set(self._held.get(row, ())) for row in (i, j))
        shared = sorted(one & two)
        if shared:
            return [(f"the same identifier: {', '.join(shared[:3])}", 3 * VETO)]
        clash = {scheme(ident) for ident in one} & {scheme(ident) for ident in two}
        return [(f"different identifiers of one source: {', '.join(sorted(clash))}", -3 * VETO)] if clash else []
