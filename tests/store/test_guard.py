"""Parameters, first words, carets and addresses: pure functions of text."""

from __future__ import annotations

import pytest

from coterie.graph.model.errors import QueryError, StoreError
from coterie.graph.store import connect, parameters
from coterie.graph.store.bolt import caret, without_login
from coterie.graph.store.guard import has_word, judge, verb, without_profile


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MATCH (a {id: $id}) WHERE a.x > $x AND a.y = $x RETURN a", ["id", "x"]),
        ("RETURN '$no', \"$no\", `$no`, $`a b` // $no\n + $yes /* $no\n$no */", ["a b", "yes"]),
        (r"RETURN 'it\'s $no' + $yes", ["yes"]),
        ("RETURN 'https://example.org/$no' + $yes", ["yes"]),
        ("RETURN 1", []),
    ],
)
def test_parameters(text: str, names: list[str]) -> None:
    assert parameters(text) == names


@pytest.mark.parametrize(
    ("text", "word"),
    [("match (n)", "MATCH"), (" // x\n/* y */ Explain MATCH", "EXPLAIN"), ("//x", ""), ("", ""), ("(", "")],
)
def test_verb(text: str, word: str) -> None:
    assert verb(text) == word


def test_without_profile_keeps_lines_and_columns() -> None:
    assert without_profile("// a\nPROFILE MATCH (n) RETURN n") == "// a\n        MATCH (n) RETURN n"
    assert without_profile("MATCH (profile) RETURN profile") == "MATCH (profile) RETURN profile"


def test_has_word() -> None:
    assert has_word("MATCH (n) load csv FROM 'x' AS r RETURN r", "LOAD")
    assert not has_word("RETURN 'LOAD CSV', `load` // load", "LOAD")


@pytest.mark.parametrize(
    ("message", "text", "shown"),
    [
        ("Invalid input 'X' (line 2, column 3 (offset: 9))", "one\ntwo", "two\n  ^"),
        ("Syntax error at line 1:2 - mismatched", "one", "one\n  ^"),
        ("Unexpected input at line 1, column 0", "one", "one\n^"),
        ("Unexpected end (line 1, column 90)", "one", "one\n   ^"),
        ("nowhere", "one", ""),
        ("(line 7, column 1)", "one", ""),
    ],
)
def test_caret(message: str, text: str, shown: str) -> None:
    assert caret(message, text) == shown


def test_judge_reads_the_whole_plan() -> None:
    def plan(name: str, details: str = "") -> dict[str, object]:
        inner = {"operatorType": f"{name}@neo4j", "args": {"Details": details}, "children": []}
        return {"operatorType": "ProduceResults@neo4j", "args": {}, "children": [inner]}

    judge(plan("ProcedureCall", "db.labels() :: (label :: STRING)"), "r", write=False, allow_load_csv=False)
    judge(plan("LoadCSV"), "r", write=False, allow_load_csv=True)
    judge(plan("ProcedureCall", "apoc.export.csv.all()"), "rw", write=True, allow_load_csv=False)
    for made, kind, write in (
        (plan("LoadCSV"), "r", True),
        (plan("ProcedureCall", "apoc.load.json()"), "r", False),
        (plan("ProcedureCall", "db.labelsAndMore()"), "r", False),
        (plan("TerminateTransactions"), "r", False),
        (plan("AllNodesScan"), "w", False),
    ):
        with pytest.raises(QueryError):
            judge(made, kind, write=write, allow_load_csv=False)


def test_no_login_in_messages() -> None:
    assert without_login("bolt://me:secret@host:1 failed") == "bolt://host:1 failed"
    with pytest.raises(StoreError) as caught:
        connect("bolt://me:secret@127.0.0.1:1")
    assert "secret" not in f"{caught.value}{caught.value.hint}"


def test_an_unknown_scheme() -> None:
    with pytest.raises(StoreError, match="http://"):
        connect("http://localhost:7474")
