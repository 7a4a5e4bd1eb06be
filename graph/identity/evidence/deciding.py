"""Why mentions are, or are not, one person by the evidence: the step that decided, and what each thing weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import fsum
from typing import Any, NamedTuple

import numpy as np
from scipy.cluster.hierarchy import linkage

from coterie.graph.identity.evidence.candidates import LARGEST
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.linkage import LIMIT, scored
from coterie.graph.identity.evidence.merging import AcrossBlocks, Groups
from coterie.graph.identity.evidence.persons import identified
from coterie.graph.identity.evidence.profiles import TERMS, products, profiles
from coterie.graph.identity.evidence.relations import Relations
from coterie.graph.identity.evidence.resolving import MICRO, THRESHOLDS, groups_of
from coterie.graph.identity.evidence.rivals import Rivals
from coterie.graph.identity.evidence.trail import Trail
from coterie.graph.identity.evidence.weights import unpacked
from coterie.graph.identity.names import id_sets
from coterie.graph.identity.world import World

ROUNDED = 1e-5
"""Scores of pairs of mentions are rounded to six places before they decide."""
VETO = 100.0
"""What a veto takes off, and what an identifier gives: more than all circumstance together."""
UNCOMPARED = "not compared, so many bear these names"
TWICE = "the same name twice on one paper"
TAKEN = "taken back, with others whom an identifier joined and who must stay apart"
UNSHARED = "different names, and no co-author shared"
LACKING = (UNCOMPARED, TAKEN, UNSHARED)
"""What keeps two apart whom names and papers would allow to be one."""
Terms = tuple[tuple[str, float], ...]


class Decision(NamedTuple):
    """``one``, ``two``: the mentions (rows) of the groups that were compared; ``terms``: what spoke for one person
    (above 0) and against; they add up to the score, which is at least 0 where the groups were made one. ``how``: by
    what step."""

    one: Ints
    two: Ints
    terms: Terms
    how: str

    @property
    def score(self) -> float:
        """Log-odds above what is needed."""
        return fsum(value for _, value in self.terms)


class Decisions:
    """The decisions of ``key`` (default, strict, loose) about a world; corrections are not among them."""

    def __init__(self, world: World, key: str, weights: str) -> None:
        self.threshold = THRESHOLDS[key]
        size = world.mentions.length
        self._case = Case.of(world, unpacked(weights))
        self._case.trail = self.trail = Trail(size)
        self._held = id_sets(world.mentions, world.persons)
        root, self._schemes = identified(self._held, size + len(world.persons))
        self.root: Ints = root[:size]
        self.label = groups_of(self._case, self.root, self._schemes[:size], self.threshold)
        forms = np.unique(self._case.own[self._case.own >= 0])
        related = Relations.across(self._case.names, self._case.bearers, forms)
        self._across = AcrossBlocks(self._case, related)
        self._rivals = Rivals(self._case, self.label, self.trail.settled, self._schemes, related, self._across)

    def pair(self, i: int, j: int) -> Decision:
        """What decided whether two mentions of people are one person's."""
        if self.label[i] != self.label[j]:
            return self._apart(i, j)
        if self.root[i] >= 0 and self.root[i] == self.root[j]:
            return Decision(self._one(i), self._one(j), self._identified([i], [j]), "identifiers")
        step = self.trail.joined(i, j)
        if step is not None:
            return self._merged(step.one, step.two, step.across)
        if self.trail.begun[i] >= 0 and self.trail.begun[i] == self.trail.begun[j]:
            return self._begun(i, j)
        one, two = self._settled(i), self._settled(j)
        return Decision(one, two, self._identified(one, two), "identifiers")

    def merges(self, rows: Ints) -> list[Decision]:
        """The steps that made ``rows`` one, in their order: those within first groups, then those of groups; each has
        some of ``rows`` on either side, beside whatever a correction took from them later.

        Mentions that an identifier holds together need none; very large groups are not gone into."""
        grown = list[Decision]()
        for part in self.begun(rows):
            if len(part) > 1:
                whole = np.flatnonzero(self.trail.begun == self.trail.begun[part[0]])
                if len(whole) <= LARGEST and (self.root[whole] < 0).all():
                    grown += (found for found in self._grown(whole)
                              if np.isin(found.one, part).any() and np.isin(found.two, part).any())  # fmt: skip
        return grown + [self._merged(step.one, step.two, step.across) for step in self.trail.of(rows)]

    def begun(self, rows: Ints) -> list[Ints]:
        """The groups that the first stage made of ``rows``."""
        first = self.trail.begun[rows]
        return [rows[first == number] for number in np.unique(first[first >= 0])] + [
            rows[i : i + 1] for i in np.flatnonzero(first < 0)
        ]

    def nearest(self, rows: Ints) -> Decision | None:
        """The person most like that of ``rows`` who was not made one with it, though names and papers would allow it;
        None where there is nobody."""
        best: Decision | None = None
        for one, two, across in self._rivals.of(rows):
            found = self._apart(one, two, across)
            allowed = all(value > -VETO or text in LACKING for text, value in found.terms)
            if allowed and (best is None or found.score > best.score):
                best = found
        return best

    # groups compared as wholes

    def _merged(self, one: Ints, two: Ints, across: bool) -> Decision:
        groups, a, b = self._pair(one, two)
        prior = self._across.rules(groups, a, b)[1] if across else self._leading(groups, a, b)
        how = "groups of different names" if across else "groups"
        return Decision(one, two, self._terms(groups, a, b, float(prior[0])), how)

    def _apart(self, i: int, j: int, across: bool = False) -> Decision:
        """Two groups that were not made one, as they were compared last: in their block, if not said ``across``."""
        case = self._case
        block = case.names.block
        same = self.trail.settled[i] >= 0 and block[case.own[i]] == block[case.own[j]] and not across
        one, two = (self._settled(row) if same else np.flatnonzero(self.label == self.label[row]) for row in (i, j))
        groups, a, b = self._pair(one, two)
        prior, vetoes = self._names(groups, a, b, one, two) if same else self._names_across(groups, a, b, one, two)
        vetoes += self._papers_and_ids(one, two)
        terms = self._terms(groups, a, b, prior) + tuple((text, -VETO) for text in vetoes)
        if not vetoes and fsum(value for _, value in terms) >= 0:
            taken = self.trail.taken[np.r_[one, two]].any()
            terms += ((TAKEN if taken else UNCOMPARED, -VETO),)
        return Decision(one, two, terms, "groups" if same else "groups of different names")

    def _terms(self, groups: Groups, a: Ints, b: Ints, prior: float) -> Terms:
        weights = self._case.weights.group
        found = weights.terms(groups.profiles, a, b)[0]
        return self._summed(prior, weights.base, found, self.threshold, "what is needed")

    def _summed(self, prior: float, base: float, found: Floats, level: float, what: str) -> Terms:
        out = [("names", prior), ("before all evidence", base)]
        out += [(term, float(value)) for term, value in zip(TERMS, found.tolist(), strict=True)]
        return tuple((name, value) for name, value in [*out, (what, -level)] if value)

    def _leading(self, groups: Groups, a: Ints, b: Ints) -> Floats:
        lead = groups.leading()
        kind = self._case.within.at(lead[a], lead[b])
        return np.where(kind >= 0, self._case.prior[np.maximum(kind, 0)], 0.0)

    def _names(self, groups: Groups, a: Ints, b: Ints, one: Ints, two: Ints) -> tuple[float, list[str]]:
        _, left, right = groups.form_pairs(a, b)
        differ = np.flatnonzero(self._case.within.at(left, right) < 0)
        prior = float(self._leading(groups, a, b)[0])
        if not len(differ):
            return prior, []
        return prior, [f"names of two people: {self._written(one, left[differ[0]])}, "
                       f"{self._written(two, right[differ[0]])}"]  # fmt: skip

    def _names_across(self, groups: Groups, a: Ints, b: Ints, one: Ints, two: Ints) -> tuple[float, list[str]]:
        prior = self._across.prior(groups, a, b)[0]
        if not np.isfinite(prior):
            return 0.0, [f"names that are not forms of one: {self._written(one)}, {self._written(two)}"]
        vetoes = list[str]()
        if products(groups.profiles.team, groups.profiles.shared, a, b)[0] <= 0.5:
            vetoes.append(UNSHARED)
        elif self._across.against(groups, a, b)[0]:
            vetoes.append("other names in full that are not forms of one")
        return float(prior), vetoes

    def _papers_and_ids(self, one: Ints, two: Ints) -> list[str]:
        world = self._case.world
        both = np.intersect1d(world.mentions["paper"][one], world.mentions["paper"][two])
        out = [f"both are on {world.papers['id'][both[0]]}"] if len(both) else []
        schemes = [self._schemes[rows].sum(0) for rows in (one, two)]
        if (np.asarray(schemes[0]).ravel() * np.asarray(schemes[1]).ravel()).any():
            found = [sorted(self._identifiers(rows)) for rows in (one, two)]
            out.append("different identifiers of one source: " + " / ".join(", ".join(ids[:3]) for ids in found))
        return out

    def _identified(self, one: Iterable[int], two: Iterable[int]) -> Terms:
        shared = sorted(self._identifiers(one) & self._identifiers(two))
        if not shared:
            return (("identifiers that stand together elsewhere", VETO),)
        return ((f"the same identifier: {', '.join(shared[:3])}", VETO),)

    def _identifiers(self, rows: Iterable[int]) -> set[str]:
        return {ident for row in rows for ident in self._held.get(int(row), ())}

    # the first stage

    def _begun(self, i: int, j: int) -> Decision:
        """Two mentions of a small group: where their branches of its tree meet."""
        rows = np.flatnonzero(self.trail.begun == self.trail.begun[i])
        if (self.root[rows] >= 0).any():
            return Decision(self._one(i), self._one(j), self._listed_twice(i, j), "identifiers")
        if len(rows) > LARGEST:
            told = (("a chain of pairs, each enough by itself", VETO),)
            return Decision(self._one(i), self._one(j), told, "mentions")
        return next(found for found in self._grown(rows, i, j))

    def _listed_twice(self, i: int, j: int) -> Terms:
        """Two mentions with one identifier, at least one of which has it from the same name beside it."""
        a, b = (self._bearer(row) for row in (i, j))
        return ((TWICE, VETO), *(self._identified([a], [b]) if a != b else ()))

    def _bearer(self, row: int) -> int:
        """The mention itself if it has an identifier, else the one beside it on its paper that has."""
        case = self._case
        same = (self.root >= 0) & (case.paper == case.paper[row]) & (case.own == case.own[row])
        return row if self.root[row] >= 0 or not same.any() else int(np.flatnonzero(same)[0])

    def _grown(self, rows: Ints, i: int = -1, j: int = -1) -> Iterator[Decision]:
        """The branchings of the tree of a small group, the lowest first; only where ``i`` and ``j`` meet, if given."""
        case, level = self._case, self.threshold + MICRO
        rows = rows[np.argsort(case.rank[rows])]
        traits = case.features.of(rows)
        one, two, score = scored(case, rows, traits)
        far = np.full((len(rows), len(rows)), 3 * LIMIT)
        far[one, two] = far[two, one] = LIMIT - score
        singles = profiles(case.features, traits, np.arange(len(rows)), len(rows))
        single = case.weights.single
        for left, right in _branchings(far):
            if i in rows[right] and j in rows[left]:
                left, right = right, left
            if i >= 0 and not (i in rows[left] and j in rows[right]):
                continue
            a, b = (part.ravel() for part in np.meshgrid(left, right))
            kind = case.within.at(case.own[rows[a]], case.own[rows[b]])
            prior = float(np.where(kind >= 0, case.prior[np.maximum(kind, 0)], 0.0).mean())
            found = single.terms(singles, a, b).mean(0)
            terms = self._summed(prior, single.base, found, level, "what first groups need")
            rest = float(LIMIT - far[a, b].mean()) - level - fsum(value for _, value in terms)
            if abs(rest) > ROUNDED:
                twice = ((case.paper[rows[a]] == case.paper[rows[b]]) & (far[a, b] == 0)).any()
                terms += ((TWICE if twice and rest > 0 else "limits of what one pair can say", rest),)
            below = fsum(value for _, value in terms)
            if below < -ROUNDED:
                terms += (("pairs left out, so many bear these names", -below),)
            yield Decision(rows[left], rows[right], terms, "mentions, on average")

    # rows

    def _one(self, row: int) -> Ints:
        return np.array([row], np.int64)

    def _settled(self, row: int) -> Ints:
        group = self.trail.settled[row]
        return np.flatnonzero(self.trail.settled == group) if group >= 0 else self._one(row)

    def _pair(self, one: Ints, two: Ints) -> tuple[Groups, Ints, Ints]:
        groups = self._groups([one, two])
        first = groups.label[np.isin(groups.rows, one)][0]
        return groups, np.array([first]), np.array([1 - first])

    def _groups(self, sides: list[Ints]) -> Groups:
        rows = np.concatenate(sides)
        label = np.repeat(np.arange(len(sides)), [len(side) for side in sides])
        return Groups.of(self._case, rows, label, self._case.features.of(rows), self._schemes[rows])

    def _written(self, rows: Ints, form: Any = None) -> str:
        some = rows if form is None else rows[self._case.own[rows] == form]
        return str(self._case.world.mentions["written"][some[0]])


def _branchings(far: Floats) -> Iterator[tuple[Ints, Ints]]:
    """The pairs of branches that the tree by average linkage joins, in its order."""
    count = len(far)
    tree = linkage(far[np.triu_indices(count, 1)], "average")
    members: dict[int, list[int]] = {leaf: [leaf] for leaf in range(count)}
    for number, (a, b) in enumerate(tree[:, :2].astype(np.int64).tolist(), count):
        left, right = members.pop(a), members.pop(b)
        yield np.array(left, np.int64), np.array(right, np.int64)
        members[number] = left + right
