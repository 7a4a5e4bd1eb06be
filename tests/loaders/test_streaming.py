"""Memory of reading does not grow with the input: ``benchmarks.streaming`` at sizes that take a minute in all.

The promise, 0.1 to 1 GB, is measured by ``python -m benchmarks.streaming``; here each way of reading gets 4 MB and 40,
some ten thousands and some hundred thousands of records, so that what is kept of each shows.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from support import ROOT

SIZES = (4, 40)
GROWTH, MOST = 30, 300
FORMATS = ["json-lines", "json-array", "records", "xml", "ris", "bibtex", "csv", "medline", "arxiv-tsv"]


def measured(name: str, size: float) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.streaming", "--child", name, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_the_benchmark_knows_each_way_of_reading() -> None:
    done = subprocess.run([sys.executable, "-m", "benchmarks.streaming", *FORMATS, "--sizes", "0.01"],
                          capture_output=True, text=True, cwd=ROOT)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == FORMATS


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_memory_stays_flat(name: str) -> None:
    small, large = (measured(name, size) for size in SIZES)
    assert large["records"] > 5 * small["records"]
    assert large["peak"] - small["peak"] < GROWTH, (small, large)
    assert large["peak"] < MOST
