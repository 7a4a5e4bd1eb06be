"""What the evidence weighs: fitted on a corpus by itself, frozen with its graph, or as shipped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np

from coterie.graph.identity.evidence.counts import Floats, Ints
from coterie.graph.identity.evidence.profiles import TERMS, Profiles, compared, log_odds
from coterie.graph.identity.evidence.relations import KINDS, Prior
from coterie.graph.identity.evidence.statistics import Statistics


@dataclass(frozen=True)
class Logit:
    """Log-odds of being one person: ``base`` and a weight for each term. ``chance``: how much two people share for each
    pair of their co-authors (see :func:`~coterie.graph.identity.evidence.profiles.compared`)."""

    weights: tuple[float, ...]
    base: float
    chance: float = 0.0

    def terms(self, groups: Profiles, one: Ints, two: Ints) -> Floats:
        """What each term adds to the log-odds of each pair of ``groups``."""
        return np.asarray(compared(groups, one, two, self.chance) * np.array(self.weights))

    def of(self, groups: Profiles, one: Ints, two: Ints) -> Floats:
        """The log-odds of each pair of ``groups``."""
        return log_odds(np.array(self.weights), self.base, self.chance, groups, one, two)


@dataclass(frozen=True)
class Weights:
    """``single``: of two mentions; ``group``: of two groups of mentions; ``prior``: of two names. ``mentions``: how
    many they were fitted on; ``usual``: the corpus's statistics, None where they are to be counted."""

    single: Logit
    group: Logit
    prior: Prior
    mentions: int = 0
    usual: Statistics | None = None

    def packed(self) -> str:
        """As JSON, to be kept with a graph."""
        values: dict[str, Any] = {
            "mentions": self.mentions,
            "single": dict(zip(TERMS, self.single.weights, strict=True)), "single_base": self.single.base,
            "group": dict(zip(TERMS, self.group.weights, strict=True)), "group_base": self.group.base,
            "single_chance": self.single.chance, "group_chance": self.group.chance,
            "prior": dict(zip(KINDS, self.prior.kinds, strict=True)),
            "usual": self.usual.as_dict() if self.usual is not None else None,
        }  # fmt: skip
        return msgspec.json.encode(values, order="deterministic").decode()


@lru_cache(maxsize=4)
def unpacked(text: str) -> Weights:
    """What :meth:`Weights.packed` gave; the shipped weights for ""."""
    if not text:
        return SHIPPED
    values = msgspec.json.decode(text)

    def logit(name: str) -> Logit:
        return Logit(
            tuple(values[name][term] for term in TERMS), values[f"{name}_base"], values.get(f"{name}_chance", 0.0)
        )

    prior = Prior(tuple(values["prior"][kind] for kind in KINDS))
    usual = Statistics.from_dict(values["usual"])
    return Weights(logit("single"), logit("group"), prior, values["mentions"], usual)


SHIPPED = Weights(
    single=Logit((0.15, 0.6, -1.1, 2.5, 2.5, 3.3, -1.4, 0.4, -0.7), 0.5),
    group=Logit((0.3, 0.0, -1.6, 0.0, 7.5, 2.9, -2.0, 0.9, -0.5), 0.0),
    prior=Prior((0.0, -3.5, -4.5, -1.5, 0.5, -7.0, -5.0, -6.0, -6.0, -6.0, -4.0, -5.5, -4.5, -6.0, -6.5)),
)
"""For corpora too small to fit their own: near those fitted on the ACL Anthology of 2025."""
