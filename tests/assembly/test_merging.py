"""Which records are one paper, and what they say together."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from coterie.graph.assembly.accounts import Account
from coterie.graph.assembly.joining import joint_mentions, own_mentions
from coterie.graph.assembly.merging import Doubt, components, merge, merge_keys, merged
from coterie.graph.assembly.versions import effective
from coterie.graph.model.records import AffiliationRef, Mention, PaperRecord, PersonRecord, TopicRef, decode, identified

A, B, C, D = "Ada Lovelace", "Charles Babbage", "Mary Somerville", "Luigi Menabrea"
T = "Sketch of the Analytical Engine"


def paper(record_id: str, title: str = T, names: tuple[str, ...] = (A, B), date: str | None = "1843-08-01",
          complete: bool | None = True, source: str = "s", **fields: Any) -> PaperRecord:  # fmt: skip
    mentions = fields.pop("mentions", tuple(Mention(written=n, position=i) for i, n in enumerate(names, 1)))
    return PaperRecord(source=source, record_id=record_id, title=title, date=date, mentions=mentions,
                       authors_complete=complete, **fields)  # fmt: skip


def parts(*records: PaperRecord) -> list[tuple[str, ...]]:
    return sorted(p.records for p in merge(records))


def together(*records: PaperRecord) -> bool:
    return len(merge(records)) == 1


ONE_PAPER = {
    "shared id": (paper("1", "X", (A,), ids={"doi": "10.1000/a"}),
                  paper("2", "Y", (B,), "1900", ids={"doi": "https://doi.org/10.1000/A"}, source="t")),
    "arXiv DOI is an arXiv id": (paper("1", "X", ids={"doi": "10.48550/arXiv.2101.00001"}),
                                 paper("2", "Y", ids={"arxiv": "2101.00001v2"})),
    "equal title, equal lists": (paper("1"), paper("2", "Sketch of the analytical engine.", (A, "Babbage, Charles"))),
    "years within one": (paper("1", date="1843"), paper("2", date="1844-01-02", source="t")),
    "prefix": (paper("1"), paper("2", names=(A, B, C, D), complete=False)),
    "prefix where the source does not say": (paper("1", complete=None), paper("2", names=(A, B, C))),
    "no list, equal full date": (paper("1", names=()), paper("2")),
    "mention without position is ignored": (
        paper("1", names=(A, B), complete=False),
        paper("2", complete=False, mentions=(Mention(written=A, position=1), Mention(written=D)))),
    "similar title, equal complete lists": (paper("1"), paper("2", "Sketch of the Analytical Engines")),
    "no year, equal month and day": (paper("1", date=None, date_partial="--08-01"),
                                     paper("2", date=None, date_partial="--08-01")),
}  # fmt: skip
TWO_PAPERS = {
    "different ids of one scheme": (paper("1", ids={"doi": "10.1000/a"}), paper("2", ids={"doi": "10.1000/b"})),
    "different ids, though another is shared": (paper("1", ids={"doi": "10.1000/a", "arxiv": "2101.00001"}),
                                                paper("2", ids={"doi": "10.1000/a", "arxiv": "2101.00002"})),
    "two full dates from one source": (paper("1"), paper("2", date="1843-08-02")),
    "two full dates, though an id is shared": (
        paper("1", ids={"pmid": "5"}), paper("2", date="1843-08-02", ids={"pmid": "5"})),
    "years apart": (paper("1", date="1843"), paper("2", date="1845", source="t")),
    "other authors": (paper("1"), paper("2", names=(A, C))),
    "complete lists of different length": (paper("1"), paper("2", names=(A, B, C))),
    "no prefix": (paper("1", complete=False), paper("2", names=(B, A), complete=False)),
    "no list, less than a full date": (paper("1", names=(), date="1843-08"), paper("2", date="1843-08")),
    "no list, another date": (paper("1", names=()), paper("2", date="1843-08-03", source="t")),
    "no year": (paper("1", date=None), paper("2")),
    "no year on both": (paper("1", date=None), paper("2", date=None)),
    "other month and day": (
        paper("1", date=None, date_partial="--08-01"), paper("2", date=None, date_partial="--09-01")),
    "similar title, lists not complete": (
        paper("1", complete=False), paper("2", "Sketch of the Analytical Engines", complete=False)),
    "similar title, another numeral": (paper("1", T + " II"), paper("2", T + " III")),
    "similar title, another number": (paper("1", T + " 1"), paper("2", T + " 2")),
    "title of no letters": (paper("1", "…"), paper("2", "…")),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_PAPER)
def test_one_paper(case: str) -> None:
    one, two = ONE_PAPER[case]
    assert together(one, two)
    assert together(two, one)
    assert set(merge_keys(one)) & set(merge_keys(two))


@pytest.mark.parametrize("case", TWO_PAPERS)
def test_two_papers(case: str) -> None:
    assert len(merge(TWO_PAPERS[case])) == 2
    assert len({p.id for p in merge(TWO_PAPERS[case])}) == 2


def test_trained_rank_pruning_is_two_papers() -> None:
    title, names = "Trained Rank Pruning for Efficient Deep Neural Networks", ("Yuhui Xu", "Yuxi Li", "Shuai Zhang")
    first = paper("a", title, names, "2018-12-06", False, "page")
    again = msgspec.structs.replace(first, record_id="b", mentions=(*first.mentions, Mention(written="Hongkai Xiong")))
    second = paper("c", title, names, "2019-10-09", False, "page")
    other = paper(
        "d", "TRP: Trained Rank Pruning for Efficient Deep Neural Networks", names, "2020-04-30", False, "page"
    )
    assert parts(first, again, second, other) == [("page:a", "page:b"), ("page:c",), ("page:d",)]


def test_the_five_documents() -> None:
    records = [decode(line) for line in (ROOT / "seeds" / "five_documents.jsonl").read_bytes().splitlines()]
    papers = [identified(r) for r in records if isinstance(r, PaperRecord)]
    assert len(papers) == 185
    found = merge([effective(list(v)) for _, v in itertools.groupby(sorted(papers, key=_key), key=_key)])  # type: ignore[type-var]
    assert len(found) == 164
    assert len({p.fields.title for p in found}) == 163


def _key(record: PaperRecord) -> str:
    return record.record_id


def test_an_id_of_two_papers_names_neither_and_is_doubtful() -> None:
    one, two = TWO_PAPERS["different ids, though another is shared"]
    found = merged([one, two])
    assert [p.id for p in found.papers] == ["arxiv:2101.00001", "arxiv:2101.00002"]
    assert found.doubtful == [Doubt("doi:10.1000/a", ("arxiv:2101.00001", "arxiv:2101.00002"))]
    assert all(p.fields.ids["doi"] == "10.1000/a" for p in found.papers)


def test_a_record_key_that_reads_like_an_id_stays_with_its_record() -> None:
    named = paper("2101.00001", "X", source="arxiv", date="1900")
    other = paper("9", "Y", ids={"arxiv": "2101.00001"})
    assert {p.id: p.records for p in merge([named, other])} == {
        "arxiv:2101.00001": ("arxiv:2101.00001",), "s:9": ("s:9",)}  # fmt: skip
    assert len(components([named, other])) == 1


def test_paper_id_by_the_order_of_schemes() -> None:
    assert merge([paper("1", ids={"pmid": "5", "arxiv": "2101.00001", "own": "x"})])[0].id == "arxiv:2101.00001"
    assert merge([paper("1", ids={"own": "x"})])[0].id == "own:x"
    assert merge([paper("2"), paper("1")])[0].id == "s:1"


def test_most_complete_list_wins_and_the_smallest_key_stays() -> None:
    short = paper("1", names=(A, B), complete=False)
    long = paper("2", names=(A, B, C, D), source="t")
    (found,) = merge([long, short])
    assert [(k, m.position, m.written) for k, m in found.mentions] == [
        ("s:1#1", 1, A), ("s:1#2", 2, B), ("t:2#3", 3, C), ("t:2#4", 4, D)]  # fmt: skip
    assert found.fields.authors_complete is True
    assert found.fields.author_count == 4


def test_mention_without_position_joins_the_listed_one() -> None:
    owner = paper(
        "1", mentions=(Mention(written=A, position=1), Mention(written=D, source_ids=("page:d",))), complete=False
    )
    full = paper("2", names=(A, B, D), complete=False)
    (found,) = merge([owner, full])
    assert [(k, m.written, m.source_ids) for k, m in found.mentions] == [
        ("s:1#1", A, ()), ("s:2#2", B, ()), ("s:1#2", D, ("page:d",))]  # fmt: skip
    (alone,) = merge([owner])
    assert [m.position for _, m in alone.mentions] == [1, None]


def test_two_owners_of_one_name_stay_two() -> None:
    one = paper("1", mentions=(Mention(written=A, position=1), Mention(written=D, source_ids=("page:d1",))))
    two = paper("2", mentions=(Mention(written=A, position=1), Mention(written=D, source_ids=("page:d2",))))
    three = paper("3", mentions=(Mention(written=A, position=1), Mention(written=D, source_ids=("page:d2",))))
    (found,) = merge([one, two, three])
    assert [(k, m.source_ids) for k, m in found.mentions] == [
        ("s:1#1", ()),
        ("s:1#2", ("page:d1",)),
        ("s:2#2", ("page:d2",)),
    ]


def test_a_name_twice_on_one_paper_is_two_mentions() -> None:
    (found,) = merge([paper("1", names=(A, A)), paper("2", names=(A, A))])
    assert [k for k, _ in found.mentions] == ["s:1#1", "s:1#2"]


def test_mentions_of_records_with_one_id_correspond_by_compatible_name() -> None:
    ids = {"doi": "10.1000/a"}
    one = paper("1", names=("A. Lovelace", B), ids=ids, complete=False)
    two = paper("2", ids=ids, mentions=(Mention(written=A, position=1, orcid="0000-0002-1825-0097"),
                                        Mention(written=B, position=2)))  # fmt: skip
    (found,) = merge([one, two])
    assert [(k, m.written, m.orcid) for k, m in found.mentions] == [
        ("s:1#1", A, "0000-0002-1825-0097"), ("s:1#2", B, None)]  # fmt: skip


def test_conflicting_ids_are_not_mixed_in_a_mention() -> None:
    one = paper("1", mentions=(Mention(written=A, position=1, source_ids=("x:1",)),))
    two = paper("2", mentions=(Mention(written=A, position=1, source_ids=("x:2",)),))
    (found,) = merge([one, two])
    assert [m.source_ids for _, m in found.mentions] == [("x:1",)]


def test_fields_of_merged_records() -> None:
    one = paper("1", kind="preprint", venue="", has_code=False, citations=3, urls=("u",),
                ids={"arxiv": "2101.00001"}, topics=(TopicRef(scheme="arxiv", code="cs.CL"),),
                affiliations=(AffiliationRef(name="PKU"),))  # fmt: skip
    two = paper("2", kind="article", venue="Memoirs", has_code=True, citations=5, urls=("v", "u"), source="t",
                author_count=9, ids={"pmid": "7"},
                topics=(TopicRef(scheme="arxiv", code="cs.CL", name="Computation and Language", primary=True),),
                affiliations=(AffiliationRef(name="pku"), AffiliationRef(name="MIT")))  # fmt: skip
    fields = merge([one, two])[0].fields
    assert (fields.kind, fields.venue, fields.has_code, fields.citations, fields.author_count) == (
        "article",
        "Memoirs",
        True,
        5,
        9,
    )
    assert fields.ids == {"arxiv": "2101.00001", "pmid": "7"}
    assert fields.urls == ("u", "v")
    assert fields.topics == (TopicRef(scheme="arxiv", code="cs.CL", name="Computation and Language", primary=True),)
    assert [a.name for a in fields.affiliations] == ["PKU", "MIT"]


def test_stated_date_before_an_inferred_one() -> None:
    one = paper("1", date="1843-08-01", date_inferred=True)
    two = paper("2", date="1844", source="t")
    fields = merge([one, two])[0].fields
    assert (fields.date, fields.date_inferred) == ("1844", False)


def test_clusters_veto_a_chain() -> None:
    one = paper("1", ids={"doi": "10.1000/a", "arxiv": "2101.00001"})
    link = paper("2", ids={"doi": "10.1000/a"})
    two = paper("3", ids={"doi": "10.1000/a", "arxiv": "2101.00002"})
    for order in itertools.permutations([one, link, two]):
        assert parts(*order) == [("s:1", "s:2"), ("s:3",)]


def test_records_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="s:1"):
        merge([paper("1"), paper("1", "Y")])


def test_many_records_of_one_title_take_no_quadratic_time() -> None:
    records = [
        paper(f"{i:05}", "Introduction", (f"{chr(65 + i % 26)}x Editor",), f"{1900 + i % 100}") for i in range(5000)
    ]
    assert len(merge(records)) > 1000


_names = st.lists(st.sampled_from([A, "Lovelace, Ada", B, C, D]), max_size=3)
_ids = st.dictionaries(st.sampled_from(["doi", "arxiv", "pmid"]), st.sampled_from(["1", "2"]), max_size=2).map(
    lambda ids: {s: {"doi": f"10.1000/{v}", "arxiv": f"2101.0000{v}", "pmid": v}[s] for s, v in ids.items()}
)


@st.composite
def _records(draw: st.DrawFn) -> list[PaperRecord]:
    out = []
    for i in range(draw(st.integers(1, 7))):
        names = draw(_names)
        placed = draw(st.lists(st.booleans(), min_size=3, max_size=3))
        out.append(paper(
            str(i), draw(st.sampled_from([T, T + "s", T + " II", "Other"])), ids=draw(_ids),
            date=draw(st.sampled_from([None, "1843", "1843-08-01", "1844-02-02"])),
            complete=draw(st.sampled_from([True, False, None])), source=draw(st.sampled_from(["s", "t", "arxiv"])),
            mentions=tuple(Mention(written=n, position=p if placed[p - 1] else None) for p, n in enumerate(names, 1)),
        ))  # fmt: skip
    return out


@settings(max_examples=150, deadline=None)
@given(_records(), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_components_can_be_merged_apart(records: list[PaperRecord], random: Any) -> None:
    found = merged(records)
    shuffled = list(records)
    random.shuffle(shuffled)
    assert merged(shuffled) == found
    apart = [paper for component in components(shuffled) for paper in merge(component)]
    assert sorted(apart, key=lambda p: p.id) == found.papers
    assert len({p.id for p in found.papers}) == len(found.papers)
    assert sorted(key for p in found.papers for key in p.records) == sorted(
        f"{r.source}:{r.record_id}" for r in records
    )
    keys = [key for p in found.papers for key, _ in p.mentions]
    assert len(keys) == len(set(keys))
    for p in found.papers:
        cluster = [r for r in records if f"{r.source}:{r.record_id}" in p.records]
        assert merge(cluster)[0].mentions == p.mentions
        for scheme in ("doi", "arxiv", "pmid"):
            assert len({r.ids[scheme] for r in cluster if scheme in r.ids}) <= 1


@given(_records())
def test_records_of_different_components_share_no_key(records: list[PaperRecord]) -> None:
    keys = [{k for r in component for k in merge_keys(r)} for component in components(records)]
    assert sum(map(len, keys)) == len(set().union(*keys))


@given(_records())
def test_a_record_alone_keeps_its_mentions(records: list[PaperRecord]) -> None:
    for record in records:
        alone, accounts = own_mentions(record)
        assert len(alone) <= len(record.mentions)
        if all(m.position is not None for m in record.mentions):
            assert (alone, accounts) == joint_mentions(record, ())
        assert (
            Account(record).names == Account(msgspec.structs.replace(record, mentions=tuple(m for _, m in alone))).names
        )


def test_newest_version_wins() -> None:
    old, new = paper("1", updated="2020-01-01", citations=9), paper("1", updated="2021-01-01T00:00:00Z")
    assert effective([old, new]) == effective([new, old]) == new
    assert effective([new, msgspec.structs.replace(old, updated=None)]) == new
    zone = paper("1", updated="2021-01-01T01:00:00+02:00", citations=1)
    assert effective([zone, new]) == new


@given(st.permutations([
    paper("1", citations=9, venue="A", ids={"doi": "x"}, date="2026-01-01", date_inferred=True),
    paper("1", citations=10, ids={"pmid": "5"}, date="2026-01-01"),
    paper("1", venue="B", kind="article", date="2025-01-01", date_inferred=True),
]))  # fmt: skip
def test_equally_new_versions_are_joined_field_by_field(versions: list[PaperRecord]) -> None:
    found = effective(versions)
    assert isinstance(found, PaperRecord)
    assert (found.citations, found.venue, found.kind, found.ids) == (10, "B", "article", {"doi": "x", "pmid": "5"})
    assert (found.date, found.date_inferred) == ("2026-01-01", False)
    assert effective([found, *versions]) == found


def test_versions_of_a_person() -> None:
    one, two = (
        PersonRecord(source="s", record_id="1", name="A", stated_h_index=9),
        PersonRecord(source="s", record_id="1", name="A B"),
    )
    assert effective([one, two]) == PersonRecord(source="s", record_id="1", name="A B", stated_h_index=9)
    with pytest.raises(ValueError, match=r".+"):
        effective([])
