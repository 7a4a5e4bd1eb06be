"""Results of measures as plain values and arrays, and back: what is kept is data, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.network import CollaborationNetwork

HOME = "coterie.graph."
"""Where the classes are that a result may be made of."""


class Unpackable(TypeError):
    """A value that is no plain one, no array of numbers and no class of ours."""


@dataclass(eq=False)
class Packed:
    """``tree``: values as JSON knows them; ``arrays``: those of numbers, in the order in which the tree names them."""

    tree: Any = None
    arrays: list[NDArray[Any]] = field(default_factory=list)


def pack(value: Any, network: CollaborationNetwork | None = None) -> Packed:
    """``value`` taken apart; ``network``, wherever it is part of it, is only named. Raises Unpackable."""
    out = Packed()
    out.tree = _pack(value, network, out.arrays)
    return out


def unpack(packed: Packed, network: CollaborationNetwork | None = None) -> Any:
    """The value again, about ``network``. Raises what comes of a tree that :func:`pack` has not made."""
    return _unpack(packed.tree, network, packed.arrays)


def _pack(value: Any, network: CollaborationNetwork | None, arrays: list[NDArray[Any]]) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, CollaborationNetwork) and value is network:
        return {"network": True}
    if named := _fields(value):
        inner = {name: _pack(part, network, arrays) for name, part in named.items()}
        return {"class": f"{type(value).__module__}:{type(value).__qualname__}", "fields": inner}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_pack(part, network, arrays) for part in value]}
    if isinstance(value, Mapping):
        return {"dict": [[_pack(part, network, arrays) for part in item] for item in value.items()]}
    raise Unpackable(f"{type(value).__name__} cannot be kept")


def _fields(value: Any) -> dict[str, Any] | None:
    """Fields of a data class or named tuple of ours by name; None for anything else."""
    kind = type(value)
    if not kind.__module__.startswith(HOME):
        return None
    if is_dataclass(kind) and all(part.init for part in fields(kind)):
        return {part.name: getattr(value, part.name) for part in fields(kind)}
    return dict(zip(value._fields, value, strict=True)) if hasattr(kind, "_fields") else None


def _unpack(tree: Any, network: CollaborationNetwork | None, arrays: list[NDArray[Any]]) -> Any:
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return arrays[tree["array"]]
    if "network" in tree:
        return network
    if "class" in tree:
        return _class(tree["class"])(**{k: _unpack(part, network, arrays) for k, part in tree["fields"].items()})
    if "dict" in tree:
        return {_unpack(k, network, arrays): _unpack(v, network, arrays) for k, v in tree["dict"]}
    if "list" in tree:
        return [_unpack(part, network, arrays) for part in tree["list"]]
    return tuple(_unpack(part, network, arrays) for part in tree["tuple"])


def _class(name: str) -> Any:
    module, _, attribute = name.partition(":")
    if not module.startswith(HOME) or "." in attribute:
        raise ValueError(f"{name} is no class of ours")
    found = getattr(import_module(module), attribute)
    if not (isinstance(found, type) and (is_dataclass(found) or hasattr(found, "_fields"))):
        raise ValueError(f"{name} is no class of ours")
    return found
