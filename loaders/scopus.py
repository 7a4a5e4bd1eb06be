"""The CSV export of Scopus, in the forms of before and since 2023."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, count, inverted, iso_date, keywords, plain
from coterie.loaders.reading.affiliations import is_nobody
from coterie.loaders.reading.rows import header, items

KINDS = {
    "article": "article", "article in press": "article", "note": "article", "data paper": "article",
    "business article": "article", "retracted": "article", "review": "review", "short survey": "review",
    "conference paper": "proceedings", "conference review": "front-matter", "book": "book", "book chapter": "chapter",
    "chapter": "chapter", "editorial": "editorial", "letter": "letter", "erratum": "erratum", "report": "report",
    "preprint": "preprint", "dissertation": "thesis", "data set": "dataset",
}  # fmt: skip
"""Kinds by document type in lower case."""

Cells = Mapping[str, str]

_MAX_PLACES = 10_000
"""Characters of the affiliations of one author that are taken apart."""

_ID = re.compile(r"\s*\((\d{5,})\)$")
_NUMBER = re.compile(r"\d{5,}")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+")
_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV)\.?")
_ET_AL = re.compile(r"(?:et al|\.\.\.|…)\.?$", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?<=\.)(?=\w{2}|\w['’-]\w)")
"""Where the next of several editors begins: after the stop of an initial, before a name of more than a letter."""


class ScopusLoader:
    """Scopus."""

    name = "scopus"
    title = "Scopus CSV export"
    about = About(
        source="scopus",
        specification="Scopus, Export document settings (service.elsevier.com); columns of the CSV",
        fields={
            "EID": "record_id, ids.scopus",
            "Title": "title",
            "Author full names": "mentions, written (since 2023), with source_ids (scopus:…)",
            "Authors": "mentions, written where there are no full names; given and family by the initials at the end",
            "Author(s) ID": "mentions/source_ids (scopus:…), where there are as many as authors",
            "Authors with affiliations": "mentions/affiliations, taken apart by the column Affiliations",
            "Affiliations": "affiliations, where Authors with affiliations is absent",
            "Correspondence Address": "mentions/corresponding",
            "Editors": "mentions with role editor, of books and conference reviews",
            "DOI": "ids.doi",
            "PubMed ID": "ids.pmid",
            "Year": "date",
            "Document Type": "kind (Conference Review, which stands for a whole volume: front-matter)",
            "Source title": "venue",
            "Language of Original Document": "language",
            "Author Keywords": "topics (scheme keyword)",
            "Index Keywords": "topics (scheme scopus-index)",
            "Cited by": "citations",
            "Link": "urls",
        },
        cannot=(
            "Months and days: only the year is exported.",
            "ORCIDs and ids of affiliations.",
            "The headings of columns in other languages than English.",
        ),
        notes=(
            "Before 2023 the names in Authors are joined by commas and have initials only.",
            "Where Funding Text has more columns than the header says, the row is put right by the EID at its end.",
            "Editors stand without a separator and are split after an initial.",
            "A list that ends in et al. is incomplete; all others are taken as complete.",
            "The form since 2023 is read after its documentation; the files at hand are of before.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the columns EID and Authors (or ids of authors); without EID a guess."""
        names = set(header(head)[1])
        if "Author(s) ID" in names or {"EID", "Title"} <= names:
            return 0.95
        return 0.7 if {"Title", "Source title", "Cited by", "Link"} <= names else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The rows; position is the line."""
        return items(source, "EID", "Authors", "Title", mend=_mended)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of a row. Raises ``BadItem`` where there is neither title nor id."""
        return [_paper(raw.data)]


def _mended(cells: list[str], names: list[str]) -> list[str] | None:
    """The row without the surplus texts of funding, which the header does not count."""
    at = max((i + 1 for i, name in enumerate(names) if name.startswith("Funding Text")), default=0)
    cells = cells[:at] + cells[at + len(cells) - len(names) :]
    right = at and "EID" in names and cells[names.index("EID")].startswith("2-s2.0-")
    return cells if right else None


def _paper(cells: Cells) -> PaperRecord:
    def get(name: str) -> str:
        return cells.get(name, "").strip()

    eid, title = get("EID"), plain(get("Title"))
    ids = paper_ids({"doi": get("DOI"), "scopus": eid, "pmid": get("PubMed ID")})
    if not title and not ids:
        raise BadItem("neither title nor id")
    kind = _kind(get("Document Type"))
    mentions, affiliations = _people(cells)
    complete = not any(_ET_AL.search(m.written) for m in mentions[-1:])
    mentions = mentions if complete else mentions[:-1]
    if kind in ("book", "front-matter"):
        for name in _editors(get("Editors")):
            mentions.append(_mention(name, len(mentions) + 1, role="editor"))
    return PaperRecord(
        source="scopus",
        record_id=eid,
        title=title,
        ids=ids,
        date=iso_date(get("Year")),
        kind=kind,
        venue=plain(get("Source title")) or None,
        language=language_code(get("Language of Original Document")),
        mentions=tuple(mentions),
        authors_complete=complete if mentions else None,
        affiliations=affiliations,
        topics=keywords(get("Author Keywords").split(";"))
        + keywords(get("Index Keywords").split(";"), "scopus-index"),
        citations=count(get("Cited by")),
        urls=(get("Link"),) if get("Link").startswith("http") else (),
    )  # fmt: skip


@lru_cache(maxsize=256)
def _kind(text: str) -> str | None:
    return KINDS.get(text.lower(), "other") if text else None


# people


def _people(cells: Cells) -> tuple[list[Mention], tuple[AffiliationRef, ...]]:
    """Authors with ids and affiliations, and the affiliations that are given to none."""
    short = _names(cells.get("Authors", ""))
    full = [name.strip() for name in cells.get("Author full names", "").split(";") if name.strip()]
    ids: list[str | None] = list(_NUMBER.findall(cells.get("Author(s) ID", "")))
    if full and (len(full) == len(short) or not short):
        found = [_ID.search(name) for name in full]
        written = [_ID.sub("", name) for name in full]
        if any(found) or len(ids) != len(full):
            ids = [mark[1] if mark else None for mark in found]
    else:
        written = short
    if len(ids) != len(written):
        ids = [None] * len(written)
    short = short if len(short) == len(written) else written
    places = _places(cells, short)
    writers = _corresponding(cells.get("Correspondence Address", ""), short)
    mentions = [
        _mention(
            name,
            i + 1,
            short=short[i],
            source_ids=() if ids[i] is None else (f"scopus:{ids[i]}",),
            affiliations=places.get(i, ()),
            corresponding=True if i in writers else None,
        )
        for i, name in enumerate(written)
        if not is_nobody(name)
    ]
    loose = () if places else _affiliations(cells.get("Affiliations", "").split(";"))
    if len(mentions) == 1 and loose:
        return [_mention(written[0], 1, short[0], source_ids=mentions[0].source_ids, affiliations=loose,
                         corresponding=mentions[0].corresponding)], ()  # fmt: skip
    return mentions, loose


def _names(text: str) -> list[str]:
    """The names in Authors: joined by semicolons since 2023, by commas before, when some years had a comma between
    family name and initials, too; a suffix after a comma is the name's."""
    names: list[str] = []
    for piece in text.split(";" if ";" in text else ","):
        if names and _SUFFIX.fullmatch(piece.strip()):
            names[-1] += f", {piece.strip()}"
        elif piece.strip():
            names.append(" ".join(piece.split()))
    if ";" not in text and len(names) % 2 == 0 and all(_INITIALS.match(given) for given in names[1::2]):
        return [", ".join(pair) for pair in zip(names[::2], names[1::2], strict=True)]
    return names


def _mention(written: str, position: int, short: str = "", **more: object) -> Mention:
    """A name ``Family, Given`` or ``Family I.I.``, the latter also of the former's author."""
    given, family, suffix = inverted(written) if "," in written else (None, None, None)
    if family is None or (given and _SUFFIX.fullmatch(given)):
        given, family, suffix = _parts(short or written)
    group = family is None and collective(written)
    return Mention(
        written=written, position=position, given=given, family=family, suffix=suffix, collective=group, **more  # type: ignore[arg-type]
    )  # fmt: skip


def _parts(name: str) -> tuple[str | None, str | None, str | None]:
    """Given, family and suffix of ``Family I.I., Jr.``; None each where no initials stand at the end."""
    name, _, suffix = name.partition(",")
    family, _, given = name.strip().rpartition(" ")
    return (given, family, suffix.strip() or None) if family and _INITIALS.fullmatch(given) else (None, None, None)


def _forms(name: str) -> tuple[str, ...]:
    """How an author of Authors is written elsewhere: ``Kalé L.``, ``Kalé, L.``, ``L. Kalé``."""
    given, family, suffix = _parts(name)
    if not family:
        return (name,)
    forms = (name, f"{family}, {given}", f"{given} {family}")
    return (name, f"{family}, {given}, {suffix}", *forms[1:]) if suffix else forms


def _editors(text: str) -> list[str]:
    """Names that stand without a separator: ``Laudon M.Romanowicz B.``."""
    pieces = text.split(";") if ";" in text else _RUN_TOGETHER.split(text)
    return [name for piece in pieces if (name := piece.strip(" ,"))]


def _corresponding(text: str, names: list[str]) -> set[int]:
    """The authors named among the pieces of the address of correspondence."""
    if not text:
        return set()
    pieces = {" ".join(piece.split()) for piece in text.split(";")}
    return {i for i, name in enumerate(names) if not pieces.isdisjoint(_forms(name))}


# affiliations


@lru_cache(maxsize=16384)
def _affiliation(name: str) -> AffiliationRef:
    return AffiliationRef(name=name, country=country_of_affiliation(name))


def _affiliations(names: list[str]) -> tuple[AffiliationRef, ...]:
    return tuple(_affiliation(name) for name in dict.fromkeys(" ".join(n.split()) for n in names) if name)


def _places(cells: Cells, names: list[str]) -> dict[int, tuple[AffiliationRef, ...]]:
    """The affiliations of each author, in whose order they stand: ``Kalé, L., Place, Other place; Next, A., …``.

    A piece that begins with no author's name belongs to the piece before it.
    """
    known = sorted(
        {" ".join(a.split()) for a in cells.get("Affiliations", "").split(";")} - {""}, key=len, reverse=True
    )
    rests: dict[int, list[str]] = {}
    at = -1
    for piece in cells.get("Authors with affiliations", "").split(";"):
        piece = " ".join(piece.split())
        found = _next(piece, names, at)
        if found is not None:
            at = found[0]
            rests[at] = [found[1]]
        elif at >= 0 and piece:
            rests[at].append(piece)
    places = {i: _affiliations(_apart("; ".join(rest), known)) for i, rest in rests.items()}
    return {i: found for i, found in places.items() if found}


def _next(piece: str, names: list[str], at: int) -> tuple[int, str] | None:
    """Index of the author after ``at`` with whose name ``piece`` begins, and the rest of the piece."""
    for i in range(at + 1, min(at + 6, len(names))):
        for form in _forms(names[i]):
            if piece == form or piece.startswith(f"{form},"):
                return i, piece[len(form) :].strip(" ,")
    return None


def _apart(text: str, known: list[str]) -> list[str]:
    """The places in ``text``, joined by commas as their own parts are: those of ``known``, what is none as a whole."""
    if len(text) > _MAX_PLACES:
        return [text]
    places: list[str] = []
    while text:
        place = next((p for p in known if text.startswith(p) and text[len(p) : len(p) + 1] in ("", ",", ";")), text)
        places.append(place)
        text = text[len(place) :].strip(" ,;")
    return places


loader = ScopusLoader()
