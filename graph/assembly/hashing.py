"""The content hash of a graph: equal for equal graphs, whatever order, process or machine made them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from coterie.graph.assembly.columns import absent
from coterie.graph.model.schema import NODES, RELATIONSHIPS, Property
from coterie.graph.model.tables import Column, Table, Tables


def content_hash(tables: Tables, where: str = "snapshot") -> str:
    """sha256 (hex) over all that is promised equal: keys, ends and every property that is ``hashed`` and that
    ``where`` ("snapshot" or "store") holds, payloads excepted, whose sha256 is in their record's id.

    Former ids, load times and positions in files do not enter. A label without rows and an absent one are the same,
    as are an absent property and one without values.
    """
    digest = hashlib.sha256()
    for node in NODES:
        _add(digest, node.label, node.properties, tables.nodes.get(node.label), (), where)
    for rel in RELATIONSHIPS:
        _add(digest, rel.name, rel.properties, tables.rels.get(rel.name), ("start", "end"), where)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, name: str, properties: Sequence[Property], table: Table | None,
         ends: Sequence[str], where: str) -> None:  # fmt: skip
    if table is None or not table.length:
        return
    digest.update(f"{name}\n{table.length}\n".encode())
    for end in ends:
        digest.update(np.ascontiguousarray(table[end], "<i8").tobytes())
    for p in properties:
        if p.hashed and p.kind != "bytes" and p.where in ("both", where):
            values = table[p.name] if p.name in table else absent(p.kind, table.length)
            digest.update(p.name.encode() + b"\n")
            _add_column(digest, p.kind, values)


def _add_column(digest: hashlib._Hash, kind: str, values: Column) -> None:
    if kind == "str":
        _add_texts(digest, values.tolist())
    elif kind == "str[]":
        lists = values.tolist()
        digest.update(np.fromiter(map(len, lists), "<i8", len(lists)).tobytes())
        _add_texts(digest, [text for texts in lists for text in texts])
    elif kind == "int[]":
        digest.update(values.limits.astype("<i8").tobytes() + values.values.astype("<i8").tobytes())
    elif kind == "float":
        plain = values + 0.0
        plain[np.isnan(plain)] = np.nan
        digest.update(plain.astype("<f8").tobytes())
    else:
        digest.update(values.astype("<i8").tobytes())


def _add_texts(digest: hashlib._Hash, texts: Sequence[str | None]) -> None:
    """Lengths first (-1 for None), then the text: no two different columns give the same bytes."""
    digest.update(np.fromiter((-1 if t is None else len(t) for t in texts), "<i8", len(texts)).tobytes())
    digest.update("".join(t for t in texts if t is not None).encode("utf-8", "surrogatepass"))
