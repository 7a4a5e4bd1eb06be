"""The engine's Python package, and what it reads from the environment when a process loads it.

``arcadedb`` is the native build (no JVM, starts in a tenth of a second); ``arcadedb-embedded`` brings a Java runtime
and has the same interface.
"""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from coterie.graph.model.errors import StoreError

DEFAULT_HEAP_MB = 1024
_PACKAGES = ("arcadedb", "arcadedb_embedded")
_JAVA_LOG = """handlers = java.util.logging.FileHandler
.level = INFO
io.undertow.level = WARNING
org.xnio.level = WARNING
org.jboss.level = WARNING
com.arcadedb.level = INFO
java.util.logging.FileHandler.formatter = com.arcadedb.log.LogFormatter
java.util.logging.FileHandler.pattern = {pattern}
java.util.logging.FileHandler.limit = 100000000
java.util.logging.FileHandler.count = 10
"""

_loaded = _orphaned = False  # the library is in this process; it was in the process that forked this one


def library() -> Any:
    """The engine's package. Raises StoreError where none can be imported, or in a fork of a process with an engine."""
    global _loaded
    if _orphaned:
        raise StoreError(
            "no engine can start in a process forked from one with an engine",
            reason="unreachable",
            hint="start the process by spawn or forkserver",
        )
    for name in _PACKAGES:
        try:
            found = import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
        else:
            _loaded = True
            return found
    raise StoreError(
        "the embedded engine is not installed",
        reason="unreachable",
        hint="pip install arcadedb, or name a Neo4j server with --store",
    )


def engine_version() -> str:
    """Name and version of the embedded engine."""
    package = library()
    return f"ArcadeDB {getattr(package, 'ENGINE_VERSION', package.__version__)}"


@contextlib.contextmanager
def engine_environment(folder: Path, heap_mb: int | None) -> Iterator[None]:
    """What the engine reads once, when the process loads it: its heap, and a log in the store, not on the terminal.

    The heap is shared by all engines of a process: that of the first counts (``COTERIE_HEAP_MB``, else 1024 MB).
    """
    heap = f"-Xmx{heap_mb or int(os.environ.get('COTERIE_HEAP_MB') or DEFAULT_HEAP_MB)}m"
    log = folder / "log"
    log.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = {
        "ARCADEDB_LOG_DIR": str(log),
        "ARCADEDB_LOG_CONSOLE": "0",
        "ARCADEDB_NATIVE_ISOLATE_ARGS": _with_heap("ARCADEDB_NATIVE_ISOLATE_ARGS", heap),
        "ARCADEDB_JVM_ARGS": _with_heap("ARCADEDB_JVM_ARGS", f"{heap} {_java_log(log)}"),
        "ARCADEDB_JVM_ERROR_FILE": str(log / "hs_err_pid%p.log"),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _with_heap(variable: str, heap: str) -> str:
    given = os.environ.get(variable, "")
    return given if "-Xmx" in given or "-XX:Max" in given else f"{given} {heap}".strip()


def _java_log(log: Path) -> str:
    """The log settings of the build with a Java runtime, which knows no variable for them."""
    file = log / "java-logging.properties"
    pattern = str(log / "arcadedb.log").replace("\\", "/").replace("%", "%%")
    with contextlib.suppress(OSError):
        file.write_text(_JAVA_LOG.format(pattern=pattern), "utf-8")
    return shlex.quote(f"-Djava.util.logging.config.file={file}")


def _after_fork() -> None:
    global _orphaned
    _orphaned = _loaded


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
