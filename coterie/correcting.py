"""People's corrections of who is who, as a person names authors and papers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from coterie.graph.model.errors import IdentityError, NotFound

if TYPE_CHECKING:
    from coterie.graph.assembly.amending import CorrectionReport
    from coterie.graph.assembly.placing import State
    from coterie.graph.assembly.report import Progress
    from coterie.graph.identity.overrides import Override
    from coterie.graph.snapshot import Snapshot
    from coterie.graph.store import Store

Path = str | os.PathLike[str]


class Correcting:
    """The part of :class:`coterie.api.Graph` that corrects people and papers.

    Names are found as :meth:`~coterie.api.Graph.author` and :meth:`~coterie.api.Graph.paper` find them. Each correction
    is kept with the graph, holds for later loads, and can be undone. All raise ``NotFound``, ``AmbiguousName``,
    ``IdentityError`` (corrections contradict each other, nothing would change) and ``StoreError``; then nothing is
    written.
    """

    _snapshot: Snapshot | None

    def snapshot(self) -> Snapshot:
        """The columnar copy for analysis."""
        raise NotImplementedError

    def store(self, *, create: bool = False) -> Store:
        """The store beneath, opened. Raises ``StoreError``."""
        raise NotImplementedError

    def merge(self, *names: str, kind: str | None = None, note: str = "", progress: Progress | None = None
              ) -> CorrectionReport:  # fmt: skip
        """Say that authors are one person, or papers one paper. ``kind``: author or paper; default: what is found."""
        from coterie.graph.assembly import correcting

        ids, found = self._called(names, kind)
        join = correcting.merge if found == "author" else correcting.merge_papers
        return self._corrected(join(self.store(), *ids, note=note, progress=progress))

    def split(self, name: str, *, papers: Sequence[str] = (), mentions: Sequence[str] = (),
              records: Sequence[str] = (), note: str = "", progress: Progress | None = None
              ) -> CorrectionReport:  # fmt: skip
        """Split some ``papers`` (names), or ``mentions`` (keys), of an author off into a person of their own; or
        ``records`` (``source:record_id``) of a paper into a paper of their own."""
        from coterie.graph.assembly import correcting

        if records:
            if papers or mentions:
                raise IdentityError("records are split off a paper, papers and mentions off an author: not both")
            [ident], _ = self._called([name], "paper")
            return self._corrected(correcting.split_paper(self.store(), ident, records, note=note, progress=progress))
        [ident], _ = self._called([name], "author")
        these, _ = self._called(papers, "paper")
        return self._corrected(
            correcting.split(self.store(), ident, papers=these, mentions=mentions, note=note, progress=progress)
        )

    def pin(self, mention: str, author: str, *, note: str = "", progress: Progress | None = None) -> CorrectionReport:
        """Say that one mention (its key, ``source:record_id#index``), and it alone, belongs to an author."""
        from coterie.graph.assembly import correcting

        [ident], _ = self._called([author], "author")
        return self._corrected(correcting.pin(self.store(), mention, ident, note=note, progress=progress))

    def undo(self, correction: str | None = None, *, progress: Progress | None = None) -> CorrectionReport:
        """Take a correction back (by its id; default: the last one not of a file), as if it had never been made."""
        from coterie.graph.assembly import correcting

        return self._corrected(correcting.undo(self.store(), correction, progress=progress))

    def overrides(self) -> list[State]:
        """The corrections that the graph holds, and which are in force."""
        from coterie.graph.assembly import correcting

        return correcting.overrides(self.store())

    def apply_overrides(self, *files: Path, progress: Progress | None = None) -> CorrectionReport:
        """Put the corrections of files (docs/identity.md) in the place of the earlier ones of these files."""
        from coterie.graph.assembly import correcting

        return self._corrected(correcting.apply(self.store(), read_files(files), progress=progress))

    def _called(self, names: Sequence[str], kind: str | None) -> tuple[list[str], str]:
        """The ids of those with these names, and what they are."""
        from coterie.graph.snapshot.lookup import KINDS, find

        found, rows = self.snapshot(), list[int]()
        try:
            rows = [find(found, kind or "author", name) for name in names]
        except NotFound as error:
            if kind is not None:
                raise
            try:
                return self._called(names, "paper")
            except NotFound:
                raise error from None
        kind = kind or "author"
        return [str(ident) for ident in found.texts(KINDS[kind], "id", rows).tolist()], kind

    def _corrected(self, report: CorrectionReport) -> CorrectionReport:
        self._snapshot = None
        return report


def read_files(files: Iterable[Path]) -> Mapping[str, Sequence[Override]]:
    """The corrections of each file, by its last name. Raises ``IdentityError``, also for two files of one name."""
    from coterie.graph.identity.overridefile import read_overrides

    found: dict[str, Sequence[Override]] = {}
    for file in files:
        name = FilePath(file).name
        if name in found:
            raise IdentityError(f"two files of corrections are called {name}", hint="rename one: they go by their name")
        found[name] = read_overrides(file)
    return found
