"""Published figures of co-authorship networks, to be read beside one's own.

The two reviews differ for the same sets, whose preparation differs: each row stands with its source.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

NEWMAN = "M. E. J. Newman, SIAM Review 45:167 (2003)"
ALBERT = "R. Albert, A.-L. Barabási, Rev. Mod. Phys. 74:47 (2002)"


@dataclass(frozen=True)
class Published:
    """A row of a review's table: people, links, mean number of collaborators, mean distance, clustering (transitivity,
    and mean of the local one), degree assortativity; None where the table has none. ``clustering_local`` of the second
    review is what its table calls clustering, of either kind."""

    network: str
    people: int
    links: int | None
    collaborators_per_person: float
    mean_distance: float
    clustering: float | None
    clustering_local: float | None
    assortativity: float | None
    source: str

    def row(self) -> dict[str, Any]:
        """The row, flat."""
        return asdict(self)


ROWS = (
    Published("physics co-authorship", 52_909, 245_300, 9.27, 6.19, 0.45, 0.56, 0.363, NEWMAN),
    Published("biology co-authorship", 1_520_251, 11_803_064, 15.53, 4.92, 0.088, 0.60, 0.127, NEWMAN),
    Published("mathematics co-authorship", 253_339, 496_489, 3.92, 7.57, 0.15, 0.34, 0.120, NEWMAN),
    Published("LANL", 52_909, None, 9.7, 5.9, None, 0.43, None, ALBERT),
    Published("MEDLINE", 1_520_251, None, 18.1, 4.6, None, 0.066, None, ALBERT),
    Published("SPIRES", 56_627, None, 173.0, 4.0, None, 0.726, None, ALBERT),
    Published("NCSTRL", 11_994, None, 3.59, 9.7, None, 0.496, None, ALBERT),
    Published("mathematics", 70_975, None, 3.9, 9.5, None, 0.59, None, ALBERT),
    Published("neuroscience", 209_293, None, 11.5, 6.0, None, 0.76, None, ALBERT),
)
"""The rows of both tables."""


def beside(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """A row of a summary's ``figures`` in the form of the published ones, and these after it."""
    own = {name: figures.get(name) for name in Published.__dataclass_fields__ if name not in ("network", "source")}
    return [{"network": "this one", **own, "source": figures.get("selection")}, *(row.row() for row in ROWS)]
