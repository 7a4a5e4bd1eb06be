"""Tails of distributions, against their definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import zeta

from coterie.graph.measures.tails import fit_tail


def test_the_distance_is_over_every_integer() -> None:
    """Between 2 and 100 the fitted distribution goes on rising: the widest gap is at 99 (A. Clauset et al., 2009)."""
    values = np.array([1] * 60 + [2] * 60 + [100] * 100)
    found = fit_tail(values)
    assert found is not None
    assert found.xmin == 1
    every = np.arange(1, 101)
    observed = np.searchsorted(np.sort(values), every, "right") / len(values)
    fitted = np.cumsum(every**-found.alpha) / zeta(found.alpha, 1.0)
    assert found.distance == pytest.approx(float(np.abs(observed - fitted).max()), abs=1e-9)


def test_a_steep_tail_is_not_cut_at_an_exponent() -> None:
    found = fit_tail(np.random.default_rng(3).poisson(20, 400))
    assert found is not None
    assert found.alpha > 6.5
