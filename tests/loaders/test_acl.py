"""The ACL Anthology: small trees of our own, the shared toy tree, and the whole Anthology."""

from __future__ import annotations

import csv
import io
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, PersonRecord, Record, Rejected, canonical
from coterie.loaders.acl import loader
from coterie.loaders.acl.people import People
from coterie.loaders.acl.volumes import Volume
from coterie.loaders.base import Source
from coterie.loaders.registry import open_inputs

XML = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2020.cot">
  <volume id="main" type="proceedings" ingest-date="2020-07-01">
    <meta>
      <booktitle>Proceedings of the First <fixed-case>C</fixed-case>oterie</booktitle>
      <editor id="ada-l"><first>Ada</first><last>Lovelace</last></editor>
      <month>August 26-30</month><year>2020</year><venue>cot</venue><doi>10.1000/V</doi>
    </meta>
    <frontmatter><url hash="0">2020.cot-main.0</url><bibkey>x</bibkey></frontmatter>
    <paper id="1">
      <title>On <fixed-case>C</fixed-case>oteries of <tex-math>\\ell_2</tex-math> &amp; <i>
        &lt;mask&gt;</i></title>
      <author id="an-li-two"><first>An</first><last>Li</last><affiliation>Coterie College</affiliation></author>
      <author><last>Byron</last><first>A.</first><variant script="hani"><last>拜伦</last></variant></author>
      <author><first>An</first><last>Li</last><affiliation>N/A</affiliation><orcid>0000-0002-1825-0097</orcid></author>
      <author><first/><last>Mausam</last></author>
      <author><first>Hal</first><last>Daumé III</last></author>
      <author><first>The Coterie</first><last>Consortium</last></author>
      <author><first/><last/></author>
      <editor><first>Mary</first><last>Somerville</last></editor>
      <abstract>Not kept.</abstract>
      <doi>10.1000/ABC</doi><language>fra</language>
      <revision id="1" href="a" hash="00000000"/>
      <revision id="2" href="b" hash="00000000" date="2021-03-04">x</revision>
      <pwccode url="https://example.org" additional="false">x</pwccode>
    </paper>
    <paper id="2"><title>Gone</title><author><last>Plato</last></author><retracted date="2022-01-02"/></paper>
    <paper id="3" type="backmatter"><title>Index</title><doi>http://hdl.handle.net/1/2</doi></paper>
  </volume>
  <volume id="2" type="journal">
    <meta><booktitle>Annals, Volume 2</booktitle><editor><last>Ed</last></editor><year>2021</year>
      <venue>ann</venue></meta>
    <paper id="1"><title>A</title><language>pt-BR</language></paper>
  </volume>
  <event id="cot-2020"><meta><title>An event</title></meta></event>
</collection>
"""
YAML = """- canonical: {first: Augusta Ada, last: Byron}
  orcid: 0000-0002-1825-0097
  variants:
  - {first: A., last: Byron}
  - {first: Ada, last: Lovelace}
- canonical: {first: An, last: Li}
  comment: one
  id: an-li-one
- canonical: {first: An, last: Li}
  id: an-li-two
- canonical: {first: Zoë-Ana, last: O’Neill}
  variant: {last: Zo}
"""
FILES = {"xml/2020.cot.xml": XML, "xml/schema.rnc": "start = Collection\n", "yaml/name_variants.yaml": YAML,
         "yaml/venues/ann.yaml": "name: Annals of Coteries\ntype: journal\n", "yaml/venues/cot.yaml": "name: Coterie\n",
         "yaml/sigs/sigcot.yaml": "Name: x\n"}  # fmt: skip
WHOLE = ("data", "acl_anthology", "acl_anthology_2025-05-19.tar.xz")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(text, "utf-8")
    return tmp_path / "data"


def load(path: Path) -> list[Record | Rejected]:
    """All that ``path`` gives; nothing of the tree may be passed over."""
    skipped: list[Rejected] = []
    items = [item for document in open_inputs([path], on_skip=skipped.append) for item in document]
    assert [item.position for item in skipped if not item.position.endswith("README.md")] == []
    return items


def papers(items: list[Record | Rejected]) -> dict[str, PaperRecord]:
    return {item.record_id: item for item in items if isinstance(item, PaperRecord)}


def read(text: str | bytes, path: Path | None = None) -> list[Record | Rejected]:
    data = text if isinstance(text, bytes) else text.encode()
    items: list[Record | Rejected] = []
    for raw in loader.read(Source("x", io.BytesIO(data), path)):
        if isinstance(raw, Rejected):
            items.append(raw)
            continue
        try:
            items += loader.transform(raw)
        except ValueError as error:
            items.append(Rejected(source="", position=raw.position, reason=str(error)))
    return items


def test_every_field_of_a_paper(tree: Path) -> None:
    paper = papers(load(tree))["2020.cot-main.1"]
    assert canonical(paper) == canonical(PaperRecord(
        source="acl", record_id="2020.cot-main.1", updated="2021-03-04", title=r"On Coteries of \ell_2 & <mask>",
        ids={"acl": "2020.cot-main.1", "doi": "10.1000/abc"}, date="2020-08", kind="proceedings",
        venue="Proceedings of the First Coterie", language="fr", has_code=True, authors_complete=True,
        urls=("https://aclanthology.org/2020.cot-main.1/",),
        mentions=(
            Mention(written="An Li", position=1, given="An", family="Li", source_ids=("acl:an-li-two",),
                    affiliations=(AffiliationRef(name="Coterie College"),)),
            Mention(written="A. Byron", position=2, given="A.", family="Byron", source_ids=("acl:augusta-ada-byron",)),
            Mention(written="An Li", position=3, given="An", family="Li", orcid="0000-0002-1825-0097"),
            Mention(written="Mausam", position=4),
            Mention(written="Hal Daumé III", position=5, given="Hal", family="Daumé III"),
            Mention(written="The Coterie Consortium", position=6, collective=True),
            Mention(written="Mary Somerville", position=8, given="Mary", family="Somerville", role="editor"),
        ),
    ))  # fmt: skip


def test_front_matter_kinds_and_venues(tree: Path) -> None:
    found = papers(load(tree))
    front, alone, journal = found["2020.cot-main.0"], found["2020.cot-2"], found["2020.cot-2.1"]
    assert (front.kind, front.title, front.ids["doi"]) == (
        "front-matter",
        "Proceedings of the First Coterie",
        "10.1000/v",
    )
    assert [(m.written, m.role, m.source_ids) for m in front.mentions] == [("Ada Lovelace", "editor", ("acl:ada-l",))]
    assert (alone.kind, [m.written for m in alone.mentions]) == ("front-matter", ["Ed"])
    assert (journal.kind, journal.venue, journal.language, journal.date) == (
        "article",
        "Annals of Coteries",
        "pt",
        "2021",
    )
    assert (journal.mentions, journal.authors_complete) == ((), None)
    assert (found["2020.cot-main.2"].kind, found["2020.cot-main.2"].updated) == ("retraction", "2022-01-02")
    assert (found["2020.cot-main.3"].kind, found["2020.cot-main.3"].ids) == ("other", {"acl": "2020.cot-main.3"})


def test_persons(tree: Path) -> None:
    found = [item for item in load(tree) if isinstance(item, PersonRecord)]
    assert [(p.record_id, p.name, p.names, p.orcid) for p in found] == [
        ("augusta-ada-byron", "Augusta Ada Byron", ("A. Byron", "Ada Lovelace"), "0000-0002-1825-0097"),
        ("an-li-one", "An Li", (), None), ("an-li-two", "An Li", (), None),
        ("zoe-ana-o-neill", "Zoë-Ana O’Neill", ("Zo",), None),
    ]  # fmt: skip
    assert all(p.source_ids == (f"acl:{p.record_id}",) for p in found)


def test_without_its_tree_a_file_has_only_the_ids_that_it_states() -> None:
    found = papers(read(XML))
    assert [m.source_ids for m in found["2020.cot-main.1"].mentions if m.source_ids] == [("acl:an-li-two",)]
    assert found["2020.cot-2.1"].venue == "Annals, Volume 2"


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "expected"),
    [("P19", "1", "1", "P19-1001"), ("W05", "1", "2", "W05-0102"), ("W19", "49", "12", "W19-4912"),
     ("C69", "1", "1", "C69-0101"), ("D19", "1", "5", "D19-1005"), ("D19", "5", "5", "D19-0505"),
     ("J89", "3", "0", "J89-3000"), ("2020.acl", "main", "1", "2020.acl-main.1"), ("", "1", "1", "")],
)  # fmt: skip
def test_ids_of_both_styles(collection: str, volume: str, paper: str, expected: str) -> None:
    text = (f'<collection id="{collection}"><volume id="{volume}"><meta/><paper id="{paper}"><title>T</title></paper>'
            "</volume></collection>")  # fmt: skip
    [record] = read(text)
    assert isinstance(record, PaperRecord)
    assert (record.record_id, record.ids.get("acl", "")) == (expected, expected)


MONTHS = {"August": "2001-08", "6": "2001-06", "August 26-30": "2001-08", "October 31-November 4": "2001-10",
          "1–3 December": "2001-12", "sEPTEMBER": "2001-09", "Septempber": "2001-09", "May–June": "2001-05",
          "12--13 November": "2001-11", "13": "2001", "summer": "2001", "": "2001"}  # fmt: skip


@pytest.mark.parametrize("month", MONTHS)
def test_months_as_they_are_written(month: str) -> None:
    text = (f'<collection id="a"><volume id="1"><meta><month>{month}</month><year>2001</year></meta>'
            '<paper id="1"><title>T</title></paper></volume></collection>')  # fmt: skip
    [record] = read(text)
    assert isinstance(record, PaperRecord)
    assert record.date == MONTHS[month]


def test_archive_and_folder_give_the_same_records(tree: Path) -> None:
    archive = tree.parent / "x.tar.xz"
    with tarfile.open(archive, "w:xz") as out:
        out.add(tree, "data")
    of_folder, of_archive = load(tree), load(archive)
    assert [canonical(r) for r in of_folder if not isinstance(r, Rejected)] == [
        canonical(r) for r in of_archive if not isinstance(r, Rejected)]  # fmt: skip
    assert len(of_folder) == 10


def test_what_is_damaged() -> None:
    *before, rejected = read(XML[: XML.index('<paper id="2"')])
    assert len(before) == 2
    assert isinstance(rejected, Rejected)
    assert rejected.reason.startswith("the XML is not well-formed from here on")
    [outside] = read('<collection id="a"><paper id="1"/></collection>')
    assert isinstance(outside, Rejected)
    assert outside.reason == "a paper outside of a volume"
    [nothing] = read('<collection id="a"><volume id="1"><paper><title/></paper></volume></collection>')
    assert isinstance(nothing, Rejected)
    assert nothing.reason == "neither title nor id"
    assert [item.reason for item in read("- canonical: {}\n- 7\n") if isinstance(item, Rejected)] == [
        "the person has no canonical name"] * 2  # fmt: skip


HOSTILE = {
    "entities": ('<!DOCTYPE a [<!ENTITY x "y">]><collection id="a">&x;</collection>', "declares entities"),
    "no list": ("canonical: 1\n", "is no list of persons"),
    "no yaml": ("- canonical: {first: [}\n", "is no YAML"),
    "deep yaml": ("[" * 100_000, "nested too deeply"),
    "deep blocks": ("- " * 100_000, "nested too deeply"),
    "aliases": ("- &a [1]\n- *a\n", "uses aliases"),
    "object": ("- canonical: !!python/object/apply:os.getcwd []\n", "is no YAML"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_is_one_line(case: str) -> None:
    text, message = HOSTILE[case]
    with pytest.raises(LoadError, match=message) as caught:
        read(text)
    assert "\n" not in str(caught.value)


def test_sniffing() -> None:
    assert loader.sniff(XML.encode(), "x") == loader.sniff(YAML.encode(), "x") == 0.95
    assert loader.sniff(b"# people\n---\n" + YAML.encode(), "x") == 0.95
    for other in (b'<?xml version="1.0"?><collection><book/></collection>', b"- name: x\n", b"{}", b"", b"\xff\xfe"):
        assert loader.sniff(other, "x.xml") == 0


def test_a_damaged_list_of_persons_is_an_error_of_the_file_beside_it(tree: Path) -> None:
    (tree / "yaml" / "name_variants.yaml").write_text("- canonical: {first: A, last: [}\n", "utf-8")
    with pytest.raises(LoadError, match=r"name_variants\.yaml is no YAML"):
        load(tree / "xml" / "2020.cot.xml")


# real data


def marks(texts: Iterator[str]) -> Counter[str]:
    """The format's own marks, counted in the raw text of XML files."""
    found: Counter[str] = Counter()
    for text in texts:
        found["papers"] += len(re.findall(r"<paper\s", text))
        found["authors"] += len(re.findall(r"<author[\s>]", text))
        found["editors"] += len(re.findall(r"<editor[\s>]", text))
        for volume in re.findall(r"<volume\s.*?</volume>", text, re.DOTALL):
            front, meta = "<frontmatter" in volume, volume.partition("</meta>")[0]
            found["fronts"] += front or "<editor" in meta
            found["without persons"] += front and "<editor" not in meta
    return found


def counted(items: list[Record | Rejected]) -> Counter[str]:
    """The same of records."""
    found: Counter[str] = Counter()
    for item in items:
        assert isinstance(item, PaperRecord | PersonRecord), item
        if isinstance(item, PaperRecord):
            front = item.kind == "front-matter"
            found["fronts" if front else "papers"] += 1
            found["without persons"] += front and not item.mentions
            for mention in item.mentions:
                found[f"{mention.role}s"] += 1
    return found


def test_the_toy_tree() -> None:
    base = shared_data("data", "fixtures", "acl_toy")
    items = load(base)
    assert counted(items) == marks(f.read_text("utf-8") for f in base.rglob("*.xml"))
    assert len(items) == 841 + 11 + 9
    liu = {m.source_ids for r in items if isinstance(r, PaperRecord) for m in r.mentions if m.written == "Yang Liu"}
    stated = {
        ident for f in base.rglob("*.xml") for ident in re.findall(r'author id="(yang-liu[^"]*)', f.read_text("utf-8"))
    }
    assert liu == {(f"acl:{ident}",) for ident in stated}
    assert len(stated) == 3


@pytest.mark.slow
def test_the_whole_anthology(tmp_path: Path) -> None:
    archive = shared_data(*WHOLE)
    with tarfile.open(archive) as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", None)  # from Python 3.11.4
        tar.extractall(tmp_path / "tree")
    files = sorted((tmp_path / "tree").rglob("*.xml"))
    expected = marks(f.read_text("utf-8") for f in files)
    assert expected == {
        "papers": 104_188,
        "authors": 367_593,
        "editors": 9_541,
        "fronts": 2_987,
        "without persons": 579,
    }
    of_archive = load(archive)
    assert counted(of_archive) == expected
    assert of_curators(of_archive) == []
    of_folder = {canonical(r) for r in load(tmp_path / "tree") if not isinstance(r, Rejected)}
    assert of_folder == {canonical(r) for r in of_archive if not isinstance(r, Rejected)}
    persons = [r for r in of_archive if isinstance(r, PersonRecord)]
    assert (len(persons), len({p.record_id for p in persons})) == (3_475, 3_475)
    listed = (tmp_path / "tree" / "yaml" / "name_variants.yaml").read_text("utf-8")
    assert len(re.findall("^- canonical:", listed, re.MULTILINE)) == 3_475


def of_curators(items: list[Record | Rejected]) -> list[Any]:
    """Authors whose id, as the curators gave it by hand, did not come out."""
    found = papers(items)
    with shared_data("data", "acl_anthology", "gold_author_ids.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert len(rows) == 1_927
    given = []
    for row in rows:
        collection, volume, number = re.split(r"-|\.(?=\d+$)", row["paper"])
        ident = Volume(collection, volume, People()).anthology_id(number)
        given.append(found[ident].mentions[int(row["position"]) - 1].source_ids)
    return [row for row, ids in zip(rows, given, strict=True) if ids != (f"acl:{row['author_id']}",)]


ITEMS = st.lists(st.tuples(st.integers(0, len(XML) - 1), st.text(max_size=3)), max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([XML, YAML]), ITEMS, st.integers(0, len(XML)))
def test_mutated_files_give_records_or_reasons(text: str, changes: list[tuple[int, str]], cut: int) -> None:
    for place, new in changes:
        text = text[:place] + new + text[place + 1 :]
    data = text[:cut].encode("utf-8", "replace")
    assert 0 <= loader.sniff(data, "x") <= 1
    try:
        items = read(data)
    except LoadError:
        return
    assert all(isinstance(item, Record | Rejected) for item in items)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda b: b"- canonical: " + b))
def test_any_bytes(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x") <= 1
    try:
        items = read(data)
    except LoadError:
        return
    assert all(isinstance(item, Record | Rejected) for item in items)
