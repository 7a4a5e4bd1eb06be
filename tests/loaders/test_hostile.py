"""Damaged and malicious inputs of every format: records, reasons or one error, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sample_formats import SAMPLES, Sample
from support import ROOT

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected, canonical, decode
from coterie.loaders.records import problem
from coterie.loaders.registry import loaders, open_inputs

SECONDS, MEGABYTES = 10, 300
STEP = 37
AUTHORS, DEPTH, LONG = 20_000, 100_000, 20 << 20
XML = [name for name, sample in SAMPLES.items() if sample.is_xml]
NOISE = {
    "NUL": b"\0",
    "control": b"\x01\x08\x0b\x1b\x7f\xc2\x85",
    "no UTF-8": b"\xff\xfe\xe9\x80",
    "half a pair": b"\xed\xa0\x80",
    "escaped half": b"\\ud800",
    "referenced": b"&#0;&#xD800;&#x1F;",
    "separators": "\u2028\u2029\u202e\ufeff".encode(),
    "quote": b'"',
    "braces": b"}{][",
    "tag": b"<x",
}


def outcome(name: str, data: bytes, path: Path) -> list[Record | Rejected]:
    """What reading ``data`` gives, each record fit to be kept; nothing where it is refused as a whole."""
    path.write_bytes(data)
    out: list[Record | Rejected] = []
    with suppress(LoadError):
        for one in open_inputs([path], loader=name):
            out += one
    for got in out:
        if isinstance(got, Rejected):
            assert got.reason.strip()
        else:
            assert problem(got) == ""
            assert decode(canonical(got))
    return out


def papers(found: list[Record | Rejected]) -> list[PaperRecord]:
    return [one for one in found if isinstance(one, PaperRecord)]


def test_every_loader_has_a_sample() -> None:
    assert set(SAMPLES) == set(loaders())


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_valid(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    path = tmp_path / sample.file
    path.write_text(sample.made(), encoding="utf-8")
    (one,) = open_inputs([path])
    assert one.loader == name
    found = list(one)
    assert not [got for got in found if isinstance(got, Rejected)]
    if sample.people:
        (paper,) = papers(found)
        assert (paper.title, len(paper.mentions), (paper.date or "")[:4]) == ("On coteries", 2, "1843")


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_cut_off_anywhere(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    data = sample.made().encode()
    for size in range(0, len(data), STEP):
        for title in papers(outcome(name, data[:size], tmp_path / sample.file)):
            assert len(title.title) <= len("On coteries") or not sample.people, f"{size}: {title}"


@pytest.mark.slow
@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("name", SAMPLES)
def test_noise_anywhere(name: str, noise: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    data = sample.made().encode()
    for place in range(0, len(data), STEP):
        outcome(name, data[:place] + NOISE[noise] + data[place:], tmp_path / sample.file)


@pytest.mark.parametrize("noise", ["NUL", "control", "no UTF-8"])
@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.people])
def test_noise_in_the_title_alone(name: str, noise: str, tmp_path: Path) -> None:
    """In the formats of lines and tables, a title with bytes that are no text is a title, without them."""
    sample = SAMPLES[name]
    data = sample.made(title="On Q coteries").encode().replace(b"Q", NOISE[noise])
    found = papers(outcome(name, data, tmp_path / sample.file))
    if name == "pages" and noise == "no UTF-8":
        assert not found  # which says so of the page
    elif not sample.is_xml and not sample.is_json:
        (paper,) = found
        assert paper.title.startswith("On ")
        assert paper.title.endswith("coteries")
    assert not any(c < " " or "\x7f" <= c < "\xa0" for paper in found for c in paper.title)


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.dated])
def test_impossible_dates_are_left_out(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    zero = sample.made(year="0" if sample.is_json else "0000")
    (paper,) = papers(outcome(name, zero.encode(), tmp_path / sample.file))
    assert (paper.title, paper.date, len(paper.mentions)) == ("On coteries", None, 2)
    (paper,) = papers(outcome(name, sample.made(day="32").encode(), tmp_path / sample.file))
    assert len(paper.mentions) == 2
    assert paper.date in ("1843-05", "1843", None)
    assert paper.date is not None or name == "pages"


@pytest.mark.parametrize("name", XML)
def test_entities_are_refused(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    layers = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!ENTITY l0 "lol">{layers}'
    outside = f'<!ENTITY l11 SYSTEM "{secret.as_uri()}">'
    parameter = f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p; <!ENTITY l11 "x">'
    head, _, body = sample.made(title="On &l11; coteries").partition("\n")
    body = body.partition("?>")[2] or body
    body = body[body.index("<", body.find("<!DOCTYPE") + 1) :] if "<!DOCTYPE" in body else body
    root = body.lstrip("<").partition(" ")[0].partition(">")[0]
    for declared in (bomb, outside, parameter):
        text = f"{head}\n<!DOCTYPE {root} [{declared}]>\n{body}"
        begun = time.process_time()
        found = outcome(name, text.encode(), tmp_path / sample.file)
        assert time.process_time() - begun < 1
        assert not any("TOP-SECRET" in repr(one) or "lollol" in repr(one) for one in found)


def heavy(sample: Sample) -> Iterator[tuple[str, str]]:
    """Large and deep texts, each with what it is."""
    yield "20,000 authors", sample.made(authors=AUTHORS)
    yield "a title of 20 MB", sample.made(title="On coteries " * (LONG // 12))
    yield "20 MB without a line's end", "x" * LONG
    yield "a line of 20 MB before", "x" * LONG + "\n" + sample.made()
    for opened, closed in (("[", "]"), ('{"a":', "}"), ("{", "}"), ("<a>", "</a>"), ("(", ")"), ('"', '"')):
        yield f"{opened} {DEPTH} deep", opened * DEPTH
        nested = opened * DEPTH + ("1" if opened == '{"a":' else "") + closed * DEPTH
        yield f"a title in {opened} {DEPTH} deep", sample.made(title=nested)
        if sample.is_json:
            yield f"a value {opened} {DEPTH} deep", sample.made().replace('"On coteries"', nested)
            yield f"an unknown value {opened} {DEPTH} deep", sample.made().replace("{", f'{{"unknown":{nested},', 1)


def _peak_mb() -> int:
    """The most that this process has held: unlike ``ru_maxrss``, without what its parent held when it was started."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) >> 10


def child(name: str, folder: str) -> None:
    """Read the heavy texts of one format, and fail above the limits of time or memory."""
    sample = SAMPLES[name]
    for what, text in heavy(sample):
        data = text.encode()
        del text
        begun = time.process_time()
        found = outcome(name, data, Path(folder, sample.file))
        took = time.process_time() - begun
        peak = _peak_mb()
        print(f"{what[:40]:<42} {took:6.2f} s {peak:6,} MB {len(found)}", flush=True)
        assert took < SECONDS, f"{what}: {took:.1f} s"
        assert peak < MEGABYTES, f"{what}: {peak} MB"
        if what == "20,000 authors" and sample.people and name != "pages":  # which shows three
            assert [len(paper.mentions) for paper in papers(found)] == [AUTHORS], what


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_large_and_deep_inputs_stay_within_bounds(name: str, tmp_path: Path) -> None:
    code = f"import sys; sys.path[:0] = sys.argv[1:3]; from test_hostile import child; child({name!r}, sys.argv[3])"
    folders = [str(ROOT / "tests"), str(Path(__file__).parent), str(tmp_path)]
    done = subprocess.run([sys.executable, "-c", code, *folders], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
