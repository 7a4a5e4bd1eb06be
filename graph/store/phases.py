"""A test hook: die at a named phase.

``COTERIE_KILL_AT=bulk-swap`` (or ``bulk-swap:3`` for the third time) makes the process kill itself with SIGKILL when
that phase is reached, as a power cut or ``kill -9`` would. Without the variable a phase costs one dictionary lookup.
"""

from __future__ import annotations

import os
import signal

PHASES = (
    "bulk-nodes", "bulk-rels", "bulk-verify", "bulk-swap", "bulk-swapped", "snapshot-write", "apply-begin",
    "apply-mid", "apply-commit", "between-batches",
)  # fmt: skip
"""Names of the phases, in the order in which a load reaches them."""

_reached: dict[str, int] = {}


def reach(phase: str) -> None:
    """Note that ``phase`` is reached; kill this process if ``COTERIE_KILL_AT`` asks for it."""
    wanted = os.environ.get("COTERIE_KILL_AT")
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name != phase:
        return
    _reached[phase] = _reached.get(phase, 0) + 1
    if _reached[phase] >= int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
