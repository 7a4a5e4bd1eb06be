"""Reading the same generated papers by peers, each in an environment of its own, and by Coterie.

    python -m benchmarks.peers                             5,000 papers as BibTeX, RIS and Web of Science text
    python -m benchmarks.peers --papers 50000
    python -m benchmarks.peers --environments FOLDER       keep the environments there for the next run

Peers are installed with ``pip`` from the package index as they stand (litstudy with ``bibtexparser<2``, without which
it cannot be imported). A run is a process of its own: seconds are those of the reading call, after all imports; memory
is the peak of the process (Linux's VmHWM, which unlike ``ru_maxrss`` is not its parent's), imports included. Records
kept are those that the peer hands on. A peer that does not install, does not read a file or takes longer than
``--most`` seconds is listed with its error. Coterie reads to finished records.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import generated
from coterie.graph.model.records import PaperRecord

ROOT = Path(__file__).resolve().parent.parent
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FILLER = "We study the structure of small groups in large networks and measure it on records of published work. " * 8

PEERS: dict[str, tuple[str, ...]] = {
    "metaknowledge": ("metaknowledge",),
    "litstudy": ("litstudy", "bibtexparser<2"),
    "pybibx": ("pybibx",),
    "bibtexparser 1": ("bibtexparser<2",),
    "bibtexparser 2": ("bibtexparser>=2",),
}
"""What pip is asked for."""

_OURS = """\
from coterie.graph.model.records import Rejected
from coterie.loaders.registry import loaders, open_inputs
loaders()
---
kept = sum(not isinstance(record, Rejected) for one in open_inputs([path]) for record in one)"""

READS: dict[str, dict[str, str]] = {
    "metaknowledge": {
        "wos": "import metaknowledge\n---\nkept = len(metaknowledge.RecordCollection(path))",
    },
    "litstudy": {
        "bib": "import litstudy\n---\nkept = len(litstudy.load_bibtex(path))",
        "ris": "import litstudy\n---\nkept = len(litstudy.load_ris_file(path))",
    },
    "pybibx": {
        "bib": "from pybibx.base import pbx_probe\n---\nkept = len(pbx_probe(file_bib=path, db='scopus').data)",
    },
    "bibtexparser 1": {
        "bib": "import bibtexparser\n---\nkept = len(bibtexparser.load(open(path, encoding='utf-8')).entries)",
    },
    "bibtexparser 2": {
        "bib": "import bibtexparser\n---\nkept = len(bibtexparser.parse_file(path).entries)",
    },
    "coterie": dict.fromkeys(("bib", "ris", "wos"), _OURS),
}
"""The imports, and the call that reads ``path``, by reader and format."""

MEASURED = """\
import contextlib, io, json, re, sys, time, warnings
warnings.simplefilter("ignore")
path = sys.argv[1]
with contextlib.redirect_stdout(io.StringIO()):
{imports}
    begun = time.perf_counter()
{call}
    seconds = time.perf_counter() - begun
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps({{"seconds": seconds, "kept": kept, "peak": peak}}))
"""


# the papers as text


def write(folder: Path, papers: int) -> dict[str, Path]:
    """``papers`` generated papers in each format, by its name."""
    made = [paper for paper in generated.records(papers) if isinstance(paper, PaperRecord)]
    forms: dict[str, tuple[str, Callable[[PaperRecord], str], str, str]] = {
        "bib": ("papers.bib", bibtex, "", ""),
        "ris": ("papers.ris", ris, "", ""),
        "wos": ("papers.txt", wos, "FN Clarivate Analytics Web of Science\nVR 1.0\n", "EF\n"),
    }
    paths = {}
    for name, (file, one, head, tail) in forms.items():
        paths[name] = folder / file
        paths[name].write_text(head + "".join(map(one, made)) + tail, "utf-8")
    return paths


def bibtex(paper: PaperRecord) -> str:
    """A paper as an entry of BibTeX, laid out like those of Scopus, which pybibx relies on."""
    year, month, _ = _date(paper)
    fields = {
        "author": " and ".join(f"{family}, {given}" for family, given in _names(paper)),
        "title": _title(paper),
        "journal": "Annals of Coteries",
        "year": year,
        "month": MONTHS[int(month) - 1].lower(),
        "doi": _doi(paper),
        "abstract": FILLER,
        "keywords": "; ".join(_topics(paper)),
    }
    return f"@article{{{paper.record_id},\n" + ",\n".join(f"\t{k} = {{{v}}}" for k, v in fields.items()) + "\n}\n\n"


def ris(paper: PaperRecord) -> str:
    """A paper as a record of RIS."""
    lines = [("TY", "JOUR"), *(("AU", f"{family}, {given}") for family, given in _names(paper))]
    lines += [("TI", _title(paper)), ("JO", "Annals of Coteries"), ("PY", "/".join(_date(paper)) + "/")]
    lines += [("DO", _doi(paper)), ("AB", FILLER), *(("KW", topic) for topic in _topics(paper)), ("ER", "")]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines) + "\n"


def wos(paper: PaperRecord) -> str:
    """A paper as a record of Web of Science's tagged text."""
    year, month, day = _date(paper)
    names = _names(paper)
    lines = [
        ("PT", "J"),
        ("AU", "\n   ".join(f"{family}, {given[0]}" for family, given in names)),
        ("AF", "\n   ".join(f"{family}, {given}" for family, given in names)),
        ("TI", _title(paper)),
        ("SO", "ANNALS OF COTERIES"),
        ("LA", "English"),
        ("DT", "Article"),
        ("DE", "; ".join(_topics(paper))),
        ("AB", FILLER),
        ("TC", str(paper.citations)),
        ("PD", f"{MONTHS[int(month) - 1]} {int(day)}"),
        ("PY", year),
        ("DI", _doi(paper)),
        ("UT", f"WOS:{int(paper.record_id[1:]):015d}"),
    ]
    return "".join(f"{tag} {value}\n" for tag, value in lines) + "ER\n\n"


def _names(paper: PaperRecord) -> list[tuple[str, str]]:
    return [(family, given) for given, _, family in (mention.written.partition(" ") for mention in paper.mentions)]


def _date(paper: PaperRecord) -> tuple[str, str, str]:
    year, month, day = (paper.date or "").split("-")
    return year, month, day


def _title(paper: PaperRecord) -> str:
    return f"{paper.title}, part {int(paper.record_id[1:])}"


def _doi(paper: PaperRecord) -> str:
    return f"10.1000/{paper.record_id.lower()}"


def _topics(paper: PaperRecord) -> Iterator[str]:
    return (topic.name or topic.code for topic in paper.topics)


# measuring


def installed(name: str, folder: Path) -> Path | str:
    """The Python of a peer's environment, made where it is not there; or why it cannot be."""
    place = folder / name.replace(" ", "")
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        venv.create(place, with_pip=True, clear=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[name]], capture_output=True, text=True)
        if done.returncode:
            return _last(done.stderr)
        (place / "ready").touch()
    return python


def measured(python: Path, code: str, path: Path, most: float) -> dict[str, float] | str:
    """Seconds, records kept and peak of memory in MB of one reading, or what went wrong."""
    imports, call = ("".join(f"    {line}\n" for line in part.strip().splitlines()) for part in code.split("---"))
    script = MEASURED.format(imports=imports, call=call)
    try:
        done = subprocess.run([python, "-c", script, path], capture_output=True, text=True, timeout=most, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return f"stopped after {most:,.0f} s"
    if done.returncode:
        return _last(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1][:200]


def main() -> None:
    """Measure every reader on every format that it reads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=5000)
    parser.add_argument("--peer", action="append", choices=list(READS), help="this one only")
    parser.add_argument("--environments", type=Path, help="where the peers are installed, and stay")
    parser.add_argument("--most", type=float, default=900, help="seconds of one reading at most (900)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coterie-peers-") as folder:
        paths = write(Path(folder), given.papers)
        print(
            f"{given.papers:,} papers: " + ", ".join(f"{n} {p.stat().st_size / 1e6:.1f} MB" for n, p in paths.items())
        )
        print(f"{'reader':<16}{'format':<8}{'s':>8}{'kept':>9}{'peak MB':>9}")
        for name in given.peer or READS:
            python = Path(sys.executable) if name == "coterie" else installed(name, given.environments or Path(folder))
            for form, code in READS[name].items():
                found = python if isinstance(python, str) else measured(python, code, paths[form], given.most)
                print(f"{name:<16}{form:<8}" + (found if isinstance(found, str) else _line(found)), flush=True)


def _line(found: dict[str, float]) -> str:
    return f"{found['seconds']:>8.2f}{found['kept']:>9,}{found['peak']:>9,.0f}"


if __name__ == "__main__":
    main()
