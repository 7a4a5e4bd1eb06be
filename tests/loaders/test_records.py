"""JSON Lines of records."""

from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from coterie.graph.model.records import PaperRecord, Record, Rejected
from coterie.loaders import records
from coterie.loaders.base import Source
from coterie.loaders.records import loader, schema
from coterie.loaders.registry import open_inputs

PAPER = '{"type":"paper","source":"mine","title":"On Coteries"}'


def read(data: bytes) -> list[Record | str]:
    out: list[Record | str] = []
    for raw in loader.read(Source("made", io.BytesIO(data))):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += loader.transform(raw)
        except ValueError as error:
            out.append(f"{raw.position}: {error}")
    return out


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "truncated"),
        ("[]", "Expected `object`"),
        ('{"type":"letter","source":"x"}', "Invalid value 'letter'"),
        ('{"type":"paper","source":"x"}', "missing required field `title`"),
        ('{"type":"paper","source":"x","title":"T","colour":1}', "unknown field `colour`"),
        ('{"type":"paper","source":"x","title":"T","author_count":"8"}', "$.author_count"),
        ('{"type":"paper","source":"x","title":" "}', "neither title nor ids"),
        ('{"type":"paper","source":" ","title":"T"}', "source is empty"),
        ('{"type":"paper","source":"x","title":"T","date":"2024-13"}', "date '2024-13' is not"),
        ('{"type":"paper","source":"x","title":"T","date":"2024-02-30"}', "date '2024-02-30' is not"),
        ('{"type":"paper","source":"x","title":"T","date_partial":"05-28"}', "date_partial '05-28' is not"),
        ('{"type":"paper","source":"x","title":"T","author_count":-1}', "negative"),
        ('{"type":"paper","source":"x","title":"T","mentions":[{"written":""}]}', "a mention without a name"),
        (
            '{"type":"paper","source":"x","title":"T","mentions":[{"written":"A","position":0}]}',
            "position 0 is below 1",
        ),
        ('{"type":"person","source":"x","name":""}', "name is empty"),
        ('{"type":"topic","source":"x","scheme":"s","code":""}', "name is empty"),
    ],
)
def test_a_bad_line_is_rejected_with_its_number_and_reason(line: str, reason: str) -> None:
    first, bad, last = read(f"{PAPER}\n\n{line}\n{PAPER}".encode())
    assert isinstance(first, PaperRecord)
    assert first == last
    assert isinstance(bad, str)
    assert bad.startswith("3: ")
    assert reason in bad


def test_good_lines() -> None:
    lines = [
        '{"type":"paper","source":"x","title":"","ids":{"doi":"10.1/x"}}',
        '{"type":"paper","source":"x","title":"T","date":"2024-02","date_partial":"--02-29"}',
        '{"type":"affiliation","source":"x","name":"N"}',
        '{"type":"topic","source":"x","scheme":"s","code":"c"}',
    ]
    plain = read("\n".join(lines).encode())
    assert [msgspec.json.encode(record).decode() for record in plain] == lines
    assert read("\ufeff".encode() + "\r\n".join(lines).encode()) == plain


def test_a_bad_byte_spoils_its_line_only() -> None:
    bad, good = read(PAPER.encode().replace(b"On", b"\xff\xfe") + b"\n" + PAPER.encode())
    assert isinstance(bad, str)
    assert isinstance(good, PaperRecord)


def test_a_line_too_long_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_LINE", 1000)
    long = '{"type":"paper","title":"' + "x" * 5000 + '"}'
    first, rejected, last = read(f"{PAPER}\n{long}\n{PAPER}\n".encode())
    assert rejected == "2: the line is longer than 0 MB"
    assert isinstance(first, PaperRecord)
    assert first == last


def test_published_schema_is_current() -> None:
    published = (ROOT / "docs" / "records.schema.json").read_text(encoding="utf-8")
    assert published == schema(), "python -c 'from coterie.loaders.records import schema; print(schema(), end=\"\")'"
    described = json.loads(published)
    names = {Path(ref["$ref"]).name for ref in described["anyOf"]}
    assert names == {"PaperRecord", "PersonRecord", "AffiliationRecord", "TopicRecord"}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(lines: int) -> int:
        path = tmp_path / f"{lines}.jsonl"
        path.write_text((PAPER + "\n") * lines)
        tracemalloc.start()
        assert sum(1 for document in open_inputs([path]) for _ in document) == lines
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(10)
    assert peak(20_000) < peak(2_000) + 200_000


KEYS = st.sampled_from(["type", "source", "title", "name", "mentions", "date", "written", "ids"]) | st.text(max_size=4)
TYPES = st.sampled_from(["paper", "person", "topic"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner | TYPES, max_size=5),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_anything_gives_records_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.jsonl") <= 1
    assert all(item for item in read(data))
