"""Going through the most doubtful decisions of who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coterie.graph.assembly.amending import CorrectionReport
    from coterie.graph.assembly.report import Progress
    from coterie.graph.identity.overrides import Override
    from coterie.graph.identity.reviewing import Review
    from coterie.graph.snapshot import Snapshot
    from coterie.graph.store import Store


class Reviewing:
    """The part of :class:`coterie.api.Graph` that asks people what it is least sure of, and takes their answers."""

    _snapshot: Snapshot | None

    def snapshot(self) -> Snapshot:
        """The columnar copy for analysis."""
        raise NotImplementedError

    def store(self, *, create: bool = False) -> Store:
        """The store beneath, opened. Raises ``StoreError``."""
        raise NotImplementedError

    def review(self, *, limit: int = 50) -> Review:
        """The ``limit`` most doubtful decisions about authors and papers, those first by which most would change: the
        probability of being wrong times the papers and co-author links at stake. What corrections say is not asked.

        ``doubt.answered("same")`` (or ``"different"``) is the answer as a correction.
        """
        from coterie.graph.assembly.reviewing import review

        return review(self.snapshot(), self.store, limit=limit)

    def answer(self, *answers: Override, progress: Progress | None = None) -> CorrectionReport:
        """Keep answers to a review with the graph, all at once, each a correction that can be undone.

        Raises ``IdentityError`` (they contradict each other, or other corrections), ``StoreError``.
        """
        from coterie.graph.assembly.reviewing import record

        self._snapshot = None
        return record(self.store(), answers, progress=progress)

    def review_page(self, review: Review | None = None, *, title: str = "", limit: int = 50) -> str:
        """A review (default: of ``limit`` decisions) as one HTML page, self-contained, on which readers can answer and
        from which they take their answers as a file of corrections."""
        from coterie.graph.maps.review_page import render

        return render(self.review(limit=limit) if review is None else review, title=title)
