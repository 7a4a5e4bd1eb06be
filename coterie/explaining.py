"""Asking a graph why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coterie.graph.model.errors import NotFound

if TYPE_CHECKING:
    from coterie.graph.identity.explaining import Explanation
    from coterie.graph.snapshot import Snapshot
    from coterie.graph.store import Store


class Explaining:
    """The part of :class:`coterie.api.Graph` that says why people and papers are what they are."""

    def snapshot(self) -> Snapshot:
        """The columnar copy for analysis."""
        raise NotImplementedError

    def store(self, *, create: bool = False) -> Store:
        """The store beneath, opened. Raises ``StoreError``."""
        raise NotImplementedError

    def explain(self, one: str, two: str | None = None, *, paper: bool = False) -> Explanation:
        """Why author ``one`` is one person: the decisions that made it, with terms that add up, and the nearest other;
        or why ``one`` and ``two`` are, or are not, one (authors, or keys of mentions); with ``paper``, or where no
        author is called ``one``, why the records of a paper are one.

        Raises ``NotFound``, ``AmbiguousName``, ``IdentityError``, ``StoreError``.
        """
        from coterie.graph.assembly.explaining import explain_authors, explain_paper

        if paper:
            return explain_paper(self.snapshot(), self.store, one)
        try:
            return explain_authors(self.snapshot(), self.store, one, two)
        except NotFound:
            if two is not None:
                raise
            try:
                return explain_paper(self.snapshot(), self.store, one)
            except NotFound:
                pass
            raise
