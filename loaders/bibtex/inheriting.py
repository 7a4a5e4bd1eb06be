"""What an entry takes from another that it names in ``crossref`` or ``xdata``, wherever in the file that stands.

Parents that were read are kept, and children wait for a parent to come, both up to a bound: a child that waits too
long, and one whose parent is not in the file, goes on with what it has. The others keep their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coterie.graph.model.records import Rejected
from coterie.loaders.bibtex.parser import Entry

MAX_KEPT = 16 << 20
"""Characters of the parents that are kept, and of the children that wait."""

_NAMES = """\
proceedings mvproceedings book mvbook collection mvcollection reference mvreference periodical incollection inbook xdata
conference issue"""
_PARENTS = frozenset(_NAMES.split())
_WHOLES = _PARENTS - {"xdata", "incollection", "inbook"}
_KEPT_BACK = """\
affiliation affiliations archiveprefix arxivid author author_keywords bdsk-url-1 biburl crossref document_type doi
editor ee eprint eprintclass eprinttype howpublished keyword keywords link note orcid-numbers pmid primaryclass
pubmed_id subtitle times-cited title type unique-id url xdata"""
_OWN = frozenset(_KEPT_BACK.split())
"""Fields that a whole does not hand to its parts."""


def inherited(entries: Iterable[Entry | Rejected]) -> Iterator[Entry | Rejected]:
    """The entries with the fields that they take from others; entries of the type ``xdata`` are no entries themselves.

    From ``crossref`` come the fields that the entry has not, less those that are the parent's own, and the parent's
    title as title of the book or journal. From ``xdata`` come all that it has not.
    """
    family = _Family()
    for entry in entries:
        if isinstance(entry, Rejected):
            yield entry
            continue
        if family.alone(entry):
            yield entry
        else:
            yield from family.came(entry)
    yield from family.left()


class _Family:
    def __init__(self) -> None:
        self._parents: dict[str, Entry] = {}
        self._waiting: dict[str, list[Entry]] = {}
        self._kept = self._waits = 0

    def alone(self, entry: Entry) -> bool:
        """Whether an entry neither names another nor may be named, as most."""
        fields = entry.fields
        return not (
            entry.type in _PARENTS or "crossref" in fields or "xdata" in fields or entry.key.lower() in self._waiting
        )

    def came(self, entry: Entry) -> Iterator[Entry]:
        """The entries that can go on now that ``entry`` has come."""
        ready = [entry]
        while ready:
            one = ready.pop(0)
            missing = self._complete(one)
            if missing is not None and self._wait(missing, one):
                continue
            if one.type != "xdata":
                yield one
            key = one.key.lower()
            children = self._waiting.pop(key, [])
            if one.type in _PARENTS or children:
                self._keep(key, one)
            self._waits -= sum(map(_size, children))
            ready += children

    def left(self) -> Iterator[Entry]:
        """The entries whose parents never came."""
        for children in self._waiting.values():
            yield from (child for child in children if child.type != "xdata")
        self._waiting = {}

    def _complete(self, entry: Entry) -> str | None:
        """Take what the named parents give; the key of one that has not come, else None."""
        fields = entry.fields
        for name in ("xdata", "crossref"):
            if name not in fields:
                continue
            for key in fields[name].lower().split(","):
                parent = self._parents.get(key.strip())
                if parent is None:
                    return key.strip()
                _take(entry, parent, name)
        return None

    def _wait(self, key: str, entry: Entry) -> bool:
        size = _size(entry)
        if key == entry.key.lower() or self._waits + size > MAX_KEPT:
            return False
        self._waits += size
        self._waiting.setdefault(key, []).append(entry)
        return True

    def _keep(self, key: str, entry: Entry) -> None:
        """Keep a parent; the oldest are forgotten when they grow too large."""
        size = _size(entry)
        if size > MAX_KEPT or key in self._parents:
            return
        while self._kept + size > MAX_KEPT:
            self._kept -= _size(self._parents.pop(next(iter(self._parents))))
        self._parents[key] = Entry(entry.line, entry.type, entry.key, dict(entry.fields))
        self._kept += size


def _take(entry: Entry, parent: Entry, name: str) -> None:
    fields = entry.fields
    for field, value in parent.fields.items():
        if name == "xdata" or field not in _OWN:
            fields.setdefault(field, value)
    if name == "crossref" and parent.type in _WHOLES and "title" in parent.fields:
        container = "journal" if parent.type in ("periodical", "issue") else "booktitle"
        if not (container == "journal" and "journaltitle" in fields):
            fields.setdefault(container, parent.fields["title"])


def _size(entry: Entry) -> int:
    return 200 + sum(map(len, entry.fields.values()))
