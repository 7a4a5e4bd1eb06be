"""The columnar copy of a graph: written by assembly, memory-mapped by whatever analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coterie.graph.snapshot.snapshot import Grouping, Snapshot, write

if TYPE_CHECKING:
    from coterie.graph.snapshot.selection import Selection


def __getattr__(name: str) -> Any:
    """``Selection``, imported when first asked for."""
    if name != "Selection":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from coterie.graph.snapshot.selection import Selection

    return Selection


__all__ = ["Grouping", "Selection", "Snapshot", "write"]
