"""The columnar copy of a graph, for analysis: :func:`write` makes it, :class:`Snapshot` reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from coterie.graph.model.ragged import Ragged
from coterie.graph.model.schema import AUTHORED, MODEL_VERSION, NODE, RELATIONSHIP, Node, Relationship
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import ABSENT, Column, Table, Tables
from coterie.graph.snapshot.files import ColumnFile, ColumnWriter, damaged, replacing
from coterie.graph.snapshot.splice import Splice, together
from coterie.graph.snapshot.strings import Strings, StringWriter

FILE = "graph.columns"
Ints = NDArray[np.int64]


class Grouping(NamedTuple):
    """Rows of a relationship by one of its ends: those of node ``i`` are ``order[indptr[i]:indptr[i + 1]]``."""

    indptr: Ints
    order: Ints


def write(folder: Path, tables: Tables, *, store_id: str, generation: int | str, settings: Settings,
          reach: Callable[[str], None] | None = None) -> None:  # fmt: skip
    """Write ``tables`` as the snapshot in ``folder``, at one instant: a crash leaves the old one or the new one.

    ``reach`` is called with "snapshot-write" when all is on disk and the old one still stands. Raises OSError.
    """
    strings = StringWriter(_continued(tables))
    with replacing(folder / FILE, reach) as out:
        writer = ColumnWriter(out)
        parts = {
            "nodes": {k: _write_table(writer, strings, NODE[k], t) for k, t in tables.nodes.items()},
            "rels": {k: _write_table(writer, strings, RELATIONSHIP[k], t) for k, t in tables.rels.items()},
        }
        known = settings.as_dict()
        weights = writer.add(np.frombuffer(known.pop("weights").encode(), np.uint8))
        writer.close({
            "model": MODEL_VERSION, "store_id": store_id, "generation": generation, "settings": known,
            "weights": weights, "strings": strings.write(writer), **parts,
        })  # fmt: skip


def _write_table(writer: ColumnWriter, strings: StringWriter, of: Node | Relationship, table: Table
                 ) -> dict[str, Any]:  # fmt: skip
    unique = of.key if isinstance(of, Node) or of is AUTHORED else None
    columns = {name: {"values": writer.add(table[name])} for name in ("start", "end") if name in table}
    for p in of.properties:
        if p.where != "store" and p.name in table:
            if p.name == unique and not isinstance(table.columns, (Splice, _Columns)):
                columns[p.name] = {"codes": writer.add(strings.keys(table[p.name].tolist()))} if table.length else {}
            else:
                columns[p.name] = _write_column(writer, strings, p.kind, p.name, table)
    return {"rows": table.length, "columns": columns}


def _write_column(writer: ColumnWriter, strings: StringWriter, kind: str, name: str, table: Table) -> dict[str, Any]:
    if kind == "str":
        codes = _codes(strings, table, name)
        return {"codes": writer.add(codes.astype(np.int32, copy=False))} if (codes >= 0).any() else {}
    if kind == "str[]":
        lists = _code_lists(strings, table, name)
        if not lists.limits[-1]:
            return {}
        return {"limits": writer.add(lists.limits), "codes": writer.add(lists.values.astype(np.int32, copy=False))}
    values = table[name]
    if kind == "int[]":
        return {"limits": writer.add(values.limits), "values": writer.add(values.values)}
    return {"values": writer.add(values)}


def _codes(strings: StringWriter, table: Table, name: str) -> NDArray[Any]:
    """The numbers of a column of strings; those that a continued file has are taken over."""
    columns = table.columns
    if isinstance(columns, Splice):
        old = _codes(strings, columns.old, name)
        new = None if columns.new is None else _codes(strings, columns.new, name)
        return cast(NDArray[Any], together(old, new, columns.take))
    if isinstance(columns, _Columns) and columns.strings is strings.base:
        return columns.codes(name)
    return strings.codes(table[name].tolist(), table.length)


def _code_lists(strings: StringWriter, table: Table, name: str) -> Ragged:
    """The same of a column of lists of strings."""
    columns = table.columns
    if isinstance(columns, Splice):
        old = _code_lists(strings, columns.old, name)
        new = None if columns.new is None else _code_lists(strings, columns.new, name)
        return cast(Ragged, together(old, new, columns.take))
    if isinstance(columns, _Columns) and columns.strings is strings.base:
        return columns.code_lists(name)
    lists = table[name].tolist()
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    codes = strings.codes((text for texts in lists for text in texts), int(sizes.sum()))
    return Ragged.sized(sizes, codes.astype(np.int64))


def _continued(tables: Tables) -> Strings | None:
    """The table of strings of the snapshot of which ``tables`` is a splice, where it is worth continuing."""
    for table in (*tables.nodes.values(), *tables.rels.values()):
        columns = table.columns
        while isinstance(columns, Splice):
            columns = columns.old.columns
        if isinstance(columns, _Columns):
            return None if columns.strings.stale else columns.strings
    return None


class _Columns(Mapping[str, Column]):
    """Columns of one table of a file, made when first asked for."""

    def __init__(self, file: ColumnFile, strings: Strings, entry: Mapping[str, Any], kinds: Mapping[str, str]) -> None:
        self._file, self.strings, self._entry, self._kinds = file, strings, entry, kinds
        self._made: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = self.read(name, None)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entry["columns"])

    def __contains__(self, name: object) -> bool:
        return name in self._entry["columns"]

    def __len__(self) -> int:
        return len(self._entry["columns"])

    def codes(self, name: str) -> NDArray[Any]:
        """The numbers of a column of strings in the table of strings."""
        entry = self._entry["columns"][name]
        return self._file.array(entry["codes"]) if entry else np.full(self._entry["rows"], -1, np.int32)

    def code_lists(self, name: str) -> Ragged:
        """The same of a column of lists of strings."""
        entry = self._entry["columns"][name]
        if not entry:
            return Ragged.empty(self._entry["rows"])
        return Ragged(self._file.array(entry["limits"]), self._file.array(entry["codes"]))

    def read(self, name: str, rows: Ints | None) -> Column:
        """A column, or some rows of it, without keeping it."""
        entry, kind = self._entry["columns"][name], self._kinds.get(name, "int")
        count = self._entry["rows"] if rows is None else len(rows)
        if kind == "str[]":
            return self._lists(entry, rows, count)
        if kind == "int[]":
            found = Ragged(self._file.array(entry["limits"]), self._file.array(entry["values"]))
            return found if rows is None else found[rows]
        if kind != "str":
            values = self._file.array(entry["values"])
            return values if rows is None else values[rows]
        if not entry:
            return np.empty(count, object)
        codes = self._file.array(entry["codes"])
        return self.strings.decode(codes if rows is None else codes[rows])

    def _lists(self, entry: Mapping[str, Any], rows: Ints | None, count: int) -> Column:
        out = np.empty(count, object)
        out.fill(())
        if not entry:
            return out
        limits = self._file.array(entry["limits"])
        picked = np.arange(count) if rows is None else rows
        filled = np.flatnonzero(limits[picked + 1] > limits[picked])
        codes = self._file.array(entry["codes"])
        first, last = limits[picked[filled]], limits[picked[filled] + 1]
        wanted = codes if rows is None else np.concatenate(
            [codes[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)] or [codes[:0]])  # fmt: skip
        texts = self.strings.decode(wanted).tolist()
        ends = np.cumsum(last - first).tolist()
        start = 0
        for i, end in zip(filled.tolist(), ends, strict=True):
            out[i] = tuple(texts[start:end])
            start = end
        return out


class Snapshot:
    """A graph in columns, read as needed: ``tables``, and what they were made at.

    ``generation``: that of the store it copies; ``store_id``: which store; ``settings``: cap, identity key, model;
    ``mark``: a digest of the content of its file, empty where it is in memory alone.
    """

    def __init__(self, tables: Tables, *, store_id: str = "", generation: int | str = 0,
                 settings: Settings | None = None, mark: str = "") -> None:  # fmt: skip
        self.tables = tables
        self.mark = mark
        self.store_id = store_id
        self.generation = generation
        self.settings = settings or Settings()
        self._groupings: dict[tuple[str, str], Grouping] = {}

    @classmethod
    def open(cls, folder: Path) -> Snapshot:
        """The snapshot in ``folder``. Raises StoreError with reason ``missing``, or ``damaged`` (also where it is of
        another format or model): it must then be made anew."""
        file = ColumnFile(Path(folder) / FILE)
        head = file.directory
        if head["model"] != MODEL_VERSION:
            raise damaged(file.path, f"its model is {head['model']}, not {MODEL_VERSION}")
        strings, tables = Strings(file), Tables()
        weights = file.array(head["weights"]).tobytes().decode() if "weights" in head else ""
        found = cls(tables, store_id=head["store_id"], generation=head["generation"], mark=file.mark,
                    settings=Settings.from_mapping({**head["settings"], "weights": weights}))  # fmt: skip
        for part, declared, into in (("nodes", NODE, tables.nodes), ("rels", RELATIONSHIP, tables.rels)):
            for name, entry in head[part].items():
                kinds = {p.name: p.kind for p in declared[name].properties}
                columns = _Columns(file, strings, entry, kinds)
                into[name] = Table(columns, entry["rows"])
        return found

    def node(self, label: str) -> Table:
        """The nodes of ``label``, sorted by key."""
        return self.tables.nodes[label]

    def rel(self, name: str) -> Table:
        """The relationships of a declaration (``AUTHORED``, ``PART_OF:Topic``, …), sorted by start, end and key."""
        return self.tables.rels[name]

    def texts(self, name: str, column: str, rows: Sequence[int] | Ints) -> Column:
        """Some rows of a column of the label or relationship ``name``; only those rows are decoded."""
        table = self.tables.nodes[name] if name in self.tables.nodes else self.tables.rels[name]
        return table.pick(column, np.asarray(rows, np.int64))

    def by_author(self) -> Grouping:
        """Rows of AUTHORED by author, each author's by paper."""
        return self._grouped("AUTHORED", "start")

    def by_paper(self) -> Grouping:
        """Rows of AUTHORED by paper, each paper's by position (those without one last)."""
        return self._grouped("AUTHORED", "end")

    def _grouped(self, name: str, side: str) -> Grouping:
        if (name, side) not in self._groupings:
            table, rel = self.rel(name), RELATIONSHIP[name]
            ends = table[side]
            position = table["position"]
            late = np.where(position == ABSENT, np.iinfo(np.int64).max, position)
            order = np.arange(len(ends)) if side == "start" else np.lexsort((late, ends))
            size = self.node(rel.start if side == "start" else rel.end).length
            indptr = np.searchsorted(ends[order], np.arange(size + 1)).astype(np.int64)
            self._groupings[name, side] = Grouping(indptr, order)
        return self._groupings[name, side]
