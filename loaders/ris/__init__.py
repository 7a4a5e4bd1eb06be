"""RIS, the exchange format of reference managers, in the dialects of those who write it.

A record is a run of lines ``TG  - value`` from ``TY`` to ``ER``. Real files leave out blanks, ``ER`` or ``TY``, put
text of their own between records, and break long values into lines without a tag. The dialects told apart are those of
Web of Science, Scopus, EndNote, RefWorks, Zotero, Mendeley, PubMed and PMC, IEEE, ScienceDirect, Springer and Crossref.
Specification: Research Information Systems, "RIS Format Specifications" (2001), and the "Type of Reference" tables of
the revision of 2011.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import About, RawItem, Source
from coterie.loaders.reading.lines import text_blocks, wide_encoding
from coterie.loaders.ris.making import paper

MAX_RECORD = 16 << 20
"""Characters of the longest record that is read."""

_TYPE = re.compile(r"[\s\ufeff]*TY\s\s?-\s*[A-Za-z].*")
_END = re.compile(r"\s*ER(?:  -.*|\s*-\s*)")
_TAGGED = re.compile(r"[A-Z][A-Z0-9]  -(?: |$)")
_SNIFF_TYPE = re.compile(r"^[ \ufeff]*TY  ?- *[A-Za-z]", re.MULTILINE)
_SNIFF_END = re.compile(r"^ER  ?-", re.MULTILINE)
_SNIFF_TITLE = re.compile(r"^(?:T1|TI|DO)  - ?\S", re.MULTILINE)


class RisLoader:
    """Records of RIS."""

    name = "ris"
    title = "RIS, as reference managers, publishers and databases export it"
    about = About(
        source="ris",
        specification="RIS Format Specifications (Research Information Systems, 2001 and 2011)",
        fields={
            "T1, TI, CT, BT (of a book), else ST": "title",
            "AU, A1": "mentions",
            "ED, else A2, else A3, of a whole book, report or volume": "mentions with the role of editor",
            "DO; M3, N1, L3, UR where they hold one": "ids.doi",
            "UR, U1, AN, C2 (Scopus)": "ids.arxiv, ids.pmid, ids.scopus, ids.wos, ids.acl, …",
            "PY, Y1, DA": "date",
            "TY, refined by M3": "kind",
            "JF, JO, T2, JA, J2, J1, BT; T2, BT, C3, T3 of a part": "venue",
            "LA": "language",
            "KW": "topics of the scheme keyword",
            "AD": "affiliations of the paper",
            "UR": "urls (the first address of the web)",
            "N1 (Cited By, Times Cited)": "citations",
        },
        cannot=(
            "whose an affiliation is (AD stands beside the authors), ORCIDs, whether the list of authors is complete",
            "when a record was changed; ID is the file's own number and is left out",
            "left out: the editors of the book that holds a chapter, series editors, translators, PMC ids, tags that "
            "the specification does not know",
        ),
        notes=(
            "a TY begins a record even where ER is missing before it; a record without TY is read from its first tag "
            "to ER, without kind",
            "of PY, Y1 and DA the year is that of the first which has one, and the date the most precise of that year, "
            "of equal ones the earliest; PMC's dates of receipt and acceptance are left out",
            "a line without a tag continues the value before it, unless a blank line stands between; in KW it is a "
            "keyword of its own, in AD an affiliation of its own (EndNote)",
            "a semicolon in AU, A1 or ED parts names",
            "UNPB and MANSCPT count as preprints, CONF and CPAPER as papers of proceedings",
            "only a title or an identifier makes a record; one with neither is rejected",
        ),
    )

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of a line ``TY  - …``; less so of ``ER  -`` with a title or a DOI before it."""
        text = head.decode(wide_encoding(head) or "utf-8", "replace").replace("\r", "\n")
        if _SNIFF_TYPE.search(text):
            return 0.95
        if _SNIFF_END.search(text) and _SNIFF_TITLE.search(text):
            return 0.8
        return 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The text of each record, from TY (or, without one, its first tag) up to ER or the next TY; position is the
        number of its first line."""
        lines: list[str] = []
        start, size, typed, bare = 0, 0, False, True
        blocks = text_blocks(source.stream, source.name)
        every = chain.from_iterable(block.removesuffix("\n").split("\n") for block in blocks)
        for number, line in enumerate(every, 1):
            mark = line[:12]
            if "TY" in mark and _TYPE.match(line):
                if lines and not bare and (typed or _titled(lines)):
                    yield _item(start, lines, size)
                    lines, size = [], 0
                start = start if lines else number
                bare = bare or not lines
                typed = True
            elif "ER" in mark and _END.fullmatch(line):
                if lines:
                    yield _item(start, lines, size)
                lines, size, typed, bare = [], 0, False, True
                continue
            elif lines:
                bare = bare and not line.strip()
            elif _TAGGED.match(line):
                start, bare = number, False
            else:
                continue
            size += len(line) + 1
            if size <= MAX_RECORD:
                lines.append(line)
        if lines:
            yield _item(start, lines, size)

    def transform(self, raw: RawItem) -> list[Record]:
        """The record in the text of one item. Raises :class:`BadItem` for one with neither title nor identifier."""
        return [paper(raw.data)]


def _titled(lines: list[str]) -> bool:
    return any(line[:2] in ("TI", "T1") for line in lines)


def _item(start: int, lines: list[str], size: int) -> RawItem | Rejected:
    if size > MAX_RECORD:
        reason = f"the record is longer than {MAX_RECORD >> 20} MB"
        return Rejected(source="", position=str(start), reason=reason, excerpt=lines[0][:80] if lines else "")
    return RawItem(str(start), "\n".join(lines))


loader = RisLoader()
