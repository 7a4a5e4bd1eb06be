"""Published figures of public graphs beside ours: writes docs/validation.md.

    python -m benchmarks.validation            write it
    python -m benchmarks.validation --check    only say whether it is what would be written

Needs the graphs in the shared data. Every figure is computed anew from the file, distances exactly.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.graphs import read_graph
from coterie.graph.measures.summary import Summary, summarise
from coterie.graph.network import CollaborationNetwork, kernels, paths

ROOT = Path(__file__).resolve().parent.parent
GRAPHS = Path(os.environ.get("COTERIE_SHARED", ROOT.parent / "shared")) / "data" / "graphs"
DOCUMENT = ROOT / "docs" / "validation.md"
SNAP = "SNAP, dataset statistics"
STATS = "computed from the file with other software"
LOOPS = "both directions are counted, and the {} self-links once: ({} - {})/2 links"
EXACT = "theirs is the longest seen from a sample of the nodes; a search from every node finds 18"
SAMPLED = "theirs is estimated from a sample of the nodes; ours counts all pairs, interpolated between steps"


@dataclass(frozen=True)
class Row:
    """A published figure: of which graph, what, by whom, its value as printed, and why ours differs, if it does."""

    graph: str
    figure: str
    source: str
    published: str
    why: str = ""


class Measured:
    """A graph's figures, each as it is asked for."""

    def __init__(self, file: str) -> None:
        self.network: CollaborationNetwork = read_graph(GRAPHS / file)

    @cached_property
    def summary(self) -> Summary:
        """The figures of ``analyze summary --exact``."""
        return summarise(self.network, exact=True)

    @cached_property
    def giant(self) -> np.ndarray:
        """Nodes of the largest component."""
        return np.flatnonzero(kernels.components(self.network.indptr, self.network.indices) == 0)

    def giant_links(self) -> int:
        """Links of the largest component."""
        return int(self.network.degree[self.giant].sum()) // 2

    def triangles(self) -> int:
        """Triangles, each once."""
        return int(kernels.triangles(self.network.indptr, self.network.indices).sum()) // 3

    def effective_diameter(self) -> float:
        """Steps within which 90 % of the pairs of the largest component are, interpolated between whole steps."""
        pairs = paths.reach(self.network.indptr, self.network.indices, self.giant).pairs
        share = np.cumsum(pairs[1:]) / pairs[1:].sum()
        steps = int(np.searchsorted(share, 0.9)) + 1
        before = float(share[steps - 2]) if steps > 1 else 0.0
        return steps - 1 + (0.9 - before) / (float(share[steps - 1]) - before)


FIGURES: dict[str, Callable[[Measured], float | int | None]] = {
    "authors": lambda m: m.summary.people,
    "links": lambda m: m.summary.links,
    "collaborators per author": lambda m: m.summary.collaborators_per_person,
    "largest component": lambda m: m.summary.giant,
    "links of the largest component": Measured.giant_links,
    "second component": lambda m: m.summary.second,
    "components": lambda m: m.summary.components,
    "mean local clustering": lambda m: m.summary.clustering_local,
    "transitivity": lambda m: m.summary.clustering,
    "triangles": Measured.triangles,
    "mean distance": lambda m: m.summary.mean_distance,
    "largest distance": lambda m: m.summary.longest_distance,
    "90 % effective diameter": Measured.effective_diameter,
}
"""How each figure is measured here."""
FILES = {
    "ca-GrQc": "ca-GrQc.txt", "ca-HepTh": "ca-HepTh.txt", "ca-HepPh": "ca-HepPh.txt", "ca-CondMat": "ca-CondMat.txt",
    "ca-AstroPh": "ca-AstroPh.txt", "cond-mat 1995-99": "newman_cond-mat.net", "astro-ph 1995-99":
    "newman_astro-ph.net", "hep-th 1995-99": "newman_hep-th.gml", "netscience": "netscience.gml",
    "computational geometry": "pajek/geom.net", "Erdos02": "pajek/Erdos02.net",
}  # fmt: skip
_COLUMNS = ("authors", "links", "collaborators per author", "largest component", "links of the largest component",
            "second component", "components", "mean local clustering", "transitivity", "triangles", "mean distance",
            "largest distance")  # fmt: skip
_COMPUTED: Mapping[str, tuple[str, ...]] = {
    "ca-GrQc": ("5242", "14484", "5.526", "4158", "13422", "14", "355", "0.5296", "0.6298", "48260", "6.0494", "17"),
    "ca-HepTh": ("9877", "25973", "5.259", "8638", "24806", "21", "429", "0.4714", "0.2840", "28339", "5.9454", "18"),
    "ca-HepPh": ("12008", "118489", "19.735", "11204", "117619", "13", "278", "0.6115", "0.6595", "3358499", "4.6727",
                 "13"),
    "ca-CondMat": ("23133", "93439", "8.078", "21363", "91286", "21", "567", "0.6334", "0.2643", "173361", "5.3522",
                   "15"),
    "ca-AstroPh": ("18772", "198050", "21.101", "17903", "196972", "18", "290", "0.6306", "0.3180", "1351441",
                   "4.1940", "14"),
    "cond-mat 1995-99": ("16726", "47594", "5.691", "13861", "44619", "16", "1188", "0.6204", "0.3596", "68040",
                         "6.6278", "18"),
    "astro-ph 1995-99": ("16706", "121251", "14.516", "14845", "119652", "19", "1029", "0.6388", "0.4259", "756019",
                         "4.7980", "14"),
    "hep-th 1995-99": ("8361", "15751", "3.768", "5835", "13815", "24", "1332", "0.4420", "0.3296", "13302", "7.0264",
                       "19"),
    "netscience": ("1589", "2742", "3.451", "379", "914", "57", "396", "0.6378", "0.6934", "3764", "6.0419", "17"),
}  # fmt: skip
_SNAP: Mapping[str, tuple[int, int, int, int, str, str, str, str, str]] = {
    "ca-AstroPh": (396160, 60, 17903, 394003, "0.6306", "1351441", "0.318", "14", "5.1"),
    "ca-CondMat": (186936, 58, 21363, 182628, "0.6334", "173361", "0.2643", "15", "6.6"),
    "ca-HepTh": (51971, 25, 8638, 49633, "0.4714", "28339", "0.284", "17", "7.5"),
}


def rows() -> Iterator[Row]:
    """Every published figure, by graph."""
    for graph in FILES:
        if graph in _SNAP:
            yield from _snap(graph)
        if graph in _COMPUTED:
            yield from (
                Row(graph, figure, STATS, value) for figure, value in zip(_COLUMNS, _COMPUTED[graph], strict=True)
            )
    newman = "M. E. J. Newman, Phys. Rev. E 74:036104 (2006), text of the file"
    yield from (Row("netscience", "authors", newman, "1589"), Row("netscience", "largest component", newman, "379"))
    yield Row("netscience", "links", "Pajek data sets", "2742")
    yield from (Row("computational geometry", name, "Pajek data sets", n) for name, n in
                (("authors", "7343"), ("links", "11898")))  # fmt: skip
    yield from (Row("Erdos02", name, STATS, n) for name, n in (("authors", "6927"), ("links", "11850")))


def _snap(graph: str) -> Iterator[Row]:
    edges, loops, giant, giant_edges, local, triangles, closed, diameter, effective = _SNAP[graph]
    size = {"ca-AstroPh": 18772, "ca-CondMat": 23133, "ca-HepTh": 9877}[graph]
    yield Row(graph, "authors", SNAP, str(size))
    yield Row(graph, "links", SNAP, str(edges), LOOPS.format(loops, edges, loops))
    yield Row(graph, "largest component", SNAP, str(giant))
    yield Row(
        graph, "links of the largest component", SNAP, str(giant_edges), "both directions and self-links, as above"
    )
    yield Row(graph, "mean local clustering", SNAP, local)
    yield Row(graph, "triangles", SNAP, triangles)
    yield Row(graph, "transitivity", SNAP, closed)
    yield Row(graph, "largest distance", SNAP, diameter, EXACT if graph == "ca-HepTh" else "")
    yield Row(graph, "90 % effective diameter", SNAP, effective, SAMPLED)


def shown(value: float | int | None, like: str) -> str:
    """``value`` with as many digits as ``like`` has."""
    digits = len(like.partition(".")[2])
    return "none" if value is None else f"{value:.{digits}f}"


def compared() -> Iterator[tuple[Row, str]]:
    """Each row with our figure, to as many digits as theirs."""
    held: dict[str, Measured] = {}
    for row in rows():
        if row.graph not in held:
            held = {row.graph: Measured(FILES[row.graph])}
        yield row, shown(FIGURES[row.figure](held[row.graph]), row.published)


def document() -> str:
    """The page."""
    lines = [
        "<!-- generated by python -m benchmarks.validation: do not edit -->",
        "# Validation: published figures beside ours",
        "",
        "Graphs of co-authorship that anyone can have, measured by us, beside what others state. A figure has as many",
        "digits as theirs; where it differs, the last column says why. Ours: links once each, without self-links;",
        "distances exact, within the largest component; local clustering 0 below two collaborators.",
        "",
        "| graph | figure | source | published | ours | |",
        "|---|---|---|---|---|---|",
    ]
    equal = total = 0
    for row, ours in compared():
        same = float(ours) == float(row.published)
        equal, total = equal + same, total + 1
        why = "" if same else row.why or "**unexplained**"
        lines.append(f"| {row.graph} | {row.figure} | {row.source} | {row.published} | {ours} | {why} |")
    lines += [
        "",
        f"{equal} of {total} figures are equal to all digits; {total - equal} differ for the reason stated.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    text = document()
    if parser.parse_args().check:
        if DOCUMENT.read_text("utf-8") != text:
            raise SystemExit(f"{DOCUMENT.name} is stale: run python -m benchmarks.validation")
        return
    DOCUMENT.write_text(text, "utf-8")
    print(f"wrote {DOCUMENT.name}: {text.splitlines()[-1]}")


if __name__ == "__main__":
    main()
