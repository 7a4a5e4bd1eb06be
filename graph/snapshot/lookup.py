"""Finding an author, paper, affiliation or topic by what a person types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.errors import AmbiguousName, NotFound
from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.model.tables import ABSENT
from coterie.graph.names.fold import fold_name
from coterie.graph.names.identifiers import normalise
from coterie.graph.names.topics import arxiv_topic
from coterie.graph.snapshot.nameindex import NameIndex
from coterie.graph.snapshot.snapshot import Snapshot

Rows = NDArray[np.int64]
KINDS = {"author": "Author", "paper": "Paper", "affiliation": "Affiliation", "topic": "Topic"}
_indexes: WeakKeyDictionary[Snapshot, dict[str, NameIndex]] = WeakKeyDictionary()
_holders: WeakKeyDictionary[Snapshot, dict[tuple[str, str], dict[str, list[int]]]] = WeakKeyDictionary()
_MOST = 20


def find(snapshot: Snapshot, kind: str, name: str) -> int:
    """Row of the node of ``kind`` (author, paper, affiliation, topic) that ``name`` means.

    Tried in this order, and the first that fits decides: id; former id; identifiers (ORCID and source ids of people,
    DOI, arXiv id, … of papers, ROR, codes of topics); a whole name, without regard to case, accents and punctuation,
    ``Last, First`` included (of several, the one written exactly so); some words of a name in any order; beginnings of
    its words in any order; any piece of it.

    Raises NotFound with the nearest names; AmbiguousName with (id, how it reads) of the candidates, most papers first.
    """
    text = name.strip()
    for step in (_by_id, _by_former_id, _by_identifier, _by_name, _by_part):
        rows = step(snapshot, kind, text) if text else _rows([])
        if len(rows) == 1:
            return int(rows[0])
        if len(rows):
            raise AmbiguousName(kind, name, described(snapshot, kind, ranked(snapshot, kind, rows)))
    raise NotFound(kind, name, nearest=_nearest(snapshot, kind, text))


def candidates(snapshot: Snapshot, kind: str, text: str, limit: int = _MOST) -> list[tuple[str, str]]:
    """(id, name) of nodes that ``text`` may become: names that begin with it first, then those of which words do;
    within each those with most papers first. Starts no engine."""
    index, folded = name_index(snapshot, kind), fold_name(text)
    first = ranked(snapshot, kind, index.beginning(folded))[:limit]
    further = _rows([])
    if folded and len(first) < limit:
        rest = np.setdiff1d(index.words(folded), first)
        further = ranked(snapshot, kind, rest)[: limit - len(first)]
    rows = np.concatenate([first, further])
    names = snapshot.texts(KINDS[kind], _title(kind), rows).tolist()
    return list(zip(_ids(snapshot, kind, rows), names, strict=True))


def described(snapshot: Snapshot, kind: str, rows: Rows) -> list[tuple[str, str]]:
    """(id, how it reads) of ``rows``: ``Name — 9 papers, 2019–2024``."""
    names = snapshot.texts(KINDS[kind], _title(kind), rows).tolist()
    ids = _ids(snapshot, kind, rows)
    more = [_detail(snapshot, kind, row) for row in rows.tolist()]
    return [(i, f"{n or i}{' — ' if d else ''}{d}") for i, n, d in zip(ids, names, more, strict=True)]


def ranked(snapshot: Snapshot, kind: str, rows: Rows) -> Rows:
    """``rows``, those with most papers first (papers: newest first), then by id."""
    return rows[np.argsort(-_weights(snapshot, kind)[rows], kind="stable")]


def name_index(snapshot: Snapshot, kind: str) -> NameIndex:
    """The folded names of a kind, made once for a snapshot."""
    made = _indexes.setdefault(snapshot, {})
    if kind not in made:
        table = snapshot.node(KINDS[kind])
        names = table[_title(kind)] if table.length else ()
        others = table["names"] if "names" in table and kind in ("author", "affiliation") else None
        made[kind] = NameIndex(names, others)
    return made[kind]


def _title(kind: str) -> str:
    return "title" if kind == "paper" else "name"


def _rows(values: Sequence[int]) -> Rows:
    return np.array(values, np.int64)


def _ids(snapshot: Snapshot, kind: str, rows: Rows) -> list[str]:
    ids: list[str] = snapshot.texts(KINDS[kind], "id", rows).tolist()
    return ids


def _by_id(snapshot: Snapshot, kind: str, text: str) -> Rows:
    low, high = 0, snapshot.node(KINDS[kind]).length
    while low < high:
        middle = (low + high) // 2
        found = _ids(snapshot, kind, _rows([middle]))[0]
        if found == text:
            return _rows([middle])
        low, high = (middle + 1, high) if found < text else (low, middle)
    return _rows([])


def _by_former_id(snapshot: Snapshot, kind: str, text: str) -> Rows:
    return _holding(snapshot, kind, "former_ids", text)


def _by_identifier(snapshot: Snapshot, kind: str, text: str) -> Rows:
    found: Callable[[Snapshot, str], Rows] = {
        "author": _author_identifier, "paper": _paper_identifier, "affiliation": _ror, "topic": _topic_code,
    }[kind]  # fmt: skip
    return found(snapshot, text)


def _author_identifier(snapshot: Snapshot, text: str) -> Rows:
    orcid = normalise("orcid", text)
    rows = _holding(snapshot, "author", "orcid", orcid) if orcid else _rows([])
    if len(rows):
        return rows
    bare = text.rstrip("/").rpartition("/")[2] if "://" in text else text
    wanted = [text, bare, *(f"{scheme}:{bare}" for scheme in ("openalex", "dblp", "acl", "page"))]
    return np.unique(np.concatenate([_holding(snapshot, "author", "source_ids", ident) for ident in wanted]))


def _paper_identifier(snapshot: Snapshot, text: str) -> Rows:
    prefix, colon, rest = text.partition(":")
    scheme = prefix.strip().casefold()
    if colon and scheme in ID_SCHEMES:
        schemes = {scheme: rest.strip()}
        if scheme == "doi":
            schemes["arxiv"] = rest.strip()
    else:
        schemes = {known: text for known in ("doi", "arxiv", "openalex") if normalise(known, text)}
        schemes |= {known: text for known in ("acl", "nber", "dblp", "s2") if " " not in text}
    for known, value in schemes.items():
        wanted = normalise(known, value)
        rows = _holding(snapshot, "paper", ID_SCHEMES[known], wanted) if wanted else _rows([])
        if len(rows):
            return rows
    return _rows([])


def _ror(snapshot: Snapshot, text: str) -> Rows:
    ror = normalise("ror", text)
    return _holding(snapshot, "affiliation", "ror", ror) if ror else _rows([])


def _topic_code(snapshot: Snapshot, text: str) -> Rows:
    known = arxiv_topic(text.partition(":")[2] if text.casefold().startswith("arxiv:") else text)
    if known is not None:
        rows = _by_id(snapshot, "topic", f"arxiv:{known[0]}")
        if len(rows):
            return rows
    ids = snapshot.node("Topic")["id"].tolist() if snapshot.node("Topic").length else []
    wanted = text.casefold()
    return _rows([i for i, ident in enumerate(ids) if ident.partition(":")[2].casefold() == wanted])


def _holding(snapshot: Snapshot, kind: str, column: str, wanted: str) -> Rows:
    """Rows whose ``column``, a text or a list of texts, holds ``wanted``."""
    made = _holders.setdefault(snapshot, {})
    if (kind, column) not in made:
        table, found = snapshot.node(KINDS[kind]), dict[str, list[int]]()
        held = table[column].tolist() if column in table and table.length else []
        for row, value in enumerate(held):
            for text in (value,) if isinstance(value, str) else value or ():
                found.setdefault(text, []).append(row)
        made[kind, column] = found
    return _rows(made[kind, column].get(wanted, []))


def _by_name(snapshot: Snapshot, kind: str, text: str) -> Rows:
    index = name_index(snapshot, kind)
    rows = index.whole(fold_name(text))
    if kind == "author" and "," in text:
        last, _, first = text.partition(",")
        rows = np.union1d(rows, index.whole(fold_name(f"{first} {last}")))
    if len(rows) > 1:
        table = snapshot.node(KINDS[kind])
        others = table.get("names")
        exact = [
            r for r in rows.tolist() if table[_title(kind)][r] == text or (others is not None and text in others[r])
        ]
        rows = _rows(exact) if len(exact) == 1 else rows
    return rows


def _by_part(snapshot: Snapshot, kind: str, text: str) -> Rows:
    index, folded = name_index(snapshot, kind), fold_name(text)
    if not folded:
        return _rows([])
    rows = index.words(folded, whole=True)
    rows = rows if len(rows) else index.words(folded)
    return rows if len(rows) else index.pieces(folded)


def _nearest(snapshot: Snapshot, kind: str, text: str) -> list[str]:
    index = name_index(snapshot, kind)
    rows = index.nearest(fold_name(text), 5)
    return [name for name in snapshot.texts(KINDS[kind], _title(kind), rows).tolist() if name]


def _weights(snapshot: Snapshot, kind: str) -> Rows:
    """Papers of each node; of papers the year."""
    table = snapshot.node(KINDS[kind])
    if kind in ("author", "paper"):
        weights: Rows = np.maximum(table["paper_count" if kind == "author" else "year"], 0)
        return weights
    ends = snapshot.rel("FROM" if kind == "affiliation" else "ABOUT")["end"]
    return np.bincount(ends, minlength=table.length).astype(np.int64)


def _detail(snapshot: Snapshot, kind: str, row: int) -> str:
    table = snapshot.node(KINDS[kind])
    if kind == "paper":
        year, count = int(table["year"][row]), int(table["author_count"][row])
        parts = [str(year)] if year != ABSENT else []
        return ", ".join([*parts, *([f"{count} author{'s' * (count != 1)}"] if count != ABSENT else [])])
    papers = int(_weights(snapshot, kind)[row])
    parts = [f"{papers} paper{'s' * (papers != 1)}"]
    if kind == "author" and table["first_year"][row] != ABSENT:
        first, last = int(table["first_year"][row]), int(table["last_year"][row])
        parts.append(str(first) if first == last else f"{first}–{last}")
    return ", ".join(parts)
