"""The records of an export, in any of its forms, as fields by tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import RawItem, Source, excerpt
from coterie.loaders.reading.lines import Again, text_lines
from coterie.loaders.reading.rows import header, rows

MAX_RECORD = 16 << 20
"""Characters of the longest record, without its abstract and references, that is read."""

Fields = dict[str, list[str]]
"""The lines of each field by its tag; a cell of a table is one line."""

_HEAD = 1 << 16
_TAGS = frozenset({
    "PT", "AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "TI", "SO", "LA", "DT", "C1", "RP", "RI", "OI", "DE", "ID",
    "WC", "SC", "TC", "Z9", "PD", "PY", "EA", "EY", "DI", "D2", "PM", "UT",
})  # fmt: skip
_BEFORE_TITLE = frozenset({"", "PT", "AU", "AF", "BA", "BF", "CA", "GP", "TI"})

_COLUMNS = {
    "Publication Type": "PT", "Authors": "AU", "Author Full Names": "AF", "Book Authors": "BA",
    "Book Author Full Names": "BF", "Book Editors": "BE", "Group Authors": "CA", "Book Group Authors": "GP",
    "Article Title": "TI", "Source Title": "SO", "Language": "LA", "Document Type": "DT", "Addresses": "C1",
    "Reprint Addresses": "RP", "Researcher Ids": "RI", "ORCIDs": "OI", "Author Keywords": "DE",
    "Keywords Plus": "ID", "WoS Categories": "WC", "Research Areas": "SC", "Times Cited, WoS Core": "TC",
    "Times Cited, All Databases": "Z9", "Publication Date": "PD", "Publication Year": "PY",
    "Early Access Date": "EA", "DOI": "DI", "Book DOI": "D2", "Pubmed Id": "PM", "UT (Unique WOS ID)": "UT",
}  # fmt: skip
"""Names of columns of the Excel export, and their tags."""


def is_header(cells: list[str]) -> bool:
    """Whether these are the columns of a table of the Web of Science."""
    return {"PT", "AU", "TI"} <= set(cells) or {"Publication Type", "Article Title", "Source Title"} <= set(cells)


def records(source: Source) -> Iterator[RawItem | Rejected]:
    """The records of ``source``. Raises ``LoadError`` where it is neither a table nor holds a record."""
    head = source.stream.read(_HEAD)
    source = replace(source, stream=cast(BinaryIO, Again(head, source.stream)))
    delimiter, names = header(head, is_header)
    return _table(source, delimiter) if is_header(names) else _tagged(source)


def _table(source: Source, delimiter: str) -> Iterator[RawItem | Rejected]:
    """The rows; tab-delimited text has no quotes around its cells."""
    tags: dict[str, str] | None = None
    for row in rows(source, delimiter=delimiter, quoted=delimiter != "\t", is_header=is_header):
        if isinstance(row, Rejected):
            yield row
            continue
        line, cells = row
        if tags is None:
            tags = {name: tag for name in cells if (tag := _COLUMNS.get(name, name)) in _TAGS}
        fields = {tag: [value] for name, tag in tags.items() if (value := cells[name].strip())}
        yield RawItem(str(line), fields, _begins(fields))


def _tagged(source: Source) -> Iterator[RawItem | Rejected]:
    """The records of tagged text: a tag of two characters and a space begins a field, other lines continue it."""
    record = _Record()
    known = False
    for number, line in text_lines(source.stream, source.name):
        if line[:1] in (" ", "\t", ""):
            record.go_on(line)
            continue
        tag = line[:2]
        if line[2:3].strip() or not (tag.isupper() and tag.isalnum() and tag.isascii()):
            record.go_on(line)
        elif tag in ("ER", "EF", "FN", "VR") or (tag == "PT" and record.fields):
            known = known or tag == "FN"
            if record.fields:
                known = True
                yield record.item(ended=tag == "ER")
            record = _Record()
            if tag == "PT":
                record.begin(number, tag, line)
        else:
            record.begin(number, tag, line)
    if record.fields:
        yield record.item(ended=False)
    elif not known:
        raise LoadError(f"{source.name} holds no record of the Web of Science", source=source.name)


class _Record:
    """A record of tagged text as it comes."""

    def __init__(self) -> None:
        self.fields: Fields = {}
        self._line, self._tag, self._size = 0, "", 0
        self._field: list[str] | None = None

    def begin(self, number: int, tag: str, line: str) -> None:
        """A field begins; a tag that the record has had is the text of another field, such as an abstract."""
        if tag in self.fields and tag != self._tag:
            self.go_on(line)
            return
        self._tag, self._field = tag, None
        if tag in _TAGS:
            if not self.fields:
                self._line = number
            self._field = self.fields.setdefault(tag, [])
            self.go_on(line[3:])

    def go_on(self, line: str) -> None:
        """A field goes on."""
        if self._field is not None and self._size <= MAX_RECORD and (line := line.strip()):
            self._field.append(line)
            self._size += len(line)

    def item(self, ended: bool) -> RawItem | Rejected:
        """The record; rejected where it broke off before its title was whole, or is too long."""
        shown = _begins(self.fields)
        reason = ""
        if self._size > MAX_RECORD:
            reason = f"the record is longer than {MAX_RECORD >> 20} MB"
        elif not ended and (self._tag in _BEFORE_TITLE or "TI" not in self.fields):
            reason = f"the record breaks off in its field {self._tag}"
        if reason:
            return Rejected(source="", position=str(self._line), reason=reason, excerpt=shown)
        return RawItem(str(self._line), self.fields, shown)


def _begins(fields: Fields) -> str:
    return excerpt(" ".join(fields[tag][0] for tag in ("UT", "AU", "TI") if fields.get(tag)))
