"""The names of a world: which form each mention bears, and how forms hang together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from coterie.graph.identity.evidence.counts import Ints
from coterie.graph.identity.world import World
from coterie.graph.model.records import PersonRecord
from coterie.graph.model.tables import Table
from coterie.graph.names.comparing import NameForm, block, form

Written = tuple[str, str | None, str | None, str | None]


@dataclass
class Bearers:
    """``forms``: the distinct forms, sorted; ``own`` and ``beside``: the form of each mention of the world, -1 for
    collectives; ``persons``: that of each person record."""

    forms: list[NameForm]
    own: Ints
    beside: Ints
    persons: Ints
    blocks: list[str] = field(init=False)
    block: Ints = field(init=False)

    def __post_init__(self) -> None:
        names = [block(name) for name in self.forms]
        self.blocks = sorted(set(names))
        place = {name: i for i, name in enumerate(self.blocks)}
        self.block = np.fromiter((place[name] for name in names), np.int64, len(names))

    @classmethod
    def of(cls, world: World) -> Bearers:
        """The names of all that a world holds."""
        tables = [world.mentions, *([world.beside] if world.beside is not None else [])]
        written = [_written(table) for table in tables]
        recorded = [_of_record(record) for record in world.persons]
        every: list[Written | None] = [*(name for names in written for name in names), *recorded]
        known = {name: form(*name) for name in dict.fromkeys(every) if name is not None}
        forms = sorted(set(known.values()), key=_order)
        place = {name: i for i, name in enumerate(forms)}
        code: dict[Written | None, int] = {None: -1, **{name: place[made] for name, made in known.items()}}
        of_tables = [np.fromiter((code[name] for name in names), np.int64, len(names)) for names in written]
        persons = np.fromiter((code[name] for name in recorded), np.int64, len(recorded))
        return cls(forms, of_tables[0], of_tables[1] if len(of_tables) > 1 else np.empty(0, np.int64), persons)

    @cached_property
    def initial(self) -> NDArray[np.bool_]:
        """Whether a form has no given name in full at its beginning."""
        bare = np.fromiter((not f.given for f in self.forms), bool, len(self.forms))
        return np.asarray(self.abbreviated | bare)

    @cached_property
    def abbreviated(self) -> NDArray[np.bool_]:
        """Whether a form begins with an initial: a name of one word does not."""
        first = (f.short or (len(f.given) > 0 and len(f.given[0]) == 1) for f in self.forms)
        return np.fromiter(first, bool, len(self.forms))

    @cached_property
    def letters(self) -> Ints:
        """Letters of the given names of each form: the more, the more specific."""
        return np.fromiter((sum(map(len, f.given)) for f in self.forms), np.int64, len(self.forms))


def _order(name: NameForm) -> tuple[object, ...]:
    return (name.family, name.given, name.parts, name.particles, name.suffix, name.number, name.short)


def _written(table: Table) -> list[Written | None]:
    written, given, family, suffix = (table[name].tolist() for name in ("written", "given", "family", "suffix"))
    collective = (table["collective"] == 1).tolist()
    return [
        None if group else ((name, first, last, more) if first and last else (name, None, None, None))
        for name, first, last, more, group in zip(written, given, family, suffix, collective, strict=True)
    ]


def _of_record(record: PersonRecord) -> Written:
    return (record.name, None, None, None)
