"""Where corrections stand in a graph: which are in force, which sleep, and which speak of another name or title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from coterie.graph.assembly.corpus import Corpus, papers_of
from coterie.graph.assembly.held import Held
from coterie.graph.identity.conflicts import refuse, refuse_conflicts
from coterie.graph.identity.overrides import MENTIONS, Override, accounts_of, named, same_name, same_title
from coterie.graph.model.records import PaperRecord
from coterie.graph.model.tables import Tables
from coterie.graph.store import Store

ACTIVE, PARTLY, ASLEEP = "active", "in part", "asleep"
"""All keys of a correction are there; some, and enough of them to say something; too few."""

TitleOf = Callable[[str], str | None]
"""The title in a paper record, by its key; None where it is not loaded."""


class State(NamedTuple):
    """``state`` of a correction; ``why`` it is not active: a line for each key that is not there; ``refused``: a line
    for each at which another name or title is written."""

    override: Override
    state: str
    why: tuple[str, ...]
    refused: tuple[str, ...]


class Present:
    """The mentions and papers of a graph that some corrections name."""

    def __init__(self, tables: Tables, overrides: Iterable[Override], title_of: TitleOf) -> None:
        self._tables, self._overrides, self._title_of = tables, list(overrides), title_of

    @cached_property
    def mentions(self) -> dict[str, tuple[int, str, str]]:
        """By key: the row of AUTHORED, the name as written there, and the one that the graph shows."""
        authored, found = self._tables.rels["AUTHORED"], dict[str, tuple[int, str, str]]()
        keys, written = authored["mention"], authored["written"]
        for row in named(authored, self._overrides).tolist():
            names = {keys[row]: written[row], **accounts_of(authored["accounts"][row])}
            found |= {key: (row, name, written[row]) for key, name in names.items()}
        return found

    @cached_property
    def records(self) -> dict[str, int]:
        """By key: the row of the Paper that a paper record describes."""
        paper = papers_of(self._tables)
        return {ident.rpartition("@")[0]: row for ident, row in paper.items()}

    def state(self, override: Override) -> State:
        """Where ``override`` stands."""
        missing, refused = [], []
        for key, said in zip(override.keys, override.written, strict=True):
            why, wrong = self._missing(override, key, said)
            missing += [why] if why else []
            refused += [wrong] if wrong else []
        lacking = len(missing) + len(refused)
        left = len(override.keys) - lacking
        enough = left >= (1 if override.kind == "orcid" else 2)
        state = ACTIVE if not lacking else PARTLY if enough else ASLEEP
        return State(override, state, (*missing, *refused), tuple(refused))

    def _missing(self, override: Override, key: str, said: str) -> tuple[str, str]:
        """Why a key is not there, and why it is refused; empty where it is not so."""
        if override.about == MENTIONS:
            found = self.mentions.get(key)
            if found is None:
                loaded = key.rpartition("#")[0] in self.records
                return (f"{key} is not on its paper's list" if loaded else f"{key} is not loaded"), ""
            right = same_name(said, found[1]) or same_name(said, found[2])
            return "", "" if right else f"{key} is written {found[1]!r}, not {said!r}"
        if key not in self.records:
            return f"{key} is not loaded", ""
        title = None if not said else self._title_of(key)
        if title is None or same_title(said, title):
            return "", ""
        return "", f"{key} is called {title!r}, not {said!r}"


def refuse_wrong(made: Sequence[Override], every: Sequence[Override], tables: Tables, title_of: TitleOf) -> None:
    """Raises IdentityError, with file and line, where another name or title is written at a key of the corrections
    ``made``, or where ``every`` correction of the graph, they among them, cannot hold: two that call one mention by
    different keys, as the records of one paper do, contradict each other."""
    present = Present(tables, made, title_of)
    problems = [f"{o.place}: {why}" for o in made for why in present.state(o).refused]
    refuse(problems, "corrections speak of others", "the record may have changed: compare it, and correct the file")
    if made:
        rows, own = Present(tables, every, title_of).mentions, tables.rels["AUTHORED"]["mention"]
        of_keys = {key: str(own[row]) for key, (row, _, _) in rows.items()}
        refuse_conflicts([
            o if o.about != MENTIONS else replace(o, keys=tuple(of_keys.get(key, key) for key in o.keys))
            for o in every
        ])  # fmt: skip


def titles(store: Store, held: Held, coming: Mapping[str, PaperRecord] | None = None) -> TitleOf:
    """Titles of paper records: of those ``coming``, by key, else as the store has them."""
    known: dict[str, str | None] = {key: record.title for key, record in (coming or {}).items()}

    def title_of(key: str) -> str | None:
        if key not in known:
            corpus = Corpus()
            corpus.supply(store.records(held.ids[row] for row in held.versions(("paper", key))))
            known[key] = next((r.title for r in corpus.effective() if isinstance(r, PaperRecord)), None)
        return known[key]

    return title_of
