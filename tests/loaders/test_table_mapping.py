"""Mapping files: what they may say, and how a mistake in one is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from coterie.graph.model.errors import LoadError
from coterie.loaders.table.keys import GROUPS, PAPER, ROSTER
from coterie.loaders.table.mapping import as_yaml, canonical, check_mapping, read_mapping

NBER = ROOT / "tests" / "loaders" / "maps" / "nber.yaml"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_and_json_and_itself_are_one_mapping(tmp_path: Path) -> None:
    mapping = read_mapping(NBER)
    assert check_mapping(mapping) == mapping
    assert read_mapping(written(tmp_path / "m.json", canonical(mapping))) == mapping
    assert read_mapping(written(tmp_path / "m.yaml", as_yaml(mapping))) == mapping
    assert mapping["authors"]["ids"] == [{"column": "author", "prefix": "nber:"}]
    assert mapping["authors"]["by"] == {"paper": "paper"}


def test_words_stay_what_is_written(tmp_path: Path) -> None:
    text = "title: 2020-01-01\nabsent: [NO, 'off', '']\nkind: {column: yes, values: {1: article, No: book}}\n"
    assert read_mapping(written(tmp_path / "m.yaml", text)) == {
        "rows": "papers",
        "absent": ["NO", "off", ""],
        "title": "2020-01-01",
        "kind": {"column": "yes", "values": {"1": "article", "No": "book"}},
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel: T", r"m\.yaml: titel is no key here; keys: rows, file, .*title"),
        ("title: T\nrows: pages", 'rows is "pages"; allowed: papers, authorships, people'),
        ("title: T\nauthors: {nmae: A}", r"authors\.nmae is no key here; keys: .*name"),
        ("title: T\ntopics: [{name: K}, {cod: C}]", r"topics\[1\]\.cod is no key here; keys: .*code"),
        ("title: T\nids: {isbn: I}", r"ids\.isbn is no key here; keys: doi, arxiv, pmid"),
        ("title: {colum: T}", r"title\.colum is no key here; keys: column, value, prefix, values, separator"),
        ("title: {column: T, value: x}", "title must have either column"),
        ("title: []", "title is an empty list"),
        ("title: T\nid: N", "id needs a source"),
        ("title: T\ndate_order: dym", 'date_order is "dym"; allowed: dmy, mdy'),
        ("title: T\nsorted: perhaps", 'sorted is "perhaps"; allowed: true, false'),
        ("title: T\ndelimiter: ';;'", 'delimiter is ";;", but must be one character or tab'),
        ("title: T\nfile: ../x.csv", r'file is "\.\./x\.csv", but must be the name of a file in the same folder'),
        ("title: T\nauthors: {file: a.csv, name: A}", r"authors\.by is missing.*a\.csv has in common"),
        ("title: T\njoin: {by: x}", r"join\[0\]\.file is missing"),
        ("title: T\nrows: authorships\nauthors: {file: a.csv, by: p, name: A}", r"authors\.file has no use"),
        ("venue: V", "says no column for title or ids or id"),
        ("rows: people\norcid: O", "says no column for name or given or family"),
        ("rows: people\nname: N\nvenue: V", "venue is no key here; keys: .*department"),
        ("- title", "but must be keys with their values"),
        ("title: [\n", "is neither YAML nor JSON: .*line 2"),
        ("a: &x {title: T}\nb: *x", "uses aliases"),
        ("title: !!python/object/apply:os.getcwd []", "title is an empty list"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_what_is_allowed(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(LoadError, match=told) as caught:
        read_mapping(written(tmp_path / "m.yaml", text))
    assert "m.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_are_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="cannot be read"):
        read_mapping(tmp_path / "absent.yaml")
    (tmp_path / "latin.yaml").write_bytes("title: Größe".encode("latin-1"))
    with pytest.raises(LoadError, match="not UTF-8"):
        read_mapping(tmp_path / "latin.yaml")
    with pytest.raises(LoadError, match="larger than 1 MB"):
        read_mapping(written(tmp_path / "large.yaml", "#" * (2 << 20)))
    for deep in ("[" * 5000, '{"title":' * 5000):
        with pytest.raises(LoadError, match="neither YAML nor JSON"):
            read_mapping(written(tmp_path / "deep.yaml", deep))


def test_the_document_names_every_key_and_its_examples_are_mappings(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for keys in (PAPER, ROSTER, *GROUPS.values()):
        assert [key for key in keys if f"`{key}`" not in text and f"`{key}:" not in text] == []
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 3
    for example in examples:
        read_mapping(written(tmp_path / "m.yaml", example))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["T", "people", "a.csv"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["column", "value", "file", "by", "name", "ids", "separator", "x"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*PAPER, *ROSTER, "x"]), VALUES, max_size=5))
def test_anything_is_a_mapping_or_an_error(value: dict[str, object]) -> None:
    try:
        mapping = check_mapping({"title": "T", **value} if value.get("rows") != "people" else {"name": "N", **value})
    except LoadError:
        return
    assert check_mapping(mapping) == mapping
    assert as_yaml(mapping)
