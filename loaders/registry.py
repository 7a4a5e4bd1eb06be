"""The loaders there are, and the choice of one for each input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib.metadata import entry_points
from typing import cast

import msgspec

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Record, Rejected, identified
from coterie.loaders.base import Loader, RawItem, Source, shown
from coterie.loaders.opening import HEAD_BYTES, Found, find, is_text

GROUP = "coterie.loaders"
OnSkip = Callable[[Rejected], None]


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

    ``file`` is its name as given, ``loader`` the loader's name, ``options`` what changes its records (``year``).
    Iterating yields its records, identified and with ``position`` ``file:line``, or :class:`Rejected`; each iteration
    reads the input again. Raises ``LoadError`` where the input as a whole cannot be read.
    """

    def __init__(self, found: Found, loader: Loader, year: int | None = None) -> None:
        self._found, self._loader, self._year = found, loader, year
        self.file = found.name
        self.loader = loader.name
        self.options: dict[str, int] = {} if year is None else {"year": year}

    @cached_property
    def sha256(self) -> str:
        """Hex sha256 of the file as it lies on disk, compressed or not (of a member of a zip: unpacked)."""
        return self._found.sha256()

    def __iter__(self) -> Iterator[Record | Rejected]:
        with self._found.open() as stream:
            for raw in self._loader.read(Source(self.file, stream, self._found.path, self._year)):
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
            yield identified(msgspec.structs.replace(record, position=place))


def open_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    loader: str | None = None,
    year: int | None = None,
    on_skip: OnSkip | None = None,
) -> Iterator[Input]:
    """The inputs at ``paths`` (files, folders, archives, ``-`` for standard input), each with its loader.

    ``loader`` names the loader instead of asking each for its confidence. Files of a folder or an archive that are
    empty, no text or of no known format are passed over and told to ``on_skip``; a path that gives no input at all,
    or is itself such a file, raises ``LoadError`` before any of its records are read.
    """
    known = loaders()
    if loader is not None and loader not in known:
        raise LoadError(f"there is no loader {loader!r}; loaders: {', '.join(known)}")
    if year is not None and not 1 <= year <= 9999:
        raise LoadError(f"{year} is not a year")
    for path in paths:
        yield from _at(os.fspath(path), known, loader, year, on_skip)


def _at(
    path: str, known: dict[str, Loader], name: str | None, year: int | None, skip: OnSkip | None
) -> Iterator[Input]:
    any_input = False
    for found in find(path):
        several = found.is_member or os.path.isdir(path)
        try:
            chosen = _choose(found, known, name, several)
        except LoadError as error:
            if not several:
                raise
            if skip is not None:
                skip(Rejected(source=found.name, position=found.name, reason=str(error).partition(";")[0]))
            continue
        any_input = True
        yield Input(found, chosen, year)
    if not any_input:
        raise LoadError(f"{path} holds no input", source=path, hint=_known(known))


def _choose(found: Found, known: dict[str, Loader], name: str | None, several: bool) -> Loader:
    """The loader for an input: the one named, else the surest. Raises ``LoadError``."""
    with found.open() as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip():
        raise LoadError(f"{found.name} is empty", source=found.name)
    if not is_text(head):
        raise LoadError(f"{found.name} is no text", source=found.name, hint=_known(known))
    if name is not None and not several:
        return known[name]
    asked = [known[name]] if name is not None else list(known.values())
    sureness = [loader.sniff(head, found.name) for loader in asked]
    if max(sureness) <= 0:
        raise LoadError(
            f"{found.name}: unknown format; {_known(known)}", source=found.name, hint="choose with --loader"
        )
    return asked[sureness.index(max(sureness))]


def _known(known: dict[str, Loader]) -> str:
    return "loaders: " + "; ".join(f"{loader.name} ({loader.title})" for loader in known.values())
