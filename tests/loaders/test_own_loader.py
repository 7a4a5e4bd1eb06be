"""A loader in somebody else's package: the one of docs/write-a-loader.md, built, installed and found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

DOCUMENT = (ROOT / "docs" / "write-a-loader.md").read_text("utf-8")
BLOCKS: dict[str, list[str]] = {}
for _language, _text in re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL):
    BLOCKS.setdefault(_language, []).append(_text)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the document's package is installed, and nothing else."""
    source, target = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("target")
    for text in (*BLOCKS["python"], *BLOCKS["toml"]):
        name = text.partition("\n")[0].removeprefix("# ")
        (source / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index",
               "--no-deps", "--no-build-isolation", "--target", str(target), str(source)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def coterie(installed: Path, *args: str) -> Any:
    command = [sys.executable, "-m", "coterie", *args, "--format", "json"]
    path = os.pathsep.join([str(installed), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_document_gets_there_in_under_a_hundred_lines() -> None:
    assert len(DOCUMENT.splitlines()) < 100
    assert [len(BLOCKS[language]) for language in ("python", "toml", "text", "sh")] == [1, 1, 1, 1]


@pytest.mark.slow
def test_it_is_listed_with_its_fields(installed: Path) -> None:
    listed = {row["name"]: row for row in coterie(installed, "loaders")}
    assert listed["minutes"] == {"name": "minutes", "format": "minutes of the reading group", "verified": True}
    assert {row["field"] for row in coterie(installed, "loaders", "minutes")} == {"date", "title", "names"}


@pytest.mark.slow
def test_it_loads_by_content(installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(BLOCKS["text"][0] + "no paper at all\n", "utf-8")
    store = str(tmp_path / "x.graph")
    [report] = coterie(installed, "--store", store, "load", "--dry-run", str(file))
    assert (report["loader"], report["read"], report["new"], report["rejected"]) == ("minutes", 3, 2, 1)
    assert [(r["title"], r["date"], [m["written"] for m in r["mentions"]]) for r in report["records"]] == [
        ("On Coteries", "2024-05-28", ["Ada Lovelace", "Mary Somerville"]),
        ("On Circles", "2024-06-04", ["Ada Lovelace", "Plato"]),
    ]
    [loaded] = coterie(installed, "--store", store, "load", str(file))
    assert (loaded["loader"], loaded["papers"]) == ("minutes", 2)
    [row] = coterie(installed, "--store", store, "query", "MATCH (a:Author) RETURN count(a) AS n")
    assert row == {"n": 3}
