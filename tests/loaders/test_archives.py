"""Tar and zip archives: safe, bounded, their members like the files of a folder."""

from __future__ import annotations

import bz2
import gc
import gzip
import io
import lzma
import os
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected
from coterie.loaders import archives, opening, registry
from coterie.loaders.base import RawItem, Source
from coterie.loaders.opening import find
from coterie.loaders.registry import open_inputs

LINE = b'{"type":"paper","source":"mine","title":"On Coteries"}\n'
Member = tuple[str, bytes] | tarfile.TarInfo


def tarred(*members: Member, format: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
    return out.getvalue()


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


PACKERS: dict[str, Callable[..., bytes]] = {
    "tar": tarred, "tar.gz": lambda *m: gzip.compress(tarred(*m)), "tar.bz2": lambda *m: bz2.compress(tarred(*m)),
    "tar.xz": lambda *m: lzma.compress(tarred(*m)), "zip": zipped,
    "old tar": lambda *m: tarred(*m, format=tarfile.USTAR_FORMAT),
    "gnu tar": lambda *m: tarred(*m, format=tarfile.GNU_FORMAT),
}  # fmt: skip


def inputs(path: Path, **options: Any) -> tuple[list[str], list[str]]:
    """Names of the inputs at ``path`` and of what was passed over, both without the path."""
    skipped: list[Rejected] = []
    found = list(open_inputs([path], on_skip=skipped.append, **options))
    assert all(list(item) for item in found)
    cut = len(path.as_posix()) + 1
    return [item.file[cut:] for item in found], [item.reason[cut:] for item in skipped]


@pytest.mark.parametrize("kind", PACKERS)
def test_members_are_like_the_files_of_a_folder(tmp_path: Path, kind: str) -> None:
    long = "d" * 120 + "/" + "é" * 60 + ".jsonl"
    members = [("b.jsonl", LINE * 2), ("./a/c.jsonl", LINE), (".hidden", LINE), ("__MACOSX/x", LINE), ("e.txt", b"")]
    if kind != "old tar":
        members.append((long, LINE))
    path, folder = tmp_path / "input.dat", tmp_path / "folder"
    path.write_bytes(PACKERS[kind](*members))
    for name, data in members:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    of_archive, of_folder = list(open_inputs([path])), list(open_inputs([folder]))
    assert [i.file.removeprefix(f"{path.as_posix()}/") for i in of_archive] == [
        i.file.removeprefix(f"{folder.as_posix()}/") for i in of_folder] != []  # fmt: skip
    assert [i.sha256 for i in of_archive] == [i.sha256 for i in of_folder]
    assert inputs(path) == inputs(folder)
    assert inputs(path)[1] == ["e.txt is empty"]


def test_members_have_siblings_until_they_are_let_go(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(tarred(("t/a.csv", b"1"), ("t/b.csv", b"22")))
    found = list(find(path))
    assert [f.name for f in found] == [f"{path.as_posix()}/t/a.csv", f"{path.as_posix()}/t/b.csv"]
    place = found[0].path
    assert place is not None
    assert (place.parent / "b.csv").read_bytes() == b"22"
    assert stat.S_IMODE(place.parent.parent.stat().st_mode) == 0o700
    with found[0].open() as stream:
        assert stream.read() == b"1"
    del found, stream
    gc.collect()
    assert not place.parent.parent.exists()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


UNSAFE: list[Member] = [
    ("/tmp/coterie-escape.jsonl", LINE), ("../coterie-escape.jsonl", LINE), ("a/../../coterie-escape.jsonl", LINE),
    ("bell\a.jsonl", LINE), special("link.jsonl", tarfile.SYMTYPE, "/etc/passwd"),
    special("hard.jsonl", tarfile.LNKTYPE, "good.jsonl"), special("null", tarfile.CHRTYPE),
    special("disk", tarfile.BLKTYPE), special("pipe", tarfile.FIFOTYPE), special("odd", b"Q"),
    ("x" * 300 + ".jsonl", LINE), ("good.jsonl/under.jsonl", LINE),
]  # fmt: skip


def test_what_is_not_safe_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    folder = special("sub", tarfile.DIRTYPE)
    behind = special("dir", tarfile.SYMTYPE, str(tmp_path))
    path.write_bytes(gzip.compress(tarred(("good.jsonl", LINE), folder, behind, ("dir/escape.jsonl", LINE), *UNSAFE)))
    names, reasons = inputs(path)
    assert names == ["good.jsonl", "dir/escape.jsonl"]
    assert len(reasons) == len(UNSAFE) + 1
    assert all("is a" in r or "leads out" in r or "under its name" in r or "unknown kind" in r for r in reasons)
    assert not list(tmp_path.rglob("*escape*"))
    assert not Path("/tmp/coterie-escape.jsonl").exists()


def test_unsafe_members_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    link = zipfile.ZipInfo("link.jsonl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.jsonl", LINE)
        archive.writestr("../coterie-escape.jsonl", LINE)
        archive.writestr("/coterie-escape.jsonl", LINE)
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("lzma.jsonl"), LINE, compress_type=zipfile.ZIP_LZMA)
    names, reasons = inputs(path)
    assert names == ["good.jsonl"]
    assert sorted(r.partition(" ")[2] for r in reasons) == [
        "has a name that leads out of the archive", "has a name that leads out of the archive",
        "is a link or device, not a file", "is packed in a way that is not read",
    ]  # fmt: skip


def encrypted() -> bytes:
    """A zip that says of its member that it is encrypted."""
    data = bytearray(zipped(("a.jsonl", LINE)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def of_size(size: int, kind: bytes, name: str = "x") -> bytes:
    """A tar header that states ``size``, and nothing after it but some text."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT) + LINE * 30


BROKEN = {
    "truncated": (gzip.compress(tarred(("a.jsonl", os.urandom(9000))))[:-600], "is damaged"),
    "cut between": (tarred(("a.jsonl", LINE * 50))[:1000], "is damaged .*ends in the middle"),
    "bad second header": (tarred(("a.jsonl", LINE))[:1024] + b"x" * 2048, "is damaged"),
    "huge name": (of_size(1 << 40, tarfile.GNUTYPE_LONGNAME), r"a header of 1,099,511,627,776 bytes"),
    "huge pax": (of_size(1 << 33, tarfile.XHDTYPE), "a header of"),
    "negative": (of_size(-5, tarfile.REGTYPE), "negative size"),
    "bad pax": (of_size(20, tarfile.XHDTYPE)[:512] + b"99999999999999999999" + bytes(492), "is damaged"),
    "encrypted": (encrypted(), "holds no input.*is encrypted"),
    "zip cut": (zipped(("a.jsonl", LINE * 99))[:-9], "is damaged"),
    "zip bad data": (zipped(("a.jsonl", LINE * 99)).replace(b"PK\x03\x04", b"PK\x03\x05")[:4]
                     + zipped(("a.jsonl", LINE * 99))[4:40] + bytes(20) + zipped(("a.jsonl", LINE * 99))[60:],
                     "is no text|is damaged"),
    "only folders": (tarred(special("a", tarfile.DIRTYPE)), "without files"),
    "xz of much memory": (lzma.compress(LINE, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_one_line(tmp_path: Path, case: str) -> None:
    data, message = BROKEN[case]
    path = tmp_path / "input"
    path.write_bytes(data)
    with pytest.raises(LoadError, match=message) as caught:
        inputs(path)
    assert "\n" not in str(caught.value)
    assert path.as_posix() in str(caught.value)


def test_a_broken_archive_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("a.jsonl", LINE))[:-9])
    (tmp_path / "b.jsonl").write_bytes(LINE)
    (tmp_path / "c.tar").write_bytes(tarred(("d.jsonl", LINE)))
    names, reasons = inputs(tmp_path)
    assert names == ["b.jsonl", "c.tar/d.jsonl"]
    assert [r.startswith("a.zip is damaged") for r in reasons] == [True]


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "FREE_BYTES", 1 << 16)
    path = tmp_path / "bomb"
    much = LINE + b" " * (4 << 20)
    for pack in PACKERS.values():
        path.write_bytes(pack(("a.jsonl", much), ("b.jsonl", much)))
        if len(path.read_bytes()) < 1 << 20:  # plain tar does not shrink
            with pytest.raises(LoadError, match="more than 250-fold"):
                inputs(path)
    lying = bytearray(zipped(("a.jsonl", much)))  # says that it is small
    at = lying.index(b"PK\x01\x02") + 24
    lying[at : at + 4] = lying[22:26] = (99).to_bytes(4, "little")
    path.write_bytes(lying)
    with pytest.raises(LoadError, match=r"damaged|250-fold"):
        inputs(path)


def test_too_many_members_and_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(tarred(*((f"{i}.jsonl", LINE) for i in range(20))))
    monkeypatch.setattr(archives, "MAX_MEMBERS", 19)
    with pytest.raises(LoadError, match="more than 19 members: refused"):
        inputs(path)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 20)
    assert len(inputs(path)[0]) == 20
    monkeypatch.setattr(archives, "RESERVE", 1 << 60)
    with pytest.raises(LoadError, match="no room to unpack it") as caught:
        inputs(path)
    assert "TMPDIR" in caught.value.hint


def test_archives_inside_archives_are_not_opened_but_packed_files_are(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    inner = tarred(("in.jsonl", LINE))
    path.write_bytes(zipped(("a.zip", zipped(("in.jsonl", LINE))), ("b.tar.gz", gzip.compress(inner)), ("c.tar", inner),
                            ("d.jsonl.gz", gzip.compress(LINE))))  # fmt: skip
    names, reasons = inputs(path)
    assert names == ["d.jsonl.gz"]
    assert [r.partition(" ")[2] for r in reasons] == ["is an archive inside an archive, which is not opened"] * 3


class Tables:
    """A loader that reads workbooks, and the table that stands beside another."""

    name, title, binary = "tables", "tables", True

    def sniff(self, head: bytes, path: str) -> float:
        return 1.0 if head.startswith((b"PK", b"PAR1", b"papers", b"authors")) else 0.0

    def parts(self, path: Path, mapping: object = None) -> frozenset[str]:
        return frozenset({"authors.csv"} | ({"more.csv"} if mapping else set()))

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        assert source.path is not None
        sibling = source.path.parent / "authors.csv"
        yield RawItem("1", (sibling.read_text() if sibling.exists() else source.stream.read(4).decode("latin-1")))

    def transform(self, raw: RawItem) -> list[Record]:
        return [PaperRecord(source="x", title=raw.data)]


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = SimpleNamespace(name="table", value="x:y", load=lambda: SimpleNamespace)
    one = Tables()
    one.name = "table"
    entry.load = lambda: one
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])


WORKBOOK = zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))


@pytest.mark.usefixtures("tables")
def test_workbook_and_parquet_are_single_inputs(tmp_path: Path) -> None:
    for name, data in {"a.xlsx": WORKBOOK, "b.parquet": b"PAR1" + bytes(range(256)), "c.bin": bytes(99)}.items():
        (tmp_path / name).write_bytes(data)
    assert inputs(tmp_path) == (["a.xlsx", "b.parquet"], ["c.bin is no text"])
    (tmp_path / "x.zip").write_bytes(zipped(("in/a.xlsx", WORKBOOK)))
    [document] = open_inputs([tmp_path / "x.zip"])
    [paper] = document
    assert isinstance(paper, PaperRecord)
    assert (document.file, paper.title) == (f"{(tmp_path / 'x.zip').as_posix()}/in/a.xlsx", "PK\x03\x04")


def test_text_loaders_are_not_asked_about_workbooks(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + LINE)
    with pytest.raises(LoadError, match="is no text"):
        inputs(tmp_path / "a.parquet", loader="records")


@pytest.mark.usefixtures("tables")
def test_parts_of_an_input_are_no_inputs(tmp_path: Path) -> None:
    for name, data in {"authors.csv": b"authors", "papers.csv": b"papers", "more.csv": b"more"}.items():
        (tmp_path / name).write_bytes(data)
    assert inputs(tmp_path) == (["papers.csv"], ["more.csv: unknown format"])
    each = [tmp_path / name for name in ("authors.csv", "papers.csv")]
    documents = list(open_inputs(each))
    assert [Path(d.file).name for d in documents] == ["papers.csv"]
    [paper] = documents[0]
    assert isinstance(paper, PaperRecord)
    assert paper.title == "authors", "it reads its sibling"
    archive = tmp_path / "x.tar"
    archive.write_bytes(tarred(("authors.csv", b"authors"), ("papers.csv", b"papers")))
    assert inputs(archive) == (["papers.csv"], [])


@pytest.mark.usefixtures("tables")
def test_a_mapping_is_passed_on_and_kept(tmp_path: Path) -> None:
    (tmp_path / "papers.csv").write_bytes(b"papers")
    (tmp_path / "more.csv").write_bytes(b"papers, more")
    mapping = {"title": "Titel", "authors": ["A", "B"]}
    skipped: list[Rejected] = []
    [document] = open_inputs([tmp_path], mapping=mapping, on_skip=skipped.append)
    assert skipped == [], "the mapping says that the other file is a part"
    assert document.options == {"map": '{"authors":["A","B"],"title":"Titel"}'}
    assert document.loader == "table"


def test_a_mapping_without_a_loader_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: [])
    with pytest.raises(LoadError, match="there is no loader 'table'"):
        inputs(tmp_path, mapping={})


SEEDS = [pack(("a.jsonl", LINE), ("b/c.jsonl", LINE * 9)) for pack in PACKERS.values()]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
       st.integers(0, 11000))  # fmt: skip
def test_a_mutated_archive_gives_inputs_or_one_line(seed: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(seed)
    for place, value in changes:
        data[place % len(data)] = value
    path = Path(tempfile.gettempdir(), f"coterie-fuzz-{os.getpid()}")
    path.write_bytes(data[: max(cut, 1)])
    said = ""
    try:
        for document in open_inputs([path]):
            list(document)
    except LoadError as error:
        said = str(error)
    finally:
        path.unlink()
    assert "\n" not in said
