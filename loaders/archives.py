"""Unpacking tar and zip archives into a temporary folder, so that a loader finds the files beside an input.

Only regular files with plain relative names are written; links, devices, absolute names, ``..`` and encrypted members
are refused one by one. What is written is bounded in bytes and in number. Headers of tar are read here, not by
:mod:`tarfile`, which believes the size that a header states of itself.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import struct
import tarfile
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from coterie.graph.model.errors import LoadError

MAX_RATIO = 250
MAX_MEMBERS = 100_000
MAX_HEADER = 64 << 10
"""Bytes of the longest name or extended header of a member."""

RESERVE = 256 << 20
"""Bytes of the temporary folder's disk that unpacking leaves free."""

_BLOCK = 512
_CHUNK = 1 << 20
_DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError,
           struct.error, ValueError, OverflowError)  # fmt: skip
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


class Unpacked:
    """The members of an archive in ``folder``, which is removed when this object goes, at the latest at exit.

    ``refused`` holds name and reason of each member that was not written.
    """

    def __init__(self, name: str, limit: int) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="coterie-"))
        self.refused: dict[str, str] = {}
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self._limit, self._room = limit, shutil.disk_usage(self.folder).free - RESERVE
        self._written = self._count = 0

    def refuse(self, member: str, reason: str) -> None:
        """Note that ``member`` is not unpacked, and why."""
        self._counted()
        self.refused[member] = reason

    def place(self, member: str) -> Path | None:
        """Where ``member`` is to be written; None, and noted as refused, where its name is not safe."""
        parts = [part for part in member.split("/") if part not in ("", ".")]
        if member.startswith("/") or not parts or any(_unsafe(part) for part in parts):
            self.refuse(member, "has a name that leads out of the archive")
            return None
        return self.folder.joinpath(*parts)

    def write(self, member: str, pieces: Iterator[bytes]) -> None:
        """Write ``member`` as it comes in ``pieces``. Raises ``LoadError`` beyond the bounds."""
        self._counted()
        target = self.place(member)
        stream = None if target is None else self._opened(member, target)
        try:
            for piece in pieces:
                self._written += len(piece)
                self._check_room()
                if stream is not None:
                    stream.write(piece)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise self._no_room() from error
            raise
        finally:
            if stream is not None:
                stream.close()

    def _opened(self, member: str, target: Path) -> BinaryIO | None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            return target.open("wb")
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise self._no_room() from error
            self.refuse(member, "cannot be written under its name")
            return None

    def _counted(self) -> None:
        self._count += 1
        if self._count > MAX_MEMBERS:
            raise LoadError(f"{self.name} has more than {MAX_MEMBERS:,} members: refused", source=self.name)

    def _check_room(self) -> None:
        if self._written > self._limit:
            raise too_large(self.name)
        if self._written > self._room:
            raise self._no_room()

    def _no_room(self) -> LoadError:
        return LoadError(f"{self.name}: no room to unpack it in {self.folder.parent}", source=self.name,
                         hint="unpack it yourself, or set TMPDIR to a larger disk")  # fmt: skip


def too_large(name: str) -> LoadError:
    """The error for what expands beyond all measure."""
    return LoadError(f"{name} expands more than {MAX_RATIO}-fold: refused", source=name,
                     hint="decompress it yourself if you trust it")  # fmt: skip


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes of a file are the header of a tar archive (its checksum is right)."""
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def is_workbook(path: Path) -> bool:
    """Whether a zip file is a workbook of Excel: one input, not an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.NameToInfo
    except _DAMAGE:
        return False


def unpack_tar(name: str, stream: BinaryIO, limit: int) -> Unpacked:
    """Unpack the tar archive in ``stream`` (decompressed, closed afterwards), at most ``limit`` bytes. Raises
    ``LoadError`` where it is damaged or beyond the bounds."""
    out = Unpacked(name, limit)
    try:
        with stream:
            for member, kind, pieces in _tar_members(stream):
                if not _visible(member) or kind == "folder":
                    continue
                if kind:
                    out.refuse(member, f"is {kind}, not a file")
                else:
                    out.write(member, pieces)
    except LoadError:
        raise
    except (*_DAMAGE, tarfile.TarError) as error:
        raise _damaged(name, "tar", error) from error
    return out


def unpack_zip(name: str, path: Path, limit: int) -> Unpacked:
    """Unpack the zip archive at ``path``, at most ``limit`` bytes. Raises ``LoadError`` like :func:`unpack_tar`."""
    out = Unpacked(name, limit)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [
                info for info in archive.infolist() if info.filename and not info.is_dir() and _visible(info.filename)
            ]
            if sum(info.file_size for info in infos) > limit:
                raise too_large(name)
            for info in infos:
                mode = info.external_attr >> 16
                if info.flag_bits & 1:
                    out.refuse(info.filename, "is encrypted")
                elif info.compress_type not in _ZIP_METHODS:
                    out.refuse(info.filename, "is packed in a way that is not read")
                elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                    out.refuse(info.filename, "is a link or device, not a file")
                else:
                    with archive.open(info) as stream:
                        out.write(info.filename, iter(partial(stream.read, _CHUNK), b""))
    except LoadError:
        raise
    except _DAMAGE as error:
        raise _damaged(name, "zip", error) from error
    return out


def _damaged(name: str, kind: str, error: Exception) -> LoadError:
    return LoadError(f"{name} is damaged ({kind}: {' '.join(str(error).split())})", source=name)


def _visible(member: str) -> bool:
    return not any(part.startswith((".", "__")) and part not in (".", "..") for part in member.split("/"))


def _unsafe(part: str) -> bool:
    return (
        part == ".." or any(c < " " or c == "\x7f" for c in part) or (os.name == "nt" and bool(set("\\:") & set(part)))
    )


_KINDS = {
    tarfile.REGTYPE: "", tarfile.AREGTYPE: "", tarfile.CONTTYPE: "", tarfile.DIRTYPE: "folder",
    tarfile.LNKTYPE: "a link", tarfile.SYMTYPE: "a link", tarfile.CHRTYPE: "a device", tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a named pipe", tarfile.GNUTYPE_SPARSE: "a sparse file",
}  # fmt: skip


def _tar_members(stream: BinaryIO) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    """Name, kind ("" for a regular file) and bytes of each member; the bytes must be taken before the next one, or
    are passed over."""
    extended: dict[str, str] = {}
    while block := stream.read(_BLOCK):
        if len(block) == _BLOCK and not block.strip(b"\0"):
            return
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        size = int(extended.get("size", info.size))
        if size < 0:
            raise tarfile.HeaderError("a member of negative size")
        pieces = _pieces(stream, size)
        if info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            if size > MAX_HEADER:
                raise tarfile.HeaderError(f"a header of {size:,} bytes")
            data = b"".join(pieces)
            extended |= _pax(data) if info.type != tarfile.GNUTYPE_LONGNAME else {"path": _text(data.rstrip(b"\0"))}
        elif info.type not in (tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE):
            sparse = any(key.startswith("GNU.sparse.") for key in extended)
            kind = "a sparse file" if sparse else _KINDS.get(info.type, "of an unknown kind")
            yield extended.get("path", info.name), kind, pieces
            extended = {}
        for _ in pieces:
            pass


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """``size`` bytes and the padding after them, which is not given out."""
    left = size
    while left:
        piece = stream.read(min(left, _CHUNK))
        if not piece:
            raise EOFError("it ends in the middle of a member")
        left -= len(piece)
        yield piece
    stream.read(-size % _BLOCK)


def _pax(data: bytes) -> dict[str, str]:
    """The records ``length key=value`` of an extended header."""
    out, at = dict[str, str](), 0
    while at < len(data) and data[at : at + 1] != b"\0":
        digits, _, _ = data[at : at + 12].partition(b" ")
        length = int(digits)
        if not len(digits) + 1 < length <= len(data) - at:
            raise tarfile.HeaderError("a bad extended header")
        key, _, value = data[at + len(digits) + 1 : at + length - 1].partition(b"=")
        out[_text(key)] = _text(value)
        at += length
    return out


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
