"""Items of JSON: one a line, in one array, or in an array inside an object, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.records import Rejected
from coterie.loaders.base import RawItem, Source, shown
from coterie.loaders.reading.lines import wide_encoding

MAX_ITEM = 64 << 20
"""Bytes of the largest item that is read."""

Path = tuple[str, ...]

_CHUNK = 1 << 20
_BOM = b"\xef\xbb\xbf"
_OPEN, _CLOSE = b"{[", b"}]"
_STEP = np.zeros(256, np.int8)
_STEP[list(_OPEN)], _STEP[list(_CLOSE)] = 1, -1
_MARK = np.zeros(256, bool)
_MARK[list(b"{}[],")] = True


def json_items(source: Source, *paths: Path) -> Iterator[RawItem | Rejected]:
    """The items of ``source`` as bytes of JSON.

    Three shapes are told by content: JSON Lines (position: the line), an array at the top or at one of ``paths``
    (``("message", "items")``), and objects one after another (position: the number of the item, as ``item 3``). A line
    or object that itself holds an array at one of ``paths``, as a page of an API does, gives the items of the array.
    What is no JSON is left to ``transform``, which rejects it; a text that ends in the middle is rejected here.
    """
    head = source.stream.read(_CHUNK)
    if (wide := wide_encoding(head)) is not None:
        yield from _small((head + source.stream.read(MAX_ITEM)).decode(wide, "replace").encode(), paths)
        return
    head = head.removeprefix(_BOM).lstrip()
    if _is_lines(head):
        yield from _from_lines(head, source.stream, paths)
    else:
        yield from _from_whole(head, source.stream, paths)


def _small(data: bytes, paths: Sequence[Path]) -> Iterator[RawItem | Rejected]:
    import io

    yield from json_items(Source("", io.BytesIO(data.removeprefix(_BOM))), *paths)


def _is_lines(head: bytes) -> bool:
    """Whether the first line is a whole object and something follows."""
    line, end, rest = head.partition(b"\n")
    if not end or not line.startswith(b"{") or not rest.strip():
        return False
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return bool(re.match(rb"\s*\{\s*\"", rest)) and line.rstrip().endswith(b"}")
    return True


# JSON Lines


def _from_lines(head: bytes, stream: BinaryIO, paths: Sequence[Path]) -> Iterator[RawItem | Rejected]:
    inner = _Inner(paths)
    for number, line in _lines(head, stream):
        if line is None:
            reason = f"the line is longer than {MAX_ITEM >> 20} MB"
            yield Rejected(source="", position=str(number), reason=reason)
        elif data := line.strip():
            yield from inner.items(str(number), data)


def _lines(head: bytes, stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None for one that is too long."""
    number, rest, skipping = 0, head, False
    while True:
        *whole, rest = rest.split(b"\n")
        for line in whole:
            number += 1
            yield number, None if skipping else line
            skipping = False
        if len(rest) > MAX_ITEM:
            rest, skipping = b"", True
        chunk = stream.read(_CHUNK)
        if not chunk:
            break
        rest = chunk if skipping or not rest else rest + chunk
        if skipping and b"\n" not in rest:
            rest = b""
    if rest or skipping:
        yield number + 1, None if skipping else rest


class _Inner:
    """Takes the items out of an object that holds an array of them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = [path for path in paths if path]
        self._keys = [b'"' + path[0].encode() + b'"' for path in self._paths]
        keys = b"|".join(re.escape(key) for key in self._keys)
        self._first = re.compile(rb"\{(?s:.{0,400}?)(?:" + keys + rb")\s*:\s*[\[{]")

    def items(self, position: str, data: bytes) -> Iterator[RawItem]:
        start = data[:440]  # most items have no such key, which a search for bytes tells fastest
        likely = any(key in start for key in self._keys)
        found = self._found(data) if likely and self._first.match(data) else None
        if found is None:
            yield RawItem(position, data)
            return
        for number, item in enumerate(found, 1):
            yield RawItem(f"{position}, item {number}", bytes(item))

    def _found(self, data: bytes) -> list[msgspec.Raw] | None:
        for path in self._paths:
            inner: msgspec.Raw | None = msgspec.Raw(data)
            try:
                for key in path:
                    inner = msgspec.json.decode(inner, type=dict[str, msgspec.Raw]).get(key)  # type: ignore[arg-type]
                    if inner is None:
                        break
                else:
                    return msgspec.json.decode(inner, type=list[msgspec.Raw])  # type: ignore[arg-type]
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
        return None


# arrays and objects one after another


def _from_whole(head: bytes, stream: BinaryIO, paths: Sequence[Path]) -> Iterator[RawItem | Rejected]:
    depth, start = _array(head, paths)
    scan = _Scan(depth, head[start:])
    inner, number, in_array = _Inner(paths if depth == 0 else ()), 0, depth > 0
    while True:
        for item in scan.items():
            number += 1
            if item is None:
                yield Rejected(source="", position=f"item {number}", reason=f"larger than {MAX_ITEM >> 20} MB")
            else:
                yield from inner.items(f"item {number}" if in_array or number > 1 else "1", item)
        if scan.ended:
            return
        chunk = stream.read(_CHUNK)
        if not chunk:
            break
        scan.feed(chunk)
    rest = scan.rest()
    if in_array:
        yield Rejected(source="", position=f"item {number + 1}", reason="the text ends in the middle of the array",
                       excerpt=shown(rest))  # fmt: skip
    elif rest:
        yield from inner.items(f"item {number + 1}" if number else "1", rest)


def _array(head: bytes, paths: Sequence[Path]) -> tuple[int, int]:
    """Depth inside the array of items and where its content begins; (0, 0) where there is none in ``head``."""
    if head.startswith(b"["):
        return 1, 1
    for path in sorted(paths, key=len, reverse=True):
        for found in re.finditer(rb'"' + re.escape(path[-1].encode()) + rb'"\s*:\s*\[', head) if path else ():
            if _depth(head[: found.end()]) == len(path) + 1 and all(
                b'"' + key.encode() + b'"' in head[: found.start()] for key in path[:-1]
            ):
                return len(path) + 1, found.end()
    return 0, 0


def _depth(data: bytes) -> int:
    """How many brackets are open at the end of ``data``; -1 inside a string."""
    bare = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data, flags=re.DOTALL)
    return -1 if b'"' in bare else int(_STEP[np.frombuffer(bare, np.uint8)].sum())


@dataclass
class _Scan:
    """Cuts items out of bytes that come in pieces: elements of an array (``depth`` > 0, its inside) or objects one
    after another (``depth`` 0). Strings, escapes and brackets are followed by whole arrays of bytes at a time."""

    depth: int
    _new: bytes
    ended: bool = False
    _kept: list[bytes] = field(default_factory=list)
    _size: int = 0
    _level: int = 0
    _in_string: bool = False
    _escaped: bool = False
    _too_large: bool = False

    def feed(self, chunk: bytes) -> None:
        """More bytes."""
        self._new = chunk

    def rest(self) -> bytes:
        """What is left over after the last item."""
        return b"".join(self._kept).strip()

    def items(self) -> Iterator[bytes | None]:
        """The items that end in the bytes fed last; None for one that is too large."""
        data, begin = self._new, 0
        for place, ends in self._cuts(np.frombuffer(data, np.uint8)):
            piece = data[begin : place + (self.depth == 0)]
            item = b"".join([*self._kept, piece]).strip()
            self._kept, self._size, begin = [], 0, place + 1
            if self._too_large:
                self._too_large = False
                yield None
            elif item:
                yield item
            if ends:
                self.ended = True
                return
        self._keep(data[begin:])

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > MAX_ITEM:
            self._too_large, self._kept = True, []
        elif not self._too_large:
            self._kept.append(piece)

    def _cuts(self, data: NDArray[np.uint8]) -> list[tuple[int, bool]]:
        """Where items end in ``data`` (the comma, or the last bracket), and whether the array ends there."""
        marks = np.flatnonzero(_MARK[data] & ~self._strings(data))
        kinds = data[marks]
        levels = self._level + np.cumsum(_STEP[kinds], dtype=np.int64)
        if len(levels):
            self._level = int(levels[-1])
        if self.depth == 0:
            at = np.flatnonzero((levels == 0) & (_STEP[kinds] < 0))
            return [(int(place), False) for place in marks[at]]
        at = np.flatnonzero(((levels == 0) & (kinds == ord(","))) | (levels < 0))
        return [(int(marks[i]), bool(levels[i] < 0)) for i in at]

    def _strings(self, data: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which bytes stand inside a string; the state is carried on to the next piece."""
        quotes = data == ord('"')
        quotes &= ~self._escapes(data)
        parity = np.cumsum(quotes, dtype=np.int64) + self._in_string
        inside: NDArray[np.bool_] = (parity & 1).astype(bool)
        if len(inside):
            self._in_string = bool(inside[-1])
        return inside

    def _escapes(self, data: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which bytes follow an odd run of backslashes."""
        slashes = data == ord("\\")
        out = np.zeros(len(data), bool)
        first = self._escaped
        self._escaped = False
        if not slashes.any() and not first:
            return out
        places = np.flatnonzero(slashes)
        escaped_until = 0 if first else -1
        if first and len(data):
            out[0] = True
        for place in places.tolist():
            if place > escaped_until:
                escaped_until = place + 1
                if escaped_until < len(data):
                    out[escaped_until] = True
                else:
                    self._escaped = True
        return out
