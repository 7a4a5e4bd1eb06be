"""A record of RIS as a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Role
from coterie.graph.names.identifiers import paper_ids
from coterie.loaders.base import BadItem
from coterie.loaders.making import collective, count, iso_date, plain, written_date
from coterie.loaders.reading.affiliations import is_nobody
from coterie.loaders.references import keywords, language, remembered, split_name, url_ids

Fields = dict[str, list[str]]
"""Values by tag, in order; the lines of a value are parted by newlines."""

_KINDS = {
    "JOUR": "article", "MGZN": "article", "NEWS": "article", "INPR": "article", "EJOUR": "article", "ABST": "article",
    "JFULL": "other", "CONF": "proceedings", "CPAPER": "proceedings", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "WHOLE": "book", "CHAP": "chapter", "ECHAP": "chapter", "DICT": "chapter", "ENCYC": "chapter",
    "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "STAND": "report", "UNPB": "preprint",
    "MANSCPT": "preprint", "DATA": "dataset", "AGGR": "dataset", "DBASE": "dataset", "COMP": "software",
    "JOURNAL ARTICLE": "article", "BOOK SECTION": "chapter", "CONFERENCE PAPER": "proceedings",
    "CONFERENCE PROCEEDINGS": "proceedings", "THESIS": "thesis", "REPORT": "report", "DATASET": "dataset",
}  # fmt: skip
"""Kind by type, also by the names that EndNote gives types; any other type is ``other``."""
_REFINED = {
    "review": "review", "short survey": "review", "editorial": "editorial", "editorial material": "editorial",
    "letter": "letter", "erratum": "erratum", "correction": "erratum", "corrigendum": "erratum",
    "retraction": "retraction", "retracted": "retraction", "retracted publication": "retraction",
    "conference paper": "proceedings", "proceedings paper": "proceedings", "book chapter": "chapter",
    "data paper": "article", "article": "article", "preprint": "preprint",
}  # fmt: skip
"""Kind by M3 as Web of Science and Scopus write it, where TY says no more than article, part or other."""
_REFINABLE = frozenset({"article", "proceedings", "chapter", "other"})
_WHOLE = frozenset({"BOOK", "EBOOK", "EDBOOK", "WHOLE", "JFULL", "RPRT"})
_PARTS = frozenset({"CHAP", "ECHAP", "CONF", "CPAPER", "DICT", "ENCYC"})
_VENUES = ("JF", "T2", "JO", "JA", "J2", "J1", "C3")
_VENUES_OF_PART = ("T2", "BT", "C3", "JF", "JO", "T3", "JA", "J2", "J1")
_VENUES_OF_WHOLE = ("T2", "T3")
_READ = "TY T1 TI CT BT ST AU A1 A2 A3 ED DO M3 N1 L3 UR U1 AN C2 C3 DB DP PY Y1 DA JF JO JA J1 J2 T2 T3 LA KW AD"
_KEPT = frozenset(_READ.split())
_TAG = re.compile(r"\s*([A-Z][A-Z0-9])(\s\s?)-\s*(.*)")
_PMID = re.compile(r"(\d+)\s*\[pmid\]", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CITED = re.compile(r"(?:Cited By|Times Cited[^:\d]{0,80})\s*:?\s*(\d+)", re.IGNORECASE)
_OTHERS = frozenset({"et al", "et al.", "and others", "others", "..."})
_WEB = re.compile(r"(?:https?:)?//(?:(?!;\s*https?:)\S)+", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{4}")


def paper(text: str) -> PaperRecord:
    """The paper in the text of one record. Raises :class:`BadItem` where it has neither title nor identifier."""
    found = fields(text)
    type_ = found["TY"][-1].strip().upper() if "TY" in found else ""
    title = _title(found, type_)
    ids = _ids(found)
    if not title and not ids:
        raise BadItem("neither title nor identifier")
    mentions, complete = _mentions(found, type_)
    return PaperRecord(
        source="ris",
        title=title,
        ids=ids,
        date=_date(found),
        kind=_kind(found, type_),
        venue=_venue(found, type_),
        language=next((code for value in found.get("LA", ()) if (code := language(value))), None),
        mentions=mentions,
        authors_complete=complete,
        affiliations=_affiliations(found),
        topics=keywords(_keywords(found)) if "KW" in found else (),
        citations=_citations(found),
        urls=_urls(found),
    )


def fields(text: str) -> Fields:
    """The values of the tags that are read, from the lines of a record.

    A tag stands before two blanks and a hyphen, or one of those that are read before one blank and a hyphen:
    ``UV - light`` and ``T1-weighted`` go on with the value before.
    """
    found: dict[str, list[list[str]]] = {}
    value: list[str] | None = None
    for line in text.replace("\ufeff", "").split("\n"):
        if line[2:6] == "  - " and (tag := line[:2]).isupper() and tag.isalnum():
            rest = line[6:]
        elif (match := _TAG.fullmatch(line)) and (len(match[2]) == 2 or match[1] in _KEPT):
            tag, rest = match[1], match[3]
        else:
            rest = line.strip()
            if not rest:
                value = None
            elif value is not None:
                value.append(rest)
            continue
        value = None
        if tag in _KEPT:
            rest = rest.strip()
            value = [rest] if rest else []
            if tag in found:
                found[tag].append(value)
            else:
                found[tag] = [value]
    return {
        tag: [value[0] if len(value) == 1 else "\n".join(value) for value in values] for tag, values in found.items()
    }


def _line(value: str) -> str:
    """A value in one line, without markup."""
    return plain(value) if value else ""


def _first(found: Fields, tags: Iterable[str]) -> str:
    for tag in tags:
        for value in found.get(tag, ()):
            if line := _line(value):
                return line
    return ""


def _title(found: Fields, type_: str) -> str:
    tags = ("T1", "TI", "CT", "BT", "ST") if type_ in _WHOLE or type_ == "UNPB" else ("T1", "TI", "CT", "ST")
    return _first(found, tags)


def _venue(found: Fields, type_: str) -> str | None:
    tags = _VENUES_OF_PART if type_ in _PARTS else _VENUES_OF_WHOLE if type_ in _WHOLE else _VENUES
    if type_ == "THES":
        return None
    return _first(found, tags) or None


def _kind(found: Fields, type_: str) -> str | None:
    if not type_:
        return None
    kind = _KINDS.get(type_, "other")
    if kind in _REFINABLE:
        return next((_REFINED[low] for value in found.get("M3", ()) if (low := value.lower()) in _REFINED), kind)
    return kind


def _ids(found: Fields) -> dict[str, str]:
    ids: dict[str, str] = {}
    for value in found.get("UR", ()):
        for address in value.replace(";", " ").split() if ";" in value or "\n" in value else (value,):
            for scheme, ident in url_ids(address).items():
                ids.setdefault(scheme, ident)
    _accessions(found, ids)
    doi = _doi(found)
    if doi:
        ids["doi"] = doi
    return paper_ids(ids) if ids else ids


def _doi(found: Fields) -> str | None:
    for value in found.get("DO", ()):
        if match := _DOI.search(value):
            return match[0]
    for tag in ("M3", "L3", "N1"):
        for value in found.get(tag, ()):
            if "10." in value and len(value) < 200 and paper_ids({"doi": value}):
                return value
    return None


def _accessions(found: Fields, ids: dict[str, str]) -> None:
    """PMID of U1, of AN in PubMed's records and of C2 in Scopus's; Web of Science's number in AN."""
    database = " ".join((*found.get("DB", ()), *found.get("DP", ()))).lower()
    for value in found.get("U1", ()):
        if match := _PMID.search(value):
            ids["pmid"] = match[1]
    for value in found.get("AN", ()):
        if value.upper().startswith("WOS:"):
            ids["wos"] = value.split()[0]
        elif value.lower().startswith("arxiv:"):
            ids["arxiv"] = value
        elif value.isdigit() and database in ("pubmed", "medline", "nlm"):
            ids["pmid"] = value
    for value in found.get("C2", ()):
        if "scopus" in database and value.isdigit():
            ids["pmid"] = value


def _date(found: Fields) -> str | None:
    dates = [date for tag in ("PY", "Y1", "DA") for value in found.get(tag, ()) if (date := read_date(value))]
    if not dates:
        return None
    year = dates[0][:4]
    same = [date for date in dates if date.startswith(year)]
    longest = max(map(len, same))
    return min(date for date in same if len(date) == longest)


@remembered(65536)
def read_date(value: str) -> str | None:
    """The date of a value ``YYYY/MM/DD/other``, or written in words.

    >>> read_date("1998/05/12/"), read_date("2014//"), read_date("18-21 March 2013"), read_date("2013/02/15/received")
    ('1998-05-12', '2014', '2013-03-18', None)
    """
    year, slash, rest = value.partition("/")
    if not slash or not _NUMBER.fullmatch(year.strip()):
        return written_date(value)
    month, _, rest = rest.partition("/")
    day, _, other = rest.partition("/")
    if other.strip().lower() in ("received", "accepted", "revised", "submitted"):
        return None
    return iso_date(year, month or None, day or None)


def _mentions(found: Fields, type_: str) -> tuple[tuple[Mention, ...], bool | None]:
    """Authors in order, then the editors of a whole; and False where the list says that it ends early."""
    names, complete = _names((*found.get("AU", ()), *found.get("A1", ())))
    mentions = [_mention(name, i, "author") for i, name in enumerate(names, 1)]
    if type_ in _WHOLE:
        editors, all_editors = _names(next((found[tag] for tag in ("ED", "A2", "A3") if tag in found), ()))
        mentions += [_mention(name, i, "editor") for i, name in enumerate(editors, len(mentions) + 1)]
        complete = complete if all_editors is None else all_editors
    return tuple(mentions), complete


def _names(values: Iterable[str]) -> tuple[list[str], bool | None]:
    names: list[str] = []
    complete: bool | None = None
    for value in values:
        line = _line(value)
        for name in line.split(";") if ";" in line else (line,):
            bare = name.strip(" ,")
            low = bare.lower()
            if low.endswith((" et al.", " et al")):
                bare, complete = bare[: low.rindex(" et al")].rstrip(" ,"), False
            elif low in _OTHERS:
                complete = False
                continue
            if bare and not is_nobody(bare):
                names.append(bare)
    return names, complete


@remembered(65536)
def _parts(name: str) -> tuple[str | None, str | None, str | None, bool]:
    if collective(name):
        return None, None, None, True
    return (*split_name(name), False)


def _mention(name: str, position: int, role: Role) -> Mention:
    given, family, suffix, group = _parts(name)
    return Mention(
        written=name, position=position, given=given, family=family, suffix=suffix, role=role, collective=group
    )


def _keywords(found: Fields) -> list[str]:
    """Keywords; the asterisk that marks a main heading is taken off."""
    lines = (_line(line) for value in found["KW"] for line in value.split("\n"))
    return [name.strip(" *") for line in lines for name in (line.split(";") if ";" in line else (line,))]


def _affiliations(found: Fields) -> tuple[AffiliationRef, ...]:
    lines = (_line(line) for value in found.get("AD", ()) for line in value.split("\n"))
    return tuple(AffiliationRef(name=name) for name in dict.fromkeys(lines) if name)


def _citations(found: Fields) -> int | None:
    for value in found.get("N1", ()):
        if "ited" in value and (match := _CITED.search(value)):
            return count(match[1])
    return None


def _urls(found: Fields) -> tuple[str, ...]:
    for value in found.get("UR", ()):
        if match := _WEB.search(value):
            address = match[0].rstrip(";,")
            return (f"https:{address}" if address.startswith("//") else address,)
    return ()
