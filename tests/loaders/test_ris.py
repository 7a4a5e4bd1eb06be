"""RIS in the dialects of those who write it."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Mention, PaperRecord, Rejected
from coterie.graph.names.fold import slug
from coterie.graph.names.people import name_key
from coterie.loaders import ris
from coterie.loaders.base import BadItem, RawItem, Source
from coterie.loaders.bibtex import loader as bibtex
from coterie.loaders.ris import loader
from coterie.loaders.ris.making import fields, read_date


def read(data: bytes | str) -> list[PaperRecord | str]:
    """The papers in ``data``, and ``position: reason`` for what is rejected."""
    out: list[PaperRecord | str] = []
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    for raw in loader.read(Source("made.ris", stream)):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += [record for record in loader.transform(raw) if isinstance(record, PaperRecord)]
        except BadItem as error:
            out.append(f"{raw.position}: {error}")
    return out


def one(text: str) -> PaperRecord:
    """The only paper of a record made of ``text`` between TY JOUR and ER."""
    text = text if text.lstrip().startswith("TY") else f"TY  - JOUR\nTI  - A title\n{text}"
    (paper,) = read(f"{text}\nER  - \n")
    assert isinstance(paper, PaperRecord)
    return paper


WHOLE = """\
TY  - JOUR
AU  - Ångström, Ada
AU  - de la Cruz, José
A1  - King, Jr., Martin
T1  - On H<sub>2</sub>O &amp; <i>salt</i>
JF  - Journal of Made Things
JA  - J. Made Th.
PY  - 2019
DA  - 2019/05/28/
DO  - https://doi.org/10.1000/ABC.1
UR  - https://example.org/a.pdf; https://example.org/b
LA  - English
KW  - salt; water
KW  - *Seas
AD  - Univ Somewhere, Sometown, Somecountry
N1  - Cited By :12
AB  - Not read.
ER  -
"""


def test_every_field() -> None:
    (paper,) = read(WHOLE)
    assert isinstance(paper, PaperRecord)
    assert paper.source == "ris"
    assert paper.record_id == ""
    assert paper.title == "On H2O & salt"
    assert paper.ids == {"doi": "10.1000/abc.1"}
    assert (paper.date, paper.kind, paper.venue) == ("2019-05-28", "article", "Journal of Made Things")
    assert (paper.language, paper.citations, paper.authors_complete) == ("en", 12, None)
    assert paper.mentions == (
        Mention(written="Ångström, Ada", position=1, given="Ada", family="Ångström"),
        Mention(written="de la Cruz, José", position=2, given="José", family="de la Cruz"),
        Mention(written="King, Jr., Martin", position=3, given="Martin", family="King", suffix="Jr."),
    )
    assert [(topic.scheme, topic.code, topic.name) for topic in paper.topics] == [
        ("keyword", "salt", "salt"), ("keyword", "water", "water"), ("keyword", "seas", "Seas"),
    ]  # fmt: skip
    assert [place.name for place in paper.affiliations] == ["Univ Somewhere, Sometown, Somecountry"]
    assert paper.urls == ("https://example.org/a.pdf",)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.encode("utf-16"),
        WHOLE.encode("cp1252"),
        WHOLE.replace("TY  - JOUR", "TY -  JOUR").encode(),
        WHOLE.replace("TY  - JOUR", "TY  -JOUR").encode(),
        WHOLE.replace("TY  - JOUR", " \ufeff\nTY  - JOUR ").encode(),
        WHOLE.replace("ER  -", "ER  - ").encode(),
        WHOLE.replace("ER  -\n", "").encode(),
        ("Provider: X\n1.\n\n" + WHOLE + "\n2.\n").encode(),
        WHOLE.replace("PY  - 2019\n", "XX  - unknown\nof two lines\nPY  - 2019\nC7  - x\n").encode(),
        WHOLE.replace("TY  - JOUR", "ID  - 7\nTY  - JOUR").encode(),
        WHOLE.replace("T1  - On H", "T1  - On\nH").replace("Ångström, Ada", "Ångström,\n   Ada").encode(),
    ],
)
def test_damage_that_changes_nothing(data: bytes) -> None:
    assert read(data) == read(WHOLE)
    assert loader.sniff(data, "x") == 0.95


def test_a_type_begins_a_record_where_the_end_is_missing() -> None:
    first, second = read(WHOLE.replace("ER  -\n", "\n2.\n") + WHOLE)
    assert first == second


def test_a_record_without_type() -> None:
    (paper,) = read("JF  - Journal\nT1  - Title\nAU  - Doe, Jo\nER  -\nstray\n")
    assert isinstance(paper, PaperRecord)
    assert (paper.title, paper.venue, paper.kind) == ("Title", "Journal", None)


def test_of_types_that_follow_each_other_the_last_counts() -> None:
    assert one("TY  - BOOK\nTY  - THES\n\nTI  - T").kind == "thesis"


def test_neither_title_nor_identifier() -> None:
    assert read("TY  - JOUR\nAU  - Doe, Jo\nER  - \n\nTY  - JOUR\nER  - ") == [
        "1: neither title nor identifier",
        "5: neither title nor identifier",
    ]


def test_a_hyphen_in_a_text_makes_no_tag() -> None:
    found = fields("TY  - JOUR\nTI  - Pictures\nT1-weighted and\nUV - light\nER then\nAB  - x\nED-based\nPY  - 2001")
    assert found == {"TY": ["JOUR"], "TI": ["Pictures\nT1-weighted and\nUV - light\nER then"], "PY": ["2001"]}


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("1998/05/12/", "1998-05-12"), ("2020//", "2020"), ("2016/12//", "2016-12"), ("2001///", "2001"),
        ("2001/00/00/", "2001"), ("///", None), ("YEAR/MONTH/DAY/", None), ("99", None), ("2015/october", "2015-10"),
        ("2015/10/32/", "2015-10"), ("2012///Spring", "2012"), ("18-21 March 2013", "2013-03-18"), ("", None),
        ("2013/02/15/received", None), ("2013/03/14/accepted", None), ("2014-05-28", "2014-05-28"),
        ("0000/05/12", None), ("Sept. 2019", "2019-09"), ("2018/4/25", "2018-04-25"),
    ],
)  # fmt: skip
def test_a_date(value: str, date: str | None) -> None:
    assert read_date(value) == date


def test_the_year_is_that_of_publication_and_the_date_the_most_precise() -> None:
    assert one("Y1  - 2013\nPY  - 2013/04/18\nPY  - 2013/02/15/received").date == "2013-04-18"
    assert one("PY  - 2018\nDA  - 2017/12/30").date == "2018"
    assert one("Y1  - 2013/07/22\nPY  - 2013\nDA  - 2013/07/28\nY2  - 2021/01/24").date == "2013-07-22"
    assert one("DA  - 2011/09").date == "2011-09"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("TY  - JOUR", "article"), ("TY  - CONF", "proceedings"), ("TY  - CHAP", "chapter"), ("TY  - BOOK", "book"),
        ("TY  - THES", "thesis"), ("TY  - RPRT", "report"), ("TY  - DATA", "dataset"), ("TY  - COMP", "software"),
        ("TY  - UNPB", "preprint"), ("TY  - PAT", "other"), ("TY  - NONSENSE", "other"),
        ("TY  - Journal Article", "article"), ("TY  - JOUR\nM3  - Review", "review"),
        ("TY  - JOUR\nM3  - Editorial Material", "editorial"), ("TY  - JOUR\nM3  - Erratum", "erratum"),
        ("TY  - JOUR\nM3  - Retracted", "retraction"), ("TY  - JOUR\nM3  - Letter", "letter"),
        ("TY  - JOUR\nM3  - doi: 10.1000/x", "article"), ("TY  - THES\nM3  - Article", "thesis"),
    ],
)  # fmt: skip
def test_a_kind(lines: str, kind: str) -> None:
    assert one(f"{lines}\nTI  - T").kind == kind


@pytest.mark.parametrize(
    ("lines", "title", "venue"),
    [
        ("TY  - JOUR\nTI  - T\nT2  - Journal\nJO  - J.", "T", "Journal"),
        ("TY  - JOUR\nTI  - \nT1  - T\nT2  - \nJO  - J.", "T", "J."),
        ("TY  - CHAP\nTI  - T\nBT  - Book\nT3  - Series", "T", "Book"),
        ("TY  - CONF\nT1  - T\nT2  - Proc.\nJF  - Other", "T", "Proc."),
        ("TY  - BOOK\nBT  - T\nT3  - Series", "T", "Series"),
        ("TY  - UNPB\nCT  - T", "T", None),
        ("TY  - JOUR\nST  - Short", "Short", None),
        ("TY  - THES\nT1  - T\nT2  - subtitle", "T", None),
        ("TY  - JOUR\nT1  - First\nT1  - Second", "First", None),
    ],
)
def test_title_and_venue(lines: str, title: str, venue: str | None) -> None:
    paper = one(lines)
    assert (paper.title, paper.venue) == (title, venue)


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ("DO  - 10.1000/A", {"doi": "10.1000/a"}), ("DO  - doi:10.1000/A", {"doi": "10.1000/a"}),
        ("DO  - DOI 10.1000/a", {"doi": "10.1000/a"}), ("M3  - doi: 10.1000/a", {"doi": "10.1000/a"}),
        ("M3  - 10.1000/a", {"doi": "10.1000/a"}), ("N1  - doi:10.1000/a", {"doi": "10.1000/a"}),
        ("N1  - see 10.1000/a for more", {}), ("L3  - 10.1000/a", {"doi": "10.1000/a"}),
        ("UR  - http://dx.doi.org/10.1000/a", {"doi": "10.1000/a"}), ("DO  - none", {}),
        ("DO  - 10.48550/arXiv.1706.03762", {"arxiv": "1706.03762"}),
        ("UR  - http://arxiv.org/abs/hep-th/9901001v2", {"arxiv": "hep-th/9901001"}),
        ("U1  - 26957754[pmid]", {"pmid": "26957754"}), ("DB  - PubMed\nAN  - 123", {"pmid": "123"}), ("AN  - 123", {}),
        ("UR  - https://pubmed.ncbi.nlm.nih.gov/26957754/", {"pmid": "26957754"}),
        ("DB  - Scopus\nC2  - 987", {"pmid": "987"}), ("C2  - 987", {}),
        ("UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-85&doi=10.1000%2fa", {"scopus": "2-s2.0-85"}),
        ("AN  - WOS:000200148800007", {"wos": "000200148800007"}),
        ("UR  - <Go to ISI>://WOS:000200148800007", {"wos": "000200148800007"}),
        ("UR  - https://www.nber.org/papers/w1234", {"nber": "w1234"}),
        ("UR  - https://aclanthology.org/2020.acl-main.1/", {"acl": "2020.acl-main.1"}),
        ("UR  - https://example.org/10.1000/a", {}),
    ],
)  # fmt: skip
def test_identifiers(lines: str, ids: dict[str, str]) -> None:
    assert one(lines).ids == ids


def test_names() -> None:
    paper = one("AU  - Doe, Jo; Roe, R.\nAU  - Madonna\nAU  - ATLAS Collaboration\nAU  - Team, Gemini\nAU  - Doe, Jo")
    assert [(m.written, m.given, m.family, m.collective) for m in paper.mentions] == [
        ("Doe, Jo", "Jo", "Doe", False),
        ("Roe, R.", "R.", "Roe", False),
        ("Madonna", None, None, False),
        ("ATLAS Collaboration", None, None, True),
        ("Team, Gemini", None, None, True),
        ("Doe, Jo", "Jo", "Doe", False),
    ]
    assert [m.position for m in paper.mentions] == [1, 2, 3, 4, 5, 6]
    paper = one(
        "AU  - van Beethoven, Ludwig\nAU  - Doe, Jo, III\nAU  - A, B, C\nAU  - \nAU  - [No author name available]"
    )
    assert [(m.written, m.given, m.family, m.suffix) for m in paper.mentions] == [
        ("van Beethoven, Ludwig", "Ludwig", "van Beethoven", None),
        ("Doe, Jo, III", "Jo", "Doe", "III"),
        ("A, B, C", None, None, None),
    ]


@pytest.mark.parametrize("lines", ["AU  - Doe, Jo\nAU  - et al.", "AU  - Doe, Jo et al.", "AU  - Doe, Jo; and others"])
def test_a_list_that_ends_early(lines: str) -> None:
    paper = one(lines)
    assert [m.written for m in paper.mentions] == ["Doe, Jo"]
    assert paper.authors_complete is False


def test_editors_belong_to_the_whole_and_not_to_its_parts() -> None:
    book = one("TY  - BOOK\nTI  - T\nED  - Doe, Jo\nAU  - Roe, R.")
    assert [(m.written, m.role, m.position) for m in book.mentions] == [
        ("Roe, R.", "author", 1),
        ("Doe, Jo", "editor", 2),
    ]
    chapter = one("TY  - CHAP\nTI  - T\nA2  - Doe, Jo\nED  - Doe, Jo\nAU  - Roe, R.")
    assert [m.written for m in chapter.mentions] == ["Roe, R."]


def test_lines_of_keywords_and_addresses_stand_for_themselves() -> None:
    paper = one("KW  - salt\nwater\nsalt\nAD  - Here, Town\nThere, City")
    assert [topic.name for topic in paper.topics] == ["salt", "water"]
    assert [place.name for place in paper.affiliations] == ["Here, Town", "There, City"]


def test_an_address_without_scheme() -> None:
    assert one("UR  - //www.example.org/a").urls == ("https://www.example.org/a",)
    assert one("UR  - see the library").urls == ()


def test_twenty_thousand_authors() -> None:
    assert len(one("\n".join(f"AU  - Doe, Jo{i}" for i in range(20_000))).mentions) == 20_000


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - T\n" + "a\n" * 300_000,
        "TY  - JOUR\nKW  - T\n" + "a\n" * 300_000,
        "TY  - JOUR\nTI  - T\nAU  - " + ";" * 300_000,
        "TY  - JOUR\nTI  - T\nN1  - " + "Times Cited " * 30_000,
        "TY  - JOUR\nTI  - T\nUR  - " + "//" * 300_000 + ";" * 300_000,
        "TY  - JOUR\nTI  - T\nPY  - " + "/" * 300_000,
        "TY" + " " * 300_000 + "-",
        "TY  - JOUR\n" * 100_000,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    assert len(read(text)) <= 1


def test_a_record_too_long_is_rejected_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ris, "MAX_RECORD", 1000)
    long = WHOLE.replace("AB  - Not read.", "AB  - Not read.\n" * 200)
    first, bad, last = read(WHOLE + long + WHOLE)
    assert first == last
    assert bad == f"{WHOLE.count(chr(10)) + 1}: the record is longer than 0 MB"


@pytest.mark.parametrize(
    "head",
    [
        b"PMID- 1\nTI  - Title\nAU  - Doe J\n",
        b"FN Clarivate\nPT J\nTI Title\nER\n", b"%0 Journal Article\n%T Title\n",
        b"@article{a,\n title={TY  - JOUR}}", b'{"type": "article"}', b"<xml/>", b"title,authors\nTY,x\n", b"TY\n", b"",
    ],
)  # fmt: skip
def test_other_formats_are_not_claimed(head: bytes) -> None:
    assert loader.sniff(head, "x.ris") == 0


REJECTED = {
    "jabref/RisImporterTest1.ris:39": "neither title nor identifier",  # a second TY inside a record: see the comparison
    "rispy/example_custom_list_tags.ris:2": "neither title nor identifier",  # two authors and three ISSNs
    "rispy/example_multiline.ris:1": "neither title nor identifier",  # notes only, as the next two
    "rispy/example_multiline.ris:8": "neither title nor identifier",
    "rispy/example_multiline.ris:17": "neither title nor identifier",
}


def test_every_record_of_the_fixtures_is_read_or_rejected() -> None:
    base = shared_data("data", "fixtures")
    rejected: dict[str, str] = {}
    counts: dict[str, int] = {}
    for path in sorted(base.rglob("*.ris")):
        name = path.relative_to(base).as_posix()
        data = path.read_bytes()
        if data.removeprefix(b"\xef\xbb\xbf").startswith(b"FN "):
            assert loader.sniff(data, name) == 0  # Web of Science's tagged format under the name of RIS
            continue
        assert loader.sniff(data[:65536], name) >= 0.8
        marks = (
            len(re.findall(rb"^(?:[^\S\n]*(?:\xef\xbb\xbf)?TY ? ?- .*\n+)+", data, re.MULTILINE)),
            len(re.findall(rb"^ER ? ?-", data, re.MULTILINE)),
        )
        found = read(data)
        assert len(found) == max(marks), name
        counts[name] = len(found)
        rejected |= {
            f"{name}:{line}": why for why in found if isinstance(why, str) for line, _, why in [why.partition(": ")]
        }
    assert rejected == REJECTED
    assert (len(counts), sum(counts.values())) == (43, 79)


def test_fixtures_of_publishers() -> None:
    base = shared_data("data", "fixtures")
    (peerj,) = read((base / "handlr/peerj.ris").read_bytes())
    assert isinstance(peerj, PaperRecord)
    assert (peerj.date, peerj.venue, peerj.ids) == ("2018-10-26", "PeerJ", {"doi": "10.7717/peerj.5783"})
    assert [m.family for m in peerj.mentions] == ["Capa", "Bakken", "Meißner", "Nygren"]
    data = (base / "litstudy/example.ris").read_bytes()
    ieee = read(data)
    assert sum(len(p.mentions) for p in ieee if isinstance(p, PaperRecord)) == 163
    terms = [
        {slug(line[6:]) for line in text.split("\n") if line[:2] == "KW"} for text in data.decode().split("\nER  -")
    ]
    assert sum(len(p.topics) for p in ieee if isinstance(p, PaperRecord)) == sum(map(len, terms)) == 246


_TAGS = "TY ER AU A1 ED TI T1 T2 JO PY Y1 DA DO UR KW AD M3 N1 AN LA XX"
TAGS = st.sampled_from(_TAGS.split())
VALUES = st.text(max_size=12) | st.sampled_from(
    ["JOUR", "BOOK", "2019/05/28/", "10.1000/a", "Doe, Jo", "et al.", "  - "]
)
LINES = st.tuples(TAGS, st.sampled_from(["  - ", "  -", " - ", "- "]), VALUES).map("".join) | VALUES


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300)
    | st.lists(LINES, max_size=30).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))
)
def test_anything_gives_papers_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.ris") <= 1
    try:
        found = read(data)
    except LoadError:
        return
    for item in found:
        assert isinstance(item, str) or item.title or item.ids


WORDS = st.text(st.sampled_from("abcdefgåñ日αXYZ"), min_size=1, max_size=8)
NAMES = st.tuples(WORDS, WORDS)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, st.lists(NAMES, max_size=5), st.integers(1000, 2100), st.lists(WORDS)), max_size=4))
def test_what_is_written_is_read(papers: list[tuple[str, list[tuple[str, str]], int, list[str]]]) -> None:
    text = ""
    for title, names, year, words in papers:
        lines = ["TY  - JOUR", f"TI  - {title}", f"PY  - {year}", *(f"AU  - {f}, {g}" for f, g in names)]
        text += "\n".join([*lines, *(f"KW  - {word}" for word in words), "ER  - "]) + "\n\n"
    found = [paper for paper in read(text) if isinstance(paper, PaperRecord)]
    assert [(p.title, p.date) for p in found] == [(title, str(year)) for title, _, year, _ in papers]
    assert [[(m.family, m.given) for m in p.mentions] for p in found] == [names for _, names, _, _ in papers]
    assert all({t.name for t in p.topics} <= set(words) for p, (*_, words) in zip(found, papers, strict=True))


DIFFERENT = {
    # the maker takes a second TY inside a record for a correction, and joins titles; we begin a record
    ("RisImporterTest1", "title"), ("RisImporterTest1", "authors"), ("RisImporterTest1", "kind"),
    ("RisImporterTest1", "venue"), ("RisImporterTest1", "doi"), ("RisImporterTest1", "topics"),
    ("RisImporterTest1", "roles"),
    # the maker writes an article's em dash as two hyphens, which BibTeX reads as an en dash
    ("RisImporterTest6", "title"),
    # the maker prefers the abbreviated title of the journal
    ("RisImporterTest8_date", "venue"), ("RisImporterTestDate1.1", "venue"), ("RisImporterTestDate1.2", "venue"),
    ("RisImporterTestWithEmptyER", "venue"),
    # the maker makes authors of A2 of a book; we, editors
    ("RisImporterTest7", "roles"),
}  # fmt: skip


def test_what_the_maker_of_the_fixtures_expects() -> None:
    """JabRef's own reading of its RIS files, as BibTeX beside them; names without a comma are compared folded, since
    it turns them."""
    base = shared_data("data", "fixtures", "jabref")
    different = set()
    compared = 0
    for path in sorted(base.glob("RisImporterTest*.ris")):
        ours = next(paper for paper in read(path.read_bytes()) if isinstance(paper, PaperRecord))
        source = Source("expected.bib", io.BytesIO(path.with_suffix(".bib").read_bytes()))
        expected = bibtex.transform(next(raw for raw in bibtex.read(source) if isinstance(raw, RawItem)))[0]
        assert isinstance(expected, PaperRecord)
        pairs = {
            "title": (ours.title, expected.title),
            "authors": ([_key(m) for m in ours.mentions], [_key(m) for m in expected.mentions]),
            "roles": ([m.role for m in ours.mentions], [m.role for m in expected.mentions]),
            "year": ((ours.date or "")[:4], (expected.date or "")[:4]),
            "date": (ours.date, expected.date and expected.date + (ours.date or "")[len(expected.date) :]),
            "kind": (ours.kind, expected.kind),
            "venue": (ours.venue, expected.venue),
            "doi": (ours.ids.get("doi"), expected.ids.get("doi")),
            "language": (ours.language, expected.language),
            "topics": (ours.topics, expected.topics),
        }
        different |= {(path.stem, field) for field, (one, other) in pairs.items() if one != other}
        compared += 1
    assert compared == 18
    assert different == DIFFERENT


def _key(mention: Mention) -> str:
    return name_key(mention.written, mention.given, mention.family)
