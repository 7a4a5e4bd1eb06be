"""Opening inputs: files, folders, archives, standard input; plain or compressed, all told by content.

A file may be compressed (gz, bz2, xz, zst) and be a tar or zip archive, whose members are unpacked into a temporary
folder and then are like the files of a folder. Files are streamed. Decompression is bounded: an input that expands
more than ``MAX_RATIO``-fold beyond ``FREE_BYTES`` is refused. A workbook (.xlsx) and a Parquet file are one input.
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
import re
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from coterie.graph.model.errors import LoadError
from coterie.loaders.archives import MAX_RATIO, Unpacked, is_tar, is_workbook, too_large, unpack_tar, unpack_zip
from coterie.loaders.reading.lines import wide_encoding

FREE_BYTES = 64 << 20
HEAD_BYTES = 64 << 10
XZ_MEMORY = 256 << 20
STDIN = "-"
_CHUNK = 1 << 20
_MAGIC = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst", b"PK\x03\x04": "zip",
          b"PK\x05\x06": "zip"}  # fmt: skip
_BINARY = (b"PAR1", b"PK\x03\x04")
_BAD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd]")
"""Characters that no text has: undecodable ones and control characters but those of white space."""
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


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
            raise LoadError(f"{self._name} is damaged ({self._kind}: {error})", source=self._name) from error
        self._read += len(data)
        if self._read > self._limit:
            raise too_large(self._name)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        for stream in (self._inner, *self._also):
            stream.close()
        super().close()


class _Xz:
    """The bytes of xz streams one after another; a dictionary above ``XZ_MEMORY`` is refused."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner, self._ahead = inner, b""
        self._stream: lzma.LZMADecompressor | None = None

    def read(self, size: int) -> bytes:
        while True:
            stream = self._stream
            data = self._ahead or (self._inner.read(_CHUNK) if stream is None or stream.needs_input else b"")
            if stream is None:
                if not (data := data.lstrip(b"\0")):  # padding between streams, or the end
                    return b""
                stream = self._stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)
            elif stream.needs_input and not data:
                raise EOFError("it ends in the middle")
            out, self._ahead = stream.decompress(data, size), b""
            if stream.eof:
                self._stream, self._ahead = None, stream.unused_data
            if out:
                return out

    def close(self) -> None:
        self._inner.close()


@dataclass(frozen=True)
class Found:
    """One input before it is read: a file, standard input, or a member of an archive.

    ``name`` is how it is shown (``archive/member``), ``path`` the file on disk: a member's lies unpacked in a temporary
    folder, its siblings beside it, as long as this object lives; None for standard input. ``is_member``: whether it
    came out of an archive.
    """

    name: str
    path: Path | None
    is_member: bool
    _open: Callable[[], BinaryIO]
    _bytes: Callable[[], BinaryIO]
    _archive: Unpacked | None = None

    def open(self) -> BinaryIO:
        """Its decompressed bytes. Raises ``LoadError``."""
        return self._open()

    def sha256(self) -> str:
        """Hex sha256 of the file as it lies on disk (of a member: of the file unpacked)."""
        digest = hashlib.sha256()
        with self._bytes() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def find(path: str | os.PathLike[str]) -> Iterator[Found]:
    """What ``path`` holds, in sorted order: a file gives itself, an archive its members, a folder its visible files,
    ``-`` standard input. An archive inside a folder is opened, one inside an archive is not.

    Raises ``LoadError`` if it does not exist or cannot be read; what is wrong with one of several files is raised when
    that one is opened.
    """
    name = os.fspath(path)
    if name == STDIN:
        yield from _find_file(STDIN, _spooled_stdin(), shown=None)
        return
    place = Path(name)
    if place.is_dir():
        for file in _files(place):
            yield from _find_file(_shown(file), file, shown=file)
    elif place.exists() and not place.is_file():
        raise LoadError(f"{name} is neither a file nor a folder", source=name)
    else:
        _plain(_shown(place), place).close()
        yield from _find_file(_shown(place), place, shown=place)


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of an input are those of a workbook, a Parquet file, or otherwise no text."""
    return head.startswith(_BINARY) or not is_text(head)


def is_text(head: bytes) -> bool:
    """Whether the first bytes of an input look like text (UTF-8, UTF-16 or UTF-32): at most a tenth of the characters
    are undecodable or control characters."""
    chars = decode(head)
    return len(_BAD.findall(chars)) * 10 <= len(chars)


def decode(data: bytes) -> str:
    """Text of ``data`` without its byte-order mark; undecodable bytes become U+FFFD."""
    return data.decode(wide_encoding(data) or "utf-8-sig", "replace")


def _shown(path: Path) -> str:
    """``path`` with slashes, bytes that are no UTF-8 replaced."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


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


def _find_file(name: str, path: Path, shown: Path | None, inside: Unpacked | None = None) -> Iterator[Found]:
    """The input at ``path``, or the inputs in the archive there."""
    try:
        kind, packing = _kind(name, path)
        if kind == "archive" and inside is not None:
            raise LoadError(f"{name} is an archive inside an archive, which is not opened", source=name)
        archive = _unpacked(name, path, packing) if kind == "archive" else None
    except LoadError as error:
        yield Found(name, shown, inside is not None, _raiser(error), partial(_plain, name, path), inside)
        return
    if archive is not None:
        yield from _members(name, archive)
    else:
        opener = partial(_expanded, name, path, "" if kind == "workbook" else packing)
        yield Found(name, shown, inside is not None, opener, partial(_plain, name, path), inside)


def _members(name: str, archive: Unpacked) -> Iterator[Found]:
    """The files of an archive as they lie unpacked, then what was refused."""
    for file in _files(archive.folder):
        yield from _find_file(f"{name}/{_shown(file.relative_to(archive.folder))}", file, shown=file, inside=archive)
    for member, reason in sorted(archive.refused.items()):
        where = f"{name}/{_shown(Path(member.lstrip('/')))}"
        error = LoadError(f"{where} {reason}", source=where)
        yield Found(where, None, True, _raiser(error), _raiser(error), archive)


def _raiser(error: LoadError) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        raise error

    return opener


def _packing(name: str, path: Path) -> str:
    """How a file is compressed, by its first bytes; "" for not at all."""
    with _plain(name, path) as stream:
        start = stream.read(8)
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), "")


def _kind(name: str, path: Path) -> tuple[str, str]:
    """archive, workbook, or "" for another single input; and how the file is packed (:func:`_packing`)."""
    packing = _packing(name, path)
    if packing == "zip":
        return "workbook" if is_workbook(path) else "archive", packing
    with _expanded(name, path, packing) as stream:
        return "archive" if is_tar(stream.read(512)) else "", packing


def _unpacked(name: str, path: Path, packing: str) -> Unpacked:
    limit = max(FREE_BYTES, path.stat().st_size * MAX_RATIO)
    if packing == "zip":
        archive = unpack_zip(name, path, limit)
    else:
        archive = unpack_tar(name, _expanded(name, path, packing), limit)
    if not archive.refused and not any(_files(archive.folder)):
        raise LoadError(f"{name} is an archive without files", source=name)
    return archive


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
        "gz": lambda s: gzip.GzipFile(fileobj=s), "bz2": bz2.BZ2File, "xz": _Xz, "zst": _zstd(name),
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
