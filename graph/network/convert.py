"""The network for other libraries, each imported only here and only when asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.errors import CoterieError
from coterie.graph.model.tables import ABSENT
from coterie.graph.network.network import LINK_ARRAYS, CollaborationNetwork

if TYPE_CHECKING:
    import networkx as nx
    import scipy.sparse as sp

MANY = 1_000_000
"""Links above which a ``networkx.Graph`` is worth a warning."""


def to_scipy(network: CollaborationNetwork, weight: str | None) -> sp.csr_array:
    """See :meth:`CollaborationNetwork.to_scipy`."""
    from scipy.sparse import csr_array

    arrays = (network.weight(weight), network.indices, network.indptr)
    return csr_array(arrays, shape=(network.size, network.size))


def to_networkx(network: CollaborationNetwork) -> nx.Graph:
    """See :meth:`CollaborationNetwork.to_networkx`."""
    import networkx as nx

    if network.link_count > MANY:
        about = network.link_count * 450 / 1e9
        warnings.warn(f"{network.link_count:,} links take about {about:.1f} GB as a networkx.Graph", stacklevel=3)
    out = nx.Graph(**{k: v for k, v in network.choices.items() if isinstance(v, str | int) and k != "generation"})
    for ident, data in zip(network.ids, _records(node_columns(network)), strict=True):
        out.add_node(ident, **data)
    left, right, _ = network.links()
    ids = network.ids
    ends = zip(left.tolist(), right.tolist(), strict=True)
    out.add_edges_from(
        (ids[a], ids[b], data) for (a, b), data in zip(ends, _records(link_columns(network)), strict=True)
    )
    return out


def to_pandas(network: CollaborationNetwork) -> tuple[Any, Any]:
    """See :meth:`CollaborationNetwork.to_pandas`."""
    pandas = _optional("pandas")
    left, right, _ = network.links()
    ids = np.empty(network.size, object)
    ids[:] = network.ids
    nodes = {"id": ids, **{name: _nullable(values) for name, values in node_columns(network).items()}}
    links = {name: _nullable(values) for name, values in link_columns(network).items()}
    return pandas.DataFrame(nodes), pandas.DataFrame({"left": ids[left], "right": ids[right], **links})


def to_igraph(network: CollaborationNetwork) -> Any:
    """See :meth:`CollaborationNetwork.to_igraph`."""
    igraph = _optional("igraph")
    left, right, _ = network.links()
    plain = {name: _plain(values) for name, values in node_columns(network).items()}
    links = {name: _plain(values) for name, values in link_columns(network).items()}
    # igraph keeps "name" for looking a vertex up, so that is our id
    named = {"label" if name == "name" else name: values for name, values in plain.items()}
    edges = np.column_stack([left, right])
    vertices = {"name": [str(ident) for ident in network.ids], **named}
    return igraph.Graph(network.size, edges, vertex_attrs=vertices, edge_attrs=links)


def node_columns(network: CollaborationNetwork) -> dict[str, NDArray[Any]]:
    """Name and attributes of the nodes, by name."""
    names = np.empty(network.size, object)
    names[:] = network.names
    return {"name": names, **network.attributes}


def link_columns(network: CollaborationNetwork) -> dict[str, NDArray[Any]]:
    """Weight and arrays of the links, each link once, in the order of ``links()``; without weights unknown."""
    at = network.links().at
    held = {name: getattr(network, name)[at] for name in LINK_ARRAYS}
    known = {name: values for name, values in held.items() if not np.isnan(values.astype(float)).any()}
    return {"weight": network.weight()[at], **known, **{name: v[at] for name, v in network.further.items()}}


def _plain(values: NDArray[Any]) -> list[Any]:
    return [None if value == ABSENT else value for value in values.tolist()]


def _records(columns: dict[str, NDArray[Any]]) -> Iterator[dict[str, Any]]:
    """One dict a row, without what is absent."""
    names = list(columns)
    for row in zip(*(_plain(values) for values in columns.values()), strict=True):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _nullable(values: NDArray[Any]) -> Any:
    if values.dtype == np.int64 and (values == ABSENT).any():
        pandas = _optional("pandas")
        return pandas.array(_plain(values), dtype="Int64")
    return values


def _optional(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        name = {"igraph": "python-igraph"}.get(module, module)
        raise CoterieError(f"{module} is not installed", hint=f"pip install {name}") from None
