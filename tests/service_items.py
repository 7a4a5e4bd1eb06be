"""What the tests of the loaders of services share: reading bytes, counting marks, mutating items."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from coterie.graph.model.records import PaperRecord, PersonRecord, Record, Rejected, canonical
from coterie.loaders.base import Loader, Source
from coterie.loaders.records import problem


def outcome(loader: Loader, data: bytes) -> tuple[list[Record], list[str]]:
    """The records of ``data``, each sound by the rules of the interchange format, and ``position: reason`` of what was
    rejected."""
    records: list[Record] = []
    rejected: list[str] = []
    for raw in loader.read(Source("made", io.BytesIO(data))):
        if isinstance(raw, Rejected):
            rejected.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            made = loader.transform(raw)
        except (ValueError, RecursionError) as error:
            rejected.append(f"{raw.position}: {error}")
            continue
        for record in made:
            assert canonical(record)
            assert not problem(record), record
        records += made
    return records, rejected


def paper(loader: Loader, item: Any) -> PaperRecord:
    """The one record of one item."""
    (record,), rejected = outcome(loader, item if isinstance(item, bytes) else json.dumps(item).encode())
    assert isinstance(record, PaperRecord)
    assert not rejected
    return record


def person(loader: Loader, item: Any) -> PersonRecord:
    """The person of one item."""
    records, rejected = outcome(loader, item if isinstance(item, bytes) else json.dumps(item).encode())
    assert not rejected
    return next(record for record in records if isinstance(record, PersonRecord))


def written(record: PaperRecord) -> list[str]:
    """The names of a paper."""
    return [mention.written for mention in record.mentions]


def sniffed(loader: Loader, path: Path) -> float:
    """How sure the loader is of a file."""
    with path.open("rb") as stream:
        return loader.sniff(stream.read(65536), path.name)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.just("10.1/x"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
"""Any value of JSON."""


@st.composite
def changed(draw: st.DrawFn, item: Any) -> Any:
    """``item`` with some of its values, at any depth, replaced by others."""
    value = json.loads(json.dumps(item))
    for _ in range(draw(st.integers(1, 4))):
        value = _replaced(draw, value)
    return value


@st.composite
def mutated(draw: st.DrawFn, item: Any) -> bytes:
    """``item`` as JSON with some of its values replaced by others, or some bytes changed."""
    data = json.dumps(draw(changed(item))).encode()
    if draw(st.integers(0, 4)) == 0:
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        data = data[:place] + draw(st.binary(max_size=3)) + data[place + draw(st.integers(0, 3)) :]
    return data


def _replaced(draw: st.DrawFn, value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not keys or draw(st.integers(0, 3)) == 0:
        return draw(JUNK)
    key = draw(st.sampled_from(keys))
    value[key] = _replaced(draw, value[key])
    return value
