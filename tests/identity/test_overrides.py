"""The overrides file: what it takes, what it refuses and how it says so, and that what is written is read again."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from coterie.graph.identity.conflicts import conflicts
from coterie.graph.identity.overridefile import dump, parse_overrides, read_overrides
from coterie.graph.identity.overrides import Override, is_mention_key, same_name
from coterie.graph.model.errors import IdentityError
from coterie.graph.names.identifiers import normalise

X, Y = "0000-0002-1825-0097", "0000-0001-5109-3700"
EXAMPLE = """\
# who is who in our group
- same: [{mention: "acl:P19-1001#2", written: "Yang Liu"}, [acl:P20-1002#1, Y. Liu]]
  note: same e-mail address
- different: [[acl:P19-1001#2, Yang Liu], [acl:W04-1013#1, Yang Liu]]
- different: [[s:1#1, Wei Li], [s:2#1, Wei Li]]
  from:
  - [s:3#1, Wei Li]
- pin: [s:4#1, Wei Li]
  to: {mention: s:5#1, written: "Li, Wei"}
- orcid: [acl:W04-1013#1, Yang Liu]
  is: https://orcid.org/0000-0002-1825-0097
- same: [{record: "dblp:conf/x/Y", title: "On Coteries"}, {record: "doi:10.1/abc#2"}]
"""


def problems(text: str) -> list[str]:
    with pytest.raises(IdentityError) as caught:
        parse_overrides(textwrap.dedent(text), "f.yaml")
    return re.split("; (?=f.yaml:|…)", str(caught.value).partition(": ")[2])


def test_what_a_person_writes(tmp_path: Path) -> None:
    (tmp_path / "corrections.yaml").write_text(EXAMPLE, "utf-8")
    found = read_overrides(tmp_path / "corrections.yaml")
    assert [(o.kind, o.keys, o.written, o.value, o.line, o.about) for o in found] == [
        ("same", ("acl:P19-1001#2", "acl:P20-1002#1"), ("Yang Liu", "Y. Liu"), "", 2, "mentions"),
        ("different", ("acl:P19-1001#2", "acl:W04-1013#1"), ("Yang Liu", "Yang Liu"), "", 4, "mentions"),
        ("different", ("s:1#1", "s:2#1", "s:3#1"), ("Wei Li",) * 3, "2", 5, "mentions"),
        ("pin", ("s:4#1", "s:5#1"), ("Wei Li", "Li, Wei"), "", 8, "mentions"),
        ("orcid", ("acl:W04-1013#1",), ("Yang Liu",), X, 10, "mentions"),
        ("same", ("dblp:conf/x/Y", "doi:10.1/abc#2"), ("On Coteries", ""), "", 12, "papers"),
    ]
    assert (found[0].file, found[0].note, found[0].place) == (
        "corrections.yaml", "same e-mail address", "corrections.yaml:2")  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", "# nothing yet\n", "---\n[]\n"])
def test_nothing(text: str) -> None:
    assert parse_overrides(text, "f.yaml") == []


PROBLEMS = {
    "unknown field": ("- same: [[s:1#1, A], [s:2#1, A]]\n  nte: x", "f.yaml:2: unknown field 'nte'"),
    "unknown field of a mention": ("- same: [{mention: s:1#1, written: A, by: me}, [s:2#1, A]]", "unknown field 'by'"),
    "two kinds": ("- same: [[s:1#1, A], [s:2#1, A]]\n  orcid: [s:1#1, A]", "says same and orcid at once"),
    "no kind": ("- note: hm", "has none of same, different, pin, orcid"),
    "bad ORCID": ("- orcid: [s:1#1, A]\n  is: 0000-0002-1825-0098", "f.yaml:2: '0000-0002-1825-0098' is no ORCID"),
    "no ORCID": ("- orcid: [s:1#1, A]", "orcid needs 'is:'"),
    "a mention twice": ("- same: [[s:1#1, A], [s:1#1, B]]", "f.yaml:1: 's:1#1' stands twice in one correction"),
    "one alone": ("- same: [[s:1#1, A]]", "same needs two or more"),
    "said twice": ("- same: [[s:1#1, A], [s:2#1, A]]\n- same: [[s:1#1, A], [s:2#1, A]]", "f.yaml:2: says again"),
    "a comma without quotes": ("- same: [[s:1#1, Li, Wei], [s:2#1, A]]", "a name with a comma needs quotes"),
    "no name": ("- same: [{mention: s:1#1}, [s:2#1, A]]", "a mention needs 'written'"),
    "no name, short": ("- same: [s:1#1, s:2#1]", "needs the name as written"),
    "no mention": ("- same: [{mention: s:1, written: A}, [s:2#1, A]]", "'s:1' is no mention"),
    "no source": ("- same: [{record: 10.1/x}, {record: s:2}]", "has no source"),
    "mentions and records": ("- same: [[s:1#1, A], {record: s:2}]", "mentions and records in one correction"),
    "a record pinned": ("- pin: {record: s:1}\n  to: {record: s:2}", "pin is said of mentions"),
    "nowhere to pin": ("- pin: [s:1#1, A]", "pin needs 'to:'"),
    "no list": ("same: [[s:1#1, A], [s:2#1, A]]", "the file must be a list"),
    "words": ("- acl:P19-1001#2 is Yang Liu", "a correction begins with one of"),
    "a field twice": ("- same: [[s:1#1, A], [s:2#1, A]]\n  note: a\n  note: b", "f.yaml:3: 'note' stands twice"),
    "a list as name": ("- same: [[s:1#1, [A]], [s:2#1, A]]", "name must be text"),
    "no YAML": ("- same: [[s:1#1, A", "f.yaml:1: no YAML"),
    "a tab": ("- same:\n\t- x", "f.yaml:2: no YAML"),
    "an anchor": ("- &a [*a]", "anchors and aliases"),
    "an alias": ("- same: *x", "anchors and aliases"),
    "a tag": ("- !!python/object/apply:os.system [ls]", "tags (!)"),
    "two documents": ("--- []\n--- []", "a second document"),
    "too deep": ("[" * 5000, "nested too deeply"),
    "deep mappings": ("{a: " * 5000, "nested too deeply"),
    "control characters": ("- same: [[s:1#1, A\x07]]", "no YAML"),
    "too many pairs": (
        f"- different: [{', '.join(f'[s:{i}#1, A]' for i in range(501))}]",
        "more than 500 that all differ",
    ),
    "too long": (f"- same: [[s:1#1, {'A' * 2001}], [s:2#1, B]]", "longer than 2,000 characters"),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_refused_with_its_line(case: str) -> None:
    text, said = PROBLEMS[case]
    found = problems(text)
    assert len(found) == 1
    assert said in found[0]


def test_all_problems_in_one_error() -> None:
    bad = "- same: [[s:1#1, A]]\n- orcid: [s:1#1, A]\n  is: x\n- pin: [s:1#1, A]\n"
    assert [p.split(":")[1] for p in problems(bad)] == ["1", "3", "4"]
    with pytest.raises(IdentityError, match=r"… and 80 more"):
        parse_overrides("- x\n" * 100, "f.yaml")


CONFLICTS = {
    "same and different": (
        "- same: [[s:1#1, A], [s:2#1, A]]\n- different: [[s:2#1, A], [s:1#1, A]]",
        "f.yaml:2 says that s:2#1 and s:1#1 are different, f.yaml:1 that they are the same"),
    "through others": (
        "- same: [[s:1#1, A], [s:2#1, A]]\n- same: [[s:4#1, A], [s:5#1, A]]\n- same: [[s:2#1, A], [s:3#1, A]]\n"
        "- different: [[s:1#1, A], [s:3#1, A]]",
        "f.yaml:4 says that s:1#1 and s:3#1 are different, f.yaml:1 and f.yaml:3 that they are the same"),
    "through a pin": (
        "- pin: [s:1#1, A]\n  to: [s:2#1, A]\n- different: [[s:1#1, A], [s:2#1, A]]",
        "f.yaml:3 says that s:1#1 and s:2#1 are different, f.yaml:1 that they are the same"),
    "sides": (
        "- different: [[s:1#1, A], [s:2#1, A]]\n  from: [[s:3#1, A]]\n- same: [[s:2#1, A], [s:3#1, A]]",
        "f.yaml:1 says that s:1#1 and s:3#1 are different, f.yaml:1 and f.yaml:3 that they are the same"),
    "two pins": (
        "- pin: [s:1#1, A]\n  to: [s:2#1, A]\n- pin: [s:1#1, A]\n  to: [s:3#1, A]",
        "f.yaml:3 pins s:1#1 to the person of s:3#1, f.yaml:1 to that of s:2#1"),
    "pins in a circle": (
        "- pin: [s:1#1, A]\n  to: [s:2#1, A]\n- pin: [s:2#1, A]\n  to: [s:1#1, A]",
        "f.yaml:1 and f.yaml:3 pins s:1#1 to itself in a circle"),
    "two ORCIDs": (
        f"- orcid: [s:1#1, A]\n  is: {X}\n- same: [[s:1#1, A], [s:2#1, A]]\n- orcid: [s:2#1, A]\n  is: {Y}",
        f"f.yaml:4 gives s:2#1 the ORCID {Y}, f.yaml:1 gives s:1#1 {X}, and f.yaml:3 that both are one person"),
    "one ORCID of two": (
        f"- orcid: [s:1#1, A]\n  is: {X}\n- orcid: [s:2#1, A]\n  is: {X}\n- different: [[s:1#1, A], [s:2#1, A]]",
        f"f.yaml:5 says that s:1#1 and s:2#1 are different, f.yaml:1 and f.yaml:3 give both the ORCID {X}"),
    "records": (
        "- same: [{record: s:1}, {record: s:2}]\n- different: [{record: s:1}, {record: s:2}]",
        "f.yaml:2 says that s:1 and s:2 are different, f.yaml:1 that they are the same"),
}  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS)
def test_conflicts_are_named_with_both_lines(case: str) -> None:
    text, said = CONFLICTS[case]
    with pytest.raises(IdentityError) as caught:
        parse_overrides(text, "f.yaml")
    assert str(caught.value) == f"corrections contradict each other: {said}"


def test_mentions_and_records_of_one_name_do_not_conflict() -> None:
    text = "- same: [{record: 's:1#1'}, {record: 's:2#1'}]\n- different: [[s:1#1, A], [s:2#1, A]]"
    assert len(parse_overrides(text, "f.yaml")) == 2


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match="cannot be read"):
        read_overrides(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("- same: [[s:1#1, Gödel]]".encode("latin-1"))
    with pytest.raises(IdentityError, match=r"^latin\.yaml is not text in UTF-8"):
        read_overrides(tmp_path / "latin.yaml")


def test_a_bomb_costs_nothing() -> None:
    layers = "".join(f"- &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 'x'}]\n" for i in range(40))
    assert len(problems(layers)) == 1


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_records = st.builds("{}:{}".format, st.sampled_from(["acl", "doi", "a b"]), st.text("abc/#-1,:'\"é ", max_size=6))


@st.composite
def _overrides(draw: st.DrawFn) -> list[Override]:
    out: dict[str, Override] = {}
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["same", "different", "pin", "orcid"]))
        papers = kind in ("same", "different") and draw(st.booleans())
        least, most = (1, 1) if kind == "orcid" else (2, 4)
        keys = draw(st.lists(_records, min_size=least, max_size=most, unique=True))
        keys = keys if papers else [f"{key}#{i}" for i, key in enumerate(keys, 1)]
        value = X if kind == "orcid" else ""
        if kind == "different" and draw(st.booleans()):
            value = str(draw(st.integers(1, len(keys) - 1)))
        made = Override(kind, tuple(keys), tuple(draw(_text) for _ in keys), value,
                        about="papers" if papers else "mentions", note=draw(_text))  # fmt: skip
        out[made.content] = made
    return list(out.values())


def test_what_a_file_and_a_command_say_both_is_written_once() -> None:
    one = Override("same", ("a:1#1", "b:1#1"), ("A", "A"))
    text = dump([one, replace(one, file="team.yaml", line=7, note="ours")])
    (found,) = parse_overrides(text, "all.yaml")
    assert (found.content, found.note) == (one.content, "ours")


@given(_overrides())
def test_what_is_written_is_read_again(overrides: list[Override]) -> None:
    text = dump(overrides)
    said = list(conflicts(overrides))
    if said:
        with pytest.raises(IdentityError):
            parse_overrides(text, "f.yaml")
        return
    found = parse_overrides(text, "f.yaml")
    assert sorted((o.content, o.note) for o in found) == sorted((o.content, o.note) for o in overrides)
    assert len(yaml.safe_load(text)) == len(overrides), "any other reader of YAML takes it, too"


@given(st.one_of(_text, st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _text | st.dates() | st.sampled_from(["s:1#1", "same"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["same", "different", "pin", "to", "orcid", "is", "from", "mention", "written", "record"]) |
        _text, inner, max_size=4), max_leaves=20).map(lambda tree: str(yaml.safe_dump(tree)))))  # fmt: skip
@example("%YAML 9.9\n---\n[]")
@example("? [a]\n: b")
@example("\ufeff- x")
@example("- same: [[s:1#1, " + "ï" * 500 + "], [s:2#1, x]]\n- x")
def test_whatever_it_holds_there_is_one_error_at_most(text: str) -> None:
    try:
        found = parse_overrides(text, "f.yaml")
    except IdentityError as error:
        refused = str(error)
    else:
        refused = "f.yaml:"
        assert all(o.kind in ("same", "different", "pin", "orcid") for o in found)
        assert all(normalise("orcid", o.value) for o in found if o.kind == "orcid")
    assert "f.yaml:" in refused
    assert refused.isprintable()


def test_ids_tell_what_is_said_and_where() -> None:
    one = Override("same", ("s:1#1", "s:2#1"), ("A", "A"))
    again = Override("same", ("s:1#1", "s:2#1"), ("A", "A"), line=9, note="why")
    assert one.id == again.id
    assert len({one.id, Override("same", one.keys, one.written, file="f").id,
                Override("different", one.keys, one.written).id}) == 3  # fmt: skip


def test_names_as_a_person_copies_them() -> None:
    assert same_name("Gödel, Kurt", "kurt godel")
    assert not same_name("Kurt Gödel", "K. Gödel")
    assert is_mention_key("doi:10.1/a#b#12")
    assert not is_mention_key("doi:10.1/a#b")
    assert not is_mention_key("s:1#0")
