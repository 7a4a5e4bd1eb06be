"""Rows of delimited text."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import Source
from coterie.loaders.reading import rows as module
from coterie.loaders.reading.rows import header, rows


def read(data: bytes | str, **options: Any) -> list[Any]:
    """Rows as (line, cells), rejections as (line, reason)."""
    data = data.encode() if isinstance(data, str) else data
    return [
        (int(row.position), row.reason) if isinstance(row, Rejected) else (row[0], list(row[1].values()))
        for row in rows(Source("made", io.BytesIO(data)), **options)
    ]


GOOD = 'Title,"Authors, all",Year\nOn Coteries,"Lovelace, A.",1843\n"On\nLines","say ""so""",1844\n'
READ = [(2, ["On Coteries", "Lovelace, A.", "1843"]), (3, ["On\nLines", 'say "so"', "1844"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines(encoding: str, end: str) -> None:
    data = GOOD.replace("\n", end).encode(encoding)
    assert read(data) == READ
    assert header(data) == (",", ["Title", "Authors, all", "Year"])


def test_windows_1252_and_nul() -> None:
    assert read(b"Title,Year\nG\xf6del,19\x0031\n") == [(2, ["Gödel", "1931"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(delimiter: str) -> None:
    line = delimiter.join(["Title", '"a,b;c|d,;|,;|"', "Year"])
    assert header(line.encode())[0] == delimiter
    assert read(f"{line}\n{delimiter.join('xyz')}") == [(2, ["x", "y", "z"])]


def test_a_line_that_declares_the_delimiter() -> None:
    assert read("sep=;\nTitle, long;Year\nx;1999\n") == [(3, ["x", "1999"])]
    assert header(b"sep=;\nTitle, long;Year\nx;1999\n") == (";", ["Title, long", "Year"])
    assert read("a,b;c\n1,2;3\n", delimiter=";") == [(2, ["1,2", "3"])]


def test_names_of_columns() -> None:
    assert header(b"Year, Year ,,Year,column 3,,\n")[1] == ["Year", "Year (2)", "column 3", "Year (3)", "column 3 (2)"]
    assert header(b"\n\n")[1] == []
    assert header(b"")[1] == []


def test_a_header_below_other_lines() -> None:
    def with_title(cells: list[str]) -> bool:
        return "Title" in cells

    data = '"About the data, exported; today"\n\nTitle;Year\nx;1999\n'
    assert read(data, is_header=with_title) == [(4, ["x", "1999"])]
    assert header(data.encode(), with_title) == (";", ["Title", "Year"])
    for bad in ("", "\n\n", "a,b\n" * 100):
        with pytest.raises(LoadError, match="made has no line of column names"):
            read(bad, is_header=with_title)


def test_ragged_and_blank_rows() -> None:
    text = "a,b,c\n1,2\n\n,,\n1,2,3,,\n1,2,3,4\n 1,2 ,3\n"
    assert read(text) == [
        (2, ["1", "2", ""]),
        (5, ["1", "2", "3"]),
        (6, "the row has 4 cells, the header 3 columns"),
        (7, ["1", "2 ", "3"]),
    ]


def test_surplus_cells_may_be_mended() -> None:
    def without_second(cells: list[str], names: list[str]) -> list[str] | None:
        return [cells[0], *cells[2:]] if cells[1] == "x" else None

    assert read("a,b\n1,x,2\n1,y,2\n", mend=without_second) == [
        (2, ["1", "2"]),
        (3, "the row has 3 cells, the header 2 columns"),
    ]


ENDLESS = "a quotation mark opens a cell that is never closed"
WITHIN = "quotation marks stand within a cell of several lines"


def test_an_open_quote_costs_its_line_only() -> None:
    assert read('a,b\n1,"two\n3,4\n5,6\n') == [(2, ENDLESS), (3, ["3", "4"]), (4, ["5", "6"])]
    assert read('a,b,c\n1,"two,x\n3,"4",y\n5,6,z') == [(2, WITHIN), (3, ["3", "4", "y"]), (4, ["5", "6", "z"])]


def test_short_rows_are_not_believed_after_a_damaged_one() -> None:
    text = 'a,b,c\n1,"two\nlines of it,x\n3,4,5\n6,7\n'
    assert read(text) == [
        (2, ENDLESS),
        (3, "the row has 2 of 3 cells and follows a damaged one"),
        (4, ["3", "4", "5"]),
        (5, ["6", "7", ""]),
    ]


def test_stray_quotes_in_a_line() -> None:
    assert read('a,b\n1,two "or" three\n2,"two" or three\n"3" ,x\n') == [
        (2, ["1", 'two "or" three']),
        (3, ["2", "two or three"]),
        (4, ["3 ", "x"]),
    ]


def test_quotes_as_characters() -> None:
    assert read('a\tb\n"Open\tx\n', quoted=False) == [(2, ['"Open', "x"])]


def test_a_row_too_long_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROW", 1000)
    text = 'a,b\n1,"' + "xx\n" * 600 + "2,3\n4,5\n"
    out = read(text)
    assert out[0] == (2, "the row is longer than 0 MB: a quotation mark may be missing")
    assert out[-2:] == [(602, ["2", "3"]), (603, ["4", "5"])]
    assert len(out) == 602


def test_hostile_quotes_cost_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these lines opens a quote that runs to the end: read again and again, they would take hours."""
    monkeypatch.setattr(module, "MAX_ROW", 1 << 16)
    began = time.perf_counter()
    out = read("a,b\n" + ",,\"'\n" + 'a""b,"c\n' * 100_000)
    assert time.perf_counter() - began < 5
    assert "lines are passed over" in str(out)


def test_memory_is_bounded() -> None:
    class Endless(io.RawIOBase):
        left = 32 << 20

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            piece = (b'x,"' + b"y" * 500 + b'"\n') * 2_000 if self.left > 0 else b""
            self.left -= len(piece)
            return piece

    tracemalloc.start()
    count = sum(1 for _ in rows(Source("made", Endless())))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count * 506 > 32 << 20
    assert peak < 8 << 20


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(lambda row: any(c.strip() for c in row)), max_size=5))
def test_what_is_written_is_read(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *table])
    assert [cells for _, cells in read(out.getvalue())] == table


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=60) | st.text('a,;"\n\r\t|', max_size=60).map(str.encode), st.booleans())
def test_anything_gives_rows_or_one_error(data: bytes, quoted: bool) -> None:
    delimiter, names = header(data)
    assert bool(delimiter) == bool(names)
    try:
        out = read(data, quoted=quoted)
    except LoadError:
        return
    assert all(isinstance(cells, str) or cells for _, cells in out)
    lines = [line for line, _ in out]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("name", ["ieee_1.csv", "ieee_5.csv", "springer.csv", "retraction_watch.csv"])
def test_real_files(name: str) -> None:
    data = shared_data("data", "fixtures", "litstudy", name).read_bytes()
    bare = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [cells for _, cells in read(data)] == bare[1:]
