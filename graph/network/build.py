"""Networks from pairs, and from networkx."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.tables import ABSENT
from coterie.graph.network.network import LINK_ARRAYS, CollaborationNetwork, Ints

if TYPE_CHECKING:
    import networkx as nx

Arrays = dict[str, NDArray[Any]]


def symmetric(size: int, left: Ints, right: Ints, links: Mapping[str, NDArray[Any]]
              ) -> tuple[Ints, NDArray[np.int32], Arrays]:  # fmt: skip
    """Compressed rows of undirected links given once each: indptr, indices, and ``links`` aligned with these.

    In linear time where the links are sorted, the lower end first: in each row first the links to lower nodes, which
    a transposition brings in order, then those to higher ones.
    """
    from scipy.sparse import csr_array

    count = len(left)
    order: Ints | None = None
    if (left > right).any():
        left, right = np.minimum(left, right), np.maximum(left, right)
    if count and ((left[1:] < left[:-1]) | ((left[1:] == left[:-1]) & (right[1:] < right[:-1]))).any():
        order = np.lexsort((right, left))
        left, right = left[order], right[order]
    number: NDArray[Any] = np.arange(count, dtype=np.int32 if count < 2**31 else np.int64)
    higher: Ints = _starts(left, size)
    lower = csr_array((number, right.astype(np.int32), higher), shape=(size, size)).tocsc()
    below: Ints = lower.indptr.astype(np.int64)
    at_low = np.repeat(higher[:-1], np.diff(below)) + number
    at_high = np.repeat(below[1:], np.diff(higher)) + number
    indices, of = np.empty(2 * count, np.int32), np.empty(2 * count, np.int64)
    indices[at_low], indices[at_high] = lower.indices, right
    of[at_low], of[at_high] = lower.data, number
    if order is not None:
        of = order[of]
    out: Arrays = {name: values.take(of) for name, values in links.items()}
    starts: Ints = higher + below
    return starts, indices, out


def _starts(rows: Ints, size: int) -> Ints:
    """Where each row starts among the sorted ``rows``, and where the last ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(rows, minlength=size))]).astype(np.int64)


def link_arrays(count: int, known: Mapping[str, Any]) -> Arrays:
    """The arrays that every link has: one joint paper, NaN weights, absent years, where ``known`` does not say."""
    default: Arrays = {
        "papers": np.ones(count, np.int64),
        "newman": np.full(count, np.nan),
        "pair_share": np.full(count, np.nan),
        "first_year": np.full(count, ABSENT),
        "last_year": np.full(count, ABSENT),
    }
    given = {name: np.asarray(values) for name, values in known.items() if values is not None}
    return default | {n: v.astype(default[n].dtype) if n in default else v for n, v in given.items()}


def from_pairs(left: Sequence[Hashable], right: Sequence[Hashable], papers: Sequence[int] | None = None, *,
               ids: Sequence[Hashable] | None = None, names: Sequence[str] | None = None,
               counting: str = "full", **further: Any) -> CollaborationNetwork:  # fmt: skip
    """A network of pairs of ids, for example read from a file.

    ``papers``: joint papers of each pair (1 where not given); repeated pairs, in either direction, are added up; a
    pair of a node with itself is left out and counted in ``choices``. ``ids``: all nodes in their order (sorted
    distinct ends, where not given), ``names`` aligned with them. ``further``: newman, pair_share, first_year,
    last_year, one value a pair. Raises ValueError where lengths differ, an end is not in ``ids``, or an id is there
    twice.

    >>> from_pairs(["a", "b"], ["b", "c"])
    <CollaborationNetwork of 3 authors, 2 links>
    """
    unknown = sorted(set(further) - set(LINK_ARRAYS))
    if unknown:
        raise TypeError(f"a pair has no {', '.join(unknown)}")
    nodes = _nodes(left, right, ids)
    row = {ident: i for i, ident in enumerate(nodes)}
    if len(row) != len(nodes):
        raise ValueError("an id is there twice")
    given = {"papers": papers, **further}
    if any(values is not None and len(values) != len(left) for values in (right, *given.values())):
        raise ValueError("left, right and their values must be equally long")
    try:
        a = np.fromiter((row[ident] for ident in left), np.int64, len(left))
        b = np.fromiter((row[ident] for ident in right), np.int64, len(right))
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} is not among the ids") from None
    low, high, arrays = _added_up(np.minimum(a, b), np.maximum(a, b), len(nodes), link_arrays(len(a), given))
    indptr, indices, links = symmetric(len(nodes), low, high, arrays)
    choices = {"source": "pairs", "counting": counting, "self_pairs_left_out": int((a == b).sum())}
    return CollaborationNetwork(nodes, indptr, indices, links, names=names, choices=choices)


def from_networkx(graph: nx.Graph, papers: str | None = "papers", *, counting: str = "full") -> CollaborationNetwork:
    """A network of an undirected networkx graph, its nodes in their order.

    ``papers``: the attribute of an edge that holds its joint papers, a number or a list of papers (1 where an edge
    has none; None: 1 for all). ``newman``, ``pair_share``, ``first_year``, ``last_year`` are taken where every edge
    has them; ``name`` of nodes too. Raises ValueError for a directed graph.
    """
    if graph.is_directed():
        raise ValueError("a collaboration network is undirected: convert it with graph.to_undirected()")
    ids = list(graph)
    edges = list(graph.edges(data=True))
    count = [_count(data.get(papers, 1)) if papers else 1 for _, _, data in edges]
    further = {n: [data[n] for _, _, data in edges] for n in LINK_ARRAYS[1:] if all(n in data for _, _, data in edges)}
    names = [str(data.get("name", ident)) for ident, data in graph.nodes(data=True)]
    made = from_pairs(
        [a for a, _, _ in edges], [b for _, b, _ in edges], count, ids=ids, names=names, counting=counting, **further
    )
    made.choices["source"] = "networkx"
    return made


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list | tuple | set | frozenset) else int(value)


def _nodes(left: Sequence[Hashable], right: Sequence[Hashable], ids: Sequence[Hashable] | None) -> list[Hashable]:
    if ids is not None:
        return list(ids)
    distinct: list[Any] = list({*left, *right})
    try:
        return sorted(distinct)
    except TypeError:
        return sorted(distinct, key=lambda ident: (type(ident).__name__, str(ident)))


def _added_up(low: Ints, high: Ints, size: int, arrays: Arrays) -> tuple[Ints, Ints, Arrays]:
    """Pairs once each, without self-pairs, sorted; weights summed, years spanned."""
    apart = low != high
    low, high, arrays = low[apart], high[apart], {name: values[apart] for name, values in arrays.items()}
    key = low * max(size, 1) + high
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]][: len(key)])
    if not len(starts):
        return low, high, arrays
    late = np.iinfo(np.int64).max
    first = np.minimum.reduceat(np.where(arrays["first_year"] == ABSENT, late, arrays["first_year"])[order], starts)
    out = {name: np.add.reduceat(values[order], starts) for name, values in arrays.items() if "year" not in name}
    out["first_year"] = np.where(first == late, ABSENT, first)
    out["last_year"] = np.maximum.reduceat(arrays["last_year"][order], starts)
    return key[starts] // size, key[starts] % size, out
