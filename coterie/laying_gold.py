"""Labels of a gold set laid over a graph: which mention each of them means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.names.identifiers import normalise
from coterie.graph.names.people import compatible, name_key

if TYPE_CHECKING:
    from coterie.graph.identity import World
    from coterie.graph.model.tables import Table, Tables
    from coterie.loaders.gold import Label


def lay(labels: Sequence[Label], tables: Tables, world: World) -> tuple[dict[str, str], int]:
    """The person of each labelled mention by its key, and how many labels fit none.

    A paper is found by its id, by an id of a source (with or without its scheme), or by the key or id of one of its
    records, if only one paper has it. The mention is the one at the label's position, if its name agrees; else the
    only one of the paper that bears the same folded name, else the only one with a compatible name. Of two labels of
    one mention with different persons none counts.
    """
    rows = _papers({label.paper for label in labels}, tables)
    listed = _by_paper(set(rows.values()), world.mentions)
    said: dict[str, set[str]] = defaultdict(set)
    count: dict[str, int] = defaultdict(int)
    unmatched = 0
    for label in labels:
        row = _mention(label, listed.get(rows.get(label.paper, -1), ()), world.mentions)
        if row is None:
            unmatched += 1
            continue
        key = str(world.mentions["mention"][row])
        said[key].add(label.person)
        count[key] += 1
    contested = [key for key, persons in said.items() if len(persons) > 1]
    unmatched += sum(count[key] for key in contested)
    return {key: min(persons) for key, persons in said.items() if len(persons) == 1}, unmatched


def _papers(wanted: set[str], tables: Tables) -> dict[str, int]:
    """The row of each wanted paper that is found, and only once."""
    forms = {text: _forms(text) for text in wanted}
    sought = {form for found in forms.values() for form in found}
    known: dict[str, set[int]] = defaultdict(set)
    papers = tables.nodes["Paper"]
    for prefix, name in [("", "id"), *((f"{scheme}:", prop) for scheme, prop in ID_SCHEMES.items())]:
        for row, value in enumerate(papers[name].tolist() if name in papers else ()):
            if value is not None:
                _note(known, sought, row, (value, prefix + value))
    describes, records = tables.rels.get("DESCRIBES:Paper"), tables.nodes.get("Record")
    if describes is not None and records is not None and describes.length:
        sources, idents = records["source"][describes["start"]], records["record_id"][describes["start"]]
        for row, source, ident in zip(describes["end"].tolist(), sources.tolist(), idents.tolist(), strict=True):
            _note(known, sought, row, (ident, f"{source}:{ident}"))
    found = {}
    for text in sorted(wanted):
        meant = next((known[form] for form in forms[text] if known.get(form)), set())
        if len(meant) == 1:
            found[text] = min(meant)
    return found


def _forms(text: str) -> tuple[str, ...]:
    """How a paper may be named in the graph, the literal text first."""
    forms = [text]
    for scheme in ("doi", "arxiv"):
        if plain := normalise(scheme, text):
            forms.append(f"{scheme}:{plain}")
    return tuple(dict.fromkeys(forms))


def _note(known: dict[str, set[int]], sought: set[str], row: int, names: Iterable[str]) -> None:
    for name in names:
        if name in sought:
            known[name].add(row)


def _by_paper(papers: set[int], mentions: Table) -> Mapping[int, list[int]]:
    """The mentions of each paper, by row."""
    found: dict[int, list[int]] = defaultdict(list)
    chosen = np.flatnonzero(np.isin(mentions["paper"], sorted(papers)))
    for row, paper in zip(chosen.tolist(), mentions["paper"][chosen].tolist(), strict=True):
        found[paper].append(row)
    return found


def _mention(label: Label, rows: Iterable[int], mentions: Table) -> int | None:
    rows = [row for row in rows if mentions["role"][row] != "editor"]
    if label.position is not None:
        for row in rows:
            if mentions["position"][row] == label.position and _agree(label.written, mentions, row):
                return row
    if not label.written:
        return None
    key = name_key(label.written)
    for fits in ([row for row in rows if _key(mentions, row) == key],
                 [row for row in rows if compatible(label.written, mentions["written"][row])]):  # fmt: skip
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None


def _agree(written: str, mentions: Table, row: int) -> bool:
    return not written or _key(mentions, row) == name_key(written) or compatible(written, mentions["written"][row])


def _key(mentions: Table, row: int) -> str:
    return name_key(*(mentions[name][row] for name in ("written", "given", "family", "suffix")))
