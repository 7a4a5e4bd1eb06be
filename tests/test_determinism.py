"""Same input and seed, same bytes: every output under another hash seed, thread count, locale, zone, order of files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coterie import seeds
from coterie.graph.model.records import canonical

_OUTPUTS = {
    "summary.json": ["analyze", "summary", "--format", "json"],
    "centrality.csv": ["analyze", "centrality", "--limit", "0", "--format", "csv"],
    "communities.json": ["analyze", "communities", "--limit", "0", "--format", "json"],
    "map.html": ["map"],
    "query.csv": ["query", "strongest-pairs", "--limit", "400", "--format", "csv"],
    "cypher.json": ["query", "MATCH (a:Author) RETURN a.id, a.names, a.paper_count ORDER BY a.id", "--format", "json"],
    "author.json": ["author", "huiqiang jiang", "--format", "json"],
    "papers.xlsx": ["query", "recent-papers", "--limit", "50", "--format", "xlsx"],
    "table.txt": ["query", "most-prolific"],
}
_SCRIPT = """
import json, sys
from coterie.cli import main
for arguments in json.load(sys.stdin):
    try:
        main(arguments)
    except SystemExit as end:
        assert not end.code, (arguments, end.code)
"""
_HERE = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "LC_ALL": "C", "TZ": "UTC"}
_THERE = {"PYTHONHASHSEED": "4711", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "RAYON_NUM_THREADS": "2",
          "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"}  # fmt: skip


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The seeds in three files."""
    folder = tmp_path_factory.mktemp("parts")
    lines = [canonical(record) for record in seeds.records()]
    files = [folder / f"part-{i}.jsonl" for i in range(3)]
    for i, file in enumerate(files):
        file.write_bytes(b"\n".join(lines[i::3]) + b"\n")
    return files


def outputs(folder: Path, files: list[Path], environment: dict[str, str]) -> dict[str, str]:
    """sha256 of every output made in ``folder`` from a graph of ``files``, in a process with ``environment``."""
    import json

    store = ["--store", str(folder / "the.graph"), "--quiet"]
    calls = [["load", *map(str, files), *store]]
    calls += [[*arguments, "-o", str(folder / name), *store] for name, arguments in _OUTPUTS.items()]
    done = subprocess.run([sys.executable, "-c", _SCRIPT], input=json.dumps(calls), env={**os.environ, **environment},
                          cwd=folder, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _OUTPUTS}


def test_every_output_has_the_same_bytes_elsewhere(parts: list[Path], tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    assert outputs(here, parts, _HERE) == outputs(there, parts[::-1], _THERE)
