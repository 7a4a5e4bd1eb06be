"""The same figures, to the bit, under another hash seed, thread count, locale and time zone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent
CODE = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from toy_graph import toy
import random
from coterie.graph.network import project, from_pairs
from coterie.graph.snapshot import Selection
from coterie.graph.measures.centrality import centralities
from coterie.graph.measures.communities import communities
from coterie.graph.measures.distances import distances
from coterie.graph.measures.summary import summarise
draw = random.Random(1)
ends = [(int(draw.paretovariate(1)) % 900, draw.randrange(900)) for _ in range(2500)]
big = from_pairs([f"n{a}" for a, _ in ends], [f"n{b}" for _, b in ends])
out = []
for network in (project(toy()), project(toy(), Selection(counting="newman")), big):
    table, groups = centralities(network, pivots=50), communities(network)
    out += [summarise(network).as_dict(), distances(network, sources=40).mean, network.choices]
    out += [table.rows(), groups.rows(), groups.member_rows()]
print(hashlib.sha256(json.dumps(out).encode()).hexdigest())
"""


def digest(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(TESTS)], env={**os.environ, **environment}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_nothing_but_the_input_matters() -> None:
    one = digest(PYTHONHASHSEED="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", RAYON_NUM_THREADS="1", TZ="UTC")
    two = digest(PYTHONHASHSEED="2", OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2", RAYON_NUM_THREADS="2",
                 TZ="Asia/Tokyo", LC_ALL="C")  # fmt: skip
    assert one == two
    assert len(one) == len(hashlib.sha256().hexdigest())
