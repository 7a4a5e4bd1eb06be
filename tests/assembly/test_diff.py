"""The difference of two graphs: carried out on the old one it gives the new one, and nothing is touched in vain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_papers import as_stored, carry_out, paper, papers, persons

from coterie.graph.assembly.batches import batches
from coterie.graph.assembly.derive import derive
from coterie.graph.assembly.diff import counts, diff
from coterie.graph.assembly.evidence import RecordVersion, add_evidence
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.model.changes import Changes, NodeRows, RelRows
from coterie.graph.model.schema import PAPER
from coterie.graph.model.tables import Table, Tables, column, empty

quick = settings(max_examples=40, deadline=None)


def with_records(made: list[Any], people: list[Any] = ()) -> Tables:  # type: ignore[assignment]
    """The graph of ``made``, each record of which came with the load ``l``."""
    d = derive(made, people)
    versions = [RecordVersion(f"{key}@1", *key.split(":"), None, "paper", ("l",)) for key in d.paper_of]
    return add_evidence(d, versions, [{"id": "l", "file": "f", "when": str(len(made))}], d.paper_of, d.author_of)


class Payloads(dict[str, bytes]):
    def __missing__(self, key: str) -> bytes:
        return key.encode()


def without_payloads(changes: Changes) -> Changes:
    for batch in changes.create_nodes:
        for row in batch.rows:
            assert (batch.label == "Record") == (row.pop("payload", None) is not None)
    return changes


@given(papers(), papers(), persons, persons, st.booleans())
@quick
def test_carried_out_on_the_old_gives_the_new(
    one: list[Any], two: list[Any], some: Any, others: Any, keep: bool
) -> None:
    """Papers of the same ids come, go and change with their people, organisations and topics."""
    old, new = with_records(one, some), with_records(two, others)
    if keep:
        carry_former_ids(old, new)
    changes = without_payloads(diff(old, new, Payloads()))
    assert carry_out(as_stored(old), changes) == as_stored(new)
    assert bool(changes) == (as_stored(old) != as_stored(new))


@given(papers(), persons)
@quick
def test_equal_graphs_have_no_difference(made: list[Any], people: list[Any]) -> None:
    assert not diff(with_records(made, people), with_records(made, people))


def test_only_what_a_store_keeps_counts() -> None:
    one = derive([paper("1", "Ann")])
    other = derive([paper("1", "Ann", author_count=None)])
    other.rels["AUTHORED"]["given"][0] = "Ann"
    other.nodes["Paper"]["team"][0] = 7
    assert not diff(one, other)
    other.rels["AUTHORED"]["position"][0] = 2
    assert diff(one, other) == Changes(
        replace_rels=[RelRows("AUTHORED", [(one.nodes["Author"]["id"][0], "s:1", {
            "mention": "s:1#1", "position": 2, "written": "Ann", "role": "author"})])]
    )  # fmt: skip


def test_a_value_that_goes_is_left_out_of_the_row() -> None:
    changes = diff(derive([paper("1", date="2020", score=1.5)]), derive([paper("1")]))
    assert changes.replace_nodes == [NodeRows("Paper", [{"id": "s:1", "title": "On 1", "authors_complete": False}])]


def test_missing_columns_are_absent_values() -> None:
    """A graph read back from a store has neither the columns of the snapshot nor those that no node has."""
    table = Table({"id": column("str", ["s:1"]), "title": column("str", ["On 1"]),
                   "authors_complete": column("bool", [False])})  # fmt: skip
    assert not diff(Tables({"Paper": table}, {}), derive([paper("1")]))
    assert not diff(Tables(), Tables({"Paper": empty(PAPER.properties)}))


def test_a_mention_that_changes_hands_is_made_anew() -> None:
    changes = diff(derive([paper("1", "Ann")]), derive([paper("1", "Bob")]))
    assert [name for name, _ in changes.delete_rels] == ["AUTHORED"]
    assert [batch.name for batch in changes.create_rels] == ["AUTHORED"]


def test_payload_of_a_new_record_must_be_there() -> None:
    with pytest.raises(KeyError):
        diff(Tables(), with_records([paper("1")]), {})


@given(papers(), persons, st.integers(1, 5))
@quick
def test_batches_are_the_whole_graph(made: list[Any], people: list[Any], size: int) -> None:
    tables = with_records(made, people)
    nodes, rels = batches(tables, Payloads(), size)
    changes = Changes(create_nodes=list(nodes), create_rels=list(rels))
    assert all(0 < len(batch.rows) <= size for batch in (*changes.create_nodes, *changes.create_rels))
    sent = sum(len(batch.rows) for batch in (*changes.create_nodes, *changes.create_rels))
    assert sent == sum(counts(tables).values())
    assert carry_out(({}, {}), without_payloads(changes)) == as_stored(tables)
