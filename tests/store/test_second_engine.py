"""The same behaviour with ``arcadedb-embedded``, the engine's build with a Java runtime, in a venv of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from stores import unavailable
from support import ROOT

PACKAGE = "arcadedb-embedded==26.10.2.post1"
NEEDED = ["neo4j>=5.26,<7", "numpy>=1.26", "msgspec>=0.18.6", "pytest>=8"]
MODULES = ["test_store_behaviour.py", "test_dialect.py"]


@pytest.fixture(scope="module")
def other_python() -> Path:
    """A Python that has the second package and not the first, kept in ``.cache``."""
    place = ROOT / ".cache" / "second-engine"
    python = place / "bin" / "python"
    if not (place / PACKAGE).exists():
        commands = (
            [sys.executable, "-m", "venv", "--clear", str(place)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE, *NEEDED],
        )
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                unavailable(f"{PACKAGE} could not be installed: {done.stderr[-300:]}")
        (place / PACKAGE).touch()
    return python


@pytest.mark.slow
def test_the_second_package_behaves_alike(other_python: Path, tmp_path: Path) -> None:
    command = [str(other_python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "embedded", "--tb=short"]
    done = subprocess.run(
        [*command, f"--basetemp={tmp_path / 'base'}", *(str(ROOT / "tests" / "store" / name) for name in MODULES)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
