"""Works: what a person's record says of each paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from coterie.graph.model.records import Mention, PaperRecord, Role
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.graph.names.people import compatible
from coterie.loaders.base import BadItem
from coterie.loaders.making import collective, inverted, orcid, plain
from coterie.loaders.orcid.nodes import Node, child, every, text
from coterie.loaders.orcid.people import Owner, date, said_by_source, updated

MAX_CONTRIBUTORS = 50
"""Contributors that ORCID keeps of a work: a list as long as this may have been cut."""

_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "eid": "scopus", "wosuid": "wos"}
_KINDS = {
    "journal-article": "article", "conference-paper": "proceedings", "book": "book", "edited-book": "book",
    "book-chapter": "chapter", "encyclopedia-entry": "chapter", "dictionary-entry": "chapter", "book-review": "review",
    "review": "review", "dissertation": "thesis", "dissertation-thesis": "thesis", "report": "report",
    "working-paper": "report", "preprint": "preprint", "data-set": "dataset", "software": "software",
}  # fmt: skip
_VOLUMES = frozenset({"book", "edited-book", "journal-issue"})
_NO_AUTHORS = frozenset({"assignee", "chair-or-translator", "support-staff"})


def paper_record(owner: Owner, works: Sequence[Node], group: Node) -> PaperRecord:
    """The paper that ``works`` describe, the preferred account first; ``group`` holds the ids that join them. Raises
    ``BadItem`` where there is neither title nor id."""
    best = works[0]
    ids = _ids([group, *works])
    title = _first(plain(text(one, "title", "title")) for one in works)
    if not title and not ids:
        raise BadItem("neither title nor ids")
    type_ = _first(text(one, "type") for one in works).lower().replace("_", "-")
    for one in works:
        owner = said_by_source(owner, one)
    contributors = next((found for one in works if (found := every(child(one, "contributors"), "contributor"))), [])
    number = text(best, "put-code")
    links = [link for one in works if (link := text(one, "url")).startswith("http")]
    return PaperRecord(
        source="orcid",
        record_id=f"work:{number}" if number else "",
        updated=updated(best),
        title=title,
        ids=ids,
        date=_first(date(one, "publication-date") for one in works) or None,
        kind=_KINDS.get(type_, "other") if type_ and type_ != "undefined" else None,
        venue=_first(plain(text(one, "journal-title")) for one in works) or None,
        language=language_code(text(best, "language-code")),
        mentions=_mentions(owner, contributors, type_),
        authors_complete=False if len(contributors) >= MAX_CONTRIBUTORS else None,
        urls=tuple(links[:1]),
    )


def _first(values: Iterable[str | None]) -> str:
    return next((value for value in values if value), "")


def _ids(nodes: Sequence[Node]) -> dict[str, str]:
    """The ids of the work itself; those of what it is a part or version of are left out. The first of a kind that is
    well-formed counts."""
    out: dict[str, str] = {}
    for node in nodes:
        for one in every(child(node, "external-ids"), "external-id"):
            scheme = _SCHEMES.get(text(one, "external-id-type").lower())
            if scheme and text(one, "external-id-relationship").lower() in ("self", ""):
                out = _normal(scheme, text(one, "external-id-value")) | out
    return out


@lru_cache(maxsize=4096)
def _normal(scheme: str, value: str) -> dict[str, str]:
    return paper_ids({scheme: value})


def _mentions(owner: Owner, contributors: Sequence[Node], type_: str) -> tuple[Mention, ...]:
    """Authors in order, editors of a volume, and the owner without position where not among them."""
    people = _people(contributors, type_)
    own = _own_place(owner, people)
    mentions = [
        _mention(name, owner.orcid if place == own else known, place + 1, role)
        for place, (name, known, role) in enumerate(people)
    ]
    if own is None and owner.name:
        mentions.append(Mention(written=owner.name, given=owner.given, family=owner.family, orcid=owner.orcid))
    return tuple(mentions)


def _people(contributors: Sequence[Node], type_: str) -> list[tuple[str, str | None, Role]]:
    """Name, ORCID and role of authors, then editors. Who is listed once for each role counts once."""
    found: dict[tuple[Role, int], tuple[str, str | None, Role]] = {}
    roles: dict[tuple[str, str | None], str] = {}
    for one in contributors:
        name, role = plain(text(one, "credit-name")), text(one, "contributor-attributes", "contributor-role").lower()
        known = orcid(text(one, "contributor-orcid", "path"))
        if not name or role in _NO_AUTHORS or (role == "editor" and type_ not in _VOLUMES):
            continue
        if roles.setdefault((name, known), role) == role:
            as_: Role = "editor" if role == "editor" else "author"
            found[as_, len(found)] = (name, known, as_)
    return [found[key] for key in sorted(found)]


def _own_place(owner: Owner, people: Sequence[tuple[str, str | None, Role]]) -> int | None:
    """Which of the people is the owner: by ORCID, else the only one without ORCID whose name may be the owner's."""
    for place, (_, known, _) in enumerate(people):
        if known is not None and known == owner.orcid:
            return place
    alike = [i for i, (name, known, _) in enumerate(people) if known is None and compatible(name, owner.name)]
    return alike[0] if owner.name and len(alike) == 1 else None


def _mention(name: str, known: str | None, position: int, role: Role) -> Mention:
    given, family, suffix = inverted(name)
    group = known is None and family is None and collective(name)
    return Mention(
        written=name, position=position, given=given, family=family, suffix=suffix, orcid=known, role=role,
        collective=group,
    )  # fmt: skip
