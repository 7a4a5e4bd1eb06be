"""Gold sets of each form, invented ones, and the real ones where they are at hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Mention, PaperRecord, canonical
from coterie.loaders.gold import GoldSet, read_gold
from coterie.loaders.gold.base import MAX_AUTHORS, mentions_of

SIGNATURES = {
    "s1": {"paper_id": 1, "signature_id": "s1", "author_info": {
        "first": "Ada", "middle": "K.", "last": "Ode", "suffix": None, "position": 1, "block": "a ode",
        "email": None, "affiliations": ["University of Nowhere"]}},
    "s2": {"paper_id": 2, "signature_id": "s2", "author_info": {
        "first": "A.", "middle": None, "last": "Ode", "suffix": "Jr", "position": 0, "affiliations": []}},
    "s3": {"paper_id": 2, "signature_id": "s3", "author_info": {
        "first": "Bo", "middle": "", "last": "Late", "position": 7, "affiliations": None}},
    "s4": {"paper_id": 9, "signature_id": "s4", "author_info": {"first": "No", "last": "Paper", "position": 0}},
    "s5": {"paper_id": 1, "signature_id": "s5", "author_info": {"first": "Un", "last": "Labelled", "position": 0}},
}  # fmt: skip
PAPERS = {
    "1": {"paper_id": 1, "title": "On <i>mills</i>", "abstract": "Not read.", "venue": "V", "journal_name": "J. Mills",
          "year": 1999, "authors": [{"position": 1, "author_name": "Ada K. Ode"},
                                    {"position": 0, "author_name": "Un Labelled"}]},
    "2": {"paper_id": 2, "title": "On wind", "venue": "", "journal_name": None, "year": None,
          "authors": [{"position": 0, "author_name": "A. Ode"}], "references": []},
}  # fmt: skip
CLUSTERS = {
    "c1": {"cluster_id": "c1", "signature_ids": ["s1", "s2"], "model_version": -1},
    "c2": {"cluster_id": "c2", "signature_ids": ["s3"], "model_version": -1},
    "c3": {"cluster_id": "c3", "signature_ids": ["s4"], "model_version": -1},
}


def write(folder: Path, **files: Any) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def people(gold: GoldSet) -> dict[str, tuple[str, str]]:
    """Of each labelled mention, by its key, the name written and the person."""
    return {k: (m.written, gold.labels[k]) for k, m in mentions_of(gold.records) if k in gold.labels}


EXPECTED = {
    "s2and:1#2": ("Ada K. Ode", "c1"),
    "s2and:2#1": ("A. Ode Jr", "c1"),
    "s2and:2#2": ("Bo Late", "c2"),
}


def test_a_set_of_s2and(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path / "toy", toy_signatures=SIGNATURES, toy_papers=PAPERS, toy_clusters=CLUSTERS))
    assert (gold.format, gold.unmatched) == ("S2AND", 1)
    assert people(gold) == EXPECTED
    first, second = gold.records
    assert (first.title, first.venue, first.date, second.venue) == ("On mills", "J. Mills", "1999", None)
    ada = first.mentions[1]
    assert (ada.given, ada.family, ada.position) == ("Ada K.", "Ode", 2)
    assert [place.name for place in ada.affiliations] == ["University of Nowhere"]
    assert first.mentions[0].written == "Un Labelled"
    assert first.mentions[0].family is None


def test_one_file_of_a_set_stands_for_it_also_packed_and_with_nan(tmp_path: Path) -> None:
    for name, content in (("a_signatures", SIGNATURES), ("a_papers", PAPERS), ("a_clusters", CLUSTERS)):
        text = json.dumps(content).replace('"year": null', '"year": NaN')
        (tmp_path / f"{name}.json.gz").write_bytes(gzip.compress(text.encode()))
    write(tmp_path, b_signatures=SIGNATURES, b_papers=PAPERS, b_clusters=CLUSTERS)
    for name in ("a_signatures.json.gz", "a_clusters.json.gz", "b_papers.json"):
        assert people(read_gold(tmp_path / name)) == EXPECTED
    with pytest.raises(LoadError, match="are of two gold sets"):
        read_gold(tmp_path)


def test_nothing_of_the_gold_is_shown_to_the_resolver(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path / "toy", signatures=SIGNATURES, papers=PAPERS, clusters=CLUSTERS))
    shown = b"".join(map(canonical, gold.records))
    assert not any(f'"{hidden}"'.encode() in shown for hidden in ("c1", "c2", "s1", "s2", "s3", "a ode"))


@pytest.mark.parametrize("clusters", ['{"c1": {"signature_ids": 3}}', '{"c1": {"signature_ids": ["s1"]'])
def test_a_damaged_set_says_so(tmp_path: Path, clusters: str) -> None:
    write(tmp_path, signatures=SIGNATURES, papers=PAPERS)
    (tmp_path / "clusters.json").write_text(clusters)
    with pytest.raises(LoadError, match="no gold set of the form s2and"):
        read_gold(tmp_path)


def test_a_set_of_inspire(tmp_path: Path) -> None:
    records = [
        {"publication_id": 7, "title": "Quarks", "authors": ["Other, B.", "Wu, M.", "Wu, M."], "year": 1983,
         "journal": "Phys.Mill.", "keywords": ["QCD"], "abstract": None, "references": [1]},
        {"publication_id": 8, "title": "Leptons", "authors": ["Wu, Min"], "year": None, "journal": None},
    ]  # fmt: skip
    signatures = [
        {"publication_id": 7, "signature_id": 0, "author_name": "Wu, M.", "author_affiliation": "Nowhere U.",
         "signature_position": 12},
        {"publication_id": 7, "signature_id": 1, "author_name": "Wu, M.", "author_affiliation": None},
        {"publication_id": 8, "signature_id": 2, "author_name": "Wu, M", "author_affiliation": ""},
    ]  # fmt: skip
    folder = write(tmp_path, x_signatures=signatures, x_records=records, x_clusters={"11": [0, 2], "12": [1]})
    gold = read_gold(folder)
    assert gold.format == "INSPIRE signatures"
    assert people(gold) == {
        "inspire:7#2": ("Wu, M.", "11"), "inspire:7#3": ("Wu, M.", "12"), "inspire:8#2": ("Wu, M", "11"),
    }  # fmt: skip
    quarks = gold.records[0]
    assert [place.name for place in quarks.mentions[1].affiliations] == ["Nowhere U."]
    assert (quarks.date, quarks.venue, [topic.name for topic in quarks.topics]) == ("1983", "Phys.Mill.", ["QCD"])


def test_of_a_long_list_the_labelled_and_the_first_others_are_taken(tmp_path: Path) -> None:
    names = [f"Body, N. {i}" for i in range(3 * MAX_AUTHORS)] + ["Wu, M."]
    folder = write(
        tmp_path,
        records=[{"publication_id": 7, "title": "T", "authors": names}],
        signatures=[{"publication_id": 7, "signature_id": 0, "author_name": "Wu, M."}],
        clusters={"11": [0]},
    )
    gold = read_gold(folder)
    (paper,) = gold.records
    assert [m.written for m in paper.mentions] == [*names[:MAX_AUTHORS], "Wu, M."]
    assert (paper.author_count, paper.mentions[-1].position) == (len(names), len(names))
    assert people(gold) == {f"inspire:7#{MAX_AUTHORS + 1}": ("Wu, M.", "11")}
    assert gold.notes == (
        "of 1 papers with more than 100 authors only the labelled and the first 100 others were taken",
    )


TABLE: list[dict[str, Any]] = [
    {"paper": "p1", "position": 2, "name": "A. Ode", "person": "a", "title": "Mills", "year": 2001, "venue": "V",
     "coauthors": "Bo Late; A. Ode", "affiliation": "Nowhere; Dept. of Mills"},
    {"paper": "p1", "position": 1, "name": "C. Urn", "person": "c", "title": "Mills", "year": "", "venue": "",
     "coauthors": "Bo Late", "affiliation": ""},
    {"paper": "p2", "position": None, "name": "Ode, Ada", "person": "a", "title": "Wind", "year": 2002.0,
     "venue": None, "coauthors": None, "affiliation": None},
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"])
def test_a_table_of_mentions_brings_its_papers(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"gold.{form}"
    if form == "jsonl":
        lines = [json.dumps(row) for row in TABLE]
    else:
        mark = {"csv": ",", "tsv": "\t"}[form]
        cells = [["" if v is None else f'"{v}"' if form == "csv" else str(v) for v in r.values()] for r in TABLE]
        lines = [mark.join(TABLE[0]), *map(mark.join, cells)]
    path.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    gold = read_gold(path)
    assert gold.format == "table of mentions"
    assert people(gold) == {
        "gold:p1#1": ("C. Urn", "c"), "gold:p1#2": ("A. Ode", "a"), "gold:p2#1": ("Ode, Ada", "a"),
    }  # fmt: skip
    mills, wind = gold.records
    assert [m.written for m in mills.mentions] == ["C. Urn", "A. Ode", "Bo Late"]
    assert (mills.date, mills.venue, wind.date) == ("2001", "V", "2002")
    assert [place.name for place in mills.mentions[1].affiliations] == ["Nowhere; Dept. of Mills"]


def test_a_table_without_anything_on_papers_is_labels_to_be_laid(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text('Paper ID\tposition\tfirst\tlast\tauthor_id\nP1\t4\tA. "Bee"\tOde\tada-ode\nP2\t\t\tUrn\tx\n')
    gold = read_gold(path)
    assert not gold.records
    assert [tuple(label) for label in gold.laid] == [
        ("P1", 4, 'A. "Bee" Ode', "ada-ode", "gold.tsv:2"), ("P2", None, "Urn", "x", "gold.tsv:3"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [
    ("paper,person,name\np1,,A\n", "gold.csv:2: no person"),
    ("paper,person,name\n,a,A\n", "gold.csv:2: no paper"),
    ('{"paper": "p", "person": "a", "name": "A"}\n{"paper": \n', "gold.csv:2: "),
])  # fmt: skip
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(text)
    with pytest.raises(LoadError, match=said):
        read_gold(path)


def records(path: Path, *papers: PaperRecord) -> Path:
    path.write_bytes(b"\n".join(map(canonical, papers)))
    return path


PAPER = PaperRecord(
    source="s", record_id="1", title="T",
    mentions=(
        Mention(written="A. Ode", orcid="0000-0002-1825-0097", source_ids=("dblp:o/Ode",)),
        Mention(written="B. Late", source_ids=("dblp:l/Late",)),
        Mention(written="C. Urn"),
    ),
)  # fmt: skip


def test_ids_that_papers_carry_are_the_gold(tmp_path: Path) -> None:
    path = records(tmp_path / "r.jsonl", PAPER)
    assert people(read_gold(path, ids="dblp")) == {
        "s:1#1": ("A. Ode", "dblp:o/Ode"),
        "s:1#2": ("B. Late", "dblp:l/Late"),
    }
    assert people(read_gold(path, ids="orcid")) == {"s:1#1": ("A. Ode", "0000-0002-1825-0097")}
    with pytest.raises(LoadError, match="several schemes") as several:
        read_gold(path)
    assert several.value.hint.endswith("dblp, orcid")
    with pytest.raises(LoadError, match="no author of a paper has an id of the scheme openalex"):
        read_gold(path, ids="openalex")


def test_papers_without_ids_and_standard_input_are_no_gold(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="says of no mention who it is"):
        read_gold(records(tmp_path / "r.jsonl", PaperRecord(source="s", record_id="1", title="T")))
    with pytest.raises(LoadError, match="not standard input"):
        read_gold("-")


ACL = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2099.toy"><volume id="1" type="proceedings"><meta><booktitle>Toys</booktitle><year>2099</year></meta>
<paper id="1"><title>One</title><author id="wei-wu-x"><first>Wei</first><last>Wu</last></author>
<author><first>Ada K.</first><last>Ode</last></author></paper>
<paper id="2"><title>Two</title><author id="wei-wu-y"><first>Wei</first><last>Wu</last></author>
<author><first>Wei</first><last>Wu</last></author>
<author><first>Bo</first><last>Late</last></author><editor><first>Ed</first><last>Itor</last></editor></paper>
</volume></collection>
"""
VARIANTS = """- canonical: {first: Ada, last: Ode}
  variants:
  - {first: Ada K., last: Ode}
"""


def test_the_anthology_is_gold_by_id_variant_and_name(tmp_path: Path) -> None:
    (tmp_path / "xml").mkdir()
    (tmp_path / "yaml").mkdir()
    (tmp_path / "xml" / "2099.toy.xml").write_text(ACL)
    (tmp_path / "yaml" / "name_variants.yaml").write_text(VARIANTS)
    gold = read_gold(tmp_path)
    assert gold.labels == {
        "acl:2099.toy-1.1#1": "acl:wei-wu-x", "acl:2099.toy-1.1#2": "acl:ada-ode",
        "acl:2099.toy-1.2#1": "acl:wei-wu-y", "acl:2099.toy-1.2#2": "name:Wei|Wu", "acl:2099.toy-1.2#3": "name:Bo|Late",
    }  # fmt: skip
    assert {name: sorted(keys) for name, keys in gold.subsets.items()} == {
        "curated persons": ["acl:2099.toy-1.1#1", "acl:2099.toy-1.1#2", "acl:2099.toy-1.2#1"],
        "homonym names": ["acl:2099.toy-1.1#1", "acl:2099.toy-1.2#1", "acl:2099.toy-1.2#2"],
    }


def test_the_labels_that_come_with_the_anthology() -> None:
    gold = read_gold(shared_data("data", "acl_anthology", "gold_author_ids.tsv"))
    assert (len(gold.laid), len({label.person for label in gold.laid})) == (1927, 877)
    assert gold.laid[0][:4] == ("1994.amta-1.7", 4, "A. Joshi", "aravind-joshi")


@pytest.mark.slow
def test_the_set_of_inspire_is_whole() -> None:
    gold = read_gold(shared_data("data", "inspire_gold", "inspire_wang.tar.xz"))
    assert (len(gold.records), len(gold.labels), len(set(gold.labels.values()))) == (9479, 15424, 524)
    assert gold.unmatched == 0
