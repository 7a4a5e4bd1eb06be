"""The page of published figures says what is measured, and every difference has its reason."""

from __future__ import annotations

import re

import pytest
from support import shared_data

from benchmarks import validation


@pytest.mark.slow
def test_the_page_is_what_is_measured() -> None:
    shared_data("data", "graphs", "ca-AstroPh.txt")
    assert validation.DOCUMENT.read_text("utf-8") == validation.document()


def test_every_difference_has_its_reason() -> None:
    lines = [line.split(" | ") for line in validation.DOCUMENT.read_text("utf-8").splitlines() if line[:4] == "| ca"]
    assert len(lines) > 80
    for _, figure, _, published, ours, why in lines:
        assert why.strip(" |") or float(published) == float(ours), figure
        if counted := re.search(r"\((\d+) - (\d+)\)/2 links", why):
            assert (int(counted[1]) - int(counted[2])) // 2 == int(ours)
    assert "unexplained" not in validation.DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize(
    ("value", "like", "said"),
    [(0.62999, "0.6298", "0.6300"), (18, "17", "18"), (None, "1", "none"), (7.449, "7.5", "7.4")],
)
def test_as_many_digits_as_theirs(value: float | None, like: str, said: str) -> None:
    assert validation.shown(value, like) == said


def test_the_effective_diameter_of_a_path() -> None:
    """Five in a row: 4, 3, 2, 1 pairs at 1, 2, 3, 4 steps; nine of ten are within three."""
    from benchmarks.graphs import _simple

    of = validation.Measured.__new__(validation.Measured)
    of.network = _simple([(i, i + 1) for i in range(4)], list(range(5)))
    assert of.effective_diameter() == pytest.approx(3.0)
    assert (of.giant_links(), of.triangles(), of.summary.longest_distance) == (4, 0, 4)
