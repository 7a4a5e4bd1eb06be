"""The network of collaboration: projected from the snapshot, held in compressed rows, a networkx backend graph.

Everything is imported when first asked for: networkx asks this package for its description at its own import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coterie.graph.network.build import from_networkx, from_pairs
    from coterie.graph.network.network import CollaborationNetwork
    from coterie.graph.network.normalising import normalised
    from coterie.graph.network.projection import project

_HOME = {
    "CollaborationNetwork": "network",
    "from_networkx": "build",
    "from_pairs": "build",
    "normalised": "normalising",
    "project": "projection",
}

__all__ = ["CollaborationNetwork", "from_networkx", "from_pairs", "normalised", "project"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
