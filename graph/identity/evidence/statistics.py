"""What is usual in a corpus: how many bear a name, and how many papers a co-author, word, venue or place is on.

Frozen with the graph: a paper that comes later does not change what was decided of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.evidence.bearers import Bearers
from coterie.graph.identity.evidence.counts import Counts, Floats, Ints, digests
from coterie.graph.names.comparing import NameForm

KINDS = ("family", "given", "initial", "name", "block", "word", "venue", "place")
"""What is counted: of the distinct forms of names those with a family name, given names, an initial; of the papers
those with a name, a block of names, a word, a venue; of the mentions with affiliation those with a word of it."""

_BEYOND = 100
"""Names, papers and places that are assumed besides those of the corpus: in a small one each thing stands for a larger
share of the corpus than of the world."""


def keys_of(bearers: Bearers) -> dict[str, NDArray[np.uint32]]:
    """The digests under which each form of a name is counted, by kind."""
    forms = bearers.forms
    return {
        "family": digests((f.family for f in forms), len(forms)),
        "given": digests(("".join(f.given) for f in forms), len(forms)),
        "initial": digests((f.given[0][0] if f.given else "" for f in forms), len(forms)),
        "name": digests(map(name_text, forms), len(forms)),
        "block": digests((bearers.blocks[b] for b in bearers.block.tolist()), len(forms)),
    }


def name_text(name: NameForm) -> str:
    """A form of a name as one text."""
    return f"{' '.join(name.given)}|{name.family}|{name.suffix}|{name.number}"


@dataclass(frozen=True)
class Statistics:
    """``names``: distinct forms; ``papers``; ``placed``: mentions with affiliation; ``counts`` by kind."""

    names: int
    papers: int
    placed: int
    counts: Mapping[str, Counts]

    @classmethod
    def counted(cls, names: int, papers: int, placed: int, found: Mapping[str, tuple[NDArray[np.uint32], Ints]]
                ) -> Statistics:  # fmt: skip
        """From keys and how often each was met, by kind."""
        return cls(names, papers, placed, {kind: Counts.made(*found[kind]) for kind in KINDS})

    def bearers(self, names: Bearers) -> Floats:
        """Logarithm of how many persons are expected to bear each form of a name: of those with its family name, the
        share that have its given names, or for an initial its letter, were the two independent."""
        keys = keys_of(names)
        family, given = self.counts["family"].of(keys["family"]), self.counts["given"].of(keys["given"])
        letter = self.counts["initial"].of(keys["initial"])
        bare = np.fromiter((not f.given for f in names.forms), bool, len(names.forms))
        share = np.where(bare, self.names, np.where(names.initial, letter, given))
        around = self.names + _BEYOND
        return np.asarray(np.log(np.maximum(self.names, 1) * (family / around) * (share / around)))

    def rarity(self, kind: str, keys: NDArray[np.uint32], of: int) -> Floats:
        """Logarithm of one in how many (of ``of``) has each thing."""
        return np.asarray(np.log((of + _BEYOND) / np.minimum(self.counts[kind].of(keys), max(of, 1))))

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "names": self.names, "papers": self.papers, "placed": self.placed,
            "counts": {kind: found.packed() for kind, found in self.counts.items()},
        }  # fmt: skip

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Statistics:
        """What :meth:`as_dict` gave."""
        counts = {kind: Counts.unpacked(text) for kind, text in values["counts"].items()}
        return cls(values["names"], values["papers"], values["placed"], counts)


def met(codes: Iterable[Ints], keys: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], Ints]:
    """Keys, and how often each of them is met among ``codes`` (places in ``keys``)."""
    times = np.zeros(len(keys), np.int64)
    for found in codes:
        times += np.bincount(found, minlength=len(keys))
    return keys, times
