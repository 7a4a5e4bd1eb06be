"""Papers from the rows of a table."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Role, TopicRef
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import BadItem
from coterie.loaders.making import count, plain
from coterie.loaders.table.cells import Cells, Get, GetAll, date_of, dated, kind_of, truth
from coterie.loaders.table.people import People, place_of
from coterie.loaders.table.plan import Part, Plan

SOURCE = "table"
"""Source of the records where the mapping declares none."""

_FIELDS = ("id", "title", "date", "year", "month", "day", "updated", "kind", "venue", "language", "citations",
           "author_count", "url")  # fmt: skip


_TELLING = ("id", "title", "date", "year")
_UNSAID = dict.fromkeys(_FIELDS, "")


class Item(NamedTuple):
    """A paper as read: its row, and the rows of each group in the order of the plan's."""

    maker: Maker
    row: Cells
    groups: dict[str, list[list[Cells]]]


class Maker:
    """Makes the papers that a plan describes."""

    def __init__(self, plan: Plan) -> None:
        self._get: dict[str, Get] = {key: plan.part.get(key) for key in _FIELDS if key in plan.mapping}
        mapping = plan.mapping
        self.source = str(mapping.get("source", SOURCE))
        self._ids = {
            key: Part({"id": cell}, plan.part.absent).get("id") for key, cell in mapping.get("ids", {}).items()
        }
        self._key = plan.part.get("key")
        self._order = str(mapping.get("date_order", ""))
        self._people = {
            role: [People(rows.part, role, apart=rows.part.apart or plan.pairs) for rows in plan.groups[key]]
            for key, role in _ROLES.items()
        }
        self._places = [Places(rows.part) for rows in plan.groups["affiliations"]]
        self._topics = [Topics(rows.part) for rows in plan.groups["topics"]]

    def ids(self, row: Cells) -> dict[str, str]:
        """The identifiers of the paper."""
        return paper_ids({scheme: value for scheme, get in self._ids.items() if (value := get(row))})

    def key(self, row: Cells) -> object:
        """What tells in a table of authorships that rows are of one paper: the declared key, the paper's own id, its
        identifiers, or title and date; None where a row has none of these."""
        said = {**_UNSAID, **{key: self._get[key](row) for key in _TELLING if key in self._get}}
        if own := self._key(row) or said["id"]:
            return own
        if ids := self.ids(row):
            return min(ids.items())
        title = fold(said["title"])
        return (title, said["date"], said["year"]) if title else None

    def paper(self, row: Cells, groups: dict[str, list[list[Cells]]]) -> PaperRecord:
        """The paper of a row and the rows of its groups. Raises ``BadItem`` where there is neither title nor id."""
        said = {**_UNSAID, **{key: get(row) for key, get in self._get.items()}}
        title, ids = plain(said["title"]), self.ids(row)
        if not title and not ids:
            raise BadItem("neither title nor id")
        mentions, complete, left = self._mentions(groups)
        places = [ref for made, rows in zip(self._places, groups["affiliations"], strict=True) for ref in made.of(rows)]
        topics = [ref for made, rows in zip(self._topics, groups["topics"], strict=True) for ref in made.of(rows)]
        return PaperRecord(
            source=self.source,
            record_id=said["id"],
            title=title,
            ids=ids,
            updated=dated(said["updated"], self._order) if said["updated"] else None,
            date=date_of(said["date"], said["year"], said["month"], said["day"], self._order),
            kind=kind_of(said["kind"]),
            venue=_plain(said["venue"]) or None,
            language=language_code(said["language"]) if said["language"] else None,
            mentions=mentions,
            authors_complete=complete,
            author_count=_count(said["author_count"]),
            affiliations=tuple(dict.fromkeys([*places, *left])) if places or left else (),
            topics=_once(topics) if len(topics) > 1 else tuple(topics),
            citations=_count(said["citations"]),
            urls=(said["url"],) if said["url"].startswith(("http://", "https://")) else (),
        )

    def _mentions(
        self, groups: dict[str, list[list[Cells]]]
    ) -> tuple[tuple[Mention, ...], bool | None, list[AffiliationRef]]:
        """Authors and then editors, whether the authors are all, and affiliations that are nobody's in particular."""
        mentions: list[Mention] = []
        complete, left = None, []
        for key, role in _ROLES.items():
            for people, rows in zip(self._people[role], groups[key], strict=True):
                found, more, places = people.of(rows, len(mentions) + 1)
                mentions += found
                left += places
                if role == "author":
                    complete = False if more else people.complete if found else complete
        return tuple(mentions), complete, left


_ROLES: dict[str, Role] = {"authors": "author", "editors": "editor"}


_plain = lru_cache(maxsize=16384)(plain)


def _count(text: str) -> int | None:
    return count(text.removesuffix(".0")) if text else None


def _once(topics: list[TopicRef]) -> tuple[TopicRef, ...]:
    """Each topic once: of two of a code the first."""
    out: dict[tuple[str, str], TopicRef] = {}
    for topic in topics:
        out.setdefault((topic.scheme, topic.code), topic)
    return tuple(out.values())


class Places:
    """Makes the affiliations of a paper."""

    def __init__(self, part: Part) -> None:
        keys = ("name", "id", "ror", "country", "city")
        self._apart = part.apart
        self._single: list[Get] = [part.get(key) for key in keys]
        self._lists: list[GetAll] = [part.all(key) for key in keys]

    def of(self, rows: list[Cells]) -> list[AffiliationRef]:
        """The affiliations in ``rows``."""
        found = [place_of(*said) for row in rows for said in self._said(row)]
        return [ref for ref in found if ref is not None]

    def _said(self, row: Cells) -> list[tuple[str, ...]]:
        if self._apart:
            return [tuple([get(row) for get in self._single])]
        return together([get(row) for get in self._lists])


class Topics:
    """Makes topics of one scheme."""

    def __init__(self, part: Part) -> None:
        self._scheme = str(part.spec.get("scheme", "keyword"))
        self._apart = part.apart
        self._single: list[Get] = [part.get(key) for key in ("code", "name", "primary")]
        self._lists: list[GetAll] = [part.all(key) for key in ("code", "name", "primary")]

    def of(self, rows: list[Cells]) -> list[TopicRef]:
        """The topics in ``rows``."""
        said = [one for row in rows for one in ([tuple([get(row) for get in self._single])] if self._apart
                else together([get(row) for get in self._lists]))]  # fmt: skip
        return [topic for one in said if (topic := _topic(self._scheme, *one)) is not None]


@lru_cache(maxsize=65536)
def _topic(scheme: str, code: str, name: str, primary: str) -> TopicRef | None:
    name = plain(name)
    code = plain(code) or fold(name) or name
    return TopicRef(scheme=scheme, code=code, name=name or None, primary=bool(truth(primary))) if code else None


def together(lists: list[list[str]]) -> list[tuple[str, ...]]:
    """Values of several lists side by side: those of the first that has any, with the others where these are as
    long."""
    size = next((len(values) for values in lists if values), 0)
    full = [values if len(values) == size else [""] * size for values in lists]
    return list(zip(*full, strict=True))
