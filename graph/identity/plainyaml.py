"""YAML without its surprises: lists, mappings and text, each with its line.

Read from the parser's events, without the constructors, which follow anchors and guess at types: what a hostile file
can cost is bounded by its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DEEPEST = 6
"""Lists and mappings that stand in each other."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file: a str, a list of nodes, or a dict of nodes; and its line, from 1."""

    value: Any
    line: int


class Refused(Exception):
    """A problem at a line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def tree(text: str) -> Node | None:
    """The one document in ``text``, every scalar as text. Raises Refused."""
    import yaml

    try:
        return _build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except UnicodeError:
        raise Refused(1, "no text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        line = min(line, max(len(text.splitlines()), 1))
        why = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        raise Refused(line, f"no YAML: {why}") from None


def short(text: str) -> str:
    """``text`` for a message, cut where it is long."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def _build(events: Iterator[Any]) -> Node | None:
    """The nodes that the parser's events tell of."""
    import yaml

    root: Node | None = None
    open_: list[tuple[Node, list[Node]]] = []
    for event in events:
        line = event.start_mark.line + 1
        _refuse(event, line, root)
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            open_.pop()
        elif isinstance(event, yaml.NodeEvent):
            scalar = isinstance(event, yaml.ScalarEvent)
            node = Node(event.value if scalar else [] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
            if open_:
                _put(*open_[-1], node)
            else:
                root = node
            if not scalar:
                open_.append((node, []))
        if len(open_) > _DEEPEST:
            raise Refused(line, "nested too deeply")
    return root


def _refuse(event: Any, line: int, root: Node | None) -> None:
    import yaml

    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Refused(line, "anchors and aliases (& and *) are not taken; put text that begins so in quotes")
    if getattr(event, "tag", None):
        raise Refused(line, "tags (!) are not taken; put text that begins so in quotes")
    if isinstance(event, yaml.DocumentStartEvent) and root is not None:
        raise Refused(line, "a second document; one file is one list")


def _put(into: Node, names: list[Node], node: Node) -> None:
    """Take an item of a list, or a name or value of a mapping; ``names`` has the name that waits for its value."""
    if isinstance(into.value, list):
        into.value.append(node)
    elif names:
        into.value[names.pop().value] = node
    elif not isinstance(node.value, str):
        raise Refused(node.line, "the name of a field must be a word")
    elif node.value in into.value:
        raise Refused(node.line, f"{short(node.value)} stands twice")
    else:
        names.append(node)
