"""Results that were measured once, in a folder: found again by what they were made of.

A result's name is a digest of everything it depends on: the content of the snapshot and its generation, the network
(its arrays and choices), the measure with its parameters, and the program itself. So none has to be thrown away when
the graph changes: another graph asks for another name. Files appear by one rename; one that cannot be read is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

import coterie
import coterie.graph
from coterie.graph.network import CollaborationNetwork
from coterie.graph.network.network import LINK_ARRAYS
from coterie.graph.snapshot.files import replacing
from coterie.packing import Packed, Unpackable, pack, unpack

T = TypeVar("T")
FOLDER = "results"
LIMIT = 512 * 2**20
"""Bytes that the results of one graph may take; beyond, the oldest go."""
_LIBRARIES = ("numpy", "scipy", "networkx", "graspologic-native", "numba")
_SUFFIX = ".npz"


def is_on() -> bool:
    """Whether results are kept: unless ``COTERIE_CACHE`` is ``off``."""
    return os.environ.get("COTERIE_CACHE", "").strip().lower() not in ("off", "0", "no", "false")


class Kept:
    """The results in ``folder``, of ``limit`` bytes at most."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder, self.limit = folder, limit

    def ask(self, about: Mapping[str, Any], make: Callable[[], T], network: CollaborationNetwork | None = None) -> T:
        """What ``make`` gives, or gave before for the same ``about``; ``network`` is what both are about.

        Where ``about`` or the result cannot be taken apart, or nothing can be written, it is just made.
        """
        try:
            name = key(about, network)
        except Unpackable:
            return make()
        with contextlib.suppress(Exception):  # whatever is wrong with a file, it is made anew
            found: T = self._read(name, network)
            return found
        made = make()
        with contextlib.suppress(Unpackable, OSError):
            self._write(name, pack(made, network))
        return made

    def _path(self, name: str) -> Path:
        return self.folder / (name + _SUFFIX)

    def _read(self, name: str, network: CollaborationNetwork | None) -> Any:
        with self._path(name).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes())
            if head["name"] != name:
                raise ValueError("a result of another name")
            return unpack(Packed(head["tree"], [file[f"array{i}"] for i in range(head["arrays"])]), network)

    def _write(self, name: str, packed: Packed) -> None:
        head = {"name": name, "arrays": len(packed.arrays), "tree": packed.tree}
        text = np.frombuffer(json.dumps(head, separators=(",", ":")).encode(), np.uint8)
        if len(text) + sum(array.nbytes for array in packed.arrays) > self.limit:
            return
        with replacing(self._path(name)) as out:
            np.savez(out, allow_pickle=False, head=text, **{f"array{i}": a for i, a in enumerate(packed.arrays)})
        self._trim(keep=name)

    def _trim(self, keep: str) -> None:
        """Remove the oldest results until the rest are within the limit."""
        found = []
        for path in self.folder.glob("*" + _SUFFIX):
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((path.stem == keep, state.st_mtime_ns, path.name, state.st_size, path))
        total = sum(size for *_, size, _ in found)
        for _, _, _, size, path in sorted(found):
            if total <= self.limit:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size


def key(about: Mapping[str, Any], network: CollaborationNetwork | None = None) -> str:
    """The name of a result of ``network`` by everything it depends on. Raises Unpackable."""
    given = pack(dict(about), network)
    of = None if network is None else _plain(network)
    kernels = os.environ.get("COTERIE_KERNELS")  # the last digit may depend on it
    text = json.dumps([given.tree, of, kernels, made_by()], sort_keys=True, separators=(",", ":"), default=str)
    digest = hashlib.sha256(text.encode())
    for array in (*given.arrays, *(() if network is None else _arrays(network))):
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    return digest.hexdigest()


def _plain(network: CollaborationNetwork) -> list[Any]:
    return [network.nodes, dict(network.choices), sorted(network.further), sorted(network.attributes)]


def _arrays(network: CollaborationNetwork) -> Iterator[NDArray[Any]]:
    yield from (network.indptr, network.indices)
    yield from (getattr(network, name) for name in LINK_ARRAYS)
    yield from (network.further[name] for name in sorted(network.further))
    yield from (network.attributes[name] for name in sorted(network.attributes))
    if network.incidence is not None:
        yield from network.incidence


@cache
def made_by() -> list[Any]:
    """What computes: this version of the program, its files as they stand (for one at work on them), the libraries."""
    homes = [(root, "*.py") for root in coterie.__path__] + [(root, "**/*.py") for root in coterie.graph.__path__]
    files = sorted(path for root, pattern in homes for path in Path(root).glob(pattern))
    return [coterie.__version__, list(sys.version_info[:3]), list(_versions(_LIBRARIES)), list(_states(files))]


def _versions(names: Iterable[str]) -> Iterator[str | None]:
    for name in names:
        try:
            yield version(name)
        except PackageNotFoundError:
            yield None


def _states(files: Iterable[Path]) -> Iterator[list[Any]]:
    for path in files:
        with contextlib.suppress(OSError):
            state = path.stat()
            yield [path.name, state.st_size, state.st_mtime_ns]
