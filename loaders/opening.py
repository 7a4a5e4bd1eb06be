"""Opening inputs: files, folders, standard input; plain or compressed (gz, bz2, xz, zst, zip), told by content.

Everything is streamed. Decompression is bounded: an input that expands more than ``MAX_RATIO``-fold beyond
``FREE_BYTES`` is refused.
"""

from __future__ import annotations

import atexit
import bz2
import gzip
import hashlib
import importlib
import io
import lzma
import os
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from coterie.graph.model.errors import LoadError

MAX_RATIO = 250
FREE_BYTES = 64 << 20
MAX_MEMBERS = 100_000
HEAD_BYTES = 64 << 10
STDIN = "-"
_CHUNK = 1 << 20
_MAGIC = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst", b"PK\x03\x04": "zip",
          b"PK\x05\x06": "zip"}  # fmt: skip
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, NotImplementedError)


class _Bounded(io.RawIOBase):
    """The bytes of ``inner``, refusing to expand too far; damage becomes a LoadError."""

    def __init__(self, inner: BinaryIO, name: str, kind: str, packed: int, *also: BinaryIO) -> None:
        self._inner, self._name, self._kind, self._also = inner, name, kind, also
        self._limit = max(FREE_BYTES, packed * MAX_RATIO)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except _DAMAGE as error:
            what = "is encrypted" if "password" in str(error) else f"is damaged ({self._kind}: {error})"
            raise LoadError(f"{self._name} {what}", source=self._name) from error
        self._read += len(data)
        if self._read > self._limit:
            raise LoadError(
                f"{self._name} expands more than {MAX_RATIO}-fold: refused",
                source=self._name,
                hint="decompress it yourself if you trust it",
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        for stream in (self._inner, *self._also):
            stream.close()
        super().close()


@dataclass(frozen=True)
class Found:
    """One input before it is read: a file, standard input, or a member of a zip archive.

    ``name`` is how it is shown, ``path`` the file on disk (None for standard input and members).
    """

    name: str
    path: Path | None
    _open: Callable[[], BinaryIO]
    _bytes: Callable[[], BinaryIO]

    @property
    def is_member(self) -> bool:
        """Whether it is a member of an archive."""
        return self.path is None and self.name != STDIN

    def open(self) -> BinaryIO:
        """Its decompressed bytes. Raises ``LoadError``."""
        return self._open()

    def sha256(self) -> str:
        """Hex sha256 of the file as it lies on disk (of a member of a zip archive: of the member unpacked)."""
        digest = hashlib.sha256()
        with self._bytes() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def find(path: str | os.PathLike[str]) -> Iterator[Found]:
    """What ``path`` holds, in sorted order: a file gives itself, an archive its members, a folder its visible files,
    ``-`` standard input. Raises ``LoadError`` if it does not exist or cannot be read."""
    name = os.fspath(path)
    if name == STDIN:
        yield from _find_file(STDIN, _spooled_stdin(), shown=None)
        return
    place = Path(name)
    if place.is_dir():
        for file in _files(place):
            yield from _find_file(file.as_posix(), file, shown=file)
    elif place.exists() and not place.is_file():
        raise LoadError(f"{name} is neither a file nor a folder", source=name)
    else:
        yield from _find_file(place.as_posix(), place, shown=place)


def is_text(head: bytes) -> bool:
    """Whether the first bytes of an input look like text (UTF-8, or UTF-16 with its mark): at most a tenth of the
    characters are undecodable or control characters."""
    chars = decode(head)
    bad = sum(c == "\ufffd" or (c < " " and c not in "\t\n\r\f") for c in chars)
    return bad * 10 <= len(chars)


def decode(data: bytes) -> str:
    """Text of ``data`` without its byte-order mark; undecodable bytes become U+FFFD."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__")))
        for file in sorted(files):
            if not file.startswith("."):
                yield Path(base, file)


def _spooled_stdin() -> Path:
    """Standard input, copied to a temporary file that lives as long as this process."""
    handle, name = tempfile.mkstemp(prefix="coterie-")
    atexit.register(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as out:
        while chunk := sys.stdin.buffer.read(_CHUNK):
            out.write(chunk)
    return Path(name)


def _find_file(name: str, path: Path, shown: Path | None) -> Iterator[Found]:
    with _plain(name, path) as stream:
        start = stream.read(8)
    kind = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), "")
    if kind == "zip":
        yield from _members(name, path)
        return
    yield Found(name, shown, lambda: _expanded(name, path, kind), lambda: _plain(name, path))


def _plain(name: str, path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise LoadError(f"{name} does not exist", source=name) from None
    except OSError as error:
        raise LoadError(f"{name} cannot be read: {error.strerror}", source=name) from error


def _expanded(name: str, path: Path, kind: str) -> BinaryIO:
    stream = _plain(name, path)
    if not kind:
        return stream
    size = os.fstat(stream.fileno()).st_size
    opener: dict[str, Callable[[BinaryIO], Any]] = {
        "gz": lambda s: gzip.GzipFile(fileobj=s), "bz2": bz2.BZ2File, "xz": lzma.LZMAFile, "zst": _zstd(name),
    }  # fmt: skip
    return cast(BinaryIO, io.BufferedReader(_Bounded(opener[kind](stream), name, kind, size, stream), _CHUNK))


def _zstd(name: str) -> Callable[[BinaryIO], Any]:
    def opener(stream: BinaryIO) -> Any:
        for module, function in (("compression.zstd", "ZstdFile"), ("zstandard", "open")):
            try:
                return getattr(importlib.import_module(module), function)(stream)
            except ModuleNotFoundError:
                continue
        stream.close()
        raise LoadError(
            f"{name} is compressed with zstandard, which this Python cannot read",
            source=name,
            hint="python -m pip install zstandard, or unpack it first",
        )

    return opener


def _members(name: str, path: Path) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir() and _visible(i.filename)]
    except _DAMAGE as error:
        raise LoadError(f"{name} is damaged (zip: {error})", source=name) from error
    size, total = path.stat().st_size, sum(i.file_size for i in infos)
    if len(infos) > MAX_MEMBERS or total > max(FREE_BYTES, size * MAX_RATIO):
        raise LoadError(f"{name} expands more than {MAX_RATIO}-fold: refused", source=name)
    if not infos:
        raise LoadError(f"{name} is an archive without files", source=name)
    for info in sorted(infos, key=lambda i: i.filename):
        yield _member(f"{name}/{info.filename}", path, info)


def _member(name: str, path: Path, info: zipfile.ZipInfo) -> Found:
    def opener() -> BinaryIO:
        try:
            archive = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise LoadError(f"{name} is damaged (zip: {error})", source=name) from error
        try:
            inner = archive.open(info)
        except _DAMAGE as error:
            archive.close()
            what = "is encrypted" if "password" in str(error) else f"is damaged (zip: {error})"
            raise LoadError(f"{name} {what}", source=name) from error
        bounded = _Bounded(cast(BinaryIO, inner), name, "zip", info.compress_size, cast(BinaryIO, archive))
        return cast(BinaryIO, io.BufferedReader(bounded, _CHUNK))

    return Found(name, None, opener, opener)


def _visible(member: str) -> bool:
    return not any(part.startswith((".", "__")) for part in member.split("/"))
