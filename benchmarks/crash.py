"""Killing loads: is anything ever lost or torn?

    python -m benchmarks.crash                                     twenty runs of 20,000 papers on every store
    python -m benchmarks.crash --store embedded --papers 2000 --runs 4

Each run loads generated papers onto a small graph (which has some of the records in other versions) in a process of
its own and kills that (``kill -9``), or the Neo4j server, at a random time, three runs in four while it writes. Then

- embedded: the graph is exactly the old one or exactly the new one;
- Neo4j: it is what its records say, whatever part of them it has got;

``store check`` passes, and the same load again gives the graph of an undisturbed load: the sha256 over everything the
store holds is the same. Exit code 1 where anything of this fails. Neo4j comes from NEO4J_URI (its graph is deleted!) or
from its Maven artifacts; a server that was given is not killed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import generated
from coterie.graph.assembly import check, load
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.rebuild import standing_tables
from coterie.graph.store import Store, connect
from coterie.graph.store.folder import exists
from coterie.loaders.registry import open_inputs

_OLD_PAPERS = 500
_CHILD = """
import sys
from coterie.graph.assembly import load
from coterie.graph.store import connect
from coterie.loaders.registry import open_inputs
tell = lambda phase, done, total: print(phase, flush=True)
with connect(sys.argv[1], create=True) as store:
    load(store, open_inputs([sys.argv[2]]), progress=tell)
print("done", flush=True)
"""


@dataclass
class Run:
    """One kill and what came of it."""

    phase: str
    after_s: float
    state: str
    whole: bool
    completed: bool

    @property
    def kept(self) -> bool:
        return self.whole and self.completed

    def __str__(self) -> str:
        check_ = "passes" if self.whole else "FAILS"
        again = "equal" if self.completed else "DIFFERS"
        return (
            f"killed after {self.after_s:5.1f} s in {self.phase:<9} {self.state:<26} check {check_}, repeated {again}: "
            + ("kept" if self.kept else "FAILED")
        )


class Child:
    """A load in a process of its own; ``phase`` is the last that it told of."""

    def __init__(self, target: str, file: Path) -> None:
        command = [sys.executable, "-c", _CHILD, target, str(file)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.begun = time.monotonic()
        self.phase = "start"
        self.times: dict[str, float] = {}
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    def _follow(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.phase = line.strip()
            self.times.setdefault(self.phase, time.monotonic() - self.begun)

    def finish(self) -> int:
        """Its exit code, once it ended by itself."""
        code = self.process.wait()
        self._reader.join()
        self.times["end"] = time.monotonic() - self.begun
        return code

    def run_until(self, after_s: float, in_write: bool, strike: Callable[[], None]) -> tuple[str, float]:
        """Strike ``after_s`` seconds after the start, or after writing began; the phase it was in, and when."""
        while in_write and "write" not in self.times and self.process.poll() is None:
            time.sleep(0.01)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(after_s)
        phase = "write" if "write" in self.times and self.phase != "done" else self.phase
        struck = time.monotonic() - self.begun
        strike()
        self.process.wait()
        self._reader.join()
        return phase, struck


def held(store: Store) -> str:
    """sha256 over everything that a store holds."""
    return content_hash(standing_tables(store.export()), where="store")


def looked_at(target: str, known: dict[str, str]) -> tuple[str, bool]:
    """Which graph the store holds (old, new, or how much of the new one), and whether it is what its records say."""
    with connect(target) as store:
        report = check(store)
        found = held(store)
        records = store.read("MATCH (r:Record) RETURN count(r)").rows[0][0]
        unfinished = bool((store.meta() or {}).get("unfinished"))
    state = known.get(found, f"part of it, {records} records" + (", unfinished" if unfinished else ""))
    return state, report.ok


class Embedded:
    """Runs on the embedded engine: the client is killed."""

    name = "embedded"

    def __init__(self, work: Path, old: Path) -> None:
        self.target = str(work / "run.graph")
        self._pristine = work / "old.graph"
        with connect(self._pristine, create=True) as store:
            load(store, open_inputs([old]))

    def renew(self) -> None:
        """The old graph again."""
        shutil.rmtree(self.target, ignore_errors=True)
        shutil.copytree(self._pristine, self.target)

    def allowed(self, state: str) -> bool:
        """Old or new, nothing between."""
        return state in ("old", "new") and exists(Path(self.target))

    def strike(self, child: Child) -> None:
        """Kill the client."""
        child.process.kill()


class Neo4j:
    """Runs on a Neo4j server: the client is killed, or the server."""

    def __init__(self, work: Path, old: Path, server: Any | None, kills_server: bool) -> None:
        self.name = "Neo4j, the server killed" if kills_server else "Neo4j, the client killed"
        self._old, self._server, self._kills = old, server, kills_server
        self.target = server.uri if server is not None else os.environ["NEO4J_URI"]
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")

    def renew(self) -> None:
        """The old graph again."""
        import neo4j

        login = (os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD", ""))
        with neo4j.GraphDatabase.driver(self.target, auth=login) as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        with connect(self.target) as store:
            load(store, open_inputs([self._old]))

    def allowed(self, state: str) -> bool:
        """Any state that its records explain."""
        return True

    def strike(self, child: Child) -> None:
        """Kill the client; or the server, and start it again once the client has given up."""
        if not self._kills:
            child.process.kill()
            return
        self._server.kill()  # type: ignore[union-attr]
        child.process.wait()
        self._server.start()  # type: ignore[union-attr]


def killed(place: Embedded | Neo4j, new: Path, runs: int, seed: int) -> list[Run]:
    """Kill ``runs`` loads of ``new``, and judge what is left."""
    luck = random.Random(seed)
    known: dict[str, str] = {}
    writing = total = float("inf")
    for _ in range(2):  # the second is warm, as the runs are
        place.renew()
        with connect(place.target) as store:
            known[held(store)] = "old"
        child = Child(place.target, new)
        if child.finish():
            raise SystemExit("the undisturbed load failed")
        with connect(place.target) as store:
            known[held(store)] = "new"
        writing = min(writing, child.times["end"] - child.times["write"])
        total = min(total, child.times["end"])
    print(f"{place.name}: undisturbed {total:.1f} s, of which writing {writing:.1f} s", flush=True)
    out = []
    for number in range(runs):
        place.renew()
        child = Child(place.target, new)
        in_write = number % 4 != 3
        after = luck.uniform(0, 0.8 * writing if in_write else 0.9 * total)
        phase, struck = child.run_until(after, in_write, lambda child=child: place.strike(child))  # type: ignore[misc]
        state, whole = looked_at(place.target, known)
        again = Child(place.target, new).finish() == 0
        final, whole_after = looked_at(place.target, known)
        out.append(Run(phase, struck, state, whole and place.allowed(state), again and whole_after and final == "new"))
        print(f"  {number + 1:2d} {out[-1]}", flush=True)
    return out


@contextlib.contextmanager
def places(chosen: str, work: Path, old: Path) -> Iterator[Iterator[Embedded | Neo4j]]:
    """The stores to run on."""
    with contextlib.ExitStack() as stack:

        def each() -> Iterator[Embedded | Neo4j]:
            if chosen in ("embedded", "all"):
                yield Embedded(work, old)
            if chosen in ("neo4j", "all"):
                server = None if os.environ.get("NEO4J_URI") else _server(work)
                if server is not None:
                    stack.callback(server.kill)
                    os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"] = server.user, server.password
                yield Neo4j(work, old, server, kills_server=False)
                if server is not None:
                    yield Neo4j(work, old, server, kills_server=True)

        yield each()


def _server(work: Path) -> Any:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    import neo4j_server

    server = neo4j_server.Server(neo4j_server.LTS, work / "neo4j", heap="2g", brief=False)
    server.start()
    return server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--store", choices=["embedded", "neo4j", "all"], default="all")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        old = generated.write(work / "old.jsonl", _OLD_PAPERS, seed=7)
        new = generated.write(work / "new.jsonl", chosen.papers, seed=2)
        with places(chosen.store, work, old) as stores:
            for place in stores:
                runs = killed(place, new, chosen.runs, chosen.seed)
                writing = sum(run.phase == "write" for run in runs)
                kept = sum(run.kept for run in runs)
                print(f"{place.name}: {kept} of {len(runs)} kept, {writing} killed in mid-write", flush=True)
                failed |= kept < len(runs) or 4 * writing < 3 * len(runs)
    sys.exit(failed)


if __name__ == "__main__":
    main()
