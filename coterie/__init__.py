"""Coterie: a co-authorship knowledge graph.

>>> import coterie
>>> with coterie.open("coterie.graph") as graph:  # doctest: +SKIP
...     graph.load("papers.jsonl")
...     network = graph.network()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coterie.api import Graph, open
    from coterie.graph.model.errors import (
        AmbiguousName,
        CoterieError,
        IdentityError,
        LoadError,
        MapError,
        NotFound,
        QueryError,
        StoreError,
    )
    from coterie.graph.model.records import AffiliationRecord, Mention, PaperRecord, PersonRecord, TopicRecord
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Selection

__version__ = "0.1.0"

_ERRORS = ("AmbiguousName", "CoterieError", "IdentityError", "LoadError", "MapError", "NotFound", "QueryError",
           "StoreError")  # fmt: skip
_RECORDS = ("AffiliationRecord", "Mention", "PaperRecord", "PersonRecord", "TopicRecord")
_HOME = {
    "open": "coterie.api",
    "Graph": "coterie.api",
    "CollaborationNetwork": "coterie.graph.network",
    "Selection": "coterie.graph.snapshot",
    **dict.fromkeys(_ERRORS, "coterie.graph.model.errors"),
    **dict.fromkeys(_RECORDS, "coterie.graph.model.records"),
}

__all__ = [
    "AffiliationRecord",
    "AmbiguousName",
    "CollaborationNetwork",
    "CoterieError",
    "Graph",
    "IdentityError",
    "LoadError",
    "MapError",
    "Mention",
    "NotFound",
    "PaperRecord",
    "PersonRecord",
    "QueryError",
    "Selection",
    "StoreError",
    "TopicRecord",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that ``import coterie`` stays light."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
