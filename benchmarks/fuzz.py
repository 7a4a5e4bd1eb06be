"""Coverage-guided fuzzing of the loaders with atheris (``pip install atheris``, Linux; not a dependency of Coterie).

    python -m benchmarks.fuzz --loader ris --inputs 1000000
    python -m benchmarks.fuzz                              every loader: a million inputs for the parsers written by
                                                           hand, 50,000 for those over lxml and msgspec

Each loader starts from the small valid text of its format in ``tests/sample_formats.py``. A run reads the bytes and
makes records of every item. Records, rejections, ``ValueError`` of an item and ``LoadError`` of an input are right;
anything else, or a second of CPU spent on one input, is a finding: its bytes are written beside the log, and the exit
code is 1. Each loader is a process of its own, and prints its inputs, seconds and findings.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = ("arxiv-tsv", "bibtex", "ieee", "medline", "pages", "records", "ris", "scopus", "springer", "wos")
MANY, FEW = 1_000_000, 50_000
LONGEST = 600
SLOW_S = 1.0


def target(name: str) -> None:
    """Fuzz one loader in this process; atheris never returns."""
    import atheris

    with atheris.instrument_imports(include=["coterie.loaders"]):
        from coterie.graph.model.errors import LoadError
        from coterie.loaders.base import RawItem, Source
        from coterie.loaders.registry import loaders

        loader = loaders()[name]

    def one(data: bytes) -> None:
        begun = time.process_time()
        with contextlib.suppress(LoadError):
            for raw in loader.read(Source("fuzz", io.BytesIO(data), year=2026)):
                if isinstance(raw, RawItem):
                    with contextlib.suppress(ValueError, RecursionError):
                        loader.transform(raw)
            loader.sniff(data, "fuzz")
        if time.process_time() - begun > SLOW_S:
            raise TimeoutError(f"{time.process_time() - begun:.1f} CPU s for {len(data)} bytes")

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


def run(name: str, inputs: int, seed: int, folder: Path) -> bool:
    """Fuzz a loader in a process of its own; whether it held."""
    seeds = folder / "seeds" / name
    seeds.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(_seeds(name, seed)):
        (seeds / f"seed{number}").write_bytes(text)
    log = folder / f"{name}.log"
    command = [sys.executable, "-m", "benchmarks.fuzz", "--child", name, f"-runs={inputs}", f"-seed={seed}",
               f"-max_len={LONGEST}", f"-artifact_prefix={folder}/{name}-", str(seeds)]  # fmt: skip
    begun = time.perf_counter()
    with log.open("wb") as out:
        code = subprocess.run(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT).returncode
    text = log.read_text("utf-8", "replace")
    done = next((line.split()[1] for line in reversed(text.splitlines()) if line.startswith("Done ")), "stopped")
    verdict = "no finding" if code == 0 else f"FINDING, see {log}"
    print(f"{name:<18} {done:>9} inputs {time.perf_counter() - begun:7.0f} s  {verdict}", flush=True)
    return code == 0


def _seeds(name: str, seed: int) -> list[bytes]:
    """The sample of a format, and pieces of it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from sample_formats import SAMPLES

    if name not in SAMPLES:
        return [b"{}"]
    whole = SAMPLES[name].made().encode()
    rng = random.Random(seed)
    return [whole, *(whole[: rng.randrange(1, len(whole))] for _ in range(8))]


def main() -> None:
    """All loaders, or those asked for."""
    if len(sys.argv) > 2 and sys.argv[1] == "--child":
        name = sys.argv.pop(2)
        sys.argv.pop(1)
        target(name)
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loader", action="append")
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where logs and findings go")
    given = parser.parse_args()
    from coterie.loaders.registry import loaders

    folder = given.folder or Path(tempfile.mkdtemp(prefix="coterie-fuzz-"))
    os.makedirs(folder, exist_ok=True)
    names = given.loader or [*BY_HAND, *(name for name in loaders() if name not in BY_HAND)]
    held = [run(name, given.inputs or (MANY if name in BY_HAND else FEW), given.seed, folder) for name in names]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
