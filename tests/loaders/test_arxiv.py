"""arXiv's snapshot in JSON Lines, and what all forms of its metadata share."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, PaperRecord, Rejected
from coterie.graph.names.fold import fold_name
from coterie.loaders.arxiv import atom, oai, tsv
from coterie.loaders.arxiv.authors import Person, affiliation, from_text, mentions, parted
from coterie.loaders.arxiv.making import venue
from coterie.loaders.arxiv.snapshot import loader
from coterie.loaders.base import Loader, Source

ITEM: dict[str, Any] = {
    "id": "2401.00001", "submitter": "A L",
    "authors": "Ada Lovelace (1) and Karl Wei{\\ss} Jr ((1) Analytical Society)",
    "title": "On the\n  $x<y$ K\\\"ahler case", "comments": None, "journal-ref": "J. Cot. 12 (2024) 1-9",
    "doi": "10.1000/ABC 10.1000/DEF", "report-no": None, "categories": "cs.CL math.CO", "license": None,
    "abstract": "  Text.\n", "update_date": "2024-03-04",
    "versions": [{"version": "v1", "created": "Tue, 2 Jan 2024 19:18:42 GMT"}, {"version": "v2", "created": "x"}],
    "authors_parsed": [["Lovelace", "Ada", "", "Analytical Society"], ["Weiß", "Karl", "Jr"], ["The X Team", "", ""]],
}  # fmt: skip


def read(data: bytes, by: Loader = loader) -> list[PaperRecord | str]:
    out: list[PaperRecord | str] = []
    for raw in by.read(Source("made", io.BytesIO(data))):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += [record for record in by.transform(raw) if isinstance(record, PaperRecord)]
        except ValueError as error:
            out.append(f"{raw.position}: {error}")
    return out


def one(**fields: Any) -> PaperRecord:
    (paper,) = read(json.dumps(ITEM | fields).encode())
    assert isinstance(paper, PaperRecord), paper
    return paper


def test_every_field() -> None:
    paper = one()
    assert (paper.source, paper.record_id, paper.kind, paper.venue) == ("arxiv", "2401.00001", "preprint", "J. Cot.")
    assert paper.ids == {"arxiv": "2401.00001", "doi": "10.1000/abc"}
    assert (paper.title, paper.date, paper.updated) == ('On the $x<y$ K\\"ahler case', "2024-01-02", "2024-03-04")
    assert [(t.code, t.primary) for t in paper.topics] == [("cs.CL", True), ("math.CO", False)]
    assert [(m.written, m.given, m.family, m.suffix, m.collective) for m in paper.mentions] == [
        ("Ada Lovelace", "Ada", "Lovelace", None, False),
        ("Karl Weiß Jr", "Karl", "Weiß", "Jr", False),
        ("The X Team", None, None, None, True),
    ]
    assert paper.mentions[0].affiliations == (AffiliationRef(name="Analytical Society"),)
    assert (paper.authors_complete, paper.author_count) == (True, None)


@pytest.mark.parametrize(("fields", "names"), [
    ({"authors_parsed": None}, ["Ada Lovelace", "Karl Weiß Jr"]),
    ({"authors_parsed": [], "authors": ["Ada Lovelace", "Karl Weiß"]}, ["Ada Lovelace", "Karl Weiß"]),
    ({"authors_parsed": [["Lovelace"], [], ["Weiß", None, 3]]}, ["Lovelace", "Weiß"]),
    ({"authors_parsed": "?", "authors": None}, []),
    ({"authors_parsed": [["Mart\\'{\\i}nez", "Servet", ""]]}, ["Servet Martínez"]),
    ({"authors_parsed": [["ATLAS Collaboration", "", ""], [":", "", ""], ["Aad", "G.", ""]]},
     ["ATLAS Collaboration", "G. Aad"]),
])  # fmt: skip
def test_authors(fields: dict[str, Any], names: list[str]) -> None:
    assert [mention.written for mention in one(**fields).mentions] == names


@pytest.mark.parametrize(("typed", "complete"), [
    ("A. Etal and B. Others-Smith, C. D", True), ("The X Collaboration, B. Aubert, et al", False),
    ("B. Aubert et al.", False), ("B. Aubert and others", False), (None, True), ("Albert Etalon", True),
])  # fmt: skip
def test_a_list_that_ends_early(typed: str | None, complete: bool) -> None:
    assert one(authors=typed).authors_complete is complete


def test_a_field_of_another_type_loses_itself_only() -> None:
    paper = one(id="hep-th/9901001", doi=17, versions=["v1"], update_date={}, categories=["cs.CL", "cs.AI"], title="T")
    assert (paper.ids, paper.date, paper.updated) == ({"arxiv": "hep-th/9901001"}, None, None)
    assert [topic.code for topic in paper.topics] == ["cs.CL", "cs.AI"]
    assert one(id=704.0001).ids["arxiv"] == "0704.0001"
    (no_categories,) = read(json.dumps({"id": "x", "title": "T", "versions": None}).encode())
    assert isinstance(no_categories, PaperRecord)
    assert (no_categories.record_id, no_categories.ids, no_categories.topics) == ("x", {}, ())


def test_rejected() -> None:
    lines = b'{"id":"2401.00001"}\n[1]\n{"id":"x"}\n{"title":"T"}\nnonsense\n{"id":"2401.00002"}'
    first, number, nothing, titled, nonsense, last = read(lines)
    assert isinstance(first, PaperRecord)
    assert isinstance(last, PaperRecord)
    assert isinstance(titled, PaperRecord)
    assert (number, nothing) == ("2: no JSON object", "3: neither title nor arXiv id")
    assert str(nonsense).startswith("5: ")


@pytest.mark.parametrize(("text", "names"), [
    ("C. Bal\\'azs, E. L. Berger, C.-P. Yuan", ["C. Balázs", "E. L. Berger", "C.-P. Yuan"]),
    ("Ileana Streinu and Louis Theran", ["Ileana Streinu", "Louis Theran"]),
    ("A. B (1 and 2), C. D. (2) ((1) X, Y and Z, (2) W (V))", ["A. B", "C. D."]),
    ("The BABAR Collaboration: B. Aubert, et al", ["The BABAR Collaboration", "B. Aubert"]),
    ("A. One, B. Two, and C. Three & D. Four; E. Five", ["A. One", "B. Two", "C. Three", "D. Four", "E. Five"]),
    ("Fernando Sandoval, Jr., Anders Ander", ["Fernando Sandoval, Jr.", "Anders Ander"]), ("", []), ("((((", []),
])  # fmt: skip
def test_authors_as_typed(text: str, names: list[str]) -> None:
    assert [mention.written for mention in mentions(from_text(text))[0]] == names


def test_a_name_on_behalf_of_others_is_not_divided() -> None:
    (scott, team), _ = parted([Person("NuPRISM", "Mark Scott for the"), Person("collaborations", "Hyper-K")])
    assert (scott.written, scott.family, scott.collective) == ("Mark Scott for the NuPRISM", None, False)
    assert (team.written, team.family, team.collective) == ("Hyper-K collaborations", None, True)


def test_affiliations_that_are_none() -> None:
    for text in ("1", "1 and 2", "a, b", "*", "", "on behalf of Planck Collaboration"):
        assert affiliation(text) == ()
    assert affiliation("CERN") == (AffiliationRef(name="CERN"),)


@pytest.mark.parametrize(("reference", "name"), [
    ("Phys.Rev.D76:013009,2007", "Phys.Rev.D"), ("J. Phys. A: Math. Theor. 40 No 41", "J. Phys. A: Math. Theor."),
    ("Physica A, V. 387, Issues 2-3 (2008)", "Physica A"),
    ("Journal of Applied Physics, vol 104, 0735", "Journal of Applied Physics"),
    ("Proceedings of the 23rd Conference on X, Y 2001", "Proceedings of the 23rd Conference on X"),
    ("2023 IEEE Conference on Testing (T), pp. 1", "2023 IEEE Conference on Testing (T)"),
    ("Proc. 2023 Conference on Testing, Verification and Validation, 2023, pp. 1",
     "Proc. 2023 Conference on Testing, Verification and Validation"),
    ("PoS(CD15) (2015) 045", "PoS"), ("", None), (None, None), ("12 (3) 4", None), ("1A", None),
])  # fmt: skip
def test_venue(reference: str | None, name: str | None) -> None:
    assert venue(reference) == name


SAME_TSV = (
    "arxiv_id\tcreated\tupdated\tprimary_cat\tcategories\tauthor_text\tnum_authors\ttitle\tdoi\n"
    "2401.00001\t2024-01-02\t2024-03-04\tcs.CL\tcs.CL,math.CO\tAda Lovelace, Karl Weiß\t2\tOn X & Y\t10.1000/ABC\n"
)
SAME_JSON = json.dumps({
    "id": "2401.00001", "title": "On X & Y", "categories": "cs.CL math.CO", "doi": "10.1000/ABC",
    "update_date": "2024-03-04", "versions": [{"created": "Tue, 2 Jan 2024 19:18:42 GMT"}],
    "authors_parsed": [["Lovelace", "Ada", ""], ["Wei\\ss", "Karl", ""]],
})  # fmt: skip
SAME_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/2401.00001v2</id><title>On X\n &amp; Y</title><published>2024-01-02T19:18:42Z</published>
<updated>2024-03-04T00:00:00Z</updated><author><name>Ada Lovelace</name></author><author><name>Karl Weiß</name></author>
<arxiv:doi>10.1000/ABC</arxiv:doi><arxiv:primary_category term="cs.CL"/><category term="cs.CL"/>
<category term="math.CO"/><category term="68T50; I.2.7"/></entry></feed>"""
HEAD = "<header><identifier>oai:arXiv.org:2401.00001</identifier><datestamp>2024-03-04</datestamp></header>"
SAME_ARXIV = f"""<record>{HEAD}<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id>
<created>2024-01-02</created><updated>2024-03-01</updated><authors><author><keyname>Lovelace</keyname><forenames>Ada
</forenames></author><author><keyname>Weiß</keyname><forenames>Karl</forenames></author></authors><title>On X &amp; Y
</title><categories>cs.CL math.CO</categories><doi>10.1000/ABC</doi></arXiv></metadata></record>"""
SAME_RAW = f"""<record>{HEAD}<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2401.00001</id>
<submitter>A L</submitter><version version="v1"><date>Tue, 2 Jan 2024 19:18:42 GMT</date></version>
<version version="v2"><date>Fri, 1 Mar 2024 19:18:42 GMT</date></version>
<title>On X &amp; Y</title><authors>Ada Lovelace and Karl Wei\\ss
</authors><categories>cs.CL math.CO</categories><doi>10.1000/ABC</doi></arXivRaw></metadata></record>"""
SAME_DC = f"""<record>{HEAD}<metadata><dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/">
<title>On X &amp; Y</title>
<creator>Lovelace, Ada</creator><creator>Weiß, Karl</creator>
<subject>Computer Science - Computation and Language</subject>
<subject>Mathematics - Combinatorics</subject><subject>05C80, 05C15</subject>
<date>2024-01-02</date><date>2024-03-01</date>
<identifier>http://arxiv.org/abs/2401.00001</identifier><identifier>doi:10.1000/ABC</identifier>
</dc></metadata></record>"""


def test_all_forms_give_the_same_record() -> None:
    forms = [(tsv.loader, SAME_TSV), (loader, SAME_JSON), (atom.loader, SAME_ATOM), (oai.loader, SAME_ARXIV),
             (oai.loader, SAME_RAW), (oai.loader, SAME_DC)]  # fmt: skip
    seen = set()
    for by, text in forms:
        (paper,) = read(text.encode(), by)
        assert isinstance(paper, PaperRecord)
        seen.add((
            paper.source, paper.record_id, paper.updated, paper.title, tuple(paper.ids.items()), paper.date, paper.kind,
            paper.venue, tuple((m.written, m.position) for m in paper.mentions), paper.authors_complete, paper.topics,
        ))  # fmt: skip
    assert len(seen) == 1, seen


def test_sniff() -> None:
    assert loader.sniff(json.dumps(ITEM).encode(), "x") > 0.9
    assert loader.sniff(b"[" + json.dumps(ITEM).encode(), "x") > 0.9
    for other in ('{"id":"x","title":"T"}', '{"authors": [], "categories": 1}', "", "TY  - JOUR", '{"title":"\\"'):
        assert loader.sniff(other.encode(), "arxiv.json") == 0


def test_real_lines() -> None:
    """A record for each line; names beside those of the list as typed, which the snapshot has too."""
    data = shared_data("data", "fixtures", "arxiv_kaggle", "arxiv.txt.txt").read_bytes()
    papers = read(data)
    assert len(papers) == data.count(b'"authors_parsed":') == 100
    for line, paper in zip(data.splitlines(), papers, strict=True):
        assert isinstance(paper, PaperRecord)
        item = json.loads(line)
        typed = [fold_name(mention.written) for mention in mentions(from_text(item["authors"]))[0]]
        assert [fold_name(mention.written) for mention in paper.mentions] == typed
        assert len(paper.mentions) == len(item["authors_parsed"])
        assert paper.ids["arxiv"] == item["id"]
        assert paper.ids.get("doi") == (item["doi"].lower().split()[0] if item["doi"] else None)
        assert [topic.code for topic in paper.topics] == item["categories"].split()
        assert (paper.venue is None) == (item["journal-ref"] is None)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)), st.integers(0, 600))
def test_hostile_lines_are_records_or_rejected(junk: bytes, place: int) -> None:
    line = json.dumps(ITEM).encode()
    for item in read(line[:place] + junk + line[place:] + b"\n" + line):
        assert isinstance(item, str) or item.title or item.ids


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2), max_leaves=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(ITEM)), values, max_size=4))
def test_fields_of_any_type_do_not_lose_the_paper(fields: dict[str, Any]) -> None:
    (paper,) = read(json.dumps(ITEM | fields).encode())
    assert isinstance(paper, PaperRecord) or paper == "1: neither title nor arXiv id"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 500), st.integers(0, 40))
def test_hostile_xml_is_records_or_rejected(junk: bytes, place: int, gap: int) -> None:
    for by, text in ((atom.loader, SAME_ATOM), (oai.loader, SAME_ARXIV), (oai.loader, SAME_RAW), (oai.loader, SAME_DC)):
        data = text.encode()
        try:
            items = read(data[:place] + junk + data[place + gap :], by)
        except LoadError:
            continue
        assert all(isinstance(item, str) or item.title or item.ids for item in items)
