"""Memory of reading to records, for one loader of each way of reading, on ever longer streams of small records.

    python -m benchmarks.streaming                              0.1, 0.3 and 1 GB of each format
    python -m benchmarks.streaming ris crossref --sizes 30 300  megabytes, chosen formats

The input is made while it is read and never lies on a disk; each size is read by a process of its own. A line gives the
seconds, the megabytes a second, the records and the peak of resident memory. Exit code 1 where memory is above 300 MB,
or grows by 30 MB or more from the smallest size to the largest.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 300, 1000)
MOST, GROWTH = 300, 30
"""Megabytes of resident memory at most, and how much the largest size may need beyond the smallest."""

_MB = 1_000_000
_BLOCK = 1 << 18
_NUMBER = b"00000000"


@dataclass(frozen=True)
class Shape:
    """How the text of a format begins, its record (``00000000`` where its number stands) and how it ends."""

    loader: str
    record: bytes
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


_CROSSREF = (
    b'{"DOI":"10.1000/00000000","title":["On coteries, part 00000000"],"type":"journal-article","author":[{"given":'
    b'"Ada","family":"Lovelace","ORCID":"http://orcid.org/0000-0002-1825-0097","sequence":"first","affiliation":[{'
    b'"name":"University of Oslo"}]},{"given":"Augustus","family":"De Morgan","sequence":"additional"}],"issued":{'
    b'"date-parts":[[1843,9,5]]},"is-referenced-by-count":3,"container-title":["Annals of Coteries"],"abstract":"'
    + b"Not kept. " * 60
    + b'"}'
)

SHAPES = {
    "json-lines": Shape("crossref", _CROSSREF, between=b"\n"),
    "json-array": Shape("crossref", _CROSSREF, b'{"status":"ok","message-type":"work-list","message":{"items":[',
                        b",\n", b"]}}"),
    "records": Shape(
        "records",
        b'{"type":"paper","source":"mine","record_id":"00000000","title":"On coteries, part 00000000","date":"1843-09",'
        b'"mentions":[{"written":"Ada Lovelace","position":1},{"written":"Augustus De Morgan","position":2}]}\n',
    ),
    "xml": Shape(
        "pubmed",
        b'<PubmedArticle><MedlineCitation><PMID Version="1">00000000</PMID><Article><Journal><JournalIssue><PubDate>'
        b"<Year>1843</Year><Month>Sep</Month></PubDate></JournalIssue><Title>Annals</Title></Journal><ArticleTitle>On "
        b'coteries, part 00000000.</ArticleTitle><AuthorList CompleteYN="Y"><Author><LastName>Lovelace</LastName>'
        b"<ForeName>Ada</ForeName><AffiliationInfo><Affiliation>University of Oslo, Norway.</Affiliation>"
        b"</AffiliationInfo></Author></AuthorList></Article></MedlineCitation></PubmedArticle>\n",
        b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n', b"", b"</PubmedArticleSet>\n",
    ),
    "ris": Shape(
        "ris",
        b"TY  - JOUR\nTI  - On coteries, part 00000000\nAU  - Lovelace, Ada\nAU  - De Morgan, Augustus\n"
        b"PY  - 1843/09/05\nJO  - Annals\nDO  - 10.1000/00000000\nER  - \n\n",
    ),
    "bibtex": Shape(
        "bibtex",
        b"@article{lovelace00000000,\n  title = {On {C}oteries, part 00000000},\n  author = {Lovelace, Ada and {De "
        b'Morgan}, Augustus},\n  journal = "Annals",\n  year = 1843, month = sep,\n  doi = {10.1000/00000000}\n}\n\n',
    ),
    "csv": Shape(
        "scopus",
        b'"Lovelace A.; De Morgan A.","57200000001; 57200000002","On coteries, part 00000000","1843","Annals","3",'
        b'"10.1000/00000000","","University of Oslo, Norway","Lovelace A., University of Oslo, Norway; De Morgan A.",'
        b'"Article","Scopus","2-s2.0-00000000"\n',
        b'"Authors","Author(s) ID","Title","Year","Source title","Cited by","DOI","Link","Affiliations","Authors with '
        b'affiliations","Document Type","Source","EID"\n',
    ),
    "medline": Shape(
        "medline",
        b"PMID- 00000000\nOWN - NLM\nDP  - 1843 Sep 5\nTI  - On coteries, part 00000000\nFAU - Lovelace, Ada\nAU  - "
        b"Lovelace A\nAD  - University of Oslo, Norway.\nJT  - Annals\nLID - 10.1000/00000000 [doi]\n\n",
    ),
    "arxiv-tsv": Shape(
        "arxiv-tsv",
        b"cs/0000000\t2001-01-02\t2004-03-04\tcs.CL\tcs.AI,cs.CL\tAda Lovelace, Augustus De Morgan\t2\t"
        b"On coteries, part 00000000\t10.1000/00000000\n",
        b"arxiv_id\tcreated\tupdated\tprimary_cat\tcategories\tauthor_text\tnum_authors\ttitle\tdoi\n",
    ),
}  # fmt: skip


class Stream(io.RawIOBase):
    """About ``size`` bytes of a shape, made as they are read, no two records alike; ``records`` counts them."""

    def __init__(self, shape: Shape, size: int) -> None:
        self._pieces = self._made(shape, size)
        self._rest = memoryview(b"")
        self.records = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _made(self, shape: Shape, size: int) -> Iterator[bytes]:
        yield shape.head
        written, each = 0, max(1, _BLOCK // len(shape.record))
        while written < size:
            first = self.records
            numbers = (b"%08d" % number for number in range(first + 1, first + each + 1))
            block = shape.between.join(shape.record.replace(_NUMBER, number) for number in numbers)
            self.records += each
            written += len(block)
            yield (shape.between if first else b"") + block
        yield shape.tail


def read(name: str, megabytes: float) -> dict[str, float]:
    """Read a stream of the shape ``name`` to records, in this process: seconds, records and peak of memory in MB.
    Raises ``AssertionError`` where not every record came out."""
    from coterie.graph.model.records import Rejected
    from coterie.loaders.base import Source
    from coterie.loaders.registry import loaders

    shape = SHAPES[name]
    loader = loaders()[shape.loader]
    stream = Stream(shape, int(megabytes * _MB))
    begun, count = time.perf_counter(), 0
    with io.BufferedReader(stream) as buffered:
        for raw in loader.read(Source(name, cast(BinaryIO, buffered))):
            assert not isinstance(raw, Rejected), raw
            count += len(loader.transform(raw))
    assert count == stream.records, f"{name}: {count:,} of {stream.records:,} records"
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "records": count, "peak": peak_mb()}


def peak_mb() -> float:
    """The most memory that this process has held, in MB; where Linux says it, without what its parent held when it was
    started, which the system's own count includes."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(name: str, megabytes: float) -> dict[str, float]:
    """:func:`read` in a process of its own. Raises ``SystemExit`` with its output where it fails."""
    command = [sys.executable, "-m", "benchmarks.streaming", "--child", name, str(megabytes)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{name}, {megabytes:g} MB:\n{done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table(names: list[str], sizes: list[float]) -> bool:
    """Measure and print each format at each size; whether all stay within the bounds."""
    kept = True
    print(f"{'input':<12}{'loader':<12}{'MB':>6}{'s':>8}{'MB/s':>8}{'records':>12}{'peak MB':>9}")
    for name in names:
        peaks = []
        for size in sizes:
            found = measured(name, size)
            peaks.append(found["peak"])
            seconds, records = found["seconds"], found["records"]
            print(f"{name:<12}{SHAPES[name].loader:<12}{size:>6g}{seconds:>8.1f}{size / seconds:>8.1f}"
                  f"{records:>12,.0f}{found['peak']:>9.0f}", flush=True)  # fmt: skip
        kept &= max(peaks) < MOST and peaks[-1] - peaks[0] < GROWTH
    return kept


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", choices=[[], *SHAPES], help="all, unless named")
    parser.add_argument("--sizes", nargs="+", type=float, default=SIZES, metavar="MB")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        print(json.dumps(read(chosen.child[0], float(chosen.child[1]))))
        return
    sys.exit(not table(chosen.formats or list(SHAPES), list(chosen.sizes)))


if __name__ == "__main__":
    main()
