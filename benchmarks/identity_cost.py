"""What deciding who is who costs: CPU seconds and peak memory, of everything, of an update, and of one huge block.

    python -m benchmarks.identity_cost                    ACL Anthology and arXiv, in the shared data
    python -m benchmarks.identity_cost arxiv --key loose  one of acl, arxiv, crowd; another key
    python -m benchmarks.identity_cost acl --share 0.01   the newest hundredth of the papers comes as an update

Each set in a process of its own; ids are not hidden. Memory is the peak while fitting and resolving, what is resolved
held (Linux's VmHWM, set back before). An update is what a load has resolved anew at frozen weights: all mentions that
new ones are connected with by name or identifier. ``crowd`` is 50,000 mentions of "Wang, Y." on papers of three.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.arxiv import TABLES
from benchmarks.identity import ROOT, SETS, SHARED, _peak
from coterie.evaluation import label
from coterie.graph.assembly.worlds import world_of_records
from coterie.graph.identity import KEYS, World, fit, keys, resolve
from coterie.graph.identity.narrowing import narrowed
from coterie.graph.model.records import Mention, PaperRecord
from coterie.loaders.gold import read_gold
from coterie.loaders.registry import open_inputs

CROWD = 50_000
WORLDS = ("acl", "arxiv", "crowd")


def world_of(name: str) -> World:
    """The mentions and papers of a set."""
    if name == "acl":
        return label(read_gold(str(SHARED / SETS[0]))).world
    return world_of_records(list(_arxiv() if name == "arxiv" else _crowd()))


def _arxiv() -> Iterator[PaperRecord]:
    """The papers of both tables, each once, as the later one has it."""
    found: dict[str, PaperRecord] = {}
    for given in open_inputs([SHARED / "arxiv" / table for table in TABLES]):
        found.update((record.record_id, record) for record in given if isinstance(record, PaperRecord))
    yield from found.values()


def _crowd() -> Iterator[PaperRecord]:
    for i in range(CROWD):
        names = ("Wang, Y.", f"{chr(65 + i % 26)}. Co{i % 997}", f"Given{i % 83} Family{i % 1009}")
        yield PaperRecord(
            source="s", record_id=str(i), title=f"On {i % 211} and {i % 389}", date=f"{1990 + i % 35}",
            mentions=tuple(Mention(written=name, position=at) for at, name in enumerate(names, 1)),
        )  # fmt: skip


def measured(name: str, key: str, share: float) -> Iterator[dict[str, Any]]:
    """The figures of one set: of fitting, of resolving everything, and of an update."""
    world = world_of(name)
    _peak(reset=True)
    begun = time.process_time()
    weights = fit(world, key=key)
    yield {"what": "fit", "mentions": world.mentions.length, "seconds": time.process_time() - begun, "peak": _peak()}
    begun = time.process_time()
    found = resolve(world, key=key, weights=weights)
    whole = time.process_time() - begun
    cut = f"cut short: {len(found.cut)} blocks" if found.cut else ""
    yield {"what": "resolve", "mentions": world.mentions.length, "persons": found.count, "seconds": whole,
           "peak": _peak(), "note": cut}  # fmt: skip
    tied = keys(world, key=key)
    newest = np.argsort(world.papers["year"], kind="stable")[-max(int(share * world.papers.length), 1) :]
    new = np.zeros(world.papers.length, bool)
    new[newest] = True
    begun = time.process_time()
    part, _ = narrowed(world, np.flatnonzero(new[world.mentions["paper"]]), tied)
    resolve(part, key=key, weights=weights)
    seconds = time.process_time() - begun
    yield {"what": f"update by {share:.1%}", "mentions": part.mentions.length, "seconds": seconds, "peak": _peak(),
           "note": f"{seconds / whole:.0%} of resolving everything"}  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="*", choices=[*WORLDS, []], default=[])
    parser.add_argument("--key", choices=KEYS, default="default")
    parser.add_argument("--share", type=float, default=0.01)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        for row in measured(given.set[0], given.key, given.share):
            print(json.dumps(row), flush=True)
        return
    print(f"{'set':<8}{'what':<16}{'mentions':>11}{'persons':>10}{'CPU s':>9}{'peak MB':>9}")
    for name in given.set or WORLDS:
        command = [sys.executable, "-m", "benchmarks.identity_cost", name, "--one", "--key", given.key, "--share",
                   str(given.share)]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            for line in process.stdout:
                row = json.loads(line)
                print(f"{name:<8}{row['what']:<16}{row['mentions']:>11,}{row.get('persons', ''):>10}"
                      f"{row['seconds']:>9.1f}{row['peak']:>9,.0f}  {row.get('note', '')}", flush=True)  # fmt: skip
        if process.returncode:
            print(f"{name:<8}failed", flush=True)


if __name__ == "__main__":
    main()
