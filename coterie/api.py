"""One object for everything: load, ask, analyse and draw. Analyses, profiles and maps start no engine."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partialmethod
from typing import TYPE_CHECKING, Any

from coterie.changing import Changing
from coterie.explaining import Explaining
from coterie.measuring import Measuring
from coterie.queries import catalogue
from coterie.queries.naming import exact
from coterie.reviewing import Reviewing

if TYPE_CHECKING:
    from coterie.evaluation import Evaluation
    from coterie.graph.assembly.report import CheckReport, Progress
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Selection, Snapshot
    from coterie.graph.snapshot.profiles import Profile
    from coterie.graph.store import Result, Store

Path = str | os.PathLike[str]


class Graph(Changing, Reviewing, Explaining, Measuring, AbstractContextManager["Graph"]):
    """A co-authorship graph; a context manager that closes what it opened.

    >>> import coterie
    >>> from coterie import seeds
    >>> with coterie.open("coterie.graph") as graph:
    ...     report = graph.load(seeds.path())
    ...     pairs = graph.query("strongest-pairs", limit=1)
    ...     network = graph.network(coterie.Selection(years=(2020, None)))
    ...     profile = graph.author("yuhui xu")
    >>> report.papers, pairs.rows[0][:3], profile.facts["stated_h_index"]
    (164, ['Huiqiang Jiang', 'Qianhui Wu', 9], 35)
    """

    def __init__(self, target: Path, *, refresh: bool = False, keep: bool = True) -> None:
        self.target = os.fspath(target)
        self._refresh, self._keep = refresh, keep
        self._store: Store | None = None
        self._snapshot: Snapshot | None = None

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store, if it was opened."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def store(self, *, create: bool = False) -> Store:
        """The store beneath, opened. Raises ``StoreError``."""
        if self._store is None:
            from coterie.graph.store import connect

            self._store = connect(self.target, create=create)
        return self._store

    def snapshot(self) -> Snapshot:
        """The columnar copy for analysis; made first where it is absent or stale. Raises ``StoreError``."""
        if self._snapshot is None:
            from coterie.graph.assembly.rebuild import snapshot_for

            self._snapshot = snapshot_for(self._store or self.target, refresh=self._refresh)
        return self._snapshot

    def sources(self) -> list[dict[str, Any]]:
        """What has been loaded: id, file, sha256, loader, options, when, records, rejected."""
        from coterie.graph.assembly.unloading import sources

        return sources(self.snapshot())

    def query(self, text: str, params: Mapping[str, Any] | None = None, *, queries: Sequence[Path] = (),
              timeout: float = 30, limit: int | None = None, write: bool = False,
              allow_load_csv: bool = False) -> Result:  # fmt: skip
        """Rows of Cypher ``text``, or of the named query it names (one word; ``queries``: folders of more).

        Reads only, unless ``write``. Raises ``QueryError``, ``NotFound``, ``AmbiguousName``.
        """
        given = dict(params or {})
        if len(text.split()) == 1:
            named = catalogue.find(text.strip(), queries)
            text, (given, limit) = named.text, named.prepared(given, limit, self._id)
        if write:
            self._snapshot = None
        return self.store().query(text, given, write=write, timeout=timeout, limit=limit, allow_load_csv=allow_load_csv)

    def profile(self, kind: str, name: str) -> Profile:
        """An author, paper, affiliation or topic, as a person names it. Raises ``NotFound``, ``AmbiguousName``."""
        from coterie.graph.snapshot import lookup, profiles

        return profiles.PROFILES[kind](self.snapshot(), lookup.find(self.snapshot(), kind, name))

    def _id(self, kind: str, name: str) -> str:
        return exact(self.store(), kind, name) or str(self.profile(kind, name).facts["id"])

    author, paper = partialmethod(profile, "author"), partialmethod(profile, "paper")
    affiliation, topic = partialmethod(profile, "affiliation"), partialmethod(profile, "topic")

    def network(self, selection: Selection | None = None, nodes: str = "authors", *,
                normalise: str | None = None) -> CollaborationNetwork:  # fmt: skip
        """The network of the selected papers (default: all but retractions and errata); see :func:`project`, and of
        ``normalise`` :func:`~coterie.graph.network.normalising.normalised`."""
        from coterie.graph.network import normalised, project

        network = project(self.snapshot(), selection, nodes)
        return network if normalise is None else normalised(network, normalise)

    def evaluate(self, gold: Path, **options: Any) -> Evaluation:
        """How well authors are resolved, by a gold set; one of labels alone is laid over this graph. ``options`` are
        those of :func:`coterie.evaluation.evaluate`. Raises ``LoadError``, ``IdentityError``."""
        from coterie.evaluation import evaluate

        return evaluate(gold, graph=lambda: nullcontext(self), **options)

    def map(self, network: CollaborationNetwork | None = None, **options: Any) -> str:
        """A network as one HTML page; ``options`` are those of :func:`coterie.graph.maps.draw`."""
        from coterie.graph.maps import draw

        return draw(self.network() if network is None else network, self.snapshot(), **options)

    def check(self, *, progress: Progress | None = None) -> CheckReport:
        """Compare the store with what its records say; the report is true where nothing differs."""
        from coterie.graph.assembly.check import check

        return check(self.store(), progress=progress)


def open(target: Path = "coterie.graph", *, refresh: bool = False, keep: bool = True) -> Graph:
    """The graph in a folder, which the first load makes, or at a ``neo4j://``, ``bolt://`` address. ``refresh``: read
    the store, not the kept snapshot; ``keep``: whether :meth:`Graph.measure` keeps results and finds them again."""
    return Graph(target, refresh=refresh, keep=keep)
