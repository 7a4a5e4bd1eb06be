"""The loaders there are, and the choice of one for each input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

import msgspec

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Record, Rejected, identified
from coterie.loaders.base import Loader, RawItem, Source, shown
from coterie.loaders.opening import HEAD_BYTES, Found, find, is_binary

GROUP = "coterie.loaders"
TABLE, ROSTER = "table", "roster"
"""The loaders that a declared mapping is for, of papers or of people (``rows: people``), unless another is named."""

OnSkip = Callable[[Rejected], None]
OnRecord = Callable[[str, Record], None]


def loaders() -> dict[str, Loader]:
    """All loaders by name, sorted: those of Coterie and those that other installed packages register under the
    entry-point group ``coterie.loaders``. Raises ``LoadError`` for one that cannot be imported."""
    found: dict[str, Loader] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
        try:
            loader = cast(Loader, entry.load())
        except (ImportError, AttributeError) as error:
            raise LoadError(f"the loader {entry.name} ({entry.value}) cannot be imported: {error}") from error
        found.setdefault(loader.name, loader)
    return found


class Input:
    """One input and the loader that reads it.

    ``file`` is its name as given, ``loader`` the loader's name, ``options`` what changes its records (``year``, and
    ``map``, the mapping, declared or guessed, as canonical JSON). Iterating yields its records, identified and with
    ``position`` ``file:line``, or :class:`Rejected`; each iteration reads the input again. ``on_record``, if set, is
    told the name of the input and each record. Raises ``LoadError`` where the input as a whole cannot be read.
    """

    def __init__(
        self, found: Found, loader: Loader, year: int | None = None, mapping: Mapping[str, Any] | None = None
    ) -> None:
        self._found, self._loader, self._year, self._mapping = found, loader, year, mapping
        self.file = found.name
        self.loader = loader.name
        self.on_record: OnRecord | None = None
        self.options: dict[str, Any] = {} if year is None else {"year": year}
        if mapping is not None:
            self.options["map"] = json.dumps(mapping, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def sha256(self) -> str:
        """Hex sha256 of the file as it lies on disk, compressed or not (of a member of an archive: unpacked)."""
        return self._found.sha256()

    def __iter__(self) -> Iterator[Record | Rejected]:
        with self._found.open() as stream:
            source = Source(self.file, stream, self._found.path, self._year, self._mapping)
            for raw in self._loader.read(source):
                yield from self._records(raw)

    def _records(self, raw: RawItem | Rejected) -> Iterator[Record | Rejected]:
        place = f"{self.file}:{raw.position}"
        if isinstance(raw, Rejected):
            yield msgspec.structs.replace(raw, source=self.file, position=place)
            return
        try:
            records = self._loader.transform(raw)
        except (ValueError, RecursionError) as error:  # BadItem, msgspec's errors, undecodable text, depth
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            yield Rejected(source=self.file, position=place, reason=reason, excerpt=raw.excerpt or shown(raw.data))
            return
        for record in records:
            found = identified(record, place)
            if self.on_record is not None:
                self.on_record(self.file, found)
            yield found


def open_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    loader: str | None = None,
    year: int | None = None,
    mapping: Mapping[str, Any] | None = None,
    on_skip: OnSkip | None = None,
) -> Iterator[Input]:
    """The inputs at ``paths`` (files, folders, archives, ``-`` for standard input), each with its loader.

    ``loader`` names the loader instead of asking each for its confidence; ``mapping``, what the columns of a table
    mean, is for the loader ``table`` or ``roster`` unless another is named, and for the one file of a folder that it
    names, if any. Files of a folder or an archive that are empty, of no
    known format, or no text (unless a loader with ``binary`` knows them) are passed over and told to ``on_skip``; a
    file that is part of another input (its loader's ``parts``) is left to that. A path that gives no input at all, or
    is itself such a file, raises ``LoadError`` before any of its records are read.
    """
    known = loaders()
    name = loader or _for_mapping(mapping)
    if name is not None and name not in known:
        raise LoadError(f"there is no loader {name!r}", hint=_known(known))
    if year is not None and not 1 <= year <= 9999:
        raise LoadError(f"{year} is not a year")
    paths = list(paths)
    main = mapping.get("file") if mapping is not None else None
    looked = [_Look.at(found, os.fspath(path), known, name, main) for path in paths for found in find(path)]
    parts = _parts(looked, mapping)
    _tell(looked, parts, on_skip)
    _check_any(looked, parts, [os.fspath(path) for path in paths], known)
    for look in looked:
        if look.loader is not None and look.place not in parts:
            yield Input(look.found, look.loader, year, _mapping_for(look, mapping))


@dataclass(frozen=True)
class _Look:
    """What was found at a path, and the loader for it, or why there is none; ``several``: it is one of several."""

    found: Found
    path: str
    several: bool
    loader: Loader | None
    error: LoadError

    @classmethod
    def at(cls, found: Found, path: str, known: dict[str, Loader], name: str | None, main: str | None) -> _Look:
        several = found.is_member or os.path.isdir(path)
        try:
            if main is not None and several and not _is_called(found, main):
                raise LoadError(f"{found.name} is not {main}, which the mapping is for", source=found.name)
            return cls(found, path, several, _choose(found, known, name, several and main is None), _NO_ERROR)
        except LoadError as error:
            return cls(found, path, several, None, error)

    @property
    def place(self) -> str:
        """The file on disk, in one form; "" for none."""
        return "" if self.found.path is None else os.path.abspath(self.found.path)


_NO_ERROR = LoadError("")


def _mapping_for(look: _Look, mapping: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The mapping by which a table is read: the declared one, else what its loader guesses, None where it does not."""
    known = getattr(look.loader, "mapping_for", None)
    if known is None:
        return mapping
    with look.found.open() as stream:
        source = Source(look.found.name, stream, look.found.path, mapping=mapping)
        return cast(Mapping[str, Any], known(source))


def _for_mapping(mapping: Mapping[str, Any] | None) -> str | None:
    if mapping is None:
        return None
    return ROSTER if mapping.get("rows") == "people" else TABLE


def _is_called(found: Found, name: str) -> bool:
    """Whether a file has a name, perhaps followed by that of its compression."""
    return found.path is not None and name in (found.path.name, found.path.stem)


def _choose(found: Found, known: dict[str, Loader], name: str | None, several: bool) -> Loader:
    """The loader for an input: the one named, else the surest. Raises ``LoadError``."""
    with found.open() as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip():
        raise LoadError(f"{found.name} is empty", source=found.name)
    asked = list(known.values()) if name is None else [known[name]]
    if is_binary(head):
        asked = [loader for loader in asked if getattr(loader, "binary", False)]
    if asked and name is not None and not several:
        return asked[0]
    sureness = [loader.sniff(head, found.name) for loader in asked]
    if max(sureness, default=0) > 0:
        return asked[sureness.index(max(sureness))]
    if is_binary(head):
        raise LoadError(f"{found.name} is no text", source=found.name, hint=_known(known))
    raise LoadError(f"{found.name}: unknown format", source=found.name, hint=f"choose with --loader; {_known(known)}")


def _parts(looked: list[_Look], mapping: Mapping[str, Any] | None) -> set[str]:
    """The files that belong to an input among ``looked`` and are none themselves. The first of two that claim each
    other is the input."""
    claimed: set[str] = set()
    for look in looked:
        of = getattr(look.loader, "parts", None)
        if of is None or not look.place or look.place in claimed:
            continue
        path = Path(look.place)
        names = of(path) if mapping is None else of(path, mapping)
        claimed |= {os.path.normpath(path.parent / name) for name in names} - {look.place}
    return claimed


def _tell(looked: list[_Look], parts: set[str], skip: OnSkip | None) -> None:
    """Tell what is passed over. Raises ``LoadError`` for a file that was asked for by itself."""
    for look in looked:
        if look.loader is not None or look.place in parts:
            continue
        if not look.several:
            raise look.error
        if skip is not None:
            skip(Rejected(source=look.found.name, position=look.found.name, reason=str(look.error)))


def _check_any(looked: list[_Look], parts: set[str], paths: list[str], known: dict[str, Loader]) -> None:
    """Raise ``LoadError`` for a path that gives no input."""
    useful = {look.path for look in looked if look.loader is not None or look.place in parts}
    for path in paths:
        if path not in useful:
            reasons = [str(look.error) for look in looked if look.path == path]
            why = f": {reasons[0]}" if reasons else ""
            raise LoadError(f"{path} holds no input{why}", source=path, hint=_known(known))


def _known(known: dict[str, Loader]) -> str:
    return f"loaders: {', '.join(known)}"
