"""Published collaboration graphs as networks: pairs of numbers (SNAP, Newman), GML, Pajek."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coterie.graph.network import CollaborationNetwork, from_pairs


def read_graph(path: Path) -> CollaborationNetwork:
    """A graph of the shared data (pairs of numbers, with a list of names; GML; Pajek), each link once, no loops."""
    text = path.read_text("latin-1")
    if path.suffix == ".gml":
        return _gml(text)
    if "*" in text[:500]:
        return _pajek(text)
    ends = [(int(a), int(b)) for a, b in (line.split() for line in text.splitlines() if line[:1] not in ("#", ""))]
    names = path.with_name(f"{path.stem}_names.txt")
    people = len(names.read_text("latin-1").splitlines()) if names.exists() else 0
    return _simple(ends, sorted({*range(people), *(i for pair in ends for i in pair)}))


def _simple(ends: Iterable[tuple[int, int]], ids: list[int]) -> CollaborationNetwork:
    once = sorted({(min(pair), max(pair)) for pair in ends})
    return from_pairs([a for a, _ in once], [b for _, b in once], ids=ids)


def _gml(text: str) -> CollaborationNetwork:
    words = [line.split() for line in text.splitlines()]
    ids = [int(w[1]) for w in words if w[:1] == ["id"]]
    sources = [int(w[1]) for w in words if w[:1] == ["source"]]
    targets = [int(w[1]) for w in words if w[:1] == ["target"]]
    return _simple(zip(sources, targets, strict=True), ids)


def _pajek(text: str) -> CollaborationNetwork:
    size, section, ends = 0, "", list[tuple[int, int]]()
    for words in (line.split() for line in text.splitlines()):
        if words and words[0].startswith("*"):
            section = words[0].lower()
            size = int(words[1]) if section == "*vertices" else size
        elif words and section in ("*edges", "*arcs"):
            ends.append((int(words[0]), int(words[1])))
        elif words and section in ("*edgeslist", "*arcslist"):
            ends += [(int(words[0]), int(word)) for word in words[1:]]
    return _simple(ends, list(range(1, size + 1)))
