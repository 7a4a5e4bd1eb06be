"""Mapping files: what the columns of a table mean. The form is described in ``docs/tables.md``.

A mapping is YAML or JSON. What is made of it here is plain data (dictionaries, lists, strings) in one canonical
form, so that equal mappings are equal JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coterie.graph.model.errors import LoadError
from coterie.graph.model.schema import ID_SCHEMES
from coterie.loaders.table.keys import AUTHORSHIPS, GROUPS, PAPER, PEOPLE, ROSTER, ROWS, Kind

MAX_MAPPING = 1 << 20
"""Bytes of the largest mapping file that is read."""

_CELL = ("column", "value", "prefix", "values", "separator")


def read_mapping(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The mapping in the file at ``path``, checked and in canonical form.

    Raises ``LoadError`` naming file, key and allowed values where the file cannot be read, is neither YAML nor JSON,
    or a key or value is none that a mapping has.
    """
    name = os.fspath(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise LoadError(f"{name} cannot be read: {error.strerror or error}", source=name) from error
    if len(data) > MAX_MAPPING:
        raise LoadError(f"{name} is larger than {MAX_MAPPING >> 20} MB: no mapping", source=name)
    return check_mapping(_parsed(data, name), name)


def check_mapping(mapping: Mapping[str, Any], name: str = "mapping") -> dict[str, Any]:
    """``mapping`` in canonical form; checking its outcome again changes nothing. ``name`` stands in the errors.

    Raises ``LoadError`` as :func:`read_mapping` does.
    """
    check = _Check(name)
    top = check.group("", mapping)
    rows = check.choice("rows", top.get("rows", "papers"), ROWS)
    out = check.keys("", {**top, "rows": rows}, ROSTER if rows == PEOPLE else PAPER)
    if "id" in out and "source" not in out:
        raise check.wrong("id", "needs a source that issued it", "add source: NAME, or use key: for joining only")
    if rows == AUTHORSHIPS and "file" in out.get("authors", {}):
        raise check.wrong("authors.file", "has no use where each row has its author (rows: authorships)")
    needed = ("name", "given", "family") if rows == PEOPLE else ("title", "ids", "id")
    if not any(key in out for key in needed):
        raise check.wrong("", f"says no column for {' or '.join(needed)}")
    return out


def canonical(mapping: Mapping[str, Any]) -> str:
    """A checked mapping as one line of JSON, equal for equal mappings."""
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_yaml(mapping: Mapping[str, Any]) -> str:
    """A mapping as YAML, as a person would save it. Raises ``LoadError`` where it is none."""
    import yaml

    return str(yaml.safe_dump(_short(check_mapping(mapping)), allow_unicode=True, sort_keys=False, width=1000))


def _short(value: Any) -> Any:
    """A list of one as the one."""
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _parsed(data: bytes, name: str) -> Any:
    """JSON, or YAML with every scalar as text: a country NO stays NO, and 2020-01-01 what is written."""
    import yaml

    try:
        text = data.decode("utf-8-sig")
        if text.lstrip().startswith("{") and (found := _json(text)) is not None:
            return found
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            raise LoadError(f"{name} uses aliases (*name), which a mapping has no need of: refused", source=name)
        return yaml.load(text, yaml.BaseLoader)  # safe: it makes nothing but text, lists and dictionaries
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        reason = f"{getattr(error, 'problem', None) or 'cannot be read'}{where}"
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except RecursionError:
        reason = "it is nested too deeply"
    raise LoadError(f"{name} is neither YAML nor JSON: {reason}", source=name)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


class _Check:
    """Checks parts of a mapping; ``name`` is its file."""

    def __init__(self, name: str) -> None:
        self._name = name

    def wrong(self, key: str, what: str, hint: str = "") -> LoadError:
        """The error to raise for ``key``."""
        where = f"{self._name}: {key}" if key else self._name
        return LoadError(f"{where} {what}", source=self._name, hint=hint or "see docs/tables.md")

    def group(self, key: str, value: Any) -> dict[str, Any]:
        """A mapping of keys to values, the absent ones left out."""
        if not isinstance(value, Mapping):
            raise self.wrong(key, f"is {_shown(value)}, but must be keys with their values")
        return {self.text(key, k): v for k, v in value.items() if v not in (None, "")}

    def keys(self, key: str, value: dict[str, Any], allowed: Mapping[str, Kind]) -> dict[str, Any]:
        """Each key of ``value`` checked by its kind."""
        prefix = f"{key}." if key else ""
        for name in value:
            if name not in allowed:
                raise self.wrong(prefix + name, f"is no key here; keys: {', '.join(allowed)}")
        return {name: self.value(prefix + name, value[name], kind) for name, kind in allowed.items() if name in value}

    def value(self, key: str, value: Any, kind: Kind) -> Any:
        """``value`` checked by ``kind``."""
        if isinstance(kind, tuple):
            return self.choice(key, value, kind)
        if kind in GROUPS:
            return self._of_group(key, value, GROUPS[kind], several=kind == "topics")
        return getattr(self, kind)(key, value)

    def _of_group(self, key: str, value: Any, allowed: Mapping[str, Kind], several: bool) -> Any:
        if several and isinstance(value, list):
            return [self._of_group(f"{key}[{i}]", item, allowed, False) for i, item in enumerate(value)]
        if isinstance(value, str):
            value = {"name": value}
        out = self.keys(key, self.group(key, value), allowed)
        if "file" in out and "by" not in out:
            raise self.wrong(f"{key}.by", f"is missing: the column that {out['file']} has in common")
        return out

    def choice(self, key: str, value: Any, allowed: tuple[str, ...]) -> str:
        """One of ``allowed``."""
        if value not in allowed:
            raise self.wrong(key, f"is {_shown(value)}; allowed: {', '.join(allowed)}")
        return str(value)

    def text(self, key: str, value: Any) -> str:
        """Text that is not blank; numbers, which YAML makes of some, are taken as they would be written."""
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip(" "):
            raise self.wrong(key, f"is {_shown(value)}, but must be text")
        return str(value)

    def texts(self, key: str, value: Any) -> list[str]:
        """A list of texts, or one; the empty text is allowed."""
        items = value if isinstance(value, list) else [value]
        return [item if item == "" else self.text(key, item) for item in items]

    def truth(self, key: str, value: Any) -> bool:
        """true or false."""
        value = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
        if not isinstance(value, bool):
            raise self.wrong(key, f"is {_shown(value)}; allowed: true, false")
        return value

    def file(self, key: str, value: Any) -> str:
        """The name of a file beside the main one."""
        name = self.text(key, value)
        if "/" in name or "\\" in name or name in (".", "..") or "\0" in name:
            raise self.wrong(key, f"is {_shown(name)}, but must be the name of a file in the same folder")
        return name

    def delimiter(self, key: str, value: Any) -> str:
        """The character between cells."""
        value = {"tab": "\t", "\\t": "\t"}.get(value, value) if isinstance(value, str) else value
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n\0':
            raise self.wrong(key, f"is {_shown(value)}, but must be one character or tab")
        return value

    def cell(self, key: str, value: Any) -> Any:
        """A column, a constant, or several columns of which the first that is filled counts."""
        if isinstance(value, list):
            if not value:
                raise self.wrong(key, "is an empty list")
            cells = [self.cell(f"{key}[{i}]", item) for i, item in enumerate(value)]
            return cells[0] if len(cells) == 1 else cells
        if not isinstance(value, Mapping):
            return self.text(key, value)
        kinds = dict.fromkeys(_CELL, "text") | {"values": "table", "separator": "texts"}
        out = self.keys(key, self.group(key, value), kinds)
        if ("column" in out) == ("value" in out):
            raise self.wrong(key, "must have either column (its name) or value (a constant)")
        return out["column"] if list(out) == ["column"] else out

    def table(self, key: str, value: Any) -> dict[str, str]:
        """What stands in cells, and what it means."""
        return {k: self.text(f"{key}.{k}", v) for k, v in sorted(self.group(key, value).items())}

    def cells(self, key: str, value: Any) -> Any:
        """One cell or several, all of which count."""
        if isinstance(value, list):
            return [self.cell(f"{key}[{i}]", item) for i, item in enumerate(value)]
        return [self.cell(key, value)]

    def ids(self, key: str, value: Any) -> dict[str, Any]:
        """Schemes of identifiers and their cells."""
        return self.keys(key, self.group(key, value), dict.fromkeys(ID_SCHEMES, "cell"))

    def by(self, key: str, value: Any) -> dict[str, str]:
        """Columns here and there that must be equal."""
        found = (
            self.group(key, value) if isinstance(value, Mapping) else {text: text for text in self.texts(key, value)}
        )
        if not found:
            raise self.wrong(key, "is empty")
        return {here: self.text(f"{key}.{here}", there) for here, there in found.items()}

    def joins(self, key: str, value: Any) -> list[dict[str, Any]]:
        """Further files whose columns are added."""
        items = value if isinstance(value, list) else [value]
        kinds = {"file": "file", "by": "by", "sheet": "text", "delimiter": "delimiter"}
        out = [self.keys(f"{key}[{i}]", self.group(f"{key}[{i}]", item), kinds) for i, item in enumerate(items)]
        for i, item in enumerate(out):
            for missing in ("file", "by"):
                if missing not in item:
                    raise self.wrong(f"{key}[{i}].{missing}", "is missing")
        return out


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"
