"""The arXiv set: from compressed tables to an embedded graph, brought up to date, and a thousand papers more.

    python -m benchmarks.arxiv                 all stages (about half an hour on two cores)
    python -m benchmarks.arxiv --stage once    both tables in one load
    python -m benchmarks.arxiv --share 0.05    a twentieth of the papers, the same of both tables
    python -m benchmarks.arxiv --keep FOLDER   keep the graphs there

Needs the two tables of arXiv metadata (``arxiv_20190101.tsv.xz``, ``arxiv_20200101.tsv.xz``) in ``--data``. Each stage
is a process of its own: wall seconds and peak memory (resident, the engine's included) are those the system counts.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("COTERIE_SHARED", ROOT.parent / "shared")) / "data" / "arxiv"
TABLES = ("arxiv_20190101.tsv.xz", "arxiv_20200101.tsv.xz")
MORE = 1000


def run(name: str, *arguments: str) -> float:
    """Run ``coterie`` with ``arguments``; print and return its wall seconds."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "coterie", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    cpu = usage.ru_utime + usage.ru_stime
    print(f"{name:<44} {seconds:7.1f} s wall {cpu:7.1f} s CPU {usage.ru_maxrss / 2**20:6.2f} GB peak", flush=True)
    if status:
        raise SystemExit(f"{name} failed ({status})")
    return seconds


def load(name: str, store: Path, *files: Path, identity: str | None = None) -> float:
    """Load ``files`` into ``store``, a new one with the key ``identity``."""
    chosen = ["--identity", identity] if identity else []
    return run(name, "--store", str(store), "--quiet", "load", *chosen, *map(str, files))


def content(store: Path) -> str:
    """The sha256 of all that the graph in ``store`` holds, in a process of its own."""
    code = (
        "import sys, pathlib\n"
        "from coterie.graph.assembly.hashing import content_hash\n"
        "from coterie.graph.snapshot import Snapshot\n"
        "print(content_hash(Snapshot.open(pathlib.Path(sys.argv[1]) / 'snapshot').tables))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def a_thousand(table: Path, target: Path, seed: int) -> None:
    """Write ``MORE`` papers that are not in ``table``: the names of its own papers on other titles, with ids of 1999
    that arXiv never gave."""
    rng = random.Random(seed)
    lines = list(_lines(table))
    header, picked = lines[0], rng.sample(lines[1:], MORE)
    words = sorted({word for line in picked for word in line[7].split()})
    place = {name: i for i, name in enumerate(header)}
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for number, row in enumerate(picked):
            fields = list(row)
            fields[place["arxiv_id"]] = f"9912.{number:05d}"
            fields[place["title"]] = " ".join(rng.sample(words, 9)).capitalize()
            fields[place["doi"]] = ""
            out.write("\t".join(fields) + "\n")


def _lines(table: Path) -> Iterator[list[str]]:
    with lzma.open(table, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def part_of(table: Path, target: Path, share: float) -> Path:
    """Write the lines of ``table`` whose ids fall into ``share`` (the same ids of every table); returns ``target``."""
    lines = _lines(table)
    header = next(lines)
    column = header.index("arxiv_id")
    with lzma.open(target, "wt", preset=0, encoding="utf-8", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for row in lines:
            if zlib.crc32(row[column].encode()) < share * 2**32:
                out.write("\t".join(row) + "\n")
    return target


def main() -> None:
    """The stages asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--stage", choices=("once", "more", "forward", "backward"), action="append")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--identity", default="names", help="the key of the graphs (default: names)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    first, second = (given.data / name for name in TABLES)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="coterie-arxiv-"))
    folder.mkdir(parents=True, exist_ok=True)
    if given.share < 1:
        first, second = (part_of(table, folder / table.name, given.share) for table in (first, second))
    stages = given.stage or ["once", "forward", "backward", "more"]
    found: dict[str, str] = {}
    try:
        if "once" in stages or "more" in stages:
            load("both tables at once", folder / "once.graph", first, second, identity=given.identity)
            found["once"] = content(folder / "once.graph")
        if "forward" in stages:
            before = load("2019 alone", folder / "forward.graph", first, identity=given.identity)
            after = load("then 2020", folder / "forward.graph", second)
            print(f"the second load against half of the first + 60 s: {after:.0f} s, limit {before / 2 + 60:.0f} s")
            found["2019, then 2020"] = content(folder / "forward.graph")
            shutil.rmtree(folder / "forward.graph")
        if "backward" in stages:
            load("2020 alone", folder / "backward.graph", second, identity=given.identity)
            load("then 2019", folder / "backward.graph", first)
            found["2020, then 2019"] = content(folder / "backward.graph")
            shutil.rmtree(folder / "backward.graph")
        for name, digest in found.items():
            print(f"{name:<44} sha256 {digest}")
        if "more" in stages:
            table = folder / "thousand.tsv"
            a_thousand(second, table, given.seed)
            load(f"{MORE:,} papers more", folder / "once.graph", table)
            load("the same again", folder / "once.graph", table)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    if len(set(found.values())) > 1:
        raise SystemExit("the graphs differ")


if __name__ == "__main__":
    main()
