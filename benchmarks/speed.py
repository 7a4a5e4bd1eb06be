"""The speeds that Coterie promises, measured as whole processes: medians, with the machine named.

    python -m benchmarks.speed                       everything (Neo4j from NEO4J_URI, or started from its jars)
    python -m benchmarks.speed --only help --only query --runs 7

Each line says what was run, the median over the runs and the limit it is held against. Exit code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generated

ROOT = Path(__file__).resolve().parent.parent
COTERIE = [sys.executable, "-m", "coterie"]


@dataclass(frozen=True)
class Result:
    """One promise: the median figure, its limit, and the unit."""

    name: str
    median: float
    limit: float
    unit: str
    runs: Sequence[float]

    @property
    def kept(self) -> bool:
        return self.median <= self.limit

    def __str__(self) -> str:
        spread = f"{min(self.runs):.2f}-{max(self.runs):.2f}"
        verdict = "kept" if self.kept else "MISSED"
        return f"{self.name:<58} {self.median:8.2f} {self.unit:<2} (limit {self.limit:.2f}; {spread}) {verdict}"


def wall(command: Sequence[str], env: dict[str, str] | None = None) -> float:
    """Seconds from the start of ``command`` to its exit. Raises CalledProcessError with its output on failure."""
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | (env or {}), cwd=ROOT)
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return seconds


def help_time(work: Path, runs: int) -> list[Result]:
    """``coterie --help`` against ``import click``, in turns."""
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(max(runs, 5)):
        bare.append(wall([sys.executable, "-c", "import click"]))
        ours.append(wall([*COTERIE, "--help"]))
    ratios = [a / b for a, b in zip(ours, bare, strict=True)]
    return [Result("coterie --help / python -c 'import click'", statistics.median(ratios), 3.0, "x", ratios)]


def query_time(work: Path, runs: int) -> list[Result]:
    """The first row of a query on an existing embedded graph, from the shell."""
    store = embedded(work)
    command = [*COTERIE, "query", "MATCH (p:Paper) RETURN p.title ORDER BY p.id LIMIT 1", "--store", str(store)]
    times = [wall(command) for _ in range(max(runs, 5))]
    return [Result("first row of a query, embedded, from the shell", statistics.median(times), 1.5, "s", times)]


def summary_time(work: Path, runs: int) -> list[Result]:
    """``analyze summary`` with its snapshot; it must not start an engine (the owner file would show)."""
    store = embedded(work)
    code = (
        "import sys; from coterie.cli import main\n"
        "try: main(['analyze', 'summary', '--store', sys.argv[1]])\n"
        "except SystemExit as e: assert not e.code, e.code\n"
        "assert 'arcadedb' not in sys.modules, 'an engine was started'"
    )
    times = [wall([sys.executable, "-c", code, str(store)]) for _ in range(runs)]
    return [Result("analyze summary, 20,000 papers, no engine started", statistics.median(times), 12.0, "s", times)]


def load_time(work: Path, runs: int) -> list[Result]:
    """20,000 papers and their people, from process start to exit, into a new embedded graph."""
    times = []
    for run in range(runs):
        store = work / f"load-{run}.graph"
        times.append(wall([*COTERIE, "load", str(records(work)), "--store", str(store), "--quiet"]))
        shutil.rmtree(store)
    return [Result("load 20,000 papers into a new embedded graph", statistics.median(times), 12.0, "s", times)]


def neo4j_time(work: Path, runs: int) -> list[Result]:
    """The same load into Neo4j, against the bare driver sending the same batches into the same server."""
    from benchmarks import bare_driver

    median, limit, found = bare_driver.ratios(records(work), runs)
    return [Result("load into Neo4j / the bare driver, same batches", median, limit, "x", found)]


def records(work: Path) -> Path:
    """The generated input, made once."""
    path = work / "generated.jsonl"
    if not path.exists():
        generated.write(path, papers=20_000, seed=2)
    return path


def embedded(work: Path) -> Path:
    """The generated graph in an embedded store, made once."""
    store = work / "generated.graph"
    if not store.exists():
        wall([*COTERIE, "load", str(records(work)), "--store", str(store), "--quiet"])
    return store


PARTS: dict[str, Callable[[Path, int], list[Result]]] = {
    "help": help_time, "query": query_time, "summary": summary_time, "load": load_time, "neo4j": neo4j_time,
}  # fmt: skip


def machine() -> str:
    """Processor, cores, memory and versions, for the record."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(PARTS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    chosen = parser.parse_args()
    print(machine(), file=sys.stderr)
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.only or PARTS:
            for result in PARTS[name](Path(folder), chosen.runs):
                results.append(result)
                print(result, file=sys.stderr if chosen.json else sys.stdout, flush=True)
    if chosen.json:
        print(
            json.dumps([{"name": r.name, "median": r.median, "limit": r.limit, "runs": list(r.runs)} for r in results])
        )
    sys.exit(not all(r.kept for r in results))


if __name__ == "__main__":
    main()
