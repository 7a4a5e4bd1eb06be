"""The strength of a link by what its two ends have: association strength, Salton, Jaccard, inclusion, equivalence.

Raw joint papers grow with the size of both ends; these measures take that away, each in its own way (N. J. van Eck,
L. Waltman, J. Am. Soc. Inf. Sci. Technol. 60:1635, 2009).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.network.network import COUNTED, CollaborationNetwork, Floats, Ints

Numbers = NDArray[Any]
METHODS: dict[str, str] = {
    "association": "association strength c/(a·b)",
    "salton": "Salton's cosine c/√(a·b)",
    "jaccard": "Jaccard index c/(a+b−c)",
    "inclusion": "inclusion index c/min(a, b)",
    "equivalence": "equivalence index c²/(a·b)",
}
"""How a link can be normalised; c: its weight, a and b: the totals of its ends."""
TOTALS = ("papers", "strength")
_SAID = {
    "papers": "c the joint papers, a and b the papers of either end, of teams within the cap",
    "strength": "c the weight of the link, a and b the sums of the weights of all links of either end",
}


def normalised(network: CollaborationNetwork, method: str, totals: str | None = None) -> CollaborationNetwork:
    """The same network with links weighted by ``method`` (:data:`METHODS`): its ``weight()``, and a further array of
    that name. Joint papers and the other arrays stay as they are.

    ``totals``: ``papers``, the selected papers of a node of teams within the cap, so that the ends of a link are two
    sets of papers and c is what they share; or ``strength``, the sum of the weights of a node's links. None: papers
    where the network knows them and counts them in full, else strength, as a fraction of a paper is no part of a set
    of papers. All but the association strength lie from 0 to 1. Raises ValueError for an unknown method or totals,
    and for papers that are not known or not counted in full.
    """
    if method not in METHODS:
        raise ValueError(f"there is no normalisation {method!r}: choose one of {', '.join(METHODS)}")
    if totals not in (None, *TOTALS):
        raise ValueError(f"totals must be one of {', '.join(TOTALS)}, not {totals!r}")
    countable = network.incidence is not None and network.choices.get("counting", "full") == "full"
    if totals == "papers" and not countable:
        raise ValueError("totals of papers need a network that was made of papers, in full counting")
    used = totals or ("papers" if countable else "strength")
    of = papers_within_cap(network) if used == "papers" else _strengths(network)
    top, bottom = _parts(method, network.weight(_counted(network)), *_ends(network, of))
    values = np.divide(top, bottom, out=np.zeros(len(top)), where=bottom > 0)
    made = CollaborationNetwork(
        lambda: network.ids, network.indptr, network.indices,
        {
            "papers": network.papers, "newman": network.newman, "pair_share": network.pair_share,
            "first_year": network.first_year, "last_year": network.last_year, **network.further,
            method: np.sqrt(values) if method == "salton" else values,
        },
        names=lambda: network.names, attributes=network.attributes, nodes=network.nodes, rows=network.rows,
        choices={**network.choices, "normalised": method, "totals": used}, incidence=network.incidence,
        snapshot=network.snapshot,
    )  # fmt: skip
    made.graph.update(network.graph)
    return made


def papers_within_cap(network: CollaborationNetwork) -> Ints:
    """Of each node the selected papers that can make links: those of teams within the cap. Raises ValueError where
    the network was not made of papers."""
    if network.incidence is None:
        raise ValueError("this network was made of pairs: it does not know the papers of its nodes")
    owner = np.repeat(np.arange(network.size), np.diff(network.incidence.indptr))
    return np.bincount(owner[network.incidence.linking], minlength=network.size).astype(np.int64)


def describe(network: CollaborationNetwork) -> str | None:
    """How the weights of ``network`` were normalised, in a line; None where they were not."""
    method = network.choices.get("normalised")
    if method is None:
        return None
    rounded = ", as rounded numbers" if is_rounded(network) else ""
    return f"normalised: {METHODS[method]}{rounded}; {_SAID[network.choices['totals']]} (van Eck and Waltman 2009)"


def is_rounded(network: CollaborationNetwork) -> bool:
    """Whether the weights are rounded numbers, of which no exact fractions are known: roots, and shares of shares."""
    method = network.choices.get("normalised")
    return method is not None and (method == "salton" or network.choices["totals"] != "papers")


def fractions(network: CollaborationNetwork) -> tuple[Ints, list[Fraction]] | None:
    """A kind for each entry of ``indices``, and the weight of each kind as an exact fraction; None where the network
    is not normalised, or its weights are rounded."""
    if "normalised" not in network.choices or is_rounded(network):
        return None
    left, right = _ends(network, papers_within_cap(network))
    top, bottom = _parts(network.choices["normalised"], network.papers, left, right)
    common = np.gcd(top, bottom)
    distinct, of = np.unique(np.column_stack([top // common, bottom // common]), axis=0, return_inverse=True)
    return of.reshape(-1).astype(np.int64), [Fraction(a, b) for a, b in distinct.tolist()]


def _counted(network: CollaborationNetwork) -> str:
    return COUNTED[network.choices.get("counting", "full")]


def _strengths(network: CollaborationNetwork) -> Floats:
    owner = np.repeat(np.arange(network.size), network.degree)
    return np.bincount(owner, weights=network.weight(_counted(network)), minlength=network.size).astype(np.float64)


def _ends(network: CollaborationNetwork, of: Numbers) -> tuple[Numbers, Numbers]:
    return np.repeat(of, network.degree), of[network.indices]


def _parts(method: str, link: Numbers, one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Numerator and denominator; of Salton's cosine those of its square."""
    if method == "jaccard":
        return link, one + other - link
    if method == "inclusion":
        return link, np.minimum(one, other)
    return link if method == "association" else link * link, one * other
