"""A world, weighed: what the stages of resolving share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.features import Features, Material
from coterie.graph.identity.evidence.relations import Relations
from coterie.graph.identity.evidence.trail import Trail
from coterie.graph.identity.evidence.weights import Weights
from coterie.graph.identity.world import World


@dataclass
class Case:
    """``within``: relations of names in one block, ``prior`` what each says; ``bearers``: logarithm of how many are
    expected to bear each form; ``rank``: the order of the mentions' keys, by which ties are decided; ``cut``: blocks
    so large that not all of them was compared; ``trail``: where what is done is kept, if it is to be explained."""

    world: World
    names: Bearers
    features: Features
    weights: Weights
    within: Relations
    prior: Floats
    bearers: Floats
    rank: Ints
    cut: set[str] = field(default_factory=set)
    trail: Trail | None = None

    @classmethod
    def of(cls, world: World, weights: Weights, material: Material | None = None) -> Case:
        """Weigh ``world``; statistics that the weights do not hold are counted."""
        material = material or Material(world, Bearers.of(world))
        names = material.names
        usual = weights.usual or material.statistics()
        bearers = usual.bearers(names)
        within = Relations.within(names, bearers, np.unique(names.own[names.own >= 0]))
        rank = np.empty(len(names.own), np.int64)
        rank[np.argsort(world.mentions["mention"])] = np.arange(len(names.own))
        prior = weights.prior.of(within)
        return cls(world, names, Features(material, usual), weights, within, prior, bearers, rank, set(within.cut))

    @property
    def own(self) -> Ints:
        """The form of each mention, -1 for collectives."""
        return self.names.own

    @property
    def paper(self) -> Ints:
        """The paper of each mention."""
        paper: Ints = self.world.mentions["paper"]
        return paper
