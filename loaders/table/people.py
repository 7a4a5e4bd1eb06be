"""Authors and editors from the rows of a table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from coterie.graph.model.records import AffiliationRef, Mention, Role
from coterie.graph.names.countries import country_code
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import normalise
from coterie.loaders.making import orcid, plain
from coterie.loaders.table.cells import Cells, truth
from coterie.loaders.table.names import Name, names_in, parted, person
from coterie.loaders.table.plan import Part


class People:
    """Makes mentions. ``apart``: each row is one person, else a row may name several."""

    def __init__(self, part: Part, role: Role, *, apart: bool) -> None:
        self._apart, self._role = apart, role
        self.complete: bool | None = part.spec.get("complete")
        self._separators = part.separators
        self._names = part.each("name")
        self._name_marks = [_marks(cell) for cell in part.spec.get("name", ())]
        self._parts = part.get("given"), part.get("family"), part.get("suffix")
        self._in_parts = not {"given", "family", "suffix"}.isdisjoint(part.spec)
        self._single = {key: part.get(key) for key in ("orcid", "corresponding", "role", *_PLACE) if key in part.spec}
        self._lists = {key: part.all(key) for key in ("orcid", "corresponding", *_PLACE) if key in part.spec}
        self._ids = part.each("ids")
        self._bare = not (self._single or self._ids)
        self._id_lists = [
            Part({"id": cell}, part.absent, part.separators).all("id") for cell in part.spec.get("ids", ())
        ]

    def of(self, rows: list[Cells], first: int) -> tuple[list[Mention], bool, list[AffiliationRef]]:
        """The mentions in ``rows``, numbered from ``first``; whether there are more; and what places are nobody's."""
        mentions: list[Mention] = []
        more, left = False, []
        for row in rows:
            names, others = self._named(row)
            more |= others
            if self._bare:
                for known in filter(None, names):
                    mentions.append(_named(known, first + len(mentions), self._role))
                continue
            if self._apart or len(names) == 1:
                said = [self._said(row)] * len(names)
            else:
                said, places = self._aligned(row, len(names))
                left += places
            for name, about in zip(names, said, strict=True):
                if name is not None:
                    mentions.append(self._mention(name, about, first + len(mentions)))
        return mentions, more, left

    def _named(self, row: Cells) -> tuple[list[Name | None], bool]:
        """The names in a row, and whether there are more: it says so, or it is of a person without a name."""
        name = parted(*[get(row) for get in self._parts]) if self._in_parts else None
        if name is not None:
            return [name], False
        found: list[Name | None]
        if self._apart:
            found = [person(text) for get in self._names if (text := get(row))]
            return found, not any(found)
        found, more = [], False
        for get, marks in zip(self._names, self._name_marks, strict=True):
            texts, others = names_in(get(row), marks or self._separators)
            found += [person(text) for text in texts]
            more |= others
        return found, more

    def _said(self, row: Cells) -> dict[str, Any]:
        """What a row says of its one person."""
        said: dict[str, Any] = {key: get(row) for key, get in self._single.items()}
        places = self._lists["affiliation"](row) if "affiliation" in self._lists else []
        return {**said, "ids": [value for get in self._ids if (value := get(row))], "places": places}

    def _aligned(self, row: Cells, size: int) -> tuple[list[dict[str, Any]], list[AffiliationRef]]:
        """What the cells of a row say of each of several persons: a list of as many values; and the affiliations of a
        list of another length."""
        lists = {key: get(row) for key, get in self._lists.items()}
        ids = [values for get in self._id_lists if len(values := _ended(get(row), size)) == size]
        whole = {key: _ended(values, size) for key, values in lists.items()}
        fitting = {key: values for key, values in whole.items() if len(values) == size}
        said = [
            {key: values[i] for key, values in fitting.items()} | {"ids": [values[i] for values in ids if values[i]]}
            for i in range(size)
        ]
        left = [] if "affiliation" in fitting else [place_of(name) for name in lists.get("affiliation", ()) if name]
        return said, [ref for ref in left if ref is not None]

    def _mention(self, name: Name, said: dict[str, Any], position: int) -> Mention:
        written, given, family, suffix, group = name
        places = [place_of(name) for name in said.get("places", ()) if name]
        if len(places) < 2:
            places = [place_of(*[said.get(key, "") for key in _PLACE])]
        return Mention(
            written=written,
            position=position,
            given=given,
            family=family,
            suffix=suffix,
            collective=group,
            orcid=orcid(said.get("orcid")),
            source_ids=tuple(said["ids"]),
            affiliations=tuple([place for place in places if place is not None]),
            role=_role(said.get("role", ""), self._role),
            corresponding=truth(said.get("corresponding", "")),
        )


@lru_cache(maxsize=65536)
def _named(name: Name, position: int, role: Role) -> Mention:
    """The mention of whom nothing but the name is said."""
    written, given, family, suffix, group = name
    return Mention(
        written=written, position=position, given=given, family=family, suffix=suffix, role=role, collective=group
    )


_PLACE = ("affiliation", "affiliation_id", "ror", "country", "city")


def _marks(cell: Any) -> tuple[str, ...]:
    return tuple(cell.get("separator", ())) if isinstance(cell, dict) else ()


def _ended(values: list[str], size: int) -> list[str]:
    """``values`` without the empty place after a last separator."""
    return values[:-1] if len(values) == size + 1 and not values[-1] else values


@lru_cache(maxsize=16384)
def place_of(
    name: str = "", ident: str = "", ror: str = "", country: str = "", city: str = ""
) -> AffiliationRef | None:
    """An affiliation as a paper refers to it, None without a name, an id or a ROR id."""
    found = normalise("ror", ror) if ror else None
    name = plain(name) or ident or (found or "")
    if not name:
        return None
    return AffiliationRef(name=name, id=ident or None, ror=found, country=country_code(country), city=city or None)


@lru_cache(maxsize=1024)
def _role(text: str, default: Role) -> Role:
    folded = fold(text)
    return "editor" if folded.startswith(("edit", "hrsg", "herausg", "ed ")) or folded == "ed" else default
