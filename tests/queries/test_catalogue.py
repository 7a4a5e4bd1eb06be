"""The catalogue: headers, parameters, and the files it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from coterie.graph.model.errors import NotFound, QueryError
from coterie.queries.catalogue import Param, catalogue, find, parameters, read_file, read_value, statements

GOOD = """// name: q
// doc: What it does,
//   in two lines.
// params:
//   a: str — a
//   b: int = 3
RETURN $a, $b
"""


def _file(folder: Path, text: str, name: str = "q") -> Path:
    path = folder / f"{name}.cypher"
    path.write_text(text, "utf-8")
    return path


def test_a_header_is_read(tmp_path: Path) -> None:
    query = read_file(_file(tmp_path, GOOD))
    assert (query.name, query.doc) == ("q", "What it does, in two lines.")
    assert query.params == (Param("a", "str", "a"), Param("b", "int", "", 3, required=False))
    assert query.bind({"a": "x"}) == {"a": "x", "b": 3}
    assert query.bind({"a": "1", "b": "7"}) == {"a": "1", "b": 7}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RETURN $a, $b1 // $c", {"a", "b1"}),
        ("RETURN '$a', \"$b\", `$c`, $d", {"d"}),
        ("/* $a\n$b */ RETURN 'it\\'s $a', $`odd name`", {"odd name"}),
        ("RETURN 'https://x.org/$a' + $b", {"b"}),
    ],
)
def test_parameters_are_not_seen_in_strings_and_comments(text: str, names: set[str]) -> None:
    assert parameters(text) == names


@pytest.mark.parametrize(
    ("text", "n"), [("RETURN 1;", 1), ("RETURN ';' // ;\n", 1), ("RETURN 1; RETURN 2", 2), ("", 0)]
)
def test_statements_are_counted(text: str, n: int) -> None:
    assert statements(text) == n


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("$b", "1"), "unused: b"),
        (GOOD.replace("$b", "$c"), "undeclared: c; unused: b"),
        (GOOD.replace("name: q", "name: other"), "its name is 'other'"),
        (GOOD.replace("// doc: What it does,\n//   in two lines.\n", ""), "lacks // doc:"),
        (GOOD.replace("int = 3", "integer = 3"), "is not 'name: type"),
        (GOOD.replace("= 3", "= three"), "default of b is not JSON"),
        (GOOD + "; RETURN 2", "2 statements"),
        ("RETURN 1", "lacks // name:, // doc:, // params:"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(QueryError, match=r"q\.cypher") as caught:
        read_file(_file(tmp_path, text))
    assert said in str(caught.value)


def test_missing_and_unknown_parameters_are_named(tmp_path: Path) -> None:
    query = read_file(_file(tmp_path, GOOD))
    with pytest.raises(QueryError, match="needs the parameter a"):
        query.bind({})
    with pytest.raises(QueryError, match="no parameter 'c'; it takes: a, b=3"):
        query.bind({"a": 1, "c": 2})
    with pytest.raises(QueryError, match="is no int"):
        query.bind({"a": "x", "b": "many"})


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [("int", "5", 5), ("float", "5", 5.0), ("bool", "True", True), ("list", "a, b", ["a", "b"]), ("list", "[1]", [1]),
     ("str", "5", "5"), ("author", "true", "true")],
)  # fmt: skip
def test_text_is_read_as_declared(type: str, text: str, value: object) -> None:
    assert read_value(Param("p", type), text) == value


def test_a_folder_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    _file(tmp_path, GOOD)
    _file(tmp_path, "// name: papers-of\n// doc: Mine.\n// params: none\nRETURN 1\n", "papers-of")
    known = catalogue([tmp_path])
    assert known["papers-of"].doc == "Mine."
    assert find("q", [tmp_path]).name == "q"
    assert catalogue()["papers-of"].doc != "Mine."
    with pytest.raises(NotFound, match="folder of queries"):
        catalogue([tmp_path / "none"])


def test_an_unknown_name_tells_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        find("paper-of")
    assert "papers-of" in caught.value.nearest


def test_the_shipped_queries_are_many_and_ordered() -> None:
    known = catalogue()
    assert len(known) >= 15
    for query in known.values():
        assert "ORDER BY" in query.text, query.name
        assert query.doc.endswith((".", "?")), query.name
