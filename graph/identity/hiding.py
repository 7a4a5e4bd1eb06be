"""A world without identifiers of people: what is left says who somebody is by name and circumstance alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from coterie.graph.identity.world import World
from coterie.graph.model.tables import Table, column

_NUMBER = re.compile(r"(?<=\S)[\s_]+\d{4}$")
"""What DBLP appends to names of namesakes: ``Wei Wang 0001``."""
_NAMES = ("written", "given", "family", "suffix")


def without_ids(world: World) -> World:
    """``world`` without ORCIDs, ids of sources, numbers that tell namesakes apart, and person records (which list the
    variants of a name). Names as written, papers and their ids, affiliations, and the keys of mentions stay.

    Raises nothing; the world given is not changed.
    """
    beside = None if world.beside is None else _hidden(world.beside)
    return replace(world, mentions=_hidden(world.mentions), persons=(), beside=beside)


def _hidden(mentions: Table) -> Table:
    size = mentions.length
    names = {name: column("str", [_plain(text) for text in mentions[name].tolist()])
             for name in _NAMES if name in mentions}  # fmt: skip
    hidden: dict[str, Any] = {"orcid": column("str", [None] * size), "source_ids": column("str[]", [()] * size)}
    return Table({**{name: mentions[name] for name in mentions}, **names, **hidden}, size)


def _plain(text: str | None) -> str | None:
    return None if text is None else _NUMBER.sub("", text)
