"""From groups of mentions to an assignment: person records, collectives and people's corrections included."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from coterie.graph.identity.assignment import Assignment
from coterie.graph.identity.constraining import constrained
from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.case import Case
from coterie.graph.identity.evidence.counts import Ints
from coterie.graph.identity.evidence.resolving import THRESHOLDS, groups_of
from coterie.graph.identity.evidence.weights import unpacked
from coterie.graph.identity.idclusters import IdClusters, IdSet, scheme
from coterie.graph.identity.names import id_sets, numbered
from coterie.graph.identity.overrides import Constraints
from coterie.graph.identity.world import World
from coterie.graph.model.ragged import Ragged, digest
from coterie.graph.names.comparing import variant_keys
from coterie.graph.names.people import collective_key


def resolve_evidence(world: World, key: str, constraints: Constraints, weights: str) -> Assignment:
    """Which mentions, and which person records, are one person, by the evidence. ``key``: default, strict or loose;
    ``weights``: as :meth:`~coterie.graph.identity.evidence.weights.Weights.packed` gave them, "" for the shipped."""
    case = Case.of(world, unpacked(weights))
    size = world.mentions.length
    held = id_sets(world.mentions, world.persons)
    root, schemes = identified(held, size + len(world.persons))
    label = groups_of(case, root[:size], schemes[:size], THRESHOLDS[key])
    label = _with_collectives(world, label, root[:size])
    node = np.r_[label, _of_records(case, label, root, schemes)]
    node = np.unique(constrained(np.unique(node, return_inverse=True)[1], world.mentions, constraints, world.persons,
                                 world.beside), return_inverse=True)[1]  # fmt: skip
    person, first, count = numbered(node, world.mentions, world.persons)
    return Assignment(
        person[:size], tuple(person[size:].tolist()), count, first=first,
        keys=_keys(world, case.names, held), cut=tuple(sorted(case.cut)),
    )  # fmt: skip


def evidence_keys(world: World) -> Ragged:
    """What ties each mention, and then each person record, to others: its block, the keys under which names of other
    blocks find it, and its identifiers."""
    return _keys(world, Bearers.of(world), id_sets(world.mentions, world.persons))


def _keys(world: World, names: Bearers, held: dict[int, IdSet]) -> Ragged:
    forms = np.r_[names.own, names.persons]
    by_form = [[digest("variant", key) for key in variant_keys(name)] for name in names.forms]
    rows = [by_form[form] if form >= 0 else [] for form in forms.tolist()]
    for row in np.flatnonzero(world.mentions["collective"] == 1).tolist():
        rows[row] = [digest("collective", collective_key(world.mentions["written"][row]))]
    for row, ids in held.items():
        rows[row] = [*rows[row], *(digest("id", ident) for ident in ids)]
    return Ragged.of(rows)


def identified(held: dict[int, IdSet], size: int) -> tuple[Ints, Any]:
    """The group of identifiers of each mention and person record, -1 for none; the schemes it holds, a row for each."""
    sets = list(dict.fromkeys(held.values()))
    clusters = IdClusters(sets)
    roots = clusters.roots()
    at = {ids: int(roots[clusters.of(ids)]) for ids in sets}
    root = np.full(size, -1)
    for row, ids in held.items():
        root[row] = at[ids]
    known: dict[str, int] = {}
    found = {(at[ids], known.setdefault(scheme(ident), len(known))) for ids in sets for ident in ids}
    of_root = sp.csr_matrix(
        (np.ones(len(found)), ([r for r, _ in found], [s for _, s in found])),
        shape=(clusters.count + 1, max(len(known), 1)),
    )
    return root, of_root[np.where(root >= 0, root, clusters.count)].tocsr()


def _with_collectives(world: World, label: Ints, root: Ints) -> Ints:
    """Collectives of one name, or one identifier, are one."""
    out = label.copy()
    rows = np.flatnonzero(world.mentions["collective"] == 1)
    known: dict[tuple[str, str | int], int] = {}
    above = int(label.max(initial=-1)) + 1
    for row in rows.tolist():
        name: tuple[str, str | int] = ("name", collective_key(world.mentions["written"][row]))
        which = ("id", int(root[row])) if root[row] >= 0 else name
        out[row] = above + known.setdefault(which, len(known))
    return out


def _of_records(case: Case, label: Ints, root: Ints, schemes: Any) -> Ints:
    """The group of each person record: by identifiers, else the one group that bears its name and could hold its
    identifiers, else its own."""
    size, names = len(label), case.names
    by_root = {int(r): int(group) for r, group in zip(root[:size], label, strict=True) if r >= 0}
    bearers = _bearers(names.own, label, names.persons)
    held: dict[int, Ints] = {}
    for row in np.flatnonzero(root[:size] >= 0).tolist():
        held[int(label[row])] = np.union1d(held.get(int(label[row]), []), schemes[row].indices)
    above, alone = int(label.max(initial=-1)) + 1, dict[int, int]()
    out = list[int]()
    for i, form in enumerate(names.persons.tolist()):
        own = int(root[size + i])
        if own in by_root:
            out.append(by_root[own])
            continue
        found = [
            g for g in bearers.get(form, ()) if not np.intersect1d(held.get(g, []), schemes[size + i].indices).size
        ]
        group = found[0] if len(found) == 1 else above + i
        out.append(alone.setdefault(own, group) if own >= 0 else group)
    return np.array(out, np.int64)


def _bearers(own: Ints, label: Ints, wanted: Ints) -> dict[int, list[int]]:
    """The groups that bear each of the forms ``wanted``."""
    some = np.flatnonzero(np.isin(own, wanted))
    out: dict[int, list[int]] = {}
    for form, group in np.unique(np.stack([own[some], label[some]], 1), axis=0).tolist():
        out.setdefault(form, []).append(group)
    return out
