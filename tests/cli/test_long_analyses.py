"""Analyses that take long: progress for a person who watches, and Ctrl-C that leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import coterie
from coterie import seeds
from coterie.graph.measures import tails
from coterie.graph.network import from_pairs

SLOW = """
import sys, time
import numpy as np
from coterie.cli import main
from coterie.graph.measures import {module}
from coterie.graph.network import parallel

def slowly(*given, **options):
    print("begun", file=sys.stderr, flush=True)
    {how}

{module}.{name} = slowly
main(sys.argv[1:])
"""
SLEEP = "time.sleep(60)"
THREADS = "list(parallel.in_parts(lambda part: time.sleep(0.05), range(10_000)))"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("long") / "seeds.graph"
    with coterie.open(target) as graph:
        graph.load(seeds.path())
        graph.snapshot()
    return target


@pytest.mark.parametrize(
    ("command", "module", "name", "how"),
    [
        ("summary", "summary", "distances", SLEEP),
        ("centrality", "centrality", "Costly", THREADS),
        ("sensitivity", "views", "sensitivity", SLEEP),
        ("cohesion", "cohesion", "cuts", SLEEP),
        ("brokers", "brokers", "structural_holes", SLEEP),
    ],
)
def test_an_interrupt_ends_in_one_line(target: Path, tmp_path: Path, command: str, module: str, name: str, how: str
                                       ) -> None:  # fmt: skip
    script = SLOW.format(module=module, name=name, how=how)
    out = tmp_path / "out.json"
    out.write_text("what was here", "utf-8")
    arguments = ["--store", str(target), "analyze", command, "-o", str(out)]
    with subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, "COTERIE_THREADS": "2"}) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stdout is not None
        assert process.stderr.readline() == b"begun\n"
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(timeout=30) == 130
        assert time.monotonic() - begun < 10
        assert process.stderr.read() == b"interrupted\n"
        assert process.stdout.read() == b""
    assert out.read_text("utf-8") == "what was here"
    assert list(tmp_path.iterdir()) == [out]
    left = [path.name for path in target.rglob("*") if ".new-" in path.name or path.name.startswith(".coterie-")]
    assert left == [], "nothing half written"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of our own needs POSIX")
@pytest.mark.parametrize(("quiet", "shown"), [([], True), (["--quiet"], False)])
def test_progress_is_for_a_terminal(target: Path, quiet: list[str], shown: bool) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coterie", *quiet, "--store", str(target), "analyze", "summary", "--no-cache"]
    around = {**os.environ, "TERM": "xterm"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True, env=around)
    os.close(theirs)
    said = b""
    os.set_blocking(ours, False)
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:
        pass
    finally:
        os.close(ours)
    assert (b"measuring" in said) is shown
    assert b"measuring" not in done.stdout
    piped = subprocess.run(command, capture_output=True, check=True, env=around)
    assert (piped.stdout, piped.stderr) == (done.stdout, b""), "the same bytes, and nothing said to a pipe"


def test_what_is_told_of_the_way() -> None:
    told: list[tuple[str, int, int | None]] = []
    path = from_pairs(range(300), range(1, 301), ids=range(301))
    found = tails.fit_tail(path.degree + path.degree % 2 * (1 + path.degree.cumsum() % 7), thorough=True, replicates=3,
                           progress=lambda *step: told.append(step))  # fmt: skip
    assert found.p is not None
    assert told == [("samples fitted", number, 3) for number in range(3)]
