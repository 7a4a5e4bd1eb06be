"""The overrides file: corrections as a person writes them, in YAML, kept beside the data.

::

    - same: [[acl:P19-1001#2, Yang Liu], {mention: "acl:P20-1002#1", written: "Y. Liu"}]
      note: same e-mail address
    - different: [[acl:P19-1001#2, Yang Liu], [acl:W04-1013#1, Yang Liu]]    # each another person
    - different: [[acl:P01-1001#1, Wei Li], [acl:P02-1002#1, Wei Li]]        # these are one person, who has
      from: [[acl:P03-1003#1, Wei Li]]                                       # none of these
    - pin: [acl:P19-1001#2, Yang Liu]                                        # this mention, and no other, belongs
      to: [acl:P20-1002#1, Y. Liu]                                           # to the person of that one
    - orcid: [acl:P19-1001#2, Yang Liu]
      is: 0000-0002-1825-0097
    - same: [{record: "dblp:conf/x/Y", title: "On Coteries"}, {record: "doi:10.1/abc"}]    # one paper

Every value is text, exactly as it stands: nothing is taken for a number, a date or a truth value, and there are no
anchors and no tags.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from coterie.graph.identity.conflicts import refuse, refuse_conflicts
from coterie.graph.identity.overrides import KINDS, MENTIONS, PAPERS, Override, is_mention_key
from coterie.graph.identity.plainyaml import Node, Refused, short, tree
from coterie.graph.model.errors import IdentityError
from coterie.graph.names.identifiers import normalise

LONGEST = 2000
"""Characters that a key, a name, a title or a note may have."""
LARGEST = 16_000_000
"""Bytes that a file may have."""
MOST_DIFFERENT = 500
"""Mentions, or records, of which one correction may say that each differs from each: their pairs are looked at."""
_BESIDE = {"pin": "to", "orcid": "is", "different": "from"}
_HINT = "see docs/identity.md, or write one with: coterie identity overrides --export FILE"


def read_overrides(file: str | os.PathLike[str]) -> list[Override]:
    """The corrections in ``file``, which is called by its last name.

    Raises IdentityError, one that lists each problem with its file and line: what is no YAML, not of the form above,
    or contradicts itself.
    """
    name = Path(file).name
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise IdentityError(f"{os.fspath(file)} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise IdentityError(f"{name} is not text in UTF-8 (byte {error.start + 1})") from None
    if len(data) > LARGEST:
        raise IdentityError(f"{name} is larger than {LARGEST:,} bytes")
    return parse_overrides(text, name)


def parse_overrides(text: str, file: str) -> list[Override]:
    """The corrections in ``text``, the content of ``file``. Raises IdentityError as :func:`read_overrides`."""
    reader = _Reader(file)
    found = reader.read(text)
    refuse(reader.problems, f"{file} is no list of corrections", _HINT)
    refuse_conflicts(found)
    return found


def dump(overrides: Iterable[Override]) -> str:
    """``overrides`` as the content of a file, those of files first, in the order of their lines; what several of them
    say is said once."""
    ordered = sorted(overrides, key=lambda o: (not o.file, o.file, o.line, o.content))
    once: dict[str, Override] = {}
    for override in ordered:
        once.setdefault(override.content, override)
    return "".join(map(_entry, once.values())) or "[]\n"


def _entry(override: Override) -> str:
    names = [_reference(override, key, said) for key, said in zip(override.keys, override.written, strict=True)]
    if override.kind == "pin":
        pinned = names[0] if len(names) == 2 else _list(names[:-1])
        lines = [f"- pin: {pinned}", f"  to: {names[-1]}"]
    elif override.kind == "orcid":
        lines = [f"- orcid: {names[0]}", f"  is: {override.value}"]
    elif override.kind == "different" and override.value:
        side = len(override.apart[0])
        lines = [f"- different: {_list(names[:side])}", f"  from: {_list(names[side:])}"]
    else:
        lines = [f"- {override.kind}: {_list(names)}"]
    if override.note:
        lines.append(f"  note: {_quoted(override.note)}")
    return "".join(line + "\n" for line in lines)


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"


def _reference(override: Override, key: str, said: str) -> str:
    if override.about == MENTIONS:
        return f"[{_quoted(key)}, {_quoted(said)}]"
    return f"{{record: {_quoted(key)}{f', title: {_quoted(said)}' if said else ''}}}"


def _quoted(text: str) -> str:
    """A double-quoted scalar; what is not printable, and quotes, by their numbers."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else _escape(c) for c in text) + '"'


def _escape(char: str) -> str:
    number = ord(char)
    if char in '"\\':
        return "\\" + char
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


class _Reader:
    """Reads one file; ``problems`` has a line for each thing that is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[str] = []

    def read(self, text: str) -> list[Override]:
        """The corrections that are right."""
        try:
            top = tree(text)
        except Refused as error:
            self._wrong(error)
            return []
        if top is None or top.value == "":
            return []
        if not isinstance(top.value, list):
            self._wrong(Refused(top.line, "the file must be a list: each correction begins with '- '"))
            return []
        found: dict[str, Override] = {}
        for node in top.value:
            try:
                override = replace(_override(node), file=self.file, line=node.line)
                if override.id in found:
                    raise Refused(node.line, f"says again what line {found[override.id].line} says")
                found[override.id] = override
            except Refused as error:
                self._wrong(error)
        return list(found.values())

    def _wrong(self, error: Refused) -> None:
        self.problems.append(f"{self.file}:{error.line}: {error}")


def _override(entry: Node) -> Override:
    """One entry of the list."""
    if not isinstance(entry.value, dict):
        raise Refused(entry.line, f"a correction begins with one of {', '.join(KINDS)} and a colon")
    fields: dict[str, Node] = entry.value
    kinds = [name for name in fields if name in KINDS]
    if len(kinds) != 1:
        why = f"says {' and '.join(kinds)} at once" if kinds else f"has none of {', '.join(KINDS)}"
        raise Refused(entry.line, f"a correction that {why}")
    kind = kinds[0]
    beside = _BESIDE.get(kind)
    for name, node in fields.items():
        if name not in (kind, beside, "note"):
            near = f"; beside {kind} stand {f'{beside} and ' if beside else ''}note"
            raise Refused(node.line, f"unknown field {short(name)}{near}")
    made = _MAKE[kind](fields[kind], fields.get(beside or ""), entry.line)
    note = _text(fields["note"], "note") if "note" in fields else ""
    twice = [key for key, times in Counter(made.keys).items() if times > 1]
    if twice:
        raise Refused(fields[kind].line, f"{short(min(twice))} stands twice in one correction")
    return replace(made, note=note)


def _groups(kind: str, node: Node, beside: Node | None, line: int) -> Override:
    first = _several(node, kind)
    second = _several(beside, "from") if beside is not None else []
    if len(first) + len(second) < 2:
        raise Refused(node.line, f"{kind} needs two or more")
    if kind == "different" and not second and len(first) > MOST_DIFFERENT:
        raise Refused(node.line, f"more than {MOST_DIFFERENT} that all differ from each other")
    return _made(kind, [*first, *second], line, value=str(len(first)) if second else "")


def _pin(node: Node, beside: Node | None, line: int) -> Override:
    if beside is None:
        raise Refused(line, "pin needs 'to:', a mention of the person that it belongs to")
    pinned = _several(node, "pin") if _is_list_of_references(node) else [_reference_of(node)]
    made = _made("pin", [*pinned, _reference_of(beside)], line)
    if made.about == PAPERS:
        raise Refused(line, "pin is said of mentions; of records say same and different")
    return made


def _orcid(node: Node, beside: Node | None, line: int) -> Override:
    if beside is None:
        raise Refused(line, "orcid needs 'is:', the ORCID")
    text = _text(beside, "is")
    orcid = normalise("orcid", text)
    if orcid is None:
        raise Refused(beside.line, f"{short(text)} is no ORCID (16 digits, the last a check digit)")
    made = _made("orcid", [_reference_of(node)], line, value=orcid)
    if made.about == PAPERS:
        raise Refused(line, "orcid is said of a mention")
    return made


_MAKE = {
    "same": lambda node, beside, line: _groups("same", node, beside, line),
    "different": lambda node, beside, line: _groups("different", node, beside, line),
    "pin": _pin,
    "orcid": _orcid,
}

_Reference = tuple[str, str, str]


def _made(kind: str, references: Sequence[_Reference], line: int, value: str = "") -> Override:
    about = sorted({about for about, _, _ in references})
    if len(about) > 1:
        raise Refused(line, "mentions and records in one correction")
    keys, written = tuple(key for _, key, _ in references), tuple(said for _, _, said in references)
    return Override(kind, keys, written, value, about=about[0])


def _is_list_of_references(node: Node) -> bool:
    return isinstance(node.value, list) and bool(node.value) and not isinstance(node.value[0].value, str)


def _several(node: Node, what: str) -> list[_Reference]:
    if not isinstance(node.value, list) or not node.value:
        raise Refused(node.line, f"{what} needs a list of mentions, or of records")
    return [_reference_of(each) for each in node.value]


def _reference_of(node: Node) -> _Reference:
    """(mentions or papers, key, written name or title)."""
    if isinstance(node.value, list):
        if len(node.value) != 2:
            raise Refused(node.line, "the short form of a mention is [key, name]; a name with a comma needs quotes")
        key, said = _text(node.value[0], "key"), _text(node.value[1], "name")
        return (MENTIONS if is_mention_key(key) else PAPERS), _key(key, node.line), said
    if isinstance(node.value, str):
        raise Refused(node.line, f"{short(node.value)} needs the name as written there: [key, name]")
    fields: dict[str, Node] = node.value
    for of, said, about in (("mention", "written", MENTIONS), ("record", "title", PAPERS)):
        if of in fields:
            for name in fields:
                if name not in (of, said):
                    raise Refused(fields[name].line, f"unknown field {short(name)}; a {of} has {of} and {said}")
            if about == MENTIONS and said not in fields:
                raise Refused(node.line, "a mention needs 'written', the name as written there")
            key = _text(fields[of], of)
            if about == MENTIONS and not is_mention_key(key):
                raise Refused(fields[of].line, f"{short(key)} is no mention: source:record_id#index")
            return about, _key(key, fields[of].line), _text(fields[said], said) if said in fields else ""
    raise Refused(node.line, "neither a mention nor a record: {mention: …, written: …} or {record: …}")


def _key(key: str, line: int) -> str:
    if not key.partition(":")[0] or ":" not in key:
        raise Refused(line, f"{short(key)} has no source: source:record_id, of a mention with #index")
    return key


def _text(node: Node, what: str) -> str:
    if not isinstance(node.value, str):
        raise Refused(node.line, f"{what} must be text")
    if len(node.value) > LONGEST:
        raise Refused(node.line, f"{what} is longer than {LONGEST:,} characters")
    return node.value
