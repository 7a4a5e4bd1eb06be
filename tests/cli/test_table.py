"""The terminal's table: widths, wide characters, cutting, hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.cli.table import cut, display_width, pad, pairs, printable, render, show, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("", 0), ("論文", 4), ("e\u0301", 1), ("ﾊﾝ", 2), ("한국", 4), ("a\u200bb", 2), ("naïve", 5)],
)
def test_width_counts_columns_of_the_screen(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (True, "yes"), (3, "3"), (0.123456789, "0.12346"), (["a", 2], "a, 2"), ({"k": None}, "{k: }"),
     ("two\nlines", "two lines"), ("\x1b[31mred", "[31mred"), ("\u202eevil", "evil"), (1234567.0, "1.2346e+06")],
)  # fmt: skip
def test_values_read_in_one_harmless_line(value: object, shown: str) -> None:
    assert show(value) == shown


def test_numbers_stand_to_the_right_and_text_to_the_left() -> None:
    assert render(["name", "n"], [["a", 5], ["bcdef", 10]], None) == "name    n\n─────  ──\na       5\nbcdef  10\n"


def test_long_text_gives_way_to_numbers() -> None:
    text = render(["title", "papers"], [["A rather long title of a paper", 123]], 24)
    assert text.splitlines()[2] == "A rather long t…     123"
    assert all(display_width(line) <= 24 for line in text.splitlines())


def test_ids_are_kept_whole_while_other_text_can_give() -> None:
    rows = [["A rather long title of a paper", "ada-lovelace-0123456789ab"]]
    assert render(["title", "id"], rows, 45).splitlines()[2] == "A rather long tit…  ada-lovelace-0123456789ab"
    assert "…" in render(["title", "id"], rows, 30).splitlines()[2].split()[-1]


def test_rows_become_blocks_where_no_columns_fit() -> None:
    text = render([f"column{i}" for i in range(9)], [["some text"] * 9] * 2, 30)
    assert text.count("column3") == 2
    assert all(display_width(line) <= 30 for line in text.splitlines())


CELLS = st.one_of(st.none(), st.integers(), st.floats(), st.text())


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6), st.integers(20, 120))
def test_a_table_always_fits(rows: list[list[object]], width: int) -> None:
    lines = render(["name", "née", "論文", "n"], rows, width).splitlines()
    if any(line.startswith("─") for line in lines):
        assert all(display_width(line) <= width for line in lines)
        assert len(lines) == len(rows) + 2


@given(st.text(), st.integers(1, 30))
def test_cut_and_wrap_keep_within_the_width(text: str, width: int) -> None:
    clean = printable(text)
    assert display_width(cut(clean, width)) <= max(width, 1)
    assert "".join(wrap(clean, max(width, 4))).replace(" ", "") == clean.replace(" ", "")
    assert display_width(pad(clean, width)) >= width


def test_pairs_wrap_beneath_themselves() -> None:
    assert pairs([("name", "Ada"), ("names", "Ada Lovelace, Augusta Ada King")], 26).splitlines() == [
        "name   Ada",
        "names  Ada Lovelace,",
        "       Augusta Ada King",
    ]
