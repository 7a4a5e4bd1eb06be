"""Measures of a graph: of one network or of several, kept so that asking twice is instant, and saved for Cypher."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from coterie.graph.assembly.report import Progress
    from coterie.graph.measures.sensitivity import Sensitivity
    from coterie.graph.measures.side_by_side import SideBySide
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Selection, Snapshot
    from coterie.graph.store import Store
    from coterie.kept import Kept

P = ParamSpec("P")
T = TypeVar("T")
_NO_MATTER = ("progress",)
"""Parameters that change nothing in a result."""


class Measuring:
    """The part of :class:`coterie.api.Graph` that measures networks of it, compares them, and keeps what it found."""

    target: str
    _snapshot: Snapshot | None
    _keep: bool

    def snapshot(self) -> Snapshot:
        """The columnar copy for analysis."""
        raise NotImplementedError

    def store(self, *, create: bool = False) -> Store:
        """The store beneath, opened. Raises ``StoreError``."""
        raise NotImplementedError

    def measure(self, function: Callable[Concatenate[CollaborationNetwork, P], T], network: CollaborationNetwork,
                *args: P.args, **options: P.kwargs) -> T:  # fmt: skip
        """``function(network, *args, **options)``, a measure of :mod:`coterie.graph.measures`; kept with the graph, so
        that asking again gives the same at once, until the graph, the network or an option is another.

        Networks that are not of this graph as it stands, and functions without a name of their own, are measured
        without keeping. Raises what ``function`` does.
        """
        ours = network.snapshot is not None and network.snapshot is self._snapshot and "<" not in function.__qualname__
        kept = self._kept() if ours else None
        if kept is None:
            return function(network, *args, **options)
        given = inspect.signature(function).bind(network, *args, **options)
        given.apply_defaults()
        parameters = {name: value for name, value in given.arguments.items() if name not in _NO_MATTER}
        about = {"measure": f"{function.__module__}:{function.__qualname__}", "parameters": parameters,
                 "snapshot": self._made_of()}  # fmt: skip
        return kept.ask(about, lambda: function(network, *args, **options), network)

    def save(self, name: str, network: CollaborationNetwork, values: Sequence[Any], **about: Any) -> int:
        """Keep ``values``, aligned with ``network``, as property ``name`` of its nodes, for Cypher, until the graph
        changes; returns how many nodes have one. ``about`` says what the values are, and is kept in Meta.

        Raises ValueError for a name that is not free (small letters, digits and _; none of the model's), ``StoreError``
        (stale where the graph has changed since the network was made, locked).
        """
        from coterie.graph.assembly.saving import save

        return save(self.store(), name, network.nodes, network.ids, values, choices=network.choices, about=about)

    def sensitivity(self, selection: Selection | None = None, *, keys: Sequence[str] | None = None, top: int = 10,
                    seed: int = 1, progress: Progress | None = None) -> Sensitivity:  # fmt: skip
        """The network under several identity keys (all, if not given; that of the graph is always among them), compared
        by figures, rankings of the ``top`` people, and statements; ``progress`` is told of each key. Raises
        ``NotFound``, ``IdentityError``.
        """
        from coterie.graph.measures.views import compared

        return compared(self.snapshot(), selection, keys, top=top, seed=seed, store=self.store, progress=progress)

    def side_by_side(self, selection: Selection | None = None, *, keys: Sequence[str] | None = None, top: int = 10,
                     seed: int = 1, progress: Progress | None = None) -> SideBySide:  # fmt: skip
        """The tables of :meth:`sensitivity`, kept as :meth:`measure` does. Raises ``NotFound``, ``IdentityError``."""
        from coterie.graph.measures.side_by_side import side_by_side

        self.snapshot()

        def make() -> SideBySide:
            return side_by_side(self.sensitivity(selection, keys=keys, top=top, seed=seed, progress=progress))

        kept = self._kept()
        if kept is None:
            return make()
        chosen = None if selection is None else selection.to_json()
        about = {"measure": "sensitivity", "selection": chosen, "keys": None if keys is None else list(keys),
                 "top": top, "seed": seed, "snapshot": self._made_of()}  # fmt: skip
        return kept.ask(about, make)

    def _made_of(self) -> list[Any]:
        """Which graph it is, and its content."""
        snapshot = self.snapshot()
        return [snapshot.store_id, snapshot.generation, snapshot.mark]

    def _kept(self) -> Kept | None:
        """The results of this graph; None where none are kept: as asked, or as its snapshot cannot be written."""
        from coterie.kept import FOLDER, Kept, is_on

        if self._snapshot is None or not self._snapshot.mark or not (self._keep and is_on()):
            return None
        if "://" not in self.target:
            return Kept(Path(self.target).expanduser().resolve() / FOLDER)
        from coterie.graph.assembly.rebuild import cache_folder

        return Kept(cache_folder() / self._snapshot.store_id / FOLDER) if self._snapshot.store_id else None
