"""Exports of the Web of Science: tagged text, tab-delimited text, and the columns of its Excel export saved as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import RawItem, Source
from coterie.loaders.reading.lines import text, wide_encoding
from coterie.loaders.reading.rows import header
from coterie.loaders.wos.about import ABOUT
from coterie.loaders.wos.making import paper
from coterie.loaders.wos.reading import is_header, records

_FILE = re.compile(r"\s*FN .*\n(?:\s*\n)*VR 1\.0")
_RECORD = re.compile(r"(?:^|\n)PT [A-Z]\s*\n(?:.*\n)*?(?:AU|AF|TI|TY|AN|BA|CA|GP|SO) ")


class WosLoader:
    """Web of Science."""

    name = "wos"
    title = "Web of Science (Clarivate, ISI) exports: tagged, tab-delimited, or with full names of columns"
    about = ABOUT

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of the lines FN and VR and of the tags as columns; of records alone nearly so."""
        wide = wide_encoding(head)
        start = text(head[:16384]) if wide is None else head[:16384].decode(wide, "replace")
        start = start.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if _FILE.match(start):
            return 0.97
        if is_header(header(head, is_header)[1]):
            return 0.95
        return 0.9 if _RECORD.search(start[:4096]) else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The records with their fields by tag; position is the line on which each begins."""
        return records(source)

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of one record. Raises ``BadItem`` where there is neither title nor id."""
        return [paper(raw.data)]


loader = WosLoader()
