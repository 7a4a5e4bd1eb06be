"""Elements of XML in constant memory: no DTD is loaded, no entity expanded, nothing fetched.

The named entities of HTML (``&uuml;``), which dumps use by way of a DTD, become the characters that they name; other
names are left as they are written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import Any, BinaryIO, cast

from lxml import etree

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import RawItem, Source, excerpt

Element = Any
"""An lxml element (lxml has no types)."""

_CHUNK = 1 << 18
_HEAD = 1 << 20
_XML = {"amp", "lt", "gt", "quot", "apos"}
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,31});")
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL)
_DOCTYPE = re.compile(rb"\A(?:\s|<\?.*?\?>|<!--.*?-->)*(<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)([^>]*)")


def elements(
    source: Source, tags: Iterable[str], *, whole: bool = False, undeclared: bool = False
) -> Iterator[RawItem | Rejected]:
    """The elements of ``source`` whose tag is in ``tags`` (``{namespace}name``, or ``{*}name`` for any), outermost
    first to end; ``data`` is the element, alive until the next is asked for, position its line.

    Where the text stops being well-formed, what came before is kept and the rest is one :class:`Rejected`; a prefix
    that no namespace is declared for (a part cut out of a larger document) is taken as it stands. ``whole`` keeps
    the elements around it (not cleared), for formats whose items need their parents' children read before.
    ``undeclared`` passes over the declarations of a document type, unread, instead of refusing them. Raises
    ``LoadError`` for a document that declares entities of its own, and for one that is no XML from the start.
    """
    stream = _Entities(source.stream, source.name, undeclared)
    parser: Any = etree.iterparse(
        cast(BinaryIO, stream), events=("end",), tag=tuple(tags), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    number = 0
    try:
        for _, element in parser:
            number += 1
            yield RawItem(str(element.sourceline or f"item {number}"), element)
            if not whole:
                _forget(element)
    except etree.XMLSyntaxError as error:
        if not number and not stream.seen_root:
            raise LoadError(f"{source.name} is no XML: {_reason(error.msg)}", source=source.name) from None
        faults = [one for one in parser.error_log if one.domain != etree.ErrorDomains.NAMESPACE]
        if faults or not len(parser.error_log):
            line, message = (faults[0].line, faults[0].message) if faults else (error.lineno, error.msg)
            yield Rejected(source="", position=str(line or f"item {number + 1}"),
                           reason=f"the XML is not well-formed from here on: {_reason(message)}")  # fmt: skip


def root(head: bytes) -> tuple[str, str]:
    """Local name of the root element in the first bytes of a document, and its attributes as written; ("", "") where
    there is none."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    start = _PROLOG.match(head)
    found = _ROOT.match(head, start.end() if start else 0)
    if not found:
        return "", ""
    return found[1].decode("utf-8", "replace").rpartition(":")[2], found[2].decode("utf-8", "replace")


def content(element: Element | None) -> str:
    """All text inside ``element``, markup left out, white space as single spaces; "" for None."""
    if element is None:
        return ""
    if not len(element):
        return " ".join((element.text or "").split())
    return " ".join(etree.tostring(element, method="text", encoding="unicode", with_tail=False).split())


def _forget(element: Element) -> None:
    """Free ``element`` and what came before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def _reason(message: str | None) -> str:
    return excerpt(str(message or "not well-formed").partition(", line")[0])


class _Entities(io.RawIOBase):
    """The bytes of ``inner`` with named entities of HTML as character references; refuses declared entities."""

    def __init__(self, inner: BinaryIO, name: str, undeclared: bool = False) -> None:
        self._inner, self._name, self._undeclared = inner, name, undeclared
        self._rest = b""
        self._ready = b""
        self._started = False
        self.seen_root = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._ready:
            chunk = self._inner.read(_HEAD if not self._started else _CHUNK)
            if not self._started:
                self._started = True
                if chunk[:2] not in (b"\xff\xfe", b"\xfe\xff"):
                    chunk = chunk.removeprefix(b"\xef\xbb\xbf").lstrip()
                    chunk = _DOCTYPE.sub(_blank_lines, chunk, count=1) if self._undeclared else chunk
                self._refuse_declarations(chunk)
            if not chunk:
                self._ready, self._rest = self._rest, b""
                break
            self._take(chunk)
        size = len(self._ready) if size is None or size < 0 else size
        out, self._ready = self._ready[:size], self._ready[size:]
        return out

    def _take(self, chunk: bytes) -> None:
        data = self._rest + chunk if self._rest else chunk
        cut = data.rfind(b"&", -40)
        if cut >= 0 and b";" not in data[cut:]:
            data, self._rest = data[:cut], data[cut:]
            if not data and len(self._rest) > 40:
                data, self._rest = self._rest, b""
        else:
            self._rest = b""
        self._ready = _ENTITY.sub(_character, data) if b"&" in data else data

    def _refuse_declarations(self, head: bytes) -> None:
        plain = head.replace(b"\0", b"")
        name, _ = root(plain)
        self.seen_root = bool(name)
        before = plain[: plain.find(b"<" + name.encode())] if name else plain
        if b"<!ENTITY" in before:
            raise LoadError(
                f"{self._name} declares entities of its own: refused",
                source=self._name,
                hint="remove the DOCTYPE's declarations if you trust the file",
            )


def _blank_lines(found: re.Match[bytes]) -> bytes:
    """What stands before a document type, and as many empty lines as that has."""
    return found[0].removesuffix(found[1]) + b"\n" * found[1].count(b"\n")


def _character(found: re.Match[bytes]) -> bytes:
    name = found[1].decode()
    if name in _XML:
        return found[0]
    text = html5.get(name + ";")
    if text is None:
        return b"&amp;" + found[1] + b";"
    return b"".join(b"&#%d;" % ord(letter) for letter in text)
