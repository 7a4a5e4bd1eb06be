"""Speed of each loader beside the bare parse of the same file, in one process, taking turns.

    python -m benchmarks.loaders                          every loader
    python -m benchmarks.loaders --loader ris --mb 30     one, on a file of 30 MB
    python -m benchmarks.loaders --json                   a line of JSON for each

The file holds the real records of the shared fixtures again and again (where they are absent, or have none of the
format, the small text of ``tests/sample_formats.py``). In each copy about half of the capitalised words, and all DOIs,
are changed, so that no cache sees the same names and titles twice. The bare parse only takes the text apart:

- JSON: ``msgspec.json.decode`` of each line; XML: ``lxml.etree.iterparse`` with each item cleared; CSV: ``csv.reader``;
- BibTeX: ``citerra.parse_file`` (``pip install citerra``), tolerant of damage; left out where it is not installed;
- tagged text: each line decoded and split at its tag.

Ours is reading to finished records, as ``coterie load`` iterates them. Seconds are of the process, the best of three
turns each; limits are 3 times the bare parse, for BibTeX 2. Exit code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import os
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import msgspec
from lxml import etree

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Rejected
from coterie.loaders.base import RawItem, Source
from coterie.loaders.registry import loaders, open_inputs

ROOT = Path(__file__).resolve().parent.parent
LIMIT, LIMIT_BIBTEX = 3.0, 2.0
TURNS = 3
ITEMS = {
    "acl": b"volume", "arxiv-atom": b"entry", "arxiv-oai": b"record", "crossref-xml": b"doi_record", "dblp": b"article",
    "endnote": b"record", "pubmed": b"PubmedArticle",
}  # fmt: skip
"""XML: the element that is repeated, and cleared by the bare parse (with ``_SMALLER`` below it)."""
_SMALLER = {"acl": "paper"}
TAGGED = ("ris", "medline", "wos", "pages")
TABLES = ("dimensions", "ieee", "lens", "roster", "scopus", "springer", "table")
TABBED = ("arxiv-tsv",)

_WORD = re.compile(r'(?<![\w<&/\\@-])([A-Z][a-z]{4,})(?!\w|\s*=|"?\s*:)')
_DOI = re.compile(r"(10\.(?!48550)\d{4,5}/)(?=\w)")
_NO_KEY = re.compile(r"(@\w+\{)\s*,")
"""An entry of BibTeX without a key, which citerra cannot parse."""
_NOT_CHANGED = """\
Journal Article Articles Review Conference Chapter Paper Scopus Springer Letter Editorial Preprint Report Thesis
January February March April August September October November December Final Published Personal"""
_KEPT = frozenset(_NOT_CHANGED.split())


@dataclass(frozen=True)
class Measured:
    """Seconds of both for a file, and what came out of ours."""

    loader: str
    megabytes: float
    real: bool
    bare_s: float
    ours_s: float
    records: int
    rejected: int
    limit: float

    @property
    def ratio(self) -> float:
        return self.ours_s / self.bare_s

    @property
    def kept(self) -> bool:
        return self.ratio <= self.limit


@dataclass(frozen=True)
class Body:
    """The text of a format that may be repeated, what stands before and after all copies, whether it is real."""

    body: str
    head: str = ""
    tail: str = ""
    real: bool = True

    def write(self, path: Path, size: int) -> None:
        """About ``size`` bytes at ``path``."""
        with path.open("wb") as out:
            out.write(self.head.encode())
            copy = 0
            while out.tell() < size:
                out.write(varied(self.body, copy).encode("utf-8", "surrogatepass"))
                copy += 1
            out.write(self.tail.encode())


def varied(text: str, copy: int) -> str:
    """``text`` with about half of its capitalised words, and its DOIs, marked by the number of the copy."""
    mark = "".join(chr(97 + copy // 26**power % 26) for power in range(3))

    def changed(found: re.Match[str]) -> str:
        word = found[1]
        return word if word in _KEPT or zlib.crc32(word.encode()) & 1 else word + mark

    return _DOI.sub(rf"\g<1>{mark}.", _WORD.sub(changed, text))


def fixtures() -> dict[str, list[Path]]:
    """The shared fixtures by loader, the largest first; empty where there are none."""
    folder = Path(os.environ.get("COTERIE_SHARED", ROOT.parent / "shared")) / "data" / "fixtures"
    found: dict[str, list[Path]] = {}
    if folder.is_dir():
        for one in open_inputs([folder]):
            path = Path(one.file)
            if path.is_file():
                found.setdefault(one.loader, []).append(path)
    return {name: sorted(paths, key=lambda path: (-path.stat().st_size, path)) for name, paths in found.items()}


def body(name: str, paths: list[Path]) -> Body:
    """What is repeated for a loader: its fixtures at ``paths``, or its sample."""
    if name in ITEMS:
        whole = [found for path in paths if (found := _xml(path.read_bytes(), ITEMS[name]))]
        return whole[0] if whole else _sample(name)
    if name in TABLES:
        return _table(paths[0].read_text("utf-8-sig")) if paths and name != "table" else _sample(name)
    texts = [text for path in paths if (text := _text(path)) is not None]
    if name in TAGGED or name == "bibtex":
        text = "".join(text.rstrip("\n") + "\n\n" for text in texts)
        return Body(_NO_KEY.sub(r"\g<1>key,", text) if name == "bibtex" else text) if texts else _sample(name)
    lines = [line for path in paths for line in _json(name, path)]
    return Body("".join(line + "\n" for line in lines)) if lines else _sample(name)


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _json(name: str, path: Path) -> Iterator[str]:
    """The items of a file of JSON, each in a line."""
    with path.open("rb") as stream:
        for raw in loaders()[name].read(Source(path.name, stream, path)):
            if isinstance(raw, RawItem) and isinstance(raw.data, bytes | msgspec.Raw):
                try:
                    yield msgspec.json.encode(msgspec.json.decode(raw.data)).decode()
                except (msgspec.DecodeError, RecursionError):
                    continue


def _xml(data: bytes, tag: bytes) -> Body | None:
    """A document whose elements ``tag`` are repeated; None where it has none, or is not well-formed as it stands."""
    end = b"</" + tag + b">"
    start, stop = re.search(rb"<" + tag + rb"[\s>]", data), data.rfind(end)
    if not start or stop < 0:
        return None
    try:
        etree.fromstring(data)
        whole = [data[start.start() : stop + len(end)], data[: start.start()], data[stop + len(end) :]]
        text, head, tail = (part.decode() for part in whole)
    except (etree.XMLSyntaxError, UnicodeDecodeError):
        return None
    return Body(text + "\n", head, tail)


def _table(text: str, real: bool = True) -> Body:
    lines = text.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.count(",") + line.count("\t") >= 3)
    return Body("".join(lines[start + 1 :]).rstrip("\n") + "\n", "".join(lines[: start + 1]), real=real)


def _sample(name: str) -> Body:
    """The small text of a format, with four authors."""
    sys.path.insert(0, str(ROOT / "tests"))
    from sample_formats import SAMPLES

    sample = SAMPLES[name]
    title = "Coteries of Engines and the Networks of Their Authors in Correspondence"
    made = [sample.made(f"{title} {i}", str(1990 + i), authors=4) for i in range(20)]
    if name in ITEMS:
        whole = _xml(made[0].encode(), ITEMS[name])
        assert whole is not None
        return Body(whole.body, whole.head, whole.tail, real=False)
    if name in TABLES or name in TABBED:
        head, rest = made[0].partition("\n")[0] + "\n", [text.partition("\n")[2] for text in made]
        return Body("".join(rest), head, real=False)
    return Body("".join(made), real=False)


# the bare parses


def bare(name: str) -> Callable[[Path], object] | None:
    """The bare parse of a loader's format; None where its package is not installed."""
    if name == "bibtex":
        try:
            parse_file = importlib.import_module("citerra").parse_file
        except ImportError:
            return None
        return lambda path: parse_file(str(path), tolerant=True)
    if name in ITEMS:
        return lambda path: _bare_xml(path, _SMALLER.get(name, ITEMS[name].decode()))
    if name in TABLES:
        return _bare_csv
    if name in TAGGED:
        return _bare_tagged
    return (lambda path: _bare_csv(path, "\t", csv.QUOTE_NONE)) if name in TABBED else _bare_json


def _bare_json(path: Path) -> None:
    with path.open("rb") as stream:
        for line in stream:
            msgspec.json.decode(line)


def _bare_xml(path: Path, tag: str) -> None:
    for _, element in etree.iterparse(path, tag=("{*}" + tag, tag), huge_tree=True):
        element.clear(keep_tail=False)
        while (before := element.getprevious()) is not None:
            before.getparent().remove(before)


def _bare_csv(path: Path, delimiter: str = ",", quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for _ in csv.reader(stream, delimiter=delimiter, quoting=quoting):
            pass


def _bare_tagged(path: Path) -> None:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for line in stream:
            line.rstrip("\n").partition("- ")


# measuring


def ours(name: str, path: Path) -> tuple[int, int]:
    """Read to finished records: how many, and how many rejected."""
    records = rejected = 0
    for one in open_inputs([path], loader=name):
        for record in one:
            if isinstance(record, Rejected):
                rejected += 1
            else:
                records += 1
    return records, rejected


def measure(name: str, paths: list[Path], size: int, folder: Path) -> Measured | None:
    """Both on one file, taking turns; None where there is no bare parse to compare with."""
    parse = bare(name)
    if parse is None:
        return None
    whole = body(name, paths)
    path = folder / f"{name}.{'bib' if name == 'bibtex' else 'txt'}"
    whole.write(path, size)
    bare_s, ours_s, counts = float("inf"), float("inf"), (0, 0)
    for _ in range(TURNS):
        begun = time.process_time()
        parse(path)
        between = time.process_time()
        counts = ours(name, path)
        bare_s, ours_s = min(bare_s, between - begun), min(ours_s, time.process_time() - between)
    limit = LIMIT_BIBTEX if name == "bibtex" else LIMIT
    megabytes = path.stat().st_size / 1e6
    path.unlink()
    return Measured(name, megabytes, whole.real, bare_s, ours_s, *counts, limit)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loader", action="append", metavar="NAME", choices=sorted(loaders()))
    parser.add_argument("--mb", type=float, default=12, help="megabytes of each file (12)")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each")
    given = parser.parse_args()
    real, kept = fixtures(), True
    if not given.json:
        print(f"{'loader':<18}{'MB':>6}{'bare s':>8}{'MB/s':>8}{'ours s':>8}{'MB/s':>8}{'records':>10}{'rejected':>9}"
              f"{'ratio':>7}")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="coterie-bench-") as folder:
        for name in given.loader or loaders():
            try:
                found = measure(name, real.get(name, []), int(given.mb * 1e6), Path(folder))
            except (LoadError, etree.XMLSyntaxError, msgspec.DecodeError) as error:
                print(f"{name:<18}not measured: {error}", file=sys.stderr)
                kept = False
                continue
            if found is None:
                print(f"{name:<18}not measured: citerra is not installed", file=sys.stderr)
                continue
            kept &= found.kept
            print(json.dumps(asdict(found) | {"ratio": found.ratio, "kept": found.kept}) if given.json
                  else _line(found), flush=True)  # fmt: skip
    sys.exit(not kept)


def _line(found: Measured) -> str:
    size = found.megabytes
    return (
        f"{found.loader:<18}{size:>6.1f}{found.bare_s:>8.2f}{size / found.bare_s:>8.1f}{found.ours_s:>8.2f}"
        f"{size / found.ours_s:>8.1f}{found.records:>10,}{found.rejected:>9,}{found.ratio:>7.2f} of {found.limit:g}"
        f"{'' if found.kept else ', MISSED'}{'' if found.real else ' (generated)'}"
    )


if __name__ == "__main__":
    main()
