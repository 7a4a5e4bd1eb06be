"""The folder of an embedded store: what lies in it, who owns it, and the swap that a crash cannot tear.

====================  =========================================================================
``databases/graph/``  the engine's database
``snapshot/``         the columnar copy, written by assembly
``results/``          measures that were made once (coterie.kept); may be deleted at any time
``store.json``        store id, model version and generation, readable without an engine
``owner.lock``        locked by the process that owns the folder; never deleted
``owner.json``        0600: the owner's process id, Bolt address and reader login, while it runs
``loading/``          a new store being built; ``loading/READY`` means: complete, to be swapped in
``config/`` ``log/``  the engine's accounts and log
====================  =========================================================================

The swap is a redo log. Everything new lies in ``loading/`` before ``READY`` is written; after that each part is moved
to its place, and whoever claims the folder next after a crash moves what is left. Without ``READY`` the half-built
store is thrown away and the old one stands untouched.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from coterie.graph.model.errors import StoreError
from coterie.graph.store.phases import reach

DATABASE = "graph"
_LOCK, _OWNER, _STATE, _LOADING, _READY, _OLD = "owner.lock", "owner.json", "store.json", "loading", "READY", "old"
_PARTS = ("databases/" + DATABASE, "snapshot", _STATE)


@dataclass(frozen=True)
class State:
    """What ``store.json`` says. ``pending`` is true while a commit is under way: then only the engine knows."""

    store_id: str
    model: int
    generation: int
    pending: bool = False


@dataclass(frozen=True)
class Owner:
    """The process that owns a folder; ``uri`` is empty until its engine listens."""

    pid: int
    uri: str = ""
    user: str = ""
    password: str = ""


class Claim:
    """The right to a store's folder. The operating system takes it back when the process dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fd = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self._fd, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._fd)
            raise BlockingIOError(*error.args) from error

    def announce(self, owner: Owner) -> None:
        """Say who owns the folder and how to reach its engine (0600)."""
        write_private(self.folder / _OWNER, json.dumps(asdict(owner)))

    def release(self) -> None:
        """Give the folder up. Harmless when repeated."""
        if self._fd >= 0:
            (self.folder / _OWNER).unlink(missing_ok=True)
            os.close(self._fd)
            self._fd = -1

    def forget(self) -> None:
        """Close the lock in a forked child without touching the parent's files."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class InUse(StoreError):
    """Another process owns the folder; ``owner`` says where its engine listens."""

    def __init__(self, folder: Path, owner: Owner | None) -> None:
        by = f"process {owner.pid}" if owner else "another process, which is starting or stopping"
        super().__init__(
            f"{folder} is in use by {by}", reason="locked", hint="wait until it has finished, or end that process"
        )
        self.owner = owner


def claim(path: str | os.PathLike[str], patience_s: float = 3.0) -> Claim:
    """Make ``path`` ours alone, and finish or undo what a killed owner left there.

    Raises ``InUse`` (StoreError, locked) when another process has it, and StoreError when it cannot be used.
    """
    folder = resolve(path)
    deadline = time.monotonic() + patience_s
    with usable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        while True:
            try:
                held = Claim(folder)
                break
            except BlockingIOError:
                owner = read_owner(folder)
                if (owner and owner.uri) or time.monotonic() > deadline:
                    raise InUse(folder, owner) from None
                time.sleep(0.05)
        try:
            recover(folder)
            held.announce(Owner(os.getpid()))
        except BaseException:
            held.release()
            raise
    return held


def resolve(path: str | os.PathLike[str]) -> Path:
    """The absolute path of a store's folder."""
    return Path(path).expanduser().resolve()


@contextlib.contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Turn errors of the file system into StoreError."""
    try:
        yield
    except OSError as error:
        if folder.is_file():
            message, hint = f"{folder} is a file, not the folder of a store", "choose another --store"
            raise StoreError(message, reason="damaged", hint=hint) from error
        reason = "full" if is_full(error) else "unreachable"
        hint = "free some space" if reason == "full" else "check the folder and its permissions"
        raise StoreError(f"cannot use {folder}: {error.strerror or error}", reason=reason, hint=hint) from error


def is_full(error: OSError) -> bool:
    """Whether the error says that the disk, or the user's share of it, is full."""
    import errno

    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def exists(folder: Path) -> bool:
    """Whether the folder holds a store (a finished one, or one whose swap is to be finished)."""
    return (folder / "databases" / DATABASE).is_dir() or (folder / _LOADING / _READY).exists()


def read_owner(folder: Path) -> Owner | None:
    """Who owns the folder, or None while the owner starts or stops."""
    try:
        return Owner(**json.loads((folder / _OWNER).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def read_state(folder: Path) -> State | None:
    """What ``store.json`` says; None where it is absent or unreadable (the engine's Meta node then decides)."""
    try:
        return State(**json.loads((folder / _STATE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(folder: Path, state: State) -> None:
    """Replace ``store.json``, durably."""
    write_private(folder / _STATE, json.dumps(asdict(state)))
    sync(folder)


def read_generation(path: str | os.PathLike[str]) -> str | None:
    """The generation of an embedded store without starting its engine; a crashed swap is finished first.

    None where there is no store, or where only the engine can tell (a crash during a commit). An opaque text: compare
    it for equality with the one a snapshot was made at.
    """
    folder = resolve(path)
    if (folder / _LOADING / _READY).exists():
        with contextlib.suppress(InUse):
            claim(folder).release()
    state = read_state(folder)
    return None if state is None or state.pending or not exists(folder) else str(state.generation)


def begin_loading(folder: Path) -> Path:
    """An empty folder beside the store in which a new one is built."""
    loading = folder / _LOADING
    shutil.rmtree(loading, ignore_errors=True)
    (loading / "databases").mkdir(parents=True, mode=0o700)
    return loading


def finish_loading(folder: Path) -> None:
    """Declare what lies in ``loading/`` complete, and move it into place."""
    loading = folder / _LOADING
    for file in loading.rglob("*"):
        sync(file)
    sync(loading)
    reach("bulk-swap")
    write_private(loading / _READY, "")
    sync(loading)
    recover(folder)


def recover(folder: Path) -> None:
    """Finish a swap that was declared complete; throw away what was not. Safe to repeat after a crash at any point."""
    loading = folder / _LOADING
    if (loading / _READY).exists():
        for part in _PARTS:
            if (loading / part).exists():
                _move(loading / part, folder / part, loading / _OLD / part)
        (loading / _READY).unlink()
        sync(loading)
    shutil.rmtree(loading, ignore_errors=True)


def _move(new: Path, place: Path, old: Path) -> None:
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if place.is_dir():
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(old, ignore_errors=True)
        os.rename(place, old)
    os.replace(new, place)
    sync(place.parent)
    reach("bulk-swapped")


def sync(path: Path) -> None:
    """Bring a file or a folder's entries to the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_private(file: Path, text: str) -> None:
    """Replace a file by one only the user can read, whole or not at all."""
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, file)
