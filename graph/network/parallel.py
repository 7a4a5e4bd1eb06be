"""Work in parts on all cores: the parts, and the order in which their results come, do not depend on how many."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from coterie.graph.model.errors import CoterieError

Part = TypeVar("Part")
Result = TypeVar("Result")


def workers() -> int:
    """Threads that work at once: ``COTERIE_THREADS``, or the cores that this process may use."""
    wanted = os.environ.get("COTERIE_THREADS", "")
    if not wanted:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not wanted.isdigit() or not int(wanted):
        raise CoterieError(f"COTERIE_THREADS is {wanted!r}", hint="set it to a number of threads, 1 or more")
    return int(wanted)


def in_parts(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """``work`` of each of ``parts``, in their order, several at once in threads; no more results are held than there
    are threads, and one. An interrupt waits for the parts that run."""
    threads = min(workers(), len(parts))
    if threads < 2:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[Result]] = deque()
        try:
            for part in parts:
                running.append(pool.submit(work, part))
                if len(running) > threads:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()
