"""What identity is told: pure data, of the whole graph or of a part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coterie.graph.model.records import PersonRecord
from coterie.graph.model.tables import Column, Table


@dataclass(frozen=True)
class World:
    """What identity may know.

    ``mentions``: the columns of AUTHORED, those of the snapshot alone included, and ``paper``, the row in ``papers``.
    ``papers``: the columns of Paper. ``persons``: person records. ``topics``: for each paper the ids of its topics,
    sorted. ``places``: the name of each affiliation by its id. ``beside``: where the world is a part, the mentions on
    its papers that are not to be resolved (the same columns; ``paper`` as in ``mentions``). At each of its papers and
    mentions a part says the same as the whole.
    """

    mentions: Table
    papers: Table
    persons: Sequence[PersonRecord] = ()
    topics: Column | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    beside: Table | None = None
