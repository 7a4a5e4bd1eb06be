"""The CSV export of SpringerLink, whose authors stand without anything between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coterie.graph.model.records import Mention, PaperRecord, Record, Rejected
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.making import collective, iso_date, plain
from coterie.loaders.reading.rows import header, items

KINDS = {
    "article": "article", "chapter": "chapter", "chapter conferencepaper": "proceedings",
    "conference paper": "proceedings", "conferencepaper": "proceedings", "book": "book",
    "conference proceedings": "book", "conferenceproceedings": "book", "reference work": "book",
    "reference work entry": "chapter", "referenceworkentry": "chapter", "protocol": "article",
}  # fmt: skip
"""Kinds by content type in lower case."""

Cells = Mapping[str, str]

_COLUMNS = {"Item Title", "Item DOI", "Authors"}
_NEVER = frozenset({"Mc", "Mac", "Fitz"})
"""What is no name of its own before a capital: McDonald."""
_SELDOM = _NEVER | {"De", "Di", "La", "Le", "Van", "Von", "Al", "El", "Del", "Della", "Des", "St"}
"""What begins a family name rather than ends a name, where another boundary follows: DeFranciscoShenghsun."""
_SUFFIXES = frozenset({"Jr.", "Sr.", "II", "III", "IV"})
_MAX_WORD = 200
"""Letters of a word that are looked at."""
_TITLES = frozenset({"Dr.", "Prof.", "Mr.", "Mrs.", "Ms."})


class SpringerLoader:
    """SpringerLink."""

    name = "springer"
    title = "SpringerLink CSV export"
    about = About(
        source="springer",
        specification="SpringerLink, Download search results (link.springer.com); columns of the CSV",
        fields={
            "Item DOI": "record_id, ids.doi",
            "Item Title": "title",
            "Authors": "mentions",
            "Publication Year": "date",
            "Publication Title, Book Series Title": "venue",
            "Content Type": "kind",
            "URL": "urls",
        },
        cannot=(
            "Where one author ends and the next begins: the names run together (Ann SmithBob Jones).",
            "Affiliations, ids of authors, citations, languages, months.",
            "Whether the people of a book are its authors or its editors: they are taken as authors.",
            "Long lists are cut (at 16 names in the files at hand) without a sign: authors_complete stays unknown.",
        ),
        notes=(
            "Names are split where a capital follows a small letter or a Han character, at most once in a word and so "
            "that every name has two words at least: McDonald, DeFrancisco, YuSheng Wang and AlFarsi stay whole. Of "
            "1,018 real lists, read as 4,086 names, four were seen to come out wrong: a name of one word, double names "
            "written in one (Ali HeydariGorjiHosein Bobarshad), names all in capitals. A name that begins small "
            "(Smithvan der Berg) cannot be told either.",
            "Of a name in Latin and Han characters the Latin one is kept.",
            "Prefer the record of another source for the same DOI, where you have it.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the columns Item Title, Item DOI and Authors."""
        return 0.95 if set(header(head)[1]) >= _COLUMNS else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The rows; position is the line."""
        return items(source, "Item DOI", "Authors", "Item Title")

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of a row. Raises ``BadItem`` where there is neither title nor id."""
        return [_paper(raw.data)]


def _paper(cells: Cells) -> PaperRecord:
    def get(name: str) -> str:
        return cells.get(name, "").strip()

    title, ids = plain(get("Item Title")), paper_ids({"doi": get("Item DOI")})
    if not title and not ids:
        raise BadItem("neither title nor id")
    kind, link = get("Content Type").lower(), get("URL")
    return PaperRecord(
        source="springer",
        record_id=ids.get("doi", ""),
        title=title,
        ids=ids,
        date=iso_date(get("Publication Year")),
        kind=KINDS.get(kind, "other") if kind else None,
        venue=plain(get("Publication Title") or get("Book Series Title")) or None,
        mentions=tuple(
            Mention(written=name, position=i, collective=collective(name))
            for i, name in enumerate(separated(get("Authors")), 1)
        ),
        urls=(link,) if link.startswith("http") else (),
    )


def separated(text: str) -> list[str]:
    """The names in a list without separators, as well as can be told.

    >>> separated("Vivek K. PallipuramRichard DeFranciscoYuSheng WangColin McDonald")
    ['Vivek K. Pallipuram', 'Richard DeFrancisco', 'YuSheng Wang', 'Colin McDonald']
    """
    names: list[list[str]] = []
    words: list[str] = []
    tokens = text.split()
    for number, token in enumerate(tokens, 1):
        at = _boundary(token, words) if words and number < len(tokens) else 0
        if at:
            names.append([*words, token[:at]])
            words = [token[at:]]
        else:
            words.append(token)
    return [" ".join(_latin(name)) for name in (*names, words) if name]


def _latin(words: list[str]) -> list[str]:
    """A name without its form in Han characters, which follows the Latin one."""
    return words[:-1] if len(words) > 2 and _caseless(words[-1][-1]) and words[0].isascii() else words


def _caseless(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _initials(word: str) -> bool:
    return all(len(part) < 2 for part in word.replace("-", ".").split("."))


def _boundary(token: str, words: list[str]) -> int:
    """Where the name of ``words`` ends within ``token``; 0 where it does not."""
    if token[1:].islower():
        return 0
    capitals = [i for i, letter in enumerate(token[:_MAX_WORD]) if i and letter.isupper()]
    if not capitals or all(word in _TITLES for word in words):
        return 0
    named = any(not _initials(word) and word not in _TITLES for word in words)
    places = [i for i in capitals if _begins(token, i, named)]
    if not places or (len(places) == 1 and token[: places[0]] in _NEVER):
        return 0
    return places[1] if len(places) > 1 and token[: places[0]] in _SELDOM else places[0]


def _begins(token: str, i: int, named: bool) -> bool:
    """Whether a name may begin with the capital at ``i``: after a small letter or a Han character; if a small one
    follows, after a family name in capitals, a suffix, or the last initial of a name with other words (``named``)."""
    before, after = token[i - 1], token[i + 1 : i + 2]
    if before.islower() or _caseless(before):
        return True
    if not after.islower():
        return False
    ended = token[:i]
    return (
        ended in _SUFFIXES
        or (len(ended) > 2 and ended.isupper() and ended.isalpha())
        or (named and len(ended.rstrip(".")) == 1)
    )


loader = SpringerLoader()
