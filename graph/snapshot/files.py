"""One file of columns: aligned binary sections, then a directory in JSON, memory-mapped and read as needed.

``magic · sections · directory · length and crc32 of the directory · magic``. One file, because then a single rename
replaces a snapshot at one instant, a reader that has the old one open keeps it, and a column that nobody asks for
costs nothing. Each section carries a crc32 for each MiB, checked when it is first read. Nothing is ever unpickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import secrets
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.errors import StoreError

FORMAT = 3
_MAGIC = b"COTERIE\x01"
_TAIL = struct.Struct("<QI8s")
_ALIGN = 64
_CHUNK = 1 << 20


def damaged(path: Path, why: str) -> StoreError:
    """The error for a file that cannot be used; whoever gets it makes the snapshot anew."""
    hint = "it holds nothing of its own: make it anew with --refresh"
    return StoreError(f"the snapshot {path} cannot be read: {why}", reason="damaged", hint=hint)


class ColumnWriter:
    """Writes the sections of a file, one after the other."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = out.write(_MAGIC)

    def add(self, values: NDArray[Any]) -> dict[str, Any]:
        """Write ``values``; returns what the directory must hold to find them again."""
        self._at += self._out.write(b"\0" * (-self._at % _ALIGN))
        little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        data = memoryview(little.reshape(-1).view(np.uint8).data)
        sums = [zlib.crc32(data[i : i + _CHUNK]) for i in range(0, len(data), _CHUNK)]
        entry = {"at": self._at, "size": len(data), "type": little.dtype.str, "crc": sums}
        self._at += self._out.write(data)
        return entry

    def close(self, directory: dict[str, Any]) -> None:
        """Write the directory and the end."""
        text = json.dumps({"format": FORMAT, **directory}, separators=(",", ":")).encode()
        self._out.write(text + _TAIL.pack(len(text), zlib.crc32(text), _MAGIC))


class ColumnFile:
    """A file of columns, mapped into memory. Raises StoreError (damaged, missing).

    ``mark``: a digest of its directory and so, as that holds the checksums of all columns, of the whole content.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise StoreError(f"there is no snapshot at {path}", reason="missing") from None
        except (OSError, ValueError) as error:
            raise damaged(path, str(error)) from None
        self.mark = ""
        self.directory = self._read_directory()
        self._checked: set[tuple[int, int]] = set()

    def _read_directory(self) -> dict[str, Any]:
        size = len(self._map)
        if size < len(_MAGIC) + _TAIL.size or self._map[: len(_MAGIC)] != _MAGIC:
            raise damaged(self.path, "it is no snapshot, or of another format")
        length, crc, magic = _TAIL.unpack(self._map[size - _TAIL.size :])
        start = size - _TAIL.size - length
        if magic != _MAGIC or start < len(_MAGIC):
            raise damaged(self.path, "its end is missing")
        text = self._map[start : start + length]
        if zlib.crc32(text) != crc:
            raise damaged(self.path, "its directory does not match its checksum")
        self.mark = hashlib.sha256(text).hexdigest()
        directory: dict[str, Any] = json.loads(text)
        if directory.get("format") != FORMAT:
            raise damaged(self.path, f"its format is {directory.get('format')}, not {FORMAT}")
        return directory

    def array(self, entry: dict[str, Any], start: int = 0, stop: int | None = None) -> NDArray[Any]:
        """Elements ``start:stop`` of a section, read-only and not copied, once its checksums agree."""
        kind = np.dtype(entry["type"])
        stop = entry["size"] // kind.itemsize if stop is None else stop
        self._check(entry, start * kind.itemsize, stop * kind.itemsize)
        return np.frombuffer(self._map, kind, max(stop - start, 0), entry["at"] + start * kind.itemsize)

    def _check(self, entry: dict[str, Any], first: int, last: int) -> None:
        if entry["at"] + entry["size"] > len(self._map):
            raise damaged(self.path, "it is too short")
        for i in range(first // _CHUNK, -(-last // _CHUNK)):
            if (entry["at"], i) not in self._checked:
                begin = entry["at"] + i * _CHUNK
                end = min(begin + _CHUNK, entry["at"] + entry["size"])
                with memoryview(self._map) as whole, whole[begin:end] as part:
                    if zlib.crc32(part) != entry["crc"][i]:
                        raise damaged(self.path, "a column does not match its checksum")
                self._checked.add((entry["at"], i))


@contextlib.contextmanager
def replacing(path: Path, reach: Callable[[str], None] | None = None) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of ``path`` when the block ends well: before that instant a crash leaves
    the old file, after it the new one, whole and on disk. ``reach`` is called with "snapshot-write" in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    temporary = path.with_name(f"{path.name}.new-{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if reach is not None:
            reach("snapshot-write")
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _remove_leftovers(path: Path) -> None:
    """Remove what crashed writers left; another process may be writing now, so only what is an hour old."""
    for left in path.parent.glob(f"{path.name}.new-*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - 3600:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
