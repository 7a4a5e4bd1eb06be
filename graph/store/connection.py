"""From a path or an address to a store."""

from __future__ import annotations

import os
import re
from pathlib import Path

from coterie.graph.model.errors import StoreError
from coterie.graph.store.store import Store

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def connect(
    target: str | os.PathLike[str], *, read_only: bool = False, create: bool = False, heap_mb: int | None = None
) -> Store:
    """Open a store: the path of a folder (embedded) or the address of a Neo4j server.

    ``create``: make an embedded store where there is none (its engine starts when first needed). ``heap_mb``: the
    embedded engine's memory (``COTERIE_HEAP_MB``, else 1024); that of a process's first engine counts.
    An embedded store in use by another process is read through that process, and cannot be written.
    Raises StoreError: missing, locked, version, unreachable, auth, damaged, full.
    """
    text = os.fspath(target)
    if not _ADDRESS.match(text):
        from coterie.graph.store.embedded import EmbeddedStore

        return EmbeddedStore(Path(text), create=create, read_only=read_only, heap_mb=heap_mb)
    from coterie.graph.store.server import SCHEMES, ServerStore

    if not text.lower().startswith(SCHEMES):
        raise StoreError(
            f"{text.partition('://')[0]}:// is no scheme of a store",
            reason="unreachable",
            hint="use a folder, neo4j:// or bolt:// (neo4j+s:// encrypted)",
        )
    return ServerStore(text, read_only=read_only)
