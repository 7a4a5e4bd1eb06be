"""Deriving: hand-worked cases, a slow definition in fractions, and what must not matter."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_papers import links, paper, papers, persons, rows, slow_pairs
from support import ROOT

from coterie.graph.assembly import derive as deriving
from coterie.graph.assembly.diff import counts
from coterie.graph.assembly.evidence import RecordVersion, add_evidence
from coterie.graph.assembly.former import carry_former_ids
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.merging import merge
from coterie.graph.assembly.versions import effective
from coterie.graph.model.records import (
    AffiliationRecord,
    AffiliationRef,
    Mention,
    PersonAffiliation,
    PersonRecord,
    TopicRecord,
    TopicRef,
    decode,
    identified,
    record_key,
    type_of,
)
from coterie.graph.model.settings import Settings
from coterie.graph.model.tables import Tables

NAMES = Settings(identity="names")


def derive(*given: Any, settings: Settings = NAMES, **more: Any) -> Tables:
    """The graph in which one name is one person."""
    return deriving.derive(*given, settings=settings, **more)


quick = settings(max_examples=40, deadline=None)


def names(tables: Tables) -> set[str]:
    return set(tables.nodes["Author"]["name"].tolist())


def by_name(tables: Tables) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in rows(tables, "Author").values()}


def pairs(tables: Tables) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """COAUTHORED by names, each pair sorted."""
    shown = ("papers", "newman", "pair_share", "first_year", "last_year")
    found = links(tables, "COAUTHORED")
    assert all(a <= b for a, b in links(tables, "COAUTHORED", show="id"))
    return {tuple(sorted(pair)): tuple(row.get(name) for name in shown) for pair, row in found.items()}


def test_weights_by_hand() -> None:
    d = derive([paper("1", "Ann", "Bob", date="2019"), paper("2", "Ann", "Bob", "Cid", date="2017-03"),
                paper("3", "Bob", "Ann", "Cid", "Dee")])  # fmt: skip
    assert pairs(d)["Ann", "Bob"] == (3, 1 + 1 / 2 + 1 / 3, 1 + 1 / 3 + 1 / 6, 2017, 2019)
    assert pairs(d)["Ann", "Cid"] == (2, pytest.approx(1 / 2 + 1 / 3), pytest.approx(1 / 3 + 1 / 6), 2017, 2017)
    assert pairs(d)["Ann", "Dee"] == (1, 1 / 3, 1 / 6, None, None)
    assert by_name(d)["Ann"]["paper_count"] == 3
    assert (by_name(d)["Ann"]["first_year"], by_name(d)["Ann"]["last_year"]) == (2017, 2019)


def test_single_author_makes_no_pair() -> None:
    d = derive([paper("1", "Ann", authors_complete=True)])
    assert pairs(d) == {}
    assert rows(d, "Paper")["s:1"]["team"] == 1
    assert rows(d, "Paper")["s:1"]["author_count"] == 1


def test_name_twice_is_one_person() -> None:
    d = derive([paper("1", "Ann", "Bob", "Ann")])
    assert pairs(d) == {("Ann", "Bob"): (1, 1 / 2, 1 / 3, None, None)}, "n counts mentions"
    assert by_name(d)["Ann"]["paper_count"] == 1
    assert {key for *_, key in links(d, "AUTHORED")} == {"s:1#1", "s:1#2", "s:1#3"}


def test_cap_is_inclusive_and_stated_counts_count() -> None:
    big = paper("1", "Ann", "Bob", author_count=8)
    assert pairs(derive([big], settings=replace(NAMES, cap=8)))["Ann", "Bob"] == (1, 1 / 7, 2 / 56, None, None)
    assert pairs(derive([big], settings=replace(NAMES, cap=7))) == {}
    assert rows(derive([big]), "Paper")["s:1"]["authors_complete"] is False, "more are stated than listed"


def test_incomplete_list_makes_pairs_with_stated_n() -> None:
    d = derive([paper("1", "Ann", "Bob", "Cid", authors_complete=False), paper("2", "Dee", "Eve", author_count=5)])
    assert len(pairs(d)) == 4
    assert pairs(d)["Dee", "Eve"][1] == 1 / 4
    assert "author_count" not in rows(d, "Paper")["s:1"], "unknown is absent"
    assert rows(d, "Paper")["s:1"]["team"] == 3


def test_listed_more_than_stated() -> None:
    d = derive([paper("1", "Ann", "Bob", "Cid", author_count=2)])
    assert pairs(d)["Ann", "Bob"][1] == 1 / 2


def test_editors_and_collectives_make_no_pairs() -> None:
    d = derive([paper("1", "Ann", Mention(written="Ed Itor", role="editor"), "Bob",
                      Mention(written="The CMS Collaboration", collective=True))])  # fmt: skip
    assert pairs(d) == {("Ann", "Bob"): (1, 1.0, 1.0, None, None)}
    assert rows(d, "Paper")["s:1"]["team"] == 2
    assert by_name(d)["The CMS Collaboration"]["kind"] == "collective"
    assert by_name(d)["Ed Itor"]["kind"] == "person"
    assert links(d, "AUTHORED")["Ed Itor", "s:1", "s:1#2"]["role"] == "editor"


def test_paper_without_names() -> None:
    d = derive([paper("1", author_count=8), paper("2")])
    assert rows(d, "Paper")["s:1"]["author_count"] == 8
    assert rows(d, "Paper")["s:1"]["authors_complete"] is False
    assert rows(d, "Paper")["s:2"] == {"id": "s:2", "title": "On 2", "authors_complete": False}
    assert names(d) == set()


def test_nothing_at_all() -> None:
    d = derive([])
    assert {t.length for t in (*d.nodes.values(), *d.rels.values())} == {0}


def test_two_papers_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two papers have the id 's:1'"):
        derive([paper("1"), paper("1")])


def test_fullest_name() -> None:
    same = {"source_ids": ("x:1",)}
    written = ["L. Zhang", "Li Lyna Zhang", "Zhang, Li Lyna", "Zhang, Li Lyna", "Li Zhang"]
    d = derive([paper(str(i), Mention(written=name, **same)) for i, name in enumerate(written)])
    row = by_name(d)["Zhang, Li Lyna"]
    assert row["names"] == ["L. Zhang", "Li Lyna Zhang", "Li Zhang", "Zhang, Li Lyna"]
    assert row["paper_count"] == 5
    assert row["source_ids"] == ["x:1"]


def test_given_names_of_the_source_decide() -> None:
    same = {"source_ids": ("x:1",)}
    d = derive([paper("1", Mention(written="Maria Garcia Lopez", given="Maria", family="Garcia Lopez", **same)),
                paper("2", Mention(written="Mariana Garcia", given="Mariana", family="Garcia", **same))])  # fmt: skip
    assert names(d) == {"Mariana Garcia"}


def test_person_record() -> None:
    stated = PersonRecord(source="page", record_id="a", name="Ann", orcid="0000-0000-0000-0001", stated_papers=9,
                          stated_on="2026-01-02")  # fmt: skip
    older = PersonRecord(source="page", record_id="b", name="Ann", stated_papers=5, stated_on="2025-01-02")
    unmentioned = PersonRecord(source="page", record_id="c", name="Zoe", names=("Zoë",))
    d = derive([paper("1", "Ann")], [older, stated, unmentioned])
    ann, zoe = by_name(d)["Ann"], by_name(d)["Zoe"]
    assert (ann["stated_papers"], ann["stated_on"], ann["stated_source"]) == (9, "2026-01-02", "page")
    assert ann["orcid"] == "0000-0000-0000-0001"
    assert (zoe["paper_count"], zoe["names"], zoe["kind"]) == (0, ["Zoe", "Zoë"], "person")
    assert "stated_source" not in zoe
    assert d.author_of == {"page:a": ann["id"], "page:b": ann["id"], "page:c": zoe["id"]}


def test_affiliations() -> None:
    mit, eth = AffiliationRef(name="MIT"), AffiliationRef(name="ETH", country="CH")
    d = derive(
        [
            paper("1", Mention(written="Ann", affiliations=(mit,)), "Bob", affiliations=(eth,), date="2019"),
            paper("2", Mention(written="Ann", affiliations=(mit, mit)), date="2021"),
        ]
    )
    assert set(links(d, "FROM")) == {("s:1", "ETH"), ("s:1", "MIT"), ("s:2", "MIT")}
    assert links(d, "AFFILIATED_WITH") == {
        ("Ann", "MIT", "papers"): {"source": "papers", "papers": 2, "first_year": 2019, "last_year": 2021}
    }, "a paper's own affiliations are nobody's in particular"
    assert links(d, "AUTHORED")["Ann", "s:2", "s:2#1"]["affiliation_ids"] == ["massachusetts-institute-of-technology"]
    found = rows(d, "Affiliation")["eth-zurich"]
    assert found == {"id": "eth-zurich", "name": "ETH", "names": ["ETH"], "country": "CH"}


def test_rosters() -> None:
    mit = AffiliationRef(name="MIT")
    stays = (PersonAffiliation(affiliation=mit, since="2001", until="2005", role="student"),
             PersonAffiliation(affiliation=mit, since="2010", role="professor"))  # fmt: skip
    left = (PersonAffiliation(affiliation=mit, until="2005"), PersonAffiliation(affiliation=mit, until="2003"))
    d = derive([], [PersonRecord(source="hr", record_id="1", name="Ann", affiliations=stays),
                    PersonRecord(source="papers", record_id="1", name="Ann", affiliations=left)])  # fmt: skip
    assert links(d, "AFFILIATED_WITH") == {
        ("Ann", "MIT", "hr"): {"source": "hr", "from": "2001", "role": "professor"},
        ("Ann", "MIT", "roster:papers"): {"source": "roster:papers", "to": "2005"},
    }


def test_affiliation_records() -> None:
    record = AffiliationRecord(source="ror", record_id="1", name="ETH Zurich", ror="https://ror.org/05a28rw58",
                               country="CH", kind="education", names=("ETHZ",), part_of=("ETH Domain",))  # fmt: skip
    written = AffiliationRef(name="ETH", ror="05a28rw58", country="DE")
    d = derive([paper("1", affiliations=(written,)), paper("2", affiliations=(written,))], affiliations=[record])
    assert rows(d, "Affiliation")["ror:05a28rw58"] == {
        "id": "ror:05a28rw58", "name": "ETH Zurich", "names": ["ETH", "ETH Zurich", "ETHZ"], "ror": "05a28rw58",
        "country": "CH", "kind": "education",
    }  # fmt: skip
    assert set(links(d, "PART_OF:Affiliation")) == {("ETH Zurich", "ETH Domain")}


def test_topics() -> None:
    cl, lg = TopicRef(scheme="mine", code="cs.CL", name="NLP", primary=True), TopicRef(scheme="mine", code="cs.LG")
    record = TopicRecord(scheme="mine", code="cs.CL", name="Language", part_of=("cs",), source="a")
    d = derive([paper("1", topics=(cl, lg)), paper("2", topics=(lg, lg))], topics=[record])
    assert links(d, "ABOUT") == {
        ("s:1", "mine:cs.CL"): {"primary": True}, ("s:1", "mine:cs.LG"): {"primary": False},
        ("s:2", "mine:cs.LG"): {},
    }  # fmt: skip
    assert rows(d, "Topic")["mine:cs.CL"] == {"id": "mine:cs.CL", "name": "Language", "scheme": "mine"}
    assert rows(d, "Topic")["mine:cs.LG"] == {"id": "mine:cs.LG", "scheme": "mine"}
    assert set(links(d, "PART_OF:Topic")) == {("mine:cs.CL", "mine:cs")}


def version(key: str, kind: str = "paper", *loads: str) -> RecordVersion:
    source, _, ident = key.partition(":")
    return RecordVersion(f"{key}@v", source, ident, None, kind, loads)


def with_evidence(d: Any, *versions: RecordVersion) -> Tables:
    loads = [{"id": load, "file": f"{load}.jsonl"} for load in sorted({x for v in versions for x in v.loads})]
    return add_evidence(d, versions, loads, d.paper_of, d.author_of)


def test_evidence() -> None:
    d = derive([paper("1", "Ann")], [PersonRecord(source="s", record_id="ann", name="Ann")])
    with_evidence(
        d, version("s:1", "paper", "l1", "l2"), version("s:ann", "person", "l2"), version("s:mit", "affiliation")
    )
    assert set(links(d, "DESCRIBES:Paper")) == {("s:1@v", "s:1")}
    assert set(links(d, "DESCRIBES:Author")) == {("s:ann@v", "Ann")}
    assert set(links(d, "LOADED_BY")) == {("s:1@v", "l1"), ("s:1@v", "l2"), ("s:ann@v", "l2")}
    assert rows(d, "Load")["l1"] == {"id": "l1", "file": "l1.jsonl"}


def test_former_ids() -> None:
    """Paper b:2 comes and is merged with s:9: the paper gets its id, the authors theirs; then all is taken back."""
    before = with_evidence(derive([paper("9", "Ann", "Bob")]), version("s:9"))
    old_ids = {row["name"]: row["id"] for row in rows(before, "Author").values()}
    merged = paper("9", "Ann", "Bob")
    keyed = tuple((f"b:2#{i}", mention) for i, (_, mention) in enumerate(merged.mentions, 1))
    joint = type(merged)("doi:7", ("b:2", "s:9"), merged.fields, keyed)
    after = carry_former_ids(before, with_evidence(derive([joint]), version("s:9"), version("b:2")))
    assert rows(after, "Paper")["doi:7"]["former_ids"] == ["s:9"]
    assert {row["name"]: row["former_ids"] for row in rows(after, "Author").values()} == {
        name: [ident] for name, ident in old_ids.items()
    }
    again = carry_former_ids(after, with_evidence(derive([paper("9", "Ann", "Bob")]), version("s:9")))
    assert rows(again, "Paper")["s:9"]["former_ids"] == ["doi:7"], "a live id is never a former one"
    assert content_hash(again) == content_hash(before), "former ids are no content"
    kept = carry_former_ids(again, with_evidence(derive([paper("9", "Ann", "Bob")]), version("s:9")))
    assert rows(kept, "Author") == rows(again, "Author")


@given(papers(), st.integers(1, 7))
@quick
def test_pairs_equal_their_definition(made: list[Any], cap: int) -> None:
    made = [p for p in made if all(len(m.written) for _, m in p.mentions)]
    found = pairs(derive([one_name_one_person(p) for p in made], settings=replace(NAMES, cap=cap)))
    wanted = slow_pairs(made, cap)
    assert {k: (v[0], *v[3:]) for k, v in found.items()} == {k: (v[0], *v[3:]) for k, v in wanted.items()}
    for pair, (_, newman, share, *_) in found.items():
        assert newman == pytest.approx(float(wanted[pair][1]), rel=1e-14)
        assert share == pytest.approx(float(wanted[pair][2]), rel=1e-14)


def one_name_one_person(item: Any) -> Any:
    """Collectives of a person's name would be people of their own: call them otherwise."""
    from msgspec.structs import replace

    mentions = tuple((k, replace(m, written=f"{m.written} Group") if m.collective else m) for k, m in item.mentions)
    return type(item)(item.id, item.records, item.fields, mentions)


@given(papers(), persons, st.randoms(use_true_random=False))
@quick
def test_order_does_not_matter(made: list[Any], people: list[Any], random: Any) -> None:
    one = derive(made, people)
    made, people = list(made), list(people)
    random.shuffle(made)
    random.shuffle(people)
    assert content_hash(derive(made, people)) == content_hash(one)


@given(papers("a"), papers("b"))
@quick
def test_disjoint_parts_add_up(left: list[Any], right: list[Any]) -> None:
    """People of two parts that share no name: the pairs, authors and authorships of both are those of each."""
    right = [other_people(p) for p in right]
    one, two, both = derive(left), derive(right), derive([*left, *right])
    for name in ("COAUTHORED", "AUTHORED", "AFFILIATED_WITH", "FROM", "ABOUT"):
        assert links(both, name, "id") == links(one, name, "id") | links(two, name, "id")
    for label in ("Author", "Paper"):
        assert rows(both, label) == rows(one, label) | rows(two, label)


def other_people(item: Any) -> Any:
    from msgspec.structs import replace

    mentions = tuple((key, replace(m, written=f"{m.written}son")) for key, m in item.mentions)
    return type(item)(item.id, item.records, item.fields, mentions)


@given(papers(), persons, st.data())
@quick
def test_touched_part_equals_the_whole(made: list[Any], people: list[Any], data: Any) -> None:
    """All papers of some people give the rows of those people, and of pairs among them, bit for bit."""
    whole = derive(made, people)
    ids = whole.nodes["Author"]["id"].tolist()
    touched = set(data.draw(st.lists(st.sampled_from(ids), max_size=3))) if ids else set()
    theirs = {p for a, p, _ in links(whole, "AUTHORED", "id") if a in touched}
    records = {key for key, ident in whole.author_of.items() if ident in touched}
    part = derive([p for p in made if p.id in theirs],
                  [p for p in people if f"{p.source}:{p.record_id}" in records])  # fmt: skip
    assert touched <= set(rows(part, "Author"))
    for ident in touched:
        assert rows(part, "Author")[ident] == rows(whole, "Author")[ident]
    for ident in theirs:
        assert rows(part, "Paper")[ident] == rows(whole, "Paper")[ident]
    for name in ("COAUTHORED", "AUTHORED", "AFFILIATED_WITH"):
        ends = 2 if name == "COAUTHORED" else 1
        assert among(part, name, touched, ends) == among(whole, name, touched, ends)


def among(tables: Tables, name: str, people: set[str], ends: int) -> dict[Any, Any]:
    return {link: row for link, row in links(tables, name, "id").items() if set(link[:ends]) <= people}


_ELSEWHERE = """
import sys; sys.path.insert(0, "tests")
from made_papers import paper
from coterie.graph.assembly.derive import derive
from coterie.graph.assembly.hashing import content_hash
from coterie.graph.assembly.merging import merge
from coterie.graph.assembly.versions import effective
from coterie.graph.model.records import Mention, AffiliationRef, TopicRef
names = [f"Given{i % 7} Family{i % 11}" for i in range(400)]
made = [paper(str(i), *(Mention(written=n, affiliations=(AffiliationRef(name=n[-3:]),)) for n in names[i: i + i % 6]),
              topics=(TopicRef(scheme="t", code=str(i % 5)),), date=f"{2000 + i % 20}") for i in range(300)]
print(content_hash(derive(made)))
"""


def test_same_in_another_process() -> None:
    seen = set()
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run([sys.executable, "-c", _ELSEWHERE], cwd=ROOT, env=env, capture_output=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1


def test_seeds() -> None:
    """The figures of the first input: 187 records are 164 papers of 202 people."""
    records: dict[str, list[Any]] = {}
    for file in sorted((ROOT / "seeds").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            record = identified(decode(line))
            records.setdefault(record_key(record), []).append(record)
    said = [effective(versions) for versions in records.values()]
    d = derive(merge([r for r in said if type_of(r) == "paper"]), [r for r in said if type_of(r) == "person"])
    assert counts(d) == {
        "Author": 202, "Paper": 164, "Affiliation": 9, "Topic": 10, "AUTHORED": 353, "FROM": 64, "ABOUT": 113,
        "COAUTHORED": 313,
    }  # fmt: skip
    strongest = max(pairs(d).items(), key=lambda item: item[1][0])
    assert (strongest[0], strongest[1][0]) == (("Huiqiang Jiang", "Qianhui Wu"), 9)
    assert sum(row.get("has_code", False) for row in rows(d, "Paper").values()) == 42
    stated = {n: r["stated_citations"] for n, r in by_name(d).items() if "stated_citations" in r}
    assert stated == {"Li Lyna Zhang": 942, "Yuhui Xu": 1955}
