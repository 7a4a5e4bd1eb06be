"""Ctrl-C during a query.

The driver catches ``KeyboardInterrupt`` and then waits, closing its session, until the query has ended. It lets
``asyncio.CancelledError`` through after killing the connection. An exception that is both gets out at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class Interrupted(KeyboardInterrupt, asyncio.CancelledError):
    """Ctrl-C; ends a running query at once. Caught wherever ``KeyboardInterrupt`` is."""


def _raise(_signal: int, _frame: FrameType | None) -> None:
    raise Interrupted


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Within, Ctrl-C raises :class:`Interrupted`. Does nothing outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _raise)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
