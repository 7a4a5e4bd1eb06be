"""The links of a network as a table: who with whom, how strongly, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.tables import ABSENT
from coterie.graph.network.network import LINK_ARRAYS, CollaborationNetwork, Floats, Ints

_CHUNK = 100_000


def columns(network: CollaborationNetwork) -> tuple[str, ...]:
    """Names of the columns of :func:`rows`: both ends, the arrays of a link that are known (joint papers as ``joint``),
    the normalised weight where there is one, and both ids."""
    return ("from", "to", *(_COLUMN.get(name, name) for name in _arrays(network)), "from_id", "to_id")


def rankings(network: CollaborationNetwork) -> tuple[str, ...]:
    """What the links can go by: ``weight`` (that of the counting, or normalised) and each of their arrays."""
    return ("weight", *(_COLUMN.get(name, name) for name in _arrays(network)))


def ranked(network: CollaborationNetwork, by: str = "weight") -> Ints:
    """Numbers of the links (as in ``network.links()``), the highest ``by`` first, then those with more joint papers,
    then by the ids of their ends. Raises ValueError where ``by`` is none of :func:`rankings`."""
    if by not in rankings(network):
        raise ValueError(f"links do not go by {by!r}: choose one of {', '.join(rankings(network))}")
    at = network.links().at
    values = network.weight()[at] if by == "weight" else _array(network, _ARRAY.get(by, by))[at]
    return np.lexsort((-network.papers[at], -_alike(values)))


def rows(network: CollaborationNetwork, limit: int | None = None, by: str = "weight") -> Iterator[tuple[Any, ...]]:
    """A row for each link in the order of :func:`ranked`, the first ``limit`` (None or 0: all); years that are not
    known are None."""
    left, right, at = network.links()
    order = ranked(network, by)[: limit or None]
    names, ids = (network.names, network.ids) if len(order) else ([], [])
    for first in range(0, len(order), _CHUNK):
        some = order[first : first + _CHUNK]
        values = [_plain(_array(network, name)[at[some]]) for name in _arrays(network)]
        ends = zip(left[some].tolist(), right[some].tolist(), strict=True)
        for (a, b), *row in zip(ends, *values, strict=True):
            yield names[a], names[b], *row, ids[a], ids[b]


_COLUMN = {"papers": "joint"}
_ARRAY = {column: array for array, column in _COLUMN.items()}


def _arrays(network: CollaborationNetwork) -> list[str]:
    known = [name for name in LINK_ARRAYS if not np.isnan(np.asarray(getattr(network, name), np.float64)).any()]
    return [*known, *network.further]


def _array(network: CollaborationNetwork, name: str) -> NDArray[Any]:
    return np.asarray(network.further[name] if name in network.further else getattr(network, name))


def _alike(values: NDArray[Any]) -> Floats:
    """As numbers that can be turned about (an absent year is the lowest); weights that differ by the rounding of their
    last digits are one: twelve significant digits of a float."""
    if values.dtype.kind != "f":
        return values.astype(np.float64)
    scale = 10.0 ** (11 - np.floor(np.log10(np.where(values > 0, values, 1.0))))
    out: Floats = np.round(values * scale) / scale
    return out


def _plain(values: NDArray[Any]) -> list[Any]:
    return [None if value == ABSENT else value for value in values.tolist()]
