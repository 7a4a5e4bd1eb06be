"""Bridges and articulation points: links and nodes without which a component falls apart.

J. Hopcroft, R. Tarjan, Commun. ACM 16:372, 1973, without recursion, in time linear in nodes and links.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from coterie.graph.network.kernels import Indices, Ints


class Cuts(NamedTuple):
    """``bridges``: rows (node, node), the smaller first, sorted. ``pieces``: for each node into how many parts its
    component falls without it (1 where it holds; 0 for a node alone). ``cut_off``: how many nodes are then outside the
    largest of these parts."""

    bridges: Ints
    pieces: Ints
    cut_off: Ints


def cuts(indptr: Ints, indices: Indices) -> Cuts:
    """Where the network is held together by one link or one node."""
    size = len(indptr) - 1
    starts, ends, flat = indptr[:-1].tolist(), indptr[1:].tolist(), indices.tolist()
    found, low = [0] * size, [0] * size
    parent, below, at = [-1] * size, [1] * size, list(starts)
    split: list[list[int]] = [[] for _ in range(size)]
    bridges: list[tuple[int, int]] = []
    whole = [0] * size
    clock = 0
    for root in range(size):
        if found[root]:
            continue
        clock += 1
        found[root] = low[root] = clock
        stack, order = [root], [root]
        while stack:
            node = stack[-1]
            place = at[node]
            if place < ends[node]:
                at[node] = place + 1
                other = flat[place]
                if not found[other]:
                    clock += 1
                    found[other] = low[other] = clock
                    parent[other] = node
                    stack.append(other)
                    order.append(other)
                elif other != parent[node] and found[other] < low[node]:
                    low[node] = found[other]
                continue
            stack.pop()
            above = parent[node]
            if above < 0:
                continue
            below[above] += below[node]
            if low[node] < low[above]:
                low[above] = low[node]
            if low[node] >= found[above]:
                split[above].append(below[node])
            if low[node] > found[above]:
                bridges.append((above, node) if above < node else (node, above))
        for node in order:
            whole[node] = len(order)
    pieces, cut_off = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for node, parts in enumerate(split):
        rest = whole[node] - 1 - sum(parts)
        every = [*parts, rest] if rest else parts
        pieces[node] = len(every)
        cut_off[node] = whole[node] - 1 - max(every, default=0)
    rows = np.array(sorted(bridges), np.int64).reshape(-1, 2)
    return Cuts(rows, pieces, cut_off)
