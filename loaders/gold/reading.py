"""Which kind of gold set a file, folder or archive is, told by its content."""

from __future__ import annotations

import os
import re
from pathlib import Path

from coterie.loaders.gold import identifiers, inspire
from coterie.loaders.gold.base import GoldSet
from coterie.loaders.opening import HEAD_BYTES, STDIN, Found, find

_KINDS = (
    ("signatures", re.compile(rb'\s*\[\s*\{(?=[^}]*"signature_id")(?=[^}]*"publication_id")')),
    ("records", re.compile(rb'\s*\[\s*\{(?=.*"publication_id"|.{65000}).*"authors"', re.DOTALL)),
    ("clusters", re.compile(rb'\s*\{\s*"[^"]*"\s*:\s*\[\s*["\d\]]')),
)
"""The JSON files of INSPIRE's sets by how they begin."""


def read_gold(path: str | os.PathLike[str], *, ids: str | None = None) -> GoldSet:
    """The gold set at ``path`` (file, folder or archive; compressed or not). ``ids``: the scheme of persons' ids that
    are the gold of papers in a format of publications.

    Raises ``LoadError`` where there is none.
    """
    name = os.fspath(path)
    files = list(find(path))
    kinds = _kinds(files) if ids is None and name != STDIN else {}
    if len(kinds) == len(_KINDS):
        return inspire.read(Path(name).name, *(_bytes(kinds[kind]) for kind, _ in _KINDS))
    return identifiers.read(Path(name).name, path, ids)


def _kinds(files: list[Found]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for file in files:
        with file.open() as stream:
            head = stream.read(HEAD_BYTES)
        for kind, begins in _KINDS:
            if begins.match(head):
                found.setdefault(kind, file)
                break
    return found


def _bytes(file: Found) -> bytes:
    with file.open() as stream:
        return stream.read()
