"""MEDLINE's tagged text, as PubMed exports it (``.nbib``, "PubMed format").

A field is a tag of two to four letters, filled up to four, a hyphen, and its value; lines that begin with blanks go on
with it. A blank line, or the next ``PMID-``, ends a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, Record, Rejected, Role, TopicRef
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import About, BadItem, RawItem, Source, excerpt
from coterie.loaders.making import collective, iso_date, orcid, plain, written_date
from coterie.loaders.pubmed.terms import clean_title, earliest, kind_of
from coterie.loaders.reading.affiliations import affiliations_of, is_et_al
from coterie.loaders.reading.lines import text_lines

MAX_RECORD = 32 << 20
"""Characters of the largest record that is read."""

_FIELD = re.compile(r"([A-Z]{2,4}) {0,2}-(.*)", re.DOTALL)
_TAGS = frozenset({
    "PMID", "FAU", "AU", "AUID", "AD", "CN", "FED", "ED", "TI", "TT", "BTI", "CTI", "DP", "DEP", "LR", "DCOM", "DA",
    "PT", "LA", "JT", "TA", "LID", "AID", "MH", "OT", "EFR", "ROF",
})  # fmt: skip
"""The fields that are used; of the others nothing is kept."""
_MARKS = re.compile(rb"^(?:PMID|FAU|FED|DEP|LID|AID|OWN|STAT|PMCR?|MHDA|PHST|CRDT) {0,2}-", re.MULTILINE)
_OTHER = re.compile(rb"^(?:TY  - |PT [A-Z]\r?$|FN )", re.MULTILINE)
_NUMERIC = re.compile(r"(\d{4})\s+(\d{1,2})(?:\s+(\d{1,2}))?")
_INITIALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{1,4}(?:-[^\W\d_a-zß-öø-ÿ]+)?")
_SUFFIX = re.compile(r"[Jj]r\.?|[Ss]r\.?|JR|SR|[2-6](?:nd|rd|th)|I{2,3}|IV")
_AUTHORS = frozenset({"FAU", "AU", "CN", "FED", "ED"})
Field = tuple[str, str]


class MedlineLoader:
    """Records of MEDLINE in tagged text."""

    name = "medline"
    title = "MEDLINE tagged text, as PubMed exports it (.nbib)"
    about = About(
        source="pubmed",
        specification="NLM, MEDLINE/PubMed Data Element (Field) Descriptions, "
        "https://www.nlm.nih.gov/bsd/mms/medlineelements.html",
        fields={
            "PMID": "record_id (the same as in PubMed XML), ids.pmid, urls",
            "LID, AID [doi]": "ids.doi",
            "LR, DCOM, DA": "updated (the first there is)",
            "TI": "title, without the added full stop and brackets",
            "TT": "title, where there is no other",
            "BTI": "title of a book, venue of a chapter",
            "DP, DEP": "date (the earlier)",
            "PT": "kind",
            "EFR, ROF": "kind of a correction or retraction of another paper",
            "JT, else TA; CTI": "venue",
            "LA": "language (the first)",
            "FAU, else AU": "mentions",
            "CN": "mentions (collective)",
            "FED, else ED": "mentions (editors, of a book only)",
            "AUID": "mentions.orcid",
            "AD": "mentions.affiliations of the author before it",
            "MH": "topics (mesh, by the heading: its id is not in the format)",
            "OT": "topics (keyword)",
        },
        cannot=(
            "who corresponds, ids of MeSH headings and of institutions; how often the paper is cited",
            "left out: abstracts, grants, substances, PMC ids, investigators (IR, FIR, IRAD)",
        ),
        notes=(
            "Groups (CN) stand after the authors, wherever they stand on the paper.",
            "The list is taken as complete unless it ends with et al.",
            "A name that is there as AU alone (Hinton GE) is split before its initials.",
            "Lines that are neither a field nor indented are passed over.",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of a first ``PMID-``, probable where several tags of its own stand at the beginning of lines."""
        text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n").replace(b"\0", b"").lstrip(b"\xff\xfe\n ")
        if text.startswith((b"PMID-", b"PMID -")):
            return 0.95
        if _OTHER.search(text[:4096]):
            return 0.0
        marks = {mark[:3] for mark in _MARKS.findall(text[:8192])}
        return 0.75 if len(marks) > 2 or b"PMI" in marks else 0.4 if len(marks) > 1 or text[:4] == b"PMCR" else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The records, as lists of tag and value; position is the line of the first field."""
        start, size, first = 0, 0, ""
        fields: list[Field] = []
        for number, line in chain(text_lines(source.stream, source.name), [(0, "")]):
            if not line or line.isspace():
                if start:
                    yield from _ended(start, size, first, fields)
                    start, size, fields = 0, 0, []
                continue
            indented = line[0] in " \t"
            found = None if indented else _FIELD.match(line)
            if found is not None and start and found[1] == "PMID":
                yield from _ended(start, size, first, fields)
                start, size, fields = 0, 0, []
            if not start:
                start, first = number, line
            size += len(line)
            if size > MAX_RECORD:
                fields = []
            elif found is not None:
                fields.append((found[1], found[2].strip() if found[1] in _TAGS else ""))
            elif indented and fields and fields[-1][0] in _TAGS:
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper. Raises :class:`BadItem` where there is neither title nor id."""
        fields: list[Field] = raw.data
        values: dict[str, list[str]] = {}
        for tag, value in fields:
            if value and tag in _TAGS:
                values.setdefault(tag, []).append(value)
        paper = _paper(values, fields)
        if not paper.title and not paper.ids:
            raise BadItem("neither title nor id")
        return [paper]


def _ended(start: int, size: int, first: str, fields: list[Field]) -> Iterator[RawItem | Rejected]:
    """The record that has ended."""
    if size > MAX_RECORD:
        reason = f"the record is longer than {MAX_RECORD >> 20} million characters"
        yield Rejected(source="", position=str(start), reason=reason, excerpt=excerpt(first))
    elif not fields:
        yield Rejected(source="", position=str(start), reason="no field of MEDLINE", excerpt=excerpt(first))
    else:
        yield RawItem(str(start), fields, excerpt(" ".join(f"{tag}- {value}" for tag, value in fields[:4] if value)))


def _paper(values: dict[str, list[str]], fields: list[Field]) -> PaperRecord:
    def first(*tags: str) -> str:
        return next((values[tag][0] for tag in tags if tag in values), "")

    pmid = normalise("pmid", first("PMID"))
    title = clean_title(" ".join(values.get("TI", ())))
    book = clean_title(" ".join(values.get("BTI", ())))
    chapter = bool(title and book)
    title = title or book or clean_title(" ".join(values.get("TT", ())))
    kind = "chapter" if chapter else "book" if book else _kind(values)
    mentions, complete, others = _mentions(fields, editors=kind == "book")
    return PaperRecord(
        source="pubmed",
        record_id=pmid or "",
        updated=_date(first("LR")) or _date(first("DCOM", "DA")),
        title=title,
        ids=paper_ids({"pmid": pmid or "", "doi": _doi(values)}),
        date=earliest(_date(first("DP")), _date(first("DEP"))),
        kind=kind,
        venue=(book if chapter else "") or plain(first("JT", "TA", "CTI")) or None,
        language=language_code(first("LA")),
        mentions=mentions,
        authors_complete=complete,
        affiliations=others,
        topics=_topics(values),
        urls=(f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",) if pmid else (),
    )


def _kind(values: dict[str, list[str]]) -> str | None:
    kind = kind_of(values.get("PT", ()))
    if kind in (None, "article", "other"):
        return "retraction" if "ROF" in values else "erratum" if "EFR" in values else kind
    return kind


def _doi(values: dict[str, list[str]]) -> str:
    for value in chain(values.get("LID", ()), values.get("AID", ())):
        text, _, scheme = value.partition(" [")
        if (scheme == "doi]" or text.lower().startswith("doi")) and paper_ids({"doi": text}):
            return text
    return ""


@lru_cache(maxsize=16384)
def _date(text: str) -> str | None:
    if found := _NUMERIC.fullmatch(text.strip()):
        return iso_date(found[1], found[2], found[3])
    return written_date(text)


def _mentions(
    fields: list[Field], *, editors: bool
) -> tuple[tuple[Mention, ...], bool | None, tuple[AffiliationRef, ...]]:
    """The authors (and editors) in order, whether they are all, and the affiliations that stand before the first."""
    people: list[dict[str, str]] = []
    places: list[list[str]] = []
    loose: list[str] = []
    for tag, value in fields:
        if tag in _AUTHORS:
            if (name := plain(value)) and not _is_short_form(tag, name, people):
                people.append({tag: name})
                places.append([])
        elif tag == "AD" and value:
            (places[-1] if places else loose).append(value)
        elif tag == "AUID" and people and (identifier := _orcid(value)):
            people[-1].setdefault(tag, identifier)
    mentions: list[Mention] = []
    complete: bool | None = True if people else None
    for role in ("author", "editor") if editors else ("author",):
        for person, where in zip(people, places, strict=True):
            tag, name = next(iter(person.items()))
            if (tag in ("FED", "ED")) != (role == "editor"):
                continue
            if is_et_al(name):
                complete = False
                continue
            mentions.append(_mention(tag, name, len(mentions) + 1, person.get("AUID"), where, role))
    return tuple(mentions), complete, tuple(ref for text in loose for ref in affiliations_of(text))


def _is_short_form(tag: str, value: str, people: list[dict[str, str]]) -> bool:
    """Whether an AU or ED only repeats the full name before it in short; the person then has it."""
    full = {"AU": "FAU", "ED": "FED"}.get(tag)
    if full is None or not people or full not in people[-1] or tag in people[-1]:
        return False
    people[-1][tag] = value
    return True


def _orcid(identifier: str) -> str | None:
    """The ORCID behind ``ORCID:``; None for other identifiers."""
    scheme, colon, value = identifier.partition(":")
    return orcid(value.strip()) if colon and scheme.strip().upper() == "ORCID" else None


def _mention(tag: str, name: str, position: int, found: str | None, where: list[str], role: str) -> Mention:
    affiliations = tuple(ref for text in where for ref in affiliations_of(text))
    kind: Role = "editor" if role == "editor" else "author"
    given, family, suffix = (None, None, None) if tag == "CN" else _parts(tag, name)
    group = tag == "CN" or (not given and collective(name)) or (bool(given) and collective(f"{given} {family}"))
    if group:
        given = family = suffix = None
    return Mention(written=name, position=position, given=given, family=family, suffix=suffix, orcid=found,
                   affiliations=affiliations, role=kind, collective=group)  # fmt: skip


def _parts(tag: str, name: str) -> tuple[str | None, str | None, str | None]:
    """Given name, family name and suffix: at the comma of a full name, before the initials of a short one."""
    suffix = None
    family, comma, given = name.partition(", ")
    words = (given if comma else name).split()
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]) and (comma or _INITIALS.fullmatch(words[-2])):
        suffix = words.pop()
    if comma:
        return " ".join(words) or None, family or None, suffix
    if tag in ("AU", "ED") and len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        return words[-1], " ".join(words[:-1]), suffix
    return None, (name if tag in ("FAU", "FED") and len(words) == 1 else None), None


def _topics(values: dict[str, list[str]]) -> tuple[TopicRef, ...]:
    topics: dict[tuple[str, str], TopicRef] = {}
    for tag, scheme in (("MH", "mesh"), ("OT", "keyword")):
        for value in values.get(tag, ()):
            if (ref := _topic(scheme, value)) is None:
                continue
            before = topics.get((scheme, ref.code))
            if before is None or ref.primary:
                topics[scheme, ref.code] = ref
    return tuple(topics.values())


@lru_cache(maxsize=16384)
def _topic(scheme: str, value: str) -> TopicRef | None:
    name = value.partition("/")[0] if scheme == "mesh" else value
    name = plain(name).strip("* .")
    if not name:
        return None
    return TopicRef(scheme=scheme, code=fold(name) or name, name=name, primary="*" in value)


loader = MedlineLoader()
