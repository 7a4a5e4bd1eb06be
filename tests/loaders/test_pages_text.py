"""Single pages: what they may lack, and what is wrong with them."""

from __future__ import annotations

import doctest
import io
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_maker import read_page

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRef, PaperRecord, PersonRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.pages import authors, dates, loader
from coterie.loaders.pages.dates import page_date

PROFILE = "Yuhui Xu\n\nLG\nh-index35\n29papers\n1,955citations\nNovelty52%\nAI Score63\n\n29 Papers\n\n"


def one(text: str, year: int | None = None) -> PaperRecord:
    (record,) = read_page(text, year)
    assert isinstance(record, PaperRecord)
    return record


@pytest.mark.parametrize(
    ("header", "year", "date", "inferred", "partial"),
    [
        ("LGMay 28", None, None, False, "--05-28"),
        ("LGMay 28", 2026, "2026-05-28", True, None),
        ("LGMay 28, 2024", 2026, "2024-05-28", False, None),
        ("98.6LGMay 28Code", 2026, "2026-05-28", True, None),
        ("LGMay 32", 2026, None, False, None),
        ("LGFeb 30, 2024Code", None, None, False, None),
        ("LGFeb 29", 2026, None, False, "--02-29"),
        ("LGFeb 29", None, None, False, "--02-29"),
        ("LGFoo 3, 2024", None, None, False, None),
        ("hep-thSep 3, 2024", None, "2024-09-03", False, None),
    ],
)
def test_headers(header: str, year: int | None, date: str | None, inferred: bool, partial: str | None) -> None:
    paper = one(f"{header}\nA Title of SomethingBo An, Xu Wu, Li Ma et al.\n", year)
    assert (paper.date, paper.date_inferred, paper.date_partial) == (date, inferred, partial)
    assert paper.has_code is (True if "Code" in header else None)
    assert len(paper.mentions) == 3


def test_a_category_out_of_the_list_is_kept_as_written() -> None:
    topic = one("QQMay 3, 2024\nA Title\n\nBo An et al.\n").topics[0]
    assert (topic.scheme, topic.code, topic.name) == ("arxiv", "QQ", None)


def test_an_owner_named_on_the_paper_gets_the_source_id() -> None:
    person, paper = read_page(f"{PROFILE}CLMay 3, 2024\nOn Things\n\nBo An, Yuhui Xu, Li Ma et al. · pku\n\nText.\n")
    assert isinstance(person, PersonRecord)
    assert isinstance(paper, PaperRecord)
    assert [(m.written, m.position, m.source_ids) for m in paper.mentions] == [
        ("Bo An", 1, ()), ("Yuhui Xu", 2, ("page:yuhui-xu",)), ("Li Ma", 3, ()),
    ]  # fmt: skip
    assert paper.affiliations == (AffiliationRef(name="pku"),)


def test_an_owner_not_named_is_a_mention_without_position() -> None:
    _, paper = read_page(f"{PROFILE}CLMay 3, 2024\nOn Things\n\nBo An, Li Ma, Xu Wu et al.\n\nText.\n")
    assert isinstance(paper, PaperRecord)
    assert (paper.mentions[-1].written, paper.mentions[-1].position) == ("Yuhui Xu", None)


def test_a_profile_without_a_name_is_rejected_and_its_papers_read() -> None:
    reason, paper = read_page(PROFILE.partition("\n")[2] + "CLMay 3, 2024\nOn Things\n\nBo An et al.\n\nText.\n")
    assert reason == "a profile without a name"
    assert isinstance(paper, PaperRecord)


def test_a_paper_without_a_title_is_rejected() -> None:
    first, second = read_page(
        "CLMay 3, 2024\n\nBo An, Xu Wu, Li Ma et al.\n\nText.\n\nCLMay 4, 2024\nOn X\n\nY Z et al.\n"
    )
    assert first == "no title"
    assert isinstance(second, PaperRecord)
    assert read_page("CLMay 3, 2024\nCLMay 4, 2024\n") == ["no title", "no title"]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_an_abstract_is_never_taken_for_a_title(gap: str) -> None:
    last = "On XY\n\nZ, A B et al.\n" if gap else "On the XYAnn Zed, A B et al.\n"
    texts = read_page(f"CLMay 3, 2024\n{gap}{'A sentence of an abstract. ' * 40}\n{gap}CLMay 4, 2024\n{last}")
    assert isinstance(texts[0], str)
    assert texts[0].startswith("no title, but a text of")
    assert isinstance(texts[1], PaperRecord)


def test_long_lines_take_no_long_time() -> None:
    line = "CLMay 3, 2024\n" + "AB" * 50_000 + ", " + "a.b-" * 25_000 + " et al. · x\n" + "Xy, " * 25_000 + "\n"
    assert len(read_page(line * 2)) == 2


@pytest.mark.parametrize("module", [dates, authors])
def test_examples_in_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


DAILY = "Daily Papers\n\nbyAK\n\nMay 14\n\nOne Title\n\n{}\n\n{}"
TEXT = "An abstract of several sentences. It goes on for a while. And it ends here, after enough words to be one. Yes."


@pytest.mark.parametrize(
    ("foot", "count", "place", "date"),
    [
        ("  • 8 authors\n·\nMay 27, 2025 5", 8, None, "2025-05-27"),
        ("  • 1 author\n·\nMay 27", 1, None, "2026-05-27"),
        ("nvidia NVIDIA\n·\nOct 28, 2024 2", None, ("NVIDIA", "nvidia"), "2024-10-28"),
        ("facebook AI at Meta\n·\nOct 28, 2024", None, ("AI at Meta", "facebook"), "2024-10-28"),
        ("  • 8 authors\n·", 8, None, None),
        ("·\nMay 27, 2025", None, None, "2025-05-27"),
        ("  • 8 authors\n·\nFeb 30, 2025", 8, None, None),
    ],
)
def test_feet_of_the_daily_list(foot: str, count: int | None, place: tuple[str, str] | None, date: str | None) -> None:
    paper = one(DAILY.format(TEXT, foot), 2026)
    assert (paper.title, paper.author_count, paper.date, paper.mentions) == ("One Title", count, date, ())
    assert [(a.name, a.id) for a in paper.affiliations] == ([place] if place else [])


def test_a_bare_entry_does_not_take_the_next_date() -> None:
    bare, full = read_page(DAILY.format(TEXT, f"Two Title\n\n{TEXT}\n\n  • 2 authors\n·\nMay 1, 2025"))
    assert isinstance(bare, PaperRecord)
    assert isinstance(full, PaperRecord)
    assert (bare.title, bare.date, bare.author_count) == ("One Title", None, None)
    assert (full.title, full.date, full.author_count) == ("Two Title", "2025-05-01", 2)


def test_other_encodings_and_line_ends() -> None:
    text = "CLMay 3, 2024\r\nThéorie des GraphesÉmile Borel, Xu Wu, Li Ma et al.\r\n"
    want = read_page(text)
    assert read_page(text.encode("utf-8-sig")) == want
    assert read_page(text.encode("utf-16")) == want
    assert read_page(text.encode("latin-1")) == ["text that is not UTF-8"]


def test_a_text_without_papers_is_no_page() -> None:
    with pytest.raises(LoadError, match="no page"):
        read_page("\n\n\n")


def test_page_date_of_nonsense() -> None:
    assert page_date("Foo", "3", None, 2026) == (None, False, None)
    assert page_date("May", "3", "0000", None) == (None, False, None)


PIECES = [
    "LGMay 28", "98.6CVMar 3, 2021Code", "·", "  • 8 authors", "Daily Papers", "et al.", " · pku", "Bo An, Li",
    "16papers", "h-index9", "Title of ThingsWei Li", "\n", "\n\n", ", ", "X", "é", "\ufffd", "\x00", "\u2028", "O'",
    "王", "(", "May 14",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25).map("".join), st.text())
)
def test_any_text_gives_records_or_reasons(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_records_or_reasons(data: bytes) -> None:
    check(data)
    check(b"LGMay 28, 2024\n" + data)


def check(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.txt") <= 1
    try:
        for record in read_page(data, 2026):
            if isinstance(record, PaperRecord):
                assert record.title.strip()
                assert all(mention.written.strip() for mention in record.mentions)
            else:
                assert isinstance(record, PersonRecord | str)
        for raw in loader.read(Source("x", io.BytesIO(data))):
            assert isinstance(raw, Rejected) or int(raw.position) > 0
    except LoadError:
        pass
