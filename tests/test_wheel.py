"""The built wheel, with the sources out of reach: complete, and able to run the demo with what it carries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import ROOT

pytestmark = pytest.mark.slow
ROOMS = {"coterie": "coterie", "graph": "coterie/graph", "loaders": "coterie/loaders", "queries": "coterie/queries",
         "seeds": "coterie/seeds"}  # fmt: skip
CARRIED = {".py", ".cypher", ".jsonl", ".j2", ".js", ".css", ".typed"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of a copy of the sources, unpacked."""
    work = tmp_path_factory.mktemp("wheel")
    copy = work / "sources"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "tests", "coterie.graph", "build", "dist")
    shutil.copytree(ROOT, copy, symlinks=True, ignore=ignored)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(copy)
    (wheel,) = work.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(work / "site")
    return work / "site"


def sources() -> set[str]:
    """Every file of the rooms that an installation needs, by its name in the wheel."""
    found = set()
    for room, name in ROOMS.items():
        for folder, folders, files in os.walk(ROOT / room, followlinks=False):
            folders[:] = [f for f in folders if f != "__pycache__" and not (Path(folder) / f).is_symlink()]
            place = Path(name) / Path(folder).relative_to(ROOT / room)
            found |= {(place / file).as_posix() for file in files if Path(file).suffix in CARRIED}
    return found


def test_wheel_holds_every_source_file_and_nothing_else_at_the_top(unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert sources() - held == set()
    assert {name.split("/")[0] for name in held if ".dist-info" not in name} == {"coterie"}


def test_wheel_runs_the_demo_without_the_sources(unpacked: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    where = subprocess.run([sys.executable, "-c", "import coterie, coterie.graph; print(coterie.graph.__file__)"],
                           env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(unpacked)
    done = subprocess.run([sys.executable, "-m", "coterie", "demo"], env=environment, cwd=tmp_path,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "164 papers, 202 authors" in done.stdout
    assert (tmp_path / "map.html").stat().st_size > 500_000
