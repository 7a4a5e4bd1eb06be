"""ORCID's JSON and XML as one kind of tree: nodes are dicts by local name, texts are strings or ``{"value": …}``."""

from __future__ import annotations

from typing import Any

from coterie.loaders.reading.xmls import Element

Node = dict[str, Any]

_LEFT_OUT = frozenset({
    "biography", "citation", "created-date", "external-id-normalized", "external-id-url", "fundings", "host",
    "keywords", "memberships", "peer-reviews", "preferences", "research-resources", "researcher-urls", "services",
    "short-description", "uri",
})  # fmt: skip
"""Elements of which nothing is taken, so that they are not copied."""


def child(node: Node, *keys: str) -> Node:
    """The node below ``node`` along ``keys``, the first where there are several; empty where there is none."""
    for key in keys:
        found = node.get(key)
        if isinstance(found, list):
            found = next((one for one in found if isinstance(one, dict)), None)
        if not isinstance(found, dict):
            return {}
        node = found
    return node


def every(node: Node, key: str) -> list[Node]:
    """All nodes of the name ``key`` in ``node``."""
    found = node.get(key)
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def text(node: Node, *keys: str) -> str:
    """The text along ``keys``, trimmed; "" where there is none."""
    value: Any = node
    for key in keys:
        if isinstance(value, list):
            value = next((one for one in value if isinstance(one, dict)), None)
        if not isinstance(value, dict):
            return ""
        value = value.get(key)
    return _text(value)


def texts(node: Node, key: str) -> list[str]:
    """All texts of the name ``key`` in ``node``."""
    found = node.get(key)
    return [one for value in (found if isinstance(found, list) else [found]) if (one := _text(value))]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63:
        return str(value)
    return ""


def from_xml(element: Element) -> Node:
    """An element with its attributes and children."""
    found = _from_xml(element)
    return found if isinstance(found, dict) else {"value": found} if found else {}


def _from_xml(element: Element) -> Node | str:
    node: Node = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
    if not len(element):
        content = (element.text or "").strip()
        return node | {"value": content} if node else content
    for one in element.iterchildren("*"):
        name = one.tag.rpartition("}")[2]
        if name in _LEFT_OUT:
            continue
        value = _from_xml(one)
        before = node.get(name)
        if before is None:
            node[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            node[name] = [before, value]
    return node
