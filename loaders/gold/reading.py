"""Which kind of gold set a file, folder or archive is, told by its content."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from coterie.graph.model.errors import LoadError
from coterie.loaders.gold import identifiers, inspire, s2and, tables
from coterie.loaders.gold.base import GoldSet
from coterie.loaders.opening import HEAD_BYTES, STDIN, Found, decode, find

_ENTRY = rb'\s*\{\s*"[^"]*"\s*:\s*\{'
_INSPIRE = {
    "signatures": re.compile(rb'\s*\[\s*\{(?=[^}]*"signature_id")(?=[^}]*"publication_id")'),
    "records": re.compile(rb'\s*\[\s*\{(?=[^{}]*"authors")(?=[^{}]*"title")', re.DOTALL),
    "clusters": re.compile(rb'\s*\{\s*"[^"]*"\s*:\s*\[\s*["\d\]]'),
}
_S2AND = {
    "signatures": re.compile(_ENTRY + rb'.*?"author_info"', re.DOTALL),
    "clusters": re.compile(_ENTRY + rb'.*?"signature_ids"', re.DOTALL),
    "papers": re.compile(_ENTRY + rb'.*?"(?:authors|title)"', re.DOTALL),
}
"""How the JSON files of a set begin; the first that fits counts."""
_SETS = (("inspire", _INSPIRE), ("s2and", _S2AND))


def read_gold(path: str | os.PathLike[str], *, ids: str | None = None) -> GoldSet:
    """The gold set at ``path`` (file, folder or archive; compressed or not), see ``docs/identity.md`` for the forms.

    ``ids``: the scheme of persons' ids that are the gold of papers in a format of publications. Of a set in three JSON
    files one may be named, if the others stand beside it. Raises ``LoadError`` where there is none, or a damaged one.
    """
    name = os.fspath(path)
    if name == STDIN:
        raise LoadError("a gold set is a file, a folder or an archive, not standard input", source=name)
    shown = Path(name).name or name
    if ids is None:
        files = list(find(path))
        if found := _json_set(_beside(files)):
            return _read_json(shown, *found)
        if len(files) == 1 and (kind := tables.sniff(decode(_head(files[0])))):
            return tables.read(shown, decode(_bytes(files[0])), kind)
        del files
    return identifiers.read(shown, path, ids)


def _json_set(files: Sequence[Found]) -> tuple[str, Mapping[str, Found]] | None:
    """The set that some of the files are. Raises ``LoadError`` where a folder holds several."""
    heads = [(file, _head(file)) for file in files if ".json" in Path(file.name).name]
    for form, kinds in _SETS:
        found: dict[str, list[Found]] = {kind: [] for kind in kinds}
        for file, head in heads:
            if kind := next((kind for kind, begins in kinds.items() if begins.match(head)), ""):
                found[kind].append(file)
        if all(found.values()):
            for one, *more in found.values():
                if more:
                    raise LoadError(f"{one.name} and {more[0].name} are of two gold sets", source=one.name,
                                    hint="name the signatures of one of them")  # fmt: skip
            return form, {kind: files[0] for kind, files in found.items()}
    return None


def _beside(files: list[Found]) -> list[Found]:
    """``files``, or for a single one called ``…signatures…``, ``…papers…`` the three of that name."""
    path = files[0].path if len(files) == 1 else None
    kind = next((kind for kind in ("signatures", "papers", "records", "clusters") if path and kind in path.name), "")
    if path is None or not kind or files[0].is_member:
        return files
    near = (path.with_name(path.name.replace(kind, other)) for other in ("signatures", "papers", "records", "clusters"))
    return [found for place in near if place.is_file() for found in find(place)]


def _read_json(name: str, form: str, files: Mapping[str, Found]) -> GoldSet:
    try:
        if form == "inspire":
            return inspire.read(name, *(_bytes(files[kind]) for kind in _INSPIRE))
        return s2and.read(name, *(_decoded(_bytes(files[kind])) for kind in ("signatures", "papers", "clusters")))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"{name} is no gold set of the form {form}: {error}", source=name) from error


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        return json.loads(data)  # S2AND's files may hold NaN


def _head(file: Found) -> bytes:
    with file.open() as stream:
        return stream.read(HEAD_BYTES)


def _bytes(file: Found) -> bytes:
    with file.open() as stream:
        return stream.read()
