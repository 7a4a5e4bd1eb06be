"""One object for everything: :func:`open` a graph, then load, ask, analyse and draw. The command line is thin over it.

Nothing is started before it is needed: analyses, profiles and maps read the snapshot and start no engine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coterie.graph.assembly.loading import LoadReport
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Selection, Snapshot
    from coterie.graph.snapshot.profiles import Profile
    from coterie.graph.store import Result, Store
    from coterie.queries.catalogue import NamedQuery

Paths = str | os.PathLike[str]


def open(target: Paths = "coterie.graph", *, refresh: bool = False) -> Graph:
    """The graph at ``target``: a folder (embedded engine) or a ``neo4j://``, ``bolt://``, ``neo4j+s://`` URI.

    A folder that does not exist yet is made by the first :meth:`Graph.load`. ``refresh`` reads the store anew instead
    of the kept snapshot.

    >>> import coterie
    >>> graph = coterie.open("coterie.graph")
    """
    return Graph(target, refresh=refresh)


class Graph:
    """A co-authorship graph; a context manager that closes what it opened."""

    def __init__(self, target: Paths, *, refresh: bool = False) -> None:
        self.target = os.fspath(target)
        self._refresh = refresh
        self._store: Store | None = None
        self._snapshot: Snapshot | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
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
            from coterie.graph.assembly import snapshot_for

            self._snapshot = snapshot_for(self._store or self.target, refresh=self._refresh)
        return self._snapshot

    def load(self, *paths: Paths, loader: str | None = None, year: int | None = None, dry_run: bool = False,
             resume: bool = False, cap: int | None = None, identity: str | None = None,
             progress: Callable[..., None] | None = None) -> LoadReport:  # fmt: skip
        """Load files, folders or ``-`` (standard input); the report says what became of each record.

        ``year`` stands in where a source gives a month and day alone. Raises ``LoadError``, ``StoreError``.
        """
        from coterie.graph.assembly import load
        from coterie.loaders.registry import open_inputs

        self._snapshot = None
        return load(self.store(create=True), open_inputs(paths, loader=loader, year=year), progress=progress)

    def unload(self, load: str) -> None:
        """Take one load back, by its id: the graph is as if it had never been loaded. Raises ``NotFound``."""
        from coterie.graph.assembly import unload

        self._snapshot = None
        unload(self.store(), load)

    def sources(self) -> list[dict[str, Any]]:
        """What has been loaded: id, file, sha256, loader, when, records, rejected."""
        from coterie.graph.assembly import sources

        return sources(self.snapshot())

    def query(self, text: str, params: Mapping[str, Any] | None = None, *, queries: Sequence[Paths] = (),
              timeout: float = 30, limit: int | None = None, write: bool = False,
              allow_load_csv: bool = False) -> Result:  # fmt: skip
        """Rows of Cypher ``text``, or of the named query it names (one word; ``queries``: folders of more).

        Reads only, unless ``write``. Raises ``QueryError``, ``NotFound``, ``AmbiguousName``.
        """
        given = dict(params or {})
        if len(text.split()) == 1:
            from coterie.queries.catalogue import find

            named = find(text.strip(), queries)
            text, given = named.text, self._bound(named, given, limit)
            if isinstance(limit := given.get("limit", limit), int) and "limit" in given:
                given["limit"] = limit + 1  # one more than shown, so that the result knows whether there are more
        return self.store().query(text, given, write=write, timeout=timeout, limit=limit, allow_load_csv=allow_load_csv)

    def _bound(self, named: NamedQuery, given: Mapping[str, Any], limit: int | None) -> dict[str, Any]:
        """The parameters of a named query: ``limit`` where it has one, names of people, papers, … made ids."""
        from coterie.queries.catalogue import NAMED

        limited = limit is not None and any(p.name == "limit" for p in named.params)
        values = named.bind({"limit": limit, **given} if limited else given)
        for param in named.params:
            if param.type in NAMED and values[param.name] is not None:
                values[param.name] = self._id(param.type, values[param.name])
        return values

    def _id(self, kind: str, name: str) -> str:
        row, label = self._find(kind, name)
        return str(self.snapshot().node(label)["id"][row])

    def _find(self, kind: str, name: str) -> tuple[int, str]:
        from coterie.graph.snapshot.lookup import find

        return find(self.snapshot(), kind, name), kind.capitalize()

    def profile(self, kind: str, name: str) -> Profile:
        """An ``author``, ``paper``, ``affiliation`` or ``topic``, its name as a person types it, from all sides.

        Raises ``NotFound`` with the nearest names, ``AmbiguousName`` with the candidates.
        """
        from coterie.graph.snapshot.profiles import PROFILES

        row, _ = self._find(kind, name)
        return PROFILES[kind](self.snapshot(), row)

    def network(self, selection: Selection | None = None) -> CollaborationNetwork:
        """The collaboration network of the selected papers (default: all but retractions and errata)."""
        from coterie.graph.network import project
        from coterie.graph.snapshot import Selection

        return project(self.snapshot(), selection or Selection())

    def summary(self, selection: Selection | None = None) -> dict[str, Any]:
        """The network in figures; see :func:`coterie.graph.measures.summary.summarise`."""
        from coterie.graph.measures.summary import summarise

        return summarise(self.network(selection)).as_dict()

    def map(self, selection: Selection | None = None, *, title: str | None = None, seed: int = 0) -> str:
        """The network as one self-contained HTML page."""
        from coterie.graph.maps import draw

        return draw(self.network(selection), self.snapshot(), title=title, seed=seed)

    def check(self) -> CheckReport:
        """Compare the store with what its records say."""
        from coterie.graph.assembly import check

        return check(self.store())
