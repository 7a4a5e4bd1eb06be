"""Assembly: from records to the graph, and from the graph to store and snapshot; loading, unloading and checking."""

from coterie.graph.assembly.check import check
from coterie.graph.assembly.loading import load
from coterie.graph.assembly.rebuild import rebuild, snapshot_for
from coterie.graph.assembly.repairing import repair
from coterie.graph.assembly.report import (
    CheckReport,
    Difference,
    FileReport,
    LoadReport,
    Progress,
    ResolveReport,
    UnloadReport,
)
from coterie.graph.assembly.resolving import resolve
from coterie.graph.assembly.unloading import sources, unload

__all__ = [
    "CheckReport", "Difference", "FileReport", "LoadReport", "Progress", "ResolveReport", "UnloadReport", "check",
    "load", "rebuild", "repair", "resolve", "snapshot_for", "sources", "unload",
]  # fmt: skip
