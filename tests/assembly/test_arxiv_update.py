"""A real update stream: arXiv's table of 2019 and that of 2020, in either order and at once."""

from __future__ import annotations

import lzma
import zlib
from pathlib import Path

import pytest
from support import shared_data

from coterie.graph.assembly import check, load, snapshot_for
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.store import connect
from coterie.loaders.registry import open_inputs

pytestmark = pytest.mark.slow

SHARE = 0.01


def some(name: str, folder: Path) -> Path:
    """A hundredth of the papers of a table, the same of both."""
    target = folder / name.removesuffix(".xz")
    with lzma.open(shared_data("data", "arxiv", name), "rt", encoding="utf-8", newline="\n") as lines:
        header = next(lines)
        kept = [line for line in lines if zlib.crc32(line.partition("\t")[0].encode()) < SHARE * 2**32]
    target.write_text(header + "".join(kept), encoding="utf-8", newline="\n")
    return target


@pytest.mark.parametrize("key", ["names", "default"])
def test_an_update_gives_the_graph_of_both_at_once_in_either_order(tmp_path: Path, key: str) -> None:
    """By evidence at the same weights: each graph has those that its first load was fitted with."""
    old, new = (some(name, tmp_path) for name in ("arxiv_20190101.tsv.xz", "arxiv_20200101.tsv.xz"))
    hashes, settings = {}, {"identity": key}
    for name, loads in {"once": [[old, new]], "forward": [[old], [new]], "backward": [[new], [old]]}.items():
        with connect(tmp_path / name, create=True) as store:
            reports = [load(store, open_inputs(files), settings=settings) for files in loads]
            settings = {"identity": key, "weights": store.settings().weights}
            assert check(store).ok
            hashes[name] = content_hash(snapshot_for(store).tables)
        if name == "forward":
            assert reports[1].new > 500
            assert reports[1].updated > 100
    assert len(set(hashes.values())) == 1, hashes
