"""From a network and its snapshot to what a map shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coterie.graph.maps.data import MapData, Metric


def choose(network: Any, snapshot: Any, metrics: Sequence[Metric] = ()) -> MapData:
    raise NotImplementedError
