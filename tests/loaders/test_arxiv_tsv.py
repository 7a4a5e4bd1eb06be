"""arXiv's metadata as tab-separated values."""

from __future__ import annotations

import io
import lzma
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected, TopicRef
from coterie.loaders.arxiv.tsv import loader
from coterie.loaders.base import Source

HEADER = "arxiv_id\tcreated\tupdated\tprimary_cat\tcategories\tauthor_text\tnum_authors\ttitle\tdoi\n"
LINE = (
    "2401.00001\t2024-01-02\t2024-03-04\tcs.CL\tcs.AI,cs.CL\tAda Lovelace, Łukasz Ö. Kaiser\t2\tOn $x<y$\t10.1000/ABC"
)


def read(text: str | bytes) -> list[PaperRecord | str]:
    data = text.encode() if isinstance(text, str) else text
    out: list[PaperRecord | str] = []
    for raw in loader.read(Source("made", io.BytesIO(data))):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += [record for record in loader.transform(raw) if isinstance(record, PaperRecord)]
        except ValueError as error:
            out.append(f"{raw.position}: {error}")
    return out


def one(**fields: str) -> PaperRecord:
    names = HEADER.strip().split("\t")
    values = dict(zip(names, LINE.split("\t"), strict=True)) | fields
    (paper,) = read(HEADER + "\t".join(values[name] for name in names) + "\n")
    assert isinstance(paper, PaperRecord)
    return paper


def authors(text: str, stated: str = "2") -> list[str]:
    return [mention.written for mention in one(author_text=text, num_authors=stated).mentions]


def test_every_field() -> None:
    paper = one()
    assert (paper.source, paper.record_id, paper.kind) == ("arxiv", "2401.00001", "preprint")
    assert paper.ids == {"arxiv": "2401.00001", "doi": "10.1000/abc"}
    assert (paper.title, paper.date, paper.updated) == ("On $x<y$", "2024-01-02", "2024-03-04")
    assert [(m.written, m.position, m.collective) for m in paper.mentions] == [
        ("Ada Lovelace", 1, False),
        ("Łukasz Ö. Kaiser", 2, False),
    ]
    assert (paper.authors_complete, paper.author_count) == (True, 2)
    assert paper.topics == (
        TopicRef(scheme="arxiv", code="cs.AI", name="Artificial Intelligence"),
        TopicRef(scheme="arxiv", code="cs.CL", name="Computation and Language", primary=True),
    )


def test_without_a_change_the_first_date_is_that_of_the_last_change() -> None:
    assert one(updated="").updated == "2024-01-02"
    assert one(updated="", created="").updated is None


def test_a_category_that_the_taxonomy_lacks_keeps_its_code() -> None:
    paper = one(primary_cat="new.XX", categories="new.XX,cs.CL")
    assert [(t.code, t.name, t.primary) for t in paper.topics] == [
        ("new.XX", None, True),
        ("cs.CL", "Computation and Language", False),
    ]


@pytest.mark.parametrize(("written", "doi"), [
    ("10.1000/A 10.1000/B", "10.1000/a"), ("10.1000/A, 10.1000/B", "10.1000/a"), ("10.1000/A.", "10.1000/a"),
    ("0.1000/a", None), ("", None), ("10.1000/x(02)00557-4, 10.1016/j.2018", "10.1000/x(02)00557-4"),
    ("10.1016/S0370-2693(97)00062-8,10.1000/b", "10.1016/s0370-2693(97)00062-8"),
    ("bad 10.1000/b", "10.1000/b"), ("10.48550/arXiv.2401.00001", None),
])  # fmt: skip
def test_dois(written: str, doi: str | None) -> None:
    assert one(doi=written).ids.get("doi") == doi


def test_a_group_before_a_colon_is_a_collective_and_the_colon_no_name() -> None:
    paper = one(author_text="ICTR, :, A. Arneodo, R. Benzi", num_authors="4")
    assert [(m.written, m.position, m.collective) for m in paper.mentions] == [
        ("ICTR", 1, True), ("A. Arneodo", 2, False), ("R. Benzi", 3, False),
    ]  # fmt: skip
    assert (paper.authors_complete, paper.author_count) == (True, 3)


@pytest.mark.parametrize(("written", "names"), [
    (" Authors, :, Yufang Xi, Edmund M. Yeh", ["Yufang Xi", "Edmund M. Yeh"]),
    ("V. Braun, B. Stefanski, jr", ["V. Braun", "B. Stefanski, jr"]),
    ("Frank D. Tony Smith, jr", ["Frank D. Tony Smith, jr"]),
    ("A. Roche, .", ["A. Roche"]), ("E. Caputo, ; V. Marcolongo", ["E. Caputo", "V. Marcolongo"]),
    ("J. D. Finley,, John K. McIver", ["J. D. Finley", "John K. McIver"]), (" Briscoe, Z. Xu", ["Briscoe", "Z. Xu"]),
    (r"Servet Mart\'{\i}nez, H. Eugene~Stanley", ["Servet Martínez", "H. Eugene Stanley"]),
    ("A. F, :, Borghesani, F. Aitken", ["A. F", "Borghesani", "F. Aitken"]), ("王伟, Z. Xu", ["王伟", "Z. Xu"]),
])  # fmt: skip
def test_pieces_of_the_list_of_names(written: str, names: list[str]) -> None:
    pieces = written.split(", ")
    paper = one(author_text=written, num_authors=str(len(pieces)))
    assert [mention.written for mention in paper.mentions] == names
    assert not any(mention.collective for mention in paper.mentions)
    assert (paper.authors_complete, paper.author_count) == (True, len(names))


@pytest.mark.parametrize("last", ["others", "and others", "et al.", "et al"])
def test_others_make_the_list_incomplete(last: str) -> None:
    paper = one(author_text=f"Chao Ren, {last}", num_authors="2")
    assert [mention.written for mention in paper.mentions] == ["Chao Ren"]
    assert paper.authors_complete is False


def test_fewer_names_than_stated_are_not_complete_and_no_number_says_nothing() -> None:
    paper = one(num_authors="7")
    assert (paper.authors_complete, paper.author_count) == (False, 7)
    paper = one(num_authors="many")
    assert (paper.authors_complete, paper.author_count) == (None, None)


@pytest.mark.parametrize(("written", "title"), [
    ("Uniqueness of BP<n>", "Uniqueness of BP<n>"), ("A<br> B &amp; C", "A B & C"), ("H<sub>2</sub>O", "H2O"),
    ("K\x7fähler", "Kähler"), ("for $p<q$ and r>s", "for $p<q$ and r>s"), ('"Quoted" and so', '"Quoted" and so'),
])  # fmt: skip
def test_titles(written: str, title: str) -> None:
    assert one(title=written).title == title


def test_columns_in_another_order() -> None:
    text = "Title\tID\tauthors\n\nOn X\tarXiv:math.GT/0309136v2\tAda Lovelace\nshort\tline\n"
    paper, rejected = read(text)
    assert isinstance(paper, PaperRecord)
    assert (paper.record_id, paper.title, paper.topics, paper.date) == ("math/0309136", "On X", (), None)
    assert rejected == "4: 2 columns where the header has 3"


def test_rejected_lines() -> None:
    text = HEADER + "x\ty\n" + LINE + "\n" + "\t" * 8 + "\n" + "bad id" + "\t" * 8 + "\n"
    bad, good, blank = read(text)
    assert bad == "2: 2 columns where there should be 9"
    assert isinstance(good, PaperRecord)
    assert blank == "5: neither title nor arXiv id"  # a line of nothing but tabs is blank


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(LoadError, match="has no column arxiv_id"):
        read("a\tb\n1\t2\n")
    with pytest.raises(LoadError, match="has no column"):
        read("")


def test_sniff() -> None:
    assert loader.sniff(HEADER.encode(), "x") > 0.9
    assert loader.sniff(b"\xef\xbb\xbf" + (HEADER + LINE).encode(), "x") > 0.9
    for other in ("", "arxiv_id,title,authors\n", "id\ttitle\n", '{"arxiv_id": 1}'):
        assert loader.sniff(other.encode(), "x.tsv") == 0


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), st.integers(0, len(LINE)))
def test_hostile_lines_are_records_or_rejected(junk: bytes, place: int) -> None:
    mutated = LINE.encode()[:place] + junk + LINE.encode()[place:]
    for item in read(HEADER.encode() + mutated + b"\n" + LINE.encode()):
        assert isinstance(item, str) or item.title or item.ids


@pytest.mark.slow
def test_the_whole_set() -> None:
    """Counts of both files beside those of a split that knows nothing of the loader."""
    latest: dict[str, tuple[int, int]] = {}
    categories, papers = set[str](), Counter[str]()
    for file in ("arxiv_20190101.tsv.xz", "arxiv_20200101.tsv.xz"):
        data = lzma.decompress(shared_data("data", "arxiv", file).read_bytes())
        lines = data.decode().split("\n")[1:-1]
        items = loader.read(Source(file, io.BytesIO(data)))
        for line, raw in zip(lines, items, strict=True):
            assert not isinstance(raw, Rejected)
            (paper,) = loader.transform(raw)
            assert isinstance(paper, PaperRecord)
            fields = line.split("\t")
            papers[file] += 1
            latest[paper.ids["arxiv"]] = (fields[5].count(", ") + 1, len(paper.mentions))
            categories.update(topic.code for topic in paper.topics)
    assert papers == {"arxiv_20190101.tsv.xz": 503_640, "arxiv_20200101.tsv.xz": 527_053}
    assert len(latest) == 573_807
    assert len(categories) == 176
    assert sum(pieces for pieces, _ in latest.values()) == 1_749_936
    assert sum(pieces - names for pieces, names in latest.values()) == 114, "pieces that name nobody, or belong to one"
