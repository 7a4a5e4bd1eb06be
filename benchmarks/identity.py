"""Who is who on gold sets: how right, how many CPU seconds, how much memory; beside it name keys and Splink.

    python -m benchmarks.identity                          the sets in the shared data: ACL Anthology, INSPIRE "Wang"
    python -m benchmarks.identity GOLD … --gold-ids orcid  other sets
    python -m benchmarks.identity --splink                 Splink too (pip installs it into an environment of its own)
    python -m benchmarks.identity --key default --key names --seed 3

Ids, variant lists and homonym numbers are hidden from every method. Each method runs in a process of its own on the
same mentions: seconds are CPU time of fitting and resolving, after the papers are read; memory is the peak meanwhile,
the papers held (Linux's VmHWM, set back before; Splink holds none). ``exact`` is the folded family name and the folded
given names, both without spaces; ``last+initial`` the folded family name and the first letter of the given names; the
keys of Coterie are those of ``--identity``. Measures are pairwise and B-cubed (``coterie identity evaluate``).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from coterie.evaluation import Labelled, label, shuffled
from coterie.graph.identity import KEYS, fit, resolve
from coterie.graph.identity.evaluating import codes, score
from coterie.graph.identity.hiding import without_ids
from coterie.graph.model.tables import ABSENT
from coterie.graph.names.fold import fold_name
from coterie.graph.names.parsing import parse
from coterie.loaders.gold import read_gold

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("COTERIE_SHARED", ROOT / ".." / "shared")) / "data"
SETS = ("acl_anthology/acl_anthology_2025-05-19.tar.xz", "inspire_gold/inspire_wang.tar.xz")
SPLINK = "splink>=5,<6"
COAUTHORS = 20
"""Names of co-authors that Splink is given of each mention, at most: it compares the lists of each pair."""
BASELINES = ("exact", "last+initial")
Name = tuple[str, str]


def names(labelled: Labelled) -> list[Name]:
    """The folded family and given names of each labelled mention."""
    mentions = labelled.world.mentions
    columns = (mentions[name][labelled.rows].tolist() for name in ("written", "given", "family"))
    found = []
    for written, given, family in zip(*columns, strict=True):
        if not (given and family):
            parsed = parse(written)
            given, family = parsed.given, parsed.surname
        found.append((fold_name(family) or written, fold_name(given)))
    return found


def exact(name: Name) -> str:
    """The whole name, without spaces."""
    return "|".join(part.replace(" ", "") for part in name)


def last_initial(name: Name) -> str:
    """The family name and the first letter of the given names."""
    return f"{name[0].replace(' ', '')}|{name[1][:1]}"


def export(labelled: Labelled) -> Iterator[dict[str, Any]]:
    """The labelled mentions with the fields that Splink compares."""
    world, mentions = labelled.world, labelled.world.mentions
    written = [fold_name(text) for text in mentions["written"].tolist()]
    paper = mentions["paper"]
    order = np.argsort(paper, kind="stable")
    starts = np.searchsorted(paper[order], np.arange(world.papers.length + 1))
    venues, years = world.papers["venue"], world.papers["year"]
    for number, (row, (family, given)) in enumerate(zip(labelled.rows.tolist(), names(labelled), strict=True)):
        at = int(paper[row])
        beside = [other for other in order[starts[at] : starts[at + 1]].tolist() if other != row]
        places = mentions["affiliation_ids"][row]
        yield {
            "unique_id": number, "first": given or None, "last": family, "initial": given[:1] or None,
            "affiliation": world.places.get(places[0]) if places else None, "venue": venues[at],
            "year": None if years[at] == ABSENT else int(years[at]),
            "coauthors": [written[other] for other in beside[:COAUTHORS]] or None,
        }  # fmt: skip


# one method, in a process of its own


def one(gold: str, gold_ids: str | None, method: str, seed: int | None, environments: Path) -> dict[str, Any]:
    """The scores by subset, CPU seconds, and peak memory in MB of one method on one set."""
    labelled = label(read_gold(gold, ids=gold_ids))
    if method == "splink":
        person, seconds, peak = splink(labelled, environments)
    else:
        resolved: Callable[[], Any] = {
            "exact": lambda: codes(map(exact, names(labelled))),
            "last+initial": lambda: codes(map(last_initial, names(labelled))),
        }.get(method) or _resolution(labelled, method, seed)
        before = _peak(reset=True)
        begun = time.process_time()
        person = resolved()
        seconds, peak = time.process_time() - begun, max(before, _peak())
    scores = {name: score(labelled.gold[at], person[at]) for name, at in labelled.subsets.items()}
    return {
        "seconds": seconds, "peak": peak,
        "scores": {
            name: [s.mentions, s.gold, s.found, *s.pairwise, s.pairwise.f1, *s.bcubed, s.bcubed.f1]
            for name, s in scores.items()
        },
    }  # fmt: skip


def _resolution(labelled: Labelled, key: str, seed: int | None) -> Callable[[], Any]:
    world = without_ids(labelled.world)
    order = np.arange(world.mentions.length)
    if seed is not None:
        world, order = shuffled(world, seed)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))

    def resolved() -> Any:
        person = resolve(world, key=key, weights=fit(world, key=key)).person
        return np.asarray(person, np.int64)[place[labelled.rows]]

    return resolved


def _peak(reset: bool = False) -> float:
    """The peak of this process in MB; ``reset``: set back to what it holds now first."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")


def splink(labelled: Labelled, environments: Path) -> tuple[Any, float, float]:
    """What Splink finds: persons, CPU seconds, peak memory in MB."""
    python = _installed(environments)
    with tempfile.TemporaryDirectory(prefix="coterie-splink-") as folder:
        told, said = Path(folder, "mentions.jsonl"), Path(folder, "found.json")
        with told.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in export(labelled))
        script = Path(__file__).with_name("splinking.py")
        done = subprocess.run([python, script, told, said], capture_output=True, text=True, cwd=folder)
        if done.returncode:
            raise SystemExit(done.stderr.strip()[-2000:])
        found = json.loads(said.read_text())
    person = codes(found["clusters"].get(str(i), f"alone {i}") for i in range(len(labelled.rows)))
    return person, found["seconds"], found["peak"]


def _installed(environments: Path) -> Path:
    place = environments / "splink"
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        venv.create(place, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", SPLINK], check=True)
        (place / "ready").touch()
    return python


# the table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*")
    parser.add_argument("--gold-ids")
    parser.add_argument("--key", action="append", choices=[*BASELINES, *KEYS], help="these methods only")
    parser.add_argument("--seed", type=int, help="draw the order of mentions at random")
    parser.add_argument("--splink", action="store_true")
    parser.add_argument("--environments", type=Path, help="where Splink is installed, and stays")
    parser.add_argument("--one", metavar="METHOD", help=argparse.SUPPRESS)
    given = parser.parse_args()
    golds = given.gold or [str(SHARED / name) for name in SETS]
    with tempfile.TemporaryDirectory(prefix="coterie-identity-") as folder:
        environments = (given.environments or Path(folder)).resolve()
        if given.one:
            print(json.dumps(one(golds[0], given.gold_ids, given.one, given.seed, environments)))
            return
        methods = [*(given.key or (*BASELINES, *KEYS)), *(["splink"] if given.splink else [])]
        for gold in golds:
            _table(gold, given, methods, environments)


def _table(gold: str, given: argparse.Namespace, methods: list[str], environments: Path) -> None:
    print(f"\n{Path(gold).name}" + ("" if given.seed is None else f", order drawn with seed {given.seed}"))
    print(f"{'method':<14}{'subset':<18}{'mentions':>9}{'gold':>8}{'found':>8}"
          f"{'pair P':>8}{'R':>6}{'F1':>7}{'B3 P':>8}{'R':>6}{'F1':>7}{'CPU s':>8}{'peak MB':>9}")  # fmt: skip
    for method in methods:
        command = [sys.executable, "-m", "benchmarks.identity", gold, "--one", method]
        command += [] if given.gold_ids is None else ["--gold-ids", given.gold_ids]
        command += [] if given.seed is None else ["--seed", str(given.seed)]
        command += ["--environments", str(environments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            print(f"{method:<14}{(done.stderr.strip().splitlines() or ['no message'])[-1]}", flush=True)
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        for subset, (mentions, persons, clusters, *m) in found["scores"].items():
            print(f"{method:<14}{subset:<18}{mentions:>9,}{persons:>8,}{clusters:>8,}"
                  f"{m[0]:>8.3f}{m[1]:>6.3f}{m[2]:>7.3f}{m[3]:>8.3f}{m[4]:>6.3f}{m[5]:>7.3f}"
                  f"{found['seconds']:>8.1f}{found['peak']:>9,.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
