"""The measures beside networkx, igraph, scipy and numpy: CPU seconds and peak memory at four sizes, and their slope.

    python -m benchmarks.measures                          everything (about an hour; needs igraph and numba)
    python -m benchmarks.measures --size 30k --size 300k   these sizes (1k, 30k, 300k, 3m authors)
    python -m benchmarks.measures --only core --only pagerank
    python -m benchmarks.measures --arxiv GRAPH            the analyses of a loaded graph, as whole processes

Each cell is a process of its own: the network is made, the measure is run once on a small one (so that nothing is
compiled or imported while the clock runs), then as often as fits in some seconds, at most five times; the fastest
counts. CPU seconds are those of all threads. Memory is the peak while it ran, what is measured on held. ``coterie`` is
without compiled kernels, ``fast`` with them (the extra ``fast``). networkx runs at 1k, 30k and 300k only. Each target
says whether it is kept; exit code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks import teams
from benchmarks.identity import _peak

ROOT = Path(__file__).resolve().parent.parent
CAP = 100
PIVOTS = 16
SECONDS = 8.0


class Cell(NamedTuple):
    """What a process found."""

    cpu: float
    wall: float
    peak: float
    said: str


class Target(NamedTuple):
    """``one`` takes at most ``times`` what the fastest of ``others`` takes."""

    measure: str
    one: str
    times: float
    others: tuple[str, ...]
    wall: bool = False


TARGETS = (
    Target("projection", "coterie", 1 / 50, ("networkx",)), Target("projection", "coterie", 1.5, ("numpy", "scipy")),
    Target("pagerank", "coterie", 1 / 30, ("networkx",)), Target("pagerank", "fast", 1.5, ("igraph",)),
    Target("core", "coterie", 1 / 30, ("networkx",)), Target("core", "fast", 1.5, ("igraph",)),
    Target("clustering", "fast", 1 / 25, ("networkx",)), Target("clustering", "fast", 1.5, ("igraph",)),
    Target("clustering", "coterie", 1 / 8, ("networkx",)), Target("components", "coterie", 1.5, ("scipy",)),
    Target("betweenness", "fast", 1.0, ("igraph",)), Target("betweenness", "coterie", 1.0, ("igraph",), wall=True),
    Target("leiden", "coterie", 2.5, ("igraph",)),
)  # fmt: skip
WHO = {
    "projection": ("coterie", "numpy", "scipy", "networkx"), "pagerank": ("coterie", "fast", "igraph", "networkx"),
    "core": ("coterie", "fast", "igraph", "networkx"), "clustering": ("coterie", "fast", "igraph", "networkx"),
    "components": ("coterie", "scipy", "igraph", "networkx"),
    "betweenness": ("coterie", "fast", "igraph", "networkx"), "leiden": ("coterie", "igraph"),
    "summary": ("coterie", "fast"),
}  # fmt: skip
LIMITS = {("summary", "coterie", "300k"): 60.0}
"""CPU seconds that are not to be passed."""


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", action="append", choices=tuple(teams.SIZES))
    parser.add_argument("--only", action="append", choices=tuple(WHO))
    parser.add_argument("--arxiv", type=Path, metavar="GRAPH")
    parser.add_argument("--cell", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cell:
        print(json.dumps(cell(*given.cell)))
        return
    missed = analyses(given.arxiv) if given.arxiv else compared(given.size or tuple(teams.SIZES), given.only or WHO)
    if missed:
        raise SystemExit("missed: " + "; ".join(missed))


def compared(sizes: Any, measures: Any) -> list[str]:
    """Print every cell, the slopes and the targets; those missed."""
    found: dict[tuple[str, str, str], Cell] = {}
    for measure in measures:
        for size in sizes:
            for who in WHO[measure]:
                if who == "networkx" and size == "3m":
                    continue
                got = measured(measure, who, size)
                found[measure, who, size] = got
                print(f"{measure:12} {size:>5} {who:9} {got.cpu:9.3f} s CPU {got.wall:9.3f} s wall "
                      f"{got.peak:7.0f} MB  {got.said}", flush=True)  # fmt: skip
        for line in slopes(measure, found, sizes):
            print(line, flush=True)
    return [line for line in judged(found, sizes) if line]


def measured(measure: str, who: str, size: str) -> Cell:
    """One cell, in a process of its own."""
    kernels = "numba" if who == "fast" else "numpy"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measures", "--cell", measure, who, size], cwd=ROOT, capture_output=True,
        text=True, env=os.environ | {"COTERIE_KERNELS": kernels},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return Cell(*json.loads(done.stdout))


def cell(measure: str, who: str, size: str) -> Cell:
    """Measure here."""
    make = globals()[f"_{measure}"]
    make(teams.made(*teams.SIZES["1k"]), who)()
    run: Callable[[], Any] = make(teams.made(*teams.SIZES[size]), who)
    _peak(reset=True)
    best, walls, spent = math.inf, math.inf, 0.0
    for _ in range(5):
        begun, wall = time.process_time(), time.perf_counter()
        said = run()
        wall = time.perf_counter() - wall
        best, walls, spent = min(best, time.process_time() - begun), min(walls, wall), spent + wall
        if spent + wall > SECONDS:
            break
    return Cell(best, walls, _peak(), said if isinstance(said, str) else "")


def slopes(measure: str, found: dict[tuple[str, str, str], Cell], sizes: Any) -> Iterator[str]:
    """Cost against links in log-log between the smallest and the largest size from 30k on."""
    used = [size for size in sizes if size != "1k"]
    if len(used) < 2:
        return
    links = [_links(size) for size in (used[0], used[-1])]
    for who in WHO[measure]:
        if (measure, who, used[-1]) in found:
            ends = [found[measure, who, size].cpu for size in (used[0], used[-1])]
            slope = math.log(ends[1] / ends[0]) / math.log(links[1] / links[0])
            print(
                f"{measure:12} {who:9} cost grows with links to the power of {slope:.2f} from {used[0]} to {used[-1]}"
            )
    yield ""


def judged(found: dict[tuple[str, str, str], Cell], sizes: Any) -> Iterator[str]:
    """Each target at each size; the lines of those missed."""
    for target in TARGETS:
        for size in sizes:
            others = [found[target.measure, who, size] for who in target.others if (target.measure, who, size) in found]
            one = found.get((target.measure, target.one, size))
            if one is None or not others or size == "1k":
                continue
            spent, best = ((one.wall, min(o.wall for o in others)) if target.wall
                           else (one.cpu, min(o.cpu for o in others)))  # fmt: skip
            ratio, limit = spent / best, target.times
            line = (f"{target.measure} {size} {target.one} takes {ratio:.3g} of {' or '.join(target.others)}"
                    f"{' (wall)' if target.wall else ''}, at most {limit:.3g}")  # fmt: skip
            print(f"{'kept  ' if ratio <= limit else 'MISSED'} {line}")
            yield line if ratio > limit else ""
    for (measure, who, size), limit in LIMITS.items():
        if got := found.get((measure, who, size)):
            line = f"{measure} {size} {who} {got.cpu:.1f} s CPU, at most {limit:.0f}"
            print(f"{'kept  ' if got.cpu <= limit else 'MISSED'} {line}")
            yield line if got.cpu > limit else ""


# -- what is measured: each makes what it needs, and returns what is timed


def _network(of: teams.Teams) -> Any:
    from coterie.graph.assembly.pairs import coauthored
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.network.build import symmetric
    from coterie.graph.network.network import LINK_ARRAYS

    year = np.full(len(of.team), 2000, np.int64)
    table = coauthored(of.author, of.paper, np.ones(len(of.author), bool), of.team, year, CAP)
    arrays = {name: table[name] for name in LINK_ARRAYS}
    made = symmetric(of.authors, table["start"], table["end"], arrays)
    return CollaborationNetwork(range(of.authors), *made)


def _links(size: str) -> int:
    of = teams.made(*teams.SIZES[size])
    team = of.team[of.team <= CAP]
    return int((team * (team - 1) // 2).sum())


def _graph(of: teams.Teams, who: str) -> Any:
    network = _network(of)
    left, right, at = network.links()
    weights = network.papers[at].astype(float)
    if who == "networkx":
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(network.size))
        graph.add_weighted_edges_from(zip(left.tolist(), right.tolist(), weights.tolist(), strict=True))
        return graph
    import igraph

    graph = igraph.Graph(network.size, np.column_stack([left, right]))
    graph.es["weight"] = weights.tolist()
    return graph


def _projection(of: teams.Teams, who: str) -> Callable[[], Any]:
    if who == "coterie":
        return lambda: _network(of).link_count and None
    kept = of.team[of.paper] <= CAP
    author, paper, papers = of.author[kept], of.paper[kept], len(of.team)
    return lambda: globals()[f"_pairs_{who}"](author, paper, of.team, of.authors, papers)


def _pairs_numpy(author: Any, paper: Any, team: Any, authors: int, papers: int) -> None:
    """All pairs of each team size at once, one argsort, three sums."""
    order = np.lexsort((author, paper))
    paper, author = paper[order], author[order]
    start = np.flatnonzero(np.r_[True, paper[1:] != paper[:-1]])
    size = np.diff(np.r_[start, len(paper)])
    keys, sizes = [], []
    for k in np.unique(size[size > 1]):
        members = author[start[size == k][:, None] + np.arange(k)]
        i, j = np.triu_indices(k, 1)
        keys.append((members[:, i] * authors + members[:, j]).ravel())
        sizes.append(np.full(len(keys[-1]), k))
    key, n = np.concatenate(keys), np.concatenate(sizes)
    order = np.argsort(key)
    key, n = key[order], n[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    np.diff(np.r_[first, len(key)])
    np.add.reduceat(1 / (n - 1.0), first)
    np.add.reduceat(2 / (n * (n - 1.0)), first)
    np.divmod(key[first], authors)


def _pairs_scipy(author: Any, paper: Any, team: Any, authors: int, papers: int) -> None:
    """The incidence matrix by its transpose, once for each weight."""
    from scipy.sparse import csr_array, triu

    n = team[paper].astype(float)
    for weight in (np.ones(len(n)), 1 / np.sqrt(np.maximum(n - 1, 1)), np.sqrt(2 / np.maximum(n * (n - 1), 1))):
        incidence = csr_array((weight, (author, paper)), shape=(authors, papers))
        triu(incidence @ incidence.T, 1, format="csr")


def _pairs_networkx(author: Any, paper: Any, team: Any, authors: int, papers: int) -> None:
    """The two of the three weights that it has."""
    import networkx as nx

    both = nx.Graph()
    both.add_nodes_from(range(authors))
    both.add_edges_from(zip(author.tolist(), (paper + authors).tolist(), strict=True))
    nx.bipartite.weighted_projected_graph(both, range(authors))
    nx.bipartite.collaboration_weighted_projected_graph(both, range(authors))


def _pagerank(of: teams.Teams, who: str) -> Callable[[], Any]:
    if who in ("coterie", "fast"):
        from coterie.graph.measures.spectral import pagerank

        network = _network(of)
        return lambda: pagerank(network) is None
    graph = _graph(of, who)
    if who == "igraph":
        return lambda: graph.pagerank(weights="weight") and None
    import networkx as nx

    tolerance = 1e-12 / len(graph)  # it multiplies by n
    return lambda: nx.pagerank(graph, tol=tolerance, max_iter=1000) and "as exact as ours: its tolerance 1e-12 / n"


def _core(of: teams.Teams, who: str) -> Callable[[], Any]:
    if who in ("coterie", "fast"):
        from coterie.graph.measures.centrality import core_numbers

        network = _network(of)
        return lambda: core_numbers(network) is None
    graph = _graph(of, who)
    if who == "igraph":
        return lambda: graph.coreness() and None
    import networkx as nx

    return lambda: nx.core_number(graph) and None


def _clustering(of: teams.Teams, who: str) -> Callable[[], Any]:
    if who in ("coterie", "fast"):
        from coterie.graph.measures.centrality import local_clustering

        network = _network(of)
        return lambda: local_clustering(network) is None
    graph = _graph(of, who)
    if who == "igraph":
        return lambda: graph.transitivity_local_undirected(mode="zero") and None
    import networkx as nx

    return lambda: nx.clustering(graph) and None


def _components(of: teams.Teams, who: str) -> Callable[[], Any]:
    if who == "coterie":
        from coterie.graph.measures.centrality import components

        network = _network(of)
        return lambda: components(network) is None
    if who == "scipy":
        from scipy.sparse.csgraph import connected_components

        matrix = _network(of).to_scipy(None)
        return lambda: connected_components(matrix, directed=False) and None
    graph = _graph(of, who)
    if who == "igraph":
        return lambda: graph.connected_components().membership and None
    import networkx as nx

    return lambda: list(nx.connected_components(graph)) and None


def _betweenness(of: teams.Teams, who: str) -> Callable[[], Any]:
    pivots = PIVOTS if who != "networkx" else 4
    picked = np.sort(np.random.default_rng(1).choice(of.authors, PIVOTS, replace=False))
    said = f"{PIVOTS} pivots"
    if who in ("coterie", "fast"):
        from coterie.graph.network import paths

        network = _network(of)
        return lambda: paths.betweenness(network.indptr, network.indices, picked) is None or said
    graph = _graph(of, who)
    if who == "igraph":
        return lambda: graph.betweenness(directed=False, sources=picked.tolist()) and said
    import networkx as nx

    return lambda: nx.betweenness_centrality(graph, k=pivots, seed=1) and f"{pivots} pivots"


def _leiden(of: teams.Teams, who: str) -> Callable[[], Any]:
    if who == "coterie":
        from coterie.graph.measures.communities import communities

        network = _network(of)
        return lambda: f"modularity {communities(network).modularity:.4f}"
    import random

    graph = _graph(of, who)

    def run() -> str:
        random.seed(1)
        found = graph.community_leiden(objective_function="modularity", weights="weight")
        return f"modularity {graph.modularity(found, weights='weight'):.4f}"

    return run


def _summary(of: teams.Teams, who: str) -> Callable[[], Any]:
    from coterie.graph.measures.summary import summarise

    network = _network(of)
    return lambda: summarise(network).distances


# -- a whole graph


def analyses(graph: Path) -> list[str]:
    """Summary, centrality and communities of a loaded graph, each from the start of its process to its end."""
    total, most = 0.0, 0.0
    for command in (["summary"], ["centrality", "--epsilon", "0.005", "--delta", "0.1"], ["communities"]):
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "coterie", "--quiet", "--store", str(graph), "analyze", *command], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"COTERIE_CACHE": "off"},
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        seconds, peak = time.perf_counter() - begun, usage.ru_maxrss / 2**20
        total, most = total + seconds, max(most, peak)
        print(f"{' '.join(command):44} {seconds:6.1f} s wall {usage.ru_utime + usage.ru_stime:6.1f} s CPU "
              f"{peak:5.2f} GB", flush=True)  # fmt: skip
        if status:
            return [f"{command[0]} failed ({status})"]
    line = f"all together {total:.1f} s wall (at most 240), {most:.2f} GB (at most 4), each projecting anew"
    print(line)
    return [line] if total > 240 or most > 4 else []


if __name__ == "__main__":
    main()
