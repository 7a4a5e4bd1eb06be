"""Lines of text in any usual encoding, in constant memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from coterie.graph.model.errors import LoadError

MAX_LINE = 16 << 20
"""Bytes of the longest line that is read."""

_CHUNK = 1 << 20


def text_lines(stream: BinaryIO, name: str = "") -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of each line, without its end; lines end in LF, CRLF or CR.

    The encoding is told by the byte-order mark, or by the NULs of UTF-16 without one; otherwise each line that is not
    UTF-8 is read as Windows-1252. NULs are dropped. Raises ``LoadError`` for a line above ``MAX_LINE`` bytes.
    """
    return enumerate(chain.from_iterable(_lines(stream, name)), 1)


class Again:
    """A stream whose first bytes were read to see what it is: ``read`` gives them again, then the rest."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size`` of them."""
        if not self._head:
            return self._stream.read(size)
        if size < 0:
            data, self._head = self._head + self._stream.read(), b""
        else:
            data, self._head = self._head[:size], self._head[size:]
        return data


def text_blocks(stream: BinaryIO, name: str = "") -> Iterator[str]:
    """The text of :func:`text_lines` in blocks of about a megabyte, each of whole lines; every line ends in LF but
    perhaps the last. Raises ``LoadError`` for a line above ``MAX_LINE`` bytes.
    """
    head = stream.read(64)
    if wide := wide_encoding(head):
        decoded: Iterator[str] = (line + "\n" for line in _wide_lines(head, stream, wide, name))
    else:
        decoded = _byte_blocks(head.removeprefix(codecs.BOM_UTF8), stream, name)
    for block in decoded:
        if "\r" in block:
            block = block.replace("\r\n", "\n").replace("\r", "\n")
        yield block.replace("\0", "") if "\0" in block else block


def _byte_blocks(rest: bytes, stream: BinaryIO, name: str) -> Iterator[str]:
    while chunk := stream.read(_CHUNK):
        rest += chunk
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
        if cut:
            yield _block(rest[:cut])
            rest = rest[cut:]
        elif len(rest) > MAX_LINE:
            raise LoadError(f"{name} has a line longer than {MAX_LINE >> 20} MB", source=name)
    if rest:
        yield _block(rest)


def _block(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(text(line) for line in data.splitlines(keepends=True))


def text(data: bytes) -> str:
    """``data`` as UTF-8, or as Windows-1252 where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def wide_encoding(head: bytes) -> str | None:
    """utf-16 or utf-32 where the first bytes of an input say so, by mark or by their NULs; else None."""
    if head[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    start = head[:64]
    if len(start) >= 8 and start.count(0) * 3 >= len(start):
        return "utf-16-le" if start[1:8:2].count(0) > start[:8:2].count(0) else "utf-16-be"
    return None


def _lines(stream: BinaryIO, name: str) -> Iterator[list[str]]:
    """The lines, many at a time; no block is held longer than it takes to split it."""
    head = stream.read(64)
    wide = wide_encoding(head)
    if wide is None:
        yield from map(_split, _line_bytes(head.removeprefix(codecs.BOM_UTF8), stream, name))
    else:
        for line in _wide_lines(head, stream, wide, name):
            yield [piece.replace("\0", "") for piece in _split_cr(line)]


def _split(data: bytes) -> list[str]:
    """The lines of a block that ends with a line, without its last LF."""
    try:
        block = data.decode("utf-8")
        unix = block.replace("\r\n", "\n") if "\r" in block else block
        lines = unix.split("\n") if "\r" not in unix else [p for line in block.split("\n") for p in _split_cr(line)]
    except UnicodeDecodeError:
        lines = [piece for line in data.split(b"\n") for piece in _split_cr(text(line))]
    return [line.replace("\0", "") for line in lines] if b"\0" in data else lines


def _split_cr(line: str) -> list[str]:
    return line.rstrip("\r").split("\r") if "\r" in line else [line]


def _line_bytes(head: bytes, stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Blocks of whole lines, each without its last LF; of a file that has only CR, blocks that end at a CR."""
    rest, size = head, max(1, _CHUNK >> 2)  # a list of lines takes several times their size
    while chunk := stream.read(size):
        rest += chunk
        del chunk
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1))
        if cut >= 0:
            block, rest = rest[: cut + (rest[cut] == ord("\r"))], rest[cut + 1 :]
            yield block
            del block
        elif len(rest) > MAX_LINE:
            raise LoadError(f"{name} has a line longer than {MAX_LINE >> 20} MB", source=name)
    if rest:
        yield rest.removesuffix(b"\n")


def _wide_lines(head: bytes, stream: BinaryIO, encoding: str, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = decoder.decode(head)
    while chunk := stream.read(_CHUNK):
        rest += decoder.decode(chunk)
        *whole, rest = rest.split("\n")
        yield from whole
        if len(rest) > MAX_LINE:
            raise LoadError(f"{name} has a line longer than {MAX_LINE >> 20} MB", source=name)
    rest += decoder.decode(b"", True)
    if rest:
        yield from rest.removesuffix("\n").split("\n")
