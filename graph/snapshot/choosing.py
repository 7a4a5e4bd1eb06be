"""From a Selection to rows: the papers and people of a snapshot that it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.errors import NotFound
from coterie.graph.model.schema import PAPER_KINDS
from coterie.graph.model.tables import ABSENT
from coterie.graph.names.fold import fold
from coterie.graph.snapshot.lookup import find
from coterie.graph.snapshot.selection import UNASKED, Selection
from coterie.graph.snapshot.snapshot import Snapshot

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Incidence:
    """Who is on which paper: distinct pairs of rows, sorted by node, then by paper."""

    node: Rows
    paper: Rows

    def keep(self, mask: Mask) -> Incidence:
        """The pairs where ``mask`` holds."""
        return Incidence(self.node[mask], self.paper[mask])


@dataclass(frozen=True)
class Chosen:
    """What a selection means in one snapshot: rows of papers and of people, sorted; the authorships of these people on
    these papers (neither as editor nor as a collective); the team cap that holds."""

    papers: Rows
    people: Rows
    authorships: Incidence
    cap: int


def choose(snapshot: Snapshot, selection: Selection) -> Chosen:
    """The papers and people of ``selection``. Raises NotFound, AmbiguousName where one of its names is not one.

    First the papers; of their authors those in ``people`` with ``min_papers``; of these those within ``radius`` of
    ``authors``, by links of ``min_joint`` joint papers of teams within the cap.
    """
    cap = snapshot.settings.cap if selection.cap is None else selection.cap
    mask = _papers(snapshot, selection)
    size = snapshot.node("Author").length
    pairs = authorships(snapshot)
    pairs = pairs.keep(mask[pairs.paper])
    people = np.bincount(pairs.node, minlength=size) >= selection.min_papers
    if selection.people:
        people &= _mask(size, (find(snapshot, "author", name) for name in selection.people))
    pairs = pairs.keep(people[pairs.node])
    if selection.authors:
        start = _mask(size, (find(snapshot, "author", name) for name in selection.authors)) & people
        people = _within(start, pairs, snapshot, cap, selection)
        pairs = pairs.keep(people[pairs.node])
    if selection.authors or selection.people:
        mask &= _mask(len(mask), pairs.paper)
    return Chosen(np.flatnonzero(mask), np.flatnonzero(people), pairs, cap)


def spoken(snapshot: Snapshot, selection: Selection) -> Selection:
    """The same with authors, topics and affiliations by the names they have in the graph, to be described."""
    fields = {"authors": "author", "topics": "topic", "affiliations": "affiliation"}
    found = {
        field: tuple(_spoken(snapshot, kind, find(snapshot, kind, name)) for name in getattr(selection, field))
        for field, kind in fields.items()
    }
    return replace(selection, **found)  # type: ignore[arg-type]


def _spoken(snapshot: Snapshot, kind: str, row: int) -> str:
    label = kind.capitalize()
    name, ident = (snapshot.texts(label, column, [row])[0] for column in ("name", "id"))
    return str(name or ident)


def authorships(snapshot: Snapshot) -> Incidence:
    """Every person on every paper, once; without editors and collectives."""
    table = snapshot.rel("AUTHORED")
    start, end = table["start"], table["end"]
    counted = np.not_equal(table["role"], "editor").astype(bool) & (table["collective"] != 1)
    node, paper = start[counted], end[counted]
    new = np.ones(len(node), bool)
    new[1:] = (node[1:] != node[:-1]) | (paper[1:] != paper[:-1])
    return Incidence(node[new], paper[new])


def linking(snapshot: Snapshot, cap: int) -> Mask:
    """Papers that make links: teams within the cap."""
    team: Mask = snapshot.node("Paper")["team"] <= cap
    return team


def spans(indptr: Rows, of: Rows) -> Rows:
    """Positions ``indptr[i]:indptr[i + 1]`` of every ``i`` in ``of``, one after the other."""
    sizes = indptr[of + 1] - indptr[of]
    shift = np.repeat(indptr[of] - (np.cumsum(sizes) - sizes), sizes)
    return shift + np.arange(len(shift))


def _papers(snapshot: Snapshot, selection: Selection) -> Mask:
    table = snapshot.node("Paper")
    mask = np.ones(table.length, bool)
    if selection.years:
        low, high = selection.years
        year = table["year"]
        mask &= year != ABSENT
        mask &= (year >= (low if low is not None else ABSENT)) & (
            year <= (high if high is not None else year.max(initial=0))
        )
    mask &= _kinds(snapshot, selection.kinds)
    if selection.venues:
        mask &= _venues(snapshot, selection.venues)
    if selection.papers:
        mask &= _mask(table.length, (find(snapshot, "paper", name) for name in selection.papers))
    for names, label, rel in ((selection.topics, "Topic", "ABOUT"), (selection.affiliations, "Affiliation", "FROM")):
        if names:
            asked = _mask(snapshot.node(label).length, (find(snapshot, label.lower(), name) for name in names))
            mask &= _joined(snapshot, rel, _with_parts(snapshot, label, asked))
    if selection.countries:
        mask &= _joined(snapshot, "FROM", _countries(snapshot, selection.countries))
    return mask


def _kinds(snapshot: Snapshot, asked: tuple[str, ...]) -> Mask:
    held = snapshot.node("Paper")["kind"]
    if not asked:
        return ~np.isin(_texts(held), UNASKED)
    wanted = [kind.casefold() for kind in asked]
    _known("kind of paper", asked, wanted, {*PAPER_KINDS, *_texts(held).tolist()})
    return np.isin(_texts(held), wanted)


def _venues(snapshot: Snapshot, asked: tuple[str, ...]) -> Mask:
    texts = _texts(snapshot.node("Paper")["venue"])
    distinct = sorted({text for text in texts.tolist() if text})
    folded = {text: f" {fold(text)} " for text in distinct}
    wanted: set[str] = set()
    for name in asked:
        key = f" {fold(name)} "
        fit = [text for text in distinct if folded[text] == key] or [text for text in distinct if key in folded[text]]
        if not fit or not key.strip():
            raise NotFound("venue", name, nearest=get_close_matches(name, distinct, 5, 0.5))
        wanted.update(fit)
    return np.isin(texts, sorted(wanted))


def _countries(snapshot: Snapshot, asked: tuple[str, ...]) -> Mask:
    held = _texts(snapshot.node("Affiliation")["country"])
    wanted = [code.upper() for code in asked]
    _known("country", asked, wanted, {text for text in held.tolist() if text})
    return np.isin(held, wanted)


def _known(what: str, asked: Iterable[str], wanted: Iterable[str], held: set[str]) -> None:
    for name, key in zip(asked, wanted, strict=True):
        if key not in held:
            near = get_close_matches(key, sorted(held), 5, 0.5) or (sorted(held)[:20] if len(held) <= 20 else [])
            raise NotFound(what, name, nearest=[n for n in near if n])


def _texts(column: NDArray[np.object_]) -> NDArray[np.str_]:
    """A column of texts, "" where absent, as an array that numpy compares fast."""
    return np.array(["" if text is None else text for text in column.tolist()], str)


def _mask(size: int, rows: Iterable[int] | Rows) -> Mask:
    out = np.zeros(size, bool)
    out[rows if isinstance(rows, np.ndarray) else np.fromiter(rows, np.int64)] = True
    return out


def _joined(snapshot: Snapshot, rel: str, ends: Mask) -> Mask:
    """Papers joined by ``rel`` to one of ``ends``."""
    table = snapshot.rel(rel)
    return _mask(snapshot.node("Paper").length, table["start"][ends[table["end"]]])


def _with_parts(snapshot: Snapshot, label: str, whole: Mask) -> Mask:
    """``whole`` and all that is, at any depth, part of it."""
    table = snapshot.rel(f"PART_OF:{label}")
    while True:
        more = whole | _mask(len(whole), table["start"][whole[table["end"]]])
        if (more == whole).all():
            return whole
        whole = more


def _within(start: Mask, pairs: Incidence, snapshot: Snapshot, cap: int, selection: Selection) -> Mask:
    """People within ``radius`` steps of ``start``."""
    step = _stepper(pairs.keep(linking(snapshot, cap)[pairs.paper]), len(start), selection.min_joint)
    reached, frontier = start.copy(), np.flatnonzero(start)
    for _ in range(selection.radius):
        found = step(frontier)
        frontier = found[~reached[found]]
        if not len(frontier):
            break
        reached[frontier] = True
    return reached


def _stepper(pairs: Incidence, size: int, min_joint: int) -> Callable[[Rows], Rows]:
    """A function from people to those with ``min_joint`` joint papers with one of them."""
    by_node = np.searchsorted(pairs.node, np.arange(size + 1)).astype(np.int64)
    order = np.argsort(pairs.paper, kind="stable")
    papers = int(pairs.paper.max(initial=-1)) + 1
    by_paper = np.searchsorted(pairs.paper[order], np.arange(papers + 1)).astype(np.int64)
    member = pairs.node[order]

    def step(frontier: Rows) -> Rows:
        of = spans(by_node, frontier)
        who = np.repeat(frontier, by_node[frontier + 1] - by_node[frontier])
        at = pairs.paper[of]
        partner = member[spans(by_paper, at)]
        key = np.repeat(who, by_paper[at + 1] - by_paper[at]) * size + partner
        if min_joint == 1:
            return np.unique(partner)
        distinct, joint = np.unique(key, return_counts=True)
        return np.unique(distinct[joint >= min_joint] % size)

    return step
