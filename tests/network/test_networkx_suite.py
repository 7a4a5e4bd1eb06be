"""networkx's own tests of the functions that our backend implements, run on our backend, on two minors of networkx,
and on a third where the Python is found that it needs.

What the backend refuses networkx answers itself (it is told to), so the calls that we answered are counted too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from coterie.graph.network.backend import FUNCTIONS

MINORS = ("3.5", "3.6.1")
NEWER = "3.7"
"""Needs Python 3.12: tried where one is found."""
MODULES = (
    "networkx.algorithms.tests.test_core", "networkx.algorithms.tests.test_cluster",
    "networkx.algorithms.assortativity.tests.test_connectivity",
    "networkx.algorithms.assortativity.tests.test_correlation",
    "networkx.algorithms.assortativity.tests.test_neighbor_degree",
    "networkx.algorithms.components.tests.test_biconnected", "networkx.algorithms.components.tests.test_connected",
    "networkx.algorithms.centrality.tests.test_betweenness_centrality",
    "networkx.algorithms.centrality.tests.test_closeness_centrality",
    "networkx.algorithms.centrality.tests.test_degree_centrality",
    "networkx.algorithms.centrality.tests.test_eigenvector_centrality",
    "networkx.algorithms.centrality.tests.test_harmonic_centrality",
    "networkx.algorithms.link_analysis.tests.test_pagerank",
    "networkx.algorithms.shortest_paths.tests.test_generic", "networkx.algorithms.shortest_paths.tests.test_unweighted",
    "networkx.algorithms.tests.test_bridges", "networkx.algorithms.tests.test_distance_measures",
    "networkx.algorithms.tests.test_efficiency", "networkx.algorithms.tests.test_isolate",
    "networkx.algorithms.tests.test_richclub", "networkx.algorithms.tests.test_smetric",
    "networkx.algorithms.tests.test_wiener",
)  # fmt: skip
SKIPPED: dict[str, str] = {}
"""Tests that fail on our backend, with the reason."""


def environment(minor: str) -> Path:
    """A folder with that networkx alone, kept in the cache of the checkout."""
    target = ROOT / ".cache" / f"networkx-{minor}"
    if not (target / "ready").exists():
        done = subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target),
                               f"networkx=={minor}"], capture_output=True, text=True)  # fmt: skip
        if done.returncode:
            pytest.skip(f"pip found no networkx {minor}: {done.stderr.strip().splitlines()[-1:]}")
        (target / "ready").touch()
    return target


def newer() -> Path:
    """A Python 3.12 with the project and ``NEWER``, kept in the cache of the checkout."""
    target = ROOT / ".cache" / f"python3.12-networkx-{NEWER}"
    if not (target / "ready").exists():
        found = shutil.which("python3.12")
        if found is None or subprocess.run([found, "--version"], capture_output=True).returncode:
            pytest.skip("no Python 3.12 is found")
        subprocess.run([found, "-m", "venv", "--clear", str(target)], check=True)
        subprocess.run([target / "bin" / "python", "-m", "pip", "install", "-q", "-e", f"{ROOT}[test]",
                        f"networkx=={NEWER}"], check=True)  # fmt: skip
        (target / "ready").touch()
    return target / "bin" / "python"


Counts = dict[str, dict[str, int]]


def run(minor: str, tmp_path: Path) -> tuple[subprocess.CompletedProcess[str], Counts]:
    counts = tmp_path / "counts.json"
    python = newer() if minor == NEWER else sys.executable
    apart = [] if minor == NEWER else [str(environment(minor))]
    paths = [*apart, str(ROOT / "tests" / "network"), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COUNTED_CALLS": str(counts),
           "NETWORKX_TEST_BACKEND": "coterie", "NETWORKX_FALLBACK_TO_NX": "True"}  # fmt: skip
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "counted_calls", "--tb=no", "-rf",
               "--pyargs", *MODULES]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path)
    return done, json.loads(counts.read_text())


@pytest.mark.slow
@pytest.mark.parametrize("minor", [*MINORS, NEWER])
def test_networkx_s_own_tests_pass_on_our_backend(minor: str, tmp_path: Path) -> None:
    done, counts = run(minor, tmp_path)
    failed = {match[1] for match in re.finditer(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE)}
    assert failed == set(SKIPPED), "no other fails, and each of these needs to be skipped"
    assert len(SKIPPED) == 0
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 900
    never = set(FUNCTIONS) - set(counts["answered"])
    assert not never, f"none of these tests had our answer: {never}"
    assert sum(counts["answered"].values()) >= 4000


@pytest.mark.slow
def test_the_version_asked_for_is_the_one_that_runs(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(environment(MINORS[0]))}
    done = subprocess.run([sys.executable, "-c", "import networkx; print(networkx.__version__)"], env=env, text=True,
                          capture_output=True, cwd=tmp_path)  # fmt: skip
    assert done.stdout.strip() == MINORS[0]
