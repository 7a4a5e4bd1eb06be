"""Machine formats: shapes, precision, absence, formula cells, the same bytes each time."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.cli import formats
from coterie.cli.xlsx import to_xlsx

COLUMNS = ["name", "n", "x", "on"]
ROWS = [["Ada", 1, 0.1 + 0.2, datetime.date(2026, 5, 28)], [None, None, math.nan, None]]


def test_json_is_one_array_of_flat_objects_in_full_precision() -> None:
    read = json.loads("".join(formats.to_json(COLUMNS, ROWS)))
    assert read == [
        {"name": "Ada", "n": 1, "x": 0.30000000000000004, "on": "2026-05-28"},
        {"name": None, "n": None, "x": None, "on": None},
    ]
    assert json.loads("".join(formats.to_json(COLUMNS, []))) == []


def test_jsonl_is_an_object_a_line() -> None:
    lines = "".join(formats.to_jsonl(COLUMNS, ROWS)).splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Ada", None]


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])
def test_cells_that_begin_like_a_formula_are_inert(bad: str) -> None:
    text = "".join(formats.to_separated(["a", "n"], [[bad, -5]], ","))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "n"], ["'" + bad.replace("\r", "\n"), "-5"]]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(["a", "n"], [[bad, -5]]))).active
    assert sheet is not None
    assert sheet["A2"].value.startswith("'")
    assert sheet["B2"].value == -5


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_csv_gives_back_what_went_in(rows: list[list[str]]) -> None:
    text = "".join(formats.to_separated(["=a", "b"], rows, ","))
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert back == [["'=a", "b"], *([_unix(formats.inert(c)) for c in row] for row in rows)]


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("value", "plain"),
    [(np.int64(3), 3), (np.float64("nan"), None), (np.array([1, 2]), [1, 2]), (b"\x01\xff", "01ff"),
     ({"a": {1.5}}, {"a": [1.5]}), (("x", None), ["x", None]),
     (datetime.datetime(2026, 1, 2, 3), "2026-01-02T03:00:00")],
)  # fmt: skip
def test_values_become_what_json_knows(value: object, plain: object) -> None:
    assert formats.plain(value) == plain


def test_a_sheet_keeps_types_and_bytes() -> None:
    rows = [["a & <b>\x01", 1.5, True, 2**60, None, ["x", "y"]]]
    data = to_xlsx(["t", "f", "b", "big", "none", "list"], rows)
    assert data == to_xlsx(["t", "f", "b", "big", "none", "list"], rows)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [c.value for c in sheet[2]] == ["a & <b>", 1.5, True, str(2**60), None, "x; y"]
