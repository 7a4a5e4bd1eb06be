"""The snapshot on disk: it gives back what was written, or says that it cannot; a crash leaves the old or the new."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_papers import paper, papers, persons

from coterie.graph.assembly.derive import derive
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.model.errors import StoreError
from coterie.graph.model.ragged import Ragged
from coterie.graph.model.records import Mention
from coterie.graph.model.schema import NODE
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables, column
from coterie.graph.snapshot import Snapshot, write
from coterie.graph.snapshot import snapshot as module

quick = settings(max_examples=25, deadline=None)
MADE = [
    paper("1", "Ann", "Bob", "Çelik", date="2020", score=0.5),
    paper("2", Mention(written="Ann"), "Bob"),
    paper("3"),
]


def put(folder: Path, tables: Tables, generation: int | str = 1, **more: Any) -> Snapshot:
    write(folder, tables, store_id="store", generation=generation, settings=Settings(cap=7), **more)
    return Snapshot.open(folder)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    put(tmp_path, derive(MADE))
    return tmp_path


def assert_equal(one: Tables, other: Tables) -> None:
    for mine, theirs in ((one.nodes, other.nodes), (one.rels, other.rels)):
        assert list(mine) == list(theirs)
        for name, table in mine.items():
            assert table.length == theirs[name].length
            assert list(table) == list(theirs[name])
            for key in table:
                if isinstance(table[key], Ragged):
                    assert table[key] == theirs[name][key]
                    continue
                assert table[key].dtype == theirs[name][key].dtype
                np.testing.assert_array_equal(table[key], theirs[name][key])


@given(papers(), persons)
@quick
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, made: list[Any], people: list[Any]) -> None:
    tables = derive(made, people)
    found = put(tmp_path_factory.mktemp("s"), tables)
    assert_equal(Tables(tables.nodes, tables.rels), found.tables)
    assert content_hash(found.tables) == content_hash(tables)


@given(st.lists(st.none() | st.text(max_size=9)), st.lists(st.lists(st.text(max_size=5), max_size=3)))
@quick
def test_any_text(tmp_path_factory: pytest.TempPathFactory, texts: list[Any], lists: list[Any]) -> None:
    size = max(len(texts), len(lists))
    titles = column("str", texts + [None] * (size - len(texts)))
    former = column("str[]", lists + [()] * (size - len(lists)))
    tables = derive([paper(f"{i:06}") for i in range(size)])
    nodes = tables.nodes["Paper"]
    nodes["title"][:], nodes["former_ids"][:] = titles, former
    found = put(tmp_path_factory.mktemp("s"), tables)
    picked = list(range(size))[::-2]
    np.testing.assert_array_equal(found.texts("Paper", "title", picked), titles[picked])
    np.testing.assert_array_equal(found.texts("Paper", "former_ids", picked), former[picked])
    np.testing.assert_array_equal(found.node("Paper")["title"], titles)
    np.testing.assert_array_equal(found.node("Paper")["former_ids"], former)


def test_what_it_was_made_at(kept: Path) -> None:
    found = Snapshot.open(kept)
    assert (found.store_id, found.generation, found.settings) == ("store", 1, Settings(cap=7))
    assert put(kept, derive([]), "g2").generation == "g2"


def test_columns_come_when_asked_for(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Snapshot.open(kept)
    read: list[str] = []
    original = module._Columns.read
    monkeypatch.setattr(module._Columns, "read", lambda s, name, rows: read.append(name) or original(s, name, rows))
    table = found.node("Paper")
    assert "title" in table
    assert len(table) == len([p for p in NODE["Paper"].properties if p.where != "store"])
    assert read == []
    assert table["year"] is table["year"]
    assert read == ["year"]


def test_numbers_are_mapped_and_cannot_be_written(kept: Path) -> None:
    start = Snapshot.open(kept).rel("AUTHORED")["start"]
    with pytest.raises(ValueError, match="read-only"):
        start[0] = 1


def test_texts_of_relationships_and_in_memory(kept: Path) -> None:
    for found in (Snapshot.open(kept), Snapshot(derive(MADE))):
        last = found.rel("AUTHORED").length - 1
        assert found.texts("AUTHORED", "mention", [last])[0] == found.rel("AUTHORED")["mention"][last]
        assert found.texts("Paper", "title", [2, 0]).tolist() == ["On 3", "On 1"]


def test_mentions_by_paper_and_by_author(kept: Path) -> None:
    found = Snapshot.open(kept)
    mentions = found.rel("AUTHORED")
    indptr, order = found.by_paper()
    assert np.diff(indptr).tolist() == [3, 2, 0]
    assert mentions["written"][order].tolist() == ["Ann", "Bob", "Çelik", "Bob", "Ann"], "without position: last"
    indptr, order = found.by_author()
    names = found.node("Author")["name"].tolist()
    assert {n: (indptr[i + 1] - indptr[i]).item() for i, n in enumerate(names)} == {"Ann": 2, "Bob": 2, "Çelik": 1}
    assert found.by_author() is found.by_author()


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no snapshot") as raised:
        Snapshot.open(tmp_path)
    assert raised.value.reason == "missing"


def read_all(folder: Path) -> str:
    """The content hash, or the reason of the StoreError."""
    try:
        return content_hash(Snapshot.open(folder).tables)
    except StoreError as error:
        return error.reason


def test_damage_is_told_and_never_read(kept: Path) -> None:
    """A byte inverted anywhere, and the file cut anywhere: damaged, or (padding) the same content."""
    file, wanted = kept / module.FILE, read_all(kept)
    whole = file.read_bytes()
    seen = []
    for at in range(0, len(whole), 13):
        file.unlink()
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        seen.append(read_all(kept))
    assert set(seen) == {"damaged", wanted}
    assert seen.count("damaged") > 0.6 * len(seen)
    for size in range(0, len(whole), 97):
        file.unlink()
        file.write_bytes(whole[:size])
        assert read_all(kept) == "damaged"


@pytest.mark.parametrize("part", ["FORMAT", "MODEL_VERSION"])
def test_another_version(kept: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    from coterie.graph.snapshot import files

    where = files if part == "FORMAT" else module
    monkeypatch.setattr(where, part, getattr(where, part) + 1)
    with pytest.raises(StoreError, match=r"is (\d), not (\d)") as raised:
        Snapshot.open(kept)
    assert raised.value.reason == "damaged"
    assert "--refresh" in raised.value.hint


def test_the_old_one_stands_until_the_new_one_is_whole(kept: Path) -> None:
    def stop(phase: str) -> None:
        assert phase == "snapshot-write"
        assert Snapshot.open(kept).generation == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(kept, derive([]), 2, reach=stop)
    assert Snapshot.open(kept).generation == 1
    assert os.listdir(kept) == [module.FILE]


def test_a_reader_keeps_what_it_opened(kept: Path) -> None:
    found = Snapshot.open(kept)
    put(kept, derive([]), 2)
    assert content_hash(found.tables) == content_hash(derive(MADE))


def test_what_crashed_writers_left_is_removed(kept: Path) -> None:
    old, recent = kept / f"{module.FILE}.new-old", kept / f"{module.FILE}.new-recent"
    old.touch()
    recent.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    put(kept, derive([]), 2)
    assert sorted(os.listdir(kept)) == [module.FILE, recent.name]


def test_only_the_user_can_read_it(kept: Path) -> None:
    assert (kept / module.FILE).stat().st_mode & 0o777 == 0o600


def test_same_bytes_from_the_same_graph(tmp_path: Path) -> None:
    put(tmp_path / "a", derive(MADE))
    put(tmp_path / "b", derive(MADE[::-1]))
    assert (tmp_path / "a" / module.FILE).read_bytes() == (tmp_path / "b" / module.FILE).read_bytes()
