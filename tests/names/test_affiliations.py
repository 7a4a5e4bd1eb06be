"""The key under which the written forms of one organisation meet."""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.graph.names.affiliations import affiliation_key, needs_place, organisation_form
from coterie.graph.names.institutions import PLACED, SAME, SYSTEMS
from coterie.graph.names.organisations import FORMS

with (Path(__file__).parent / "affiliation_pairs.tsv").open(encoding="utf-8", newline="") as _lines:
    PAIRS = [(row["verdict"], row["one"], row["other"]) for row in csv.DictReader(_lines, delimiter="\t")]


def test_pairs_decided_by_hand() -> None:
    """Forms as the ACL Anthology, INSPIRE, Crossref, PubMed and IEEE have them, and names known to be confused."""
    assert len(PAIRS) >= 150
    wrong = [(verdict, one, other) for verdict, one, other in PAIRS
             if (affiliation_key(one) == affiliation_key(other)) != (verdict == "same")]  # fmt: skip
    assert not wrong


def test_different_organisations_stay_apart_whatever_is_written_around_them() -> None:
    """A department before and a mail address after change nothing."""
    for verdict, one, other in PAIRS:
        if verdict == "different" and "," not in one + other and " and " not in one + other:
            around = [f"Department of Physics, {name}, a.b@c.org" for name in (one, other)]
            assert affiliation_key(around[0]) != affiliation_key(around[1]), (one, other)


@given(st.text(max_size=60))
def test_a_key_is_folded_text(name: str) -> None:
    key = affiliation_key(name)
    assert re.fullmatch(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?", key)
    assert isinstance(organisation_form(name), str)


_TEXT = """University of Institute Dept. and , ; ( ) Physics Paris California Berkeley IBM Inc. 75005 France Univ. & /
Academy Hospital Technology at Sciences U MA College Park"""
WORDS = st.sampled_from(_TEXT.split())


@given(st.lists(WORDS, min_size=1, max_size=9))
def test_case_and_spaces_do_not_matter(words: list[str]) -> None:
    name = " ".join(words)
    assert affiliation_key(f"  {name}  ") == affiliation_key(name) == affiliation_key(name.replace(" ", "  "))


@given(st.lists(WORDS, min_size=1, max_size=9))
def test_a_key_holds_nothing_that_is_not_written(words: list[str]) -> None:
    """But for what a word or a whole name stands for."""
    meant = {*FORMS.values(), *(word for name in SAME.values() for word in name), "of", "technological", "national"}
    written = set(re.findall(r"[a-z0-9]+", " ".join(words).lower())) | {"fr", "us"}
    assert set(affiliation_key(" ".join(words)).split()) <= written | meant


@pytest.mark.parametrize(("name", "key"), [
    ("", ""), ("…", ""), ("a@b.org", "a b org"), ("France", "france"), ("12", "12"),
    ("1 Department of Physics", "department of physics"), ("3M", "3m"),
    ("北京大学", "beijingdaxue"), ("Bell Labs", "bell laboratory"),
    ("University of Oxford; University of Oxford, UK", "university of oxford"),
])  # fmt: skip
def test_odd_names(name: str, key: str) -> None:
    assert affiliation_key(name) == key


def test_country_and_city_tell_bearers_of_one_name_apart() -> None:
    assert affiliation_key("Institute of Physics", "PL") != affiliation_key("Institute of Physics", "CN")
    assert affiliation_key("Institute of Physics", "PL", "Warsaw") == affiliation_key("Inst. Physics, Warsaw, Poland")
    assert affiliation_key("Northeastern University", "US") == affiliation_key("Northeastern U., Boston, MA, USA")
    assert affiliation_key("Stanford University", "US", "Stanford") == affiliation_key("Stanford University")
    assert needs_place("Institute of Physics")
    assert needs_place("Northeastern University")
    assert not needs_place("Stanford University")


def test_the_form_shown_is_the_organisation() -> None:
    assert organisation_form("Dept. of Physics, Univ. of Oxford, UK") == "Univ. of Oxford"
    assert organisation_form("Institute of Physics, Warsaw, Poland") == "Institute of Physics, Warsaw, Poland"
    assert organisation_form("Huawei Technologies Co., Ltd.") == "Huawei Technologies Co., Ltd."


def test_tables_agree_with_themselves() -> None:
    """What a table gives is the key of itself, so keys do not depend on how often a name was spelt out."""
    for name in {*SAME.values(), *SYSTEMS}:
        assert affiliation_key(" ".join(name)) == " ".join(SAME.get(name, name)), name
    for place in PLACED:
        words = place.replace("-", " ")
        assert affiliation_key(f"University of {words}") == affiliation_key(f"{words} University")


def test_a_hundred_thousand_names_take_seconds() -> None:
    """Ten thousand distinct ones in two seconds of the processor: a bound that a slow machine keeps too."""
    towns = [f"{a}{b}{c}" for a in ("Lan", "Mor", "Tel", "Var", "Os") for b in "aeiou" for c in ("den", "rick", "sk")]
    names = [f"Dept. of {field}, Univ. of {town}, {number:05d} {town}, France"
             for field in ("Physics", "Chemistry") for town in towns for number in range(67)]  # fmt: skip
    assert len(set(names)) > 10_000
    began = time.process_time()
    keys = {affiliation_key(name) for name in names}
    assert keys == {f"university of {town.lower()}" for town in towns}
    assert time.process_time() - began < 2
