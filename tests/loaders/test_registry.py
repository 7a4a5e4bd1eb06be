"""Choosing loaders and opening inputs."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected, canonical, identified
from coterie.loaders import opening, registry
from coterie.loaders.base import BadItem, RawItem, Source
from coterie.loaders.registry import open_inputs

LINE = b'{"type":"paper","source":"mine","title":"On Coteries"}\n'
PAGE = b"LGMay 28\nOn the CoteriesAda Lovelace, Bo An, Xu Wu et al.\nText.\n"


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", data)
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data, "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zip": zipped,
}  # fmt: skip


def read(*paths: Any, **options: Any) -> list[Record | Rejected]:
    return [item for document in open_inputs(paths, **options) for item in document]


def test_loaders_by_name() -> None:
    assert {"pages", "records"} <= set(registry.loaders())


@pytest.mark.parametrize("kind", PACKERS)
def test_compressed_input_is_told_by_content(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "input.dat"
    path.write_bytes(PACKERS[kind](LINE * 3))
    (document,) = open_inputs([path])
    items = list(document)
    inside = f"{path.as_posix()}/a.jsonl" if kind == "zip" else path.as_posix()
    assert (document.file, document.loader, document.options) == (inside, "records", {})
    assert [item.position for item in items] == [f"{inside}:{i}" for i in (1, 2, 3)]
    assert document.sha256 == hashlib.sha256(LINE * 3 if kind == "zip" else path.read_bytes()).hexdigest()
    assert list(document) == items, "an input can be read again"


def test_records_are_identified_and_do_not_depend_on_where_they_stood(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(b"\n" * len(name) + LINE)
    first, second = read(tmp_path)
    assert isinstance(first, PaperRecord)
    assert isinstance(second, PaperRecord)
    assert first.position != second.position
    assert canonical(first) == canonical(second)
    assert identified(first) == first
    assert len(first.record_id) == 16


def test_year_is_an_option_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE)
    (document,) = open_inputs([path], year=2026)
    (paper,) = document
    assert isinstance(paper, PaperRecord)
    assert (document.loader, document.options, paper.date) == ("pages", {"year": 2026}, "2026-05-28")


def test_a_folder_gives_its_inputs_in_order_and_tells_what_it_passes_over(tmp_path: Path) -> None:
    for name, data in {"b.jsonl": LINE, "a/p.txt": PAGE, "notes.md": b"# Notes\n", "empty.txt": b"", "x.bin": bytes(99),
                       ".hidden.jsonl": LINE, "__pycache__/c.jsonl": LINE}.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    skipped: list[Rejected] = []
    files = [Path(i.file).name for i in open_inputs([tmp_path], on_skip=skipped.append)]
    assert files == ["b.jsonl", "p.txt"]
    assert [(Path(s.source).name, s.reason.split(" ", 1)[1][:14]) for s in skipped] == [
        ("empty.txt", "is empty"), ("notes.md", "unknown format"), ("x.bin", "is no text"),
    ]  # fmt: skip


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(LINE)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    (document,) = open_inputs(["-"])
    assert [item.position for item in document] == ["-:1"]
    assert (document.file, document.sha256) == ("-", hashlib.sha256(data).hexdigest())


ERRORS = {
    "empty": (b" \n\n", "is empty"),
    "binary": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is no text"),
    "unknown": (b"# Notes\nof mine\n", "unknown format$"),
    "damaged gz": (gzip.compress(LINE * 9)[:-9], "is damaged"),
    "no gz": (b"\x1f\x8b nonsense", "is damaged"),
    "damaged xz": (lzma.compress(LINE * 9)[:-9], "is damaged"),
    "damaged bz2": (bz2.compress(LINE * 9)[:-9], "is damaged"),
    "damaged zip": (zipped(LINE)[:-9], "is damaged"),
    "empty zip": (zipped(b"")[:0] + b"PK\x05\x06" + bytes(18), "without files"),
    "packed binary": (gzip.compress(bytes(2000)), "is no text"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, case: str) -> None:
    data, message = ERRORS[case]
    path = tmp_path / "input"
    path.write_bytes(data)
    with pytest.raises(LoadError, match=message) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert path.as_posix() in str(caught.value)
    assert caught.value.source


def test_missing_file_empty_folder_and_unknown_loader(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"nowhere\.txt does not exist"):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(LoadError, match="holds no input"):
        read(tmp_path)
    with pytest.raises(LoadError, match="there is no loader 'magic'") as caught:
        read(tmp_path, loader="magic")
    assert set(caught.value.hint.removeprefix("loaders: ").split(", ")) == set(registry.loaders())
    with pytest.raises(LoadError, match="0 is not a year"):
        read(tmp_path, year=0)


def test_a_named_loader_is_used_whatever_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE)
    assert all(isinstance(item, Rejected) for item in read(path, loader="records"))
    path.write_bytes(LINE)
    with pytest.raises(LoadError, match="is no page"):
        read(path, loader="pages")


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zip"])
def test_bombs_are_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "FREE_BYTES", 1 << 16)
    path = tmp_path / "bomb"
    path.write_bytes(PACKERS[kind](LINE + b" " * (4 << 20) + b"\n"))
    with pytest.raises(LoadError, match="expands more than 250-fold"):
        read(path)


def test_zstandard_where_python_has_it(tmp_path: Path) -> None:
    path = tmp_path / "input.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd" + bytes(20))
    with pytest.raises(LoadError, match=r"zstandard|damaged"):
        read(path)


class Odd:
    """A loader of another package: each line a record, "bad" none."""

    name, title = "odd", "odd lines"

    def sniff(self, head: bytes, path: str) -> float:
        return 1.0 if head.startswith(b"odd") else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        for number, line in enumerate(source.stream, 1):
            if line.startswith(b"odd"):
                yield Rejected(source="", position=str(number), reason="a heading")
            else:
                yield RawItem(str(number), line.decode().strip(), "how it begins")

    def transform(self, raw: RawItem) -> list[Record]:
        if raw.data == "bad":
            raise BadItem("it is bad")
        return [PaperRecord(source="odd", title=raw.data)]


def test_a_loader_of_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = SimpleNamespace(name="odd", value="somewhere:odd", load=Odd)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])
    path = tmp_path / "x"
    path.write_text("odd\nOne\nbad\nTwo\n")
    place = path.as_posix()
    heading, one, bad, two = read(path)
    assert heading == Rejected(source=place, position=f"{place}:1", reason="a heading")
    assert bad == Rejected(source=place, position=f"{place}:3", reason="it is bad", excerpt="how it begins")
    assert isinstance(one, PaperRecord)
    assert isinstance(two, PaperRecord)
    assert (one.title, two.title) == ("One", "Two")


def test_a_loader_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ImportError("no such module")

    entry = SimpleNamespace(name="odd", value="somewhere:odd", load=fail)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])
    with pytest.raises(LoadError, match="the loader odd"):
        registry.loaders()
