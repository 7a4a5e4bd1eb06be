"""Affiliations written as running text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.loaders.reading.affiliations import affiliations_of, is_et_al


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A, Rome, Italy; B, Paris, France.", ["A, Rome, Italy", "B, Paris, France"]),
        ("Dept of A; University B; Rome, Italy", ["Dept of A; University B; Rome, Italy"]),
        ("A, Rome, Italy. a.b@c.it; d@e.it", ["A, Rome, Italy"]),
        ("A, Rome, Italy. Electronic address: a.b@c.it.", ["A, Rome, Italy"]),
        ("A, Rome, Italy (e-mail: a.b@c.it)", ["A, Rome, Italy"]),
        ("A, Washington, U.S.A.", ["A, Washington, U.S.A."]),
        ("a Department of A , Toledo , OH , USA.", ["Department of A, Toledo, OH, USA"]),
        ("1 Department of A", ["Department of A"]),
        ("e-mail: a@b.c", []),
        ("", []),
        (";;", []),
    ],
)
def test_affiliations_in_one_text(text: str, names: list[str]) -> None:
    assert [one.name for one in affiliations_of(text)] == names


@pytest.mark.parametrize("text", ["." * 4000, "a@" * 2000, " ." * 2000, "; " * 2000, "email" * 800, "x" * 1_000_000])
def test_long_texts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    affiliations_of(text)
    assert time.perf_counter() - started < 0.5


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    assert all(one.name.strip() for one in affiliations_of(text))


@pytest.mark.parametrize(("text", "says"), [
    ("et al", True), ("et al.", True), ("Et Al.", True), ("…", True),
    (" et al ", True), ("Etal", False), ("Al, Et", False), ("", False),
])  # fmt: skip
def test_et_al(text: str, says: bool) -> None:
    assert is_et_al(text) is says
