"""Corrections that a person makes: of two authors one, of one two, a mention moved, papers joined and parted, undone.

Each is kept as what it says of mentions or records, with the names written there, and holds for all that is loaded
later. Undone, it is as if it had never been made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from coterie.graph.assembly.amending import CorrectionReport, Overrides, Plan, amend
from coterie.graph.assembly.corrections import overrides_of, replaced
from coterie.graph.assembly.placing import Present, State, titles
from coterie.graph.assembly.report import Progress
from coterie.graph.assembly.standing import Standing, standing
from coterie.graph.identity.overrides import MENTIONS, PAPERS, Override, accounts_of
from coterie.graph.model.errors import AmbiguousName, IdentityError, NotFound
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store

__all__ = [
    "CorrectionReport", "apply", "merge", "merge_papers", "overrides", "pin", "split", "split_paper", "undo",
]  # fmt: skip
_SHORTEST = 4


def merge(store: Store, *authors: str, note: str = "", progress: Progress | None = None) -> CorrectionReport:
    """Say that ``authors`` (ids) are one person. Raises NotFound, IdentityError, StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        rows = [_row(before.tables, "Author", ident) for ident in authors]
        if len(set(rows)) < 2:
            raise IdentityError("these are one person already: " + ", ".join(dict.fromkeys(authors)))
        held = [_mentions(before.tables, row) for row in rows]
        kinds = {before.tables.nodes["Author"].pick("kind", [row])[0] for row in rows}
        if len(kinds) > 1:
            raise IdentityError("a collaboration and a person cannot be one")
        firsts = dict(min(found.items()) for found in held)
        made = _made("same", firsts, MENTIONS, old, note=note)
        return Plan([*old, made], [key for found in held for key in found])

    return amend(store, plan, progress)


def split(store: Store, author: str, *, papers: Sequence[str] = (), mentions: Sequence[str] = (), note: str = "",
          progress: Progress | None = None) -> CorrectionReport:  # fmt: skip
    """Split the mentions of ``author`` (an id) on ``papers`` (ids), and ``mentions`` (keys), off into a person of
    their own. Raises NotFound, IdentityError (none or all of them), StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        held = _mentions(before.tables, _row(before.tables, "Author", author))
        chosen = {key for paper in papers for key in _on_paper(before.tables, author, paper, held)}
        chosen |= {_canonical(before.tables, key, held) for key in mentions}
        if not chosen or len(chosen) == len(held):
            what = "all" if chosen else "none"
            raise IdentityError(f"that is {what} of the {len(held)} mentions of {author}: nothing to split")
        off = {key: held[key] for key in sorted(chosen)}
        rest = {key: name for key, name in held.items() if key not in chosen}
        made = _made("different", {**off, **rest}, MENTIONS, old, str(len(off)), note)
        return Plan([*old, made], list(off), [(min(off), key) for key in rest])

    return amend(store, plan, progress)


def pin(store: Store, mention: str, author: str, *, note: str = "", progress: Progress | None = None
        ) -> CorrectionReport:  # fmt: skip
    """Say that ``mention`` (a key), and it alone, belongs to ``author`` (an id).

    Raises NotFound, IdentityError (it is that author's, or pinned already), StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        tables = before.tables
        row = _row(tables, "Author", author)
        held = _mentions(tables, row)
        own = _own(tables, mention)
        if next(iter(own)) in held:
            raise IdentityError(f"{mention} belongs to {author} already")
        for earlier in old:
            if earlier.kind == "pin" and not earlier.file and earlier.keys[:-1] == tuple(own):
                hint = f"take the earlier pin back first: coterie identity undo {earlier.id}"
                raise IdentityError(f"{mention} is pinned to the person of {earlier.keys[-1]}", hint=hint)
        made = _made("pin", {**own, **dict([min(held.items())])}, MENTIONS, old, note=note)
        left = _mentions(tables, int(tables.rels["AUTHORED"]["start"][_at(tables, mention)]))
        return Plan([*old, made], made.keys, [(key, made.keys[-1]) for key in left if key not in own])

    return amend(store, plan, progress)


def merge_papers(store: Store, *papers: str, note: str = "", progress: Progress | None = None) -> CorrectionReport:
    """Say that ``papers`` (ids) are one paper. Raises NotFound, IdentityError, StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        rows = [_row(before.tables, "Paper", ident) for ident in papers]
        if len(set(rows)) < 2:
            raise IdentityError("these are one paper already: " + ", ".join(dict.fromkeys(papers)))
        held = [_records(before.tables, row) for row in rows]
        title_of = titles(store, before.held)
        firsts = {min(found): title_of(min(found)) or "" for found in held}
        made = _made("same", firsts, PAPERS, old, note=note)
        return Plan([*old, made], [key for found in held for key in found], about=PAPERS)

    return amend(store, plan, progress)


def split_paper(store: Store, paper: str, records: Sequence[str], *, note: str = "",
                progress: Progress | None = None) -> CorrectionReport:  # fmt: skip
    """Say that ``records`` (``source:record_id``) of ``paper`` (an id) are another paper than its other records.

    Raises NotFound, IdentityError (none or all of them), StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        held = _records(before.tables, _row(before.tables, "Paper", paper))
        for key in records:
            if key not in held:
                raise NotFound(f"record of {paper}", key, nearest=held[:5])
        off, rest = sorted(set(records)), [key for key in held if key not in records]
        if not off or not rest:
            raise IdentityError(f"that is {'all' if off else 'none'} of the records of {paper}: nothing to split")
        title_of = titles(store, before.held)
        said = {key: title_of(key) or "" for key in (*off, *rest)}
        made = _made("different", said, PAPERS, old, str(len(off)), note)
        return Plan([*old, made], (), [(a, b) for a in off for b in rest], PAPERS)

    return amend(store, plan, progress)


def undo(store: Store, ident: str | None = None, *, progress: Progress | None = None) -> CorrectionReport:
    """Take a correction back, by its id or the beginning of it (four characters or more), or the last that a command
    made: the graph is then as if it had never been made. Raises NotFound, AmbiguousName, IdentityError, StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        gone = chosen(old, ident)
        return Plan([override for override in old if override.id != gone.id])

    return amend(store, plan, progress)


def apply(store: Store, of_files: Mapping[str, Overrides], *, progress: Progress | None = None) -> CorrectionReport:
    """Put the corrections of files (by name) in the place of the earlier ones of these files.

    Raises IdentityError (conflicts, also with those of other files and of commands; other names), StoreError."""

    def plan(before: Standing, old: Overrides) -> Plan:
        new = replaced(old, of_files)
        return Plan(old if new is None else new)

    return amend(store, plan, progress)


def overrides(store: Store) -> list[State]:
    """The corrections that ``store`` holds, those of files first and in order, and where each stands."""
    before = standing(store)
    held = sorted(overrides_of(before.tables), key=lambda o: (not o.file, o.file, o.line, o.content))
    present = Present(before.tables, held, titles(store, before.held))
    return [present.state(override) for override in held]


def _made(kind: str, said: Mapping[str, str], about: str, old: Overrides, value: str = "", note: str = "") -> Override:
    number = 1 + max((o.line for o in old if not o.file), default=0)
    made = Override(kind, tuple(said), tuple(said.values()), value, line=number, about=about, note=note)
    if any(override.id == made.id for override in old):
        raise IdentityError(f"correction {made.id} says so already")
    return made


def chosen(old: Overrides, ident: str | None) -> Override:
    """The correction with an id, or the beginning of one; without any the last that a command made.

    Raises NotFound, AmbiguousName, IdentityError where a command has made none."""
    if ident is None:
        mine = [override for override in old if not override.file]
        if not mine:
            raise IdentityError("no command has made a correction", hint="list all: coterie identity overrides")
        return max(mine, key=lambda override: override.line)
    found = [o for o in old if o.id == ident or (len(ident) >= _SHORTEST and o.id.startswith(ident))]
    if len(found) > 1:
        raise AmbiguousName("correction", ident, [(o.id, f"{o.kind} {', '.join(o.keys[:3])}") for o in found])
    if not found:
        raise NotFound("correction", ident, nearest=[o.id for o in old[:5]], hint="list: coterie identity overrides")
    return found[0]


def _row(tables: Tables, label: str, ident: str) -> int:
    """The row of the node with the id, or the former id, ``ident``."""
    table = tables.nodes[label]
    ids = table["id"].tolist()
    at = int(np.searchsorted(table["id"], ident)) if ids else 0
    if at < len(ids) and ids[at] == ident:
        return at
    for row, former in enumerate(table["former_ids"].tolist()):
        if ident in former:
            return row
    raise NotFound("author" if label == "Author" else "paper", ident)


def _mentions(tables: Tables, author: int) -> dict[str, str]:
    """The keys of an author's mentions, sorted, and the name as written at each."""
    authored = tables.rels["AUTHORED"]
    rows = np.flatnonzero(authored["start"] == author)
    found = dict(sorted(_written(tables, row) for row in rows.tolist()))
    if not found:
        raise IdentityError("known from a roster alone, without a paper: there is no mention to correct")
    return found


def _written(tables: Tables, row: int) -> tuple[str, str]:
    authored = tables.rels["AUTHORED"]
    key = authored["mention"][row]
    return key, accounts_of(authored["accounts"][row]).get(key, authored["written"][row])


def _own(tables: Tables, mention: str) -> dict[str, str]:
    """The key of the mention that ``mention`` is a key of, and the name as written there."""
    return dict([_written(tables, _at(tables, mention))])


def _at(tables: Tables, mention: str) -> int:
    """The row of the mention that ``mention`` is a key of."""
    found = Present(tables, [Override("orcid", (mention,), ("",))], lambda key: None).mentions.get(mention)
    if found is None:
        raise NotFound("mention", mention, hint="mentions are called source:record_id#index")
    return found[0]


def _canonical(tables: Tables, mention: str, held: Mapping[str, str]) -> str:
    key = next(iter(_own(tables, mention)))
    if key not in held:
        raise NotFound("mention of this author", mention, nearest=list(held)[:5])
    return key


def _on_paper(tables: Tables, author: str, paper: str, held: Mapping[str, str]) -> list[str]:
    authored = tables.rels["AUTHORED"]
    rows = np.flatnonzero(authored["end"] == _row(tables, "Paper", paper))
    found = [key for key in authored["mention"][rows].tolist() if key in held]
    if not found:
        raise NotFound(f"paper of {author}", paper)
    return found


def _records(tables: Tables, paper: int) -> list[str]:
    """The keys of a paper's records, sorted."""
    ids, rel = tables.nodes["Record"]["id"], tables.rels["DESCRIBES:Paper"]
    return sorted({ident.rpartition("@")[0] for ident in ids[rel["start"][rel["end"] == paper]].tolist()})
