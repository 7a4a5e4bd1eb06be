"""The collaboration network: who wrote with whom, in compressed sparse rows, with the choices that made it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.errors import NotFound

if TYPE_CHECKING:
    import networkx as nx
    import scipy.sparse as sp

    from coterie.graph.snapshot import Snapshot

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
COUNTED = {"full": "papers", "newman": "newman", "pair-share": "pair_share"}
"""The array that holds the weight of a link, by counting."""
SINGULAR = {"authors": "author", "affiliations": "affiliation", "countries": "country", "topics": "topic"}
"""What one node is called."""
LACKING = {"authors": "name nobody", "affiliations": "name no affiliation", "countries": "name no country",
           "topics": "have no topic"}  # fmt: skip
"""What is said of papers without any node."""
LINK_ARRAYS = ("papers", "newman", "pair_share", "first_year", "last_year")


class Links(NamedTuple):
    """Every link once: its ends (``left < right``) and its position in the arrays of the network."""

    left: Ints
    right: Ints
    at: Ints


class Incidence(NamedTuple):
    """Papers of each node: rows ``indptr[i]:indptr[i + 1]`` of ``papers`` (sorted rows of the snapshot's papers);
    ``linking`` says which of them make links (teams within the cap)."""

    indptr: Ints
    papers: Ints
    linking: NDArray[np.bool_]


class CollaborationNetwork:
    """An undirected network without self-links, in compressed sparse rows.

    The neighbours of node ``i`` are ``indices[indptr[i]:indptr[i + 1]]``, sorted; each link stands at both its ends.
    Aligned with ``indices``: ``papers`` (joint papers), ``newman`` (sum of 1/(n-1)), ``pair_share`` (sum of
    2/(n(n-1))), ``first_year`` and ``last_year`` of a joint paper (``ABSENT`` where no joint paper has a year). A
    weight that is not known is NaN throughout, and :meth:`weight` refuses it.

    ``ids`` and ``names`` of the nodes, sorted by id where projected; ``attributes``: arrays aligned with them, such as
    ``papers``, ``first_year``, ``last_year``; ``rows``: their rows in the snapshot. ``nodes`` says what they are
    (authors, affiliations, countries, topics). ``choices`` states what made it: selection, counting, cap, generation,
    and what was left out.

    It is a graph of the networkx backend ``coterie``: ``networkx.pagerank(network)`` runs our code on it.
    """

    __networkx_backend__ = "coterie"

    def __init__(self, ids: Sequence[Hashable] | Callable[[], Sequence[Hashable]], indptr: Ints,
                 indices: NDArray[np.int32], links: Mapping[str, NDArray[Any]], *,
                 names: Sequence[str] | Callable[[], Sequence[str]] | None = None,
                 attributes: Mapping[str, NDArray[Any]] | None = None, choices: Mapping[str, Any] | None = None,
                 nodes: str = "authors", rows: Ints | None = None, incidence: Incidence | None = None,
                 snapshot: Snapshot | None = None) -> None:  # fmt: skip
        self.indptr = np.asarray(indptr, np.int64)
        self.indices = np.asarray(indices, np.int32)
        self.papers: Ints = links["papers"]
        self.newman: Floats = links["newman"]
        self.pair_share: Floats = links["pair_share"]
        self.first_year: Ints = links["first_year"]
        self.last_year: Ints = links["last_year"]
        self.further = {name: values for name, values in links.items() if name not in LINK_ARRAYS}
        self.attributes = dict(attributes or {})
        self.choices = dict(choices or {})
        self.nodes = nodes
        self.rows = rows
        self.incidence = incidence
        self.snapshot = snapshot
        self.graph: dict[str, Any] = {}
        self.__networkx_cache__: dict[str, Any] = {}
        self._ids, self._names = ids, names

    # -- what is in it

    @cached_property
    def ids(self) -> list[Hashable]:
        """Ids of the nodes."""
        return list(self._ids() if callable(self._ids) else self._ids)

    @cached_property
    def names(self) -> list[str]:
        """Names of the nodes; the id where there is none."""
        given = self._names() if callable(self._names) else self._names
        return [str(name or ident) for ident, name in zip(self.ids, given or self.ids, strict=True)]

    @cached_property
    def _row_of(self) -> dict[Hashable, int]:
        return {ident: i for i, ident in enumerate(self.ids)}

    def index(self, ident: Hashable) -> int:
        """Position of a node by its id. Raises NotFound."""
        try:
            return self._row_of[ident]
        except KeyError:
            raise NotFound(f"{SINGULAR.get(self.nodes, self.nodes)} in this network", str(ident)) from None

    @property
    def counting(self) -> str:
        """How a link's weight is counted: full, newman or pair-share; where links are normalised that too."""
        counted, by = str(self.choices.get("counting", "full")), self.choices.get("normalised")
        return f"{by}-normalised {counted}" if by else counted

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1

    @property
    def link_count(self) -> int:
        """Number of links."""
        return len(self.indices) // 2

    @cached_property
    def degree(self) -> Ints:
        """Number of neighbours of each node."""
        return np.diff(self.indptr)

    def weight(self, name: str | None = "weight") -> Floats:
        """Weights aligned with ``indices``: ``weight`` (that of the counting, or normalised), ``papers``, ``newman``,
        ``pair_share`` or a further array; ones for None. Raises ValueError where the network does not know it."""
        if name is None:
            return np.ones(len(self.indices))
        if name == "weight":
            name = str(self.choices.get("normalised", name))
        if name in self.further:
            return np.asarray(self.further[name], np.float64)
        known = COUNTED.get(self.counting, "papers") if name == "weight" else name.replace("pair-share", "pair_share")
        if known not in COUNTED.values():
            raise ValueError(f"a link has no weight {name!r}: choose one of weight, {', '.join(COUNTED.values())}")
        values = np.asarray(getattr(self, known), np.float64)
        if np.isnan(values).any():
            raise ValueError(f"this network does not know the weight {known!r}: it was made of pairs without it")
        return values

    def links(self) -> Links:
        """Every link once, sorted by left, then right end."""
        left = np.repeat(np.arange(self.size), self.degree)
        at = np.flatnonzero(left < self.indices)
        return Links(left[at], self.indices[at].astype(np.int64), at)

    def neighbours(self, i: int) -> Ints:
        """Positions of the neighbours of node ``i``, sorted."""
        return self.indices[self.indptr[i] : self.indptr[i + 1]].astype(np.int64)

    def papers_of(self, i: int) -> Ints:
        """Rows (in the snapshot) of the selected papers of node ``i``, sorted. Raises ValueError without papers."""
        papers, _ = self._papers_of(i)
        return papers

    def link_papers(self, i: int, j: int) -> Ints:
        """Rows (in the snapshot) of the joint papers that make the link of nodes ``i`` and ``j``, sorted; empty where
        there is no link. Raises ValueError where the network was not made of papers."""
        (one, counts), (two, _) = self._papers_of(i), self._papers_of(j)
        if j not in self.neighbours(i):
            return one[:0]
        return np.intersect1d(one[counts], two, assume_unique=True)

    def _papers_of(self, i: int) -> tuple[Ints, NDArray[np.bool_]]:
        if self.incidence is None:
            raise ValueError("this network was made of pairs: it does not know the papers of a link")
        span = slice(int(self.incidence.indptr[i]), int(self.incidence.indptr[i + 1]))
        return self.incidence.papers[span], self.incidence.linking[span]

    # -- a graph, as networkx sees it

    def is_directed(self) -> bool:
        """Never."""
        return False

    def is_multigraph(self) -> bool:
        """Never."""
        return False

    def __len__(self) -> int:
        return self.size

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.ids)

    def __contains__(self, ident: object) -> bool:
        return isinstance(ident, Hashable) and ident in self._row_of

    def number_of_nodes(self) -> int:
        """Number of nodes."""
        return self.size

    def number_of_edges(self) -> int:
        """Number of links."""
        return self.link_count

    def __repr__(self) -> str:
        return f"<CollaborationNetwork of {self.size} {self.nodes}, {self.link_count} links>"

    # -- for other libraries

    def to_scipy(self, weight: str | None = "weight") -> sp.csr_array:
        """The symmetric adjacency matrix as ``scipy.sparse.csr_array`` of floats; see :meth:`weight`."""
        from coterie.graph.network.convert import to_scipy

        return to_scipy(self, weight)

    def to_networkx(self) -> nx.Graph:
        """A ``networkx.Graph``: nodes are ids, with name and attributes; links have weight, papers, newman,
        pair_share, first_year, last_year (where known). About 450 bytes a link: warns above a million."""
        from coterie.graph.network.convert import to_networkx

        return to_networkx(self)

    def to_pandas(self) -> tuple[Any, Any]:
        """Nodes and links as two data frames. Raises CoterieError where pandas is not installed."""
        from coterie.graph.network.convert import to_pandas

        return to_pandas(self)

    def to_igraph(self) -> Any:
        """An ``igraph.Graph`` with the same attributes. Raises CoterieError where igraph is not installed."""
        from coterie.graph.network.convert import to_igraph

        return to_igraph(self)
