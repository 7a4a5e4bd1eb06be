"""What merging asks of a record, and the keys under which it may find its like."""

from __future__ import annotations

from collections.abc import Iterator

from coterie.graph.model.ragged import digest
from coterie.graph.model.records import Mention, PaperRecord, record_key
from coterie.graph.model.schema import ID_SCHEMES
from coterie.graph.names.identifiers import paper_ids
from coterie.graph.names.people import name_key
from coterie.graph.names.titles import title_key

_FULL = len("YYYY-MM-DD")
_LONGEST = 3
_NO_IDS: dict[str, str] = {}

Key = tuple[str, ...]
_Written = str | tuple[str, str | None, str | None, str | None]


class Account:
    """One record as merging sees it.

    ``title`` is folded; ``names`` are the keys of the positioned authors' names, in order; ``complete`` says that the
    source calls a list that is not empty complete; ``year`` and ``full_date`` are None where unknown or less precise.
    """

    __slots__ = ("complete", "full_date", "ids", "key", "names", "record", "title", "year")

    def __init__(self, record: PaperRecord, names: dict[_Written, str] | None = None) -> None:
        """``names``: keys of names met before, shared by the accounts of one merging."""
        self.record = record
        self.key = record_key(record)
        ids = paper_ids(record.ids) if record.ids else _NO_IDS
        self.ids = record.ids if ids == record.ids else ids
        self.title = title_key(record.title)
        found = [m for m in positioned(record) if m.role == "author"]
        self.names = tuple([_shared_name(m, names) for m in found] if names is not None else map(mention_name, found))
        self.complete = record.authors_complete is True and bool(self.names)
        date = record.date
        self.year = int(date[:4]) if date else None
        self.full_date = date[:_FULL] if date and len(date) >= _FULL else None

    def blocks(self) -> Iterator[Key]:
        """The keys of :func:`merge_keys`, in parts. The first part tells their kind:

        ``id`` (scheme, value); ``title`` with the first author, and with the full date (for records without authors);
        ``near``, for similar titles: the complete list of authors with each of the title's longest words, which stand
        for its rarest, since what is rare depends on the other records.
        """
        for scheme, value in self.ids.items():
            yield "id", scheme, value
        record = self.record
        if record.source in ID_SCHEMES and self.ids.get(record.source) != record.record_id:
            yield "id", record.source, record.record_id
        if not self.title:
            return
        if self.names and (self.year is not None or record.date_partial):
            yield "title", self.title, self.names[0]
        if self.full_date:
            yield "date", self.title, self.full_date
        if self.complete and self.year is not None:
            words = sorted(set(self.title.split()), key=_length)[-_LONGEST:]
            for word in words:
                yield ("near", word, *self.names)


def _length(word: str) -> tuple[int, str]:
    return len(word), word


def positioned(record: PaperRecord) -> list[Mention]:
    """The mentions that have a position, by position (those of one position as listed)."""
    found = [m for m in record.mentions if m.position is not None]
    before = 0
    for mention in found:
        if mention.position < before:  # type: ignore[operator]
            return sorted(found, key=lambda m: m.position or 0)
        before = mention.position or 0
    return found


def _shared_name(mention: Mention, names: dict[_Written, str]) -> str:
    written = (mention.written, mention.given, mention.family, mention.suffix) if mention.family else mention.written
    found = names.get(written)
    if found is None:
        found = names[written] = mention_name(mention)
    return found


def mention_name(mention: Mention) -> str:
    """The key of the mention's name."""
    if mention.given is None or mention.family is None:
        return name_key(mention.written)
    return name_key(mention.written, mention.given, mention.family, mention.suffix)


def merge_keys(record: PaperRecord) -> tuple[int, ...]:
    """Digests of the keys under which ``record`` is a candidate to merge, sorted: records of two candidate components
    share none (but by a chance collision, which makes a candidate that is then refused)."""
    return tuple(sorted({digest(*key) for key in Account(record).blocks()}))
