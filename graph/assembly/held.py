"""What a graph holds of records, read from its columns as needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.assembly.columns import Ints
from coterie.graph.assembly.corpus import Item
from coterie.graph.model.schema import LOADED_BY
from coterie.graph.model.tables import Tables, node_rows


class Held:
    """The versions of records and the loads of ``tables``; rows are those of the Record table."""

    def __init__(self, tables: Tables) -> None:
        self._records, self._brought = tables.nodes["Record"], tables.rels[LOADED_BY.name]
        self.loads: dict[str, dict[str, Any]] = {row["id"]: row for row in node_rows("Load", tables.nodes["Load"])}
        self._flags: dict[str, NDArray[np.bool_]] = {}

    @cached_property
    def ids(self) -> list[str]:
        """Version ids, sorted."""
        found: list[str] = self._records["id"].tolist()
        return found

    @cached_property
    def row(self) -> dict[str, int]:
        """Row of each version."""
        return {ident: i for i, ident in enumerate(self.ids)}

    @cached_property
    def kinds(self) -> list[str]:
        """Type of each version."""
        found: list[str] = self._records["type"].tolist()
        return found

    def key(self, row: int) -> tuple[str, str]:
        """Type and record key of a version."""
        return self.kinds[row], self.ids[row].rpartition("@")[0]

    def versions(self, key: tuple[str, str]) -> Iterator[int]:
        """Rows of the versions of the record ``key`` (type and record key)."""
        start = f"{key[1]}@"
        for row in range(bisect_left(self.ids, start), len(self.ids)):
            if not self.ids[row].startswith(start):
                return
            if self.key(row) == key:
                yield row

    def of_kind(self, kind: str) -> Ints:
        """Rows of all versions of a type."""
        return np.flatnonzero(self._records["type"] == kind)

    def outcome(self, found: Item) -> str:
        """new, updated or unchanged, against what is held."""
        if found.id in self.row:
            return "unchanged"
        return "new" if next(self.versions(found.key), None) is None else "updated"

    def lacks(self, ident: str, load: str) -> bool:
        """Whether the version is not held, or not as brought by ``load``."""
        row = self.row.get(ident)
        return row is None or not self.brought(load)[row]

    def brought(self, load: str) -> NDArray[np.bool_]:
        """Which versions ``load`` brought."""
        if load not in self._flags:
            flags = np.zeros(self._records.length, bool)
            if load in self.loads:
                flags[self._brought["start"][self._brought["end"] == list(self.loads).index(load)]] = True
            self._flags[load] = flags
        return self._flags[load]
