"""Works that stand in several formats of the fixtures: their records agree, or the difference is the source's own."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import pytest
from support import shared_data

from coterie.graph.model.records import PaperRecord, canonical
from coterie.graph.names.people import name_key
from coterie.graph.names.titles import title_key
from coterie.loaders.registry import open_inputs

SCHEMES = ("doi", "arxiv", "pmid")
PAIRS, WORKS = 25, 25


class Account(NamedTuple):
    """One record of a work, and where it stands."""

    loader: str
    file: str
    paper: PaperRecord


Row = tuple[str, str, str, str]
"""Identifier, the two files, and what differs: title, year, authors, or the scheme of an identifier."""

OWN: dict[str, tuple[Row, ...]] = {
    # reason why the sources themselves differ: where they do
    "Crossref has neither title nor date nor authors of a figure, OpenAlex those of the article": (
        ("doi:10.1371/journal.pmed.0030277.g001", "crossref_works.jsonl", "openalex_works.jsonl", "title"),
        ("doi:10.1371/journal.pmed.0030277.g001", "crossref_works.jsonl", "openalex_works.jsonl", "year"),
        ("doi:10.1371/journal.pmed.0030277.g001", "crossref_works.jsonl", "openalex_works.jsonl", "authors"),
    ),
    "no year is given in RIS": (
        ("doi:10.5438/4k3m-nyvg", "citeproc-no-author.json", "multiple-eg.ris", "year"),
        ("doi:10.5438/4k3m-nyvg", "citeproc.json", "multiple-eg.ris", "year"),
        ("doi:10.4067/s0718-48082015000300006", "citeproc-crossref.json", "multiple-eg.ris", "year"),
        ("doi:10.4067/s0718-48082015000300006", "citeproc-many.json", "multiple-eg.ris", "year"),
    ),
    "the names were taken out of a copy, to test with": (
        ("doi:10.5438/4k3m-nyvg", "citeproc-no-author.json", "multiple-eg.ris", "authors"),
    ),
    "the RIS has given names and families run together": (
        ("doi:10.5438/4k3m-nyvg", "citeproc.json", "multiple-eg.ris", "authors"),
        ("doi:10.4067/s0718-48082015000300006", "citeproc-crossref.json", "multiple-eg.ris", "authors"),
        ("doi:10.4067/s0718-48082015000300006", "citeproc-many.json", "multiple-eg.ris", "authors"),
    ),
    "the expectation sorts the authors by name": (
        ("arxiv:1706.05371", "arxiv-physics-hep-ex.xml", "arxiv_expected.json", "authors"),
        ("doi:10.1002/andp.201700188", "arxiv-physics-hep-th.xml", "arxiv_expected.json", "authors"),
    ),
    "another work: the DOI stands in its place to test with": (
        ("doi:10.1103/physrevd.93.016005", "sample_arxiv_record.xml", "sample_crossref_record.json", "title"),
        ("doi:10.1103/physrevd.93.016005", "sample_arxiv_record.xml", "sample_crossref_record.json", "authors"),
        (
            "doi:10.1103/physrevd.93.016005",
            "sample_arxiv_record.xml",
            "sample_crossref_record_with_unknown_type.json",
            "title",
        ),
        (
            "doi:10.1103/physrevd.93.016005",
            "sample_arxiv_record.xml",
            "sample_crossref_record_with_unknown_type.json",
            "authors",
        ),
        ("doi:10.1103/physrevd.93.016005", "sample_arxiv_record0.xml", "sample_crossref_record.json", "title"),
        ("doi:10.1103/physrevd.93.016005", "sample_arxiv_record0.xml", "sample_crossref_record.json", "authors"),
        (
            "doi:10.1103/physrevd.93.016005",
            "sample_arxiv_record0.xml",
            "sample_crossref_record_with_unknown_type.json",
            "title",
        ),
        (
            "doi:10.1103/physrevd.93.016005",
            "sample_arxiv_record0.xml",
            "sample_crossref_record_with_unknown_type.json",
            "authors",
        ),
        ("doi:10.1201/b19107-2", "RisImporterTest3.bib", "RisImporterTestDoiAndJournalTitle.ris", "title"),
        ("doi:10.1201/b19107-2", "RisImporterTest3.bib", "RisImporterTestDoiAndJournalTitle.ris", "year"),
        ("doi:10.1201/b19107-2", "RisImporterTest3.bib", "RisImporterTestDoiAndJournalTitle.ris", "authors"),
        ("doi:10.1201/b19107-2", "RisImporterTest3.ris", "RisImporterTestDoiAndJournalTitle.bib", "title"),
        ("doi:10.1201/b19107-2", "RisImporterTest3.ris", "RisImporterTestDoiAndJournalTitle.bib", "year"),
        ("doi:10.1201/b19107-2", "RisImporterTest3.ris", "RisImporterTestDoiAndJournalTitle.bib", "authors"),
    ),
    "another work: one DOI was put into several to test with": (
        ("doi:10.3275/8949", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "title"),
        ("doi:10.3275/8949", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "year"),
        ("doi:10.3275/8949", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "authors"),
        ("doi:10.3275/8949", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "pmid"),
    ),
    "JabRef leaves the suffix out": (
        ("doi:10.3275/8949", "MedlineImporterTestNbib.bib", "MedlineImporterTestNbib.xml", "authors"),
    ),
    "one PMID on a book, a chapter of it and an article that has nothing else": (
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestBookArticleSet.xml", "title"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestBookArticleSet.xml", "year"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestBookArticleSet.xml", "authors"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "title"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "year"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestNbib.xml", "authors"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestPubmedBook.xml", "authors"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestPubmedBook.xml", "title"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.bib", "MedlineImporterTestPubmedBook.xml", "year"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.xml", "MedlineImporterTestNbib.bib", "title"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.xml", "MedlineImporterTestNbib.bib", "year"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.xml", "MedlineImporterTestNbib.bib", "authors"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.xml", "MedlineImporterTestPubmedBook.bib", "title"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.xml", "MedlineImporterTestPubmedBook.bib", "authors"),
        ("pmid:21413195", "MedlineImporterTestBookArticleSet.xml", "MedlineImporterTestPubmedBook.bib", "year"),
    ),
    "one chapter of the book more, with an author of its own, under the same PMID": (
        ("pmid:21413195", "MedlineImporterTestNbib.bib", "MedlineImporterTestPubmedBook.xml", "authors"),
        ("pmid:21413195", "MedlineImporterTestNbib.xml", "MedlineImporterTestPubmedBook.bib", "authors"),
    ),
    "JabRef takes the person that the article is about as its author": (
        (
            "pmid:10097079",
            "MedlineImporterTestKeywordSingleEntry.bib",
            "MedlineImporterTestKeywordSingleEntry.xml",
            "authors",
        ),
    ),
    "JabRef leaves the collective author out": (
        ("pmid:27169098", "NbibImporterTest.bib", "NbibImporterTest.nbib", "authors"),
    ),
    "several records run into one to test with, or one damaged: JabRef joins what stands in all": (
        ("doi:10.1023/a:1017379030770", "RisImporterCorrupted.ris", "RisImporterTest1.bib", "title"),
        ("doi:10.1023/a:1017379030770", "RisImporterCorrupted.ris", "RisImporterTest1.bib", "authors"),
        ("doi:10.1023/a:1017379030770", "RisImporterTest1.bib", "RisImporterTest1.ris", "title"),
        ("doi:10.1023/a:1017379030770", "RisImporterTest1.bib", "RisImporterTest1.ris", "year"),
        ("doi:10.1023/a:1017379030770", "RisImporterTest1.bib", "RisImporterTest1.ris", "authors"),
    ),
}


@lru_cache(maxsize=1)
def pairs() -> dict[tuple[str, str, str], list[tuple[Account, Account]]]:
    """The pairs of records of different loaders that share an identifier, by it and their files; a record that stands
    twice, byte for byte, counts once."""
    works: dict[str, dict[bytes, Account]] = defaultdict(dict)
    for one in open_inputs([shared_data("data", "fixtures")]):
        for record in one:
            for scheme in SCHEMES if isinstance(record, PaperRecord) else ():
                if value := record.ids.get(scheme):
                    account = Account(one.loader, one.file.rpartition("/")[2], record)
                    works[f"{scheme}:{value}"].setdefault(canonical(record), account)
    out, seen = defaultdict(list), set[frozenset[bytes]]()
    for work, accounts in works.items():
        for (key, a), (other, b) in combinations(accounts.items(), 2):
            if a.loader != b.loader and frozenset((key, other)) not in seen:
                seen.add(frozenset((key, other)))
                a, b = sorted((a, b), key=lambda account: account.file)
                out[work, a.file, b.file].append((a, b))
    return dict(out)


def differences(a: PaperRecord, b: PaperRecord) -> dict[str, tuple[object, object]]:
    """What two records of one work say otherwise, with both values."""
    said = {
        "title": (title_key(a.title), title_key(b.title)),
        "year": ((a.date or "")[:4], (b.date or "")[:4]),
        "authors": (authors(a), authors(b)),
    } | {scheme: (a.ids[scheme], b.ids[scheme]) for scheme in a.ids.keys() & b.ids.keys()}
    return {what: values for what, values in said.items() if values[0] != values[1]}


def authors(paper: PaperRecord) -> list[str]:
    mentions = [mention for mention in paper.mentions if mention.role == "author"]
    return [name_key(one.written, one.given, one.family, one.suffix) for one in mentions]


@pytest.mark.slow
def test_there_are_enough() -> None:
    assert sum(map(len, pairs().values())) >= PAIRS
    assert len({work for work, _, _ in pairs()}) >= WORKS
    agreeing = [p for found in pairs().values() for p in found if not differences(p[0].paper, p[1].paper)]
    assert len(agreeing) >= PAIRS


@pytest.mark.slow
def test_they_agree_or_the_sources_do_not() -> None:
    found = {
        (*key, what): values
        for key, accounts in pairs().items()
        for a, b in accounts
        for what, values in differences(a.paper, b.paper).items()
    }
    listed = [row for rows in OWN.values() for row in rows]
    assert len(set(listed)) == len(listed)
    unlisted = [f"{row}: {values[0]!r} is not {values[1]!r}" for row, values in found.items() if row not in listed]
    assert not unlisted, "\n".join(unlisted)
    gone = [row for row in listed if row not in found]
    assert not gone, f"no longer differ: {gone}"
