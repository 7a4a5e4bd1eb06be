"""The store: Neo4j or the embedded engine, both through Bolt. ``connect`` opens one; nothing heavy is imported here."""

from coterie.graph.store.bolt import Result
from coterie.graph.store.bulk import bulk_load
from coterie.graph.store.connection import connect
from coterie.graph.store.folder import read_generation, read_state
from coterie.graph.store.guard import parameters
from coterie.graph.store.interrupt import Interrupted, interruptible
from coterie.graph.store.store import Store

__all__ = [
    "Interrupted", "Result", "Store", "bulk_load", "connect", "interruptible", "parameters", "read_generation",
    "read_state",
]  # fmt: skip
