"""The people of a record: the names of authors joined with addresses and ids that are given by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from coterie.graph.model.records import AffiliationRef, Mention
from coterie.graph.names.countries import country_of_affiliation
from coterie.graph.names.fold import fold_name
from coterie.graph.names.people import compatible
from coterie.loaders.making import collective, inverted, orcid
from coterie.loaders.reading.affiliations import is_nobody
from coterie.loaders.wos.reading import Fields

_REPRINT = re.compile(r"[(（](?:reprint author|corresponding author|通讯作者)[)）]")
_SAME = str.maketrans("", "", " .-'’")


class Names:
    """Finds an author of one record by a name: as it is written, else by family name and initial where that is one
    author's and the names may be one person's."""

    def __init__(self, authors: list[tuple[str, ...]]) -> None:
        self._authors = authors
        self._exact: dict[str, int | None] = {}
        self._initials: dict[str, int | None] | None = None
        for index, forms in enumerate(authors):
            for key in {_key(form) for form in forms}:
                self._exact[key] = None if key in self._exact else index

    def find(self, name: str) -> int | None:
        """Index of the author, None where none or several may be meant."""
        key = _key(name)
        if key in self._exact:
            return self._exact[key]
        if self._initials is None:
            self._initials = {}
            for number, forms in enumerate(self._authors):
                for initials in {_initials(form) for form in forms}:
                    self._initials[initials] = None if initials in self._initials else number
        index = self._initials.get(_initials(name)) if "," in name else None
        return index if index is not None and compatible(name, self._authors[index][0]) else None


def _key(name: str) -> str:
    return name.casefold().translate(_SAME)


def _initials(name: str) -> str:
    family, _, given = name.partition(",")
    return f"{fold_name(family)},{fold_name(given)[:1]}"


def people(fields: Fields, editors: bool) -> tuple[tuple[Mention, ...], tuple[AffiliationRef, ...]]:
    """The mentions of a record, and the affiliations that it gives to no author; its editors where ``editors``."""
    authors = _authors(fields)
    names = Names(authors)
    places, loose = _addresses(fields, names)
    groups = _groups(fields)
    if len(authors) == 1 and not groups:
        places.setdefault(0, []).extend(loose)
    corresponding = _corresponding(fields, names, places)
    owned = {address for addresses in places.values() for address in addresses}
    orcids, ids = _ids(fields.get("OI", ()), names), _ids(fields.get("RI", ()), names)
    mentions = [
        _mention(
            forms[0],
            i + 1,
            orcid=_only(filter(None, map(orcid, orcids.get(i, ())))),
            source_ids=tuple(f"wos:{id}" for id in ids.get(i, ())),
            affiliations=tuple(map(affiliation, dict.fromkeys(places.get(i, ())))),
            corresponding=True if i in corresponding else None,
        )
        for i, forms in enumerate(authors)
    ]
    for group in groups:
        mentions.append(Mention(written=group, position=len(mentions) + 1, collective=True))
    if editors:
        for name in _list(fields, "BE") or _list(fields, "ED"):
            mentions.append(_mention(name, len(mentions) + 1, role="editor"))
    return tuple(mentions), tuple(affiliation(address) for address in loose if address not in owned)


def _mention(written: str, position: int, **more: object) -> Mention:
    given, family, suffix = inverted(written)
    group = family is None and collective(written)
    return Mention(
        written=written, position=position, given=given, family=family, suffix=suffix, collective=group, **more  # type: ignore[arg-type]
    )  # fmt: skip


@lru_cache(maxsize=16384)
def affiliation(address: str) -> AffiliationRef:
    """An address as an affiliation."""
    return AffiliationRef(name=address, country=country_of_affiliation(address))


def _list(fields: Fields, tag: str) -> list[str]:
    """The names in a field: one a line, or joined by semicolons."""
    return [name for line in fields.get(tag, ()) for piece in line.split(";") if (name := " ".join(piece.split()))]


def _authors(fields: Fields) -> list[tuple[str, ...]]:
    """Every author's names: the full one first, then the abbreviated one where both lists are of one length."""
    short, full = _list(fields, "AU"), _list(fields, "AF")
    if not short and not full:
        short, full = _list(fields, "BA"), _list(fields, "BF")
    if len(short) == len(full):
        pairs: list[tuple[str, ...]] = list(zip(full, short, strict=True))
    else:
        pairs = [(name,) for name in (full if len(full) > len(short) else short)]
    return [forms for forms in pairs if not is_nobody(forms[0])]


def _groups(fields: Fields) -> list[str]:
    """Group authors; a line that follows a long one is its rest."""
    groups: list[str] = []
    for tag in ("CA", "GP"):
        before = ""
        for line in fields.get(tag, ()):
            if len(before) > 60 and not before.endswith(";"):
                groups[-1] = f"{groups[-1]} {line}"
            else:
                groups.append(line)
            before = line
    names = (" ".join(name.split()) for group in groups for name in group.split(";"))
    return list(dict.fromkeys(filter(None, names)))


# addresses


def _addresses(fields: Fields, names: Names) -> tuple[dict[int, list[str]], list[str]]:
    """The addresses of C1 by author, and those of nobody."""
    places: dict[int, list[str]] = {}
    loose: dict[str, None] = {}
    for owners, address in _places(fields.get("C1", ())):
        found = [index for name in owners if (index := names.find(name)) is not None]
        pieces = [address]
        if not owners and ";" in address:
            pieces = [piece.strip() for piece in address.split(";") if piece.strip()]
            while len(pieces) > 1 and (index := names.find(pieces[0])) is not None:
                found.append(index)
                pieces.pop(0)
        for piece in pieces:
            for index in found:
                places.setdefault(index, []).append(piece)
            if not found:
                loose[piece] = None
    return places, list(loose)


def _places(lines: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    """The addresses with the names in brackets before each."""
    for whole in _joined(lines):
        bare, *owned = whole.split("[")
        if address := bare.strip(" .;"):
            yield [], address
        for piece in owned:
            owners, bracket, address = piece.partition("]")
            if address := address.strip(" .;") if bracket else "":
                yield [name for owner in owners.split(";") if (name := owner.strip())], address


def _joined(lines: Iterable[str]) -> list[str]:
    """The lines of a field of addresses: each ends in a stop, or the next begins with a bracket."""
    out: list[list[str]] = []
    for line in lines:
        if out and not line.startswith("[") and not out[-1][-1].endswith("."):
            out[-1].append(line)
        else:
            out.append([line])
    return [" ".join(pieces) for pieces in out]


def _corresponding(fields: Fields, names: Names, places: dict[int, list[str]]) -> set[int]:
    """The authors to whom reprints are asked of. Where C1 says nobody's address, theirs is taken from here."""
    whole = " ".join(fields.get("RP", ()))
    if not whole:
        return set()
    before, *rest = _REPRINT.split(whole)
    if not rest:
        family, _, after = whole.partition(", ")
        given, _, address = after.partition(", ")
        before, rest = f"{family}, {given}", [address]
    found: set[int] = set()
    for address in rest:
        new = {index for name in before.split(";") if (index := names.find(name.strip(" .,"))) is not None}
        found |= new
        place = address.rpartition(".;")[0] or address
        before = address
        if place := place.strip(" .,;"):
            for index in sorted(new):
                if not places.get(index):
                    _settle(index, place, fields, places)
    return found


def _settle(index: int, place: str, fields: Fields, places: dict[int, list[str]]) -> None:
    """Give an author the address of C1 that is at the organisation of ``place``; ``place`` itself if C1 has none."""
    organisation = place.partition(",")[0]
    known = [address for _, address in _places(fields.get("C1", ()))]
    same = [address for address in known if address.partition(",")[0] == organisation]
    if len(same) == 1 or not known:
        places[index] = same or [place]


# ids


def _ids(lines: Iterable[str], names: Names) -> dict[int, list[str]]:
    """The ids of a field ``Name/id; Name/id`` by author."""
    out: dict[int, list[str]] = {}
    for item in " ".join(lines).split(";"):
        name, slash, value = item.rpartition("/")
        if slash and (value := value.strip()) and (index := names.find(name.strip())) is not None:
            out.setdefault(index, [])
            if value not in out[index]:
                out[index].append(value)
    return out


def _only(values: Iterable[str]) -> str | None:
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
