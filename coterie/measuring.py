"""Measures that need more of a graph than one network of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coterie.graph.measures.sensitivity import Sensitivity
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Selection, Snapshot
    from coterie.graph.store import Store


class Measuring:
    """The part of :class:`coterie.api.Graph` that compares networks of it, and keeps what was measured."""

    def snapshot(self) -> Snapshot:
        """The columnar copy for analysis."""
        raise NotImplementedError

    def store(self, *, create: bool = False) -> Store:
        """The store beneath, opened. Raises ``StoreError``."""
        raise NotImplementedError

    def save(self, name: str, network: CollaborationNetwork, values: Sequence[Any], **about: Any) -> int:
        """Keep ``values``, aligned with ``network``, as property ``name`` of its nodes, for Cypher, until the graph
        changes; returns how many nodes have one. ``about`` says what the values are, and is kept in Meta.

        Raises ValueError for a name that is not free (small letters, digits and _; none of the model's), ``StoreError``
        (stale where the graph has changed since the network was made, locked).
        """
        from coterie.graph.assembly.saving import save

        return save(self.store(), name, network.nodes, network.ids, values, choices=network.choices, about=about)

    def sensitivity(self, selection: Selection | None = None, *, keys: Sequence[str] | None = None, top: int = 10,
                    seed: int = 1) -> Sensitivity:  # fmt: skip
        """The network under several identity keys (all, if not given; that of the graph is always among them), compared
        by figures, rankings of the ``top`` people, and statements. Raises ``NotFound``, ``IdentityError``.
        """
        from coterie.graph.measures.views import compared

        return compared(self.snapshot(), selection, keys, top=top, seed=seed, store=self.store)
