"""What comes and what goes: versions of records, the loads that brought them, and people's corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coterie.graph.assembly.corpus import Item
from coterie.graph.identity.overrides import Override


class Inapplicable(Exception):
    """The part cannot be told from the whole: derive everything. ``str()`` says why."""


@dataclass
class Delta:
    """``items``: versions that come, by id; ``brought`` and ``withdrawn``: (version id, load id) that come and go;
    ``loads``: Load nodes that come or change, ``unloaded``: ids of those that go; ``overrides``: all corrections from
    now on, None where they stay as they are."""

    items: Mapping[str, Item] = field(default_factory=dict)
    brought: Sequence[tuple[str, str]] = ()
    withdrawn: Sequence[tuple[str, str]] = ()
    loads: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    unloaded: frozenset[str] = frozenset()
    overrides: Sequence[Override] | None = None
