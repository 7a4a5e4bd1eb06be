"""Folding, slugs, titles, identifiers, topics, affiliations."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.graph.model.records import AffiliationRef
from coterie.graph.names.affiliations import affiliation_id
from coterie.graph.names.fold import fold, slug, unlatex
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.titles import numerals, title_key
from coterie.graph.names.topics import arxiv_taxonomy, arxiv_topic


@given(st.text())
def test_fold_is_idempotent_ascii_and_squeezed(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert re.fullmatch(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?", folded)


@given(st.text())
def test_slug_is_never_empty(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug(text))


def test_fold_examples() -> None:
    assert fold("  Straße—Ærø, №5!") == "strasse aero no5"
    assert fold("e\u0301") == fold("é") == "e"
    assert slug("Li Lyna Zhang") == "li-lyna-zhang"
    assert slug("!") != slug("?")


def test_latex_is_resolved() -> None:
    assert unlatex(r"Jean-Fran{\c c}ois Erd\H{o}s") == "Jean-François Erdős"
    assert unlatex("plain text") == "plain text"


def test_title_key_takes_markup_off() -> None:
    assert title_key(r"On the G\"odel <i>trick</i>") == title_key("On the Gödel trick")
    assert title_key(r"Rings over $\mathbb{Z}$") == "rings over z"
    assert title_key("H<sub>2</sub>O: a review") == "h2o a review"
    assert title_key("…") == ""


@pytest.mark.parametrize(("title", "found"), [
    ("Part II", ("ii",)), ("GPT-4 and GPT-3", ("3", "4")), ("Two Lemmas", ("two",)), ("Vixen mix", ()),
    ("The civic mixi", ()), ("BERT2BERT", ("2",)), ("None", ()),
])  # fmt: skip
def test_numerals(title: str, found: tuple[str, ...]) -> None:
    assert numerals(title) == found


@pytest.mark.parametrize(("scheme", "value", "normal"), [
    ("doi", "https://doi.org/10.1000/ABC.", "10.1000/abc"),
    ("doi", "doi:10.1000/abc", "10.1000/abc"),
    ("doi", "10.48550/arXiv.2101.00001", None),
    ("doi", "no doi", None),
    ("arxiv", "arXiv:2101.00001v3", "2101.00001"),
    ("arxiv", "https://arxiv.org/abs/math.GT/0309136v2", "math/0309136"),
    ("arxiv", "hep-th/9901001", "hep-th/9901001"),
    ("arxiv", "2101", None),
    ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    ("orcid", "0000-0002-1694-233x", "0000-0002-1694-233X"),
    ("orcid", "0000-0002-1825-0098", None),
    ("ror", "https://ror.org/03YRM5C26", "03yrm5c26"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
    ("pmid", "PMID: 00123", "123"),
    ("openalex", "https://openalex.org/w123", "W123"),
    ("nber", "w0123", "w123"),
    ("s2", "https://www.semanticscholar.org/paper/Some-Title/abc123", "abc123"),
    ("acl", "https://aclanthology.org/P18-1001/", "P18-1001"),
    ("own", " x ", "x"),
    ("own", " ", None),
])  # fmt: skip
def test_identifiers(scheme: str, value: str, normal: str | None) -> None:
    assert normalise(scheme, value) == normal


def test_an_arxiv_doi_is_an_arxiv_id() -> None:
    assert paper_ids({"doi": "10.48550/arXiv.2101.00001"}) == {"arxiv": "2101.00001"}
    assert paper_ids({"doi": "10.48550/arXiv.2101.00001", "arxiv": "2101.00002v1"}) == {"arxiv": "2101.00002"}
    assert paper_ids({"doi": "?", "pmid": "5"}) == {"pmid": "5"}


def test_topics() -> None:
    first_input = {"CL", "LG", "CV", "AI", "IR", "DC", "AR", "CR", "HC", "DB"}
    assert {arxiv_topic(code)[0] for code in first_input} == {f"cs.{code}" for code in first_input}  # type: ignore[index]
    assert arxiv_topic("CL") == ("cs.CL", "Computation and Language")
    assert arxiv_topic("hep-th") == ("hep-th", "High Energy Physics - Theory")
    assert arxiv_topic("math.ag") == ("math.AG", "Algebraic Geometry")
    assert arxiv_topic("str-el") == ("cond-mat.str-el", "Strongly Correlated Electrons")
    assert arxiv_topic("AP") is None
    assert arxiv_topic("nonsense") is None
    assert len(arxiv_taxonomy()) > 170
    assert all(name.strip() == name != "" for name in arxiv_taxonomy().values())


def test_affiliation_ids() -> None:
    assert (
        affiliation_id(AffiliationRef(name="X", id="openalex:I1", ror="https://ror.org/03yrm5c26")) == "ror:03yrm5c26"
    )
    assert affiliation_id(AffiliationRef(name="X", id="openalex:I1")) == "openalex:I1"
    assert affiliation_id(AffiliationRef(name="Peking University")) == "peking-university"
