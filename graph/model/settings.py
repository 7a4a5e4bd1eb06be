"""The choices under which a graph is derived; kept in Meta and in the snapshot, stated by every output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from coterie.graph.model.schema import DEFAULT_CAP, MODEL_VERSION

IDENTITY_KEYS = ("default", "strict", "loose", "names", "initial")
"""Keys that can decide who is who."""


@dataclass(frozen=True)
class Settings:
    """``cap``: papers of larger teams make no pairs. ``identity``: the key that decides who is who.
    ``weights``: identity weights and name statistics as JSON, "" where the key has none."""

    cap: int = DEFAULT_CAP
    identity: str = "default"
    weights: str = ""
    model: int = MODEL_VERSION

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for Meta and for the snapshot."""
        return asdict(self)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Settings:
        """Settings from Meta or from a snapshot; what is absent or None takes its default."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if values.get(name) is not None}
        return cls(**known)
