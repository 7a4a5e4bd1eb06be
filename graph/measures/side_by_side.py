"""What a comparison of identity keys found, as finished tables: to be shown, or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coterie.graph.measures.sensitivity import MEASURES, Sensitivity
from coterie.graph.measures.statements import statements

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class SideBySide:
    """``keys`` compared, the ``top`` people of each ranking; ``figures``, ``rankings``, ``ranks`` (by measure) and
    ``notes`` as of :class:`~coterie.graph.measures.sensitivity.Sensitivity`; ``statements``: rows, as of
    :meth:`~coterie.graph.measures.statements.Statement.row`; ``choices``: of the network under the graph's own key."""

    keys: tuple[str, ...]
    top: int
    figures: Rows
    rankings: Rows
    ranks: Mapping[str, Rows]
    statements: Rows
    choices: Mapping[str, Any]
    notes: Sequence[str]


def side_by_side(found: Sensitivity) -> SideBySide:
    """The tables of ``found``."""
    keys = tuple(found.measured)
    return SideBySide(
        keys, found.top, found.figures(), found.rankings(), {name: found.ranks(name) for name in MEASURES},
        [said.row(keys) for said in statements(found)], dict(found.base.view.network.choices), found.notes(),
    )  # fmt: skip
